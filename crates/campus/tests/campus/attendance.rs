//! Who was Available in an office, and when, can be told of a day that has passed, and only as far as anybody looked.

use std::{collections::BTreeMap, time::Duration};

use porchlight_campus::{
    Caller, CommitFailure,
    attendance::{self, Block, DayOf},
    records::{Record, Revision},
};
use porchlight_core::{LocalDay, Timeline};
use porchlight_protocol::{
    Activity, ChoiceStatus, DayCoverage, Interval, OfficeId, Schedule, Status, Timestamp,
};
use proptest::prelude::*;
use serde_json::json;

use super::world::{Disk, World, at, choice};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);

/// What is kept of the library, and what this run knows besides, put together as a server does.
fn blocks(world: &World) -> (Timestamp, Vec<Block>) {
    let library = OfficeId::from("library");
    let kept = world.records.iter();
    let kept = kept.filter(|(key, _)| key.starts_with("attendance/library/"));
    let mut blocks: BTreeMap<Timestamp, Block> = BTreeMap::new();
    for (key, (value, _)) in kept {
        let record = Record {
            key: key.clone(),
            value: value.clone(),
            revision: Revision(1),
        };
        let block = Block::read(&record).unwrap().unwrap();
        blocks.insert(block.from, block);
    }
    let (now, own) = world.campus.attendance(&library);
    blocks.extend(own.into_iter().map(|block| (block.from, block)));
    (now, blocks.into_values().collect())
}

fn told(world: &World, hours: Option<&Timeline>) -> DayCoverage {
    let library = OfficeId::from("library");
    let (now, blocks) = blocks(world);
    let of = DayOf {
        office: &library,
        day: LocalDay::new("UTC", "2026-11-23".parse().unwrap()).unwrap(),
        zone: "UTC",
        hours,
    };
    attendance::day(&of, &blocks, ToString::to_string, now).unwrap()
}

/// `08:00:00 to 08:01:30`
fn written(intervals: &[Interval]) -> Vec<String> {
    let written = intervals.iter().map(|Interval { from, until }| {
        format!(
            "{} to {}",
            from.format("%H:%M:%S"),
            until.format("%H:%M:%S")
        )
    });
    written.collect()
}

fn of_agent(day: &DayCoverage, agent: &str) -> Vec<String> {
    let agent = day.agents.iter().find(|one| one.id.as_str() == agent);
    agent.map_or_else(Vec::new, |agent| written(&agent.available))
}

fn hours() -> Timeline {
    let hours =
        json!({"zone": "UTC", "shifts": [{"days": ["mon"], "start": "08:00", "end": "09:00"}]});
    let hours: Schedule = serde_json::from_value(hours).unwrap();
    Timeline::new(&hours, at("2026-11-23T08:00:00Z")).unwrap()
}

/// Time passes, and the device is heard.
fn stay(world: &mut World, caller: &Caller, for_seconds: u32) {
    for _ in 0..for_seconds.div_ceil(20) {
        world.report(caller, Activity::Active);
        world.pass(SECOND * 20.min(for_seconds));
    }
}

#[test]
fn a_day_is_told_by_who_was_there_and_what_was_missing_in_the_hours() {
    let mut world = World::new(&["dana", "ana"]);
    world.pass(MINUTE * 5);
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    stay(&mut world, &ana, 600);
    world.choose(&ana, choice("2", ChoiceStatus::Away));
    stay(&mut world, &ana, 300);
    let hours = hours();
    let day = told(&world, Some(&hours));
    assert_eq!(of_agent(&day, "ana"), ["08:05:00 to 08:15:00"]);
    assert_eq!(
        written(&day.gaps),
        ["08:00:00 to 08:05:00", "08:15:00 to 08:20:00"]
    );
    assert_eq!(written(&day.unknown), ["00:00:00 to 08:00:00"]);
    assert_eq!(day.as_of, at("2026-11-23T08:20:00Z"));
    assert_eq!(
        written(&day.hours.unwrap()),
        ["08:00:00 to 09:00:00"],
        "also those that come"
    );
    assert_eq!(
        told(&world, None).gaps,
        [],
        "without hours nobody is missing"
    );
}

#[test]
fn while_the_server_is_down_or_stands_still_nobody_is_there_and_nobody_is_missing() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    stay(&mut world, &ana, 120);
    // Killed: what was written last is all that is known.
    world.now.wall += chrono::Duration::minutes(10);
    world.now.steady += MINUTE * 10;
    world = world.restart();
    stay(&mut world, &ana, 60);
    // Frozen, for longer than a lease.
    world.now.wall += chrono::Duration::minutes(5);
    world.now.steady += MINUTE * 5;
    stay(&mut world, &ana, 60);
    let day = told(&world, Some(&hours()));
    assert_eq!(
        written(&day.unknown),
        [
            "00:00:00 to 08:00:00",
            "08:02:00 to 08:12:00",
            "08:13:00 to 08:18:00"
        ]
    );
    assert_eq!(
        of_agent(&day, "ana"),
        [
            "08:00:00 to 08:02:00",
            "08:12:00 to 08:13:00",
            "08:18:00 to 08:19:00"
        ]
    );
    assert_eq!(day.gaps, []);
}

#[test]
fn a_server_that_ends_in_order_has_written_until_when_it_looked() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    stay(&mut world, &ana, 80);
    world.pass(SECOND * 7);
    world.campus.end();
    world.settle();
    world = world.restart();
    world.pass(SECOND);
    let day = told(&world, None);
    assert_eq!(written(&day.unknown), ["00:00:00 to 08:00:00"]);
}

#[test]
fn changes_share_commits_and_an_hour_in_which_nothing_happens_costs_one_a_minute() {
    let mut world = World::new(&["dana", "ana"]);
    world.pass(SECOND * 15);
    let before = world.revision.0;
    world.pass(MINUTE * 60);
    assert_eq!(world.revision.0 - before, 60);
    let ana = world.device("ana", 1);
    world.available(&ana, "0");
    world.pass(SECOND * 11);
    // Each of these is a commit; what it changed goes with the next one.
    let before = world.revision.0;
    for nth in 1..=50 {
        let status = [ChoiceStatus::Away, ChoiceStatus::Available][nth % 2];
        world.choose(&ana, choice(&nth.to_string(), status));
        world.pass(SECOND / 10);
    }
    let own = world.revision.0 - before - 50;
    assert!(own <= 1, "{own} commits for what others could take along");
    let kept = world.records.keys();
    let kept = kept.filter(|key| key.starts_with("attendance/")).count();
    assert!(kept <= 3, "{kept} records in an hour and a bit");
}

#[test]
fn what_could_not_be_written_is_written_once_it_can_be() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    stay(&mut world, &ana, 20);
    world.disk = Disk::Fails(CommitFailure::Full);
    // More than one block of it.
    stay(&mut world, &ana, 3 * 3600);
    world.disk = Disk::Works;
    stay(&mut world, &ana, 60);
    world.campus.end();
    world.settle();
    world = world.restart();
    let day = told(&world, None);
    assert_eq!(written(&day.unknown), ["00:00:00 to 08:00:00"]);
    assert_eq!(of_agent(&day, "ana"), ["08:00:00 to 11:01:20"]);
}

#[test]
fn a_clock_that_is_set_begins_anew_and_tells_no_time_twice() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    stay(&mut world, &ana, 60);
    world.now.wall -= chrono::Duration::seconds(30);
    stay(&mut world, &ana, 60);
    let day = told(&world, None);
    assert_eq!(written(&day.unknown), ["00:00:00 to 08:00:00"]);
    assert_eq!(of_agent(&day, "ana"), ["08:00:00 to 08:01:30"]);
}

#[test]
fn who_is_no_member_any_more_stays_in_the_day_and_an_office_that_is_gone_is_watched_no_more() {
    use porchlight_campus::records::Key;

    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    stay(&mut world, &ana, 40);
    world.elsewhere(&Key::Member("library".into(), "ana".into()), None);
    world.pass(SECOND * 20);
    assert_eq!(
        of_agent(&told(&world, None), "ana"),
        ["08:00:00 to 08:00:40"]
    );
    world.elsewhere(&Key::Office("library".into()), None);
    world.pass(MINUTE * 3);
    let day = told(&world, None);
    assert_eq!(written(&day.unknown)[1..], ["08:01:00 to 08:04:00"]);
}

#[derive(Clone, Debug)]
enum Step {
    Passes(u32),
    Chooses(usize, ChoiceStatus),
    Disk(bool),
    Restart,
    End,
    Frozen(u32),
}

fn step() -> impl Strategy<Value = Step> {
    let status = prop_oneof![Just(ChoiceStatus::Available), Just(ChoiceStatus::Away)];
    prop_oneof![
        6 => (1..400_u32).prop_map(Step::Passes),
        6 => (0..2_usize, status).prop_map(|(who, status)| Step::Chooses(who, status)),
        1 => any::<bool>().prop_map(Step::Disk),
        1 => Just(Step::Restart),
        1 => Just(Step::End),
        1 => (70..500_u32).prop_map(Step::Frozen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Second by second: what is said was so, whatever else is not known.
    #[test]
    fn nothing_is_said_of_a_second_that_was_otherwise(steps in prop::collection::vec(step(), 1..40)) {
        let mut world = World::new(&["dana", "ana"]);
        let devices = [world.device("dana", 1), world.device("ana", 1)];
        let names = ["dana", "ana"];
        let mut truth: BTreeMap<Timestamp, [bool; 2]> = BTreeMap::new();
        for (nth, step) in steps.into_iter().enumerate() {
            match step {
                Step::Passes(seconds) => {
                    for _ in 0..seconds {
                        if world.now.wall.timestamp() % 20 == 0 {
                            for device in &devices {
                                world.report(device, Activity::Active);
                            }
                        }
                        let there = names.map(|name| world.status(name) == Status::Available);
                        truth.insert(world.now.wall, there);
                        world.pass(SECOND);
                    }
                }
                Step::Chooses(who, status) => {
                    world.choose(&devices[who], choice(&nth.to_string(), status));
                }
                Step::Disk(true) => world.disk = Disk::Works,
                Step::Disk(false) => world.disk = Disk::Fails(CommitFailure::Full),
                Step::Restart => world = world.restart(),
                Step::End => {
                    world.campus.end();
                    world.settle();
                    world = world.restart();
                }
                Step::Frozen(seconds) => {
                    world.now.wall += chrono::Duration::seconds(seconds.into());
                    world.now.steady += SECOND * seconds;
                    world.pass(Duration::ZERO);
                }
            }
        }
        let day = told(&world, None);
        let known = |at: &Timestamp| !day.unknown.iter().any(|out| out.from <= *at && *at < out.until);
        for (second, there) in truth.iter().filter(|(second, _)| known(second)) {
            for (name, there) in names.iter().zip(there) {
                let agent = day.agents.iter().find(|agent| agent.id.as_str() == *name);
                let said = agent.is_some_and(|agent| {
                    agent.available.iter().any(|on| on.from <= *second && *second < on.until)
                });
                prop_assert_eq!(said, *there, "{} at {}", name, second);
            }
        }
    }
}
