//! The registry's `Run` key, whose programs Windows starts at login. Task Manager and Settings turn one off by a mark
//! beside it, which counts here as well.

use crate::{
    autostart::{Act, AtLogin, AutostartError},
    start,
};

use super::registry::{self, Root};

/// What is started at login.
const RUN: &str = r"Software\Microsoft\Windows\CurrentVersion\Run";
/// Where Windows marks what was turned off: the first of the bytes is odd then.
const APPROVED: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run";
const NAME: &str = "Porchlight";

/// What is started at login for one person, and what would be.
#[derive(Debug)]
pub struct Autostart {
    name: &'static str,
    command: String,
}

impl Autostart {
    /// For whoever runs this process, and the Porchlight that it belongs to.
    ///
    /// # Errors
    /// If this program's own path is not known, or is one that Windows does not start.
    pub fn here() -> Result<Self, AutostartError> {
        let program = start::resident().map_err(AutostartError::NoProgram)?;
        match program.to_str() {
            Some(path) => Ok(Self {
                name: NAME,
                command: format!("\"{path}\""),
            }),
            None => Err(AutostartError::Path(program)),
        }
    }

    /// Reads what will happen at the next login.
    ///
    /// # Errors
    /// Never here: what cannot be read is not started either.
    pub fn status(&self) -> Result<AtLogin, AutostartError> {
        let Some(command) = registry::text(Root::User, RUN, self.name) else {
            return Ok(AtLogin::StartsNone);
        };
        if registry::first_byte(APPROVED, self.name).is_some_and(|mark| mark % 2 == 1) {
            return Ok(AtLogin::TurnedOff);
        }
        Ok(if command == self.command {
            AtLogin::StartsThisOne
        } else {
            AtLogin::StartsAnother { program: command }
        })
    }

    /// Has this Porchlight start at login, or none. Repeating it changes nothing.
    ///
    /// # Errors
    /// If the key cannot be written.
    pub fn set(&self, on: bool) -> Result<AtLogin, AutostartError> {
        let changed = if on {
            registry::set_text(RUN, self.name, &self.command)
        } else {
            registry::remove(RUN, self.name)
        };
        changed
            .and_then(|()| registry::remove(APPROVED, self.name))
            .map_err(|error| AutostartError::denied(Act::Write, RUN.as_ref(), error))?;
        self.status()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_it_is_on_windows_finds_the_command_and_off_leaves_nothing_behind() {
        let autostart = of("PorchlightTestOn", r"C:\Some Folder\porchlight.exe");
        assert_eq!(autostart.status().unwrap(), AtLogin::StartsNone);

        for _ in 0..2 {
            assert_eq!(autostart.set(true).unwrap(), AtLogin::StartsThisOne);
            assert_eq!(
                registry::text(Root::User, RUN, autostart.name).as_deref(),
                Some(r#""C:\Some Folder\porchlight.exe""#)
            );
        }
        for _ in 0..2 {
            assert_eq!(autostart.set(false).unwrap(), AtLogin::StartsNone);
            assert_eq!(registry::text(Root::User, RUN, autostart.name), None);
        }
    }

    #[test]
    fn what_task_manager_turned_off_counts_as_off_and_is_turned_on_again() {
        let autostart = of("PorchlightTestMark", r"C:\porchlight.exe");
        autostart.set(true).unwrap();
        registry::tests::set_bytes(APPROVED, autostart.name, &[3, 0, 0, 0]);

        let off = autostart.status().unwrap();
        assert_eq!(off, AtLogin::TurnedOff);

        assert!(autostart.set(true).unwrap().is_on());
        autostart.set(false).unwrap();
    }

    #[test]
    fn another_porchlight_is_named_and_replaced() {
        let autostart = of("PorchlightTestOther", r"C:\new\porchlight.exe");
        of(autostart.name, r"C:\old\porchlight.exe")
            .set(true)
            .unwrap();

        let before = autostart.status().unwrap();
        assert!(
            matches!(&before, AtLogin::StartsAnother { program } if program.contains(r"C:\old")),
            "{before:?}"
        );

        assert_eq!(autostart.set(true).unwrap(), AtLogin::StartsThisOne);
        autostart.set(false).unwrap();
    }

    fn of(name: &'static str, path: &str) -> Autostart {
        Autostart {
            name,
            command: format!("\"{path}\""),
        }
    }
}
