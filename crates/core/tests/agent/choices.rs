//! Choices: at once, offline, refused, and how long they hold.

use chrono::Duration;
use porchlight_core::{
    Subject,
    agent::{Account, Answer, Failure, Input, Kept, Request, StreamEvent, Unreachable},
    intent::{Holding, Intent},
    view::{BannerKind, LinkState, Look},
};
use porchlight_protocol::{Choice, ChoiceStatus, Code, Hold, Scope, Status};

use crate::world::{World, ana_account, at, minutes, problem, seconds};

#[test]
fn a_choice_shows_at_once_and_is_answered_when_the_server_has_it() {
    let mut world = World::on_shift();
    world.server.silent = true;
    let ticket = world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
    assert!(world.everywhere(Status::Away));
    assert!(!world.answers.contains_key(&ticket), "not done yet");
    let sent = world.choices_sent();
    assert_eq!(
        (sent[0].set_at, sent[0].base_revision),
        (None, Some(1)),
        "online, the server stamps it; an act of an administrator that she had not seen stands"
    );
}

#[test]
fn a_refused_choice_is_taken_back_with_a_sentence() {
    let mut world = World::on_shift();
    world.server.refuse = Some(problem(
        Code::NotFound,
        404,
        "You are no longer a member of the IT desk.",
    ));
    let ticket = world.ask(Intent::office(
        "it".into(),
        ChoiceStatus::Away,
        Holding::NextEdge,
    ));
    assert_eq!(world.statuses(), (Status::Available, Status::Available));
    let refusal = world.answers.remove(&ticket).unwrap().unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), refusal.message.as_str()),
        ("not_found", "You are no longer a member of the IT desk.")
    );
    assert!(
        world
            .view()
            .banners
            .iter()
            .any(|banner| banner.kind == BannerKind::Refused)
    );

    world.choose(ChoiceStatus::Away, Holding::NextEdge);
    assert!(
        !world
            .view()
            .banners
            .iter()
            .any(|banner| banner.kind == BannerKind::Refused),
        "the next wish clears it"
    );
}

#[test]
fn a_refusal_of_a_wish_from_the_tray_is_a_notification() {
    let mut world = World::on_shift();
    world.server.refuse = Some(problem(
        Code::NotFound,
        404,
        "You are no longer a member of the IT desk.",
    ));
    let intent = Intent::office("it".into(), ChoiceStatus::Away, Holding::NextEdge);
    world.happen(Input::Asked {
        ticket: None,
        intent,
    });
    assert_eq!(
        world.notifications[&Subject::Refused].body,
        "You are no longer a member of the IT desk."
    );
}

#[test]
fn offline_choices_show_at_once_and_go_out_with_their_times_the_latest_first() {
    let mut world = World::on_shift();
    let seen = world.server.me.revision;
    world.cut();
    world.choose_in("it", ChoiceStatus::Away, Holding::NextEdge);
    let first = world.now;
    world.pass(minutes(5));
    world.choose_in("library", ChoiceStatus::Offline, Holding::UntilChanged);
    let second = world.now;
    assert_eq!(world.statuses(), (Status::Offline, Status::Away));
    assert_eq!(world.view().look, Look::NotConnected);
    assert_eq!(world.server.me.choices, []);

    world.sent.clear();
    world.mend();
    let sent = world.choices_sent();
    let said: Vec<_> = sent
        .iter()
        .map(|choice| (choice.scope.clone(), choice.set_at, choice.base_revision))
        .collect();
    assert_eq!(
        said,
        [
            (Scope::Office("library".into()), Some(second), Some(seen)),
            (Scope::Office("it".into()), Some(first), Some(seen)),
        ]
    );
    assert_eq!(world.statuses(), (Status::Offline, Status::Away));
    assert!(
        world.kept.pending.is_empty(),
        "confirmed, they are queued no longer"
    );
}

#[test]
fn what_she_undid_before_anybody_could_see_it_is_never_seen() {
    let mut world = World::on_shift();
    world.cut();
    world.choose(ChoiceStatus::Away, Holding::UntilChanged);
    world.pass(seconds(1));
    world.choose(ChoiceStatus::Available, Holding::UntilChanged);
    world.mend();
    // As they arrive, since another of her devices may be there.
    let mut latest: Option<&Choice> = None;
    for choice in &world.server.me.choices {
        let is_later = latest.is_none_or(|latest| choice.set_at > latest.set_at);
        latest = if is_later { Some(choice) } else { latest };
        let status = latest.map(|choice| choice.status);
        assert_eq!(status, Some(ChoiceStatus::Available));
    }
    assert_eq!(world.server.me.choices.len(), 2);
}

#[test]
fn what_she_undid_is_not_seen_either_where_the_server_could_not_be_heard_for_long() {
    let mut world = World::on_shift();
    // It is there, and answers nothing: each of her choices times out again and again.
    world.server.silent = true;
    for status in [ChoiceStatus::Away, ChoiceStatus::Available] {
        world.ask(Intent::everywhere(status, Holding::UntilChanged));
    }
    world.work(minutes(3));
    world.server.silent = false;
    world.work(minutes(1));
    let known = world.server.me.choices.iter();
    let known: Vec<_> = known.map(|choice| choice.status).collect();
    assert_eq!(known, [ChoiceStatus::Available, ChoiceStatus::Away]);
    assert!(world.everywhere(Status::Available));
    assert_eq!(world.kept.pending, []);
}

#[test]
fn offline_choices_stay_in_order_though_the_clock_was_ahead() {
    let mut world = World::on_shift();
    world.cut();
    world.server.ahead = -minutes(20);
    let statuses = [
        ChoiceStatus::Offline,
        ChoiceStatus::Away,
        ChoiceStatus::Available,
    ];
    for status in statuses {
        world.choose(status, Holding::UntilChanged);
        world.pass(seconds(1));
    }
    world.mend();
    let mut known = world.server.me.choices.clone();
    known.sort_by_key(|choice| choice.set_at);
    let known: Vec<_> = known.iter().map(|choice| choice.status).collect();
    assert_eq!(known, statuses);
    assert!(world.everywhere(Status::Available));
}

#[test]
fn a_choice_that_could_not_be_sent_in_time_does_not_come_back_over_a_later_one() {
    let mut world = World::on_shift();
    world.server.silent = true;
    let it = |status| Intent::office("it".into(), status, Holding::NextEdge);
    world.ask(it(ChoiceStatus::Available));
    // It waits for the one before it.
    world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
    world.server.silent = false;
    world.break_off();
    world.work(seconds(2));
    world.choose(ChoiceStatus::Available, Holding::NextEdge);
    world.server.reachable = true;
    world.work(seconds(31));
    assert_eq!(world.server.me.choices.len(), 3);
    assert!(world.everywhere(Status::Available));
}

#[test]
fn a_choice_that_neither_the_server_nor_the_disk_has_is_said_to_be_lost_before_the_app_ends() {
    let lost = |world: &World| {
        let said = world.notifications.get(&Subject::Refused);
        said.map(|said| said.body.clone())
    };
    for answers in [false, true] {
        let mut world = World::on_shift();
        world.cut();
        // Goodbye is not worth another try.
        world.pass(minutes(1));
        world.disk_hangs = true;
        world.choose_in("library", ChoiceStatus::Away, Holding::NextEdge);
        world.ask(Intent::Quit);
        assert!(!world.quit, "it waits for the disk");
        world.pass(seconds(1));
        if answers {
            world.mend_disk();
            assert!(world.quit, "and no longer");
            assert_eq!(lost(&world), None);
            continue;
        }
        assert_eq!(lost(&world), None, "it may answer yet");
        world.pass(seconds(2));
        assert!(world.quit);
        let said = lost(&world).expect("a sentence");
        assert!(said.contains("Your choice (Away in Library)"), "{said}");
    }
    // One that was on disk before it hung is there at the next start.
    let mut world = World::on_shift();
    world.cut();
    world.pass(minutes(1));
    world.choose_in("library", ChoiceStatus::Away, Holding::NextEdge);
    world.disk_hangs = true;
    world.ask(Intent::Quit);
    assert!(world.quit);
    assert_eq!(lost(&world), None);
}

#[test]
fn offline_choices_reach_the_server_before_it_hears_that_anybody_is_there() {
    let mut world = World::on_shift();
    world.cut();
    world.choose(ChoiceStatus::Offline, Holding::UntilChanged);
    world.server.reachable = true;
    world.server.silent = true;
    world.sent.clear();
    world.pass(seconds(31));
    let sent: Vec<_> = world.sent.iter().map(|(_, request)| request).collect();
    assert!(
        sent.len() > 1 && sent.iter().all(|request| *request == sent[0]),
        "again and again, and nothing else until it is acknowledged: {sent:?}"
    );
    assert!(matches!(sent[0], Request::Choice(_)));
}

#[test]
fn a_choice_whose_answer_was_lost_is_sent_again_byte_for_byte_and_counts_once() {
    let mut world = World::on_shift();
    world.server.silent = true;
    world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
    world.server.silent = false;
    world.drop_stream();
    world.pass(seconds(2));
    let sent = world.choices_sent();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0], sent[1], "byte for byte");
    assert_eq!(world.server.me.choices.len(), 1);
    assert!(world.everywhere(Status::Away));
}

#[test]
fn offline_choices_survive_a_restart_of_the_app() {
    let mut world = World::on_shift();
    world.cut();
    world.choose(ChoiceStatus::Away, Holding::UntilChanged);
    world.restart();
    assert!(
        world.everywhere(Status::Away),
        "shown before the server is reached"
    );
    world.mend();
    assert!(world.everywhere(Status::Away));
    assert_eq!(world.server.me.choices.len(), 1);
    world.restart();
    world.pass(seconds(31));
    assert_eq!(
        world.server.me.choices.len(),
        1,
        "and is not sent once more"
    );
}

#[test]
fn a_clock_that_is_wrong_stamps_offline_choices_with_the_servers_time() {
    let mut world = World::on_shift();
    world.server.ahead = -minutes(20);
    world.work(seconds(60));
    world.cut();
    world.choose(ChoiceStatus::Away, Holding::NextEdge);
    let made = world.now;
    world.mend();
    assert_eq!(world.choices_sent()[0].set_at, Some(made - minutes(20)));
}

#[test]
fn a_hundred_offline_choices_are_thinned_out_to_those_that_matter() {
    let mut world = World::on_shift();
    world.cut();
    for turn in 0..100 {
        world.choose(
            if turn % 2 == 0 {
                ChoiceStatus::Away
            } else {
                ChoiceStatus::Offline
            },
            Holding::UntilChanged,
        );
        world.pass(seconds(1));
    }
    assert!(
        world.kept.pending.len() <= 33,
        "{} are kept",
        world.kept.pending.len()
    );
    assert!(world.everywhere(Status::Offline));
    world.mend();
    assert!(world.everywhere(Status::Offline));
}

#[test]
fn choices_of_one_account_are_never_sent_by_another() {
    let mut world = World::on_shift();
    world.cut();
    world.choose(ChoiceStatus::Away, Holding::UntilChanged);
    let kept = world.kept.clone();

    // Signed out by the server, then somebody else signs in.
    let mut world = World::starting(
        Kept {
            account: None,
            former: Some(ana_account()),
            ..kept
        },
        world.now,
    );
    world.settle();
    world.server.silent = true;
    world.ask(Intent::SignIn {
        server: "s".into(),
        email: "ana@example.edu".into(),
        password: "p".into(),
        allow_plain_http: false,
    });
    let number = 1;
    world.server.silent = false;
    let account = Account {
        agent: "ben".into(),
        ..ana_account()
    };
    world.happen(Input::Answered {
        number,
        answer: Ok(Answer::SignedIn(account)),
    });
    assert_eq!(world.choices_sent().len(), 0);
}

#[test]
fn the_same_person_signing_in_again_keeps_her_offline_choices() {
    let mut world = World::on_shift();
    world.cut();
    world.choose(ChoiceStatus::Away, Holding::UntilChanged);
    let kept = Kept {
        account: None,
        former: Some(ana_account()),
        ..world.kept.clone()
    };
    let mut world = World::starting(kept, world.now);
    world.settle();
    world.ask(Intent::SignIn {
        server: "https://chat.example.edu".into(),
        email: "ana@example.edu".into(),
        password: "p".into(),
        allow_plain_http: false,
    });
    assert_eq!(world.choices_sent().len(), 1);
    assert!(world.everywhere(Status::Away));
}

#[test]
fn away_until_changed_survives_the_next_opening_and_a_restart() {
    let mut world = World::on_shift();
    world.choose(ChoiceStatus::Away, Holding::UntilChanged);
    world.work(Duration::hours(24));
    assert_eq!(world.now.format("%a %H:%M").to_string(), "Tue 09:30");
    assert!(world.everywhere(Status::Away));
    world.restart();
    assert!(world.everywhere(Status::Away));
}

#[test]
fn a_choice_for_now_ends_with_the_shift() {
    let mut world = World::on_shift();
    world.choose(ChoiceStatus::Away, Holding::NextEdge);
    world.work(at("17:00") - world.now + seconds(1));
    assert!(world.everywhere(Status::Offline));
}

#[test]
fn available_for_two_hours_ends_within_a_second_also_across_a_restart() {
    let mut world = World::without_schedule();
    world.choose(ChoiceStatus::Available, Holding::For { seconds: 7200 });
    assert_eq!(world.choices_sent()[0].hold, Hold::Until(at("11:30")));
    world.work(minutes(60));
    world.restart();
    world.work(minutes(60) - seconds(1));
    assert!(world.everywhere(Status::Available));
    world.work(seconds(2));
    assert!(world.everywhere(Status::Offline));
}

#[test]
fn an_unknown_office_and_a_time_that_has_passed_are_refused_in_words() {
    let mut world = World::on_shift();
    for (intent, code) in [
        (
            Intent::office("attic".into(), ChoiceStatus::Away, Holding::NextEdge),
            "unknown_office",
        ),
        (
            Intent::everywhere(ChoiceStatus::Away, Holding::Until { at: at("9:00") }),
            "already_past",
        ),
    ] {
        let ticket = world.ask(intent);
        let refusal = world.answers.remove(&ticket).unwrap().unwrap_err();
        assert_eq!(refusal.code, code);
        assert!(refusal.message.ends_with('.'), "{}", refusal.message);
    }
    assert_eq!(world.choices_sent().len(), 0);
}

#[test]
fn several_offices_are_answered_once_all_are_done() {
    let mut world = World::on_shift();
    let offices = vec!["library".into(), "it".into()];
    let ticket = world.ask(Intent::Choose {
        offices,
        status: ChoiceStatus::Away,
        hold: Holding::NextEdge,
    });
    assert_eq!(world.answers.remove(&ticket), Some(Ok(())));
    assert_eq!(world.server.me.choices.len(), 2);
}

fn busy(request: &Request) -> Option<Failure> {
    let busy = problem(
        Code::Unavailable,
        503,
        "The server is busy. Try again later.",
    );
    matches!(request, Request::Choice(_)).then(|| Failure::Refused(Box::new(busy)))
}

#[test]
fn a_choice_that_the_server_cannot_take_now_is_kept_and_nobody_waits_long_for_it() {
    let mut world = World::on_shift();
    world.server.failing = busy;
    let ticket = world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
    assert_eq!(world.answers.get(&ticket), None);
    world.work(seconds(5));
    assert_eq!(world.answers.remove(&ticket), Some(Ok(())));
    assert_eq!(world.view().look, Look::NotConnected, "nobody else sees it");
    world.work(minutes(10));
    assert!(world.everywhere(Status::Away));
    assert_eq!(world.kept.pending.len(), 1);
    let tries = world.choices_sent().len();
    assert!((3..=45).contains(&tries), "{tries} tries in ten minutes");

    world.server.failing = |_| None;
    world.work(seconds(17));
    assert_eq!(world.server.me.choices.len(), 1);
    assert_eq!(world.kept.pending, []);
}

#[test]
fn a_choice_that_the_server_can_never_take_does_not_keep_the_app_from_connecting() {
    let mut world = World::on_shift();
    world.cut();
    world.choose(ChoiceStatus::Away, Holding::NextEdge);
    world.server.failing = busy;
    world.mend();
    assert_connected_but_for_a_choice(&world);
    world.work(minutes(5));
    assert_connected_but_for_a_choice(&world);
}

/// All is well but for what others do not see yet.
#[track_caller]
fn assert_connected_but_for_a_choice(world: &World) {
    let words = "Your choice has not reached the server yet";
    assert_eq!(world.view().link.text, words);
}

#[test]
fn a_choice_that_was_overtaken_carries_the_time_at_which_it_was_made() {
    let mut world = World::on_shift();
    world.server.failing = busy;
    world.choose(ChoiceStatus::Away, Holding::NextEdge);
    let made = world.now;
    world.work(seconds(2));
    world.server.failing = |_| None;
    world.choose(ChoiceStatus::Available, Holding::NextEdge);
    world.work(seconds(30));
    let sent = world.choices_sent();
    let last = sent.last().unwrap();
    assert_eq!((last.status, last.set_at), (ChoiceStatus::Away, Some(made)));
    assert!(world.everywhere(Status::Available), "what she chose last");
}

#[test]
fn a_choice_whose_answer_was_lost_does_not_come_back_over_a_later_one() {
    let mut world = World::on_shift();
    world.server.silent = true;
    world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
    world.server.reachable = false;
    world.server.silent = false;
    world.drop_stream();
    world.work(seconds(2));
    world.choose(ChoiceStatus::Available, Holding::NextEdge);
    world.work(seconds(2));
    world.server.reachable = true;
    world.work(seconds(31));
    assert_eq!(world.server.me.choices.len(), 2);
    assert!(world.everywhere(Status::Available));
}

#[test]
fn an_id_that_the_server_knows_as_anothers_is_replaced_and_the_choice_not_lost() {
    let mut world = World::on_shift();
    world.server.refuse = Some(problem(
        Code::IdTaken,
        409,
        "The id was used for another choice.",
    ));
    let ticket = world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
    assert_eq!(world.answers.remove(&ticket), Some(Ok(())));
    let sent = world.choices_sent();
    assert_eq!(sent.len(), 2);
    assert_ne!(sent[0].id, sent[1].id);
    assert!(world.everywhere(Status::Away));
    assert_eq!(world.server.me.choices[0].id, sent[1].id);

    let mut world = World::on_shift();
    world.server.failing = |request| {
        let taken = problem(Code::IdTaken, 409, "The id was used for another choice.");
        matches!(request, Request::Choice(_)).then(|| Failure::Refused(Box::new(taken)))
    };
    let ticket = world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
    let refusal = world.answers.remove(&ticket).unwrap().unwrap_err();
    assert_eq!(refusal.code, "id_taken");
    assert!(
        world.everywhere(Status::Available),
        "and is not shown as done"
    );
}

#[test]
fn offline_choices_survive_another_spelling_of_the_server_and_another_person_meanwhile() {
    let mut world = World::on_shift();
    world.cut();
    world.choose(ChoiceStatus::Away, Holding::UntilChanged);
    let problem = problem(Code::NotSignedIn, 401, "This token is not known.");
    world.server.reachable = true;
    world.server.silent = true;
    world.work(seconds(31));
    world.answer(world.sent.len(), Err(Failure::Refused(Box::new(problem))));
    assert_eq!(world.view().link.state, LinkState::SignedOut);
    let sign_in = |world: &mut World, agent: &str, server: &str| {
        world.server.silent = true;
        world.ask(Intent::SignIn {
            server: server.into(),
            email: format!("{agent}@example.edu"),
            password: "p".into(),
            allow_plain_http: false,
        });
        world.server.silent = false;
        // What reads the address makes the same URL of both spellings.
        let account = Account {
            server: server.into(),
            agent: agent.into(),
            ..ana_account()
        };
        world.answer(world.sent.len(), Ok(Answer::SignedIn(account)));
    };
    let before = world.choices_sent().len();
    sign_in(&mut world, "ben", "https://chat.example.edu");
    assert_eq!(world.choices_sent().len(), before, "never sent by another");
    let ticket = world.ask(Intent::SignOut);
    assert_eq!(world.answers.remove(&ticket), Some(Ok(())));
    let kept = world.kept.clone();
    let mut world = World::starting(kept, world.now);
    world.settle();
    sign_in(&mut world, "ana", "HTTPS://Chat.Example.edu:443/");
    assert_eq!(world.choices_sent().len(), 1);
    assert!(world.everywhere(Status::Away));
}

#[test]
fn once_the_server_takes_a_choice_again_the_others_do_not_wait() {
    let mut world = World::on_shift();
    world.server.failing = busy;
    world.choose_in("library", ChoiceStatus::Away, Holding::NextEdge);
    world.pass(minutes(4));
    world.choose_in("it", ChoiceStatus::Away, Holding::NextEdge);
    world.pass(minutes(4) + seconds(13));
    world.server.failing = |_| None;
    world.pass(seconds(31));
    assert_eq!(world.server.me.choices.len(), 2);
    let sent = world.sent.iter().rev();
    let mut sent = sent.filter(|(_, request)| matches!(request, Request::Choice(_)));
    let (last, before) = (sent.next().unwrap().0, sent.next().unwrap().0);
    assert_eq!(last, before, "one after the other");
}

#[test]
fn a_choice_to_be_away_that_the_server_cannot_take_now_goes_before_the_activity_all_the_same() {
    let mut world = World::on_shift();
    world.cut();
    world.choose(ChoiceStatus::Away, Holding::NextEdge);
    world.server.failing = busy;
    world.sent.clear();
    world.server.reachable = true;
    world.drop_stream();
    while world.choices_sent().len() < 3 {
        let activity = |(_, request): &_| matches!(request, Request::Activity(_));
        assert!(
            !world.sent.iter().any(activity),
            "she would be seen as what she no longer is"
        );
        world.work(seconds(1));
    }
    world.work(seconds(1));
    assert_connected_but_for_a_choice(&world);
}

fn is_of_the_library(request: &Request) -> bool {
    matches!(request, Request::Choice(choice) if choice.scope == Scope::Office("library".into())
        && choice.status == ChoiceStatus::Away)
}

#[test]
fn a_choice_that_only_ever_times_out_steps_back_is_said_and_holds_up_no_other() {
    let mut world = World::on_shift();
    world.server.unanswered = is_of_the_library;
    world.ask(Intent::office(
        "library".into(),
        ChoiceStatus::Away,
        Holding::UntilChanged,
    ));
    world.work(seconds(1));
    for office in ["it", "library", "it"] {
        let status = ChoiceStatus::Offline;
        world.ask(Intent::office(office.into(), status, Holding::UntilChanged));
    }
    let made = world.now;
    world.work(minutes(3));
    let sent = world.choices_sent();
    let order = sent
        .iter()
        .map(|choice| (choice.status, choice.set_at.is_some()));
    let (first, other) = (ChoiceStatus::Away, ChoiceStatus::Offline);
    let order: Vec<_> = order.skip(1).take(5).collect();
    let dated = [other, other, other, first, first].map(|status| (status, true));
    assert_eq!(
        order, dated,
        "the others, with the time at which they were made, and then it again"
    );
    assert_eq!(world.server.me.choices.len(), 3);
    let library = Scope::Office("library".into());
    let told: Vec<_> = world
        .told
        .iter()
        .filter(|told| told.subject == Subject::Refused)
        .collect();
    assert_eq!(told.len(), 1, "once: {told:?}");
    assert!(told[0].body.contains("Away in Library"), "{}", told[0].body);
    assert_eq!(
        world.banner(BannerKind::Refused),
        Some(told[0].body.clone())
    );

    let listened = world.listened.len();
    while !matches!(world.sent.last(), Some((_, request)) if is_of_the_library(request)) {
        world.work(seconds(1));
    }
    world.ask(Intent::office(
        "it".into(),
        ChoiceStatus::Away,
        Holding::UntilChanged,
    ));
    world.work(seconds(1));
    let last = world.choices_sent().pop().unwrap();
    assert_eq!(
        last.scope,
        Scope::Office("it".into()),
        "also while it is under way"
    );

    let tries = world.choices_sent().len();
    let stands = world.statuses();
    world.work(minutes(10));
    assert_connected_but_for_a_choice(&world);
    assert_eq!(world.listened.len(), listened, "the connection stays");
    let tried = world.choices_sent().len() - tries;
    assert!((5..=40).contains(&tried), "{tried} tries in ten minutes");

    world.server.unanswered = |_| false;
    world.work(minutes(1));
    let late = world.server.me.choices.last().unwrap();
    assert_eq!((&late.scope, late.status), (&library, ChoiceStatus::Away));
    assert!(late.set_at < made, "as of when it was made: {late:?}");
    assert_eq!(world.statuses(), stands, "what she chose last");
    assert_eq!(world.kept.pending, []);
}

#[test]
fn a_choice_at_which_the_connection_always_breaks_steps_back_and_holds_up_no_other() {
    let mut world = World::on_shift();
    world.server.breaks_at = is_of_the_library;
    world.ask(Intent::office(
        "library".into(),
        ChoiceStatus::Away,
        Holding::UntilChanged,
    ));
    world.ask(Intent::office(
        "it".into(),
        ChoiceStatus::Offline,
        Holding::UntilChanged,
    ));
    world.work(minutes(1));
    let it = Scope::Office("it".into());
    let known = &world.server.me.choices;
    assert!(known.iter().any(|choice| choice.scope == it), "{known:?}");
    let listened = world.listened.len();
    world.work(minutes(5));
    assert_eq!(world.listened.len(), listened, "the connection stays");

    world.server.breaks_at = |_| false;
    world.work(minutes(1));
    assert_eq!(world.kept.pending, [], "it was tried all the while");
}

#[test]
fn a_choice_is_not_blamed_for_a_connection_that_ended_for_another_reason() {
    let mut world = World::on_shift();
    world.server.unanswered = is_of_the_library;
    world.ask(Intent::office(
        "library".into(),
        ChoiceStatus::Away,
        Holding::UntilChanged,
    ));
    world.ask(Intent::office(
        "it".into(),
        ChoiceStatus::Offline,
        Holding::UntilChanged,
    ));
    let event = StreamEvent::Lost(Failure::Unreachable(Unreachable::TimedOut));
    let stream = world.stream();
    world.happen(Input::Stream { stream, event });
    let tries = |world: &World| {
        let sent = world.sent.iter();
        sent.filter(|(_, request)| is_of_the_library(request))
            .count()
    };
    while tries(&world) < 4 {
        world.work(seconds(1));
    }
    let told = world.notifications.get(&Subject::Refused);
    assert_eq!(
        told, None,
        "of three tries two ended for want of an answer to it"
    );
}

#[test]
fn where_there_is_no_way_to_the_server_no_choice_is_to_blame() {
    let mut world = World::on_shift();
    world.cut();
    world.choose(ChoiceStatus::Away, Holding::UntilChanged);
    world.work(minutes(10));
    assert_eq!(world.banner(BannerKind::Refused), None);
    world.sent.clear();
    world.mend();
    assert!(
        matches!(world.sent[0], (_, Request::Choice(_))),
        "{:?}",
        world.sent
    );
}

#[test]
fn a_choice_that_has_not_arrived_after_two_seconds_is_shown_as_such_until_it_has() {
    let mut world = World::on_shift();
    world.break_off();
    let ticket = world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
    assert_eq!(world.answers.get(&ticket), None, "nothing is promised yet");
    assert_ne!(
        world.view().look,
        Look::NotConnected,
        "it may be on its way"
    );

    world.pass(seconds(2));
    let view = world.view();
    let words = "Your choice has not reached the server yet";
    assert_eq!(view.look, Look::NotConnected);
    assert_eq!(view.link.state, LinkState::Disconnected);
    assert_eq!(view.headline, "Once the server knows: away everywhere");
    assert_eq!(view.menu_head, words);
    assert_eq!(view.link.text, words);
    assert!(view.tooltip.starts_with(words), "{}", view.tooltip);
    assert_eq!(view.online, None);
    let banner = world.banner(BannerKind::NotConnected).unwrap();
    assert!(banner.contains("sent as soon as"), "{banner}");
    assert_eq!(world.answers.get(&ticket), None);

    world.pass(seconds(3));
    assert_eq!(world.answers.remove(&ticket), Some(Ok(())), "it is kept");
    assert_eq!(world.view().look, Look::NotConnected);

    world.server.reachable = true;
    world.pass(seconds(5));
    assert_eq!(world.view().look, Look::Away);
    assert_eq!(world.view().link.text, "Connected");
}

#[test]
fn who_asks_is_answered_as_soon_as_the_server_has_the_choice_after_all() {
    let mut world = World::on_shift();
    world.break_off();
    let ticket = world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
    world.server.reachable = true;
    world.pass(seconds(1));
    assert_eq!(world.answers.remove(&ticket), Some(Ok(())));
    assert_eq!(world.view().look, Look::Away);
}

#[test]
fn once_it_is_shown_that_the_server_is_out_of_reach_nobody_waits_for_it() {
    let mut world = World::on_shift();
    world.cut();
    let ticket = world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
    assert_eq!(world.answers.remove(&ticket), Some(Ok(())));
    assert_eq!(world.view().look, Look::NotConnected);
}

#[test]
fn a_choice_that_stepped_back_is_shown_as_not_there_yet_for_as_long_as_it_is_not() {
    let mut world = World::on_shift();
    world.server.unanswered = is_of_the_library;
    world.ask(Intent::office(
        "library".into(),
        ChoiceStatus::Away,
        Holding::UntilChanged,
    ));
    world.work(minutes(3));
    for _ in 0..60 {
        let view = world.view();
        assert_eq!(view.look, Look::NotConnected);
        assert_eq!(view.link.text, "Your choice has not reached the server yet");
        world.work(seconds(1));
    }
    world.server.unanswered = |_| false;
    world.work(minutes(1));
    assert_eq!(world.view().look, Look::Some);
    assert_eq!(world.view().link.text, "Connected");
}

#[test]
fn a_choice_that_was_overtaken_goes_out_again_with_the_time_at_which_it_was_made() {
    let mut world = World::on_shift();
    world.server.silent = true;
    world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
    let made = world.now;
    let number = *world.numbers.last().unwrap();
    world.server.silent = false;
    world.advance(seconds(1));
    let mut overtaken = problem(Code::Overtaken, 409, "It was overtaken.");
    overtaken.overtaken_by = Some(5000);
    world.happen(Input::Answered {
        number,
        answer: Err(Failure::Refused(Box::new(overtaken.clone()))),
    });
    let sent = world.choices_sent();
    assert_eq!(sent[0].set_at, None);
    assert_eq!((&sent[1].id, sent[1].set_at), (&sent[0].id, Some(made)));
    assert!(*world.numbers.last().unwrap() > 5000);
    assert_eq!(world.banner(BannerKind::Refused), None, "nobody is told");
    assert_eq!(world.view().look, Look::Away);

    // A server that is never satisfied is not asked without end.
    let number = world.numbers.len();
    world.server.refuse = Some(overtaken);
    world.server.failing = |request| match request {
        Request::Choice(_) => {
            let mut problem = problem(Code::Overtaken, 409, "It was overtaken.");
            problem.overtaken_by = Some(9000);
            Some(Failure::Refused(Box::new(problem)))
        }
        _ => None,
    };
    world.ask(Intent::everywhere(ChoiceStatus::Offline, Holding::NextEdge));
    world.work(seconds(1));
    assert!(world.numbers.len() <= number + 2);
}

#[test]
fn a_choice_made_before_anything_was_seen_says_so() {
    let account = Kept {
        account: Some(ana_account()),
        ..Kept::default()
    };
    let mut world = World::unwatched(account, at("9:30"));
    world.ask(Intent::everywhere(
        ChoiceStatus::Available,
        Holding::NextEdge,
    ));
    world.watch();
    world.settle();
    assert_eq!(world.choices_sent()[0].base_revision, Some(0));
}

#[test]
fn what_is_asked_while_signing_out_or_quitting_is_refused_and_not_left_unanswered() {
    for (end, code) in [(Intent::SignOut, "signing_out"), (Intent::Quit, "quitting")] {
        let mut world = World::on_shift();
        world.server.silent = true;
        let waiting = world.ask(Intent::everywhere(
            ChoiceStatus::Available,
            Holding::UntilChanged,
        ));
        let ended = world.ask(end.clone());
        let late = world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
        let Some(Err(refusal)) = world.answers.remove(&late) else {
            panic!("{:?}", world.answers);
        };
        assert_eq!(refusal.code, code);
        world.pass(seconds(4));
        let waited = world.answers.remove(&waiting).expect("an answer");
        assert!(world.answers.contains_key(&ended));
        if end == Intent::SignOut {
            let dropped = waited.unwrap_err();
            assert_eq!(dropped.code, "dropped");
        } else {
            assert_eq!(waited, Ok(()), "it is kept");
            assert_eq!(world.kept.pending.len(), 1);
        }
    }
}
