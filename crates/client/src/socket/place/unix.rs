//! A socket file in the runtime directory.

use std::{
    fs, io,
    os::unix::fs::FileTypeExt as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use interprocess::local_socket::{
    GenericFilePath, ListenerOptions, Name, ToFsName as _,
    tokio::{Listener, Stream, prelude::*},
};

use super::super::ClaimError;

/// Connects to whoever listens there.
pub(in crate::socket) async fn connect(runtime_dir: &Path) -> anyhow::Result<Stream> {
    Ok(Stream::connect(name(runtime_dir)?).await?)
}

/// Listens there, for this user only. Only with the lock of the directory in hand.
///
/// A socket file that a killed resident left behind is replaced, but only when nobody answers there.
pub(in crate::socket) async fn listen(runtime_dir: &Path) -> Result<Listener, ClaimError> {
    if connect(runtime_dir).await.is_ok() {
        return Err(ClaimError::AlreadyRunning);
    }
    clear(runtime_dir)
        .and_then(|()| open(runtime_dir))
        .map_err(ClaimError::Failed)
}

fn open(runtime_dir: &Path) -> anyhow::Result<Listener> {
    let options = ListenerOptions::new().name(name(runtime_dir)?);
    // Elsewhere a socket has no mode that could be set before somebody connects: the directory is this user's alone.
    #[cfg(target_os = "linux")]
    let options = interprocess::os::unix::local_socket::ListenerOptionsExt::mode(options, 0o600);
    options.create_tokio().with_context(|| {
        format!(
            "The local socket in {} cannot be opened",
            runtime_dir.display()
        )
    })
}

/// Removes a socket file at which nobody answers.
fn clear(runtime_dir: &Path) -> anyhow::Result<()> {
    let path = file(runtime_dir);
    match fs::symlink_metadata(&path) {
        Ok(found) if found.file_type().is_socket() => fs::remove_file(&path)
            .with_context(|| format!("The old socket {} cannot be removed", path.display())),
        Ok(_) => anyhow::bail!(
            "{} is in the way of the local socket. Remove it, then start again.",
            path.display()
        ),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("{} cannot be looked at", path.display())),
    }
}

fn name(runtime_dir: &Path) -> anyhow::Result<Name<'static>> {
    let path = file(runtime_dir);
    path.clone()
        .to_fs_name::<GenericFilePath>()
        .with_context(|| {
            format!(
                "A socket cannot be called {}; choose a shorter runtime directory",
                path.display()
            )
        })
}

fn file(runtime_dir: &Path) -> PathBuf {
    runtime_dir.join("porchlight.sock")
}
