//! A disk that fails, and other processes that write in between.

use porchlight_campus::{
    AwayTarget, Caller, Command, CommitFailure, Named, Refusal, Reply,
    records::{ChoicesRecord, Key, to_value},
};
use porchlight_protocol::{Activity, ChoiceStatus, NewChoice, Scope, SettingsChange, Status};

use super::world::{Disk, World, at, choice};

fn goodbye(caller: &Caller) -> Command {
    Command::Goodbye {
        caller: caller.clone(),
        sign_out: false,
        sequence: None,
    }
}

#[test]
fn somebody_who_left_while_nothing_can_be_written_is_offline_for_pages_at_once_and_stays_so() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    assert!(world.page_is_online());
    world.disk = Disk::Fails(CommitFailure::Unavailable);
    assert_eq!(world.ask(goodbye(&ana)), Ok(Reply::Done));
    assert!(!world.page_is_online(), "{:?}", world.page());
    assert_eq!(world.status("ana"), Status::Offline);
    world.disk = Disk::Works;
    world.pass(std::time::Duration::from_secs(2));
    assert!(!world.page_is_online());
    let world = world.restart();
    assert_eq!(
        world.status("ana"),
        Status::Offline,
        "it was written when it could be"
    );
}

#[test]
fn while_the_store_does_not_answer_devices_are_published_all_the_same() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    world.disk = Disk::Waits;
    world.report(
        &ana,
        Activity::Locked {
            since: at(super::world::START),
        },
    );
    assert_eq!(world.status("ana"), Status::Away);
    assert!(!world.page_is_online());
}

#[test]
fn a_choice_that_cannot_be_kept_is_refused_and_never_published() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    for (failure, refusal) in [
        (CommitFailure::Full, Refusal::Full),
        (CommitFailure::Unavailable, Refusal::Unavailable),
    ] {
        world.disk = Disk::Fails(failure);
        let ticket = world.choose(&ana, choice("1", ChoiceStatus::Available));
        assert_eq!(world.answers.remove(&ticket), Some(Err(refusal)));
        assert_eq!(world.status("ana"), Status::Offline);
        assert!(world.page().is_none(), "nobody was told");
    }
    world.disk = Disk::Works;
    world.available(&ana, "1");
    assert_eq!(world.status("ana"), Status::Available);
}

#[test]
fn nothing_is_answered_or_published_before_it_is_kept() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.disk = Disk::Waits;
    let first = world.choose(&ana, choice("1", ChoiceStatus::Available));
    let second = world.choose(&ana, choice("2", ChoiceStatus::Away));
    assert!(world.answers.is_empty());
    assert_eq!(world.status("ana"), Status::Offline);
    world.answer(Disk::Works);
    assert!(world.answers[&first].is_ok());
    assert!(
        world.answers[&second].is_ok(),
        "decided meanwhile, kept right after"
    );
    assert_eq!(world.status("ana"), Status::Away);
}

#[test]
fn what_was_decided_on_something_that_was_not_kept_is_decided_again() {
    let mut world = World::new(&["dana", "ana"]);
    let (dana, ana) = (world.device("dana", 1), world.device("ana", 1));
    world.disk = Disk::Waits;
    let available = world.choose(&ana, choice("1", ChoiceStatus::Available));
    // Decided while she would be Available.
    let away = world.give(Command::SetAway {
        caller: dana,
        office: "library".into(),
        target: AwayTarget::Everybody,
        reason: None,
        batch: "batch".to_owned(),
        named: Named::default(),
    });
    world.answer(Disk::Fails(CommitFailure::Full));
    assert_eq!(world.answers.remove(&available), Some(Err(Refusal::Full)));
    let Some(Ok(Reply::Away(answer))) = world.answers.remove(&away) else {
        panic!("it had nothing to write, so nothing failed");
    };
    assert!(answer.changed.is_empty(), "{answer:?}");
    assert_eq!(world.status("ana"), Status::Offline);
}

#[test]
fn a_conflict_with_another_process_is_decided_again_on_what_it_wrote() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.disk = Disk::Waits;
    let ticket = world.choose(&ana, choice("1", ChoiceStatus::Available));
    let empty = ChoicesRecord {
        choices: Vec::new(),
        last_stamp: at("2026-11-23T09:00:00Z"),
        numbers: std::collections::BTreeMap::new(),
    };
    world.elsewhere(&Key::Choices("ana".into()), Some(to_value(&empty)));
    world.answer(Disk::Works);
    let Some(Ok(Reply::Chosen(answer))) = world.answers.remove(&ticket) else {
        panic!("it was kept in the end");
    };
    assert!(
        answer.choice.set_at > at("2026-11-23T09:00:00Z"),
        "stamped after what the other process wrote"
    );
    assert_eq!(world.status("ana"), Status::Available);
}

#[test]
fn a_choice_that_was_kept_though_nobody_could_tell_is_answered_and_written_once() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.disk = Disk::KeepsAndCannotTell;
    let before = world.revision;
    let ticket = world.choose(&ana, choice("1", ChoiceStatus::Available));
    assert!(matches!(
        world.answers.remove(&ticket),
        Some(Ok(Reply::Chosen(_)))
    ));
    assert_eq!(world.revision.0, before.0 + 1);
}

#[test]
fn everybody_away_that_was_kept_though_nobody_could_tell_says_whom_it_changed() {
    let mut world = World::new(&["dana", "ana", "ben"]);
    for name in ["dana", "ana", "ben"] {
        let caller = world.device(name, 1);
        world.available(&caller, name);
    }
    let dana = world.device("dana", 2);
    world.disk = Disk::KeepsAndCannotTell;
    let away = world.ask(Command::SetAway {
        caller: dana,
        office: "library".into(),
        target: AwayTarget::Everybody,
        reason: None,
        batch: "batch".to_owned(),
        named: Named::default(),
    });
    let Ok(Reply::Away(answer)) = away else {
        panic!("{away:?}");
    };
    assert_eq!(answer.changed.len(), 3, "{answer:?}");
}

#[test]
fn the_same_choice_again_has_the_same_answer_whatever_else_it_carries_and_also_after_she_left() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    let mut chosen = choice("1", ChoiceStatus::Available);
    chosen.scope = Scope::Office("library".into());
    let first = world.choose(&ana, chosen.clone());
    let first = world.answers.remove(&first).unwrap();
    world.elsewhere(&Key::Member("library".into(), "ana".into()), None);
    chosen.set_at = Some(at("2026-11-23T07:59:00Z"));
    chosen.base_revision = Some(3);
    let again = world.choose(&ana, chosen.clone());
    assert_eq!(world.answers.remove(&again).unwrap(), first);
    chosen.status = ChoiceStatus::Away;
    let other = world.choose(&ana, chosen);
    assert_eq!(world.answers.remove(&other).unwrap(), Err(Refusal::IdTaken));
}

#[test]
fn the_same_choice_twice_at_once_is_one_change_with_one_answer() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.disk = Disk::Waits;
    let before = world.revision;
    let first = world.choose(&ana, choice("1", ChoiceStatus::Available));
    let other = world.choose(&ana, choice("2", ChoiceStatus::Away));
    let again = world.choose(&ana, choice("1", ChoiceStatus::Available));
    let other_again = world.choose(&ana, choice("2", ChoiceStatus::Away));
    world.answer(Disk::Works);
    assert_eq!(world.answers[&first], world.answers[&again]);
    assert_eq!(world.answers[&other], world.answers[&other_again]);
    assert_eq!(world.revision.0, before.0 + 2);
}

#[test]
fn a_damaged_record_is_left_out_and_named_and_the_rest_is_served() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    world.elsewhere(&Key::Choices("dana".into()), Some("no JSON".into()));
    let world = world.restart();
    let damaged: Vec<_> = world.campus.state().damaged().map(|(key, _)| key).collect();
    assert_eq!(damaged, ["choices/dana"]);
    assert_eq!(world.status("ana"), Status::Available);
    assert_eq!(world.members().len(), 2);
}

#[test]
fn signing_out_while_nothing_can_be_written_leaves_no_ghost_and_is_refused() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    world.disk = Disk::Fails(CommitFailure::Unavailable);
    let result = world.ask(Command::Goodbye {
        caller: ana.clone(),
        sign_out: true,
        sequence: None,
    });
    assert_eq!(result, Err(Refusal::Unavailable));
    assert!(!world.page_is_online());
    let token = porchlight_campus::TokenHash::of("ana-1");
    assert_eq!(world.campus.published().caller(&token), None);
    world.disk = Disk::Works;
    world.pass(std::time::Duration::from_secs(2));
    let world = world.restart();
    assert_eq!(
        world.campus.published().caller(&token),
        None,
        "ended once it could be written"
    );
}

#[test]
fn whether_anything_can_be_written_is_found_out_as_often_as_anybody_asks() {
    let mut world = World::new(&["dana"]);
    for _ in 0..3 {
        assert_eq!(
            world.ask(Command::Probe { takes_room: true }),
            Ok(Reply::Done)
        );
    }
    world.disk = Disk::Fails(CommitFailure::Full);
    assert_eq!(
        world.ask(Command::Probe { takes_room: true }),
        Err(Refusal::Full)
    );
}

#[test]
fn a_goodbye_that_waits_for_the_disk_does_not_undo_what_was_said_after_it() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.available(&ana, "1");
    world.disk = Disk::Waits;
    let in_flight = world.choose(&ana, choice("2", ChoiceStatus::Available));
    let goodbye = world.give(goodbye(&ana));
    assert!(!world.page_is_online());
    world.report(&ana, Activity::Active);
    assert!(world.page_is_online());
    world.answer(Disk::Fails(CommitFailure::Unavailable));
    world.disk = Disk::Works;
    world.settle();
    assert_eq!(
        world.answers.remove(&in_flight),
        Some(Err(Refusal::Unavailable))
    );
    assert_eq!(world.answers.remove(&goodbye), Some(Ok(Reply::Done)));
    assert!(world.page_is_online(), "she is back since");
    assert_eq!(world.status("ana"), Status::Available);
}

#[test]
fn a_disk_of_which_nothing_can_be_told_is_left_in_peace_for_a_moment() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.disk = Disk::Fails(CommitFailure::Indeterminate);
    world.report(&ana, Activity::Unknown);
    assert_eq!(
        world.campus.trouble(),
        Some(&CommitFailure::Indeterminate),
        "and it is said"
    );
    assert!(world.campus.next_commit().is_none());
    world.disk = Disk::Works;
    world.pass(std::time::Duration::from_secs(2));
    assert_eq!(world.campus.trouble(), None);
}

#[test]
fn a_conflict_that_nothing_explains_is_tried_again_in_a_moment_and_not_without_end() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.disk = Disk::Fails(CommitFailure::Conflict);
    world.report(&ana, Activity::Unknown);
    assert!(world.campus.next_commit().is_none());
    world.disk = Disk::Works;
    world.pass(std::time::Duration::from_secs(2));
    let key = Key::Session(ana.session.clone()).to_string();
    let kept = String::from_utf8(world.records[&key].0.clone().unwrap().to_vec()).unwrap();
    assert!(kept.contains("unknown"), "{kept}");
}

fn put_schedule(caller: &Caller, if_match: &str) -> Command {
    let hours = serde_json::from_str(r#"{"zone": "UTC", "shifts": []}"#).unwrap();
    let hours = porchlight_core::Timeline::new(&hours, at(super::world::START)).unwrap();
    Command::PutSchedule {
        caller: caller.clone(),
        schedule: Some(hours),
        if_match: vec![if_match.to_owned()],
    }
}

#[test]
fn a_schedule_of_which_it_was_not_known_whether_it_was_kept_is_answered_by_its_own_name() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.disk = Disk::KeepsAndCannotTell;
    let first = world.ask(put_schedule(&ana, "\"0\""));
    let Ok(Reply::Schedule { etag, .. }) = &first else {
        panic!("{first:?}");
    };
    assert_eq!(
        *etag,
        world.campus.published().me(&ana).unwrap().schedule_etag
    );
    assert_eq!(world.ask(put_schedule(&ana, etag)), first, "no change");
}

#[test]
fn a_stale_schedule_is_refused_also_if_it_says_the_same() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    world.disk = Disk::Waits;
    let first = world.give(put_schedule(&ana, "\"0\""));
    assert_eq!(
        world.ask(put_schedule(&ana, "\"0\"")),
        Err(Refusal::Stale),
        "while it is being kept"
    );
    world.answer(Disk::Works);
    assert!(world.answers.remove(&first).unwrap().is_ok());
    let revision = world.revision;
    assert_eq!(
        world.ask(put_schedule(&ana, "\"0\"")),
        Err(Refusal::Stale),
        "and after it"
    );
    assert!(world.ask(put_schedule(&ana, "*")).is_ok());
    assert_eq!(world.revision, revision, "nothing was written");
}

#[test]
fn what_is_decided_while_everything_is_read_anew_goes_on_from_what_is_being_kept() {
    for kept_before in [false, true] {
        let mut world = World::new(&["dana", "ana"]);
        let ana = world.device("ana", 1);
        world.disk = Disk::Waits;
        let first = world.choose(&ana, choice("1", ChoiceStatus::Away));
        if kept_before {
            world.keep_what_waits();
        }
        world.read_anew();
        let again = world.choose(&ana, choice("1", ChoiceStatus::Away));
        let mut other = choice("2", ChoiceStatus::Available);
        other.scope = Scope::Office("library".into());
        let second = world.choose(&ana, other);
        assert!(world.answers.is_empty(), "nothing is kept yet");
        if kept_before {
            world.answer_kept();
        } else {
            world.answer(Disk::Works);
        }
        let mut answer = |ticket| world.answers.remove(&ticket).unwrap().unwrap();
        let first = answer(first);
        assert_eq!(answer(again), first, "one choice has one answer");
        answer(second);
        let choices = &world.campus.published().me(&ana).unwrap().choices;
        let ids: Vec<_> = choices.iter().map(|choice| choice.id.as_str()).collect();
        assert_eq!(ids, ["1", "2"], "no decision was lost");
        assert_eq!(world.status("ana"), Status::Available);
    }
}

#[test]
fn a_choice_that_is_decided_again_stays_older_than_one_that_was_made_after_it() {
    let mut world = World::new(&["dana", "ana"]);
    let (dana, ana) = (world.device("dana", 1), world.device("ana", 2));
    world.disk = Disk::Waits;
    world.choose(&dana, choice("0", ChoiceStatus::Available));
    world.choose(&ana, choice("1", ChoiceStatus::Available));
    world.pass(std::time::Duration::from_secs(10));
    let later = world.now.wall;
    world.pass(std::time::Duration::from_secs(10));
    let dated = NewChoice {
        set_at: Some(later),
        ..choice("2", ChoiceStatus::Away)
    };
    world.choose(&ana, dated);
    world.disk = Disk::Works;
    world.campus.handle_commit(Err(CommitFailure::Unavailable));
    world.settle();
    assert_eq!(world.status("ana"), Status::Away);
}

#[test]
fn an_attempt_that_a_later_choice_of_the_same_device_overtook_does_not_win() {
    let mut world = World::new(&["dana", "ana"]);
    let (ana, phone) = (world.device("ana", 1), world.device("ana", 2));
    let ask = |world: &mut World, caller: &Caller, choice: NewChoice, number| {
        let ticket = world.choose_numbered(caller, choice, number);
        world.answers.remove(&ticket).unwrap()
    };
    let later = choice("later", ChoiceStatus::Away);
    assert!(ask(&mut world, &ana, later.clone(), Some(7)).is_ok());
    let late = choice("late", ChoiceStatus::Available);
    let overtaken = Err(Refusal::Overtaken { by: 7 });
    assert_eq!(ask(&mut world, &ana, late.clone(), Some(5)), overtaken);
    assert_eq!(world.status("ana"), Status::Away);
    let mut world = world.restart();
    assert_eq!(ask(&mut world, &ana, late.clone(), Some(5)), overtaken);
    // What was answered has the same answer, however late it comes again.
    assert!(ask(&mut world, &ana, later, Some(7)).is_ok());
    // With the time at which it was made its place is known: it loses, and is not lost.
    let dated = NewChoice {
        set_at: Some(at("2026-11-23T07:59:00Z")),
        ..late
    };
    assert!(ask(&mut world, &ana, dated, Some(5)).is_ok());
    world.report(&ana, Activity::Active);
    assert_eq!(world.status("ana"), Status::Away);
    // Other devices count for themselves, and those that do not count are taken as they come.
    assert!(
        ask(
            &mut world,
            &phone,
            choice("p", ChoiceStatus::Available),
            Some(1)
        )
        .is_ok()
    );
    assert_eq!(world.status("ana"), Status::Available);
    assert!(ask(&mut world, &ana, choice("o", ChoiceStatus::Away), None).is_ok());
    assert_eq!(world.status("ana"), Status::Away);
}

#[test]
fn an_administrators_act_keeps_what_is_known_of_the_numbers() {
    let mut world = World::new(&["dana", "ana"]);
    let (dana, ana) = (world.device("dana", 1), world.device("ana", 1));
    let ticket = world.choose_numbered(&ana, choice("1", ChoiceStatus::Available), Some(7));
    assert!(world.answers.remove(&ticket).unwrap().is_ok());
    world
        .ask(Command::SetAway {
            caller: dana,
            office: "library".into(),
            target: AwayTarget::Everybody,
            reason: None,
            batch: "batch".to_owned(),
            named: Named::default(),
        })
        .unwrap();
    let ticket = world.choose_numbered(&ana, choice("0", ChoiceStatus::Available), Some(5));
    let overtaken = Err(Refusal::Overtaken { by: 7 });
    assert_eq!(world.answers.remove(&ticket).unwrap(), overtaken);
}

#[test]
fn an_away_that_arrives_again_much_later_is_answered_the_same_and_sets_nobody_away_once_more() {
    let mut world = World::new(&["dana", "ana"]);
    let (dana, ana) = (world.device("dana", 1), world.device("ana", 1));
    world.available(&ana, "1");
    let away = |world: &mut World, name: &str, target: AwayTarget, batch: &str| {
        let named = world.named(&dana, name);
        world.ask(Command::SetAway {
            caller: dana.clone(),
            office: "library".into(),
            target,
            reason: None,
            batch: batch.to_owned(),
            named,
        })
    };
    let one = || AwayTarget::One("ana".into());
    let first = away(&mut world, "n1", one(), "b1");
    assert_eq!(world.status("ana"), Status::Away);
    world.available(&ana, "2");
    assert_eq!(away(&mut world, "n1", one(), "b2"), first);
    assert_eq!(world.status("ana"), Status::Available);
    // Also one that changed nobody.
    let other = away(&mut world, "n1", AwayTarget::Everybody, "b3");
    assert_eq!(other, Err(Refusal::IdTaken));
    assert!(away(&mut world, "n2", one(), "b4").is_ok());
    let nobody = away(&mut world, "n3", one(), "b5");
    world.available(&ana, "3");
    assert_eq!(away(&mut world, "n3", one(), "b6"), nobody);
    assert_eq!(world.status("ana"), Status::Available);
    // And twice at once, while nothing is kept yet.
    world.disk = Disk::Waits;
    let give = |world: &mut World, batch: &str| {
        world.give(Command::SetAway {
            caller: dana.clone(),
            office: "library".into(),
            target: one(),
            reason: None,
            batch: batch.to_owned(),
            named: Named {
                name: Some("n4".to_owned()),
                answered: None,
            },
        })
    };
    let (one, again) = (give(&mut world, "b7"), give(&mut world, "b8"));
    world.answer(Disk::Works);
    assert_eq!(world.answers[&one], world.answers[&again]);
    assert!(world.answers[&one].is_ok());
}

#[test]
fn settings_that_arrive_again_much_later_undo_no_others() {
    let mut world = World::new(&["dana", "ana"]);
    let ana = world.device("ana", 1);
    let change = |world: &mut World, name: &str, seconds: u64| {
        let named = world.named(&ana, name);
        world.ask(Command::ChangeSettings {
            caller: ana.clone(),
            change: SettingsChange {
                own_idle_after_seconds: Some(seconds),
            },
            named,
        })
    };
    let first = change(&mut world, "n1", 600);
    assert!(change(&mut world, "n2", 900).is_ok());
    assert_eq!(change(&mut world, "n1", 600), first);
    let record = world.campus.state().agent(&"ana".into()).unwrap().record();
    assert_eq!(record.unwrap().own_idle_after_seconds, Some(900));
    assert_eq!(change(&mut world, "n1", 700), Err(Refusal::IdTaken));
}
