//! `--format`: a line of one's own about the status, for bars that show one.

use std::str::FromStr;

use chrono_tz::Tz;
use porchlight_core::{
    view::{LinkState, Look, View},
    words::Calendar,
};
use porchlight_protocol::Timestamp;

/// Texts and placeholders in the order in which they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Format(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Placeholder { what: Placeholder, json: bool },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placeholder {
    Icon,
    Status,
    Reason,
    Until,
    Counter,
    Tooltip,
    Class,
}

/// Each by its name, in the order in which the help has them.
const PLACEHOLDERS: [(&str, Placeholder); 7] = [
    ("icon", Placeholder::Icon),
    ("status", Placeholder::Status),
    ("reason", Placeholder::Reason),
    ("until", Placeholder::Until),
    ("counter", Placeholder::Counter),
    ("tooltip", Placeholder::Tooltip),
    ("class", Placeholder::Class),
];

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum FormatError {
    #[error("there is no placeholder {{{0}}}; there are {known}, each also as {{icon:json}}", known = known())]
    Unknown(String),
    #[error("a `{{` has no `}}`; write `{{{{` for a brace that is to be shown")]
    Open,
    #[error("a `}}` has no `{{`; write `}}}}` for a brace that is to be shown")]
    Close,
}

fn known() -> String {
    PLACEHOLDERS
        .map(|(name, _)| format!("{{{name}}}"))
        .join(", ")
}

impl FromStr for Format {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            let brace = &from[..1];
            let doubled = from[1..].starts_with(brace);
            parts.push(Part::Text(before.to_owned()));
            if doubled {
                parts.push(Part::Text(brace.to_owned()));
                rest = &from[2..];
            } else if brace == "{" {
                let (inside, after) = from[1..].split_once('}').ok_or(FormatError::Open)?;
                parts.push(placeholder(inside)?);
                rest = after;
            } else {
                return Err(FormatError::Close);
            }
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(Self(parts))
    }
}

fn placeholder(inside: &str) -> Result<Part, FormatError> {
    let (name, json) = match inside.strip_suffix(":json") {
        Some(name) => (name, true),
        None => (inside, false),
    };
    PLACEHOLDERS
        .into_iter()
        .find(|(known, _)| *known == name)
        .map(|(_, what)| Part::Placeholder { what, json })
        .ok_or_else(|| FormatError::Unknown(inside.to_owned()))
}

impl Format {
    /// The line for a view.
    pub(super) fn line(&self, view: &View, (now, zone): (Timestamp, Tz)) -> String {
        let parts = self.0.iter().map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Placeholder { what, json: false } => what.text(view, now, zone),
            Part::Placeholder { what, json: true } => {
                serde_json::Value::String(what.text(view, now, zone)).to_string()
            }
        });
        parts.collect()
    }
}

impl Placeholder {
    fn text(self, view: &View, now: Timestamp, zone: Tz) -> String {
        match self {
            Self::Icon => icon(view.look).to_owned(),
            Self::Status => view.headline.clone(),
            Self::Reason => view.reason.clone(),
            Self::Until => until(view, now, zone),
            Self::Counter => view
                .online
                .map_or_else(|| "?".to_owned(), |online| online.to_string()),
            Self::Tooltip => view.tooltip.clone(),
            Self::Class => class(view.look).to_owned(),
        }
    }
}

/// Told apart by shape, as bars have colours of their own.
const fn icon(look: Look) -> &'static str {
    match look {
        Look::Available => "●",
        Look::Some => "◐",
        Look::Away => "◷",
        Look::Offline => "○",
        Look::NotConnected => "⊘",
    }
}

const fn class(look: Look) -> &'static str {
    match look {
        Look::Available => "available",
        Look::Some => "some",
        Look::Away => "away",
        Look::Offline => "offline",
        Look::NotConnected => "not_connected",
    }
}

/// Nobody vouches for an end while the server is out of reach.
fn until(view: &View, now: Timestamp, zone: Tz) -> String {
    if view.link.state != LinkState::Connected {
        return String::new();
    }
    let locale = view.locale.locale();
    let calendar = Calendar {
        locale: &locale,
        now,
        zone,
    };
    let until = view.ends.map(|ends| calendar.until(ends.at));
    until.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_written_twice_and_placeholders_once() {
        let format: Format = "{{{icon:json}}} {counter}".parse().unwrap();
        let shown: Vec<&Part> = format
            .0
            .iter()
            .filter(|part| **part != Part::Text(String::new()))
            .collect();

        assert_eq!(
            shown,
            [
                &Part::Text("{".to_owned()),
                &Part::Placeholder {
                    what: Placeholder::Icon,
                    json: true
                },
                &Part::Text("}".to_owned()),
                &Part::Text(" ".to_owned()),
                &Part::Placeholder {
                    what: Placeholder::Counter,
                    json: false
                },
            ]
        );
    }

    #[test]
    fn what_is_no_placeholder_is_named_with_those_there_are() {
        let refused = "{colour}".parse::<Format>().unwrap_err().to_string();
        assert!(
            refused.contains("{colour}") && refused.contains("{icon}, {status}"),
            "{refused}"
        );
        for (wrong, error) in [
            ("{icon", FormatError::Open),
            ("icon}", FormatError::Close),
            ("é{", FormatError::Open),
            ("{}", FormatError::Unknown(String::new())),
            ("{:json}", FormatError::Unknown(":json".to_owned())),
            ("{icon:yaml}", FormatError::Unknown("icon:yaml".to_owned())),
        ] {
            assert_eq!(wrong.parse::<Format>(), Err(error), "{wrong}");
        }
    }

    #[test]
    fn every_format_of_the_examples_is_understood() {
        let readme = include_str!("../../../README.md");
        let examples = [readme, super::super::BARS];
        for text in examples {
            let formats: Vec<&str> = text
                .split("--format ")
                .skip(1)
                .filter_map(|rest| rest.split('\'').nth(1))
                .collect();
            assert_eq!(formats.len(), text.matches(" --format ").count(), "{text}");
            assert!(!formats.is_empty(), "{text}");
            for format in formats {
                assert!(format.parse::<Format>().is_ok(), "{format}");
            }
        }
    }
}
