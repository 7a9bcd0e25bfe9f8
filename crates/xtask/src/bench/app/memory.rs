//! What a process costs while it does nothing.

use std::{collections::BTreeMap, fs, thread, time::Duration};

use anyhow::{Context, Result};

/// Proportional set size in megabytes: private memory, and a fair share of what is shared.
pub(crate) fn megabytes(process: u32) -> Result<f64> {
    let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
    let kilobytes = rollup
        .lines()
        .find_map(|line| line.strip_prefix("Pss:"))
        .context("no Pss in /proc")?;
    let kilobytes: u32 = kilobytes.trim().trim_end_matches("kB").trim().parse()?;
    Ok(f64::from(kilobytes) * 1024.0 / 1_000_000.0)
}

/// How often a second any thread of the process was given a processor, while nobody touched it. Also by thread.
pub(crate) fn wakeups(process: u32, watched: Duration) -> Result<(f64, BTreeMap<String, f64>)> {
    let before = switches(process)?;
    thread::sleep(watched);
    let mut by_thread = BTreeMap::new();
    for (thread, (name, count)) in switches(process)? {
        let more = count - before.get(&thread).map_or(0, |(_, count)| *count);
        if more > 0 {
            *by_thread.entry(name).or_insert(0.0) += f64::from(more) / watched.as_secs_f64();
        }
    }
    Ok((by_thread.values().sum(), by_thread))
}

/// Context switches so far, voluntary or not, by thread.
fn switches(process: u32) -> Result<BTreeMap<String, (String, u32)>> {
    let mut threads = BTreeMap::new();
    for entry in fs::read_dir(format!("/proc/{process}/task"))? {
        let entry = entry?;
        let Ok(status) = fs::read_to_string(entry.path().join("status")) else {
            // It has just ended.
            continue;
        };
        let value = |name: &str| {
            status
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .unwrap_or_default()
                .trim()
        };
        let count: u32 = value("voluntary_ctxt_switches:").parse::<u32>()?
            + value("nonvoluntary_ctxt_switches:").parse::<u32>()?;
        threads.insert(
            entry.file_name().to_string_lossy().into_owned(),
            (value("Name:").to_owned(), count),
        );
    }
    Ok(threads)
}

/// The processes that come from `process`, and theirs: their names.
pub(crate) fn descendants(process: u32) -> Result<Vec<String>> {
    let mut parents = BTreeMap::new();
    for entry in fs::read_dir("/proc")? {
        let Ok(id) = entry?.file_name().to_string_lossy().parse::<u32>() else {
            continue;
        };
        let Ok(stat) = fs::read_to_string(format!("/proc/{id}/stat")) else {
            continue;
        };
        let Some((name, fields)) = stat.rsplit_once(')') else {
            continue;
        };
        let parent: u32 = fields
            .split_whitespace()
            .nth(1)
            .unwrap_or_default()
            .parse()
            .unwrap_or_default();
        let name = name.split_once('(').map_or("", |(_, name)| name);
        parents.insert(id, (parent, name.to_owned()));
    }
    let descends = |mut id: u32| {
        while let Some((parent, _)) = parents.get(&id) {
            if *parent == process {
                return true;
            }
            id = *parent;
        }
        false
    };
    Ok(parents
        .iter()
        .filter(|(id, _)| descends(**id))
        .map(|(_, (_, name))| name.clone())
        .collect())
}
