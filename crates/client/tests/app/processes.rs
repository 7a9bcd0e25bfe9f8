//! Starting, quitting, being killed, and the guests of the socket.

use std::{fs, time::Duration};

use porchlight_client::{
    Claim, ClaimError,
    socket::{Guest, GuestKind, ToGuest},
};
use porchlight_core::{
    LocalSchedule,
    intent::{Intent, Preferences},
    view::LinkState,
};
use porchlight_protocol::{ChoiceStatus, Status};
use porchlight_server::config::Tunables;

use crate::{
    desk::{Desk, agent_in},
    office::{Office, quick},
};

/// Nothing expires by itself while a test runs.
fn patient() -> Tunables {
    Tunables {
        lease: Duration::from_mins(10),
        grace: Duration::from_mins(10),
        ..quick()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn quitting_says_goodbye_and_nobody_waits_for_a_lease() {
    let office = Office::open_with(patient()).await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    let mut ben = Desk::of("ben@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ben.until_seen("library", "Ana Ruiz", Status::Available)
        .await;
    ana.quit().await;
    ben.until_seen("library", "Ana Ruiz", Status::Offline).await;
    assert!(
        Guest::connect(&ana.runtime_dir(), GuestKind::CommandLine, false)
            .await
            .is_err(),
        "nobody answers"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_that_is_killed_is_offline_after_the_grace() {
    let office = Office::open_with(Tunables {
        lease: Duration::from_mins(10),
        ..quick()
    })
    .await;
    let ana = Desk::of("ana@example.edu", &office).await;
    let mut ben = Desk::of("ben@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ben.until_seen("library", "Ana Ruiz", Status::Available)
        .await;
    // To the server, a killed app is a wire that ends.
    ana.wire.cut();
    ben.until_seen("library", "Ana Ruiz", Status::Offline).await;
    drop(ana);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_stays_signed_in_with_a_token_that_only_its_owner_may_read() {
    let office = Office::open().await;
    let ana = Desk::of("ana@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode =
            |path: std::path::PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(ana.state_dir().join("token")), 0o600);
        assert_eq!(mode(ana.state_dir()), 0o700);
        assert_eq!(mode(ana.runtime_dir().join("porchlight.sock")), 0o600);
        assert_eq!(mode(ana.runtime_dir()), 0o700);
    }
    let mut ana = ana.restart().await;
    ana.until_everywhere(Status::Available).await;

    ana.ask(Intent::SignOut).await.unwrap();
    assert!(!ana.state_dir().join("token").exists());
    let mut ana = ana.restart().await;
    ana.until("signed out", |view| view.link.state == LinkState::SignedOut)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_app_finds_the_first_and_asks_it_to_show_itself() {
    let office = Office::open().await;
    let mut first = Desk::bare(&office).await;
    assert!(matches!(
        Claim::take(&first.runtime_dir()).await,
        Err(ClaimError::AlreadyRunning)
    ));

    let mut second = Guest::connect(&first.runtime_dir(), GuestKind::Second, false)
        .await
        .unwrap();
    second.ask(Intent::ShowWindow).await.unwrap();
    assert!(
        first.windows.try_recv().is_err(),
        "there is a window already; it is raised"
    );

    first.quit().await;
    let claim = Claim::take(&first.runtime_dir()).await;
    assert!(claim.is_ok(), "the place is free again: {claim:?}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_socket_that_a_killed_app_left_behind_is_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let socket = dir.path().join("porchlight.sock");
    drop(std::os::unix::net::UnixListener::bind(&socket).unwrap());
    assert!(socket.exists());
    let claim = Claim::take(dir.path()).await.unwrap();
    assert!(matches!(
        Claim::take(dir.path()).await,
        Err(ClaimError::AlreadyRunning)
    ));
    drop(claim);

    fs::write(&socket, "precious").unwrap();
    assert!(matches!(
        Claim::take(dir.path()).await,
        Err(ClaimError::Failed(_))
    ));
    assert_eq!(
        fs::read_to_string(&socket).unwrap(),
        "precious",
        "what is no socket is never removed"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_is_told_how_a_schedule_that_is_not_saved_will_be_and_why_one_cannot_be() {
    let office = Office::open().await;
    let ana = Desk::of("ana@example.edu", &office).await;
    let (asker, _views) = Guest::connect(&ana.runtime_dir(), GuestKind::Window, true)
        .await
        .unwrap()
        .split();
    let draft = |zone: &str| LocalSchedule {
        zone: zone.to_owned(),
        shifts: Vec::new(),
        dates: [].into(),
        time_off: Vec::new(),
    };
    let preview = asker.preview(draft("Asia/Tokyo")).await.unwrap();
    assert_eq!(
        (preview.zone.as_str(), preview.days.len()),
        ("Asia/Tokyo", 14)
    );

    let refusal = asker.preview(draft("Asia/Nowhere")).await.unwrap_err();
    assert_eq!(refusal.code, "invalid_field");
    assert!(refusal.message.contains("Asia/Nowhere"), "{refusal}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_is_opened_raised_and_closed_by_the_tray() {
    let office = Office::open().await;
    let desk = Desk::bare(&office).await;
    let mut window = Guest::connect(&desk.runtime_dir(), GuestKind::Window, true)
        .await
        .unwrap();
    assert!(
        matches!(window.next().await, Some(ToGuest::View { .. })),
        "the view comes at once"
    );
    window.ask(Intent::ShowWindow).await.unwrap();
    until_word(&mut window, &ToGuest::Raise).await;
    window.ask(Intent::ToggleWindow).await.unwrap();
    until_word(&mut window, &ToGuest::Close).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_looks_without_watching() {
    let office = Office::open().await;
    let desk = Desk::of("ana@example.edu", &office).await;
    let mut guest = Guest::connect(&desk.runtime_dir(), GuestKind::CommandLine, false)
        .await
        .unwrap();
    desk.choose(ChoiceStatus::Away).await;
    let view = guest.look().await.unwrap();
    assert!(
        view.offices
            .iter()
            .all(|office| office.status == Status::Away),
        "{view:?}"
    );
}

async fn until_word(window: &mut Guest, word: &ToGuest) {
    loop {
        let next = window.next().await.expect("the app runs");
        if next == *word {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_cannot_be_read_is_said_and_is_there_again_at_the_next_start() {
    let office = Office::open().await;
    let desk = Desk::of("ana@example.edu", &office).await;

    let mut desk = desk
        .restart_after(|state| {
            fs::rename(state.join("token"), state.join("elsewhere")).unwrap();
            fs::create_dir(state.join("token")).unwrap();
        })
        .await;
    desk.until("what could not be read", |view| {
        let mut said = view.banners.iter().map(|banner| &banner.text);
        said.any(|text| text.contains("could not read") && text.contains("token"))
    })
    .await;
    // What is changed meanwhile is no reason to write over the rest.
    let preferences = Preferences {
        notifications: false,
        ..Preferences::default()
    };
    desk.ask(Intent::SavePreferences { preferences })
        .await
        .unwrap();

    let mut desk = desk
        .restart_after(|state| {
            fs::remove_dir(state.join("token")).unwrap();
            fs::rename(state.join("elsewhere"), state.join("token")).unwrap();
        })
        .await;
    desk.until("connected again", |view| {
        view.link.state == LinkState::Connected
    })
    .await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_newer_guest_asks_is_refused_and_not_left_without_an_answer() {
    use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};

    let office = Office::open().await;
    let ana = Desk::bare(&office).await;
    let socket = ana.runtime_dir().join("porchlight.sock");
    let mut guest = tokio::net::UnixStream::connect(socket).await.unwrap();
    let asks = r#"{"type":"hello","guest":"command_line","watch":false}
{"type":"ask","number":7,"intent":{"type":"juggle"}}
"#;
    guest.write_all(asks.as_bytes()).await.unwrap();
    let mut lines = BufReader::new(guest).lines();
    let line = tokio::time::timeout(crate::desk::DEADLINE, lines.next_line()).await;
    let line = line.unwrap().unwrap().unwrap();
    let ToGuest::Answer {
        number: 7,
        refused: Some(refusal),
        ..
    } = serde_json::from_str(&line).unwrap()
    else {
        panic!("{line}");
    };
    assert!(refusal.message.contains("start it again"), "{refusal}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_resident_that_hands_over_says_no_goodbye_and_nobody_sees_that_it_went() {
    let office = Office::open_with(patient()).await;
    let ana = Desk::of("ana@example.edu", &office).await;
    let mut ben = Desk::of("ben@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ben.until_seen("library", "Ana Ruiz", Status::Available)
        .await;
    let (mut newer, running) = Guest::connect_to_any(&ana.runtime_dir(), GuestKind::Second, false)
        .await
        .unwrap();
    assert_eq!(running, env!("CARGO_PKG_VERSION"));
    newer.ask(Intent::HandOver).await.unwrap();
    while newer.next().await.is_some() {}

    let mut ana = ana.start_again().await;
    ana.until("connected", |view| view.link.state == LinkState::Connected)
        .await;
    // What Ben is told after all that is told in order: had she left, he would have seen it before.
    ana.choose(ChoiceStatus::Away).await;
    ben.until("Ana away, and never offline", |view| {
        let ana = agent_in(view, "library", "Ana Ruiz").unwrap();
        assert_ne!(ana.status, Status::Offline);
        ana.status == Status::Away
    })
    .await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_version_or_one_that_hangs_is_said_and_not_waited_for() {
    use std::io::{BufRead as _, BufReader, Write as _};

    let dir = tempfile::tempdir().unwrap();
    let socket =
        std::os::unix::net::UnixListener::bind(dir.path().join("porchlight.sock")).unwrap();
    std::thread::spawn(move || {
        for mut stream in socket.incoming().map_while(Result::ok) {
            let mut hello = String::new();
            BufReader::new(&stream).read_line(&mut hello).unwrap();
            assert!(hello.contains(env!("CARGO_PKG_VERSION")), "{hello}");
            // Lines that this version does not know are passed over.
            let lines = "{\"type\":\"news\"}\n{\"type\":\"hello\",\"version\":\"9.0.0\"}\n";
            stream.write_all(lines.as_bytes()).unwrap();
        }
    });
    let refused = Guest::connect(dir.path(), GuestKind::CommandLine, true).await;
    let said = refused.unwrap_err().to_string();
    assert!(said.contains("Porchlight 9.0.0 is running"), "{said}");

    let hung = tempfile::tempdir().unwrap();
    let _nobody_accepts =
        std::os::unix::net::UnixListener::bind(hung.path().join("porchlight.sock")).unwrap();
    let refused = Guest::connect(hung.path(), GuestKind::CommandLine, true).await;
    let said = refused.unwrap_err().to_string();
    assert!(said.contains("does not answer"), "{said}");
}
