//! Where things are, and how the workspace's tools are called.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap_or(Path::new("."))
        .to_owned()
}

/// Cargo's target directory, which `CARGO_TARGET_DIR` may have moved.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |moved| root().join(moved))
}

/// A call of the same cargo that runs this.
pub fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// A call of npm for the window's sources.
pub fn npm<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(arguments).current_dir(root().join("ui"));
    command
}

/// The path of a program that this workspace builds.
pub fn built(profile: &str, name: &str) -> PathBuf {
    target()
        .join(profile)
        .join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// A call of this very program with one more feature of it compiled in, for the parts that need more than a few
/// seconds to build.
pub fn xtask_with(feature: &str, task: &str) -> Command {
    cargo([
        "run",
        "--quiet",
        "--package",
        "porchlight-xtask",
        "--features",
        feature,
        "--",
        task,
    ])
}
