//! CONTRIBUTING.md promises which test proves which case.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, in its helpers too"
)]

use std::{collections::BTreeSet, fs, ops::RangeInclusive, path::Path};

use porchlight_xtask::workspace::root;

/// All of them, in this order.
const CASES: RangeInclusive<u32> = 1..=29;

#[test]
fn every_case_has_a_row_and_every_test_that_proves_it_exists() {
    let contributing = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let mut tests = BTreeSet::new();
    for folder in ["crates", "tests"] {
        collect_tests(&root().join(folder), &mut tests);
    }

    let rows: Vec<(u32, &str)> = contributing.lines().filter_map(case).collect();
    let cases: Vec<u32> = rows.iter().map(|(case, _)| *case).collect();
    assert_eq!(cases, CASES.collect::<Vec<_>>(), "a row for each case");
    for (_, row) in rows {
        let named: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "no test proves it: {row}");
        for name in named {
            assert!(
                tests.contains(name),
                "there is no test `{name}`, but this says so: {row}"
            );
        }
    }
}

#[test]
fn only_what_is_run_as_a_test_counts_as_one() {
    let source = "#[test]\nfn one() {}\n#[tokio::test(start_paused = true)]\n#[expect(clippy::panic, reason = \"\")]\nasync fn other() {}\n\
                  #[cfg(test)]\nfn helper() {}\n#[expect(dead_code, reason = \"for a test\")]\nfn unused() {}\n";
    assert_eq!(tests_of(source), ["one", "other"]);
}

/// A row of the table begins with the number of its case.
fn case(line: &str) -> Option<(u32, &str)> {
    let (number, _) = line.strip_prefix("| ")?.split_once(' ')?;
    Some((number.parse().ok()?, line))
}

fn collect_tests(folder: &Path, tests: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_tests(&path, tests);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            tests.extend(tests_of(&fs::read_to_string(path).unwrap()));
        }
    }
}

/// The functions that follow a `#[test]`, of whichever kind.
fn tests_of(source: &str) -> Vec<String> {
    let mut follows = false;
    let mut names = Vec::new();
    for line in source.lines().map(str::trim) {
        if line.starts_with("#[") {
            follows |= line == "#[test]" || line.starts_with("#[tokio::test");
        } else if let Some((_, rest)) = line.split_once("fn ") {
            if follows {
                names.extend(rest.split(['(', '<']).next().map(str::to_owned));
            }
            follows = false;
        }
    }
    names
}
