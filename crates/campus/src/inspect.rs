//! What is wrong with the records of a store. Enters: the facts, and every record, also of the history, one at a time, for
//! there may be many. Leaves: a sentence for each that cannot be read, or does not fit the others, with what to do.

use std::collections::BTreeMap;

use porchlight_protocol::{AgentId, AuditEntry, Delivery, OfficeId};

use crate::{
    records::{self, AnsweredRecord, AskedRecord, Key, PasswordRecord, Record},
    state::State,
    webhooks::{OutboxRecord, ToldRecord},
};

/// What is wrong with a record, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    pub key: String,
    pub what: String,
    pub remedy: String,
}

/// What shows in the facts as a whole: records that could not be read, and what is missing or there twice.
pub fn inspect(state: &State) -> Vec<Finding> {
    let damaged = state.damaged();
    let mut findings: Vec<_> = damaged
        .map(|(key, reason)| unreadable(key, reason))
        .collect();
    findings.extend(no_owner(state));
    findings.extend(shared_addresses(state));
    findings
}

/// What is wrong with one record besides: of the history, which is not among the facts, or of nobody who is.
pub fn inspect_record(record: &Record, state: &State) -> Option<Finding> {
    damaged_history(record).or_else(|| stray(record, state))
}

fn unreadable(key: &str, reason: &str) -> Finding {
    let remedy = match Key::parse(key) {
        Some(Key::Agent(_)) => {
            "Add the agent again with the same address (agent add), which writes it anew, or restore a backup."
        }
        Some(Key::Office(_)) => {
            "Add the office again with the same id (office add), which writes it anew, or restore a backup."
        }
        Some(Key::Member(..)) => "Add the member again (member add), which writes it anew.",
        Some(Key::Organization) => {
            "Set the idle time again (settings --idle-after), which writes it anew."
        }
        Some(Key::Schedule(_)) => "Have the agent enter the schedule again, which writes it anew.",
        Some(Key::Busy(_)) => "Nothing needs to be done: the agent's app writes it anew.",
        Some(Key::Choices(_)) => "Have the agent choose a status, which writes it anew.",
        Some(Key::Webhook(_)) => {
            "Add the webhook again (webhook add), and give its receiver the new secret."
        }
        Some(Key::Session(_)) => "Have the agent sign in again on that device.",
        Some(Key::Password(_)) => "Restore a backup: the agent cannot sign in without it.",
        _ => "Nothing needs to be done; it has no effect on anybody's status.",
    };
    Finding {
        key: key.to_owned(),
        what: format!("It cannot be read, and is left out: {reason}."),
        remedy: remedy.to_owned(),
    }
}

fn damaged_history(record: &Record) -> Option<Finding> {
    let (kind, _) = record.key.split_once('/')?;
    let value = record.value.as_deref()?;
    let read = match kind {
        "password" => records::read::<PasswordRecord>(&record.key, value).map(drop),
        "answered" => records::read::<AnsweredRecord>(&record.key, value).map(drop),
        "asked" => records::read::<AskedRecord>(&record.key, value).map(drop),
        "audit" => records::read::<AuditEntry>(&record.key, value).map(drop),
        "delivery" => records::read::<Delivery>(&record.key, value).map(drop),
        "outbox" => records::read::<OutboxRecord>(&record.key, value).map(drop),
        "told" => records::read::<ToldRecord>(&record.key, value).map(drop),
        _ => Ok(()),
    };
    let damaged = read.err()?;
    Some(unreadable(&damaged.key, &damaged.reason))
}

fn no_owner(state: &State) -> Option<Finding> {
    let owned = state
        .agents()
        .any(|(_, agent)| agent.record().is_some_and(|record| record.owner));
    (!owned).then(|| Finding {
        key: "agent".to_owned(),
        what: "Nobody owns this.".to_owned(),
        remedy: "Run `porchlight-server init`, or restore a backup.".to_owned(),
    })
}

/// Only one of them could sign in.
fn shared_addresses(state: &State) -> Vec<Finding> {
    let mut first: BTreeMap<String, &AgentId> = BTreeMap::new();
    let mut findings = Vec::new();
    for (id, agent) in state.accounts() {
        let Some(record) = agent.record() else {
            continue;
        };
        let Some(other) = first.insert(record.email.to_lowercase(), id) else {
            continue;
        };
        findings.push(Finding {
            key: Key::Agent(id.clone()).to_string(),
            what: format!(
                "It has the address {}, and so has `agent/{other}`.",
                record.email
            ),
            remedy: "Restore a backup: only one of them can sign in.".to_owned(),
        });
    }
    findings
}

/// A record of an agent or an office that does not exist.
fn stray(record: &Record, state: &State) -> Option<Finding> {
    let key = Key::parse(&record.key)?;
    let unknown = match &key {
        Key::Member(office, agent) | Key::Act(agent, office) => {
            unknown_office(office, state).or_else(|| unknown_agent(agent, state))
        }
        Key::Password(agent) | Key::Choices(agent) | Key::Schedule(agent) | Key::Busy(agent) => {
            unknown_agent(agent, state)
        }
        Key::Session(id) => unknown_agent(&state.session(id)?.agent, state),
        Key::Email(address) => unknown_agent(state.address_holder(address)?, state),
        Key::Organization
        | Key::Agent(_)
        | Key::Office(_)
        | Key::Asked(..)
        | Key::Answered(..)
        | Key::Audit(..)
        | Key::Attendance(..)
        | Key::Code(_)
        | Key::Webhook(_)
        | Key::Dispatch(..)
        | Key::Unheard
        | Key::Uptime
        | Key::Probe => None,
    }?;
    Some(Finding {
        key: record.key.clone(),
        what: format!("It belongs to the {unknown}, and there is none."),
        remedy: "Restore a backup if there should be one; otherwise this has no effect.".to_owned(),
    })
}

fn unknown_agent(id: &AgentId, state: &State) -> Option<String> {
    let known = state.account(id).is_some() || state.is_damaged(&Key::Agent(id.clone()));
    (!known).then(|| format!("agent {id}"))
}

fn unknown_office(id: &OfficeId, state: &State) -> Option<String> {
    let known = state.office(id).is_some() || state.is_damaged(&Key::Office(id.clone()));
    (!known).then(|| format!("office {id}"))
}

#[cfg(test)]
mod tests {
    use porchlight_protocol::{Role, Timestamp};

    use super::*;
    use crate::{
        edits::{Author, Edit, NewAgent},
        records::{Revision, Snapshot},
    };

    /// A library with its owner and an agent.
    fn snapshot(more: &[(&str, &str)]) -> Snapshot {
        let now = Timestamp::UNIX_EPOCH;
        let mut edit = Edit::on(&State::default(), now, Author::command_line("1"));
        edit.add_first_owner("olga@example.org", "Olga", Some("hash"))
            .unwrap();
        edit.add_office("library", "Library", true).unwrap();
        edit.add_agent(&NewAgent::new("ana@example.org", "Ana"), Some("hash"))
            .unwrap();
        edit.add_member("library", "ana@example.org", Role::Agent)
            .unwrap();
        let written = edit.commit().writes.into_iter();
        let mut records: BTreeMap<_, _> = written.map(|write| (write.key, write.value)).collect();
        for (key, value) in more {
            records.insert((*key).to_owned(), Some((*value).to_owned().into()));
        }
        let records = records.into_iter().map(|(key, value)| Record {
            key,
            value,
            revision: Revision(1),
        });
        Snapshot {
            revision: Revision(1),
            records: records.collect(),
        }
    }

    fn findings(more: &[(&str, &str)]) -> Vec<Finding> {
        let snapshot = snapshot(more);
        let state = State::new(&snapshot, Timestamp::UNIX_EPOCH);
        let records = snapshot.records.iter();
        let each = records.filter_map(|record| inspect_record(record, &state));
        inspect(&state).into_iter().chain(each).collect()
    }

    fn found(more: &[(&str, &str)]) -> Vec<String> {
        findings(more)
            .into_iter()
            .map(|finding| finding.key)
            .collect()
    }

    #[test]
    fn nothing_is_wrong_with_what_was_set_up_here() {
        assert_eq!(findings(&[]), []);
    }

    #[test]
    fn every_kind_of_record_that_cannot_be_read_is_found_once() {
        let keys = [
            "act/ana/library",
            "agent/ana",
            "answered/ana/1",
            "asked/ana/1",
            "audit/1/2/ana",
            "busy/ana",
            "choices/ana",
            "email/ana@example.org",
            "member/library/ana",
            "office/library",
            "organization",
            "password/ana",
            "schedule/ana",
            "session/laptop",
            "webhook/0a",
        ];
        for key in keys {
            assert_eq!(found(&[(key, "nonsense")]), [key]);
        }
        let all = keys.map(|key| (key, "nonsense"));
        assert_eq!(
            found(&all).len(),
            keys.len(),
            "what belongs to it is not blamed"
        );
    }

    #[test]
    fn a_record_of_nobody_is_found() {
        let session = r#"{"agent": "zoe", "device": "laptop", "token": "", "signed_in_at": "2026-11-23T08:00:00Z", "gone_at": null}"#;
        let strays = [
            ("member/desk/ana", r#"{"role": "agent"}"#),
            ("member/library/zoe", r#"{"role": "agent"}"#),
            ("password/zoe", r#"{"hash": "hash"}"#),
            ("email/zoe@example.org", r#"{"agent": "zoe"}"#),
            ("session/laptop", session),
        ];
        for (key, value) in strays {
            assert_eq!(found(&[(key, value)]), [key]);
        }
    }

    #[test]
    fn an_address_of_two_and_a_campus_without_an_owner_are_found() {
        let twin = r#"{"name": "Twin", "email": "ANA@example.org"}"#;
        assert_eq!(found(&[("agent/zoe", twin)]), ["agent/zoe"]);
        let nobodys = r#"{"name": "Olga", "email": "olga@example.org"}"#;
        assert_eq!(found(&[("agent/olga", nobodys)]), ["agent"]);
    }

    #[test]
    fn what_a_newer_version_added_is_not_damage() {
        assert_eq!(found(&[("teapot/1", "nonsense")]), [""; 0]);
    }
}
