//! The systems that this machine is not: Windows, built by Debian's compiler and run by Wine, and macOS, type-checked.

use anyhow::{Result, bail};
use porchlight_xtask::{debian, macos, packages, steps::Steps, windows, workspace::cargo};

use super::{DESKTOP, check_window, test_targets};

/// `cargo xtask windows`: that part alone.
pub(crate) fn windows_alone() -> Result<()> {
    if !packages::can_be_had(packages::WINDOWS) {
        bail!(
            "this system does not offer what the app for Windows is built with and run by; Debian 12 does"
        );
    }
    let mut steps = Steps::default();
    steps.step("System packages", || {
        packages::ensure(&[packages::BUILD, packages::DESKTOP, packages::WINDOWS])
    })?;
    check_window(&mut steps)?;
    // Which the tests find beside the app's own.
    steps.run(
        "The server",
        cargo(["build", "--workspace", "--bin", "porchlight-server"]),
    )?;
    windows_under_wine(&mut steps)?;
    println!("\nEverything passed:\n{}", steps.summary());
    Ok(())
}

/// The app for Windows: its tests, and the programs themselves on a desktop.
pub(super) fn windows_under_wine(steps: &mut Steps) -> Result<()> {
    steps.run("Windows: the app and its tests", windows::build())?;
    steps.step("Windows: the installer", windows::prepare_setups)?;
    steps.step("Windows: a disk for Wine", windows::prepare_wine)?;
    let targets = test_targets(|package| debian::PACKAGES.contains(&package))?;
    steps.run(
        "Windows: unit, property and client tests under Wine",
        windows::tests(&targets),
    )?;
    let mut on_a_desktop = cargo(["test", "--workspace", "--test", DESKTOP, "--"]);
    // One disk of Wine's is one computer.
    on_a_desktop.args(["--ignored", "--test-threads=1", "windows::"]);
    steps.run("Windows: end to end under Wine", on_a_desktop)
}

/// `cargo xtask macos`: that part alone.
pub(crate) fn macos_alone() -> Result<()> {
    if !packages::can_be_had(packages::MACOS) {
        bail!("this system does not offer what the app for macOS is checked with; Debian 12 does");
    }
    let mut steps = Steps::default();
    steps.step("System packages", || packages::ensure(&[packages::MACOS]))?;
    macos_checked(&mut steps)?;
    println!("\nEverything passed:\n{}", steps.summary());
    Ok(())
}

/// The app for macOS, as far as it can be had without one.
pub(super) fn macos_checked(steps: &mut Steps) -> Result<()> {
    steps.step("macOS: a C compiler", macos::prepare)?;
    steps.run("macOS: types and lints", macos::clippy())
}
