//! The app's state machine, sans I/O: [`Input`]s go in, [`Output`]s come out, and time is an argument.
//!
//! Whoever drives an [`App`] feeds it with [`handle_input`](App::handle_input) and, at the latest at the instant of the
//! boot clock that [`poll_timeout`](App::poll_timeout) names and at least every 30 s, with
//! [`handle_timeout`](App::handle_timeout); does what [`poll_output`](App::poll_output) says until there is
//! nothing more; and then shows [`view`](App::view).
//!
//! ```text
//!   idle, lock, sleep ─> Desk ──────── activity ──┐
//!   stream, answers ──> Session, Replica ─ facts ─┼─> resolve() ─> Notices, View
//!   what she asks for ─> Outbox ────── choices ───┘
//! ```
//!
//! What the person is, is never kept: it is resolved from the facts after every input, by the same function as on the
//! server. While the server is out of reach that goes on, and her choices wait in the outbox.

mod account;
mod backoff;
mod banners;
mod calendar;
mod commands;
mod connection;
mod decided;
mod desk;
mod diary;
mod drafts;
mod inhibition;
mod io;
mod keeping;
mod lifecycle;
mod notices;
mod now;
mod outbox;
mod refusal;
mod replica;
mod responses;
mod session;
mod sleeps;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::Duration;
use porchlight_protocol::{Me, OfficeId, Settings, Timestamp};

use crate::{
    Afterwards, Busy, Facts, LocalSchedule, Preview, Resolution, SessionFact, Why,
    intent::{Done, Preferences},
    locale::Locale,
    rules,
    view::{Banner, Lack, LinkState, PageWish, Platform, Report, Situation, View},
    words::Names,
};
use calendar::Calendar;
use connection::{About, InFlight};
use decided::Decided;
use desk::{Desk, IdleRules, Movement};
use diary::Diary;
use drafts::Drafts;
use keeping::Keeping;
use lifecycle::Lifecycle;
use notices::Notices;
use now::Boot;
use outbox::Outbox;
use replica::Replica;
use session::{ANSWER_WITHIN, Session};
use sleeps::Sleeps;

pub use account::Account;
pub use backoff::backoff;
pub use calendar::CalendarFailure;
pub use drafts::KeptDraft;
pub use inhibition::Inhibitor;
pub use io::{
    Answer, Config, Entropy, Failure, Impossible, Input, Kept, Output, Request, Secret, SignIn,
    StreamEvent, Ticket, Unreachable, WakeReason, WindowEvent, WindowFailure,
};
pub use now::{IdleClock, LastInput, Now};
pub use outbox::{LateChoice, Parked};
pub use refusal::Refusal;
pub use sleeps::KeptSleeps;

/// The longest that the app is not called while it runs: whatever stopped it for longer may have ended the connection, too.
const GAP: Duration = Duration::seconds(90);
/// How long the first reading of the idle source, and the first word on the lock, are waited for before the server is
/// told anything.
const READING: Duration = Duration::seconds(2);

/// As long as nothing is decided.
static NOTHING_AFTERWARDS: BTreeMap<OfficeId, Afterwards> = BTreeMap::new();

/// The app's state, and what is to be done next.
pub struct App {
    config: Config,
    /// The language that she has set, or the system's.
    locale: Locale,
    entropy: Box<dyn Entropy>,
    outputs: VecDeque<Output>,
    /// Given out after what they promise was handed over to be kept.
    answers: Vec<(Ticket, Result<Done, Refusal>)>,
    /// When it was last called.
    called: Now,
    sleeps: Sleeps,
    lifecycle: Lifecycle,

    account: Option<Account>,
    preferences: Preferences,
    desk: Desk,
    session: Session,
    replica: Replica,
    outbox: Outbox,
    notices: Notices,
    drafts: Drafts,
    calendar: Calendar,
    /// What is decided of the person: a function of all the above.
    decided: Option<Decided>,

    in_flight: BTreeMap<u64, InFlight>,
    next_number: u64,
    /// Choices that one ask made: how many are left, and the first refusal.
    asks: BTreeMap<Ticket, Outstanding>,
    /// Who waits for the first connection after signing in.
    signed_in: Option<Ticket>,

    platform: Platform,
    window: Window,
    page: Option<PageWish>,
    refused: Option<String>,
    /// Banners that she has put aside, by kind, and what they said.
    put_aside: BTreeMap<String, String>,
    /// When something last came from the server, by its clock.
    last_sync: Option<Timestamp>,
    last_sent: String,
    diary: Diary,
    keeping: Keeping,
}

#[derive(Debug, Default)]
struct Outstanding {
    choices: usize,
    refused: Option<Refusal>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Window {
    Closed,
    Opening { since: Boot },
    Open,
}

impl App {
    /// Starts from what was kept. Asks the idle source first, and the server only after that has spoken and the lock
    /// is known.
    pub fn new(config: Config, kept: Kept, entropy: Box<dyn Entropy>, now: Now) -> Self {
        let mut app = Self {
            locale: spoken(&config, &kept.preferences),
            entropy,
            outputs: VecDeque::new(),
            answers: Vec::new(),
            called: now,
            sleeps: Sleeps::restored(&kept.sleeps, now),
            lifecycle: Lifecycle::Running,
            account: kept.account.clone(),
            preferences: kept.preferences.clone(),
            desk: Desk::new(now),
            session: Session::new(Duration::milliseconds(kept.offset_milliseconds)),
            replica: Replica::restored(kept.me.clone()),
            outbox: Outbox::restored(kept.pending.clone(), kept.parked.clone()),
            notices: Notices::default(),
            drafts: Drafts::restored(kept.drafts.clone()),
            calendar: Calendar::restored(kept.calendar.clone(), now),
            decided: None,
            in_flight: BTreeMap::new(),
            next_number: 1,
            asks: BTreeMap::new(),
            signed_in: None,
            platform: Platform::default(),
            window: Window::Closed,
            page: None,
            refused: None,
            put_aside: kept.put_aside.clone(),
            last_sync: None,
            last_sent: String::new(),
            diary: Diary::default(),
            keeping: Keeping::new(kept),
            config,
        };
        if app.account.is_some() && !app.config.token {
            app.token_missing(now);
        }
        if app.account.is_some() {
            app.session.rest(Some(now.at() + READING));
        } else {
            if let Some(former) = app.keeping.persisted.former.clone() {
                app.outbox.park(&former);
            }
            if app.config.demo {
                app.try_here(None, now);
            }
        }
        app.ask_idle(now);
        app.refresh(now);
        let started = app.locale.messages().event_started();
        app.diary.note(now.wall, started);
        app.keep_diary(now);
        app
    }

    /// Takes in what happened.
    pub fn handle_input(&mut self, input: Input, now: Now) {
        self.observe(now);
        match input {
            Input::Asked { ticket, intent } => self.asked(ticket, intent, now),
            Input::Replied { subject, intent } => {
                if self.notices.offers(&subject, &intent) {
                    self.asked(None, intent, now);
                }
            }
            Input::Idle {
                source,
                last_input,
                announces,
            } => self.read(source, last_input, announces, now),
            Input::Inhibitors {
                source,
                by,
                announces,
            } => {
                self.platform.inhibitors = source;
                self.desk.inhibited(by, announces, now);
            }
            Input::Locked => self.desk.locked(now),
            Input::Unlocked => {
                if self.desk.unlocked(now) {
                    self.sleeps.gave_input();
                }
                if let Some(since) = self.desk.take_return() {
                    self.tell_return(since, now);
                }
            }
            Input::Sleeping => self.sleep(now),
            Input::Woke => self.wake(now),
            Input::Stream { stream, event } => self.streamed(stream, event, now),
            Input::Answered { number, answer } => self.answered(number, answer, now),
            Input::Tray(report) => self.platform.tray = report,
            Input::SessionWatch(report) => {
                self.desk.watched(matches!(report, Report::Works(_)), now);
                self.platform.session_watch = report;
            }
            Input::Notifications(report) => self.platform.notifications = report,
            Input::Window(event) => self.window_event(event),
            Input::Persisted { number, result } => self.keeping.persisted(number, result),
            Input::Zone(zone) => self.config.zone = zone,
            Input::TokenKept(place) => {
                self.keeping.token_place = Some(place);
                self.session.retry_now(now.at());
            }
            Input::TokenMissing => self.token_missing(now),
            Input::CalendarRead { reading, read } => self.calendar_read(reading, read, now),
        }
        self.proceed(now);
    }

    /// Does what has become due. Call it at the latest at [`poll_timeout`](Self::poll_timeout), and at least every
    /// 30 s, and best at once when the machine wakes: an input between a sleep and the next call counts as one before it.
    pub fn handle_timeout(&mut self, now: Now) {
        self.observe(now);
        self.proceed(now);
    }

    /// The next instant of the boot clock at which something is to be done, and what. None if nothing is ever due by
    /// itself.
    pub fn poll_timeout(&self) -> Option<(std::time::Duration, WakeReason)> {
        let (at, why) = self.due().into_iter().flatten().min()?;
        Some((at.to_std().unwrap_or_default(), why))
    }

    /// The next thing to do.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// The language in which [`view`](Self::view) and everything else is said.
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// The time zone of this computer.
    pub fn zone(&self) -> chrono_tz::Tz {
        self.config.zone
    }

    /// Who is signed in, by her address.
    pub fn email(&self) -> Option<&str> {
        Some(self.replica.me.as_ref()?.agent.email.as_str())
    }

    /// What every surface shows.
    pub fn view(&self, now: Now) -> View {
        let me = self.me_as_chosen();
        View::new(&self.situation(me.as_ref(), &self.banners(now), now))
    }

    /// How the next two weeks will be by a schedule that need not be saved, with all else as it is now.
    ///
    /// # Errors
    /// If nobody is signed in, or the schedule makes no sense.
    pub fn preview(&self, schedule: &LocalSchedule, now: Now) -> Result<Preview, Refusal> {
        let (Some(me), Some(facts)) = (&self.replica.me, self.facts(now)) else {
            return Err(commands::signed_out(&self.locale));
        };
        let names = me.names.iter().map(|(id, name)| (id, name.as_str()));
        let names = Names::new(Some(&me.agent.id), names);
        let here = self.session.server_time(now);
        let preview = schedule.to_schedule().and_then(|schedule| {
            Preview::new(&schedule, facts, (&me.offices, names), &self.locale, here)
        });
        preview.map_err(|error| commands::invalid_schedule(&self.locale, &error))
    }

    /// Why she is what she is, as the local evaluation has it, fact by fact.
    ///
    /// # Errors
    /// If nobody is signed in.
    pub fn why(&self, now: Now) -> Result<Why, Refusal> {
        let (Some(me), Some(facts)) = (&self.replica.me, self.facts(now)) else {
            return Err(commands::signed_out(&self.locale));
        };
        let names = me.names.iter().map(|(id, name)| (id, name.as_str()));
        let names = Names::new(Some(&me.agent.id), names);
        let offices = me.offices.iter();
        let offices: Vec<_> = offices
            .map(|office| (office.id.clone(), office.name.clone()))
            .collect();
        let here = self.session.server_time(now);
        let reader = (&self.locale, self.config.zone);
        Ok(Why::new(&facts, &offices, &names, reader, here))
    }

    fn due(&self) -> [Option<(Boot, WakeReason)>; 9] {
        let running = matches!(self.lifecycle, Lifecycle::Running);
        let signed_in = running && self.account.is_some();
        let there = |at: Timestamp| self.boot_at(at);
        let resolution = self.resolution();
        let change = resolution.and_then(|resolution| resolution.next_change);
        let words = self.decided.as_ref().map(Decided::reads_until);
        let warning = resolution.and_then(|resolution| self.notices.next_timer_warning(resolution));
        let heartbeat = self.session.stream().map(|_| self.session.heartbeat.due_at);
        let deferred = self.session.is_trying().then(|| self.outbox.due_at());
        let retry = [self.session.due_at(), deferred.flatten()];
        [
            (change.map(there), WakeReason::NextChange),
            (words.map(there), WakeReason::Words),
            (self.ask_idle_at(), WakeReason::Idle),
            (
                heartbeat.filter(|_| signed_in && !self.is_activity_in_flight()),
                WakeReason::Heartbeat,
            ),
            (
                retry.into_iter().flatten().min().filter(|_| signed_in),
                WakeReason::Retry,
            ),
            (warning.map(there), WakeReason::TimerWarning),
            (
                self.patience_ends_at().filter(|_| signed_in),
                WakeReason::Overdue,
            ),
            (self.lifecycle.due_at(), WakeReason::Deadline),
            (
                self.calendar.due_at().filter(|_| signed_in),
                WakeReason::Calendar,
            ),
        ]
        .map(|(at, why)| Some((at?, why)))
    }

    /// Time has passed. By which of the clocks says whether the machine slept, and whether the calendar was set.
    fn observe(&mut self, now: Now) {
        let before = std::mem::replace(&mut self.called, now);
        if let Some(step) = now.step_since(before) {
            let settings = self.replica.settings();
            self.session
                .clock_was_set(step, &settings, before.at(), now.at());
            self.desk.clock_was_set(step);
        }
        let slept = self.sleeps.observe(before, now);
        self.attend_shutdown(now);
        match self.lifecycle {
            Lifecycle::Running if slept => self.woken(before.at(), now),
            Lifecycle::Running if now.at() - before.at() > GAP && !now.tells_sleep() => {
                self.woken(before.at(), now);
            }
            Lifecycle::Running if now.at() - before.at() > GAP => self.start_over(now),
            // Still being called: it did not fall asleep.
            Lifecycle::Asleep { since } if slept || now.at() - since >= GAP => {
                self.woken(since, now);
            }
            _ => {}
        }
    }

    /// What follows from every input: the local evaluation, and what the server, the person and the disk are to know.
    fn proceed(&mut self, now: Now) {
        if self.ask_idle_at().is_some_and(|at| at <= now.at()) {
            self.ask_idle(now);
        }
        self.attend_shutdown(now);
        self.refresh(now);
        self.attend_connection(now);
        self.attend_calendar(now);
        self.keep_diary(now);
        self.persist();
        let answers = self
            .answers
            .drain(..)
            .map(|(ticket, result)| Output::Answer { ticket, result });
        self.outputs.extend(answers);
    }

    fn refresh(&mut self, now: Now) {
        self.platform.idle_source = self.desk.source().clone();
        self.forget_put_aside();
        let here = self.session.server_time(now);
        self.replica.prepare_timeline(here);
        let facts = self.facts(now);
        let holds = match (&self.decided, &facts) {
            (Some(decided), Some(facts)) => decided.holds(facts, self.config.zone, here),
            (None, None) => true,
            _ => false,
        };
        let before = if holds {
            None
        } else {
            let zone = self.config.zone;
            let decided = facts.map(|facts| Decided::new(facts, zone, here));
            std::mem::replace(&mut self.decided, decided)
        };
        self.notice(before.as_ref().map(Decided::resolution), now);
    }

    fn resolution(&self) -> Option<&Resolution> {
        self.decided.as_ref().map(Decided::resolution)
    }

    fn facts(&self, now: Now) -> Option<Facts> {
        let me = self.replica.me.as_ref()?;
        // Whoever asks is there.
        let lease_until = Timestamp::MAX_UTC;
        let own = SessionFact {
            id: me.session_id.clone(),
            lease_until,
            activity: self.activity(),
        };
        // While the server is out of reach, so is what other devices do.
        let vouched = self.is_vouched_for(now);
        let others = me
            .sessions
            .iter()
            .filter(|session| vouched && session.live && session.id != me.session_id);
        let others = others.map(|session| SessionFact {
            id: session.id.clone(),
            lease_until,
            activity: session.activity,
        });
        Some(Facts {
            idle_after: self.idle_after(),
            offices: me.offices.iter().map(|office| office.id.clone()).collect(),
            choices: me
                .choices
                .iter()
                .chain(self.outbox.choices())
                .cloned()
                .collect(),
            schedule: self.replica.timeline.clone(),
            sessions: std::iter::once(own).chain(others).collect(),
            // The server has joined them, and checked that none is empty.
            busy: Busy::new(&me.busy).unwrap_or_default(),
        })
    }

    /// Whether what is shown of the server still holds.
    fn is_vouched_for(&self, now: Now) -> bool {
        self.session
            .is_vouched_for(&self.replica.settings(), now.at())
    }

    /// The boot clock at an instant of the server's.
    fn boot_at(&self, at: Timestamp) -> Boot {
        let here = at.checked_sub_signed(self.session.offset());
        self.called.boot_at(here.unwrap_or(at))
    }

    fn idle_after(&self) -> Duration {
        let Settings {
            organization_idle_after_seconds,
            own_idle_after_seconds,
            ..
        } = self.replica.settings();
        let seconds =
            rules::idle_after_seconds(organization_idle_after_seconds, own_idle_after_seconds);
        Duration::seconds(seconds.clamp(1, 365 * 24 * 3600).cast_signed())
    }

    fn idle_rules(&self) -> IdleRules {
        IdleRules {
            idle_after: self.idle_after(),
            warning: self.warns_before_idle().then_some(notices::BEFORE_IDLE),
            ask_on_return: self.preferences.ask_on_return,
            away_on_lock: self.preferences.away_on_lock,
            heeds_inhibitors: self.preferences.present_in_calls,
        }
    }

    /// Since when there is no input, by the server's clock, and what speaks for her meanwhile.
    fn vouched_for(&self) -> Option<(Timestamp, &BTreeSet<Inhibitor>)> {
        let (since, by) = self.desk.vouched_for()?;
        Some((since + self.session.offset(), by))
    }

    /// When the idle source is to be asked. While nobody is signed in, it is asked once.
    fn ask_idle_at(&self) -> Option<Boot> {
        let running = matches!(self.lifecycle, Lifecycle::Running);
        if !running || (self.account.is_none() && self.desk.was_read()) {
            return None;
        }
        let resolution = self.resolution();
        let needed = resolution.is_some_and(|resolution| {
            let mut offices = resolution.offices.iter();
            offices.any(|office| office.decided.status == porchlight_protocol::Status::Available)
        });
        let change = resolution.and_then(|resolution| resolution.next_change);
        self.desk.ask_at(
            &self.preferences,
            &self.idle_rules(),
            needed,
            change.map(|change| self.boot_at(change)),
        )
    }

    fn ask_idle(&mut self, now: Now) {
        let announce = self.desk.asked(now);
        self.outputs.push_back(Output::AskIdle { announce });
    }

    fn read(
        &mut self,
        source: String,
        last_input: Result<LastInput, Lack>,
        announces: bool,
        now: Now,
    ) {
        // What it says now is from before the sleep, and it is asked again on waking.
        if matches!(self.lifecycle, Lifecycle::Asleep { .. }) {
            return;
        }
        let movement = self.desk.read(
            source,
            last_input.map(|last_input| self.sleeps.boot_at(last_input)),
            announces,
            &self.idle_rules(),
            now,
        );
        if self.desk.is_almost_idle() {
            self.tell_almost_idle();
        }
        if let Movement::Returned { since } = movement {
            self.tell_return(since, now);
        }
    }

    /// Nobody is signed in any more. The choices that the server has not heard are kept for the same account.
    fn forget_account(&mut self, why: Option<String>, now: Now) {
        let Some(account) = self.account.take() else {
            return;
        };
        self.release_asks(now);
        self.hang_up(&Failure::Unreachable(Unreachable::Closed));
        self.session.begin_anew();
        self.outputs.push_back(Output::ForgetToken);
        self.outbox.park(&account);
        self.replica = Replica::default();
        let withdrawn = self.notices.forget().map(Output::Withdraw);
        self.outputs.extend(withdrawn);
        self.diary.forget();
        if let Some(why) = &why {
            self.diary.note(now.wall, why);
        }
        self.last_sync = None;
        self.last_sent.clear();
        if let Some(ticket) = self.signed_in.take() {
            self.done(Some(ticket));
        }
        self.refused = why;
        self.refresh(now);
    }

    /// Goes on in the language that is set now.
    fn speak(&mut self) {
        self.locale = spoken(&self.config, &self.preferences);
    }

    fn window_event(&mut self, event: WindowEvent) {
        match event {
            WindowEvent::Opened => self.window = Window::Open,
            WindowEvent::Closed => self.window_closed(),
            WindowEvent::Failed(why) => {
                self.window_closed();
                let messages = self.locale.messages();
                let why = match why {
                    WindowFailure::NotStarted => messages.window_not_started(),
                    WindowFailure::Crashed => messages.window_crashed(),
                    WindowFailure::Other(why) => why,
                };
                self.refuse(None, Refusal::new("window_failed", why));
            }
        }
    }

    /// The next window starts on its first page, whatever the last one was asked to turn to.
    fn window_closed(&mut self) {
        self.window = Window::Closed;
        self.page = None;
    }

    /// What I am, as last heard, with the choices that are under way.
    fn me_as_chosen(&self) -> Option<Me> {
        let mut me = self.replica.me.clone()?;
        me.choices.extend(self.outbox.choices().cloned());
        Some(me)
    }

    fn link_state(&self, now: Now) -> LinkState {
        match self.account {
            Some(_) => self.session.state(&self.replica.settings(), now.at()),
            None => LinkState::SignedOut,
        }
    }

    fn situation<'a>(
        &'a self,
        me: Option<&'a Me>,
        banners: &'a [Banner],
        now: Now,
    ) -> Situation<'a> {
        let settings = self.replica.settings();
        let link = self.link_state(now);
        let unseen_since = self.outbox.unseen_since(now.at());
        let last = self.session.failure();
        Situation {
            locale: &self.locale,
            now: self.session.server_time(now),
            zone: self.config.zone,
            link,
            link_since: self.session.since(&settings, now.at()),
            unseen_since: unseen_since.filter(|_| link == LinkState::Connected),
            failure: last.map(|last| (&last.failure, last.since)),
            demo: self.config.demo
                || self
                    .account
                    .as_ref()
                    .is_some_and(|account| account.embedded),
            server: self.account.as_ref().map(|account| account.server.as_str()),
            me,
            offices: &self.replica.offices,
            resolution: self.resolution(),
            afterwards: self
                .decided
                .as_ref()
                .map_or(&NOTHING_AFTERWARDS, Decided::afterwards),
            timeline: self.replica.timeline.as_ref(),
            draft: self
                .account
                .as_ref()
                .and_then(|account| self.drafts.of(account)),
            platform: &self.platform,
            preferences: &self.preferences,
            calendar: self.calendar_view(now),
            banners,
            vouched_for: self.vouched_for(),
            put_aside: &self.put_aside,
            last_sync: self.last_sync,
            last_sent: &self.last_sent,
            version: &self.config.version,
            system: &self.config.system,
            log: &self.config.log,
            token: self.keeping.token_place.as_deref(),
            events: self.diary.entries(),
            page: self.page.as_ref(),
        }
    }
}

fn spoken(config: &Config, preferences: &Preferences) -> Locale {
    Locale::new(&config.locale, &preferences.language, preferences.clock)
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("account", &self.account)
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}
