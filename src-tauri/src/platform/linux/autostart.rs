//! A desktop entry in the person's autostart folder, which every desktop reads that follows the freedesktop.org Desktop
//! Application Autostart Specification. A Flatpak sees no such folder, and asks the desktop.

mod portal;

use std::{env, fs, io, path::PathBuf};

use portal::Portal;

use crate::{
    autostart::{Act, AtLogin, AutostartError, remove, write},
    start,
};

const ENTRY: &str = "autostart/porchlight.desktop";
/// What `systemctl --user enable porchlight` makes.
const ENABLED_UNIT: &str = "systemd/user/graphical-session.target.wants/porchlight.service";

/// What is started at login for one person, and what would be.
#[derive(Debug)]
pub struct Autostart(By);

#[derive(Debug)]
enum By {
    Entry(EntryFile),
    Portal(Portal),
}

impl Autostart {
    /// For whoever runs this process, and the Porchlight that it belongs to.
    ///
    /// # Errors
    /// If the home directory or this program's own path is not known.
    pub fn here() -> Result<Self, AutostartError> {
        let config_home =
            config_home().ok_or(AutostartError::NoFolder("HOME or XDG_CONFIG_HOME"))?;
        Ok(Self(if porchlight_client::flatpak_id().is_some() {
            By::Portal(Portal::new(&config_home))
        } else {
            By::Entry(EntryFile {
                config_home,
                program: start::resident().map_err(AutostartError::NoProgram)?,
            })
        }))
    }

    /// Reads what will happen at the next login; of a Flatpak, what the desktop said last.
    ///
    /// # Errors
    /// If the entry cannot be read.
    pub fn status(&self) -> Result<AtLogin, AutostartError> {
        match &self.0 {
            By::Entry(entry) => entry.status(),
            By::Portal(portal) => Ok(portal.status()),
        }
    }

    /// Has this Porchlight start at login, or none. Repeating it changes nothing.
    ///
    /// # Errors
    /// If the entry cannot be written or removed, or the desktop refuses.
    pub fn set(&self, on: bool) -> Result<AtLogin, AutostartError> {
        match &self.0 {
            By::Entry(entry) => entry.set(on),
            By::Portal(portal) => portal.set(on),
        }
    }
}

/// The entry in the person's folder, and the program that it should start.
#[derive(Debug)]
struct EntryFile {
    config_home: PathBuf,
    program: PathBuf,
}

impl EntryFile {
    fn status(&self) -> Result<AtLogin, AutostartError> {
        if let Some(entry) = self.entry()?
            && entry.is_on
        {
            return Ok(if entry.exec == self.exec()? {
                AtLogin::StartsThisOne
            } else {
                AtLogin::StartsAnother {
                    program: entry.exec,
                }
            });
        }
        Ok(if self.is_unit_enabled() {
            AtLogin::StartsBySystemd
        } else {
            AtLogin::StartsNone
        })
    }

    fn set(&self, on: bool) -> Result<AtLogin, AutostartError> {
        if on {
            write(&self.entry_file(), &self.wanted()?)?;
        } else {
            remove(&self.entry_file())?;
            remove(&self.config_home.join(ENABLED_UNIT))?;
        }
        self.status()
    }

    fn entry_file(&self) -> PathBuf {
        self.config_home.join(ENTRY)
    }

    fn entry(&self) -> Result<Option<Entry>, AutostartError> {
        let path = self.entry_file();
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(Entry::read(&text))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(AutostartError::denied(Act::Read, &path, error)),
        }
    }

    fn is_unit_enabled(&self) -> bool {
        // A link to nothing enables nothing.
        self.config_home.join(ENABLED_UNIT).exists()
    }

    /// `TryExec` has a desktop pass over the entry in silence once Porchlight was removed.
    fn wanted(&self) -> Result<String, AutostartError> {
        Ok(format!(
            "[Desktop Entry]\nType=Application\nName=Porchlight\nComment=Shows and sets whether you are available to chat\n\
             Icon=porchlight\nExec={}\nTryExec={}\nTerminal=false\nX-GNOME-Autostart-enabled=true\n",
            self.exec()?,
            escaped(self.path()?)
        ))
    }

    /// The program as the value of `Exec`: quoted as an argument, and then escaped as a string, as the Desktop Entry
    /// Specification asks for.
    fn exec(&self) -> Result<String, AutostartError> {
        let mut quoted = String::from("\"");
        for character in self.path()?.chars() {
            match character {
                '"' | '`' | '$' | '\\' => quoted.extend(['\\', character]),
                '%' => quoted.push_str("%%"),
                _ => quoted.push(character),
            }
        }
        quoted.push('"');
        Ok(escaped(&quoted))
    }

    fn path(&self) -> Result<&str, AutostartError> {
        self.program
            .to_str()
            .filter(|path| !path.contains(char::is_control))
            .ok_or_else(|| AutostartError::Path(self.program.clone()))
    }
}

/// What counts of an autostart entry.
struct Entry {
    is_on: bool,
    exec: String,
}

impl Entry {
    fn read(text: &str) -> Self {
        let mut entry = Self {
            is_on: true,
            exec: String::new(),
        };
        let lines = text
            .lines()
            .skip_while(|line| line.trim() != "[Desktop Entry]")
            .skip(1)
            .take_while(|line| !line.starts_with('['));
        for (key, value) in lines.filter_map(|line| line.split_once('=')) {
            match (key.trim(), value.trim()) {
                ("Hidden", "true") | ("X-GNOME-Autostart-enabled", "false") => entry.is_on = false,
                ("Exec", exec) => exec.clone_into(&mut entry.exec),
                _ => {}
            }
        }
        // Desktops start nothing by an entry without a program.
        entry.is_on &= !entry.exec.is_empty();
        entry
    }
}

/// The specification has relative paths ignored.
fn config_home() -> Option<PathBuf> {
    env::var_os("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| Some(env::home_dir()?.join(".config")))
        .filter(|path| path.is_absolute())
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use porchlight_core::locale::Locale;

    use super::*;

    const ENTRY_OF_THIS_ONE: &str = "[Desktop Entry]\nType=Application\nName=Porchlight\n\
        Comment=Shows and sets whether you are available to chat\nIcon=porchlight\nExec=\"/usr/bin/porchlight\"\n\
        TryExec=/usr/bin/porchlight\nTerminal=false\nX-GNOME-Autostart-enabled=true\n";

    #[test]
    fn once_it_is_on_a_desktop_finds_an_entry_that_starts_this_program() {
        let home = home();
        let autostart = installed(&home);
        assert!(!autostart.status().unwrap().is_on());

        let at_login = autostart.set(true).unwrap();

        assert_eq!(at_login, AtLogin::StartsThisOne);
        assert_eq!(entry(&home), Some(ENTRY_OF_THIS_ONE.into()));
    }

    #[test]
    fn repeating_either_changes_nothing_and_off_leaves_nothing_behind() {
        let home = home();
        let autostart = installed(&home);

        for _ in 0..2 {
            assert!(autostart.set(true).unwrap().is_on());
            assert_eq!(entry(&home), Some(ENTRY_OF_THIS_ONE.into()));
        }
        for _ in 0..2 {
            assert!(!autostart.set(false).unwrap().is_on());
            assert_eq!(
                fs::read_dir(home.path().join("autostart")).unwrap().count(),
                0
            );
        }
    }

    #[test]
    fn an_entry_that_the_desktop_turned_off_counts_as_off_and_is_turned_on_again() {
        for line in ["Hidden=true", "X-GNOME-Autostart-enabled=false"] {
            let home = home();
            let autostart = installed(&home);
            put(
                &home,
                &format!("[Desktop Entry]\nExec=\"/usr/bin/porchlight\"\n{line}\n"),
            );

            assert!(!autostart.status().unwrap().is_on(), "{line}");
            assert!(autostart.set(true).unwrap().is_on(), "{line}");
        }
    }

    #[test]
    fn only_what_stands_in_the_entrys_own_group_counts() {
        let home = home();
        put(
            &home,
            "# A remark\n[Desktop Entry]\nExec=\"/usr/bin/porchlight\"\n[Desktop Action quit]\nExec=other\nHidden=true\n",
        );

        assert_eq!(installed(&home).status().unwrap(), AtLogin::StartsThisOne);
    }

    #[test]
    fn an_entry_for_another_porchlight_is_named_and_replaced() {
        let home = home();
        put(
            &home,
            "[Desktop Entry]\nExec=/home/ana/porchlight/target/release/porchlight\n",
        );
        let autostart = installed(&home);

        let program = "/home/ana/porchlight/target/release/porchlight".to_owned();
        assert_eq!(
            autostart.status().unwrap(),
            AtLogin::StartsAnother { program }
        );

        autostart.set(true).unwrap();
        assert_eq!(entry(&home), Some(ENTRY_OF_THIS_ONE.into()));
    }

    #[test]
    fn a_systemd_unit_that_is_enabled_is_said_and_turned_off_too() {
        let home = home();
        let unit = home.path().join(ENABLED_UNIT);
        fs::create_dir_all(unit.parent().unwrap()).unwrap();
        fs::write(home.path().join("porchlight.service"), "").unwrap();
        std::os::unix::fs::symlink(home.path().join("porchlight.service"), &unit).unwrap();
        let autostart = installed(&home);

        assert_eq!(autostart.status().unwrap(), AtLogin::StartsBySystemd);

        assert!(!autostart.set(false).unwrap().is_on());
        assert!(!unit.exists());
    }

    #[test]
    fn a_path_with_special_characters_is_quoted_as_the_specification_asks() {
        let home = home();
        let autostart = program(&home, r#"/opt/my "50%" $tools\porchlight"#);

        autostart.set(true).unwrap();

        let entry = entry(&home).unwrap();
        assert!(
            entry.contains(r#"Exec="/opt/my \\"50%%\\" \\$tools\\\\porchlight""#),
            "{entry}"
        );
        assert!(
            entry.contains(r#"TryExec=/opt/my "50%" $tools\\porchlight"#),
            "{entry}"
        );
    }

    #[test]
    fn a_path_that_no_entry_can_hold_is_refused_and_nothing_is_written() {
        let home = home();

        let refused = program(&home, "/opt/new\nline/porchlight")
            .set(true)
            .unwrap_err();

        let refused = refused.words(&Locale::english());
        assert!(refused.contains("Move it"), "{refused}");
        assert_eq!(entry(&home), None);
    }

    #[test]
    fn what_cannot_be_written_is_said_with_its_path() {
        let home = home();
        fs::write(
            home.path().join("autostart"),
            "a file where the folder should be",
        )
        .unwrap();

        let refused = installed(&home).set(true).unwrap_err();
        let refused = refused.words(&Locale::english());

        assert!(
            refused.contains("autostart/porchlight.desktop could not be written"),
            "{refused}"
        );
    }

    fn home() -> TempDir {
        tempfile::tempdir().unwrap()
    }

    fn installed(home: &TempDir) -> EntryFile {
        program(home, "/usr/bin/porchlight")
    }

    fn program(home: &TempDir, path: &str) -> EntryFile {
        EntryFile {
            config_home: home.path().to_owned(),
            program: path.into(),
        }
    }

    fn put(home: &TempDir, text: &str) {
        fs::create_dir_all(home.path().join("autostart")).unwrap();
        fs::write(home.path().join(ENTRY), text).unwrap();
    }

    fn entry(home: &TempDir) -> Option<String> {
        fs::read_to_string(home.path().join(ENTRY)).ok()
    }
}
