use porchlight_protocol::ChoiceStatus;

use super::{HoldOption, Situation};
use crate::{
    intent::{Holding, Intent},
    words,
};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// The entries of *Available for*. The end of the shift is offered where the schedule has one.
pub(super) fn available_for(situation: &Situation<'_>) -> Vec<HoldOption> {
    let lengths = [30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR]
        .map(|seconds| lasting(ChoiceStatus::Available, seconds));
    let shift = situation
        .timeline
        .filter(|timeline| timeline.on_shift(situation.now));
    let end = shift
        .and_then(|timeline| timeline.next_edge(situation.now))
        .map(|at| HoldOption {
            label: format!("{} (end of shift)", situation.calendar().until(at)),
            intent: Intent::everywhere(ChoiceStatus::Available, Holding::Until { at }),
        });
    lengths.into_iter().chain(end).collect()
}

/// The entries of *Away for*.
pub(super) fn away_for() -> Vec<HoldOption> {
    let lengths =
        [15 * MINUTE, 30 * MINUTE, HOUR].map(|seconds| lasting(ChoiceStatus::Away, seconds));
    let standing = HoldOption {
        label: "until I change it".to_owned(),
        intent: Intent::everywhere(ChoiceStatus::Away, Holding::UntilChanged),
    };
    lengths.into_iter().chain([standing]).collect()
}

fn lasting(status: ChoiceStatus, seconds: u64) -> HoldOption {
    HoldOption {
        label: words::duration(seconds),
        intent: Intent::everywhere(status, Holding::For { seconds }),
    }
}
