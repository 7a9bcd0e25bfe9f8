//! `cargo xtask test`: everything that must pass before a change lands.

use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
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

/// What `cargo xtask test` can be told.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Options {
    /// Leaves parts out that need packages of their own, such as `--without compositors`; CI leaves nothing out
    #[arg(long, value_delimiter = ',', value_name = "PART")]
    without: Vec<Part>,
}

/// A part of the tests that needs packages of its own, and that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The app on the compositors of GNOME, KDE and Sway, without a screen
    Compositors,
}

impl Part {
    /// What is not known when it is left out.
    const fn says(self) -> &'static str {
        match self {
            Self::Compositors => {
                "compositors: whether idle and return are noticed on GNOME, KDE and Sway"
            }
        }
    }

    const fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Compositors => packages::COMPOSITORS,
        }
    }

    /// Those tests of the desktop that are its own begin with this.
    const fn desktop_tests(self) -> &'static str {
        match self {
            Self::Compositors => "compositors::",
        }
    }
}

impl Options {
    fn left_out(&self) -> impl Iterator<Item = Part> {
        let parts = Part::value_variants().iter().copied();
        parts.filter(|part| self.without.contains(part))
    }

    fn packages(&self) -> Vec<&'static [&'static str]> {
        let parts = Part::value_variants().iter();
        let parts = parts.filter(|part| !self.without.contains(part));
        let always = [packages::BUILD, packages::DESKTOP, packages::PACKAGING];
        always
            .into_iter()
            .chain(parts.map(|part| part.packages()))
            .collect()
    }

    /// The end-to-end tests but those of parts that are left out.
    fn desktop_tests(&self) -> Command {
        let mut command = cargo(["test", "--workspace", "--test", DESKTOP, "--"]);
        for part in self.left_out() {
            command.args(["--skip", part.desktop_tests()]);
        }
        command
    }

    /// Says at the end what was not tried.
    fn say_what_is_left_out(&self) {
        for part in self.left_out() {
            println!("Left out, as you asked, and so not known: {}", part.says());
        }
    }
}

/// Every cargo call below names the whole workspace where the app takes part: with one selection of packages there
/// is one set of features, and nothing is compiled twice.
pub(crate) fn run(options: &Options) -> Result<()> {
    let mut steps = Steps::default();
    steps.step("System packages", || packages::ensure(&options.packages()))?;
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
    steps.run("End to end on a real desktop", options.desktop_tests())?;
    #[cfg(target_os = "linux")]
    {
        let made = packaging::package(&mut steps, TESTED)?;
        packaging::install(&mut steps, TESTED, &made)?;
    }
    println!("\nEverything passed:\n{}", steps.summary());
    options.say_what_is_left_out();
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
