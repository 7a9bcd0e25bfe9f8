//! Porchlight's app: the resident tray process, the window process and the command line in one binary.

mod command_line;
mod icon;
mod place;
mod platform;
mod resident;
mod tray;
mod window;

use std::process::ExitCode;

use clap::Parser as _;
use porchlight_client::Config;
use tracing_subscriber::{
    filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

use crate::command_line::{Arguments, Command};

/// Synchronous, and the owner of every runtime: blocking D-Bus calls panic inside one.
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let default = if arguments.command.is_none() {
        "warn,porchlight=info"
    } else {
        "warn"
    };
    log(default);
    let config = match Config::from_environment(env!("CARGO_PKG_VERSION"), arguments.demo) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("{error:#}");
            return ExitCode::FAILURE;
        }
    };
    match arguments.command {
        None => resident::run(config, arguments.announce),
        Some(Command::Window) => window::run(&config),
        Some(command) => command_line::run(command, &config),
    }
}

fn log(default: &str) {
    let wanted = std::env::var("PORCHLIGHT_LOG")
        .ok()
        .and_then(|wanted| wanted.parse::<Targets>().ok());
    let filter = wanted.unwrap_or_else(|| default.parse().unwrap_or_default());
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr))
        .with(filter)
        .init();
}

/// What Tauri is built with: the configuration, the page and the window's icon.
fn context() -> tauri::Context {
    tauri::generate_context!()
}
