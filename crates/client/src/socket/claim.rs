//! Who is the one resident.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::Path,
};

use interprocess::local_socket::tokio::Listener;

use super::place;
use crate::store::private_dir;

/// The right to be the resident, of which there is one for a runtime directory. Dropping it gives it back.
#[derive(Debug)]
pub struct Claim {
    pub(crate) listener: Listener,
    /// Locked as long as this process lives, however it ends.
    _lock: File,
}

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
    /// [`ClaimError::AlreadyRunning`] if another process is the resident.
    pub async fn take(runtime_dir: &Path) -> Result<Self, ClaimError> {
        private_dir(runtime_dir).map_err(ClaimError::Failed)?;
        let lock = lock(runtime_dir)?;
        let listener = place::listen(runtime_dir).await?;
        Ok(Self {
            listener,
            _lock: lock,
        })
    }
}

fn lock(runtime_dir: &Path) -> Result<File, ClaimError> {
    let path = runtime_dir.join("porchlight.lock");
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let failed = |error: std::io::Error| {
        ClaimError::Failed(
            anyhow::Error::new(error).context(format!("{} cannot be locked", path.display())),
        )
    };
    let file = options.open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(ClaimError::AlreadyRunning),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}
