//! The real binary whose log nobody reads, or which cannot be written at all.

use std::io::{PipeWriter, Write as _};

use porchlight_protocol::SEQUENCE;
use serde_json::{Value, json};

use crate::command_line::{Place, Serving, http, sign_in};

/// Ana, Available at the library.
struct Ana {
    http: reqwest::Client,
    url: String,
    token: String,
}

impl Ana {
    async fn available(serving: &Serving) -> Self {
        let http = http();
        let url = serving.url.clone();
        let token = sign_in(&http, &url, "ana@example.org").await;
        let ana = Self { http, url, token };
        let active = ana.http.put(format!("{}/v1/me/activity", ana.url));
        let active = active.json(&json!({"state": "active"}));
        assert_eq!(ana.send(active.header(SEQUENCE, "1")).await, 200);
        let choice = json!({"id": "one", "scope": "everywhere", "status": "available"});
        let choice = ana
            .http
            .post(format!("{}/v1/me/choices", ana.url))
            .json(&choice);
        assert_eq!(ana.send(choice).await, 200);
        assert!(ana.library_is_online().await);
        ana
    }

    async fn says_goodbye(&self) -> u16 {
        let goodbye = self.http.delete(format!("{}/v1/me/session", self.url));
        self.send(goodbye.header(SEQUENCE, "2")).await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> u16 {
        let answer = request.bearer_auth(&self.token).send().await;
        answer.unwrap().status().as_u16()
    }

    async fn library_is_online(&self) -> bool {
        let url = format!("{}/v1/public/offices/library", self.url);
        let answer = self.http.get(url).send().await.unwrap();
        answer.json::<Value>().await.unwrap()["online"] == true
    }
}

#[tokio::test]
async fn with_a_log_that_cannot_be_written_whoever_says_goodbye_is_gone() {
    let place = Place::new();
    let (reader, log) = std::io::pipe().unwrap();
    let serving = Serving::start_logging(&place.data(), log);
    let ana = Ana::available(&serving).await;
    drop(reader);
    assert_eq!(ana.says_goodbye().await, 204);
    assert!(!ana.library_is_online().await);
    assert_eq!(serving.terminate(), Some(0));
}

#[tokio::test]
async fn with_a_log_that_nobody_reads_whoever_says_goodbye_is_gone_and_the_server_ends_when_told() {
    let place = Place::new();
    let (_reader, log) = std::io::pipe().unwrap();
    let serving = Serving::start_logging(&place.data(), log.try_clone().unwrap());
    let ana = Ana::available(&serving).await;
    fill(log);
    assert_eq!(ana.says_goodbye().await, 204);
    assert!(!ana.library_is_online().await);
    assert_eq!(serving.terminate(), Some(0));
}

/// Leaves no room in a pipe.
fn fill(mut pipe: PipeWriter) {
    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
    let usual = fcntl_getfl(&pipe).unwrap();
    fcntl_setfl(&pipe, usual | OFlags::NONBLOCK).unwrap();
    while pipe.write(b"x").is_ok() {}
    fcntl_setfl(&pipe, usual).unwrap();
}
