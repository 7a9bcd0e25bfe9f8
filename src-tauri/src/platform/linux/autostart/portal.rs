//! Starting at login as a Flatpak: the desktop does it, asked by the Background portal, and keeps to itself whether it
//! will. So what it said last is remembered.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
    time::Duration,
};

use zbus::{
    MatchRule,
    blocking::{Connection, MessageIterator, Proxy, connection},
    message::Type,
    zvariant::{OwnedObjectPath, OwnedValue, Value},
};

use crate::autostart::{AtLogin, AutostartError, remove, write};

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const DESKTOP: &str = "/org/freedesktop/portal/desktop";
/// The desktop may ask the person first.
const PATIENCE: Duration = Duration::from_mins(2);
const TOKEN: &str = "porchlight_autostart";
/// What the desktop says of a request that it did.
const DONE: u32 = 0;

/// The portal, and what it said last.
#[derive(Debug)]
pub(super) struct Portal {
    /// Stands there while Porchlight starts at login.
    marker: PathBuf,
    /// None for the session's own.
    bus: Option<String>,
}

impl Portal {
    pub(super) fn new(config_home: &Path) -> Self {
        Self {
            marker: config_home.join("porchlight/starts-at-login"),
            bus: None,
        }
    }

    pub(super) fn status(&self) -> AtLogin {
        if self.marker.exists() {
            AtLogin::StartsThisOne
        } else {
            AtLogin::StartsNone
        }
    }

    /// Waits for the person, if the desktop asks her.
    pub(super) fn set(&self, on: bool) -> Result<AtLogin, AutostartError> {
        let starts = self.ask(on)?;
        if starts {
            write(&self.marker, "The desktop starts Porchlight at login.\n")?;
        } else {
            remove(&self.marker)?;
        }
        if on && !starts {
            return Err(AutostartError::Refused);
        }
        Ok(self.status())
    }

    /// On a thread of its own, as blocking calls may not be made within a runtime, and nobody waits for ever.
    fn ask(&self, on: bool) -> Result<bool, AutostartError> {
        let (answer, answered) = mpsc::channel();
        let bus = self.bus.clone();
        thread::Builder::new()
            .name("portal".to_owned())
            .spawn(move || {
                // Whoever asked may have lost patience.
                let _ = answer.send(request(bus.as_deref(), on));
            })
            .map_err(|error| AutostartError::NoPortal(error.to_string()))?;
        let silent = || AutostartError::NoPortal("it does not answer".to_owned());
        let answered = answered.recv_timeout(PATIENCE).map_err(|_| silent())?;
        answered
            .map_err(|error| AutostartError::NoPortal(error.to_string()))?
            .ok_or(AutostartError::Refused)
    }
}

/// Whether it starts at login from now on; none where the person or the desktop refused to change it.
fn request(bus: Option<&str>, on: bool) -> zbus::Result<Option<bool>> {
    let session = match bus {
        Some(address) => connection::Builder::address(address)?.build()?,
        None => Connection::session()?,
    };
    // The answer's place is known beforehand, so that it is listened to before it can come.
    let sender = session.unique_name().map(|name| name.as_str());
    let sender = sender.unwrap_or_default().trim_start_matches(':');
    let place = format!("{DESKTOP}/request/{}/{TOKEN}", sender.replace('.', "_"));
    let answer = MatchRule::builder()
        .msg_type(Type::Signal)
        .interface("org.freedesktop.portal.Request")?
        .member("Response")?
        .path(place.as_str())?
        .build();
    let mut answers = MessageIterator::for_match_rule(answer, &session, None)?;
    let background = "org.freedesktop.portal.Background";
    let portal = Proxy::new(&session, PORTAL, DESKTOP, background)?;
    let reason = "So that you are reachable as soon as you log in";
    let options: HashMap<&str, Value<'_>> = HashMap::from([
        ("handle_token", TOKEN.into()),
        ("reason", reason.into()),
        ("autostart", on.into()),
        ("commandline", vec!["porchlight"].into()),
        ("dbus-activatable", false.into()),
    ]);
    let _: OwnedObjectPath = portal.call("RequestBackground", &("", options))?;
    let answer = answers
        .next()
        .ok_or_else(|| zbus::Error::Failure("the session bus is gone".to_owned()))??;
    let (code, mut results): (u32, HashMap<String, OwnedValue>) = answer.body().deserialize()?;
    if code != DONE {
        return Ok(None);
    }
    let starts = results.remove("autostart").map(bool::try_from);
    Ok(Some(starts.transpose()?.unwrap_or(false)))
}

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead as _, BufReader},
        process::{Child, Command, Stdio},
        sync::{Arc, Mutex},
    };

    use porchlight_core::locale::Locale;
    use zbus::{interface, message::Header, zvariant::ObjectPath};

    use super::*;

    #[test]
    fn the_desktop_is_asked_and_what_it_said_last_is_remembered() {
        let bus = Bus::start();
        let desktop = bus.with_portal(|wanted| (DONE, wanted));
        let home = tempfile::tempdir().unwrap();
        assert!(!bus.portal(home.path()).status().is_on());

        assert!(bus.portal(home.path()).set(true).unwrap().is_on());
        assert!(bus.portal(home.path()).status().is_on());
        assert!(!bus.portal(home.path()).set(false).unwrap().is_on());
        assert!(!bus.portal(home.path()).status().is_on());
        let program = || vec!["porchlight".to_owned()];
        let asked = desktop.asked.lock().unwrap().clone();
        assert_eq!(asked, [(true, program()), (false, program())]);
    }

    #[test]
    fn a_desktop_or_a_person_who_says_no_is_said_and_nothing_is_taken_for_changed() {
        let cancelled = 1;
        for answer in [(cancelled, false), (DONE, false)] {
            let bus = Bus::start();
            let _desktop = bus.with_portal(move |_| answer);
            let home = tempfile::tempdir().unwrap();
            let portal = bus.portal(home.path());
            let refused = portal.set(true).unwrap_err();
            assert!(matches!(refused, AutostartError::Refused), "{refused:?}");
            assert!(!portal.status().is_on());
        }
    }

    #[test]
    fn without_a_portal_it_is_said_what_to_do() {
        let bus = Bus::start();
        let home = tempfile::tempdir().unwrap();
        let refused = bus.portal(home.path()).set(true).unwrap_err();
        assert!(
            matches!(refused, AutostartError::NoPortal(_)),
            "{refused:?}"
        );
        let said = refused.words(&Locale::english());
        assert!(said.contains("Add it by hand"), "{said}");
    }

    /// A session bus of its own.
    struct Bus {
        daemon: Child,
        address: String,
    }

    impl Bus {
        fn start() -> Self {
            let mut daemon = Command::new("dbus-daemon")
                .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let mut address = String::new();
            let said = daemon.stdout.take().unwrap();
            BufReader::new(said).read_line(&mut address).unwrap();
            let address = address.trim().to_owned();
            Self { daemon, address }
        }

        fn portal(&self, config_home: &Path) -> Portal {
            Portal {
                bus: Some(self.address.clone()),
                ..Portal::new(config_home)
            }
        }

        /// The portal is there for as long as what is returned.
        fn with_portal(
            &self,
            answers: impl Fn(bool) -> (u32, bool) + Send + Sync + 'static,
        ) -> Desktop {
            let asked = Arc::default();
            let background = Background {
                asked: Arc::clone(&asked),
                answers: Box::new(answers),
            };
            let connection = connection::Builder::address(self.address.as_str())
                .and_then(|builder| builder.serve_at(DESKTOP, background)?.name(PORTAL)?.build());
            Desktop {
                asked,
                _connection: connection.unwrap(),
            }
        }
    }

    impl Drop for Bus {
        fn drop(&mut self) {
            let _ = self.daemon.kill();
            let _ = self.daemon.wait();
        }
    }

    /// Whether it is to start at login, and what.
    type Asked = Arc<Mutex<Vec<(bool, Vec<String>)>>>;

    struct Desktop {
        asked: Asked,
        _connection: Connection,
    }

    /// The Background portal as its specification has it. A fake: the real one answers nobody but a Flatpak.
    struct Background {
        asked: Asked,
        answers: Box<dyn Fn(bool) -> (u32, bool) + Send + Sync>,
    }

    #[interface(name = "org.freedesktop.portal.Background")]
    impl Background {
        async fn request_background(
            &self,
            parent_window: String,
            mut options: HashMap<String, OwnedValue>,
            #[zbus(header)] header: Header<'_>,
            #[zbus(connection)] connection: &zbus::Connection,
        ) -> zbus::fdo::Result<OwnedObjectPath> {
            assert_eq!(
                parent_window, "",
                "a program in the tray has no window to stand before"
            );
            let mut take = |name: &str| options.remove(name).unwrap();
            let wanted = bool::try_from(take("autostart")).unwrap();
            let program = Vec::<String>::try_from(take("commandline")).unwrap();
            let token = String::try_from(take("handle_token")).unwrap();
            self.asked.lock().unwrap().push((wanted, program));
            let sender = header.sender().unwrap();
            let name = sender.trim_start_matches(':').replace('.', "_");
            let place = format!("{DESKTOP}/request/{name}/{token}");
            let place = ObjectPath::try_from(place).unwrap();
            let (code, starts) = (self.answers)(wanted);
            let results: HashMap<&str, Value<'_>> =
                HashMap::from([("background", true.into()), ("autostart", starts.into())]);
            connection
                .emit_signal(
                    Some(sender.to_owned()),
                    &place,
                    "org.freedesktop.portal.Request",
                    "Response",
                    &(code, results),
                )
                .await
                .unwrap();
            Ok(place.into())
        }
    }
}
