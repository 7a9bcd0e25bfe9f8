//! The audit log, on the command line.

use chrono::{DateTime, Local, Utc};
use clap::Args;
use porchlight_campus::edits;
use porchlight_protocol::{AuditEntry, OfficeId};

use super::{Data, Output};
use crate::audit::{AuditQuery, Table};

#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(flatten)]
    data: Data,
    /// Done to this agent, or by her: her e-mail address, or her id.
    #[arg(long)]
    agent: Option<String>,
    /// Done in this office.
    #[arg(long)]
    office: Option<String>,
    /// Not before this instant, such as 2026-11-23T08:00:00Z.
    #[arg(long, value_name = "INSTANT")]
    from: Option<DateTime<Utc>>,
    /// Before this instant.
    #[arg(long, value_name = "INSTANT")]
    until: Option<DateTime<Utc>>,
    /// At most so many rows, the newest first.
    #[arg(long, default_value_t = 100, value_name = "ROWS")]
    limit: usize,
    /// Answers a table for spreadsheets.
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(asked: &Audit) -> anyhow::Result<()> {
    let admin = asked.data.open()?;
    let agent = match &asked.agent {
        Some(agent) => Some(edits::agent_called(&admin.state()?, agent)?),
        None => None,
    };
    let mut query = AuditQuery {
        agent,
        office: asked.office.as_deref().map(OfficeId::from),
        from: asked.from,
        until: asked.until,
        cursor: None,
    };
    let mut entries = Vec::new();
    loop {
        let page = admin.audit(&query, asked.limit.saturating_sub(entries.len()))?;
        entries.extend(page.entries);
        query.cursor = page.next;
        if query.cursor.is_none() || entries.len() >= asked.limit {
            break;
        }
    }
    if asked.csv {
        return asked.output.say(&entries, || {
            Table(&entries).to_string().trim_end().to_owned()
        });
    }
    asked.output.say(&entries, || {
        let rows = entries.iter().map(describe);
        rows.collect::<Vec<_>>().join("\n")
    })
}

fn describe(entry: &AuditEntry) -> String {
    let at = entry.at.with_timezone(&Local).format("%Y-%m-%d %H:%M:%S");
    let act = serde_json::to_string(&entry.act).unwrap_or_default();
    let by = entry
        .by
        .as_ref()
        .map_or("the command line", |by| by.as_str());
    let mut parts = vec![
        at.to_string(),
        act.trim_matches('"').to_owned(),
        format!("by {by}"),
    ];
    parts.extend(entry.agent.iter().map(|agent| format!("agent {agent}")));
    parts.extend(entry.office.iter().map(|office| format!("office {office}")));
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let changes = entry.changes.iter();
    parts.extend(changes.map(|(field, change)| {
        format!("{field}: {} > {}", value(&change.from), value(&change.to))
    }));
    let reason = entry.reason.iter();
    parts.extend(reason.map(|reason| format!("because: {reason}")));
    parts.join("  ")
}
