//! The server as its clients, its administrators and its customers' pages meet it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test without what it needs has failed"
)]

mod bad_input;
mod cases;
#[cfg(unix)]
mod command_line;
mod edges;
mod embedded;
mod faults;
mod interface;
mod one_truth;
mod public;
mod storage;
mod streams;
mod time;
#[cfg(target_os = "linux")]
mod unread_log;
mod world;
