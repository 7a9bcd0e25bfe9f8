//! What `cargo xtask` and the end-to-end tests share: which system packages there must be, how a step is told,
//! and a desktop of its own to run the real app on.

#[cfg(all(feature = "desktop", target_os = "linux"))]
pub mod desktop;
pub mod icons;
pub mod packages;
pub mod steps;
pub mod windows;
pub mod workspace;
