//! Devices that come, are heard, and go.

use std::time::Duration;

use porchlight_campus::{Caller, Command, Named, Refusal, Reply, edits::Change};
use porchlight_protocol::{Activity, ChoiceStatus, Status};

use super::world::{Disk, START, World, at, choice};

const SECOND: Duration = Duration::from_secs(1);

fn available(world: &mut World) -> Caller {
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    ana
}

#[test]
fn merely_signing_in_or_connecting_changes_nothing() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = available(&mut world);
    world.report(&ana, Activity::Locked { since: at(START) });
    let before = world.campus.published().cursor;
    let other = world.sign_in("ana", 2);
    world.give(Command::StreamOpened {
        caller: other.clone(),
    });
    world.give(Command::RenewLease {
        caller: other.clone(),
    });
    assert_eq!(world.status("ana"), Status::Away);
    world.give(Command::StreamClosed { caller: other });
    world.pass(SECOND * 20);
    world.report(&ana, Activity::Locked { since: at(START) });
    world.pass(SECOND * 50);
    assert_eq!(world.status("ana"), Status::Away);
    let office = porchlight_campus::Topic::Office("library".into());
    assert!(
        world.events(&office, before).is_empty(),
        "nobody was told of anything"
    );
}

fn report(world: &mut World, ana: &Caller, sequence: Option<u64>) -> Result<Reply, Refusal> {
    world.ask(Command::ReportActivity {
        caller: ana.clone(),
        activity: Activity::Active,
        sequence,
    })
}

fn goodbye(world: &mut World, ana: &Caller, sequence: Option<u64>) -> Result<Reply, Refusal> {
    world.ask(Command::Goodbye {
        caller: ana.clone(),
        sign_out: false,
        sequence,
    })
}

#[test]
fn a_sign_of_life_that_goodbye_overtook_brings_nobody_back_also_after_a_restart() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = available(&mut world);
    assert!(report(&mut world, &ana, Some(7)).is_ok());
    assert!(goodbye(&mut world, &ana, Some(9)).is_ok());
    let overtaken = Err(Refusal::Overtaken { by: 9 });
    for sequence in [8, 9] {
        assert_eq!(report(&mut world, &ana, Some(sequence)), overtaken);
    }
    assert_eq!(world.status("ana"), Status::Offline);
    let mut world = world.restart();
    assert_eq!(report(&mut world, &ana, Some(8)), overtaken);
    assert_eq!(world.status("ana"), Status::Offline);
    assert!(report(&mut world, &ana, Some(10)).is_ok());
    assert_eq!(world.status("ana"), Status::Available);
}

#[test]
fn a_goodbye_that_a_sign_of_life_overtook_sends_nobody_away_unless_it_ends_the_token() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = available(&mut world);
    assert!(report(&mut world, &ana, Some(2)).is_ok());
    let overtaken = Err(Refusal::Overtaken { by: 2 });
    assert_eq!(goodbye(&mut world, &ana, Some(1)), overtaken);
    assert_eq!(world.status("ana"), Status::Available);
    let sign_out = Command::Goodbye {
        caller: ana.clone(),
        sign_out: true,
        sequence: Some(1),
    };
    assert_eq!(world.ask(sign_out), Ok(Reply::Done));
    assert_eq!(world.status("ana"), Status::Offline);
    let after = report(&mut world, &ana, Some(3));
    assert_eq!(after, Err(Refusal::SignedOut));
}

#[test]
fn what_was_overtaken_is_no_sign_of_life() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = available(&mut world);
    assert!(report(&mut world, &ana, Some(5)).is_ok());
    world.pass(SECOND * 50);
    assert!(report(&mut world, &ana, Some(4)).is_err());
    world.pass(SECOND * 11);
    assert_eq!(world.status("ana"), Status::Offline);
}

#[test]
fn a_client_that_does_not_count_is_taken_as_it_comes() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = available(&mut world);
    assert!(report(&mut world, &ana, Some(5)).is_ok());
    assert!(goodbye(&mut world, &ana, None).is_ok());
    assert_eq!(world.status("ana"), Status::Offline);
    assert!(report(&mut world, &ana, None).is_ok());
    assert_eq!(world.status("ana"), Status::Available);
    assert!(report(&mut world, &ana, Some(5)).is_err());
}

#[test]
fn a_device_that_was_gone_takes_part_again_only_once_it_has_said_what_its_person_does() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = available(&mut world);
    world.pass(SECOND * 61);
    assert_eq!(world.status("ana"), Status::Offline);
    world.give(Command::StreamOpened {
        caller: ana.clone(),
    });
    world.give(Command::RenewLease {
        caller: ana.clone(),
    });
    assert_eq!(world.status("ana"), Status::Offline);
    world.report(&ana, Activity::Active);
    assert_eq!(world.status("ana"), Status::Available);
}

#[test]
fn a_stream_that_breaks_off_leaves_the_grace_and_whoever_comes_back_within_it_was_never_gone() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = available(&mut world);
    let before = world.campus.published().cursor;
    for _ in 0..20 {
        world.give(Command::StreamOpened {
            caller: ana.clone(),
        });
        world.give(Command::StreamClosed {
            caller: ana.clone(),
        });
        world.pass(SECOND * 14);
        world.report(&ana, Activity::Active);
    }
    let page = porchlight_campus::Topic::Page("library".into());
    assert!(world.events(&page, before).is_empty());
    world.give(Command::StreamOpened {
        caller: ana.clone(),
    });
    world.give(Command::StreamClosed {
        caller: ana.clone(),
    });
    world.pass(SECOND * 15);
    assert_eq!(world.status("ana"), Status::Offline);
}

#[test]
fn last_words_that_arrive_after_the_stream_broke_off_keep_nobody_longer_than_the_grace() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = available(&mut world);
    world.give(Command::StreamOpened {
        caller: ana.clone(),
    });
    world.give(Command::StreamClosed {
        caller: ana.clone(),
    });
    world.pass(SECOND * 5);
    world.report(&ana, Activity::Active);
    world.give(Command::RenewLease {
        caller: ana.clone(),
    });
    world.pass(SECOND * 14);
    assert_eq!(world.status("ana"), Status::Available);
    world.report(&ana, Activity::Active);
    world.pass(SECOND * 59);
    assert_eq!(
        world.status("ana"),
        Status::Available,
        "she goes on, without a stream"
    );
    world.give(Command::StreamOpened {
        caller: ana.clone(),
    });
    world.give(Command::StreamClosed {
        caller: ana.clone(),
    });
    world.report(&ana, Activity::Active);
    world.pass(SECOND * 15);
    assert_eq!(world.status("ana"), Status::Offline);
}

#[test]
fn a_server_that_stood_still_for_any_time_gives_everybody_a_lease_to_be_heard() {
    for frozen in [16, 17, 19, 21, 59, 3600] {
        let mut world = World::new(&["dana", "ana"]);
        let ana = available(&mut world);
        world.give(Command::StreamOpened {
            caller: ana.clone(),
        });
        world.pass(SECOND * 5);
        world.give(Command::StreamClosed {
            caller: ana.clone(),
        });
        world.now.wall += chrono::Duration::seconds(frozen);
        world.now.steady += SECOND * u32::try_from(frozen).unwrap();
        world.pass(SECOND);
        assert_eq!(world.status("ana"), Status::Available, "after {frozen} s");
        world.pass(SECOND * 61);
        assert_eq!(world.status("ana"), Status::Offline);
    }
}

#[test]
fn a_restart_gives_everybody_who_took_part_a_lease_to_be_heard() {
    let mut world = World::new(&["dana", "ana"]);
    available(&mut world);
    let mut world = world.restart();
    world.pass(SECOND * 59);
    assert_eq!(world.status("ana"), Status::Available);
    world.pass(SECOND);
    assert_eq!(world.status("ana"), Status::Offline);
}

#[test]
fn a_clock_that_is_set_decides_anew_and_kills_nobody() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = available(&mut world);
    world.report(
        &ana,
        Activity::Idle {
            since: at("2026-11-23T07:30:00Z"),
        },
    );
    assert_eq!(world.status("ana"), Status::Available);
    world.now.wall = at("2026-11-23T08:30:00Z");
    world.pass(SECOND);
    assert_eq!(
        world.status("ana"),
        Status::Away,
        "an hour without input by this clock"
    );
    world.now.wall = at("2026-11-23T08:00:00Z");
    world.pass(SECOND);
    assert_eq!(world.status("ana"), Status::Available);
}

#[test]
fn devices_that_were_not_heard_for_months_are_signed_out() {
    let mut world = World::new(&["dana", "ana"]);
    available(&mut world);
    world.sign_in("ana", 2);
    world.pass(SECOND * 61);
    world.now.wall += chrono::Duration::days(91);
    world.now.steady += Duration::from_hours(91 * 24);
    world.pass(SECOND);
    assert_eq!(world.campus.state().sessions().count(), 0);
}

#[test]
fn a_token_that_only_reads_stays_and_costs_one_write_a_day() {
    for takes_part_first in [true, false] {
        let mut world = World::new(&["dana", "ana"]);
        let ana = world.sign_in("ana", 1);
        if takes_part_first {
            world.report(&ana, Activity::Active);
            world.pass(SECOND * 61);
        }
        let mut writes = 0;
        let written = |world: &World| world.records["session/ana-1"].1;
        for day in 0..200 {
            for _ in 0..3 {
                world.now.wall += chrono::Duration::hours(8);
                world.now.steady += Duration::from_hours(8);
                let before = written(&world);
                world.give(Command::RenewLease {
                    caller: ana.clone(),
                });
                writes += u32::from(written(&world) != before);
            }
            if day == 100 {
                world = world.restart();
            }
        }
        assert_eq!(world.campus.state().sessions().count(), 1);
        assert!((100..=201).contains(&writes), "{writes} writes in 200 days");
        assert_eq!(
            world.status("ana"),
            Status::Offline,
            "reading is no presence"
        );
        world.now.wall += chrono::Duration::days(91);
        world.now.steady += Duration::from_hours(91 * 24);
        world.pass(SECOND);
        assert_eq!(world.campus.state().sessions().count(), 0);
    }
}

#[test]
fn short_freezes_in_a_row_keep_no_device_that_is_never_heard() {
    for heard in [false, true] {
        let mut world = World::new(&["dana", "ana"]);
        let ana = available(&mut world);
        for _ in 0..6 {
            world.now.wall += chrono::Duration::seconds(20);
            world.now.steady += SECOND * 20;
            world.pass(SECOND * 5);
            if heard {
                world.give(Command::RenewLease {
                    caller: ana.clone(),
                });
            }
        }
        let expected = if heard {
            Status::Available
        } else {
            Status::Offline
        };
        assert_eq!(world.status("ana"), expected);
    }
}

#[test]
fn a_device_that_is_signed_out_does_nothing_more_also_while_that_is_being_written() {
    for session in [Some("ana-2"), None] {
        let mut world = World::new(&["dana", "ana"]);
        let (desk, stolen) = (world.device("ana", 1), world.device("ana", 2));
        world.disk = Disk::Waits;
        world.give(Command::Change {
            caller: Some(desk),
            change: Change::EndSessions {
                agent: "ana".into(),
                session: session.map(Into::into),
            },
            reason: None,
            batch: "1".to_owned(),
            named: Named::default(),
        });
        let asked = world.choose(&stolen, choice("1", ChoiceStatus::Available));
        assert_eq!(
            world.answers.remove(&asked),
            Some(Err(Refusal::SignedOut)),
            "{session:?}"
        );
        world.answer(Disk::Works);
        assert_eq!(world.status("ana"), Status::Offline);
    }
}
