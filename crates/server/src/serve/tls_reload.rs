//! Reads the certificate and its key anew when their files change: told by the system, by SIGHUP, and looked at every
//! hour, as not every file system tells. A pair that is not good changes nothing.

use std::{collections::BTreeSet, path::PathBuf, time::Duration};

use chrono::{DateTime, Utc};
use notify::{
    EventKind, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode},
};
use tokio::{
    sync::mpsc,
    time::{sleep, timeout},
};

use super::tls::{Pair, Shown};
use crate::config::TlsFiles;

/// After a change, for how long nothing more has to change: certificate and key come one after the other.
const QUIET: Duration = Duration::from_millis(300);
/// How often the files are looked at without being told of a change.
const LOOK_EVERY: Duration = Duration::from_hours(1);
/// How often somebody is told again of what she should look after.
const REMIND_EVERY: chrono::Duration = chrono::Duration::hours(24);

/// Keeps what is shown up to date, for ever.
pub(super) async fn keep_up_to_date(files: TlsFiles, mut shown: Pair, presented: Shown) {
    let (changed, mut changes) = mpsc::channel(1);
    let mut watching = Watching::of(&files, &changed);
    let mut hang_up = HangUp::new();
    let mut reminded = Utc::now();
    let mut refused = None;
    loop {
        tokio::select! {
            Some(()) = changes.recv() => settle(&mut changes).await,
            () = hang_up.recv() => {}
            () = sleep(LOOK_EVERY) => {}
        }
        // It may be a link that leads elsewhere by now.
        watching.follow(&files, &changed);
        let now = Utc::now();
        match Pair::read(&files) {
            Ok(pair) => {
                refused = None;
                if !pair.is(&shown) {
                    presented.replace(&pair);
                    tracing::info!(certificate = %pair.certificate, "another certificate is shown from now on");
                    remind(&pair, now);
                    reminded = now;
                }
                shown = pair;
            }
            Err(error) => {
                if refused.as_ref() != Some(&error) {
                    tracing::error!(%error, "the certificate stays as it was");
                }
                refused = Some(error);
            }
        }
        if now - reminded > REMIND_EVERY {
            remind(&shown, now);
            reminded = now;
        }
    }
}

/// Says what somebody should look after.
pub(super) fn remind(pair: &Pair, now: DateTime<Utc>) {
    for concern in pair.concerns(now) {
        tracing::warn!("{concern}");
    }
}

/// Waits until nothing more changes, but not for ever.
async fn settle(changes: &mut mpsc::Receiver<()>) {
    for _ in 0..10 {
        if timeout(QUIET, changes.recv()).await.is_err() {
            return;
        }
    }
}

/// Watches the directories that the files, and what they are links to, stand in: a renewed file is another file.
struct Watching {
    watcher: Option<notify::RecommendedWatcher>,
    directories: BTreeSet<PathBuf>,
}

impl Watching {
    fn of(files: &TlsFiles, changed: &mpsc::Sender<()>) -> Self {
        let told = changed.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| is_change(event.kind)) {
                // One that waits already is enough.
                let _ = told.try_send(());
            }
        });
        let watcher = watcher
            .inspect_err(|error| {
                tracing::warn!(%error, "the certificate is looked at every hour, as changes are not told of");
            })
            .ok();
        let mut watching = Self {
            watcher,
            directories: BTreeSet::new(),
        };
        watching.follow(files, changed);
        watching
    }

    fn follow(&mut self, files: &TlsFiles, changed: &mpsc::Sender<()>) {
        let Some(watcher) = &mut self.watcher else {
            return;
        };
        let wanted = directories(files);
        for gone in self.directories.difference(&wanted) {
            // It may be gone itself.
            let _ = watcher.unwatch(gone);
        }
        let mut watched = BTreeSet::new();
        for directory in wanted {
            if self.directories.contains(&directory) {
                watched.insert(directory);
                continue;
            }
            match watcher.watch(&directory, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    watched.insert(directory);
                    // It may have changed before.
                    let _ = changed.try_send(());
                }
                Err(error) => {
                    tracing::warn!(%error, directory = %directory.display(), "changes here are not told of");
                }
            }
        }
        self.directories = watched;
    }
}

fn directories(files: &TlsFiles) -> BTreeSet<PathBuf> {
    let named = [&files.certificate, &files.key];
    let mut directories = BTreeSet::new();
    for file in named {
        let leads_to = file.canonicalize().ok();
        for path in leads_to.as_deref().into_iter().chain([file.as_path()]) {
            let parent = path.parent().map(PathBuf::from).unwrap_or_default();
            directories.insert(if parent.as_os_str().is_empty() {
                PathBuf::from(".")
            } else {
                parent
            });
        }
    }
    directories
}

/// That somebody read a file, such as this server, is no change.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

/// SIGHUP, where there is such a thing.
struct HangUp {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl HangUp {
    fn new() -> Self {
        Self {
            #[cfg(unix)]
            signal: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok(),
        }
    }

    async fn recv(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.signal
            && signal.recv().await.is_some()
        {
            return;
        }
        std::future::pending::<()>().await;
    }
}
