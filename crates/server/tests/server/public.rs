//! What customers' pages ask for: an office, its picture, and several offices on one stream.

use porchlight_protocol::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Answer, World};

async fn get_knowing(world: &World, path: &str, etag: &str) -> Answer {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    Answer::of(http.get(world.url(path)).header("if-none-match", etag)).await
}

async fn get(world: &World, path: &str) -> Answer {
    world.call(Method::GET, path, None, None).await
}

/// A second public office, in which Ana is as well.
async fn with_two_public_offices() -> World {
    let world = World::new().await;
    let mut admin = world.admin();
    tokio::task::spawn_blocking(move || admin.add_office("it", "IT desk", true).unwrap())
        .await
        .unwrap();
    let offices = ["library", "it", "desk"].map(|office| (office, Role::Agent));
    world.agent("ana", &offices).await;
    world
}

fn told(office: &str, agents: u32) -> Value {
    json!({"office": office, "online": agents > 0, "agents_available": agents})
}

#[tokio::test]
async fn an_office_may_be_kept_for_five_seconds_and_is_asked_for_again_by_its_tag() {
    const LIBRARY: &str = "/v1/public/offices/library";
    let mut world = World::new().await;
    let closed = get(&world, LIBRARY).await;
    assert_eq!(
        closed.headers["cache-control"],
        "max-age=5, stale-if-error=0"
    );
    let known = get_knowing(&world, LIBRARY, &closed.etag()).await;
    assert_eq!((known.status.as_u16(), known.body), (304, Value::Null));
    assert_eq!(known.headers["etag"], closed.headers["etag"]);
    assert_eq!(known.headers["access-control-allow-origin"], "*");
    assert_eq!(
        known.headers["cache-control"],
        closed.headers["cache-control"]
    );

    let _ana = world.available("ana").await;
    let open = get_knowing(&world, LIBRARY, &closed.etag()).await;
    assert_eq!(open.body, told("library", 1));
    world.restart().await;
    let known = get_knowing(&world, LIBRARY, &open.etag()).await;
    assert_eq!(known.status, 304, "a tag means the same to every server");
}

#[tokio::test]
async fn nobody_keeps_that_there_is_no_such_office() {
    let world = World::new().await;
    for path in [
        "/v1/public/offices/desk",
        "/v1/public/offices/desk/badge.svg",
        "/v1/public/events?office=desk&office=nowhere",
    ] {
        let answer = get(&world, path).await;
        assert_eq!(answer.problem(), (404, "not_found".to_owned()), "{path}");
        assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
        assert_eq!(answer.headers["access-control-allow-origin"], "*", "{path}");
    }
}

#[tokio::test]
async fn the_badge_is_right_whenever_it_is_loaded_and_says_it_in_words() {
    const BADGE: &str = "/v1/public/offices/library/badge.svg";
    let world = World::new().await;
    let closed = get(&world, BADGE).await;
    assert_eq!(closed.headers["content-type"], "image/svg+xml");
    assert_eq!(
        closed.headers["cache-control"], "no-cache",
        "asked for anew each time"
    );
    assert_eq!(
        closed.headers["cross-origin-resource-policy"],
        "cross-origin"
    );
    let picture = closed.body.as_str().unwrap();
    assert!(
        picture.contains("<title>Chat: offline</title>") && picture.contains(">Offline</text>"),
        "{picture}"
    );
    let _ana = world.available("ana").await;
    let open = get_knowing(&world, BADGE, &closed.etag()).await;
    let picture = open.body.as_str().unwrap();
    assert!(
        picture.contains("<title>Chat: online, 1 agent</title>"),
        "{picture}"
    );
    assert!(!picture.contains("Ana"), "{picture}");
    let known = get_knowing(&world, BADGE, &open.etag()).await;
    assert_eq!(known.status, 304);
}

#[tokio::test]
async fn one_stream_tells_of_several_offices_and_of_no_others() {
    let world = with_two_public_offices().await;
    let ana = world.sign_in("ana").await;
    let path = "/v1/public/events?office=library&office=desk&office=it&office=nowhere&office=it";
    let mut page = world.stream(path).await;
    assert_eq!(page.headers["access-control-allow-origin"], "*");
    let first = [page.next().await, page.next().await];
    assert_eq!(
        first.map(|event| event.data),
        [told("it", 0), told("library", 0)]
    );
    ana.choose(
        json!({"office": "desk"}),
        "available",
        json!("until_changed"),
    )
    .await;
    ana.choose(json!({"office": "it"}), "available", json!("until_changed"))
        .await;
    let event = page.next().await;
    assert_eq!((event.name.as_str(), event.data), ("office", told("it", 1)));
    ana.goodbye().await;
    assert_eq!(page.next().await.data, told("it", 0));
    assert_eq!(world.hub().open_streams(), 1);
}

#[tokio::test]
async fn a_stream_of_several_offices_tells_them_all_after_a_restart() {
    let mut world = with_two_public_offices().await;
    let mut page = world
        .stream("/v1/public/events?office=library&office=it")
        .await;
    page.next().await;
    page.next().await;
    world.restart().await;
    assert!(
        page.next_or_end().await.is_none(),
        "it is told to come back"
    );
    let mut page = world
        .stream("/v1/public/events?office=library&office=it")
        .await;
    let both = [page.next().await.data, page.next().await.data];
    assert_eq!(both, [told("it", 0), told("library", 0)]);
}

#[tokio::test]
async fn a_stream_says_how_often_something_is_said_on_it() {
    let tunables = porchlight_server::config::Tunables {
        keep_alive: std::time::Duration::from_millis(2500),
        ..Default::default()
    };
    let world = World::with(tunables).await;
    for path in [
        "/v1/public/events?office=library",
        "/v1/public/offices/library/events",
    ] {
        let page = world.stream(path).await;
        assert_eq!(page.headers["porchlight-keep-alive"], "2500");
        let readable = page.headers["access-control-expose-headers"]
            .to_str()
            .unwrap();
        assert!(readable.contains("Porchlight-Keep-Alive"), "{readable}");
    }
}

#[tokio::test]
async fn a_stream_of_no_office_of_too_many_or_of_something_else_is_refused_in_a_sentence() {
    let world = World::new().await;
    let many: Vec<_> = (0..101).map(|n| format!("office=office-{n}")).collect();
    for (query, field) in [
        (String::new(), "office"),
        ("?".to_owned(), "office"),
        (format!("?{}", many.join("&")), "office"),
        ("?office=library&agent=ana".to_owned(), "agent"),
    ] {
        let answer = get(&world, &format!("/v1/public/events{query}")).await;
        assert_eq!(
            answer.problem(),
            (422, "invalid_field".to_owned()),
            "{query}"
        );
        assert_eq!(answer.body["field"], field, "{query}");
    }
    let hundred = many[1..].join("&");
    let most = format!("/v1/public/events?office=library&{}", &hundred[..]);
    let refused = get(&world, &most).await;
    assert_eq!(refused.status, 422, "one too many");
    let fits = format!("/v1/public/events?office=library&{}", many[2..].join("&"));
    let mut page = world.stream(&fits).await;
    assert_eq!(page.next().await.data, told("library", 0));
}

#[tokio::test]
async fn the_widget_is_asked_for_anew_within_the_hour_and_a_version_of_it_is_kept_for_ever() {
    let world = World::new().await;
    let newest = get(&world, "/widget.js").await;
    assert_eq!(newest.headers["cache-control"], "max-age=3600");
    let version = get(&world, "/widget/1.js").await;
    assert_eq!(
        version.headers["cache-control"],
        "max-age=31536000, immutable"
    );
    assert_eq!(newest.body, version.body);
    for answer in [&newest, &version] {
        assert_eq!(
            answer.headers["content-type"],
            "text/javascript; charset=utf-8"
        );
        assert_eq!(
            answer.headers["access-control-allow-origin"], "*",
            "or no browser compares it with a hash"
        );
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    }
    assert!(newest.body.as_str().unwrap().contains("porchlight-status"));
    let known = get_knowing(&world, "/widget.js", &newest.etag()).await;
    assert_eq!(known.status, 304);
    assert_eq!(get(&world, "/widget/2.js").await.problem().0, 404);
}

#[tokio::test]
async fn the_sample_page_shows_public_offices_only_and_runs_under_a_strict_policy() {
    let world = with_two_public_offices().await;
    let page = get(&world, "/demo").await;
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    let html = page.body.as_str().unwrap();
    for office in ["library", "it"] {
        let element = format!("<porchlight-status office=\"{office}\"");
        assert!(html.contains(&element), "{html}");
    }
    for secret in ["desk", "Desk", "Ana", "Library"] {
        assert!(!html.contains(secret), "{secret}");
    }
    for path in ["/demo/demo.css", "/demo/demo.js", "/demo/icon.svg"] {
        assert!(html.contains(&path[1..]), "{html}");
        let part = get(&world, path).await;
        assert_eq!(part.status, 200, "{path}");
        let known = get_knowing(&world, path, &part.etag()).await;
        assert_eq!(known.status, 304, "{path}");
    }
}

async fn get_from(world: &World, path: &str, origin: &str) -> Answer {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    Answer::of(http.get(world.url(path)).header("origin", origin)).await
}

#[tokio::test]
async fn only_pages_of_the_web_sites_that_an_office_names_may_show_it() {
    const LIBRARY: &str = "/v1/public/offices/library";
    const HERE: &str = "https://www.example.edu";
    const ELSEWHERE: &str = "https://elsewhere.example";
    let world = with_two_public_offices().await;
    let olga = world.sign_in("olga").await;
    let path = "/v1/public/events?office=library&office=it";
    let mut page = world.stream(path).await;
    page.next().await;
    page.next().await;
    let change = json!({"origins": ["HTTPS://www.Example.edu:443/"]});
    let office = "/v1/admin/offices/library";
    let changed = olga.call(Method::PATCH, office, Some(change)).await.ok();
    assert_eq!(changed["origins"], json!([HERE]));
    assert!(
        page.next_or_end().await.is_none(),
        "a page that follows it comes back"
    );

    let here = get_from(&world, LIBRARY, HERE).await;
    assert_eq!(here.headers["access-control-allow-origin"], HERE);
    assert_eq!(here.headers["vary"], "Origin");
    assert_eq!(here.ok(), told("library", 0));
    for path in [
        LIBRARY,
        "/v1/public/offices/library/badge.svg",
        "/v1/public/offices/library/events",
        "/v1/public/events?office=library",
    ] {
        for origin in [
            ELSEWHERE,
            "null",
            "http://www.example.edu",
            "https://www.example.edu:8443",
        ] {
            let refused = get_from(&world, path, origin).await;
            assert_eq!(refused.problem(), (403, "not_allowed".to_owned()), "{path}");
            assert!(refused.headers.get("access-control-allow-origin").is_none());
            assert_eq!(refused.headers["cache-control"], "no-store");
        }
    }
    let of_it = get_from(&world, "/v1/public/offices/it", ELSEWHERE).await;
    assert_eq!(of_it.headers["access-control-allow-origin"], "*");
    assert_eq!(
        get(&world, LIBRARY).await.ok(),
        told("library", 0),
        "no page of another site"
    );

    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = |origin: &str| http.get(world.url(path)).header("origin", origin);
    let mut both = crate::world::open(request(HERE)).await;
    assert_eq!(both.headers["access-control-allow-origin"], HERE);
    assert_eq!(
        [both.next().await.data, both.next().await.data],
        [told("it", 0), told("library", 0)]
    );
    let mut one = crate::world::open(request(ELSEWHERE)).await;
    assert_eq!(one.headers["access-control-allow-origin"], ELSEWHERE);
    assert_eq!(
        one.next().await.data,
        told("it", 0),
        "the other is left out"
    );

    for strange in [
        "www.example.edu",
        "https://",
        "https://a.example/path",
        "https://a@b.example",
        "*",
        "null",
    ] {
        let change = json!({"origins": [strange]});
        let refused = olga.call(Method::PATCH, office, Some(change)).await;
        assert_eq!(
            refused.problem(),
            (422, "invalid_field".to_owned()),
            "{strange}"
        );
    }
    let any = json!({"origins": []});
    olga.call(Method::PATCH, office, Some(any)).await.ok();
    let elsewhere = get_from(&world, LIBRARY, ELSEWHERE).await;
    assert_eq!(elsewhere.headers["access-control-allow-origin"], "*");
}

#[tokio::test]
async fn what_an_office_says_while_nobody_is_there_is_told_and_a_change_of_it_is_pushed() {
    let world = World::new().await;
    let olga = world.sign_in("olga").await;
    let mut page = world.page("library").await;
    assert_eq!(page.next().await.data, told("library", 0));
    let notice = json!({"text": "Back on Monday", "link": "https://library.example.edu/write"});
    let change = json!({"offline": notice});
    let office = "/v1/admin/offices/library";
    olga.call(Method::PATCH, office, Some(change)).await.ok();
    assert_eq!(page.next().await.data["offline"], notice);
    let public = get(&world, "/v1/public/offices/library").await;
    assert_eq!(public.ok()["offline"], notice);
    let change = json!({"offline": null});
    olga.call(Method::PATCH, office, Some(change)).await.ok();
    assert_eq!(page.next().await.data, told("library", 0));
}
