//! The server's edges, from outside: who may connect, how slowly, from where, and how often somebody may be wrong.

use std::{collections::BTreeSet, io::ErrorKind, time::Duration};

use futures_util::future::join_all;
use porchlight_protocol::Role;
use porchlight_server::config::{Edge, TrustedProxy, Tunables};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::world::{Answer, Device, PASSWORD, World};

/// Nothing that is waited for takes longer, however busy the machine.
const DEADLINE: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(300);

async fn world(edge: Edge) -> World {
    World::with(Tunables {
        edge,
        ..Tunables::default()
    })
    .await
}

async fn behind_a_proxy() -> World {
    world(Edge {
        trusted_proxies: ["127.0.0.1".parse::<TrustedProxy>().unwrap()]
            .into_iter()
            .collect(),
        ..Edge::default()
    })
    .await
}

fn http() -> Client {
    Client::builder().no_proxy().build().unwrap()
}

fn sign_in(http: &Client, world: &World, name: &str, password: &str) -> RequestBuilder {
    let email = format!("{name}@example.org");
    http.post(world.url("/v1/sign-in"))
        .json(&json!({"email": email, "password": password, "device": "x"}))
}

async fn status(request: RequestBuilder) -> u16 {
    Answer::of(request).await.status.as_u16()
}

/// A connection that a test writes to by hand.
async fn connect(world: &World) -> TcpStream {
    let address = world.url("");
    TcpStream::connect(address.strip_prefix("http://").unwrap())
        .await
        .unwrap()
}

/// Everything until the server closes the connection.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = async {
        let mut piece = [0; 4096];
        loop {
            match stream.read(&mut piece).await {
                Ok(0) => break,
                Ok(length) => bytes.extend(&piece[..length]),
                Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
                Err(error) => panic!("{error}"),
            }
        }
    };
    tokio::time::timeout(DEADLINE, read)
        .await
        .expect("the connection is still open");
    String::from_utf8(bytes).unwrap()
}

/// A request with the number of its sender's, on a connection of its own; the status of the answer, and the body.
async fn numbered(world: &World, ana: &Device, line: &str, number: u64, body: &str) -> String {
    let mut stream = connect(world).await;
    let request = format!(
        "{line} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\nporchlight-sequence: {number}\r\n\
         content-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        ana.token,
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let answer = rest(&mut stream).await;
    answer["HTTP/1.1 ".len()..].to_owned()
}

#[tokio::test]
async fn a_sign_of_life_that_goodbye_overtook_on_another_connection_leaves_no_ghost() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let active = r#"{"state": "active"}"#;
    let report = "PUT /v1/me/activity";
    let first = numbered(&world, &ana, report, 41, active).await;
    assert!(first.starts_with("200"), "{first}");
    let mut page = world.page("library").await;
    assert_eq!(page.next_named("office").await.data["online"], true);
    // The head of the heartbeat is there, and with it a connection that the server reads; its body hangs on the way.
    let mut slow = connect(&world).await;
    let head = format!(
        "{report} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\nporchlight-sequence: 42\r\n\
         content-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        ana.token,
        active.len()
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    let goodbye = numbered(&world, &ana, "DELETE /v1/me/session", 43, "").await;
    assert!(goodbye.starts_with("204"), "{goodbye}");
    assert_eq!(page.next_named("office").await.data["online"], false);
    slow.write_all(active.as_bytes()).await.unwrap();
    let overtaken = rest(&mut slow).await;
    assert!(overtaken.starts_with("HTTP/1.1 409"), "{overtaken}");
    assert!(overtaken.contains(r#""code":"overtaken""#), "{overtaken}");
    assert!(overtaken.contains(r#""overtaken_by":43"#), "{overtaken}");
    assert_eq!(world.public("library").await["online"], false);
    let back = numbered(&world, &ana, report, 44, active).await;
    assert!(back.starts_with("200"), "{back}");
    assert_eq!(page.next_named("office").await.data["online"], true);
}

#[tokio::test]
async fn a_number_that_is_none_is_refused_by_its_name() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    for number in ["", "-1", "1.5", "18446744073709551616", "many"] {
        let request = http()
            .put(world.url("/v1/me/activity"))
            .bearer_auth(&ana.token)
            .header("porchlight-sequence", number)
            .json(&json!({"state": "active"}));
        let answer = Answer::of(request).await;
        assert_eq!(answer.problem(), (422, "invalid_field".to_owned()));
        assert_eq!(answer.body["field"], "porchlight-sequence");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_right_sign_ins_of_one_account_at_once_are_all_let_in() {
    let world = World::new().await;
    world.agent("ana", &[("library", Role::Agent)]).await;
    let http = http();
    let statuses = join_all((0..50).map(|_| status(sign_in(&http, &world, "ana", PASSWORD)))).await;
    assert_eq!(statuses, vec![200; 50]);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_wrong_passwords_at_once_are_five_tries() {
    let world = World::new().await;
    world.agent("ana", &[("library", Role::Agent)]).await;
    let http = http();
    let tried =
        join_all((0..50).map(|_| status(sign_in(&http, &world, "ana", "wrong horse")))).await;
    let count = |status| tried.iter().filter(|one| **one == status).count();
    assert_eq!((count(401), count(429)), (5, 45), "{tried:?}");
    assert_eq!(status(sign_in(&http, &world, "ana", PASSWORD)).await, 429);
}

#[tokio::test]
async fn only_wrong_passwords_are_counted() {
    let world = World::new().await;
    world.agent("ana", &[("library", Role::Agent)]).await;
    let http = http();
    for _ in 0..3 {
        for _ in 0..4 {
            assert_eq!(
                status(sign_in(&http, &world, "ana", "wrong horse")).await,
                401
            );
        }
        for _ in 0..4 {
            assert_eq!(status(sign_in(&http, &world, "ana", PASSWORD)).await, 200);
        }
    }
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_has_its_own_tries() {
    let world = behind_a_proxy().await;
    world.agent("ana", &[("library", Role::Agent)]).await;
    let http = http();
    let from = |header: &'static str, client: &'static str, password: &'static str| {
        status(sign_in(&http, &world, "ana", password).header(header, client))
    };
    for _ in 0..5 {
        assert_eq!(
            from("x-forwarded-for", "192.0.2.1", "wrong horse").await,
            401
        );
    }
    assert_eq!(from("x-forwarded-for", "192.0.2.1", PASSWORD).await, 429);
    assert_eq!(
        from("x-forwarded-for", "198.51.100.9, 192.0.2.1", PASSWORD).await,
        429,
        "what the client made up itself changes nothing"
    );
    assert_eq!(from("forwarded", "for=192.0.2.1", PASSWORD).await, 429);
    assert_eq!(from("x-forwarded-for", "192.0.2.2", PASSWORD).await, 200);
    assert_eq!(
        from("forwarded", "for=\"[2001:db8::1]:99\"", PASSWORD).await,
        200
    );
}

#[tokio::test]
async fn a_client_that_is_no_trusted_proxy_is_not_believed_whom_it_passes_on() {
    let world = World::new().await;
    world.agent("ana", &[("library", Role::Agent)]).await;
    let http = http();
    let mut statuses = Vec::new();
    for number in 0..6 {
        let request = sign_in(&http, &world, "ana", "wrong horse");
        statuses.push(status(request.header("x-forwarded-for", format!("192.0.2.{number}"))).await);
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429]);
}

#[tokio::test]
async fn a_guess_spread_over_many_addresses_does_not_shut_her_out_at_home() {
    let world = behind_a_proxy().await;
    world.agent("ana", &[("library", Role::Agent)]).await;
    let http = http();
    let from = async |client: &str, password: &str| {
        Answer::of(sign_in(&http, &world, "ana", password).header("x-forwarded-for", client)).await
    };
    from("192.0.2.1", PASSWORD).await.ok();
    let mut refused = None;
    for number in 0..=100 {
        let answer = from(&format!("198.51.100.{number}"), "wrong horse").await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            refused = Some(number);
        }
    }
    assert_eq!(refused, Some(100), "the last of them is slowed");
    from("192.0.2.1", PASSWORD).await.ok();
    let elsewhere = from("203.0.113.7", PASSWORD).await;
    assert_eq!(elsewhere.problem(), (429, "slow_down".to_owned()));
    world.pass(Duration::from_mins(1)).await;
    from("203.0.113.7", PASSWORD).await.ok();
}

#[tokio::test]
async fn beyond_the_most_connections_others_wait_and_nobody_is_refused() {
    let world = world(Edge {
        max_connections: 2,
        ..Edge::default()
    })
    .await;
    let ask = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    let mut piece = [0; 4096];
    let mut open = Vec::new();
    for _ in 0..2 {
        let mut stream = connect(&world).await;
        stream.write_all(ask).await.unwrap();
        assert!(stream.read(&mut piece).await.unwrap() > 0);
        open.push(stream);
    }
    let mut third = connect(&world).await;
    third.write_all(ask).await.unwrap();
    for _ in 0..200 {
        for stream in &mut open {
            stream.write_all(ask).await.unwrap();
            assert!(stream.read(&mut piece).await.unwrap() > 0);
        }
    }
    let early = third.try_read(&mut piece).map_err(|error| error.kind());
    assert_eq!(
        early,
        Err(ErrorKind::WouldBlock),
        "there was no room for it"
    );
    open.pop();
    let length = tokio::time::timeout(DEADLINE, third.read(&mut piece))
        .await
        .expect("it is taken once there is room")
        .unwrap();
    assert!(piece[..length].starts_with(b"HTTP/1.1 200"));
}

#[tokio::test]
async fn an_address_has_so_many_public_streams_and_gets_another_when_one_ends() {
    let world = world(Edge {
        max_public_streams_per_address: 3,
        trusted_proxies: ["127.0.0.1".parse::<TrustedProxy>().unwrap()]
            .into_iter()
            .collect(),
        ..Edge::default()
    })
    .await;
    let ana = world.available("ana").await;
    let mut pages = Vec::new();
    for _ in 0..3 {
        let mut page = world.page("library").await;
        page.next().await;
        pages.push(page);
    }
    let path = "/v1/public/offices/library/events";
    let refused = world.call(Method::GET, path, None, None).await;
    assert_eq!(refused.problem(), (429, "slow_down".to_owned()));
    assert!(refused.headers.contains_key("retry-after"));
    assert_eq!(refused.headers["access-control-allow-origin"], "*");
    world.public("library").await;
    ana.events().await.next().await;
    let elsewhere = http()
        .get(world.url(path))
        .header("x-forwarded-for", "192.0.2.1");
    let elsewhere = elsewhere.send().await.unwrap();
    assert_eq!(elsewhere.status(), StatusCode::OK);
    for path in [
        "/v1/public/offices/desk/events",
        "/v1/public/offices/library/events/",
    ] {
        let elsewhere = http()
            .get(world.url(path))
            .header("x-forwarded-for", "192.0.2.2");
        for _ in 0..5 {
            let request = elsewhere.try_clone().unwrap();
            assert_eq!(status(request).await, 404, "a refusal takes no place");
        }
    }
    drop(pages.pop());
    let opened = async {
        while !http()
            .get(world.url(path))
            .send()
            .await
            .unwrap()
            .status()
            .is_success()
        {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, opened)
        .await
        .expect("the place of the page that was closed is free again");
}

#[tokio::test]
async fn a_body_that_arrives_too_slowly_is_408_and_its_connection_ends() {
    let world = world(Edge {
        body: SHORT,
        ..Edge::default()
    })
    .await;
    let ana = world.available("ana").await;
    for (path, sent) in [
        ("POST /v1/sign-in", "{\"email\": "),
        ("POST /v1/me/choices", ""),
        ("PUT /v1/me/activity", "{\"state\""),
        ("POST /v1/offices/library/away", "{"),
    ] {
        let mut stream = connect(&world).await;
        let head = format!(
            "{path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
             content-length: 500\r\n\r\n{sent}",
            ana.token
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let answer = rest(&mut stream).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 408"), "{path}: {answer}");
        assert!(head.contains("application/problem+json"), "{head}");
        assert!(head.contains("connection: close"), "{head}");
        let body: Value = serde_json::from_str(body).unwrap();
        assert_eq!(body["code"], "too_slow");
        assert!(body["detail"].as_str().unwrap().ends_with('.'));
    }
    assert_eq!(ana.sees("library", "ana").await, "available manual");
}

#[tokio::test]
async fn a_body_that_trickles_is_408_although_there_is_always_more_of_it() {
    let world = world(Edge {
        body: SHORT,
        ..Edge::default()
    })
    .await;
    let (mut read, mut write) = connect(&world).await.into_split();
    let head = "POST /v1/sign-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n";
    write.write_all(head.as_bytes()).await.unwrap();
    let trickle = trickle(&mut write);
    let mut piece = [0; 4096];
    let length = tokio::select! {
        length = read.read(&mut piece) => length.unwrap(),
        () = trickle => panic!("the server took it all"),
    };
    assert!(piece[..length].starts_with(b"HTTP/1.1 408"));
}

#[tokio::test]
async fn a_head_that_trickles_ends_the_connection() {
    let world = world(Edge {
        head: SHORT,
        ..Edge::default()
    })
    .await;
    let (mut read, mut write) = connect(&world).await.into_split();
    write
        .write_all(b"GET /healthz HTTP/1.1\r\nx: ")
        .await
        .unwrap();
    let trickle = trickle(&mut write);
    let mut piece = [0; 4096];
    let ended = async {
        tokio::select! {
            length = read.read(&mut piece) => length.unwrap_or(0),
            () = trickle => 0,
        }
    };
    let length = tokio::time::timeout(DEADLINE, ended)
        .await
        .expect("it goes on for ever");
    let said = String::from_utf8_lossy(&piece[..length]).into_owned();
    assert!(
        said.is_empty() || said.starts_with("HTTP/1.1 408"),
        "{said}"
    );
}

/// Sends a byte at a time, ten in the time that the server allows, until it takes no more or a minute is over.
async fn trickle(write: &mut tokio::net::tcp::OwnedWriteHalf) {
    let mut pace = tokio::time::interval(SHORT / 10);
    for _ in 0..2000 {
        pace.tick().await;
        if write.write_all(b"x").await.is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn years_that_rfc_3339_cannot_write_are_refused_with_the_field_wherever_an_instant_is_read() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let before = ana.get("/v1/me").await.ok();
    for instant in [
        "+10000-01-01T00:00:00Z",
        "-0001-12-31T23:59:59Z",
        "9999-12-31T23:59:59-00:01",
        "0000-01-01T00:00:00+00:01",
        "+262142-12-31T23:59:59Z",
        "-262143-01-01T00:00:00Z",
    ] {
        let choice = |part: Value| {
            let mut choice = json!({"id": "x", "scope": "everywhere", "status": "away"});
            choice
                .as_object_mut()
                .unwrap()
                .extend(part.as_object().unwrap().clone());
            ("/v1/me/choices", Method::POST, choice)
        };
        let schedule = |part: Value| {
            let mut schedule = json!({"zone": "UTC"});
            schedule
                .as_object_mut()
                .unwrap()
                .extend(part.as_object().unwrap().clone());
            ("/v1/me/schedule", Method::PUT, schedule)
        };
        let long_ago = "0001-01-01T00:00:00Z";
        let date = instant.split('T').next().unwrap();
        let mut cases = vec![
            (choice(json!({"set_at": instant})), "set_at".to_owned()),
            (
                choice(json!({"hold": {"until": instant}})),
                "hold.until".to_owned(),
            ),
            (
                schedule(json!({"time_off": [{"from": instant, "until": "9999-01-01T00:00:00Z"}]})),
                "time_off[0].from".to_owned(),
            ),
            (
                schedule(json!({"time_off": [{"from": long_ago, "until": instant}]})),
                "time_off[0].until".to_owned(),
            ),
            (
                (
                    "/v1/me/activity",
                    Method::PUT,
                    json!({"state": "idle", "since": instant}),
                ),
                "since".to_owned(),
            ),
            (
                (
                    "/v1/me/activity",
                    Method::PUT,
                    json!({"state": "locked", "since": instant}),
                ),
                "since".to_owned(),
            ),
        ];
        if !date.starts_with(|c: char| c.is_ascii_digit()) {
            cases.push((
                schedule(json!({"dates": {date: []}})),
                format!("dates.{date}"),
            ));
        }
        for ((path, method, body), field) in cases {
            let request = http()
                .request(method, world.url(path))
                .bearer_auth(&ana.token);
            let answer = Answer::of(request.header("if-match", "*").json(&body)).await;
            assert_eq!(
                answer.problem(),
                (422, "invalid_field".to_owned()),
                "{path} {body}"
            );
            assert_eq!(answer.body["field"], field, "{path} {body}");
        }
    }
    let after = ana.get("/v1/me").await.ok();
    assert_eq!(after["choices"], before["choices"]);
    assert_eq!(after["schedule"], before["schedule"]);
}

/// Whoever adds an instant to a body adds it to the test above.
#[tokio::test]
async fn every_instant_of_every_body_is_among_those_that_are_tried() {
    let world = World::new().await;
    let document = world
        .call(Method::GET, "/openapi.json", None, None)
        .await
        .ok();
    let mut instants = BTreeSet::new();
    for operations in document["paths"].as_object().unwrap().values() {
        for operation in operations.as_object().unwrap().values() {
            let body = &operation["requestBody"]["content"]["application/json"]["schema"];
            find_instants(&document, body, "", &mut instants);
        }
    }
    let tried = [
        "Activity.since",
        "Hold.until",
        "Interval.from",
        "Interval.until",
        "NewChoice.set_at",
    ];
    assert_eq!(instants, tried.map(str::to_owned).into());
}

/// Collects `Schema.property` for each instant below a schema.
fn find_instants(document: &Value, schema: &Value, name: &str, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(parts) => {
            if parts.get("format") == Some(&json!("date-time")) {
                found.insert(name.to_owned());
            }
            for (key, part) in parts {
                if key == "$ref" {
                    let path = part.as_str().unwrap();
                    let of = path.rsplit('/').next().unwrap();
                    find_instants(document, document.pointer(&path[1..]).unwrap(), of, found);
                } else if key == "properties" {
                    for (property, part) in part.as_object().unwrap() {
                        let of = name.split('.').next().unwrap();
                        find_instants(document, part, &format!("{of}.{property}"), found);
                    }
                } else {
                    find_instants(document, part, name, found);
                }
            }
        }
        Value::Array(parts) => {
            for part in parts {
                find_instants(document, part, name, found);
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn a_connection_that_asks_for_nothing_is_closed_and_one_that_asked_may_rest() {
    let world = world(Edge {
        first_head: SHORT,
        ..Edge::default()
    })
    .await;
    let ask = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    let mut rests = connect(&world).await;
    let mut piece = [0; 4096];
    rests.write_all(ask).await.unwrap();
    assert!(rests.read(&mut piece).await.unwrap() > 0);
    // It is the younger one.
    let mut silent = connect(&world).await;
    let closed = tokio::time::timeout(DEADLINE, silent.read(&mut piece)).await;
    assert_eq!(closed.expect("it stays open").unwrap(), 0);
    rests.write_all(ask).await.unwrap();
    let length = rests.read(&mut piece).await.unwrap();
    assert!(piece[..length].starts_with(b"HTTP/1.1 200"));
}
