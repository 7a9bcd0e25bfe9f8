//! Building the app.

use anyhow::Result;
use porchlight_xtask::{packages, steps::Steps, workspace::cargo};

use crate::window;

/// Installs what is missing, and builds the window and the app as they are shipped.
pub(crate) fn build(steps: &mut Steps, lists: &[&[&str]]) -> Result<()> {
    steps.step("System packages", || packages::ensure(lists))?;
    steps.step("The window's packages", window::install)?;
    steps.step("The window", window::build)?;
    steps.run(
        "The app",
        cargo(["build", "--release", "--package", "porchlight"]),
    )
}
