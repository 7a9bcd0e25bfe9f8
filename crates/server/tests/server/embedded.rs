//! The server inside another program, with its sample campus.

use porchlight_server::{campus::Campus, config::Tunables, embedded};
use serde_json::{Value, json};

#[tokio::test]
async fn the_sample_campus_can_be_tried_at_once_and_is_the_same_the_next_time() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("try");
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut passwords = Vec::new();
    for round in 0..2 {
        let embedded = embedded::start(&data, Some(Campus::default()), Tunables::default())
            .await
            .unwrap();
        assert!(embedded.address.ip().is_loopback());
        let credentials = embedded.credentials.clone().unwrap();
        let words = format!("{credentials:?}");
        assert!(!words.contains(&credentials.password), "{words}");
        let base = format!("http://{}", embedded.address);
        let body =
            json!({"email": credentials.email, "password": credentials.password, "device": "here"});
        let signed_in = http
            .post(format!("{base}/v1/sign-in"))
            .json(&body)
            .send()
            .await
            .unwrap();
        assert!(
            signed_in.status().is_success(),
            "round {round}: {}",
            signed_in.status()
        );
        let signed_in: Value = signed_in.json().await.unwrap();
        let token = signed_in["token"].as_str().unwrap();
        let offices = http
            .get(format!("{base}/v1/offices"))
            .bearer_auth(token)
            .send()
            .await
            .unwrap();
        let offices: Vec<Value> = offices.json().await.unwrap();
        let roles: Vec<_> = offices
            .iter()
            .map(|office| (&office["id"], &office["role"]))
            .collect();
        let expected = [
            (&json!("admissions"), &json!("agent")),
            (&json!("it-desk"), &json!("agent")),
            (&json!("library"), &json!("admin")),
            (&json!("student-services"), &json!("agent")),
        ];
        assert_eq!(roles, expected);
        let it_desk = offices
            .iter()
            .find(|office| office["id"] == "it-desk")
            .unwrap();
        assert!(
            it_desk["available"].as_u64().unwrap() >= 1,
            "the IT desk never sleeps: {it_desk}"
        );
        let everybody: std::collections::BTreeSet<_> = offices
            .iter()
            .flat_map(|office| office["agents"].as_array().unwrap())
            .map(|agent| agent["id"].as_str().unwrap())
            .collect();
        assert_eq!(everybody.len(), 13, "a dozen, and the person who tries it");
        passwords.push(credentials.password);
        embedded.shutdown().await;
    }
    assert_eq!(passwords[0], passwords[1]);
}
