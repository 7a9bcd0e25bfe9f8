//! All offices in a few words: look, headline, tooltip.

use porchlight_protocol::{Cause, Ends, Overall, Status};

use super::{Look, rows::Row};
use crate::{locale::Locale, words};

/// All my offices in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Summary {
    /// `Available in 2 of 3 offices`
    pub headline: State,
    /// `By your schedule, until 17:00`
    pub reason: String,
    /// `Away in Library: set by Dana at 14:02, until 17:00`
    pub tooltip: Tooltip,
    pub status: Overall,
    pub look: Look,
    pub ends: Option<Ends>,
    /// `until 14:15, then Offline`, for what the headline says; empty where that ends at several times, or at none.
    pub until: String,
}

/// A state in the shapes in which sentences need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    /// `Away in Library`
    pub title: String,
    /// `away in Library`
    pub within: String,
    /// `You are Away in Library`
    pub you: String,
}

/// A state and its reason, by itself and within a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tooltip {
    pub title: String,
    pub within: String,
}

impl State {
    fn in_places(locale: &Locale, status: Status, places: &str) -> Self {
        let (messages, status) = (locale.messages(), words::status_key(status));
        Self {
            title: messages.status_in(status, places),
            within: messages.status_in_within(status, places),
            you: messages.status_in_you(status, places),
        }
    }

    fn everywhere(locale: &Locale, status: Status) -> Self {
        let (messages, status) = (locale.messages(), words::status_key(status));
        Self {
            title: messages.status_everywhere(status),
            within: messages.status_everywhere_within(status),
            you: messages.status_everywhere_you(status),
        }
    }

    fn offline(locale: &Locale) -> Self {
        let messages = locale.messages();
        Self {
            title: messages.status_offline(),
            within: messages.status_offline_within(),
            you: messages.status_offline_you(),
        }
    }
}

impl Tooltip {
    fn new(locale: &Locale, state: &State, reason: &str) -> Self {
        let messages = locale.messages();
        Self {
            title: messages.tooltip(&state.title, reason),
            within: messages.tooltip(&state.within, reason),
        }
    }
}

impl Summary {
    pub(super) fn new(locale: &Locale, rows: &[Row]) -> Self {
        if rows.is_empty() {
            return Self::without_offices(locale);
        }
        let (status, look) = state(rows);
        // The best that I am anywhere, and where that is.
        let best = rows
            .iter()
            .map(|row| row.view.status)
            .max()
            .unwrap_or(Status::Offline);
        let headline = headline(locale, rows, best);
        let full = parts(rows, best, |row| &row.full);
        let short = parts(rows, best, |row| &row.short);
        Self {
            tooltip: tooltip(locale, rows, best, &headline, &short),
            reason: words::capitalised(&reason(locale, rows, best, &full)),
            headline,
            status,
            look,
            ends: shared(rows, best, |row| row.view.ends).flatten(),
            until: shared(rows, best, |row| row.until.clone()).unwrap_or_default(),
        }
    }

    fn without_offices(locale: &Locale) -> Self {
        let (messages, headline) = (locale.messages(), State::offline(locale));
        Self {
            tooltip: Tooltip::new(locale, &headline, &messages.no_office_within()),
            headline,
            reason: messages.no_office(),
            status: Overall::Offline,
            look: Look::Offline,
            ends: None,
            until: String::new(),
        }
    }
}

/// `Library has nobody since 11:20`, `Library and IT desk have nobody`: of the offices that nobody covers in their hours
/// although I could.
pub(super) fn attention(locale: &Locale, rows: &[Row]) -> String {
    let missed: Vec<_> = rows.iter().filter(|row| row.could_help).collect();
    let names: Vec<_> = missed.iter().map(|row| row.view.name.as_str()).collect();
    let messages = locale.messages();
    match missed[..] {
        [] => String::new(),
        [only] if only.nobody.is_empty() => messages.nobody_in(&only.view.name),
        [only] => messages.nobody_in_since(&only.view.name, &only.nobody),
        _ => messages.nobody_in_several(words::places(locale, &names, rows.len())),
    }
}

/// Offices that are the same for the same reason.
#[derive(Debug)]
struct Part<'a> {
    status: Status,
    cause: &'a Cause,
    reason: &'a str,
    offices: Vec<&'a str>,
}

/// The offices by what they have in common, those that the headline speaks of first. Where the exact times make
/// more than two of them, times are left out.
fn parts(rows: &[Row], best: Status, wording: fn(&Row) -> &String) -> Vec<Part<'_>> {
    let exact = group(rows, wording);
    let mut parts = if exact.len() <= 2 {
        exact
    } else {
        group(rows, |row| &row.timeless)
    };
    parts.sort_by_key(|part| (part.status != best, std::cmp::Reverse(part.offices.len())));
    parts
}

fn group(rows: &[Row], wording: fn(&Row) -> &String) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for row in rows {
        let office = &row.view;
        let same = |part: &&mut Part<'_>| {
            part.status == office.status
                && *part.cause == office.cause
                && part.reason == wording(row)
        };
        match parts.iter_mut().find(same) {
            Some(part) => part.offices.push(&office.name),
            None => parts.push(Part {
                status: office.status,
                cause: &office.cause,
                reason: wording(row),
                offices: vec![&office.name],
            }),
        }
    }
    parts
}

fn state(rows: &[Row]) -> (Overall, Look) {
    let any = |status| rows.iter().any(|row| row.view.status == status);
    match (
        any(Status::Available),
        any(Status::Away),
        any(Status::Offline),
    ) {
        (true, false, false) => (Overall::Available, Look::Available),
        (true, _, _) => (Overall::Mixed, Look::Some),
        (false, true, false) => (Overall::Away, Look::Away),
        (false, true, true) => (Overall::Mixed, Look::Away),
        (false, false, _) => (Overall::Offline, Look::Offline),
    }
}

fn headline(locale: &Locale, rows: &[Row], best: Status) -> State {
    let there = rows.iter().filter(|row| row.view.status == best).count();
    match rows {
        _ if best == Status::Offline => State::offline(locale),
        [only] => State::in_places(locale, best, &only.view.name),
        all if all.len() == there => State::everywhere(locale, best),
        all => {
            let places = locale.messages().places_some(there, all.len());
            State::in_places(locale, best, &places)
        }
    }
}

/// In the middle of a sentence that the headline begins.
fn reason(locale: &Locale, rows: &[Row], best: Status, parts: &[Part<'_>]) -> String {
    let messages = locale.messages();
    match parts {
        [] => String::new(),
        [only] => only.reason.to_owned(),
        [first, other] if other.status == first.status => {
            let places = words::places(locale, &other.offices, rows.len());
            messages.reasons_two(first.reason, places, other.reason)
        }
        [first, other] => messages.reasons_elsewhere(first.reason, elsewhere(locale, rows, other)),
        [first, second, ..] if second.status != best => {
            messages.reasons_elsewhere_different(first.reason)
        }
        _ => messages.reasons_different(),
    }
}

/// `away in Library, set by Dana Fox at 14:02, until 17:00`
fn elsewhere(locale: &Locale, rows: &[Row], part: &Part<'_>) -> String {
    let places = words::places(locale, &part.offices, rows.len());
    let state = State::in_places(locale, part.status, &places).within;
    words::with_reason(locale, &state, part.cause, part.reason)
}

/// Where I am Available in some offices, what is asked is why not in the others.
fn tooltip(
    locale: &Locale,
    rows: &[Row],
    best: Status,
    headline: &State,
    parts: &[Part<'_>],
) -> Tooltip {
    let mut others = parts.iter().filter(|part| part.status != best);
    if let (Status::Available, Some(other), None) = (best, others.next(), others.next()) {
        let places = words::places(locale, &other.offices, rows.len());
        let state = State::in_places(locale, other.status, &places);
        return Tooltip::new(locale, &state, other.reason);
    }
    Tooltip::new(locale, headline, &reason(locale, rows, best, parts))
}

/// What is the same of all that the headline speaks of.
fn shared<T: PartialEq>(rows: &[Row], best: Status, of: impl Fn(&Row) -> T) -> Option<T> {
    let mut spoken_of = rows.iter().filter(|row| row.view.status == best).map(of);
    let first = spoken_of.next()?;
    spoken_of.all(|other| other == first).then_some(first)
}
