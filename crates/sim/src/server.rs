//! The server: the real brain, driven as `porchlight-server` drives it, behind a model of HTTP and of its process.

use std::collections::BTreeMap;

use bytes::Bytes;
use porchlight_campus::{
    At, AwayTarget, Caller, Campus, Command, CommitFailure, Config, LookedUp, Named, Now,
    Publication, Published, Refusal, Reply, Ticket, TokenHash, Topic,
    log::{Frames, Log},
    records::{AskedRecord, Key, Revision, read},
};
use porchlight_core::Timeline;
use porchlight_protocol::{
    AgentId, ChoiceId, NewChoice, OfficeId, Schedule, SessionId, SettingsChange, SignIn, SignedIn,
};

use crate::{
    disk::Disk,
    time::{Clock, Millis},
    wire::{Connection, HttpRequest, HttpResponse, Route},
};

/// Who is at the other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Peer {
    /// A run of the app on a machine.
    App {
        machine: usize,
        run: u32,
    },
    /// A client that signs in and says nothing of its person.
    Elsewhere {
        agent: usize,
    },
    Page {
        page: usize,
    },
}

/// What reaches the server's process.
#[derive(Debug)]
pub(crate) enum Arrival {
    Request {
        connection: Connection,
        peer: Peer,
        request: HttpRequest,
    },
    /// The other end is gone.
    Closed {
        connection: Connection,
    },
    /// What others wrote.
    Watched,
    Committed(Result<Revision, CommitFailure>),
    Time,
}

/// What the server sends.
#[derive(Debug)]
pub(crate) enum Sent {
    Response(HttpResponse),
    StreamOpened,
    Chunk(Vec<Bytes>),
    /// The server closed the stream.
    End,
}

/// An acknowledged write, so that it can be looked for after a crash.
#[derive(Clone, Debug)]
pub(crate) struct Acknowledged {
    pub agent: AgentId,
    pub choice: ChoiceId,
    pub answer: porchlight_protocol::ChoiceAnswer,
}

/// One run of the server's process.
pub(crate) struct Process {
    pub campus: Campus,
    started: Millis,
    clock: Clock,
    first_cursor: u64,
    logs: BTreeMap<Topic, Log>,
    pub streams: BTreeMap<Connection, Reader>,
    pages: BTreeMap<Connection, (OfficeId, Peer, u64)>,
    waiting: BTreeMap<Ticket, Waiting>,
    next: u64,
    /// A mutation: what was answered before is not looked up.
    forgetful: bool,
    /// When something was last published for an office's pages.
    page_changes: BTreeMap<OfficeId, Millis>,
    /// Made for this run, so that ids are never used twice.
    run: u32,
}

/// An open stream of an agent's.
#[derive(Debug)]
pub(crate) struct Reader {
    pub peer: Peer,
    caller: Caller,
    cursor: u64,
}

#[derive(Debug)]
struct Waiting {
    connection: Connection,
    peer: Peer,
    what: Asked,
}

#[derive(Debug)]
enum Asked {
    Plain,
    Choice {
        agent: AgentId,
        choice: ChoiceId,
    },
    SignIn {
        token: String,
        session: SessionId,
    },
    Stream {
        caller: Caller,
        last_event_id: Option<String>,
    },
    Nothing,
}

/// What a turn came to.
#[derive(Debug, Default)]
pub(crate) struct Turn {
    pub sent: Vec<(Peer, Connection, Sent)>,
    pub acknowledged: Vec<Acknowledged>,
    /// Choices that were refused for good.
    pub refused: Vec<(AgentId, ChoiceId)>,
    /// Something was published.
    pub published: bool,
    /// The topics of pages that changed.
    pub pages: Vec<OfficeId>,
    pub commit: Option<porchlight_campus::records::Commit>,
    pub next: Option<Millis>,
}

impl Process {
    pub(crate) fn start(disk: &Disk, clock: Clock, at: Millis, run: u32) -> Self {
        let now = Now {
            wall: whole(clock.wall(at)),
            steady: std::time::Duration::ZERO,
        };
        let campus = Campus::new(Config::default(), &disk.snapshot(), &format!("e{run}"), now);
        let first_cursor = campus.published().cursor;
        Self {
            campus,
            started: at,
            clock,
            first_cursor,
            logs: BTreeMap::new(),
            streams: BTreeMap::new(),
            pages: BTreeMap::new(),
            waiting: BTreeMap::new(),
            next: 0,
            forgetful: false,
            page_changes: BTreeMap::new(),
            run,
        }
    }

    pub(crate) fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// Takes in what arrived, and does what follows.
    pub(crate) fn turn(
        &mut self,
        arrivals: Vec<Arrival>,
        disk: &mut Disk,
        at: Millis,
        forgetful: bool,
    ) -> Turn {
        self.forgetful = forgetful;
        let mut turn = Turn::default();
        self.campus.handle_time(self.now(at));
        for arrival in arrivals {
            match arrival {
                Arrival::Request {
                    connection,
                    peer,
                    request,
                } => self.request(connection, peer, &request, disk, &mut turn, at),
                Arrival::Closed { connection } => self.closed(connection),
                Arrival::Watched => self.watched(disk),
                Arrival::Committed(result) => {
                    self.watched(disk);
                    self.campus.handle_commit(result);
                }
                Arrival::Time => {}
            }
        }
        let mut asked_for_commit = false;
        loop {
            if let Some(publication) = self.campus.publish() {
                turn.published = true;
                self.append(publication, at, &mut turn);
            }
            let answers = self.campus.answers();
            let retries = self.campus.retries();
            if answers.is_empty() && retries.is_empty() {
                if asked_for_commit {
                    break;
                }
                // It may also answer, where everything was written meanwhile.
                turn.commit = self.campus.next_commit();
                asked_for_commit = true;
                continue;
            }
            for (ticket, result) in answers {
                self.answer(ticket, result, at, &mut turn);
            }
            for retry in retries {
                asked_for_commit = turn.commit.is_some();
                match self.look_up_again(retry.command, disk) {
                    Ok(command) => self
                        .campus
                        .handle_command(retry.ticket, command, retry.tries),
                    Err(refusal) => self.answer(retry.ticket, Err(refusal), at, &mut turn),
                }
            }
        }
        self.pump(at, &mut turn);
        turn.next = self.campus.poll_timeout().map(|steady| {
            let since_start = Millis::try_from(steady.as_millis()).unwrap_or(Millis::MAX / 2);
            self.started + since_start + 1
        });
        turn
    }

    pub(crate) fn published(&self) -> &Published {
        self.campus.published()
    }

    /// Whether a page has had time to show what was published for it.
    pub(crate) fn page_settled(&self, office: &OfficeId, at: Millis) -> bool {
        self.page_changes
            .get(office)
            .is_none_or(|changed| at - changed >= 2000)
            && at - self.started > 10_000
    }

    /// Looks at everybody again. Something that is published by that was overlooked before.
    pub(crate) fn publishes_more_for_everybody(&mut self, at: Millis) -> bool {
        self.campus.handle_time(self.now(at));
        let mut turn = Turn::default();
        if let Some(publication) = self.campus.publish() {
            self.append(publication, at, &mut turn);
        }
        self.campus.mark_everybody();
        let more = self.campus.publish();
        let some = more
            .as_ref()
            .is_some_and(|publication| !publication.frames.is_empty());
        if let Some(publication) = more {
            self.append(publication, at, &mut turn);
        }
        some
    }

    fn now(&self, at: Millis) -> Now {
        let steady =
            std::time::Duration::from_millis(u64::try_from(at - self.started).unwrap_or_default());
        Now {
            wall: whole(self.clock.wall(at)),
            steady,
        }
    }

    fn request(
        &mut self,
        connection: Connection,
        peer: Peer,
        request: &HttpRequest,
        disk: &Disk,
        turn: &mut Turn,
        at: Millis,
    ) {
        match self.command(request, disk, at) {
            Ok((command, what)) => self.give(connection, peer, command, what),
            Err(Instead::Answer(response)) => {
                turn.sent.push((peer, connection, Sent::Response(response)));
            }
            Err(Instead::Page(office)) => {
                if let Ok(frame) = self.published().page_frame(&office) {
                    let cursor = self.published().cursor;
                    self.pages.insert(connection, (office, peer, cursor));
                    turn.sent.push((peer, connection, Sent::StreamOpened));
                    turn.sent.push((peer, connection, Sent::Chunk(vec![frame])));
                } else {
                    let refusal = Refusal::NotFound("There is no such public office.".to_owned());
                    turn.sent.push((
                        peer,
                        connection,
                        Sent::Response(HttpResponse::refused(&refusal)),
                    ));
                }
            }
        }
    }

    fn give(&mut self, connection: Connection, peer: Peer, command: Command, what: Asked) {
        let ticket = Ticket(self.next);
        self.next += 1;
        self.waiting.insert(
            ticket,
            Waiting {
                connection,
                peer,
                what,
            },
        );
        self.campus.handle_command(ticket, command, 0);
    }

    /// What a request asks of the brain.
    fn command(
        &mut self,
        request: &HttpRequest,
        disk: &Disk,
        at: Millis,
    ) -> Result<(Command, Asked), Instead> {
        if let Route::Page { office } = &request.route {
            return Err(Instead::Page(office.clone()));
        }
        if request.route == Route::SignIn {
            let body: SignIn = body(request)?;
            let agent = self.published().agent_by_email(&body.email).cloned();
            let agent = agent.ok_or_else(|| Instead::Answer(HttpResponse::not_signed_in()))?;
            let number = self.next;
            let session = SessionId(format!("s{}-{number}", self.run));
            let token = format!("token-{}-{number}", self.run);
            let known = self.published().agent(&agent);
            let command = Command::SignIn {
                generation: known.map_or(0, porchlight_campus::PublishedAgent::generation),
                agent,
                session: session.clone(),
                device: body.device,
                token: TokenHash::of(&token),
            };
            return Ok((command, Asked::SignIn { token, session }));
        }
        let token = request.token.as_deref().unwrap_or_default();
        let caller = self.published().caller(&TokenHash::of(token)).cloned();
        let caller = caller.ok_or_else(|| Instead::Answer(HttpResponse::not_signed_in()))?;
        Ok(match &request.route {
            Route::Choices { sequence } => {
                let choice: NewChoice = body(request)?;
                let agent = caller.agent.clone();
                let id = choice.id.clone();
                (
                    Command::Choose {
                        caller,
                        choice,
                        asked: LookedUp::Not,
                        sequence: Some(*sequence),
                        given_at: self.now(at).wall,
                    },
                    Asked::Choice { agent, choice: id },
                )
            }
            Route::Activity { sequence } => (
                Command::ReportActivity {
                    caller,
                    activity: body(request)?,
                    sequence: Some(*sequence),
                },
                Asked::Plain,
            ),
            Route::Schedule { if_match } => {
                let schedule: Option<Schedule> = body(request)?;
                let wall = self.clock.wall(self.started);
                let timeline = schedule
                    .map(|schedule| Timeline::new(&schedule, wall))
                    .transpose();
                let refuse = |_| {
                    let refusal = Refusal::Invalid {
                        field: "schedule".to_owned(),
                        detail: "It makes no sense.".to_owned(),
                    };
                    Instead::Answer(HttpResponse::refused(&refusal))
                };
                let schedule = timeline.map_err(refuse)?;
                (
                    Command::PutSchedule {
                        caller,
                        schedule,
                        if_match: vec![if_match.clone()],
                    },
                    Asked::Plain,
                )
            }
            Route::Busy => {
                let intervals = body(request)?;
                (Command::PutBusy { caller, intervals }, Asked::Plain)
            }
            Route::Settings { name } => {
                let change: SettingsChange = body(request)?;
                let named = named(disk, &caller, name);
                let change = Command::ChangeSettings {
                    caller,
                    change,
                    named,
                };
                (change, Asked::Plain)
            }
            Route::Away {
                office,
                agent,
                name,
            } => {
                let named = named(disk, &caller, name);
                let target = agent.clone().map_or(AwayTarget::Everybody, AwayTarget::One);
                let batch = format!("b{}-{}", self.run, self.next);
                (
                    Command::SetAway {
                        caller,
                        office: office.clone(),
                        target,
                        reason: None,
                        batch,
                        named,
                    },
                    Asked::Plain,
                )
            }
            Route::Session { sign_out, sequence } => (
                Command::Goodbye {
                    caller,
                    sign_out: *sign_out,
                    sequence: Some(*sequence),
                },
                Asked::Plain,
            ),
            Route::Events { last_event_id } => {
                let asked = Asked::Stream {
                    caller: caller.clone(),
                    last_event_id: last_event_id.clone(),
                };
                (Command::StreamOpened { caller }, asked)
            }
            Route::SignIn | Route::Page { .. } => {
                return Err(Instead::Answer(HttpResponse::not_signed_in()));
            }
        })
    }

    /// What the store has of an earlier time that a choice was asked.
    fn look_up(
        &self,
        disk: &Disk,
        agent: &AgentId,
        choice: &ChoiceId,
    ) -> Result<Option<At<AskedRecord>>, Refusal> {
        if self.forgetful {
            return Ok(None);
        }
        look_up(disk, agent, choice)
    }

    fn look_up_again(&self, command: Command, disk: &Disk) -> Result<Command, Refusal> {
        Ok(match command {
            Command::Choose {
                caller,
                choice,
                sequence,
                given_at,
                ..
            } => {
                let asked = self.look_up(disk, &caller.agent, &choice.id)?;
                Command::Choose {
                    caller,
                    choice,
                    asked: LookedUp::Found(asked),
                    sequence,
                    given_at,
                }
            }
            Command::SetAway {
                caller,
                office,
                target,
                reason,
                batch,
                named: Named {
                    name: Some(name), ..
                },
            } => Command::SetAway {
                named: named(disk, &caller, &name),
                caller,
                office,
                target,
                reason,
                batch,
            },
            other => other,
        })
    }

    fn closed(&mut self, connection: Connection) {
        self.pages.remove(&connection);
        if let Some(reader) = self.streams.remove(&connection) {
            self.give(
                connection,
                reader.peer,
                Command::StreamClosed {
                    caller: reader.caller,
                },
                Asked::Nothing,
            );
        }
        // Whoever asked has gone; what was asked is done all the same.
        for waiting in self
            .waiting
            .values_mut()
            .filter(|waiting| waiting.connection == connection)
        {
            waiting.what = match std::mem::replace(&mut waiting.what, Asked::Nothing) {
                choice @ Asked::Choice { .. } => choice,
                Asked::Stream { caller, .. } => Asked::Stream {
                    caller,
                    last_event_id: Some(GONE.to_owned()),
                },
                Asked::Plain | Asked::SignIn { .. } | Asked::Nothing => Asked::Nothing,
            };
        }
    }

    fn watched(&mut self, disk: &mut Disk) {
        for (revision, changes) in disk.take_unseen() {
            self.campus.handle_changes(revision, &changes);
        }
    }

    fn append(&mut self, publication: Publication, at: Millis, turn: &mut Turn) {
        let Publication {
            frames,
            ended_sessions,
            ended_pages,
            ..
        } = publication;
        for (topic, frames) in frames {
            if let Topic::Page(office) = &topic {
                turn.pages.push(office.clone());
                self.page_changes.insert(office.clone(), at);
            }
            let first = self.first_cursor;
            self.logs
                .entry(topic)
                .or_insert_with(|| Log::new(first))
                .append(frames);
        }
        let ended: Vec<_> = self
            .streams
            .iter()
            .filter(|(_, reader)| ended_sessions.contains(&reader.caller.session))
            .map(|(connection, _)| *connection)
            .collect();
        for connection in ended {
            if let Some(reader) = self.streams.remove(&connection) {
                turn.sent.push((reader.peer, connection, Sent::End));
            }
        }
        self.pages
            .retain(|_, (office, ..)| !ended_pages.contains(office));
    }

    fn answer(
        &mut self,
        ticket: Ticket,
        result: Result<Reply, Refusal>,
        at: Millis,
        turn: &mut Turn,
    ) {
        let Some(Waiting {
            connection,
            peer,
            what,
        }) = self.waiting.remove(&ticket)
        else {
            return;
        };
        let response = match (result, what) {
            (_, Asked::Nothing) => return,
            (Err(refusal), what) => {
                let passing = matches!(
                    refusal,
                    Refusal::Full
                        | Refusal::Unavailable
                        | Refusal::SignedOut
                        // It is sent again with the time at which it was made.
                        | Refusal::Overtaken { .. }
                );
                if let Asked::Choice { agent, choice } = what
                    && !passing
                {
                    turn.refused.push((agent, choice));
                }
                HttpResponse::refused(&refusal)
            }
            (Ok(Reply::Chosen(answer)), Asked::Choice { agent, .. }) => {
                turn.acknowledged.push(Acknowledged {
                    agent,
                    choice: answer.choice.id.clone(),
                    answer: answer.clone(),
                });
                HttpResponse::ok(&answer)
            }
            (Ok(Reply::SignedIn(agent)), Asked::SignIn { token, session }) => {
                HttpResponse::ok(&SignedIn {
                    token,
                    session_id: session,
                    agent,
                })
            }
            (
                Ok(_),
                Asked::Stream {
                    caller,
                    last_event_id,
                },
            ) => {
                self.open(connection, peer, caller, last_event_id.as_deref(), at, turn);
                return;
            }
            (Ok(Reply::Away(answer)), _) => HttpResponse::ok(&answer),
            (Ok(Reply::Activity(answer)), _) => HttpResponse::ok(&answer),
            (Ok(Reply::Settings(settings)), _) => HttpResponse::ok(&settings),
            (Ok(Reply::Busy(intervals)), _) => HttpResponse::ok(&intervals),
            (Ok(Reply::Schedule { schedule, .. }), _) => HttpResponse::ok(&schedule),
            (Ok(Reply::Done | Reply::Chosen(_) | Reply::SignedIn(_) | Reply::Changed(_)), _) => {
                HttpResponse::done()
            }
        };
        turn.sent.push((peer, connection, Sent::Response(response)));
    }

    fn open(
        &mut self,
        connection: Connection,
        peer: Peer,
        caller: Caller,
        last: Option<&str>,
        at: Millis,
        turn: &mut Turn,
    ) {
        if last == Some(GONE) {
            self.give(
                connection,
                peer,
                Command::StreamClosed { caller },
                Asked::Nothing,
            );
            return;
        }
        let published = self.published();
        let cursor = last.and_then(|id| published.cursor_of(id));
        let first = cursor.and_then(|cursor| self.missed(&caller, cursor));
        let frames = match first {
            Some(frames) => frames,
            None => match published.snapshot_frames(&caller, self.clock.wall(at)) {
                Ok(frames) => frames,
                Err(refusal) => {
                    turn.sent.push((
                        peer,
                        connection,
                        Sent::Response(HttpResponse::refused(&refusal)),
                    ));
                    return;
                }
            },
        };
        let cursor = published.cursor;
        self.streams.insert(
            connection,
            Reader {
                peer,
                caller,
                cursor,
            },
        );
        turn.sent.push((peer, connection, Sent::StreamOpened));
        if !frames.is_empty() {
            turn.sent.push((peer, connection, Sent::Chunk(frames)));
        }
    }

    /// Brings every reader up to date.
    fn pump(&mut self, at: Millis, turn: &mut Turn) {
        let published = self.campus.published().clone();
        let behind: Vec<_> = self
            .streams
            .iter()
            .filter(|(_, reader)| reader.cursor < published.cursor)
            .map(|(connection, _)| *connection)
            .collect();
        for connection in behind {
            let Some(reader) = self.streams.get(&connection) else {
                continue;
            };
            let frames = match self.missed(&reader.caller, reader.cursor) {
                Some(frames) => frames,
                None => published
                    .snapshot_frames(&reader.caller, self.clock.wall(at))
                    .unwrap_or_default(),
            };
            let Some(reader) = self.streams.get_mut(&connection) else {
                continue;
            };
            reader.cursor = published.cursor;
            if !frames.is_empty() {
                turn.sent
                    .push((reader.peer, connection, Sent::Chunk(frames)));
            }
        }
        for (connection, (office, peer, cursor)) in &mut self.pages {
            if *cursor >= published.cursor {
                continue;
            }
            let log = self.logs.get(&Topic::Page(office.clone()));
            let frames: Vec<Bytes> = match log.map(|log| log.read(*cursor)) {
                None => Vec::new(),
                Some(Ok(frames)) => frames
                    .filter_map(|frames| bytes_of(&frames, &SessionId::default()))
                    .flatten()
                    .collect(),
                Some(Err(_)) => published.page_frame(office).into_iter().collect(),
            };
            *cursor = published.cursor;
            if !frames.is_empty() {
                turn.sent.push((*peer, *connection, Sent::Chunk(frames)));
            }
        }
    }

    /// What a reader has missed; none if only a snapshot helps.
    fn missed(&self, caller: &Caller, cursor: u64) -> Option<Vec<Bytes>> {
        let offices = self.published().office_ids(&caller.agent);
        let topics = std::iter::once(Topic::Agent(caller.agent.clone()))
            .chain(offices.into_iter().map(Topic::Office));
        let mut missed: Vec<Frames> = Vec::new();
        for topic in topics {
            match self.logs.get(&topic) {
                Some(log) => missed.extend(log.read(cursor).ok()?),
                None if cursor < self.first_cursor => return None,
                None => {}
            }
        }
        missed.sort_by_key(Frames::first);
        let mut frames = Vec::new();
        for part in &missed {
            frames.extend(bytes_of(part, &caller.session)?);
        }
        Some(frames)
    }
}

/// In place of an event's id: the reader has gone before its stream was open.
const GONE: &str = "gone";

/// What a request is answered by without asking the brain.
enum Instead {
    Answer(HttpResponse),
    Page(OfficeId),
}

fn body<T: serde::de::DeserializeOwned>(request: &HttpRequest) -> Result<T, Instead> {
    serde_json::from_slice(&request.body).map_err(|error| {
        let refusal = Refusal::Invalid {
            field: "body".to_owned(),
            detail: error.to_string(),
        };
        Instead::Answer(HttpResponse::refused(&refusal))
    })
}

/// What was answered to whatever was asked by this name before.
fn named(disk: &Disk, caller: &Caller, name: &str) -> Named {
    let key = Key::Answered(caller.agent.clone(), name.to_owned());
    let value = disk.get(&key).and_then(|record| record.value.clone());
    let answered = value.and_then(|value| read(&key.to_string(), &value).ok());
    Named {
        name: Some(name.to_owned()),
        answered,
    }
}

/// What the store has of an earlier time that this was asked.
fn look_up(
    disk: &Disk,
    agent: &AgentId,
    choice: &ChoiceId,
) -> Result<Option<At<AskedRecord>>, Refusal> {
    if disk.trouble == Some(crate::script::DiskTrouble::Failing) {
        return Err(Refusal::Unavailable);
    }
    let key = Key::Asked(agent.clone(), choice.clone());
    let Some(record) = disk.get(&key) else {
        return Ok(None);
    };
    let value = record.value.as_deref().unwrap_or_default();
    let value = read(&record.key, value).map_err(|_| Refusal::Unavailable)?;
    Ok(Some(At {
        value,
        revision: record.revision,
    }))
}

/// The bytes of what was published, for one session; none if it takes a snapshot.
fn bytes_of(frames: &Frames, session: &SessionId) -> Option<Vec<Bytes>> {
    match frames {
        Frames::Shared { bytes, .. } => Some(vec![bytes.clone()]),
        Frames::PerSession { before, after, .. } => Some(vec![
            before.clone(),
            Bytes::copy_from_slice(session.as_str().as_bytes()),
            after.clone(),
        ]),
        Frames::Resync { .. } => None,
    }
}

fn whole(wall: porchlight_protocol::Timestamp) -> porchlight_protocol::Timestamp {
    use chrono::SubsecRound as _;
    wall.trunc_subsecs(3)
}
