//! The app's async half without a GUI: controller loop, link to the server, local socket, store, clock.

mod config;
mod controller;
mod desktop;
pub mod socket;

pub use config::{Config, runtime_dir};
pub use controller::run;
pub use desktop::{Desktop, Happening, IdleSource};
pub use socket::{Claim, ClaimError};
