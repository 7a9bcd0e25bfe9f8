use std::{
    fs::{File, OpenOptions, TryLockError},
    io::Write as _,
    net::{Ipv4Addr, SocketAddr, UdpSocket},
    path::{Path, PathBuf},
    time::Duration,
};

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

/// Where other processes tell a running server that they wrote.
#[derive(Debug)]
pub struct Wake {
    socket: tokio::net::UdpSocket,
    key: String,
}

/// What `serving.json` says.
#[derive(Serialize, Deserialize)]
struct Serving {
    wake: SocketAddr,
    key: String,
}

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

    /// Listens for other processes' writes.
    ///
    /// # Errors
    /// If there is no loopback network, or the directory cannot be written.
    pub async fn listen_for_writes(&self) -> Result<Wake, StoreError> {
        let socket = tokio::net::UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let key = auth::random_hex();
        let serving = Serving {
            wake: socket.local_addr()?,
            key: key.clone(),
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
        let Ok(text) = std::fs::read(self.path.join("serving.json")) else {
            return;
        };
        let Ok(serving) = serde_json::from_slice::<Serving>(&text) else {
            return;
        };
        let Ok(socket) = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)) else {
            return;
        };
        if socket.connect(serving.wake).is_err()
            || socket
                .set_read_timeout(Some(Duration::from_millis(250)))
                .is_err()
        {
            return;
        }
        for _ in 0..2 {
            if socket.send(serving.key.as_bytes()).is_err() {
                return;
            }
            match socket.recv(&mut [0; 8]) {
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                // Answered, or refused because nobody listens there any more.
                _ => return,
            }
        }
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

impl Wake {
    /// Waits until another process wrote. Answer it with [`Wake::noted`].
    pub async fn next(&self) -> SocketAddr {
        let mut heard = [0; 128];
        loop {
            // An error here belongs to an answer that nobody waited for.
            let Ok((length, from)) = self.socket.recv_from(&mut heard).await else {
                continue;
            };
            if auth::same(&heard[..length], self.key.as_bytes()) {
                return from;
            }
        }
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
