//! For how long a status can be chosen.

use porchlight_protocol::ChoiceStatus;

use super::{HoldOption, Situation};
use crate::{
    intent::{Holding, Intent},
    locale::Locale,
    words,
};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// The entries of *Available for*. The end of the shift is offered where the schedule has one.
pub(super) fn available_for(situation: &Situation<'_>) -> Vec<HoldOption> {
    let lengths = [30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR]
        .map(|seconds| lasting(situation.locale, ChoiceStatus::Available, seconds));
    let shift = situation
        .timeline
        .filter(|timeline| timeline.on_shift(situation.now));
    let end = shift
        .and_then(|timeline| timeline.next_edge(situation.now))
        .map(|at| HoldOption {
            label: situation
                .messages()
                .hold_end_of_shift(situation.calendar().until(at)),
            intent: Intent::everywhere(ChoiceStatus::Available, Holding::Until { at }),
        });
    lengths.into_iter().chain(end).collect()
}

/// The entries of *Away for*.
pub(super) fn away_for(locale: &Locale) -> Vec<HoldOption> {
    let lengths = [15 * MINUTE, 30 * MINUTE, HOUR]
        .map(|seconds| lasting(locale, ChoiceStatus::Away, seconds));
    let standing = HoldOption {
        label: locale.messages().hold_until_changed(),
        intent: Intent::everywhere(ChoiceStatus::Away, Holding::UntilChanged),
    };
    lengths.into_iter().chain([standing]).collect()
}

fn lasting(locale: &Locale, status: ChoiceStatus, seconds: u64) -> HoldOption {
    HoldOption {
        label: words::duration(locale, seconds),
        intent: Intent::everywhere(status, Holding::For { seconds }),
    }
}
