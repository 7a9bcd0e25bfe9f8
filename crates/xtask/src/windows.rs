//! The app for Windows, built and run on Debian: by its own compiler with mingw, and by Wine.
//!
//! Everything lies in a target folder of its own, also Wine's disk.

mod installer;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use crate::{
    debian, steps,
    workspace::{root, target},
};

pub use self::installer::{Effort, NEWER, installer, prepare_setups, setups};

/// The profile that is tested.
pub const TESTED: &str = "debug";

const TARGET: &str = "x86_64-pc-windows-gnu";
/// What Wine lacks and the standard library needs.
const MISSING_LIBRARY: &str = "bcryptprimitives";

/// The path of a program that [`build`] has built with this profile.
pub fn program(profile: &str, name: &str) -> PathBuf {
    folder()
        .join(TARGET)
        .join(profile)
        .join(format!("{name}.exe"))
}

/// A program of Wine's, which runs on the disk that [`prepare_wine`] has made.
pub fn wine(program: &str) -> Command {
    let mut command = Command::new(program);
    command.envs(environment());
    command
}

/// What Wine goes by.
pub fn environment() -> [(&'static str, PathBuf); 3] {
    [
        ("WINEPREFIX", disk()),
        ("WINEDEBUG", "-all".into()),
        // It would ask whether to download these two.
        ("WINEDLLOVERRIDES", "mscoree,mshtml=".into()),
    ]
}

/// Looks at Wine's desktop, and sends its windows messages; made by [`prepare_wine`].
pub fn probe() -> PathBuf {
    folder().join("probe.exe")
}

/// Builds the app's programs and its tests, together: apart, their dependencies would differ in features, and be built twice.
pub fn build() -> Command {
    let mut command = cross("build");
    command.args(["--lib", "--bins", "--tests"]);
    command
}

/// Builds the app's programs with the profile `debug` or `release`.
pub fn build_for_people(profile: &str) -> Command {
    let mut command = cross("build");
    command.arg("--bins");
    if profile == "release" {
        command.arg("--release");
    }
    command
}

/// Runs the tests inside the app's crates, and these test targets, under Wine.
pub fn tests(targets: &[String]) -> Command {
    let mut command = cross("test");
    command.args(["--lib", "--bins"]);
    for target in targets {
        command.args(["--test", target]);
    }
    command
}

/// Makes the disk that Wine's programs find themselves on, and what the tests need on it.
///
/// # Errors
/// If Wine or the C compiler fails.
pub fn prepare_wine() -> Result<()> {
    steps::run(wine("wineboot").arg("--init"))?;
    // It goes on in the background after it has returned.
    steps::run(wine("wineserver").arg("--wait"))?;
    let libraries = disk().join("drive_c/windows/system32");
    let library = libraries.join(format!("{MISSING_LIBRARY}.dll"));
    compile(MISSING_LIBRARY, &library, &["-shared", "-ladvapi32"])?;
    compile("probe", &probe(), &[])
}

fn compile(source: &str, to: &Path, options: &[&str]) -> Result<()> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/windows");
    let mut compiler = Command::new("x86_64-w64-mingw32-gcc");
    compiler
        .args(["-Wall", "-Wextra", "-Werror", "-O2", "-o"])
        .arg(to)
        .arg(sources.join(format!("{source}.c")))
        .args(options);
    steps::run(&mut compiler)
}

fn cross(work: &str) -> Command {
    let mut command = debian::cargo(work, TARGET, &folder());
    command
        .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine")
        // What loads WebView2 stands beside the programs, and not beside their tests.
        .env("WINEPATH", folder().join(TARGET).join(TESTED))
        .env("INSTA_WORKSPACE_ROOT", root())
        .envs(environment());
    command
}

fn folder() -> PathBuf {
    target().join("windows")
}

/// Wine's disk.
pub fn disk() -> PathBuf {
    folder().join("wine")
}
