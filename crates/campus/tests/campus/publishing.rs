//! Who is told of what, and in which order.

use porchlight_campus::{
    AwayTarget, Command, Reply, Topic,
    records::{Key, MemberRecord, OfficeRecord, to_value},
};
use porchlight_protocol::{Role, Status};

use super::world::World;

#[test]
fn a_hundred_and_fifty_who_are_set_away_at_once_are_one_append_and_all_there() {
    let names: Vec<_> = (0..150).map(|number| format!("agent{number:03}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let mut world = World::new(&names);
    for name in &names {
        let caller = world.device(name, 1);
        world.available(&caller, name);
    }
    let dana = world.device(names[0], 2);
    let before = world.campus.published().cursor;
    let revision = world.revision;
    let away = world.ask(Command::SetAway {
        caller: dana,
        office: "library".into(),
        target: AwayTarget::Everybody,
        reason: None,
        batch: "batch".to_owned(),
        named: porchlight_campus::Named::default(),
    });
    let Ok(Reply::Away(answer)) = away else {
        panic!("{away:?}");
    };
    assert_eq!(answer.changed.len(), 150);
    assert_eq!(world.revision.0, revision.0 + 1, "one commit");
    let office = Topic::Office("library".into());
    let log = world.logs[&office].read(before).unwrap();
    assert_eq!(log.count(), 1, "one append");
    assert_eq!(world.events(&office, before).len(), 150);
    assert!(!world.page_is_online());
}

#[test]
fn whoever_was_set_away_is_told_before_anything_else_is_said_of_it() {
    let mut world = World::new(&["dana", "ana"]);
    let (dana, ana) = (world.device("dana", 1), world.device("ana", 1));
    world.available(&ana, "1");
    let before = world.campus.published().cursor;
    world
        .ask(Command::SetAway {
            caller: dana,
            office: "library".into(),
            target: AwayTarget::One("ana".into()),
            reason: Some("lunch".to_owned()),
            batch: "batch".to_owned(),
            named: porchlight_campus::Named::default(),
        })
        .unwrap();
    assert_eq!(world.status("ana"), Status::Away);
    let own = Topic::Agent("ana".into());
    assert_eq!(world.events(&own, before), ["notice", "me"]);
    let own = world.logs[&own].last();
    let office = &world.logs[&Topic::Office("library".into())];
    assert!(office.last() > own);
    let mut restarted = world.restart();
    restarted.settle();
    assert!(restarted.logs.is_empty(), "a restart tells nobody again");
}

#[test]
fn who_joins_or_leaves_and_a_new_name_of_an_office_reach_those_concerned() {
    let mut world = World::new(&["dana", "ana", "ben"]);
    let own = |name: &str| Topic::Agent(name.into());
    let office = Topic::Office("library".into());
    let member = |name: &str| Key::Member("library".into(), name.into());

    let before = world.campus.published().cursor;
    world.elsewhere(&member("ben"), None);
    for name in ["dana", "ana", "ben"] {
        assert_eq!(world.events(&own(name), before), ["resync"], "{name}");
    }

    let before = world.campus.published().cursor;
    let role = MemberRecord { role: Role::Agent };
    world.elsewhere(&member("ben"), Some(to_value(&role)));
    assert_eq!(world.events(&own("ben"), before), ["resync"]);
    assert!(world.events(&own("ana"), before).is_empty());
    assert_eq!(world.events(&office, before), ["presence"]);

    let before = world.campus.published().cursor;
    let renamed = OfficeRecord {
        name: "Main library".to_owned(),
        public: true,
        ..OfficeRecord::default()
    };
    world.elsewhere(&Key::Office("library".into()), Some(to_value(&renamed)));
    for name in ["dana", "ana", "ben"] {
        assert_eq!(world.events(&own(name), before), ["resync"], "{name}");
    }
}

#[test]
fn a_page_that_may_not_be_read_any_more_ends() {
    let mut world = World::new(&["dana"]);
    let private = OfficeRecord {
        name: "Library".to_owned(),
        public: false,
        ..OfficeRecord::default()
    };
    let record = porchlight_campus::records::Record {
        key: Key::Office("library".into()).to_string(),
        value: Some(to_value(&private)),
        revision: porchlight_campus::records::Revision(2),
    };
    world.campus.handle_changes(record.revision, &[record]);
    let publication = world.campus.publish().unwrap();
    assert_eq!(publication.ended_pages, ["library".into()]);
    let page = world.campus.published().public_office(&"library".into());
    assert!(page.is_err());
}
