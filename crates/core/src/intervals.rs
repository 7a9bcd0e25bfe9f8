//! Sets of instants as half-open intervals.

use porchlight_protocol::Interval;

/// Joins intervals that overlap or touch.
pub fn merge(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.sort_unstable_by_key(|interval| interval.from);
    intervals.dedup_by(|next, previous| {
        let touching = next.from <= previous.until;
        if touching {
            previous.until = previous.until.max(next.until);
        }
        touching
    });
    intervals
}

/// Cuts `off` out of `intervals`; both merged and in order.
pub fn without(intervals: Vec<Interval>, off: &[Interval]) -> Vec<Interval> {
    if off.is_empty() {
        return intervals;
    }
    let mut left = Vec::with_capacity(intervals.len());
    for Interval { mut from, until } in intervals {
        for cut in &off[off.partition_point(|cut| cut.until <= from)..] {
            if cut.from >= until {
                break;
            }
            if from < cut.from {
                left.push(Interval {
                    from,
                    until: cut.from,
                });
            }
            from = cut.until;
        }
        if from < until {
            left.push(Interval { from, until });
        }
    }
    left
}
