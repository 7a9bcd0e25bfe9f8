//! Streams are cut, the status changes meanwhile, and all come back at once.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::OFFICE;
use crate::{
    campus::{Campus, agent_id, token},
    desk::{Desk, View},
    measure::{measured, say},
    server::Server,
    watchers::Watchers,
};

const STREAMS: usize = 500;
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) fn measure() -> Result<()> {
    say("500 signed-in streams are cut and come back at once");
    let campus = Campus::found(OFFICE)?;
    let server = Server::start(campus.data())?;
    let mut desk = Desk::sit_down(&server, 0, View::Colleague)?;
    let mut before = open(&server)?;
    before.until_each_message(PATIENCE, |_, _| true)?;
    drop(before);
    desk.choose("available")?;

    let mut snapshots = vec![Vec::new(); STREAMS];
    let started = Instant::now();
    let mut after = open(&server)?;
    let times = after.until_each_message(PATIENCE, |number, data| {
        snapshots[number] = data.to_vec();
        true
    })?;
    for snapshot in snapshots {
        must_be_right(&serde_json::from_slice(&snapshot)?)?;
    }
    let last = times.last().context("no stream came back")?;
    measured("reconnect_seconds", (*last - started).as_secs_f64());
    Ok(())
}

fn open(server: &Server) -> Result<Watchers> {
    let colleagues = OFFICE.members - 1;
    let devices =
        (0..STREAMS).map(|device| Some(token(1 + device % colleagues, device / colleagues)));
    Watchers::open(server.address, "/v1/me/events", devices)
}

/// The snapshot shows everybody, the one who came Available, and a counter that agrees.
fn must_be_right(snapshot: &Value) -> Result<()> {
    let office = snapshot["offices"]
        .as_array()
        .and_then(|offices| offices.first())
        .context("a snapshot without offices")?;
    let agents = office["agents"]
        .as_array()
        .context("an office without agents")?;
    let here = agents
        .iter()
        .find(|agent| agent["id"] == agent_id(0).as_str());
    ensure!(
        agents.len() == OFFICE.members
            && office["available"] == 1
            && here.is_some_and(|agent| agent["status"] == "available"),
        "a stream came back to a wrong snapshot: it counts {} agents",
        office["available"]
    );
    Ok(())
}
