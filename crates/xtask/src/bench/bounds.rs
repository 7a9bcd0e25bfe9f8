//! What is measured, and what each value may be at most.

use clap::ValueEnum;

/// A value that is measured, and what it may be at most. Without a limit it is only printed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) at_most: Option<f64>,
}

/// A part of `bench server` that can be measured alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// The least that this machine takes: a bare loop of writes, and a write to disk
    Machine,
    /// 1,000 signed-in devices watch an agent who comes and goes ten times a second
    SignedIn,
    /// The same, seen by 1,000 customers' pages
    Public,
    /// The same, seen by 50 of each
    Few,
    /// What a change costs that nobody watches
    Change,
    /// 500 streams are cut and come back at once
    Reconnect,
    /// Memory after 1,000 sign-ins, 50 at a time
    SignIns,
    /// Starting with 10,000 agents and a year of audit
    Start,
    /// 10,000 agents begin their shifts in the same second
    Monday,
    /// nginx with nchan, mosquitto and Socket.IO under the same load
    Peers,
}

impl Part {
    /// The name that the load knows it by.
    pub(crate) fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }

    /// Its rows; what other servers do is a table of its own.
    pub(crate) fn bounds(self) -> &'static [Bound] {
        match self {
            Self::Machine => &MACHINE,
            Self::SignedIn => &SIGNED_IN,
            Self::Public => &PUBLIC,
            Self::Few => &FEW,
            Self::Change => &CHANGE,
            Self::Reconnect => &RECONNECT,
            Self::SignIns => &SIGN_INS,
            Self::Start => &START,
            Self::Monday => &MONDAY,
            Self::Peers => &[],
        }
    }
}

/// The rows of one part of `bench server`, or of all.
pub(crate) fn server(only: Option<Part>) -> Vec<Bound> {
    let parts = Part::value_variants()
        .iter()
        .filter(|part| only.is_none_or(|only| only == **part));
    parts.flat_map(|part| part.bounds()).copied().collect()
}

/// What no server can undercut on this machine, to be read beside the rows below.
const MACHINE: [Bound; 9] = [
    printed(
        "bare_1000_all_p50_ms",
        "This machine: a bare loop reaches 1,000, p50",
        "ms",
    ),
    printed("bare_1000_all_p99_ms", "... p99", "ms"),
    printed(
        "bare_1000_delivery_us",
        "... processor time of the loop a delivery",
        "µs",
    ),
    printed(
        "bare_50_all_p50_ms",
        "This machine: a bare loop reaches 50, p50",
        "ms",
    ),
    printed("bare_50_all_p99_ms", "... p99", "ms"),
    printed(
        "bare_50_delivery_us",
        "... processor time of the loop a delivery",
        "µs",
    ),
    printed(
        "bare_commit_p50_ms",
        "This machine: a commit's bytes written and synced, p50",
        "ms",
    ),
    printed("bare_commit_p99_ms", "... p99", "ms"),
    printed("bare_commit_processor_ms", "... processor time", "ms"),
];

const SIGNED_IN: [Bound; 9] = [
    at_most(
        "signed_in_1000_all_p50_ms",
        "All of 1,000 devices reached, p50",
        "ms",
        6.0,
    ),
    at_most(
        "signed_in_1000_all_p99_ms",
        "All of 1,000 devices reached, p99",
        "ms",
        9.0,
    ),
    printed(
        "signed_in_1000_all_max_ms",
        "... slowest of 300 changes",
        "ms",
    ),
    printed(
        "signed_in_1000_each_p50_ms",
        "... each device by itself, p50",
        "ms",
    ),
    printed(
        "signed_in_1000_each_p99_ms",
        "... each device by itself, p99",
        "ms",
    ),
    at_most(
        "signed_in_1000_delivery_us",
        "... processor time of the server a delivery",
        "µs",
        5.5,
    ),
    printed(
        "signed_in_1000_load_ms",
        "... processor time of the load a change",
        "ms",
    ),
    at_most(
        "signed_in_1000_stream_kilobytes",
        "Resident memory a device's stream",
        "kB",
        9.0,
    ),
    printed(
        "signed_in_1000_resident_megabytes",
        "... of the server with 1,000 of them",
        "MB",
    ),
];

const PUBLIC: [Bound; 9] = [
    at_most(
        "public_1000_all_p50_ms",
        "All of 1,000 customers' pages reached, p50",
        "ms",
        6.0,
    ),
    at_most(
        "public_1000_all_p99_ms",
        "All of 1,000 customers' pages reached, p99",
        "ms",
        9.0,
    ),
    printed("public_1000_all_max_ms", "... slowest of 300 changes", "ms"),
    printed(
        "public_1000_each_p50_ms",
        "... each page by itself, p50",
        "ms",
    ),
    printed(
        "public_1000_each_p99_ms",
        "... each page by itself, p99",
        "ms",
    ),
    at_most(
        "public_1000_delivery_us",
        "... processor time of the server a delivery",
        "µs",
        5.5,
    ),
    printed(
        "public_1000_load_ms",
        "... processor time of the load a change",
        "ms",
    ),
    at_most(
        "public_1000_stream_kilobytes",
        "Resident memory a customer's page",
        "kB",
        9.0,
    ),
    printed(
        "public_1000_resident_megabytes",
        "... of the server with 1,000 of them",
        "MB",
    ),
];

const FEW: [Bound; 6] = [
    printed(
        "signed_in_50_all_p50_ms",
        "All of 50 devices reached, p50",
        "ms",
    ),
    at_most(
        "signed_in_50_all_p99_ms",
        "All of 50 devices reached, p99, durable commit included",
        "ms",
        1.0,
    ),
    printed(
        "signed_in_50_all_max_ms",
        "... slowest of 300 changes",
        "ms",
    ),
    printed(
        "public_50_all_p50_ms",
        "All of 50 customers' pages reached, p50",
        "ms",
    ),
    at_most(
        "public_50_all_p99_ms",
        "All of 50 pages reached, p99, durable commit included",
        "ms",
        1.0,
    ),
    printed("public_50_all_max_ms", "... slowest of 300 changes", "ms"),
];

const CHANGE: [Bound; 3] = [
    at_most(
        "change_processor_ms",
        "Processor time of a change before its first delivery",
        "ms",
        0.3,
    ),
    printed(
        "change_answer_p50_ms",
        "... durable and answered, p50",
        "ms",
    ),
    printed(
        "change_answer_p99_ms",
        "... durable and answered, p99",
        "ms",
    ),
];

const RECONNECT: [Bound; 1] = [at_most(
    "reconnect_seconds",
    "500 devices back with a right snapshot",
    "s",
    2.0,
)];

const SIGN_INS: [Bound; 6] = [
    printed(
        "sign_ins_resident_before_megabytes",
        "Resident memory before anybody signs in",
        "MB",
    ),
    printed(
        "sign_ins_pss_before_megabytes",
        "... proportional (PSS)",
        "MB",
    ),
    at_most(
        "sign_ins_resident_megabytes",
        "Resident memory after 1,000 sign-ins, 50 at a time",
        "MB",
        60.0,
    ),
    printed("sign_ins_pss_megabytes", "... proportional (PSS)", "MB"),
    printed("sign_ins_peak_megabytes", "... at its peak", "MB"),
    printed("sign_ins_seconds", "... all of them signed in", "s"),
];

const START: [Bound; 2] = [
    at_most(
        "start_seconds",
        "Ready with 10,000 agents and 250,000 rows of audit",
        "s",
        2.0,
    ),
    printed("start_resident_megabytes", "... resident memory then", "MB"),
];

const MONDAY: [Bound; 4] = [
    at_most(
        "monday_all_seconds",
        "10,000 shifts begin: all of 4,000 streams show all of it",
        "s",
        1.0,
    ),
    at_most("monday_cut_off", "... streams cut off", "", 0.0),
    at_most(
        "monday_wait_ms",
        "... longest wait of any other request",
        "ms",
        100.0,
    ),
    printed(
        "monday_peak_megabytes",
        "... resident memory at its peak",
        "MB",
    ),
];

/// The installed app on a desktop with a real panel, signed in to a real server.
pub(crate) const APP: [Bound; 10] = [
    at_most(
        "launch_ms",
        "Launch to icon in the panel, median of 11",
        "ms",
        200.0,
    ),
    printed("launch_max_ms", "... slowest", "ms"),
    at_most(
        "rest_megabytes",
        "Resident process at rest, before any window (PSS)",
        "MB",
        48.0,
    ),
    at_most(
        "rest_after_window_megabytes",
        "Resident process, 5 s after a window closed (PSS)",
        "MB",
        48.0,
    ),
    at_most(
        "wakeups_per_second",
        "Wakeups at rest with a live stream",
        "/s",
        1.0,
    ),
    at_most(
        "window_ms",
        "Tray click to painted window, median of 7",
        "ms",
        500.0,
    ),
    printed("window_max_ms", "... slowest", "ms"),
    printed(
        "icon_p50_ms",
        "A click here to a colleague's changed icon, p50",
        "ms",
    ),
    at_most(
        "icon_p99_ms",
        "A click here to a colleague's changed icon, p99",
        "ms",
        50.0,
    ),
    printed("icon_max_ms", "... slowest of 200", "ms"),
];

const fn at_most(
    name: &'static str,
    title: &'static str,
    unit: &'static str,
    at_most: f64,
) -> Bound {
    Bound {
        name,
        title,
        unit,
        at_most: Some(at_most),
    }
}

const fn printed(name: &'static str, title: &'static str, unit: &'static str) -> Bound {
    Bound {
        name,
        title,
        unit,
        at_most: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_has_its_own_rows_only_and_all_parts_have_all() {
        assert_eq!(server(Some(Part::Monday)).len(), MONDAY.len());
        let all: Vec<_> = Part::value_variants()
            .iter()
            .map(|part| part.bounds().len())
            .collect();
        assert_eq!(server(None).len(), all.iter().sum::<usize>());
    }

    #[test]
    fn what_was_promised_of_the_server_is_what_is_judged() {
        let limits: Vec<_> = server(None)
            .iter()
            .filter_map(|bound| Some((bound.name, bound.at_most?)))
            .collect();
        assert_eq!(
            limits,
            [
                ("signed_in_1000_all_p50_ms", 6.0),
                ("signed_in_1000_all_p99_ms", 9.0),
                ("signed_in_1000_delivery_us", 5.5),
                ("signed_in_1000_stream_kilobytes", 9.0),
                ("public_1000_all_p50_ms", 6.0),
                ("public_1000_all_p99_ms", 9.0),
                ("public_1000_delivery_us", 5.5),
                ("public_1000_stream_kilobytes", 9.0),
                ("signed_in_50_all_p99_ms", 1.0),
                ("public_50_all_p99_ms", 1.0),
                ("change_processor_ms", 0.3),
                ("reconnect_seconds", 2.0),
                ("sign_ins_resident_megabytes", 60.0),
                ("start_seconds", 2.0),
                ("monday_all_seconds", 1.0),
                ("monday_cut_off", 0.0),
                ("monday_wait_ms", 100.0),
            ]
        );
    }
}
