//! A campus that is written straight into a data directory: adding 10,000 agents one by one would take longer than
//! everything that is measured.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Days, SecondsFormat, TimeDelta, Utc};
use rusqlite::{Connection, Transaction, params};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::server::administer;

/// Everybody's.
pub(crate) const PASSWORD: &str = "a long enough passphrase";
const ZONES: [&str; 8] = [
    "America/Los_Angeles",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
];

/// How much of everything there is.
#[derive(Clone, Copy, Default)]
pub(crate) struct Size {
    pub(crate) offices: usize,
    /// Agents of each office; nobody is in two.
    pub(crate) members: usize,
    /// Signed-in devices of each agent.
    pub(crate) devices: usize,
    /// What administrators did within the last year.
    pub(crate) audit: usize,
}

impl Size {
    pub(crate) fn agents(self) -> usize {
        self.offices * self.members
    }
}

/// A data directory with a campus in it. Dropping it removes it.
pub(crate) struct Campus {
    folder: TempDir,
    pub(crate) size: Size,
}

impl Campus {
    /// Makes offices, agents without schedules, and their signed-in devices.
    pub(crate) fn found(size: Size) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        administer(
            folder.path(),
            &[
                "init",
                "--email",
                "owner@campus.example",
                "--name",
                "Olive Reed",
            ],
            Some(PASSWORD),
        )?;
        let campus = Self { folder, size };
        let mut file = campus.file()?;
        let mut rows = Rows::begin(&mut file)?;
        rows.put_people(size)?;
        rows.put_audit(size)?;
        rows.commit()?;
        Ok(campus)
    }

    pub(crate) fn data(&self) -> &Path {
        self.folder.path()
    }

    /// Gives everybody office hours in one of eight time zones, and time off until `back`, on a day that is all
    /// shift: then all of their shifts begin at once.
    pub(crate) fn schedule_everybody(&self, back: DateTime<Utc>) -> Result<()> {
        let mut file = self.file()?;
        let mut rows = Rows::begin(&mut file)?;
        for agent in 0..self.size.agents() {
            let record = json!({ "schedule": hours(agent, back) });
            rows.put(&format!("schedule/{}", agent_id(agent)), &record)?;
        }
        rows.commit()
    }

    fn file(&self) -> Result<Connection> {
        let file: PathBuf = self.data().join("porchlight.db");
        ensure!(file.exists(), "`init` made no {}", file.display());
        let file = Connection::open(file)?;
        // Nothing is lost with it if the machine fails meanwhile. Holds for this connection alone.
        file.pragma_update(None, "synchronous", "OFF")?;
        Ok(file)
    }
}

/// Office `number`'s id.
pub(crate) fn office_id(number: usize) -> String {
    format!("office-{number:03}")
}

/// Agent `number`'s id. She is in office `number % offices`.
pub(crate) fn agent_id(number: usize) -> String {
    format!("01930000-0000-7000-8000-{number:012x}")
}

/// Agent `number`'s email address.
pub(crate) fn email(number: usize) -> String {
    format!("person{number}@campus.example")
}

/// The token of an agent's device.
pub(crate) fn token(agent: usize, device: usize) -> String {
    format!("plt_{agent:032x}{device:032x}")
}

/// Monday to Friday from nine to five, and yesterday, today and tomorrow around the clock.
fn hours(agent: usize, back: DateTime<Utc>) -> Value {
    let zone = ZONES[agent % ZONES.len()];
    // No two have the same, so that each has to be laid out.
    let (start, end) = (agent / 60 % 60, agent % 60);
    let week = json!(["mon", "tue", "wed", "thu", "fri"]);
    let all_day = json!([{ "start": "00:00", "end": "24:00" }]);
    let today = back.date_naive();
    let dates: serde_json::Map<_, _> = [today - Days::new(1), today, today + Days::new(1)]
        .into_iter()
        .map(|date| (date.to_string(), all_day.clone()))
        .collect();
    json!({
        "zone": zone,
        "shifts": [{ "days": week, "start": format!("08:{start:02}"), "end": format!("17:{end:02}") }],
        "dates": dates,
        "time_off": [{ "from": instant(back - TimeDelta::days(2)), "until": instant(back) }],
    })
}

/// Rows of the one table that a data directory has, written at once.
struct Rows<'a> {
    transaction: Transaction<'a>,
    revision: i64,
    now: DateTime<Utc>,
}

impl<'a> Rows<'a> {
    fn begin(file: &'a mut Connection) -> Result<Self> {
        let transaction = file.transaction()?;
        let revision = transaction.query_row("SELECT revision FROM store", [], |row| row.get(0))?;
        Ok(Self {
            transaction,
            revision,
            now: Utc::now(),
        })
    }

    fn put_people(&mut self, size: Size) -> Result<()> {
        // Hashed once: all have the same password, and whoever verifies it cannot know.
        let password: Vec<u8> = self
            .transaction
            .query_row(
                "SELECT value FROM entries WHERE key LIKE 'password/%'",
                [],
                |row| row.get(0),
            )
            .context("the owner has no password")?;
        for office in 0..size.offices {
            let record = json!({ "name": format!("Office {office}"), "public": true });
            self.put(&format!("office/{}", office_id(office)), &record)?;
        }
        for agent in 0..size.agents() {
            let (id, office) = (agent_id(agent), office_id(agent % size.offices));
            let record =
                json!({ "name": format!("Person {agent}"), "email": email(agent), "owner": false });
            self.put(&format!("agent/{id}"), &record)?;
            self.put_bytes(&format!("password/{id}"), &password, self.now)?;
            self.put(
                &format!("member/{office}/{id}"),
                &json!({ "role": "agent" }),
            )?;
            for device in 0..size.devices {
                self.put(
                    &format!("session/01940000-0000-7000-{device:04x}-{agent:012x}"),
                    &json!({
                        "agent": id,
                        "device": format!("device {device}"),
                        "token": hash(&token(agent, device)),
                        "signed_in_at": instant(self.now),
                        "activity": { "state": "active" },
                        "gone_at": null,
                    }),
                )?;
            }
        }
        Ok(())
    }

    /// Evenly over a year, *Away* by ever the same administrator.
    fn put_audit(&mut self, size: Size) -> Result<()> {
        let rows = i64::try_from(size.audit)?;
        for (number, row) in (0..size.audit).zip(0..rows) {
            let at = self.now
                - TimeDelta::seconds(TimeDelta::days(364).num_seconds() * (rows - row) / rows);
            let agent = number % size.agents();
            let batch = format!("01950000-0000-7000-8000-{number:012x}");
            let record = json!({
                "at": instant(at),
                "act": "set_away",
                "by": agent_id(0),
                "agent": agent_id(agent),
                "office": office_id(agent % size.offices),
                "batch": batch,
                "reason": "The building is being evacuated",
            });
            let key = format!(
                "audit/{:016}/{batch}/{}",
                at.timestamp_millis(),
                agent_id(agent)
            );
            self.put_bytes(&key, record.to_string().as_bytes(), at)?;
        }
        Ok(())
    }

    fn put(&mut self, key: &str, record: &Value) -> Result<()> {
        self.put_bytes(key, record.to_string().as_bytes(), self.now)
    }

    fn put_bytes(&mut self, key: &str, value: &[u8], written: DateTime<Utc>) -> Result<()> {
        self.revision += 1;
        self.transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO entries (key, value, revision, written_ms) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![key, value, self.revision, written.timestamp_millis()])?;
        Ok(())
    }

    fn commit(self) -> Result<()> {
        self.transaction
            .execute("UPDATE store SET revision = ?1", [self.revision])?;
        Ok(self.transaction.commit()?)
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// SHA-256, in hexadecimal.
fn hash(token: &str) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(token.as_bytes()) {
        // Writing into a text cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
