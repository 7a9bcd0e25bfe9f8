//! Whatever happens, in whatever order: the state machine comes to rest, and tells no two stories.

use porchlight_core::{
    agent::{Failure, Inhibitor, Input, Request},
    intent::{Holding, Intent},
    view::{LinkState, Report},
};
use porchlight_protocol::{ChoiceStatus, Code};
use proptest::prelude::*;

use crate::world::{World, minutes, problem, seconds};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_is_due_again_that_was_just_done(turns in prop::collection::vec((0..20_u8, 0..200_i64), 1..40)) {
        let mut world = World::on_shift();
        for (what, length) in turns {
            turn(&mut world, what, length);
            world.app.handle_timeout(world.clocks());
            world.settle();
            if let Some((due, why)) = world.due() {
                prop_assert!(due > seconds(0), "{why:?} is due at once, after {what}");
            }
            let view = world.view();
            prop_assert_eq!(view.online.is_some(), view.link.state == LinkState::Connected);
            prop_assert_eq!(world.tray().icon.badge, view.online);
        }
    }

    /// The server is there, and in the end so is the app, whatever happened before; and what was chosen has arrived.
    #[test]
    fn in_the_end_app_and_server_agree(turns in prop::collection::vec((0..18_u8, 0..200_i64), 1..40)) {
        let mut world = World::on_shift();
        for (what, length) in turns {
            turn(&mut world, what, length);
        }
        world.server.reachable = true;
        world.server.silent = false;
        world.server.failing = |_| None;
        world.happen(Input::Woke);
        world.happen(Input::Unlocked);
        world.work(minutes(10));
        prop_assert_eq!(world.view().link.state, LinkState::Connected);
        prop_assert_eq!(&world.kept.pending, &[]);
    }
}

fn turn(world: &mut World, what: u8, length: i64) {
    match what {
        0 => world.input(),
        1 => world.pass(seconds(length)),
        2 => world.work(seconds(length)),
        3 => world.pass(minutes(length)),
        4 => world.break_off(),
        5 => world.server.reachable = true,
        6 => world.server.silent = !world.server.silent,
        7 => world.happen(Input::Locked),
        8 => world.happen(Input::Unlocked),
        9 => {
            world.happen(Input::Sleeping);
            world.nap(seconds(length));
        }
        10 => world.happen(Input::Woke),
        11 => {
            let status = [ChoiceStatus::Available, ChoiceStatus::Away][usize::from(length > 99)];
            world.ask(Intent::everywhere(status, Holding::NextEdge));
        }
        12 => {
            world.now += minutes(length - 100);
            world.server.ahead -= minutes(length - 100);
        }
        13 => {
            world.no_idle_source = (length > 99).then(|| "no display".to_owned());
        }
        14 => {
            world.server.failing = if length > 99 { busy } else { |_| None };
        }
        15 => {
            let lost = Report::Missing("logind is gone".into());
            world.happen(Input::SessionWatch(lost));
        }
        16 => {
            let by = (length > 99).then_some(Inhibitor::SomeProgram);
            world.happen(Input::Inhibitors {
                source: Report::Works("a test".to_owned()),
                by: by.into_iter().collect(),
                announces: true,
            });
        }
        17 => {
            let by = (length > 99).then_some(Inhibitor::FullScreen);
            world.kept_on = Some(by.into_iter().collect());
        }
        18 => {
            world.ask(Intent::SignOut);
        }
        _ => {
            world.ask(Intent::SignIn {
                server: "https://chat.example.edu".into(),
                email: "ana@example.edu".into(),
                password: "p".into(),
                allow_plain_http: false,
            });
        }
    }
}

fn busy(request: &Request) -> Option<Failure> {
    let busy = problem(Code::Unavailable, 503, "Try again later.");
    matches!(request, Request::Choice(_) | Request::Activity(_))
        .then(|| Failure::Refused(Box::new(busy)))
}
