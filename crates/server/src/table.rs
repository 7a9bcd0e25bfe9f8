//! A table of agents and their offices, as spreadsheets write it, for the command line and over HTTP.

use csv::ErrorKind;
use porchlight_campus::edits::{EditError, ImportRow};
use porchlight_protocol::Role;
use serde::Deserialize;

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

/// Reads a table in CSV with a line of headings.
///
/// # Errors
/// By the number of the first line that cannot be read.
pub(crate) fn read(text: &str) -> Result<Vec<ImportRow>, EditError> {
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
