//! The server without a proxy: TLS and HTTP/2, certificates that change while it runs, and those that are no good.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

use chrono::{Datelike as _, Utc};
use futures_util::future::join_all;
use porchlight_protocol::Role;
use porchlight_server::config::{Edge, TlsFiles, Tunables};
use reqwest::{Client, ClientBuilder, Method, StatusCode, Version};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName},
};
use serde_json::json;
use tokio::{io::AsyncReadExt as _, net::TcpStream, time::timeout};

use crate::{
    command_line::{Place, Serving, binary},
    world::{PASSWORD, World},
};

/// Nothing that is waited for takes longer, however busy the machine.
const DEADLINE: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(300);

/// A certificate with its key, in files.
pub(crate) struct Pair {
    folder: tempfile::TempDir,
    certificate: CertificateDer<'static>,
}

struct Made {
    certificate: CertificateDer<'static>,
    certificate_pem: String,
    key_pem: String,
}

/// Makes a certificate for this machine.
fn make(valid_for_years: i32) -> Made {
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let mut wanted = rcgen::CertificateParams::new(names).unwrap();
    let year = Utc::now().year();
    wanted.not_before = rcgen::date_time_ymd(year - 3, 1, 1);
    wanted.not_after = rcgen::date_time_ymd(year + valid_for_years, 1, 1);
    let key = rcgen::KeyPair::generate().unwrap();
    let made = wanted.self_signed(&key).unwrap();
    Made {
        certificate: made.der().clone(),
        certificate_pem: made.pem(),
        key_pem: key.serialize_pem(),
    }
}

impl Pair {
    pub(crate) fn new() -> Self {
        Self::of(&make(2))
    }

    fn of(made: &Made) -> Self {
        let pair = Self {
            folder: tempfile::tempdir().unwrap(),
            certificate: made.certificate.clone(),
        };
        write(&pair.files(), made);
        pair
    }

    pub(crate) fn files(&self) -> TlsFiles {
        TlsFiles {
            certificate: self.folder.path().join("cert.pem"),
            key: self.folder.path().join("key.pem"),
        }
    }

    /// A client that trusts it, and nothing else.
    pub(crate) fn client(&self) -> ClientBuilder {
        trusting(&self.certificate)
    }
}

/// The options that name the files.
pub(crate) fn over_tls(files: &TlsFiles) -> [&str; 4] {
    let (certificate, key) = (files.certificate.to_str(), files.key.to_str());
    [
        "--tls-cert",
        certificate.unwrap(),
        "--tls-key",
        key.unwrap(),
    ]
}

fn write(files: &TlsFiles, made: &Made) {
    write_private(&files.certificate, &made.certificate_pem);
    write_private(&files.key, &made.key_pem);
}

fn write_private(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

fn config(certificate: &CertificateDer<'static>) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

fn trusting(certificate: &CertificateDer<'static>) -> ClientBuilder {
    speaking(certificate, "h2")
}

fn speaking(certificate: &CertificateDer<'static>, protocol: &str) -> ClientBuilder {
    let mut config = config(certificate);
    config.alpn_protocols = vec![protocol.into()];
    Client::builder().tls_backend_preconfigured(config)
}

async fn world(pair: &Pair, edge: Edge, client: ClientBuilder) -> World {
    let tls = Some(pair.files());
    let tunables = Tunables {
        edge: Edge { tls, ..edge },
        ..Tunables::default()
    };
    World::with_client(tunables, client).await
}

#[tokio::test]
async fn over_tls_calls_and_streams_work_in_http2_and_in_http1() {
    let pair = Pair::new();
    for (protocol, version) in [("h2", Version::HTTP_2), ("http/1.1", Version::HTTP_11)] {
        let client = || speaking(&pair.certificate, protocol);
        let world = world(&pair, Edge::default(), client()).await;
        let health = client().no_proxy().build().unwrap();
        let answer = health.get(world.url("/healthz")).send().await.unwrap();
        assert_eq!(
            (answer.status(), answer.version()),
            (StatusCode::OK, version)
        );
        assert!(world.url("").starts_with("https://"));
        world.agent("ana", &[("library", Role::Agent)]).await;
        let ana = world.sign_in("ana").await;
        let mut events = ana.events().await;
        assert!(!events.headers.contains_key("connection"), "{version:?}");
        let mut pages = join_all((0..20).map(|_| world.page("library"))).await;
        for page in &mut pages {
            assert_eq!(page.next().await.data["online"], false);
        }
        ana.choose(json!("everywhere"), "available", json!("until_changed"))
            .await;
        let seen = events.next_named("presence").await;
        assert_eq!(seen.presence(), "ana library available manual");
        for page in &mut pages {
            assert_eq!(page.next().await.data["online"], true);
        }
        let mut page = pages.pop().unwrap();
        drop((pages, events));
        world.streams_open(1).await;
        ana.goodbye().await;
        assert_eq!(page.next().await.data["online"], false);
    }
}

#[tokio::test]
async fn a_browsers_cookie_is_bound_to_this_host_and_to_tls() {
    let pair = Pair::new();
    let world = world(&pair, Edge::default(), pair.client()).await;
    let http = pair.client().no_proxy().build().unwrap();
    let url = world.url("").replace("127.0.0.1", "localhost");
    let body = json!({"email": "olga@example.org", "password": PASSWORD, "remember": true});
    let answer = http
        .post(format!("{url}/v1/browser"))
        .header("origin", &url)
        .json(&body)
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success(), "{answer:?}");
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-porchlight="), "{cookie}");
    assert!(cookie.contains("; Secure"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let me = http.get(format!("{url}/v1/me")).header("cookie", cookie);
    // Another site's page may not read it.
    let own = me
        .try_clone()
        .unwrap()
        .header("sec-fetch-site", "same-origin");
    assert_eq!(own.send().await.unwrap().status(), StatusCode::OK);
    let foreign = me.header("sec-fetch-site", "cross-site");
    assert!(!foreign.send().await.unwrap().status().is_success());
}

#[tokio::test]
async fn streams_over_one_connection_take_places_as_connections_do() {
    let pair = Pair::new();
    let edge = Edge {
        // The connection, the next one that is waited for, and three streams.
        max_connections: 5,
        ..Edge::default()
    };
    let world = world(&pair, edge, pair.client()).await;
    let mut pages = Vec::new();
    for _ in 0..3 {
        pages.push(world.page("library").await);
    }
    let path = "/v1/public/offices/library/events";
    let refused = world.call(Method::GET, path, None, None).await;
    assert_eq!(refused.problem().0, 503);
    pages.pop();
    world.streams_open(2).await;
    // The place is given back by whoever served the stream, a moment after it is no longer counted.
    let found_room = async {
        while world.try_page("library").await.is_none() {
            tokio::task::yield_now().await;
        }
    };
    timeout(DEADLINE, found_room).await.unwrap();
    drop(pages);
}

#[tokio::test]
async fn who_says_nothing_is_let_go_before_the_handshake_and_after_it() {
    let pair = Pair::new();
    let edge = Edge {
        first_head: SHORT,
        head: SHORT,
        ..Edge::default()
    };
    let world = world(&pair, edge, pair.client()).await;
    let url = world.url("");
    let address = url.strip_prefix("https://").unwrap();
    let mut silent = TcpStream::connect(address).await.unwrap();
    let ended = timeout(DEADLINE, silent.read(&mut [0; 64])).await.unwrap();
    assert!(matches!(ended, Ok(0) | Err(_)), "{ended:?}");
    for protocol in ["h2", "http/1.1"] {
        let mut config = config(&pair.certificate);
        config.alpn_protocols = vec![protocol.into()];
        let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
        let stream = TcpStream::connect(address).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let mut stream = connector.connect(name, stream).await.unwrap();
        let mut said = Vec::new();
        let ended = timeout(DEADLINE, stream.read_to_end(&mut said)).await;
        assert!(ended.is_ok(), "{protocol}: it is still open");
    }
    // Whoever speaks plain HTTP learns nothing, and holds nothing up.
    let plain = Client::builder().no_proxy().build().unwrap();
    assert!(
        plain
            .get(format!("http://{address}/"))
            .send()
            .await
            .is_err()
    );
    assert_eq!(world.public("library").await["online"], false);
}

#[tokio::test]
async fn at_the_end_streams_over_tls_are_told_to_come_back() {
    let pair = Pair::new();
    let mut world = world(&pair, Edge::default(), pair.client()).await;
    let mut pages = join_all((0..5).map(|_| world.page("library"))).await;
    timeout(Duration::from_secs(5), world.shut_down())
        .await
        .expect("it ends in time");
    for page in &mut pages {
        page.next().await;
        assert!(page.next_or_end().await.is_none());
    }
}

/// A server of its own with its log.
struct Logged {
    serving: Serving,
    log: std::io::Lines<BufReader<std::process::ChildStderr>>,
}

impl Logged {
    fn start(place: &Place, files: &TlsFiles) -> Self {
        let mut command = binary();
        command
            .args(Serving::arguments(&place.data()))
            .args(over_tls(files));
        let mut serving = Serving::run_logging(command, Stdio::piped());
        let log = BufReader::new(serving.child.stderr.take().unwrap()).lines();
        Self { serving, log }
    }

    /// Reads the log until somebody says this.
    fn until(&mut self, words: &str) -> String {
        let mut lines = self.log.by_ref().map(Result::unwrap);
        lines
            .find(|line| line.contains(words))
            .unwrap_or_else(|| panic!("nobody said {words:?}"))
    }

    async fn answers(&self, certificate: &CertificateDer<'static>) -> bool {
        let http = trusting(certificate).no_proxy().build().unwrap();
        let health = http.get(format!("{}/healthz", self.serving.url)).send();
        health
            .await
            .is_ok_and(|answer| answer.status() == StatusCode::OK)
    }
}

#[tokio::test]
async fn another_pair_is_shown_as_soon_as_its_files_are_there_and_a_broken_one_changes_nothing() {
    let _ = crate::command_line::http();
    let place = Place::new();
    let first = Pair::new();
    let files = first.files();
    let mut server = Logged::start(&place, &files);
    assert!(server.answers(&first.certificate).await);
    // Written in place, one after the other.
    let second = make(2);
    write(&files, &second);
    server.until("another certificate is shown");
    assert!(server.answers(&second.certificate).await);
    assert!(!server.answers(&first.certificate).await);
    // A key that belongs to another one.
    write_private(&files.key, &make(2).key_pem);
    let said = server.until("the certificate stays as it was");
    assert!(
        said.contains("does not belong to the certificate"),
        "{said}"
    );
    assert!(server.answers(&second.certificate).await);
    fs::remove_file(&files.certificate).unwrap();
    server.until("cannot be read");
    assert!(server.answers(&second.certificate).await);
    // Put in place of what was there.
    let third = make(2);
    let aside = Pair::of(&make(2));
    write(&aside.files(), &third);
    fs::copy(aside.files().key, files.key.with_extension("new")).unwrap();
    fs::rename(files.key.with_extension("new"), &files.key).unwrap();
    fs::copy(
        aside.files().certificate,
        files.certificate.with_extension("new"),
    )
    .unwrap();
    fs::rename(files.certificate.with_extension("new"), &files.certificate).unwrap();
    server.until("another certificate is shown");
    assert!(server.answers(&third.certificate).await);
    assert_eq!(server.serving.terminate(), Some(0));
}

/// As certbot and Kubernetes do.
#[tokio::test]
async fn links_that_lead_elsewhere_from_now_on_are_followed() {
    let _ = crate::command_line::http();
    let place = Place::new();
    let (first, second) = (Pair::new(), Pair::new());
    let live = tempfile::tempdir().unwrap();
    let files = TlsFiles {
        certificate: live.path().join("fullchain.pem"),
        key: live.path().join("privkey.pem"),
    };
    let lead_to = |pair: &Pair| {
        for (link, file) in [
            (&files.certificate, pair.files().certificate),
            (&files.key, pair.files().key),
        ] {
            let new = link.with_extension("new");
            std::os::unix::fs::symlink(file, &new).unwrap();
            fs::rename(new, link).unwrap();
        }
    };
    lead_to(&first);
    let mut server = Logged::start(&place, &files);
    assert!(server.answers(&first.certificate).await);
    lead_to(&second);
    server.until("another certificate is shown");
    assert!(server.answers(&second.certificate).await);
    let third = make(2);
    write(&second.files(), &third);
    server.until("another certificate is shown");
    assert!(
        server.answers(&third.certificate).await,
        "what they lead to changed"
    );
    let kill = Command::new("kill")
        .args(["-HUP", &server.serving.child.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    assert!(server.answers(&third.certificate).await, "it goes on");
    assert_eq!(server.serving.terminate(), Some(0));
}

/// Starts a server that does not start, and answers what it said.
fn refused(place: &Place, more: &[&str]) -> String {
    let mut arguments = vec!["serve", "--listen", "127.0.0.1:0"];
    arguments.extend(more);
    let output = place.run(&arguments);
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_pair_that_cannot_be_used_is_refused_in_a_sentence() {
    let place = Place::new();
    let (pair, other) = (Pair::new(), Pair::new());
    let TlsFiles { certificate, key } = pair.files();
    let text = |path: &PathBuf| path.to_str().unwrap().to_owned();
    let (certificate, key) = (text(&certificate), text(&key));
    let said = |certificate: &str, key: &str| {
        refused(&place, &["--tls-cert", certificate, "--tls-key", key])
    };
    let alone = refused(&place, &["--tls-cert", &certificate]);
    assert!(alone.contains("go together"), "{alone}");
    let missing = said("/no/such.pem", &key);
    assert!(
        missing.contains("the certificate /no/such.pem cannot be read"),
        "{missing}"
    );
    let swapped = said(&key, &key);
    assert!(swapped.contains("there is no certificate in"), "{swapped}");
    let swapped = said(&certificate, &certificate);
    assert!(swapped.contains("there is no private key in"), "{swapped}");
    let others = said(&certificate, &text(&other.files().key));
    assert!(
        others.contains("does not belong to the certificate"),
        "{others}"
    );
    let secret = fs::read_to_string(&key).unwrap();
    fs::write(&key, &secret[..secret.len() / 2]).unwrap();
    let damaged = said(&certificate, &key);
    assert!(
        damaged.contains("cannot be read") || damaged.contains("no private key"),
        "{damaged}"
    );
    let piece = secret.lines().nth(1).unwrap();
    assert!(
        !damaged.contains(&piece[..16]),
        "a piece of the key in the log"
    );
}

#[test]
fn a_certificate_that_ended_and_a_key_that_others_can_read_are_said_at_the_start() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let pair = Pair::of(&make(-1));
    let open = fs::Permissions::from_mode(0o644);
    fs::set_permissions(pair.files().key, open).unwrap();
    let mut server = Logged::start(&place, &pair.files());
    let said = server.until("the certificate ended at");
    assert!(said.contains("renew it"), "{said}");
    let said = server.until("can be read by others than its owner");
    assert!(said.contains("chmod 600"), "{said}");
    let files = pair.files();
    let tls = over_tls(&files);
    for command in [&["doctor"][..], &["config", "check"]] {
        let output = place.run(&[command, &tls].concat());
        let said = crate::command_line::said(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("certificate ended at"), "{said}");
        assert!(said.contains("can be read by others"), "{said}");
    }
    assert_eq!(server.serving.terminate(), Some(0));
}
