//! Running, leaving, asleep: what the app says before it goes, and how it comes back.
//!
//! ```text
//!   Running ──(sleep, sign out, quit, hand over)──> Leaving ──(said, or too late)──> Asleep, signed out, or the end
//!      ^                                                                     │
//!      └──────────────(woke, asked for something, or still being called)─────┘
//! ```
//!
//! Always holds: goodbye is sent after all that this connection has in flight was answered or cancelled. What was on its
//! way already when it was cancelled has a smaller number than goodbye, and so cannot bring the session back. It is sent
//! whether or not a connection stands at that moment, and what begins meanwhile does not cut its time short. The end also
//! waits for the disk, while that is all that keeps a choice; one that is lost all the same is said to be.

use chrono::Duration;

use super::{
    About, App, Failure, GAP, Now, Output, Refusal, Request, Ticket, Unreachable, now::Boot,
    responses::is_busy,
};
use crate::words;

/// How long the server may take to hear goodbye before the machine sleeps.
const BEFORE_SLEEP: Duration = Duration::seconds(2);
/// How long the server may take to hear goodbye before the app ends, or the token is forgotten.
const BEFORE_THE_END: Duration = Duration::seconds(3);
/// How soon goodbye is said again to a server that was not there for a moment.
const AGAIN: Duration = Duration::milliseconds(400);

#[derive(Debug)]
pub(super) enum Lifecycle {
    Running,
    Leaving(Shutdown),
    /// As it was announced.
    Asleep {
        since: Boot,
    },
}

/// Goodbye on its way.
#[derive(Debug)]
pub(super) struct Shutdown {
    then: After,
    since: Boot,
    /// Not sent yet, or to be sent again.
    goodbye: Option<Unsent>,
    /// The server may hold this session for live, so that it is worth another try.
    live: bool,
    /// The server has heard it, or cannot.
    said: bool,
    /// The server knows.
    known: bool,
    /// It was said again, as an earlier run of the app had counted further.
    recounted: bool,
    /// What follows does not wait any longer than this.
    deadline: Boot,
    /// Asked for meanwhile: the machine is to sleep, and the app to end, after it.
    sleeps: bool,
    quits: bool,
}

/// A goodbye that waits.
#[derive(Debug)]
struct Unsent {
    request: Request,
    /// Sent at this instant.
    at: Boot,
    /// Sent earlier, once nothing else is in flight; what still is at that instant is cancelled.
    after_others: bool,
}

#[derive(Debug)]
pub(super) enum After {
    Sleep,
    SignOut(Option<Ticket>),
    Quit,
    /// The end without a goodbye, for a newer version goes on at once.
    HandOver,
}

impl Lifecycle {
    pub(super) const fn is_asleep(&self) -> bool {
        match self {
            Self::Asleep { .. } => true,
            Self::Leaving(shutdown) => matches!(shutdown.then, After::Sleep),
            Self::Running => false,
        }
    }

    /// When it changes by itself.
    pub(super) fn due_at(&self) -> Option<Boot> {
        match self {
            Self::Running => None,
            Self::Leaving(shutdown) => {
                let cancel = shutdown.goodbye.as_ref().map(|unsent| unsent.at);
                Some(cancel.map_or(shutdown.deadline, |at| at.min(shutdown.deadline)))
            }
            Self::Asleep { since } => Some(*since + GAP),
        }
    }
}

impl App {
    /// The machine is about to sleep.
    pub(super) fn sleep(&mut self, now: Now) {
        if self.lifecycle.is_asleep() {
            self.outputs.push_back(Output::SleepReady);
            return;
        }
        if let Lifecycle::Leaving(shutdown) = &mut self.lifecycle {
            shutdown.sleeps = true;
            return;
        }
        // So that it is known also if the source fails on waking.
        self.ask_idle(now);
        self.leave(After::Sleep, Some(Request::Goodbye), BEFORE_SLEEP, now);
    }

    /// The machine says that it woke. If it slept, the clocks have said so.
    pub(super) fn wake(&mut self, now: Now) {
        match &self.lifecycle {
            Lifecycle::Asleep { since } => self.woken(*since, now),
            Lifecycle::Leaving(shutdown) if matches!(shutdown.then, After::Sleep) => {
                let since = shutdown.since;
                self.finish(now);
                self.woken(since, now);
            }
            Lifecycle::Leaving(_) | Lifecycle::Running => {}
        }
    }

    /// The machine was asleep, or about to be, at the latest since then.
    pub(super) fn woken(&mut self, since: Boot, now: Now) {
        self.lifecycle = Lifecycle::Running;
        let rules = self.idle_rules();
        self.desk.woke(since, &rules, now);
        self.calendar.read_soon(now);
        self.start_over(now);
    }

    pub(super) fn quit(&mut self, now: Now) {
        self.outputs.push_back(Output::CloseWindow);
        if let Lifecycle::Leaving(shutdown) = &mut self.lifecycle {
            shutdown.quits = true;
            return;
        }
        self.leave(After::Quit, Some(Request::Goodbye), BEFORE_THE_END, now);
    }

    /// A newer version takes this one's place at once, which nobody is to see. What is being left is left first.
    pub(super) fn hand_over(&mut self, now: Now) {
        self.outputs.push_back(Output::CloseWindow);
        if let Lifecycle::Leaving(shutdown) = &mut self.lifecycle {
            shutdown.quits = true;
            return;
        }
        self.leave(After::HandOver, None, BEFORE_THE_END, now);
    }

    pub(super) fn sign_out(&mut self, ticket: Option<Ticket>, now: Now) {
        let then = After::SignOut(ticket);
        self.leave(then, Some(Request::SignOut), BEFORE_THE_END, now);
    }

    /// Why nothing can be asked of a person's server who is about to end all this; none otherwise.
    pub(super) fn leaving(&self) -> Option<Refusal> {
        let Lifecycle::Leaving(shutdown) = &self.lifecycle else {
            return None;
        };
        let messages = self.locale.messages();
        match shutdown.then {
            After::Sleep => None,
            After::SignOut(_) => Some(Refusal::new("signing_out", messages.refused_signing_out())),
            After::Quit | After::HandOver => {
                Some(Refusal::new("quitting", messages.refused_quitting()))
            }
        }
    }

    /// Says goodbye, if there is one, and goes on with `then` once all is done before, or after `patience`.
    fn leave(&mut self, then: After, goodbye: Option<Request>, patience: Duration, now: Now) {
        self.finish(now);
        // Whatever still comes for the goodbye of a former leaving says nothing of this one.
        self.in_flight
            .retain(|_, sent| !matches!(sent.about, About::Goodbye));
        let goodbye = goodbye.filter(|_| self.account.is_some());
        let says = goodbye.is_some();
        self.lifecycle = Lifecycle::Leaving(Shutdown {
            then,
            since: now.at(),
            goodbye: goodbye.map(|request| Unsent {
                request,
                at: now.at() + patience / 2,
                after_others: true,
            }),
            live: self.session.may_be_live(now.at()),
            said: !says,
            known: false,
            recounted: false,
            deadline: now.at() + patience,
            sleeps: false,
            quits: false,
        });
        if !says {
            self.end_connection(now);
        }
        self.attend_shutdown(now);
    }

    /// Goodbye was answered, or cannot be.
    pub(super) fn said_goodbye(&mut self, known: bool, now: Now) {
        if let Lifecycle::Leaving(shutdown) = &mut self.lifecycle {
            shutdown.said = true;
            shutdown.known = known;
            self.attend_shutdown(now);
        }
    }

    /// Goodbye did not get through. It is said again if that may help, and there is time.
    pub(super) fn goodbye_failed(&mut self, failure: &Failure, now: Now) {
        let passes = match failure {
            Failure::Unreachable(why) => why.may_pass(),
            Failure::Refused(problem) => is_busy(problem),
            Failure::Impossible(_) => false,
        };
        match &mut self.lifecycle {
            Lifecycle::Leaving(shutdown)
                if passes && shutdown.live && now.at() + AGAIN < shutdown.deadline =>
            {
                let request = match shutdown.then {
                    After::SignOut(_) => Request::SignOut,
                    After::Sleep | After::Quit | After::HandOver => Request::Goodbye,
                };
                shutdown.goodbye = Some(Unsent {
                    request,
                    at: now.at() + AGAIN,
                    after_others: false,
                });
            }
            _ => self.said_goodbye(false, now),
        }
    }

    /// An earlier run of the app counted further than this one: goodbye is said again, with a number above.
    pub(super) fn goodbye_overtaken(&mut self, by: u64, now: Now) {
        self.next_number = self.next_number.max(by + 1);
        match &mut self.lifecycle {
            // Once: a server that is never satisfied is not asked without end.
            Lifecycle::Leaving(shutdown) if !shutdown.recounted => {
                shutdown.recounted = true;
                shutdown.goodbye = Some(Unsent {
                    request: Request::Goodbye,
                    at: now.at(),
                    after_others: true,
                });
                self.attend_shutdown(now);
            }
            _ => self.said_goodbye(false, now),
        }
    }

    /// Goes on with leaving, as far as it can.
    pub(super) fn attend_shutdown(&mut self, now: Now) {
        let in_flight = self
            .in_flight
            .values()
            .any(|sent| sent.about.is_of_connection());
        let Lifecycle::Leaving(shutdown) = &mut self.lifecycle else {
            return;
        };
        let quits = shutdown.quits || matches!(shutdown.then, After::Quit | After::HandOver);
        let unsaved = self.keeping.has_unsaved_choices();
        let waits_for_disk = quits && unsaved && !self.outbox.is_confirmed();
        if shutdown.deadline <= now.at() || (shutdown.said && !waits_for_disk) {
            self.finish(now);
            return;
        }
        let goodbye = shutdown
            .goodbye
            .take_if(|unsent| unsent.at <= now.at() || (unsent.after_others && !in_flight));
        let Some(Unsent { request, .. }) = goodbye else {
            return;
        };
        self.end_connection(now);
        self.send(request, About::Goodbye, now);
    }

    fn end_connection(&mut self, now: Now) {
        let signs_out = matches!(&self.lifecycle, Lifecycle::Leaving(shutdown) if matches!(shutdown.then, After::SignOut(_)));
        if !signs_out {
            // Otherwise it is not kept.
            self.release_asks(now);
        }
        self.hang_up(&Failure::Unreachable(Unreachable::Network));
        self.session.end(None, &self.replica.settings(), now.at());
    }

    /// Goes on with what follows, whether or not all was done before.
    fn finish(&mut self, now: Now) {
        let Lifecycle::Leaving(shutdown) = &mut self.lifecycle else {
            return;
        };
        let (since, known) = (shutdown.since, shutdown.known);
        let (sleeps, quits) = (shutdown.sleeps, shutdown.quits);
        let then = std::mem::replace(&mut shutdown.then, After::Quit);
        self.lifecycle = Lifecycle::Running;
        let (sleeps, quits) = match then {
            After::Sleep => (true, quits),
            After::Quit | After::HandOver => (sleeps, true),
            After::SignOut(ticket) => {
                self.forget(ticket, known, now);
                (sleeps, quits)
            }
        };
        if sleeps {
            self.outputs.push_back(Output::SleepReady);
            self.lifecycle = Lifecycle::Asleep { since };
        }
        if quits {
            self.tell_lost();
            self.outputs.push_back(Output::Quit);
        }
    }

    /// The app ends: what neither the server nor the disk has is said.
    fn tell_lost(&mut self) {
        let lost = self.outbox.pending();
        if lost.is_empty() || !self.keeping.has_unsaved_choices() {
            return;
        }
        let choices = lost
            .iter()
            .map(|late| self.words_for(late.choice.status, &late.choice.scope));
        let message = words::lost_at_the_end(&self.locale, &choices.collect::<Vec<_>>());
        self.refuse(None, Refusal::new("not_saved", message));
    }

    /// Signs out here, whether or not the server knows; what was not done is said.
    fn forget(&mut self, ticket: Option<Ticket>, known: bool, now: Now) {
        let server = self.account.as_ref().map(|account| account.server.clone());
        let dropped = self.outbox.pending().len();
        for asked in self.outbox.release(now.at()) {
            let message = self.locale.messages().refused_choice_dropped();
            self.settle(asked, Err(Refusal::new("dropped", message)));
        }
        self.outbox.clear();
        self.forget_account(None, now);
        let Some(message) = words::signed_out(&self.locale, server.as_deref(), known, dropped)
        else {
            self.done(ticket);
            return;
        };
        let code = if known { "dropped" } else { "not_connected" };
        self.refuse(ticket, Refusal::new(code, message));
    }
}
