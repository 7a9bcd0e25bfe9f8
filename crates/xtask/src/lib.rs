//! What `cargo xtask` and the end-to-end tests share: which system packages there must be, how a step is told, and
//! where things are.

pub mod icons;
pub mod packages;
pub mod steps;
pub mod windows;
pub mod workspace;
