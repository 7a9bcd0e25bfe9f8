//! The store that tests of the hub stand on: as strict as the real one, and failing on demand.

use porchlight_campus::records::Revision;
use porchlight_server::store::{
    CommitError, Store as _,
    testing::{Fault, MemoryStore},
};

use crate::{
    changed, commit, commit_if, drain,
    promises::{Engine, store_keeps_its_promises},
    put, value,
};

impl Engine for MemoryStore {
    type Store = Self;

    fn new() -> Self {
        Self::new()
    }

    fn open(&self) -> Self {
        self.another_server()
    }
}

store_keeps_its_promises!(MemoryStore);

#[tokio::test]
async fn a_fault_lasts_until_it_is_healed_and_says_whether_something_was_written() {
    let store = MemoryStore::new();
    let cases = [
        (Fault::Full, false),
        (Fault::Unavailable, false),
        (Fault::IndeterminateLost, false),
        (Fault::IndeterminateWritten, true),
    ];
    for (count, (fault, written)) in cases.into_iter().enumerate() {
        let key = format!("{count}");
        store.fail_commits(Some(fault));
        let error = store.commit(commit([put(&key, "1")])).await.unwrap_err();
        let indeterminate = matches!(error, CommitError::Indeterminate(_));
        assert_eq!(
            indeterminate,
            matches!(
                fault,
                Fault::IndeterminateLost | Fault::IndeterminateWritten
            )
        );
        assert_eq!(value(&store, &key).await.is_some(), written, "{fault:?}");
    }
    store.fail_commits(None);
    store.commit(commit([put("a", "1")])).await.unwrap();
    store.fail_reads(true);
    assert!(store.get("a").await.is_err() && store.snapshot().await.is_err());
}

#[tokio::test]
async fn what_was_written_without_an_answer_is_in_the_watch_once_it_caught_up() {
    let store = MemoryStore::new();
    let mut watch = store.watch(Revision(0)).await.unwrap();
    store.fail_commits(Some(Fault::IndeterminateWritten));
    store.commit(commit([put("a", "1")])).await.unwrap_err();
    assert_eq!(drain(&mut watch), []);
    store.catch_up().await.unwrap();
    assert_eq!(drain(&mut watch), [changed(Revision(1), [put("a", "1")])]);
}

#[tokio::test]
async fn held_commits_wait_until_they_are_released_and_reading_does_not() {
    let store = MemoryStore::new();
    store.hold_commits();
    let committing = tokio::spawn({
        let store = store.clone();
        async move { store.commit(commit([put("a", "1")])).await }
    });
    store.commits_waiting(1).await;
    assert_eq!(value(&store, "a").await, None);
    store.release_commits();
    committing.await.unwrap().unwrap();
    assert_eq!(value(&store, "a").await.as_deref(), Some("1"));
}

#[tokio::test]
async fn a_race_is_lost_to_another_server_once() {
    let store = MemoryStore::new();
    store.race_next_commit(commit([put("a", "theirs")]));
    assert!(store.race_is_pending());
    let ours = commit_if("a", Revision(0), [put("a", "ours")]);
    assert!(store.commit(ours).await.is_err());
    assert!(!store.race_is_pending());
    let ours = commit_if("a", Revision(1), [put("a", "ours")]);
    store.commit(ours).await.unwrap();
}
