//! The interface as a whole: the document about it, what customers may see, and who may sign in.

use std::collections::BTreeSet;

use porchlight_protocol::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{PASSWORD, World};

#[tokio::test]
async fn every_route_is_in_the_document_and_the_other_way_round() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let document = world
        .call(Method::GET, "/openapi.json", None, None)
        .await
        .ok();
    assert_eq!(document["openapi"], "3.1.0");
    let routes: BTreeSet<_> = porchlight_server::routes()
        .into_iter()
        .map(|route| (route.path, route.method))
        .collect();
    let mut documented = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            documented.insert((path.clone(), method.to_uppercase()));
        }
    }
    assert_eq!(documented, routes);
    for must in [
        "/v1/sign-in",
        "/v1/me",
        "/v1/me/choices",
        "/v1/me/schedule",
        "/v1/me/settings",
        "/v1/me/activity",
        "/v1/me/events",
        "/v1/me/session",
        "/v1/offices",
        "/v1/offices/{id}",
        "/v1/offices/{id}/agents/{agent}/away",
        "/v1/offices/{id}/away",
        "/v1/public/offices/{id}",
        "/v1/public/offices/{id}/events",
        "/v1/public/offices/{id}/badge.svg",
        "/v1/public/events",
        "/widget.js",
        "/demo",
        "/healthz",
        "/readyz",
        "/openapi.json",
        "/docs",
    ] {
        assert!(document["paths"].get(must).is_some(), "{must}");
    }
    // The router answers what the document names, and with a method that it does not name, 405.
    for path in document["paths"].as_object().unwrap().keys() {
        let real = path.replace("{id}", "library").replace("{agent}", "ana");
        for method in ["GET", "PUT", "POST", "DELETE", "PATCH"] {
            if real.ends_with("/events") && method == "GET"
                || method == "DELETE" && real == "/v1/me/session"
            {
                continue;
            }
            let answer = ana.call(method.parse().unwrap(), &real, None).await;
            let named = documented.contains(&(path.clone(), method.to_owned()));
            assert_eq!(
                answer.status.as_u16() != 405,
                named,
                "{method} {path}: {}",
                answer.status
            );
            assert_ne!(answer.status.as_u16(), 500);
            if !named {
                assert_eq!(answer.problem().1, "method_not_allowed");
            }
        }
    }
}

#[tokio::test]
async fn the_page_about_the_interface_has_every_call_and_type_and_loads_nothing_from_elsewhere() {
    let world = World::new().await;
    let get = async |path: &str| world.call(Method::GET, path, None, None).await;
    let document = get("/openapi.json").await.ok();
    let page = get("/docs").await;
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    let page = page.ok();
    let page = page.as_str().unwrap();
    for forbidden in [
        "<script",
        " style=",
        "<style",
        " src=\"",
        "href=\"http",
        "url(",
    ] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    let ids = page.split(" id=\"").skip(1);
    let ids: Vec<_> = ids.map(|rest| rest.split('"').next().unwrap()).collect();
    let known: BTreeSet<_> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "each address leads to one place");
    for link in page.split("href=\"#").skip(1) {
        let link = link.split('"').next().unwrap();
        assert!(known.contains(link), "{link} leads nowhere");
    }
    for (path, operations) in document["paths"].as_object().unwrap() {
        for operation in operations.as_object().unwrap().values() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(known.contains(id), "{id} of {path} is missing");
        }
    }
    for name in document["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
    {
        assert!(known.contains(&*format!("type-{name}")), "{name}");
    }
    let style = get("/docs/docs.css").await;
    assert_eq!(style.headers["content-type"], "text/css");
}

/// `porchlight_agents` of `porchlight_agents 2`, with its labels if it has any.
fn series(metrics: &str) -> BTreeSet<String> {
    let values = metrics.lines().filter(|line| !line.starts_with('#'));
    values
        .map(|line| line.rsplit_once(' ').unwrap().0.to_owned())
        .collect()
}

#[tokio::test]
async fn every_metric_is_written_about_and_a_larger_team_has_no_more_of_them() {
    let world = World::new().await;
    let metrics = async || {
        let answer = world.call(Method::GET, "/metrics", None, None).await.ok();
        answer.as_str().unwrap().to_owned()
    };
    let small = metrics().await;
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/METRICS.md");
    let document = std::fs::read_to_string(document).unwrap();
    let documented = document.lines().filter_map(|line| line.strip_prefix("| `"));
    let documented: BTreeSet<_> = documented
        .map(|line| line.split(['`', '{']).next().unwrap().to_owned())
        .collect();
    let named = |series: BTreeSet<String>| -> BTreeSet<String> {
        let names = series.iter().map(|one| one.split('{').next().unwrap());
        names.map(str::to_owned).collect()
    };
    assert_eq!(documented, named(series(&small)));
    for name in &documented {
        for about in ["HELP", "TYPE"] {
            assert!(small.contains(&format!("# {about} {name} ")), "{name}");
        }
    }
    for number in 0..5 {
        world
            .admin()
            .add_office(&format!("office-{number}"), "One more", true)
            .unwrap();
        world
            .agent(&format!("agent-{number}"), &[("library", Role::Agent)])
            .await;
    }
    let ana = world.available("ana").await;
    let _events = ana.events().await;
    let _page = world.page("library").await;
    let large = metrics().await;
    assert_eq!(series(&large), series(&small));
    for line in [
        "porchlight_agents 7",
        "porchlight_devices 1",
        "porchlight_offices 7",
        "porchlight_offices_online 1",
        "porchlight_available 1",
        "porchlight_streams_open 2",
        "porchlight_store_fails 0",
    ] {
        assert!(large.lines().any(|one| one == line), "{line}: {large}");
    }
}

#[tokio::test]
async fn every_reference_in_the_document_leads_somewhere_and_every_operation_has_its_own_name() {
    let world = World::new().await;
    let document = world
        .call(Method::GET, "/openapi.json", None, None)
        .await
        .ok();
    let text = document.to_string();
    for reference in text
        .split("\"$ref\":\"#")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
    {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
    let ids: Vec<_> = text
        .split("\"operationId\":\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(
        ids.iter().collect::<BTreeSet<_>>().len(),
        ids.len(),
        "{ids:?}"
    );
    for schema in [
        "Problem",
        "Me",
        "Snapshot",
        "PresenceChange",
        "Notice",
        "NewChoice",
        "Schedule",
    ] {
        assert!(
            document["components"]["schemas"].get(schema).is_some(),
            "{schema}"
        );
    }
}

// Cases 15 and 22, as far as customers' pages go
#[tokio::test]
async fn customers_see_whether_somebody_is_home_and_nothing_else() {
    let world = World::new().await;
    let _ana = world.available("ana").await;
    let answer = world
        .call(Method::GET, "/v1/public/offices/library", None, None)
        .await;
    assert_eq!(
        answer.body,
        json!({"office": "library", "online": true, "agents_available": 1})
    );
    assert_eq!(answer.headers["access-control-allow-origin"], "*");
    let mut page = world.page("library").await;
    assert_eq!(page.headers["access-control-allow-origin"], "*");
    let event = page.next().await;
    assert_eq!((event.name.as_str(), event.data), ("office", answer.body));
    let private = world
        .call(Method::GET, "/v1/public/offices/desk", None, None)
        .await;
    assert_eq!(
        private.headers["access-control-allow-origin"], "*",
        "pages must be able to read a refusal too"
    );
    for path in ["/v1/me", "/v1/offices", "/healthz"] {
        let answer = world.call(Method::GET, path, None, None).await;
        assert!(
            answer.headers.get("access-control-allow-origin").is_none(),
            "{path} is not for other pages"
        );
    }
}

#[tokio::test]
async fn five_wrong_passwords_in_a_row_slow_that_address_and_account_down() {
    let world = World::new().await;
    for name in ["ana", "ben"] {
        world.agent(name, &[("library", Role::Agent)]).await;
    }
    let try_in = async |email: &str, password: &str| {
        let body = json!({"email": email, "password": password, "device": "x"});
        world
            .call(Method::POST, "/v1/sign-in", None, Some(body))
            .await
    };
    let mut wrong = BTreeSet::new();
    for email in ["ana@example.org", "nobody@example.org"] {
        for _ in 0..5 {
            let answer = try_in(email, "wrong horse").await;
            assert_eq!(answer.problem(), (401, "wrong_password".to_owned()));
            wrong.insert(answer.body.to_string());
        }
    }
    assert_eq!(
        wrong.len(),
        1,
        "a refusal does not say whether there is such an account"
    );
    let slowed = try_in("Ana@Example.org ", PASSWORD).await;
    assert_eq!(
        slowed.problem(),
        (429, "slow_down".to_owned()),
        "not even the right one, however it is written"
    );
    let wait: u64 = slowed.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!(slowed.body["retry_after_seconds"], wait);
    assert!(
        try_in("ben@example.org", PASSWORD)
            .await
            .status
            .is_success(),
        "others are not slowed"
    );
    world.pass(std::time::Duration::from_secs(wait)).await;
    assert_eq!(
        try_in("ana@example.org", "wrong horse").await.problem().0,
        401
    );
    let slowed = try_in("ana@example.org", PASSWORD).await;
    let longer: u64 = slowed.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!(longer > wait);
    world.pass(std::time::Duration::from_secs(longer)).await;
    assert!(
        try_in("ana@example.org", PASSWORD)
            .await
            .status
            .is_success()
    );
    for _ in 0..4 {
        assert_eq!(
            try_in("ana@example.org", "wrong horse").await.problem().0,
            401
        );
    }
    assert!(
        try_in("ana@example.org", PASSWORD)
            .await
            .status
            .is_success(),
        "a right one ends the row"
    );
}

#[tokio::test]
async fn nothing_secret_is_on_disk_as_it_was_said() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    ana.choose(json!("everywhere"), "away", json!("next_edge"))
        .await;
    let mut read = Vec::new();
    for file in std::fs::read_dir(world.data.path()).unwrap() {
        let file = file.unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(
                file.metadata().unwrap().permissions().mode() & 0o777,
                0o600,
                "{:?}",
                file.path()
            );
        }
        read.extend(std::fs::read(file.path()).unwrap());
    }
    let holds = |secret: &str| {
        read.windows(secret.len())
            .any(|window| window == secret.as_bytes())
    };
    assert!(!holds(PASSWORD) && !holds(&ana.token));
    assert!(holds("ana@example.org"), "the files are the right ones");
}

#[tokio::test]
async fn health_is_told_to_whoever_asks() {
    let world = World::new().await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(
            world.call(Method::GET, path, None, None).await.ok(),
            json!({"status": "ok"})
        );
    }
}

#[tokio::test]
async fn a_page_with_a_hundred_requests_on_one_connection_is_served_in_turn() {
    let world = World::new().await;
    let answers = futures_util::future::join_all((0..100).map(|_| world.public("library"))).await;
    let closed: Value = json!({"office": "library", "online": false, "agents_available": 0});
    assert!(answers.iter().all(|answer| *answer == closed));
}

#[tokio::test]
async fn the_numbers_say_who_is_there_and_what_is_wrong() {
    let mut world = World::new().await;
    let ana = world.available("ana").await;
    let _events = ana.events().await;
    let numbers = async |world: &World| {
        let answer = world.call(Method::GET, "/metrics", None, None).await;
        answer.ok().as_str().unwrap().to_owned()
    };
    let text = numbers(&world).await;
    for line in [
        "available 1",
        "streams_open 1",
        "records_damaged 0",
        "store_fails 0",
    ] {
        assert!(
            text.contains(&format!("\nporchlight_{line}\n")),
            "{line}: {text}"
        );
    }
    world.shut_down().await;
    let file = rusqlite::Connection::open(world.data.path().join("porchlight.db")).unwrap();
    file.execute(
        "UPDATE entries SET value = 'no JSON' WHERE key = 'choices/ana'",
        [],
    )
    .unwrap();
    world.start_again().await;
    let text = numbers(&world).await;
    assert!(text.contains("\nporchlight_records_damaged 1\n"), "{text}");
}

#[tokio::test]
async fn a_page_may_send_the_headers_of_an_event_stream_library_from_any_origin() {
    let world = World::new().await;
    for path in [
        "/v1/public/offices/library",
        "/v1/public/offices/library/events",
        "/v1/public/events",
    ] {
        let answer = world.call(Method::OPTIONS, path, None, None).await;
        assert_eq!(answer.status, 204);
        assert_eq!(answer.headers["access-control-allow-origin"], "*");
        assert_eq!(answer.headers["access-control-allow-methods"], "GET");
        let allowed = answer.headers["access-control-allow-headers"]
            .to_str()
            .unwrap()
            .to_lowercase();
        for header in ["last-event-id", "cache-control", "accept"] {
            assert!(allowed.contains(header), "{allowed}");
        }
    }
    let answer = world.call(Method::OPTIONS, "/v1/me", None, None).await;
    assert_eq!(answer.problem().1, "method_not_allowed");
}
