//! What the app is told by its surroundings: folders, names, the time zone.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use chrono_tz::Tz;
use porchlight_core::locale::SystemLocale;

/// What the controller needs to know of its surroundings.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where state and token are kept, readable by this user only.
    pub state_dir: PathBuf,
    /// Where the local socket stands.
    pub runtime_dir: PathBuf,
    /// Shown in Diagnostics.
    pub version: String,
    /// The operating system and the desktop, shown in Diagnostics.
    pub system: String,
    /// What the server calls this session: the computer's name.
    pub device: String,
    /// The time zone in which times are shown, until [`Happening::Zone`](crate::Happening::Zone) brings another.
    pub zone: Tz,
    /// The language of the system, which is spoken unless another one is set.
    pub locale: SystemLocale,
    /// Keep the token in the keyring of the desktop session, where there is one, and not in a file.
    pub keyring: bool,
    /// Sign in to the embedded server with its sample campus at the start, and keep that apart from the real state.
    pub demo: bool,
}

impl Config {
    /// Where the app's log is.
    pub fn log_file(&self) -> PathBuf {
        self.state_dir.join("porchlight.log")
    }

    /// The same for people: what is passed on does not tell how whoever passes it on is called here.
    pub(crate) fn log_shown(&self) -> String {
        below(env::home_dir().as_deref(), &self.log_file())
    }

    /// Reads the environment: the XDG directories (or what the system has instead of them), `PORCHLIGHT_STATE_DIR`
    /// and `PORCHLIGHT_RUNTIME_DIR`, which win over those, `TZ`, and the computer's name.
    ///
    /// # Errors
    /// If there is no home directory and the directories are not given either.
    pub fn from_environment(version: &str, demo: bool) -> anyhow::Result<Self> {
        let state_dir = match path("PORCHLIGHT_STATE_DIR") {
            Some(given) => given,
            None => own_directories()?.state_dir(),
        };
        Ok(Self {
            state_dir: if demo {
                state_dir.join("demo")
            } else {
                state_dir
            },
            runtime_dir: if demo {
                runtime_dir()?.join("demo")
            } else {
                runtime_dir()?
            },
            version: version.to_owned(),
            system: env::consts::OS.to_owned(),
            device: device(),
            zone: zone(None),
            locale: system_locale(),
            // A sample campus has no secrets.
            keyring: !demo,
            demo,
        })
    }
}

/// A path with `~` for the home directory.
fn below(home: Option<&Path>, path: &Path) -> String {
    let home = home.filter(|home| !home.as_os_str().is_empty());
    match home.and_then(|home| path.strip_prefix(home).ok()) {
        Some(rest) => Path::new("~").join(rest).display().to_string(),
        None => path.display().to_string(),
    }
}

/// Where the local socket stands; all that a guest needs to know.
///
/// # Errors
/// If there is no home directory and the directory is not given by the environment either.
pub fn runtime_dir() -> anyhow::Result<PathBuf> {
    match path("PORCHLIGHT_RUNTIME_DIR") {
        Some(given) => Ok(given),
        None => match flatpak_runtime_dir() {
            Some(shared) => Ok(shared),
            None => Ok(own_directories()?.runtime_dir()),
        },
    }
}

/// The id under which this runs as a Flatpak, if it does.
pub fn flatpak_id() -> Option<String> {
    id_in(&std::fs::read_to_string("/.flatpak-info").ok()?)
}

/// Each start of a Flatpak has a runtime folder of its own, and only this in common with the others.
fn flatpak_runtime_dir() -> Option<PathBuf> {
    let id = flatpak_id()?;
    Some(path("XDG_RUNTIME_DIR")?.join("app").join(id))
}

/// What the file that a Flatpak finds itself described in calls it.
fn id_in(info: &str) -> Option<String> {
    let mut lines = info
        .lines()
        .skip_while(|line| line.trim() != "[Application]")
        .skip(1)
        .take_while(|line| !line.starts_with('['));
    let id = lines.find_map(|line| line.strip_prefix("name="))?;
    Some(id.trim().to_owned())
}

struct OwnDirectories(directories::ProjectDirs);

impl OwnDirectories {
    fn state_dir(&self) -> PathBuf {
        self.0
            .state_dir()
            .unwrap_or_else(|| self.0.data_local_dir())
            .to_owned()
    }

    fn runtime_dir(&self) -> PathBuf {
        self.0
            .runtime_dir()
            .map_or_else(|| self.state_dir().join("run"), ToOwned::to_owned)
    }
}

fn own_directories() -> anyhow::Result<OwnDirectories> {
    directories::ProjectDirs::from("", "", "porchlight").map(OwnDirectories).context(
        "There is no home directory to keep the state in. Set HOME, or PORCHLIGHT_STATE_DIR and PORCHLIGHT_RUNTIME_DIR.",
    )
}

fn path(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

/// The time zone of this moment: `TZ`, or what the computer has announced to be set to, or what it says when it is asked.
pub fn zone(announced: Option<Tz>) -> Tz {
    let named = |name: String| name.trim_start_matches(':').parse::<Tz>().ok();
    env::var("TZ")
        .ok()
        .and_then(named)
        .or(announced)
        .or_else(|| iana_time_zone::get_timezone().ok().and_then(named))
        .unwrap_or(Tz::UTC)
}

/// What the system says of its person's language.
pub(crate) fn system_locale() -> SystemLocale {
    SystemLocale {
        languages: sys_locale::get_locales().collect(),
        formats: formats(|variable| env::var(variable).ok()),
    }
}

/// Whose dates and times she is used to, where a Unix system tells that apart from her language.
fn formats(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    let set = |name| variable(name).filter(|value| !value.is_empty());
    let posix = ["LC_ALL", "LC_TIME", "LANG"].into_iter().find_map(set)?;
    let tag = posix.split(['.', '@']).next()?.replace('_', "-");
    (tag != "C" && tag != "POSIX").then_some(tag)
}

fn device() -> String {
    let from_file = || std::fs::read_to_string("/etc/hostname").ok();
    [
        env::var("COMPUTERNAME").ok(),
        env::var("HOSTNAME").ok(),
        from_file(),
    ]
    .into_iter()
    .flatten()
    .map(|name| name.trim().to_owned())
    .find(|name| !name.is_empty())
    .unwrap_or_else(|| "This computer".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_lc_time_where_nothing_is_above_it() {
        let set = |pairs: &'static [(&str, &str)]| {
            formats(|name| {
                let mut found = pairs.iter().filter(|(variable, _)| *variable == name);
                found.next().map(|(_, value)| (*value).to_owned())
            })
        };
        let all = &[
            ("LANG", "en_US.UTF-8"),
            ("LC_TIME", "de_DE.UTF-8@euro"),
            ("LC_ALL", ""),
        ];
        assert_eq!(set(all).as_deref(), Some("de-DE"));
        assert_eq!(set(&[("LC_ALL", "C"), ("LANG", "de_DE")]), None);
        assert_eq!(set(&[]), None);
    }

    #[test]
    fn the_name_of_a_home_directory_is_not_passed_on() {
        let home = Some(Path::new("/home/ana"));
        let log = Path::new("/home/ana/.local/state/porchlight.log");
        let shown = Path::new("~").join(".local/state/porchlight.log");
        assert_eq!(below(home, log), shown.display().to_string());
        for home in [None, Some(Path::new("")), Some(Path::new("/home/an"))] {
            assert_eq!(below(home, log), log.display().to_string());
        }
    }

    #[test]
    fn a_flatpak_is_called_what_stands_in_its_own_group() {
        let info = "[Application]\nname=chat.porchlight.app\nruntime=r\n\n[Instance]\nname=other\n";
        assert_eq!(id_in(info).as_deref(), Some("chat.porchlight.app"));
        assert_eq!(id_in("[Instance]\nname=other\n"), None);
        assert_eq!(id_in("[Application]\n[Instance]\nname=other\n"), None);
    }
}
