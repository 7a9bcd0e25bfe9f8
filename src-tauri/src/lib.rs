//! What Porchlight's two programs stand on: `porchlight`, the resident tray process and the command line, and
//! `porchlight-window`, the web view.

pub mod autostart;
pub mod diagnostics;
pub mod log;
pub mod platform;
pub mod roster;
pub mod start;

/// Shown wherever Porchlight says which one it is.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
