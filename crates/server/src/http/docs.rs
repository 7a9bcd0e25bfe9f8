//! The document about the interface as a page to read. Enters: the document itself; leaves: one page of HTML without a
//! script, in which everything has an address.

use std::{
    fmt::Write as _,
    sync::{Arc, OnceLock},
};

use axum::{
    Router,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::Response,
    routing::get,
};
use bytes::Bytes;
use serde_json::{Map, Value};

use super::{
    App,
    cached::{ASK_EVERY_TIME, Cacheable},
    openapi::{Api, Operation},
    wrong_method,
};

/// Its own style sheet, and nothing else from anywhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

const STYLE: Cacheable = Cacheable {
    content_type: "text/css",
    cache_control: ASK_EVERY_TIME,
    body: Bytes::from_static(include_bytes!("../../docs/docs.css")),
};

/// As deep as types are written out where they stand; what is deeper has a name of its own.
const DEEPEST: usize = 6;

pub(super) fn add(api: Api) -> Api {
    let operation = |path, summary| {
        Operation::get(path, summary)
            .open()
            .header("If-None-Match", false, "The `ETag` of what is known.")
            .or(StatusCode::NOT_MODIFIED, "It is what is known.")
    };
    let api = api.describe(
        operation("/docs", "Tells all this to people")
            .about("The same document, as a page without a script.")
            .serves("text/html", "The page."),
    );
    api.route(
        operation("/docs/docs.css", "Serves how that page looks")
            .serves("text/css", "A part of the page."),
        async |request: HeaderMap| STYLE.answer(&request),
    )
}

/// Serves the page, which is made for the first who asks.
pub(super) fn serve(router: Router<App>, document: Bytes) -> Router<App> {
    let made = Arc::new(OnceLock::new());
    let page = async move |request: HeaderMap| {
        let body = made.get_or_init(|| {
            let document = serde_json::from_slice(&document).unwrap_or_default();
            Bytes::from(html(&document))
        });
        answer(&request, body.clone())
    };
    router.route("/docs", get(page).fallback(wrong_method))
}

fn answer(request: &HeaderMap, body: Bytes) -> Response {
    let page = Cacheable {
        content_type: "text/html; charset=utf-8",
        cache_control: ASK_EVERY_TIME,
        body,
    };
    let mut response = page.answer(request);
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// One call, as the document has it.
struct Call<'d> {
    path: &'d str,
    method: String,
    operation: &'d Value,
}

impl<'d> Call<'d> {
    fn all(document: &'d Value) -> Vec<Self> {
        let paths = entries(&document["paths"]);
        paths
            .flat_map(|(path, operations)| {
                entries(operations).map(move |(method, operation)| Self {
                    path,
                    method: method.to_uppercase(),
                    operation,
                })
            })
            .collect()
    }

    fn id(&self) -> &'d str {
        words(&self.operation["operationId"])
    }

    /// What it belongs to: `/v1/admin/offices` to `/v1/admin`, `/healthz` to none.
    fn group(&self) -> &'d str {
        let Some(rest) = self.path.strip_prefix("/v1/") else {
            return "";
        };
        let end = rest.find('/').unwrap_or(rest.len());
        &self.path[.."/v1/".len() + end]
    }
}

fn html(document: &Value) -> String {
    let mut calls = Call::all(document);
    // Those without a group are the least of interest.
    calls.sort_by_key(|call| (call.group().is_empty(), call.group(), call.path));
    let info = &document["info"];
    let mut page = String::from(
        "<!doctype html>\n<html lang=\"en\" dir=\"ltr\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>Porchlight: the interface</title><link rel=\"stylesheet\" \
         href=\"/docs/docs.css\"></head><body>\n",
    );
    write(
        &mut page,
        format_args!(
            "<header><h1>The interface, version {}</h1><p>{}</p><p>For programs: <a href=\"/openapi.json\">/openapi.json</a>. \
             Types: <a href=\"#types\">below</a>.</p></header>\n",
            escaped(words(&info["version"])),
            text(words(&info["description"])),
        ),
    );
    contents(&mut page, &calls);
    page.push_str("<main>\n");
    let mut group = None;
    for call in &calls {
        if group != Some(call.group()) {
            group = Some(call.group());
            let title = match call.group() {
                "" => "Pages and operations",
                path => path,
            };
            write(&mut page, format_args!("<h2>{}</h2>\n", escaped(title)));
        }
        describe(&mut page, call);
    }
    page.push_str("<h2 id=\"types\">Types</h2>\n");
    for (name, schema) in entries(&document["components"]["schemas"]) {
        describe_type(&mut page, name, schema);
    }
    page.push_str("</main></body></html>\n");
    page
}

fn contents(page: &mut String, calls: &[Call<'_>]) {
    page.push_str("<nav aria-label=\"Calls\"><ul>\n");
    for call in calls {
        write(
            page,
            format_args!(
                "<li><a href=\"#{}\"><span class=\"method\">{}</span> {}</a></li>\n",
                escaped(call.id()),
                call.method,
                escaped(call.path),
            ),
        );
    }
    page.push_str("</ul></nav>\n");
}

fn describe(page: &mut String, call: &Call<'_>) {
    let operation = call.operation;
    let open = operation["security"].as_array().is_some_and(Vec::is_empty);
    write(
        page,
        format_args!(
            "<section id=\"{}\"><h3><span class=\"method\">{}</span> <code>{}</code></h3><p>{}. <span class=\"quiet\">{}</span></p>",
            escaped(call.id()),
            call.method,
            escaped(call.path),
            text(words(&operation["summary"])),
            if open {
                "Open to anybody."
            } else {
                "For whoever is signed in."
            },
        ),
    );
    paragraph(page, &operation["description"]);
    let parameters = operation["parameters"].as_array();
    if let Some(parameters) = parameters.filter(|parameters| !parameters.is_empty()) {
        page.push_str("<h4>Parameters</h4><dl>");
        for parameter in parameters {
            let place = match words(&parameter["in"]) {
                "header" => ", a header",
                "query" => ", behind the question mark",
                _ => "",
            };
            let optional = optional(parameter["required"] == true);
            write(
                page,
                format_args!(
                    "<dt><code>{}</code></dt><dd>{}{place}{optional}. {}</dd>",
                    escaped(words(&parameter["name"])),
                    type_of(&parameter["schema"], 0),
                    text(words(&parameter["description"])),
                ),
            );
        }
        page.push_str("</dl>");
    }
    if let Some((media_type, content)) = entries(&operation["requestBody"]["content"]).next() {
        let optional = optional(operation["requestBody"]["required"] == true);
        write(
            page,
            format_args!(
                "<h4>Body</h4><p>{}, as <code>{}</code>{optional}</p>",
                type_of(&content["schema"], 0),
                escaped(media_type),
            ),
        );
    }
    answers(page, &operation["responses"]);
    page.push_str("</section>\n");
}

/// What it answers; all refusals alike are one line.
fn answers(page: &mut String, responses: &Value) {
    page.push_str("<h4>Answers</h4><dl>");
    let mut refusals = Vec::new();
    for (status, response) in entries(responses) {
        let content = entries(&response["content"]).next();
        if content.is_some_and(|(media_type, _)| media_type == "application/problem+json") {
            refusals.push(format!("<code>{}</code>", escaped(status)));
            continue;
        }
        let content = content.map_or_else(String::new, |(media_type, content)| {
            let schema = type_of(&content["schema"], 0);
            format!(" As <code>{}</code>: {schema}.", escaped(media_type))
        });
        write(
            page,
            format_args!(
                "<dt><code>{}</code></dt><dd>{}{content}</dd>",
                escaped(status),
                text(words(&response["description"])),
            ),
        );
    }
    if !refusals.is_empty() {
        write(
            page,
            format_args!(
                "<dt>Refusals</dt><dd><a href=\"#type-Problem\">Problem</a>: {}</dd>",
                refusals.join(", ")
            ),
        );
    }
    page.push_str("</dl>");
}

fn describe_type(page: &mut String, name: &str, schema: &Value) {
    write(
        page,
        format_args!("<section id=\"type-{0}\"><h3>{0}</h3>", escaped(name)),
    );
    paragraph(page, &schema["description"]);
    if schema["properties"].is_object() {
        properties(page, schema);
    } else {
        write(page, format_args!("<p>{}</p>", type_of(schema, 0)));
    }
    page.push_str("</section>\n");
}

fn properties(page: &mut String, schema: &Value) {
    let required = schema["required"].as_array();
    page.push_str("<dl>");
    for (name, property) in entries(&schema["properties"]) {
        let is_required = required.is_some_and(|names| names.iter().any(|one| one == name));
        let optional = optional(is_required);
        let description = words(&property["description"]);
        let space = if description.is_empty() { "" } else { ". " };
        write(
            page,
            format_args!(
                "<dt><code>{}</code></dt><dd>{}{optional}{space}{}</dd>",
                escaped(name),
                type_of(property, 0),
                text(description),
            ),
        );
    }
    page.push_str("</dl>");
}

const fn optional(is_required: bool) -> &'static str {
    if is_required {
        ""
    } else {
        ", <span class=\"quiet\">optional</span>"
    }
}

/// A type in a few words, with a link to each that has a name.
fn type_of(schema: &Value, depth: usize) -> String {
    if let Some(name) = words(&schema["$ref"]).strip_prefix("#/components/schemas/") {
        let name = escaped(name);
        return format!("<a href=\"#type-{name}\">{name}</a>");
    }
    if depth > DEEPEST {
        return "…".to_owned();
    }
    let deeper = |schema: &Value| type_of(schema, depth + 1);
    if !schema["const"].is_null() {
        return literal(&schema["const"]);
    }
    if let Some(values) = schema["enum"].as_array() {
        return one_of(values.iter().map(literal));
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(schemas) = schema[choice].as_array() {
            return one_of(schemas.iter().map(deeper));
        }
    }
    if let Some(schemas) = schema["allOf"].as_array() {
        let all: Vec<_> = schemas.iter().map(deeper).collect();
        return all.join(" and ");
    }
    match &schema["type"] {
        Value::Array(types) => one_of(types.iter().map(|one| {
            let mut only = schema.clone();
            only["type"] = one.clone();
            deeper(&only)
        })),
        Value::String(name) => named_type(name, schema, depth),
        _ => "anything".to_owned(),
    }
}

fn named_type(name: &str, schema: &Value, depth: usize) -> String {
    match name {
        "array" => format!("list of {}", type_of(&schema["items"], depth + 1)),
        "object" => match (&schema["properties"], &schema["additionalProperties"]) {
            (Value::Object(properties), _) => fields(properties, depth),
            (_, values @ Value::Object(_)) => format!("map to {}", type_of(values, depth + 1)),
            _ => "object".to_owned(),
        },
        "null" => "<code>null</code>".to_owned(),
        "string" => match words(&schema["format"]) {
            "date-time" => "instant".to_owned(),
            "" => "text".to_owned(),
            format => escaped(format),
        },
        other => escaped(other),
    }
}

fn fields(properties: &Map<String, Value>, depth: usize) -> String {
    let fields: Vec<_> = properties
        .iter()
        .map(|(name, schema)| {
            let name = escaped(name);
            format!("<code>{name}</code>: {}", type_of(schema, depth + 1))
        })
        .collect();
    format!("{{ {} }}", fields.join(", "))
}

fn one_of(types: impl Iterator<Item = String>) -> String {
    let types: Vec<_> = types.collect();
    types.join(" or ")
}

fn literal(value: &Value) -> String {
    format!("<code>{}</code>", escaped(&value.to_string()))
}

fn paragraph(page: &mut String, description: &Value) {
    let description = words(description);
    if !description.is_empty() {
        write(page, format_args!("<p>{}</p>", text(description)));
    }
}

fn entries(object: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let object = object.as_object().into_iter().flatten();
    object.map(|(name, value)| (name.as_str(), value))
}

fn words(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Prose, in which what stands between backquotes is code.
fn text(prose: &str) -> String {
    let mut html = String::new();
    for (place, part) in prose.split('`').enumerate() {
        let part = escaped(part);
        if place % 2 == 0 {
            html.push_str(&part);
        } else {
            write(&mut html, format_args!("<code>{part}</code>"));
        }
    }
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn write(page: &mut String, part: std::fmt::Arguments<'_>) {
    // Writing to memory cannot fail.
    let _ = page.write_fmt(part);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn types_are_told_in_words_with_links() {
        for (schema, words) in [
            (
                json!({"$ref": "#/components/schemas/Agent"}),
                "<a href=\"#type-Agent\">Agent</a>",
            ),
            (
                json!({"type": ["string", "null"], "format": "date-time"}),
                "instant or <code>null</code>",
            ),
            (
                json!({"type": "array", "items": {"enum": ["a", "b"]}}),
                "list of <code>&quot;a&quot;</code> or <code>&quot;b&quot;</code>",
            ),
            (
                json!({"type": "object", "properties": {"from": {"type": "integer"}}}),
                "{ <code>from</code>: integer }",
            ),
            (json!({}), "anything"),
        ] {
            assert_eq!(type_of(&schema, 0), words, "{schema}");
        }
    }

    #[test]
    fn what_is_told_is_text_and_no_markup() {
        assert_eq!(text("a `<b>` & c"), "a <code>&lt;b&gt;</code> &amp; c");
    }
}
