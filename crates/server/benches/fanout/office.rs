//! The office that is watched: its people, and their signed-in devices.

use std::{net::SocketAddr, path::Path, thread};

use anyhow::{Context, Result, anyhow};
use serde_json::json;

use super::{call::Connection, server::administer};

pub(crate) const OFFICE: &str = "library";
/// Distinct people, besides the one who flips; each has many devices.
pub(crate) const COLLEAGUES: usize = 49;
const PASSWORD: &str = "a long enough passphrase";

/// The one whose status changes.
pub(crate) struct Flipper {
    pub(crate) token: String,
    pub(crate) agent: String,
}

/// Makes the data directory: one public office, and all its members.
pub(crate) fn found(data: &Path) -> Result<()> {
    administer(
        data,
        &["init", "--email", &email(0), "--name", "Dana Fox"],
        Some(PASSWORD),
    )?;
    administer(
        data,
        &["office", "add", OFFICE, "--name", "Library", "--public"],
        None,
    )?;
    administer(data, &["member", "add", OFFICE, &email(0)], None)?;
    for colleague in 1..=COLLEAGUES {
        let name = format!("Colleague {colleague}");
        administer(
            data,
            &[
                "agent",
                "add",
                "--email",
                &email(colleague),
                "--name",
                &name,
            ],
            Some(PASSWORD),
        )?;
        administer(data, &["member", "add", OFFICE, &email(colleague)], None)?;
    }
    Ok(())
}

/// Signs in the one who flips.
pub(crate) fn flipper(server: SocketAddr) -> Result<Flipper> {
    let mut connection = Connection::open(server)?;
    let body = json!({ "email": email(0), "password": PASSWORD, "device": "desk" });
    let answer = connection.call("POST", "/v1/sign-in", None, &body)?;
    let text = |value: &serde_json::Value| {
        value
            .as_str()
            .map(str::to_owned)
            .context("sign-in answers no token")
    };
    Ok(Flipper {
        token: text(&answer["token"])?,
        agent: text(&answer["agent"]["id"])?,
    })
}

/// Signs in `count` devices of the colleagues, and returns their tokens.
pub(crate) fn devices(server: SocketAddr, count: usize) -> Result<Vec<String>> {
    // Hashing passwords takes all the cores there are.
    let hands = thread::available_parallelism()?.get();
    let every_nth = |first: usize| -> Result<Vec<String>> {
        let mut connection = Connection::open(server)?;
        (first..count)
            .step_by(hands)
            .map(|device| sign_in(&mut connection, device))
            .collect()
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..hands)
            .map(|first| scope.spawn(move || every_nth(first)))
            .collect();
        let mut tokens = Vec::with_capacity(count);
        for worker in workers {
            tokens.extend(worker.join().map_err(|_| anyhow!("a sign-in panicked"))??);
        }
        Ok(tokens)
    })
}

fn sign_in(connection: &mut Connection, device: usize) -> Result<String> {
    let colleague = 1 + device % COLLEAGUES;
    let body = json!({ "email": email(colleague), "password": PASSWORD, "device": format!("device {device}") });
    let answer = connection.call("POST", "/v1/sign-in", None, &body)?;
    answer["token"]
        .as_str()
        .map(str::to_owned)
        .context("sign-in answers no token")
}

fn email(person: usize) -> String {
    format!("person{person}@campus.example")
}
