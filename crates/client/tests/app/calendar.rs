//! A calendar that is followed, from its file or its server to what customers see.

use std::time::Duration;

use porchlight_core::intent::{CalendarAddress, Intent};
use porchlight_protocol::{ChoiceStatus, Status};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use crate::{desk::Desk, office::Office};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_calendar_is_away_for_everybody_and_nothing_of_it_but_times_leaves_the_machine() {
    let office = Office::open().await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ana.until_everywhere(Status::Available).await;
    let calendars = tempfile::tempdir().unwrap();
    let file = calendars.path().join("ana.ics");
    std::fs::write(
        &file,
        dentist("DTSTART:20200101T000000Z\r\nDTEND:20400101T000000Z"),
    )
    .unwrap();

    follow(&ana, Some(file.to_str().unwrap())).await;

    ana.until_everywhere(Status::Away).await;
    let view = ana
        .until("what was read", |view| calendar(view).is_some())
        .await;
    let (place, works, text) = calendar(&view).unwrap();
    assert_eq!((place.as_str(), works), ("ana.ics", true));
    assert!(text.contains("busy once"), "{text}");
    follow(&ana, None).await;
    ana.until_everywhere(Status::Available).await;
    ana.quit().await;
    let requests = format!("{:?}", ana.wire.requests().await);
    assert!(requests.contains("PUT /v1/me/busy"), "{requests}");
    for secret in ["Dentist", "ana.ics", "Main Street"] {
        assert!(!requests.contains(secret), "{secret}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_calendar_on_a_server_is_asked_with_its_password_and_each_failure_has_its_sentence() {
    let office = Office::open().await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    let body = dentist("DTSTART:20200101T000000Z\r\nDTEND:20400101T000000Z");
    let ok = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    let answer =
        |line: &str| format!("HTTP/1.1 {line}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    for (answer, works, words) in [
        (ok, true, "busy once"),
        (
            answer("401 Unauthorized"),
            false,
            "does not let Porchlight read",
        ),
        (
            answer("404 Not Found"),
            false,
            "There is no calendar at that address",
        ),
        (answer("503 Service Unavailable"), false, "does not answer"),
        (
            answer("302 Found\r\nlocation: http://192.0.2.1/"),
            false,
            "does not answer",
        ),
        (answer("200 OK"), false, "is not a calendar"),
    ] {
        let (port, asked) = serve_once(answer).await;
        follow(
            &ana,
            Some(&format!("http://ana:secret@127.0.0.1:{port}/ana/work/")),
        )
        .await;
        let view = ana
            .until("what came of it", |view| {
                calendar(view).is_some_and(|(place, _, text)| {
                    place.ends_with(&port.to_string()) && text.contains(words)
                })
            })
            .await;
        assert_eq!(calendar(&view).unwrap().1, works);
        let asked = asked.await.unwrap().to_lowercase();
        assert!(asked.starts_with("get /ana/work/ "), "{asked}");
        assert!(
            asked.contains("authorization: basic yw5honnly3jlda=="),
            "{asked}"
        );
    }
    follow(&ana, Some("http://192.0.2.1/ana.ics")).await;
    ana.until("what is refused", |view| {
        calendar(view).is_some_and(|(_, works, text)| !works && text.contains("not an address"))
    })
    .await;
}

fn dentist(times: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n{times}\r\nSUMMARY:Dentist\r\nLOCATION:Main Street\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

async fn follow(desk: &Desk, address: Option<&str>) {
    let address = address.map(|address| CalendarAddress(address.to_owned()));
    desk.ask(Intent::FollowCalendar { address }).await.unwrap();
}

/// Where the calendar is, whether it could be read, and what is said of that; none before.
fn calendar(view: &porchlight_core::view::View) -> Option<(String, bool, String)> {
    let calendar = view.settings.calendar.clone().filter(|it| it.read)?;
    Some((calendar.place, calendar.works, calendar.text))
}

/// Answers one request, and says what it was.
async fn serve_once(answer: String) -> (u16, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = tokio::spawn(async move {
        let accepted = tokio::time::timeout(Duration::from_secs(20), listener.accept());
        let (mut stream, _) = accepted.await.unwrap().unwrap();
        let mut asked = Vec::new();
        while !asked.ends_with(b"\r\n\r\n") {
            let mut part = [0; 1024];
            let read = stream.read(&mut part).await.unwrap();
            asked.extend_from_slice(&part[..read]);
            if read == 0 {
                break;
            }
        }
        stream.write_all(answer.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        String::from_utf8(asked).unwrap()
    });
    (port, served)
}
