//! A server that is started anew, once or again and again.

use std::time::Duration;

use porchlight_campus::{
    Caller, CommitFailure,
    records::{Key, SessionRecord, UnheardRecord, read},
};
use porchlight_protocol::{Activity, Status};

use super::world::{Disk, World};

const SECOND: Duration = Duration::from_secs(1);

fn unheard(world: &World) -> UnheardRecord {
    let known = world.records.get(&Key::Unheard.to_string());
    let value = known.and_then(|(value, _)| value.clone());
    value.map_or_else(UnheardRecord::default, |value| {
        read("unheard", &value).unwrap()
    })
}

#[test]
fn restarts_in_a_row_grant_one_lease_of_uptime_together_to_a_device_that_is_never_heard() {
    for run in [1_u32, 3, 7, 20, 59] {
        let mut world = World::new(&["dana", "ana"]);
        let ana = world.device("ana", 1);
        world.available(&ana, "1");
        let mut up = 0;
        while world.status("ana") == Status::Available {
            world = world.restart();
            world.pass(SECOND * run);
            up += run;
            assert!(up < 60 + 2 * run, "runs of {run} s keep a ghost");
        }
        // A run counts as up to two seconds more than it lasted.
        let least = 60 * run / (run + 2);
        assert!(up >= least, "gone after {up} s in runs of {run} s");
        let world = world.restart();
        assert_eq!(world.status("ana"), Status::Offline, "and it stays so");
    }
}

#[test]
fn a_device_that_is_heard_in_each_run_is_never_shown_as_gone() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    for _ in 0..40 {
        world = world.restart();
        assert_eq!(world.status("ana"), Status::Available);
        world.pass(SECOND * 3);
        world.report(&ana, Activity::Active);
        world.pass(SECOND * 4);
        assert_eq!(world.status("ana"), Status::Available);
    }
}

#[test]
fn once_everybody_was_heard_nothing_more_is_written_and_the_next_start_grants_a_whole_lease() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    world = world.restart();
    world.pass(SECOND * 5);
    assert_eq!(unheard(&world).left.len(), 1);
    world.report(&ana, Activity::Active);
    world.pass(SECOND * 3);
    assert_eq!(unheard(&world), UnheardRecord::default());
    let before = world.revision;
    world.pass(SECOND * 30);
    let new = world.records.iter().filter(|(_, (_, at))| *at > before);
    let new: Vec<_> = new.map(|(key, _)| key).collect();
    assert!(
        new.iter().all(|key| key.starts_with("attendance/")),
        "{new:?}"
    );
    world = world.restart();
    world.pass(SECOND * 59);
    assert_eq!(world.status("ana"), Status::Available);
    world.pass(SECOND);
    assert_eq!(world.status("ana"), Status::Offline);
}

#[test]
fn whoever_is_unheard_after_a_start_costs_a_bit_every_two_seconds_and_no_more() {
    const DEVICES: usize = 100;
    let agents: Vec<_> = (0..DEVICES).map(|nth| format!("a{nth:02}")).collect();
    let agents: Vec<_> = agents.iter().map(String::as_str).collect();
    let mut world = World::new(&agents);
    let devices: Vec<_> = agents.iter().map(|agent| world.device(agent, 1)).collect();
    world = world.restart();
    world.pass(SECOND);
    let listed = world.records["unheard"].1;
    let before = world.revision;
    // They come back one after the other.
    for device in devices.iter().take(60) {
        world.report(device, Activity::Active);
        world.pass(SECOND / 5);
    }
    world.pass(SECOND * 2);
    assert_eq!(
        world.records["unheard"].1, listed,
        "the list is written once"
    );
    let (uptime, revision) = &world.records["uptime"];
    assert!(*revision > before);
    let length = uptime.as_ref().unwrap().len();
    assert!(length < DEVICES / 4 + 40, "{length} bytes");
    world = world.restart();
    world.pass(SECOND);
    let left = unheard(&world).left;
    let whole = |device: &&Caller| left[&device.session] == 60_000;
    assert_eq!(devices.iter().filter(whole).count(), 60, "heard");
}

#[test]
fn a_freeze_and_restarts_after_it_grant_one_lease_together() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    world.now.wall += chrono::Duration::seconds(100);
    world.now.steady += SECOND * 100;
    world.pass(SECOND * 30);
    assert_eq!(world.status("ana"), Status::Available);
    world = world.restart();
    world.pass(SECOND * 31);
    assert_eq!(world.status("ana"), Status::Offline);
}

#[test]
fn what_is_left_is_written_once_it_can_be_and_no_commit_is_tried_without_rest() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    world = world.restart();
    world.disk = Disk::Fails(CommitFailure::Full);
    world.pass(SECOND * 10);
    let next = world.campus.poll_timeout().unwrap();
    assert!(next > world.now.steady, "it rests");
    world.disk = Disk::Works;
    world.pass(SECOND * 2);
    let left = unheard(&world).left[&ana.session];
    assert!((46_000..=50_000).contains(&left), "{left}");
    // While the store takes its time, nobody waits actively for it.
    world.disk = Disk::Waits;
    world.pass(SECOND * 20);
    assert!(world.campus.poll_timeout().unwrap() > world.now.steady);
    world.answer(Disk::Works);
    world.pass(SECOND * 40);
    assert_eq!(world.status("ana"), Status::Offline);
    let key = Key::Session(ana.session).to_string();
    let (record, _) = &world.records[&key];
    let record: SessionRecord = read(&key, record.as_ref().unwrap()).unwrap();
    assert!(record.gone_at.is_some());
}

#[test]
fn whoever_vanished_gets_no_other_lease_by_a_crash_before_all_who_did_are_written_down() {
    // More than one commit writes down.
    let names: Vec<String> = (0..514).map(|number| format!("a{number:03}")).collect();
    let mut world = World::new(&names.iter().map(String::as_str).collect::<Vec<_>>());
    for name in &names {
        world.device(name, 1);
    }
    let last = Caller {
        agent: "a513".into(),
        session: "a513-1".into(),
    };
    world.available(&last, "1");
    let mut world = world.restart();
    world.pass(SECOND * 59);
    world.disk = Disk::Waits;
    world.pass(SECOND * 2);
    assert_eq!(world.status("a513"), Status::Offline);
    world.keep_what_waits();
    let mut world = world.restart();
    world.pass(SECOND * 3);
    assert_eq!(world.status("a513"), Status::Offline);
}
