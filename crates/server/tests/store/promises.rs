//! The cases that every engine passes. An engine names them once, by `store_keeps_its_promises!`.

use porchlight_campus::records::{Revision, Snapshot};
use porchlight_server::store::{CommitError, Store, StoreError, WATCH_EVENTS_MAX, WatchEvent};

use crate::{changed, commit, commit_if, drain, put, record, remove, value};

/// After everything.
const END_OF_TIME: i64 = i64::MAX;

/// A new, empty store, which several servers can open.
pub(crate) trait Engine {
    type Store: Store;

    fn new() -> Self;

    /// The store, as one more server has it.
    fn open(&self) -> Self::Store;
}

/// Makes a test of each case, so that a failure names it.
macro_rules! store_keeps_its_promises {
    ($engine:ty: $($case:ident)+) => {
        $(
            #[tokio::test]
            async fn $case() {
                crate::promises::$case(&<$engine as crate::promises::Engine>::new()).await;
            }
        )+
    };
    ($engine:ty) => {
        crate::promises::store_keeps_its_promises! {
            $engine:
            each_commit_gets_the_next_revision_and_all_its_writes_carry_it
            revisions_go_on_on_every_server
            a_snapshot_has_what_is_there_and_neither_history_nor_what_was_removed
            history_and_all_else_is_looked_up_and_what_was_removed_is_not_found
            history_is_read_between_two_keys_the_greatest_first
            commits_to_different_keys_both_succeed_and_to_the_same_key_the_second_is_named
            a_condition_of_zero_needs_an_absent_key_and_a_removed_one_is_absent
            of_a_commit_in_conflict_nothing_is_written
            a_commit_without_writes_only_checks
            a_watch_has_own_commits_before_their_answer_in_order_and_of_the_history_only_the_audit_log
            a_watch_begins_after_its_revision_with_what_was_committed_since
            anothers_commits_are_in_the_watch_once_it_caught_up
            anothers_commits_come_before_an_own_later_one_and_with_a_conflict
            a_watch_that_falls_too_far_behind_is_told_once_and_ends
            a_watch_from_too_long_ago_is_told_at_once
            a_watch_from_before_what_was_swept_is_told_at_once
            a_watch_from_a_revision_that_never_was_is_told_at_once
            sweeping_takes_old_history_and_nothing_else
            sweeping_keeps_what_is_not_old
            sweeping_does_not_disturb_a_watch_or_a_condition
            a_store_is_named_for_good_and_no_two_alike
        }
    };
}
pub(crate) use store_keeps_its_promises;

pub(crate) async fn each_commit_gets_the_next_revision_and_all_its_writes_carry_it(
    engine: &impl Engine,
) {
    let store = engine.open();
    let first = store.commit(commit([put("a", "1")])).await.unwrap();
    let both = [put("b", "1"), put("c", "1")];
    let second = store.commit(commit(both.clone())).await.unwrap();
    assert_eq!((first, second), (Revision(1), Revision(2)));
    for write in both {
        let found = store.get(&write.key).await.unwrap();
        assert_eq!(found, Some(record(&write, second)));
    }
}

pub(crate) async fn revisions_go_on_on_every_server(engine: &impl Engine) {
    let (one, other) = (engine.open(), engine.open());
    for expected in [1, 3, 5] {
        let revision = one.commit(commit([put("a", "1")])).await.unwrap();
        assert_eq!(revision, Revision(expected));
        let revision = other.commit(commit([put("a", "2")])).await.unwrap();
        assert_eq!(revision, Revision(expected + 1));
    }
    let third = engine.open();
    assert_eq!(third.snapshot().await.unwrap().revision, Revision(6));
}

pub(crate) async fn a_snapshot_has_what_is_there_and_neither_history_nor_what_was_removed(
    engine: &impl Engine,
) {
    let store = engine.open();
    let kept = [
        put("act/ana/desk", "1"),
        put("agent/ana", "1"),
        put("auditor", "1"),
        put("office/desk", "1"),
        put("session/1", "1"),
    ];
    let history = [
        put("asked/ana/1", "1"),
        put("asked/ben/1", "1"),
        put("audit/1", "1"),
        put("password/ana", "1"),
    ];
    let first = store.commit(commit(kept.clone())).await.unwrap();
    store.commit(commit(history)).await.unwrap();
    store.commit(commit([put("agent/ben", "1")])).await.unwrap();
    let last = store.commit(commit([remove("agent/ben")])).await.unwrap();
    let Snapshot { revision, records } = store.snapshot().await.unwrap();
    assert_eq!(revision, last);
    let expected: Vec<_> = kept.iter().map(|write| record(write, first)).collect();
    assert_eq!(records, expected);
}

pub(crate) async fn history_and_all_else_is_looked_up_and_what_was_removed_is_not_found(
    engine: &impl Engine,
) {
    let store = engine.open();
    let writes = [put("password/ana", "secret"), put("agent/ana", "Ana")];
    store.commit(commit(writes)).await.unwrap();
    assert_eq!(
        value(&store, "password/ana").await.as_deref(),
        Some("secret")
    );
    assert_eq!(value(&store, "agent/ana").await.as_deref(), Some("Ana"));
    assert_eq!(value(&store, "agent/an").await, None);
    store.commit(commit([remove("agent/ana")])).await.unwrap();
    assert_eq!(store.get("agent/ana").await.unwrap(), None);
}

pub(crate) async fn history_is_read_between_two_keys_the_greatest_first(engine: &impl Engine) {
    let store = engine.open();
    let rows = [
        put("asked/ana/1", "0"),
        put("audit/1", "1"),
        put("audit/2", "2"),
        put("audit/3", "3"),
        put("audit/4", "4"),
    ];
    store.commit(commit(rows)).await.unwrap();
    store.commit(commit([remove("audit/3")])).await.unwrap();
    let keys = async |from: &str, before: &str, most: usize| -> Vec<String> {
        let read = store.history(from, before, most).await.unwrap();
        read.into_iter().map(|record| record.key).collect()
    };
    let all = ["audit/4", "audit/2", "audit/1"];
    assert_eq!(keys("audit/", "audit0", 9).await, all);
    assert_eq!(keys("audit/", "audit0", 2).await, all[..2]);
    assert_eq!(keys("audit/2", "audit/4", 9).await, all[1..2]);
}

pub(crate) async fn commits_to_different_keys_both_succeed_and_to_the_same_key_the_second_is_named(
    engine: &impl Engine,
) {
    let (one, other) = (engine.open(), engine.open());
    let writes = [put("a", "1"), put("b", "1")];
    let decided_on = one.commit(commit(writes)).await.unwrap();
    let to_a = commit_if("a", decided_on, [put("a", "2")]);
    let to_b = commit_if("b", decided_on, [put("b", "2")]);
    one.commit(to_a.clone()).await.unwrap();
    other.commit(to_b).await.unwrap();
    assert_eq!(other.commit(to_a).await, conflict("a"));
}

pub(crate) async fn a_condition_of_zero_needs_an_absent_key_and_a_removed_one_is_absent(
    engine: &impl Engine,
) {
    let store = engine.open();
    let add = commit_if("a", Revision(0), [put("a", "1")]);
    let added = store.commit(add.clone()).await.unwrap();
    assert_eq!(store.commit(add.clone()).await, conflict("a"));
    store.commit(commit([remove("a")])).await.unwrap();
    let change = commit_if("a", added, [put("a", "2")]);
    assert_eq!(store.commit(change).await, conflict("a"), "it is gone");
    store.commit(add).await.unwrap();
}

pub(crate) async fn of_a_commit_in_conflict_nothing_is_written(engine: &impl Engine) {
    let store = engine.open();
    let last = store.commit(commit([put("a", "1")])).await.unwrap();
    let mut stale = commit_if("a", last, [put("b", "2"), remove("a")]);
    stale.conditions.extend(commit_if("c", last, []).conditions);
    assert_eq!(store.commit(stale).await, conflict("c"));
    assert_eq!(store.snapshot().await.unwrap().revision, last);
    assert_eq!(value(&store, "a").await.as_deref(), Some("1"));
    assert_eq!(value(&store, "b").await, None);
}

pub(crate) async fn a_commit_without_writes_only_checks(engine: &impl Engine) {
    let store = engine.open();
    let last = store.commit(commit([put("a", "1")])).await.unwrap();
    let mut watch = store.watch(last).await.unwrap();
    assert_eq!(store.commit(commit_if("a", last, [])).await, Ok(last));
    let stale = commit_if("a", Revision(0), []);
    assert_eq!(store.commit(stale).await, conflict("a"));
    assert_eq!(store.snapshot().await.unwrap().revision, last);
    assert_eq!(drain(&mut watch), []);
}

pub(crate) async fn a_watch_has_own_commits_before_their_answer_in_order_and_of_the_history_only_the_audit_log(
    engine: &impl Engine,
) {
    let store = engine.open();
    let mut watch = store.watch(Revision(0)).await.unwrap();
    let writes = [put("a", "1"), put("asked/ana/1", "1")];
    let first = store.commit(commit(writes)).await.unwrap();
    assert_eq!(drain(&mut watch), [changed(first, [put("a", "1")])]);
    let second = store.commit(commit([remove("a")])).await.unwrap();
    let third = store.commit(commit([put("asked/ana/2", "1")])).await;
    let fourth = store.commit(commit([put("audit/1", "1")])).await.unwrap();
    let expected = [
        changed(second, [remove("a")]),
        changed(third.unwrap(), []),
        changed(fourth, [put("audit/1", "1")]),
    ];
    assert_eq!(drain(&mut watch), expected);
}

pub(crate) async fn a_watch_begins_after_its_revision_with_what_was_committed_since(
    engine: &impl Engine,
) {
    let store = engine.open();
    let first = store.commit(commit([put("a", "1")])).await.unwrap();
    let second = store.commit(commit([put("b", "1")])).await.unwrap();
    let third = store.commit(commit([remove("a")])).await.unwrap();
    let mut all = store.watch(first).await.unwrap();
    let mut late = store.watch(second).await.unwrap();
    let fourth = store.commit(commit([put("b", "2")])).await.unwrap();
    let end = [
        changed(third, [remove("a")]),
        changed(fourth, [put("b", "2")]),
    ];
    assert_eq!(drain(&mut late), end);
    let events = drain(&mut all);
    assert_eq!(events[0], changed(second, [put("b", "1")]));
    assert_eq!(events[1..], end);
}

pub(crate) async fn anothers_commits_are_in_the_watch_once_it_caught_up(engine: &impl Engine) {
    let (one, other) = (engine.open(), engine.open());
    let mut watch = one.watch(Revision(0)).await.unwrap();
    let first = other.commit(commit([put("a", "1")])).await.unwrap();
    let second = other.commit(commit([put("b", "1")])).await.unwrap();
    assert_eq!(one.catch_up().await.unwrap(), second);
    assert_eq!(one.catch_up().await.unwrap(), second);
    let expected = [
        changed(first, [put("a", "1")]),
        changed(second, [put("b", "1")]),
    ];
    assert_eq!(drain(&mut watch), expected, "in order, and once");
    let third = other.commit(commit([remove("a")])).await.unwrap();
    let mut later = one.watch(second).await.unwrap();
    assert_eq!(drain(&mut watch), [changed(third, [remove("a")])]);
    assert_eq!(drain(&mut later), [changed(third, [remove("a")])]);
}

pub(crate) async fn anothers_commits_come_before_an_own_later_one_and_with_a_conflict(
    engine: &impl Engine,
) {
    let (one, other) = (engine.open(), engine.open());
    let mut watch = one.watch(Revision(0)).await.unwrap();
    let first = other.commit(commit([put("a", "1")])).await.unwrap();
    let second = one.commit(commit([put("a", "2")])).await.unwrap();
    let WatchEvent::Changed { revision, .. } = watch.try_next().unwrap() else {
        panic!("nothing was swept");
    };
    assert_eq!(revision, first);
    assert_eq!(drain(&mut watch), [changed(second, [put("a", "2")])]);
    let third = other.commit(commit([put("a", "3")])).await.unwrap();
    let stale = commit_if("a", second, [put("a", "4")]);
    assert_eq!(one.commit(stale).await, conflict("a"));
    assert_eq!(one.catch_up().await.unwrap(), third);
    assert_eq!(drain(&mut watch), [changed(third, [put("a", "3")])]);
}

pub(crate) async fn a_watch_that_falls_too_far_behind_is_told_once_and_ends(engine: &impl Engine) {
    let store = engine.open();
    let mut slow = store.watch(Revision(0)).await.unwrap();
    for _ in 0..WATCH_EVENTS_MAX {
        store.commit(commit([put("a", "1")])).await.unwrap();
    }
    let mut quick = store.watch(Revision(0)).await.unwrap();
    store.commit(commit([put("a", "1")])).await.unwrap();
    store.commit(commit([put("a", "1")])).await.unwrap();
    let mut events = Vec::new();
    while let Some(event) = slow.next().await {
        events.push(event);
    }
    assert_eq!(events.len(), WATCH_EVENTS_MAX + 1);
    let told = events
        .iter()
        .position(|event| *event == WatchEvent::Compacted);
    assert_eq!(told, Some(WATCH_EVENTS_MAX));
    assert_eq!(drain(&mut quick).len(), 3, "others go on");
}

pub(crate) async fn a_watch_from_too_long_ago_is_told_at_once(engine: &impl Engine) {
    let store = engine.open();
    for count in 0..=WATCH_EVENTS_MAX {
        let key = format!("agent/{count}");
        store.commit(commit([put(&key, "1")])).await.unwrap();
    }
    let mut watch = store.watch(Revision(0)).await.unwrap();
    assert_eq!(watch.next().await, Some(WatchEvent::Compacted));
    assert_eq!(watch.next().await, None);
    let mut watch = store.watch(Revision(1)).await.unwrap();
    assert_eq!(drain(&mut watch).len(), WATCH_EVENTS_MAX);
}

pub(crate) async fn a_watch_from_before_what_was_swept_is_told_at_once(engine: &impl Engine) {
    let store = engine.open();
    let first = store.commit(commit([put("a", "1")])).await.unwrap();
    let removed = store.commit(commit([remove("a")])).await.unwrap();
    let third = store.commit(commit([put("b", "1")])).await.unwrap();
    sweep(&store, "asked/", END_OF_TIME).await.unwrap();
    let mut watch = store.watch(first).await.unwrap();
    assert_eq!(watch.next().await, Some(WatchEvent::Compacted));
    assert_eq!(watch.next().await, None);
    let mut watch = store.watch(removed).await.unwrap();
    assert_eq!(drain(&mut watch), [changed(third, [put("b", "1")])]);
    let mut anothers = engine.open().watch(first).await.unwrap();
    assert_eq!(anothers.next().await, Some(WatchEvent::Compacted));
}

pub(crate) async fn a_watch_from_a_revision_that_never_was_is_told_at_once(engine: &impl Engine) {
    let store = engine.open();
    let last = store.commit(commit([put("a", "1")])).await.unwrap();
    let mut watch = store.watch(Revision(last.0 + 1)).await.unwrap();
    assert_eq!(watch.next().await, Some(WatchEvent::Compacted));
}

pub(crate) async fn sweeping_takes_old_history_and_nothing_else(engine: &impl Engine) {
    let store = engine.open();
    for count in 0..6 {
        let writes: [_; 200] =
            std::array::from_fn(|index| put(&format!("asked/ana/{count}/{index}"), "1"));
        store.commit(commit(writes)).await.unwrap();
    }
    let others = ["asked", "asked0", "agent/ana", "audit/1", "password/ana"];
    let writes = others.map(|key| put(key, "1"));
    store.commit(commit(writes)).await.unwrap();
    sweep(&store, "asked/", END_OF_TIME).await.unwrap();
    sweep(&store, "agent/", END_OF_TIME).await.unwrap();
    for count in 0..6 {
        for index in 0..200 {
            let key = format!("asked/ana/{count}/{index}");
            assert_eq!(value(&store, &key).await, None, "{key}");
        }
    }
    for key in others {
        assert_eq!(value(&store, key).await.as_deref(), Some("1"), "{key}");
    }
}

pub(crate) async fn sweeping_keeps_what_is_not_old(engine: &impl Engine) {
    let store = engine.open();
    let first = store.commit(commit([put("a", "1")])).await.unwrap();
    store.commit(commit([put("asked/1", "1")])).await.unwrap();
    let removed = store.commit(commit([remove("a")])).await.unwrap();
    sweep(&store, "asked/", 0).await.unwrap();
    assert_eq!(value(&store, "asked/1").await.as_deref(), Some("1"));
    let mut watch = store.watch(first).await.unwrap();
    let events = drain(&mut watch);
    assert_eq!(events.last(), Some(&changed(removed, [remove("a")])));
}

pub(crate) async fn sweeping_does_not_disturb_a_watch_or_a_condition(engine: &impl Engine) {
    let store = engine.open();
    let mut watch = store.watch(Revision(0)).await.unwrap();
    store.commit(commit([put("a", "1")])).await.unwrap();
    store.commit(commit([remove("a")])).await.unwrap();
    sweep(&store, "asked/", END_OF_TIME).await.unwrap();
    let add = commit_if("a", Revision(0), [put("a", "2")]);
    let added = store.commit(add).await.unwrap();
    assert_eq!(added, Revision(3), "sweeping is no commit");
    let events = drain(&mut watch);
    assert_eq!(events.len(), 3);
    assert_eq!(events[2], changed(added, [put("a", "2")]));
}

pub(crate) async fn a_store_is_named_for_good_and_no_two_alike(engine: &impl Engine) {
    let name = engine.open().identity().to_owned();
    assert!(name.len() >= 12 && name.bytes().all(|digit| digit.is_ascii_hexdigit()));
    engine.open().commit(commit([put("a", "1")])).await.unwrap();
    assert_eq!(engine.open().identity(), name);
    assert_ne!(new_like(engine).open().identity(), name);
}

fn new_like<E: Engine>(_: &E) -> E {
    E::new()
}

async fn sweep(store: &impl Store, prefix: &str, before_ms: i64) -> Result<(), StoreError> {
    while store.sweep(prefix, before_ms).await? {}
    Ok(())
}

fn conflict(key: &str) -> Result<Revision, CommitError> {
    Err(CommitError::Conflict {
        key: key.to_owned(),
    })
}
