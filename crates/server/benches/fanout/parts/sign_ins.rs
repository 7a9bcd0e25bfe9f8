//! Memory after many sign-ins, of which each hashes a password.

use std::{
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, anyhow};
use serde_json::json;

use super::{OFFICE, Scale};
use crate::{
    call::Connection,
    campus::{Campus, PASSWORD, Size, email},
    measure::{measured, megabytes, say},
    server::Server,
};

/// At a time; all from one address, each by an agent of her own.
const HANDS: usize = 50;
/// After which memory that is given back has been.
const REST: Duration = Duration::from_secs(2);

pub(crate) fn measure(scale: Scale) -> Result<()> {
    let rounds = scale.or(2, 20);
    say(&format!("{} sign-ins, {HANDS} at a time", HANDS * rounds));
    let campus = Campus::found(Size {
        devices: 0,
        ..OFFICE
    })?;
    let server = Server::start(campus.data())?;
    measured(
        "sign_ins_resident_before_megabytes",
        megabytes(server.resident()?),
    );
    measured(
        "sign_ins_pss_before_megabytes",
        megabytes(server.proportional()?),
    );
    let started = Instant::now();
    sign_in_all(server.address, rounds)?;
    measured("sign_ins_seconds", started.elapsed().as_secs_f64());
    thread::sleep(REST);
    measured("sign_ins_resident_megabytes", megabytes(server.resident()?));
    measured("sign_ins_pss_megabytes", megabytes(server.proportional()?));
    measured(
        "sign_ins_peak_megabytes",
        megabytes(server.peak_resident()?),
    );
    server.stop()
}

fn sign_in_all(server: SocketAddr, rounds: usize) -> Result<()> {
    thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS)
            .map(|hand| scope.spawn(move || sign_in(server, hand, rounds)))
            .collect();
        hands
            .into_iter()
            .try_for_each(|hand| hand.join().map_err(|_| anyhow!("a sign-in panicked"))?)
    })
}

fn sign_in(server: SocketAddr, agent: usize, rounds: usize) -> Result<()> {
    let mut connection = Connection::open(server)?;
    for device in 0..rounds {
        let body = json!({ "email": email(agent), "password": PASSWORD, "device": format!("device {device}") });
        let answer = connection.call("POST", "/v1/sign-in", None, &body)?;
        let token = answer["token"].as_str();
        // She takes part from here on, as an app does.
        let active = json!({ "state": "active" });
        connection.call("PUT", "/v1/me/activity", token, &active)?;
    }
    Ok(())
}
