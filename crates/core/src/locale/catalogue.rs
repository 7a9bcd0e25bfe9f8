//! The messages of one language. Always holds: a language that is loaded says every message that Rust asks for.

use std::convert::Infallible;

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};

use fluent_typed::{L10nError, validate_ftl};

use super::{Direction, ENGLISH, PSEUDO, direction, pseudo};

/// Each language's tag and messages.
pub(super) const CATALOGUE: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// Before and after an argument: its direction is its own.
const ISOLATE: char = '\u{2068}';
const END_ISOLATE: char = '\u{2069}';

pub use generated::L10nLanguage as Messages;

#[expect(
    clippy::pedantic,
    clippy::derivable_impls,
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "made by fluent-typed; what it unwraps is always there"
)]
mod generated {
    // In place of fluent-typed's own bundle, which isolates every argument or none.
    use super::Bundle as L10nBundle;
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));

    pub(super) fn contracts() -> &'static [MessageContract] {
        MESSAGE_CONTRACTS
    }
}

impl std::fmt::Debug for Messages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Messages")
    }
}

/// Reads a language, and English below it where it does not say everything.
pub(super) fn load(language: &str) -> Messages {
    let text = source(language).unwrap_or_default();
    let is_english = [ENGLISH, PSEUDO].contains(&language);
    let text = if is_english || violations(language).is_empty() {
        text.to_owned()
    } else {
        // Of two messages of one name the later one counts.
        [source(ENGLISH).unwrap_or_default(), text].concat()
    };
    Messages::new(language, text.as_bytes())
        .unwrap_or_else(|error| unreachable!("messages were read when this was built: {error}"))
}

/// What a language does not say, or not with the arguments it is given, in words for developers.
pub fn violations(language: &str) -> Vec<String> {
    let Some(text) = source(language) else {
        return vec![format!("there is no {language}")];
    };
    match validate_ftl(text.as_bytes(), generated::contracts()) {
        Ok(()) => Vec::new(),
        Err(L10nError::Validation { violations }) => {
            violations.iter().map(ToString::to_string).collect()
        }
        Err(error) => vec![error.to_string()],
    }
}

fn source(language: &str) -> Option<&'static str> {
    let language = if language == PSEUDO {
        ENGLISH
    } else {
        language
    };
    let mut known = CATALOGUE.iter();
    known
        .find(|(known, _)| *known == language)
        .map(|(_, text)| *text)
}

/// Fluent's messages of one language, in the shape in which the generated functions ask for them.
pub(super) struct Bundle {
    fluent: FluentBundle<FluentResource>,
    direction: Direction,
}

#[expect(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "called by generated code"
)]
impl Bundle {
    fn new(language: impl AsRef<str>, text: &[u8]) -> Result<Self, L10nError> {
        let language = language.as_ref();
        let text = String::from_utf8(text.to_vec()).map_err(L10nError::InvalidUtf8)?;
        let tag = language
            .parse()
            .map_err(|error| L10nError::InvalidLanguage {
                lang: language.to_owned(),
                reason: format!("{error}"),
            })?;
        let mut fluent = FluentBundle::new_concurrent(vec![tag]);
        if language == PSEUDO {
            fluent.set_transform(Some(pseudo::transform));
        }
        // A message that cannot be read is left out, and there is a test for it.
        let resource = FluentResource::try_new(text).unwrap_or_else(|(readable, _)| readable);
        fluent.add_resource_overriding(resource);
        Ok(Self {
            fluent,
            direction: direction(language),
        })
    }

    fn msg(&self, id: &str, args: Option<FluentArgs<'_>>) -> Result<String, Infallible> {
        Ok(self.format(id, None, args.as_ref()))
    }

    fn attr(
        &self,
        id: &str,
        attribute: &str,
        args: Option<FluentArgs<'_>>,
    ) -> Result<String, Infallible> {
        Ok(self.format(id, Some(attribute), args.as_ref()))
    }

    fn format(&self, id: &str, attribute: Option<&str>, args: Option<&FluentArgs<'_>>) -> String {
        let message = self.fluent.get_message(id);
        let pattern = message.and_then(|message| match attribute {
            Some(attribute) => Some(message.get_attribute(attribute)?.value()),
            None => message.value(),
        });
        let Some(pattern) = pattern else {
            return id.to_owned();
        };
        // What cannot be said is left as Fluent leaves it: shown, and no reason to fail.
        let mut errors = Vec::new();
        let text = self.fluent.format_pattern(pattern, args, &mut errors);
        isolated_where_needed(&text, self.direction)
    }
}

/// Leaves the marks around what is written the other way, and takes them from around all else: most texts have none.
fn isolated_where_needed(text: &str, direction: Direction) -> String {
    let mut left = String::with_capacity(text.len());
    // Where each argument that is open begins.
    let mut open = Vec::new();
    for letter in text.chars() {
        match letter {
            ISOLATE => {
                open.push(left.len());
                left.push(ISOLATE);
            }
            END_ISOLATE => {
                let Some(begin) = open.pop() else { continue };
                if runs_against(&left[begin..], direction) {
                    left.push(END_ISOLATE);
                } else {
                    left.remove(begin);
                }
            }
            letter => left.push(letter),
        }
    }
    left
}

/// Whether some of it is written in the other direction.
fn runs_against(text: &str, direction: Direction) -> bool {
    let mut letters = text.chars().filter(|letter| letter.is_alphabetic());
    letters.any(|letter| is_right_to_left(letter) != (direction == Direction::Rtl))
}

/// Hebrew, Arabic, and the scripts between and behind them.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_written_the_other_way_is_isolated() {
        let text = "set by \u{2068}Dana\u{2069} \u{2068}in \u{2068}מכללה\u{2069}\u{2069}";
        assert_eq!(
            isolated_where_needed(text, Direction::Ltr),
            "set by Dana \u{2068}in \u{2068}מכללה\u{2069}\u{2069}"
        );
        assert_eq!(
            isolated_where_needed(
                "عيّنه \u{2068}Dana\u{2069} \u{2068}14:02\u{2069} \u{2068}مكتب\u{2069}",
                Direction::Rtl
            ),
            "عيّنه \u{2068}Dana\u{2069} 14:02 مكتب"
        );
    }
}
