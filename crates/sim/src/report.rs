//! The table: what seeds added up to, and which bounds they kept.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use crate::{
    observer::{Cause, Kind, Lag, Sums, Violation},
    time::{Millis, SECOND},
    world::Outcome,
};

/// What a set of seeds came to.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    pub seeds: u64,
    pub agents: u64,
    pub weeks: u64,
    pub events: u64,
    pub sums: Sums,
    /// The seeds that broke a bound, with the first violation of each.
    pub found: Vec<Found>,
}

/// A seed that broke a bound.
#[derive(Clone, Debug, Serialize)]
pub struct Found {
    pub seed: u64,
    pub violations: usize,
    pub first: Violation,
}

struct Row {
    title: &'static str,
    value: String,
    bound: &'static str,
    kept: bool,
}

impl Report {
    /// Adds what a seed came to.
    pub fn add(&mut self, seed: u64, agents: usize, weeks: u64, outcome: &Outcome) {
        self.seeds += 1;
        self.agents += agents as u64;
        self.weeks += weeks;
        self.events += outcome.events;
        self.sums.add(&outcome.sums);
        if let Some(first) = outcome
            .violations
            .iter()
            .min_by_key(|violation| violation.at)
        {
            self.found.push(Found {
                seed,
                violations: outcome.violations.len(),
                first: first.clone(),
            });
        }
    }

    /// Whether every bound was kept.
    pub fn is_kept(&self) -> bool {
        self.found.is_empty()
    }

    fn rows(&self) -> Vec<Row> {
        let sums = &self.sums;
        let seconds = |milliseconds: Millis| {
            format!(
                "{}.{:01} s",
                milliseconds / SECOND,
                milliseconds % SECOND / 100
            )
        };
        let none = |title, count: u64| Row {
            title,
            value: count.to_string(),
            bound: "0",
            kept: count == 0,
        };
        let told = |title, value| Row {
            title,
            value,
            bound: "",
            kept: true,
        };
        vec![
            told(
                "Ghosts: shown available, and really gone",
                seconds(sums.ghost_ms),
            ),
            Row {
                title: "... beyond the rule book",
                value: seconds(sums.ghost_beyond_ms),
                bound: "0 s",
                kept: sums.ghost_beyond_ms == 0,
            },
            told(
                "Shown as gone, and really available",
                seconds(sums.false_away_ms),
            ),
            Row {
                title: "... beyond the rule book",
                value: seconds(sums.false_away_beyond_ms),
                bound: "0 s",
                kept: sums.false_away_beyond_ms == 0,
            },
            none("Flaps that customers saw", sums.flaps),
            told("Choices acknowledged", sums.acknowledged.to_string()),
            none("... and lost", sums.lost),
            none("... answered otherwise the second time", sums.other_answers),
            none(
                "Choices taken on by an app that came to nothing",
                sums.dropped,
            ),
            none("Asks that were never answered", sums.unanswered),
            told(
                "Surfaces compared after all had settled",
                sums.looked.to_string(),
            ),
            none(
                "... that disagreed (tray, list, counter, page)",
                sums.disagreements,
            ),
            none("Trays that lied about the connection", sums.tray_lies),
            none("Truths that the server overlooked", sums.stale),
            none(
                "Administrators' acts undone by who could not know",
                sums.undone,
            ),
            told("Notifications shown", sums.notices.to_string()),
            none(
                "... untrue, out of date, or somebody else's",
                sums.notice_lies,
            ),
        ]
    }
}

/// A table that can go into a document as it is.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} seeds, {} weeks of {} agents, {} events\n",
            self.seeds, self.weeks, self.agents, self.events
        )?;
        writeln!(
            f,
            "| {:<52} | {:>12} | {:>6} |       |",
            "what customers saw, and what was true", "simulated", "bound"
        )?;
        writeln!(f, "|:{:-<52}-|-{:->12}:|-{:->6}:|-------|", "", "", "")?;
        for Row {
            title,
            value,
            bound,
            kept,
        } in self.rows()
        {
            let verdict = match (bound, kept) {
                ("", _) => "",
                (_, true) => "ok",
                (_, false) => "short",
            };
            writeln!(
                f,
                "| {title:<52} | {value:>12} | {bound:>6} | {verdict:<5} |"
            )?;
        }
        writeln!(
            f,
            "\n| {:<52} | {:>12} | {:>9} | {:>9} |",
            "time to truth after", "how often", "median", "longest"
        )?;
        writeln!(f, "|:{:-<52}-|-{:->12}:|-{:->9}:|-{:->9}:|", "", "", "", "")?;
        for (title, lags) in [
            ("gone", &self.sums.ghosts),
            ("back", &self.sums.false_aways),
        ] {
            for (cause, lag) in lags {
                let name = format!("{title}: {}", cause.words());
                let (median, most) = (seconds(lag.median()), seconds(lag.most_ms));
                writeln!(
                    f,
                    "| {name:<52} | {:>12} | {median:>9} | {most:>9} |",
                    lag.count
                )?;
            }
        }
        Ok(())
    }
}

fn seconds(milliseconds: Millis) -> String {
    format!("{}.{:03} s", milliseconds / SECOND, milliseconds % SECOND)
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.ghost_ms += other.ghost_ms;
        self.ghost_beyond_ms += other.ghost_beyond_ms;
        self.false_away_ms += other.false_away_ms;
        self.false_away_beyond_ms += other.false_away_beyond_ms;
        self.flaps += other.flaps;
        self.acknowledged += other.acknowledged;
        self.lost += other.lost;
        self.other_answers += other.other_answers;
        self.dropped += other.dropped;
        self.unanswered += other.unanswered;
        self.looked += other.looked;
        self.disagreements += other.disagreements;
        self.tray_lies += other.tray_lies;
        self.stale += other.stale;
        self.undone += other.undone;
        self.notices += other.notices;
        self.notice_lies += other.notice_lies;
        add_lags(&mut self.ghosts, &other.ghosts);
        add_lags(&mut self.false_aways, &other.false_aways);
    }
}

fn add_lags(sums: &mut BTreeMap<Cause, Lag>, others: &BTreeMap<Cause, Lag>) {
    for (cause, other) in others {
        let lag = sums.entry(*cause).or_default();
        lag.count += other.count;
        lag.total_ms += other.total_ms;
        lag.most_ms = lag.most_ms.max(other.most_ms);
        lag.each.extend(&other.each);
    }
}

impl Lag {
    /// The one in the middle.
    pub fn median(&self) -> Millis {
        let mut each = self.each.clone();
        each.sort_unstable();
        each.get(each.len() / 2).copied().unwrap_or_default()
    }
}

impl Cause {
    fn words(self) -> &'static str {
        match self {
            Self::Clock => "idle, a shift's edge, a timer",
            Self::Choice => "a choice",
            Self::Lock => "locking",
            Self::Unlock => "unlocking",
            Self::Input => "sitting down",
            Self::Administrator => "an administrator's act",
            Self::Edit => "an edit by another process",
            Self::Goodbye => "goodbye",
            Self::Crash => "a crash of the app",
            Self::Vanished => "a machine that vanished",
            Self::NetworkLost => "a network that broke",
            Self::NetworkBack => "a network that came back",
            Self::Started => "the start of the app",
            Self::Woke => "waking up",
            Self::ServerStarted => "a restart of the server",
        }
    }
}

impl Kind {
    /// What is broken, in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Ghost => "a ghost",
            Self::FalseAway => "shown as gone, and there",
            Self::Flap => "a flap",
            Self::Lost => "an acknowledged choice lost",
            Self::OtherAnswer => "another answer to the same choice",
            Self::Dropped => "a choice that came to nothing",
            Self::Unanswered => "an ask that was never answered",
            Self::Undone => "an administrator's act that a late choice undid",
            Self::Disagree => "surfaces that disagree",
            Self::Tray => "a tray that lies about the connection",
            Self::Stale => "a truth that was overlooked",
            Self::Notice => "a notification that is not so",
        }
    }
}
