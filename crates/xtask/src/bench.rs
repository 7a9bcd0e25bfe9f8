//! `cargo xtask bench`: measures a release build with real parts, and judges what it measures.
//!
//! The loads are programs of their own, which print a line of JSON for each value that they measure.

#[cfg(all(feature = "desktop", target_os = "linux"))]
pub(crate) mod app;
mod bounds;
mod comparison;
mod machine;
mod peers;
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
    bounds::{Bound, Part},
    comparison::System,
    machine::{Machine, ProcessorTime},
    report::{Circumstances, Report},
};

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Subject {
    /// The presence server under several loads
    Server,
    /// The app, on a virtual desktop with a real panel
    App,
}

/// How `bench server` is run.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Options {
    /// Measure nginx with nchan, mosquitto and Socket.IO beside the server; installs those that are missing
    #[arg(long)]
    peers: bool,
    /// Measure one part of it only
    #[arg(long, value_name = "PART")]
    only: Option<Part>,
    /// Fewer agents, changes and rounds: shows within a minute or two that everything runs, and little else
    #[arg(long)]
    quick: bool,
}

impl Options {
    fn with_peers(self) -> bool {
        self.peers || self.only == Some(Part::Peers)
    }

    fn is_default(self) -> bool {
        !self.with_peers() && self.only.is_none() && !self.quick
    }
}

/// A line of a load.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Value(Value),
    System(System),
}

#[derive(Deserialize)]
struct Value {
    name: String,
    value: f64,
}

/// What a load printed.
#[derive(Default)]
struct Measured {
    values: Vec<Value>,
    systems: Vec<System>,
}

/// Measures, prints a table, and writes it to `target/bench/` as JSON.
///
/// # Errors
/// If the load does not build or run, or a value is missing or beyond its bound.
pub(crate) fn run(subject: Subject, options: Options) -> Result<()> {
    let (name, bounds, load): (_, Vec<Bound>, _) = match subject {
        Subject::Server => (
            "server",
            bounds::server(options.only),
            server_load(options)?,
        ),
        Subject::App => {
            if !options.is_default() {
                bail!(
                    "`--peers`, `--only` and `--quick` belong to `bench server`; leave them out."
                );
            }
            ("app", bounds::APP.to_vec(), app_load()?)
        }
    };
    let before = ProcessorTime::now();
    let (measured, is_complete) = measure(load)?;
    let circumstances = Circumstances {
        machine: Machine::this(),
        stolen_percent: ProcessorTime::now().stolen_percent_since(before),
        quick: options.quick,
    };
    let report = Report::new(name, circumstances, &bounds, &measured);
    println!("\n{report}");

    let file = target().join("bench").join(format!("{name}.json"));
    fs::create_dir_all(target().join("bench"))?;
    fs::write(&file, serde_json::to_string_pretty(&report)? + "\n")
        .with_context(|| format!("{} could not be written", file.display()))?;
    println!("Written to {}", file.display());
    if !is_complete {
        bail!("The load failed; its output above says why.");
    }
    if !report.is_within_bounds() {
        bail!("The rows marked `beyond` or `none` above are not as they should be.");
    }
    Ok(())
}

fn server_load(options: Options) -> Result<Command> {
    let mut load = cargo([
        "bench",
        "--quiet",
        "--package",
        "porchlight-server",
        "--bench",
        "fanout",
        "--",
    ]);
    if options.quick {
        load.arg("--quick");
    }
    if let Some(part) = options.only {
        load.args(["--only", &part.name()]);
    }
    if options.with_peers() {
        load.arg("--peers").arg(peers::install()?);
    }
    println!("Building the server, and then some minutes under load.");
    Ok(load)
}

fn app_load() -> Result<Command> {
    let mut steps = Steps::default();
    crate::app::build(&mut steps, &[packages::BUILD, packages::DESKTOP])?;
    steps.run(
        "The server",
        cargo(["build", "--release", "--package", "porchlight-server"]),
    )?;
    println!("\nA few minutes on a virtual desktop.");
    Ok(xtask_with("desktop", "measure-app"))
}

/// Runs a load. What it had printed before it failed is worth a table, too.
fn measure(mut load: Command) -> Result<(Measured, bool)> {
    let mut load = load
        .stdout(Stdio::piped())
        .spawn()
        .context("the load cannot be started")?;
    let mut measured = Measured::default();
    for line in BufReader::new(load.stdout.take().context("the load has no output")?).lines() {
        let line = line?;
        match serde_json::from_str(&line) {
            Ok(Line::Value(value)) => measured.values.push(value),
            Ok(Line::System(system)) => measured.systems.push(system),
            Err(_) => println!("{line}"),
        }
    }
    Ok((measured, load.wait()?.success()))
}
