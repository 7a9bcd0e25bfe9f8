//! The campus with a disk that fails in every way, other processes that write in between, and time that passes.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test without what it needs has failed"
)]

mod attendance;
mod coverage;
mod devices;
mod failures;
mod publishing;
mod restarts;
mod time;
mod world;
