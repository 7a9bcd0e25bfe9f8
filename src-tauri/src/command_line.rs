//! The command line: what it accepts. [`run()`] does it.

mod format;
mod report;
mod run;
mod schedule;
pub(crate) mod time;
mod watch;

use std::path::PathBuf;

use clap::{Args, CommandFactory as _, Parser, Subcommand, error::ErrorKind};

pub(crate) use run::run;

const EXIT_CODES: &str = "Exit codes:
  0  done, or already so
  1  failed or refused; the message says why
  2  the command was not understood
  3  Porchlight is not running (add --start to start it)
  4  not signed in, or not connected to the server

D-Bus, on Linux: org.porchlight.Agent1 on the session bus has the same for other programs.
  busctl --user introspect org.porchlight.Agent1 /org/porchlight/Agent1
  busctl --user call org.porchlight.Agent1 /org/porchlight/Agent1 org.porchlight.Agent1 \
    Available ass 0 2h

Environment:
  PORCHLIGHT_STATE_DIR    where the settings and the sign-in are kept
  PORCHLIGHT_RUNTIME_DIR  where the running app is found
  PORCHLIGHT_PANEL        `light` or `dark`: what the tray icon is drawn for, where it guesses wrong
  PORCHLIGHT_LOG          what is logged to standard error, such as `debug` or `porchlight=trace`";

/// How a status bar shows the lantern, below the help of what it runs.
const BARS: &str = r##"Status bars:
  i3blocks, in its config:
    [porchlight]
    command=porchlight watch --start --format '{icon} {counter}'
    interval=persist

  tmux, in ~/.tmux.conf:
    set -g status-right "#(porchlight watch --format '{icon} {status} {until}')"

  waybar, in its modules:
    "custom/porchlight": {
      "exec": "porchlight-waybar",
      "return-type": "json",
      "escape": true,
      "restart-interval": 10,
      "on-click": "porchlight window"
    }
  with porchlight-waybar as a script:
    #!/bin/sh
    exec porchlight watch --format \
      '{{"text":{icon:json},"tooltip":{tooltip:json},"class":{class:json}}}'"##;

/// The desk light of live chat: shows and sets whether you are available, from a tray icon.
///
/// Without a command it starts the app, or shows the window of the one that runs already.
#[derive(Debug, Parser)]
#[command(name = "porchlight", version, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    /// Use a sample campus on this computer, apart from your own settings: start it, or have it do the command
    #[arg(long, global = true)]
    pub(crate) demo: bool,
    /// Say `ready` on standard output as soon as other commands can reach the app
    #[arg(long)]
    pub(crate) announce: bool,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

impl Arguments {
    /// Those of this process; ends it where they make no sense, and where they ask for nothing but words.
    pub(crate) fn read() -> Self {
        Self::parse()
            .consistent()
            .unwrap_or_else(|error| error.exit())
    }

    fn consistent(self) -> Result<Self, clap::Error> {
        if self.announce && self.command.is_some() {
            let message = "`--announce` is for starting the app, and no command takes it";
            return Err(Self::command().error(ErrorKind::ArgumentConflict, message));
        }
        Ok(self)
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Open the window, or bring it to the front
    Window {
        #[command(flatten)]
        start: Start,
    },
    /// Sign in to your team's server
    SignIn {
        /// The server's address, such as `https://chat.example.edu`
        #[arg(long, value_name = "URL")]
        server: String,
        /// The e-mail address that you are known by there
        #[arg(long)]
        email: String,
        /// Read the password from standard input instead of asking for it
        #[arg(long)]
        password_stdin: bool,
        /// Allow `http://` to another computer: anybody on the way there can read your password
        #[arg(long)]
        allow_plain_http: bool,
        #[command(flatten)]
        start: Start,
    },
    /// Sign out of the server
    SignOut {
        #[command(flatten)]
        start: Start,
    },
    /// Say what you are, why, and until when
    Status {
        #[command(flatten)]
        output: StatusOutput,
        #[command(flatten)]
        start: Start,
    },
    /// Say what you are now, and a line whenever that changes, until the app ends or nobody reads on
    #[command(after_help = BARS)]
    Watch {
        #[command(flatten)]
        output: StatusOutput,
        #[command(flatten)]
        start: Start,
    },
    /// Say why you are what you are: what was looked at, in that order, and what each came to
    Why {
        /// Only in this office, by id or name; may be given several times. Without it: in all of them
        #[arg(long = "office", value_name = "OFFICE")]
        offices: Vec<String>,
        #[command(flatten)]
        output: Output,
        #[command(flatten)]
        start: Start,
    },
    /// Be Available
    Available(Choose),
    /// Be Away
    Away(Choose),
    /// Be Offline
    Offline(Choose),
    /// Let your schedule decide, everywhere
    FollowSchedule {
        #[command(flatten)]
        start: Start,
    },
    /// List your offices: what you are there, and how many agents are online
    Offices {
        #[command(flatten)]
        output: Output,
        #[command(flatten)]
        start: Start,
    },
    /// Take shifts from a calendar, or write your schedule as one
    #[command(subcommand)]
    Schedule(Schedule),
    /// Say what is going on inside, as a text to pass on to whoever helps; no password or token is in it
    Diagnostics {
        #[command(flatten)]
        start: Start,
    },
    /// Be Away while your calendar says that you are busy; only the times leave this computer
    #[command(subcommand)]
    Calendar(Calendar),
    /// Start Porchlight when you log in, or not
    #[command(subcommand)]
    Autostart(Autostart),
    /// Say goodbye to the server and end the app
    Quit,
    /// Write the man pages and the shell completions, for whoever packages Porchlight
    #[command(hide = true)]
    Manuals { date: String, folder: PathBuf },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Calendar {
    /// Follow a calendar: it is read now, and every 15 minutes
    Follow {
        /// An `.ics` file of this computer
        #[arg(required_unless_present = "address_stdin")]
        file: Option<PathBuf>,
        /// Read the calendar's address, such as `https://calendar.example.edu/ana.ics`, from standard input. Whoever has it may
        /// be able to read the calendar, and arguments can be seen by others
        #[arg(long, conflicts_with = "file")]
        address_stdin: bool,
        #[command(flatten)]
        start: Start,
    },
    /// Follow no calendar
    Off {
        #[command(flatten)]
        start: Start,
    },
    /// Say which calendar is followed, and what was read of it
    Status {
        #[command(flatten)]
        output: Output,
        #[command(flatten)]
        start: Start,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Schedule {
    /// Read shifts out of a calendar, such as a roster, and show them; they wait in the window until you save them there
    ///
    /// What is repeated every week becomes weekly shifts, and everything else of the next year dates. They replace the
    /// shifts and dates of your schedule; time off stays. What is no shift is said line by line.
    Import(Import),
    /// Write your schedule as a calendar that other programs read
    ///
    /// Weekly shifts are events that are repeated; dates and time off are taken into account for a year.
    Export {
        /// Into this `.ics` file; without it, to standard output
        file: Option<PathBuf>,
        #[command(flatten)]
        start: Start,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// An `.ics` file of this computer; `-` is standard input
    #[arg(required_unless_present = "address_stdin")]
    file: Option<PathBuf>,
    /// Read the calendar's address, such as `https://rosters.example.edu/ana.ics`, from standard input. Whoever has it may be
    /// able to read the calendar, and arguments can be seen by others
    #[arg(long, conflicts_with = "file")]
    address_stdin: bool,
    /// Save it as your schedule at once
    #[arg(long)]
    save: bool,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    start: Start,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Autostart {
    /// Start this Porchlight whenever you log in
    On,
    /// Start none when you log in
    Off,
    /// Say whether it starts when you log in
    Status {
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Start {
    /// Start the app if it is not running
    #[arg(long)]
    start: bool,
}

#[derive(Debug, Default, Args)]
pub(crate) struct Output {
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Default, Args)]
#[group(multiple = false)]
pub(crate) struct StatusOutput {
    /// Answer in JSON
    #[arg(long)]
    json: bool,
    /// Answer with a line of this form: `{icon}` is a sign, `{status}`, `{reason}` and `{until}` are words, `{counter}` is how
    /// many agents are online (`?` where that is unknown), `{tooltip}` all in short, and `{class}` one of available, some, away,
    /// offline and `not_connected`. `{tooltip:json}`, and so on, is written as a JSON string, and `{{` is a brace
    #[arg(long, value_name = "FORMAT")]
    format: Option<format::Format>,
}

#[derive(Debug, Args)]
pub(crate) struct Choose {
    /// Only in this office, by id or name; may be given several times. Without it: everywhere
    #[arg(long = "office", value_name = "OFFICE")]
    offices: Vec<String>,
    #[command(flatten)]
    holding: HoldingArguments,
    #[command(flatten)]
    start: Start,
}

#[derive(Debug, Args)]
#[group(multiple = false)]
pub(crate) struct HoldingArguments {
    /// For this long, such as `45m`, `2h` or `1h30m`. The answer says what comes then: after Away and Offline, what you had
    /// chosen without an end; after Available, and where nothing else holds, your schedule; without a schedule, Offline
    #[arg(long = "for", value_name = "DURATION", value_parser = time::duration)]
    duration: Option<std::time::Duration>,
    /// Until this time of day, such as `18:00` in the time zone of this computer or `18:00 America/New_York`, or an RFC
    /// 3339 instant
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// Until you change it; without any of these: until your schedule next takes over
    #[arg(long)]
    hold: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_command_may_be_for_the_sample_campus_whether_that_is_said_before_or_after_it() {
        for words in [["status", "--demo"], ["--demo", "status"]] {
            let words = [&["porchlight"][..], &words].concat();
            let arguments = Arguments::try_parse_from(words).unwrap();
            assert!(arguments.demo && arguments.command.is_some());
        }
    }

    #[test]
    fn what_is_only_for_starting_the_app_is_refused_with_a_command() {
        let words = ["porchlight", "--announce", "status"];
        let arguments = Arguments::try_parse_from(words).unwrap();

        assert_eq!(arguments.consistent().unwrap_err().exit_code(), 2);
    }

    #[test]
    fn help_is_asked_for_as_a_command_too_and_no_option_goes_without_a_word() {
        let help = Arguments::try_parse_from(["porchlight", "help", "away"]).unwrap_err();
        assert_eq!(help.kind(), ErrorKind::DisplayHelp);
        assert!(help.to_string().contains("Be Away"), "{help}");

        let mut program = Arguments::command();
        program.build();
        for command in program
            .get_subcommands()
            .filter(|command| !command.is_hide_set())
        {
            for option in command.get_opts() {
                assert!(
                    option.get_help().is_some(),
                    "{option} of {}",
                    command.get_name()
                );
            }
        }
    }

    #[test]
    fn two_ways_of_holding_contradict_each_other() {
        let refused =
            Arguments::try_parse_from(["porchlight", "away", "--for", "2h", "--hold"]).unwrap_err();

        assert_eq!(refused.exit_code(), 2);
    }

    #[test]
    fn the_help_says_what_each_exit_code_means() {
        let help = Arguments::command().render_long_help().to_string();

        for code in [
            "0  done",
            "1  failed",
            "2  the command",
            "3  Porchlight is not running",
            "4  not signed in",
        ] {
            assert!(help.contains(code), "{code} is missing in:\n{help}");
        }
    }
}
