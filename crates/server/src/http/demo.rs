//! A sample of a customer's page: what the widget looks like, and what to copy.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use bytes::Bytes;

use super::{
    App,
    cached::{ASK_EVERY_TIME, Cacheable},
    openapi::{Api, Operation},
    widget,
};
use crate::hub::Hub;

const PAGE: &str = include_str!("../../demo/page.html");
const OFFICE: &str = include_str!("../../demo/office.html");
const NO_OFFICE: &str = include_str!("../../demo/none.html");
const SNIPPET: &str = include_str!("../../demo/snippet.html");

/// As strict as a policy can be that lets the page do what it does.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/// The page shows as many at most.
const MOST_OFFICES: usize = 50;

pub(super) fn add(api: Api) -> Api {
    let api = api.route(
        Operation::get("/demo", "Serves a sample of a customer's page")
            .about("With the status of every public office, as it turns on and off, and what to copy to another page.")
            .open()
            .serves("text/html", "The page."),
        page,
    );
    [
        (
            "/demo/demo.css",
            "text/css",
            "Serves how it looks",
            include_str!("../../demo/demo.css"),
        ),
        (
            "/demo/demo.js",
            "text/javascript",
            "Serves what it does",
            include_str!("../../demo/demo.js"),
        ),
        (
            "/demo/icon.svg",
            "image/svg+xml",
            "Serves its icon",
            include_str!("../../../../icons/porchlight.svg"),
        ),
    ]
    .into_iter()
    .fold(api, |api, (path, content_type, summary, text)| {
        let part = Cacheable {
            content_type,
            cache_control: ASK_EVERY_TIME,
            body: Bytes::from_static(text.as_bytes()),
        };
        api.route(
            Operation::get(path, summary)
                .open()
                .header("If-None-Match", false, "The `ETag` of what is known.")
                .serves(content_type, "A part of the page.")
                .or(StatusCode::NOT_MODIFIED, "It is what is known."),
            async move |request: HeaderMap| part.answer(&request),
        )
    })
}

async fn page(State(app): State<App>, request: HeaderMap) -> Response {
    let page = Cacheable {
        content_type: "text/html; charset=utf-8",
        cache_control: ASK_EVERY_TIME,
        body: Bytes::from(html(&public_offices(&app.hub))),
    };
    let mut response = page.answer(&request);
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Their ids, as every page has them that shows one. Customers are told no names.
fn public_offices(hub: &Hub) -> Vec<String> {
    let published = hub.published();
    let public = published.offices().filter(|(_, office)| office.public);
    public
        .take(MOST_OFFICES)
        .map(|(id, _)| id.to_string())
        .collect()
}

fn html(offices: &[String]) -> String {
    let shown: String = offices
        .iter()
        .map(|office| OFFICE.replace("{{office}}", &escaped(office)))
        .collect();
    let shown = if shown.is_empty() { NO_OFFICE } else { &shown };
    let office = offices.first().map_or("library", String::as_str);
    let snippets: String = snippets(office)
        .iter()
        .map(|(title, text)| {
            SNIPPET
                .replace("{{title}}", title)
                .replace("{{text}}", &escaped(text))
        })
        .collect();
    PAGE.replace("{{snippets}}", &snippets)
        .replace("{{offices}}", shown)
}

/// What to copy. The page puts its own address in place of the sample one.
fn snippets(office: &str) -> [(&'static str, String); 3] {
    const SERVER: &str = "https://presence.example.edu";
    let (path, integrity) = widget::newest();
    [
        (
            "The usual way",
            format!(
                "<script src=\"{SERVER}/widget.js\" async></script>\n\
                 <porchlight-status office=\"{office}\"></porchlight-status>"
            ),
        ),
        (
            "One tag, where the status is to stand; a picture where no script runs",
            format!(
                "<script src=\"{SERVER}/widget.js\" data-office=\"{office}\" async></script>\n\
                 <noscript><img src=\"{SERVER}/v1/public/offices/{office}/badge.svg\" alt=\"Chat\"></noscript>"
            ),
        ),
        (
            "A version that never changes",
            format!(
                "<script src=\"{SERVER}{path}\" integrity=\"{integrity}\" crossorigin async></script>"
            ),
        ),
    ]
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_an_id_is_text_wherever_it_is_shown() {
        let page = html(&["<b>\"&".to_owned()]);
        assert!(!page.contains("<b>"), "{page}");
        assert!(page.contains("office=\"&lt;b&gt;&quot;&amp;\""), "{page}");
        assert!(!page.contains("{{"), "{page}");
    }

    #[test]
    fn without_a_public_office_it_says_how_to_make_one() {
        let page = html(&[]);
        assert!(page.contains("No office is public yet"), "{page}");
    }
}
