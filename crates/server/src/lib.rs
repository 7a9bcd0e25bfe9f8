//! The presence server that Porchlight's apps and customers' pages talk to.
//!
//! - [`app`] is the HTTP interface, a router on top of a [`Hub`].
//! - [`Hub`] holds every fact in memory, decides by the same rule book as the apps, and tells who listens.
//! - [`store::Store`] is where the facts are kept; an acknowledged write is on disk.
//! - [`embedded`] runs a whole server inside another program, with a [`campus`] to try things on.

pub mod admin;
mod audit;
mod auth;
pub mod backup;
pub mod campus;
pub mod cli;
pub mod clock;
pub mod config;
pub mod doctor;
pub mod embedded;
mod http;
mod hub;
mod log;
mod origin;
mod serve;
pub mod status;
pub mod store;
mod table;
mod webhooks;

pub use auth::{PasswordError, hash_password};
pub use http::{Route, app, routes};
pub use hub::{Caller, EventStream, Hub, HubThread, Refusal};
pub use serve::{Failed, Server, StartError, TlsError};
