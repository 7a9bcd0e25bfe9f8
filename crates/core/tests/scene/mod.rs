//! Ana Lee at her desk in New York, Monday 23 November 2026, 14:30; on shift from 09:00 to 17:00.
#![expect(
    clippy::unwrap_used,
    reason = "a scene that makes no sense is a broken test"
)]

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::TimeDelta;
use chrono_tz::{America::New_York, Tz};
use porchlight_core::{
    Afterwards, Busy, Facts, Resolution, SessionFact, Timeline, afterwards,
    intent::Preferences,
    locale::Locale,
    resolve,
    view::{Banner, LinkState, Platform, Report, Situation, View},
    words::next_midnight,
};
use porchlight_protocol::{
    Activity, Agent, AgentId, AgentPresence, Cause, Choice, ChoiceStatus, Coverage, Day, Hold, Me,
    Membership, OfficeId, OfficePresence, Role, Schedule, Scope, Settings, Shift, Status,
    Timestamp,
};
use proptest::{collection, prelude::*};

/// What a view is made of, owned. Change what a test is about, then look at [`Scene::view`].
#[derive(Clone, Debug)]
pub(crate) struct Scene {
    pub(crate) locale: Locale,
    pub(crate) now: Timestamp,
    pub(crate) zone: Tz,
    pub(crate) link: LinkState,
    pub(crate) me: Option<Me>,
    pub(crate) timeline: Option<Timeline>,
    pub(crate) activity: Activity,
    pub(crate) offices: Vec<OfficePresence>,
    pub(crate) platform: Platform,
    pub(crate) preferences: Preferences,
    pub(crate) banners: Vec<Banner>,
    pub(crate) put_aside: BTreeMap<String, String>,
    pub(crate) demo: bool,
}

impl Scene {
    pub(crate) fn new() -> Self {
        Self {
            locale: ENGLISH.clone(),
            now: at("2026-11-23T14:30"),
            zone: New_York,
            link: LinkState::Connected,
            me: Some(ana()),
            timeline: Some(TIMELINE.clone()),
            activity: Activity::Active,
            offices: vec![
                office(
                    "library",
                    "Library",
                    &[("ana", Status::Available), ("bo", Status::Available)],
                ),
                office(
                    "admissions",
                    "Admissions",
                    &[("ana", Status::Available), ("dana", Status::Offline)],
                ),
                office(
                    "it",
                    "IT desk",
                    &[("ana", Status::Available), ("cy", Status::Available)],
                ),
            ],
            platform: working(),
            preferences: Preferences::default(),
            banners: Vec::new(),
            put_aside: BTreeMap::new(),
            demo: false,
        }
    }

    /// Ana, or Dana as an administrator, chose something.
    pub(crate) fn choose(
        &mut self,
        by: &str,
        scope: &str,
        status: ChoiceStatus,
        set_at: &str,
        hold: Hold,
    ) {
        let choices = &mut self.me.as_mut().unwrap().choices;
        let scope = if scope == "everywhere" {
            Scope::Everywhere
        } else {
            Scope::Office(scope.into())
        };
        let id = format!("choice-{}", choices.len()).into();
        choices.push(Choice {
            id,
            scope,
            status,
            set_at: at(set_at),
            hold,
            by: by.into(),
        });
    }

    pub(crate) fn view(&self) -> View {
        self.with_situation(View::new)
    }

    pub(crate) fn with_situation<T>(&self, look: impl FnOnce(&Situation<'_>) -> T) -> T {
        let resolution = self.resolution();
        let afterwards = self.afterwards();
        look(&Situation {
            locale: &self.locale,
            demo: self.demo,
            unseen_since: None,
            now: self.now,
            zone: self.zone,
            link: self.link,
            link_since: Some(at("2026-11-23T14:02")),
            failure: None,
            server: Some("chat.example.org"),
            me: self.me.as_ref(),
            offices: &self.offices,
            resolution: resolution.as_ref(),
            afterwards: &afterwards,
            timeline: self.timeline.as_ref(),
            draft: None,
            platform: &self.platform,
            preferences: &self.preferences,
            calendar: None,
            banners: &self.banners,
            vouched_for: None,
            put_aside: &self.put_aside,
            last_sync: Some(self.now),
            last_sent: "",
            version: "0.1.0",
            system: "Debian 12, Xfce",
            log: "/home/ana/porchlight.log",
            token: None,
            events: &[],
            page: None,
        })
    }

    pub(crate) fn next_text_change(&self) -> Timestamp {
        let (now, zone) = (self.now, self.zone);
        self.resolution()
            .map_or(next_midnight(now, zone), |resolution| {
                View::next_text_change((now, zone), &resolution, self.timeline.as_ref())
            })
    }

    /// Ana works by another schedule, or by none.
    pub(crate) fn schedule(&mut self, schedule: Option<Schedule>) {
        self.timeline = schedule
            .as_ref()
            .map(|schedule| Timeline::new(schedule, self.now).unwrap());
        self.me.as_mut().unwrap().schedule = schedule;
    }

    /// Ana is in these offices, with these agents in each.
    pub(crate) fn members(&mut self, offices: Vec<OfficePresence>) {
        let membership = |office: &OfficePresence| Membership {
            id: office.id.clone(),
            name: office.name.clone(),
            role: office.role,
        };
        if let Some(me) = &mut self.me {
            me.offices = offices.iter().map(membership).collect();
        }
        self.offices = offices;
    }

    /// What the rule book says of Ana.
    pub(crate) fn resolution(&self) -> Option<Resolution> {
        Some(resolve(&self.facts()?, self.now))
    }

    fn afterwards(&self) -> BTreeMap<OfficeId, Afterwards> {
        let facts = self.facts();
        let resolution = facts.as_ref().map(|facts| resolve(facts, self.now));
        let (Some(facts), Some(resolution)) = (facts, resolution) else {
            return BTreeMap::new();
        };
        afterwards(&facts, &resolution)
    }

    fn facts(&self) -> Option<Facts> {
        let me = self.me.as_ref()?;
        Some(Facts {
            idle_after: TimeDelta::minutes(60),
            offices: me.offices.iter().map(|office| office.id.clone()).collect(),
            choices: me.choices.clone(),
            schedule: self.timeline.clone(),
            sessions: vec![SessionFact {
                id: me.session_id.clone(),
                lease_until: self.now + TimeDelta::seconds(60),
                activity: self.activity,
            }],
            busy: Busy::new(&me.busy).unwrap(),
        })
    }
}

/// A local time in New York, such as `2026-11-23T14:30`.
pub(crate) fn at(local: &str) -> Timestamp {
    let local = chrono::NaiveDateTime::parse_from_str(local, "%Y-%m-%dT%H:%M").unwrap();
    local.and_local_timezone(New_York).unwrap().to_utc()
}

pub(crate) fn office(id: &str, name: &str, agents: &[(&str, Status)]) -> OfficePresence {
    let agents: Vec<_> = agents
        .iter()
        .map(|(id, status)| colleague(id, *status))
        .collect();
    let available = agents
        .iter()
        .filter(|agent| agent.status == Status::Available)
        .count();
    let available = u32::try_from(available).unwrap();
    OfficePresence {
        id: id.into(),
        name: name.to_owned(),
        role: Role::Agent,
        available,
        coverage: None,
        agents,
    }
}

/// Any situation at all: also one where the server has not heard yet what Ana just did.
pub(crate) fn scenes() -> impl Strategy<Value = Scene> {
    let link = prop_oneof![
        6 => Just(LinkState::Connected),
        1 => Just(LinkState::Disconnected),
        1 => Just(LinkState::Connecting),
        1 => Just(LinkState::SignedOut),
    ];
    let activity = prop_oneof![Just(None), (0..200_i64, any::<bool>()).prop_map(Some),];
    let offices = collection::vec((collection::vec(statuses(), 4), any::<bool>()), 0..=3);
    let choices = collection::vec(
        (
            0..2_usize,
            0..4_usize,
            0..4_usize,
            0..4000_i64,
            0..3_u8,
            -1000..4000_i64,
        ),
        0..5,
    );
    (
        0..10_000_i64,
        link,
        activity,
        offices,
        choices,
        any::<bool>(),
    )
        .prop_map(|(minute, link, activity, offices, choices, scheduled)| {
            let mut scene = Scene::new();
            scene.now = at("2026-11-22T00:00")
                + TimeDelta::minutes(minute)
                + TimeDelta::seconds(minute % 60);
            scene.link = link;
            let now = scene.now;
            let before = |minutes| now - TimeDelta::minutes(minutes);
            scene.activity = match activity {
                None => Activity::Active,
                Some((minutes, false)) => Activity::Idle {
                    since: before(minutes),
                },
                Some((minutes, true)) => Activity::Locked {
                    since: before(minutes),
                },
            };
            let made = choices.into_iter().enumerate().map(
                |(nth, (by, scope, status, minutes, hold, ahead))| Choice {
                    id: format!("choice-{nth}").into(),
                    scope: [
                        Scope::Everywhere,
                        office_scope("library"),
                        office_scope("admissions"),
                        office_scope("it"),
                    ][scope]
                        .clone(),
                    status: [
                        ChoiceStatus::Available,
                        ChoiceStatus::Away,
                        ChoiceStatus::Offline,
                        ChoiceStatus::FollowSchedule,
                    ][status],
                    set_at: before(minutes),
                    hold: [
                        Hold::NextEdge,
                        Hold::UntilChanged,
                        Hold::Until(before(-ahead)),
                    ][usize::from(hold)],
                    by: ["ana", "dana"][by].into(),
                },
            );
            let choices = made.collect();
            let me = scene.me.as_mut().unwrap();
            me.choices = choices;
            if !scheduled {
                scene.schedule(None);
            }
            let names = [
                ("library", "Library"),
                ("admissions", "Admissions"),
                ("it", "IT desk"),
            ];
            let heard = offices
                .into_iter()
                .zip(names)
                .map(|((statuses, admin), (id, name))| {
                    let agents: Vec<_> = ["ana", "bo", "cy", "dana"]
                        .into_iter()
                        .zip(statuses)
                        .collect();
                    let role = if admin { Role::Admin } else { Role::Agent };
                    // Of the offices without anybody, some are missed.
                    let coverage = admin.then_some(Coverage::Uncovered {
                        since: Some(before(minute % 3000)),
                        until: None,
                    });
                    OfficePresence {
                        role,
                        coverage,
                        ..office(id, name, &agents)
                    }
                });
            scene.members(heard.collect());
            if link == LinkState::SignedOut {
                scene.me = None;
                scene.offices.clear();
            }
            scene
        })
}

fn office_scope(office: &str) -> Scope {
    Scope::Office(office.into())
}

fn statuses() -> impl Strategy<Value = Status> {
    prop_oneof![
        Just(Status::Available),
        Just(Status::Away),
        Just(Status::Offline)
    ]
}

fn colleague(id: &str, status: Status) -> AgentPresence {
    let name = NAMES
        .iter()
        .find(|(known, _)| *known == id)
        .map_or(id, |(_, name)| *name);
    AgentPresence {
        id: id.into(),
        name: name.to_owned(),
        status,
        cause: Cause::Schedule,
        since: Some(at("2026-11-23T09:00")),
    }
}

const NAMES: [(&str, &str); 4] = [
    ("ana", "Ana Lee"),
    ("bo", "Bo Ray"),
    ("cy", "Cy Young"),
    ("dana", "Dana Fox"),
];

static ENGLISH: LazyLock<Locale> = LazyLock::new(Locale::english);

static TIMELINE: LazyLock<Timeline> =
    LazyLock::new(|| Timeline::new(&office_hours(), at("2026-11-23T14:30")).unwrap());

fn office_hours() -> Schedule {
    Schedule {
        zone: "America/New_York".to_owned(),
        shifts: vec![Shift {
            days: vec![Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri],
            start: "09:00".parse().unwrap(),
            end: "17:00".parse().unwrap(),
        }],
        dates: [].into(),
        time_off: Vec::new(),
    }
}

fn ana() -> Me {
    let member = |id: &str, name: &str| Membership {
        id: id.into(),
        name: name.to_owned(),
        role: Role::Agent,
    };
    Me {
        revision: 7,
        agent: Agent {
            id: "ana".into(),
            name: "Ana Lee".to_owned(),
            email: "ana@example.org".to_owned(),
        },
        session_id: "s1".into(),
        owner: false,
        offices: vec![
            member("library", "Library"),
            member("admissions", "Admissions"),
            member("it", "IT desk"),
        ],
        settings: Settings::default(),
        choices: Vec::new(),
        schedule: Some(office_hours()),
        schedule_etag: "\"1\"".to_owned(),
        busy: Vec::new(),
        sessions: Vec::new(),
        names: NAMES
            .map(|(id, name)| (AgentId::from(id), name.to_owned()))
            .into(),
    }
}

fn working() -> Platform {
    let works = |what: &str| Report::Works(what.to_owned());
    Platform {
        idle_source: works("X11 screen saver extension"),
        tray: works("org.kde.StatusNotifierWatcher"),
        session_watch: works("logind"),
        notifications: works("dunst"),
        inhibitors: works("org.gnome.SessionManager"),
    }
}
