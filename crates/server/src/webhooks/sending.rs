//! One request to a receiver: signed, bounded in time and in what is read, to the addresses that may be, and no further.

use std::{net::IpAddr, sync::Arc, time::Duration};

use porchlight_campus::webhooks::{Attempt, Outcome, Secret};
use porchlight_protocol::Timestamp;
use reqwest::{Client, StatusCode, Url, header, redirect};
use ring::hmac;
use rustls::ClientConfig;
use rustls_platform_verifier::ConfigVerifierExt as _;

use super::addresses::{AllowedNetworks, Lookup, Resolver, SystemLookup};

/// What is signed is in here, beside the time.
const SIGNATURE: &str = "porchlight-signature";
const DELIVERY: &str = "porchlight-delivery";
const EVENT: &str = "porchlight-event";
/// Bytes of an answer that are read, so that the connection can be used again; it means nothing.
const READ_MAX: usize = 16 * 1024;
/// Characters of an error that are kept.
const SAID_MAX: usize = 200;

/// Makes requests.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    client: Client,
    allowed: Arc<AllowedNetworks>,
}

impl Sender {
    pub(super) fn new(
        allowed: &AllowedNetworks,
        timeout: Duration,
    ) -> Result<Self, reqwest::Error> {
        Self::by(allowed, timeout, SystemLookup)
    }

    fn by(
        allowed: &AllowedNetworks,
        timeout: Duration,
        lookup: impl Lookup,
    ) -> Result<Self, reqwest::Error> {
        // A second installation in one process is refused and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let allowed = Arc::new(allowed.clone());
        let mut builder = Client::builder()
            .user_agent(concat!("porchlight-server/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .dns_resolver(Resolver {
                allowed: Arc::clone(&allowed),
                lookup,
            })
            .connect_timeout(timeout)
            .timeout(timeout)
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(Duration::from_secs(20));
        builder = match ClientConfig::with_platform_verifier() {
            Ok(mut tls) => {
                tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
                builder.tls_backend_preconfigured(tls)
            }
            Err(error) => {
                tracing::warn!(%error, "no certificates are trusted: install ca-certificates for webhooks to https addresses");
                builder.tls_certs_only([])
            }
        };
        Ok(Self {
            client: builder.build()?,
            allowed,
        })
    }

    /// Makes a request, and says what came of it.
    pub(super) async fn send(&self, attempt: Attempt, now: Timestamp) -> Outcome {
        let Ok(url) = Url::parse(&attempt.url) else {
            return Outcome::Refused("The address makes no sense.".to_owned());
        };
        // What is no name is not looked up.
        let host = url.host_str().unwrap_or_default();
        let literal = host.trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = literal.parse::<IpAddr>()
            && let Err(error) = self.allowed.check(address)
        {
            return Outcome::Failed(format!("Not sent: {error}."));
        }
        let request = self
            .client
            .post(url)
            .header(header::CONTENT_TYPE, "application/json")
            .header(SIGNATURE, signature(&attempt.secrets, now, &attempt.body))
            .header(DELIVERY, attempt.id)
            .header(EVENT, attempt.event.name())
            .body(attempt.body);
        match request.send().await {
            Ok(mut answer) => {
                let status = answer.status();
                let mut read = 0;
                while read < READ_MAX
                    && let Ok(Some(chunk)) = answer.chunk().await
                {
                    read += chunk.len();
                }
                judge(status)
            }
            Err(error) => Outcome::Failed(said(&error.without_url())),
        }
    }
}

fn judge(status: StatusCode) -> Outcome {
    let said = format!("Answered {status}.");
    if status.is_success() {
        Outcome::Arrived(said)
    } else if status == StatusCode::GONE {
        Outcome::Refused(said)
    } else if status.is_redirection() {
        Outcome::Failed(format!("Answered {status}; redirects are not followed."))
    } else {
        Outcome::Failed(said)
    }
}

/// The error and what caused it, in one sentence.
fn said(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "Not answered in time.".to_owned();
    }
    let mut innermost: &dyn std::error::Error = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    let text: String = innermost.to_string().chars().take(SAID_MAX).collect();
    format!("Not sent: {text}.")
}

/// `t=<unix>,v1=<hex>`, with a `v1` for each secret that is valid: HMAC-SHA256 of `<unix>.<body>`.
fn signature(secrets: &[Secret], now: Timestamp, body: &[u8]) -> String {
    use std::fmt::Write as _;
    let time = now.timestamp();
    let mut text = format!("t={time}");
    for secret in secrets {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.0.as_bytes());
        let mut context = hmac::Context::with_key(&key);
        context.update(format!("{time}.").as_bytes());
        context.update(body);
        text += ",v1=";
        for byte in context.sign().as_ref() {
            let _ = write!(text, "{byte:02x}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::{
        collections::VecDeque,
        io,
        net::SocketAddr,
        sync::{
            Mutex,
            atomic::{AtomicUsize, Ordering},
        },
    };

    use bytes::Bytes;
    use porchlight_protocol::WebhookEvent;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    use super::*;

    #[test]
    fn a_signature_is_what_openssl_makes_of_the_same_and_one_for_each_secret() {
        let now = "2026-11-23T08:00:00Z".parse().unwrap();
        let secrets = [Secret("new".to_owned()), Secret("old".to_owned())];
        // printf '1795420800.{}' | openssl dgst -sha256 -hmac new
        assert_eq!(
            signature(&secrets, now, b"{}"),
            "t=1795420800,v1=5186f009df6c994cbdb16035000bf77a20affd74fd8756c5806adcf6d45eb96c,\
             v1=14fd27e5da61a1588bdc6c26ae811349acac4b856f4f2414ff12254f3f8d8596"
        );
    }

    /// Answers one thing after the other, as whoever holds a name can.
    #[derive(Clone, Debug)]
    struct Rebinding(Arc<Mutex<VecDeque<Vec<SocketAddr>>>>);

    impl Lookup for Rebinding {
        async fn look_up(&self, _: String) -> io::Result<Vec<SocketAddr>> {
            Ok(self.0.lock().unwrap().pop_front().unwrap())
        }
    }

    /// Takes requests until the listener is dropped; counts them.
    fn receive(listener: TcpListener) -> Arc<AtomicUsize> {
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let mut request = [0; 4096];
                let _ = socket.read(&mut request).await;
                let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
                let _ = socket.write_all(answer).await;
            }
        });
        count
    }

    /// 127.0.0.1 stands for the internet here, and 127.0.0.2 for what only this machine may reach.
    #[tokio::test]
    async fn a_name_that_means_something_else_later_is_checked_again_and_never_looked_up_between_check_and_connection()
     {
        let public = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = public.local_addr().unwrap().port();
        let private = TcpListener::bind(("127.0.0.2", port)).await.unwrap();
        let (public, private) = (receive(public), receive(private));
        let address = |last: u8| SocketAddr::from(([127, 0, 0, last], 0));
        let answers = [
            vec![address(1)],
            vec![address(2)],
            vec![address(2), address(1)],
            vec![address(2), address(2)],
        ];
        let left = Arc::new(Mutex::new(VecDeque::from(answers)));
        let allowed = AllowedNetworks(vec!["127.0.0.1/32".parse().unwrap()]);
        let lookup = Rebinding(Arc::clone(&left));
        let sender = Sender::by(&allowed, Duration::from_secs(10), lookup).unwrap();
        let attempt = Attempt {
            webhook: "w".to_owned(),
            number: 1,
            url: format!("http://receiver.example:{port}/"),
            secrets: vec![Secret("secret".to_owned())],
            id: "1".to_owned(),
            event: WebhookEvent::Ping,
            body: Bytes::from_static(b"{}"),
        };
        for (nth, arrives) in [true, false, true, false].into_iter().enumerate() {
            let outcome = sender.send(attempt.clone(), Timestamp::UNIX_EPOCH).await;
            let said = format!("{nth}: {outcome:?}");
            assert_eq!(matches!(outcome, Outcome::Arrived(_)), arrives, "{said}");
            assert!(
                arrives || said.contains("in a network of its own"),
                "{said}"
            );
            assert_eq!(left.lock().unwrap().len(), 3 - nth, "one look-up a request");
        }
        assert_eq!(public.load(Ordering::SeqCst), 2);
        assert_eq!(private.load(Ordering::SeqCst), 0, "nothing gets there");
    }
}
