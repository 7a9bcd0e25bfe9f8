//! `cargo xtask test`: everything that must pass before a change lands.

use std::process::Command;

use anyhow::{Context, Result, bail};
use porchlight_xtask::{
    packages,
    steps::Steps,
    windows,
    workspace::{cargo, npm},
};
use serde_json::Value;

#[cfg(target_os = "linux")]
use crate::packaging;
use crate::{sim, window};

/// The end-to-end tests' target. It comes last, as it needs all the rest.
const DESKTOP: &str = "desktop";
/// The profile that the tests build. Packages are made of it as well: a release of the app would take as long as all the rest.
#[cfg(target_os = "linux")]
const TESTED: &str = "debug";

/// The packages whose tests also run on Windows. Its server is for Unix.
const ON_WINDOWS: [&str; 3] = [
    "porchlight-client",
    "porchlight-core",
    "porchlight-protocol",
];

/// Every cargo call below names the whole workspace where the app takes part: with one selection of packages there
/// is one set of features, and nothing is compiled twice.
pub(crate) fn run() -> Result<()> {
    let mut steps = Steps::default();
    steps.step("System packages", || {
        packages::ensure(&[packages::BUILD, packages::DESKTOP, packages::PACKAGING])
    })?;
    steps.run("Format", cargo(["fmt", "--all", "--check"]))?;
    check_window(&mut steps)?;
    steps.run(
        "Lints",
        cargo([
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]),
    )?;
    steps.run("Documentation", documentation())?;
    steps.run(
        "Core by itself",
        cargo(["check", "--package", "porchlight-core"]),
    )?;
    steps.run(
        "Campus by itself",
        cargo(["check", "--package", "porchlight-campus"]),
    )?;
    steps.run(
        "The window's types are those of the code",
        cargo([
            "test",
            "--package",
            "porchlight-core",
            "--features",
            "bindings",
            "--test",
            "bindings",
        ]),
    )?;
    steps.run(
        "Unit, property, server and client tests",
        tests_without_desktop()?,
    )?;
    steps.run("A simulated campus, from fixed seeds", sim::fixed())?;
    steps.step("The same from seeds that nobody has tried", sim::fresh)?;
    steps.run(
        "Examples in the documentation",
        cargo(["test", "--workspace", "--doc"]),
    )?;
    steps.run(
        "End to end on a real desktop",
        cargo(["test", "--workspace", "--test", DESKTOP]),
    )?;
    #[cfg(target_os = "linux")]
    {
        let made = packaging::package(&mut steps, TESTED)?;
        packaging::install(&mut steps, TESTED, &made)?;
    }
    println!("\nEverything passed:\n{}", steps.summary());
    Ok(())
}

/// The app for Windows: built with Debian's own compiler, and tested under Wine.
pub(crate) fn windows() -> Result<()> {
    if !packages::can_be_had(packages::WINDOWS) {
        bail!(
            "this system does not offer what the app for Windows is built with and run by; Debian 12 does"
        );
    }
    let mut steps = Steps::default();
    steps.step("Windows: packages", || {
        packages::ensure(&[packages::WINDOWS])
    })?;
    steps.run("Windows: everything is built", windows::build())?;
    steps.step("Windows: a disk for Wine", windows::prepare_wine)?;
    steps.run(
        "Windows: unit, property and client tests under Wine",
        windows::tests(&test_targets(|package| ON_WINDOWS.contains(&package))?),
    )?;
    steps.run(
        "Windows: end to end under Wine",
        cargo([
            "test",
            "--workspace",
            "--test",
            DESKTOP,
            "--",
            "--ignored",
            "--test-threads=1",
            "windows::",
        ]),
    )?;
    println!("\nEverything passed:\n{}", steps.summary());
    Ok(())
}

/// The window's sources: installed, checked, tested and built. The app embeds the result, so this comes first.
fn check_window(steps: &mut Steps) -> Result<()> {
    steps.step("The window's packages", window::install)?;
    steps.run("The window's types", npm(["run", "check"]))?;
    steps.run("The window's tests", npm(["test"]))?;
    steps.step("The window", window::build)
}

fn documentation() -> Command {
    let mut command = cargo(["doc", "--workspace", "--no-deps"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    command
}

/// All the workspace's tests but those on the desktop.
fn tests_without_desktop() -> Result<Command> {
    let mut command = cargo(["test", "--workspace", "--lib", "--bins"]);
    for name in test_targets(|_| true)? {
        command.args(["--test", &name]);
    }
    Ok(command)
}

/// The test targets of these packages.
fn test_targets(of: impl Fn(&str) -> bool) -> Result<Vec<String>> {
    let answer = cargo(["metadata", "--no-deps", "--format-version", "1"]).output()?;
    if !answer.status.success() {
        bail!(
            "`cargo metadata` failed: {}",
            String::from_utf8_lossy(&answer.stderr)
        );
    }
    let metadata: Value = serde_json::from_slice(&answer.stdout)?;
    let packages = metadata["packages"]
        .as_array()
        .context("cargo metadata names no packages")?;
    let targets = packages
        .iter()
        .filter(|package| package["name"].as_str().is_some_and(&of))
        .filter_map(|package| package["targets"].as_array())
        .flatten();
    let tests = targets.filter(|target| target["kind"] == serde_json::json!(["test"]));
    Ok(tests
        .filter_map(|target| target["name"].as_str())
        .filter(|name| *name != DESKTOP)
        .map(str::to_owned)
        .collect())
}
