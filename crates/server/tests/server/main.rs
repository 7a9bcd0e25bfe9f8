//! The server as its clients, its administrators and its customers' pages meet it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test without what it needs has failed"
)]

mod all_events;
mod attendance;
mod authorization;
#[cfg(unix)]
mod backups;
mod bad_input;
mod browser;
mod cases;
#[cfg(unix)]
mod command_line;
mod document;
#[cfg(unix)]
mod drain;
mod edges;
mod embedded;
mod faults;
#[cfg(unix)]
mod formats;
mod interface;
mod office_settings;
mod one_truth;
mod people;
mod public;
#[cfg(unix)]
mod settings;
mod storage;
mod streams;
mod time;
#[cfg(unix)]
mod tls;
mod tokens;
#[cfg(target_os = "linux")]
mod unread_log;
#[cfg(unix)]
mod webhooks;
mod world;
