//! The script that shows an office's status on any web page. It is built from `ui/widget` and kept here, so that the
//! server is built without Node.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use bytes::Bytes;

use super::{
    cached::Cacheable,
    openapi::{Api, Operation},
};

/// A script that was given out. Its bytes never change: pages may hold them to a hash.
#[derive(Clone, Copy, Debug)]
struct Release {
    path: &'static str,
    script: &'static str,
    /// What browsers hold it to (Subresource Integrity).
    integrity: &'static str,
}

/// The newest comes last.
const RELEASES: [Release; 1] = [Release {
    path: "/widget/1.js",
    script: include_str!("../../widget/1.js"),
    integrity: include_str!("../../widget/1.js.integrity"),
}];

const NEWEST: Release = RELEASES[RELEASES.len() - 1];

/// What is mended reaches every page within an hour.
const FOR_AN_HOUR: &str = "max-age=3600";
const FOR_EVER: &str = "max-age=31536000, immutable";

pub(super) fn add(api: Api) -> Api {
    let api = RELEASES.into_iter().fold(api, |api, release| {
        api.route(
            described(
                Operation::get(release.path, "Serves one version of the widget")
                    .about("It never changes, so a page may hold it to a hash (`integrity`)."),
            ),
            async move |request: HeaderMap| script(release, FOR_EVER, &request),
        )
    });
    api.route(
        described(
            Operation::get("/widget.js", "Serves the widget, an office's status for any web page")
                .about(
                    "`<script src=\"…/widget.js\" async></script>` defines the element `<porchlight-status office=\"library\">`.",
                ),
        ),
        async |request: HeaderMap| script(NEWEST, FOR_AN_HOUR, &request),
    )
}

/// The address of the newest version, and its `integrity`.
pub(super) const fn newest() -> (&'static str, &'static str) {
    (NEWEST.path, NEWEST.integrity)
}

fn described(operation: Operation) -> Operation {
    operation
        .open()
        .header("If-None-Match", false, "The `ETag` of what is known.")
        .serves("text/javascript", "The script.")
        .or(StatusCode::NOT_MODIFIED, "It is what is known.")
}

fn script(
    release: Release,
    cache_control: &'static str,
    request: &HeaderMap,
) -> axum::response::Response {
    let kept = Cacheable {
        content_type: "text/javascript; charset=utf-8",
        cache_control,
        body: Bytes::from_static(release.script.as_bytes()),
    };
    let mut response = kept.answer(request);
    for (name, value) in [
        // Without it a browser compares nothing with a hash.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}
