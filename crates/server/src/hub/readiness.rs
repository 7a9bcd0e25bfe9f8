//! Whether requests can be served, and what they write be kept.

use std::{sync::atomic::Ordering, time::Duration};

use porchlight_campus::{Command, Refusal};

use super::Hub;

/// How long it may take to find out whether anything can be written.
const PROBE: Duration = Duration::from_secs(2);
/// For how long what was found out is the answer, as anybody may ask and finding it out costs writes. That all is well
/// is not, once something could not be written.
const HOLDS: Duration = Duration::from_secs(1);

/// What came of a probe.
#[derive(Debug)]
pub(super) struct Probed {
    /// On the steady clock.
    at: Duration,
    result: Result<(), Refusal>,
}

impl Hub {
    /// Whether requests can be served, and what they write be kept. It is found out by writing something that takes as
    /// much room as a large request, and by giving that room back.
    pub(crate) async fn ready(&self) -> Result<(), Refusal> {
        if self.shared.ending.load(Ordering::SeqCst) {
            return Err(Refusal::Unavailable);
        }
        // One finds it out for all who wait meanwhile.
        let mut probed = self.shared.probed.lock().await;
        if let Some(Probed { at, result }) = &*probed
            && self.clock().now().steady < *at + HOLDS
            && (result.is_err() || !self.store_fails())
        {
            return result.clone();
        }
        let probe = async {
            self.command(Command::Probe { takes_room: true }).await?;
            self.command(Command::Probe { takes_room: false }).await
        };
        let result = tokio::time::timeout(PROBE, probe).await;
        let result = result.unwrap_or(Err(Refusal::Unavailable)).map(|_| ());
        let at = self.clock().now().steady;
        *probed = Some(Probed {
            at,
            result: result.clone(),
        });
        result
    }

    fn store_fails(&self) -> bool {
        self.shared.health.store_fails.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use porchlight_campus::{
        State,
        edits::{Author, Edit, NewAgent},
    };
    use porchlight_protocol::{Activity, ChoiceStatus, Hold, NewChoice, Role, Scope};

    use super::*;
    use crate::{
        clock::{ManualClock, SystemClock},
        config::Tunables,
        store::{
            SqliteFile, SqliteStore, Store as _,
            testing::{Fault, MemoryStore},
        },
    };

    #[tokio::test]
    async fn however_often_anybody_asks_it_is_written_once_a_second_and_a_full_disk_is_noticed_in_the_next()
     {
        let store = MemoryStore::new();
        let clock = Arc::new(ManualClock::new(chrono::Utc::now()));
        let by = Arc::clone(&clock);
        let (hub, _thread) = Hub::start(store.clone(), by, Tunables::default())
            .await
            .unwrap();
        for second in 0..3 {
            let before = store.catch_up().await.unwrap();
            for _ in 0..50 {
                assert_eq!(hub.ready().await, Ok(()));
            }
            let commits = store.catch_up().await.unwrap().0 - before.0;
            assert_eq!(commits, 2, "in second {second}: written, and removed");
            clock.advance(HOLDS);
        }
        store.fail_commits(Some(Fault::Full));
        assert_eq!(hub.ready().await, Err(Refusal::Full));
        store.fail_commits(None);
        clock.advance(HOLDS);
        assert_eq!(hub.ready().await, Ok(()));
        hub.stop().await.unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_disk_without_room_for_a_choice_is_not_ready_however_little_else_still_fits() {
        let directory = tempfile::tempdir().unwrap();
        let file = SqliteFile::create(&directory.path().join("porchlight.db")).unwrap();
        file.limit_pages(60);
        let store = SqliteStore::start(file).unwrap();
        let mut edit = Edit::on(
            &State::default(),
            chrono::Utc::now(),
            Author::command_line("test"),
        );
        let ana = NewAgent::new("ana@example.org", "Ana");
        edit.add_agent(&ana, None).unwrap();
        edit.add_office("library", "Library", true).unwrap();
        edit.add_member("library", "ana@example.org", Role::Agent)
            .unwrap();
        store.commit(edit.commit()).await.unwrap();
        let clock = Arc::new(SystemClock::new());
        let (hub, _thread) = Hub::start(store, clock, Tunables::default()).await.unwrap();
        let ana = hub.agents_by_email(&["ana@example.org".to_owned()])[0].clone();
        let signed_in = hub.sign_in(ana, 0, "test".to_owned()).await.unwrap();
        let caller = hub.caller(&signed_in.token).unwrap();
        hub.report_activity(caller.clone(), Activity::Active, None)
            .await
            .unwrap();
        assert_eq!(hub.ready().await, Ok(()));
        let mut number = 0;
        let refused = loop {
            let choice = NewChoice {
                id: format!("{number}-{}", "x".repeat(80)).as_str().into(),
                scope: Scope::Everywhere,
                status: ChoiceStatus::Available,
                hold: Hold::UntilChanged,
                set_at: None,
                base_revision: None,
            };
            if let Err(refusal) = hub.choose(caller.clone(), choice, None).await {
                break refusal;
            }
            number += 1;
            assert!(number < 10_000, "the disk is never full");
        };
        assert_eq!(refused, Refusal::Full);
        for _ in 0..3 {
            assert_eq!(hub.ready().await, Err(Refusal::Full));
        }
        hub.stop().await.unwrap();
    }
}
