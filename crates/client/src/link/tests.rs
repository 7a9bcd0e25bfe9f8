//! The link by itself, over TLS and HTTP/2.

use std::{convert::Infallible, net::SocketAddr};

use hyper::{Response, body::Incoming, server::conn::http2, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo};
use porchlight_core::agent::{Impossible, Parked};
use porchlight_protocol::{Activity, ActivityAnswer, Timestamp};
use rustls::{ClientConfig, RootCertStore, ServerConfig, pki_types::CertificateDer};
use tokio::{
    io::{copy, copy_bidirectional, sink},
    net::{TcpListener, TcpStream},
    sync::watch,
    time::timeout,
};

use super::*;

/// Nothing takes this long unless it is broken.
const DEADLINE: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_died_unnoticed_is_not_used_after_hanging_up_also_over_http2() {
    let (server, certificate) = secure_server().await;
    let (port, swallowed, _) = relay(server).await;
    let (ticks, mut ticked) = mpsc::channel(16);
    let mut link = Link::new(ticks, "A test".to_owned(), PathBuf::new());
    link.session = Some(session(port, certificate));
    link.send(1, Request::Activity(Activity::Active));
    assert_answered(&mut ticked, 1).await;

    swallowed.send_replace(());
    link.hang_up();
    link.send(2, Request::Activity(Activity::Active));
    assert_answered(&mut ticked, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pings_of_http2_end_a_connection_whose_other_end_died_also_while_nothing_is_asked() {
    let (server, certificate) = secure_server().await;
    let (port, swallowed, mut closed) = relay(server).await;
    let (ticks, mut ticked) = mpsc::channel(16);
    let mut link = Link::new(ticks, "A test".to_owned(), PathBuf::new());
    let session = session(port, certificate);
    session.keep_alive.store(1, Ordering::Relaxed);
    link.session = Some(session);
    link.send(1, Request::Activity(Activity::Active));
    assert_answered(&mut ticked, 1).await;

    swallowed.send_replace(());
    let ended = timeout(DEADLINE, closed.recv()).await;
    ended.expect("the app ends it").expect("a connection");
    link.send(2, Request::Activity(Activity::Active));
    assert_answered(&mut ticked, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_itself_answers_over_tls_without_a_proxy() {
    use porchlight_server::{
        admin::Admin,
        config::{Edge, TlsFiles, Tunables},
        store::DataDirectory,
    };
    let place = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let files = TlsFiles {
        certificate: place.path().join("cert.pem"),
        key: place.path().join("key.pem"),
    };
    std::fs::write(&files.certificate, made.cert.pem()).unwrap();
    std::fs::write(&files.key, made.signing_key.serialize_pem()).unwrap();
    let data = DataDirectory::new(place.path().join("data"));
    Admin::init(data.clone(), "olga@example.org", "Olga", "correct horse").unwrap();
    let tunables = Tunables {
        edge: Edge {
            tls: Some(files),
            ..Edge::default()
        },
        ..Tunables::default()
    };
    let listen = "127.0.0.1:0".parse().unwrap();
    let server = porchlight_server::Server::start(&data, listen, tunables)
        .await
        .unwrap();
    let (ticks, mut ticked) = mpsc::channel(16);
    let mut link = Link::new(ticks, "A test".to_owned(), PathBuf::new());
    link.session = Some(session(server.address().port(), made.cert.der().clone()));
    link.send(1, Request::Activity(Activity::Active));
    let tick = timeout(DEADLINE, ticked.recv()).await.expect("an answer");
    let Some(Tick::Answered {
        answer: Err(Failure::Refused(problem)),
        ..
    }) = tick
    else {
        panic!("{tick:?}")
    };
    assert_eq!(problem.code, porchlight_protocol::Code::NotSignedIn);
    server.shutdown().await;
}

/// Somebody who is signed in on the sample campus since an earlier run.
#[cfg(feature = "embedded-server")]
fn resumed(dir: &std::path::Path) -> (Link, mpsc::Receiver<Tick>) {
    let (ticks, ticked) = mpsc::channel(16);
    let mut link = Link::new(ticks, "A test".to_owned(), dir.join("campus"));
    let account = Account {
        server: "This computer".to_owned(),
        url: String::new(),
        embedded: true,
        plain_http: false,
        agent: "ana".into(),
        email: "ana@example.edu".to_owned(),
    };
    link.resume(account, Token("of an earlier run".to_owned()));
    (link, ticked)
}

/// Sends a sign of life, and says what comes of it.
#[cfg(feature = "embedded-server")]
async fn beat(
    link: &mut Link,
    ticked: &mut mpsc::Receiver<Tick>,
    number: u64,
) -> Result<Reply, Failure> {
    link.send(number, Request::Activity(Activity::Active));
    loop {
        match timeout(DEADLINE, ticked.recv()).await.expect("an answer") {
            Some(Tick::Campus(started)) => link.campus_started(started),
            Some(Tick::Answered {
                number: of, answer, ..
            }) if of == number => return answer,
            tick => panic!("{tick:?}"),
        }
    }
}

/// It is the server that answers, and does not know that token.
#[cfg(feature = "embedded-server")]
fn assert_refused(answer: Result<Reply, Failure>) {
    let Err(Failure::Refused(problem)) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(problem.code, porchlight_protocol::Code::NotSignedIn);
}

#[test]
fn what_was_kept_for_a_server_is_found_however_its_address_was_written() {
    let at = |server: &str| Account {
        server: server.to_owned(),
        url: String::new(),
        embedded: false,
        plain_http: false,
        agent: "ana".into(),
        email: "ana@example.edu".to_owned(),
    };
    let mut kept = Kept {
        account: Some(at("https://127.example.edu")),
        parked: vec![Parked {
            account: at("127.example.edu"),
            pending: Vec::new(),
        }],
        ..Kept::default()
    };
    read_addresses(&mut kept);
    assert!(kept.parked[0].account.is_same(&kept.account.unwrap()));
}

#[cfg(feature = "embedded-server")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sample_campus_that_could_not_be_started_or_has_ended_is_started_by_the_next_attempt() {
    let dir = tempfile::tempdir().unwrap();
    let in_the_way = dir.path().join("campus");
    std::fs::write(&in_the_way, "no directory").unwrap();
    let (mut link, mut ticked) = resumed(dir.path());
    let Err(Failure::Unreachable(Unreachable::Impossible(Impossible::NoCampus { error }))) =
        beat(&mut link, &mut ticked, 1).await
    else {
        panic!("there is a server")
    };
    assert!(error.contains("campus"), "{error}");
    assert!(
        !error.ends_with('.'),
        "the sentence around it ends: {error}"
    );

    std::fs::remove_file(&in_the_way).unwrap();
    assert_refused(beat(&mut link, &mut ticked, 2).await);

    link.embedded.clone().unwrap().shutdown().await;
    assert_refused(beat(&mut link, &mut ticked, 3).await);
    link.shutdown().await;
}

async fn assert_answered(ticked: &mut mpsc::Receiver<Tick>, sent: u64) {
    let tick = timeout(DEADLINE, ticked.recv()).await.expect("an answer");
    let Some(Tick::Answered { number, answer }) = tick else {
        panic!("{tick:?}")
    };
    assert_eq!(number, sent);
    assert!(answer.is_ok(), "{answer:?}");
}

fn session(port: u16, certificate: CertificateDer<'static>) -> Session {
    let mut roots = RootCertStore::empty();
    roots.add(certificate).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let address = Address::parse(&format!("https://localhost:{port}")).unwrap();
    Session::new(
        Server::trusting(address, Some(tls)),
        Token("a token".to_owned()),
    )
}

/// Something that speaks HTTP/2 alone, and takes every sign of life.
async fn secure_server() -> (SocketAddr, CertificateDer<'static>) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = made.signing_key.serialize_der().try_into().unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let stream = acceptor.accept(stream).await.unwrap();
                let service = service_fn(async |_: hyper::Request<Incoming>| {
                    let answer = ActivityAnswer {
                        server_time: Timestamp::UNIX_EPOCH,
                        lease_until: Timestamp::UNIX_EPOCH,
                    };
                    let body = serde_json::to_string(&answer).unwrap();
                    Ok::<_, Infallible>(Response::new(body))
                });
                // Ends with the test.
                let _ = http2::Builder::new(TokioExecutor::new())
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    });
    (address, made.cert.der().clone())
}

/// A network that swallows all that comes on the connections that there are, each time it is told so, and says when one of
/// those is closed by the app.
async fn relay(server: SocketAddr) -> (u16, watch::Sender<()>, mpsc::UnboundedReceiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (swallowed, _) = watch::channel(());
    let (closes, closed) = mpsc::unbounded_channel();
    let swallowing = swallowed.clone();
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            let mut swallowed = swallowing.subscribe();
            let closes = closes.clone();
            tokio::spawn(async move {
                let mut far = TcpStream::connect(server).await.unwrap();
                tokio::select! {
                    _ = copy_bidirectional(&mut near, &mut far) => {}
                    _ = swallowed.changed() => {
                        // An error ends it as well.
                        let _ = copy(&mut near, &mut sink()).await;
                        let _ = closes.send(());
                        // The other end learns of nothing.
                        std::future::pending::<()>().await;
                    }
                }
            });
        }
    });
    (port, swallowed, closed)
}
