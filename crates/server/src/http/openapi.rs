//! The routes and the OpenAPI document about them, from the same statements.

use axum::{
    Router,
    handler::Handler,
    http::{Method, StatusCode},
    routing::{MethodFilter, on},
};
use porchlight_protocol::Problem;
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::{App, scopes, wrong_method};

/// A method and a path that the server answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// In capitals, such as `GET`.
    pub method: String,
    /// With its parameters in braces, such as `/v1/offices/{id}`.
    pub path: String,
}

type MakeSchema = fn(&mut SchemaGenerator) -> Schema;

/// One call: what it takes and what it answers.
pub(super) struct Operation {
    method: Method,
    path: &'static str,
    summary: &'static str,
    about: &'static str,
    /// Its name for programs, where the path has none to give.
    called: Option<&'static str>,
    signed_in: bool,
    parameters: Vec<Value>,
    body: Option<(MakeSchema, bool)>,
    /// A body that is text of this media type.
    text_body: Option<&'static str>,
    answer: (StatusCode, &'static str, Content),
    /// What else it may answer, without a body.
    or: Option<(StatusCode, &'static str)>,
    refusals: Vec<StatusCode>,
    schemas: Vec<MakeSchema>,
}

enum Content {
    Empty,
    Json(MakeSchema),
    Events,
    /// Of this media type.
    Other(&'static str),
}

impl Operation {
    pub(super) fn get(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::GET, path, summary)
    }

    pub(super) fn put(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::PUT, path, summary)
    }

    pub(super) fn post(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::POST, path, summary)
    }

    pub(super) fn patch(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::PATCH, path, summary)
    }

    pub(super) fn delete(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::DELETE, path, summary)
    }

    pub(super) fn options(path: &'static str, summary: &'static str) -> Self {
        Self::new(Method::OPTIONS, path, summary)
    }

    fn new(method: Method, path: &'static str, summary: &'static str) -> Self {
        let named = path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        let parameters = named
            .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
            .collect();
        Self {
            method,
            path,
            summary,
            about: "",
            called: None,
            signed_in: true,
            parameters,
            body: None,
            text_body: None,
            answer: (StatusCode::NO_CONTENT, "", Content::Empty),
            or: None,
            refusals: Vec::new(),
            schemas: Vec::new(),
        }
    }

    pub(super) fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    /// Gives it another name for programs than its path has.
    pub(super) fn called(mut self, name: &'static str) -> Self {
        self.called = Some(name);
        self
    }

    /// Needs no sign-in.
    pub(super) fn open(mut self) -> Self {
        self.signed_in = false;
        self
    }

    pub(super) fn body<T: JsonSchema>(mut self) -> Self {
        self.body = Some((SchemaGenerator::subschema_for::<T>, true));
        self
    }

    pub(super) fn optional_body<T: JsonSchema>(mut self) -> Self {
        self.body = Some((SchemaGenerator::subschema_for::<T>, false));
        self
    }

    /// Takes text of this media type.
    pub(super) fn text_body(mut self, media_type: &'static str) -> Self {
        self.text_body = Some(media_type);
        self
    }

    pub(super) fn header(self, name: &str, required: bool, description: &str) -> Self {
        self.parameter(name, "header", required, "string", description)
    }

    pub(super) fn query(self, name: &str, kind: &str, description: &str) -> Self {
        self.parameter(name, "query", false, kind, description)
    }

    /// A parameter that may be given several times.
    pub(super) fn list(mut self, name: &str, most: usize, description: &str) -> Self {
        let schema =
            json!({"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": most});
        self.parameters.push(json!({
            "name": name, "in": "query", "required": true, "description": description, "schema": schema,
        }));
        self
    }

    fn parameter(
        mut self,
        name: &str,
        place: &str,
        required: bool,
        kind: &str,
        description: &str,
    ) -> Self {
        self.parameters.push(json!({
            "name": name, "in": place, "required": required, "description": description, "schema": {"type": kind},
        }));
        self
    }

    pub(super) fn answers<T: JsonSchema>(
        mut self,
        status: StatusCode,
        description: &'static str,
    ) -> Self {
        self.answer = (
            status,
            description,
            Content::Json(SchemaGenerator::subschema_for::<T>),
        );
        self
    }

    pub(super) fn streams(mut self, description: &'static str) -> Self {
        self.answer = (StatusCode::OK, description, Content::Events);
        self
    }

    /// Answers something else than JSON.
    pub(super) fn serves(mut self, media_type: &'static str, description: &'static str) -> Self {
        self.answer = (StatusCode::OK, description, Content::Other(media_type));
        self
    }

    /// What else it may answer, without a body.
    pub(super) fn or(mut self, status: StatusCode, description: &'static str) -> Self {
        self.or = Some((status, description));
        self
    }

    pub(super) fn empty(mut self, status: StatusCode, description: &'static str) -> Self {
        self.answer = (status, description, Content::Empty);
        self
    }

    pub(super) fn refuses(mut self, statuses: &[StatusCode]) -> Self {
        self.refusals.extend(statuses);
        self
    }

    /// A type that the text refers to.
    pub(super) fn schema<T: JsonSchema>(mut self) -> Self {
        self.schemas.push(SchemaGenerator::subschema_for::<T>);
        self
    }

    fn streams_events(&self) -> bool {
        matches!(self.answer.2, Content::Events)
    }

    /// Those that every call of its kind may be refused with, too.
    fn all_refusals(&self) -> Vec<StatusCode> {
        let mut statuses = self.refusals.clone();
        if self.signed_in {
            statuses.push(StatusCode::UNAUTHORIZED);
            // A token that lacks the scope.
            statuses.push(StatusCode::FORBIDDEN);
            statuses.push(StatusCode::SERVICE_UNAVAILABLE);
        }
        if self.body.is_some() || self.text_body.is_some() {
            statuses.extend([
                StatusCode::BAD_REQUEST,
                StatusCode::REQUEST_TIMEOUT,
                StatusCode::PAYLOAD_TOO_LARGE,
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                StatusCode::UNPROCESSABLE_ENTITY,
            ]);
        }
        if self.streams_events() && !self.signed_in {
            statuses.push(StatusCode::TOO_MANY_REQUESTS);
        }
        statuses.sort_unstable();
        statuses.dedup();
        statuses
    }

    fn document(&self, generator: &mut SchemaGenerator) -> Value {
        let (status, description, content) = &self.answer;
        let mut answer = json!({"description": description});
        match content {
            Content::Empty => {}
            Content::Json(schema) => {
                answer["content"] = json!({"application/json": {"schema": schema(generator)}});
            }
            Content::Events => {
                answer["content"] = json!({"text/event-stream": {"schema": {"type": "string"}}});
            }
            Content::Other(media_type) => {
                answer["content"] = json!({*media_type: {"schema": {"type": "string"}}});
            }
        }
        let mut responses = Map::new();
        responses.insert(status.as_u16().to_string(), answer);
        if let Some((status, description)) = self.or {
            let answer = json!({"description": description});
            responses.insert(status.as_u16().to_string(), answer);
        }
        for status in self.all_refusals() {
            let problem = generator.subschema_for::<Problem>();
            let refusal = json!({
                "description": status.canonical_reason().unwrap_or_default(),
                "content": {"application/problem+json": {"schema": problem}},
            });
            responses.insert(status.as_u16().to_string(), refusal);
        }
        for schema in &self.schemas {
            schema(generator);
        }
        let mut operation =
            json!({"summary": self.summary, "operationId": self.id(), "responses": responses});
        if !self.about.is_empty() {
            operation["description"] = self.about.into();
        }
        if !self.parameters.is_empty() {
            operation["parameters"] = self.parameters.clone().into();
        }
        if let Some((schema, required)) = &self.body {
            let schema = schema(generator);
            operation["requestBody"] =
                json!({"required": required, "content": {"application/json": {"schema": schema}}});
        }
        if let Some(media_type) = self.text_body {
            operation["requestBody"] =
                json!({"required": true, "content": {media_type: {"schema": {"type": "string"}}}});
        }
        if !self.signed_in {
            operation["security"] = json!([]);
        } else if let Some(scope) = scopes::needed(&self.method, self.path) {
            let of_token = json!({"token": [scope.name()]});
            operation["security"] = json!([{"session": []}, {"browser": []}, of_token]);
        }
        operation
    }

    /// A name for programs, such as `put_me_schedule`.
    fn id(&self) -> String {
        if let Some(name) = self.called {
            return name.to_owned();
        }
        let parts = self
            .path
            .split(['/', '.', '-', '{', '}'])
            .filter(|part| !part.is_empty() && *part != "v1");
        let parts: Vec<_> = parts.collect();
        format!(
            "{}_{}",
            self.method.as_str().to_lowercase(),
            parts.join("_")
        )
    }
}

/// Routes, and what is written about them.
pub(super) struct Api {
    router: Router<App>,
    operations: Vec<Operation>,
}

impl Api {
    pub(super) fn new() -> Self {
        Self {
            router: Router::new(),
            operations: Vec::new(),
        }
    }

    /// Adds a call, and whoever answers it.
    pub(super) fn route<H: Handler<T, App>, T: 'static>(
        mut self,
        operation: Operation,
        handler: H,
    ) -> Self {
        // All methods that are used here have a filter.
        if let Ok(method) = MethodFilter::try_from(operation.method.clone()) {
            let mut answered = on(method, handler);
            if operation.streams_events() {
                // Answered as a GET, it would open a stream and close it at once: a device's goodbye.
                answered = answered.on(MethodFilter::HEAD, wrong_method);
            }
            self.router = self.router.route(operation.path, answered);
        }
        self.describe(operation)
    }

    /// Writes about a call that is answered elsewhere.
    pub(super) fn describe(mut self, operation: Operation) -> Self {
        self.operations.push(operation);
        self
    }

    pub(super) fn routes(&self) -> Vec<Route> {
        let route = |operation: &Operation| Route {
            method: operation.method.to_string(),
            path: operation.path.to_owned(),
        };
        self.operations.iter().map(route).collect()
    }

    pub(super) fn build(self) -> (Router<App>, String) {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        });
        let mut generator = settings.into_generator();
        let mut paths = Map::new();
        for operation in &self.operations {
            let path = paths.entry(operation.path).or_insert_with(|| json!({}));
            path[operation.method.as_str().to_lowercase()] = operation.document(&mut generator);
        }
        let schemas = generator.take_definitions(true);
        let document = json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Porchlight",
                "version": env!("CARGO_PKG_VERSION"),
                "description": "Whether somebody is home: agents' availability in their offices. Instants are RFC 3339; \
                                errors are `application/problem+json` with a stable `code`.",
                "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
            },
            "servers": [{"url": "/"}],
            "security": [{"session": []}, {"browser": []}],
            "paths": paths,
            "components": {
                "schemas": schemas,
                "securitySchemes": {
                    "session": {"type": "http", "scheme": "bearer", "description": "The token of a signed-in session."},
                    "token": {
                        "type": "http", "scheme": "bearer",
                        "description": "A personal access token with the scope that the call names, of `POST /v1/me/tokens`.",
                    },
                    "browser": {
                        "type": "apiKey", "in": "cookie", "name": "__Host-porchlight",
                        "description": "The same token in the cookie of a browser, for pages of this server: a request of another \
                                        site's page, as `Sec-Fetch-Site` or `Origin` tell it, is refused.",
                    },
                },
            },
        });
        (self.router, document.to_string())
    }
}
