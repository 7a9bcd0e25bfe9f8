//! Looks at settings before a server runs by them.

use std::{collections::BTreeSet, fmt::Write as _, process::ExitCode};

use chrono::Utc;
use clap::{ArgMatches, Args, CommandFactory as _, Subcommand};
use serde::Serialize;

use super::{
    CommandLine, EXIT_CODES, Output,
    settings::{Setting, Settings, Settled},
};
use crate::{config::HumanDuration, serve::Pair};

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Shows each setting that `serve` would run by, and where it comes from, and says what is wrong; exits with 1 if
    /// anything is.
    ///
    /// A setting is an option (`--lease 90s`), or a variable of the environment (`PORCHLIGHT_LEASE=90s`), or a line in the
    /// file that `--config` names (`lease = "90s"`), or its default, and counts in this order.
    #[command(after_help = EXIT_CODES)]
    Check(Box<Check>),
}

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Serialize)]
struct Checked {
    well: bool,
    settings: Vec<Setting>,
    /// What is wrong, a sentence each.
    wrong: Vec<String>,
}

pub(super) fn check(asked: &Check, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let settled = asked.settings.settle(matches)?;
    let wrong = what_is_wrong(&settled);
    let checked = Checked {
        well: wrong.is_empty(),
        settings: settled.each,
        wrong,
    };
    asked.output.say(&checked, || in_words(&checked))?;
    Ok(if checked.well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn in_words(checked: &Checked) -> String {
    let mut words = String::new();
    for Setting { name, value, from } in &checked.settings {
        let value = value.as_deref().unwrap_or("none");
        // Writing to memory cannot fail.
        let _ = writeln!(words, "{name:31} {value:23} {from}");
    }
    for wrong in &checked.wrong {
        let _ = writeln!(words, "{wrong}");
    }
    match checked.wrong.len() {
        0 => words.push_str("All is well."),
        1 => words.push_str("One thing is wrong."),
        more => {
            let _ = write!(words, "{more} things are wrong.");
        }
    }
    words
}

fn what_is_wrong(settled: &Settled) -> Vec<String> {
    let mut wrong = Vec::new();
    match &settled.data {
        Some(data) if !data.database().exists() => wrong.push(format!(
            "There is no data in {}; run `porchlight-server init`, or name another directory.",
            data.path().display()
        )),
        Some(_) => {}
        None => wrong.push("No data directory is named; set `data`.".to_owned()),
    }
    wrong.extend(times_that_do_not_fit(settled));
    if let Some(files) = &settled.tunables.edge.tls {
        match Pair::read(files) {
            Ok(pair) => {
                let concerns = pair.concerns(Utc::now()).into_iter();
                wrong.extend(concerns.map(|concern| sentence(&concern.to_string())));
            }
            Err(error) => wrong.push(sentence(&error.to_string())),
        }
    } else if !settled.listen.ip().is_loopback() {
        wrong.push(format!(
            "Passwords come unencrypted to {}, unless a proxy with TLS is all that reaches it; set `tls-cert` and \
             `tls-key`, or listen at 127.0.0.1.",
            settled.listen
        ));
    }
    wrong.extend(
        unknown_variables().map(|name| {
            format!("There is no setting for the variable {name}; look at its spelling.")
        }),
    );
    wrong
}

/// What would have everybody come and go.
pub(super) fn times_that_do_not_fit(settled: &Settled) -> Option<String> {
    let (lease, heartbeat) = (settled.tunables.lease, settled.tunables.heartbeat);
    (heartbeat >= lease).then(|| {
        let (lease, heartbeat) = (HumanDuration(lease), HumanDuration(heartbeat));
        format!(
            "A sign of life every {heartbeat} is too late for a lease of {lease}: everybody would be Offline in between. \
             Make `heartbeat` shorter, at most half of `lease`."
        )
    })
}

/// Variables that look like settings, and are none.
fn unknown_variables() -> impl Iterator<Item = String> {
    let mut known = BTreeSet::new();
    gather_variables(&CommandLine::command(), &mut known);
    let set = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    set.filter(move |name| name.starts_with("PORCHLIGHT_") && !known.contains(name))
}

fn gather_variables(command: &clap::Command, known: &mut BTreeSet<String>) {
    let named = command.get_arguments().filter_map(clap::Arg::get_env);
    known.extend(named.map(|name| name.to_string_lossy().into_owned()));
    for subcommand in command.get_subcommands() {
        gather_variables(subcommand, known);
    }
}

fn sentence(text: &str) -> String {
    crate::hub::sentence(text)
}
