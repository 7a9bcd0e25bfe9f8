//! How many files this process may have open: each connection is one.

/// Files that are open besides connections: the store, its journal, the log, a command's errand, and some to spare.
const OTHERS: usize = 128;

/// Raises the limit as far as the system lets everybody; the usual one of 1024 is meant for programs of another kind.
pub(crate) fn raise_open_files() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        // Fewer connections fit if this is refused; nothing else changes.
        let _ = setrlimit(
            Resource::Nofile,
            Rlimit {
                current: limit.maximum,
                maximum: limit.maximum,
            },
        );
    }
}

/// As many of the wanted connections as can be open under the limit in force.
pub(super) fn connections_that_fit(wanted: usize) -> usize {
    let fit = files_max().map_or(wanted, |files| {
        files.saturating_sub(OTHERS).clamp(1, wanted)
    });
    if fit < wanted {
        tracing::info!(
            wanted,
            fit,
            "the limit of open files allows fewer connections; raise it (`ulimit -n`, `LimitNOFILE=`) for more"
        );
    }
    fit
}

/// None where there is no limit, or none that is known.
fn files_max() -> Option<usize> {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, getrlimit};
        let current = getrlimit(Resource::Nofile).current?;
        usize::try_from(current).ok()
    }
    #[cfg(not(target_os = "linux"))]
    None
}
