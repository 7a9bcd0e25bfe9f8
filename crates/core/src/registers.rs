//! From choices to registers: of all that was ever chosen, at most two choices a scope can still matter.

use std::{cmp::Ordering, collections::BTreeMap};

use porchlight_protocol::{Choice, ChoiceStatus, Hold, Scope, Timestamp};

/// The two choices of a scope that can still matter.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Registers<'a> {
    /// The latest without an end. A timed `available` counts as a `follow_schedule` here, for that is what it leaves.
    pub(crate) standing: Option<&'a Choice>,
    /// The latest with an end, unless a standing one is later.
    pub(crate) timed: Option<&'a Choice>,
}

impl<'a> Registers<'a> {
    /// The registers of a scope, from all its choices.
    pub(crate) fn of(choices: impl IntoIterator<Item = &'a Choice>) -> Self {
        let mut registers = Self::default();
        for choice in choices {
            registers.merge(choice);
        }
        registers.without_older_than_standing()
    }

    /// These registers under the standing one of everywhere, which forces: what is older than it is dead.
    pub(crate) fn under(self, everywhere: Self) -> Self {
        let Some(forced) = everywhere.standing else {
            return self;
        };
        let outlives = |choice: &&Choice| !is_later(forced, choice);
        Self {
            standing: self.standing.filter(outlives),
            timed: self.timed.filter(outlives),
        }
    }

    fn merge(&mut self, choice: &'a Choice) {
        let timed = end(choice).is_some();
        if timed {
            take_later(&mut self.timed, choice);
        }
        if !timed || choice.status == ChoiceStatus::Available {
            take_later(&mut self.standing, choice);
        }
    }

    fn without_older_than_standing(mut self) -> Self {
        if let (Some(standing), Some(timed)) = (self.standing, self.timed)
            && is_later(standing, timed)
        {
            self.timed = None;
        }
        self
    }
}

/// The choices that can still matter: at most two a scope. Resolves the same, also after more are merged in.
#[expect(
    clippy::needless_pass_by_value,
    reason = "nobody should go on with the set that this replaces"
)]
pub fn compact(choices: Vec<Choice>) -> Vec<Choice> {
    let mut scopes: BTreeMap<&Scope, Vec<&Choice>> = BTreeMap::new();
    for choice in &choices {
        scopes.entry(&choice.scope).or_default().push(choice);
    }
    let everywhere = Registers::of(
        scopes
            .get(&Scope::Everywhere)
            .into_iter()
            .flatten()
            .copied(),
    );
    let mut kept = Vec::with_capacity(choices.len().min(2 * scopes.len()));
    for (scope, choices) in &scopes {
        let mut registers = Registers::of(choices.iter().copied());
        if **scope != Scope::Everywhere {
            registers = registers.under(everywhere);
        }
        kept.extend(registers.standing);
        // A timed `available` may be both.
        kept.extend(
            registers
                .timed
                .filter(|timed| registers.standing.is_none_or(|standing| *timed != standing)),
        );
    }
    kept.into_iter().cloned().collect()
}

/// When a choice ends by the clock, if it does.
pub(crate) fn end(choice: &Choice) -> Option<Timestamp> {
    match (choice.status, choice.hold) {
        (ChoiceStatus::FollowSchedule, _) | (_, Hold::NextEdge | Hold::UntilChanged) => None,
        (_, Hold::Until(until)) => Some(until),
    }
}

/// The order of the stamps: the instant, then the id's bytes.
pub(crate) fn by_stamp(one: &Choice, other: &Choice) -> Ordering {
    one.set_at
        .cmp(&other.set_at)
        .then_with(|| one.id.as_str().as_bytes().cmp(other.id.as_str().as_bytes()))
}

fn is_later(one: &Choice, other: &Choice) -> bool {
    by_stamp(one, other) == Ordering::Greater
}

fn take_later<'a>(register: &mut Option<&'a Choice>, choice: &'a Choice) {
    if register.is_none_or(|held| total_order(choice, held) == Ordering::Greater) {
        *register = Some(choice);
    }
}

/// Ids are unique, so stamps are. Where a broken sender used an id twice, the content decides rather than the order
/// of arrival, so that two machines never disagree.
fn total_order(one: &Choice, other: &Choice) -> Ordering {
    let content = |choice: &Choice| {
        let hold = match choice.hold {
            Hold::NextEdge => (0, None),
            Hold::UntilChanged => (1, None),
            Hold::Until(until) => (2, Some(until)),
        };
        (choice.status as u8, hold)
    };
    by_stamp(one, other)
        .then_with(|| content(one).cmp(&content(other)))
        .then_with(|| one.by.cmp(&other.by))
}
