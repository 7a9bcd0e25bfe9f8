//! The whole app but for its GUI, against the real server, through a wire that can be cut and read.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking, also in what its tests share"
)]

mod desk;
mod office;
mod wire;

mod calendar;
mod connection;
#[cfg(feature = "embedded-server")]
mod embedded;
mod people;
mod privacy;
mod processes;
