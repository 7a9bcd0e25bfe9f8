//! The loop by itself, with a disk and a desktop made by hand.

use std::{
    pin::pin,
    sync::mpsc::{Receiver, channel},
};

use futures_util::poll;
use porchlight_core::{
    Notification, Subject,
    intent::{Intent, Preferences},
    locale::SystemLocale,
    view::Lack,
};

use super::*;
use crate::{
    IdleClock,
    keyring::Late,
    socket::{Guest, GuestKind},
    store::Contents,
};

/// Nothing takes this long unless it is broken.
const DEADLINE: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_hangs_holds_up_neither_the_loop_nor_the_end_and_answers_wait_until_what_they_promise_is_kept()
 {
    let dirs = tempfile::tempdir().unwrap();
    let config = Config {
        state_dir: dirs.path().join("state"),
        runtime_dir: dirs.path().join("run"),
        version: "0.1.0".to_owned(),
        system: "A test".to_owned(),
        device: "A test".to_owned(),
        keyring: false,
        zone: chrono_tz::UTC,
        locale: SystemLocale::default(),
        demo: false,
    };
    let claim = Claim::take(&config.runtime_dir).await.unwrap();
    let (release, released) = channel();
    let (_happenings, happened) = mpsc::channel(1);
    let app = tokio::spawn(run_on(
        Hanging(released),
        config,
        claim,
        Nothing,
        Box::new(Nothing),
        happened,
    ));
    let runtime_dir = dirs.path().join("run");
    let guest = Guest::connect(&runtime_dir, GuestKind::CommandLine, false);
    let (asker, _views) = guest.await.unwrap().split();

    let mut ask = pin!(asker.ask(without_notifications()));
    assert!(poll!(&mut ask).is_pending());
    let shown = async {
        while asker
            .look()
            .await
            .unwrap()
            .settings
            .preferences
            .notifications
        {}
    };
    timeout(DEADLINE, shown).await.expect("the loop goes on");
    // Whatever the loop had to say before this has been heard after it.
    asker.look().await.unwrap();
    assert!(
        poll!(&mut ask).is_pending(),
        "nothing is promised that is not kept"
    );
    release.send(()).unwrap();
    timeout(DEADLINE, ask).await.unwrap().unwrap();

    // The next version hangs for good.
    let mut ask = pin!(asker.ask(Intent::SavePreferences {
        preferences: Preferences::default(),
    }));
    assert!(poll!(&mut ask).is_pending());
    let quit = asker.ask(Intent::Quit);
    timeout(DEADLINE, quit).await.unwrap().unwrap();
    timeout(DEADLINE, app)
        .await
        .expect("the app ends")
        .unwrap()
        .unwrap();
    drop(release);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_that_stops_reading_is_let_go_and_the_next_one_opens() {
    use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};

    let dirs = tempfile::tempdir().unwrap();
    let config = Config {
        state_dir: dirs.path().join("state"),
        runtime_dir: dirs.path().join("run"),
        version: "0.1.0".to_owned(),
        system: "A test".to_owned(),
        device: "A test".to_owned(),
        keyring: false,
        zone: chrono_tz::UTC,
        locale: SystemLocale::default(),
        demo: false,
    };
    let runtime_dir = config.runtime_dir.clone();
    let claim = Claim::take(&runtime_dir).await.unwrap();
    let files = Store::new(config.state_dir.clone(), None);
    let (open, mut opened) = mpsc::unbounded_channel();
    let (_happenings, happened) = mpsc::channel(1);
    let app = run_on(
        files,
        config,
        claim,
        Opening(open),
        Box::new(Nothing),
        happened,
    );
    let app = tokio::spawn(app);

    let socket = runtime_dir.join("porchlight.sock");
    let mut window = BufReader::new(tokio::net::UnixStream::connect(socket).await.unwrap());
    let hello = "{\"type\":\"hello\",\"guest\":\"window\",\"watch\":true}\n";
    window.write_all(hello.as_bytes()).await.unwrap();
    window.read_line(&mut String::new()).await.unwrap();
    // More than the socket holds of what it does not read.
    let looks = "{\"type\":\"look\"}\n".repeat(4000);
    window.write_all(looks.as_bytes()).await.unwrap();

    let guest = Guest::connect(&runtime_dir, GuestKind::CommandLine, false);
    let mut guest = guest.await.unwrap();
    let let_go = async {
        while opened.try_recv().is_err() {
            guest.ask(Intent::ShowWindow).await.unwrap();
        }
    };
    timeout(DEADLINE, let_go)
        .await
        .expect("another window opens");
    guest.ask(Intent::Quit).await.unwrap();
    timeout(DEADLINE, app).await.unwrap().unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_takes_the_place_of_an_app_before_its_last_state_is_on_disk() {
    let dirs = tempfile::tempdir().unwrap();
    let config = Config {
        state_dir: dirs.path().join("state"),
        runtime_dir: dirs.path().join("run"),
        version: "0.1.0".to_owned(),
        system: "A test".to_owned(),
        device: "A test".to_owned(),
        keyring: false,
        zone: chrono_tz::UTC,
        locale: SystemLocale::default(),
        demo: false,
    };
    let runtime_dir = config.runtime_dir.clone();
    let claim = Claim::take(&runtime_dir).await.unwrap();
    let (release, released) = channel();
    let (ticks, ticked) = mpsc::channel(WAITING);
    let mut controller = Controller::start(
        Hanging(released),
        config,
        claim,
        Nothing,
        Box::new(Nothing),
        ticks,
    )
    .await
    .unwrap();
    controller.app.handle_input(
        Input::Asked {
            ticket: None,
            intent: without_notifications(),
        },
        clock::now(),
    );
    controller.follow();
    // As the loop does once it was asked to quit.
    drop(ticked);
    let mut end = pin!(controller.end());
    let mut taken = Vec::new();
    for _ in 0..100 {
        assert!(poll!(&mut end).is_pending(), "the disk hangs");
        taken.push(Claim::take(&runtime_dir).await.is_ok());
        tokio::task::yield_now().await;
    }
    assert!(!taken.contains(&true));
    // Also of somebody who comes by now, to an app that listens no more.
    let _ = Guest::connect(&runtime_dir, GuestKind::Second, false).await;
    assert!(Claim::take(&runtime_dir).await.is_err());
    drop(release);
    timeout(DEADLINE, end).await.expect("it ends");
    assert!(Claim::take(&runtime_dir).await.is_ok());
}

fn without_notifications() -> Intent {
    Intent::SavePreferences {
        preferences: Preferences {
            notifications: false,
            ..Preferences::default()
        },
    }
}

/// A disk on which each write takes until it is released.
struct Hanging(Receiver<()>);

impl Files for Hanging {
    fn load(&mut self, _late: Late) -> Found {
        Found::default()
    }

    fn protect(&mut self, _why: String) {}

    fn save(&mut self, _contents: &Contents) -> Result<(), String> {
        self.0.recv().map_err(|gone| gone.to_string())
    }
}

/// A desktop without anything.
struct Nothing;

impl Desktop for Nothing {
    fn show_tray(&mut self, _tray: &TrayModel) {}
    fn notify(&mut self, _notification: Notification) {}
    fn withdraw(&mut self, _subject: &Subject) {}
    fn open_window(&mut self) {}
    fn quit(&mut self) {}
}

/// A desktop on which windows are only asked for.
#[cfg(unix)]
struct Opening(mpsc::UnboundedSender<()>);

#[cfg(unix)]
impl Desktop for Opening {
    fn show_tray(&mut self, _tray: &TrayModel) {}
    fn notify(&mut self, _notification: Notification) {}
    fn withdraw(&mut self, _subject: &Subject) {}
    fn open_window(&mut self) {
        // The test may have ended.
        let _ = self.0.send(());
    }
    fn quit(&mut self) {}
}

impl IdleSource for Nothing {
    fn name(&self) -> String {
        "nothing".to_owned()
    }

    fn idle_for(&mut self) -> Result<Duration, Lack> {
        Err("nothing can be told".into())
    }

    fn counts(&self) -> IdleClock {
        IdleClock::Awake
    }
}
