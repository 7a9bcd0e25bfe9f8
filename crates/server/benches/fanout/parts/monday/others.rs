//! What else is asked of the server meanwhile, and how long that waits.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use anyhow::{Result, anyhow};
use serde_json::{Value, json};

use crate::{
    call::Connection,
    campus::{Size, office_id, token},
};

/// As often as every agent's device gives its sign of life.
const HEARTBEAT: Duration = Duration::from_secs(25);
const EVERY: Duration = Duration::from_millis(20);

/// Requests of five kinds, each on a connection of its own, one after the other until the end.
pub(crate) struct Others {
    kinds: Vec<(&'static str, JoinHandle<Result<Vec<Wait>>>)>,
    ended: Arc<AtomicBool>,
}

struct Wait {
    answered: Instant,
    taken: Duration,
}

/// Method, path, token and body.
type Request = (&'static str, String, Option<String>, Value);

impl Others {
    pub(crate) fn begin(server: SocketAddr, size: Size) -> Self {
        let mut others = Self {
            kinds: Vec::new(),
            ended: Arc::default(),
        };
        let agent = move |number: usize| number * 7 % size.agents();
        others.ask(server, "GET /v1/me", EVERY, move |number| {
            (
                "GET",
                "/v1/me".to_owned(),
                Some(token(agent(number), 0)),
                Value::Null,
            )
        });
        others.ask(server, "GET /v1/offices/{id}", EVERY, move |number| {
            let path = format!("/v1/offices/{}", office_id(agent(number) % size.offices));
            ("GET", path, Some(token(agent(number), 0)), Value::Null)
        });
        others.ask(
            server,
            "GET /v1/public/offices/{id}",
            EVERY,
            move |number| {
                let path = format!("/v1/public/offices/{}", office_id(number % size.offices));
                ("GET", path, None, Value::Null)
            },
        );
        let every = HEARTBEAT / u32::try_from(size.agents()).unwrap_or(u32::MAX);
        others.ask(server, "PUT /v1/me/activity", every, move |number| {
            let path = "/v1/me/activity".to_owned();
            let active = json!({ "state": "active" });
            ("PUT", path, Some(token(number % size.agents(), 0)), active)
        });
        others.ask(server, "POST /v1/me/choices", EVERY, move |number| {
            // The last office's first agent: nobody watches her.
            let path = "/v1/me/choices".to_owned();
            (
                "POST",
                path,
                Some(token(size.offices - 1, 0)),
                choice(number),
            )
        });
        others
    }

    /// Stops asking, and returns the longest wait of each kind among the requests that were answered after `begun`.
    pub(crate) fn end(mut self, begun: Instant) -> Result<Vec<(&'static str, Duration)>> {
        self.ended.store(true, Ordering::Relaxed);
        let kinds = std::mem::take(&mut self.kinds).into_iter();
        kinds
            .map(|(what, kind)| {
                let waits = kind.join().map_err(|_| anyhow!("{what} panicked"))??;
                let longest = waits
                    .iter()
                    .filter(|wait| wait.answered >= begun)
                    .map(|wait| wait.taken)
                    .max();
                Ok((what, longest.unwrap_or_default()))
            })
            .collect()
    }

    fn ask(
        &mut self,
        server: SocketAddr,
        what: &'static str,
        every: Duration,
        request: impl Fn(usize) -> Request + Send + 'static,
    ) {
        let ended = Arc::clone(&self.ended);
        let kind = thread::spawn(move || ask(server, every, request, &ended));
        self.kinds.push((what, kind));
    }
}

impl Drop for Others {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}

fn ask(
    server: SocketAddr,
    every: Duration,
    request: impl Fn(usize) -> Request,
    ended: &AtomicBool,
) -> Result<Vec<Wait>> {
    let mut connection = Connection::open(server)?;
    let mut waits = Vec::new();
    let mut next = Instant::now();
    for number in 0.. {
        if ended.load(Ordering::Relaxed) {
            break;
        }
        let (method, path, token, body) = request(number);
        let sent = Instant::now();
        connection.call(method, &path, token.as_deref(), &body)?;
        let answered = Instant::now();
        waits.push(Wait {
            answered,
            taken: answered - sent,
        });
        // After a long wait there is nothing to catch up with.
        next = (next + every).max(answered);
        thread::sleep(next - answered);
    }
    Ok(waits)
}

fn choice(number: usize) -> Value {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let id = format!("{:032}", now.unwrap_or_default().as_nanos());
    let status = if number.is_multiple_of(2) {
        "available"
    } else {
        "away"
    };
    json!({ "id": id, "scope": "everywhere", "status": status, "hold": "until_changed" })
}
