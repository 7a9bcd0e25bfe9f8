//! The one loop: everything that happens is a [`Tick`]; the state machine says what follows.

use std::{iter, time::Duration};

use porchlight_core::{
    agent::{
        Account, Answer, App, CalendarFailure, Config as AppConfig, Failure, Input, LastInput,
        Output, Refusal, StreamEvent, Ticket, WindowEvent,
    },
    intent::{CalendarAddress, Done},
    tray::TrayModel,
    view::{Lack, Report, View},
};
use porchlight_protocol::Interval;
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::{sleep, timeout},
};

use crate::{
    Claim, Config, Desktop, Happening, IdleSource, Inhibitors, calendar, clock,
    embedded::EmbeddedServer,
    guests::Guests,
    idle,
    keyring::Keyring,
    link::{Link, Reply, Token, read_addresses},
    socket::{
        ToGuest, ToResident, VERSION,
        host::{FromGuest, accept},
    },
    store::{Files, Found, Patience, Store, Writer},
};

/// How many ticks may wait. Whoever ticks faster waits, too.
const WAITING: usize = 256;
/// How many ticks are taken in before the surfaces are refreshed.
const AT_ONCE: usize = 64;
/// How long the last lines to guests, and the embedded server, may take at the end.
const LAST_WORDS: Duration = Duration::from_millis(1500);

/// Everything that wakes the loop.
#[derive(Debug)]
pub(crate) enum Tick {
    Happened(Happening),
    Guest(FromGuest),
    Idle {
        source: String,
        last_input: Result<LastInput, Lack>,
        announces: bool,
    },
    /// What a question alone tells; the idle time follows.
    Inhibitors(Inhibitors),
    Answered {
        number: u64,
        answer: Result<Reply, Failure>,
    },
    Stream {
        stream: u64,
        event: StreamEvent,
    },
    /// Whether this version of what the writer holds, and all before it, reached the disk, with what the app last called by
    /// `kept`.
    Persisted {
        number: u64,
        kept: u64,
        result: Result<(), String>,
    },
    /// The sample campus was to be started for whoever is signed in there.
    Campus(anyhow::Result<EmbeddedServer>),
    /// A window that was to show that it is alive has had its time.
    WindowSilent {
        guest: u64,
        ping: u64,
    },
    /// What a calendar said, or why it did not.
    CalendarRead {
        reading: u64,
        read: Result<Vec<Interval>, CalendarFailure>,
    },
    /// The keyring has handed out the token after all.
    LateToken(Option<Token>),
    /// Where the token is, in words.
    TokenKept(String),
    Timeout,
}

/// Runs the resident until it was asked to quit and goodbye was said, which takes at most 5 s, and 3 s more if the disk
/// does not answer.
///
/// # Errors
/// If a thread cannot be started.
pub async fn run(
    config: Config,
    claim: Claim,
    desktop: impl Desktop,
    idle: Box<dyn IdleSource>,
    happenings: mpsc::Receiver<Happening>,
) -> anyhow::Result<()> {
    let entry = || Keyring::of_session(config.state_dir.display().to_string());
    let keyring = config.keyring.then(entry);
    let files = Store::new(config.state_dir.clone(), keyring);
    run_on(files, config, claim, desktop, idle, happenings).await
}

async fn run_on(
    files: impl Files,
    config: Config,
    claim: Claim,
    desktop: impl Desktop,
    idle: Box<dyn IdleSource>,
    mut happenings: mpsc::Receiver<Happening>,
) -> anyhow::Result<()> {
    let (ticks, mut ticked) = mpsc::channel(WAITING);
    let mut controller = Controller::start(files, config, claim, desktop, idle, ticks).await?;
    let jumps = clock::Jumps::watch();
    while !controller.quitting {
        let due = controller.app.poll_timeout().map(|(at, _)| at);
        let wait = clock::until(due, clock::now().boot);
        let tick = tokio::select! {
            tick = ticked.recv() => tick.unwrap_or(Tick::Timeout),
            Some(happening) = happenings.recv() => Tick::Happened(happening),
            () = jumps.next() => Tick::Timeout,
            () = sleep(wait) => Tick::Timeout,
        };
        controller.take(tick);
        for _ in 1..AT_ONCE {
            match ticked.try_recv() {
                Ok(tick) => controller.take(tick),
                Err(_) => break,
            }
        }
        controller.follow();
    }
    drop(ticked);
    controller.end().await;
    Ok(())
}

struct Controller<D> {
    app: App,
    ticks: mpsc::Sender<Tick>,
    desktop: D,
    link: Link,
    writer: Writer,
    /// Given out once this version of what is kept is on disk, or known not to be.
    promised: Vec<(u64, Ticket, Result<Done, Refusal>)>,
    /// The last version of which that is known.
    persisted: u64,
    idle: idle::Watch,
    guests: Guests,
    /// Keeps the socket open, and the claim.
    accepting: JoinHandle<Claim>,
    /// Who waits for the machine to be allowed to sleep.
    sleepers: Vec<oneshot::Sender<()>>,
    /// Who is signed in, while the keyring has not handed out the token.
    awaiting: Option<Account>,
    tray: Option<TrayModel>,
    view: Option<View>,
    quitting: bool,
}

impl<D: Desktop> Controller<D> {
    async fn start(
        files: impl Files,
        config: Config,
        claim: Claim,
        desktop: D,
        source: Box<dyn IdleSource>,
        ticks: mpsc::Sender<Tick>,
    ) -> anyhow::Result<Self> {
        let log = config.log_shown();
        let (writer, found) = Writer::start(files, Patience::default(), ticks.clone()).await?;
        let Found {
            mut kept,
            token,
            awaited,
            trouble,
        } = found;
        read_addresses(&mut kept);
        let mut link = Link::new(
            ticks.clone(),
            config.device,
            config.state_dir.join("campus"),
        );
        let has_token = token.is_some() || awaited.is_some();
        let mut awaiting = None;
        match (&kept.account, token, awaited) {
            (Some(account), Some(token), _) => link.resume(account.clone(), token),
            (Some(account), None, Some(why)) => {
                awaiting = Some(account.clone());
                link.wait_for_token(why);
            }
            _ => {}
        }
        let app_config = AppConfig {
            zone: config.zone,
            locale: config.locale,
            system: config.system,
            log,
            version: config.version,
            demo: config.demo,
            token: has_token,
            trouble,
        };
        let mut controller = Self {
            app: App::new(app_config, kept, Box::new(clock::Dice), clock::now()),
            ticks: ticks.clone(),
            desktop,
            link,
            writer,
            promised: Vec::new(),
            persisted: 0,
            idle: idle::Watch::start(source, ticks.clone())?,
            guests: Guests::new(ticks.clone()),
            accepting: tokio::spawn(accept(claim, ticks)),
            sleepers: Vec::new(),
            awaiting,
            tray: None,
            view: None,
            quitting: false,
        };
        controller.follow();
        Ok(controller)
    }

    /// Goes on with a token that came late, or without one, unless she has signed out or in meanwhile.
    fn resume(&mut self, token: Option<Token>) -> Option<Input> {
        let account = self.awaiting.take()?;
        match token {
            Some(token) => {
                self.link.resume(account, token);
                Some(Input::TokenKept("In your keyring".to_owned()))
            }
            None => Some(Input::TokenMissing),
        }
    }

    /// Hands what happened to the state machine.
    fn take(&mut self, tick: Tick) {
        let now = clock::now();
        let input = match tick {
            Tick::Happened(happening) => self.happened(happening),
            Tick::Guest(from) => match self.heard(from) {
                Some(input) => input,
                None => return,
            },
            Tick::Idle {
                source,
                last_input,
                announces,
            } => Input::Idle {
                source,
                last_input,
                announces,
            },
            Tick::Inhibitors(inhibitors) => inhibited(inhibitors, false),
            Tick::Answered { number, answer } => Input::Answered {
                number,
                answer: answer.map(|reply| self.reply(reply)),
            },
            Tick::Stream { stream, event } => Input::Stream { stream, event },
            Tick::Persisted {
                number,
                kept,
                result,
            } => {
                self.keep_promises(number);
                Input::Persisted {
                    number: kept,
                    result,
                }
            }
            Tick::Campus(started) => {
                self.link.campus_started(started);
                return;
            }
            Tick::TokenKept(place) => Input::TokenKept(place),
            Tick::CalendarRead { reading, read } => Input::CalendarRead { reading, read },
            Tick::WindowSilent { guest, ping } => {
                if let Some(process) = self.guests.given_up(guest, ping) {
                    self.desktop.replace_window(process);
                }
                return;
            }
            Tick::LateToken(token) => match self.resume(token) {
                Some(input) => input,
                None => return,
            },
            Tick::Timeout => {
                self.app.handle_timeout(now);
                return;
            }
        };
        self.app.handle_input(input, now);
    }

    fn happened(&mut self, happening: Happening) -> Input {
        match happening {
            Happening::Intent(intent) => Input::Asked {
                ticket: None,
                intent,
            },
            Happening::Replied { subject, intent } => Input::Replied { subject, intent },
            Happening::Locked => Input::Locked,
            Happening::Unlocked => Input::Unlocked,
            Happening::Sleeping(ready) => {
                self.sleepers.push(ready);
                Input::Sleeping
            }
            Happening::Woke => Input::Woke,
            Happening::Tray(report) => Input::Tray(said(report)),
            Happening::SessionWatch(report) => Input::SessionWatch(said(report)),
            Happening::Inhibitors(inhibitors) => inhibited(inhibitors, true),
            Happening::Notifications(report) => Input::Notifications(said(report)),
            Happening::Zone(zone) => Input::Zone(zone),
            Happening::WindowFailed(why) => Input::Window(WindowEvent::Failed(why)),
        }
    }

    fn heard(&mut self, from: FromGuest) -> Option<Input> {
        match from {
            FromGuest::Arrived(stream) => {
                self.guests.arrived(stream);
                None
            }
            FromGuest::Said {
                guest,
                line:
                    ToResident::Hello {
                        guest: kind,
                        watch,
                        version,
                        process,
                    },
            } => {
                if version != VERSION {
                    tracing::info!(version, "a guest of another version");
                }
                let window =
                    self.guests
                        .introduced(guest, (kind, process), watch, self.view.as_ref());
                window.then_some(Input::Window(WindowEvent::Opened))
            }
            FromGuest::Said {
                guest,
                line: ToResident::Pong,
            } => {
                self.guests.ponged(guest);
                None
            }
            FromGuest::Said {
                guest,
                line: ToResident::Look,
            } => {
                self.guests.show_to(guest, &self.app.view(clock::now()));
                None
            }
            FromGuest::Said {
                guest,
                line: ToResident::Preview { number, schedule },
            } => {
                let preview = self.app.preview(&schedule, clock::now());
                self.guests.answer_preview(guest, number, preview);
                None
            }
            FromGuest::Said {
                guest,
                line: ToResident::Why { number },
            } => {
                let why = self.app.why(clock::now());
                self.guests.answer_why(guest, number, why);
                None
            }
            FromGuest::Said {
                guest,
                line: ToResident::Ask { number, intent },
            } => Some(Input::Asked {
                ticket: Some(self.guests.asked(guest, number)),
                intent,
            }),
            FromGuest::Left { guest } => self
                .guests
                .left(guest)
                .then_some(Input::Window(WindowEvent::Closed)),
        }
    }

    fn reply(&mut self, reply: Reply) -> Answer {
        match reply {
            Reply::Answer(answer) => answer,
            Reply::SignedIn {
                account,
                session,
                embedded,
            } => {
                self.awaiting = None;
                self.writer.save_token(session.token().clone());
                self.link.signed_in(&account, *session, embedded);
                Answer::SignedIn(account)
            }
        }
    }

    /// Does what the state machine says, and refreshes every surface from the one view.
    fn follow(&mut self) {
        while let Some(first) = self.app.poll_output() {
            let rest = iter::from_fn(|| self.app.poll_output()).collect();
            let after = self.begin(first, rest);
            self.show();
            for output in after {
                self.finish(output);
            }
        }
        self.show();
    }

    /// What needs no surface. Returns what comes after they are up to date.
    fn begin(&mut self, first: Output, rest: Vec<Output>) -> Vec<Output> {
        let mut after = Vec::new();
        for output in iter::once(first).chain(rest) {
            match output {
                Output::Send { number, request } => self.link.send(number, request),
                Output::Listen {
                    stream,
                    last_event_id,
                } => self.link.listen(stream, last_event_id),
                Output::HangUp => self.link.hang_up(),
                Output::ForgetToken => {
                    self.awaiting = None;
                    self.link.forget();
                    self.writer.remove_token();
                }
                Output::AskIdle { announce } => self.idle.ask(announce),
                Output::Notify(notification) => self.desktop.notify(notification),
                Output::Withdraw(subject) => self.desktop.withdraw(&subject),
                Output::OpenWindow => self.desktop.open_window(),
                Output::ReadCalendar { reading, address } => self.read_calendar(reading, address),
                Output::Persist { .. }
                | Output::RaiseWindow
                | Output::CloseWindow
                | Output::Answer { .. }
                | Output::SleepReady
                | Output::Quit => after.push(output),
            }
        }
        after
    }

    /// What comes after the surfaces are up to date.
    fn finish(&mut self, output: Output) {
        match output {
            Output::Persist { number, kept } => self.writer.save(number, *kept),
            Output::Answer { ticket, result } => {
                self.promised.push((self.writer.newest(), ticket, result));
                self.keep_promises(self.persisted);
            }
            Output::RaiseWindow => self.guests.tell_windows(&ToGuest::Raise),
            Output::CloseWindow => self.guests.tell_windows(&ToGuest::Close),
            Output::SleepReady => {
                for ready in self.sleepers.drain(..) {
                    // Who waited may have stopped waiting.
                    let _ = ready.send(());
                }
            }
            Output::Quit => self.quitting = true,
            Output::Send { .. }
            | Output::Listen { .. }
            | Output::HangUp
            | Output::ForgetToken
            | Output::AskIdle { .. }
            | Output::Notify(_)
            | Output::Withdraw(_)
            | Output::ReadCalendar { .. }
            | Output::OpenWindow => {}
        }
    }

    fn read_calendar(&self, reading: u64, address: CalendarAddress) {
        let (ticks, zone) = (self.ticks.clone(), self.app.zone());
        let owner = self.app.email().map(str::to_owned);
        tokio::spawn(async move {
            let read = calendar::read(address, owner, zone).await;
            // Without the loop that asked, nobody wants to know.
            let _ = ticks.send(Tick::CalendarRead { reading, read }).await;
        });
    }

    /// Gives the answers whose promises are on disk by now, or known not to be.
    fn keep_promises(&mut self, persisted: u64) {
        self.persisted = self.persisted.max(persisted);
        let kept =
            |(number, ..): &mut (u64, Ticket, Result<Done, Refusal>)| *number <= self.persisted;
        for (_, ticket, result) in self.promised.extract_if(.., kept) {
            self.guests.answer(ticket, result);
        }
    }

    fn show(&mut self) {
        let view = self.app.view(clock::now());
        if self.view.as_ref() == Some(&view) {
            return;
        }
        self.log_events(&view);
        let tray = TrayModel::new(&view, self.app.locale());
        if self.tray.as_ref() != Some(&tray) {
            self.desktop.show_tray(&tray);
            self.tray = Some(tray);
        }
        self.desktop.show_others(&view);
        self.guests.show(&view);
        self.view = Some(view);
    }

    /// What has happened, for whoever looks for a reason later.
    fn log_events(&self, view: &View) {
        let known = self.view.as_ref().map(|view| &view.diagnostics.events);
        for event in &view.diagnostics.events {
            if !known.is_some_and(|known| known.contains(event)) {
                tracing::info!("{event}");
            }
        }
    }

    async fn end(mut self) {
        if let Err(why) = self.writer.finish().await {
            tracing::error!(why, "the last changes are not saved");
        }
        for (_, ticket, result) in self.promised {
            self.guests.answer(ticket, result);
        }
        let last = async {
            self.guests.dismiss().await;
            self.link.shutdown().await;
        };
        // What is not said by now is not said.
        let _ = timeout(LAST_WORDS, last).await;
        // Whoever starts the app anew finds the place free, but not before she finds there what was kept.
        self.accepting.abort();
        let _ = (&mut self.accepting).await;
        self.desktop.quit();
    }
}

fn inhibited(inhibitors: Inhibitors, announces: bool) -> Input {
    Input::Inhibitors {
        source: said(inhibitors.source),
        by: inhibitors.by,
        announces,
    }
}

fn said(report: Result<String, Lack>) -> Report {
    match report {
        Ok(what) => Report::Works(what),
        Err(why) => Report::Missing(why),
    }
}

#[cfg(test)]
mod tests;
