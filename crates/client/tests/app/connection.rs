//! The server lost and found.

use std::{sync::Arc, time::Duration};

use porchlight_core::{
    intent::{Holding, Intent},
    view::{BannerKind, LinkState, Look},
};
use porchlight_protocol::{ChoiceStatus, Status};
use porchlight_server::config::Tunables;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use crate::{
    desk::{Desk, office_in},
    office::{Office, quick},
    wire::Wire,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stops_is_shown_as_not_connected_and_found_again() {
    let mut office = Office::open().await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ana.until_everywhere(Status::Available).await;

    office.stop().await;
    let view = ana
        .until("not connected", |view| view.look == Look::NotConnected)
        .await;
    assert_eq!(view.link.state, LinkState::Disconnected);
    assert_eq!(
        office_in(&view, "library").unwrap().available,
        None,
        "the counter is unknown"
    );
    assert_eq!(
        office_in(&view, "library").unwrap().status,
        Status::Available,
        "evaluated here"
    );
    ana.tray
        .wait_for(|tray| {
            tray.as_ref()
                .is_some_and(|tray| tray.icon.look == Look::NotConnected)
        })
        .await
        .unwrap();

    office.start_again().await;
    ana.until_everywhere(Status::Available).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_network_that_swallows_everything_is_noticed() {
    let office = Office::open().await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ana.until_everywhere(Status::Available).await;
    ana.wire.freeze();
    ana.until("not connected", |view| view.look == Look::NotConnected)
        .await;
    ana.wire.mend();
    ana.until_everywhere(Status::Available).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_died_unnoticed_or_that_a_portal_keeps_are_never_used_again() {
    for seize in [
        Wire::swallow_connections,
        Wire::keep_connections_for_sign_in,
    ] {
        let office = Office::open().await;
        let mut ana = Desk::of("ana@example.edu", &office).await;
        ana.choose(ChoiceStatus::Available).await;
        ana.until_everywhere(Status::Available).await;
        let mut ben = Desk::of("ben@example.edu", &office).await;
        ben.until_seen("library", "Ana Ruiz", Status::Available)
            .await;
        seize(&ana.wire);
        let away = Intent::everywhere(ChoiceStatus::Away, Holding::UntilChanged);
        // Whether it arrived within the bound for answers is another matter.
        let (_, ()) = tokio::join!(
            ana.ask(away),
            ben.until_seen("library", "Ana Ruiz", Status::Away)
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_network_that_wants_a_sign_in_is_noticed_and_said_although_the_stream_goes_on() {
    let office = Office::open().await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ana.until_everywhere(Status::Available).await;
    ana.wire.want_sign_in();
    let view = ana
        .until("not connected", |view| view.look == Look::NotConnected)
        .await;
    let banner = view
        .banners
        .iter()
        .find(|banner| banner.kind == BannerKind::NotConnected)
        .unwrap();
    assert!(
        banner.text.contains("sign in to the network"),
        "{}",
        banner.text
    );
    ana.choose(ChoiceStatus::Away).await;
    ana.wire.mend();
    ana.until_everywhere(Status::Away).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_chosen_while_something_else_refuses_every_request_is_kept() {
    for (refusal, said) in [
        (
            "HTTP/1.1 403 Forbidden\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>",
            "sign in to the network",
        ),
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nno",
            "is not a Porchlight server",
        ),
    ] {
        let office = Office::open().await;
        let mut ana = Desk::of("ana@example.edu", &office).await;
        ana.choose(ChoiceStatus::Available).await;
        ana.until_everywhere(Status::Available).await;
        ana.wire.answer_all(refusal);
        let view = ana
            .until("not connected", |view| view.look == Look::NotConnected)
            .await;
        let mut banners = view.banners.iter();
        assert!(
            banners.any(|banner| banner.text.contains(said)),
            "{:?}",
            view.banners
        );
        ana.choose(ChoiceStatus::Away).await;
        ana.wire.mend();
        ana.until_everywhere(Status::Away).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_drop_of_a_moment_is_never_seen() {
    let office = Office::open_with(Tunables {
        keep_alive: Duration::from_secs(15),
        grace: Duration::from_secs(15),
        lease: Duration::from_mins(1),
        ..quick()
    })
    .await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    let ben = Desk::of("ben@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ana.until_everywhere(Status::Available).await;
    for status in [Status::Available, Status::Away] {
        let streams = ana.wire.heard_before_streams().await.len();
        ana.wire.break_connections();
        ben.choose(match status {
            Status::Available => ChoiceStatus::Available,
            _ => ChoiceStatus::Away,
        })
        .await;
        let view = ana
            .until("Ben, all the while connected", |view| {
                assert_ne!(view.look, Look::NotConnected);
                office_in(view, "library").is_some_and(|office| {
                    office
                        .agents
                        .iter()
                        .any(|agent| agent.name == "Ben Ode" && agent.status == status)
                })
            })
            .await;
        assert_eq!(view.link.state, LinkState::Connected);
        let heard = ana.wire.heard_before_streams().await;
        assert!(heard.len() > streams, "it had to reconnect");
        let resumed = heard.last().unwrap().as_ref().expect("resumes");
        assert!(resumed.contains('-'), "epoch and revision: {resumed}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_break_that_was_seen_the_app_asks_how_things_are_and_not_what_it_missed() {
    let office = Office::open().await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    let mut ben = Desk::of("ben@example.edu", &office).await;
    ana.wire.cut();
    ana.until("not connected", |view| view.look == Look::NotConnected)
        .await;
    ben.choose(ChoiceStatus::Available).await;
    ben.until_everywhere(Status::Available).await;

    ana.wire.mend();

    ana.until_seen("library", "Ben Ode", Status::Available)
        .await;
    let heard = ana.wire.heard_before_streams().await;
    assert_eq!(heard.first(), Some(&None), "the first stream starts afresh");
    assert_eq!(heard.last(), Some(&None), "what was missed is the past");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn choices_made_offline_are_merged_in_order_also_across_a_restart() {
    let office = Office::open().await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    let mut ben = Desk::of("ben@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ben.until_seen("it", "Ana Ruiz", Status::Available).await;

    ana.wire.cut();
    ana.until("not connected", |view| {
        view.link.state == LinkState::Disconnected
    })
    .await;
    ana.choose(ChoiceStatus::Away).await;
    ana.choose_in("library", ChoiceStatus::Available).await;
    let mut ana = ana.restart().await;
    ana.until("what was chosen offline", |view| {
        office_in(view, "library").is_some_and(|office| office.status == Status::Available)
            && office_in(view, "it").is_some_and(|office| office.status == Status::Away)
    })
    .await;

    ana.wire.mend();
    ben.until_seen("it", "Ana Ruiz", Status::Away).await;
    ben.until_seen("library", "Ana Ruiz", Status::Available)
        .await;
    let kept = std::fs::read_to_string(ana.state_dir().join("state.json")).unwrap();
    assert!(!kept.contains("correct horse"), "no password is kept");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn silence_is_noticed_as_soon_on_a_stream_that_was_resumed() {
    let office = Office::open_with(Tunables {
        heartbeat: Duration::from_mins(2),
        grace: Duration::from_mins(10),
        lease: Duration::from_mins(10),
        ..quick()
    })
    .await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    let ben = Desk::of("ben@example.edu", &office).await;
    let streams = ana.wire.heard_before_streams().await.len();
    ana.wire.break_connections();
    ben.choose(ChoiceStatus::Available).await;
    ana.until_seen("library", "Ben Ode", Status::Available)
        .await;
    let heard = ana.wire.heard_before_streams().await;
    if heard.len() == streams {
        ben.choose(ChoiceStatus::Away).await;
        ana.until_seen("library", "Ben Ode", Status::Away).await;
    }
    let heard = ana.wire.heard_before_streams().await;
    assert!(heard.len() > streams && heard.last().unwrap().is_some());
    ana.wire.freeze();
    ana.until("not connected", |view| view.look == Look::NotConnected)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offline_choice_does_not_undo_what_an_administrator_did_meanwhile() {
    let office = Office::open().await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    let mut dana = Desk::of("dana@example.edu", &office).await;
    let _laptop = Desk::of("ana@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    dana.until_seen("library", "Ana Ruiz", Status::Available)
        .await;

    ana.wire.cut();
    ana.until("not connected", |view| {
        view.link.state == LinkState::Disconnected
    })
    .await;
    dana.ask(Intent::SetAway {
        office: "library".into(),
        agent: None,
        reason: None,
    })
    .await
    .unwrap();
    ana.ask(Intent::office(
        "library".into(),
        ChoiceStatus::Available,
        Holding::NextEdge,
    ))
    .await
    .unwrap();
    ana.wire.mend();
    let view = ana
        .until("Dana's act", |view| {
            view.link.state == LinkState::Connected
                && office_in(view, "library").is_some_and(|office| office.status == Status::Away)
        })
        .await;
    assert!(
        office_in(&view, "library")
            .unwrap()
            .reason
            .contains("Dana Fox"),
        "{view:?}"
    );
    assert_eq!(office_in(&view, "it").unwrap().status, Status::Available);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_and_a_wrong_address_are_told_in_words() {
    let office = Office::open().await;
    let desk = Desk::bare(&office).await;
    let sign_in = |server: &str, password: &str| Intent::SignIn {
        server: server.to_owned(),
        email: "ana@example.edu".to_owned(),
        password: password.to_owned(),
        allow_plain_http: false,
    };
    let refusal = desk
        .ask(sign_in(&desk.wire.url(), "wrong"))
        .await
        .unwrap_err();
    assert_eq!(refusal.code, "wrong_password");
    let refusal = desk
        .ask(sign_in("http://127.0.0.1:1", "wrong"))
        .await
        .unwrap_err();
    assert_eq!(refusal.code, "not_connected");
    assert!(
        refusal.message.contains("Nothing answers at 127.0.0.1:1"),
        "{refusal}"
    );
    let refusal = desk
        .ask(sign_in("https://no-such-place.invalid", "wrong"))
        .await
        .unwrap_err();
    assert!(
        refusal
            .message
            .contains("no server of the name no-such-place.invalid"),
        "{refusal}"
    );
    let elsewhere = "HTTP/1.1 307 Temporary Redirect\r\nlocation: https://new.example.edu/v1/sign-in\r\ncontent-length: 0\r\n\r\n";
    let moved = stranger(elsewhere).await;
    let refusal = desk.ask(sign_in(&moved, "wrong")).await.unwrap_err();
    assert!(
        refusal
            .message
            .contains("has moved to https://new.example.edu."),
        "{refusal}"
    );
    let page = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>";
    let portal = stranger(page).await;
    let refusal = desk.ask(sign_in(&portal, "wrong")).await.unwrap_err();
    assert!(
        refusal.message.contains("sign in to the network"),
        "{refusal}"
    );
    for plain in [portal, desk.wire.url()] {
        let secure = plain.replace("http://", "https://");
        let refusal = desk.ask(sign_in(&secure, "wrong")).await.unwrap_err();
        assert!(
            refusal.message.contains("does not speak TLS")
                && refusal.message.contains("try http:// instead"),
            "{refusal}"
        );
    }
    let refusal = desk.ask(sign_in("two words", "wrong")).await.unwrap_err();
    assert_eq!(refusal.code, "invalid_server");
}

/// Something that answers whatever it is asked in the same way. Returns its address.
async fn stranger(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = [0; 4096];
            let _ = stream.read(&mut asked).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    format!("http://{address}")
}

/// A computer that answers with a certificate of its own making, for as long as it is held.
async fn impostor() -> u16 {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = made.signing_key.serialize_der().try_into().unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let accept = acceptor.accept(stream);
            tokio::spawn(async move {
                if let Ok(mut stream) = accept.await {
                    let heard = stream.read(&mut [0; 1]).await;
                    assert!(!matches!(heard, Ok(1..)), "it was told something");
                }
            });
        }
    });
    port
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_that_nobody_vouches_for_has_its_own_sentence_and_nothing_is_sent() {
    let port = impostor().await;
    let server = format!("https://localhost:{port}");
    let office = Office::open().await;
    let ana = Desk::of("ana@example.edu", &office).await;
    let there = ana.wire.url();
    let moved = server.clone();
    let mut ana = ana
        .restart_after(move |state| {
            let file = state.join("state.json");
            let kept = std::fs::read_to_string(&file).unwrap();
            assert!(kept.contains(&there), "{kept}");
            std::fs::write(file, kept.replace(&there, &moved)).unwrap();
        })
        .await;
    let view = ana
        .until("a reason", |view| view.diagnostics.last_failure.is_some())
        .await;
    let said = view.diagnostics.last_failure.unwrap();
    assert!(said.contains("The certificate shown for"), "{said}");
    assert!(said.contains("cannot be trusted"), "{said}");
    let intent = Intent::SignIn {
        server,
        email: "ana@example.edu".to_owned(),
        password: "secret".to_owned(),
        allow_plain_http: false,
    };
    let ben = Desk::bare(&office).await;
    let refusal = ben.asker.ask(intent).await.unwrap_err();
    assert!(refusal.message.contains("cannot be trusted"), "{refusal}");
}
