//! Building the app.

use anyhow::Result;
use porchlight_xtask::{
    packages,
    steps::Steps,
    workspace::{cargo, npm},
};

use crate::test::install_window_packages;

/// Installs what is missing, and builds the window and the app as they are shipped.
pub(crate) fn build(steps: &mut Steps, lists: &[&[&str]]) -> Result<()> {
    steps.step("System packages", || packages::ensure(lists))?;
    steps.step("The window's packages", install_window_packages)?;
    steps.run("The window", npm(["run", "build"]))?;
    steps.run(
        "The app",
        cargo(["build", "--release", "--package", "porchlight"]),
    )
}
