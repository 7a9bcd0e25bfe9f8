//! Every call of the document, with whatever fits and does not fit it: no answer that the document does not have, and none
//! that says that the server is at fault.

use porchlight_protocol::Role;
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::world::{Answer, World};

/// How often each call is made.
const TIMES: usize = 24;

/// What would end the devices that ask, or has no end.
fn is_left_out(method: &str, path: &str) -> bool {
    path.ends_with("/events") || method == "DELETE" && path.starts_with("/v1/me/session")
}

fn word() -> BoxedStrategy<String> {
    prop_oneof![
        3 => prop::sample::select(vec!["library", "desk", "ana", "olga", "1", "2026-11-23", "UTC", "2026-11-23T08:00:00Z", "ana@example.org", "https://example.org/"])
            .prop_map(str::to_owned),
        1 => "[a-z0-9-]{1,12}",
        1 => any::<String>().prop_map(|text| text.chars().take(40).collect()),
    ]
    .boxed()
}

fn anything() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::hash_map("[a-z_]{1,8}", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
    .boxed()
}

/// What a schema asks for, each part now and then replaced by anything.
fn fitting(schema: &Value, document: &Value, depth: u32) -> BoxedStrategy<Value> {
    let fits = if depth == 0 {
        Just(Value::Null).boxed()
    } else if let Some(at) = schema["$ref"].as_str() {
        let at = at.trim_start_matches('#');
        return fitting(document.pointer(at).unwrap(), document, depth - 1);
    } else if let Some(values) = schema["enum"].as_array() {
        prop::sample::select(values.clone()).boxed()
    } else if let Some(value) = schema.get("const") {
        Just(value.clone()).boxed()
    } else if let Some(ways) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
        let ways: Vec<_> = ways
            .iter()
            .map(|way| fitting(way, document, depth - 1))
            .collect();
        proptest::strategy::Union::new(ways).boxed()
    } else if let Some(fields) = schema["properties"].as_object() {
        let each = fields.iter().map(|(name, schema)| {
            let value = fitting(schema, document, depth - 1);
            (Just(name.clone()), prop::option::weighted(0.8, value))
        });
        let each: Vec<_> = each.collect();
        each.prop_map(|fields| {
            let given = fields
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?)));
            Value::Object(given.collect::<Map<_, _>>())
        })
        .boxed()
    } else {
        let kind = &schema["type"];
        let kind = kind
            .as_str()
            .or_else(|| kind[0].as_str())
            .unwrap_or_default();
        match kind {
            "array" => {
                let items = fitting(&schema["items"], document, depth - 1);
                prop::collection::vec(items, 0..4)
                    .prop_map(Value::from)
                    .boxed()
            }
            "boolean" => any::<bool>().prop_map(Value::from).boxed(),
            "integer" => prop_oneof![0..400_i64, any::<i64>()]
                .prop_map(Value::from)
                .boxed(),
            "string" => word().prop_map(Value::from).boxed(),
            _ => anything(),
        }
    };
    prop_oneof![9 => fits, 1 => anything()].boxed()
}

/// As it stands in a path or a query.
fn encoded(text: &str) -> String {
    let bytes: Vec<_> = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    bytes.concat()
}

#[tokio::test]
async fn whatever_is_asked_the_answer_is_one_that_the_document_has() {
    let world = World::new().await;
    world.agent("ana", &[("library", Role::Admin)]).await;
    let document = world.call(Method::GET, "/openapi.json", None, None).await;
    let document = document.ok();
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut new =
        |strategy: BoxedStrategy<Value>| strategy.new_tree(&mut runner).unwrap().current();
    let mut wrong = Vec::new();
    let (mut tried, mut taken) = (0, 0);
    for (path, calls) in document["paths"].as_object().unwrap() {
        for (method, call) in calls.as_object().unwrap() {
            let name = method.to_uppercase();
            if call["security"] == json!([]) || is_left_out(&name, path) {
                continue;
            }
            let schema = &call["requestBody"]["content"]["application/json"]["schema"];
            // Anew for each call: what was asked before may have ended them.
            let who = [world.sign_in("olga").await, world.sign_in("ana").await];
            for nth in 0..TIMES {
                let who = &who[nth % 2];
                let mut asked = path.clone();
                let mut query = Vec::new();
                for parameter in call["parameters"].as_array().into_iter().flatten() {
                    let called = parameter["name"].as_str().unwrap();
                    let value = new(word().prop_map(Value::from).boxed());
                    let value = encoded(value.as_str().unwrap());
                    match parameter["in"].as_str().unwrap() {
                        "path" if !value.is_empty() => {
                            asked = asked.replace(&format!("{{{called}}}"), &value);
                        }
                        "query" if nth % 3 != 0 => query.push(format!("{called}={value}")),
                        _ => {}
                    }
                }
                if !query.is_empty() {
                    asked = format!("{asked}?{}", query.join("&"));
                }
                let body = (!schema.is_null()).then(|| new(fitting(schema, &document, 7)));
                let method: Method = name.parse().unwrap();
                let answer: Answer = world
                    .call(method, &asked, Some(&who.token), body.clone())
                    .await;
                let status = answer.status.as_u16();
                tried += 1;
                taken += usize::from(answer.status.is_success());
                let documented = call["responses"].get(status.to_string()).is_some();
                if status >= 500 || !documented {
                    wrong.push(format!("{name} {asked} {body:?}: {status} {}", answer.body));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {tried}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(tried > 800, "{tried} calls");
    assert!(taken > tried / 10, "{taken} of {tried} were taken");
}
