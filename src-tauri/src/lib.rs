//! What Porchlight's two programs stand on: `porchlight`, the resident tray process and the command line, and
//! `porchlight-window`, the web view.

pub mod autostart;
pub mod platform;
pub mod start;

use tracing_subscriber::{
    filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

/// Shown wherever Porchlight says which one it is.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Logs to standard error what `PORCHLIGHT_LOG` asks for, or else `default`.
pub fn log(default: &str) {
    let wanted = std::env::var("PORCHLIGHT_LOG")
        .ok()
        .and_then(|wanted| wanted.parse::<Targets>().ok());
    let filter = wanted.unwrap_or_else(|| default.parse().unwrap_or_default());
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr))
        .with(filter)
        .init();
}
