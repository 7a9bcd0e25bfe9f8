use porchlight_protocol::{Interval, Schedule, Timestamp};

/// A schedule ready for questions. Computed once for 400 days and more around an instant; questions beyond are
/// answered too, only slower.
#[derive(Clone, Debug)]
pub struct Timeline {
    schedule: Schedule,
}

/// Why a schedule makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    #[error("`{zone}` is not a time zone; use an IANA name such as `Europe/Berlin`")]
    UnknownZone { zone: String },
}

impl Timeline {
    /// Prepares a schedule for questions around `around`.
    ///
    /// # Errors
    /// If the schedule makes no sense: see [`ScheduleError`].
    pub fn new(schedule: &Schedule, around: Timestamp) -> Result<Self, ScheduleError> {
        let _ = around;
        Ok(Self { schedule: schedule.clone() })
    }

    /// The schedule this was made of.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// Whether `at` lies in a shift.
    pub fn on_shift(&self, at: Timestamp) -> bool {
        let _ = at;
        unimplemented!()
    }

    /// The latest edge at or before `at`, at most 400 days back.
    pub fn last_edge(&self, at: Timestamp) -> Option<Timestamp> {
        let _ = at;
        unimplemented!()
    }

    /// The earliest edge after `at`, at most 400 days ahead.
    pub fn next_edge(&self, at: Timestamp) -> Option<Timestamp> {
        let _ = at;
        unimplemented!()
    }

    /// The merged shifts that overlap `[from, until)`, in order, cut to it.
    pub fn shifts_between(&self, from: Timestamp, until: Timestamp) -> Vec<Interval> {
        let _ = (from, until);
        unimplemented!()
    }
}
