//! The language that everything is said in, and how it writes dates, times and lists. It is an argument: nothing here
//! asks the surroundings for it.
//!
//! The sentences are Fluent messages under `locales/<language>/`; a function is made of each of the English ones
//! ([`Messages`]), so that a wrong name or argument does not compile. Of the languages only the one in use is read.

mod catalogue;
mod formats;
mod pseudo;

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{NaiveDate, NaiveTime};
use icu_locale_core::{
    Locale as Tag,
    extensions::unicode::{key, value},
};
use serde::{Deserialize, Serialize};

use catalogue::{CATALOGUE, load};
use formats::Formats;

pub use catalogue::{Messages, violations};

/// The language of the catalogue that all others are compared with.
pub const ENGLISH: &str = "en";
/// Where the system tells no language: English with dates and times as most of the world writes them.
const NOWHERE: &str = "en-GB";
/// Accented and longer English, made by code, to find what is not in the catalogue.
pub const PSEUDO: &str = "en-XA";

/// What the computer says of its person's language: BCP 47 tags such as `de-AT`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SystemLocale {
    /// The languages she reads, the best first. Empty where that is not known.
    pub languages: Vec<String>,
    /// Whose dates and times she is used to, where that is told apart.
    pub formats: Option<String>,
}

/// Which clock the time is told by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// As where she lives.
    #[default]
    System,
    /// `2:02 PM`
    H12,
    /// `14:02`
    H23,
}

/// `h12` is `2:02 PM`, `h23` is `14:02`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum HourCycle {
    H12,
    H23,
}

/// Which way a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Ltr,
    Rtl,
}

/// What was read last, for whoever asks for the same: reading takes longer than all that is said in a day.
static LAST: Mutex<Option<Arc<Spoken>>> = Mutex::new(None);

/// A language, ready to speak. Cheap to clone.
#[derive(Clone)]
pub struct Locale(Arc<Spoken>);

struct Spoken {
    language: &'static str,
    tag: Tag,
    clock: Clock,
    messages: Messages,
    formats: Formats,
}

impl Locale {
    /// The language that is set (`system`, or one of [`languages`](Self::languages)), with the system's ways of writing
    /// dates and times where they are of that language, and this clock.
    pub fn new(system: &SystemLocale, language: &str, clock: Clock) -> Self {
        let wanted = system.languages.iter().map(String::as_str);
        let fixed = [language].into_iter().filter(|tag| *tag != "system");
        let (language, tag) = fixed
            .chain(wanted)
            .find_map(|tag| Some((spoken(tag)?, tag)))
            .unwrap_or((ENGLISH, NOWHERE));
        // `de` is set where the system speaks `de-AT`: the region is hers all the same.
        let of_system = system.formats.iter().chain(&system.languages);
        let mut same_language = of_system.filter(|other| spoken(other) == Some(language));
        let region = match same_language.next() {
            Some(region) => region,
            None if tag == ENGLISH || language == PSEUDO => NOWHERE,
            None => tag,
        };
        let elsewhere = system.formats.as_ref().filter(|formats| *formats != region);
        let clock = match (clock, elsewhere.and_then(|formats| formats.parse().ok())) {
            (Clock::System, Some(formats)) => {
                match Formats::new(&formats, Clock::System).hour_cycle() {
                    HourCycle::H12 => Clock::H12,
                    HourCycle::H23 => Clock::H23,
                }
            }
            (clock, _) => clock,
        };
        Self::speaking(language, &parsed(region), clock)
    }

    /// English as this project's own texts are written: `3 December`, `14:02`.
    pub fn english() -> Self {
        Self::speaking(ENGLISH, &parsed(NOWHERE), Clock::System)
    }

    /// Accented and longer English, to find what is not in the catalogue.
    pub fn pseudo() -> Self {
        Self::speaking(PSEUDO, &parsed(NOWHERE), Clock::System)
    }

    /// The languages that can be chosen.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        CATALOGUE.iter().map(|(language, _)| *language)
    }

    /// Every sentence, as a function of its arguments.
    pub fn messages(&self) -> &Messages {
        &self.0.messages
    }

    /// The catalogue's language: `en`.
    pub fn language(&self) -> &'static str {
        self.0.language
    }

    /// The BCP 47 tag by which dates and times are written: `en-GB`, `ar-EG-u-nu-latn`.
    pub fn formats(&self) -> String {
        let mut tag = self.0.tag.clone();
        if self.language() == "ar" {
            tag.extensions
                .unicode
                .keywords
                .set(key!("nu"), value!("latn"));
        }
        tag.to_string()
    }

    pub fn direction(&self) -> Direction {
        direction(self.0.language)
    }

    pub fn hour_cycle(&self) -> HourCycle {
        self.0.formats.hour_cycle()
    }

    /// `14:02`, `2:02 PM`
    pub fn clock(&self, time: NaiveTime) -> String {
        self.0.formats.clock(time)
    }

    /// `14:02:11`, `2:02:11 PM`
    pub fn clock_seconds(&self, time: NaiveTime) -> String {
        self.0.formats.clock_seconds(time)
    }

    /// `Monday`
    pub fn weekday(&self, date: NaiveDate) -> String {
        self.0.formats.weekday(date)
    }

    /// `3 December`
    pub fn date(&self, date: NaiveDate) -> String {
        self.0.formats.date(date)
    }

    /// `3 December 2027`
    pub fn date_with_year(&self, date: NaiveDate) -> String {
        self.0.formats.date_with_year(date)
    }

    /// `29 Nov`
    pub fn date_short(&self, date: NaiveDate) -> String {
        self.0.formats.date_short(date)
    }

    /// `Library, IT desk and Admissions`
    pub fn list(&self, parts: &[&str]) -> String {
        self.0.formats.list(parts)
    }

    fn speaking(language: &'static str, tag: &Tag, clock: Clock) -> Self {
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |spoken: &&Arc<Spoken>| {
            spoken.language == language && spoken.tag == *tag && spoken.clock == clock
        };
        if let Some(spoken) = last.as_ref().filter(same) {
            return Self(Arc::clone(spoken));
        }
        let spoken = Arc::new(Spoken {
            language,
            tag: tag.clone(),
            clock,
            messages: load(language),
            formats: Formats::new(tag, clock),
        });
        *last = Some(Arc::clone(&spoken));
        Self(spoken)
    }
}

impl std::fmt::Debug for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Locale({}, {:?})", self.0.tag, self.hour_cycle())
    }
}

/// The catalogue's language for a tag, if there is one.
fn spoken(tag: &str) -> Option<&'static str> {
    if tag.eq_ignore_ascii_case(PSEUDO) {
        return Some(PSEUDO);
    }
    let parsed = tag.parse::<Tag>().ok()?;
    let language = parsed.id.language.as_str();
    Locale::languages().find(|known| *known == language)
}

fn direction(language: &str) -> Direction {
    match language {
        "ar" | "fa" | "he" | "ur" => Direction::Rtl,
        _ => Direction::Ltr,
    }
}

fn parsed(tag: &str) -> Tag {
    tag.parse().unwrap_or(Tag::UNKNOWN)
}
