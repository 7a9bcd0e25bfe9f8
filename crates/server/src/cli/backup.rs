//! Backups, and the way back, on the command line.

use std::path::PathBuf;

use clap::Args;

use super::{Data, Output};
use crate::backup::{self, Backup};

#[derive(Debug, Args)]
pub(super) struct BackUp {
    #[command(flatten)]
    data: Data,
    /// The file to write, which must not be there yet; or a directory, for a file with the time in its name.
    #[arg(value_name = "FILE|DIR")]
    to: PathBuf,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The data directory to make; it must be empty, or not there yet.
    #[arg(long = "data", env = "PORCHLIGHT_DATA", value_name = "DIR")]
    data: PathBuf,
    /// The backup.
    file: PathBuf,
    #[command(flatten)]
    output: Output,
}

pub(super) fn back_up(asked: &BackUp) -> anyhow::Result<()> {
    let made = backup::back_up(&asked.data.directory(), &asked.to)?;
    asked.output.say(&made, || {
        let file = made.file.display();
        format!(
            "Backed up to {file}, and read again: {}{}",
            contents(&made),
            unreadable(&made)
        )
    })
}

pub(super) fn restore(asked: &Restore) -> anyhow::Result<()> {
    let data = crate::store::DataDirectory::new(&asked.data);
    let made = backup::restore(&asked.file, &data)?;
    asked.output.say(&made, || {
        let (directory, when) = (asked.data.display(), made.made_at.format("%F %T UTC"));
        format!(
            "Restored to {directory}, as of {when}: {}{}\nWhat was changed since then is not in it: look after whoever was \
             deactivated or signed out.",
            contents(&made),
            unreadable(&made)
        )
    })
}

fn contents(made: &Backup) -> String {
    let Backup {
        agents,
        offices,
        records,
        ..
    } = made;
    format!("agents {agents}, offices {offices}, records {records}.")
}

fn unreadable(made: &Backup) -> String {
    match made.unreadable {
        0 => String::new(),
        some => format!(
            "\n{some} of the records are wrong, as in the original; `porchlight-server doctor` says which, and what to do."
        ),
    }
}
