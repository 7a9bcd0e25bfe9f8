//! Porchlight's app: the resident tray process and the command line. The window is a program of its own.

// No console opens beside the tray; see `platform::start_process`.
#![windows_subsystem = "windows"]

mod command_line;
mod icon;
mod resident;
mod tray;

use std::{io::Write as _, process::ExitCode};

use porchlight_app::{VERSION, diagnostics, log, platform};
use porchlight_client::Config;

use crate::command_line::Arguments;

/// Synchronous, and the owner of every runtime: blocking D-Bus calls panic inside one.
fn main() -> ExitCode {
    platform::start_process();
    let arguments = Arguments::read();
    let config = match Config::from_environment(VERSION, arguments.demo) {
        Ok(config) => Config {
            system: diagnostics::system(),
            ..config
        },
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error:#}");
            return ExitCode::FAILURE;
        }
    };
    let _log = match arguments.command {
        None => log::start("warn,porchlight=info", Some(config.log_file())),
        Some(_) => log::start("warn", None),
    };
    match arguments.command {
        None => resident::run(config, arguments.announce),
        Some(command) => command_line::run(command, &config),
    }
}
