//! A simulated campus that hunts lies: the real app ([`porchlight_core::agent::App`]), the real server's brain
//! ([`porchlight_campus::Campus`]) and the real wire types in virtual time, all from one seed, and models of everything
//! else.
//!
//! A seed is first written down as a [`Script`]: what people do and what breaks. [`run`] lives through
//! it, and an observer who knows everything adds up how what is shown differs from what is real, and for how long it
//! may, and whether what people are told by notifications is so. What breaks a bound is [shrunk](shrink::shrink) and told as a story.
//!
//! ```text
//! script (people, faults) ──> world: one queue of events
//!                               ├── machines ── app ──┐                 what is real ──┐
//!                               ├── pages ────────────┤ wire                           ├──> observer ──> report
//!                               └── server ── campus ─┘ ── disk         what is shown ─┘
//! ```
//!
//! Whether it can find anything is shown by bugs that are put back, one at a time: those of the models are [`Mutation`]s,
//! those of the product are patches in `mutants/`, which `cargo xtask sim --mutants` tries in a copy.

mod disk;
mod faults;
mod machine;
mod mutation;
mod observer;
mod page;
mod people;
mod report;
pub mod script;
mod server;
pub mod shrink;
pub mod time;
mod wire;
mod world;

pub use mutation::Mutation;
pub use observer::{Cause, Kind, Lag, Sums, Violation};
pub use report::{Found, Report};
pub use world::{Outcome, when};

use script::Script;

/// Seeds that once found something, in the app, the server's brain, or here.
pub const KEPT_SEEDS: [u64; 39] = [
    30, 34, 36, 37, 38, 47, 51, 56, 61, 68, 69, 74, 77, 82, 91, 96, 98, 105, 125, 161, 476, 694,
    695, 743, 813, 942, 952, 991, 1024, 1364, 1374, 1389, 1444, 1453, 1533, 1707, 1782, 2026, 2427,
];

/// Lives through a script. With `story`, tells what happens; with `stop_at`, ends when a bound of that kind is broken.
pub fn run(
    script: &Script,
    story: bool,
    stop_at: Option<Kind>,
    mutation: Option<Mutation>,
) -> Outcome {
    world::World::new(script, story, stop_at, mutation).run()
}
