//! The app's state machine, sans I/O: [`Input`]s go in, [`Output`]s come out, and time is an argument.
//!
//! Whoever drives an [`App`] feeds it with [`handle_input`](App::handle_input) and, at the latest at the instant
//! that [`poll_timeout`](App::poll_timeout) names and at least every 30 s, with
//! [`handle_timeout`](App::handle_timeout); does what [`poll_output`](App::poll_output) says until there is
//! nothing more; and then shows [`view`](App::view).
//!
//! What the person is, is never kept: it is resolved from the facts after every input, by the same function as on the
//! server. While the server is out of reach that goes on, and her choices wait in a queue.

mod acts;
mod asks;
mod backoff;
mod desk;
mod hearing;
mod io;
mod link;
mod notices;
mod now;
mod pending;
mod refusal;

use std::collections::{BTreeMap, VecDeque};

use chrono::Duration;
use porchlight_protocol::{
    Activity, ChoiceId, Me, OfficeId, OfficePresence, Schedule, Settings, Timestamp,
};

use crate::{
    Facts, Resolution, SessionFact, Timeline,
    intent::Preferences,
    resolve,
    view::{Banner, PageWish, Platform, Situation, View},
};
use desk::{Desk, Movement};
use link::Link;
use notices::Notices;
use pending::Pending;

pub use backoff::backoff;
pub use io::{
    Account, Answer, Config, Entropy, Failure, Input, Kept, LateChoice, Output, Request, Secret,
    StreamEvent, Ticket, Unreachable, WakeReason, WindowEvent,
};
pub use now::Now;
pub use refusal::Refusal;

/// A gap between two calls that only a sleep, or a step of the clock, explains.
const GAP: Duration = Duration::seconds(90);
/// A step back of the clock that is more than an adjustment.
const STEP_BACK: Duration = Duration::seconds(2);
/// How long the first reading of the idle source is waited for before the server is told anything.
const READING: Duration = Duration::seconds(2);
/// How long the server may take to hear goodbye before the machine sleeps.
const SLEEP_GOODBYE: Duration = Duration::seconds(2);
/// How long the server may take to hear goodbye before the app ends, or the token is forgotten.
const LAST_GOODBYE: Duration = Duration::seconds(3);
/// Differences of the clocks below this are delays on the way.
const OFFSET_NOISE: Duration = Duration::milliseconds(250);
/// A timeline is made anew when the present has moved this far from where it was made.
const TIMELINE_REACH: Duration = Duration::days(60);

/// The app's state, and what is to be done next.
pub struct App {
    config: Config,
    entropy: Box<dyn Entropy>,
    outputs: VecDeque<Output>,
    /// Given out after what they promise was handed over to be kept.
    answers: Vec<(Ticket, Result<(), Refusal>)>,
    /// When it was last called.
    called: Now,

    account: Option<Account>,
    former: Option<Account>,
    preferences: Preferences,
    me: Option<Me>,
    offices: Vec<OfficePresence>,
    pending: Pending,
    /// The server's clock minus this computer's.
    offset: Duration,

    desk: Desk,
    link: Link,
    under_way: BTreeMap<u64, UnderWay>,
    next_number: u64,
    /// Choices that one ask made: how many are left, and the first refusal.
    asks: BTreeMap<Ticket, Outstanding>,
    signed_in: Option<Ticket>,
    farewell: Option<Farewell>,
    asleep: bool,

    timeline: Option<(Timeline, Timestamp)>,
    resolution: Option<Resolution>,
    notices: Notices,
    platform: Platform,
    window: Window,
    page: Option<PageWish>,
    refused: Option<String>,
    storage: Option<String>,
    last_sync: Option<Timestamp>,
    last_sent: String,
    persisted: Kept,
}

/// What a request that was sent is about.
#[derive(Debug)]
enum UnderWay {
    SignIn(Option<Ticket>),
    Choice(ChoiceId),
    Activity {
        sent_at: Timestamp,
    },
    Ask(Option<Ticket>),
    Away {
        ticket: Option<Ticket>,
        office: OfficeId,
    },
    Goodbye,
}

#[derive(Debug, Default)]
struct Outstanding {
    choices: usize,
    refused: Option<Refusal>,
}

/// Goodbye was sent; once it was heard, or the deadline has passed, this follows.
#[derive(Debug)]
struct Farewell {
    then: After,
    deadline: Timestamp,
}

#[derive(Debug)]
enum After {
    Sleep,
    SignOut(Option<Ticket>),
    Quit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Window {
    Closed,
    Opening { since: Timestamp },
    Open,
}

impl App {
    /// Starts from what was kept. Asks the idle source first, and the server only after that has spoken.
    pub fn new(config: Config, kept: Kept, entropy: Box<dyn Entropy>, now: Now) -> Self {
        let called = now;
        let now = now.wall;
        let mut agent = Self {
            storage: None,
            entropy,
            outputs: VecDeque::new(),
            answers: Vec::new(),
            called,
            account: kept.account.clone(),
            former: kept.former.clone(),
            preferences: kept.preferences.clone(),
            me: kept.me.clone(),
            offices: Vec::new(),
            pending: Pending::restored(kept.pending.clone()),
            offset: Duration::milliseconds(kept.offset_milliseconds),
            desk: Desk::new(now),
            link: Link::new(),
            under_way: BTreeMap::new(),
            next_number: 1,
            asks: BTreeMap::new(),
            signed_in: None,
            farewell: None,
            asleep: false,
            timeline: None,
            resolution: None,
            notices: Notices::default(),
            platform: Platform::default(),
            window: Window::Closed,
            page: None,
            refused: None,
            last_sync: None,
            last_sent: String::new(),
            persisted: kept,
            config,
        };
        if agent.account.is_some() && !agent.config.token {
            agent.forget_account(Some("You are signed out, because the token of this device is missing. Please sign in again."));
        }
        if agent.account.is_some() {
            agent.link.rest_until(now + READING);
        } else if agent.config.demo {
            agent.try_here(None);
        }
        agent.ask_idle(now);
        agent.refresh(now);
        agent
    }

    /// Takes in what happened.
    pub fn handle_input(&mut self, input: Input, now: Now) {
        self.observe(now);
        let now = now.wall;
        match input {
            Input::Asked { ticket, intent } => self.asked(ticket, intent, now),
            Input::Idle { source, idle } => self.read(source, idle, now),
            Input::Locked => self.desk.locked(now),
            Input::Unlocked => self.desk.unlocked(now),
            Input::Sleeping => self.sleep(now),
            Input::Woke => self.wake(now),
            Input::Stream { stream, event } => self.streamed(stream, event, now),
            Input::Answered { number, answer } => self.answered(number, answer, now),
            Input::Tray(report) => self.platform.tray = report,
            Input::SessionWatch(report) => self.platform.session_watch = report,
            Input::Notifications(report) => self.platform.notifications = report,
            Input::Window(event) => self.window_event(event),
            Input::Persisted(result) => self.storage = result.err(),
            Input::Zone(zone) => self.config.zone = zone,
        }
        self.proceed(now);
    }

    /// Does what has become due. Call it at the latest at [`poll_timeout`](Self::poll_timeout), and at least every
    /// 30 s: a longer silence counts as a sleep.
    pub fn handle_timeout(&mut self, now: Now) {
        self.observe(now);
        let now = now.wall;
        if self
            .farewell
            .as_ref()
            .is_some_and(|farewell| farewell.deadline <= now)
        {
            self.depart();
        }
        self.proceed(now);
    }

    /// The next instant of the boot clock at which something is to be done, and what. None if nothing is ever due by
    /// itself.
    pub fn poll_timeout(&self) -> Option<(std::time::Duration, WakeReason)> {
        let here = |at: Timestamp| at - self.offset;
        let resolution = self.resolution.as_ref();
        [
            (
                resolution
                    .and_then(|resolution| resolution.next_change)
                    .map(here),
                WakeReason::NextChange,
            ),
            (
                self.me.as_ref().map(|_| {
                    here(View::next_text_change(&self.situation(
                        self.me.as_ref(),
                        &[],
                        self.called.wall,
                    )))
                }),
                WakeReason::Words,
            ),
            (
                self.desk.ask_at(&self.preferences).filter(|_| !self.asleep),
                WakeReason::Idle,
            ),
            (
                self.link
                    .heartbeat_at()
                    .filter(|_| !self.is_activity_under_way()),
                WakeReason::Heartbeat,
            ),
            (self.link.retry_at(), WakeReason::Retry),
            (
                resolution
                    .and_then(|resolution| self.notices.next_timer_warning(resolution))
                    .map(here),
                WakeReason::TimerWarning,
            ),
            (
                self.farewell.as_ref().map(|farewell| farewell.deadline),
                WakeReason::Deadline,
            ),
        ]
        .into_iter()
        .filter_map(|(at, why)| Some((self.called.boot_at(at?), why)))
        .min()
    }

    /// The next thing to do.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// What every surface shows.
    pub fn view(&self, now: Now) -> View {
        let now = now.wall;
        let me = self.me_as_chosen();
        View::new(&self.situation(me.as_ref(), &self.banners(), now))
    }

    /// Time has passed. A long silence was a sleep of the machine or a step of its clock.
    fn observe(&mut self, now: Now) {
        let gap = now.wall - self.called.wall;
        self.called = now;
        let now = now.wall;
        if self.asleep {
            return;
        }
        if gap > GAP {
            self.woken(now);
        } else if gap < -STEP_BACK {
            self.desk.ask_again(now);
            self.link.heartbeat_now(now);
            self.link.retry_now(now);
        }
    }

    /// What follows from every input: the local evaluation, and what the server, the person and the disk are to know.
    fn proceed(&mut self, now: Timestamp) {
        if !self.asleep
            && self
                .desk
                .ask_at(&self.preferences)
                .is_some_and(|at| at <= now)
        {
            self.ask_idle(now);
        }
        self.refresh(now);
        self.attend_link(now);
        self.persist();
        let answers = self
            .answers
            .drain(..)
            .map(|(ticket, result)| Output::Answer { ticket, result });
        self.outputs.extend(answers);
    }

    fn refresh(&mut self, now: Timestamp) {
        self.platform.idle_source = self.desk.source().clone();
        let before = self.resolution.take();
        self.prepare_timeline(now);
        self.resolution = self
            .facts()
            .map(|facts| resolve(&facts, self.server_time(now)));
        self.notice(before, now);
    }

    fn facts(&self) -> Option<Facts> {
        let me = self.me.as_ref()?;
        let lease_until = self.server_time(self.called.wall) + Duration::days(1000);
        let own = SessionFact {
            id: me.session_id.clone(),
            lease_until,
            activity: self.activity(),
        };
        // While the server is out of reach, so is what other devices do.
        let others = me.sessions.iter().filter(|session| {
            self.link.is_connected() && session.live && session.id != me.session_id
        });
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
                .chain(self.pending.choices())
                .cloned()
                .collect(),
            schedule: self.timeline.as_ref().map(|(timeline, _)| timeline.clone()),
            sessions: std::iter::once(own).chain(others).collect(),
        })
    }

    fn prepare_timeline(&mut self, now: Timestamp) {
        let now = self.server_time(now);
        let schedule: Option<&Schedule> = self.me.as_ref().and_then(|me| me.schedule.as_ref());
        let Some(schedule) = schedule else {
            self.timeline = None;
            return;
        };
        let fits = self.timeline.as_ref().is_some_and(|(timeline, around)| {
            timeline.schedule() == schedule && (now - *around).abs() < TIMELINE_REACH
        });
        if !fits {
            self.timeline = Timeline::new(schedule, now)
                .ok()
                .map(|timeline| (timeline, now));
        }
    }

    /// What this session's person does, in the server's time.
    fn activity(&self) -> Activity {
        match self.desk.activity(&self.preferences) {
            Activity::Idle { since } => Activity::Idle {
                since: since + self.offset,
            },
            Activity::Locked { since } => Activity::Locked {
                since: since + self.offset,
            },
            activity @ (Activity::Active | Activity::Unknown) => activity,
        }
    }

    fn server_time(&self, now: Timestamp) -> Timestamp {
        now + self.offset
    }

    fn settings(&self) -> Settings {
        self.me
            .as_ref()
            .map(|me| me.settings.clone())
            .unwrap_or_default()
    }

    fn idle_after(&self) -> Duration {
        let seconds = self
            .settings()
            .idle_after_seconds()
            .clamp(1, 365 * 24 * 3600);
        Duration::seconds(seconds.cast_signed())
    }

    fn ask_idle(&mut self, now: Timestamp) {
        self.desk.asked(now);
        self.outputs.push_back(Output::AskIdle);
    }

    fn read(&mut self, source: String, idle: Result<std::time::Duration, String>, now: Timestamp) {
        let movement = self.desk.read(
            source,
            idle,
            self.idle_after(),
            self.preferences.ask_on_return,
            now,
        );
        if let Movement::Returned { since } = movement {
            self.tell_return(since, now);
        }
    }

    fn sleep(&mut self, now: Timestamp) {
        if self.asleep {
            self.outputs.push_back(Output::SleepReady);
            return;
        }
        // How long ago the last input was is needed on waking, when some sources have lost the time asleep.
        self.ask_idle(now);
        self.asleep = true;
        self.say_goodbye(After::Sleep, Request::Goodbye, now + SLEEP_GOODBYE, now);
    }

    fn wake(&mut self, now: Timestamp) {
        self.asleep = false;
        if self
            .farewell
            .as_ref()
            .is_some_and(|farewell| matches!(farewell.then, After::Sleep))
        {
            self.depart();
        }
        self.woken(now);
    }

    fn woken(&mut self, now: Timestamp) {
        self.desk.woke(self.idle_after(), now);
        self.start_over(now);
    }

    fn window_event(&mut self, event: WindowEvent) {
        match event {
            WindowEvent::Opened => self.window = Window::Open,
            WindowEvent::Closed => self.window_closed(),
            WindowEvent::Failed(why) => {
                self.window_closed();
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
        let mut me = self.me.clone()?;
        me.choices.extend(self.pending.choices().cloned());
        Some(me)
    }

    fn situation<'a>(
        &'a self,
        me: Option<&'a Me>,
        banners: &'a [Banner],
        now: Timestamp,
    ) -> Situation<'a> {
        Situation {
            now: self.server_time(now),
            zone: self.config.zone,
            link: self.link.state(self.account.is_some()),
            link_since: self.link.since().map(|since| self.server_time(since)),
            server: self.account.as_ref().map(|account| account.server.as_str()),
            me,
            offices: &self.offices,
            resolution: self.resolution.as_ref(),
            timeline: self.timeline.as_ref().map(|(timeline, _)| timeline),
            platform: &self.platform,
            preferences: &self.preferences,
            banners,
            last_sync: self.last_sync.map(|at| self.server_time(at)),
            last_sent: &self.last_sent,
            version: &self.config.version,
            page: self.page.as_ref(),
        }
    }

    fn persist(&mut self) {
        let kept = Kept {
            account: self.account.clone(),
            former: self.former.clone(),
            preferences: self.preferences.clone(),
            me: self.me.clone().map(|me| Me {
                sessions: Vec::new(),
                ..me
            }),
            pending: self.pending.kept(),
            offset_milliseconds: self.offset.num_milliseconds(),
        };
        if kept != self.persisted {
            self.persisted = kept.clone();
            self.outputs.push_back(Output::Persist(Box::new(kept)));
        }
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("account", &self.account)
            .field("link", &self.link)
            .finish_non_exhaustive()
    }
}
