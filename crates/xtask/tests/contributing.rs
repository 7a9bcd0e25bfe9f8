//! CONTRIBUTING.md promises which test proves which case.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, in its helpers too"
)]

use std::{collections::BTreeSet, fs, path::Path};

use porchlight_xtask::workspace::root;

#[test]
fn every_test_that_proves_a_case_exists() {
    let contributing = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let mut tests = BTreeSet::new();
    for folder in ["crates", "tests"] {
        collect_tests(&root().join(folder), &mut tests);
    }

    let rows: Vec<&str> = contributing.lines().filter(|line| is_case(line)).collect();
    assert!(rows.len() >= 20, "a row for each case");
    for row in rows {
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

/// A row of the table begins with a number.
fn is_case(line: &str) -> bool {
    line.strip_prefix("| ")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
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
            follows |= line.contains("test");
        } else if let Some((_, rest)) = line.split_once("fn ") {
            if follows {
                names.extend(rest.split(['(', '<']).next().map(str::to_owned));
            }
            follows = false;
        }
    }
    names
}
