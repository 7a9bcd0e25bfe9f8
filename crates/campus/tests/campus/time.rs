//! What changes by itself is published when it does.

use std::time::Duration;

use chrono::TimeDelta;
use porchlight_protocol::{Activity, ChoiceStatus, Hold, NewChoice, OfficeId, Status, Timestamp};

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
