//! Her calendar lowers Available to Away, and nothing of it but the times leaves the machine.

use chrono::Duration;
use porchlight_core::{
    agent::{CalendarFailure, Request},
    intent::{CalendarAddress, Intent},
};
use porchlight_protocol::{Cause, Interval, Status};

use crate::world::{World, minutes, seconds};

const ADDRESS: &str = "https://ana:secret@calendar.example.edu/private-0815/basic.ics";

#[test]
fn while_her_calendar_says_busy_she_is_away_everywhere_and_says_until_when() {
    let mut world = World::on_shift();
    let meeting = meeting(&world, 20, 50);
    world.calendar = Ok(vec![meeting]);

    follow(&mut world, Some(ADDRESS));

    assert_eq!(sent(&world), [vec![meeting]]);
    assert!(world.everywhere(Status::Available));
    world.work(minutes(20));
    assert!(world.everywhere(Status::Away));
    let until = meeting.until.format("%H:%M");
    let view = world.view();
    assert!(
        view.reason
            .contains(&format!("Busy in your calendar, until {until}")),
        "{}",
        view.reason
    );
    let cause = Cause::Busy {
        until: meeting.until,
    };
    assert!(view.offices.iter().all(|office| office.cause == cause));
    world.work(minutes(30));
    assert!(world.everywhere(Status::Available));
}

#[test]
fn it_is_read_every_quarter_of_an_hour_and_sent_only_when_it_says_something_else() {
    let mut world = World::on_shift();
    world.calendar = Ok(vec![meeting(&world, 600, 630)]);
    follow(&mut world, Some(ADDRESS));
    world.work(minutes(60));
    assert_eq!(world.calendar_read.len(), 5);
    assert_eq!(sent(&world).len(), 1);

    let later = meeting(&world, 700, 730);
    world.calendar = Ok(vec![later]);
    world.work(minutes(15));
    assert_eq!(sent(&world).last(), Some(&vec![later]));
}

#[test]
fn what_could_not_be_read_changes_nothing_and_is_said() {
    let mut world = World::on_shift();
    world.calendar = Ok(vec![meeting(&world, 20, 50)]);
    follow(&mut world, Some(ADDRESS));
    world.calendar = Err(CalendarFailure::Unreachable);
    world.work(minutes(25));

    assert!(world.everywhere(Status::Away));
    assert_eq!(sent(&world).len(), 1);
    let calendar = world.view().settings.calendar.unwrap();
    assert!(!calendar.works);
    assert_eq!(calendar.place, "calendar.example.edu");
    assert!(
        calendar
            .text
            .starts_with("calendar.example.edu does not answer"),
        "{}",
        calendar.text
    );
}

#[test]
fn followed_no_longer_it_makes_her_busy_no_longer() {
    let mut world = World::on_shift();
    world.calendar = Ok(vec![meeting(&world, 0, 50)]);
    follow(&mut world, Some(ADDRESS));
    world.work(minutes(1));
    assert!(world.everywhere(Status::Away));

    follow(&mut world, None);

    assert!(world.everywhere(Status::Available));
    assert_eq!(sent(&world).last(), Some(&Vec::new()));
    assert_eq!(world.view().settings.calendar, None);
    let read = world.calendar_read.len();
    world.work(minutes(60));
    assert_eq!(world.calendar_read.len(), read);
}

#[test]
fn what_was_read_without_a_connection_is_sent_with_the_next_one() {
    let mut world = World::on_shift();
    world.cut();
    let meeting = meeting(&world, 120, 150);
    world.calendar = Ok(vec![meeting]);
    follow(&mut world, Some(ADDRESS));
    assert!(world.server.me.busy.is_empty());
    world.mend();
    world.work(minutes(2));
    assert_eq!(world.server.me.busy, [meeting]);
}

#[test]
fn the_address_is_nowhere_but_where_it_is_kept() {
    let mut world = World::on_shift();
    world.calendar = Ok(vec![meeting(&world, 20, 50)]);
    follow(&mut world, Some(ADDRESS));
    world.work(minutes(1));

    let view = world.view();
    for text in [
        serde_json::to_string(&view).unwrap(),
        view.diagnostics_text(),
        format!("{:?}", world.sent),
        format!(
            "{:?}",
            Intent::FollowCalendar {
                address: Some(CalendarAddress(ADDRESS.into()))
            }
        ),
    ] {
        assert!(!text.contains("secret") && !text.contains("0815"), "{text}");
    }
}

#[test]
fn only_the_name_of_its_computer_or_its_file_is_told_of_a_calendar() {
    for (address, place) in [
        (ADDRESS, "calendar.example.edu"),
        ("webcal://localhost:5232/ana/work/", "localhost:5232"),
        ("/home/ana/Calendars/work.ics", "work.ics"),
        ("C:\\Users\\ana\\work.ics", "work.ics"),
        ("https://", ""),
    ] {
        assert_eq!(CalendarAddress(address.into()).place(), place);
    }
}

fn meeting(world: &World, from: i64, until: i64) -> Interval {
    let at = |minutes| world.now + Duration::minutes(minutes);
    Interval {
        from: at(from),
        until: at(until),
    }
}

fn follow(world: &mut World, address: Option<&str>) {
    let address = address.map(|address| CalendarAddress(address.into()));
    world.ask(Intent::FollowCalendar { address });
    world.pass(seconds(1));
}

fn sent(world: &World) -> Vec<Vec<Interval>> {
    let requests = world.sent.iter().filter_map(|(_, request)| match request {
        Request::Busy(intervals) => Some(intervals.clone()),
        _ => None,
    });
    requests.collect()
}
