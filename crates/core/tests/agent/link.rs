//! The link to the server: lost, found, refused.

use chrono::Duration;
use porchlight_core::{
    agent::{Answer, Failure, Input, Kept, Request, Unreachable},
    intent::{Holding, Intent},
    view::{BannerKind, LinkState, Look},
};
use porchlight_protocol::{
    AgentPresence, ChoiceStatus, Code, Coverage, CoverageChange, Event, PresenceChange, Status,
};

use crate::world::{World, at, colleague, minutes, problem, seconds};

#[test]
fn a_connection_that_stays_broken_is_shown_whatever_the_last_state_was() {
    let mut world = World::on_shift();
    assert_eq!(world.tray().icon.look, Look::Available);
    world.cut();
    let tray = world.tray();
    assert_eq!(tray.icon.look, Look::NotConnected);
    assert_eq!(tray.icon.badge, None, "nobody knows how many are online");
    assert_eq!(world.view().link.since, Some(at("9:30")));

    world.pass(minutes(10));
    assert_eq!(
        world.view().link.since,
        Some(at("9:30")),
        "further attempts do not move it"
    );
    world.mend();
    assert_eq!(world.tray().icon.look, Look::Available);
}

#[test]
fn a_heartbeat_that_fails_is_a_broken_connection() {
    let mut world = World::on_shift();
    world.server.reachable = false;
    world.work(seconds(41));
    assert_eq!(world.view().look, Look::NotConnected);
}

#[test]
fn the_server_hears_a_sign_of_life_every_25_seconds() {
    let mut world = World::on_shift();
    let start = world.now;
    world.sent.clear();
    world.work(minutes(10));
    let mut last = start;
    for (when, request) in &world.sent {
        assert!(matches!(request, Request::Activity(_)));
        assert!(*when - last <= seconds(25), "silent from {last} to {when}");
        last = *when;
    }
    assert!(
        world.sent.len() <= 25,
        "and not much more often: {}",
        world.sent.len()
    );
}

#[test]
fn attempts_become_rarer_and_a_wish_tries_at_once() {
    let mut world = World::on_shift();
    world.cut();
    world.sent.clear();
    world.pass(minutes(10));
    let attempts = world.sent.len();
    assert!(
        (20..=30).contains(&attempts),
        "{attempts} attempts in ten minutes"
    );

    world.server.reachable = true;
    world.choose(ChoiceStatus::Away, Holding::NextEdge);
    assert_eq!(world.view().link.state, LinkState::Connected);
}

#[test]
fn while_disconnected_schedule_timers_and_idle_go_on() {
    let mut world = World::on_shift();
    world.cut();
    world.choose_in("it", ChoiceStatus::Away, Holding::For { seconds: 600 });
    world.work(minutes(5));
    assert_eq!(world.statuses(), (Status::Available, Status::Away));
    world.work(minutes(6));
    assert_eq!(world.statuses(), (Status::Available, Status::Available));
    world.pass(minutes(61));
    assert_eq!(world.statuses(), (Status::Away, Status::Away));
    world.work(at("17:01") - world.now);
    assert_eq!(world.statuses(), (Status::Offline, Status::Offline));
    assert_eq!(world.view().look, Look::NotConnected, "all the while");
}

#[test]
fn the_first_attempt_is_connecting_and_its_failure_not_connected() {
    let kept = World::on_shift().kept;
    let mut world = World::starting(kept, at("10:00"));
    world.server.silent = true;
    world.settle();
    assert_eq!(world.view().link.state, LinkState::Connecting);
    world.happen(Input::Answered {
        number: 1,
        answer: Err(Failure::Unreachable(Unreachable::Network)),
    });
    assert_eq!(world.view().link.state, LinkState::Disconnected);
    assert!(
        world.everywhere(Status::Available),
        "what was known last is evaluated"
    );
}

#[test]
fn a_token_that_the_server_no_longer_knows_signs_out_with_a_sentence() {
    let mut world = World::on_shift();
    world.server.silent = true;
    world.work(seconds(26));
    let number = u64::try_from(world.sent.len()).unwrap();
    let refused = problem(Code::NotSignedIn, 401, "This token is not known.");
    world.happen(Input::Answered {
        number,
        answer: Err(Failure::Refused(Box::new(refused))),
    });

    let view = world.view();
    assert_eq!(view.link.state, LinkState::SignedOut);
    assert!(view.me.is_none());
    assert!(
        view.banners
            .iter()
            .any(|banner| banner.text.contains("sign in again")),
        "{:?}",
        view.banners
    );
    assert!(!world.token, "the token is forgotten");
    assert_eq!(world.kept.account, None);
}

#[test]
fn signing_in_shows_the_status_and_is_answered_once_it_does() {
    let mut world = World::starting(Kept::default(), at("9:30"));
    world.settle();
    assert_eq!(world.view().link.state, LinkState::SignedOut);
    let sign_in = |password: &str| Intent::SignIn {
        server: "https://chat.example.edu".into(),
        email: "ana@example.edu".into(),
        password: password.into(),
        allow_plain_http: false,
    };
    let ticket = world.ask(sign_in("right"));
    assert_eq!(world.answers.remove(&ticket), Some(Ok(())));
    assert_eq!(world.view().look, Look::Available);

    let again = world.ask(sign_in("wrong"));
    let refused = world.answers.remove(&again).unwrap().unwrap_err();
    assert_eq!(
        refused.code, "already_signed_in",
        "nothing is called done that nobody has checked"
    );
    assert_eq!(world.view().look, Look::Available);
}

#[test]
fn a_wrong_password_is_told_and_leaves_no_trace() {
    let mut world = World::starting(Kept::default(), at("9:30"));
    world.settle();
    world.server.silent = true;
    let password = "hunter2";
    let intent = Intent::SignIn {
        server: "s".into(),
        email: "ana@example.edu".into(),
        password: password.into(),
        allow_plain_http: false,
    };
    let ticket = world.ask(intent);
    let refused = problem(
        Code::WrongPassword,
        401,
        "The e-mail address and the password do not match.",
    );
    world.happen(Input::Answered {
        number: 1,
        answer: Err(Failure::Refused(Box::new(refused))),
    });
    assert_eq!(
        world.answers.remove(&ticket).unwrap().unwrap_err().code,
        "wrong_password"
    );
    assert!(
        !format!("{:?}", world.sent).contains(password),
        "no password in a log"
    );
    assert!(
        !serde_json::to_string(&world.kept)
            .unwrap()
            .contains(password)
    );
}

#[test]
fn signing_out_says_goodbye_and_forgets() {
    let mut world = World::on_shift();
    world.choose(ChoiceStatus::Away, Holding::NextEdge);
    let ticket = world.ask(Intent::SignOut);
    assert_eq!(world.answers.remove(&ticket), Some(Ok(())));
    assert_eq!(
        world.sent.last().map(|(_, request)| request),
        Some(&Request::SignOut)
    );
    assert!(!world.token);
    assert_eq!((&world.kept.account, &world.kept.me), (&None, &None));
    assert_eq!(world.view().link.state, LinkState::SignedOut);
}

#[test]
fn what_needs_the_server_says_so_without_one() {
    let mut world = World::on_shift();
    world.cut();
    let schedule = world.server.me.schedule.clone().unwrap();
    for intent in [
        Intent::SetAway {
            office: "library".into(),
            agent: Some("ben".into()),
            reason: None,
        },
        Intent::SaveSchedule {
            schedule: (&schedule).into(),
            etag: "e1".into(),
        },
        Intent::SaveIdleAfter { seconds: Some(600) },
    ] {
        let ticket = world.ask(intent);
        assert_eq!(
            world.answers.remove(&ticket).unwrap().unwrap_err().code,
            "not_connected"
        );
    }
}

#[test]
fn whoever_saves_a_schedule_is_told_what_it_is_named_if_the_server_says_so() {
    let mut world = World::on_shift();
    let mut schedule = world.server.me.schedule.clone().unwrap();
    schedule.shifts.clear();
    let save = Intent::SaveSchedule {
        schedule: (&schedule).into(),
        etag: "e1".into(),
    };
    let ticket = world.ask(save.clone());
    assert_eq!(world.answers.remove(&ticket), Some(Ok(())));
    let named = world.saved_as.remove(&ticket).unwrap();
    assert_eq!(named, world.view().schedule.etag);
    assert_ne!(named, "e1");

    world.server.silent = true;
    let ticket = world.ask(save);
    let number = u64::try_from(world.sent.len()).unwrap();
    let answer = Ok(Answer::Schedule { etag: None });
    world.happen(Input::Answered { number, answer });
    assert_eq!(world.answers.remove(&ticket), Some(Ok(())));
    assert_eq!(world.saved_as.get(&ticket), None);
}

#[test]
fn a_stale_schedule_is_refused_in_the_servers_words() {
    let mut world = World::on_shift();
    let mut schedule = world.server.me.schedule.clone().unwrap();
    schedule.shifts.clear();
    world.server.silent = true;
    let ticket = world.ask(Intent::SaveSchedule {
        schedule: (&schedule).into(),
        etag: "old".into(),
    });
    let number = u64::try_from(world.sent.len()).unwrap();
    let stale = problem(
        Code::Stale,
        412,
        "Somebody changed the schedule meanwhile. Look at it, then change it again.",
    );
    world.happen(Input::Answered {
        number,
        answer: Err(Failure::Refused(Box::new(stale))),
    });
    assert_eq!(
        world.answers.remove(&ticket).unwrap().unwrap_err().code,
        "stale"
    );
    assert!(world.everywhere(Status::Available));
}

#[test]
fn a_thousand_updates_with_the_same_meaning_leave_the_tray_equal() {
    let mut world = World::on_shift();
    let (tray, view) = (world.tray(), world.view());
    for turn in 0..1000 {
        let revision = 100 + turn;
        let ben: AgentPresence = colleague("ben", "Ben Ode", Status::Available);
        let change = PresenceChange {
            revision,
            office: "library".into(),
            available: 1,
            agent: ben,
        };
        world.server.events.push_back(Event::Presence(change));
        let mut me = world.server.me.clone();
        me.revision = revision;
        world.server.events.push_back(Event::Me(Box::new(me)));
        world.settle();
        assert_eq!(world.view(), view);
        world.advance(Duration::milliseconds(10));
    }
    assert_eq!(world.tray(), tray);
    world.work(minutes(10));
    assert_eq!(
        world.tray(),
        tray,
        "heartbeats and readings are no change either"
    );
}

#[test]
fn an_office_that_loses_its_last_agent_in_its_hours_is_said_and_no_longer_once_it_has_one() {
    let mut world = World::on_shift();
    for away in world.server.colleagues.clone() {
        let change = PresenceChange {
            revision: 99,
            office: "library".into(),
            available: 1,
            agent: colleague(away.id.as_str(), &away.name, Status::Away),
        };
        world.server.events.push_back(Event::Presence(change));
    }
    world.choose_in("library", ChoiceStatus::Away, Holding::UntilChanged);
    let change = |coverage| {
        Event::Coverage(CoverageChange {
            revision: 100,
            office: "library".into(),
            coverage,
        })
    };
    let uncovered = Coverage::Uncovered {
        since: None,
        until: None,
    };
    world.server.events.push_back(change(Some(uncovered)));
    world.settle();
    assert_eq!(world.view().attention, "Library has nobody");
    assert!(world.tray().icon.attention);
    let covered = Coverage::Covered { until: None };
    world.server.events.push_back(change(Some(covered)));
    world.settle();
    assert!(!world.tray().icon.attention);
}

#[test]
fn answers_to_questions_of_another_time_are_ignored() {
    let mut world = World::on_shift();
    world.happen(Input::Answered {
        number: 999,
        answer: Ok(Answer::Done),
    });
    world.happen(Input::Answered {
        number: 0,
        answer: Err(Failure::Unreachable(Unreachable::Network)),
    });
    assert_eq!(world.view().look, Look::Available);
}

#[test]
fn nothing_is_due_again_and_again_while_the_server_owes_an_answer() {
    let mut world = World::on_shift();
    world.server.silent = true;
    world.work(seconds(26));
    world.app.handle_timeout(world.clocks());
    let (due, why) = world.due().unwrap();
    assert!(
        due > Duration::zero(),
        "{why:?} is due at once, although nothing can be done"
    );
    world.work(seconds(60));
    let (due, why) = world.due().unwrap();
    assert!(
        due > Duration::zero(),
        "{why:?} is due at once, although nothing can be done"
    );
}

#[test]
fn who_is_in_no_office_resumes_like_everybody() {
    for offices in [0, 2] {
        let mut world = World::on_shift();
        world.server.me.offices.truncate(offices);
        world.restart();
        world.server.resumes = true;
        world.drop_stream();
        world.pass(seconds(60));
        let listened = &world.listened[2..];
        assert!(matches!(listened, [Some(_)]), "{listened:?}");
        assert_eq!(world.view().link.state, LinkState::Connected);
    }
}

#[test]
fn signing_out_where_the_server_cannot_be_told_says_so_and_what_is_dropped() {
    for unanswered in [false, true] {
        let mut world = World::on_shift();
        if unanswered {
            world.server.silent = true;
        } else {
            world.cut();
        }
        world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
        world.ask(Intent::office(
            "it".into(),
            ChoiceStatus::Available,
            Holding::NextEdge,
        ));
        let ticket = world.ask(Intent::SignOut);
        world.pass(seconds(4));
        let Some(Err(refusal)) = world.answers.remove(&ticket) else {
            panic!("{:?}", world.answers)
        };
        assert_eq!(refusal.code, "not_connected");
        for said in [
            "signed out",
            "this device is forgotten here",
            "chat.example.edu could not be told",
            "2 choices that had not been sent are dropped.",
        ] {
            assert!(refusal.message.contains(said), "{refusal}");
        }
        assert_eq!(world.banner(BannerKind::Refused), Some(refusal.message));
        assert_eq!(world.view().link.state, LinkState::SignedOut);
        assert!(!world.token);
        assert_eq!(world.kept.account, None);
        assert!(world.kept.pending.is_empty() && world.kept.parked.is_empty());
    }
}

#[test]
fn a_token_that_was_waited_for_in_vain_signs_her_out_and_says_why() {
    let mut world = World::on_shift();
    world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
    world.happen(Input::TokenMissing);

    let said = world.banner(BannerKind::Refused).unwrap();
    assert!(said.contains("token of this device is missing"), "{said}");
    assert!(said.contains("sign in again"), "{said}");
    assert_eq!(world.view().link.state, LinkState::SignedOut);
    assert!(!world.token);
}

#[test]
fn where_nobody_can_sign_in_there_is_no_porchlight_server() {
    let mut world = World::starting(Kept::default(), at("9:30"));
    world.settle();
    world.server.failing = |_| {
        let detail = "There is nothing here; see /openapi.json.";
        Some(Failure::Refused(Box::new(problem(
            Code::NotFound,
            404,
            detail,
        ))))
    };
    let ticket = world.ask(Intent::SignIn {
        server: "http://chat.example.edu/foo".to_owned(),
        email: "ana@example.edu".to_owned(),
        password: "secret".to_owned(),
        allow_plain_http: false,
    });
    let Some(Err(refusal)) = world.answers.remove(&ticket) else {
        panic!("{:?}", world.answers)
    };
    assert!(
        refusal
            .message
            .contains("chat.example.edu/foo is not a Porchlight server"),
        "{refusal}"
    );
    assert!(refusal.message.contains("Check the server's address"));
    assert_eq!(
        world.banner(BannerKind::Refused),
        None,
        "whoever asked has been answered"
    );
}

#[test]
fn what_a_lost_connection_held_open_is_given_up_also_if_only_an_attempt_was_lost() {
    let mut world = World::on_shift();
    world.break_off();
    let hung_up = world.hung_up.len();
    let sent = world.sent.len();
    world.pass(seconds(3));
    assert!(world.sent.len() > sent, "it was tried again");
    assert_eq!(world.hung_up.len() - hung_up, world.sent.len() - sent);
}

#[test]
fn nobody_signs_in_while_signing_out() {
    let mut world = World::on_shift();
    world.server.silent = true;
    let out = world.ask(Intent::SignOut);
    for intent in [
        Intent::SignIn {
            server: "https://chat.example.edu".into(),
            email: "ana@example.edu".into(),
            password: "wrong".into(),
            allow_plain_http: false,
        },
        Intent::TryHere,
    ] {
        let ticket = world.ask(intent);
        let refused = world.answers.remove(&ticket).unwrap().unwrap_err();
        assert_eq!(refused.code, "signing_out");
    }
    world.pass(seconds(4));
    assert!(world.answers.contains_key(&out));
    assert_eq!(world.view().link.state, LinkState::SignedOut);
}
