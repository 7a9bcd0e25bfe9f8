//! Whether an office has somebody in its hours is published as it changes.

use std::time::Duration;

use porchlight_campus::{
    Topic,
    records::{Key, OfficeRecord, to_value},
};
use porchlight_protocol::{ChoiceStatus, Coverage, OfficeId, Schedule};
use serde_json::json;

use super::world::{START, World, at, choice};

const OPENS: &str = "2026-11-23T09:00:00Z";
const CLOSES: &str = "2026-11-23T17:00:00Z";

/// The library's hours are 10:00 to 18:00 in Berlin, on Mondays.
fn set_hours(world: &mut World) {
    let hours = json!({
        "zone": "Europe/Berlin",
        "shifts": [{"days": ["mon"], "start": "10:00", "end": "18:00"}],
    });
    let hours: Schedule = serde_json::from_value(hours).unwrap();
    let office = OfficeRecord {
        name: "Library".to_owned(),
        public: true,
        hours: Some(hours),
        ..OfficeRecord::default()
    };
    world.elsewhere(&Key::Office("library".into()), Some(to_value(&office)));
}

fn coverage(world: &World) -> Option<Coverage> {
    let office = world.campus.published().office(&OfficeId::from("library"));
    office.unwrap().coverage
}

fn uncovered(since: Option<&str>) -> Coverage {
    Coverage::Uncovered {
        since: since.map(at),
        until: Some(at(CLOSES)),
    }
}

/// Nobody hears of it by anything but the office's own log.
fn told(world: &World, cursor: u64) -> Vec<String> {
    world.events(&Topic::Office("library".into()), cursor)
}

#[test]
fn an_office_opens_is_covered_is_left_and_closes_and_each_is_told_once() {
    let mut world = World::new(&["dana", "ana"]);
    assert_eq!(coverage(&world), None);
    let before = world.campus.published().cursor;
    set_hours(&mut world);
    assert_eq!(
        coverage(&world),
        Some(Coverage::OutsideHours {
            until: Some(at(OPENS))
        })
    );
    assert_eq!(told(&world, before), ["coverage"]);

    let before = world.campus.published().cursor;
    world.pass(Duration::from_hours(2));
    assert_eq!(coverage(&world), Some(uncovered(Some(OPENS))));
    assert_eq!(told(&world, before), ["coverage"]);

    let before = world.campus.published().cursor;
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    let until = Some(at(CLOSES));
    assert_eq!(coverage(&world), Some(Coverage::Covered { until }));
    assert_eq!(told(&world, before).last().unwrap(), "coverage");

    let before = world.campus.published().cursor;
    world.pass(Duration::from_secs(20));
    world.choose(&ana, choice("2", ChoiceStatus::Away));
    assert_eq!(
        coverage(&world),
        Some(uncovered(Some("2026-11-23T10:00:20Z"))),
        "since the last one left"
    );
    assert_eq!(told(&world, before), ["presence", "coverage"]);

    world.pass(Duration::from_hours(8));
    assert!(matches!(
        coverage(&world),
        Some(Coverage::OutsideHours { .. })
    ));
}

#[test]
fn a_server_that_starts_does_not_make_up_since_when_nobody_is_there() {
    let mut world = World::new(&["dana", "ana"]);
    set_hours(&mut world);
    world.pass(Duration::from_hours(2));
    let mut world = world.restart();
    assert_eq!(coverage(&world), Some(uncovered(None)));
    world.pass(Duration::from_hours(24 * 7));
    let since = at(OPENS) + chrono::Duration::days(7);
    assert!(
        matches!(coverage(&world), Some(Coverage::Uncovered { since: Some(known), .. }) if known == since),
        "of the next opening it knows"
    );
}

#[test]
fn an_office_without_hours_is_never_missed() {
    let mut world = World::new(&["dana", "ana"]);
    set_hours(&mut world);
    world.pass(Duration::from_hours(2));
    let before = world.campus.published().cursor;
    let office = OfficeRecord {
        name: "Library".to_owned(),
        public: true,
        ..OfficeRecord::default()
    };
    world.elsewhere(&Key::Office("library".into()), Some(to_value(&office)));
    assert_eq!(coverage(&world), None);
    assert_eq!(told(&world, before), ["coverage"]);
    world.pass(Duration::from_hours(24));
    assert_eq!(told(&world, before), ["coverage"], "from {START} on");
}
