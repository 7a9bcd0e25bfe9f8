use porchlight_protocol::{Cause, Ends, Overall, Status};

use super::{Look, rows::Row};
use crate::words;

/// All my offices in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Summary {
    /// `Available in 2 of 3 offices`
    pub headline: String,
    /// `By your schedule, until 17:00`
    pub reason: String,
    /// `Available everywhere by your schedule, until 17:00`
    pub sentence: String,
    /// `Away in Library: set by Dana at 14:02, until 17:00`
    pub tooltip: String,
    pub status: Overall,
    pub look: Look,
    pub ends: Option<Ends>,
    /// `until 14:15, then Offline`, for what the headline says; empty where that ends at several times, or at none.
    pub until: String,
}

impl Summary {
    pub(super) fn new(rows: &[Row]) -> Self {
        if rows.is_empty() {
            return Self::without_offices();
        }
        let (status, look) = state(rows);
        // The best that I am anywhere, and where that is.
        let best = rows
            .iter()
            .map(|row| row.view.status)
            .max()
            .unwrap_or(Status::Offline);
        let headline = headline(rows, best);
        let full = parts(rows, best, |row| &row.full);
        let short = parts(rows, best, |row| &row.short);
        let reason = reason(rows, best, &full);
        let cause = full.first().map_or(&Cause::Default, |part| part.cause);
        Self {
            sentence: words::with_reason(&headline, cause, &reason),
            tooltip: tooltip(rows, best, &headline, &short),
            reason: words::capitalised(&reason),
            headline,
            status,
            look,
            ends: shared(rows, best, |row| row.view.ends).flatten(),
            until: shared(rows, best, |row| row.until.clone()).unwrap_or_default(),
        }
    }

    fn without_offices() -> Self {
        let headline = words::status(Status::Offline).to_owned();
        let reason =
            "You are not in any office yet. Ask an administrator to add you to one.".to_owned();
        Self {
            sentence: headline.clone(),
            tooltip: format!("{headline}: you are not in any office yet"),
            headline,
            reason,
            status: Overall::Offline,
            look: Look::Offline,
            ends: None,
            until: String::new(),
        }
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

fn headline(rows: &[Row], best: Status) -> String {
    let status = words::status(best);
    let there = rows.iter().filter(|row| row.view.status == best).count();
    match rows {
        _ if best == Status::Offline => status.to_owned(),
        [only] => format!("{status} in {}", only.view.name),
        all if all.len() == there => format!("{status} everywhere"),
        all => format!("{status} in {there} of {} offices", all.len()),
    }
}

/// In the middle of a sentence that the headline begins.
fn reason(rows: &[Row], best: Status, parts: &[Part<'_>]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.reason.to_owned(),
        [first, other] if other.status == first.status => {
            format!(
                "{}; in {} {}",
                first.reason,
                words::places(&other.offices, rows.len()),
                other.reason
            )
        }
        [first, other] => format!("{}; {}", first.reason, elsewhere(rows, other)),
        [first, second, ..] if second.status != best => {
            format!("{}; elsewhere for different reasons", first.reason)
        }
        _ => "for different reasons, office by office".to_owned(),
    }
}

/// `away in Library, set by Dana Fox at 14:02, until 17:00`
fn elsewhere(rows: &[Row], part: &Part<'_>) -> String {
    let state = format!(
        "{} in {}",
        words::status(part.status),
        words::places(&part.offices, rows.len())
    );
    words::uncapitalised(&words::with_reason(&state, part.cause, part.reason))
}

/// Where I am Available in some offices, what is asked is why not in the others.
fn tooltip(rows: &[Row], best: Status, headline: &str, parts: &[Part<'_>]) -> String {
    let mut others = parts.iter().filter(|part| part.status != best);
    if let (Status::Available, Some(other), None) = (best, others.next(), others.next()) {
        let places = words::places(&other.offices, rows.len());
        return format!(
            "{} in {places}: {}",
            words::status(other.status),
            other.reason
        );
    }
    format!("{headline}: {}", reason(rows, best, parts))
}

/// What is the same of all that the headline speaks of.
fn shared<T: PartialEq>(rows: &[Row], best: Status, of: impl Fn(&Row) -> T) -> Option<T> {
    let mut spoken_of = rows.iter().filter(|row| row.view.status == best).map(of);
    let first = spoken_of.next()?;
    spoken_of.all(|other| other == first).then_some(first)
}
