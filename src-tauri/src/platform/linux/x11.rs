//! The X server's idle time, over one connection for as long as that lasts.

use std::time::Duration;

use porchlight_client::{IdleClock, IdleSource};
use x11rb::{
    connection::{Connection as _, RequestConnection as _},
    errors::ReplyError,
    protocol::{
        screensaver::{ConnectionExt as _, X11_EXTENSION_NAME},
        xproto::Window,
    },
    rust_connection::RustConnection,
};

/// The X server's own idle time, which counts the input of every program.
#[derive(Debug, Default)]
pub(super) struct X11 {
    /// None: the one in `DISPLAY`.
    name: Option<String>,
    display: Option<Display>,
}

#[derive(Debug)]
struct Display {
    connection: RustConnection,
    root: Window,
}

impl IdleSource for X11 {
    fn name(&self) -> String {
        "X11 screen saver extension".into()
    }

    /// A display that was lost is opened anew, once a question.
    fn idle_for(&mut self) -> Result<Duration, String> {
        if let Some(display) = &self.display {
            match display.idle_for() {
                Ok(idle) => return Ok(idle),
                Err(error) => tracing::warn!(%error, "the X display is lost"),
            }
            self.display = None;
        }
        let display = Display::open(self.name.as_deref())?;
        let idle = display.idle_for().map_err(|error| {
            tracing::warn!(%error, "the X server was asked in vain");
            "the X server does not tell the idle time"
        })?;
        self.display = Some(display);
        Ok(idle)
    }

    /// The server's time is `CLOCK_MONOTONIC`.
    fn counts(&self) -> IdleClock {
        IdleClock::Awake
    }
}

impl Display {
    fn open(name: Option<&str>) -> Result<Self, String> {
        let given = || std::env::var_os("DISPLAY").is_some_and(|display| !display.is_empty());
        if name.is_none() && !given() {
            return Err("DISPLAY is not set".into());
        }
        let (connection, screen) = x11rb::connect(name).map_err(|error| {
            tracing::warn!(%error, "no X display");
            "the X display in DISPLAY cannot be reached"
        })?;
        let root = connection
            .setup()
            .roots
            .get(screen)
            .map(|screen| screen.root);
        let known = connection.extension_information(X11_EXTENSION_NAME);
        match (root, known) {
            (Some(root), Ok(Some(_))) => Ok(Self { connection, root }),
            _ => Err("the X server has no screen saver extension".into()),
        }
    }

    fn idle_for(&self) -> Result<Duration, ReplyError> {
        let answer = self.connection.screensaver_query_info(self.root)?.reply()?;
        Ok(Duration::from_millis(answer.ms_since_user_input.into()))
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead as _, BufReader},
        process::{Child, Command, Stdio},
    };

    use super::*;

    #[test]
    fn one_connection_lasts_and_a_lost_server_is_an_answer_until_there_is_one_again() {
        let (mut server, name) = start(None);
        let mut source = X11 {
            name: Some(name.clone()),
            display: None,
        };
        for _ in 0..3 {
            source.idle_for().unwrap();
        }
        // This server ends with its last client.
        assert!(server.try_wait().unwrap().is_none(), "the client stayed");

        server.kill().unwrap();
        server.wait().unwrap();
        let lost = source.idle_for().unwrap_err();
        assert_eq!(lost, "the X display in DISPLAY cannot be reached");
        source.idle_for().unwrap_err();

        let (mut server, _) = start(Some(&name));
        source.idle_for().unwrap();
        server.kill().unwrap();
        server.wait().unwrap();
    }

    /// An X server with a display of this name, or a free one.
    fn start(name: Option<&str>) -> (Child, String) {
        let mut server = Command::new("Xvfb");
        server.args(name).args(["-displayfd", "1", "-terminate"]);
        server.args(["-nolisten", "tcp", "-screen", "0", "320x200x24"]);
        server.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = server.spawn().unwrap();
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap())
            .read_line(&mut number)
            .unwrap();
        (server, format!(":{}", number.trim()))
    }
}
