//! Webhooks: which other systems are told, of what, and what came of it.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use porchlight_campus::{
    edits::{self, Change, Changed, Issued},
    webhooks::DispatchRecord,
};
use porchlight_protocol::{
    DeliveryPage, MadeWebhook, NewWebhook, Webhook, WebhookChange, WebhookPayload,
};
use serde::Deserialize;

use super::{REASON, Why};
use crate::{
    auth,
    http::{
        App,
        extract::{Asked, Json, Named},
        json,
        openapi::{Api, Operation},
        problem::Failure,
    },
    hub::{Caller, Refusal},
};

pub(super) fn add(api: Api) -> Api {
    let api = api.route(
        Operation::get("/v1/admin/webhooks", "Tells all webhooks")
            .about("Owners only. No secret is told.")
            .answers::<Vec<Webhook>>(StatusCode::OK, "All webhooks.")
            .refuses(&[StatusCode::FORBIDDEN]),
        webhooks,
    );
    let api = api.route(
        Operation::post("/v1/admin/webhooks", "Has another system told what happens")
            .about(
                "Owners only. From now on every change that it asks for is sent to the address by `POST`, with a \
                 `WebhookPayload` as the body: those of one office in the order in which they came to be, and each at \
                 least once, so that the receiver goes by the payload's `id`. `Porchlight-Delivery` has the same id, \
                 `Porchlight-Event` the event. `Porchlight-Signature: t=<unix>,v1=<hex>` has the HMAC-SHA256 of \
                 `<unix>.<body>` by the secret; another `v1` for the secret before it, for a day after it was rotated. \
                 A status from 200 to 299 says that it has arrived; `410` that it shall not come again; redirects are not \
                 followed. Everything else is tried again, for hours and ever more rarely. Addresses that are not on the \
                 internet are refused unless the server's settings allow them.",
            )
            .body::<NewWebhook>()
            .schema::<WebhookPayload>()
            .answers::<MadeWebhook>(
                StatusCode::CREATED,
                "The webhook and its secret, which is told this once.",
            )
            .refuses(&[StatusCode::FORBIDDEN, StatusCode::CONFLICT]),
        add_webhook,
    );
    let api = api.route(
        Operation::patch("/v1/admin/webhooks/{id}", "Changes a webhook")
            .about("Owners only.")
            .body::<WebhookChange>()
            .answers::<MadeWebhook>(
                StatusCode::OK,
                "The webhook as it is now; with its secret, if that is new.",
            )
            .refuses(&[StatusCode::FORBIDDEN, StatusCode::NOT_FOUND]),
        change_webhook,
    );
    let api = api.route(
        Operation::delete("/v1/admin/webhooks/{id}", "Removes a webhook")
            .about("Owners only. What it is owed goes with it.")
            .query("reason", "string", REASON)
            .empty(StatusCode::NO_CONTENT, "It is told nothing any more.")
            .refuses(&[
                StatusCode::FORBIDDEN,
                StatusCode::NOT_FOUND,
                StatusCode::UNPROCESSABLE_ENTITY,
            ]),
        remove_webhook,
    );
    add_deliveries(api)
}

fn add_deliveries(api: Api) -> Api {
    let api = api.route(
        Operation::post("/v1/admin/webhooks/{id}/test", "Tries a webhook")
            .about("Owners only. It is sent a `ping`, whose delivery tells what came of it.")
            .query("reason", "string", REASON)
            .empty(StatusCode::ACCEPTED, "It is sent.")
            .refuses(&[
                StatusCode::FORBIDDEN,
                StatusCode::NOT_FOUND,
                StatusCode::CONFLICT,
                StatusCode::UNPROCESSABLE_ENTITY,
            ]),
        test,
    );
    let api = api.route(
        Operation::get(
            "/v1/admin/webhooks/{id}/deliveries",
            "Tells what a webhook was told, and is to be told",
        )
        .about("Owners only. Those that have arrived, and those that were given up, are remembered for a while.")
        .query("before", "integer", "The `next` of the page before.")
        .answers::<DeliveryPage>(StatusCode::OK, "The newest first.")
        .refuses(&[
            StatusCode::FORBIDDEN,
            StatusCode::NOT_FOUND,
            StatusCode::UNPROCESSABLE_ENTITY,
        ]),
        deliveries,
    );
    api.route(
        Operation::post(
            "/v1/admin/webhooks/{id}/deliveries/{delivery}/resend",
            "Sends a delivery again",
        )
        .about(
            "Owners only. The delivery is named by its number. It keeps its id, so that a receiver that had it knows it \
             again; one that is still tried is tried now.",
        )
        .query("reason", "string", REASON)
        .empty(StatusCode::ACCEPTED, "It is sent.")
        .refuses(&[
            StatusCode::FORBIDDEN,
            StatusCode::NOT_FOUND,
            StatusCode::CONFLICT,
            StatusCode::UNPROCESSABLE_ENTITY,
        ]),
        resend,
    )
}

/// From which delivery on backwards.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Before {
    before: Option<u64>,
}

async fn webhooks(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let facts = app.hub.facts_for_owner(&caller).await?;
    Ok(json(&edits::webhooks(&facts)))
}

async fn add_webhook(
    State(app): State<App>,
    caller: Caller,
    Json(mut webhook): Json<NewWebhook>,
) -> Result<Response, Failure> {
    let reason = webhook.reason.take();
    let issued = auth::new_webhook();
    let secret = Some(issued.secret.0.clone());
    let change = Change::AddWebhook { webhook, issued };
    let made = change_one(&app, caller, change, reason, secret).await?;
    Ok((StatusCode::CREATED, json(&made)).into_response())
}

async fn change_webhook(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<String>,
    Json(mut change): Json<WebhookChange>,
) -> Result<Response, Failure> {
    let reason = change.reason.take();
    let Issued { secret, .. } = auth::new_webhook();
    let told = change.rotate_secret.then(|| secret.0.clone());
    let change = Change::ChangeWebhook { id, change, secret };
    Ok(json(&change_one(&app, caller, change, reason, told).await?))
}

async fn change_one(
    app: &App,
    caller: Caller,
    change: Change,
    reason: Option<String>,
    secret: Option<String>,
) -> Result<MadeWebhook, Failure> {
    match app.hub.change(Some(caller), change, reason, None).await? {
        Changed::Webhook(webhook) => Ok(MadeWebhook { secret, webhook }),
        _ => Err(Refusal::Unavailable.into()),
    }
}

async fn remove_webhook(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<String>,
    Asked(why): Asked<Why>,
) -> Result<Response, Failure> {
    let change = Change::RemoveWebhook { id };
    app.hub
        .change(Some(caller), change, why.reason, None)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn test(
    State(app): State<App>,
    caller: Caller,
    Named(webhook): Named<String>,
    Asked(why): Asked<Why>,
) -> Result<Response, Failure> {
    let what = DispatchRecord::Ping;
    let change = Change::Dispatch { webhook, what };
    app.hub
        .change(Some(caller), change, why.reason, None)
        .await?;
    Ok(StatusCode::ACCEPTED.into_response())
}

async fn deliveries(
    State(app): State<App>,
    caller: Caller,
    Named(webhook): Named<String>,
    Asked(page): Asked<Before>,
) -> Result<Response, Failure> {
    let facts = app.hub.facts_for_owner(&caller).await?;
    edits::webhook(&facts, &webhook).map_err(Refusal::from)?;
    Ok(json(&app.hub.deliveries(&webhook, page.before).await?))
}

async fn resend(
    State(app): State<App>,
    caller: Caller,
    Named((webhook, number)): Named<(String, u64)>,
    Asked(why): Asked<Why>,
) -> Result<Response, Failure> {
    let facts = app.hub.facts_for_owner(&caller).await?;
    edits::webhook(&facts, &webhook).map_err(Refusal::from)?;
    if !app.hub.has_delivery(&webhook, number).await? {
        let detail = "There is no such delivery, or not any more.".to_owned();
        return Err(Refusal::NotFound(detail).into());
    }
    let what = DispatchRecord::Again { number };
    let change = Change::Dispatch { webhook, what };
    app.hub
        .change(Some(caller), change, why.reason, None)
        .await?;
    Ok(StatusCode::ACCEPTED.into_response())
}
