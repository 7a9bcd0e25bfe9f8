//! The audit log.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use porchlight_protocol::AuditPage;

use crate::{
    audit::{AuditQuery, PAGE_ROWS, TABLE_ROWS, Table},
    http::{
        App,
        extract::Asked,
        json,
        openapi::{Api, Operation},
        problem::Failure,
    },
    hub::{Caller, Refusal},
};

pub(super) fn add(api: Api) -> Api {
    let operation = Operation::get("/v1/admin/audit", "Tells who did what, when and why")
        .about(
            "Owners; and administrators of an office, of that `office`. The newest first, at most 100 rows a page. With \
             `Accept: text/csv` a table of at most 1000 rows for spreadsheets, whose next page is in the header `Link`.",
        )
        .query("agent", "string", "Done to this agent, or by her.")
        .query("office", "string", "Done in this office.")
        .query("from", "string", "Not before this instant.")
        .query("until", "string", "Before this instant.")
        .query("cursor", "string", "The `next` of the page before.")
        .answers::<AuditPage>(StatusCode::OK, "A page; the last one has no `next`.")
        .refuses(&[
            StatusCode::FORBIDDEN,
            StatusCode::NOT_FOUND,
            StatusCode::UNPROCESSABLE_ENTITY,
        ]);
    api.route(operation, audit)
}

async fn audit(
    State(app): State<App>,
    caller: Caller,
    uri: Uri,
    headers: HeaderMap,
    Asked(query): Asked<AuditQuery>,
) -> Result<Response, Failure> {
    match (app.hub.facts_for_owner(&caller).await, &query.office) {
        (Err(Refusal::NotAllowed(_)), Some(office)) => {
            app.hub.facts_for_administrator(&caller, office).await?;
        }
        // An owner also asks for offices that are there no more.
        (owner, _) => {
            owner?;
        }
    }
    if !wants_table(&headers) {
        return Ok(json(&app.hub.audit(&query, PAGE_ROWS).await?));
    }
    let page = app.hub.audit(&query, TABLE_ROWS).await?;
    let mut response = Table(&page.entries).to_string().into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = "attachment; filename=\"audit.csv\"";
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(name));
    if let Some(next) = page.next {
        let given = uri.query().unwrap_or_default().split('&');
        let given = given.filter(|part| !part.is_empty() && !part.starts_with("cursor="));
        let cursor = format!("cursor={}", next.replace('/', "%2F"));
        let query: Vec<_> = given.chain([cursor.as_str()]).collect();
        let link = format!("<{}?{}>; rel=\"next\"", uri.path(), query.join("&"));
        if let Ok(link) = HeaderValue::from_str(&link) {
            headers.insert(header::LINK, link);
        }
    }
    Ok(response)
}

fn wants_table(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).into_iter();
    accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|kind| kind.trim().starts_with("text/csv"))
}
