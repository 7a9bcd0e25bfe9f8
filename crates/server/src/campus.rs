//! A sample campus to try things on: four offices, and a dozen agents who come and go by their schedules.

use std::fmt;

/// What the sample campus is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campus {
    /// The name of the person who tries it: an agent in all four offices, and administrator of one.
    pub person: String,
}

impl Default for Campus {
    fn default() -> Self {
        Self { person: "Robin Vale".to_owned() }
    }
}

/// The sample person's account: made at random for each data directory, and kept there for its owner alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    pub email: String,
    pub password: String,
}

impl fmt::Debug for Credentials {
    /// Leaves the password out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("email", &self.email).finish_non_exhaustive()
    }
}
