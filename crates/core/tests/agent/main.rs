//! The app's state machine, driven without a clock, a network or a desktop.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking, also in what its tests share"
)]

mod acts;
mod calendar;
mod choices;
mod diagnostics;
mod drafts;
mod idle;
mod inhibited;
mod languages;
mod link;
mod random;
mod session;
mod sleep;
mod told;
mod window;
mod world;
