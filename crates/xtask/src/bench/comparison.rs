//! The same load on several servers, and how they compare.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::report::rounded;

/// What one server did, as the load prints it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct System {
    #[serde(rename = "system")]
    name: String,
    watchers: u32,
    #[serde(flatten)]
    figures: Figures,
}

/// Times in milliseconds, from publishing until watchers have read.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
struct Figures {
    all_p50_ms: f64,
    all_p99_ms: f64,
    each_p50_ms: f64,
    each_p99_ms: f64,
    /// Processor time of the server, in microseconds.
    delivery_us: f64,
    stream_kilobytes: f64,
}

impl Figures {
    const TITLES: [&'static str; 6] = [
        "all, p50 ms",
        "all, p99 ms",
        "each, p50 ms",
        "each, p99 ms",
        "µs a delivery",
        "kB a stream",
    ];

    fn in_order(self) -> [f64; 6] {
        [
            self.all_p50_ms,
            self.all_p99_ms,
            self.each_p50_ms,
            self.each_p99_ms,
            self.delivery_us,
            self.stream_kilobytes,
        ]
    }

    /// How many times as much as the other.
    fn times(self, other: Self) -> Self {
        Self {
            all_p50_ms: self.all_p50_ms / other.all_p50_ms,
            all_p99_ms: self.all_p99_ms / other.all_p99_ms,
            each_p50_ms: self.each_p50_ms / other.each_p50_ms,
            each_p99_ms: self.each_p99_ms / other.each_p99_ms,
            delivery_us: self.delivery_us / other.delivery_us,
            stream_kilobytes: self.stream_kilobytes / other.stream_kilobytes,
        }
    }
}

/// Servers beside the first one with as many watchers.
#[derive(Debug, Serialize)]
pub(crate) struct Comparison(Vec<Line>);

#[derive(Debug, Serialize)]
struct Line {
    #[serde(flatten)]
    system: System,
    /// How many times as much as the first takes.
    times_the_first: Figures,
}

impl Comparison {
    /// Empty if no other servers were measured.
    pub(crate) fn new(systems: &[System]) -> Self {
        let line = |system: &System| {
            let first = systems
                .iter()
                .find(|first| first.watchers == system.watchers)
                .unwrap_or(system);
            Line {
                system: system.clone(),
                times_the_first: system.figures.times(first.figures),
            }
        };
        Self(systems.iter().map(line).collect())
    }
}

/// A table; in parentheses, how many times as much as the first server takes.
impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        writeln!(
            f,
            "\nOther servers in turns with it; in parentheses, how many times as much as the first takes.\n\
             Porchlight has written each change durably before anybody is reached; the others write nothing.\n"
        )?;
        write!(f, "| {:<16} | watchers |", "server")?;
        for title in Figures::TITLES {
            write!(f, " {title:>14} |")?;
        }
        write!(f, "\n|:{:-<16}-|---------:|", "")?;
        for _ in Figures::TITLES {
            write!(f, "-{:->14}:|", "")?;
        }
        for Line {
            system,
            times_the_first,
        } in &self.0
        {
            write!(f, "\n| {:<16} | {:>8} |", system.name, system.watchers)?;
            let times = times_the_first.in_order();
            for (value, times) in system.figures.in_order().into_iter().zip(times) {
                let text = format!("{} ({}×)", rounded(value), rounded(times));
                write!(f, " {text:>14} |")?;
            }
        }
        writeln!(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn system(name: &str, watchers: u32, figure: f64) -> System {
        System {
            name: name.to_owned(),
            watchers,
            figures: Figures {
                all_p50_ms: figure,
                all_p99_ms: figure,
                each_p50_ms: figure,
                each_p99_ms: figure,
                delivery_us: figure,
                stream_kilobytes: figure,
            },
        }
    }

    #[test]
    fn a_peer_is_compared_with_the_first_server_before_as_many_watchers() {
        let systems = [
            system("Porchlight", 50, 2.0),
            system("nchan", 50, 1.0),
            system("Porchlight", 1_000, 8.0),
            system("nchan", 1_000, 10.0),
        ];
        let table = Comparison::new(&systems).to_string();
        let row = |name, watchers| {
            table
                .lines()
                .find(|line| line.contains(name) && line.contains(watchers))
                .unwrap_or_default()
        };
        assert!(row("nchan", " 50 ").contains(" 1 (0.5×) "), "{table}");
        assert!(row("nchan", " 1000 ").contains(" 10 (1.25×) "), "{table}");
        assert!(row("Porchlight", " 1000 ").contains(" 8 (1×) "), "{table}");
    }

    #[test]
    fn without_peers_there_is_no_table() {
        assert_eq!(Comparison::new(&[]).to_string(), "");
    }

    #[test]
    fn a_line_of_the_load_is_read_as_it_is_printed() {
        let line = r#"{"system":"nchan","watchers":50,"all_p50_ms":1.0,"all_p99_ms":2.0,"each_p50_ms":0.5,
            "each_p99_ms":1.5,"delivery_us":6.6,"stream_kilobytes":7.0}"#;
        let system: System = serde_json::from_str(line).unwrap();
        assert!((system.figures.delivery_us - 6.6).abs() < 1e-9);
    }
}
