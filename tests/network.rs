//! How the app reaches its server, and what it refuses: a certificate authority of one's own, a proxy, and no encryption.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use porchlight_testbed::VirtualDesktop;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::harness::{App, PASSWORD, Said, Server, desktop};

/// Nobody but the proxy knows this name.
const NAME: &str = "chat.campus.test";

#[test]
fn a_private_certificate_authority_and_the_systems_proxy_are_respected() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let authority = authority();
    let secure = speak_tls(&server.url, &authority);
    let (proxy, asked) = proxy_to(&secure);
    let url = format!("https://{NAME}");
    let trusted = trust(&desktop, &authority);
    let environment = [
        ("HTTPS_PROXY", proxy.as_str()),
        ("NO_PROXY", "localhost"),
        ("SSL_CERT_FILE", trusted.to_str().unwrap()),
    ];

    let ana = App::start_in(&desktop, "ana", &environment);
    ana.signs_in(&url, "ana@example.edu");
    ana.does(&["available", "--hold"]);
    assert_eq!(ana.status()["connected"], true);
    assert_eq!(asked.recv().unwrap(), format!("{NAME}:443"));

    let stranger = [("HTTPS_PROXY", proxy.as_str()), ("NO_PROXY", "localhost")];
    let bo = App::start_in(&desktop, "bo", &stranger);
    let refused = bo.tries_to_sign_in(&url, "bo@example.edu", &[]);
    assert_eq!(refused.code, 4);
    assert!(
        refused.text.contains("cannot be trusted"),
        "{}",
        refused.text
    );
}

#[test]
fn without_encryption_no_password_leaves_this_computer_unless_she_allows_it() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    // Something else than this computer, as far as an address tells.
    let (proxy, asked) = proxy_to(server.url.trim_start_matches("http://"));
    let environment = [("HTTP_PROXY", proxy.as_str()), ("NO_PROXY", "localhost")];
    let ana = App::start_in(&desktop, "ana", &environment);
    let url = format!("http://{NAME}");

    let refused = ana.tries_to_sign_in(&url, "ana@example.edu", &[]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.text.contains("is not encrypted") && refused.text.contains("https://"),
        "{}",
        refused.text
    );
    assert!(asked.try_recv().is_err(), "nothing was sent");

    let signed_in = ana.tries_to_sign_in(&url, "ana@example.edu", &["--allow-plain-http"]);
    assert_eq!(signed_in.code, 0, "{}", signed_in.text);
    assert_eq!(ana.status()["connected"], true);

    // An address that was kept is held to the same.
    ana.quit();
    let state = desktop.home().join("ana/state.json");
    let kept = std::fs::read_to_string(&state).unwrap();
    let allowed = "\"plain_http\":true";
    assert!(kept.contains(allowed), "{kept}");
    std::fs::write(&state, kept.replace(allowed, "\"plain_http\":false")).unwrap();
    let ana = App::start_in(&desktop, "ana", &environment);
    let status = ana.tries(&["status", "--json"]);
    assert_eq!(status.code, 4);
    let status: serde_json::Value = serde_json::from_str(&status.out).unwrap();
    assert_eq!(status["connected"], false);
    let why = status["not_connected"].as_str().unwrap();
    assert!(why.contains("is not encrypted"), "{why}");
}

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Where this computer's administrator has put the authority.
fn trust(desktop: &VirtualDesktop, authority: &Authority) -> PathBuf {
    let file = desktop.home().join("authority.pem");
    std::fs::write(&file, authority.pem()).unwrap();
    file
}

/// Stands before the server as a proxy does that speaks TLS, with a certificate by this authority. Returns its address.
fn speak_tls(server: &str, authority: &Authority) -> String {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![NAME.to_owned()]).unwrap();
    let certificate = params.signed_by(&key, authority).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            key.serialize_der().try_into().unwrap(),
        )
        .unwrap();
    let config = Arc::new(config);
    let server = server.trim_start_matches("http://").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for near in listener.incoming().map_while(Result::ok) {
            let (config, server) = (Arc::clone(&config), server.clone());
            thread::spawn(move || converse(near, config, &server));
        }
    });
    address
}

/// Passes on what comes either way. Ends with the connection.
fn converse(near: TcpStream, config: Arc<ServerConfig>, server: &str) -> io::Result<()> {
    let mut far = TcpStream::connect(server)?;
    let mut answers = far.try_clone()?;
    // What TLS reads and writes cannot be taken apart, so the two take turns with short waits.
    let turn = Some(Duration::from_millis(5));
    near.set_read_timeout(turn)?;
    answers.set_read_timeout(turn)?;
    let mut secure = StreamOwned::new(ServerConnection::new(config).unwrap(), near);
    while pass(&mut secure, &mut far)? && pass(&mut answers, &mut secure)? {}
    Ok(())
}

/// Passes on what has come. False at the end.
fn pass(from: &mut impl Read, to: &mut impl Write) -> io::Result<bool> {
    let mut buffer = [0; 16 << 10];
    match from.read(&mut buffer) {
        Ok(0) => Ok(false),
        Ok(length) => {
            to.write_all(&buffer[..length])?;
            to.flush()?;
            Ok(true)
        }
        Err(error) if is_turn_over(&error) => Ok(true),
        Err(error) => Err(error),
    }
}

fn is_turn_over(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}

/// A proxy that brings everybody to one address. Returns its own, and tells where it was asked to go.
fn proxy_to(target: &str) -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (asked, asks) = mpsc::channel();
    let target = target.to_owned();
    thread::spawn(move || {
        for near in listener.incoming().map_while(Result::ok) {
            let (asked, target) = (asked.clone(), target.clone());
            thread::spawn(move || relay(near, &target, &asked));
        }
    });
    (url, asks)
}

fn relay(near: TcpStream, target: &str, asked: &mpsc::Sender<String>) -> io::Result<()> {
    let mut far = TcpStream::connect(target)?;
    let mut reader = BufReader::new(near.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let is_tunnel = words.next() == Some("CONNECT");
    // Whoever started this may have seen enough.
    let _ = asked.send(words.next().unwrap_or_default().to_owned());
    if is_tunnel {
        while line != "\r\n" {
            line.clear();
            reader.read_line(&mut line)?;
        }
        (&near).write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    } else {
        far.write_all(line.as_bytes())?;
    }
    let (mut there, mut back) = (far.try_clone()?, near);
    thread::spawn(move || io::copy(&mut reader, &mut there));
    io::copy(&mut far, &mut back).map(drop)
}

impl App<'_> {
    fn tries_to_sign_in(&self, url: &str, email: &str, more: &[&str]) -> Said {
        let mut words = vec![
            "sign-in",
            "--server",
            url,
            "--email",
            email,
            "--password-stdin",
        ];
        words.extend(more);
        self.tries_with(&words, PASSWORD)
    }
}
