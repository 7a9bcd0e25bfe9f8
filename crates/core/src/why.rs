//! Why she is what she is: every fact that was looked at, in the order of the rule book, and what each of them came to. It is
//! told by the code that decides ([`grounds`]), not by another reading of the rules.

use chrono_tz::Tz;
use porchlight_protocol::{Cause, ChoiceStatus, OfficeId, Scope, Status, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    Facts,
    locale::Locale,
    masks::Mask,
    resolve::{Ground, Grounds, grounds},
    view,
    words::{self, Calendar, Detail, Names},
};

/// The facts behind a status, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// `Away everywhere`, where that is so in all offices for the same reasons.
    pub everywhere: Option<String>,
    pub offices: Vec<WhyOffice>,
}

/// What decides in one office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyOffice {
    pub id: OfficeId,
    pub name: String,
    pub status: Status,
    /// `Away in Library`
    pub headline: String,
    /// In the order in which they were looked at: choices from the latest, then the schedule, then devices and calendar.
    pub facts: Vec<Fact>,
}

/// One fact, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub about: About,
    pub effect: Effect,
    /// `Away in Library, set by Dana Fox at 14:02, until 17:00: this decides.`
    pub text: String,
}

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    Choice,
    Schedule,
    Device,
    Calendar,
}

/// What a fact comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It says what she is, unless something lowers that.
    Decides,
    /// A choice that lets the schedule decide.
    HandsOver,
    /// A choice whose time has ended.
    Over,
    /// It would decide if what was looked at before it did not.
    PassedOver,
    /// It makes her less than what was decided.
    Lowers,
    Nothing,
}

impl Effect {
    const fn key(self) -> &'static str {
        match self {
            Self::Decides => "decides",
            Self::HandsOver => "hands-over",
            Self::Over => "over",
            Self::PassedOver => "passed-over",
            Self::Lowers => "lowers",
            Self::Nothing => "nothing",
        }
    }
}

impl Why {
    /// Why she is at `now` what [`resolve`](crate::resolve) says of these facts. Offices have these names.
    pub fn new(
        facts: &Facts,
        offices: &[(OfficeId, String)],
        names: &Names<'_>,
        (locale, zone): (&Locale, Tz),
        now: Timestamp,
    ) -> Self {
        let teller = Teller {
            facts,
            offices,
            names,
            calendar: Calendar { locale, now, zone },
        };
        let offices: Vec<_> = grounds(facts, now)
            .iter()
            .map(|grounds| teller.office(grounds))
            .collect();
        let (first, others) = match offices.split_first() {
            Some((first, others)) if !others.is_empty() => (Some(first), others),
            _ => (None, &[][..]),
        };
        let same = |first: &&WhyOffice| {
            let mut others = others.iter();
            others.all(|other| other.status == first.status && other.facts == first.facts)
        };
        Self {
            everywhere: first
                .filter(same)
                .map(|first| headline(locale, first.status, None)),
            offices,
        }
    }
}

struct Teller<'a> {
    facts: &'a Facts,
    offices: &'a [(OfficeId, String)],
    names: &'a Names<'a>,
    calendar: Calendar<'a>,
}

impl Teller<'_> {
    fn office(&self, grounds: &Grounds<'_>) -> WhyOffice {
        let id = &grounds.outcome.office;
        let mut facts = Vec::new();
        let mut undecided = true;
        let mut told: Vec<&Ground<'_>> = Vec::new();
        for ground in &grounds.choices {
            let effect = match (ground.in_force, undecided) {
                (false, _) => Effect::Over,
                (true, false) => Effect::PassedOver,
                (true, true) if ground.lets_schedule_decide => Effect::HandsOver,
                (true, true) => Effect::Decides,
            };
            undecided &= !ground.in_force;
            // Who is Available for two hours goes back to the schedule afterwards: one choice, and two registers.
            if told.iter().any(|other| other.choice == ground.choice) {
                if effect == Effect::HandsOver
                    && let Some(place) = told.iter().position(|other| other.choice == ground.choice)
                {
                    facts[place] = self.choice(ground, effect);
                }
                continue;
            }
            told.push(ground);
            facts.push(self.choice(ground, effect));
        }
        facts.push(self.schedule(grounds));
        facts.push(self.presence(grounds));
        let (name, status) = (self.name(id), grounds.outcome.status);
        WhyOffice {
            id: id.clone(),
            name: name.to_owned(),
            status,
            headline: headline(self.calendar.locale, status, Some(name)),
            facts,
        }
    }

    fn choice(&self, ground: &Ground<'_>, effect: Effect) -> Fact {
        let choice = ground.choice;
        let office = match &choice.scope {
            Scope::Everywhere => None,
            Scope::Office(office) => Some(self.name(office)),
        };
        let locale = self.calendar.locale;
        let state = words::capitalised(&words::choice(locale, choice.status, office));
        let cause = Cause::Manual {
            by: choice.by.clone(),
        };
        let until = ground.ends.map(|end| self.calendar.until(end));
        let reason = words::reason(
            self.calendar,
            self.names,
            &cause,
            Some(choice.set_at),
            until
                .as_deref()
                .filter(|_| choice.status != ChoiceStatus::FollowSchedule),
            Detail::Full,
        );
        let text = words::with_reason(locale, &state, &cause, &reason);
        self.fact(About::Choice, effect, &text, Status::Offline)
    }

    fn schedule(&self, grounds: &Grounds<'_>) -> Fact {
        let effect = if grounds.outcome.decided.chosen {
            Effect::PassedOver
        } else {
            Effect::Decides
        };
        let text = view::on_shift(self.calendar, self.facts.schedule.as_ref());
        self.fact(About::Schedule, effect, &text, Status::Offline)
    }

    /// What devices and calendar say.
    fn presence(&self, grounds: &Grounds<'_>) -> Fact {
        let messages = self.calendar.messages();
        let calendar = self.calendar;
        let (about, text) = match grounds.mask {
            Mask::None => (About::Device, messages.why_device()),
            Mask::NoDevice { .. } => (About::Device, messages.reason_no_device()),
            Mask::Inactive {
                locked: true,
                since,
            } => (
                About::Device,
                messages.reason_locked_since(calendar.since(since)),
            ),
            Mask::Inactive { since, .. } => (
                About::Device,
                messages.reason_idle_since(calendar.since(since)),
            ),
            Mask::Busy(busy) => (
                About::Calendar,
                messages.reason_busy(calendar.until(busy.until)),
            ),
        };
        let outcome = &grounds.outcome;
        let effect = if outcome.status == outcome.decided.status {
            Effect::Nothing
        } else {
            Effect::Lowers
        };
        self.fact(about, effect, &words::capitalised(&text), outcome.status)
    }

    fn fact(&self, about: About, effect: Effect, text: &str, status: Status) -> Fact {
        let messages = self.calendar.messages();
        let text = messages.why_fact(effect.key(), text, words::status_key(status));
        Fact {
            about,
            effect,
            text,
        }
    }

    fn name<'a>(&'a self, office: &'a OfficeId) -> &'a str {
        let mut offices = self.offices.iter();
        let known = offices.find(|(id, _)| id == office);
        known.map_or(office.as_str(), |(_, name)| name)
    }
}

fn headline(locale: &Locale, status: Status, office: Option<&str>) -> String {
    let status = match status {
        Status::Available => ChoiceStatus::Available,
        Status::Away => ChoiceStatus::Away,
        Status::Offline => ChoiceStatus::Offline,
    };
    words::choice(locale, status, office)
}
