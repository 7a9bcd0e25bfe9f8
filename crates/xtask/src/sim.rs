//! `cargo xtask sim`: a simulated campus that hunts lies. The simulation is a program of its own, built for speed.

mod mutants;

use std::{
    process::Command,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context, Result, bail};
use porchlight_xtask::workspace::{cargo, target};

/// How many fresh seeds a test run tries beside the fixed ones.
const FRESH: u64 = 8;
/// How many seeds every test run tries, the same ones each time.
const FIXED: u64 = 16;

/// Which seeds, and how much happens in each.
#[derive(Clone, Copy, Debug, clap::Args)]
#[expect(
    clippy::struct_field_names,
    reason = "the command line's options are named after them"
)]
pub(crate) struct Seeds {
    /// As many seeds, from 0 on
    #[arg(long, conflicts_with = "seed", default_value_t = 200)]
    seeds: u64,
    /// One seed
    #[arg(long)]
    seed: Option<u64>,
    /// Tell the seed's week as a story, with the first moment at which shown and real part, and nothing that does not matter
    #[arg(long, requires = "seed")]
    trace: bool,
    /// With `--trace`: leave nothing out
    #[arg(long, requires = "trace")]
    whole: bool,
    /// As many agents in each; otherwise each seed draws its own number
    #[arg(long)]
    agents: Option<u64>,
    /// As many weeks in each
    #[arg(long, default_value_t = 1)]
    weeks: u64,
    /// Puts bugs back, one at a time, in a copy of the sources, and says which of them the tests' seeds find
    #[arg(long, conflicts_with_all = ["seed", "seeds", "agents"])]
    mutants: bool,
}

/// Runs seeds, prints a table, and writes it to `target/sim/` as JSON.
///
/// # Errors
/// If the simulation does not build, or a bound is broken.
pub(crate) fn run(seeds: Seeds) -> Result<()> {
    if seeds.mutants {
        return mutants::run();
    }
    println!("Building the simulation, and then a few seconds a seed.");
    let mut command = simulation();
    match seeds.seed {
        Some(seed) => {
            command.args(["--seed", &seed.to_string()]);
        }
        None => {
            command.args(["--kept", "--seeds", &seeds.seeds.to_string()]);
        }
    }
    if let Some(agents) = seeds.agents {
        command.args(["--agents", &agents.to_string()]);
    }
    command.args(["--weeks", &seeds.weeks.to_string()]);
    command.args(seeds.trace.then_some("--trace"));
    command.args(seeds.whole.then_some("--whole"));
    let status = command
        .status()
        .context("the simulation cannot be started")?;
    if !status.success() {
        bail!("The simulation found a lie, or did not build; its output above says which.");
    }
    Ok(())
}

/// What must hold in every test run: the seeds that ever found something, and a fixed set.
pub(crate) fn fixed() -> Command {
    let mut command = simulation();
    command.args(["--kept", "--seeds", &FIXED.to_string()]);
    command
}

/// A few seeds that nobody has tried. What they find is said, with the command that tells its story, and fails nothing:
/// it is no fault of the change that is being tested.
///
/// # Errors
/// If the simulation cannot be started.
pub(crate) fn fresh() -> Result<()> {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    // Far from the fixed ones, and short enough to be typed again.
    let fresh = 1_000_000 + now.as_secs() % 100_000_000;
    let mut command = simulation();
    println!("Seeds {fresh} to {}.", fresh + FRESH - 1);
    for seed in fresh..fresh + FRESH {
        command.args(["--seed", &seed.to_string()]);
    }
    let status = command
        .status()
        .context("the simulation cannot be started")?;
    if !status.success() {
        println!("A fresh seed found something: see above, and keep it once it is mended.");
    }
    Ok(())
}

fn simulation() -> Command {
    let mut command = cargo([
        "run",
        "--quiet",
        "--profile",
        "sim",
        "--package",
        "porchlight-sim",
        "--",
        "--json",
    ]);
    command.arg(target().join("sim").join("report.json"));
    command
}
