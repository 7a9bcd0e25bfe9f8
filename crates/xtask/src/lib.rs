//! What `cargo xtask` and the end-to-end tests share: which system packages there must be, how a step is told, and
//! where things are.

#[cfg(target_os = "linux")]
pub mod debian;
pub mod icons;
#[cfg(target_os = "linux")]
pub mod macos;
pub mod packages;
pub mod steps;
#[cfg(target_os = "linux")]
pub mod windows;
pub mod workspace;
