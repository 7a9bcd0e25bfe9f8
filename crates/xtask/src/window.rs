//! The window's sources: installing what they need, and building what the app embeds.

use std::{fs, path::Path, time::SystemTime};

use anyhow::{Context, Result};
use porchlight_xtask::{
    steps,
    workspace::{npm, root, target},
};

/// Everything below `ui/` that the built window is made of.
const SOURCES: [&str; 7] = [
    "../icons",
    "index.html",
    "package-lock.json",
    "src",
    "svelte.config.js",
    "tsconfig.json",
    "vite.config.ts",
];

/// Installs what `ui/package-lock.json` says, unless that is what was installed last.
pub(crate) fn install() -> Result<()> {
    let wanted = fs::read_to_string(root().join("ui/package-lock.json"))
        .context("ui/package-lock.json is missing")?;
    let stamp = target().join("window-packages.lock");
    if root().join("ui/node_modules").is_dir()
        && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted)
    {
        println!("Unchanged since they were installed.");
        return Ok(());
    }
    steps::run(&mut npm(["ci", "--no-audit", "--no-fund"]))?;
    fs::create_dir_all(target())?;
    fs::write(stamp, wanted)?;
    Ok(())
}

/// Builds the window, unless it is newer than its sources: a new one makes cargo build the app anew.
pub(crate) fn build() -> Result<()> {
    let ui = root().join("ui");
    let built = fs::metadata(ui.join("dist/index.html")).and_then(|page| page.modified());
    let changed = SOURCES.iter().filter_map(|source| newest(&ui.join(source)));
    if built.is_ok_and(|built| changed.max().is_some_and(|changed| changed < built)) {
        println!("Unchanged since it was built.");
        return Ok(());
    }
    steps::run(&mut npm(["run", "build"]))
}

/// When anything at or below this path was changed last.
fn newest(path: &Path) -> Option<SystemTime> {
    let own = fs::metadata(path).ok()?.modified().ok();
    let below = fs::read_dir(path).into_iter().flatten().flatten();
    below
        .filter_map(|entry| newest(&entry.path()))
        .chain(own)
        .max()
}
