//! The X server's idle time, over one connection for as long as that lasts.

use std::{sync::Arc, thread, time::Duration};

use anyhow::Context as _;
use porchlight_client::{Bell, IdleClock, IdleSource};
use porchlight_core::view::Lack;
use x11rb::{
    connection::{Connection as _, RequestConnection as _},
    errors::ReplyError,
    protocol::{
        Event,
        screensaver::{ConnectionExt as _, X11_EXTENSION_NAME},
        sync::{Alarm, ConnectionExt as _, Counter, CreateAlarmAux, Int64, TESTTYPE, VALUETYPE},
        xproto::Window,
    },
    rust_connection::RustConnection,
};

/// The server's counter of milliseconds since the last input.
const IDLE_TIME: &[u8] = b"IDLETIME";
/// In a shorter pause than this somebody works, and the next input is no news.
const PAUSE: Duration = Duration::from_millis(200);
/// What waits for an event needs little.
const STACK: usize = 64 * 1024;

/// The X server's own idle time, which counts the input of every program.
#[derive(Debug, Default)]
pub(super) struct X11 {
    /// None: the one in `DISPLAY`.
    name: Option<String>,
    display: Option<Display>,
}

#[derive(Debug)]
struct Display {
    connection: Arc<RustConnection>,
    root: Window,
    announcer: Announcer,
}

/// Announces input by an alarm of the server's when the idle time becomes less.
#[derive(Debug)]
enum Announcer {
    Untried,
    /// This server has no such alarms.
    Missing,
    Ready {
        counter: Counter,
        alarm: Option<Alarm>,
    },
}

impl X11 {
    /// Opens the display, unless it is open; once a question.
    fn display(&mut self) -> Result<&mut Display, Lack> {
        match &mut self.display {
            Some(display) => Ok(display),
            none => Ok(none.insert(Display::open(self.name.as_deref())?)),
        }
    }
}

impl IdleSource for X11 {
    fn name(&self) -> String {
        "X11 screen saver extension".into()
    }

    /// A display that was lost is opened anew, once a question.
    fn idle_for(&mut self) -> Result<Duration, Lack> {
        if let Some(display) = &self.display {
            match display.idle_for() {
                Ok(idle) => return Ok(idle),
                Err(error) => tracing::warn!(%error, "the X display is lost"),
            }
            self.display = None;
        }
        let idle = self.display()?.idle_for();
        idle.map_err(|error| {
            tracing::warn!(%error, "the X server was asked in vain");
            self.display = None;
            Lack::XIdleTime
        })
    }

    /// The server's time is `CLOCK_MONOTONIC`.
    fn counts(&self) -> IdleClock {
        IdleClock::Awake
    }

    fn announce_input(&mut self, bell: &Bell) -> bool {
        let Ok(display) = self.display() else {
            return false;
        };
        let announced = display.announce_input(bell);
        announced.unwrap_or_else(|error| {
            tracing::warn!(error = %format_args!("{error:#}"), "the X server announces no input");
            false
        })
    }
}

impl Display {
    fn open(name: Option<&str>) -> Result<Self, Lack> {
        let given = || std::env::var_os("DISPLAY").is_some_and(|display| !display.is_empty());
        if name.is_none() && !given() {
            return Err(Lack::Display);
        }
        let (connection, screen) = x11rb::connect(name).map_err(|error| {
            tracing::warn!(%error, "no X display");
            Lack::DisplayUnreachable
        })?;
        let root = connection
            .setup()
            .roots
            .get(screen)
            .map(|screen| screen.root);
        let known = connection.extension_information(X11_EXTENSION_NAME);
        match (root, known) {
            (Some(root), Ok(Some(_))) => Ok(Self {
                connection: Arc::new(connection),
                root,
                announcer: Announcer::Untried,
            }),
            _ => Err(Lack::ScreenSaverExtension),
        }
    }

    fn idle_for(&self) -> Result<Duration, ReplyError> {
        let answer = self.connection.screensaver_query_info(self.root)?.reply()?;
        Ok(Duration::from_millis(answer.ms_since_user_input.into()))
    }

    /// Sets the alarm between the idle time as it is and none, far from both.
    fn announce_input(&mut self, bell: &Bell) -> anyhow::Result<bool> {
        if let Announcer::Untried = self.announcer {
            self.announcer = match idle_time(&self.connection)? {
                Some(counter) => {
                    ring_on_alarms(Arc::clone(&self.connection), bell.clone())?;
                    let alarm = None;
                    Announcer::Ready { counter, alarm }
                }
                None => Announcer::Missing,
            };
        }
        let idle = self.idle_for()?;
        let Announcer::Ready { counter, alarm } = &mut self.announcer else {
            return Ok(false);
        };
        if idle < PAUSE {
            return Ok(false);
        }
        if let Some(former) = alarm.take() {
            // It may have rung, and is gone then.
            self.connection.sync_destroy_alarm(former)?.ignore_error();
        }
        let value = u64::try_from(idle.as_millis())? / 2;
        let halves = (
            u32::try_from(value >> 32)?,
            u32::try_from(value & 0xffff_ffff)?,
        );
        let trigger = CreateAlarmAux::new()
            .counter(*counter)
            .value_type(VALUETYPE::ABSOLUTE)
            .value(Int64 {
                hi: halves.0.cast_signed(),
                lo: halves.1,
            })
            .test_type(TESTTYPE::NEGATIVE_TRANSITION)
            .delta(Int64 { hi: 0, lo: 0 })
            .events(1);
        let id = self.connection.generate_id()?;
        self.connection.sync_create_alarm(id, &trigger)?.check()?;
        *alarm = Some(id);
        Ok(true)
    }
}

/// The server's counter, if it has one.
fn idle_time(connection: &RustConnection) -> anyhow::Result<Option<Counter>> {
    use x11rb::protocol::sync::X11_EXTENSION_NAME;

    if connection
        .extension_information(X11_EXTENSION_NAME)?
        .is_none()
    {
        return Ok(None);
    }
    connection.sync_initialize(3, 1)?.reply()?;
    let counters = connection.sync_list_system_counters()?.reply()?.counters;
    let idle_time = counters.iter().find(|counter| counter.name == IDLE_TIME);
    Ok(idle_time.map(|counter| counter.counter))
}

/// Rings at each alarm, which is over then, and when the server is gone.
fn ring_on_alarms(connection: Arc<RustConnection>, bell: Bell) -> anyhow::Result<()> {
    let ring = move || {
        while let Ok(event) = connection.wait_for_event() {
            if let Event::SyncAlarmNotify(notify) = event {
                if let Ok(destroyed) = connection.sync_destroy_alarm(notify.alarm) {
                    destroyed.ignore_error();
                }
                let _ = connection.flush();
                bell.ring();
            }
        }
        bell.ring();
    };
    thread::Builder::new()
        .name("x11-idle".into())
        .stack_size(STACK)
        .spawn(ring)
        .context("no thread to wait for input")?;
    Ok(())
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
        assert_eq!(lost, Lack::DisplayUnreachable);
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
