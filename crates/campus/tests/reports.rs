//! What devices say of themselves, while the store has something else to do.

use std::time::Duration;

use porchlight_campus::{
    Caller, Campus, Command, Config, Now, Reply, Ticket, TokenHash,
    records::{AgentRecord, Key, Record, Revision, SessionRecord, Snapshot, to_value},
};
use porchlight_protocol::{Activity, Timestamp};

#[test]
fn a_disk_that_hangs_holds_up_no_report() {
    let now = Now {
        wall: "2026-11-23T09:00:00Z".parse().unwrap(),
        steady: Duration::ZERO,
    };
    let caller = Caller {
        agent: "ana".into(),
        session: "s1".into(),
    };
    let mut campus = Campus::new(Config::default(), &signed_in(&caller, now.wall), "e1", now);
    report(&mut campus, &caller, 1, Activity::Active);
    campus.publish();
    assert!(
        campus.next_commit().is_some(),
        "the store has it, and says nothing"
    );
    let away = Activity::Locked { since: now.wall };
    report(&mut campus, &caller, 2, away);
    campus.publish();
    let answered: Vec<_> = campus.answers().into_iter().collect();
    assert_eq!(answered.len(), 2, "{answered:?}");
    assert!(
        answered
            .iter()
            .all(|(_, answer)| matches!(answer, Ok(Reply::Activity(_))))
    );
}

fn report(campus: &mut Campus, caller: &Caller, ticket: u64, activity: Activity) {
    let caller = caller.clone();
    campus.handle_command(
        Ticket(ticket),
        Command::ReportActivity {
            caller,
            activity,
            sequence: None,
        },
        0,
    );
}

fn signed_in(caller: &Caller, at: Timestamp) -> Snapshot {
    let agent = AgentRecord {
        name: "Ana".to_owned(),
        email: "ana@campus.example".to_owned(),
        ..AgentRecord::default()
    };
    let session = SessionRecord {
        agent: caller.agent.clone(),
        device: "desk".to_owned(),
        token: TokenHash::of("token").to_hex(),
        signed_in_at: at,
        activity: None,
        gone_at: None,
        used_at: None,
        sequence: None,
        generation: 0,
        access: None,
    };
    let record = |key: Key, value| Record {
        key: key.to_string(),
        value: Some(value),
        revision: Revision(1),
    };
    Snapshot {
        revision: Revision(1),
        records: vec![
            record(Key::Agent(caller.agent.clone()), to_value(&agent)),
            record(Key::Session(caller.session.clone()), to_value(&session)),
        ],
    }
}
