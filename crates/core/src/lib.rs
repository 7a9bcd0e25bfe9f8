//! Porchlight's brain: how a status is decided, and what is shown of it. No I/O and no clock;
//! time is an argument everywhere.
//!
//! - [`resolve`] is the one function that decides a status, from [`Facts`] and an instant.
//! - [`Timeline`] is a schedule ready for questions: on shift or not, since when, until when.
//! - [`LocalSchedule`] is one as people write it, by the clocks of its zone throughout.
//! - [`coverage`] is whether an office has somebody in its hours.
//! - [`LocalDay`] is a date by the clocks of a zone, from its first instant to its last.
//! - [`Preview`] is how the next two weeks will be by a schedule, whether that is saved or not.
//! - [`Why`] is every fact that was looked at for a status, in order, and what each came to.
//! - [`agent::App`] is the app's state machine: inputs in, outputs out.
//! - [`View`](view::View) is everything that any surface shows; [`tray::TrayModel`] is derived from it.
//! - [`rules`] has the small rules that server and app both go by.
//! - [`words`] has every sentence about times, offices and causes.

mod afterwards;
pub mod agent;
mod busy;
mod coverage;
mod day;
mod explain;
mod facts;
pub mod intent;
pub mod intervals;
pub mod locale;
mod masks;
mod notification;
mod preview;
mod registers;
mod resolve;
pub mod rules;
mod schedule;
pub mod tray;
pub mod view;
mod why;
pub mod words;

pub use afterwards::{Afterwards, AfterwardsBy, afterwards};
pub use busy::{Busy, BusyError};
pub use coverage::{Empty, coverage, next_coverage};
pub use day::LocalDay;
pub use explain::explain;
pub use facts::{Facts, SessionFact};
pub use notification::{Notification, NotificationAction, Subject};
pub use preview::{ClockChange, Preview, PreviewDay, Stretch};
pub use registers::compact;
pub use resolve::{Decision, OfficeStatus, Resolution, resolve};
pub use schedule::{
    LocalInterval, LocalSchedule, ParseWallClockError, ScheduleError, Timeline, WallClock, zones,
};
pub use why::{About, Effect, Fact, Why, WhyOffice};
