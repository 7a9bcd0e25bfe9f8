//! Who may set up what: every call that the document names, by everybody who might try.

use std::collections::BTreeSet;

use porchlight_protocol::Role;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::world::{Answer, Device, World};

/// What has no end where it is allowed.
const STREAM: &str = "GET /v1/admin/events";

/// Who may make a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Allowed {
    Owners,
    /// Owners, and administrators of the library.
    Administrators,
}

/// A call as the document has it, with a query and a body that make it succeed for whoever may make it.
struct Row {
    call: &'static str,
    query: &'static str,
    body: Value,
    allowed: Allowed,
}

fn row(call: &'static str, allowed: Allowed, body: Value) -> Row {
    Row {
        call,
        query: "",
        body,
        allowed,
    }
}

/// In an order in which each call finds what it needs.
fn rows() -> Vec<Row> {
    use Allowed::{Administrators, Owners};
    let none = Value::Null;
    vec![
        row("GET /v1/admin/agents", Owners, none.clone()),
        row(
            "POST /v1/admin/agents",
            Owners,
            json!({"email": "new@example.org", "name": "New"}),
        ),
        row("GET /v1/admin/agents/{id}", Owners, none.clone()),
        row("PATCH /v1/admin/agents/{id}", Owners, json!({"name": "M"})),
        row(
            "POST /v1/admin/agents/{id}/password-reset",
            Owners,
            none.clone(),
        ),
        row("GET /v1/admin/agents/{id}/sessions", Owners, none.clone()),
        row(
            "DELETE /v1/admin/agents/{id}/sessions/{session}",
            Owners,
            none.clone(),
        ),
        row(
            "DELETE /v1/admin/agents/{id}/sessions",
            Owners,
            none.clone(),
        ),
        row("GET /v1/admin/settings", Owners, none.clone()),
        row(
            "PATCH /v1/admin/settings",
            Owners,
            json!({"idle_after_seconds": 1800}),
        ),
        row("GET /v1/admin/offices", Owners, none.clone()),
        row(
            "POST /v1/admin/offices",
            Owners,
            json!({"id": "spare", "name": "Spare"}),
        ),
        row(
            "PATCH /v1/admin/offices/{id}",
            Owners,
            json!({"name": "Books"}),
        ),
        row(
            "GET /v1/admin/offices/{id}/members",
            Administrators,
            none.clone(),
        ),
        row(
            "PUT /v1/admin/offices/{id}/members/{agent}",
            Administrators,
            json!({"role": "agent"}),
        ),
        row(
            "DELETE /v1/admin/offices/{id}/members/{agent}",
            Administrators,
            none.clone(),
        ),
        row("GET /v1/admin/invitations", Owners, none.clone()),
        row(
            "POST /v1/admin/invitations",
            Owners,
            json!({"email": "guest@example.org"}),
        ),
        row("DELETE /v1/admin/invitations/{id}", Owners, none.clone()),
        row(STREAM, Owners, none.clone()),
        row("GET /v1/admin/audit", Owners, none.clone()),
        Row {
            query: "?office=library",
            ..row("GET /v1/admin/audit", Administrators, none.clone())
        },
        row(
            "POST /v1/admin/import",
            Owners,
            json!("email,name,office\nnew@example.org,New,library\n"),
        ),
        row("GET /v1/admin/webhooks", Owners, none.clone()),
        row(
            "POST /v1/admin/webhooks",
            Owners,
            json!({"url": "https://localhost:1/"}),
        ),
        row(
            "PATCH /v1/admin/webhooks/{id}",
            Owners,
            json!({"offices": ["library"]}),
        ),
        row("POST /v1/admin/webhooks/{id}/test", Owners, none.clone()),
        row(
            "GET /v1/admin/webhooks/{id}/deliveries",
            Owners,
            none.clone(),
        ),
        row(
            "POST /v1/admin/webhooks/{id}/deliveries/{delivery}/resend",
            Owners,
            none.clone(),
        ),
        row("DELETE /v1/admin/webhooks/{id}", Owners, none.clone()),
        row("DELETE /v1/admin/offices/{id}", Owners, none),
    ]
}

/// What calls are about that has a name of its own each time.
struct Ids {
    session: String,
    invitation: String,
    webhook: String,
}

async fn make(world: &World, row: &Row, who: Option<&Device>, agent: &str, ids: &Ids) -> Answer {
    let (method, path) = row.call.split_once(' ').unwrap();
    let of_agent = path.starts_with("/v1/admin/agents");
    let of_invitation = path.starts_with("/v1/admin/invitations");
    let of_webhook = path.starts_with("/v1/admin/webhooks");
    let path = path
        .replace(
            "{id}",
            match (of_agent, of_invitation, of_webhook) {
                (true, ..) => "mia",
                (_, true, _) => ids.invitation.as_str(),
                (_, _, true) => ids.webhook.as_str(),
                _ => "library",
            },
        )
        .replace("{delivery}", "1")
        .replace("{agent}", agent)
        .replace("{session}", &ids.session);
    let token = who.map(|device| device.token.as_str());
    let body = (!row.body.is_null()).then(|| row.body.clone());
    let method: Method = method.parse().unwrap();
    let path = format!("{path}{}", row.query);
    if let Some(Value::String(table)) = body {
        return world.send_table(&path, token, table).await;
    }
    world.call(method, &path, token, body).await
}

/// Waits until what is sent to a webhook by hand is among its deliveries.
async fn sent(owner: &Device, webhook: &str) {
    let deliveries = format!("/v1/admin/webhooks/{webhook}/deliveries");
    while owner.get(&deliveries).await.ok()["deliveries"] == json!([]) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn every_call_of_administrators_is_refused_to_whoever_may_not_make_it() {
    let world = World::new().await;
    for (name, offices) in [
        ("mia", &[][..]),
        ("max", &[]),
        ("ana", &[("library", Role::Agent)]),
        ("elsa", &[("desk", Role::Admin)]),
        ("hanna", &[("library", Role::Admin)]),
    ] {
        world.agent(name, offices).await;
    }
    let ana = world.sign_in("ana").await;
    let elsewhere = world.sign_in("elsa").await;
    let here = world.sign_in("hanna").await;
    let owner = world.sign_in("olga").await;
    let mut ids = Ids {
        session: world.sign_in("mia").await.session,
        invitation: String::new(),
        webhook: String::new(),
    };
    let rows = rows();
    let document = world.call(Method::GET, "/openapi.json", None, None).await;
    let document = document.ok();
    let paths = document["paths"].as_object().unwrap().iter();
    let named: BTreeSet<String> = paths
        .filter(|(path, _)| path.starts_with("/v1/admin/"))
        .flat_map(|(path, calls)| {
            let methods = calls.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let tried: BTreeSet<String> = rows.iter().map(|row| row.call.to_owned()).collect();
    assert_eq!(
        tried, named,
        "a call of the document without a row here, or the other way round"
    );
    for row in &rows {
        let open = owner.get("/v1/admin/invitations").await.ok();
        ids.invitation = open[0]["id"].as_str().unwrap_or_default().to_owned();
        let webhooks = owner.get("/v1/admin/webhooks").await.ok();
        ids.webhook = webhooks[0]["id"].as_str().unwrap_or_default().to_owned();
        if row.call.ends_with("/resend") {
            sent(&owner, &ids.webhook).await;
        }
        let refused = async |who: Option<&Device>| {
            let answer = make(&world, row, who, "mia", &ids).await;
            answer.problem()
        };
        let problem = |status: u16, code: &str| (status, code.to_owned());
        let missing_role = problem(403, "not_allowed");
        let call = format!("{}{}", row.call, row.query);
        assert_eq!(refused(None).await, problem(401, "not_signed_in"), "{call}");
        assert_eq!(refused(Some(&ana)).await, missing_role, "{call}");
        if row.allowed == Allowed::Owners {
            assert_eq!(refused(Some(&elsewhere)).await, missing_role, "{call}");
            assert_eq!(refused(Some(&here)).await, missing_role, "{call}");
        } else {
            let unknown = problem(404, "not_found");
            assert_eq!(refused(Some(&elsewhere)).await, unknown, "{call}");
            let done = make(&world, row, Some(&here), "mia", &ids).await;
            assert!(done.status.is_success(), "{call}: {}", done.body);
        }
        if row.call == STREAM {
            owner.all_events(None).await.next_named("offices").await;
            continue;
        }
        let done = make(&world, row, Some(&owner), "max", &ids).await;
        assert!(done.status.is_success(), "{call}: {}", done.body);
    }
}

#[tokio::test]
async fn an_administrator_who_is_none_any_more_is_refused_at_once() {
    let world = World::new().await;
    world.agent("hanna", &[("library", Role::Admin)]).await;
    let hanna = world.sign_in("hanna").await;
    let own = "/v1/admin/offices/library/members/hanna";
    hanna.put(own, json!({"role": "agent"})).await.ok();
    let back = hanna.put(own, json!({"role": "admin"})).await;
    assert_eq!(back.status, StatusCode::FORBIDDEN);
}
