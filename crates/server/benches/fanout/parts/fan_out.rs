//! One agent comes and goes, and many watch.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::{OFFICE, Scale};
use crate::{
    campus::{Campus, Size, office_id, token},
    desk::{Desk, FanOut, View},
    measure::{kilobytes, measured, megabytes, number, percentile_ms, say},
    server::Server,
    watchers::Watchers,
};

const PATIENCE: Duration = Duration::from_secs(20);

/// Signed-in devices of her colleagues watch.
pub(crate) fn signed_in(scale: Scale, count: usize) -> Result<()> {
    let devices = (0..count).map(|device| {
        // Agent 0 is the one who comes and goes.
        let colleague = 1 + device % (OFFICE.members - 1);
        Some(token(colleague, device / (OFFICE.members - 1)))
    });
    let kind = format!("signed_in_{count}");
    say(&format!(
        "{count} signed-in devices watch one who comes and goes"
    ));
    let campus = Campus::found(Size {
        devices: count.div_ceil(OFFICE.members - 1),
        ..OFFICE
    })?;
    measure(
        scale,
        &campus,
        &kind,
        View::Colleague,
        "/v1/me/events",
        devices,
    )
}

/// Customers' pages watch.
pub(crate) fn public(scale: Scale, count: usize) -> Result<()> {
    let kind = format!("public_{count}");
    say(&format!(
        "{count} customers' pages watch an office open and close"
    ));
    let campus = Campus::found(OFFICE)?;
    let path = public_events();
    measure(
        scale,
        &campus,
        &kind,
        View::Office,
        &path,
        (0..count).map(|_| None),
    )
}

/// What customers' pages subscribe to: the only office.
pub(crate) fn public_events() -> String {
    format!("/v1/public/offices/{}/events", office_id(0))
}

fn measure(
    scale: Scale,
    campus: &Campus,
    kind: &str,
    view: View,
    path: &str,
    tokens: impl Iterator<Item = Option<String>>,
) -> Result<()> {
    let server = Server::start(campus.data())?;
    let mut desk = Desk::sit_down(&server, 0, view)?;
    let before = server.resident()?;
    let mut watchers = Watchers::open(server.address, path, tokens)?;
    watchers.until_each_message(PATIENCE, |_, _| true)?;
    watchers.idle_until(Instant::now() + Duration::from_secs(1))?;
    let after = server.resident()?;
    let stream = kilobytes(after.saturating_sub(before)) / number(watchers.count());
    measured(&format!("{kind}_stream_kilobytes"), stream);
    measured(&format!("{kind}_resident_megabytes"), megabytes(after));

    let mut taken = FanOut::measure(&server, &mut desk, &mut watchers, scale.pace)?;
    for (name, share) in [("p50", 50), ("p99", 99), ("max", 100)] {
        measured(
            &format!("{kind}_all_{name}_ms"),
            percentile_ms(&mut taken.all, share),
        );
        measured(
            &format!("{kind}_each_{name}_ms"),
            percentile_ms(&mut taken.each, share),
        );
    }
    measured(
        &format!("{kind}_delivery_us"),
        taken.server_us_per_delivery(),
    );
    measured(&format!("{kind}_load_ms"), taken.load_ms_per_change());
    Ok(())
}
