//! `cargo xtask bench`: measures a release build with real parts, and compares with what was promised.
//!
//! The loads are programs of their own, which print a line of JSON for each value that they measure.

mod machine;
mod report;

use std::{
    fs,
    io::{BufRead, BufReader},
    process::Stdio,
};

use anyhow::{Context, Result, bail};
use porchlight_xtask::{
    packages,
    steps::Steps,
    workspace::{cargo, target},
};
use serde::Deserialize;

use self::{
    machine::Machine,
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
    let (name, package, bench, promises): (_, _, _, &[Promise]) = match subject {
        Subject::Server => ("server", "porchlight-server", "fanout", &report::SERVER),
        Subject::App => ("app", "porchlight", "app", &report::APP),
    };
    if let Subject::App = subject {
        let mut steps = Steps::default();
        crate::app::build(&mut steps, &[packages::BUILD, packages::DESKTOP])?;
        let server = cargo(["build", "--release", "--package", "porchlight-server"]);
        steps.run("The server", server)?;
    }
    println!("Measuring the {name}: a release build, then a few minutes.");
    let report = Report::new(name, Machine::this(), promises, &measure(package, bench)?);
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

fn measure(package: &str, bench: &str) -> Result<Vec<Measured>> {
    let mut load = cargo(["bench", "--quiet", "--package", package, "--bench", bench])
        .stdout(Stdio::piped())
        .spawn()?;
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
