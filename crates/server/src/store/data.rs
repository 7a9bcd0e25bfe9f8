use std::{
    fs::{File, OpenOptions, TryLockError},
    io::Write as _,
    net::{Ipv4Addr, SocketAddr, UdpSocket},
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{SqliteFile, StoreError};
use crate::auth;

/// The directory that holds a server's data: one SQLite file, and what running processes tell each other.
/// Nobody but its owner can read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataDirectory {
    path: PathBuf,
}

/// Held by the server that serves a data directory.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Where other processes tell a running server that they wrote, or ask it how it is.
#[derive(Debug)]
pub struct Wake {
    socket: tokio::net::UdpSocket,
    key: String,
}

/// What another process wants of a running server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knock {
    /// It wrote: answer with [`Wake::noted`].
    Wrote(SocketAddr),
    /// It asks: answer with [`Wake::tell`].
    Asks(SocketAddr),
}

/// What is known of the server that serves a directory, from what it wrote there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// Where it listens, as browsers write it.
    pub url: String,
    pub version: String,
    /// Its number at the system.
    pub process: u32,
    pub since: DateTime<Utc>,
}

/// What `serving.json` says.
#[derive(Serialize, Deserialize)]
struct Serving {
    wake: SocketAddr,
    key: String,
    /// None of an older version.
    #[serde(flatten)]
    running: Option<Running>,
}

/// What is behind the key of whoever asks.
const ASKS: u8 = b'?';

impl DataDirectory {
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The path itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes the directory, or makes sure that it is private.
    ///
    /// # Errors
    /// If that is refused.
    pub fn make(&self) -> Result<(), StoreError> {
        Ok(make_private_directory(&self.path)?)
    }

    /// Makes the directory, and the store in it.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if there is a store already.
    pub fn create(&self) -> Result<SqliteFile, StoreError> {
        self.make()?;
        SqliteFile::create(&self.database())
    }

    /// Opens the store.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if there is none.
    pub fn open(&self) -> Result<SqliteFile, StoreError> {
        SqliteFile::open(&self.database())
    }

    /// Makes sure that no other server serves this directory, for as long as the lock is held.
    ///
    /// # Errors
    /// [`StoreError::Locked`] if one does.
    pub fn lock(&self) -> Result<Lock, StoreError> {
        let file = private_file(&self.path.join("serving.lock"), false)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Whether another process holds the lock.
    pub(crate) fn is_locked(&self) -> bool {
        // Made here, it would belong to whoever asks.
        self.path.join("serving.lock").exists() && matches!(self.lock(), Err(StoreError::Locked))
    }

    /// Listens for other processes' writes.
    ///
    /// # Errors
    /// If there is no loopback network, or the directory cannot be written.
    pub async fn listen_for_writes(&self, running: Running) -> Result<Wake, StoreError> {
        let socket = tokio::net::UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let key = auth::random_hex();
        let serving = Serving {
            wake: socket.local_addr()?,
            key: key.clone(),
            running: Some(running),
        };
        self.write_private(
            "serving.json",
            &serde_json::to_vec(&serving).unwrap_or_default(),
        )?;
        Ok(Wake { socket, key })
    }

    /// Tells the server that runs here, if one does, that something was written, and waits until it took note:
    /// at most half a second.
    pub fn tell_of_writes(&self) {
        if let Some(serving) = self.serving() {
            serving.knock(serving.key.as_bytes());
        }
    }

    /// Asks the server that runs here, if one does, how it is: at most half a second.
    pub fn ask(&self) -> Option<Vec<u8>> {
        let serving = self.serving()?;
        let mut question = serving.key.clone().into_bytes();
        question.push(ASKS);
        serving.knock(&question)
    }

    /// What the server that ran here last wrote of itself.
    pub fn last_run(&self) -> Option<Running> {
        self.serving()?.running
    }

    fn serving(&self) -> Option<Serving> {
        let text = std::fs::read(self.path.join("serving.json")).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Writes a file that nobody else can read; it is there in whole or not at all.
    ///
    /// # Errors
    /// If the directory cannot be written.
    pub fn write_private(&self, name: &str, content: &[u8]) -> Result<(), StoreError> {
        let written = self.path.join(format!("{name}.new"));
        let mut file = private_file(&written, true)?;
        file.write_all(content)?;
        file.sync_all()?;
        std::fs::rename(written, self.path.join(name))?;
        Ok(())
    }

    /// Where the store's file is.
    pub(crate) fn database(&self) -> PathBuf {
        self.path.join("porchlight.db")
    }
}

impl Serving {
    /// Says something twice at most, and answers what comes back.
    fn knock(&self, with: &[u8]) -> Option<Vec<u8>> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).ok()?;
        socket.connect(self.wake).ok()?;
        let patience = Some(Duration::from_millis(250));
        socket.set_read_timeout(patience).ok()?;
        let mut answer = vec![0; 4096];
        for _ in 0..2 {
            socket.send(with).ok()?;
            match socket.recv(&mut answer) {
                Ok(length) => {
                    answer.truncate(length);
                    return Some(answer);
                }
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                // Refused because nobody listens there any more.
                Err(_) => return None,
            }
        }
        None
    }
}

impl Wake {
    /// Waits until another process wants something.
    pub async fn next(&self) -> Knock {
        let mut heard = [0; 128];
        loop {
            // An error here belongs to an answer that nobody waited for.
            let Ok((length, from)) = self.socket.recv_from(&mut heard).await else {
                continue;
            };
            let heard = &heard[..length];
            if auth::same(heard, self.key.as_bytes()) {
                return Knock::Wrote(from);
            }
            if let Some((&ASKS, key)) = heard.split_last()
                && auth::same(key, self.key.as_bytes())
            {
                return Knock::Asks(from);
            }
        }
    }

    /// Answers whoever asked.
    pub async fn tell(&self, whom: SocketAddr, answer: &[u8]) {
        // She may be gone.
        let _ = self.socket.send_to(answer, whom).await;
    }

    /// Says that the write is known here now.
    pub async fn noted(&self, by: SocketAddr) {
        // Whoever asked may be gone.
        let _ = self.socket.send_to(b"noted", by).await;
    }
}

fn private_file(path: &Path, truncate: bool) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options
        .read(true)
        .write(true)
        .create(true)
        .truncate(truncate);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn make_private_directory(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    let made = !path.exists();
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    #[cfg(unix)]
    if !made {
        std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    }
    Ok(())
}
