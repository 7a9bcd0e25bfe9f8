//! Porchlight's app: the resident tray process and the command line. The window is a program of its own.

// No console opens beside the tray; see `platform::start_process`.
#![windows_subsystem = "windows"]

mod command_line;
mod icon;
mod resident;
mod tray;

use std::process::ExitCode;

use clap::Parser as _;
use porchlight_app::{VERSION, platform, start};
use porchlight_client::Config;

use crate::command_line::{Arguments, Command};

/// Synchronous, and the owner of every runtime: blocking D-Bus calls panic inside one.
fn main() -> ExitCode {
    platform::start_process();
    let arguments = Arguments::parse();
    let default = if arguments.command.is_none() {
        "warn,porchlight=info"
    } else {
        "warn"
    };
    porchlight_app::log(default);
    let config = match Config::from_environment(VERSION, arguments.demo) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("{error:#}");
            return ExitCode::FAILURE;
        }
    };
    match arguments.command {
        None => resident::run(config, arguments.announce),
        Some(Command::Window) => start::become_window(),
        Some(command) => command_line::run(command, &config),
    }
}
