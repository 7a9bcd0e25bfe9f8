//! `cargo xtask test`: everything that must pass before a change lands.

#[cfg(target_os = "linux")]
mod elsewhere;

use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use porchlight_xtask::{
    packages,
    steps::Steps,
    workspace::{cargo, npm},
};
use serde_json::Value;

#[cfg(target_os = "linux")]
pub(crate) use self::elsewhere::{macos_alone, windows_alone};
#[cfg(target_os = "linux")]
use crate::packaging;
use crate::{sim, window};

/// The end-to-end tests' target. It comes last, as it needs all the rest.
const DESKTOP: &str = "desktop";
/// The profile that the tests build. Packages are made of it as well: a release of the app would take as long as all the rest.
#[cfg(target_os = "linux")]
const TESTED: &str = "debug";

/// What `cargo xtask test` can be told.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Options {
    /// Leaves parts out that need packages of their own, such as `--without windows,compositors`; CI leaves nothing out
    #[arg(long, value_delimiter = ',', value_name = "PART")]
    without: Vec<Part>,
}

/// A part of the tests that needs packages of its own, and that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The app on the compositors of GNOME, KDE and Sway, without a screen
    Compositors,
    /// The app for Windows, built by Debian's compiler, tested and installed under Wine
    Windows,
    /// The app for macOS, type-checked and linted
    Macos,
}

impl Part {
    /// What is not known when it is left out.
    const fn says(self) -> &'static str {
        match self {
            Self::Compositors => {
                "compositors: whether idle and return are noticed on GNOME, KDE and Sway"
            }
            Self::Windows => "windows: whether the app for Windows builds, works and installs",
            Self::Macos => "macos: whether the app for macOS would compile",
        }
    }

    const fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Compositors => packages::COMPOSITORS,
            Self::Windows => packages::WINDOWS,
            Self::Macos => packages::MACOS,
        }
    }

    /// Those tests of the desktop that are its own, and run with all the others, begin with this.
    const fn desktop_tests(self) -> Option<&'static str> {
        match self {
            Self::Compositors => Some("compositors::"),
            Self::Windows | Self::Macos => None,
        }
    }

    /// What it adds after everything else.
    #[cfg(target_os = "linux")]
    fn run(self, steps: &mut Steps) -> Result<()> {
        match self {
            Self::Compositors => Ok(()),
            Self::Windows => elsewhere::windows_under_wine(steps),
            Self::Macos => elsewhere::macos_checked(steps),
        }
    }
}

/// What will be tried on this machine, and what will not.
struct Plan {
    tried: Vec<Part>,
    left_out: Vec<Part>,
    not_to_be_had: Vec<Part>,
}

impl Plan {
    /// Asks which packages there are to be had.
    fn of(options: &Options) -> Self {
        let is_left_out = |part: &Part| options.without.contains(part);
        let (left_out, wanted): (Vec<_>, Vec<_>) = Part::value_variants()
            .iter()
            .copied()
            .partition(is_left_out);
        let is_there = |part: &Part| packages::can_be_had(part.packages());
        let (tried, not_to_be_had) = wanted.into_iter().partition(is_there);
        Self {
            tried,
            left_out,
            not_to_be_had,
        }
    }

    fn packages(&self) -> Vec<&'static [&'static str]> {
        let always = [
            packages::BUILD,
            packages::DESKTOP,
            packages::CUSTOMERS,
            packages::PACKAGING,
        ];
        let parts = self.tried.iter().map(|part| part.packages());
        always.into_iter().chain(parts).collect()
    }

    /// The end-to-end tests but those of parts that are not tried.
    fn desktop_tests(&self) -> Command {
        let mut command = cargo(["test", "--workspace", "--test", DESKTOP, "--"]);
        let not_tried = self.left_out.iter().chain(&self.not_to_be_had);
        for tests in not_tried.filter_map(|part| part.desktop_tests()) {
            command.args(["--skip", tests]);
        }
        command
    }

    /// Says at the end what was not tried.
    fn say_what_was_not_tried(&self) {
        for part in &self.left_out {
            println!("Left out, as you asked, and so not known: {}", part.says());
        }
        for part in &self.not_to_be_had {
            println!(
                "Left out, as this system does not offer {}, and so not known: {}",
                part.packages().join(", "),
                part.says()
            );
        }
    }
}

/// Every cargo call below names the whole workspace where the app takes part: with one selection of packages there
/// is one set of features, and nothing is compiled twice.
pub(crate) fn run(options: &Options) -> Result<()> {
    let mut steps = Steps::default();
    let plan = Plan::of(options);
    steps.step("System packages", || packages::ensure(&plan.packages()))?;
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
    steps.run("End to end on a real desktop", plan.desktop_tests())?;
    #[cfg(target_os = "linux")]
    {
        let made = packaging::package(&mut steps, TESTED)?;
        packaging::install(&mut steps, TESTED, &made)?;
        for part in &plan.tried {
            part.run(&mut steps)?;
        }
    }
    println!("\nEverything passed:\n{}", steps.summary());
    plan.say_what_was_not_tried();
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
