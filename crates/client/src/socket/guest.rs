//! A guest's end of the local socket.

use std::{
    collections::{BTreeMap, VecDeque},
    path::Path,
    time::Duration,
};

use interprocess::local_socket::tokio::Stream;
use porchlight_core::{
    LocalSchedule, Preview, Why,
    agent::Refusal,
    intent::{Done, Intent},
    view::View,
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    sync::{mpsc, oneshot},
    time::timeout,
};

use super::{GuestKind, ToGuest, ToResident, VERSION, place, version::is_older};

/// A guest's end of the socket. [`split`](Self::split) it to read views while sending asks.
#[derive(Debug)]
pub struct Guest {
    asker: Asker,
    views: Views,
}

/// The half that asks. Clone it for asks at the same time.
#[derive(Clone, Debug)]
pub struct Asker {
    wishes: mpsc::Sender<Wish>,
}

/// The half that is told.
#[derive(Debug)]
pub struct Views {
    told: mpsc::Receiver<ToGuest>,
}

/// Why there is no resident to talk to.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreached {
    #[error("Porchlight is not running. Start it with `porchlight`, or add `--start`.")]
    NotRunning,
    /// One runs, and hears nothing.
    #[error(
        "The Porchlight that runs does not answer. Quit it from its menu, or end its process, and start it again."
    )]
    Silent,
    #[error("{}", other_version(.running, VERSION))]
    OtherVersion { running: String },
}

/// A newer version goes on in place of an older one, and never the other way round.
fn other_version(running: &str, this: &str) -> String {
    let advice = if is_older(running, this) {
        "Run `porchlight` to go on with this one."
    } else {
        "Use the programs of the one that runs, or end it with `porchlight quit`."
    };
    format!("Porchlight {running} is running, and this is {this}. {advice}")
}

/// How long the resident may take to say who it is: at its start it reads what was kept first.
const GREETING: Duration = Duration::from_secs(10);

/// The code of what was not done because the resident has gone.
pub const NOT_RUNNING: &str = "not_running";

#[derive(Debug)]
enum Wish {
    Ask(Box<Intent>, oneshot::Sender<Result<Done, Refusal>>),
    Preview(
        Box<LocalSchedule>,
        oneshot::Sender<Result<Preview, Refusal>>,
    ),
    Why(oneshot::Sender<Result<Why, Refusal>>),
    Look(oneshot::Sender<View>),
    Pong,
}

impl Guest {
    /// Connects to the resident, if it is of this very version. A watching guest is sent the view at once and at every
    /// change.
    ///
    /// # Errors
    /// If nobody answers, or another version does.
    pub async fn connect(
        runtime_dir: &Path,
        guest: GuestKind,
        watch: bool,
    ) -> Result<Self, Unreached> {
        let (guest, running) = Self::connect_to_any(runtime_dir, guest, watch).await?;
        if running == VERSION {
            Ok(guest)
        } else {
            Err(Unreached::OtherVersion { running })
        }
    }

    /// Connects to a resident of whatever version, and says which: every one understands that it is to end.
    ///
    /// # Errors
    /// If nobody answers.
    pub async fn connect_to_any(
        runtime_dir: &Path,
        guest: GuestKind,
        watch: bool,
    ) -> Result<(Self, String), Unreached> {
        let stream = place::connect(runtime_dir).await.map_err(|error| {
            tracing::debug!(error = %format_args!("{error:#}"), "nobody at the socket");
            Unreached::NotRunning
        })?;
        let (wishes, wished) = mpsc::channel(16);
        let (tell, told) = mpsc::channel(1);
        let (greet, greeted) = oneshot::channel();
        let conversation = Conversation {
            watch,
            greet: Some(greet),
            ..Conversation::default()
        };
        tokio::spawn(conversation.hold(stream, guest, wished, tell));
        let running = timeout(GREETING, greeted)
            .await
            .map_err(|_| Unreached::Silent)?
            .map_err(|_| Unreached::NotRunning)?;
        let guest = Self {
            asker: Asker { wishes },
            views: Views { told },
        };
        Ok((guest, running))
    }

    /// Asks for something and waits until it is done or refused.
    ///
    /// # Errors
    /// Why it was not done.
    pub async fn ask(&mut self, intent: Intent) -> Result<Done, Refusal> {
        self.asker.ask(intent).await
    }

    /// The view as it is now.
    ///
    /// # Errors
    /// If the resident has gone.
    pub async fn look(&mut self) -> Result<View, Refusal> {
        self.asker.look().await
    }

    /// See [`Asker::why`].
    ///
    /// # Errors
    /// If nobody is signed in; `not_running` if the resident has gone.
    pub async fn why(&mut self) -> Result<Why, Refusal> {
        self.asker.why().await
    }

    /// What the resident says next. See [`Views::next`].
    pub async fn next(&mut self) -> Option<ToGuest> {
        self.views.next().await
    }

    /// The two halves, for use from different tasks.
    pub fn split(self) -> (Asker, Views) {
        (self.asker, self.views)
    }
}

impl Asker {
    /// See [`Guest::ask`].
    ///
    /// # Errors
    /// Why it was not done; `not_running` if the resident has gone.
    pub async fn ask(&self, intent: Intent) -> Result<Done, Refusal> {
        let (answer, answered) = oneshot::channel();
        self.wishes
            .send(Wish::Ask(Box::new(intent), answer))
            .await
            .map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    /// How the next two weeks will be by a schedule that is not saved.
    ///
    /// # Errors
    /// If it makes no sense, or nobody is signed in; `not_running` if the resident has gone.
    pub async fn preview(&self, schedule: LocalSchedule) -> Result<Preview, Refusal> {
        let (answer, answered) = oneshot::channel();
        self.wishes
            .send(Wish::Preview(Box::new(schedule), answer))
            .await
            .map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    /// Why she is what she is, fact by fact.
    ///
    /// # Errors
    /// If nobody is signed in; `not_running` if the resident has gone.
    pub async fn why(&self) -> Result<Why, Refusal> {
        let (answer, answered) = oneshot::channel();
        self.wishes
            .send(Wish::Why(answer))
            .await
            .map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    /// See [`Guest::look`].
    ///
    /// # Errors
    /// `not_running` if the resident has gone.
    pub async fn look(&self) -> Result<View, Refusal> {
        let (show, shown) = oneshot::channel();
        self.wishes
            .send(Wish::Look(show))
            .await
            .map_err(|_| gone())?;
        shown.await.map_err(|_| gone())
    }
}

impl Asker {
    /// Answers a `Ping`. Where the way is full, the resident hears from this guest anyway.
    pub fn pong(&self) {
        let _ = self.wishes.try_send(Wish::Pong);
    }
}

impl Views {
    /// What the resident says next: the latest view (ones in between may be left out), `Ping`, `Raise` or `Close`, never an
    /// `Answer`, which goes to the asker. None once the resident has gone.
    pub async fn next(&mut self) -> Option<ToGuest> {
        self.told.recv().await
    }
}

/// One task holds the connection, so that both halves can be used at the same time.
#[derive(Debug, Default)]
struct Conversation {
    watch: bool,
    /// Told the resident's version, once.
    greet: Option<oneshot::Sender<String>>,
    next_number: u64,
    asks: BTreeMap<u64, oneshot::Sender<Result<Done, Refusal>>>,
    previews: BTreeMap<u64, oneshot::Sender<Result<Preview, Refusal>>>,
    whys: BTreeMap<u64, oneshot::Sender<Result<Why, Refusal>>>,
    looks: VecDeque<oneshot::Sender<View>>,
    /// Not yet taken by the watching half. A newer view replaces an older one.
    view: Option<Box<View>>,
    word: Option<ToGuest>,
    pinged: bool,
}

impl Conversation {
    async fn hold(
        mut self,
        stream: Stream,
        guest: GuestKind,
        mut wishes: mpsc::Receiver<Wish>,
        tell: mpsc::Sender<ToGuest>,
    ) {
        let mut lines = BufReader::new(&stream).lines();
        if write(
            &stream,
            &ToResident::Hello {
                guest,
                watch: self.watch,
                version: VERSION.to_owned(),
                process: std::process::id(),
            },
        )
        .await
        .is_err()
        {
            return;
        }
        let mut asking = true;
        let mut watching = true;
        while asking || watching {
            let news = self.pinged || self.word.is_some() || self.view.is_some();
            tokio::select! {
                line = lines.next_line() => match line {
                    Ok(Some(line)) => self.heard(&line),
                    Ok(None) | Err(_) => break,
                },
                wish = wishes.recv(), if asking => match wish {
                    Some(wish) => {
                        let line = self.wished(wish);
                        if write(&stream, &line).await.is_err() {
                            break;
                        }
                    }
                    None => asking = false,
                },
                Ok(room) = tell.reserve(), if news => {
                    let ping = std::mem::take(&mut self.pinged).then_some(ToGuest::Ping);
                    let view = || self.view.take().map(|view| ToGuest::View { view });
                    if let Some(news) = ping.or_else(|| self.word.take()).or_else(view) {
                        room.send(news);
                    }
                }
                () = tell.closed(), if watching => watching = false,
            }
        }
        // The last words are still wanted: a window has to learn that it is to close.
        if let Some(word) = self.word {
            let _ = tell.send(word).await;
        }
    }

    fn wished(&mut self, wish: Wish) -> ToResident {
        match wish {
            Wish::Ask(intent, answer) => {
                self.next_number += 1;
                self.asks.insert(self.next_number, answer);
                ToResident::Ask {
                    number: self.next_number,
                    intent: *intent,
                }
            }
            Wish::Preview(schedule, answer) => {
                self.next_number += 1;
                self.previews.insert(self.next_number, answer);
                ToResident::Preview {
                    number: self.next_number,
                    schedule: *schedule,
                }
            }
            Wish::Why(answer) => {
                self.next_number += 1;
                self.whys.insert(self.next_number, answer);
                ToResident::Why {
                    number: self.next_number,
                }
            }
            Wish::Look(show) => {
                self.looks.push_back(show);
                ToResident::Look
            }
            Wish::Pong => ToResident::Pong,
        }
    }

    fn heard(&mut self, line: &str) {
        let Ok(line) = serde_json::from_str(line) else {
            tracing::warn!("the resident said something that this version does not understand");
            return;
        };
        match line {
            ToGuest::Hello { version } => {
                if let Some(greet) = self.greet.take() {
                    // Who connects may have given up.
                    let _ = greet.send(version);
                }
            }
            ToGuest::View { view } => {
                if let Some(show) = self.looks.pop_front() {
                    // Who looked may have gone.
                    let _ = show.send((*view).clone());
                }
                if self.watch {
                    self.view = Some(view);
                }
            }
            ToGuest::Answer {
                number,
                refused,
                done,
            } => {
                // Who asked may have gone.
                if let Some(answer) = self.asks.remove(&number) {
                    let _ = answer.send(refused.map_or(Ok(done), Err));
                } else if let Some(refusal) = refused {
                    if let Some(answer) = self.previews.remove(&number) {
                        let _ = answer.send(Err(refusal));
                    } else if let Some(answer) = self.whys.remove(&number) {
                        let _ = answer.send(Err(refusal));
                    }
                }
            }
            ToGuest::Preview { number, preview } => {
                if let Some(answer) = self.previews.remove(&number) {
                    // Who asked may have gone.
                    let _ = answer.send(Ok(*preview));
                }
            }
            ToGuest::Why { number, why } => {
                if let Some(answer) = self.whys.remove(&number) {
                    // Who asked may have gone.
                    let _ = answer.send(Ok(*why));
                }
            }
            ToGuest::Ping => self.pinged = true,
            word @ (ToGuest::Raise | ToGuest::Close) => self.word = Some(word),
        }
    }
}

async fn write(stream: &Stream, line: &ToResident) -> std::io::Result<()> {
    let mut text = serde_json::to_vec(line)?;
    text.push(b'\n');
    let mut stream = stream;
    stream.write_all(&text).await?;
    stream.flush().await
}

fn gone() -> Refusal {
    Refusal::new(
        NOT_RUNNING,
        "Porchlight has ended. Start it again with `porchlight`.",
    )
}

#[cfg(test)]
mod tests {
    use super::other_version;

    #[test]
    fn who_meets_another_version_is_told_what_works() {
        let older = other_version("0.1.0", "0.2.0");
        assert!(older.ends_with("Run `porchlight` to go on with this one."));
        for running in ["0.3.0", "0.2.1-rc1", "a build of somebody's"] {
            let said = other_version(running, "0.2.0");
            assert!(said.contains(running) && said.contains("`porchlight quit`"));
            assert!(!said.contains("Run `porchlight`"), "{said}");
        }
    }
}
