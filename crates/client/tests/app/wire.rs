//! The network between one app and the server. It can be cut, mended, stopped, and read.

use std::{net::SocketAddr, sync::Arc};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Mutex, watch},
};

/// What the network does with what is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Whole,
    /// Connections break, and new ones are not accepted.
    Cut,
    /// Connections stay, and nothing comes through.
    Frozen,
    /// What was asked for still comes; whatever is asked from now on is answered by the network's own page.
    Portal(&'static str),
}

const PORTAL: &str =
    "HTTP/1.1 302 Found\r\nlocation: http://login.hotel.example/\r\ncontent-length: 0\r\n\r\n";

pub(crate) struct Wire {
    address: SocketAddr,
    state: watch::Sender<State>,
    /// What the network does for good with the connections that there were when this was last changed.
    seized: watch::Sender<State>,
    /// Grows with each break of all connections that there are.
    breaks: watch::Sender<u64>,
    /// What left the app, by connection.
    sent: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Wire {
    pub(crate) async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (state, _) = watch::channel(State::Whole);
        let (seized, _) = watch::channel(State::Whole);
        let (breaks, _) = watch::channel(0);
        let sent = Arc::new(Mutex::new(Vec::new()));
        let (states, record) = (state.clone(), Arc::clone(&sent));
        let (seizing, breaking) = (seized.clone(), breaks.clone());
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let far = TcpStream::connect(server).await;
                let Ok(far) = far else { continue };
                let mut broken = breaking.subscribe();
                let laws = Laws {
                    state: states.subscribe(),
                    seized: seizing.subscribe(),
                    for_good: None,
                };
                let carrying = carry(near, far, laws, Arc::clone(&record));
                tokio::spawn(async move {
                    tokio::select! {
                        () = carrying => {}
                        _ = broken.changed() => {}
                    }
                });
            }
        });
        Self {
            address,
            state,
            seized,
            breaks,
            sent,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    /// All connections break, and new ones come about at once.
    pub(crate) fn break_connections(&self) {
        self.breaks.send_modify(|breaks| *breaks += 1);
    }

    pub(crate) fn freeze(&self) {
        self.state.send_replace(State::Frozen);
    }

    /// Nothing comes through any more on the connections that there are, and nobody is told; new ones are whole.
    pub(crate) fn swallow_connections(&self) {
        self.seized.send_replace(State::Frozen);
    }

    /// The network's own page answers for good on the connections that there are; new ones are whole.
    pub(crate) fn keep_connections_for_sign_in(&self) {
        self.seized.send_replace(State::Portal(PORTAL));
    }

    /// The network wants a sign-in of its own.
    pub(crate) fn want_sign_in(&self) {
        self.answer_all(PORTAL);
    }

    /// The network answers by itself, in these words.
    pub(crate) fn answer_all(&self, answer: &'static str) {
        self.state.send_replace(State::Portal(answer));
    }

    pub(crate) fn mend(&self) {
        self.state.send_replace(State::Whole);
    }

    /// The requests that left the app so far: their first lines, and their bodies.
    pub(crate) async fn requests(&self) -> Vec<(String, String)> {
        let sent = self.sent.lock().await;
        let whole = sent.iter().flat_map(|sent| requests(sent));
        whole
            .map(|(head, body)| (head.lines().next().unwrap().to_owned(), body))
            .collect()
    }

    /// The numbers of what the app said of itself, goodbye included, by connection; none where there is no number.
    pub(crate) async fn sequences(&self) -> Vec<Option<u64>> {
        let sent = self.sent.lock().await;
        let heads = sent.iter().flat_map(|sent| requests(sent));
        let said = heads.filter(|(head, _)| {
            head.starts_with("PUT /v1/me/activity ") || head.starts_with("DELETE /v1/me/session ")
        });
        said.map(|(head, _)| {
            let number = |line: &str| line.strip_prefix("porchlight-sequence: ")?.parse().ok();
            head.lines().find_map(number)
        })
        .collect()
    }

    /// What each stream that was asked for said it had heard last.
    pub(crate) async fn heard_before_streams(&self) -> Vec<Option<String>> {
        let sent = self.sent.lock().await;
        let heads = sent.iter().flat_map(|sent| requests(sent));
        let streams = heads.filter(|(head, _)| head.starts_with("GET /v1/me/events "));
        streams
            .map(|(head, _)| {
                head.lines()
                    .find_map(|line| line.strip_prefix("last-event-id: "))
                    .map(str::to_owned)
            })
            .collect()
    }
}

/// Heads and bodies.
fn requests(sent: &[u8]) -> Vec<(String, String)> {
    let mut rest = std::str::from_utf8(sent).unwrap();
    let mut requests = Vec::new();
    while let Some((head, after)) = rest.split_once("\r\n\r\n") {
        let length = head.lines().find_map(|line| {
            line.to_lowercase()
                .strip_prefix("content-length: ")?
                .parse()
                .ok()
        });
        let (body, next) = after.split_at(length.unwrap_or(0).min(after.len()));
        requests.push((head.to_owned(), body.to_owned()));
        rest = next;
    }
    requests
}

/// What the network does with one connection.
struct Laws {
    state: watch::Receiver<State>,
    seized: watch::Receiver<State>,
    for_good: Option<State>,
}

impl Laws {
    fn state(&mut self) -> State {
        let state = *self.state.borrow_and_update();
        self.for_good.unwrap_or(state)
    }

    async fn changed(&mut self) {
        tokio::select! {
            _ = self.state.changed() => {}
            _ = self.seized.changed() => self.for_good = Some(*self.seized.borrow()),
        }
    }
}

async fn carry(near: TcpStream, far: TcpStream, mut laws: Laws, record: Arc<Mutex<Vec<Vec<u8>>>>) {
    let (mut near_reads, mut near_writes) = near.into_split();
    let (mut far_reads, mut far_writes) = far.into_split();
    let connection = {
        let mut record = record.lock().await;
        record.push(Vec::new());
        record.len() - 1
    };
    let mut up = [0; 4096];
    let mut down = [0; 4096];
    loop {
        let now = laws.state();
        if now == State::Cut {
            return;
        }
        tokio::select! {
            () = laws.changed() => {}
            read = near_reads.read(&mut up), if now != State::Frozen => match read {
                Ok(0) | Err(_) => return,
                Ok(length) => {
                    if let State::Portal(answer) = now {
                        if near_writes.write_all(answer.as_bytes()).await.is_err() {
                            return;
                        }
                        continue;
                    }
                    record.lock().await[connection].extend_from_slice(&up[..length]);
                    if far_writes.write_all(&up[..length]).await.is_err() {
                        return;
                    }
                }
            },
            read = far_reads.read(&mut down), if now != State::Frozen => match read {
                Ok(0) | Err(_) => return,
                Ok(length) => {
                    if near_writes.write_all(&down[..length]).await.is_err() {
                        return;
                    }
                }
            },
        }
    }
}
