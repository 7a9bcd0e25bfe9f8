//! `cargo xtask pictures`: the README's picture, from the real app on a virtual desktop.

use anyhow::Result;
use porchlight_xtask::{packages, steps::Steps, workspace::xtask_with};

use crate::app;

pub(crate) fn run() -> Result<()> {
    let mut steps = Steps::default();
    app::build(&mut steps, &[packages::BUILD, packages::DESKTOP])?;
    steps.run("The pictures", xtask_with("desktop", "take-pictures"))
}
