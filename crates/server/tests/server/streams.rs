//! Streams: what they begin with, what they resume, and who is cut off.

use std::time::Duration;

use porchlight_protocol::Role;
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::world::{Event, World};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_stream_begins_with_everything_and_goes_on_with_changes_only() {
    let world = World::new().await;
    world.agent("ben", &[("library", Role::Admin)]).await;
    let ben = world.sign_in("ben").await;
    let ana = world.available("ana").await;
    let mut events = ben.events().await;
    assert_eq!(events.headers["content-type"], "text/event-stream");
    assert_eq!(events.headers["x-accel-buffering"], "no");
    assert_eq!(events.headers["cache-control"], "no-store");
    let snapshot = events.next().await;
    assert_eq!(snapshot.name, "snapshot");
    assert_eq!(
        snapshot.revision(),
        snapshot.data["revision"].as_u64().unwrap()
    );
    assert_eq!(snapshot.data["me"]["agent"]["id"], "ben");
    assert_eq!(snapshot.data["me"]["session_id"], ben.session.as_str());
    let library = &snapshot.data["offices"][0];
    assert_eq!(
        (&library["role"], &library["available"]),
        (&json!("admin"), &json!(1))
    );
    assert_eq!(library["agents"][0]["name"], "Ana", "by name");
    assert_eq!(library["agents"].as_array().unwrap().len(), 2);

    ana.choose(json!("everywhere"), "away", json!("until_changed"))
        .await;
    let change = events.next().await;
    assert_eq!(change.presence(), "ana library away manual");
    assert_eq!(
        (&change.data["available"], &change.data["agent"]["name"]),
        (&json!(0), &json!("Ana"))
    );
    assert!(change.revision() > snapshot.revision());
    // A choice of the same meaning is told to her colleagues as what it is: made later.
    ana.report(json!({"state": "active"})).await;
    ana.report(json!({"state": "active"})).await;
    assert_eq!(
        events.presences_so_far(&ben).await,
        Vec::<String>::new(),
        "signs of life are not told"
    );
}

#[tokio::test]
async fn streams_opened_amidst_changes_go_on_exactly_where_their_beginning_ends() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    world.agent("ben", &[("library", Role::Agent)]).await;
    let mut readers = Vec::new();
    for _ in 0..10 {
        readers.push(world.sign_in("ben").await);
    }
    let last = ana.sees("library", "ana").await;
    assert_eq!(last, "available manual");
    let flips = futures_util::future::join_all((0..60).map(|number| {
        let (ana, status) = (&ana, if number % 2 == 0 { "away" } else { "available" });
        ana.choose(json!("everywhere"), status, json!("until_changed"))
    }));
    let streams = futures_util::future::join_all(readers.iter().map(async |reader| {
        let mut events = reader.events().await;
        let snapshot = events.next().await;
        (events, snapshot)
    }));
    let (_, streams) = tokio::join!(flips, streams);
    ana.choose(json!("everywhere"), "offline", json!("until_changed"))
        .await;
    for (mut events, snapshot) in streams {
        let mut revision = snapshot.revision();
        let mut shown = snapshot.data["offices"][0]["agents"][0].clone();
        while shown["status"] != "offline" {
            let event = events.next().await;
            assert!(event.revision() > revision, "{} after {revision}", event.id);
            revision = event.revision();
            if event.name == "presence" && event.data["agent"]["id"] == "ana" {
                assert_ne!(event.data["agent"], shown, "told twice");
                shown = event.data["agent"].clone();
            }
        }
    }
}

#[tokio::test]
async fn a_reader_who_comes_back_gets_what_it_missed_and_nothing_twice() {
    let world = World::new().await;
    world.agent("ben", &[("library", Role::Agent)]).await;
    let ben = world.sign_in("ben").await;
    let ana = world.available("ana").await;
    let mut events = ben.events().await;
    events.next_named("snapshot").await;
    ana.choose(json!("everywhere"), "away", json!("until_changed"))
        .await;
    let last = events.next().await;
    drop(events);
    world.streams_open(0).await;
    ana.choose(json!("everywhere"), "available", json!("until_changed"))
        .await;
    ana.choose(
        json!({"office": "library"}),
        "offline",
        json!("until_changed"),
    )
    .await;
    let mut events = ben.events_after(&last.id).await;
    let missed = [events.next().await, events.next().await];
    assert_eq!(
        missed.each_ref().map(Event::presence),
        ["ana library available manual", "ana library offline manual"]
    );
    assert!(missed[0].revision() > last.revision() && missed[1].revision() > missed[0].revision());
    assert_eq!(events.presences_so_far(&ben).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_reader_who_missed_something_of_its_own_is_told_how_it_is_now() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let mut events = ana.events().await;
    let last = events.next_named("snapshot").await;
    drop(events);
    world.streams_open(0).await;
    ana.choose(json!("everywhere"), "away", json!("until_changed"))
        .await;
    let mut events = ana.events_after(&last.id).await;
    let me = events.next().await;
    assert_eq!(me.name, "me", "what is her own comes first");
    assert_eq!(me.data["choices"][0]["status"], "away");
    assert_eq!(me.data["session_id"], ana.session.as_str());
    assert_eq!(events.next().await.presence(), "ana library away manual");
}

#[tokio::test]
async fn a_reader_who_cannot_be_helped_gets_everything_again() {
    let mut world = World::new().await;
    let ana = world.available("ana").await;
    let mut events = ana.events().await;
    let last = events.next_named("snapshot").await.id;
    world.restart().await;
    for unknown in [
        last.as_str(),
        "",
        "nonsense",
        "-1",
        "000000000000-99999999999999999999",
    ] {
        assert_eq!(
            ana.events_after(unknown).await.next().await.name,
            "snapshot",
            "after `{unknown}`"
        );
    }
    let epoch = ana.events().await.next().await.id;
    let (epoch, _) = epoch.rsplit_once('-').unwrap();
    for never in ["0", "99999999999"] {
        assert_eq!(
            ana.events_after(&format!("{epoch}-{never}"))
                .await
                .next()
                .await
                .name,
            "snapshot",
            "after {never}"
        );
    }
}

#[tokio::test]
async fn revisions_never_go_back_also_over_a_restart() {
    let mut world = World::new().await;
    let ana = world.available("ana").await;
    let mut last = 0;
    for _ in 0..3 {
        let mut events = ana.events().await;
        let first = events.next_named("snapshot").await.revision();
        ana.choose(json!("everywhere"), "away", json!("until_changed"))
            .await;
        ana.choose(json!("everywhere"), "available", json!("until_changed"))
            .await;
        let revision = events.next_named("presence").await.revision();
        assert!(first > last && revision > first);
        last = revision;
        world.restart().await;
    }
}

#[tokio::test]
async fn a_new_member_sees_the_office_and_her_colleagues_see_her() {
    let world = World::new().await;
    world.agent("ben", &[("library", Role::Agent)]).await;
    world.agent("ana", &[]).await;
    let (ben, ana) = (world.sign_in("ben").await, world.sign_in("ana").await);
    ana.choose(json!("everywhere"), "available", json!("until_changed"))
        .await;
    let (mut bens, mut anas) = (ben.events().await, ana.events().await);
    bens.next_named("snapshot").await;
    assert_eq!(anas.next_named("snapshot").await.data["offices"], json!([]));
    let mut admin = world.admin();
    // What another process writes is known to the server when that process ends.
    tokio::task::spawn_blocking(move || {
        admin
            .add_member("library", "ana@example.org", Role::Agent)
            .unwrap()
    })
    .await
    .unwrap();
    assert_eq!(
        bens.next().await.presence(),
        "ana library available manual",
        "a choice everywhere counts there too"
    );
    let snapshot = anas.next_named("snapshot").await.data;
    assert_eq!(snapshot["offices"][0]["id"], "library");
    assert_eq!(snapshot["offices"][0]["available"], 1);
    ben.choose(json!("everywhere"), "available", json!("until_changed"))
        .await;
    while anas.next_named("presence").await.presence() != "ben library available manual" {}
}

#[tokio::test]
async fn a_slow_reader_holds_up_nobody_and_gets_a_snapshot_in_place_of_what_it_missed() {
    /// Each is some 30 kB twice: more than all buffers on the way take.
    const TURNS: i32 = 120;

    let world = World::new().await;
    let ana = world.available("ana").await;
    world.agent("ben", &[("library", Role::Agent)]).await;
    let ben = world.sign_in("ben").await;
    let mut quick = ana.events().await;
    let address = world.url("").replace("http://", "");
    // A reader who never reads: all that is buffered on the way fills up.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut stuck = socket.connect(address.parse().unwrap()).await.unwrap();
    let request = format!(
        "GET /v1/me/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\r\n",
        ben.token
    );
    stuck.write_all(request.as_bytes()).await.unwrap();
    world.streams_open(2).await;
    for turn in 0..TURNS {
        // Large, so that this does not take for ever.
        ben.put_schedule(json!({"zone": "UTC", "time_off": time_off(turn)}))
            .await;
        let status = if turn % 2 == 0 { "available" } else { "away" };
        ana.choose(json!("everywhere"), status, json!("until_changed"))
            .await;
        while quick.next_named("presence").await.data["agent"]["status"] != status {}
    }
    let last = json!("offline");
    ana.choose(json!("everywhere"), "offline", json!("until_changed"))
        .await;
    // It reads after all, and gets what it needs: a snapshot in place of what nobody remembers any more.
    let mut read = Vec::new();
    let up_to_date = async {
        loop {
            assert_ne!(
                stuck.read_buf(&mut read).await.unwrap(),
                0,
                "it was cut off"
            );
            let text = String::from_utf8_lossy(&read);
            let end = text.rfind("\"id\":\"ana\"").map(|at| &text[at..]);
            let status = end.and_then(|end| end.split("\"status\":\"").nth(1));
            if status.is_some_and(|status| status.starts_with(last.as_str().unwrap())) {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), up_to_date)
        .await
        .expect("it was never up to date");
    assert!(read.starts_with(b"HTTP/1.1 200"));
    assert!(
        read.len() < usize::try_from(TURNS).unwrap() * 40_000,
        "what it did not read was not kept for it: {} bytes",
        read.len()
    );
}

fn time_off(turn: i32) -> serde_json::Value {
    let year = 2000 + turn % 100;
    let one = |n| {
        json!({"from": format!("{year}-01-{:02}T00:{:02}:00Z", 1 + n / 60, n % 60),
                         "until": format!("{year}-01-{:02}T00:{:02}:30Z", 1 + n / 60, n % 60)})
    };
    (0..500).map(one).collect()
}

#[tokio::test]
async fn something_is_said_at_once_and_then_whenever_it_was_quiet_for_a_while() {
    let tunables = porchlight_server::config::Tunables {
        keep_alive: Duration::from_millis(50),
        ..Default::default()
    };
    let world = World::with(tunables).await;
    let address = world.url("").replace("http://", "");
    let mut page = tokio::net::TcpStream::connect(&address).await.unwrap();
    page.write_all(b"GET /v1/public/offices/library/events HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    let mut read = Vec::new();
    let three = async {
        while String::from_utf8_lossy(&read)
            .matches(": keep-alive\n\n")
            .count()
            < 3
        {
            assert_ne!(page.read_buf(&mut read).await.unwrap(), 0);
        }
    };
    tokio::time::timeout(Duration::from_secs(30), three)
        .await
        .unwrap();
    let text = String::from_utf8_lossy(&read).into_owned();
    let (first, event) = (
        text.find(": keep-alive").unwrap(),
        text.find("event: office").unwrap(),
    );
    assert!(first < event, "the first comes before anything else");
}

// Case 21, light
#[tokio::test]
async fn a_storm_of_reconnecting_sessions_gets_a_snapshot_each_and_nothing_is_broadcast() {
    let mut world = World::new().await;
    let mut devices = Vec::new();
    for name in ["ana", "ben", "carl", "dora"] {
        let first = world.available(name).await;
        for _ in 0..15 {
            devices.push(world.sign_in(name).await);
        }
        devices.push(first);
    }
    world.agent("watch", &[("library", Role::Agent)]).await;
    let watch = world.sign_in("watch").await;
    let mut page = world.page("library").await;
    assert_eq!(page.next().await.data["agents_available"], 4);
    world.restart().await;
    let mut watching = watch.events().await;
    let snapshots = devices.iter().map(async |device| {
        let mut events = device.events().await;
        let snapshot = events.next().await;
        assert_eq!(snapshot.name, "snapshot");
        assert_eq!(snapshot.data["offices"][0]["available"], 4);
        events
    });
    let streams = futures_util::future::join_all(snapshots).await;
    world.streams_open(streams.len() + 1).await;
    assert_eq!(
        watching.presences_so_far(&watch).await,
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn shutdown_tells_readers_when_to_come_back_and_ends_the_streams() {
    let mut world = World::new().await;
    let address = world.url("").replace("http://", "");
    let mut page = tokio::net::TcpStream::connect(&address).await.unwrap();
    page.write_all(b"GET /v1/public/offices/library/events HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    world.streams_open(1).await;
    world.shut_down().await;
    let mut read = Vec::new();
    tokio::time::timeout(Duration::from_secs(30), page.read_to_end(&mut read))
        .await
        .unwrap()
        .unwrap();
    let text = String::from_utf8(read).unwrap();
    assert!(text.contains("\nretry: "), "{text}");
    assert!(
        text.ends_with("0\r\n\r\n"),
        "the stream ends in an orderly way: {text}"
    );
}

/// Connections are reused, by proxies above all; and some of those still speak HTTP/1.0, which knows no chunks.
#[tokio::test]
async fn a_stream_may_follow_other_requests_on_its_connection_and_http_1_0_gets_it_without_chunks()
{
    let world = World::new().await;
    let ana = world.available("ana").await;
    let address = world.url("").replace("http://", "");
    for version in ["1.1", "1.0"] {
        let mut page = tokio::net::TcpStream::connect(&address).await.unwrap();
        let request = |path: &str| {
            format!(
                "GET /v1/public/offices/library{path} HTTP/{version}\r\nhost: x\r\nconnection: keep-alive\r\n\r\n"
            )
        };
        let mut read = Vec::new();
        let mut asks = async |path: &str, until: &str| {
            page.write_all(request(path).as_bytes()).await.unwrap();
            read.clear();
            let answered = async {
                while !String::from_utf8_lossy(&read).contains(until) {
                    assert_ne!(page.read_buf(&mut read).await.unwrap(), 0);
                }
            };
            tokio::time::timeout(Duration::from_secs(30), answered)
                .await
                .unwrap();
            String::from_utf8_lossy(&read).into_owned()
        };
        for _ in 0..2 {
            asks("", "\"agents_available\":1}").await;
        }
        let stream = asks("/events", "\"agents_available\":1}\n\n").await;
        let (head, body) = stream.split_once("\r\n\r\n").unwrap();
        let chunked = head.to_lowercase().contains("transfer-encoding: chunked");
        assert_eq!(chunked, version == "1.1", "{head}");
        let first = if chunked { "e\r\n" } else { ": keep-alive" };
        assert!(body.starts_with(first), "{body:?}");
        assert_eq!(body.contains("\r\n"), chunked, "{body:?}");

        ana.choose(json!("everywhere"), "away", json!("until_changed"))
            .await;
        read.clear();
        let told = async {
            while !String::from_utf8_lossy(&read).contains("\"online\":false") {
                assert_ne!(page.read_buf(&mut read).await.unwrap(), 0);
            }
        };
        tokio::time::timeout(Duration::from_secs(30), told)
            .await
            .unwrap();
        ana.choose(json!("everywhere"), "available", json!("until_changed"))
            .await;
        drop(page);
        world.streams_open(0).await;
    }
}

#[tokio::test]
async fn a_session_has_a_few_streams_at_most_and_the_oldest_gives_way() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let mut oldest = ana.events().await;
    let mut others = Vec::new();
    for _ in 0..4 {
        others.push(ana.events().await);
    }
    while oldest.next_or_end().await.is_some() {}
    world.streams_open(4).await;
    world.pass(20 * SECOND).await;
    assert_eq!(
        ana.sees("library", "ana").await,
        "available manual",
        "that cuts no lease"
    );
}

/// Some proxies and monitors look at the head alone. As a stream that ends at once it would be a device that went away.
#[tokio::test]
async fn who_asks_for_the_head_of_a_stream_alone_is_refused_and_takes_nobody_offline() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let own = ana.call(Method::HEAD, "/v1/me/events", None).await;
    let page = "/v1/public/offices/library/events";
    let public = world.call(Method::HEAD, page, None, None).await;
    assert_eq!((own.status.as_u16(), public.status.as_u16()), (405, 405));
    world.pass(30 * SECOND).await;
    assert_eq!(world.public("library").await["online"], true);
}

/// All of a campus comes back when the network does. One that finds no place to wait would try again a second later.
#[tokio::test]
async fn three_hundred_may_knock_before_one_is_let_in() {
    let world = World::new().await;
    let address = world.url("").replace("http://", "").parse().unwrap();
    // The server's tasks run on this thread, which lets nobody in until it waits.
    let knocking: Vec<_> = (0..300)
        .map(|_| std::net::TcpStream::connect_timeout(&address, SECOND).unwrap())
        .collect();
    assert_eq!(world.public("library").await["online"], false);
    drop(knocking);
}

#[tokio::test]
async fn what_customers_are_sent_tells_nothing_of_what_else_happens() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let ben = world.available("ben").await;
    let mut page = world.page("library").await;
    let first = page.next_named("office").await;
    assert_eq!(first.data["agents_available"], 2);
    let me = ana.get("/v1/me").await.ok();
    let revision = me["revision"].as_u64().unwrap().to_string();
    // Things happen that customers do not see.
    for number in 0..5 {
        let choice =
            json!({"id": format!("a{number}"), "scope": "everywhere", "status": "available"});
        ben.post("/v1/me/choices", choice).await.ok();
    }
    let mut other = world.page("library").await;
    let now = other.next_named("office").await;
    assert_eq!(now.id, first.id, "it names what is shown, and nothing else");
    assert!(
        !first.id.contains('-') && !first.id.contains(&revision),
        "{}",
        first.id
    );
    let away = json!({"id": "away", "scope": "everywhere", "status": "away"});
    ben.post("/v1/me/choices", away).await.ok();
    let less = page.next_named("office").await;
    assert_eq!(less.data["agents_available"], 1);
    assert_ne!(less.id, first.id);
    // Whoever comes back is told how it is now, whatever was seen last.
    for seen in [less.id.as_str(), first.id.as_str(), "nonsense"] {
        let mut back = world.page_after("library", seen).await;
        assert_eq!(back.next_named("office").await.data, less.data);
    }
}
