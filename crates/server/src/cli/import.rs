//! Many agents and memberships at once, out of a table.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use clap::Args;
use porchlight_campus::edits::{EditError, ImportRow, Imported, not_imported};
use serde::Serialize;

use super::{Data, Output, Reason};
use crate::table;

/// The largest table, bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    data: Data,
    /// A CSV file with a line of headings: email, name, owner, office, role. Only email is needed, and a name for whoever
    /// is new; a line for each office. Standard input if left out.
    file: Option<PathBuf>,
    /// Says what would be done, and does nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    reason: Reason,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Serialize)]
struct Report {
    dry_run: bool,
    #[serde(flatten)]
    imported: Imported,
}

pub(super) fn run(asked: &Import) -> anyhow::Result<()> {
    let rows = match &asked.file {
        Some(path) => read_file(path)?,
        None => read(std::io::stdin().lock())?,
    };
    let mut admin = asked.data.open()?.because(asked.reason.text())?;
    let imported = if asked.dry_run {
        admin.try_edit(|edit| take_in(edit, &rows))?
    } else {
        admin.edit(|edit| take_in(edit, &rows))?
    };
    let report = Report {
        dry_run: asked.dry_run,
        imported,
    };
    asked.output.say(&report, || {
        let Imported {
            agents_added,
            agents_changed,
            memberships_set,
        } = &report.imported;
        let would = if asked.dry_run { "It would be: " } else { "" };
        format!(
            "{would}{agents_added} agents added, {agents_changed} changed, {memberships_set} memberships set."
        )
    })
}

fn take_in(
    edit: &mut porchlight_campus::edits::Edit,
    rows: &[ImportRow],
) -> Result<Imported, EditError> {
    edit.import(rows).map_err(|errors| not_imported(&errors))
}

fn read_file(path: &Path) -> anyhow::Result<Vec<ImportRow>> {
    let file = std::fs::File::open(path);
    read(file.with_context(|| format!("cannot read {}", path.display()))?)
}

fn read(input: impl Read) -> anyhow::Result<Vec<ImportRow>> {
    let mut text = String::new();
    input
        .take(LARGEST + 1)
        .read_to_string(&mut text)
        .context("the table cannot be read")?;
    if text.len() as u64 > LARGEST {
        bail!("the table is too large; split it into parts of at most 16 MiB");
    }
    Ok(table::read(&text)?)
}
