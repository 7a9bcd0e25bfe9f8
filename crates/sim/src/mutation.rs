//! Bugs on purpose, to show that they are found.

/// A bug of the models' own, to show that it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutation {
    /// The store acknowledges before anything is synced.
    AcknowledgeBeforeSync,
    /// The server forgets to look up what was answered to a choice before.
    ForgetAnswers,
    /// Streams are not told of one event in twenty.
    LoseEvents,
    /// Streams that close are never noticed.
    IgnoreClosedStreams,
}

impl std::str::FromStr for Mutation {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Ok(match name {
            "early-acknowledge" => Self::AcknowledgeBeforeSync,
            "forget-answers" => Self::ForgetAnswers,
            "lose-events" => Self::LoseEvents,
            "ignore-closed-streams" => Self::IgnoreClosedStreams,
            _ => return Err(format!("There is no mutation called `{name}`.")),
        })
    }
}
