//! The end of a server that is told to end while clients do what clients do: wait, hang, read nothing, and ask.

use std::{
    net::{SocketAddr, TcpStream},
    process::Command,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use serde_json::json;
use tokio::time::timeout;

use crate::{
    command_line::{Place, Serving, binary, choose, http, sign_in},
    tls::{Pair, over_tls},
    world::PASSWORD,
};

/// Within this, all is over.
const WITHIN: Duration = Duration::from_secs(5);
/// Nothing that is waited for takes longer, however busy the machine.
const DEADLINE: Duration = Duration::from_secs(30);

/// Connections whose other end says nothing any more, each in another way.
fn hang(address: SocketAddr) -> Vec<TcpStream> {
    use std::io::Write as _;
    let begun = [
        "",
        "GET /healthz HTTP/1.1\r\nhost",
        "POST /v1/sign-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{",
        // A stream, and whoever opened it does not read.
        "GET /v1/public/offices/library/events HTTP/1.1\r\nhost: x\r\n\r\n",
    ];
    let connect = |text: &str| {
        let mut socket = TcpStream::connect(address).unwrap();
        socket.write_all(text.as_bytes()).unwrap();
        socket
    };
    begun
        .iter()
        .cycle()
        .take(40)
        .map(|text| connect(text))
        .collect()
}

/// Tells it to end, and waits until it has.
async fn end(mut serving: Serving) {
    let told = Instant::now();
    let kill = Command::new("kill")
        .args(["-TERM", &serving.child.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    let ended = tokio::task::spawn_blocking(move || serving.child.wait().unwrap());
    assert_eq!(ended.await.unwrap().code(), Some(0));
    let took = told.elapsed();
    assert!(took < WITHIN, "it took {took:?}");
}

async fn drains(place: &Place, serving: Serving, http: reqwest::Client) {
    let url = serving.url.clone();
    let address = url.split_once("://").unwrap().1.parse().unwrap();
    let token = sign_in(&http, &url, "ana@example.org").await;
    let hanging = hang(address);
    let page = http.get(format!("{url}/v1/public/offices/library/events"));
    let page = page.send().await.unwrap();
    let page = tokio::spawn(page.text());
    // Hashing a password takes its time, and two are hashed at once.
    let mut signing_in: Vec<_> = (0..8)
        .map(|_| {
            let body = json!({"email": "olga@example.org", "password": PASSWORD, "device": "x"});
            let request = http.post(format!("{url}/v1/sign-in")).json(&body);
            tokio::spawn(async move { request.send().await.map(|answer| answer.status().as_u16()) })
        })
        .collect();
    let choosing: Vec<_> = (0..4)
        .map(|writer| {
            let (http, url, token) = (http.clone(), url.clone(), token.clone());
            tokio::spawn(async move {
                let mut acknowledged = Vec::new();
                for number in 0.. {
                    let id = format!("{writer}-{number}");
                    let Some(answer) = choose_or_end(&http, &url, &token, &id).await else {
                        break;
                    };
                    acknowledged.push((id, answer));
                }
                acknowledged
            })
        })
        .collect();
    // All of them have arrived by the time that the first is answered.
    let (first, _, others) = futures_util::future::select_all(signing_in.drain(..)).await;
    assert_eq!(first.unwrap().unwrap(), 200);
    end(serving).await;
    for answered in timeout(DEADLINE, join_all(others)).await.unwrap() {
        assert_eq!(
            answered.unwrap().unwrap(),
            200,
            "what was begun is finished"
        );
    }
    let page = timeout(DEADLINE, page).await.unwrap().unwrap().unwrap();
    assert!(page.contains("\nretry: "), "{page}");
    drop(hanging);
    let acknowledged: Vec<_> = join_all(choosing)
        .await
        .into_iter()
        .flat_map(Result::unwrap)
        .collect();
    assert!(!acknowledged.is_empty());
    let serving = Serving::start(&place.data(), &[]);
    let http = crate::command_line::http();
    for (id, answer) in acknowledged {
        let again = choose(&http, &serving.url, &token, &id).await;
        assert_eq!(again, Some(answer), "`{id}` was acknowledged");
    }
}

/// As [`choose`], for as long as the server is there.
async fn choose_or_end(
    http: &reqwest::Client,
    url: &str,
    token: &str,
    id: &str,
) -> Option<serde_json::Value> {
    let body = json!({"id": id, "scope": "everywhere", "status": "available"});
    let request = http
        .post(format!("{url}/v1/me/choices"))
        .bearer_auth(token)
        .json(&body);
    let answer = request.send().await.ok()?;
    if !answer.status().is_success() {
        return None;
    }
    answer.json().await.ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_end_it_answers_what_was_begun_sends_readers_back_and_waits_for_nobody_who_hangs() {
    let place = Place::new();
    let serving = Serving::start(&place.data(), &[]);
    drains(&place, serving, http()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_end_over_tls_it_does_the_same() {
    let _ = http();
    let (place, pair) = (Place::new(), Pair::new());
    let mut command = binary();
    command
        .args(Serving::arguments(&place.data()))
        .args(over_tls(&pair.files()));
    let serving = Serving::run(command);
    let http = pair.client().no_proxy().build().unwrap();
    drains(&place, serving, http).await;
}
