//! `cargo xtask demo`: Porchlight with a sample campus, to look at.

use std::env;

use anyhow::Result;
use porchlight_xtask::{
    packages,
    steps::{self, Steps},
    workspace::{built, xtask_with},
};

use crate::app;

pub(crate) fn run() -> Result<()> {
    let has_display = !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()));
    let mut steps = Steps::default();
    if has_display {
        app::build(&mut steps, &[packages::BUILD])?;
        println!(
            "\nPorchlight starts now: look for the lantern in your panel. Quit it there to end this command."
        );
        return steps::run(
            std::process::Command::new(built("release", "porchlight")).arg("--demo"),
        );
    }
    println!(
        "There is no display here, so Porchlight runs on a virtual one and is driven through a day."
    );
    app::build(&mut steps, &[packages::BUILD, packages::DESKTOP])?;
    steps.run(
        "A day on a virtual desktop",
        xtask_with("desktop", "drive-demo"),
    )?;
    println!("\n{}", steps.summary());
    Ok(())
}
