//! The app on a desktop with a real panel, signed in to a real server: what is measured, and how.
//!
//! Prints one line of JSON for each value on standard output, and what it is doing on standard error.

mod campus;
mod memory;
mod screen;

use std::{
    collections::BTreeMap,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use porchlight_testbed::{Messages, PATIENCE, Setup, VirtualDesktop};
use serde_json::json;
use zbus::{MatchRule, blocking::fdo::DBusProxy};

use self::{
    campus::{App, Campus},
    screen::{Difference, Screen},
};

const LAUNCHES: u32 = 11;
const OPENINGS: u32 = 7;
const FLIPS: u32 = 200;
const REST: Duration = Duration::from_secs(5);
const WATCHED: Duration = Duration::from_mins(1);
/// The window counts as painted once it looks like this much of what it finally does.
const PAINTED: f64 = 0.95;

/// Measures the release build that there is.
pub(crate) fn run() -> Result<()> {
    let desktop = VirtualDesktop::start(Setup {
        notifications: false,
        ..Setup::default()
    })?;
    let campus = Campus::open(&desktop)?;
    App::start_signed_in(&desktop, "ana", &campus)?.quit()?;

    launches(&desktop)?;
    let ana = App::start(&desktop, "ana")?;
    ana.tray.says("Available")?;
    at_rest(&ana)?;
    window(&desktop, &ana)?;
    let bo = App::start_signed_in(&desktop, "bo", &campus)?;
    between_colleagues(&desktop, &ana, &bo)
}

/// From starting the process until the panel has taken its icon in, as the panel announces it.
fn launches(desktop: &VirtualDesktop) -> Result<()> {
    say("launching the app 11 times");
    let bus = desktop.session_bus()?;
    let rule = MatchRule::builder()
        .interface("org.kde.StatusNotifierWatcher")?
        .member("StatusNotifierItemRegistered")?
        .build();
    let mut taken = Vec::new();
    for _ in 0..LAUNCHES {
        let registered = Messages::matching(&bus, &rule)?;
        let started = Instant::now();
        let app = App::launch(desktop, "ana")?;
        registered
            .next(started + PATIENCE)
            .context("the panel took no icon in")?;
        taken.push(started.elapsed());
        app.tray.says("Available")?;
        app.quit()?;
    }
    told("launch_ms", &mut taken, 50);
    told("launch_max_ms", &mut taken, 100);
    Ok(())
}

/// Memory and wakeups of the resident process while it is signed in and nobody does anything.
fn at_rest(app: &App<'_>) -> Result<()> {
    say("leaving the app alone for a minute");
    thread::sleep(REST);
    measured("rest_megabytes", memory::megabytes(app.process.id())?);
    let (wakeups, by_thread) = memory::wakeups(app.process.id(), WATCHED)?;
    measured("wakeups_per_second", wakeups);
    for (thread, wakeups) in by_thread {
        say(&format!("  {thread}: {wakeups:.2}/s"));
    }
    Ok(())
}

/// From the click, as the panel reports it, until the screen shows 95 % of what the window changes on it.
fn window(desktop: &VirtualDesktop, app: &App<'_>) -> Result<()> {
    say("opening the window 8 times");
    let screen = Screen::of(desktop)?;
    let before = screen.finished(PATIENCE)?;
    app.tray.activate()?;
    desktop.person().waits_for_window("Porchlight")?;
    // The first time may take longer than the screen is expected to stand still.
    thread::sleep(REST);
    let window = Difference::between(&before, &screen.finished(PATIENCE)?);
    ensure!(
        window.size() > 5_000,
        "the window changed {} pixels only",
        window.size()
    );

    let mut taken = Vec::new();
    for _ in 0..OPENINGS {
        app.tray.activate()?;
        screen.finished(PATIENCE)?;
        let clicked = Instant::now();
        app.tray.activate()?;
        taken.push(screen.shows(&window, PAINTED, PATIENCE)? - clicked);
        screen.finished(PATIENCE)?;
    }
    told("window_ms", &mut taken, 50);
    told("window_max_ms", &mut taken, 100);

    app.tray.activate()?;
    screen.finished(PATIENCE)?;
    thread::sleep(REST);
    measured(
        "rest_after_window_megabytes",
        memory::megabytes(app.process.id())?,
    );
    let left = memory::descendants(app.process.id())?;
    ensure!(
        left.is_empty(),
        "after the window was closed there still are {left:?}"
    );
    Ok(())
}

/// From a click in Ana's menu until Bo's icon, which counts her, tells the panel that it changed.
fn between_colleagues(desktop: &VirtualDesktop, ana: &App<'_>, bo: &App<'_>) -> Result<()> {
    say("200 clicks here, seen by a colleague's icon there");
    let bus = desktop.session_bus()?;
    let names = DBusProxy::new(&bus)?;
    let rule = MatchRule::builder()
        .interface("org.kde.StatusNotifierItem")?
        .member("NewIcon")?
        .build();
    let icons = Messages::matching(&bus, &rule)?;
    let mut processes = BTreeMap::new();
    let mut taken = Vec::new();
    for flip in 0..FLIPS {
        let entry = if flip % 2 == 0 {
            "Away everywhere"
        } else {
            "Available everywhere"
        };
        icons.arrived();
        let clicked = ana.tray.click(&[entry])?;
        loop {
            let icon = icons
                .next(clicked + PATIENCE)
                .context("the colleague's icon did not change")?;
            let seen = Instant::now();
            let header = icon.header();
            let sender = header
                .sender()
                .context("a signal without a sender")?
                .to_owned();
            let process = match processes.get(&sender) {
                Some(process) => *process,
                None => names.get_connection_unix_process_id(sender.clone().into())?,
            };
            processes.insert(sender, process);
            if process == bo.process.id() {
                taken.push(seen - clicked);
                break;
            }
        }
        ana.tray
            .says(entry.split_whitespace().next().unwrap_or_default())?;
        thread::sleep(Duration::from_millis(50));
    }
    told("icon_p50_ms", &mut taken, 50);
    told("icon_p99_ms", &mut taken, 99);
    told("icon_max_ms", &mut taken, 100);
    Ok(())
}

/// Tells the value that this many in a hundred stay below.
fn told(name: &str, taken: &mut [Duration], share: usize) {
    taken.sort();
    let rank = (taken.len() * share).div_ceil(100);
    measured(name, taken[rank - 1].as_secs_f64() * 1_000.0);
}

fn measured(name: &str, value: f64) {
    println!("{}", json!({ "name": name, "value": value }));
}

fn say(what: &str) {
    eprintln!("  {what}");
}
