//! A calendar: fetched, or read from a file, and asked for nothing but times: when its owner is busy, or on shift. And a
//! schedule written as one.

mod busy;
mod events;
mod shifts;
mod written;

use std::{path::Path, time::Duration};

use chrono::Utc;
use chrono_tz::Tz;
use futures_util::StreamExt as _;
use porchlight_core::{agent::CalendarFailure, intent::CalendarAddress};
use porchlight_protocol::Interval;
use reqwest::{StatusCode, Url, header, redirect};
use tokio::{io::AsyncReadExt as _, time::timeout};

use crate::link::client_elsewhere;

pub use shifts::{NoShift, NotUnderstood, Roster};
pub use written::calendar_of;

/// How far ahead: an hour less than the server takes, whose clock may be another.
const AHEAD: chrono::Duration = chrono::Duration::hours(60 * 24 - 1);
/// The largest calendar that is read, in bytes.
pub const LARGEST: u64 = 10_000_000;
/// How long all of it may take.
const WITHIN: Duration = Duration::from_mins(1);
/// How often another address may be named instead.
const REDIRECTS: usize = 5;

/// Reads when the owner of the calendar, who has this e-mail address, is busy.
///
/// # Errors
/// If the calendar cannot be had, or is none.
pub(crate) async fn read(
    address: CalendarAddress,
    owner: Option<String>,
    zone: Tz,
) -> Result<Vec<Interval>, CalendarFailure> {
    let text = text_of(&address).await?;
    let now = Utc::now();
    // A large one takes a while, in which others are served.
    let read = tokio::task::spawn_blocking(move || {
        busy::times(&text, zone, owner.as_deref(), now, now + AHEAD)
    });
    read.await.map_err(|_| CalendarFailure::NoCalendar)?
}

/// What is at an address, or in a file. Only times matter, so that letters that are no UTF-8 do no harm.
///
/// # Errors
/// If it cannot be had, also not within a minute.
pub async fn text_of(address: &CalendarAddress) -> Result<String, CalendarFailure> {
    let bytes = async {
        match url(address) {
            Some(url) => fetched(url?).await,
            None => from_file(Path::new(&address.0)).await,
        }
    };
    let bytes = timeout(WITHIN, bytes).await;
    let bytes = bytes.map_err(|_| CalendarFailure::Unreachable)??;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The URL of an address that is none of a file. Nobody on the way may read along, unless there is no way.
fn url(address: &CalendarAddress) -> Option<Result<Url, CalendarFailure>> {
    let (scheme, rest) = address.0.split_once("://")?;
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        "webcal" | "webcals" => "https".to_owned(),
        other => other.to_owned(),
    };
    let url = Url::parse(&format!("{scheme}://{rest}")).map_err(|_| CalendarFailure::BadAddress);
    Some(url.and_then(|url| {
        if is_private(&url) {
            Ok(url)
        } else {
            Err(CalendarFailure::BadAddress)
        }
    }))
}

fn is_private(url: &Url) -> bool {
    url.scheme() == "https" || url.scheme() == "http" && is_this_computer(url)
}

fn is_this_computer(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost" | "[::1]") => true,
        Some(host) => host
            .parse::<std::net::Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback()),
        None => false,
    }
}

async fn fetched(url: Url) -> Result<Vec<u8>, CalendarFailure> {
    let follow = redirect::Policy::custom(|attempt| {
        if attempt.previous().len() > REDIRECTS || !is_private(attempt.url()) {
            attempt.stop()
        } else {
            attempt.follow()
        }
    });
    let client = client_elsewhere(url.scheme() == "https", follow)
        .map_err(|_| CalendarFailure::Unreachable)?;
    let asked = client
        .get(url)
        .header(header::ACCEPT, "text/calendar, */*;q=0.1");
    let response = asked
        .send()
        .await
        .map_err(|_| CalendarFailure::Unreachable)?;
    match response.status() {
        StatusCode::OK => {}
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            return Err(CalendarFailure::NotAllowed);
        }
        StatusCode::NOT_FOUND | StatusCode::GONE => return Err(CalendarFailure::Missing),
        _ => return Err(CalendarFailure::Unreachable),
    }
    let mut bytes = Vec::new();
    let mut body = response.bytes_stream();
    while let Some(part) = body.next().await {
        bytes.extend_from_slice(&part.map_err(|_| CalendarFailure::Unreachable)?);
        if bytes.len() as u64 > LARGEST {
            return Err(CalendarFailure::TooLarge);
        }
    }
    Ok(bytes)
}

async fn from_file(path: &Path) -> Result<Vec<u8>, CalendarFailure> {
    if !path.is_absolute() {
        return Err(CalendarFailure::BadAddress);
    }
    let is_file = tokio::fs::metadata(path).await.map(|it| it.is_file());
    if !is_file.unwrap_or(false) {
        return Err(CalendarFailure::Missing);
    }
    let file = tokio::fs::File::open(path)
        .await
        .map_err(|_| CalendarFailure::NotAllowed)?;
    let mut bytes = Vec::new();
    let mut all = file.take(LARGEST + 1);
    all.read_to_end(&mut bytes)
        .await
        .map_err(|_| CalendarFailure::Unreachable)?;
    if bytes.len() as u64 > LARGEST {
        return Err(CalendarFailure::TooLarge);
    }
    Ok(bytes)
}
