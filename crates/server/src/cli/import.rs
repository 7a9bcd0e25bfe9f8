//! Many agents and memberships at once, out of a table.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use clap::Args;
use csv::ErrorKind;
use porchlight_campus::edits::{EditError, ImportRow, Imported};
use porchlight_protocol::Role;
use serde::{Deserialize, Serialize};

use super::{Data, Output, Reason};

/// The largest table, bytes.
const LARGEST: u64 = 16 * 1024 * 1024;
/// Lines that are named at most, of those that cannot be taken in.
const NAMED: usize = 20;

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

/// A line as it stands in the file. What is empty is not said.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    email: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    owner: Option<bool>,
    #[serde(default)]
    office: Option<String>,
    #[serde(default)]
    role: Option<Role>,
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
    edit.import(rows).map_err(|errors| {
        let lines = errors.iter().take(NAMED).map(ToString::to_string);
        let mut lines: Vec<_> = lines.collect();
        if errors.len() > NAMED {
            lines.push(format!("and {} lines more", errors.len() - NAMED));
        }
        EditError::Invalid {
            field: "file",
            detail: format!("Nothing was imported.\n{}", lines.join("\n")),
        }
    })
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
    // Spreadsheets begin their files with the mark, and where lines end in two characters they would be counted wrong.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut table = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headings = table.headers().cloned();
    let headings = headings.map_err(|error| not_imported(&error))?;
    let mut rows = Vec::new();
    for record in table.records() {
        let record = record.map_err(|error| not_imported(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let read: Line = record
            .deserialize(Some(&headings))
            .map_err(|error| not_imported(&error))?;
        let said = |text: Option<String>| text.filter(|text| !text.is_empty());
        rows.push(ImportRow {
            line,
            email: read.email,
            name: said(read.name),
            owner: read.owner,
            office: said(read.office),
            role: read.role,
        });
    }
    Ok(rows)
}

fn not_imported(error: &csv::Error) -> EditError {
    let line = error.position().map_or(1, csv::Position::line);
    let what = match error.kind() {
        ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!("it has {len} values, and there are {expected_len} headings"),
        ErrorKind::Deserialize { err, .. } => err.to_string(),
        _ => error.to_string(),
    };
    EditError::Invalid {
        field: "file",
        detail: format!("Nothing was imported.\nline {line}: {what}"),
    }
}
