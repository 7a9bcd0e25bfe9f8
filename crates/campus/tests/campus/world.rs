//! A campus with a store that does as it is told.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use bytes::Bytes;
use porchlight_campus::{
    At, Caller, Campus, Command, CommitFailure, Config, LookedUp, Named, Now, Refusal, Reply,
    Ticket, TokenHash, Topic,
    log::{Frames, Log},
    records::{
        self, AgentRecord, Commit, Key, MemberRecord, OfficeRecord, Record, Revision, Snapshot,
        to_value,
    },
};
use porchlight_protocol::{
    Activity, AgentId, ChoiceStatus, Hold, NewChoice, OfficeId, Role, Scope, SessionId, Status,
    Timestamp,
};

/// What the store does with the next commits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Disk {
    Works,
    Fails(CommitFailure),
    /// Keeps it, and cannot tell.
    KeepsAndCannotTell,
    /// Takes it and does not answer until [`World::answer`].
    Waits,
}

pub(crate) struct World {
    pub campus: Campus,
    pub now: Now,
    pub disk: Disk,
    pub records: BTreeMap<String, (Option<Bytes>, Revision)>,
    pub revision: Revision,
    pub logs: BTreeMap<Topic, Log>,
    pub answers: BTreeMap<Ticket, Result<Reply, Refusal>>,
    waiting: Option<Commit>,
    /// The revision of what was waited with, if it was kept meanwhile.
    kept: Option<Revision>,
    next: u64,
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Monday, in the morning.
pub(crate) const START: &str = "2026-11-23T08:00:00Z";

impl World {
    /// Agents are members of the office `library`; the first is its administrator.
    pub(crate) fn new(agents: &[&str]) -> Self {
        let mut records = BTreeMap::new();
        let mut put = |key: Key, value: Bytes| {
            records.insert(key.to_string(), (Some(value), Revision(1)));
        };
        let office = OfficeId::from("library");
        let record = OfficeRecord {
            name: "Library".to_owned(),
            public: true,
            ..OfficeRecord::default()
        };
        put(Key::Office(office.clone()), to_value(&record));
        for (number, name) in agents.iter().enumerate() {
            let id = AgentId::from(*name);
            let record = AgentRecord {
                name: (*name).to_owned(),
                email: format!("{name}@example.org"),
                ..AgentRecord::default()
            };
            put(Key::Agent(id.clone()), to_value(&record));
            let role = if number == 0 {
                Role::Admin
            } else {
                Role::Agent
            };
            put(
                Key::Member(office.clone(), id),
                to_value(&MemberRecord { role }),
            );
        }
        let now = Now {
            wall: at(START),
            steady: Duration::from_secs(1_000_000),
        };
        Self::of(records, Revision(1), now)
    }

    fn of(
        records: BTreeMap<String, (Option<Bytes>, Revision)>,
        revision: Revision,
        now: Now,
    ) -> Self {
        let snapshot = snapshot(&records, revision);
        let campus = Campus::new(Config::default(), &snapshot, "epoch", now);
        Self {
            campus,
            now,
            disk: Disk::Works,
            records,
            revision,
            logs: BTreeMap::new(),
            answers: BTreeMap::new(),
            waiting: None,
            kept: None,
            next: 0,
        }
    }

    /// The process is killed and begun anew: what the disk keeps is all that is left.
    pub(crate) fn restart(self) -> Self {
        Self::of(self.records, self.revision, self.now)
    }

    pub(crate) fn give(&mut self, command: Command) -> Ticket {
        self.next += 1;
        let ticket = Ticket(self.next);
        self.campus.handle_time(self.now);
        self.campus.handle_command(ticket, command, 0);
        self.settle();
        ticket
    }

    pub(crate) fn ask(&mut self, command: Command) -> Result<Reply, Refusal> {
        let ticket = self.give(command);
        self.answers.remove(&ticket).expect("an answer")
    }

    /// Time passes, and the campus is called when it wants to be.
    pub(crate) fn pass(&mut self, duration: Duration) {
        let end = self.now.steady + duration;
        loop {
            let next = self.campus.poll_timeout().filter(|at| *at < end);
            let at = next.unwrap_or(end).max(self.now.steady);
            self.now = Now {
                wall: self.now.wall_at(at),
                steady: at,
            };
            self.campus.handle_time(self.now);
            self.settle();
            if next.is_none() {
                break;
            }
        }
    }

    pub(crate) fn settle(&mut self) {
        loop {
            self.publish();
            self.answers.extend(self.campus.answers());
            for mut retry in self.campus.retries() {
                if let Command::Choose {
                    caller,
                    choice,
                    asked,
                    ..
                } = &mut retry.command
                {
                    *asked = LookedUp::Found(self.asked(caller, choice));
                }
                self.campus
                    .handle_command(retry.ticket, retry.command, retry.tries);
            }
            let Some(commit) = self.campus.next_commit() else {
                break;
            };
            match self.disk.clone() {
                Disk::Waits => self.waiting = Some(commit),
                Disk::Works => {
                    let result = self.keep(&commit);
                    self.campus.handle_commit(result);
                }
                Disk::KeepsAndCannotTell => {
                    self.disk = Disk::Works;
                    let _ = self.keep(&commit);
                    self.campus.handle_commit(Err(CommitFailure::Indeterminate));
                }
                Disk::Fails(failure) => self.campus.handle_commit(Err(failure)),
            }
        }
        self.publish();
        self.answers.extend(self.campus.answers());
    }

    /// The store goes on with what it waited with.
    pub(crate) fn answer(&mut self, disk: Disk) {
        self.disk = disk.clone();
        let commit = self.waiting.take().expect("a commit");
        let result = match disk {
            Disk::Fails(failure) => Err(failure),
            _ => self.keep(&commit),
        };
        self.campus.handle_commit(result);
        self.settle();
    }

    /// The store has kept what it waits with, and has not said so: what it wrote is read with everything else only.
    pub(crate) fn keep_what_waits(&mut self) {
        let commit = self.waiting.take().expect("a commit");
        self.revision.0 += 1;
        for write in commit.writes {
            self.records.insert(write.key, (write.value, self.revision));
        }
        self.kept = Some(self.revision);
    }

    /// The store says that it has kept it.
    pub(crate) fn answer_kept(&mut self) {
        self.disk = Disk::Works;
        let revision = self.kept.take().expect("it was kept");
        self.campus.handle_commit(Ok(revision));
        self.settle();
    }

    /// It is not known what changed: everything is read anew.
    pub(crate) fn read_anew(&mut self) {
        let snapshot = snapshot(&self.records, self.revision);
        self.campus.reset(&snapshot);
        self.settle();
    }

    /// Another process writes.
    pub(crate) fn elsewhere(&mut self, key: &Key, value: Option<Bytes>) {
        self.write(&[(key.to_string(), value)]);
        self.settle();
    }

    fn keep(&mut self, commit: &Commit) -> Result<Revision, CommitFailure> {
        for condition in &commit.conditions {
            let known = self.records.get(&condition.key);
            let known = known.filter(|(value, _)| value.is_some());
            let revision = known.map(|(_, revision)| *revision).unwrap_or_default();
            if revision != condition.revision {
                return Err(CommitFailure::Conflict);
            }
        }
        let writes: Vec<_> = commit
            .writes
            .iter()
            .map(|write| (write.key.clone(), write.value.clone()))
            .collect();
        self.write(&writes);
        Ok(self.revision)
    }

    fn write(&mut self, writes: &[(String, Option<Bytes>)]) {
        self.revision.0 += 1;
        let mut changes = Vec::new();
        for (key, value) in writes {
            self.records
                .insert(key.clone(), (value.clone(), self.revision));
            if records::is_watched(key) {
                changes.push(Record {
                    key: key.clone(),
                    value: value.clone(),
                    revision: self.revision,
                });
            }
        }
        self.campus.handle_changes(self.revision, &changes);
    }

    fn publish(&mut self) {
        let before = self.campus.published().cursor;
        if let Some(publication) = self.campus.publish() {
            let mut last = before;
            for (topic, frames) in publication.frames {
                if topic == Topic::Organization {
                    // It repeats what stands in the offices' own.
                    assert!(frames.first() > before, "cursors grow");
                } else {
                    assert!(frames.first() > last, "cursors grow");
                    last = frames.last();
                }
                self.logs
                    .entry(topic)
                    .or_insert_with(|| Log::new(0))
                    .append(frames);
            }
        }
        self.campus.mark_everybody();
        let again = self.campus.publish();
        assert!(
            again.is_none(),
            "whoever changed was looked at, or this is news: {again:?}"
        );
    }

    pub(crate) fn asked(
        &self,
        caller: &Caller,
        choice: &NewChoice,
    ) -> Option<At<records::AskedRecord>> {
        let key = Key::Asked(caller.agent.clone(), choice.id.clone()).to_string();
        let (value, revision) = self.records.get(&key)?;
        Some(At {
            value: records::read(&key, value.as_ref()?).unwrap(),
            revision: *revision,
        })
    }

    /// What was answered to whatever a caller asked by this name before.
    pub(crate) fn named(&self, caller: &Caller, name: &str) -> Named {
        let key = Key::Answered(caller.agent.clone(), name.to_owned()).to_string();
        let value = self.records.get(&key).and_then(|(value, _)| value.as_ref());
        Named {
            name: Some(name.to_owned()),
            answered: value.map(|value| records::read(&key, value).unwrap()),
        }
    }

    /// A device of an agent that takes part.
    pub(crate) fn device(&mut self, agent: &str, number: u32) -> Caller {
        let caller = self.sign_in(agent, number);
        self.report(&caller, Activity::Active);
        caller
    }

    pub(crate) fn sign_in(&mut self, agent: &str, number: u32) -> Caller {
        let session = SessionId(format!("{agent}-{number}"));
        self.ask(Command::SignIn {
            generation: self
                .campus
                .state()
                .agent(&agent.into())
                .unwrap()
                .generation(),
            agent: agent.into(),
            session: session.clone(),
            device: "laptop".to_owned(),
            token: TokenHash::of(session.as_str()),
        })
        .unwrap();
        Caller {
            agent: agent.into(),
            session,
        }
    }

    pub(crate) fn report(&mut self, caller: &Caller, activity: Activity) {
        let ticket = self.give(Command::ReportActivity {
            caller: caller.clone(),
            activity,
            sequence: None,
        });
        if let Some(answer) = self.answers.remove(&ticket) {
            answer.unwrap();
        }
    }

    pub(crate) fn choose(&mut self, caller: &Caller, choice: NewChoice) -> Ticket {
        self.choose_numbered(caller, choice, None)
    }

    pub(crate) fn choose_numbered(
        &mut self,
        caller: &Caller,
        choice: NewChoice,
        sequence: Option<u64>,
    ) -> Ticket {
        self.give(Command::Choose {
            caller: caller.clone(),
            choice,
            asked: LookedUp::Not,
            sequence,
            given_at: self.now.wall,
        })
    }

    pub(crate) fn available(&mut self, caller: &Caller, id: &str) {
        let ticket = self.choose(caller, choice(id, ChoiceStatus::Available));
        self.answers.remove(&ticket).unwrap().unwrap();
    }

    pub(crate) fn status(&self, agent: &str) -> Status {
        let agent = self.campus.published().agent(&agent.into()).unwrap();
        agent.statuses()[&OfficeId::from("library")].status
    }

    /// What an open page of the library shows: the last event, as long as there was one.
    pub(crate) fn page(&self) -> Option<String> {
        let log = self.logs.get(&Topic::Page("library".into()))?;
        let last = log.read(0).unwrap().last()?;
        let Frames::Shared { bytes, .. } = last else {
            panic!("a page has nothing of its own");
        };
        Some(String::from_utf8(bytes.to_vec()).unwrap())
    }

    pub(crate) fn page_is_online(&self) -> bool {
        self.page()
            .is_some_and(|event| event.contains(r#""online":true"#))
    }

    /// The names of the events of a topic, after a cursor.
    pub(crate) fn events(&self, topic: &Topic, cursor: u64) -> Vec<String> {
        let Some(log) = self.logs.get(topic) else {
            return Vec::new();
        };
        let mut names = Vec::new();
        for frames in log.read(cursor).unwrap() {
            match frames {
                Frames::Shared { bytes, .. } => {
                    let text = String::from_utf8(bytes.to_vec()).unwrap();
                    let lines = text.lines().filter_map(|line| line.strip_prefix("event: "));
                    names.extend(lines.map(str::to_owned));
                }
                Frames::PerSession { .. } => names.push("me".to_owned()),
                Frames::Resync { .. } => names.push("resync".to_owned()),
            }
        }
        names
    }

    pub(crate) fn members(&self) -> BTreeSet<AgentId> {
        let ids = self.campus.published().agents().map(|(id, _)| id.clone());
        ids.collect()
    }
}

pub(crate) fn choice(id: &str, status: ChoiceStatus) -> NewChoice {
    NewChoice {
        id: id.into(),
        scope: Scope::Everywhere,
        status,
        hold: Hold::UntilChanged,
        set_at: None,
        base_revision: None,
    }
}

fn snapshot(records: &BTreeMap<String, (Option<Bytes>, Revision)>, revision: Revision) -> Snapshot {
    let records = records
        .iter()
        .filter(|(key, (value, _))| value.is_some() && !records::is_history(key))
        .map(|(key, (value, revision))| Record {
            key: key.clone(),
            value: value.clone(),
            revision: *revision,
        })
        .collect();
    Snapshot { revision, records }
}
