//! Where the socket stands: a file in the runtime directory on Unix, a named pipe on Windows.

use std::path::Path;

use anyhow::Context as _;
use interprocess::local_socket::{ListenerOptions, Name};

#[cfg(unix)]
pub(super) fn name(runtime_dir: &Path) -> anyhow::Result<Name<'static>> {
    use interprocess::local_socket::{GenericFilePath, ToFsName as _};

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

#[cfg(windows)]
pub(super) fn name(runtime_dir: &Path) -> anyhow::Result<Name<'static>> {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};

    use interprocess::local_socket::{GenericNamespaced, ToNsName as _};

    // Pipes share one flat namespace; each runtime directory, and with it each user, has a pipe of its own.
    let mut hasher = DefaultHasher::new();
    runtime_dir.hash(&mut hasher);
    let name = format!("porchlight-{:016x}", hasher.finish());
    name.to_ns_name::<GenericNamespaced>()
        .context("A pipe of this name cannot be made")
}

/// Only this user may connect.
#[cfg(unix)]
pub(super) fn private(options: ListenerOptions<'_>) -> ListenerOptions<'_> {
    use interprocess::os::unix::local_socket::ListenerOptionsExt as _;

    options.mode(0o600)
}

/// A pipe's default rights let nobody but this user, and administrators, write to it.
#[cfg(windows)]
pub(super) fn private(options: ListenerOptions<'_>) -> ListenerOptions<'_> {
    options
}

/// Removes a socket file at which nobody answers.
#[cfg(unix)]
pub(super) fn clear(runtime_dir: &Path) -> anyhow::Result<()> {
    use std::{fs, io, os::unix::fs::FileTypeExt as _};

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

#[cfg(windows)]
pub(super) fn clear(_runtime_dir: &Path) -> anyhow::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn file(runtime_dir: &Path) -> std::path::PathBuf {
    runtime_dir.join("porchlight.sock")
}
