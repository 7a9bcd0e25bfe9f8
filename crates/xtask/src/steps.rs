//! Work told step by step: what is being done, how long it took, and where it stopped.

use std::{
    fmt::Write as _,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// A run of named steps that stops at the first failure.
#[derive(Debug, Default)]
pub struct Steps {
    done: Vec<(String, Duration)>,
}

impl Steps {
    /// Says what comes, does it, and remembers how long it took.
    ///
    /// # Errors
    /// If the step fails; the error names it.
    pub fn step(&mut self, title: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        println!("\n== {title}");
        let started = Instant::now();
        work().with_context(|| format!("Stopped at the step \"{title}\""))?;
        self.done.push((title.to_owned(), started.elapsed()));
        Ok(())
    }

    /// Like [`Steps::step`], for one command whose output the person sees.
    ///
    /// # Errors
    /// If the command cannot be started or fails; the error names the step and the command.
    pub fn run(&mut self, title: &str, mut command: Command) -> Result<()> {
        self.step(title, || run(&mut command))
    }

    /// What was done, a line a step.
    pub fn summary(&self) -> String {
        let mut lines = String::new();
        for (title, took) in &self.done {
            let _ = writeln!(lines, "  ok  {:>6.1} s  {title}", took.as_secs_f64());
        }
        lines
    }
}

/// Runs a command and shows its words and its output.
///
/// # Errors
/// If the command cannot be started, or says that it failed.
pub fn run(command: &mut Command) -> Result<()> {
    let spoken = spoken(command);
    println!("$ {spoken}");
    let status = command.status().with_context(|| {
        let program = command.get_program().to_string_lossy();
        format!("`{program}` could not be started; install it and run this again")
    })?;
    if !status.success() {
        bail!("`{spoken}` failed ({status}); its output above says why");
    }
    Ok(())
}

fn spoken(command: &Command) -> String {
    let mut words: Vec<String> = command
        .get_envs()
        .filter_map(|(name, value)| {
            Some(format!(
                "{}=\"{}\"",
                name.to_string_lossy(),
                value?.display()
            ))
        })
        .collect();
    let program = std::path::Path::new(command.get_program());
    words.push(
        program
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
    );
    words.extend(
        command
            .get_args()
            .map(|argument| argument.to_string_lossy().into_owned()),
    );
    words.join(" ")
}
