//! `cargo xtask bench`: measures a release build with real parts, and compares with what was promised.
//!
//! The loads are programs of their own, which print a line of JSON for each value that they measure.

#[cfg(all(feature = "desktop", target_os = "linux"))]
pub(crate) mod app;
mod machine;
mod report;

use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use porchlight_xtask::{
    packages,
    steps::Steps,
    workspace::{cargo, target, xtask_with},
};
use serde::Deserialize;

use self::{
    machine::{Machine, ProcessorTime},
    report::{Promise, Report},
};

/// What can be measured.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Subject {
    /// The presence server, with 1,000 watchers of one office
    Server,
    /// The app, on a virtual desktop with a real panel
    App,
}

/// A value as a load prints it.
#[derive(Deserialize)]
struct Measured {
    name: String,
    value: f64,
}

/// Measures, prints a table, and writes it to `target/bench/` as JSON.
///
/// # Errors
/// If the load does not build or run; with `strict`, also if a promise is not kept.
pub(crate) fn run(subject: Subject, strict: bool) -> Result<()> {
    let (name, promises, load): (_, &[Promise], _) = match subject {
        Subject::Server => {
            println!("Building the server, and then a few minutes under load.");
            let load = [
                "bench",
                "--quiet",
                "--package",
                "porchlight-server",
                "--bench",
                "fanout",
            ];
            ("server", &report::SERVER, cargo(load))
        }
        Subject::App => {
            let mut steps = Steps::default();
            crate::app::build(&mut steps, &[packages::BUILD, packages::DESKTOP])?;
            steps.run(
                "The server",
                cargo(["build", "--release", "--package", "porchlight-server"]),
            )?;
            println!("\nA few minutes on a virtual desktop.");
            ("app", &report::APP, xtask_with("desktop", "measure-app"))
        }
    };
    let before = ProcessorTime::now();
    let values = measure(load)?;
    let stolen = ProcessorTime::now().stolen_percent_since(before);
    let report = Report::new(name, Machine::this(), stolen, promises, &values);
    println!("\n{report}");

    let file = target().join("bench").join(format!("{name}.json"));
    fs::create_dir_all(target().join("bench"))?;
    fs::write(&file, serde_json::to_string_pretty(&report)? + "\n")
        .with_context(|| format!("{} could not be written", file.display()))?;
    println!("Written to {}", file.display());
    if strict && !report.is_kept() {
        bail!(
            "The {name} falls short of what was promised; the rows marked `short` above say where."
        );
    }
    Ok(())
}

fn measure(mut load: Command) -> Result<Vec<Measured>> {
    let mut load = load
        .stdout(Stdio::piped())
        .spawn()
        .context("the load cannot be started")?;
    let mut values = Vec::new();
    for line in BufReader::new(load.stdout.take().context("the load has no output")?).lines() {
        let line = line?;
        match serde_json::from_str(&line) {
            Ok(value) => values.push(value),
            Err(_) => println!("{line}"),
        }
    }
    if !load.wait()?.success() {
        bail!("The load failed; its output above says why.");
    }
    Ok(values)
}
