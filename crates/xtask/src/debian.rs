//! Debian's own Rust, for systems that this machine is not. Debian has no standard library for them, but its sources, so
//! that it is built along.

use std::{path::Path, process::Command};

use crate::workspace::root;

/// What the app consists of. The server is for Unix; what of it the app embeds is built along.
pub const PACKAGES: [&str; 4] = [
    "porchlight",
    "porchlight-client",
    "porchlight-core",
    "porchlight-protocol",
];

const CARGO: &str = "/usr/bin/cargo";

/// A call of its cargo, or of its Clippy, for the app's packages, with a target folder of its own.
pub(crate) fn cargo(work: &str, target: &str, folder: &Path) -> Command {
    let program = if work == "clippy" {
        "/usr/bin/cargo-clippy"
    } else {
        CARGO
    };
    let mut command = Command::new(program);
    command
        .args([work, "-Zbuild-std=std,panic_abort,panic_unwind"])
        .args(["--target", target])
        .args(PACKAGES.iter().flat_map(|package| ["--package", package]))
        .current_dir(root())
        .env("CARGO", CARGO)
        .env("RUSTC", "/usr/bin/rustc")
        // The standard library is built with what only nightly compilers offer otherwise.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", folder)
        // A build that was broken off in the middle must not spoil the next one.
        .env("CARGO_INCREMENTAL", "0")
        // Of the toolchain that has built this program.
        .env_remove("LD_LIBRARY_PATH")
        .env_remove("RUSTUP_TOOLCHAIN");
    command
}
