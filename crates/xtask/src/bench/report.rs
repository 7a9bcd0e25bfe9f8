//! What was promised, what was measured, and the table of both.

use std::fmt;

use serde::Serialize;

use super::{Measured, machine::Machine};

/// A value that is measured, and what it may be at most. Without a limit it is only told.
pub(crate) struct Promise {
    name: &'static str,
    title: &'static str,
    unit: &'static str,
    at_most: Option<f64>,
}

const fn promise(
    name: &'static str,
    title: &'static str,
    unit: &'static str,
    at_most: f64,
) -> Promise {
    Promise {
        name,
        title,
        unit,
        at_most: Some(at_most),
    }
}

const fn told(name: &'static str, title: &'static str, unit: &'static str) -> Promise {
    Promise {
        name,
        title,
        unit,
        at_most: None,
    }
}

/// One server with its defaults, one office, an agent who flips 10 times a second; load and server share the machine.
pub(crate) const SERVER: [Promise; 15] = [
    promise(
        "signed_in_fan_out_p50_ms",
        "All of 1,000 devices told, p50",
        "ms",
        10.0,
    ),
    promise(
        "signed_in_fan_out_p99_ms",
        "All of 1,000 devices told, p99",
        "ms",
        20.0,
    ),
    told(
        "signed_in_fan_out_max_ms",
        "All of 1,000 devices told, slowest of 300",
        "ms",
    ),
    told(
        "signed_in_processor_ms",
        "... processor time of the server a change",
        "ms",
    ),
    told(
        "signed_in_load_processor_ms",
        "... processor time of the load a change",
        "ms",
    ),
    promise(
        "public_fan_out_p50_ms",
        "All of 1,000 customers' pages told, p50",
        "ms",
        10.0,
    ),
    promise(
        "public_fan_out_p99_ms",
        "All of 1,000 customers' pages told, p99",
        "ms",
        20.0,
    ),
    told(
        "public_fan_out_max_ms",
        "All of 1,000 customers' pages told, slowest of 300",
        "ms",
    ),
    told(
        "public_processor_ms",
        "... processor time of the server a change",
        "ms",
    ),
    told(
        "public_load_processor_ms",
        "... processor time of the load a change",
        "ms",
    ),
    promise(
        "signed_in_connection_kilobytes",
        "Resident memory a device",
        "kB",
        20.0,
    ),
    promise(
        "public_connection_kilobytes",
        "Resident memory a customer's page",
        "kB",
        20.0,
    ),
    told(
        "signed_in_resident_megabytes",
        "Resident memory with 1,000 devices",
        "MB",
    ),
    told(
        "public_resident_megabytes",
        "Resident memory with 1,000 customers' pages",
        "MB",
    ),
    promise(
        "reconnect_seconds",
        "500 devices back with a right snapshot",
        "s",
        2.0,
    ),
];

/// The installed app on a desktop with a real panel, signed in to a real server.
pub(crate) const APP: [Promise; 10] = [
    promise(
        "launch_ms",
        "Launch to icon in the panel, median of 11",
        "ms",
        200.0,
    ),
    told("launch_max_ms", "... slowest", "ms"),
    promise(
        "rest_megabytes",
        "Resident process at rest, before any window (PSS)",
        "MB",
        48.0,
    ),
    promise(
        "rest_after_window_megabytes",
        "Resident process, 5 s after a window closed (PSS)",
        "MB",
        48.0,
    ),
    promise(
        "wakeups_per_second",
        "Wakeups at rest with a live stream",
        "/s",
        1.0,
    ),
    promise(
        "window_ms",
        "Tray click to painted window, median of 7",
        "ms",
        500.0,
    ),
    told("window_max_ms", "... slowest", "ms"),
    told(
        "icon_p50_ms",
        "A click here to a colleague's changed icon, p50",
        "ms",
    ),
    promise(
        "icon_p99_ms",
        "A click here to a colleague's changed icon, p99",
        "ms",
        50.0,
    ),
    told("icon_max_ms", "... slowest of 200", "ms"),
];

/// What was measured, judged.
#[derive(Serialize)]
pub(crate) struct Report {
    subject: &'static str,
    machine: Machine,
    /// Of the processors' time, what the host of a virtual machine gave to others meanwhile.
    stolen_percent: f64,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    title: &'static str,
    value: Option<f64>,
    unit: &'static str,
    at_most: Option<f64>,
    verdict: Verdict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    Ok,
    Short,
    /// Nothing was promised.
    Told,
    /// Promised, but the load gave no value.
    Missing,
}

impl Report {
    pub(crate) fn new(
        subject: &'static str,
        machine: Machine,
        stolen_percent: f64,
        promises: &[Promise],
        values: &[Measured],
    ) -> Self {
        let row = |promise: &Promise| {
            let value = values
                .iter()
                .find(|measured| measured.name == promise.name)
                .map(|measured| measured.value);
            Row {
                name: promise.name,
                title: promise.title,
                value,
                unit: promise.unit,
                at_most: promise.at_most,
                verdict: verdict(value, promise.at_most),
            }
        };
        Self {
            subject,
            machine,
            stolen_percent,
            rows: promises.iter().map(row).collect(),
        }
    }

    /// Whether every promise is kept.
    pub(crate) fn is_kept(&self) -> bool {
        self.rows
            .iter()
            .all(|row| matches!(row.verdict, Verdict::Ok | Verdict::Told))
    }
}

fn verdict(value: Option<f64>, at_most: Option<f64>) -> Verdict {
    match (value, at_most) {
        (Some(value), Some(at_most)) if value > at_most => Verdict::Short,
        (Some(_), Some(_)) => Verdict::Ok,
        (Some(_), None) => Verdict::Told,
        (None, _) => Verdict::Missing,
    }
}

/// A table that can go into a document as it is.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Machine {
            processor,
            cores,
            memory_gib,
            kernel,
        } = &self.machine;
        writeln!(
            f,
            "{processor}, {cores} cores, {memory_gib} GiB, Linux {kernel}; the load runs on the same cores"
        )?;
        writeln!(
            f,
            "The machine's host gave {} % of the processor time to others meanwhile.\n",
            rounded(self.stolen_percent)
        )?;
        writeln!(
            f,
            "| {:<58} | {:>9} | {:>8} |       |",
            self.subject, "measured", "promised"
        )?;
        writeln!(f, "|:{:-<58}-|-{:->9}:|-{:->8}:|-------|", "", "", "")?;
        for row in &self.rows {
            let value = row.value.map_or("?".to_owned(), |value| {
                format!("{} {}", rounded(value), row.unit)
            });
            let promised = row
                .at_most
                .map(|at_most| format!("{} {}", rounded(at_most), row.unit))
                .unwrap_or_default();
            let verdict = match row.verdict {
                Verdict::Ok => "ok",
                Verdict::Short => "short",
                Verdict::Told => "",
                Verdict::Missing => "none",
            };
            writeln!(
                f,
                "| {:<58} | {value:>9} | {promised:>8} | {verdict:<5} |",
                row.title
            )?;
        }
        Ok(())
    }
}

/// Three digits are all that a measurement is good for.
fn rounded(value: f64) -> String {
    let digits = match value {
        ..10.0 => 2,
        ..100.0 => 1,
        _ => 0,
    };
    let text = format!("{value:.digits$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROMISES: [Promise; 2] = [
        promise("wait_ms", "Wait", "ms", 10.0),
        told("weight_mb", "Weight", "MB"),
    ];

    fn report(values: &[(&str, f64)]) -> Report {
        let machine = Machine {
            processor: "Abacus".to_owned(),
            cores: 2,
            memory_gib: 24,
            kernel: "6.1".to_owned(),
        };
        let values: Vec<_> = values
            .iter()
            .map(|&(name, value)| Measured {
                name: name.to_owned(),
                value,
            })
            .collect();
        Report::new("server", machine, 7.5, &PROMISES, &values)
    }

    #[test]
    fn a_value_up_to_what_was_promised_is_ok_and_one_above_is_short() {
        assert!(report(&[("wait_ms", 10.0), ("weight_mb", 5000.0)]).is_kept());
        let short = report(&[("wait_ms", 10.01), ("weight_mb", 1.0)]);
        assert!(!short.is_kept());
        assert!(
            short
                .to_string()
                .contains("|     10 ms |    10 ms | short |"),
            "{short}"
        );
    }

    #[test]
    fn a_value_that_was_not_measured_is_no_promise_kept() {
        assert!(!report(&[("weight_mb", 1.0)]).is_kept());
    }

    #[test]
    fn the_table_names_the_machine_and_rounds_to_three_digits() {
        let table = report(&[("wait_ms", 2.71428), ("weight_mb", 1234.7)]).to_string();
        assert!(
            table.starts_with("Abacus, 2 cores, 24 GiB, Linux 6.1"),
            "{table}"
        );
        assert!(table.contains("host gave 7.5 %"), "{table}");
        assert!(table.contains("2.71 ms"), "{table}");
        assert!(table.contains("1235 MB"), "{table}");
    }
}
