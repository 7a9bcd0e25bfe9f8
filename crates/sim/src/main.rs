//! The command behind `cargo xtask sim`: runs seeds on two threads, prints the table, and tells the story of one.

use std::{
    path::PathBuf,
    process::ExitCode,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use porchlight_sim::{
    KEPT_SEEDS, Mutation, Outcome, Report,
    script::{Script, Size},
    shrink, when,
};

const HELP: &str = "\
porchlight-sim --seeds N [--first N] [--agents N] [--weeks N] [--kept] [--json FILE] [--mutate NAME]
porchlight-sim --seed N [--agents N] [--weeks N] [--trace] [--whole] [--mutate NAME]

  --seeds N    this many seeds, from --first on (0)
  --kept       the seeds that ever found something, too
  --seed N     one seed; with --trace as a story, shrunk unless --whole
  --agents N   as many agents in each; drawn from the seed otherwise
  --weeks N    as many weeks (1)
  --json FILE  writes the table there
  --mutate NAME  with a bug in the models: early-acknowledge, forget-answers, lose-events, ignore-closed-streams";

/// How many threads run seeds.
const THREADS: usize = 2;

struct Arguments {
    seeds: Vec<u64>,
    size: Size,
    trace: bool,
    whole: bool,
    json: Option<PathBuf>,
    mutation: Option<Mutation>,
}

#[expect(clippy::disallowed_methods, reason = "the command's own arguments")]
fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(why) => {
            eprintln!("{why}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    let report = run(&arguments);
    if arguments.trace
        && let [seed] = arguments.seeds.as_slice()
    {
        trace(*seed, &arguments);
    }
    println!("\n{report}");
    for found in report.found.iter().take(30) {
        let script = Script::new(found.seed, arguments.size);
        println!(
            "seed {}, {}: {} ({} in all)",
            found.seed,
            when(&script, found.first.at),
            found.first.text,
            found.violations
        );
    }
    if let Some(file) = &arguments.json
        && let Err(error) = write(file, &report)
    {
        eprintln!("{} could not be written: {error}", file.display());
        return ExitCode::from(2);
    }
    if report.is_kept() {
        return ExitCode::SUCCESS;
    }
    println!("\nA bound was broken. `cargo xtask sim --seed N --trace` tells the story of a seed.");
    ExitCode::FAILURE
}

fn run(arguments: &Arguments) -> Report {
    let next = AtomicUsize::new(0);
    let report = Mutex::new(Report::default());
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(seed) = arguments.seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let script = Script::new(*seed, arguments.size);
                    let outcome = porchlight_sim::run(&script, false, None, arguments.mutation);
                    let weeks = u64::try_from(arguments.size.weeks).unwrap_or_default();
                    let mut report = report.lock().unwrap_or_else(PoisonError::into_inner);
                    report.add(*seed, script.agents.len(), weeks, &outcome);
                }
            });
        }
    });
    let mut report = report.into_inner().unwrap_or_else(PoisonError::into_inner);
    report.found.sort_by_key(|found| found.seed);
    report
}

fn trace(seed: u64, arguments: &Arguments) {
    let script = Script::new(seed, arguments.size);
    let outcome = porchlight_sim::run(&script, false, None, arguments.mutation);
    let Some(violation) = outcome
        .violations
        .iter()
        .min_by_key(|violation| violation.at)
    else {
        if arguments.whole {
            tell(
                &script,
                &porchlight_sim::run(&script, true, None, arguments.mutation),
                None,
            );
        }
        println!("Seed {seed} keeps every bound.");
        return;
    };
    if arguments.whole {
        tell(
            &script,
            &porchlight_sim::run(&script, true, None, arguments.mutation),
            Some(violation.at),
        );
        return;
    }
    println!(
        "Seed {seed}: {} ({} things happen). Leaving out what does not matter ...",
        violation.kind.words(),
        script.items.len()
    );
    let shrunk = shrink::shrink(&script, violation, arguments.mutation);
    println!(
        "{} of them are enough ({} tries):\n",
        shrunk.script.items.len(),
        shrunk.tries
    );
    for item in &shrunk.script.items {
        println!("    {}  {:?}", when(&shrunk.script, item.at), item.what);
    }
    println!();
    let outcome = porchlight_sim::run(
        &shrunk.script,
        true,
        Some(violation.kind),
        arguments.mutation,
    );
    tell(&shrunk.script, &outcome, Some(shrunk.violation.at));
    println!(
        "\n{}: {}",
        when(&shrunk.script, shrunk.violation.at),
        shrunk.violation.text
    );
}

/// Tells a story, with the moment at which shown and real part.
fn tell(script: &Script, outcome: &Outcome, parted: Option<i64>) {
    let mut marked = parted.is_none();
    for (at, line) in &outcome.story {
        if !marked && parted.is_some_and(|parted| *at > parted) {
            marked = true;
            println!("    {:->30} here shown and real part {:->30}", "", "");
        }
        println!("    {}  {line}", when(script, *at));
    }
}

fn write(file: &PathBuf, report: &Report) -> std::io::Result<()> {
    if let Some(parent) = file.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::write(file, serde_json::to_string_pretty(report)? + "\n")
}

impl Arguments {
    fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut parsed = Self {
            seeds: Vec::new(),
            size: Size {
                agents: None,
                weeks: 1,
            },
            trace: false,
            whole: false,
            json: None,
            mutation: None,
        };
        let (mut first, mut count) = (0, 0);
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            let mut value = || {
                arguments
                    .next()
                    .ok_or_else(|| format!("`{argument}` needs a value."))
            };
            let number = |text: String| {
                text.parse::<u64>()
                    .map_err(|_| format!("`{text}` is no number."))
            };
            match argument.as_str() {
                "--seeds" => count = number(value()?)?,
                "--first" => first = number(value()?)?,
                "--seed" => parsed.seeds.push(number(value()?)?),
                "--kept" => parsed.seeds.extend(KEPT_SEEDS),
                "--agents" => parsed.size.agents = usize::try_from(number(value()?)?).ok(),
                "--weeks" => parsed.size.weeks = number(value()?)?.clamp(1, 52).cast_signed(),
                "--trace" => parsed.trace = true,
                "--whole" => parsed.whole = true,
                "--json" => parsed.json = Some(value()?.into()),
                "--mutate" => parsed.mutation = Some(value()?.parse()?),
                _ => return Err(format!("`{argument}` is not known.")),
            }
        }
        parsed.seeds.extend(first..first + count);
        if parsed.seeds.is_empty() {
            return Err("Say which seeds.".to_owned());
        }
        Ok(parsed)
    }
}
