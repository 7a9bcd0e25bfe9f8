//! How values stand in the audit log.

use porchlight_protocol::Role;
use serde::Serialize;

pub(super) fn json(value: &impl Serialize) -> String {
    // What is kept has string keys only, so this cannot fail.
    serde_json::to_string(value).unwrap_or_default()
}

pub(super) fn role(role: Role) -> String {
    match role {
        Role::Agent => "agent",
        Role::Admin => "admin",
    }
    .to_owned()
}
