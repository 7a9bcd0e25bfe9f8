//! The installer for Windows, by NSIS.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use super::{TESTED, folder, program};
use crate::{steps, workspace::root};

const PROGRAMS: [&str; 2] = ["porchlight.exe", "porchlight-window.exe"];
/// What the window finds its web view by.
const LOADER: &str = "WebView2Loader.dll";

/// The version that a test upgrades to.
pub const NEWER: &str = "99.0.0";

/// How small an installer is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// To be tried out.
    Little,
    /// To be given to people.
    Much,
}

impl Effort {
    fn compression(self) -> &'static str {
        match self {
            Self::Little => "-XSetCompress off",
            Self::Much => "-XSetCompressor /SOLID lzma",
        }
    }
}

/// Makes `Porchlight-<version>-setup.exe` in a folder, of what was built with this profile.
///
/// # Errors
/// If something was not built, or `strip` or `makensis` fails.
pub fn installer(profile: &str, version: &str, to: &Path, effort: Effort) -> Result<PathBuf> {
    let staged = to.join("staged/windows");
    if staged.exists() {
        fs::remove_dir_all(&staged)?;
    }
    fs::create_dir_all(&staged)?;
    let built = program(profile, "porchlight");
    for name in PROGRAMS.into_iter().chain([LOADER]) {
        let (from, file) = (built.with_file_name(name), staged.join(name));
        fs::copy(&from, &file).with_context(|| format!("{} was not built", from.display()))?;
    }
    for name in PROGRAMS {
        steps::run(Command::new("x86_64-w64-mingw32-strip").arg(staged.join(name)))?;
    }
    let setup = setup(to, version);
    let script = root().join("src-tauri/packaging/windows/porchlight.nsi");
    let icon = root().join("src-tauri/icons/icon.ico");
    let mut compiler = Command::new("makensis");
    // Whatever it warns of is an error.
    compiler.args(["-V2", "-WX", effort.compression()]);
    for (name, value) in [
        ("VERSION", Path::new(version)),
        ("PROGRAMS", &staged),
        ("ICON", &icon),
        ("SETUP", &setup),
    ] {
        compiler.arg(format!("-D{name}={}", value.display()));
    }
    steps::run(compiler.arg(script))?;
    Ok(setup)
}

/// Makes what [`setups`] names.
///
/// # Errors
/// As [`installer`].
pub fn prepare_setups() -> Result<()> {
    for version in [env!("CARGO_PKG_VERSION"), NEWER] {
        installer(TESTED, version, &folder().join("setup"), Effort::Little)?;
    }
    Ok(())
}

/// The installers to be tried out: of this version, and of a newer one.
pub fn setups() -> [PathBuf; 2] {
    [env!("CARGO_PKG_VERSION"), NEWER].map(|version| setup(&folder().join("setup"), version))
}

fn setup(folder: &Path, version: &str) -> PathBuf {
    folder.join(format!("Porchlight-{version}-setup.exe"))
}
