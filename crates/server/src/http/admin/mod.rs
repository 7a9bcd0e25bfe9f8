//! What owners and administrators set up. Everything here is one [`Change`](porchlight_campus::edits::Change) of the
//! same kind that the command line makes; who may make which is decided in the campus.

mod agents;
mod audit;
mod events;
mod import;
mod invitations;
mod offices;
mod webhooks;

use serde::Deserialize;

use super::openapi::Api;

/// What documents the reason for something without a body.
const REASON: &str = "Kept in the audit log; at most 200 characters.";

pub(super) fn add(api: Api) -> Api {
    let api = offices::add(agents::add(api));
    let api = webhooks::add(api);
    events::add(audit::add(import::add(invitations::add(api))))
}

/// Why something without a body is done.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Why {
    reason: Option<String>,
}
