//! Every language says the same as the English catalogue, with the same arguments, and nothing of it is said by nobody.
#![expect(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};
use porchlight_core::locale::{Clock, Direction, HourCycle, Locale, SystemLocale, violations};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
/// The files whose messages TypeScript says.
const TYPESCRIPT: [&str; 3] = ["window.ftl", "pages.ftl", "shared.ftl"];

#[test]
fn every_language_says_all_that_english_says_with_the_same_arguments_and_nothing_else() {
    let english = catalogue("en");
    let mut wrong = Vec::new();
    for language in Locale::languages() {
        wrong.extend(violations(language));
        let other = catalogue(language);
        for (file, messages) in &english {
            let theirs = other.get(file).cloned().unwrap_or_default();
            for (name, arguments) in messages {
                let what = match theirs.get(name) {
                    None => "is missing".to_owned(),
                    Some(theirs) => match arguments.differs_from(theirs) {
                        Some(what) => what,
                        None => continue,
                    },
                };
                wrong.push(format!("{language}/{file}: {name} {what}"));
            }
            let unknown = theirs.keys().filter(|name| !messages.contains_key(*name));
            wrong.extend(unknown.map(|name| format!("{language}/{file}: {name} is not English")));
        }
        let files = other.keys().filter(|file| !english.contains_key(*file));
        wrong.extend(files.map(|file| format!("{language}/{file}: there is no English file")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_two_messages_that_are_read_together_have_one_name() {
    let mut known = BTreeSet::new();
    for (file, messages) in catalogue("en") {
        // The pages' own go before what they share with the window.
        let by = match file.as_str() {
            "pages.ftl" => "pages",
            "window.ftl" | "shared.ftl" => "window",
            _ => "Rust",
        };
        for name in messages.into_keys() {
            assert!(known.insert((by, name.clone())), "{file}: {name}");
        }
    }
}

#[test]
fn every_message_is_said_somewhere() {
    let rust = sources(&["crates", "src-tauri/src"], &["rs"]);
    let typescript = sources(&["ui/src", "ui/pages", "ui/widget"], &["ts", "svelte"]);
    let mut silent = Vec::new();
    for (file, messages) in catalogue("en") {
        for name in messages.into_keys() {
            let said = if TYPESCRIPT.contains(&file.as_str()) {
                ['\'', '"', '`']
                    .iter()
                    .any(|quote| typescript.contains(&format!("{quote}{name}{quote}")))
            } else {
                rust.contains(&format!(".{}(", name.replace(['-', '.'], "_")))
            };
            if !said {
                silent.push(format!("{file}: {name}"));
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn the_language_is_the_one_that_is_set_else_the_first_of_the_systems_that_is_known() {
    let system = |languages: &[&str], formats: Option<&str>| SystemLocale {
        languages: languages.iter().map(ToString::to_string).collect(),
        formats: formats.map(str::to_owned),
    };
    let told = |system: &SystemLocale, set: &str, clock| {
        let locale = Locale::new(system, set, clock);
        (locale.language(), locale.formats(), locale.hour_cycle())
    };
    let nowhere = SystemLocale::default();
    let british = ("en", "en-GB".to_owned(), HourCycle::H23);
    assert_eq!(told(&nowhere, "system", Clock::System), british);
    assert_eq!(told(&system(&["C"], None), "en", Clock::System), british);
    // Nobody has translated it into Klingon yet.
    assert_eq!(told(&system(&["tlh"], None), "tlh", Clock::System), british);
    assert_eq!(
        told(&system(&["tlh", "en-US"], None), "system", Clock::System),
        ("en", "en-US".to_owned(), HourCycle::H12)
    );
    // Dates as in the language that is spoken, the clock as where she lives.
    assert_eq!(
        told(&system(&["en-US"], Some("de-DE")), "system", Clock::System),
        ("en", "en-US".to_owned(), HourCycle::H23)
    );
    assert_eq!(
        told(&system(&["en-US"], Some("en-GB")), "system", Clock::System),
        british
    );
    assert_eq!(
        told(&nowhere, "system", Clock::H12),
        ("en", "en-GB".to_owned(), HourCycle::H12)
    );
    assert_eq!(Locale::english().direction(), Direction::Ltr);
}

/// What a message shows, and what it only chooses by.
#[derive(Clone, Debug, Default)]
struct Arguments {
    shown: BTreeSet<String>,
    chosen_by: BTreeSet<String>,
}

impl Arguments {
    /// How another language's message cannot stand for this one, if it cannot. What English only chooses by, others
    /// need not.
    fn differs_from(&self, theirs: &Self) -> Option<String> {
        let missing = self.shown.difference(&theirs.shown).next();
        let known = |name: &&String| self.shown.contains(*name) || self.chosen_by.contains(*name);
        let all = theirs.shown.iter().chain(&theirs.chosen_by);
        let unknown = all.into_iter().find(|name| !known(name));
        match (missing, unknown) {
            (Some(name), _) => Some(format!("does not show ${name}")),
            (None, Some(name)) => Some(format!("knows of no ${name}")),
            (None, None) => None,
        }
    }

    fn read(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            let PatternElement::Placeable { expression } = element else {
                continue;
            };
            match expression {
                Expression::Inline(inline) => Self::named(inline, &mut self.shown),
                Expression::Select { selector, variants } => {
                    Self::named(selector, &mut self.chosen_by);
                    for variant in variants {
                        self.read(&variant.value);
                    }
                }
            }
        }
    }

    fn named(inline: &InlineExpression<&str>, into: &mut BTreeSet<String>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                into.insert(id.name.to_owned());
            }
            InlineExpression::FunctionReference { arguments, .. } => {
                for argument in &arguments.positional {
                    Self::named(argument, into);
                }
            }
            _ => {}
        }
    }
}

/// By file, each message and attribute (`name.attribute`) with its arguments.
fn catalogue(language: &str) -> BTreeMap<String, BTreeMap<String, Arguments>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("locales")
        .join(language);
    let files = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .map(|file| {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            (name, messages(&fs::read_to_string(&file).unwrap(), &file))
        })
        .collect()
}

fn messages(text: &str, file: &Path) -> BTreeMap<String, Arguments> {
    let resource = parser::parse(text).map_err(|(_, errors)| errors);
    let resource = resource.unwrap_or_else(|errors| panic!("{}: {errors:?}", file.display()));
    let mut messages = BTreeMap::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else {
            continue;
        };
        let attributes = message.attributes.iter();
        let attributes =
            attributes.map(|part| (format!("{}.{}", message.id.name, part.id.name), &part.value));
        let value = message
            .value
            .iter()
            .map(|value| (message.id.name.to_owned(), value));
        for (name, pattern) in value.chain(attributes) {
            let mut arguments = Arguments::default();
            arguments.read(pattern);
            assert!(
                messages.insert(name.clone(), arguments).is_none(),
                "{}: {name} is there twice",
                file.display()
            );
        }
    }
    messages
}

/// The text of all files of these kinds that were written by hand.
fn sources(folders: &[&str], kinds: &[&str]) -> String {
    let mut text = String::new();
    let mut open: Vec<PathBuf> = folders
        .iter()
        .map(|folder| Path::new(ROOT).join(folder))
        .collect();
    while let Some(path) = open.pop() {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            if !["node_modules", "target", "tests"].contains(&name.as_str()) {
                open.extend(
                    fs::read_dir(&path)
                        .unwrap()
                        .map(|entry| entry.unwrap().path()),
                );
            }
        } else if kinds.iter().any(|kind| name.ends_with(&format!(".{kind}"))) {
            let file = fs::read_to_string(&path).unwrap();
            let by_hand = !file
                .lines()
                .next()
                .is_some_and(|first| first.contains("Generated"));
            if by_hand {
                text.push_str(&file);
            }
        }
    }
    text
}
