//! Setting things up, against a store that fits into a map.

#![expect(clippy::unwrap_used, reason = "a test without its facts has failed")]

use std::collections::BTreeMap;

use porchlight_campus::{
    CommitFailure, State,
    edits::{self, Author, Edit, EditError, ImportRow, Imported, NewAgent},
    records::{Commit, EmailRecord, Key, Record, Revision, Snapshot},
};
use porchlight_core::Timeline;
use porchlight_protocol::{
    AccountChange, AgentId, OfficeChange, OfficeId, Role, Schedule, Timestamp,
};

const HASH: &str = "$argon2id$hash";
const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// All or nothing, and only if nobody has written any of the records that a commit rests on.
#[derive(Default)]
struct MapStore {
    revision: Revision,
    records: BTreeMap<String, Record>,
}

impl MapStore {
    fn with_library() -> Self {
        let mut store = Self::default();
        let mut edit = store.edit();
        edit.add_first_owner("olga@example.org", "Olga", Some(HASH))
            .unwrap();
        edit.add_office("library", "Library", true).unwrap();
        store.commit(&edit.commit()).unwrap();
        store
    }

    fn edit(&self) -> Edit {
        Edit::on(&self.state(), NOW, Author::command_line("test"))
    }

    fn state(&self) -> State {
        let snapshot = Snapshot {
            revision: self.revision,
            records: self.records.values().cloned().collect(),
        };
        State::new(&snapshot, NOW)
    }

    fn commit(&mut self, commit: &Commit) -> Result<Revision, CommitFailure> {
        let revision_of = |key| self.records.get(key).map(|record| record.revision);
        let holds = commit
            .conditions
            .iter()
            .all(|condition| revision_of(&condition.key).unwrap_or_default() == condition.revision);
        if !holds {
            return Err(CommitFailure::Conflict);
        }
        self.revision.0 += 1;
        for write in &commit.writes {
            let record = Record {
                key: write.key.clone(),
                value: write.value.clone(),
                revision: self.revision,
            };
            self.records.insert(write.key.clone(), record);
        }
        Ok(self.revision)
    }

    fn damage(&mut self, key: &str) {
        self.records.get_mut(key).unwrap().value = Some("nonsense".into());
    }

    fn keys(&self) -> Vec<&str> {
        self.records.keys().map(String::as_str).collect()
    }
}

fn add(edit: &mut Edit, email: &str) -> Result<AgentId, EditError> {
    let added = edit.add_agent(&NewAgent::new(email, "Ana"), Some(HASH))?;
    Ok(added.id)
}

#[test]
fn two_who_add_the_same_address_at_once_cannot_both_have_it() {
    let mut store = MapStore::with_library();
    let (mut first, mut second) = (store.edit(), store.edit());
    // Whoever has this id already, the second one gets another: only the address is the same.
    first
        .add_agent(&NewAgent::new("other@example.org", "Other"), None)
        .unwrap();
    add(&mut first, "ana@example.org").unwrap();
    add(&mut second, "Ana@Example.org").unwrap();
    store.commit(&first.commit()).unwrap();
    let conditions: Vec<_> = second.commit().conditions;
    assert!(
        conditions
            .iter()
            .any(|condition| condition.key == "email/ana@example.org"),
        "{conditions:?}"
    );
    assert_eq!(store.commit(&second.commit()), Err(CommitFailure::Conflict));
    let again = add(&mut store.edit(), "ANA@example.org");
    assert!(matches!(again, Err(EditError::Exists(_))), "{again:?}");
}

#[test]
fn the_address_alone_makes_two_at_once_conflict() {
    let mut store = MapStore::with_library();
    let (mut first, mut second) = (store.edit(), store.edit());
    add(&mut first, "ana@example.org").unwrap();
    // Takes the id that the first one has, so that the two ids differ.
    add(&mut second, "ana@elsewhere.org").unwrap();
    add(&mut second, "ana@example.org").unwrap();
    let mut commit = second.commit();
    commit
        .conditions
        .retain(|condition| !condition.key.starts_with("agent/"));
    store.commit(&first.commit()).unwrap();
    assert_eq!(store.commit(&commit), Err(CommitFailure::Conflict));
}

#[test]
fn two_who_get_the_same_id_at_once_have_one_each_in_the_end() {
    let mut store = MapStore::with_library();
    let (mut first, mut second) = (store.edit(), store.edit());
    assert_eq!(add(&mut first, "ana@example.org").unwrap().as_str(), "ana");
    assert_eq!(
        add(&mut second, "ana@elsewhere.org").unwrap().as_str(),
        "ana"
    );
    store.commit(&first.commit()).unwrap();
    assert_eq!(store.commit(&second.commit()), Err(CommitFailure::Conflict));
    let mut again = store.edit();
    assert_eq!(
        add(&mut again, "ana@elsewhere.org").unwrap().as_str(),
        "ana-2"
    );
    store.commit(&again.commit()).unwrap();
}

#[test]
fn two_first_owners_at_once_are_one() {
    let mut store = MapStore::default();
    let (mut first, mut second) = (store.edit(), store.edit());
    let owner = first
        .add_first_owner("olga@example.org", "Olga", Some(HASH))
        .unwrap();
    assert!(owner.owner);
    second
        .add_first_owner("dana@example.org", "Dana", Some(HASH))
        .unwrap();
    store.commit(&first.commit()).unwrap();
    assert_eq!(store.commit(&second.commit()), Err(CommitFailure::Conflict));
    let again = store
        .edit()
        .add_first_owner("dana@example.org", "Dana", Some(HASH));
    assert!(matches!(again, Err(EditError::Exists(_))), "{again:?}");
}

#[test]
fn a_membership_rests_on_its_office_and_its_agent() {
    let mut store = MapStore::with_library();
    let mut edit = store.edit();
    add(&mut edit, "ana@example.org").unwrap();
    store.commit(&edit.commit()).unwrap();
    for key in ["office/library", "agent/ana"] {
        let mut edit = store.edit();
        edit.add_member("library", "ana@example.org", Role::Agent)
            .unwrap();
        store.revision.0 += 1;
        store.records.get_mut(key).unwrap().revision = store.revision;
        assert_eq!(
            store.commit(&edit.commit()),
            Err(CommitFailure::Conflict),
            "{key} was written in between"
        );
    }
}

#[test]
fn a_role_is_changed_and_the_same_one_again_is_refused() {
    let mut store = MapStore::with_library();
    let mut edit = store.edit();
    let member = edit
        .add_member("library", " Olga@example.org", Role::Agent)
        .unwrap();
    assert_eq!(member.agent.as_str(), "olga");
    let again = edit.add_member("library", "olga@example.org", Role::Agent);
    assert!(matches!(again, Err(EditError::Exists(_))), "{again:?}");
    edit.add_member("library", "olga@example.org", Role::Admin)
        .unwrap();
    assert_eq!(
        edit.len(),
        3,
        "one record, whatever it was on the way, and a row a change"
    );
    store.commit(&edit.commit()).unwrap();
    let members = store.state().members(&"library".into());
    assert_eq!(members[&AgentId::from("olga")], Role::Admin);
    for (office, email) in [("desk", "olga@example.org"), ("library", "nobody@x.org")] {
        let refused = store.edit().add_member(office, email, Role::Agent);
        assert!(
            matches!(refused, Err(EditError::NotFound(_))),
            "{refused:?}"
        );
    }
}

#[test]
fn what_makes_no_sense_is_refused_by_its_field() {
    let store = MapStore::with_library();
    let mut edit = store.edit();
    let long = "x".repeat(101);
    let field = |result: Result<(), EditError>| match result {
        Err(EditError::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    };
    for email in [
        "ana",
        "@example.org",
        "ana@",
        "a na@example.org",
        "a@b\u{7}",
    ] {
        let result = edit.add_agent(&NewAgent::new(email, "Ana"), None);
        assert_eq!(field(result.map(drop)), "email", "{email}");
    }
    for name in ["", " ", "An\na", &long] {
        let result = edit.add_agent(&NewAgent::new("ana@example.org", name), None);
        assert_eq!(field(result.map(drop)), "name", "{name}");
        let result = edit.add_office("desk", name, false);
        assert_eq!(field(result.map(drop)), "name", "{name}");
    }
    for id in ["", "The Library", "-desk", "desk-", "bücher", &long] {
        let result = edit.add_office(id, "Library", false);
        assert_eq!(field(result.map(drop)), "id", "{id}");
    }
    for seconds in [0, 59, 86_401] {
        let result = edit.set_idle_after(seconds);
        assert_eq!(field(result.map(drop)), "idle_after_seconds", "{seconds}");
    }
    assert!(edit.is_empty(), "nothing of it is written");
}

#[test]
fn the_idle_time_is_kept_and_the_same_one_again_writes_nothing() {
    let mut store = MapStore::with_library();
    let mut edit = store.edit();
    edit.set_idle_after(600).unwrap();
    store.commit(&edit.commit()).unwrap();
    assert_eq!(edits::settings(&store.state()).idle_after_seconds, 600);
    let mut again = store.edit();
    again.set_idle_after(600).unwrap();
    assert!(again.is_empty());
    let mut both = (store.edit(), store.edit());
    both.0.set_idle_after(700).unwrap();
    both.1.set_idle_after(800).unwrap();
    store.commit(&both.0.commit()).unwrap();
    assert_eq!(store.commit(&both.1.commit()), Err(CommitFailure::Conflict));
}

#[test]
fn an_import_goes_on_piece_by_piece_without_reading_anew() {
    let mut store = MapStore::with_library();
    let schedule = Schedule {
        zone: "UTC".to_owned(),
        shifts: Vec::new(),
        dates: BTreeMap::new(),
        time_off: Vec::new(),
    };
    let timeline = Timeline::new(&schedule, NOW).unwrap();
    let mut edit = store.edit();
    let mut commits = 0;
    let mut before = None;
    for number in 0..1000 {
        // Every third is called like one before.
        let email = format!("ana{}@{number}.example.org", number % 300);
        let agent = NewAgent {
            schedule: Some(timeline.clone()),
            ..NewAgent::new(&email, "Ana")
        };
        edit.add_agent(&agent, None).unwrap();
        edit.add_member("library", &email, Role::Agent).unwrap();
        // Also what an earlier piece wrote is changed.
        if let Some(before) = before.replace(email) {
            edit.add_member("library", &before, Role::Admin).unwrap();
        }
        if edit.len() >= 400 {
            commits += 1;
            let revision = store.commit(&edit.commit()).unwrap();
            edit = Edit::on(
                &edit.kept(revision),
                NOW,
                Author::command_line(&commits.to_string()),
            );
        }
    }
    store.commit(&edit.commit()).unwrap();
    assert!(commits > 10, "{commits}");
    let state = store.state();
    assert_eq!(state.agents().count(), 1001);
    let members = state.members(&"library".into());
    let administrators = members.values().filter(|role| **role == Role::Admin);
    assert_eq!(administrators.count(), 999);
    assert!(state.agent(&"ana0-4".into()).unwrap().schedule.is_some());
}

#[test]
fn a_damaged_record_is_written_anew_by_adding_it_again() {
    let mut store = MapStore::with_library();
    let mut edit = store.edit();
    add(&mut edit, "ana@example.org").unwrap();
    edit.add_member("library", "ana@example.org", Role::Agent)
        .unwrap();
    edit.set_idle_after(600).unwrap();
    store.commit(&edit.commit()).unwrap();
    let damaged = [
        "agent/ana",
        "member/library/ana",
        "office/library",
        "organization",
    ];
    for key in damaged {
        store.damage(key);
    }
    let mut edit = store.edit();
    let id = add(&mut edit, "ana@example.org").unwrap();
    assert_eq!(id.as_str(), "ana", "she keeps what is kept under her id");
    edit.add_office("library", "Library", true).unwrap();
    edit.add_member("library", "ana@example.org", Role::Agent)
        .unwrap();
    edit.set_idle_after(3600).unwrap();
    store.commit(&edit.commit()).unwrap();
    assert_eq!(store.state().damaged().count(), 0);
}

#[test]
fn a_new_agent_never_gets_an_id_under_which_something_is_kept() {
    let mut store = MapStore::with_library();
    let mut edit = store.edit();
    add(&mut edit, "ana@example.org").unwrap();
    edit.add_member("library", "ana@example.org", Role::Agent)
        .unwrap();
    store.commit(&edit.commit()).unwrap();
    store.damage("agent/ana");
    assert_eq!(
        add(&mut store.edit(), "ana@elsewhere.org")
            .unwrap()
            .as_str(),
        "ana-2"
    );
    // Without a record of her own, her membership waits for her.
    store.records.remove("agent/ana");
    assert_eq!(
        add(&mut store.edit(), "ana@elsewhere.org")
            .unwrap()
            .as_str(),
        "ana-2"
    );
}

#[test]
fn an_address_is_free_again_once_nobody_has_it() {
    let mut store = MapStore::with_library();
    let holder = EmailRecord {
        agent: "gone".into(),
    };
    let record = Record {
        key: Key::email("Ana@example.org").to_string(),
        value: Some(porchlight_campus::records::to_value(&holder)),
        revision: Revision(1),
    };
    store.records.insert(record.key.clone(), record);
    let mut edit = store.edit();
    add(&mut edit, "ana@example.org").unwrap();
    store.commit(&edit.commit()).unwrap();
    assert!(store.keys().contains(&"agent/ana"));
}

#[test]
fn hashes_of_passwords_are_written_and_never_shown() {
    let mut store = MapStore::with_library();
    let mut edit = store.edit();
    add(&mut edit, "ana@example.org").unwrap();
    assert!(!format!("{edit:?}").contains("argon2"));
    store.commit(&edit.commit()).unwrap();
    assert_eq!(
        store.records["password/ana"].value.as_deref(),
        Some(br#"{"hash":"$argon2id$hash"}"#.as_slice())
    );
}

#[test]
fn the_last_owner_stays_one_however_many_change_that_at_once() {
    let mut store = MapStore::with_library();
    let mut edit = store.edit();
    let dana = edit
        .add_agent(
            &NewAgent {
                owner: true,
                ..NewAgent::new("dana@example.org", "Dana")
            },
            None,
        )
        .unwrap();
    store.commit(&edit.commit()).unwrap();
    let no_owner = AccountChange {
        owner: Some(false),
        ..AccountChange::default()
    };
    let gone = AccountChange {
        active: Some(false),
        ..AccountChange::default()
    };
    let (mut first, mut second) = (store.edit(), store.edit());
    first.change_agent(&dana.id, &no_owner).unwrap();
    second.change_agent(&"olga".into(), &gone).unwrap();
    store.commit(&first.commit()).unwrap();
    assert_eq!(store.commit(&second.commit()), Err(CommitFailure::Conflict));
    let again = store.edit().change_agent(&"olga".into(), &gone);
    assert_eq!(again, Err(EditError::LastOwner));
    let again = store.edit().change_agent(&"olga".into(), &no_owner);
    assert_eq!(again, Err(EditError::LastOwner));
}

#[test]
fn every_change_is_one_row_and_what_is_so_already_none() {
    let mut store = MapStore::with_library();
    let mut edit = store.edit();
    add(&mut edit, "ana@example.org").unwrap();
    store.commit(&edit.commit()).unwrap();
    let (ana, library) = (AgentId::from("ana"), OfficeId::from("library"));
    let renamed = AccountChange {
        name: Some("Ana Lee".to_owned()),
        email: Some("ana@new.org".to_owned()),
        ..AccountChange::default()
    };
    let rows = |edit: &Edit| {
        let keys = edit.commit().writes.into_iter();
        keys.filter(|write| write.key.starts_with("audit/")).count()
    };
    let mut edit = store.edit();
    edit.change_agent(&ana, &renamed).unwrap();
    assert_eq!(rows(&edit), 1);
    edit.change_agent(&ana, &renamed).unwrap();
    assert_eq!(rows(&edit), 1);
    edit.set_member(&library, &ana, Role::Agent).unwrap();
    edit.set_member(&library, &ana, Role::Agent).unwrap();
    assert_eq!(rows(&edit), 2);
    let private = OfficeChange {
        public: Some(false),
        ..OfficeChange::default()
    };
    edit.change_office(&library, &private).unwrap();
    edit.change_office(&library, &private).unwrap();
    assert_eq!(rows(&edit), 3);
    edit.remove_office(&library).unwrap();
    assert_eq!(rows(&edit), 4);
    edit.end_sessions(&ana, None).unwrap();
    assert_eq!(rows(&edit), 4, "she was signed in nowhere");
    store.commit(&edit.commit()).unwrap();
    let state = store.state();
    assert_eq!(state.agent_by_email("ana@new.org"), Some(&ana));
    assert_eq!(state.agent_by_email("ana@example.org"), None);
    assert!(state.office(&library).is_none() && state.members(&library).is_empty());
}

#[test]
fn a_table_without_roles_takes_none_away() {
    let mut store = MapStore::with_library();
    let mut edit = store.edit();
    let dana = add(&mut edit, "dana@example.org").unwrap();
    edit.set_member(&"library".into(), &dana, Role::Admin)
        .unwrap();
    store.commit(&edit.commit()).unwrap();
    let row = ImportRow {
        email: "dana@example.org".to_owned(),
        office: Some("library".to_owned()),
        ..ImportRow::default()
    };
    let mut edit = store.edit();
    assert_eq!(edit.import(&[row]), Ok(Imported::default()));
    assert!(edit.commit().writes.is_empty());
}
