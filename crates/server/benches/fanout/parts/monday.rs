//! Monday, 09:00: a whole campus' shifts begin in the same second.

mod others;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use memchr::memmem::Finder;
use serde_json::Value;

use self::others::Others;
use super::Scale;
use crate::{
    call::Connection,
    campus::{Campus, Size, office_id, token},
    measure::{measured, megabytes, milliseconds, say},
    server::Server,
    watchers::Watchers,
    wire::Received,
};

/// Agents of each office, and how many of them have their app open.
const MEMBERS: usize = 50;
const STREAMS: usize = 20;
const STARTS: u32 = 3;
const PATIENCE: Duration = Duration::from_secs(20);
/// Before the edge, all streams have been open for this long.
const QUIET: Duration = Duration::from_secs(2);
/// After it, nobody may be cut off for this long.
const AFTERMATH: Duration = Duration::from_secs(3);

/// From starting the program until it is ready, with a year of audit.
pub(crate) fn start(scale: Scale) -> Result<()> {
    let size = Size {
        audit: scale.or(5_000, 250_000),
        ..size(scale)
    };
    say(&format!(
        "starting with {} agents and {} rows of audit",
        size.agents(),
        size.audit
    ));
    let campus = Campus::found(size)?;
    campus.schedule_everybody(Utc::now() - TimeDelta::hours(1))?;
    let mut slowest = Duration::ZERO;
    for _ in 0..STARTS {
        let server = Server::start(campus.data())?;
        slowest = slowest.max(server.started_in);
        measured("start_resident_megabytes", megabytes(server.resident()?));
        server.stop()?;
    }
    measured("start_seconds", slowest.as_secs_f64());
    Ok(())
}

/// From the edge until the last stream has brought the last of its colleagues.
pub(crate) fn measure(scale: Scale) -> Result<()> {
    let size = size(scale);
    let campus = Campus::found(size)?;
    let lead = TimeDelta::seconds(scale.or(12, 40));
    let edge = (Utc::now() + lead).duration_trunc(TimeDelta::seconds(1))?;
    campus.schedule_everybody(edge)?;
    let server = Server::start(campus.data())?;
    let others = Others::begin(server.address, size);
    let mut office = Watched::open(&server, size)?;
    say(&format!(
        "{} agents in {} offices begin their shifts within one second; {} streams are open",
        size.agents(),
        size.offices,
        office.watchers.count()
    ));

    let left = (edge - Utc::now()).to_std().unwrap_or_default();
    ensure!(
        left >= QUIET,
        "this machine was not ready in time: the streams were open {left:?} before the edge"
    );
    let begun = Instant::now() + left;
    let last = office.until_all_available(begun)?;
    measured("monday_all_seconds", (last - begun).as_secs_f64());
    office.watchers.idle_until(last + AFTERMATH)?;
    let cut_off = u32::try_from(office.watchers.closed())?;
    measured("monday_cut_off", f64::from(cut_off));
    let mut longest = Duration::ZERO;
    for (what, wait) in others.end(begun)? {
        say(&format!("  the longest wait of {what}: {wait:.1?}"));
        longest = longest.max(wait);
    }
    measured("monday_wait_ms", milliseconds(longest));
    measured("monday_peak_megabytes", megabytes(server.peak_resident()?));
    must_be_right(&server, size, edge)
}

/// The last office is that of [`Others`].
fn size(scale: Scale) -> Size {
    Size {
        offices: scale.or(10, 200) + 1,
        members: MEMBERS,
        devices: 1,
        audit: 0,
    }
}

/// Streams, of which each shows one office.
struct Watched {
    watchers: Watchers,
    /// How many each has seen become Available.
    available: Vec<usize>,
}

impl Watched {
    fn open(server: &Server, size: Size) -> Result<Self> {
        let agents = (0..STREAMS).flat_map(|member| {
            (0..size.offices - 1).map(move |office| member * size.offices + office)
        });
        let tokens = agents.map(|agent| Some(token(agent, 0)));
        let mut watchers = Watchers::open(server.address, "/v1/me/events", tokens)?;
        let available = vec![0; watchers.count()];
        let is_available = Finder::new(AVAILABLE);
        let mut early = 0;
        watchers.until_each_message(PATIENCE, |_, snapshot| {
            early += is_available.find_iter(snapshot).count();
            true
        })?;
        ensure!(early == 0, "{early} agents are Available before the edge");
        Ok(Self {
            watchers,
            available,
        })
    }

    fn until_all_available(&mut self, begun: Instant) -> Result<Instant> {
        let is_available = Finder::new(AVAILABLE);
        let is_snapshot = Finder::new(SNAPSHOT);
        let mut waiting = self.available.len();
        let mut last = begun;
        let deadline = begun + PATIENCE;
        while waiting > self.watchers.closed() && Instant::now() < deadline {
            let available = &mut self.available;
            self.watchers.read_round(deadline, |number, received| {
                let Received::Message(message) = received else {
                    return;
                };
                let before = available[number];
                let seen = is_available.find_iter(message).count();
                let is_snapshot = is_snapshot.find(message).is_some();
                available[number] = if is_snapshot { seen } else { before + seen };
                if before < MEMBERS && available[number] >= MEMBERS {
                    waiting -= 1;
                    last = Instant::now();
                }
            })?;
        }
        ensure!(
            waiting <= self.watchers.closed(),
            "{waiting} of {} streams do not show everybody Available {PATIENCE:?} after the edge",
            self.watchers.count()
        );
        Ok(last)
    }
}

/// As colleagues are shown. Everybody changes once, so counting is enough; a snapshot shows all of them anew.
const AVAILABLE: &str = r#""status":"available""#;
const SNAPSHOT: &str = r#""offices":["#;

/// What was pushed is also what is answered.
fn must_be_right(server: &Server, size: Size, edge: DateTime<Utc>) -> Result<()> {
    let mut connection = Connection::open(server.address)?;
    for office in 0..size.offices - 1 {
        let path = format!("/v1/offices/{}", office_id(office));
        let answer = connection.call("GET", &path, Some(&token(office, 0)), &Value::Null)?;
        let available = answer["available"]
            .as_u64()
            .context("an office without a counter")?;
        ensure!(
            available == u64::try_from(MEMBERS)?,
            "{available} agents of {} are Available after the edge at {edge}",
            office_id(office)
        );
    }
    Ok(())
}
