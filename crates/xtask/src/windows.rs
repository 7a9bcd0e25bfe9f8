//! The app for Windows, built and run on Debian: by its own compiler with mingw, and by Wine.
//!
//! Debian has no standard library of Rust's for Windows, but its sources, so that it is built along. Everything lies in a
//! target folder of its own, also Wine's disk.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use crate::{
    steps,
    workspace::{root, target},
};

const TARGET: &str = "x86_64-pc-windows-gnu";
/// What Wine lacks and the standard library needs.
const MISSING_LIBRARY: &str = "bcryptprimitives";

/// The path of a program that [`build`] has built.
pub fn program(name: &str) -> PathBuf {
    folder()
        .join(TARGET)
        .join("debug")
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

/// Sends the app's hidden window a message; made by [`prepare_wine`].
pub fn message() -> PathBuf {
    folder().join("message.exe")
}

/// Builds everything but this crate, which drives a Linux desktop.
pub fn build() -> Command {
    cross("build")
}

/// Runs the tests inside the crates, and these test targets, under Wine.
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
    compile("message", &message(), &[])
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
    let mut command = Command::new("/usr/bin/cargo");
    command
        .args([work, "-Zbuild-std=std,panic_abort,panic_unwind"])
        .args(["--target", TARGET])
        .args(["--workspace", "--exclude", env!("CARGO_PKG_NAME")])
        .current_dir(root())
        .env("RUSTC", "/usr/bin/rustc")
        // The standard library is built with what only nightly compilers offer otherwise.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", folder())
        .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine")
        .env("INSTA_WORKSPACE_ROOT", root())
        .envs(environment())
        // The libraries of the compiler that has built this program.
        .env_remove("LD_LIBRARY_PATH");
    command
}

fn folder() -> PathBuf {
    target().join("windows")
}

fn disk() -> PathBuf {
    folder().join("wine")
}
