//! Many agents and memberships at once, out of a table.

use axum::{extract::State, http::StatusCode, response::Response};
use porchlight_campus::edits::{Author, Change, Changed, Edit};
use porchlight_protocol::{ImportReport, LineError};
use serde::Deserialize;

use crate::{
    http::{
        App,
        extract::{Asked, Table},
        json,
        openapi::{Api, Operation},
        problem::Failure,
    },
    hub::{Caller, Refusal, sentence},
    table,
};

pub(super) fn add(api: Api) -> Api {
    let operation = Operation::post("/v1/admin/import", "Takes in a table of agents and their offices")
        .about(
            "Owners only. CSV with a line of headings: email, name, owner, office, role; a line for each office. What is \
             so already stays, and nothing is taken away, so the same table again changes nothing. All of it, or, if a line \
             does not fit, nothing.",
        )
        .query(
            "dry_run",
            "boolean",
            "Whether to say only what would be done, and which lines do not fit.",
        )
        .text_body("text/csv")
        .answers::<ImportReport>(StatusCode::OK, "What was done, or would be.")
        .refuses(&[StatusCode::FORBIDDEN]);
    api.route(operation, import)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HowToImport {
    #[serde(default)]
    dry_run: bool,
}

async fn import(
    State(app): State<App>,
    caller: Caller,
    Asked(how): Asked<HowToImport>,
    Table(text): Table,
) -> Result<Response, Failure> {
    let facts = app.hub.facts_for_owner(&caller).await?;
    let rows = table::read(&text);
    let rows = rows.map_err(|error| Failure::invalid("file", sentence(&error.to_string())))?;
    if how.dry_run {
        let author = Author::agent(&caller.agent, "dry-run");
        let tried = Edit::on(&facts, app.hub.clock().now().wall, author).import(&rows);
        let (imported, errors) = match tried {
            Ok(imported) => (imported, Vec::new()),
            Err(errors) => (porchlight_campus::edits::Imported::default(), errors),
        };
        let errors = errors.iter().map(|error| LineError {
            line: error.line,
            detail: error.error.to_string(),
        });
        return Ok(json(&ImportReport {
            dry_run: true,
            agents_added: imported.agents_added,
            agents_changed: imported.agents_changed,
            memberships_set: imported.memberships_set,
            errors: errors.collect(),
        }));
    }
    let change = Change::Import { rows };
    match app.hub.change(Some(caller), change, None, None).await? {
        Changed::Imported(imported) => Ok(json(&ImportReport {
            dry_run: false,
            agents_added: imported.agents_added,
            agents_changed: imported.agents_changed,
            memberships_set: imported.memberships_set,
            errors: Vec::new(),
        })),
        _ => Err(Refusal::Unavailable.into()),
    }
}
