//! What is shown of the server is what the server vouches for; nothing of another connection touches this one.

use std::collections::BTreeSet;

use chrono::Duration;
use porchlight_core::{
    agent::{Answer, Failure, Input, Kept, Request, StreamEvent, Unreachable},
    intent::{Holding, Intent},
    locale::Locale,
    view::{BannerKind, LinkState, Look, View},
    words,
};
use porchlight_protocol::{ActivityAnswer, ChoiceStatus, Code, Event, Status};

use crate::world::{Failing, World, ana_account, at, minutes, problem, seconds};

#[test]
fn what_came_on_a_stream_that_was_given_up_is_asked_for_again() {
    let mut world = World::on_shift();
    world
        .server
        .events
        .push_back(Event::Me(Box::new(world.server.me.clone())));
    world.settle();
    let stream = world.stream();
    world.advance(seconds(100));
    let me = Event::Me(Box::new(world.server.me.clone()));
    let event = StreamEvent::Event {
        id: "e-77".to_owned(),
        event: me,
    };
    world.happen(Input::Stream { stream, event });
    world.pass(seconds(3));
    assert_eq!(
        world.listened,
        [None, None],
        "the machine had slept: the event is of a stream that was given up, and what was missed is the past"
    );
    assert_eq!(world.view().look, Look::Available);
}

#[test]
fn a_drop_that_nobody_sees_goes_on_where_it_broke_off_and_one_that_was_seen_begins_anew() {
    let mut world = World::on_shift();
    let (brief, long) = (seconds(5), minutes(2));
    for (length, goes_on) in [(brief, true), (long, false)] {
        world.break_off();
        world.work(length);
        world.mend();
        world.work(seconds(40));
        let resumed = world.listened.last().unwrap();
        assert_eq!(resumed.is_some(), goes_on, "{length}");
    }
}

#[test]
fn a_stream_that_opens_only_once_the_break_was_seen_is_asked_for_anew() {
    let mut world = World::on_shift();
    world.break_off();
    world.work(seconds(8));
    world.server.reachable = true;
    world.opens_late = true;
    world.work(seconds(4));
    assert!(
        world.listened.last().unwrap().is_some(),
        "nobody had seen it"
    );
    world.work(seconds(6));
    assert_eq!(world.view().look, Look::NotConnected);

    world.opens_late = false;
    let stream = world.stream();
    let event = StreamEvent::Opened;
    world.happen(Input::Stream { stream, event });
    assert_eq!(
        world.listened.last(),
        Some(&None),
        "what was missed is the past"
    );
    assert_eq!(world.view().look, Look::Available);
}

#[test]
fn a_drop_shorter_than_the_grace_is_never_seen() {
    let mut world = World::on_shift();
    let view = world.view();
    assert_eq!(view.online, Some(2));
    // Why it was is kept for the person who wonders, and for nobody else.
    let seen = |world: &World| View {
        diagnostics: view.diagnostics.clone(),
        ..world.view()
    };
    for _ in 0..20 {
        world.break_off();
        for _ in 0..10 {
            world.work(seconds(1));
            assert_eq!(seen(&world), view);
        }
        world.mend();
        assert_eq!(seen(&world), view);
    }
}

#[test]
fn a_drop_longer_than_the_grace_is_seen_once_and_since_it_broke() {
    let mut world = World::on_shift();
    world.work(minutes(1));
    let broke = world.now;
    world.break_off();
    world.work(seconds(14));
    assert_eq!(world.view().look, Look::Available);
    world.work(seconds(2));
    let view = world.view();
    assert_eq!(view.look, Look::NotConnected);
    assert_eq!(view.link.since, Some(broke));
    assert_eq!(view.online, None, "nobody knows how many are online");
    assert!(view.offices.iter().all(|office| office.agents.is_empty()));
}

#[test]
fn a_sign_of_life_that_is_not_acknowledged_is_shown_and_said_within_45_seconds() {
    let portal: Failing = |_| Some(Failure::Unreachable(Unreachable::CaptivePortal));
    let cases: [(Failing, &str); 4] = [
        (portal, "sign in to the network"),
        (
            |_| {
                let to = Some("https://new.example.edu".to_owned());
                Some(Failure::Unreachable(Unreachable::Moved { to }))
            },
            "moved to https://new.example.edu",
        ),
        (
            |_| {
                let detail = "This device is not let in. Ask whoever runs the server.";
                let problem = problem(Code::NotAllowed, 403, detail);
                Some(Failure::Refused(Box::new(problem)))
            },
            "This device is not let in.",
        ),
        (
            |_| {
                let detail = "The disk of the server is full. Ask whoever runs it.";
                let problem = problem(Code::Unavailable, 503, detail);
                Some(Failure::Refused(Box::new(problem)))
            },
            "The disk of the server is full.",
        ),
    ];
    for (failing, sentence) in cases {
        let mut world = World::on_shift();
        world.server.failing = failing;
        world.work(seconds(45));
        let view = world.view();
        assert_eq!(view.look, Look::NotConnected, "{sentence}");
        let banner = world.banner(BannerKind::NotConnected).unwrap();
        assert!(banner.contains(sentence), "{banner}");
        let kept = view.diagnostics.last_failure.unwrap();
        assert!(kept.contains(sentence), "{kept}");

        world.server.failing = |_| None;
        world.work(seconds(60));
        let view = world.view();
        assert_eq!(view.look, Look::Available, "found again");
        assert_eq!(
            view.diagnostics.last_failure.as_deref(),
            Some(kept.as_str()),
            "what it was is kept for the person who wonders"
        );
    }
}

#[test]
fn a_server_that_answers_nothing_at_all_is_shown_within_45_seconds() {
    let mut world = World::on_shift();
    world.server.silent = true;
    world.work(seconds(45));
    assert_eq!(world.view().look, Look::NotConnected);
    let banner = world.banner(BannerKind::NotConnected).unwrap();
    assert!(
        banner.contains("did not") || banner.contains("No answer"),
        "{banner}"
    );
}

#[test]
fn no_green_outlasts_the_lease_that_the_server_granted() {
    let mut world = World::on_shift();
    world.server.lease = seconds(30);
    world.work(seconds(26));
    world.server.silent = true;
    world.work(seconds(31));
    assert_eq!(world.view().look, Look::NotConnected);
}

#[test]
fn a_heartbeat_that_the_server_could_not_take_once_is_repeated_and_never_seen() {
    let mut world = World::on_shift();
    let view = world.view();
    let streams = world.listened.len();
    world.server.failing = |request| {
        let busy = problem(Code::Unavailable, 503, "Try again later.");
        matches!(request, Request::Activity(_)).then(|| Failure::Refused(Box::new(busy)))
    };
    world.work(seconds(27));
    world.server.failing = |_| None;
    world.work(seconds(60));
    assert_eq!(world.view().look, view.look);
    assert_eq!(world.view().offices, view.offices);
    assert_eq!(world.listened.len(), streams, "the stream went on");
}

#[test]
fn the_first_sign_of_life_after_signing_in_comes_as_soon_as_this_server_wants_it() {
    let kept = Kept {
        account: Some(ana_account()),
        ..Kept::default()
    };
    for (heartbeat, lease) in [(5, seconds(60)), (25, seconds(20))] {
        let mut world = World::starting(kept.clone(), at("9:30"));
        world.server.me.settings.heartbeat_seconds = heartbeat;
        world.server.lease = lease;
        world.settle();
        world.work(seconds(11));
        let sent = world.sent.iter();
        let signs = sent.filter(|(_, request)| matches!(request, Request::Activity(_)));
        assert!(
            signs.count() >= 2,
            "every {heartbeat} s, for a lease of {lease}"
        );
    }
}

#[test]
fn what_comes_late_for_another_connection_does_not_end_this_one() {
    let signed_out = || {
        let problem = problem(Code::NotSignedIn, 401, "This token is not known.");
        Failure::Refused(Box::new(problem))
    };
    for late in [signed_out(), Failure::Unreachable(Unreachable::Network)] {
        let mut world = World::on_shift();
        world.server.silent = true;
        world.work(seconds(26));
        let heartbeat = world.sent.len();
        world.ask(Intent::SaveIdleAfter { seconds: Some(600) });
        let ask = world.sent.len();
        world.drop_stream();
        world.server.silent = false;
        world.work(seconds(2));
        let streams = world.listened.len();

        world.answer(heartbeat, Err(late.clone()));
        world.answer(ask, Err(late.clone()));
        world.work(seconds(1));
        assert_eq!(world.view().link.state, LinkState::Connected, "{late:?}");
        assert_eq!(world.listened.len(), streams, "{late:?}");
        assert!(world.token);
    }
}

#[test]
fn who_asked_for_something_is_answered_when_the_connection_ends_first() {
    let mut world = World::on_shift();
    world.server.silent = true;
    let ticket = world.ask(Intent::SaveIdleAfter { seconds: Some(600) });
    assert!(!world.answers.contains_key(&ticket));
    world.work(seconds(16));
    let refusal = world.answers.remove(&ticket).unwrap().unwrap_err();
    assert_eq!(refusal.code, "not_connected");
    assert!(
        refusal.message.contains("Look whether it was done"),
        "{refusal}"
    );
}

#[test]
fn goodbye_waits_for_the_heartbeat_in_flight_and_cancels_it_after_a_second() {
    let in_flight = || {
        let mut world = World::on_shift();
        world.server.silent = true;
        world.work(seconds(26));
        world.happen(Input::Sleeping);
        world
    };
    let is_goodbye = |world: &World| {
        let last = world.sent.last().map(|(_, request)| request);
        last == Some(&Request::Goodbye)
    };

    let mut world = in_flight();
    assert!(!is_goodbye(&world), "it could overtake the heartbeat");
    let now = world.now;
    let answer = ActivityAnswer {
        server_time: now,
        lease_until: now + seconds(60),
    };
    world.answer(world.sent.len(), Ok(Answer::Activity(answer)));
    assert!(is_goodbye(&world));
    assert_eq!(
        world.hung_up,
        [world.sent.len() - 1],
        "the stream ends first"
    );

    let mut world = in_flight();
    world.pass(seconds(1));
    assert!(is_goodbye(&world));
    assert_eq!(
        world.hung_up,
        [world.sent.len() - 1],
        "the heartbeat was cancelled"
    );
    assert!(!world.sleep_ready);
    world.pass(seconds(1));
    assert!(world.sleep_ready);
}

/// What the server answers that has a greater number of this session's.
fn overtaken(by: u64) -> Result<Answer, Failure> {
    let mut problem = problem(Code::Overtaken, 409, "It was overtaken.");
    problem.overtaken_by = Some(by);
    Err(Failure::Refused(Box::new(problem)))
}

#[test]
fn goodbye_has_a_greater_number_than_the_sign_of_life_that_it_cancels_also_after_waking() {
    let mut world = World::on_shift();
    let mut before = 0;
    for _ in 0..3 {
        world.server.silent = true;
        world.work(seconds(26));
        world.happen(Input::Sleeping);
        world.pass(seconds(1));
        let [.., heartbeat, goodbye] = world.numbers[..] else {
            panic!("{:?}", world.numbers);
        };
        assert_eq!(world.sent.last().unwrap().1, Request::Goodbye);
        assert!(
            before < heartbeat && heartbeat < goodbye,
            "{:?}",
            world.numbers
        );
        before = goodbye;
        world.server.silent = false;
        world.advance(minutes(10));
        world.wake();
        world.work(seconds(3));
        assert_eq!(world.view().link.state, LinkState::Connected);
    }
}

#[test]
fn an_app_that_was_started_again_counts_on_from_what_the_server_knows_and_nobody_sees_it() {
    let mut world = World::on_shift();
    world.server.silent = true;
    world.work(seconds(26));
    let sent = world.sent.len();
    world.answer(sent, overtaken(5000));
    assert_eq!(world.numbers[sent..], [5001], "at once");
    assert!(matches!(world.sent[sent..], [(_, Request::Activity(_))]));
    assert_eq!(world.view().link.state, LinkState::Connected);
    assert_eq!(world.listened.len(), 1);
    world.happen(Input::Answered {
        number: 5001,
        answer: Ok(Answer::Activity(ActivityAnswer {
            server_time: world.now,
            lease_until: world.now + seconds(60),
        })),
    });
    world.server.silent = false;
    world.work(seconds(60));
    assert_eq!(world.view().link.state, LinkState::Connected);
    assert_eq!(world.listened.len(), 1);
}

#[test]
fn a_server_that_is_never_satisfied_with_a_number_is_not_asked_without_a_pause() {
    let mut world = World::starting(
        Kept {
            account: Some(ana_account()),
            ..Kept::default()
        },
        at("9:30"),
    );
    world.server.silent = true;
    world.settle();
    world.work(seconds(3));
    assert_eq!(world.numbers, [1]);
    world.answer(1, overtaken(8));
    assert_eq!(world.numbers, [1, 9]);
    world.happen(Input::Answered {
        number: 9,
        answer: overtaken(9),
    });
    assert_eq!(world.numbers.len(), 2);
    assert_ne!(world.view().link.state, LinkState::Connected);
}

#[test]
fn a_snapshot_in_the_middle_of_a_stream_is_taken_in() {
    let mut world = World::on_shift();
    world.server.me.revision = 900;
    world.server.colleagues[1].status = Status::Offline;
    let snapshot = world.server.snapshot(world.now);
    world
        .server
        .events
        .push_back(Event::Snapshot(Box::new(snapshot)));
    world.settle();
    assert_eq!(world.view().online, Some(1));
    assert_eq!(world.listened.len(), 1, "on the same stream");
}

#[test]
fn a_device_that_the_server_let_go_of_gives_a_sign_of_life_at_once() {
    let mut world = World::on_shift();
    world.work(seconds(3));
    let sent = world.sent.len();
    world.server.me.revision += 1;
    world.server.me.sessions[0].live = false;
    world
        .server
        .events
        .push_back(Event::Me(Box::new(world.server.me.clone())));
    world.settle();
    assert!(matches!(world.sent[sent..], [(_, Request::Activity(_))]));
}

#[test]
fn each_way_not_to_reach_the_server_has_a_sentence_of_its_own() {
    let ways = [
        Unreachable::Network,
        Unreachable::Broken,
        Unreachable::UnknownName,
        Unreachable::ConnectionRefused,
        Unreachable::TimedOut,
        Unreachable::WrongCertificate,
        Unreachable::WrongClock,
        Unreachable::NoTls,
        Unreachable::Moved { to: None },
        Unreachable::Moved {
            to: Some("https://new.example.edu".to_owned()),
        },
        Unreachable::CaptivePortal,
        Unreachable::NotUnderstood,
        Unreachable::Closed,
    ];
    let sentences: BTreeSet<String> = ways
        .iter()
        .map(|way| words::unreachable(&Locale::english(), way, Some("https://chat.example.edu/")))
        .collect();
    assert_eq!(sentences.len(), ways.len());
    for sentence in sentences {
        assert!(sentence.contains(" chat.example.edu"), "{sentence}");
        assert!(sentence.ends_with('.'), "{sentence}");
        let sentences = sentence
            .split_inclusive(&['.', ':'][..])
            .filter(|part| part.ends_with('.'));
        assert!(
            sentences.count() >= 2,
            "what happened and what to do: {sentence}"
        );
    }
}

#[test]
fn what_the_app_asked_for_while_reconnecting_is_not_done_behind_its_back() {
    let mut world = World::on_shift();
    world.break_off();
    let ticket = world.ask(Intent::SaveIdleAfter { seconds: Some(600) });
    assert_eq!(
        world.answers.remove(&ticket).unwrap().unwrap_err().code,
        "not_connected"
    );
    let kept = world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
    assert!(world.everywhere(Status::Away));
    world.pass(seconds(5));
    assert_eq!(
        world.answers.remove(&kept),
        Some(Ok(())),
        "a choice is kept"
    );
}

#[test]
fn while_connected_news_that_change_nothing_leave_the_view_equal_although_last_sync_moves() {
    let mut world = World::on_shift();
    world.work(seconds(70));
    let before = world.view();
    let me = Event::Me(Box::new(world.server.me.clone()));
    world.advance(seconds(1));
    world.input();
    world.server.events.push_back(me);
    world.settle();
    assert_eq!(world.view(), before);
    assert_eq!(before.diagnostics.last_sync, None);
    let last = world.now;
    world.cut();
    assert_eq!(world.view().diagnostics.last_sync, Some(last));
}

#[test]
fn a_drop_that_ends_half_a_second_before_the_grace_is_over_before_customers_see_it() {
    let mut world = World::on_shift();
    world.work(minutes(1));
    let broke = world.now;
    world.break_off();
    world.work(Duration::milliseconds(14_500));
    world.server.reachable = true;
    let sent = world.sent.len();
    world.work(Duration::milliseconds(300));
    assert!(
        world.sent.len() > sent,
        "nothing was tried until {}",
        world.now - broke
    );
    assert_eq!(world.view().link.state, LinkState::Connected);
}

#[test]
fn after_the_grace_attempts_become_rarer_from_the_start() {
    let mut world = World::on_shift();
    world.break_off();
    world.work(seconds(20));
    world.server.reachable = true;
    world.work(seconds(5));
    assert_eq!(
        world.view().link.state,
        LinkState::Connected,
        "who was cut off for twenty seconds does not wait for thirty more"
    );
}

/// An earlier run of the app ended without a word, and had counted further.
#[test]
fn a_goodbye_that_was_overtaken_is_said_again_with_a_number_above_and_only_once() {
    let mut world = World::on_shift();
    world.server.silent = true;
    world.ask(Intent::Quit);
    world.work(seconds(2));
    let sent = world.sent.len();
    assert_eq!(world.sent.last().unwrap().1, Request::Goodbye);
    let number = *world.numbers.last().unwrap();
    world.happen(Input::Answered {
        number,
        answer: overtaken(5000),
    });
    assert_eq!(world.sent[sent..].len(), 1);
    assert_eq!(world.sent.last().unwrap().1, Request::Goodbye);
    assert_eq!(world.numbers.last(), Some(&5001));
    assert!(!world.quit);
    world.happen(Input::Answered {
        number: 5001,
        answer: overtaken(9000),
    });
    assert_eq!(world.sent.len(), sent + 1);
    assert!(world.quit);
}
