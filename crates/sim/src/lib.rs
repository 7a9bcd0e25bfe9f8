//! A simulated campus that hunts lies.

mod faults;
mod people;
pub mod script;
pub mod time;
