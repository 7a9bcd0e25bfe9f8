//! What changes by itself is published when it does.

use std::time::Duration;

use chrono::TimeDelta;
use porchlight_protocol::{Activity, ChoiceStatus, Hold, NewChoice, OfficeId, Status, Timestamp};

use porchlight_campus::Now;

use super::world::{World, choice};

const REPORTS: Duration = Duration::from_secs(20);

fn until(id: &str, status: ChoiceStatus, end: Timestamp) -> NewChoice {
    NewChoice {
        hold: Hold::Until(end),
        ..choice(id, status)
    }
}

#[test]
fn an_earlier_choice_that_says_the_same_as_one_that_ends_is_published_then() {
    let mut world = World::new(&["dana"]);
    let dana = world.device("dana", 1);
    let office = OfficeId::from("library");
    let since = |world: &World| {
        let agent = world.campus.published().agent(&"dana".into()).unwrap();
        agent.statuses()[&office].since.unwrap()
    };
    world.choose(&dana, choice("1", ChoiceStatus::Away));
    let first = world.now.wall;
    world.pass(REPORTS);
    let second = world.now.wall;
    let end = second + TimeDelta::seconds(70);
    world.choose(&dana, until("2", ChoiceStatus::Away, end));
    assert_eq!(since(&world), second);
    for _ in 0..5 {
        world.report(&dana, Activity::Active);
        world.pass(REPORTS);
    }
    assert_eq!(world.status("dana"), Status::Away);
    assert_eq!(since(&world), first);
}

/// A command in between waits for a few of those whose time has come, and not for all of a campus.
#[test]
fn what_is_due_for_many_at_once_is_looked_at_a_few_at_a_time_while_others_wait() {
    let names: Vec<_> = (10..90).map(|number| format!("agent-{number}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let mut world = World::new(&names);
    let end = world.now.wall + TimeDelta::seconds(30);
    for (name, number) in names.iter().zip(1..) {
        let device = world.device(name, number);
        world.choose(&device, until(name, ChoiceStatus::Available, end));
    }
    let available = |world: &World| {
        let is_available = |name: &&&str| world.status(name) == Status::Available;
        names.iter().filter(is_available).count()
    };
    assert_eq!(available(&world), names.len());
    let steady = world.now.steady + Duration::from_secs(31);
    world.now = Now {
        wall: world.now.wall_at(steady),
        steady,
    };
    let mut left = names.len();
    while left > 0 {
        world.campus.handle_time_in_passing(world.now);
        assert!(world.campus.publish().is_some());
        let now = available(&world);
        assert!(
            (1..=20).contains(&(left - now)),
            "{left} were left, and then {now}"
        );
        left = now;
    }
    world.campus.handle_time(world.now);
    assert!(world.campus.publish().is_none(), "all were looked at");
}
