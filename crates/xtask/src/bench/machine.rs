//! The machine that was measured on.

use std::{fs, thread};

use serde::Serialize;

/// What somebody needs to know to read the numbers.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Machine {
    pub(crate) processor: String,
    pub(crate) cores: usize,
    pub(crate) memory_gib: u64,
    pub(crate) kernel: String,
}

impl Machine {
    /// This machine; empty words and zeros where it does not tell.
    pub(crate) fn this() -> Self {
        let read = |file| fs::read_to_string(file).unwrap_or_default();
        let field = |text: &str, name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.map(|line| line.trim_start_matches([' ', '\t', ':']).trim().to_owned())
                .unwrap_or_default()
        };
        let memory = field(&read("/proc/meminfo"), "MemTotal");
        let kilobytes: u64 = memory
            .trim_end_matches("kB")
            .trim()
            .parse()
            .unwrap_or_default();
        Self {
            processor: field(&read("/proc/cpuinfo"), "model name"),
            cores: thread::available_parallelism().map_or(0, usize::from),
            memory_gib: (kilobytes + 512 * 1024) / (1024 * 1024),
            kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
        }
    }
}

/// How the processors have spent their time since the machine started.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProcessorTime {
    stolen: u64,
    all: u64,
}

impl ProcessorTime {
    /// Up to now; nothing where the system does not tell.
    pub(crate) fn now() -> Self {
        Self::in_stat(&fs::read_to_string("/proc/stat").unwrap_or_default())
    }

    /// The first line: user, nice, system, idle, iowait, irq, softirq and steal time; guests' time is in user time.
    fn in_stat(stat: &str) -> Self {
        let line = stat.lines().next().unwrap_or_default();
        let times: Vec<u64> = line
            .split_whitespace()
            .skip(1)
            .take(8)
            .filter_map(|time| time.parse().ok())
            .collect();
        Self {
            stolen: times.get(7).copied().unwrap_or_default(),
            all: times.iter().sum(),
        }
    }

    /// The share of the processors' time since `before`, in percent, that the host of a virtual machine gave to others.
    pub(crate) fn stolen_percent_since(self, before: Self) -> f64 {
        let hundredths = (self.stolen - before.stolen) * 10_000 / (self.all - before.all).max(1);
        f64::from(u32::try_from(hundredths).unwrap_or(u32::MAX)) / 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_host_took_is_the_eighth_of_the_times() {
        let before = ProcessorTime::in_stat("cpu  10 0 10 70 0 0 0 10 5 5\ncpu0 1 2 3");
        let after = ProcessorTime::in_stat("cpu  20 0 20 130 0 0 0 30 9 9\ncpu0 1 2 3");
        assert!((after.stolen_percent_since(before) - 20.0).abs() < 1e-9);
    }

    #[test]
    fn where_the_system_does_not_tell_nothing_was_taken() {
        let nothing = ProcessorTime::in_stat("");
        assert!(nothing.stolen_percent_since(nothing).abs() < 1e-9);
    }
}
