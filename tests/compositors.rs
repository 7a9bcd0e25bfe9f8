//! Idle and return on the compositors that people have, without a screen: Mutter, `KWin` and Sway are the real ones. The
//! panel beside them is on X11; what it shows comes by the bus.

use std::time::{Duration, Instant};

use porchlight_testbed::{Compositor, Kind, TrayState};

use crate::harness::{App, Changes, Durations, Server, desktop};

const SHORT_IDLE: Durations = Durations {
    idle_after: "12s",
    lease: "60s",
    grace: "15s",
};

#[test]
fn on_gnome_no_input_is_away_and_the_first_one_is_noticed_without_asking_for_it() {
    is_away_and_back(Kind::Gnome);
}

#[test]
fn on_kde_no_input_is_away_and_the_first_one_is_noticed_without_asking_for_it() {
    is_away_and_back(Kind::Kde);
}

#[test]
fn on_sway_no_input_is_away_and_the_first_one_is_noticed_without_asking_for_it() {
    is_away_and_back(Kind::Sway);
}

fn is_away_and_back(kind: Kind) {
    let desktop = desktop();
    let mut compositor = Compositor::start(&desktop, kind).unwrap();
    let server = Server::start_with(&desktop, SHORT_IDLE);
    let library = Changes::of_office(&server.url, "library");
    let on_it = compositor.environment();
    let on_it = on_it
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let ana = App::start_in(&desktop, "ana", &on_it);
    ana.signs_in(&server.url, "ana@example.edu");
    ana.does(&["available", "--hold"]);
    compositor.moves_the_mouse().unwrap();
    library.reach(1);

    // The tray comes after the server, and on a busy machine long after it.
    compositor.moves_the_mouse().unwrap();
    ana.tray.says("Available everywhere").unwrap();
    // Longer than the idle time, with shorter pauses than that.
    let until = Instant::now() + Duration::from_secs(14);
    while Instant::now() < until {
        compositor.moves_the_mouse().unwrap();
        let is_there = |state: &TrayState| state.tooltip.contains("Available everywhere");
        ana.tray.keeps(Duration::from_secs(1), is_there).unwrap();
    }
    for _ in 0..2 {
        ana.tray.says("Away everywhere").unwrap();
        library.reach(0);
        ana.rests(&["idle", "wayland-idle"]);

        compositor.moves_the_mouse().unwrap();

        ana.tray.says("Available everywhere").unwrap();
        library.reach(1);
    }
}
