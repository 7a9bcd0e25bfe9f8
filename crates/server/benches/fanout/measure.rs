//! Values, as they are printed.

use std::time::Duration;

use serde_json::json;

/// Prints a value for whoever judges it.
pub(crate) fn measured(name: &str, value: f64) {
    println!("{}", json!({ "name": name, "value": value }));
}

/// Says what is being done.
pub(crate) fn say(what: &str) {
    eprintln!("  {what}");
}

/// The value in milliseconds that this many in a hundred stay below; zero of none.
pub(crate) fn percentile_ms(taken: &mut [Duration], share: usize) -> f64 {
    taken.sort_unstable();
    let rank = (taken.len() * share).div_ceil(100);
    let value = rank.checked_sub(1).and_then(|index| taken.get(index));
    milliseconds(value.copied().unwrap_or_default())
}

pub(crate) fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

/// Of bytes, in thousands.
pub(crate) fn kilobytes(bytes: u64) -> f64 {
    Duration::from_micros(bytes).as_secs_f64() * 1_000.0
}

/// Of bytes, in millions.
pub(crate) fn megabytes(bytes: u64) -> f64 {
    kilobytes(bytes) / 1_000.0
}

/// How often something happened, as a number to divide by.
pub(crate) fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}
