use std::path::Path;

/// The right to be the resident, of which there is one for a runtime directory.
#[derive(Debug)]
pub struct Claim {}

/// Why this process cannot be the resident.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// Another one is. Ask it to show itself.
    #[error("Porchlight is already running.")]
    AlreadyRunning,
    /// The runtime directory cannot be used.
    #[error("{0:#}")]
    Failed(anyhow::Error),
}

impl Claim {
    /// Takes the socket. Call it inside a tokio runtime.
    ///
    /// # Errors
    /// [`ClaimError::AlreadyRunning`] if another process answers there.
    pub async fn take(runtime_dir: &Path) -> Result<Self, ClaimError> {
        let _ = runtime_dir;
        unimplemented!()
    }
}
