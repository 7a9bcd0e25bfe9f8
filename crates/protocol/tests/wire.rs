//! What goes over the wire, word for word. Scripts and older apps read this: fields may be added, never changed.

#![expect(clippy::unwrap_used, reason = "a test without its facts has failed")]

use std::fmt::Write;

use insta::assert_snapshot;
use porchlight_protocol::{
    AccessToken, Account, AccountChange, Act, Activity, ActivityAnswer, Agent, AgentPresence,
    AuditEntry, AwayAnswer, AwayRequest, BrowserSignIn, Cause, Choice, ChoiceAnswer, ChoiceStatus,
    Code, CodeUse, CodedAcceptance, Coverage, CoverageChange, Day, DayAttendance, DayCoverage,
    Delivery, DeliveryPage, DeliveryState, Ends, EndsWhy, Event, GivenCode, Hold, ImportReport,
    Interval, Invitation, InvitationAcceptance, InvitedTo, LineError, LocalTime, MadeAccessToken,
    MadeInvitation, MadeWebhook, Me, Membership, NewAccessToken, NewAccount, NewChoice, NewWebhook,
    Notice, Office, OfficeChange, OfficePresence, OfflineNotice, OneTimeCode, Overall,
    PasswordChange, PasswordReset, PresenceChange, Problem, PublicOffice, Role, Schedule, Scope,
    Session, Settings, SettingsChange, Shift, SignIn, SignedIn, Snapshot, Span, Status, Timestamp,
    TokenScope, Unchanged, Webhook, WebhookAgent, WebhookChange, WebhookEvent, WebhookOffice,
    WebhookPayload,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

#[test]
fn a_choice() {
    assert_snapshot!(wire(&choice()), @r#"
    {
      "id": "01A",
      "scope": {
        "office": "library"
      },
      "status": "away",
      "set_at": "2026-11-23T15:00:00.125Z",
      "hold": "next_edge",
      "by": "dana"
    }
    "#);
}

#[test]
fn where_a_choice_holds() {
    assert_snapshot!(lines([Scope::Everywhere, Scope::Office("library".into())]), @r#"
    "everywhere"
    {"office":"library"}
    "#);
}

#[test]
fn what_a_choice_asks_for() {
    assert_snapshot!(
        lines([ChoiceStatus::Available, ChoiceStatus::Away, ChoiceStatus::Offline, ChoiceStatus::FollowSchedule]),
        @r#"
        "available"
        "away"
        "offline"
        "follow_schedule"
        "#
    );
}

#[test]
fn how_long_a_choice_holds() {
    assert_snapshot!(lines([Hold::NextEdge, Hold::UntilChanged, Hold::Until(instant(18))]), @r#"
    "next_edge"
    "until_changed"
    {"until":"2026-11-23T18:00:00Z"}
    "#);
}

#[test]
fn a_choice_being_made_online() {
    let choice = NewChoice {
        id: "01A".into(),
        scope: Scope::Everywhere,
        status: ChoiceStatus::Available,
        hold: Hold::NextEdge,
        set_at: None,
        base_revision: None,
    };
    assert_snapshot!(wire(&choice), @r#"
    {
      "id": "01A",
      "scope": "everywhere",
      "status": "available",
      "hold": "next_edge"
    }
    "#);
}

#[test]
fn a_choice_that_was_made_offline() {
    let choice = NewChoice {
        id: "01B".into(),
        scope: Scope::Office("library".into()),
        status: ChoiceStatus::Away,
        hold: Hold::Until(instant(18)),
        set_at: Some(instant(15)),
        base_revision: Some(41),
    };
    assert_snapshot!(wire(&choice), @r#"
    {
      "id": "01B",
      "scope": {
        "office": "library"
      },
      "status": "away",
      "hold": {
        "until": "2026-11-23T18:00:00Z"
      },
      "set_at": "2026-11-23T15:00:00Z",
      "base_revision": 41
    }
    "#);
}

#[test]
fn a_choice_without_a_hold_is_one_until_the_next_edge() {
    let choice: NewChoice =
        serde_json::from_value(json!({"id": "01A", "scope": "everywhere", "status": "away"}))
            .unwrap();
    assert_eq!(choice.hold, Hold::NextEdge);
}

#[test]
fn the_answer_to_a_choice() {
    assert_snapshot!(wire(&ChoiceAnswer { choice: choice(), revision: 42 }), @r#"
    {
      "choice": {
        "id": "01A",
        "scope": {
          "office": "library"
        },
        "status": "away",
        "set_at": "2026-11-23T15:00:00.125Z",
        "hold": "next_edge",
        "by": "dana"
      },
      "revision": 42
    }
    "#);
}

#[test]
fn a_schedule() {
    assert_snapshot!(wire(&schedule()), @r#"
    {
      "zone": "America/New_York",
      "shifts": [
        {
          "days": [
            "mon",
            "tue"
          ],
          "start": "09:00",
          "end": "24:00"
        }
      ],
      "dates": {
        "2026-11-26": [],
        "2026-11-28": [
          {
            "start": "09:00",
            "end": "24:00"
          }
        ]
      },
      "time_off": [
        {
          "from": "2026-11-23T15:00:00Z",
          "until": "2026-11-23T16:00:00Z"
        }
      ]
    }
    "#);
}

#[test]
fn a_schedule_of_a_zone_alone_is_empty() {
    let empty: Schedule = serde_json::from_value(json!({"zone": "UTC"})).unwrap();
    assert_snapshot!(wire(&empty), @r#"
    {
      "zone": "UTC",
      "shifts": [],
      "dates": {},
      "time_off": []
    }
    "#);
}

#[test]
fn days_of_the_week() {
    assert_snapshot!(lines([Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun]), @r#"
    "mon"
    "tue"
    "wed"
    "thu"
    "fri"
    "sat"
    "sun"
    "#);
}

#[test]
fn times_of_day_are_hours_and_minutes_and_nothing_else() {
    for good in ["00:00", "09:05", "23:59", "24:00"] {
        let time: LocalTime = good.parse().unwrap();
        assert_eq!(time.to_string(), good);
    }
    for bad in [
        "",
        "9:00",
        "09:60",
        "24:01",
        "99:99",
        "+9:00",
        "09-00",
        "09:00:00",
        "٠٩:٠٠",
        "0９:00",
    ] {
        let error = bad.parse::<LocalTime>().unwrap_err();
        assert!(
            error
                .to_string()
                .contains(&format!("`{bad}` is not a time of day")),
            "{error}"
        );
    }
    assert_eq!(LocalTime::from_minutes(1441), None);
}

#[test]
fn what_a_device_knows() {
    assert_snapshot!(
        lines([
            Activity::Active,
            Activity::Unknown,
            Activity::Idle { since: instant(15) },
            Activity::Locked { since: instant(16) },
        ]),
        @r#"
        {"state":"active"}
        {"state":"unknown"}
        {"state":"idle","since":"2026-11-23T15:00:00Z"}
        {"state":"locked","since":"2026-11-23T16:00:00Z"}
        "#
    );
}

#[test]
fn a_device_that_says_more_than_asked_or_less_is_refused() {
    let refusal = |activity: Value| {
        serde_json::from_value::<Activity>(activity)
            .unwrap_err()
            .to_string()
    };
    for state in ["active", "unknown", "idle", "locked"] {
        let told =
            refusal(json!({"state": state, "since": "2026-11-23T15:00:00Z", "window": "Inbox"}));
        assert!(told.contains("`window`"), "{told}");
    }
    assert_eq!(refusal(json!({"state": "idle"})), "missing field `since`");
    assert_eq!(
        refusal(json!({"since": "2026-11-23T15:00:00Z"})),
        "missing field `state`"
    );
    // A client may always send both.
    assert_eq!(
        serde_json::from_value::<Activity>(json!({"state": "active", "since": null})).unwrap(),
        Activity::Active
    );
}

#[test]
fn the_answer_to_a_sign_of_life() {
    assert_snapshot!(wire(&ActivityAnswer { server_time: instant(15), lease_until: instant(16) }), @r#"
    {
      "server_time": "2026-11-23T15:00:00Z",
      "lease_until": "2026-11-23T16:00:00Z"
    }
    "#);
}

#[test]
fn a_sign_in_and_its_answer() {
    assert_snapshot!(wire(&sign_in()), @r#"
    {
      "email": "ana@example.org",
      "password": "open sesame",
      "device": "desk"
    }
    "#);
    assert_snapshot!(wire(&signed_in()), @r#"
    {
      "token": "pl_3fd",
      "session_id": "s1",
      "agent": {
        "id": "ana",
        "name": "Ana Ortiz",
        "email": "ana@example.org"
      }
    }
    "#);
}

#[test]
fn password_and_token_stay_out_of_logs() {
    let logged = format!("{:?} {:?}", sign_in(), signed_in());
    assert!(logged.contains("ana@example.org"), "{logged}");
    assert!(
        !logged.contains("open sesame") && !logged.contains("pl_3fd"),
        "{logged}"
    );
}

#[test]
fn statuses() {
    assert_snapshot!(lines([Status::Available, Status::Away, Status::Offline]), @r#"
    "available"
    "away"
    "offline"
    "#);
    assert_snapshot!(lines([Overall::Available, Overall::Away, Overall::Offline, Overall::Mixed]), @r#"
    "available"
    "away"
    "offline"
    "mixed"
    "#);
}

#[test]
fn a_lower_status_is_less_there() {
    assert!(Status::Offline < Status::Away && Status::Away < Status::Available);
}

#[test]
fn causes() {
    assert_snapshot!(
        lines([
            Cause::Manual { by: "dana".into() },
            Cause::Schedule,
            Cause::Default,
            Cause::Idle,
            Cause::Locked,
            Cause::Busy { until: instant(15) },
            Cause::NoDevice,
        ]),
        @r#"
        {"kind":"manual","by":"dana"}
        {"kind":"schedule"}
        {"kind":"default"}
        {"kind":"idle"}
        {"kind":"locked"}
        {"kind":"busy","until":"2026-11-23T15:00:00Z"}
        {"kind":"no_device"}
        "#
    );
    assert!(Cause::Manual { by: "ana".into() }.same_kind(&Cause::Manual { by: "dana".into() }));
    assert!(!Cause::Idle.same_kind(&Cause::Locked));
}

#[test]
fn when_a_decision_ends() {
    assert_snapshot!(
        lines([
            Ends { at: instant(18), why: EndsWhy::Timer },
            Ends { at: instant(22), why: EndsWhy::ScheduleEdge },
        ]),
        @r#"
        {"at":"2026-11-23T18:00:00Z","why":"timer"}
        {"at":"2026-11-23T22:00:00Z","why":"schedule_edge"}
        "#
    );
}

#[test]
fn everything_of_an_agents_own() {
    assert_snapshot!(wire(&me()), @r#"
    {
      "revision": 42,
      "agent": {
        "id": "ana",
        "name": "Ana Ortiz",
        "email": "ana@example.org"
      },
      "session_id": "s1",
      "owner": false,
      "offices": [
        {
          "id": "library",
          "name": "Library",
          "role": "admin"
        }
      ],
      "settings": {
        "organization_idle_after_seconds": 3600,
        "own_idle_after_seconds": 900,
        "heartbeat_seconds": 25,
        "keep_alive_seconds": 15
      },
      "choices": [
        {
          "id": "01A",
          "scope": {
            "office": "library"
          },
          "status": "away",
          "set_at": "2026-11-23T15:00:00.125Z",
          "hold": "next_edge",
          "by": "dana"
        }
      ],
      "schedule": null,
      "schedule_etag": "\"7\"",
      "busy": [
        {
          "from": "2026-11-23T14:00:00Z",
          "until": "2026-11-23T15:00:00Z"
        }
      ],
      "sessions": [
        {
          "id": "s1",
          "device": "desk",
          "live": true,
          "activity": {
            "state": "active"
          }
        }
      ],
      "names": {
        "dana": "Dana Reed"
      }
    }
    "#);
}

#[test]
fn roles() {
    assert_snapshot!(lines([Role::Agent, Role::Admin]), @r#"
    "agent"
    "admin"
    "#);
}

#[test]
fn a_change_of_settings() {
    assert_snapshot!(
        lines([
            SettingsChange { own_idle_after_seconds: Some(900) },
            SettingsChange { own_idle_after_seconds: None },
        ]),
        @r#"
        {"own_idle_after_seconds":900}
        {"own_idle_after_seconds":null}
        "#
    );
}

#[test]
fn the_shorter_timeout_is_in_force() {
    let settings = |own| Settings {
        own_idle_after_seconds: own,
        ..Settings::default()
    };
    assert_eq!(settings(None).idle_after_seconds(), 3600);
    assert_eq!(settings(Some(900)).idle_after_seconds(), 900);
    assert_eq!(settings(Some(7200)).idle_after_seconds(), 3600);
}

#[test]
fn a_snapshot() {
    let snapshot = Snapshot {
        revision: 42,
        server_time: instant(16),
        me: me(),
        offices: vec![office()],
    };
    let Value::Object(fields) = serde_json::to_value(&snapshot).unwrap() else {
        panic!("a snapshot is an object")
    };
    assert_eq!(
        fields.keys().collect::<Vec<_>>(),
        ["me", "offices", "revision", "server_time"]
    );
    assert_eq!(fields["me"], serde_json::to_value(me()).unwrap());
    assert_snapshot!(wire(&snapshot.offices), @r#"
    [
      {
        "id": "library",
        "name": "Library",
        "role": "agent",
        "available": 1,
        "agents": [
          {
            "id": "ana",
            "name": "Ana Ortiz",
            "status": "available",
            "cause": {
              "kind": "manual",
              "by": "ana"
            },
            "since": "2026-11-23T14:00:00Z"
          }
        ]
      }
    ]
    "#);
}

#[test]
fn a_change_of_presence() {
    let change = PresenceChange {
        revision: 43,
        office: "library".into(),
        available: 0,
        agent: AgentPresence {
            status: Status::Offline,
            cause: Cause::NoDevice,
            since: None,
            ..presence()
        },
    };
    assert_snapshot!(wire(&change), @r#"
    {
      "revision": 43,
      "office": "library",
      "available": 0,
      "agent": {
        "id": "ana",
        "name": "Ana Ortiz",
        "status": "offline",
        "cause": {
          "kind": "no_device"
        },
        "since": null
      }
    }
    "#);
}

#[test]
fn a_notice_of_an_administrators_act() {
    assert_snapshot!(wire(&notice(Some("Lunch meeting".to_owned()))), @r#"
    {
      "revision": 44,
      "at": "2026-11-23T15:00:00Z",
      "office": "library",
      "office_name": "Library",
      "by": {
        "id": "dana",
        "name": "Dana Reed",
        "email": "dana@example.org"
      },
      "reason": "Lunch meeting",
      "batch": "0193"
    }
    "#);
    assert!(!wire(&notice(None)).contains("reason"));
}

#[test]
fn events_are_named_as_scripts_know_them() {
    let snapshot = Snapshot {
        revision: 42,
        server_time: instant(16),
        me: me(),
        offices: vec![],
    };
    let presence = PresenceChange {
        revision: 43,
        office: "library".into(),
        available: 1,
        agent: presence(),
    };
    let events = [
        Event::Snapshot(Box::new(snapshot)),
        Event::Presence(presence),
        Event::Coverage(CoverageChange {
            revision: 44,
            office: "library".into(),
            coverage: None,
        }),
        Event::Me(Box::new(me())),
        Event::Notice(notice(None)),
    ];
    assert_eq!(
        events.map(|event| event.name()),
        ["snapshot", "presence", "coverage", "me", "notice"]
    );
}

#[test]
fn whether_an_office_has_somebody_in_its_hours() {
    let (since, until) = (Some(instant(14)), Some(instant(17)));
    let change = |coverage| CoverageChange {
        revision: 45,
        office: "library".into(),
        coverage,
    };
    assert_snapshot!(
        lines([
            change(Some(Coverage::OutsideHours { until })),
            change(Some(Coverage::Covered { until })),
            change(Some(Coverage::Uncovered { since, until })),
            change(Some(Coverage::Uncovered { since: None, until: None })),
            change(None),
        ]),
        @r#"
        {"revision":45,"office":"library","coverage":{"state":"outside_hours","until":"2026-11-23T17:00:00Z"}}
        {"revision":45,"office":"library","coverage":{"state":"covered","until":"2026-11-23T17:00:00Z"}}
        {"revision":45,"office":"library","coverage":{"state":"uncovered","since":"2026-11-23T14:00:00Z","until":"2026-11-23T17:00:00Z"}}
        {"revision":45,"office":"library","coverage":{"state":"uncovered","since":null,"until":null}}
        {"revision":45,"office":"library","coverage":null}
        "#
    );
    let mut covered = office();
    covered.coverage = Some(Coverage::Covered { until });
    assert!(wire(&covered).contains("coverage"));
    assert!(!wire(&office()).contains("coverage"));
}

#[test]
fn what_customers_may_know() {
    assert_snapshot!(
        wire(&PublicOffice { office: "library".into(), online: true, agents_available: 1, offline: None }),
        @r#"
        {
          "office": "library",
          "online": true,
          "agents_available": 1
        }
        "#
    );
}

#[test]
fn an_administrators_away() {
    assert_snapshot!(
        lines([AwayRequest { reason: Some("Lunch meeting".to_owned()) }, AwayRequest { reason: None }]),
        @r#"
        {"reason":"Lunch meeting"}
        {}
        "#
    );
    let answer = AwayAnswer {
        batch: "0193".to_owned(),
        changed: vec!["ana".into()],
        unchanged: vec![Unchanged {
            agent: "ben".into(),
            status: Status::Offline,
        }],
    };
    assert_snapshot!(wire(&answer), @r#"
    {
      "batch": "0193",
      "changed": [
        "ana"
      ],
      "unchanged": [
        {
          "agent": "ben",
          "status": "offline"
        }
      ]
    }
    "#);
}

#[test]
fn a_problem() {
    let problem = Problem {
        kind: "about:blank".to_owned(),
        title: "Unprocessable Entity".to_owned(),
        status: 422,
        code: Code::InvalidField,
        detail: "`Mars/Olympus` is not a time zone; use an IANA name such as `Europe/Berlin`"
            .to_owned(),
        field: Some("zone".to_owned()),
        retry_after_seconds: None,
        overtaken_by: None,
    };
    assert_snapshot!(wire(&problem), @r#"
    {
      "type": "about:blank",
      "title": "Unprocessable Entity",
      "status": 422,
      "code": "invalid_field",
      "detail": "`Mars/Olympus` is not a time zone; use an IANA name such as `Europe/Berlin`",
      "field": "zone"
    }
    "#);
    let slow_down = Problem {
        code: Code::SlowDown,
        field: None,
        retry_after_seconds: Some(30),
        ..problem
    };
    assert_snapshot!(wire(&slow_down), @r#"
    {
      "type": "about:blank",
      "title": "Unprocessable Entity",
      "status": 422,
      "code": "slow_down",
      "detail": "`Mars/Olympus` is not a time zone; use an IANA name such as `Europe/Berlin`",
      "retry_after_seconds": 30
    }
    "#);
}

#[test]
fn a_problem_of_what_was_overtaken_names_the_number_to_go_on_from() {
    let text = r#"{"type": "about:blank", "title": "Conflict", "status": 409, "code": "overtaken", "detail": "x", "overtaken_by": 9}"#;
    let problem: Problem = serde_json::from_str(text).unwrap();
    assert_eq!(
        (problem.code, problem.overtaken_by),
        (Code::Overtaken, Some(9))
    );
    assert!(wire(&problem).contains(r#""overtaken_by": 9"#));
}

#[test]
fn problem_codes() {
    assert_snapshot!(
        lines([
            Code::InvalidBody,
            Code::InvalidField,
            Code::NotSignedIn,
            Code::WrongPassword,
            Code::Deactivated,
            Code::NotAllowed,
            Code::CrossSite,
            Code::Insecure,
            Code::NotFound,
            Code::CodeNotValid,
            Code::MethodNotAllowed,
            Code::TooSlow,
            Code::IdTaken,
            Code::Exists,
            Code::LastOwner,
            Code::Overtaken,
            Code::Stale,
            Code::TooLarge,
            Code::NotJson,
            Code::IfMatchRequired,
            Code::SlowDown,
            Code::Unavailable,
            Code::Internal,
        ]),
        @r#"
        "invalid_body"
        "invalid_field"
        "not_signed_in"
        "wrong_password"
        "deactivated"
        "not_allowed"
        "cross_site"
        "insecure"
        "not_found"
        "code_not_valid"
        "method_not_allowed"
        "too_slow"
        "id_taken"
        "exists"
        "last_owner"
        "overtaken"
        "stale"
        "too_large"
        "not_json"
        "if_match_required"
        "slow_down"
        "unavailable"
        "internal"
        "#
    );
}

#[test]
fn a_code_of_a_newer_server_is_read_as_other() {
    assert_eq!(
        serde_json::from_value::<Code>(json!("teapot")).unwrap(),
        Code::Other
    );
}

#[test]
fn a_body_with_a_field_too_many_is_refused_by_its_name() {
    fn refuses<T: DeserializeOwned + std::fmt::Debug>(mut body: Value) {
        body["surplus"] = json!(1);
        let error = serde_json::from_value::<T>(body).unwrap_err().to_string();
        assert!(error.contains("`surplus`"), "{error}");
    }
    refuses::<NewChoice>(json!({"id": "01A", "scope": "everywhere", "status": "away"}));
    refuses::<Choice>(serde_json::to_value(choice()).unwrap());
    refuses::<Schedule>(json!({"zone": "UTC"}));
    refuses::<Shift>(json!({"days": [], "start": "09:00", "end": "17:00"}));
    refuses::<Span>(json!({"start": "09:00", "end": "17:00"}));
    refuses::<Interval>(json!({"from": "2026-12-24T00:00:00Z", "until": "2027-01-04T00:00:00Z"}));
    refuses::<SignIn>(
        json!({"email": "ana@example.org", "password": "open sesame", "device": "desk"}),
    );
    refuses::<SettingsChange>(json!({"own_idle_after_seconds": 900}));
    refuses::<AwayRequest>(json!({}));
}

#[test]
fn an_answer_with_a_field_of_a_newer_server_is_read() {
    fn reads<T: DeserializeOwned + Serialize>(value: &T) {
        let mut newer = serde_json::to_value(value).unwrap();
        newer["surplus"] = json!(1);
        serde_json::from_value::<T>(newer).unwrap();
    }
    reads(&me());
    reads(&office());
    reads(&presence());
    reads(&notice(None));
    reads(&signed_in());
    reads(&Cause::Idle);
}

/// A value as it goes over the wire, once it has been seen to come back the same.
fn wire<T: Serialize + DeserializeOwned>(value: &T) -> String {
    let written = serde_json::to_value(value).unwrap();
    let read: T = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), written);
    serde_json::to_string_pretty(value).unwrap()
}

/// Values as they go over the wire, one a line.
fn lines<T: Serialize + DeserializeOwned>(values: impl IntoIterator<Item = T>) -> String {
    values.into_iter().fold(String::new(), |mut lines, value| {
        wire(&value);
        writeln!(lines, "{}", serde_json::to_string(&value).unwrap()).unwrap();
        lines
    })
}

fn instant(hour: u32) -> Timestamp {
    format!("2026-11-23T{hour:02}:00:00Z").parse().unwrap()
}

fn choice() -> Choice {
    Choice {
        id: "01A".into(),
        scope: Scope::Office("library".into()),
        status: ChoiceStatus::Away,
        set_at: "2026-11-23T15:00:00.125Z".parse().unwrap(),
        hold: Hold::NextEdge,
        by: "dana".into(),
    }
}

fn schedule() -> Schedule {
    let (start, end) = ("09:00".parse().unwrap(), "24:00".parse().unwrap());
    Schedule {
        zone: "America/New_York".to_owned(),
        shifts: vec![Shift {
            days: vec![Day::Mon, Day::Tue],
            start,
            end,
        }],
        dates: [
            ("2026-11-26".parse().unwrap(), vec![]),
            ("2026-11-28".parse().unwrap(), vec![Span { start, end }]),
        ]
        .into(),
        time_off: vec![Interval {
            from: instant(15),
            until: instant(16),
        }],
    }
}

fn agent() -> Agent {
    Agent {
        id: "ana".into(),
        name: "Ana Ortiz".to_owned(),
        email: "ana@example.org".to_owned(),
    }
}

fn sign_in() -> SignIn {
    SignIn {
        email: "ana@example.org".to_owned(),
        password: "open sesame".to_owned(),
        device: "desk".to_owned(),
    }
}

fn signed_in() -> SignedIn {
    SignedIn {
        token: "pl_3fd".to_owned(),
        session_id: "s1".into(),
        agent: agent(),
    }
}

fn presence() -> AgentPresence {
    AgentPresence {
        id: "ana".into(),
        name: "Ana Ortiz".to_owned(),
        status: Status::Available,
        cause: Cause::Manual { by: "ana".into() },
        since: Some(instant(14)),
    }
}

fn office() -> OfficePresence {
    OfficePresence {
        id: "library".into(),
        name: "Library".to_owned(),
        role: Role::Agent,
        available: 1,
        coverage: None,
        agents: vec![presence()],
    }
}

fn notice(reason: Option<String>) -> Notice {
    Notice {
        revision: 44,
        at: instant(15),
        office: "library".into(),
        office_name: "Library".to_owned(),
        by: Agent {
            id: "dana".into(),
            name: "Dana Reed".to_owned(),
            email: "dana@example.org".to_owned(),
        },
        reason,
        batch: "0193".to_owned(),
    }
}

fn me() -> Me {
    Me {
        revision: 42,
        agent: agent(),
        session_id: "s1".into(),
        owner: false,
        offices: vec![Membership {
            id: "library".into(),
            name: "Library".to_owned(),
            role: Role::Admin,
        }],
        settings: Settings {
            own_idle_after_seconds: Some(900),
            ..Settings::default()
        },
        choices: vec![choice()],
        schedule: None,
        schedule_etag: "\"7\"".to_owned(),
        busy: vec![Interval {
            from: instant(14),
            until: instant(15),
        }],
        sessions: vec![Session {
            id: "s1".into(),
            device: "desk".to_owned(),
            live: true,
            activity: Activity::Active,
        }],
        names: [("dana".into(), "Dana Reed".to_owned())].into(),
    }
}

#[test]
fn what_owners_set_up() {
    let account = Account {
        id: "ana".into(),
        name: "Ana".to_owned(),
        email: "ana@example.org".to_owned(),
        owner: false,
        active: true,
        offices: Vec::new(),
    };
    assert_snapshot!(
        lines([account]),
        @r#"{"id":"ana","name":"Ana","email":"ana@example.org","owner":false,"active":true,"offices":[]}"#
    );
    let change: AccountChange = serde_json::from_value(json!({"active": false})).unwrap();
    assert_eq!(change.active, Some(false));
    assert_snapshot!(lines([change]), @r#"{"active":false}"#);
    let entry: AuditEntry = serde_json::from_value(json!({
        "at": "2026-11-23T15:00:00Z", "act": "set_away", "by": "dana", "agent": "ana", "office": "library",
        "batch": "0193", "reason": null,
    }))
    .unwrap();
    assert_eq!(
        (entry.act, entry.changes.len()),
        (Act::SetAway, 0),
        "as it was written before"
    );
    let act: Act = serde_json::from_value(json!("teapot")).unwrap();
    assert_eq!(act, Act::Other, "one of a newer server");
}

#[test]
fn what_is_secret_is_never_shown() {
    let new = NewAccount {
        email: "ana@example.org".to_owned(),
        name: "Ana".to_owned(),
        owner: false,
        password: Some("horse".to_owned()),
        reason: None,
    };
    let change = PasswordChange {
        old: "horse".to_owned(),
        new: "horse".to_owned(),
    };
    let reset = PasswordReset {
        code: "horse".to_owned(),
        password: "horse".to_owned(),
    };
    let code = OneTimeCode {
        code: "horse".to_owned(),
        expires_at: instant(18),
    };
    let shown = format!("{new:?} {change:?} {reset:?} {code:?}");
    assert!(!shown.contains("horse"), "{shown}");
}

#[test]
fn what_owners_set_up_of_offices_and_whom_they_invite() {
    let office = Office {
        id: "library".into(),
        name: "Library".to_owned(),
        public: true,
        hours: None,
        offline: Some(OfflineNotice {
            text: Some("Write to us.".to_owned()),
            link: None,
        }),
        origins: Vec::new(),
    };
    assert_snapshot!(
        lines([office]),
        @r#"{"id":"library","name":"Library","public":true,"hours":null,"offline":{"text":"Write to us."},"origins":[]}"#
    );
    let stays: OfficeChange = serde_json::from_value(json!({})).unwrap();
    let goes: OfficeChange = serde_json::from_value(json!({"offline": null})).unwrap();
    assert_eq!((stays.offline, goes.offline), (None, Some(None)));
    let invitation = Invitation {
        id: "0f".to_owned(),
        email: "ana@example.org".to_owned(),
        owner: false,
        offices: vec![InvitedTo {
            office: "library".into(),
            role: Role::Agent,
        }],
        by: Some("dana".into()),
        expires_at: instant(18),
    };
    assert_snapshot!(
        lines([invitation.clone()]),
        @r#"{"id":"0f","email":"ana@example.org","owner":false,"offices":[{"office":"library","role":"agent"}],"by":"dana","expires_at":"2026-11-23T18:00:00Z"}"#
    );
    let made = MadeInvitation {
        code: "horse".to_owned(),
        invitation,
    };
    let accepted = InvitationAcceptance {
        name: "Ana".to_owned(),
        password: "horse".to_owned(),
    };
    let coded: CodedAcceptance =
        serde_json::from_value(json!({"code": "horse", "name": "Ana", "password": "horse"}))
            .unwrap();
    let given: GivenCode = serde_json::from_value(json!({"code": "horse"})).unwrap();
    let browser: BrowserSignIn = serde_json::from_value(
        json!({"email": "ana@example.org", "password": "horse", "remember": true}),
    )
    .unwrap();
    let shown = format!("{made:?} {accepted:?} {coded:?} {given:?} {browser:?}");
    assert!(!shown.contains("horse"), "{shown}");
}

#[test]
fn what_an_import_came_to() {
    let report = ImportReport {
        dry_run: true,
        agents_added: 0,
        agents_changed: 0,
        memberships_set: 0,
        errors: vec![LineError {
            line: 3,
            detail: "x".to_owned(),
        }],
    };
    assert_snapshot!(
        lines([report]),
        @r#"{"dry_run":true,"agents_added":0,"agents_changed":0,"memberships_set":0,"errors":[{"line":3,"detail":"x"}]}"#
    );
}

#[test]
fn what_a_code_is_good_for() {
    let expires_at = instant(18);
    assert_snapshot!(
        lines([
            CodeUse::Invitation {
                email: "ana@example.org".to_owned(),
                offices: vec!["Library".to_owned()],
                expires_at,
            },
            CodeUse::PasswordReset {
                name: "Ana".to_owned(),
                email: "ana@example.org".to_owned(),
                expires_at,
            },
        ]),
        @r#"
    {"use":"invitation","email":"ana@example.org","offices":["Library"],"expires_at":"2026-11-23T18:00:00Z"}
    {"use":"password_reset","name":"Ana","email":"ana@example.org","expires_at":"2026-11-23T18:00:00Z"}
    "#
    );
}

#[test]
fn how_an_office_was_covered_on_a_day() {
    let hour = |from, until| Interval {
        from: instant(from),
        until: instant(until),
    };
    let day = DayCoverage {
        office: "library".into(),
        date: "2026-11-23".to_owned(),
        zone: "UTC".to_owned(),
        from: instant(0),
        until: instant(23),
        as_of: instant(18),
        hours: Some(vec![hour(14, 17)]),
        agents: vec![DayAttendance {
            id: "ana".into(),
            name: "Ana".to_owned(),
            available: vec![hour(14, 15)],
        }],
        gaps: vec![hour(16, 17)],
        unknown: vec![hour(15, 16)],
    };
    assert_snapshot!(lines([day]), @r#"{"office":"library","date":"2026-11-23","zone":"UTC","from":"2026-11-23T00:00:00Z","until":"2026-11-23T23:00:00Z","as_of":"2026-11-23T18:00:00Z","hours":[{"from":"2026-11-23T14:00:00Z","until":"2026-11-23T17:00:00Z"}],"agents":[{"id":"ana","name":"Ana","available":[{"from":"2026-11-23T14:00:00Z","until":"2026-11-23T15:00:00Z"}]}],"gaps":[{"from":"2026-11-23T16:00:00Z","until":"2026-11-23T17:00:00Z"}],"unknown":[{"from":"2026-11-23T15:00:00Z","until":"2026-11-23T16:00:00Z"}]}"#);
}

#[test]
fn a_token_for_a_script() {
    let new = NewAccessToken {
        name: "report".to_owned(),
        scopes: TokenScope::ALL.into(),
        expires_in_days: None,
    };
    assert_snapshot!(lines([new]), @r#"{"name":"report","scopes":["read","presence","away","admin:read","admin"]}"#);
    for scope in TokenScope::ALL {
        assert_eq!(serde_json::to_value(scope).unwrap(), scope.name());
    }
    let made = MadeAccessToken {
        token: "horse".to_owned(),
        access: AccessToken {
            id: "s1".into(),
            name: "report".to_owned(),
            scopes: [TokenScope::Read].into(),
            made_at: instant(15),
            expires_at: instant(16),
        },
    };
    assert!(!format!("{made:?}").contains("horse"));
    assert_snapshot!(lines([made]), @r#"{"token":"horse","access":{"id":"s1","name":"report","scopes":["read"],"made_at":"2026-11-23T15:00:00Z","expires_at":"2026-11-23T16:00:00Z"}}"#);
}

#[test]
fn a_webhook_and_what_it_is_told() {
    let webhook = Webhook {
        id: "0a1b".to_owned(),
        url: "https://example.org/".to_owned(),
        events: WebhookEvent::ALL.to_vec(),
        offices: vec!["library".into()],
        active: true,
        previous_secret_until: Some(instant(18)),
    };
    let made = MadeWebhook {
        secret: Some("horse".to_owned()),
        webhook: webhook.clone(),
    };
    assert!(!format!("{made:?}").contains("horse"));
    let payload = WebhookPayload {
        id: "0a1b-7".to_owned(),
        event: WebhookEvent::OfficeChanged,
        at: instant(15),
        office: Some(WebhookOffice {
            id: "library".into(),
            name: "Library".to_owned(),
        }),
        online: Some(true),
        agents_available: Some(2),
        coverage: None,
        agent: None,
    };
    let agent = WebhookPayload {
        event: WebhookEvent::AgentChanged,
        online: None,
        agents_available: None,
        agent: Some(WebhookAgent {
            id: "ana".into(),
            name: "Ana".to_owned(),
            status: Some(Status::Away),
        }),
        ..payload.clone()
    };
    let page = DeliveryPage {
        deliveries: vec![Delivery {
            number: 7,
            state: DeliveryState::Pending,
            attempts: 1,
            last: Some("Answered 500.".to_owned()),
            last_at: Some(instant(15)),
            next_at: Some(instant(16)),
            payload: payload.clone(),
        }],
        next: Some(7),
    };
    assert_snapshot!(
        lines([webhook]),
        @r#"{"id":"0a1b","url":"https://example.org/","events":["office.changed","office.coverage","office.removed","agent.changed","agent.left"],"offices":["library"],"active":true,"previous_secret_until":"2026-11-23T18:00:00Z"}"#
    );
    assert_snapshot!(
        lines([made]),
        @r#"{"secret":"horse","webhook":{"id":"0a1b","url":"https://example.org/","events":["office.changed","office.coverage","office.removed","agent.changed","agent.left"],"offices":["library"],"active":true,"previous_secret_until":"2026-11-23T18:00:00Z"}}"#
    );
    assert_snapshot!(lines([payload, agent]), @r#"
    {"id":"0a1b-7","event":"office.changed","at":"2026-11-23T15:00:00Z","office":{"id":"library","name":"Library"},"online":true,"agents_available":2}
    {"id":"0a1b-7","event":"agent.changed","at":"2026-11-23T15:00:00Z","office":{"id":"library","name":"Library"},"agent":{"id":"ana","name":"Ana","status":"away"}}
    "#);
    assert_snapshot!(
        lines([page]),
        @r#"{"deliveries":[{"number":7,"state":"pending","attempts":1,"last":"Answered 500.","last_at":"2026-11-23T15:00:00Z","next_at":"2026-11-23T16:00:00Z","payload":{"id":"0a1b-7","event":"office.changed","at":"2026-11-23T15:00:00Z","office":{"id":"library","name":"Library"},"online":true,"agents_available":2}}],"next":7}"#
    );
    let new: NewWebhook = serde_json::from_value(json!({"url": "https://example.org/"})).unwrap();
    assert_eq!((new.events, new.offices), (None, Vec::new()));
    let change: WebhookChange = serde_json::from_value(json!({"rotate_secret": true})).unwrap();
    assert!(change.rotate_secret && change.active.is_none());
    assert!(serde_json::from_value::<WebhookChange>(json!({"secret": "mine"})).is_err());
}
