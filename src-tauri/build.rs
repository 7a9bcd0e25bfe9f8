//! Checks Tauri's configuration, and stands in for the page where the ui has not been built.

use std::{fs, io, path::Path};

use tauri_build::{AppManifest, Attributes, WindowsAttributes};

const STAND_IN: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Porchlight</title>\n\
    <p>The window's page has not been built: run <code>npm ci &amp;&amp; npm run build</code> in <code>ui</code>, \
    then build Porchlight again.</p>\n</html>\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    stand_in(Path::new("../ui/dist"))?;
    let manifest = AppManifest::new().commands(&[
        "view",
        "intend",
        "preview",
        "zones",
        "read_calendar",
        "write_calendar",
        "autostart",
        "set_autostart",
        "diagnostics",
    ]);
    let windows = WindowsAttributes::new().app_manifest(include_str!("windows.manifest"));
    tauri_build::try_build(
        Attributes::new()
            .app_manifest(manifest)
            .windows_attributes(windows),
    )?;
    Ok(())
}

fn stand_in(dist: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", dist.display());
    let page = dist.join("index.html");
    if page.exists() {
        return Ok(());
    }
    fs::create_dir_all(dist)?;
    fs::write(page, STAND_IN)
}
