//! The explain format, as users and scripts meet it.

#![expect(clippy::unwrap_used, reason = "a test without its facts has failed")]

use porchlight_core::explain;
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn the_example_of_the_rule_book_is_answered_word_for_word() {
    let facts = r#"
    {"now": "2026-11-23T16:59:30Z", "idle_after_seconds": 3600, "offices": ["it", "library"],
     "choices": [{"id": "01A", "scope": "everywhere", "status": "available", "set_at": "2026-11-23T14:00:00Z", "hold": "next_edge", "by": "ana"},
                 {"id": "01B", "scope": {"office": "library"}, "status": "away", "set_at": "2026-11-23T15:00:00Z", "hold": {"until": "2026-11-23T18:00:00Z"}, "by": "dana"}],
     "schedule": {"zone": "America/New_York", "shifts": [{"days": ["mon", "tue"], "start": "09:00", "end": "17:00"}],
                  "dates": {"2026-11-26": []}, "time_off": [{"from": "2026-12-24T00:00:00Z", "until": "2027-01-04T00:00:00Z"}]},
     "sessions": [{"id": "s1", "lease_until": "2026-11-23T17:10:00Z", "activity": {"state": "active"}}]}
    "#;
    let expected = [
        r#"{"overall":"mixed","next_change":"2026-11-23T17:10:00Z","#,
        r#""offices":[{"office":"it","status":"available","cause":{"kind":"manual","by":"ana"},"since":"2026-11-23T14:00:00Z","#,
        r#""ends":{"at":"2026-11-23T22:00:00Z","why":"schedule_edge"}},"#,
        r#"{"office":"library","status":"away","cause":{"kind":"manual","by":"dana"},"since":"2026-11-23T15:00:00Z","#,
        r#""ends":{"at":"2026-11-23T18:00:00Z","why":"timer"}}]}"#,
    ];
    assert_eq!(explain(facts), Ok(expected.concat()));
}

#[test]
fn little_needs_to_be_said() {
    let facts = json!({"now": "2026-11-23T12:00:00Z", "offices": ["it"], "schedule": null});
    let nobody = json!({"overall": "offline", "next_change": null, "offices": [
        {"office": "it", "status": "offline", "cause": {"kind": "no_device"}, "since": null, "ends": null},
    ]});
    assert_eq!(answer(&facts), nobody);

    // The timeout is an hour, and a choice without a hold is one until the next edge.
    let facts = json!({
        "now": "2026-11-23T12:00:00Z",
        "offices": ["it"],
        "choices": [{"id": "1", "scope": "everywhere", "status": "available", "set_at": "2026-11-23T11:00:00Z", "by": "ana"}],
        "sessions": [device(&json!({"state": "idle", "since": "2026-11-23T11:00:01Z"}))],
    });
    let answer = answer(&facts);
    assert_eq!(answer["offices"][0]["status"], "available");
    assert_eq!(answer["next_change"], "2026-11-23T12:00:01Z");
}

#[test]
fn what_the_calendar_says_lowers_available_to_away_until_the_last_of_what_touches() {
    let facts = |busy: Value| {
        json!({
            "now": "2026-11-23T10:30:00Z", "offices": ["it"], "schedule": shift(),
            "sessions": [device(&json!({"state": "active"}))], "busy": busy,
        })
    };
    let meetings = json!([
        {"from": "2026-11-23T10:45:00Z", "until": "2026-11-23T11:00:00Z"},
        {"from": "2026-11-23T10:00:00Z", "until": "2026-11-23T10:45:00Z"},
    ]);
    let busy = answer(&facts(meetings));
    assert_eq!(
        busy,
        json!({"overall": "away", "next_change": "2026-11-23T11:00:00Z", "offices": [{
            "office": "it", "status": "away", "cause": {"kind": "busy", "until": "2026-11-23T11:00:00Z"},
            "since": "2026-11-23T10:00:00Z", "ends": null,
        }]})
    );

    let soon = json!([{"from": "2026-11-23T10:45:00Z", "until": "2026-11-23T11:00:00Z"}]);
    let before = answer(&facts(soon));
    assert_eq!(before["overall"], "available");
    assert_eq!(before["next_change"], "2026-11-23T10:45:00Z");

    let reversed = json!([{"from": "2026-11-23T11:00:00Z", "until": "2026-11-23T11:00:00Z"}]);
    let refused = explain(&facts(reversed).to_string()).unwrap_err();
    assert!(refused.contains("busy[0].until"), "{refused}");
    let titled = json!([{"from": "2026-11-23T10:00:00Z", "until": "2026-11-23T11:00:00Z", "title": "Dentist"}]);
    let refused = explain(&facts(titled).to_string()).unwrap_err();
    assert!(
        refused.contains("title") && !refused.contains("Dentist"),
        "{refused}"
    );
}

#[test]
fn every_kind_of_cause_is_told() {
    let causes = [
        (
            json!({"state": "active"}),
            json!(null),
            json!({"kind": "default"}),
            json!(null),
        ),
        (
            json!({"state": "unknown"}),
            shift(),
            json!({"kind": "schedule"}),
            json!("2026-11-23T09:00:00Z"),
        ),
        (
            json!({"state": "idle", "since": "2026-11-23T10:15:00Z"}),
            shift(),
            json!({"kind": "idle"}),
            json!("2026-11-23T10:15:00Z"),
        ),
        (
            json!({"state": "locked", "since": "2026-11-23T11:59:00Z"}),
            shift(),
            json!({"kind": "locked"}),
            json!("2026-11-23T11:59:00Z"),
        ),
    ];
    for (activity, schedule, cause, since) in causes {
        let facts = json!({
            "now": "2026-11-23T12:00:00Z", "offices": ["it"], "schedule": schedule, "sessions": [device(&activity)],
        });
        let office = &answer(&facts)["offices"][0];
        assert_eq!((&office["cause"], &office["since"]), (&cause, &since));
    }
}

#[test]
fn instants_may_come_from_any_offset_and_leave_in_utc_and_whole_seconds() {
    let facts = json!({
        "now": "2026-11-23T13:00:00.250+01:00",
        "offices": ["it"],
        "schedule": shift(),
        "sessions": [{"id": "s1", "lease_until": "2026-11-23T07:00:00.999-05:30", "activity": {"state": "active"}}],
    });
    assert_eq!(answer(&facts)["next_change"], "2026-11-23T12:30:00Z");
    assert_eq!(
        answer(&facts)["offices"][0]["since"],
        "2026-11-23T09:00:00Z"
    );
}

#[test]
fn at_both_ends_of_the_calendar_every_instant_of_an_answer_can_be_written() {
    let ends = [
        "0000-01-01T00:00:00Z",
        "0000-12-31T00:00:00Z",
        "9998-12-31T12:00:00Z",
        "9999-12-31T23:00:00Z",
    ];
    for now in ends {
        for zone in ["UTC", "Asia/Tokyo", "Etc/GMT+12"] {
            for (start, end) in [
                ("00:00", "24:00"),
                ("22:00", "06:00"),
                ("00:00", "00:00"),
                ("09:00", "17:00"),
            ] {
                let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
                let facts = json!({
                    "now": now, "offices": ["it"], "idle_after_seconds": 86400,
                    "choices": [{"id": "a", "scope": "everywhere", "status": "away", "set_at": now, "hold": "next_edge", "by": "ana"}],
                    "schedule": {"zone": zone, "shifts": [{"days": days, "start": start, "end": end}],
                                 "time_off": [{"from": "0000-01-01T00:00:00Z", "until": "0000-01-01T12:00:00Z"},
                                              {"from": "9999-12-31T12:00:00Z", "until": "9999-12-31T18:00:00Z"}]},
                    "sessions": [{"id": "s", "lease_until": "9999-12-31T23:59:59Z", "activity": {"state": "idle", "since": now}}],
                });
                for choices in [facts["choices"].clone(), json!([])] {
                    let mut facts = facts.clone();
                    facts["choices"] = choices;
                    let answer = answer(&facts).to_string();
                    let unreadable = ["\"+", "\"-"].iter().any(|sign| answer.contains(sign));
                    assert!(!unreadable, "{now} {zone} {start} to {end}: {answer}");
                }
            }
        }
    }
}

#[test]
fn a_mistake_is_answered_with_the_name_of_the_field() {
    let mistakes = [
        ("/noon", json!("2026-11-23T12:00:00Z"), "noon"),
        ("/now", json!("yesterday"), "line 1 column"),
        ("/offices", json!(null), "null"),
        ("/idle_after_seconds", json!(-1), "-1"),
        ("/choices/0/until", json!("2026-11-23T12:00:00Z"), "until"),
        ("/choices/0/status", json!("busy"), "busy"),
        ("/choices/0/scope", json!({"desk": "it"}), "desk"),
        ("/choices/0/hold", json!("forever"), "forever"),
        (
            "/choices/0/set_at",
            json!("+10000-01-01T00:00:00Z"),
            "choices[0].set_at",
        ),
        ("/sessions/0/activity", json!({"state": "asleep"}), "asleep"),
        ("/sessions/0/activity", json!({"state": "idle"}), "since"),
        (
            "/sessions/0/activity",
            json!({"state": "active", "app": "browser"}),
            "app",
        ),
        ("/sessions/0/device", json!("laptop"), "device"),
        ("/schedule/timezone", json!("UTC"), "timezone"),
        ("/schedule/zone", json!("Mars/Olympus"), "schedule.zone"),
        ("/schedule/shifts/0/start", json!("9 am"), "9 am"),
        (
            "/schedule/shifts/0/start",
            json!("24:00"),
            "schedule.shifts[0].start",
        ),
        ("/schedule/shifts/0/end", json!("24:01"), "24:01"),
        ("/schedule/shifts/0/days", json!(["monday"]), "monday"),
        (
            "/schedule/time_off",
            json!([{"from": "2026-11-24T00:00:00Z", "until": "2026-11-23T00:00:00Z"}]),
            "schedule.time_off[0].until",
        ),
    ];
    for (place, value, named) in mistakes {
        let mut facts = full();
        set(&mut facts, place, value);
        let refusal = explain(&facts.to_string()).unwrap_err();
        let refusal: Value = serde_json::from_str(&refusal).unwrap();
        let error = refusal["error"].as_str().unwrap();
        assert!(error.contains(named), "{place}: {error}");
        assert_eq!(refusal, json!({ "error": error }), "{place}");
    }
    let not_json = explain("{\n").unwrap_err();
    assert!(!not_json.contains('\n'), "{not_json}");
}

proptest! {
    #[test]
    fn any_document_is_answered_by_one_line_of_json(document in any_document()) {
        let answer = explain(&document);
        let line = answer.as_ref().unwrap_or_else(|refusal| refusal);
        let value: Value = serde_json::from_str(line).unwrap();
        prop_assert!(!line.contains('\n'));
        prop_assert_eq!(value.get("error").is_some(), answer.is_err(), "{}", line);
    }
}

/// Good facts with something else in one or two places, or no facts at all.
fn any_document() -> impl Strategy<Value = String> {
    let places = prop::sample::select(
        &[
            "/now",
            "/offices/0",
            "/idle_after_seconds",
            "/choices/0/set_at",
            "/choices/0/hold",
            "/choices/0/hold/until",
            "/schedule",
            "/schedule/zone",
            "/schedule/shifts/0/end",
            "/schedule/dates",
            "/schedule/time_off/0/from",
            "/schedule/time_off/0/until",
            "/sessions/0/lease_until",
            "/sessions/0/activity/since",
        ][..],
    );
    let values = prop_oneof![
        any::<u64>().prop_map(|number| json!(number)),
        "\\PC{0,12}".prop_map(|text| json!(text)),
        prop::sample::select(
            &[
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "-0001-01-01T00:00:00Z",
                "+262142-12-31T23:59:59Z",
                "-262143-01-01T00:00:00Z",
                "2016-12-31T23:59:60Z",
                "2026-03-08T02:30:00-05:00",
            ][..]
        )
        .prop_map(|instant| json!(instant)),
        Just(json!(null)),
        Just(
            json!({"0000-01-01": [{"start": "00:00", "end": "24:00"}], "9999-12-31": [{"start": "12:00", "end": "06:00"}]})
        ),
        Just(json!({"until": "9999-12-31T23:59:59Z"})),
    ];
    let changed = prop::collection::vec((places, values), 0..3).prop_map(|changes| {
        let mut facts = full();
        for (place, value) in changes {
            set(&mut facts, place, value);
        }
        facts.to_string()
    });
    prop_oneof![9 => changed, 1 => "\\PC*"]
}

fn full() -> Value {
    let off = json!({"from": "2026-12-24T00:00:00Z", "until": "2027-01-04T00:00:00Z"});
    let mut schedule = shift();
    schedule["dates"] = json!({"2026-11-26": []});
    schedule["time_off"] = json!([off]);
    json!({
        "now": "2026-11-23T12:00:00Z",
        "idle_after_seconds": 3600,
        "offices": ["it"],
        "choices": [{
            "id": "1",
            "scope": {"office": "it"},
            "status": "available",
            "set_at": "2026-11-23T11:00:00Z",
            "hold": {"until": "2026-11-23T18:00:00Z"},
            "by": "ana",
        }],
        "schedule": schedule,
        "sessions": [device(&json!({"state": "idle", "since": "2026-11-23T11:30:00Z"}))],
    })
}

fn shift() -> Value {
    json!({"zone": "UTC", "shifts": [{"days": ["mon"], "start": "09:00", "end": "17:00"}]})
}

fn device(activity: &Value) -> Value {
    json!({"id": "s1", "lease_until": "2026-11-23T12:10:00Z", "activity": activity})
}

fn answer(facts: &Value) -> Value {
    serde_json::from_str(&explain(&facts.to_string()).unwrap()).unwrap()
}

/// Puts a value where a JSON pointer leads, if it leads anywhere.
fn set(facts: &mut Value, place: &str, value: Value) {
    let (parent, name) = place.rsplit_once('/').unwrap();
    match facts.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.insert(name.to_owned(), value);
        }
        Some(Value::Array(items)) => items[name.parse::<usize>().unwrap()] = value,
        _ => {}
    }
}
