//! The app's async half without a GUI: controller loop, link to the server, local socket, store, clock.

mod desktop;
pub mod socket;

pub use desktop::{Desktop, Happening, IdleSource};
