//! `cargo xtask panels`: pictures of the lantern on the panels of six desktops, light and dark.

use anyhow::Result;
use porchlight_xtask::{packages, steps::Steps, workspace::xtask_with};

use crate::app;

pub(crate) fn run() -> Result<()> {
    let mut steps = Steps::default();
    app::build(
        &mut steps,
        &[packages::BUILD, packages::DESKTOP, packages::PANELS],
    )?;
    steps.run("The panels", xtask_with("desktop", "show-panels"))
}
