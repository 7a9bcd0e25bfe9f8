//! The writer: the loop hands over what is to be on disk and goes on; a thread of its own writes the newest of it.
//!
//! At most one version waits, and nothing here waits for the disk but that thread: a home directory that hangs holds up
//! neither the loop nor the end of the app.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use anyhow::Context as _;
use porchlight_core::agent::Kept;
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
    time::timeout,
};

use super::{Contents, Files, Found, NOT_SAVED, TokenFile, not_loaded};
use crate::{controller::Tick, link::Token};

/// Writing JSON and a directory that was just made need little.
const STACK: usize = 512 * 1024;
/// When it is looked again for what could not be settled, and each time twice as late: a keyring may be a little later than
/// the app, and nobody wakes for one that never comes. With so many looks, that is within an hour.
const SETTLE: Duration = Duration::from_secs(3);
const SETTLE_TIMES: u32 = 10;
/// How long the disk is waited for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// With reading, at the start.
    pub(crate) load: Duration,
    /// With a version. After this long it is said not to answer.
    pub(crate) answer: Duration,
    /// When what could not be written is tried again, if nothing newer comes before.
    pub(crate) retry: Duration,
    /// How long the last version may take when the app ends.
    pub(crate) last: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            load: Duration::from_secs(5),
            answer: Duration::from_secs(5),
            retry: Duration::from_mins(1),
            last: Duration::from_secs(3),
        }
    }
}

#[derive(Debug)]
pub(crate) struct Writer {
    patience: Patience,
    newest: watch::Sender<Version>,
    task: JoinHandle<Result<(), String>>,
}

#[derive(Clone, Debug, Default)]
struct Version {
    number: u64,
    /// The number that whoever handed it over gave to what is kept.
    kept: u64,
    contents: Contents,
}

/// One version for the thread, and the way back for what came of it.
type Job = (Contents, oneshot::Sender<Result<(), String>>);

impl Writer {
    /// Starts the thread, and reads what was kept. What a slow disk brings later is of no use any more, and nothing is
    /// written over it.
    ///
    /// # Errors
    /// If the thread cannot be started.
    pub(crate) async fn start(
        files: impl Files,
        patience: Patience,
        ticks: mpsc::Sender<Tick>,
    ) -> anyhow::Result<(Self, Found)> {
        let (loaded, mut found) = oneshot::channel();
        let (jobs, todo) = sync_channel(1);
        thread::Builder::new()
            .name("disk".to_owned())
            .stack_size(STACK)
            .spawn({
                let ticks = ticks.clone();
                move || serve(files, loaded, &todo, &ticks)
            })
            .context("A thread for the disk cannot be started")?;
        let in_time = timeout(patience.load, &mut found).await;
        found.close();
        let found = match in_time {
            Ok(found) => found.ok(),
            Err(_) => found.try_recv().ok(),
        };
        let (newest, wanted) = watch::channel(Version::default());
        let task = Task {
            patience,
            wanted,
            jobs,
            ticks,
        };
        let writer = Self {
            patience,
            newest,
            task: tokio::spawn(task.run()),
        };
        let found = found.unwrap_or_else(|| Found {
            trouble: Some(not_loaded()),
            ..Found::default()
        });
        Ok((writer, found))
    }

    /// Has this on disk, which its maker calls by this number.
    pub(crate) fn save(&self, number: u64, kept: Kept) {
        self.hand_over(|version| {
            version.kept = number;
            version.contents.kept = Some(Arc::new(kept));
        });
    }

    pub(crate) fn save_token(&self, token: Token) {
        self.hand_over(|version| version.contents.token = TokenFile::Holds(token));
    }

    pub(crate) fn remove_token(&self) {
        self.hand_over(|version| version.contents.token = TokenFile::Removed);
    }

    /// The number of the newest version. A [`Tick::Persisted`] of this number, or a greater one, says what came of it.
    pub(crate) fn newest(&self) -> u64 {
        self.newest.borrow().number
    }

    /// Waits until the newest version is on disk, but not for long.
    ///
    /// # Errors
    /// A sentence that says why it is not.
    pub(crate) async fn finish(self) -> Result<(), String> {
        drop(self.newest);
        match timeout(self.patience.last, self.task).await {
            Ok(Ok(written)) => written,
            Ok(Err(_)) | Err(_) => Err(does_not_answer()),
        }
    }

    fn hand_over(&self, change: impl FnOnce(&mut Version)) {
        self.newest.send_modify(|version| {
            version.number += 1;
            change(version);
        });
    }
}

/// Passes the newest version to the thread, one at a time, and reports what came of it.
struct Task {
    patience: Patience,
    wanted: watch::Receiver<Version>,
    jobs: SyncSender<Job>,
    ticks: mpsc::Sender<Tick>,
}

impl Task {
    /// Runs until the writer is dropped and the newest version was tried.
    async fn run(mut self) -> Result<(), String> {
        let mut outcome = Ok(());
        loop {
            let goes_on = self.wait(outcome.is_ok()).await;
            if !goes_on && outcome.is_ok() {
                return outcome;
            }
            let version = self.wanted.borrow_and_update().clone();
            outcome = self.write(version.contents).await;
            let (number, kept) = (version.number, version.kept);
            self.report(number, kept, outcome.clone()).await;
            if !goes_on {
                return outcome;
            }
        }
    }

    /// Waits until there is something to write; false when nothing more will come.
    async fn wait(&mut self, all_written: bool) -> bool {
        let changed = self.wanted.changed();
        if all_written {
            return changed.await.is_ok();
        }
        match timeout(self.patience.retry, changed).await {
            Ok(changed) => changed.is_ok(),
            Err(_) => true,
        }
    }

    async fn write(&mut self, contents: Contents) -> Result<(), String> {
        let (done, mut written) = oneshot::channel();
        if self.jobs.try_send((contents, done)).is_err() {
            return Err(does_not_answer());
        }
        if let Ok(written) = timeout(self.patience.answer, &mut written).await {
            return written.unwrap_or_else(|_| Err(does_not_answer()));
        }
        loop {
            // Whoever waits for a version that is behind this one need not wait any longer, either.
            let (newest, kept) = {
                let newest = self.wanted.borrow_and_update();
                (newest.number, newest.kept)
            };
            self.report(newest, kept, Err(does_not_answer())).await;
            tokio::select! {
                written = &mut written => {
                    self.wanted.mark_changed();
                    return written.unwrap_or_else(|_| Err(does_not_answer()));
                }
                Ok(()) = self.wanted.changed() => {}
            }
        }
    }

    async fn report(&self, number: u64, kept: u64, result: Result<(), String>) {
        if let Err(why) = &result {
            tracing::warn!(why, "the state was not saved");
        }
        // When the loop has ended, nobody waits for this.
        let persisted = Tick::Persisted {
            number,
            kept,
            result,
        };
        let _ = self.ticks.send(persisted).await;
    }
}

fn serve(
    mut files: impl Files,
    loaded: oneshot::Sender<Found>,
    todo: &Receiver<Job>,
    ticks: &mpsc::Sender<Tick>,
) {
    let handed_out = ticks.clone();
    let late = Box::new(move |token| {
        // When the loop has ended, nobody waits for this.
        let _ = handed_out.blocking_send(Tick::LateToken(token));
    });
    if loaded.send(files.load(late)).is_err() {
        files.protect(NOT_SAVED.to_owned());
    }
    let mut is_settled = files.settle();
    let mut told = None;
    let mut tell_place = |place: Option<String>| {
        if let Some(place) = place.filter(|place| told.as_ref() != Some(place)) {
            told = Some(place.clone());
            let _ = ticks.blocking_send(Tick::TokenKept(place));
        }
    };
    tell_place(files.token_place());
    let mut tries = 0;
    let mut token = TokenFile::default();
    loop {
        let job = if is_settled || tries == SETTLE_TIMES {
            todo.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            todo.recv_timeout(SETTLE * 2_u32.pow(tries))
        };
        match job {
            Ok((contents, done)) => {
                if contents.token != token {
                    token.clone_from(&contents.token);
                    tries = 0;
                }
                // Whoever handed this over may have ended.
                let _ = done.send(files.save(&contents));
            }
            Err(RecvTimeoutError::Timeout) => tries += 1,
            Err(RecvTimeoutError::Disconnected) => return,
        }
        is_settled = files.settle();
        tell_place(files.token_place());
    }
}

fn does_not_answer() -> String {
    "The disk does not answer, so what you change is not saved for now. Check your home directory; it is saved as soon as \
     the disk answers."
        .to_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use porchlight_core::intent::Preferences;

    use super::*;
    use crate::keyring::Late;

    #[tokio::test]
    async fn while_one_version_is_written_only_the_newest_waits() {
        let disk = Disk::default();
        let (writer, mut ticks) = disk.writer(Patience::default()).await;
        let (first, writing) = disk.next_save();
        writer.save(1, kept(1));
        writing.await.unwrap();
        let (second, _) = disk.next_save();
        for offset in 2..=50 {
            writer.save(1, kept(offset));
        }
        first.send(Ok(())).unwrap();
        assert_eq!(persisted(&mut ticks).await, (1, Ok(())));
        second.send(Ok(())).unwrap();
        assert_eq!(persisted(&mut ticks).await, (50, Ok(())));
        assert_eq!(disk.offsets(), [1, 50]);
    }

    #[tokio::test]
    async fn a_disk_that_hangs_is_said_and_whoever_comes_later_is_not_kept_waiting() {
        let disk = Disk::default();
        let (writer, mut ticks) = disk
            .writer(Patience {
                answer: AT_ONCE,
                ..Patience::default()
            })
            .await;
        let (answer, writing) = disk.next_save();
        writer.save(1, kept(1));
        writing.await.unwrap();
        assert_eq!(persisted(&mut ticks).await, (1, Err(does_not_answer())));
        writer.save(1, kept(2));
        assert_eq!(persisted(&mut ticks).await, (2, Err(does_not_answer())));

        answer.send(Ok(())).unwrap();
        while persisted(&mut ticks).await != (2, Ok(())) {}
        assert_eq!(disk.offsets(), [1, 2]);
    }

    #[tokio::test]
    async fn what_could_not_be_written_is_tried_again_by_itself() {
        let disk = Disk::default();
        let (writer, mut ticks) = disk
            .writer(Patience {
                retry: AT_ONCE,
                ..Patience::default()
            })
            .await;
        let full = || Err("The disk is full.".to_owned());
        let (answer, _) = disk.next_save();
        answer.send(full()).unwrap();
        writer.save(1, kept(7));
        assert_eq!(persisted(&mut ticks).await, (1, full()));
        assert_eq!(persisted(&mut ticks).await, (1, Ok(())));
        assert_eq!(disk.offsets(), [7, 7]);
    }

    #[tokio::test]
    async fn the_end_waits_for_the_newest_version() {
        let disk = Disk::default();
        let (writer, _ticks) = disk.writer(Patience::default()).await;
        writer.save(1, kept(1));
        writer.save(1, kept(2));
        writer.save_token(Token("secret".to_owned()));
        writer.remove_token();
        assert_eq!(writer.finish().await, Ok(()));
        let last = disk.saved.lock().unwrap().last().cloned().unwrap();
        assert_eq!(last.kept, Some(Arc::new(kept(2))));
        assert_eq!(last.token, TokenFile::Removed);
    }

    #[tokio::test]
    async fn the_end_does_not_wait_for_a_disk_that_hangs_and_says_so() {
        let disk = Disk::default();
        let (writer, _ticks) = disk
            .writer(Patience {
                last: AT_ONCE,
                ..Patience::default()
            })
            .await;
        let (_answer, writing) = disk.next_save();
        writer.save(1, kept(1));
        writing.await.unwrap();
        assert_eq!(writer.finish().await, Err(does_not_answer()));
    }

    #[tokio::test]
    async fn a_start_does_not_wait_for_a_disk_that_hangs_and_nothing_is_written_over_what_it_holds()
    {
        let disk = Disk::default();
        let (go_on, hangs) = oneshot::channel();
        *disk.load.lock().unwrap() = Some(hangs);
        let (ticks, mut ticked) = mpsc::channel(8);
        let (writer, found) = Writer::start(
            disk.clone(),
            Patience {
                load: AT_ONCE,
                ..Patience::default()
            },
            ticks,
        )
        .await
        .unwrap();
        assert_eq!(found.kept, Kept::default());
        assert!(found.trouble.unwrap().contains("did not answer"));

        go_on.send(()).unwrap();
        writer.save(1, kept(1));
        assert_eq!(persisted(&mut ticked).await.1, Err(NOT_SAVED.to_owned()));
        assert_eq!(disk.offsets(), [0; 0]);
    }

    fn kept(offset_milliseconds: i64) -> Kept {
        Kept {
            preferences: Preferences::default(),
            offset_milliseconds,
            ..Kept::default()
        }
    }

    async fn persisted(ticks: &mut mpsc::Receiver<Tick>) -> (u64, Result<(), String>) {
        match ticks.recv().await {
            Some(Tick::Persisted { number, result, .. }) => (number, result),
            other => panic!("{other:?}"),
        }
    }

    const AT_ONCE: Duration = Duration::from_millis(50);

    /// Says that a save has begun, and waits for what comes of it.
    type Wait = (oneshot::Sender<()>, oneshot::Receiver<Outcome>);
    type Outcome = Result<(), String>;

    /// A disk that answers at once, or when a test lets it.
    #[derive(Clone, Default)]
    struct Disk {
        load: Arc<Mutex<Option<oneshot::Receiver<()>>>>,
        save: Arc<Mutex<Option<Wait>>>,
        saved: Arc<Mutex<Vec<Contents>>>,
        protected: Option<String>,
    }

    impl Disk {
        async fn writer(&self, patience: Patience) -> (Writer, mpsc::Receiver<Tick>) {
            let (ticks, ticked) = mpsc::channel(64);
            let (writer, _) = Writer::start(self.clone(), patience, ticks).await.unwrap();
            (writer, ticked)
        }

        /// Lets the next save wait for an answer; and says when it has begun.
        fn next_save(&self) -> (oneshot::Sender<Outcome>, oneshot::Receiver<()>) {
            let (answer, answered) = oneshot::channel();
            let (begin, begun) = oneshot::channel();
            *self.save.lock().unwrap() = Some((begin, answered));
            (answer, begun)
        }

        fn offsets(&self) -> Vec<i64> {
            let saved = self.saved.lock().unwrap();
            let kept = saved.iter().filter_map(|contents| contents.kept.as_ref());
            kept.map(|kept| kept.offset_milliseconds).collect()
        }
    }

    impl Files for Disk {
        fn load(&mut self, _late: Late) -> Found {
            if let Some(hangs) = self.load.lock().unwrap().take() {
                let _ = hangs.blocking_recv();
            }
            Found::default()
        }

        fn protect(&mut self, why: String) {
            self.protected = Some(why);
        }

        fn save(&mut self, contents: &Contents) -> Outcome {
            if let Some(why) = &self.protected {
                return Err(why.clone());
            }
            self.saved.lock().unwrap().push(contents.clone());
            let Some((begin, answered)) = self.save.lock().unwrap().take() else {
                return Ok(());
            };
            let _ = begin.send(());
            answered.blocking_recv().unwrap_or(Ok(()))
        }
    }
}
