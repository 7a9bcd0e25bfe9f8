//! The presence server's brain, as pure as the app's: facts and commands in; records, answers and what to publish out.
//! No store, no channel, no clock: time is an argument.
//!
//! Whoever drives a [`Campus`] feeds it with commands, with what the store says, and with the time; and after each turn
//! publishes [`publish`](Campus::publish), hands [`next_commit`](Campus::next_commit) to the store, gives out
//! [`answers`](Campus::answers), and gives [`retries`](Campus::retries) again.
//!
//! ```text
//!  commands ──> tentative ──> group ──> flight ──> store ──> watch ──> kept ─┐
//!               (decided on)  (decided)  (being kept)                        ├─> publisher: what differs from what was
//!  devices, the clock ───────────────────────────────────> sessions, now ────┘   published ──> events, snapshot
//! ```
//!
//! What is published is what is kept, with what is true whether or not it can be kept: a device that is gone, a lease
//! that ran out, an edge that passed. A decision that could not be kept is dropped with the copy it was made on.

mod clock;
mod command;
mod commands;
mod config;
pub mod edits;
mod evaluate;
mod group;
pub mod inspect;
pub mod log;
mod publish;
pub mod records;
mod sessions;
mod state;
mod token;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use porchlight_protocol::{Activity, ActivityAnswer, AgentId, SessionId};

pub use clock::Now;
pub use command::{AwayTarget, Caller, Command, Refusal, Reply, Ticket};
pub use config::Config;
pub use publish::{
    Publication, Published, PublishedAgent, PublishedOffice, PublishedStatus, Topic, cursor_at,
};
pub use state::{AgentState, At, OfficeState, State};
pub use token::TokenHash;

use commands::{Context, away, choices, schedule, sessions as devices};
use group::{Decided, Draft, Group};
use publish::Publisher;
use records::{Commit, Key, Record, Revision, Snapshot, Write};
use sessions::{Lease, Sessions};
use state::{Concerns, UNDER_WAY};

/// The calendar differs from the steady clock by more than this: somebody set it.
const CLOCK_STEP: chrono::Duration = chrono::Duration::milliseconds(250);
/// How late this process may be called before it counts as having stood still.
const LATE: Duration = Duration::from_secs(1);
/// How often a command is decided anew because somebody else wrote in between.
const TRIES: u32 = 8;
/// How soon it is tried again to write what could not be written, though it is true.
const WRITE_AGAIN: Duration = Duration::from_secs(1);
/// Commands that are kept in one commit at most.
const GROUP: usize = 256;
/// Agents who are looked at in one turn because their time has come: others wait, and so commands are not held up.
const DUE_AT_ONCE: usize = 2000;
/// Records of devices that are written in one commit at most.
const DEVICES_AT_ONCE: usize = 512;
/// How often devices that were not heard for months are looked for.
const HOUSEKEEPING: Duration = Duration::from_hours(1);

/// Why a commit did not come about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommitFailure {
    /// Somebody else wrote in between; what they wrote is known here already.
    Conflict,
    /// There is no room.
    Full,
    /// Nothing was written.
    Unavailable,
    /// It may have been written; if so, that is known here already.
    Indeterminate,
}

/// All facts, and what was published of them.
#[derive(Debug)]
pub struct Campus {
    config: Config,
    now: Now,
    /// What the store holds: changed by what it says only.
    kept: State,
    /// The same with what was decided since.
    tentative: State,
    sessions: Sessions,
    /// Devices whose records may not say what is true. For speed only: see [`Sessions::unwritten`].
    unwritten: BTreeSet<SessionId>,
    /// Decided, and being kept.
    flight: Option<Group>,
    /// Decided meanwhile.
    group: Group,
    publisher: Publisher,
    due: Due,
    answers: Vec<(Ticket, Result<Reply, Refusal>)>,
    retries: Vec<Retry>,
    /// Why the last commit failed; none if it did not.
    trouble: Option<CommitFailure>,
    write_again: Option<Duration>,
    housekeeping: Duration,
}

/// A command to be given again, with what is to be looked up for it looked up anew.
#[derive(Debug)]
pub struct Retry {
    pub ticket: Ticket,
    pub command: Command,
    pub tries: u32,
}

/// When something changes by itself, and for whom.
#[derive(Debug, Default)]
struct Due {
    order: BTreeSet<(Duration, AgentId)>,
    of: BTreeMap<AgentId, Duration>,
}

impl Campus {
    /// Starts from what a store holds. Every session that was live has one lease to be heard.
    ///
    /// `epoch` begins the ids of this run's events.
    pub fn new(config: Config, snapshot: &Snapshot, epoch: &str, now: Now) -> Self {
        let mut campus = Self {
            config,
            now,
            kept: State::default(),
            tentative: State::default(),
            sessions: Sessions::default(),
            unwritten: BTreeSet::new(),
            flight: None,
            group: Group::default(),
            publisher: Publisher::new(epoch),
            due: Due::default(),
            answers: Vec::new(),
            retries: Vec::new(),
            trouble: None,
            write_again: None,
            housekeeping: now.steady,
        };
        campus.reset(snapshot);
        campus.forget_old_devices();
        // Nobody listens yet, and nobody can have missed what another run published.
        campus.publish();
        campus
    }

    /// Takes what a store holds in place of everything known of it.
    pub fn reset(&mut self, snapshot: &Snapshot) {
        let former: Vec<_> = self.kept.sessions().map(|(id, _)| id.clone()).collect();
        self.kept = State::new(snapshot, self.now.wall);
        self.tentative = self.kept.clone();
        let until = self.now.steady + self.config.lease;
        let ids: Vec<_> = self.kept.sessions().map(|(id, _)| id.clone()).collect();
        for id in former.into_iter().chain(ids) {
            self.sessions.follow(&id, &self.kept, until);
            self.unwritten.insert(id);
        }
        self.publisher.mark_everybody(&self.kept);
        self.decide_again();
        if let Some(flight) = self.flight.take() {
            // Still being kept, so what is decided next goes on from it.
            self.go_on_from(flight.all_writes());
            self.flight = Some(flight);
        }
    }

    /// Looks at the clock: leases run out, edges pass. Call it before anything else of a turn.
    pub fn handle_time(&mut self, now: Now) {
        let before = std::mem::replace(&mut self.now, now);
        let passed = now.steady.saturating_sub(before.steady);
        let late = passed > self.tick() + LATE;
        // Nobody could be heard while this process stood still.
        if late && self.sessions.extend_all(now.steady + self.config.lease) {
            let seconds = passed.as_secs();
            tracing::info!(
                seconds,
                "the server stood still; every session gets a new lease"
            );
        }
        let step = now.step_since(&before);
        if step.abs() > CLOCK_STEP {
            let milliseconds = step.num_milliseconds();
            tracing::info!(
                milliseconds,
                "the clock was set; everything is decided anew"
            );
            self.publisher.mark_everybody(&self.kept);
        }
        for _ in 0..DUE_AT_ONCE {
            let Some(agent) = self.due.pop(now.steady) else {
                break;
            };
            for session in self.sessions.expire(&agent, &self.kept, now) {
                tracing::info!(%agent, %session, "a device is not heard any more");
                self.unwritten.insert(session);
            }
            self.publisher.mark_agent(&agent);
        }
        if now.steady.saturating_sub(self.housekeeping) >= HOUSEKEEPING {
            self.housekeeping = now.steady;
            self.forget_old_devices();
        }
    }

    /// Takes in a command. Its answer comes with [`answers`](Self::answers), or it comes back with
    /// [`retries`](Self::retries).
    pub fn handle_command(&mut self, ticket: Ticket, command: Command, tries: u32) {
        match self.decide(&command, tries > 0) {
            Err(refusal) => self.answers.push((ticket, Err(refusal))),
            Ok((draft, reply, waits)) => {
                let nothing = draft.writes.is_empty();
                let undecided = nothing && self.rests_on_undecided(&command);
                if nothing && !waits && !undecided {
                    self.answers.push((ticket, Ok(reply)));
                    return;
                }
                let in_flight = undecided && self.rests_on_flight(&command);
                let decided = Decided {
                    ticket,
                    command,
                    tries,
                    reply,
                };
                if let Some(flight) = self.flight.as_mut().filter(|_| in_flight) {
                    flight.decided.push(decided);
                    return;
                }
                self.take_up(&draft);
                self.group.add(draft, &self.kept, self.flight.as_ref());
                self.group.decided.push(decided);
            }
        }
    }

    /// Takes in what was committed, by this server or others, in order.
    pub fn handle_changes(&mut self, revision: Revision, changes: &[Record]) {
        let until = self.now.steady + self.config.lease;
        for record in changes {
            let laid_out = match Key::parse(&record.key) {
                Some(Key::Schedule(id)) => self
                    .tentative
                    .agent(&id)
                    .and_then(|agent| agent.schedule.clone()),
                _ => None,
            };
            let concerns = match self.kept.apply(record, self.now.wall, laid_out.as_ref()) {
                Ok(concerns) => concerns,
                Err(error) => {
                    tracing::error!(%error, "a record is left out");
                    continue;
                }
            };
            if !self.is_under_way(record) {
                // It was read a moment ago.
                let _ = self
                    .tentative
                    .apply(record, self.now.wall, laid_out.as_ref());
            }
            self.mark(concerns, until);
        }
        self.kept.revision = self.kept.revision.max(revision);
        self.share_tentative();
    }

    /// Takes in what became of the last commit.
    pub fn handle_commit(&mut self, result: Result<Revision, CommitFailure>) {
        let Some(flight) = self.flight.take() else {
            return;
        };
        match result {
            Ok(revision) => {
                self.trouble = None;
                self.group.kept_before(revision);
                for decided in flight.decided {
                    self.answers
                        .push((decided.ticket, Ok(decided.reply.at(revision))));
                }
                self.share_tentative();
            }
            Err(failure) => {
                let again = matches!(
                    failure,
                    CommitFailure::Conflict | CommitFailure::Indeterminate
                );
                if !again {
                    tracing::error!(
                        ?failure,
                        "nothing can be written; requests are refused until it can"
                    );
                }
                if failure != CommitFailure::Conflict {
                    self.write_again = Some(self.now.steady + WRITE_AGAIN);
                    self.trouble = Some(failure.clone());
                }
                for decided in flight.decided {
                    self.give_back(decided, again, &failure);
                }
                self.decide_again();
            }
        }
    }

    /// What to hand to the store next; none while it has something to do, or there is nothing. Its result goes to
    /// [`handle_commit`](Self::handle_commit), after what it changed went to [`handle_changes`](Self::handle_changes).
    pub fn next_commit(&mut self) -> Option<Commit> {
        if self.flight.is_some() {
            return None;
        }
        let rest = self.write_again.is_some_and(|at| at > self.now.steady);
        if self.group.is_empty() && rest {
            return None;
        }
        let devices = self.unwritten_devices();
        let commit = self.group.commit(devices);
        if commit.writes.is_empty() && self.group.is_empty() {
            return None;
        }
        self.write_again = None;
        let flight = std::mem::take(&mut self.group);
        if commit.writes.is_empty() {
            // Everything was written meanwhile.
            for decided in flight.decided {
                let revision = self.kept.revision;
                self.answers
                    .push((decided.ticket, Ok(decided.reply.at(revision))));
            }
            return None;
        }
        self.flight = Some(flight);
        Some(commit)
    }

    /// What differs from what was last published; none if nothing does.
    pub fn publish(&mut self) -> Option<Publication> {
        let marked = self.publisher.take_marked_agents();
        let Self {
            config,
            now,
            kept,
            sessions,
            publisher,
            due,
            ..
        } = self;
        for id in &marked {
            kept.renew_schedule(id, now.wall);
        }
        let kept = &*kept;
        let sessions = &*sessions;
        let truth = |id: &AgentId| {
            let truth = evaluate::truth(kept, sessions, config, id, *now);
            due.set(id, truth.as_ref().and_then(|(_, due)| *due));
            truth.map(|(truth, _)| truth)
        };
        let token = |id: &SessionId| {
            let device = sessions.get(id).filter(|device| !device.revoked)?;
            let record = kept.session(id)?;
            kept.agent(&device.agent)?;
            let caller = Caller {
                agent: device.agent.clone(),
                session: id.clone(),
            };
            Some((TokenHash::from_hex(&record.token)?, caller))
        };
        publisher.publish(kept, marked, truth, token)
    }

    /// What commands came to, once they are kept and published.
    pub fn answers(&mut self) -> Vec<(Ticket, Result<Reply, Refusal>)> {
        std::mem::take(&mut self.answers)
    }

    /// Commands to be given again: somebody else wrote in between.
    pub fn retries(&mut self) -> Vec<Retry> {
        std::mem::take(&mut self.retries)
    }

    /// When to look at the clock again, on the steady clock; none if nothing changes by itself.
    pub fn poll_timeout(&self) -> Option<Duration> {
        let tick = self
            .sessions
            .any_live()
            .then(|| self.now.steady + self.tick());
        let again = (!self.unwritten.is_empty())
            .then_some(self.write_again)
            .flatten();
        [self.due.first(), tick, again].into_iter().flatten().min()
    }

    /// Whether so many commands are decided already that more should wait outside.
    pub fn is_full(&self) -> bool {
        self.group.decided.len() >= GROUP
    }

    /// All that is published.
    pub fn published(&self) -> &Published {
        self.publisher.published()
    }

    /// What the store holds, as far as it is known here.
    pub fn state(&self) -> &State {
        &self.kept
    }

    /// Why the last commit failed; none if it did not.
    pub fn trouble(&self) -> Option<&CommitFailure> {
        self.trouble.as_ref()
    }

    /// Looks at everybody again, as a check on what is looked at for speed's sake: what is published after it should
    /// be nothing.
    pub fn mark_everybody(&mut self) {
        self.publisher.mark_everybody(&self.kept);
    }

    /// Decides one command: what to write, the reply, and whether the reply waits for what is to be written of devices.
    fn decide(&mut self, command: &Command, again: bool) -> Result<(Draft, Reply, bool), Refusal> {
        if let Some(caller) = command.caller()
            && self
                .sessions
                .renew_lease(&caller.session, self.now, &self.config)
        {
            self.unwritten.insert(caller.session.clone());
        }
        let mut draft = Draft::default();
        let mut context = Context {
            now: self.now,
            again,
            config: &self.config,
            state: &self.tentative,
            sessions: &self.sessions,
            draft: &mut draft,
        };
        let reply = match command {
            Command::Choose {
                caller,
                choice,
                asked,
            } => {
                let key = Key::Asked(caller.agent.clone(), choice.id.clone());
                let under_way = asked_under_way(&key, &self.group, self.flight.as_ref());
                let asked = under_way.as_ref().or(asked.as_ref());
                choices::choose(&mut context, caller, choice, asked)?
            }
            Command::SetAway {
                caller,
                office,
                target,
                reason,
                batch,
            } => away::set_away(
                &mut context,
                caller,
                office,
                target,
                reason.as_deref(),
                batch,
            )?,
            Command::PutSchedule {
                caller,
                schedule,
                if_match,
            } => schedule::put_schedule(&mut context, caller, schedule.as_ref(), if_match)?,
            Command::ChangeSettings { caller, change } => {
                schedule::change_settings(&mut context, caller, change)?
            }
            Command::SignIn {
                agent,
                session,
                device,
                token,
            } => devices::sign_in(&mut context, agent, session, device, *token)?,
            Command::ReportActivity {
                caller,
                activity,
                sequence,
            } => return self.report_activity(caller, *activity, *sequence),
            Command::Goodbye {
                caller,
                sign_out,
                sequence,
            } => return self.say_goodbye(caller, *sign_out, *sequence),
            Command::RenewLease { .. } => Reply::Done,
            Command::StreamOpened { caller } => {
                if let Some(device) = self.sessions.get_mut(&caller.session) {
                    device.streams += 1;
                }
                Reply::Done
            }
            Command::StreamClosed { caller } => {
                let cut = self
                    .sessions
                    .stream_closed(&caller.session, self.now, &self.config);
                if let Some(until) = cut {
                    self.due.no_later(&caller.agent, until);
                }
                Reply::Done
            }
            Command::HoldSession { agent, session } => {
                if self.kept.agent(agent).is_none() {
                    return Err(Refusal::SignedOut);
                }
                self.sessions
                    .hold(sessions::held_id(session), agent.clone());
                self.publisher.mark_agent(agent);
                Reply::Done
            }
            Command::Probe => {
                draft
                    .writes
                    .push((Key::Probe, Some(records::to_value(&self.now.wall))));
                Reply::Done
            }
        };
        Ok((draft, reply, false))
    }

    fn report_activity(
        &mut self,
        caller: &Caller,
        activity: Activity,
        sequence: Option<u64>,
    ) -> Result<(Draft, Reply, bool), Refusal> {
        let device = self
            .sessions
            .get_mut(&caller.session)
            .filter(|device| device.agent == caller.agent && !device.revoked)
            .ok_or(Refusal::SignedOut)?;
        device.take(sequence)?;
        let known = device.activity;
        let back = !device.takes_part();
        let activity = devices::on_record(activity, known, self.now);
        self.sessions
            .report(&caller.session, activity, self.now, &self.config);
        if back {
            tracing::info!(agent = %caller.agent, session = %caller.session, "a device takes part");
        }
        if back || known != Some(activity) {
            self.device_changed(caller);
        }
        let reply = Reply::Activity(ActivityAnswer {
            server_time: self.now.wall,
            lease_until: self.now.wall_at(self.now.steady + self.config.lease),
        });
        // True whether or not it can be written: a disk that hangs must not hold up the next report.
        Ok((Draft::default(), reply, false))
    }

    fn say_goodbye(
        &mut self,
        caller: &Caller,
        sign_out: bool,
        sequence: Option<u64>,
    ) -> Result<(Draft, Reply, bool), Refusal> {
        let device = self
            .sessions
            .get_mut(&caller.session)
            .filter(|device| device.agent == caller.agent && device.lease != Lease::Held);
        let Some(device) = device else {
            // Its record is gone already.
            return Ok((Draft::default(), Reply::Done, false));
        };
        if sign_out {
            // Whatever was sent after it: nothing comes after the end of the token.
            device.revoked = true;
        } else {
            device.take(sequence)?;
        }
        self.sessions.leave(&caller.session, self.now);
        tracing::info!(agent = %caller.agent, session = %caller.session, sign_out, "a device said goodbye");
        self.device_changed(caller);
        self.publisher.mark_session(&caller.session);
        // That it is gone is published at once. That it stays so, also when this process is killed, is said once it is kept.
        Ok((Draft::default(), Reply::Done, true))
    }

    fn device_changed(&mut self, caller: &Caller) {
        self.unwritten.insert(caller.session.clone());
        self.publisher.mark_agent(&caller.agent);
    }

    /// Whether a command that writes nothing was decided on something that is not kept yet: then its answer waits.
    fn rests_on_undecided(&self, command: &Command) -> bool {
        let undecided = !self.group.is_empty() || self.flight.is_some();
        undecided
            && matches!(
                command,
                Command::Choose { .. }
                    | Command::SetAway { .. }
                    | Command::PutSchedule { .. }
                    | Command::ChangeSettings { .. }
            )
    }

    /// Of two groups, the one that such a command was decided on: a repeated choice has the first one's answer.
    fn rests_on_flight(&self, command: &Command) -> bool {
        match command {
            Command::Choose { caller, choice, .. } => {
                let key = Key::Asked(caller.agent.clone(), choice.id.clone()).to_string();
                !self.group.writes(&key)
            }
            Command::PutSchedule { caller, .. } => {
                let key = Key::Schedule(caller.agent.clone()).to_string();
                !self.group.writes(&key)
            }
            _ => self.group.is_empty(),
        }
    }

    /// Goes on from what was decided, as if it were kept.
    fn take_up(&mut self, draft: &Draft) {
        let writes = draft.writes.iter();
        self.go_on_from(writes.map(|(key, value)| (key.to_string(), value.clone())));
    }

    fn go_on_from(&mut self, writes: impl Iterator<Item = (String, Option<bytes::Bytes>)>) {
        for (key, value) in writes {
            let record = Record {
                key,
                value,
                revision: UNDER_WAY,
            };
            let revision = self.tentative.revision;
            if let Err(error) = self.tentative.apply(&record, self.now.wall, None) {
                tracing::error!(%error, "what was decided cannot be read back");
            }
            self.tentative.revision = revision;
        }
    }

    /// With nothing under way, both are the same and take no more room than one.
    fn share_tentative(&mut self) {
        if self.flight.is_none() && self.group.is_empty() {
            self.tentative = self.kept.clone();
        }
    }

    /// A command whose group was not kept.
    fn give_back(&mut self, decided: Decided, again: bool, failure: &CommitFailure) {
        let Decided {
            ticket,
            command,
            tries,
            reply,
        } = decided;
        match &command {
            // True whether or not it could be written.
            Command::ReportActivity { .. }
            | Command::Goodbye {
                sign_out: false, ..
            } => {
                self.answers.push((ticket, Ok(reply)));
            }
            _ if again && tries < TRIES => self.retries.push(Retry {
                ticket,
                command,
                tries: tries + 1,
            }),
            _ => {
                let refusal = match failure {
                    CommitFailure::Full => Refusal::Full,
                    _ => Refusal::Unavailable,
                };
                self.answers.push((ticket, Err(refusal)));
            }
        }
    }

    /// Drops what was decided on something that does not hold, and has it decided again.
    fn decide_again(&mut self) {
        self.tentative = self.kept.clone();
        let group = std::mem::take(&mut self.group);
        for decided in group.decided {
            if let Command::Goodbye {
                sign_out: false, ..
            } = decided.command
            {
                // True already; to decide it again could undo what was said since.
                self.answers.push((decided.ticket, Ok(decided.reply)));
                continue;
            }
            // It was not its own fault, so it counts as no try of its own.
            self.retries.push(Retry {
                ticket: decided.ticket,
                command: decided.command,
                tries: decided.tries,
            });
        }
    }

    fn is_under_way(&self, record: &Record) -> bool {
        self.group.writes(&record.key)
            || self.flight.as_ref().is_some_and(|flight| {
                flight.writes(&record.key) && flight.value(&record.key) != record.value.as_ref()
            })
    }

    fn mark(&mut self, concerns: Concerns, until: Duration) {
        match concerns {
            Concerns::Everybody => self.publisher.mark_everybody(&self.kept),
            Concerns::Agent(id) => self.publisher.mark_agent(&id),
            Concerns::Identity(id) => {
                let offices: Vec<_> = self.kept.offices_of_id(&id);
                for office in offices {
                    self.publisher.mark_office(&office);
                }
                self.mark_agent_and_sessions(&id);
            }
            Concerns::Office(id) => {
                for agent in self.kept.members(&id).into_keys() {
                    self.publisher.mark_agent(&agent);
                }
                self.publisher.mark_office(&id);
            }
            Concerns::Membership(office, agent) => {
                self.publisher.mark_office(&office);
                self.publisher.mark_agent(&agent);
            }
            Concerns::Session(id, agent) => {
                self.sessions.follow(&id, &self.kept, until);
                self.unwritten.insert(id.clone());
                self.publisher.mark_session(&id);
                self.publisher.mark_agent(&agent);
            }
            Concerns::Nobody => {}
        }
    }

    fn mark_agent_and_sessions(&mut self, id: &AgentId) {
        self.publisher.mark_agent(id);
        let sessions: Vec<_> = self.kept.sessions_of_id(id);
        for session in &sessions {
            self.publisher.mark_session(session);
        }
    }

    /// What is to be written of devices, each resting on its record as it is kept.
    fn unwritten_devices(&mut self) -> Vec<(Write, Revision)> {
        let mut writes = Vec::new();
        let mut settled = Vec::new();
        for id in &self.unwritten {
            let Some(write) = self.sessions.unwritten(id, &self.kept) else {
                settled.push(id.clone());
                continue;
            };
            let revision = self.kept.revision_of(&Key::Session(id.clone()));
            writes.push((write, revision));
            if writes.len() == DEVICES_AT_ONCE {
                break;
            }
        }
        for id in settled {
            self.unwritten.remove(&id);
        }
        writes
    }

    fn forget_old_devices(&mut self) {
        for id in self.sessions.revoke_forgotten(self.now) {
            if let Some(device) = self.sessions.get(&id) {
                self.publisher.mark_agent(&device.agent);
            }
            self.publisher.mark_session(&id);
            self.unwritten.insert(id);
        }
    }

    /// How often to look whether this process stood still, while there are sessions: so that a stream that was cut
    /// just before has most of its grace left to come back.
    fn tick(&self) -> Duration {
        self.config.grace / 3
    }
}

impl Command {
    /// The session that a command is heard from.
    fn caller(&self) -> Option<&Caller> {
        match self {
            Self::Choose { caller, .. }
            | Self::SetAway { caller, .. }
            | Self::PutSchedule { caller, .. }
            | Self::ChangeSettings { caller, .. }
            | Self::RenewLease { caller }
            | Self::StreamOpened { caller } => Some(caller),
            // Both say of the session what is to be, if nothing overtook them.
            Self::ReportActivity { .. }
            | Self::Goodbye { .. }
            | Self::StreamClosed { .. }
            | Self::SignIn { .. }
            | Self::HoldSession { .. }
            | Self::Probe => None,
        }
    }
}

impl Due {
    fn set(&mut self, id: &AgentId, at: Option<Duration>) {
        let before = match at {
            Some(at) => self.of.insert(id.clone(), at),
            None => self.of.remove(id),
        };
        if before == at {
            return;
        }
        if let Some(before) = before {
            self.order.remove(&(before, id.clone()));
        }
        if let Some(at) = at {
            self.order.insert((at, id.clone()));
        }
    }

    fn no_later(&mut self, id: &AgentId, at: Duration) {
        if self.of.get(id).is_none_or(|due| *due > at) {
            self.set(id, Some(at));
        }
    }

    fn first(&self) -> Option<Duration> {
        self.order.first().map(|(at, _)| *at)
    }

    fn pop(&mut self, now: Duration) -> Option<AgentId> {
        let (at, _) = self.order.first()?;
        if *at > now {
            return None;
        }
        let (_, id) = self.order.pop_first()?;
        self.of.remove(&id);
        Some(id)
    }
}

/// What is being written under the key of a choice: the same choice twice at once is one.
fn asked_under_way(
    key: &Key,
    group: &Group,
    flight: Option<&Group>,
) -> Option<At<records::AskedRecord>> {
    let key = key.to_string();
    let value = group
        .value(&key)
        .or_else(|| flight.and_then(|flight| flight.value(&key)))?;
    Some(At {
        value: records::read(&key, value).ok()?,
        revision: UNDER_WAY,
    })
}
