//! The audit log for whoever reads it: page by page, the newest first, as JSON or as a table for spreadsheets.
//!
//! A page is bounded in rows, and in how many rows are looked at for it: where few fit what is asked for, it may be
//! short, or empty, and still name the next one.

use std::fmt;

use porchlight_campus::records::{self, Record};
use porchlight_protocol::{AgentId, AuditEntry, AuditPage, OfficeId, Timestamp};
use serde::Deserialize;

/// Rows of a page.
pub(crate) const PAGE_ROWS: usize = 100;
/// Rows of a page for spreadsheets, which is read whole.
pub(crate) const TABLE_ROWS: usize = 1000;
/// Rows that are read at once.
pub(crate) const READ_ROWS: usize = 250;
/// Rows that are looked at for a page.
const LOOKED_AT: usize = 5000;
const PREFIX: &str = "audit/";
/// After every key that begins with the prefix.
const END: &str = "audit0";

/// What of the log is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuditQuery {
    /// Done to this agent, or by her.
    pub agent: Option<AgentId>,
    pub office: Option<OfficeId>,
    /// Not before this instant.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// A page on its way.
#[derive(Debug)]
pub(crate) struct Reading<'q> {
    query: &'q AuditQuery,
    most: usize,
    entries: Vec<AuditEntry>,
    before: String,
    looked_at: usize,
    /// There is nothing before what was read.
    at_the_end: bool,
}

impl AuditQuery {
    /// The first key that is asked for.
    fn start(&self) -> String {
        let from = self.from.map(|from| from.timestamp_millis().max(0));
        from.map_or_else(|| PREFIX.to_owned(), |from| format!("{PREFIX}{from:016}"))
    }

    /// The first key after those that are asked for.
    fn end(&self) -> String {
        let until = self.until.map(|until| until.timestamp_millis().max(0));
        let until = until.map_or_else(|| END.to_owned(), |until| format!("{PREFIX}{until:016}"));
        let cursor = self.cursor.as_ref();
        cursor.map_or(until.clone(), |cursor| {
            format!("{PREFIX}{cursor}").min(until)
        })
    }

    fn fits(&self, entry: &AuditEntry) -> bool {
        let is = |agent: &Option<AgentId>| *agent == self.agent;
        let agent = self.agent.is_none() || is(&entry.agent) || is(&entry.by);
        agent && (self.office.is_none() || entry.office == self.office)
    }
}

impl<'q> Reading<'q> {
    /// Begins a page of at most so many rows.
    pub(crate) fn of(query: &'q AuditQuery, most: usize) -> Self {
        Self {
            query,
            most,
            entries: Vec::new(),
            before: query.end(),
            looked_at: 0,
            at_the_end: false,
        }
    }

    /// Which keys to read next, the greatest first: from the first one, before the second. None once the page is whole.
    pub(crate) fn next(&self) -> Option<(String, String)> {
        let whole =
            self.at_the_end || self.entries.len() >= self.most || self.looked_at >= LOOKED_AT;
        (!whole).then(|| (self.query.start(), self.before.clone()))
    }

    /// Takes in what was read. What cannot be read back is left out: `doctor` names it.
    pub(crate) fn take(&mut self, rows: &[Record]) {
        self.at_the_end = rows.len() < READ_ROWS;
        for row in rows {
            if self.entries.len() >= self.most {
                self.at_the_end = false;
                return;
            }
            self.looked_at += 1;
            self.before.clone_from(&row.key);
            let value = row.value.as_deref().unwrap_or_default();
            let entry = records::read::<AuditEntry>(&row.key, value).ok();
            self.entries
                .extend(entry.filter(|entry| self.query.fits(entry)));
        }
    }

    /// The page, and where the next one begins.
    pub(crate) fn page(self) -> AuditPage {
        let next = self.before.strip_prefix(PREFIX).map(str::to_owned);
        AuditPage {
            entries: self.entries,
            next: next.filter(|_| !self.at_the_end),
        }
    }
}

/// Rows as a table (RFC 4180), which no spreadsheet takes for formulas.
pub(crate) struct Table<'e>(pub(crate) &'e [AuditEntry]);

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("at,act,by,agent,office,batch,reason,changes\r\n")?;
        for entry in self.0 {
            let changes = serde_json::to_string(&entry.changes).unwrap_or_default();
            let act = serde_json::to_string(&entry.act).unwrap_or_default();
            let id = |id: Option<&str>| id.unwrap_or_default().to_owned();
            let cells = [
                entry
                    .at
                    .to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
                act.trim_matches('"').to_owned(),
                id(entry.by.as_ref().map(AgentId::as_str)),
                id(entry.agent.as_ref().map(AgentId::as_str)),
                id(entry.office.as_ref().map(OfficeId::as_str)),
                entry.batch.clone(),
                entry.reason.clone().unwrap_or_default(),
                changes,
            ];
            f.write_str(&cells.map(|text| cell(&text)).join(","))?;
            f.write_str("\r\n")?;
        }
        Ok(())
    }
}

fn cell(text: &str) -> String {
    // What begins like this is a formula to a spreadsheet.
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let text = text.replace('"', "\"\"");
    let mark = if formula { "'" } else { "" };
    format!("\"{mark}{text}\"")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use porchlight_campus::records::{Key, Revision, to_value};
    use porchlight_protocol::Act;

    use super::*;

    fn entry(agent: &str, reason: &str) -> AuditEntry {
        AuditEntry {
            at: "2026-11-23T08:00:00Z".parse().unwrap(),
            act: Act::AgentChanged,
            by: Some("olga".into()),
            agent: Some(agent.into()),
            office: None,
            batch: "b".to_owned(),
            reason: Some(reason.to_owned()),
            changes: BTreeMap::new(),
        }
    }

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_its_row() {
        for reason in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            let table = Table(&[entry("ana", reason)]).to_string();
            assert!(table.contains(&format!("\"'{reason}\"")), "{table}");
        }
        let table = Table(&[entry("ana", "so, \"she\"\nsaid")]).to_string();
        assert!(table.contains("\"so, \"\"she\"\"\nsaid\""), "{table}");
    }

    #[test]
    fn pages_go_on_where_the_one_before_ended_also_where_few_rows_fit() {
        let mut rows = BTreeMap::new();
        for number in 0..12_000_i64 {
            let agent = if number % 4000 == 0 { "ana" } else { "ben" };
            let key = Key::Audit(number, "b".to_owned(), "0".to_owned()).to_string();
            rows.insert(key, entry(agent, "x"));
        }
        let read = |from: &str, before: &str| -> Vec<Record> {
            let rows = rows.range(from.to_owned()..before.to_owned()).rev();
            rows.take(READ_ROWS)
                .map(|(key, entry)| Record {
                    key: key.clone(),
                    value: Some(to_value(entry)),
                    revision: Revision(1),
                })
                .collect()
        };
        for (agent, expected) in [(Some("ana"), 3), (Some("zoe"), 0), (None, 12_000)] {
            let mut query = AuditQuery {
                agent: agent.map(Into::into),
                ..AuditQuery::default()
            };
            let mut found = 0;
            loop {
                let mut reading = Reading::of(&query, PAGE_ROWS);
                while let Some((from, before)) = reading.next() {
                    reading.take(&read(&from, &before));
                }
                let page = reading.page();
                assert!(page.entries.len() <= PAGE_ROWS);
                found += page.entries.len();
                let Some(next) = page.next else { break };
                query.cursor = Some(next);
            }
            assert_eq!(found, expected);
        }
    }
}
