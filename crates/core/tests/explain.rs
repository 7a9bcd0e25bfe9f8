//! The explain format, as users and scripts meet it.

use porchlight_core::explain;

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
