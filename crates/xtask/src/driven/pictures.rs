//! The scenes of the README's picture, and how they become one.

use std::{fs, path::Path};

use anyhow::{Result, ensure};
use porchlight_testbed::{Button, Setup, VirtualDesktop, output};
use porchlight_xtask::workspace::root;

use super::DemoApp;

/// A README is read over slow lines too.
const MOST_BYTES: u64 = 500_000;

pub(crate) fn take() -> Result<()> {
    let folder = root().join(".github/pictures");
    fs::create_dir_all(&folder)?;
    let halves = tempfile::tempdir()?;
    let (light, dark) = (
        halves.path().join("light.png"),
        halves.path().join("dark.png"),
    );
    scene(false, &light)?;
    scene(true, &dark)?;
    let picture = folder.join("porchlight.png");
    let mut compose = std::process::Command::new("convert");
    compose
        .args([&light, &dark])
        .args(["+append", "-strip", "-define", "png:compression-level=9"])
        .arg(&picture);
    output(&mut compose)?;
    let size = fs::metadata(&picture)?.len();
    ensure!(
        size < MOST_BYTES,
        "{} has {size} bytes, more than {MOST_BYTES}",
        picture.display()
    );
    println!("{} ({size} bytes)", picture.display());
    Ok(())
}

/// The panel with the icon, its menu open, and the window.
fn scene(dark: bool, to: &Path) -> Result<()> {
    let desktop = VirtualDesktop::start(Setup {
        dark,
        screen: (840, 710),
        ..Setup::default()
    })?;
    let app = DemoApp::start(&desktop, "60m")?;
    app.says(&["available", "--for", "2h"])?;
    app.says(&["away", "--office", "admissions", "--for", "30m"])?;
    app.tray.says("3 of 4")?;
    let person = desktop.person();
    person.waits_for_icon()?;
    person.clicks(desktop.icon_position(), Button::Left)?;
    let window = person.waits_for_window("Porchlight")?;
    person.waits_for_content(&window)?;
    person.xdotool(&["windowmove", "--sync", &window.id, "20", "50"])?;
    person.clicks(desktop.icon_position(), Button::Right)?;
    person.waits_for_menu()?;
    person.xdotool(&["mousemove", "640", "224"])?;
    desktop.screenshot(to)?;
    app.quit()
}
