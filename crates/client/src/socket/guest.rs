use std::path::Path;

use porchlight_core::{agent::Refusal, intent::Intent, view::View};

use super::{GuestKind, ToGuest};

/// A guest's end of the socket. [`split`](Self::split) it to read views while sending asks.
#[derive(Debug)]
pub struct Guest {
    asker: Asker,
    views: Views,
}

/// The half that asks. Clone it for asks at the same time.
#[derive(Clone, Debug)]
pub struct Asker {}

/// The half that is told.
#[derive(Debug)]
pub struct Views {}

/// Nobody answers at the socket.
#[derive(Debug, thiserror::Error)]
#[error("Porchlight is not running. Start it with `porchlight`, or add `--start`.")]
pub struct NotRunning;

impl Guest {
    /// Connects to the resident. A watching guest is sent the view at once and at every change.
    ///
    /// # Errors
    /// If nobody answers.
    pub async fn connect(runtime_dir: &Path, guest: GuestKind, watch: bool) -> Result<Self, NotRunning> {
        let _ = (runtime_dir, guest, watch);
        unimplemented!()
    }

    /// Asks for something and waits until it is done or refused.
    ///
    /// # Errors
    /// Why it was not done.
    pub async fn ask(&mut self, intent: Intent) -> Result<(), Refusal> {
        self.asker.ask(intent).await
    }

    /// The view as it is now.
    ///
    /// # Errors
    /// If the resident has gone.
    pub async fn look(&mut self) -> Result<View, Refusal> {
        self.asker.look().await
    }

    /// What the resident says next. See [`Views::next`].
    pub async fn next(&mut self) -> Option<ToGuest> {
        self.views.next().await
    }

    /// The two halves, for use from different tasks.
    pub fn split(self) -> (Asker, Views) {
        (self.asker, self.views)
    }
}

impl Asker {
    /// See [`Guest::ask`].
    ///
    /// # Errors
    /// Why it was not done; `not_running` if the resident has gone.
    pub async fn ask(&self, intent: Intent) -> Result<(), Refusal> {
        let _ = intent;
        unimplemented!()
    }

    /// See [`Guest::look`].
    ///
    /// # Errors
    /// `not_running` if the resident has gone.
    pub async fn look(&self) -> Result<View, Refusal> {
        unimplemented!()
    }
}

impl Views {
    /// What the resident says next: the latest view (ones in between may be left out), `Raise` or `Close`, never an
    /// `Answer`, which goes to the asker. None once the resident has gone.
    pub async fn next(&mut self) -> Option<ToGuest> {
        unimplemented!()
    }
}
