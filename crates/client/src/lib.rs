//! The app's async half without a GUI: controller loop, link to the server, local socket, store, clock.

pub mod calendar;
mod clock;
mod config;
mod controller;
mod desktop;
mod embedded;
mod guests;
mod idle;
mod keyring;
mod link;
pub mod socket;
mod store;

pub use config::{Config, flatpak_id, runtime_dir, zone};
pub use controller::run;
pub use desktop::{Desktop, Happening, IdleSource, Inhibitors};
pub use idle::Bell;
pub use porchlight_core::agent::{IdleClock, Inhibitor};
pub use socket::{Claim, ClaimError};
