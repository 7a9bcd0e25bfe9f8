//! The servers that ours is compared with: Debian's, and npm's.

use std::{fs, path::PathBuf, process::Command};

use anyhow::Result;
use porchlight_xtask::{packages, steps, workspace::target};

/// The version that is compared with.
const SOCKET_IO: &str = "socket.io@4.8.4";

/// Installs those that are missing, and returns the folder that Socket.IO is in.
///
/// # Errors
/// If one cannot be installed.
pub(crate) fn install() -> Result<PathBuf> {
    packages::ensure(&[packages::PEERS])?;
    let folder = target().join("bench").join("peers");
    fs::create_dir_all(&folder)?;
    if !folder.join("node_modules/socket.io").is_dir() {
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--prefix"])
            .arg(&folder)
            .arg(SOCKET_IO);
        steps::run(&mut npm)?;
    }
    Ok(folder)
}
