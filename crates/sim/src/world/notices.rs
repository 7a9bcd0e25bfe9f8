//! What people are told by notifications: whether it is so, for how long it stays, and whose it is.

use porchlight_campus::PublishedAgent;
use porchlight_core::{
    Notification, Resolution, Subject, agent::Input, intent::Intent, locale::Locale,
};
use porchlight_protocol::{Cause, EndsWhy, OfficeId, Status, Timestamp};
use rand::Rng as _;

use super::{Event, World, say};
use crate::{
    machine::Machine,
    observer::Kind,
    script::{Edit, What},
    time::{MINUTE, Millis, SECOND},
};

/// A notification without an answer is gone by itself after this.
const PASSES: Millis = 10 * SECOND;
/// How long a notification may stay after its cause has gone.
const STAYS: Millis = 20 * SECOND;
/// How long before somebody is Away for want of input the app says so.
const BEFORE_IDLE: Millis = MINUTE;
/// How long before the end of a timer the app says so.
const BEFORE_THE_END: Millis = 5 * MINUTE;
/// By how much readings of two clocks, and of the last input, may differ.
const SLACK: Millis = 3 * SECOND;
/// How much too early the clock of an app may be that was out of reach for long, at an edge of the schedule.
const EARLY: Millis = 2 * MINUTE;
/// How long an app must have been connected, so that it knows what is so.
const KNOWS: Millis = 2 * MINUTE;

/// A notification on a desktop.
#[derive(Clone, Debug)]
pub(crate) struct ShownNotice {
    notification: Notification,
    at: Millis,
    /// The same, by the server's clock as it was.
    wall: Timestamp,
    /// Whoever it was shown to has signed out since.
    disowned: bool,
}

impl ShownNotice {
    /// Whether it stays until it is answered or withdrawn.
    fn lasts(&self) -> bool {
        self.notification.stays || !self.notification.actions.is_empty()
    }
}

impl World {
    pub(crate) fn show_notice(&mut self, machine: usize, notification: Notification) {
        let now = self.now;
        self.observer.sums.notices += 1;
        say!(
            self,
            "{} says \"{}\"",
            self.machines[machine].plan.name,
            notification.title
        );
        if let Some(lie) = self.is_untrue(machine, &notification) {
            self.lie(machine, &notification, &lie);
        }
        for action in &notification.actions {
            // Some are answered, and some of those when nothing of it is so any more.
            if action.intent == Intent::ImBack && self.answers_dice.random_bool(0.5) {
                let at = now + self.answers_dice.random_range(SECOND..90 * SECOND);
                let answered = Event::NoticeAnswered {
                    machine,
                    subject: notification.subject.clone(),
                    intent: action.intent.clone(),
                };
                self.at(at, answered);
            }
        }
        for after in [STAYS, 3 * MINUTE, 10 * MINUTE] {
            self.at(now + after, Event::NoticesChecked { machine });
        }
        let shown = ShownNotice {
            notification,
            at: now,
            wall: self.server.clock.wall(now),
            disowned: false,
        };
        let notices = &mut self.machines[machine].notices;
        notices.insert(shown.notification.subject.clone(), shown);
    }

    /// A button of a notification is pressed, by somebody who sits there.
    pub(super) fn answer_notice(&mut self, machine: usize, subject: Subject, intent: Intent) {
        let this = &self.machines[machine];
        if this.at_desk.is_none() || !this.is_in_use() {
            return;
        }
        say!(
            self,
            "somebody at {} answers {intent:?}",
            self.machines[machine].plan.name
        );
        self.input(machine, Input::Replied { subject, intent });
    }

    /// Whoever was signed in is not any more.
    pub(crate) fn disown_notices(&mut self, machine: usize) {
        let now = self.now;
        let notices = &mut self.machines[machine].notices;
        notices.retain(|_, shown| shown.lasts() || now - shown.at < PASSES);
        for shown in notices.values_mut() {
            shown.disowned = true;
        }
    }

    /// What was shown to whoever has signed out is to be taken back at once.
    pub(crate) fn check_disowned_notices(&mut self, machine: usize) {
        let notices = self.machines[machine].notices.values();
        let left: Vec<_> = notices
            .filter(|shown| shown.disowned)
            .map(|shown| shown.notification.clone())
            .collect();
        for notification in left {
            self.machines[machine].notices.remove(&notification.subject);
            self.lie(
                machine,
                &notification,
                "whoever it belongs to has signed out",
            );
        }
    }

    /// What is true of an agent may have changed: what her machines say is to follow.
    pub(super) fn recheck_notices(&mut self, agent: usize) {
        for machine in self.script.agents[agent].machines.clone() {
            if !self.machines[machine].notices.is_empty() {
                self.at(self.now + STAYS, Event::NoticesChecked { machine });
            }
        }
    }

    /// Whatever still stands on a desktop is still so.
    pub(super) fn check_notices(&mut self, machine: usize) {
        if self.machines[machine].notices.is_empty() || !self.knows(machine) {
            return;
        }
        let now = self.now;
        let shown: Vec<_> = self.machines[machine]
            .notices
            .values()
            .filter(|shown| shown.lasts() && now - shown.at >= STAYS)
            .cloned()
            .collect();
        for ShownNotice {
            notification, wall, ..
        } in shown
        {
            if let Some(over) = self.is_over(machine, &notification.subject, wall) {
                self.machines[machine].notices.remove(&notification.subject);
                self.lie(machine, &notification, &over);
            }
        }
    }

    fn lie(&mut self, machine: usize, notification: &Notification, why: &str) {
        let plan = &self.machines[machine].plan;
        let text = format!("{} says \"{}\": {why}", plan.name, notification.title);
        let agent = plan.agent;
        self.observer.sums.notice_lies += 1;
        self.observer
            .violate(Kind::Notice, self.now, Some(agent), text);
    }

    /// Whether all is well with an agent and the server, and has been for long enough for this machine to know what is so.
    fn knows(&self, machine: usize) -> bool {
        let now = self.now;
        let this = &self.machines[machine];
        let agent = this.plan.agent;
        this.takes_part()
            && this.app.is_some()
            && this.connected_for(now) >= KNOWS
            && now - this.awake_since() >= KNOWS
            && !self.server.frozen
            && self.server.process.is_some()
            && self.observer.excuses.is_settled(Some(agent), now)
            && !self.observer.excuses.misreads_input(agent, now)
    }

    /// Why what a notification says is not so, as it is shown; none if it is so, or nobody can tell.
    fn is_untrue(&self, machine: usize, notification: &Notification) -> Option<String> {
        let this = &self.machines[machine];
        let agent = this.plan.agent;
        match &notification.subject {
            Subject::Idle => self.is_idle_untrue(machine, notification),
            Subject::SetAway(office) => {
                let id = &self.script.agents[agent].id;
                (!self.acts.has_ever(id, office))
                    .then(|| format!("nobody ever set her Away in {office}"))
            }
            _ if !self.knows(machine) => None,
            Subject::Schedule => self.is_edge_untrue(agent, notification),
            Subject::Timer => {
                let wall = self.server.clock.wall(self.now);
                let ends = self.timers(agent).find(|left| {
                    (-SLACK..=BEFORE_THE_END + SLACK).contains(&(*left - wall).num_milliseconds())
                });
                ends.is_none()
                    .then(|| "no timer ends within five minutes".to_owned())
            }
            Subject::LastOne(office) => self.is_manned(office, Some(agent)),
            Subject::Refused => None,
        }
    }

    fn is_idle_untrue(&self, machine: usize, notification: &Notification) -> Option<String> {
        let now = self.now;
        let this = &self.machines[machine];
        let agent = this.plan.agent;
        if self.observer.excuses.misreads_input(agent, now) {
            return None;
        }
        let locale = Locale::english();
        let messages = locale.messages();
        let here = now - this.last_input(now);
        let seconds = here / SECOND;
        let back = [messages.notice_returned(), messages.notice_return_asks()];
        if back.contains(&notification.body) {
            let late = here > 2 * MINUTE;
            return late.then(|| format!("there was no input for {seconds} s"));
        }
        let least = self.least_idle_after(agent) - SLACK;
        // What she does at another machine counts where this one knows of it.
        let others = if self.knows(machine) {
            self.others_known(machine)
        } else {
            Vec::new()
        };
        if notification.title == messages.notice_almost_idle() {
            let works = |other: &&Machine| other.at_desk.is_some_and(|at| now - at > SLACK);
            if others.iter().any(works) {
                return Some("she works at another machine".to_owned());
            }
            let too_soon = here < least - BEFORE_IDLE;
            return too_soon.then(|| format!("there was input {seconds} s ago"));
        }
        let signs = others.iter().map(|other| now - other.last_input(now));
        let shortest = signs.fold(here, Millis::min);
        // Another one that is idle for long enough may be what it tells of, whether or not this one knows of all.
        let all = self.script.agents[agent].machines.iter();
        let signs = all.map(|of| now - self.machines[*of].last_input(now));
        let longest = signs.fold(here, Millis::max);
        if longest < least {
            return Some(format!("there was input {seconds} s ago"));
        }
        // How long she was away is said in the title.
        let minutes = (shortest + 30 * SECOND) / MINUTE;
        let said = minutes_in(&notification.title)?;
        (said > minutes + 2).then(|| format!("she was away for {minutes} min"))
    }

    /// An agent's other machines whose input the server knows of.
    fn others_known(&self, machine: usize) -> Vec<&Machine> {
        let agent = self.machines[machine].plan.agent;
        let others = self.script.agents[agent].machines.iter();
        others
            .filter(|other| **other != machine && self.knows(**other))
            .map(|other| &self.machines[*other])
            .collect()
    }

    /// The shortest idle time that has held for an agent until now: her app may not have heard of a longer one.
    fn least_idle_after(&self, agent: usize) -> Millis {
        let happened = self.script.items.iter().filter(|item| item.at <= self.now);
        let seconds = happened.filter_map(|item| match &item.what {
            What::OwnIdleAfter { machine, seconds }
                if self.script.machines[*machine].agent == agent =>
            {
                *seconds
            }
            What::Edit(Edit::IdleAfter { seconds }) => Some(*seconds),
            _ => None,
        });
        let least = seconds.min().unwrap_or(u64::MAX);
        let least = least.min(self.script.idle_after_seconds);
        Millis::try_from(least).unwrap_or_default() * SECOND
    }

    fn is_edge_untrue(&self, agent: usize, notification: &Notification) -> Option<String> {
        let id = &self.script.agents[agent].id;
        if self.now - self.acts.schedule_changed(id) < KNOWS {
            return None;
        }
        let begins = notification.title == Locale::english().messages().notice_shift_begins();
        let timeline = self.observer.kept.agent(id)?.schedule.as_ref();
        let on_shift = |off: Millis| {
            let at = self.server.clock.wall(self.now + off);
            timeline.is_some_and(|timeline| timeline.on_shift(at))
        };
        let so = on_shift(-SLACK) == begins || on_shift(SLACK) == begins;
        (!so).then(|| {
            format!(
                "by her schedule she is {}",
                if begins { "off" } else { "on" }
            )
        })
    }

    /// Who is Available in an office, to customers, where a notification says nobody else is.
    fn is_manned(&self, office: &OfficeId, but: Option<usize>) -> Option<String> {
        let published = self.server.process.as_ref()?.published();
        let mut others = self.script.agents.iter().enumerate();
        let other = others.find(|(place, agent)| {
            let statuses = published.agent(&agent.id).map(PublishedAgent::statuses);
            let status = statuses.and_then(|statuses| statuses.get(office));
            but != Some(*place)
                && self.now - self.observer.last_change(*place) > 5 * SECOND
                && status.is_some_and(|status| status.status == Status::Available)
        });
        other.map(|(_, agent)| format!("{} is available in {office}", agent.id))
    }

    /// When the timed choices end that hold for an agent.
    fn timers(&self, agent: usize) -> impl Iterator<Item = Timestamp> {
        let offices = self
            .resolution(agent)
            .map_or_else(Vec::new, |it| it.offices);
        let ends = offices.into_iter().filter_map(|office| office.ends);
        ends.filter(|ends| ends.why == EndsWhy::Timer)
            .map(|ends| ends.at)
    }

    /// What is true of an agent now.
    fn resolution(&self, agent: usize) -> Option<Resolution> {
        let machines = self.script.agents[agent].machines.iter().copied();
        let reachable: Vec<_> = machines
            .filter(|machine| self.machines[*machine].takes_part())
            .collect();
        let wall = self.server.clock.wall(self.now);
        let sessions = self.sessions(&reachable);
        self.observer.resolution(agent, &reachable, sessions, wall)
    }

    /// Why what a notification says is not so any more, in a time without trouble; none if it still is.
    fn is_over(&self, machine: usize, subject: &Subject, shown_at: Timestamp) -> Option<String> {
        let now = self.now;
        let this = &self.machines[machine];
        let agent = this.plan.agent;
        if now - self.observer.last_change(agent) < STAYS {
            return None;
        }
        match subject {
            Subject::Idle => {
                let works = |machine: &Machine| machine.at_desk.is_some_and(|at| now - at > STAYS);
                works(this).then(|| "she has been back for long".to_owned())
            }
            Subject::SetAway(office) => {
                let own = &self.script.agents[agent].id;
                let resolution = self.resolution(agent)?;
                let mut offices = resolution.offices.iter();
                let holds = offices.any(|status| {
                    status.office == *office
                        && status.decided.status == Status::Away
                        && matches!(&status.cause, Cause::Manual { by } if by != own)
                });
                (!holds).then(|| format!("that does not hold in {office} any more"))
            }
            Subject::Schedule => {
                let id = &self.script.agents[agent].id;
                let timeline = self.observer.kept.agent(id)?.schedule.as_ref();
                let wall = self.server.clock.wall(now - STAYS);
                let edge = timeline.and_then(|timeline| timeline.last_edge(wall));
                let later = edge.is_some_and(|edge| (edge - shown_at).num_milliseconds() > EARLY);
                later.then(|| "another edge has passed since".to_owned())
            }
            Subject::Timer => {
                let wall = self.server.clock.wall(now - STAYS);
                let runs = self.timers(agent).any(|ends| ends >= wall);
                (!runs).then(|| "no timer runs any more".to_owned())
            }
            Subject::LastOne(office) => self.is_manned(office, None),
            Subject::Refused => None,
        }
    }
}

/// The length of time that a title has, in minutes; none where that is less than one, or more than two hours.
fn minutes_in(title: &str) -> Option<Millis> {
    let (before, _) = title.rsplit_once(" min")?;
    let number = before.rsplit(' ').next()?;
    let hours = before.contains(" h");
    number.parse().ok().filter(|_| !hours)
}
