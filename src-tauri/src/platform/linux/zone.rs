//! The computer's time zone, as it changes while the app runs.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use futures_util::{Stream, StreamExt as _};
use zbus::{MatchRule, MessageStream, message, zvariant::OwnedValue};

const INTERFACE: &str = "org.freedesktop.timedate1";
const PATH: &str = "/org/freedesktop/timedate1";

/// The zone at each change that the system's time service announces. Starts no service.
pub(super) async fn changes(
    bus: &zbus::Connection,
) -> zbus::Result<impl Stream<Item = Tz> + use<>> {
    let rule = MatchRule::builder()
        .msg_type(message::Type::Signal)
        .interface("org.freedesktop.DBus.Properties")?
        .member("PropertiesChanged")?
        .path(PATH)?
        .build();
    let changes = MessageStream::for_match_rule(rule, bus, None).await?;
    Ok(changes.filter_map(async |change| zone(&change.ok()?)))
}

fn zone(change: &zbus::Message) -> Option<Tz> {
    let body = change.body();
    let (interface, changed, _): (&str, BTreeMap<String, OwnedValue>, Vec<String>) =
        body.deserialize().ok()?;
    if interface != INTERFACE {
        return None;
    }
    let announced = changed.get("Timezone").and_then(|name| {
        let name: &str = name.downcast_ref().ok()?;
        name.parse().ok()
    });
    Some(porchlight_client::zone(announced))
}
