//! Whoever updates finds everything again: what each version saved is kept in `tests/released`, and is never changed.

use std::collections::BTreeMap;

use serde_json::Value;

use super::*;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/released");
/// What the version at hand saves.
const NEWEST: &str = "0.1.0.json";

#[test]
fn what_every_version_saved_is_found_again_whole() {
    let files = released();
    assert!(files.len() >= 3, "{:?}", files.keys());
    for (name, text) in &files {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(STATE), text).unwrap();
        let found = Store::new(dir.path().to_owned(), None).load(Box::new(|_| {}));
        assert_eq!(found.trouble, None, "{name}");
        let Kept {
            account,
            preferences,
            me,
            pending,
            offset_milliseconds,
            ..
        } = found.kept;
        assert_eq!(account.unwrap().email, "ana@example.edu", "{name}");
        assert!(!preferences.notifications, "{name}");
        assert_eq!(me.unwrap().choices.len(), 1, "{name}");
        assert_eq!(pending.len(), 1, "{name}");
        assert_eq!(offset_milliseconds, -1500, "{name}");
    }
}

#[test]
fn what_is_saved_today_has_the_form_of_the_newest_version_and_a_new_form_needs_a_file_of_its_own() {
    let text = released().remove(NEWEST).unwrap();
    let State::Readable(kept) = parse_state(text.as_bytes()) else {
        panic!("{NEWEST} is not read");
    };
    let document = Document {
        format: FORMAT,
        kept: &kept,
    };
    let wanted: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        serde_json::to_value(document).unwrap(),
        wanted,
        "add what the new version saves to tests/released, and leave the old files as they are"
    );
}

fn released() -> BTreeMap<String, String> {
    let files = fs::read_dir(FOLDER).unwrap();
    files
        .map(|file| {
            let file = file.unwrap();
            let name = file.file_name().into_string().unwrap();
            (name, fs::read_to_string(file.path()).unwrap())
        })
        .collect()
}
