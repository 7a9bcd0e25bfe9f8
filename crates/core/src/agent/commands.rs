//! What the person asked for, and how she is answered.

use chrono::Duration;
use porchlight_protocol::{Choice, ChoiceStatus, Hold, OfficeId, Schedule, Scope, Timestamp};

use super::{
    About, App, InFlight, Now, Output, Outstanding, Refusal, Request, Secret, SignIn, Ticket,
    Window, notices::Notice,
};
use crate::{
    LocalSchedule, NotificationAction, ScheduleError, Subject, Timeline,
    intent::{Done, Holding, Intent, ScheduleDraft},
    locale::Locale,
    rules,
    view::PageWish,
    words,
};

/// A window that did not appear within this was not opened.
const WINDOW_OPENS_WITHIN: Duration = Duration::seconds(10);

impl App {
    pub(super) fn asked(&mut self, ticket: Option<Ticket>, intent: Intent, now: Now) {
        if self.lifecycle.is_asleep() {
            self.wake(now);
        }
        self.session.retry_now(now.at());
        if !matches!(
            intent,
            Intent::ToggleWindow
                | Intent::ShowWindow
                | Intent::ShowPage { .. }
                | Intent::PutAside { .. }
                | Intent::KeepDraft { .. }
        ) {
            self.refused = None;
        }
        let server_is_needed = matches!(
            intent,
            Intent::Choose { .. }
                | Intent::SetAway { .. }
                | Intent::SaveSchedule { .. }
                | Intent::SaveIdleAfter { .. }
                | Intent::SignIn { .. }
                | Intent::TryHere
                | Intent::SignOut
        );
        if let Some(refusal) = self.leaving().filter(|_| server_is_needed) {
            self.refuse(ticket, refusal);
            return;
        }
        match intent {
            Intent::Choose {
                offices,
                status,
                hold,
            } => self.choose(ticket, &offices, status, hold, now),
            Intent::SetAway {
                office,
                agent,
                reason,
            } => {
                if !self.is_connected_or_refused(ticket) {
                    return;
                }
                let (messages, place) = (self.locale.messages(), self.replica.office_name(&office));
                self.last_sent = match agent {
                    Some(_) => messages.sent_away_colleague(place),
                    None => messages.sent_away_everybody(place),
                };
                let about = About::Away {
                    ticket,
                    office: office.clone(),
                };
                let name = self.entropy.choice_id().0;
                self.send(
                    Request::Away {
                        office,
                        agent,
                        reason,
                        name,
                    },
                    about,
                    now,
                );
            }
            Intent::SaveSchedule { schedule, etag } => {
                self.save_schedule(ticket, &schedule, etag, now);
            }
            Intent::KeepDraft { draft } => self.keep_draft(ticket, draft),
            Intent::SaveIdleAfter { seconds } => {
                self.save_idle_after(ticket, seconds, now);
            }
            Intent::SavePreferences { preferences } => {
                self.preferences = preferences;
                self.speak();
                self.desk.ask_again(now);
                self.done(ticket);
            }
            Intent::FollowCalendar { address } => {
                self.follow_calendar(address, now);
                self.done(ticket);
            }
            Intent::PutAside { kind, text } => {
                self.put_aside(kind, text);
                self.done(ticket);
            }
            Intent::ImBack => {
                self.desk.im_back(now);
                self.done(ticket);
            }
            Intent::SignIn {
                server,
                email,
                password,
                allow_plain_http,
            } => {
                let sign_in = SignIn {
                    server: server.trim().to_owned(),
                    email: email.trim().to_owned(),
                    password: Secret(password),
                    allow_plain_http,
                };
                self.ask_sign_in(ticket, sign_in, now);
            }
            Intent::SignOut => {
                if self.account.is_some() {
                    self.sign_out(ticket, now);
                } else {
                    self.done(ticket);
                }
            }
            Intent::TryHere => {
                if self.may_sign_in(ticket) {
                    self.try_here(ticket, now);
                }
            }
            Intent::ToggleWindow => {
                if self.window == Window::Open {
                    self.outputs.push_back(Output::CloseWindow);
                } else {
                    self.show_window(now);
                }
                self.done(ticket);
            }
            Intent::ShowWindow => {
                self.show_window(now);
                self.done(ticket);
            }
            Intent::ShowPage { page } => {
                let nth = self.page.as_ref().map_or(0, |wish| wish.nth) + 1;
                self.page = Some(PageWish { page, nth });
                self.show_window(now);
                self.done(ticket);
            }
            Intent::HandOver => {
                self.done(ticket);
                self.hand_over(now);
            }
            Intent::Quit => {
                self.done(ticket);
                self.quit(now);
            }
        }
    }

    pub(super) fn try_here(&mut self, ticket: Option<Ticket>, now: Now) {
        let about = About::SignIn {
            ticket,
            server: None,
        };
        self.send(Request::TryHere, about, now);
    }

    /// It is done, if somebody waits to hear so.
    pub(super) fn done(&mut self, ticket: Option<Ticket>) {
        if let Some(ticket) = ticket {
            self.answers.push((ticket, Ok(Done::default())));
        }
    }

    /// It is not done. Who has no other way to hear so gets a notification.
    pub(super) fn refuse(&mut self, ticket: Option<Ticket>, refusal: Refusal) {
        self.refused = Some(refusal.message.clone());
        match ticket {
            Some(ticket) => self.answers.push((ticket, Err(refusal))),
            None => self.notify(Notice {
                subject: Subject::Refused,
                title: self.locale.messages().notice_refused(),
                body: refusal.message,
                actions: vec![NotificationAction {
                    label: self.locale.messages().action_open(),
                    intent: Intent::ShowWindow,
                }],
                stays: false,
            }),
        }
    }

    /// Signing in did not work. Whoever asked for it in words is answered in words, at once and where she asked: nothing of
    /// it is left to be read later.
    pub(super) fn refuse_sign_in(&mut self, ticket: Option<Ticket>, refusal: Refusal) {
        match ticket {
            Some(ticket) => self.answers.push((ticket, Err(refusal))),
            None => self.refuse(None, refusal),
        }
    }

    /// One of the choices of an ask is done or refused; with the last one the asker is answered.
    pub(super) fn settle(&mut self, ticket: Ticket, result: Result<(), Refusal>) {
        let Some(outstanding) = self.asks.get_mut(&ticket) else {
            return;
        };
        outstanding.choices = outstanding.choices.saturating_sub(1);
        if let Err(refusal) = result {
            outstanding.refused.get_or_insert(refusal);
        }
        if outstanding.choices > 0 {
            return;
        }
        match self
            .asks
            .remove(&ticket)
            .and_then(|outstanding| outstanding.refused)
        {
            Some(refusal) => self.refuse(Some(ticket), refusal),
            None => self.done(Some(ticket)),
        }
    }

    /// What a choice says: `Away in Library`
    pub(super) fn words_for(&self, status: ChoiceStatus, scope: &Scope) -> String {
        let office = match scope {
            Scope::Everywhere => None,
            Scope::Office(office) => Some(self.replica.office_name(office)),
        };
        words::choice(&self.locale, status, office.as_deref())
    }

    fn choose(
        &mut self,
        ticket: Option<Ticket>,
        offices: &[OfficeId],
        status: ChoiceStatus,
        hold: Holding,
        now: Now,
    ) {
        let Some(account) = self.account.clone() else {
            self.refuse(ticket, signed_out(&self.locale));
            return;
        };
        let unknown = |office: &&OfficeId| {
            self.replica.me.as_ref().is_some_and(|me| {
                !me.offices
                    .iter()
                    .any(|membership| membership.id == **office)
            })
        };
        if let Some(office) = offices.iter().find(unknown) {
            let message = self.locale.messages().refused_unknown_office(&office.0);
            self.refuse(ticket, Refusal::new("unknown_office", message));
            return;
        }
        let here = self.session.server_time(now);
        let hold = match hold {
            Holding::NextEdge => Hold::NextEdge,
            Holding::UntilChanged => Hold::UntilChanged,
            Holding::For { seconds } => {
                let longest = rules::LONGEST_HOLD.as_secs();
                // One more second is too long, however many more it were.
                let seconds = seconds.min(longest + 1).cast_signed();
                Hold::Until(here + Duration::seconds(seconds))
            }
            Holding::Until { at } => Hold::Until(at),
        };
        let is_too_long = |at: Timestamp| {
            (at - here)
                .to_std()
                .is_ok_and(|ahead| ahead > rules::LONGEST_HOLD)
        };
        if matches!(hold, Hold::Until(at) if is_too_long(at)) {
            let message = self.locale.messages().refused_too_long();
            self.refuse(ticket, Refusal::new("too_long", message));
            return;
        }
        if matches!(hold, Hold::Until(at) if at <= here) && status != ChoiceStatus::FollowSchedule {
            let message = self.locale.messages().refused_already_past();
            self.refuse(ticket, Refusal::new("already_past", message));
            return;
        }

        let scopes = Intent::scopes(offices);
        if let Some(ticket) = ticket {
            self.asks.insert(
                ticket,
                Outstanding {
                    choices: scopes.len(),
                    refused: None,
                },
            );
        }
        // Who has seen nothing yet knows of nobody's act.
        let seen = self.replica.me.as_ref().map(|me| me.revision);
        let base_revision = Some(seen.unwrap_or_default());
        for scope in scopes {
            let words = self.words_for(status, &scope);
            let words = self.locale.messages().event_choice(words);
            self.diary.note(now.wall, words);
            let others = self.replica.me.as_ref().map_or(&[][..], |me| &me.choices);
            let choice = Choice {
                id: self.entropy.choice_id(),
                scope,
                status,
                set_at: self.outbox.stamp(others, here),
                hold,
                by: account.agent.clone(),
            };
            let late = !self.session.is_connected();
            self.outbox
                .push(choice, base_revision, late, ticket, now.at());
        }
        self.notices.chosen();
    }

    fn save_idle_after(&mut self, ticket: Option<Ticket>, seconds: Option<u64>, now: Now) {
        if !self.is_connected_or_refused(ticket) {
            return;
        }
        let organization = self.replica.settings().organization_idle_after_seconds;
        let range = rules::own_idle_after_range(organization);
        if seconds.is_some_and(|seconds| !range.contains(&seconds)) {
            let (least, most) = (
                words::duration(&self.locale, *range.start()),
                words::duration(&self.locale, *range.end()),
            );
            let message = self.locale.messages().refused_idle_time(least, most);
            self.refuse(ticket, Refusal::new("invalid_field", message));
            return;
        }
        self.last_sent = self.locale.messages().sent_idle_time();
        let name = self.entropy.choice_id().0;
        self.send(
            Request::OwnIdleAfter { seconds, name },
            About::Ask(ticket),
            now,
        );
    }

    fn save_schedule(
        &mut self,
        ticket: Option<Ticket>,
        schedule: &LocalSchedule,
        etag: String,
        now: Now,
    ) {
        if !self.is_connected_or_refused(ticket) {
            return;
        }
        let schedule = match sensible(schedule) {
            Ok(schedule) => schedule,
            Err(error) => {
                self.refuse(ticket, invalid_schedule(&self.locale, &error));
                return;
            }
        };
        self.last_sent = self.locale.messages().sent_schedule();
        self.send(
            Request::Schedule { schedule, etag },
            About::Ask(ticket),
            now,
        );
    }

    fn keep_draft(&mut self, ticket: Option<Ticket>, draft: Option<ScheduleDraft>) {
        let Some(account) = &self.account else {
            self.refuse(ticket, signed_out(&self.locale));
            return;
        };
        let checked = draft.as_ref().map(|draft| sensible(&draft.schedule));
        if let Some(Err(error)) = checked {
            self.refuse(ticket, invalid_schedule(&self.locale, &error));
            return;
        }
        self.drafts.keep(account, draft);
        self.done(ticket);
    }

    fn ask_sign_in(&mut self, ticket: Option<Ticket>, sign_in: SignIn, now: Now) {
        if self.may_sign_in(ticket) {
            let about = About::SignIn {
                ticket,
                server: Some(sign_in.server.clone()),
            };
            self.send(Request::SignIn(sign_in), about, now);
        }
    }

    fn may_sign_in(&mut self, ticket: Option<Ticket>) -> bool {
        if let Some(account) = &self.account {
            let messages = self.locale.messages();
            let message = messages.refused_already_signed_in(&account.email);
            self.refuse_sign_in(ticket, Refusal::new("already_signed_in", message));
            return false;
        }
        let is_sign_in = |sent: &InFlight| matches!(sent.about, About::SignIn { .. });
        if self.in_flight.values().any(is_sign_in) {
            let message = self.locale.messages().refused_signing_in();
            self.refuse_sign_in(ticket, Refusal::new("signing_in", message));
            return false;
        }
        true
    }

    /// Whether the server can be asked now; if not, that is answered.
    fn is_connected_or_refused(&mut self, ticket: Option<Ticket>) -> bool {
        if self.account.is_none() {
            self.refuse(ticket, signed_out(&self.locale));
            return false;
        }
        if !self.session.is_connected() {
            let message = self.locale.messages().refused_not_connected();
            self.refuse(ticket, Refusal::new("not_connected", message));
            return false;
        }
        true
    }

    fn show_window(&mut self, now: Now) {
        match self.window {
            Window::Open => self.outputs.push_back(Output::RaiseWindow),
            Window::Opening { since } if now.at() - since < WINDOW_OPENS_WITHIN => {}
            Window::Opening { .. } | Window::Closed => {
                self.window = Window::Opening { since: now.at() };
                self.outputs.push_back(Output::OpenWindow);
            }
        }
    }
}

pub(super) fn signed_out(locale: &Locale) -> Refusal {
    Refusal::new("signed_out", locale.messages().refused_signed_out())
}

/// The schedule that is meant, if it makes sense.
fn sensible(schedule: &LocalSchedule) -> Result<Schedule, ScheduleError> {
    let schedule = schedule.to_schedule()?;
    Timeline::check(&schedule)?;
    Ok(schedule)
}

pub(super) fn invalid_schedule(locale: &Locale, error: &ScheduleError) -> Refusal {
    Refusal::new("invalid_field", words::schedule_error(locale, error))
}
