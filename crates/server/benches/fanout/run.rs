//! What is measured, in which order.

use std::{
    path::Path,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use anyhow::{Context, Result, bail};
use memchr::memmem::Finder;
use serde_json::{Value, json};

use super::{
    call::Connection,
    office::{self, Flipper, OFFICE},
    server::{Server, own_processor_time, raise_open_files},
    watchers::Watchers,
};

const WATCHERS: u16 = 1_000;
const RECONNECTING: usize = 500;
const FLIPS: u32 = 300;
const BETWEEN_FLIPS: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) fn run() -> Result<()> {
    raise_open_files()?;
    let folder = tempfile::tempdir()?;
    let data = folder.path();

    say("making an office of 50 people");
    office::found(data)?;
    say("signing in 1,000 devices, which hashes 1,000 passwords");
    let server = Server::start(data)?;
    let flipper = office::flipper(server.address)?;
    let tokens = office::devices(server.address, WATCHERS.into())?;
    server.stop()?;
    let signed_in: Vec<_> = tokens.iter().map(|token| Some(token.as_str())).collect();

    signed_in_watchers(data, &flipper, &signed_in)?;
    reconnecting(data, &flipper, &signed_in[..RECONNECTING])?;
    public_watchers(data, &flipper)
}

fn signed_in_watchers(data: &Path, flipper: &Flipper, tokens: &[Option<&str>]) -> Result<()> {
    let server = Server::start(data)?;
    let mut desk = Desk::sit_down(&server, flipper)?;
    say("1,000 signed-in devices watch");
    let mut watchers = resident(&server, "signed_in", "/v1/me/events", tokens)?;
    let words = |status: &str| {
        vec![
            format!(r#""id":"{}""#, flipper.agent),
            format!(r#""status":"{status}""#),
        ]
    };
    desk.flip_before("signed_in", &server, &mut watchers, words)
}

fn public_watchers(data: &Path, flipper: &Flipper) -> Result<()> {
    let server = Server::start(data)?;
    let mut desk = Desk::sit_down(&server, flipper)?;
    say("1,000 customers' pages watch");
    let path = format!("/v1/public/offices/{OFFICE}/events");
    let mut watchers = resident(&server, "public", &path, &[None; WATCHERS as usize])?;
    let words = |status: &str| vec![format!(r#""online":{}"#, status == "available")];
    desk.flip_before("public", &server, &mut watchers, words)
}

/// Streams are cut, the status changes meanwhile, and all come back at once.
fn reconnecting(data: &Path, flipper: &Flipper, tokens: &[Option<&str>]) -> Result<()> {
    let server = Server::start(data)?;
    let mut desk = Desk::sit_down(&server, flipper)?;
    say("500 signed-in streams are cut and come back at once");
    let path = "/v1/me/events";
    let mut before = Watchers::open(server.address, path, tokens)?;
    before.all_told(PATIENCE, |_, _| true)?;
    drop(before);
    desk.choose("available")?;

    let mut snapshots = vec![Vec::new(); tokens.len()];
    let started = Instant::now();
    let mut after = Watchers::open(server.address, path, tokens)?;
    let ended = after.all_told(PATIENCE, |number, data| {
        snapshots[number] = data.to_vec();
        true
    })?;
    for snapshot in snapshots {
        must_be_right(&serde_json::from_slice(&snapshot)?, flipper)?;
    }
    measured("reconnect_seconds", (ended - started).as_secs_f64());
    Ok(())
}

/// The snapshot shows everybody, the flipper Available, and a counter that agrees.
fn must_be_right(snapshot: &Value, flipper: &Flipper) -> Result<()> {
    let office = snapshot["offices"]
        .as_array()
        .and_then(|offices| offices.first())
        .context("a snapshot without offices")?;
    let agents = office["agents"]
        .as_array()
        .context("an office without agents")?;
    let here = agents
        .iter()
        .find(|agent| agent["id"] == flipper.agent.as_str());
    let right = agents.len() == office::COLLEAGUES + 1
        && office["available"] == 1
        && here.is_some_and(|agent| agent["status"] == "available");
    if !right {
        bail!(
            "a stream came back to a wrong snapshot: it counts {} agents",
            office["available"]
        );
    }
    Ok(())
}

/// Opens idle streams, and measures what each costs the server.
fn resident(server: &Server, kind: &str, path: &str, tokens: &[Option<&str>]) -> Result<Watchers> {
    let before = server.resident()?;
    let mut watchers = Watchers::open(server.address, path, tokens)?;
    watchers.all_told(PATIENCE, |_, _| true)?;
    watchers.idle_until(Instant::now() + Duration::from_secs(1))?;
    let growth = server.resident()?.saturating_sub(before);
    measured(
        &format!("{kind}_connection_kilobytes"),
        kilobytes(growth) / f64::from(WATCHERS),
    );
    measured(
        &format!("{kind}_resident_megabytes"),
        kilobytes(before + growth) / 1_000.0,
    );
    Ok(watchers)
}

/// Where the one who flips sits: signed in, active, with an open connection.
struct Desk<'a> {
    connection: Connection,
    flipper: &'a Flipper,
}

impl<'a> Desk<'a> {
    fn sit_down(server: &Server, flipper: &'a Flipper) -> Result<Self> {
        let mut connection = Connection::open(server.address)?;
        connection.call(
            "PUT",
            "/v1/me/activity",
            Some(&flipper.token),
            &json!({ "state": "active" }),
        )?;
        let mut desk = Self {
            connection,
            flipper,
        };
        desk.choose("away")?;
        Ok(desk)
    }

    fn choose(&mut self, status: &str) -> Result<()> {
        self.send(status)?;
        self.connection.answer().map(drop)
    }

    fn send(&mut self, status: &str) -> Result<()> {
        // Never one that an earlier desk used: the server would change nothing.
        let id = format!(
            "{:032}",
            SystemTime::now().duration_since(UNIX_EPOCH)?.as_nanos()
        );
        let body =
            json!({ "id": id, "scope": "everywhere", "status": status, "hold": "until_changed" });
        self.connection
            .send("POST", "/v1/me/choices", Some(&self.flipper.token), &body)
    }

    /// Flips ten times a second, and measures from the request until the last watcher has read of it in the words for the status.
    fn flip_before(
        &mut self,
        kind: &str,
        server: &Server,
        watchers: &mut Watchers,
        words: impl Fn(&str) -> Vec<String>,
    ) -> Result<()> {
        let mut taken = Vec::new();
        let busy_before = (server.processor_time()?, own_processor_time()?);
        let mut next = Instant::now();
        for flip in 0..FLIPS {
            let status = if flip % 2 == 0 { "available" } else { "away" };
            let words = words(status);
            let words: Vec<_> = words.iter().map(Finder::new).collect();
            watchers.idle_until(next)?;
            next += BETWEEN_FLIPS;
            let sent = Instant::now();
            self.send(status)?;
            let told = watchers.all_told(PATIENCE, |_, data| {
                words.iter().all(|word| word.find(data).is_some())
            })?;
            taken.push((told - sent).as_secs_f64() * 1_000.0);
            self.connection.answer()?;
        }
        let busy = (server.processor_time()?, own_processor_time()?);
        let each = |after: Duration, before| {
            after.saturating_sub(before).as_secs_f64() * 1_000.0 / f64::from(FLIPS)
        };
        measured(&format!("{kind}_processor_ms"), each(busy.0, busy_before.0));
        measured(
            &format!("{kind}_load_processor_ms"),
            each(busy.1, busy_before.1),
        );
        taken.sort_by(f64::total_cmp);
        for (name, share) in [("p50", 50), ("p99", 99), ("max", 100)] {
            let rank = (taken.len() * share).div_ceil(100);
            measured(&format!("{kind}_fan_out_{name}_ms"), taken[rank - 1]);
        }
        Ok(())
    }
}

fn kilobytes(bytes: u64) -> f64 {
    Duration::from_micros(bytes).as_secs_f64() * 1_000.0
}

fn measured(name: &str, value: f64) {
    println!("{}", json!({ "name": name, "value": value }));
}

fn say(what: &str) {
    eprintln!("  {what}");
}
