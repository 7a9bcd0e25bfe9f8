//! A launch agent of the person's, which the system starts with the session.

use std::{env, fs, io, path::PathBuf};

use crate::{
    autostart::{Act, AtLogin, AutostartError, remove, write},
    start,
};

const AGENT: &str = "Library/LaunchAgents/chat.porchlight.app.plist";

/// What is started at login for one person, and what would be.
#[derive(Debug)]
pub struct Autostart {
    agent: PathBuf,
    program: String,
}

impl Autostart {
    /// For whoever runs this process, and the Porchlight that it belongs to.
    ///
    /// # Errors
    /// If the home directory or this program's own path is not known, or no launch agent can hold the path.
    pub fn here() -> Result<Self, AutostartError> {
        let home = env::home_dir().ok_or(AutostartError::NoFolder("HOME"))?;
        let program = start::resident().map_err(AutostartError::NoProgram)?;
        let text = program
            .to_str()
            .filter(|path| !path.contains(char::is_control))
            .map(escaped);
        Ok(Self {
            agent: home.join(AGENT),
            program: text.ok_or(AutostartError::Path(program))?,
        })
    }

    /// Reads what will happen at the next login.
    ///
    /// # Errors
    /// If the agent cannot be read.
    pub fn status(&self) -> Result<AtLogin, AutostartError> {
        match fs::read_to_string(&self.agent) {
            Ok(agent) if agent == self.wanted() => Ok(AtLogin::StartsThisOne),
            Ok(agent) => Ok(AtLogin::StartsAnother {
                program: program_of(&agent).to_owned(),
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(AtLogin::StartsNone),
            Err(error) => Err(AutostartError::denied(Act::Read, &self.agent, error)),
        }
    }

    /// Has this Porchlight start at login, or none. Repeating it changes nothing.
    ///
    /// # Errors
    /// If the agent cannot be written or removed.
    pub fn set(&self, on: bool) -> Result<AtLogin, AutostartError> {
        if on {
            write(&self.agent, &self.wanted())?;
        } else {
            remove(&self.agent)?;
        }
        self.status()
    }

    fn wanted(&self) -> String {
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>chat.porchlight.app</string>
  <key>ProgramArguments</key>
  <array>
    <string>{}</string>
  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>LimitLoadToSessionType</key>
  <string>Aqua</string>
  <key>ProcessType</key>
  <string>Interactive</string>
</dict>
</plist>
"#,
            self.program
        )
    }
}

/// The program that an agent starts, as it stands there.
fn program_of(agent: &str) -> &str {
    agent
        .split_once("<array>")
        .and_then(|(_, rest)| rest.split_once("<string>"))
        .and_then(|(_, rest)| rest.split_once("</string>"))
        .map_or("an unknown one", |(program, _)| program)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_it_is_on_the_agent_starts_this_program_and_off_leaves_nothing_behind() {
        let home = tempfile::tempdir().unwrap();
        let autostart = at(
            &home,
            "/Applications/Porchlight.app/Contents/MacOS/porchlight",
        );
        assert_eq!(autostart.status().unwrap(), AtLogin::StartsNone);

        for _ in 0..2 {
            assert_eq!(autostart.set(true).unwrap(), AtLogin::StartsThisOne);
        }
        let other = at(&home, "/Users/ana/porchlight").status().unwrap();
        assert!(
            matches!(&other, AtLogin::StartsAnother { program } if program.contains("/Applications/Porchlight.app")),
            "{other:?}"
        );
        for _ in 0..2 {
            assert_eq!(autostart.set(false).unwrap(), AtLogin::StartsNone);
        }
        assert!(!autostart.agent.exists());
    }

    fn at(home: &tempfile::TempDir, program: &str) -> Autostart {
        Autostart {
            agent: home.path().join(AGENT),
            program: program.to_owned(),
        }
    }
}
