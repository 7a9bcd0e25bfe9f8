//! A person at her computer, and a server that does what it is told, around a state machine under test.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration as StdDuration,
};

use chrono::{Duration, TimeZone as _, Utc};
use porchlight_core::{
    Notification, Subject,
    agent::{
        Account, Answer, App, CalendarFailure, Config, Entropy, Failure, IdleClock, Inhibitor,
        Input, Kept, Now, Output, Refusal, Request, StreamEvent, Ticket, Unreachable, WakeReason,
        WindowEvent,
    },
    intent::{Done, Holding, Intent},
    locale::SystemLocale,
    tray::TrayModel,
    view::{BannerKind, OfficeView, Report, View},
};
use porchlight_protocol::{
    Activity, ActivityAnswer, Agent as Person, AgentId, AgentPresence, Cause, Choice, ChoiceAnswer,
    ChoiceId, ChoiceStatus, Code, Day, Event, Hold, Interval, Me, Membership, NewChoice, Notice,
    OfficePresence, Problem, Role, Schedule, Scope, Session, Settings, Shift, Snapshot, Status,
    Timestamp,
};

/// A Monday.
pub(crate) fn at(time: &str) -> Timestamp {
    let (hours, minutes) = time.split_once(':').unwrap();
    Utc.with_ymd_and_hms(
        2026,
        11,
        23,
        hours.parse().unwrap(),
        minutes.parse().unwrap(),
        0,
    )
    .unwrap()
}

pub(crate) fn minutes(minutes: i64) -> Duration {
    Duration::minutes(minutes)
}

pub(crate) fn seconds(seconds: i64) -> Duration {
    Duration::seconds(seconds)
}

/// The boot clock at the start of a test.
const BOOTED: StdDuration = StdDuration::from_secs(1000);

pub(crate) struct World {
    pub(crate) app: App,
    /// What this computer's clock says. Tests set it; time passes by [`advance`](World::advance).
    pub(crate) now: Timestamp,
    /// The boot clock.
    pub(crate) boot: StdDuration,
    /// For how long of that the machine slept.
    asleep: StdDuration,
    /// This system has no clock that stands still while the machine sleeps.
    pub(crate) two_clocks: bool,
    /// The server does not answer yet when it is asked for a stream.
    pub(crate) opens_late: bool,
    /// What the clocks said at the last input.
    pub(crate) last_input: Now,
    /// Why the idle source fails, if it does.
    pub(crate) no_idle_source: Option<String>,
    /// The idle source announces input.
    pub(crate) announces: bool,
    /// It was asked to, and there was none since.
    listens: bool,
    /// The idle source does not answer.
    pub(crate) source_hangs: bool,
    /// Which time the idle source counts.
    pub(crate) counts: IdleClock,
    /// The idle source cannot tell shorter pauses from none, and takes them to be as long as that.
    pub(crate) lingering: Duration,
    /// What keeps the screen on, where only a question tells.
    pub(crate) kept_on: Option<BTreeSet<Inhibitor>>,
    pub(crate) server: Server,
    /// What was sent to the server, and when.
    pub(crate) sent: Vec<(Timestamp, Request)>,
    /// The numbers of what was sent.
    pub(crate) numbers: Vec<u64>,
    pub(crate) idle_asked: Vec<Timestamp>,
    /// What the calendar says, and when it was read.
    pub(crate) calendar: Result<Vec<Interval>, CalendarFailure>,
    pub(crate) calendar_read: Vec<Timestamp>,
    /// After which event each stream was to go on.
    pub(crate) listened: Vec<Option<String>>,
    /// How much had been sent when the connection was ended.
    pub(crate) hung_up: Vec<usize>,
    pub(crate) notifications: BTreeMap<Subject, Notification>,
    pub(crate) told: Vec<Notification>,
    pub(crate) answers: BTreeMap<Ticket, Result<(), Refusal>>,
    /// What the schedules that were saved are named.
    pub(crate) saved_as: BTreeMap<Ticket, String>,
    pub(crate) kept: Kept,
    /// What is handed over to be kept waits.
    pub(crate) disk_hangs: bool,
    unsaved: Option<(u64, Kept)>,
    pub(crate) sleep_ready: bool,
    pub(crate) quit: bool,
    pub(crate) token: bool,
    stream: Option<u64>,
    next_ticket: u64,
}

/// What becomes of a request that something is wrong with.
pub(crate) type Failing = fn(&Request) -> Option<Failure>;

/// Keeps choices and stamps them, as the real one does.
pub(crate) struct Server {
    pub(crate) me: Me,
    pub(crate) reachable: bool,
    /// A stream that goes on from an event brings only what came after it.
    pub(crate) resumes: bool,
    /// To which requests nothing is answered.
    pub(crate) unanswered: fn(&Request) -> bool,
    /// Answers nothing at all, like a machine that has hung.
    pub(crate) silent: bool,
    /// Requests at which the connection breaks.
    pub(crate) breaks_at: fn(&Request) -> bool,
    /// The server's clock minus the computer's.
    pub(crate) ahead: Duration,
    pub(crate) refuse: Option<Problem>,
    /// What becomes of requests that something is wrong with.
    pub(crate) failing: Failing,
    /// For how long a sign of life keeps a session.
    pub(crate) lease: Duration,
    pub(crate) events: VecDeque<Event>,
    event_ids: u64,
    pub(crate) colleagues: Vec<AgentPresence>,
}

struct Counter(u64);

impl Entropy for Counter {
    fn choice_id(&mut self) -> ChoiceId {
        self.0 += 1;
        ChoiceId(format!("c{:04}", self.0))
    }

    fn jitter(&mut self) -> f64 {
        0.0
    }
}

impl World {
    /// Ana at 9:30 on a Monday, on shift from 9:00 to 17:00, signed in, with input a moment ago.
    pub(crate) fn on_shift() -> Self {
        let mut world = Self::starting(
            Kept {
                account: Some(ana_account()),
                ..Kept::default()
            },
            at("9:30"),
        );
        world.settle();
        world
    }

    /// As [`on_shift`](Self::on_shift), but without a schedule.
    pub(crate) fn without_schedule() -> Self {
        let mut world = Self::starting(
            Kept {
                account: Some(ana_account()),
                ..Kept::default()
            },
            at("9:30"),
        );
        world.server.me.schedule = None;
        world.settle();
        world
    }

    pub(crate) fn starting(kept: Kept, now: Timestamp) -> Self {
        let mut world = Self::unwatched(kept, now);
        world.watch();
        world
    }

    /// As [`starting`](Self::starting), but nobody has said yet whether the screen is locked.
    pub(crate) fn unwatched(kept: Kept, now: Timestamp) -> Self {
        let clocks = Now {
            wall: now,
            boot: BOOTED,
            awake: Some(BOOTED),
        };
        Self {
            app: app(kept.clone(), clocks),
            now,
            boot: BOOTED,
            asleep: StdDuration::ZERO,
            two_clocks: false,
            opens_late: false,
            last_input: clocks,
            no_idle_source: None,
            announces: false,
            listens: false,
            source_hangs: false,
            counts: IdleClock::Awake,
            lingering: Duration::zero(),
            kept_on: None,
            server: Server::new(),
            sent: Vec::new(),
            numbers: Vec::new(),
            idle_asked: Vec::new(),
            calendar: Ok(Vec::new()),
            calendar_read: Vec::new(),
            listened: Vec::new(),
            hung_up: Vec::new(),
            notifications: BTreeMap::new(),
            told: Vec::new(),
            answers: BTreeMap::new(),
            saved_as: BTreeMap::new(),
            kept,
            disk_hangs: false,
            unsaved: None,
            sleep_ready: false,
            quit: false,
            token: true,
            stream: None,
            next_ticket: 1,
        }
    }

    /// Somebody says when the screen is locked from now on.
    pub(crate) fn watch(&mut self) {
        let works = Report::Works("a test".to_owned());
        self.app
            .handle_input(Input::SessionWatch(works), self.clocks());
    }

    /// The app is killed and started again with what it kept.
    pub(crate) fn restart(&mut self) {
        self.app = app(self.kept.clone(), self.clocks());
        self.stream = None;
        self.watch();
        self.settle();
    }

    /// The machine is started again, and the app with what it kept.
    pub(crate) fn reboot(&mut self) {
        self.boot = StdDuration::from_secs(20);
        self.asleep = StdDuration::ZERO;
        self.last_input = self.clocks();
        self.restart();
    }

    /// Time passes with the person away from the computer.
    pub(crate) fn pass(&mut self, duration: Duration) {
        self.pass_with(duration, false);
    }

    /// Time passes while the person works, in whichever program.
    pub(crate) fn work(&mut self, duration: Duration) {
        self.pass_with(duration, true);
    }

    /// The person touches a key.
    pub(crate) fn input(&mut self) {
        self.last_input = self.clocks();
        if std::mem::take(&mut self.listens) && !self.source_hangs {
            self.read();
            self.settle();
        }
    }

    /// The machine says that it sleeps, and does.
    pub(crate) fn sleep(&mut self, duration: Duration) {
        self.happen(Input::Sleeping);
        assert!(self.sleep_ready, "the machine waits for the app");
        self.sleep_ready = false;
        self.nap(duration);
    }

    /// The machine sleeps without a word: nothing runs.
    pub(crate) fn nap(&mut self, duration: Duration) {
        self.advance(duration);
        self.asleep += duration.to_std().unwrap();
    }

    /// The app is called, as it is at the latest half a minute after the machine woke.
    pub(crate) fn call(&mut self) {
        self.app.handle_timeout(self.clocks());
        self.settle();
    }

    pub(crate) fn wake(&mut self) {
        self.happen(Input::Woke);
    }

    pub(crate) fn happen(&mut self, input: Input) {
        self.app.handle_input(input, self.clocks());
        self.settle();
    }

    pub(crate) fn ask(&mut self, intent: Intent) -> Ticket {
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        self.happen(Input::Asked {
            ticket: Some(ticket),
            intent,
        });
        ticket
    }

    /// Chooses everywhere, and is not refused; where the server has not answered yet, nobody waits for it.
    pub(crate) fn choose(&mut self, status: ChoiceStatus, hold: Holding) {
        let ticket = self.ask(Intent::everywhere(status, hold));
        assert!(matches!(self.answers.remove(&ticket), Some(Ok(())) | None));
    }

    pub(crate) fn choose_in(&mut self, office: &str, status: ChoiceStatus, hold: Holding) {
        let ticket = self.ask(Intent::office(office.into(), status, hold));
        assert!(matches!(self.answers.remove(&ticket), Some(Ok(())) | None));
    }

    /// The connection breaks and the server stays out of reach, for longer than the grace.
    pub(crate) fn cut(&mut self) {
        self.break_off();
        self.pass(seconds(16));
    }

    /// The connection breaks, and the server stays out of reach.
    pub(crate) fn break_off(&mut self) {
        self.server.reachable = false;
        self.drop_stream();
    }

    /// The stream alone breaks off.
    pub(crate) fn drop_stream(&mut self) {
        if let Some(stream) = self.stream {
            let event = StreamEvent::Lost(Failure::Unreachable(Unreachable::Network));
            self.happen(Input::Stream { stream, event });
        }
    }

    /// The disk answers again.
    pub(crate) fn mend_disk(&mut self) {
        self.disk_hangs = false;
        if let Some((number, unsaved)) = self.unsaved.take() {
            self.kept = unsaved;
            let result = Ok(());
            self.happen(Input::Persisted { number, result });
        }
    }

    /// The number of what waits for the disk.
    pub(crate) fn unsaved_number(&self) -> u64 {
        self.unsaved.as_ref().unwrap().0
    }

    /// The server can be reached again, and the app has had time to find out.
    pub(crate) fn mend(&mut self) {
        self.server.reachable = true;
        self.pass(seconds(31));
    }

    /// An administrator sets Ana Away in an office.
    pub(crate) fn set_away(&mut self, office: &str, reason: Option<&str>) {
        let id = format!("d{}", self.server.me.revision);
        let now = self.server_time();
        let notice = self.server.set_away(&id, office, reason, now);
        self.server
            .events
            .push_back(Event::Me(Box::new(self.server.me.clone())));
        self.server.events.push_back(Event::Notice(notice));
        self.settle();
    }

    /// The stream that is open.
    pub(crate) fn stream(&self) -> u64 {
        self.stream.unwrap()
    }

    /// Something comes for a request that was sent, counted from 1.
    pub(crate) fn answer(&mut self, number: usize, answer: Result<Answer, Failure>) {
        let number = u64::try_from(number).unwrap();
        self.happen(Input::Answered { number, answer });
    }

    pub(crate) fn banner(&self, kind: BannerKind) -> Option<String> {
        let mut banners = self.view().banners.into_iter();
        Some(banners.find(|banner| banner.kind == kind)?.text)
    }

    pub(crate) fn view(&self) -> View {
        self.app.view(self.clocks())
    }

    pub(crate) fn tray(&self) -> TrayModel {
        TrayModel::new(&self.view(), self.app.locale())
    }

    pub(crate) fn office(&self, office: &str) -> OfficeView {
        self.view()
            .offices
            .into_iter()
            .find(|known| known.id.as_str() == office)
            .unwrap()
    }

    /// Ana's status in the library, and in the IT office.
    pub(crate) fn statuses(&self) -> (Status, Status) {
        (self.office("library").status, self.office("it").status)
    }

    pub(crate) fn everywhere(&self, status: Status) -> bool {
        self.statuses() == (status, status)
    }

    /// The activity that the server was told last.
    pub(crate) fn activity(&self) -> Activity {
        let told = self
            .sent
            .iter()
            .rev()
            .find_map(|(_, request)| match request {
                Request::Activity(activity) => Some(*activity),
                _ => None,
            });
        told.expect("the server was told of the activity")
    }

    /// The choices that were sent, in order.
    pub(crate) fn choices_sent(&self) -> Vec<NewChoice> {
        let choices = self.sent.iter().filter_map(|(_, request)| match request {
            Request::Choice(choice) => Some(choice.clone()),
            _ => None,
        });
        choices.collect()
    }

    /// Time passes, and nobody calls.
    pub(crate) fn advance(&mut self, duration: Duration) {
        self.now += duration;
        self.boot += duration.to_std().unwrap();
    }

    pub(crate) fn clocks(&self) -> Now {
        Now {
            wall: self.now,
            boot: self.boot,
            awake: (!self.two_clocks).then(|| self.awake()),
        }
    }

    fn awake(&self) -> StdDuration {
        self.boot.checked_sub(self.asleep).unwrap()
    }

    /// For how long there was no input, as the idle source counts it.
    fn idle(&self) -> StdDuration {
        let (now, last_input) = match self.counts {
            IdleClock::Boot => (self.boot, self.last_input.boot),
            IdleClock::Awake => (self.awake(), self.last_input.awake.unwrap()),
        };
        let idle = now.checked_sub(last_input).unwrap();
        idle.max(self.lingering.to_std().unwrap())
    }

    /// In how long the state machine wants to be called, and why.
    pub(crate) fn due(&self) -> Option<(Duration, WakeReason)> {
        let (at, why) = self.app.poll_timeout()?;
        let due = Duration::from_std(at.saturating_sub(self.boot)).unwrap();
        Some((due, why))
    }

    pub(crate) fn server_time(&self) -> Timestamp {
        self.now + self.server.ahead
    }

    /// Does what the state machine says until there is nothing more.
    pub(crate) fn settle(&mut self) {
        loop {
            if let Some(output) = self.app.poll_output() {
                self.follow(output);
            } else if let (Some(stream), Some(_)) = (self.stream, self.server.events.front()) {
                let event = self.server.events.pop_front().unwrap();
                let event = self.server.numbered(event);
                self.app
                    .handle_input(Input::Stream { stream, event }, self.clocks());
            } else {
                return;
            }
        }
    }

    fn read(&mut self) {
        let last_input = match &self.no_idle_source {
            Some(why) => Err(why.as_str().into()),
            None => Ok(self.clocks().last_input(self.idle(), self.counts)),
        };
        if let Some(by) = self.kept_on.clone() {
            let input = Input::Inhibitors {
                source: Report::Works("a test".to_owned()),
                by,
                announces: false,
            };
            self.app.handle_input(input, self.clocks());
        }
        let input = Input::Idle {
            source: "a test".to_owned(),
            last_input,
            announces: self.listens,
        };
        self.app.handle_input(input, self.clocks());
    }

    fn follow(&mut self, output: Output) {
        match output {
            Output::AskIdle { announce } => {
                self.idle_asked.push(self.now);
                if !self.source_hangs {
                    self.listens = announce && self.announces;
                    self.read();
                }
            }
            Output::Send { number, request } => {
                self.sent.push((self.now, request.clone()));
                self.numbers.push(number);
                if self.server.silent || (self.server.unanswered)(&request) {
                    return;
                }
                let answer = if (self.server.breaks_at)(&request) {
                    Err(Failure::Unreachable(Unreachable::Broken))
                } else if self.server.reachable {
                    self.server.answer(request, self.now + self.server.ahead)
                } else {
                    Err(Failure::Unreachable(Unreachable::ConnectionRefused))
                };
                self.app
                    .handle_input(Input::Answered { number, answer }, self.clocks());
            }
            Output::ReadCalendar { reading, .. } => {
                self.calendar_read.push(self.now);
                let read = self.calendar.clone();
                let input = Input::CalendarRead { reading, read };
                self.app.handle_input(input, self.clocks());
            }
            Output::Listen {
                stream,
                last_event_id,
            } => {
                self.stream = Some(stream);
                let resumes = self.server.resumes && last_event_id.is_some();
                self.listened.push(last_event_id);
                if self.opens_late {
                    return;
                }
                if !self.server.reachable {
                    let event =
                        StreamEvent::Lost(Failure::Unreachable(Unreachable::ConnectionRefused));
                    self.app
                        .handle_input(Input::Stream { stream, event }, self.clocks());
                    return;
                }
                self.server.events.clear();
                let event = StreamEvent::Opened;
                self.app
                    .handle_input(Input::Stream { stream, event }, self.clocks());
                if resumes {
                    return;
                }
                let snapshot = self.server.snapshot(self.now + self.server.ahead);
                let event = self.server.numbered(Event::Snapshot(Box::new(snapshot)));
                self.app
                    .handle_input(Input::Stream { stream, event }, self.clocks());
            }
            Output::HangUp => {
                self.stream = None;
                self.hung_up.push(self.sent.len());
            }
            Output::ForgetToken => self.token = false,
            Output::Notify(notification) => {
                self.told.push(notification.clone());
                self.notifications
                    .insert(notification.subject.clone(), notification);
            }
            Output::Withdraw(subject) => {
                self.notifications.remove(&subject);
            }
            Output::Persist { number, kept } if self.disk_hangs => {
                self.unsaved = Some((number, *kept));
            }
            Output::Persist { number, kept } => {
                self.kept = *kept;
                let result = Ok(());
                self.app
                    .handle_input(Input::Persisted { number, result }, self.clocks());
            }
            Output::OpenWindow => self
                .app
                .handle_input(Input::Window(WindowEvent::Opened), self.clocks()),
            Output::RaiseWindow | Output::CloseWindow => {}
            Output::Answer { ticket, result } => {
                let result = result.map(|Done { etag }| {
                    self.saved_as.extend(etag.map(|etag| (ticket, etag)));
                });
                self.answers.insert(ticket, result);
            }
            Output::SleepReady => self.sleep_ready = true,
            Output::Quit => self.quit = true,
        }
    }

    fn pass_with(&mut self, duration: Duration, working: bool) {
        let end = self.now + duration;
        while self.now < end {
            let due = self
                .due()
                .map_or(duration, |(due, _)| due)
                .clamp(Duration::milliseconds(1), seconds(30));
            self.advance(due.min(end - self.now));
            if working {
                self.input();
            }
            self.app.handle_timeout(self.clocks());
            self.settle();
        }
    }
}

impl Server {
    fn new() -> Self {
        Self {
            me: ana(),
            reachable: true,
            resumes: false,
            unanswered: |_| false,
            silent: false,
            breaks_at: |_| false,
            ahead: Duration::zero(),
            refuse: None,
            failing: |_| None,
            lease: seconds(60),
            events: VecDeque::new(),
            event_ids: 0,
            colleagues: vec![
                colleague("ana", "Ana Ruiz", Status::Available),
                colleague("ben", "Ben Ode", Status::Available),
            ],
        }
    }

    /// Another device of Ana's.
    pub(crate) fn other_device(&mut self, live: bool, activity: Activity) {
        self.me.revision += 1;
        self.me
            .sessions
            .retain(|session| session.id.as_str() != "other");
        self.me.sessions.push(Session {
            id: "other".into(),
            device: "Laptop".to_owned(),
            live,
            activity,
        });
        self.events.push_back(Event::Me(Box::new(self.me.clone())));
    }

    pub(crate) fn set_away(
        &mut self,
        id: &str,
        office: &str,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Notice {
        self.me.revision += 1;
        self.me.choices.push(Choice {
            id: id.into(),
            scope: Scope::Office(office.into()),
            status: ChoiceStatus::Away,
            set_at: now,
            hold: Hold::NextEdge,
            by: "dana".into(),
        });
        self.me.names.insert("dana".into(), "Dana Fox".to_owned());
        Notice {
            revision: self.me.revision,
            at: now,
            office: office.into(),
            office_name: if office == "it" { "IT desk" } else { "Library" }.to_owned(),
            by: Person {
                id: "dana".into(),
                name: "Dana Fox".to_owned(),
                email: "dana@example.edu".to_owned(),
            },
            reason: reason.map(ToOwned::to_owned),
            batch: "b1".to_owned(),
        }
    }

    fn answer(&mut self, request: Request, now: Timestamp) -> Result<Answer, Failure> {
        if let Some(failure) = (self.failing)(&request) {
            return Err(failure);
        }
        match request {
            Request::Choice(choice) => {
                if let Some(problem) = self.refuse.take() {
                    return Err(Failure::Refused(Box::new(problem)));
                }
                Ok(Answer::Choice(self.choose(choice, now)))
            }
            Request::Activity(_) => Ok(Answer::Activity(ActivityAnswer {
                server_time: now,
                lease_until: now + self.lease,
            })),
            Request::SignIn(_) | Request::TryHere => Ok(Answer::SignedIn(ana_account())),
            Request::Schedule { schedule, .. } => {
                self.me.revision += 1;
                self.me.schedule = Some(schedule);
                self.me.schedule_etag = format!("e{}", self.me.revision);
                self.events.push_back(Event::Me(Box::new(self.me.clone())));
                Ok(Answer::Schedule {
                    etag: Some(self.me.schedule_etag.clone()),
                })
            }
            Request::Busy(intervals) => {
                self.me.revision += 1;
                self.me.busy = intervals;
                self.events.push_back(Event::Me(Box::new(self.me.clone())));
                Ok(Answer::Done)
            }
            Request::OwnIdleAfter { .. }
            | Request::Away { .. }
            | Request::Goodbye
            | Request::SignOut => Ok(Answer::Done),
        }
    }

    fn choose(&mut self, new: NewChoice, now: Timestamp) -> ChoiceAnswer {
        if let Some(known) = self.me.choices.iter().find(|known| known.id == new.id) {
            return ChoiceAnswer {
                choice: known.clone(),
                revision: self.me.revision,
            };
        }
        self.me.revision += 1;
        let NewChoice {
            id,
            scope,
            status,
            hold,
            set_at,
            ..
        } = new;
        let latest = self
            .me
            .choices
            .iter()
            .map(|choice| choice.set_at + Duration::milliseconds(1))
            .max();
        let set_at = set_at.map_or(latest.map_or(now, |latest| latest.max(now)), |set_at| {
            set_at.min(now)
        });
        let choice = Choice {
            id,
            scope,
            status,
            set_at,
            hold,
            by: "ana".into(),
        };
        self.me.choices.push(choice.clone());
        self.events.push_back(Event::Me(Box::new(self.me.clone())));
        ChoiceAnswer {
            choice,
            revision: self.me.revision,
        }
    }

    /// The event as it stands on the stream.
    pub(crate) fn numbered(&mut self, event: Event) -> StreamEvent {
        self.event_ids += 1;
        StreamEvent::Event {
            id: format!("e-{}", self.event_ids),
            event,
        }
    }

    pub(crate) fn snapshot(&self, now: Timestamp) -> Snapshot {
        let offices = self.me.offices.iter().map(|office| OfficePresence {
            id: office.id.clone(),
            name: office.name.clone(),
            role: office.role,
            available: 1,
            coverage: None,
            agents: self.colleagues.clone(),
        });
        Snapshot {
            revision: self.me.revision,
            server_time: now,
            me: self.me.clone(),
            offices: offices.collect(),
        }
    }
}

pub(crate) fn problem(code: Code, status: u16, detail: &str) -> Problem {
    Problem {
        kind: "about:blank".to_owned(),
        title: String::new(),
        status,
        code,
        detail: detail.to_owned(),
        field: None,
        retry_after_seconds: None,
        overtaken_by: None,
    }
}

pub(crate) fn colleague(id: &str, name: &str, status: Status) -> AgentPresence {
    AgentPresence {
        id: id.into(),
        name: name.to_owned(),
        status,
        cause: Cause::Default,
        since: None,
    }
}

pub(crate) fn ana_account() -> Account {
    Account {
        server: "https://chat.example.edu".to_owned(),
        url: "https://chat.example.edu".to_owned(),
        embedded: false,
        plain_http: false,
        agent: AgentId("ana".to_owned()),
        email: "ana@example.edu".to_owned(),
    }
}

fn app(kept: Kept, now: Now) -> App {
    let config = Config {
        zone: chrono_tz::UTC,
        locale: SystemLocale::default(),
        version: "0.1.0".to_owned(),
        system: "Debian 12, Xfce".to_owned(),
        log: "/home/ana/porchlight.log".to_owned(),
        demo: false,
        token: kept.account.is_some(),
        trouble: None,
    };
    // Ids of a later start are greater, as real ones are.
    let start = u64::try_from(now.wall.timestamp() - at("0:00").timestamp()).unwrap();
    App::new(config, kept, Box::new(Counter(start)), now)
}

fn ana() -> Me {
    let membership = |id: &str, name: &str| Membership {
        id: id.into(),
        name: name.to_owned(),
        role: Role::Agent,
    };
    Me {
        revision: 1,
        agent: Person {
            id: "ana".into(),
            name: "Ana Ruiz".to_owned(),
            email: "ana@example.edu".to_owned(),
        },
        session_id: "own".into(),
        owner: false,
        offices: vec![
            membership("library", "Library"),
            membership("it", "IT desk"),
        ],
        settings: Settings::default(),
        choices: Vec::new(),
        schedule: Some(Schedule {
            zone: "UTC".to_owned(),
            shifts: vec![Shift {
                days: vec![Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri],
                start: "09:00".parse().unwrap(),
                end: "17:00".parse().unwrap(),
            }],
            dates: BTreeMap::new(),
            time_off: Vec::new(),
        }),
        schedule_etag: "e1".to_owned(),
        busy: Vec::new(),
        sessions: vec![Session {
            id: "own".into(),
            device: "Desk".to_owned(),
            live: true,
            activity: Activity::Active,
        }],
        names: BTreeMap::from([("ana".into(), "Ana Ruiz".to_owned())]),
    }
}
