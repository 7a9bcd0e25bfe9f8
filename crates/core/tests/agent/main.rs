//! The app's state machine, driven without a clock, a network or a desktop.

mod acts;
mod choices;
mod idle;
mod link;
mod sleep;
mod told;
mod world;
