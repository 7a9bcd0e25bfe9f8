//! `cargo xtask sim --mutants`: bugs are put back, and the simulation is to find them.
//!
//! Each bug is a patch of the product in `crates/sim/mutants`, which asks `porchlight_protocol::mutant` whether it is to
//! be there. That function is only in the copy that all of them are applied to: it is built once, and run for each.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use porchlight_xtask::workspace::{built, cargo, root, target};
use serde::Deserialize;

use super::FIXED;

/// The crates that the simulation is made of.
const CRATES: [&str; 4] = ["protocol", "core", "campus", "sim"];
const PROGRAM: &str = "porchlight-sim";
/// How a run is told which bug is to be there.
const VARIABLE: &str = "PORCHLIGHT_MUTANT";

/// What a run of the simulation says, as far as it is read here.
#[derive(Deserialize)]
struct Report {
    found: Vec<Found>,
}

#[derive(Deserialize)]
struct Found {
    seed: u64,
    first: Violation,
}

#[derive(Deserialize)]
struct Violation {
    kind: String,
}

/// Prints which bug is found by which seed.
///
/// # Errors
/// If a patch does not apply, or the copy does not build.
pub(super) fn run() -> Result<()> {
    let patches = patches()?;
    let copy = target().join("mutants");
    println!("Putting {} bugs back in {}.", patches.len(), copy.display());
    copy_sources(&copy)?;
    for patch in &patches {
        apply(patch, &copy)?;
    }
    let mut build = cargo([
        "build",
        "--quiet",
        "--profile",
        "sim",
        "--package",
        "porchlight-sim",
    ]);
    build.current_dir(&copy).env("CARGO_TARGET_DIR", target());
    if !build.status().context("cargo cannot be started")?.success() {
        bail!("the copy with the bugs does not build");
    }
    fs::copy(built("sim", PROGRAM), copy.join(PROGRAM))?;
    let mut missed = Vec::new();
    println!(
        "\n| {:<36} | {:<40} |\n|:{:-<36}-|:{:-<40}-|",
        "bug", "found", "", ""
    );
    for patch in &patches {
        let name = name(patch);
        let found = find(&copy, &name)?;
        let verdict = match found.first() {
            Some(Found { seed, first }) => {
                format!("seed {seed} ({}), {} in all", first.kind, found.len())
            }
            None => "no".to_owned(),
        };
        println!("| {name:<36} | {verdict:<40} |");
        if found.is_empty() {
            missed.push(name);
        }
    }
    if !missed.is_empty() {
        println!("\nNo seed of the tests finds {}.", missed.join(", "));
    }
    Ok(())
}

/// The bugs, by name.
fn patches() -> Result<Vec<PathBuf>> {
    let folder = root().join("crates/sim/mutants");
    let mut patches: Vec<_> = fs::read_dir(&folder)
        .with_context(|| format!("{} cannot be read", folder.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    patches.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "patch")
    });
    patches.sort();
    Ok(patches)
}

fn name(patch: &Path) -> String {
    patch
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Copies what the simulation is built from, and adds what the bugs ask.
fn copy_sources(copy: &Path) -> Result<()> {
    let crates = copy.join("crates");
    if crates.exists() {
        fs::remove_dir_all(&crates)?;
    }
    for name in CRATES {
        copy_folder(&root().join("crates").join(name), &crates.join(name))?;
    }
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let manifest = manifest.replace(", \"src-tauri\"]", "]");
    fs::write(copy.join("Cargo.toml"), manifest)?;
    fs::copy(root().join("Cargo.lock"), copy.join("Cargo.lock"))?;
    let protocol = crates.join("protocol/src/lib.rs");
    let text = fs::read_to_string(&protocol)?;
    let asks = format!(
        "\npub fn mutant(name: &str) -> bool {{\n    static CHOSEN: std::sync::LazyLock<Option<String>> =\n        \
         std::sync::LazyLock::new(|| std::env::var(\"{VARIABLE}\").ok());\n    CHOSEN.as_deref() == Some(name)\n}}\n"
    );
    fs::write(&protocol, text + &asks)?;
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("{} cannot be read", from.display()))? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

fn apply(patch: &Path, copy: &Path) -> Result<()> {
    let applied = Command::new("git")
        .args(["apply"])
        .arg(patch)
        .current_dir(copy)
        // The copy lies within a repository that is none of its own.
        .env("GIT_CEILING_DIRECTORIES", copy.parent().unwrap_or(copy))
        .status()
        .context("git cannot be started")?;
    if !applied.success() {
        bail!("{} does not apply any more", patch.display());
    }
    Ok(())
}

/// The seeds of the tests that find a bug.
fn find(copy: &Path, name: &str) -> Result<Vec<Found>> {
    let report = copy.join("report.json");
    Command::new(copy.join(PROGRAM))
        .args(["--kept", "--seeds", &FIXED.to_string(), "--json"])
        .arg(&report)
        .env(VARIABLE, name)
        .output()
        .context("the simulation cannot be started")?;
    let report: Report = serde_json::from_slice(&fs::read(&report)?)?;
    Ok(report.found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bug_can_still_be_put_back() {
        let patches = patches().unwrap();
        assert!(patches.len() > 20, "{patches:?}");
        for patch in patches {
            let text = fs::read_to_string(&patch).unwrap();
            let asked = format!("porchlight_protocol::mutant(\"{}\")", name(&patch));
            assert!(
                text.contains(&asked),
                "{} asks for another bug",
                patch.display()
            );
            let applies = Command::new("git")
                .args(["apply", "--check"])
                .arg(&patch)
                .current_dir(root())
                .status()
                .unwrap();
            assert!(applies.success(), "{}", patch.display());
        }
    }
}
