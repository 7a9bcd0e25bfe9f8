//! The app for macOS, type-checked on Debian: by its own compiler and Clippy, with the sources of the standard library. There
//! is no macOS to run it on, and nothing is linked, so that Apple's own headers are not needed either.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use crate::{debian, steps, workspace::target};

const TARGET: &str = "aarch64-apple-darwin";
/// Has a C compiler with headers for every system, which some crates' own C needs.
const ZIG: &str = "ziglang==0.15.2";

/// Installs the C compiler, from Python's package index.
///
/// # Errors
/// If it cannot be had.
pub fn prepare() -> Result<()> {
    let zig = folder().join("zig");
    let python = zig.join("bin/python");
    if !zig.join("complete").exists() {
        steps::run(Command::new("python3").args(["-m", "venv"]).arg(&zig))?;
        steps::run(Command::new(&python).args(["-m", "pip", "install", "--quiet", ZIG]))?;
        fs::write(zig.join("complete"), "")?;
    }
    // Cargo's build scripts name the target as clang would take it; zig has names of its own.
    let compiler = format!(
        "#!/bin/sh\nskip=\nfor word do\n  shift\n  case \"$skip$word\" in\n    --target=*) ;;\n    -arch) skip=next: ;;\n    \
         next:*) skip= ;;\n    *) set -- \"$@\" \"$word\" ;;\n  esac\ndone\n\
         exec \"{0}\" -m ziglang cc -target aarch64-macos \"$@\"\n",
        python.display()
    );
    let archiver = format!(
        "#!/bin/sh\nexec \"{}\" -m ziglang ar \"$@\"\n",
        python.display()
    );
    script(&cc(), &compiler)?;
    script(&ar(), &archiver)
}

/// Clippy on everything of the app's, its tests too.
pub fn clippy() -> Command {
    let mut command = debian::cargo("clippy", TARGET, &folder());
    command
        .arg("--all-targets")
        // Two build scripts for Objective-C do nothing then: their results would only be linked.
        .env("DOCS_RS", "1")
        .env("CC_aarch64_apple_darwin", cc())
        .env("AR_aarch64_apple_darwin", ar())
        .args(["--", "-D", "warnings"]);
    command
}

fn script(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    Ok(())
}

fn cc() -> PathBuf {
    folder().join("cc")
}

fn ar() -> PathBuf {
    folder().join("ar")
}

fn folder() -> PathBuf {
    target().join("macos")
}
