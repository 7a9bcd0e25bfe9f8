//! What was measured, judged by its bounds: a table, and JSON.

use std::fmt;

use serde::Serialize;

use super::{Measured, bounds::Bound, comparison::Comparison, machine::Machine};

/// What was measured, judged.
#[derive(Serialize)]
pub(crate) struct Report {
    subject: &'static str,
    machine: Machine,
    /// Of the processors' time, what the host of a virtual machine gave to others meanwhile.
    stolen_percent: f64,
    /// Fewer of everything than the rows say.
    quick: bool,
    rows: Vec<Row>,
    peers: Comparison,
}

/// Under what was measured.
pub(crate) struct Circumstances {
    pub(crate) machine: Machine,
    pub(crate) stolen_percent: f64,
    pub(crate) quick: bool,
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
    Beyond,
    /// There is no bound.
    Unbound,
    /// The load gave no value.
    Missing,
}

impl Report {
    pub(crate) fn new(
        subject: &'static str,
        circumstances: Circumstances,
        bounds: &[Bound],
        measured: &Measured,
    ) -> Self {
        let row = |bound: &Bound| {
            let value = measured
                .values
                .iter()
                .find(|value| value.name == bound.name)
                .map(|value| value.value);
            Row {
                name: bound.name,
                title: bound.title,
                value,
                unit: bound.unit,
                at_most: bound.at_most,
                verdict: verdict(value, bound.at_most),
            }
        };
        let Circumstances {
            machine,
            stolen_percent,
            quick,
        } = circumstances;
        Self {
            subject,
            machine,
            stolen_percent,
            quick,
            rows: bounds.iter().map(row).collect(),
            peers: Comparison::new(&measured.systems),
        }
    }

    /// Whether everything was measured, and nothing is beyond its bound.
    pub(crate) fn is_within_bounds(&self) -> bool {
        self.rows
            .iter()
            .all(|row| matches!(row.verdict, Verdict::Ok | Verdict::Unbound))
    }
}

fn verdict(value: Option<f64>, at_most: Option<f64>) -> Verdict {
    match (value, at_most) {
        (Some(value), Some(at_most)) if value > at_most => Verdict::Beyond,
        (Some(_), Some(_)) => Verdict::Ok,
        (Some(_), None) => Verdict::Unbound,
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
            "The machine's host gave {} % of the processor time to others meanwhile.",
            rounded(self.stolen_percent)
        )?;
        if self.quick {
            writeln!(
                f,
                "A quick run: fewer agents, changes and rounds than the rows say. It shows that everything runs, and little else."
            )?;
        }
        if !self.rows.is_empty() {
            self.write_rows(f)?;
        }
        write!(f, "{}", self.peers)
    }
}

impl Report {
    fn write_rows(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\n| {:<58} | {:>9} | {:>8} |        |",
            self.subject, "measured", "at most"
        )?;
        writeln!(f, "|:{:-<58}-|-{:->9}:|-{:->8}:|--------|", "", "", "")?;
        for row in &self.rows {
            let with_unit = |value| {
                format!("{} {}", rounded(value), row.unit)
                    .trim_end()
                    .to_owned()
            };
            let value = row.value.map_or("?".to_owned(), with_unit);
            let at_most = row.at_most.map(with_unit).unwrap_or_default();
            let verdict = match row.verdict {
                Verdict::Ok => "ok",
                Verdict::Beyond => "beyond",
                Verdict::Unbound => "",
                Verdict::Missing => "none",
            };
            writeln!(
                f,
                "| {:<58} | {value:>9} | {at_most:>8} | {verdict:<6} |",
                row.title
            )?;
        }
        Ok(())
    }
}

/// Three digits are all that a measurement is good for.
pub(super) fn rounded(value: f64) -> String {
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

    use crate::bench::Value;

    const BOUNDS: [Bound; 2] = [
        Bound {
            name: "wait_ms",
            title: "Wait",
            unit: "ms",
            at_most: Some(10.0),
        },
        Bound {
            name: "weight_mb",
            title: "Weight",
            unit: "MB",
            at_most: None,
        },
    ];

    fn report(values: &[(&str, f64)]) -> Report {
        let circumstances = Circumstances {
            machine: Machine {
                processor: "Abacus".to_owned(),
                cores: 2,
                memory_gib: 24,
                kernel: "6.1".to_owned(),
            },
            stolen_percent: 7.5,
            quick: true,
        };
        let measured = Measured {
            values: values
                .iter()
                .map(|&(name, value)| Value {
                    name: name.to_owned(),
                    value,
                })
                .collect(),
            ..Measured::default()
        };
        Report::new("server", circumstances, &BOUNDS, &measured)
    }

    #[test]
    fn a_value_up_to_its_bound_is_ok_and_one_above_is_beyond() {
        assert!(report(&[("wait_ms", 10.0), ("weight_mb", 5000.0)]).is_within_bounds());
        let beyond = report(&[("wait_ms", 10.01), ("weight_mb", 1.0)]);
        assert!(!beyond.is_within_bounds());
        assert!(
            beyond
                .to_string()
                .contains("|     10 ms |    10 ms | beyond |"),
            "{beyond}"
        );
    }

    #[test]
    fn a_value_that_was_not_measured_is_not_within_bounds() {
        assert!(!report(&[("weight_mb", 1.0)]).is_within_bounds());
        assert!(!report(&[("wait_ms", 1.0)]).is_within_bounds());
    }

    #[test]
    fn the_table_names_the_machine_and_rounds_to_three_digits() {
        let table = report(&[("wait_ms", 2.71428), ("weight_mb", 1234.7)]).to_string();
        assert!(
            table.starts_with("Abacus, 2 cores, 24 GiB, Linux 6.1"),
            "{table}"
        );
        assert!(table.contains("host gave 7.5 %"), "{table}");
        assert!(table.contains("A quick run"), "{table}");
        assert!(table.contains("2.71 ms"), "{table}");
        assert!(table.contains("1235 MB"), "{table}");
    }
}
