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

pub mod attendance;
mod clock;
mod command;
mod commands;
mod config;
mod deciding;
mod due;
pub mod edits;
mod evaluate;
mod group;
pub mod inspect;
mod keeping;
pub mod log;
mod publish;
pub mod records;
mod runs;
mod sessions;
mod state;
mod token;
pub mod webhooks;

use std::{collections::BTreeSet, time::Duration};

use porchlight_core::{coverage, next_coverage};
use porchlight_protocol::{AgentId, OfficeId, SessionId, Timestamp};

pub use clock::Now;
pub use command::{AwayTarget, Caller, Command, LookedUp, Named, Refusal, Reply, Ticket};
pub use config::Config;
pub use keeping::{CommitFailure, Retry};
pub use publish::{
    Holder, Publication, Published, PublishedAgent, PublishedOffice, PublishedStatus, Topic,
    cursor_at,
};
pub use state::{AgentState, At, OfficeState, State};
pub use token::TokenHash;

use attendance::Attendance;
use due::Due;
use group::{Decided, Group};
use publish::Publisher;
use records::Snapshot;
use runs::Runs;
use sessions::Sessions;
use state::Concerns;

/// The calendar differs from the steady clock by more than this: somebody set it.
const CLOCK_STEP: chrono::Duration = chrono::Duration::milliseconds(250);
/// How late this process may be called before it counts as having stood still.
const LATE: Duration = Duration::from_secs(1);
/// Commands that are kept in one commit at most.
const GROUP: usize = 256;
/// Agents who are looked at in one turn because their time has come: others wait, and so commands are not held up.
const DUE_AT_ONCE: usize = 1000;
/// The same in a turn in which somebody waits for something else.
const DUE_IN_PASSING: usize = 16;
/// How often devices that were not heard for months are looked for.
const HOUSEKEEPING: Duration = Duration::from_hours(1);

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
    /// When to write what is left of leases that were got unheard.
    runs: Runs,
    /// Decided, and being kept.
    flight: Option<Group>,
    /// Decided meanwhile.
    group: Group,
    publisher: Publisher,
    attendance: Attendance,
    due: Due<AgentId>,
    offices_due: Due<OfficeId>,
    answers: Vec<(Ticket, Result<Reply, Refusal>)>,
    retries: Vec<Retry>,
    /// Why the last commit failed; none if it did not.
    trouble: Option<CommitFailure>,
    write_again: Option<Duration>,
    housekeeping: Duration,
}

impl Campus {
    /// Starts from what a store holds. Every session that was live has one lease to be heard, or what other runs that did
    /// not hear it have left of that.
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
            runs: Runs::begun(now.steady),
            flight: None,
            group: Group::default(),
            publisher: Publisher::new(epoch),
            attendance: Attendance::begun(now),
            due: Due::default(),
            offices_due: Due::default(),
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

    /// Looks at the clock: leases run out, edges pass.
    pub fn handle_time(&mut self, now: Now) {
        self.set_clock(now);
        self.look_at_due(DUE_AT_ONCE);
    }

    /// Looks at the clock before anything else of a turn, and leaves most of what is due, if that is much, to
    /// [`handle_time`](Self::handle_time): a shared edge holds up no command.
    pub fn handle_time_in_passing(&mut self, now: Now) {
        self.set_clock(now);
        self.look_at_due(DUE_IN_PASSING);
    }

    fn set_clock(&mut self, now: Now) {
        let before = std::mem::replace(&mut self.now, now);
        let passed = now.steady.saturating_sub(before.steady);
        let late = passed > self.tick() + LATE;
        let stood_still = if self.sessions.any_live() {
            late
        } else {
            passed > attendance::EVERY + LATE
        };
        if stood_still || now.step_since(&before).abs() > attendance::CLOCK_STEP {
            self.attendance.interrupt(before, now);
        }
        // Nobody could be heard while this process stood still.
        if late && self.sessions.extend_all(now.steady + self.config.lease) {
            self.runs.lent(now.steady);
            let seconds = passed.as_secs();
            tracing::info!(
                seconds,
                "the server stood still; every session has one lease to be heard"
            );
        }
        let step = now.step_since(&before);
        if step.abs() > CLOCK_STEP {
            let milliseconds = step.num_milliseconds();
            tracing::info!(
                milliseconds,
                "the clock was set; everything is decided anew"
            );
            self.sessions.calendar_was_set(now.wall);
            self.publisher.mark_everybody(&self.kept);
        }
        if now.steady.saturating_sub(self.housekeeping) >= HOUSEKEEPING {
            self.housekeeping = now.steady;
            self.forget_old_devices();
        }
    }

    fn look_at_due(&mut self, most: usize) {
        for _ in 0..most {
            let Some(agent) = self.due.pop(self.now.steady) else {
                break;
            };
            for session in self.sessions.expire(&agent, &self.kept, self.now) {
                tracing::info!(%agent, %session, "a device is not heard any more");
                self.unwritten.insert(session);
            }
            self.publisher.mark_agent(&agent);
        }
        while let Some(office) = self.offices_due.pop(self.now.steady) {
            self.publisher.mark_office(&office);
        }
    }

    /// Takes in a command. Its answer comes with [`answers`](Self::answers), or it comes back with
    /// [`retries`](Self::retries).
    pub fn handle_command(&mut self, ticket: Ticket, command: Command, tries: u32) {
        match self.decide(&command, tries > 0) {
            // It may have been answered otherwise before.
            Err(_) if command.is_not_looked_up() => self.retries.push(Retry {
                ticket,
                command,
                tries,
            }),
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
            offices_due,
            ..
        } = self;
        for id in &marked {
            kept.renew_schedule(id, now.wall);
        }
        for id in publisher.marked_offices() {
            kept.renew_hours(id, now.wall);
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
            let holder = Holder {
                caller,
                access: record.access.clone(),
            };
            Some((TokenHash::from_hex(&record.token)?, holder))
        };
        let cover = |id: &OfficeId, empty| {
            let hours = kept.office(id).and_then(OfficeState::hours);
            let coverage = hours.map(|hours| coverage(hours, empty, now.wall));
            let change = coverage.and_then(next_coverage);
            offices_due.set(id, change.map(|at| now.steady_at(at)));
            coverage
        };
        let publication = publisher.publish(kept, now.wall, marked, truth, token, cover)?;
        self.attendance.follow(&publication, self.now);
        Some(publication)
    }

    /// Who was Available in an office in this run, as far as that may not be kept yet, and up to which instant: the parts
    /// that are kept as they were by then have the same keys.
    pub fn attendance(&self, office: &OfficeId) -> (Timestamp, Vec<attendance::Block>) {
        (
            self.now.wall,
            self.attendance.of_office(office, self.now.wall),
        )
    }

    /// What commands came to, once they are kept and published.
    pub fn answers(&mut self) -> Vec<(Ticket, Result<Reply, Refusal>)> {
        std::mem::take(&mut self.answers)
    }

    /// Commands to be given again: somebody else wrote in between, or it has to be looked up whether they are new.
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
        // What cannot be written now is tried again after a rest; what is being written is waited for.
        let runs = self.runs.due().filter(|_| self.flight.is_none());
        let runs = runs.map(|due| self.write_again.unwrap_or(due));
        let attendance = self.attendance.due().filter(|_| self.flight.is_none());
        let attendance = attendance.map(|due| due.max(self.write_again.unwrap_or(due)));
        let own = [
            self.due.first(),
            self.offices_due.first(),
            tick,
            again,
            runs,
            attendance,
        ];
        own.into_iter().flatten().min()
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

    fn mark(&mut self, concerns: Concerns, until: Duration) {
        match concerns {
            Concerns::Everybody => self.publisher.mark_everybody(&self.kept),
            Concerns::Agent(id) => self.publisher.mark_agent(&id),
            Concerns::Identity(id) => {
                let offices: Vec<_> = self.kept.offices_of_id(&id);
                for office in offices {
                    self.publisher.mark_office(&office);
                }
                self.publisher.mark_agent(&id);
                for session in self.kept.sessions_of_id(&id) {
                    self.follow_session(&session, until);
                }
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
                self.follow_session(&id, until);
                self.publisher.mark_agent(&agent);
            }
            Concerns::Nobody => {}
        }
    }

    /// Brings a device into line with its record. One that was signed out together with others is gone at once, and its
    /// record is removed when that can be written.
    fn follow_session(&mut self, id: &SessionId, until: Duration) {
        self.sessions.follow(id, &self.kept, until);
        let record = self.kept.session(id);
        if record.is_some_and(|record| self.kept.is_ended(record)) {
            self.sessions.revoke(id, self.now);
        }
        self.unwritten.insert(id.clone());
        self.publisher.mark_session(id);
    }

    /// Those who are told by name whose choices stand with them: of all names of a commit at once, for everybody is asked.
    fn mark_who_know(&mut self, concerned: &[Concerns]) {
        let named = concerned.iter().filter_map(|concerns| match concerns {
            Concerns::Identity(id) => Some(id),
            _ => None,
        });
        let named: BTreeSet<&AgentId> = named.collect();
        if named.is_empty() {
            return;
        }
        for (agent, state) in self.kept.agents() {
            if state
                .choices
                .iter()
                .any(|choice| named.contains(&choice.by))
            {
                self.publisher.mark_agent(agent);
            }
        }
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
