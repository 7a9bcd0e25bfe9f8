//! A named pipe, whose name stands in a file in the runtime directory.
//!
//! Pipes share one flat namespace, in which every user can take any name. So each claim has a pipe of a new name: nobody
//! can be there first, and the pipe of a claim that has ended, which stays until its last guest has read all, is in
//! nobody's way. The name of one that has ended may be taken by another user; so a guest looks whose pipe it is.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context as _;
use interprocess::{
    ConnectWaitMode,
    local_socket::{
        GenericNamespaced, ListenerOptions, Name, ToNsName as _,
        tokio::{Listener, Stream, prelude::*},
    },
    os::windows::{
        local_socket::ListenerOptionsExt as _,
        named_pipe::{
            local_socket::tokio::Stream as PipeStream, pipe_mode::Bytes, tokio::DuplexPipeStream,
        },
        security_descriptor::SecurityDescriptor,
    },
};
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System, Uid, UpdateKind};
use tempfile::NamedTempFile;
use tokio::time::{Instant, sleep};
use uuid::Uuid;
use widestring::U16CString;

use super::super::ClaimError;

/// How long a pipe may be taken: whoever accepts a guest opens it for the next one at once, unless the app is about to end.
const TAKEN: Duration = Duration::from_secs(5);
/// How soon a pipe that is taken is tried again.
const AGAIN: Duration = Duration::from_millis(10);

/// Connects to the pipe that is named there, if it is one of this user.
pub(in crate::socket) async fn connect(runtime_dir: &Path) -> anyhow::Result<Stream> {
    let name = fs::read_to_string(file(runtime_dir))?;
    let stream = reach(&name, TAKEN).await?;
    let server = stream
        .peer_creds()?
        .pid()
        .context("A pipe does not say whose it is")?;
    let server = u32::try_from(server)?;
    anyhow::ensure!(
        user_of(server)? == user_of(std::process::id())?,
        "The pipe is another user's"
    );
    Ok(stream)
}

/// Windows' own wait for a pipe that is taken may last for ever, on a thread that nobody can end; and local sockets always
/// wait that way. So this asks for the pipe itself.
async fn reach(name: &str, patience: Duration) -> io::Result<Stream> {
    let path = format!(r"\\.\pipe\{name}");
    let deadline = Instant::now() + patience;
    let at_once = ConnectWaitMode::Timeout(Duration::ZERO);
    loop {
        let path = path.as_str();
        match DuplexPipeStream::<Bytes>::connect_by_path_with_wait_mode(path, at_once).await {
            Err(error) if error.kind() == io::ErrorKind::TimedOut && Instant::now() < deadline => {
                sleep(AGAIN).await;
            }
            reached => return reached.map(|pipe| PipeStream::from(pipe).into()),
        }
    }
}

/// Opens a new pipe for this user only, and then says there what it is called. Only with the lock of the directory in
/// hand.
#[expect(clippy::unused_async, reason = "on Unix, somebody may answer there")]
pub(in crate::socket) async fn listen(runtime_dir: &Path) -> Result<Listener, ClaimError> {
    open(runtime_dir).map_err(ClaimError::Failed)
}

fn open(runtime_dir: &Path) -> anyhow::Result<Listener> {
    let name = format!("porchlight-{}", Uuid::now_v7().simple());
    let listener = ListenerOptions::new()
        .name(pipe(name.clone())?)
        .security_descriptor(private()?)
        .create_tokio()
        .context("The local pipe cannot be opened")?;
    let mut file = NamedTempFile::new_in(runtime_dir)?;
    file.write_all(name.as_bytes())?;
    let path = self::file(runtime_dir);
    file.persist(&path)
        .with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(listener)
}

/// All rights for this user, and none for anybody else.
fn private() -> anyhow::Result<SecurityDescriptor> {
    let me = user_of(std::process::id())?;
    let rights = U16CString::from_str(format!("D:P(A;;GA;;;{})", *me))?;
    Ok(SecurityDescriptor::deserialize(&rights)?)
}

/// The security identifier of a process' user.
fn user_of(process: u32) -> anyhow::Result<Uid> {
    let process = Pid::from_u32(process);
    let mut system = System::new()?;
    system.refresh_processes_specifics(
        ProcessesToUpdate::Some(&[process]),
        false,
        ProcessRefreshKind::nothing().with_user(UpdateKind::Always),
    );
    let user = system
        .process(process)
        .and_then(|process| process.user_id().cloned());
    user.with_context(|| format!("Windows does not say whose process {process} is"))
}

fn pipe(name: String) -> anyhow::Result<Name<'static>> {
    name.to_ns_name::<GenericNamespaced>()
        .context("A pipe of this name cannot be made")
}

fn file(runtime_dir: &Path) -> PathBuf {
    runtime_dir.join("porchlight.pipe")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Long enough for a pipe that is free.
    const SHORT: Duration = Duration::from_millis(200);

    #[tokio::test]
    async fn a_pipe_that_nobody_frees_is_waited_for_no_longer_than_that_and_one_that_is_freed_is_reached()
     {
        let directory = tempfile::tempdir().unwrap();
        let listener = open(directory.path()).unwrap();
        let name = fs::read_to_string(file(directory.path())).unwrap();
        // A pipe takes one guest before anybody accepts.
        let _first = reach(&name, SHORT).await.unwrap();
        let refused = reach(&name, SHORT).await.map(drop);
        assert_eq!(refused.unwrap_err().kind(), io::ErrorKind::TimedOut);
        let waiting = tokio::spawn(async move { reach(&name, Duration::from_secs(30)).await });
        let _accepted = listener.accept().await.unwrap();
        waiting.await.unwrap().unwrap();
    }

    #[test]
    fn a_process_is_of_its_own_user_and_one_that_is_not_there_of_nobody() {
        let me = user_of(std::process::id()).unwrap();
        let me = me.to_string();
        assert!(me.starts_with("S-1-5-"), "{me}");
        assert!(user_of(u32::MAX - 3).is_err());
    }
}
