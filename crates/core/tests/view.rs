//! What every surface shows, as a person reads it.

mod scene;

use std::{collections::BTreeSet, fmt::Write};

use chrono::TimeDelta;
use insta::assert_snapshot;
use porchlight_core::{
    intent::Preferences,
    tray::{Item, TrayModel},
    view::{AgentView, Banner, BannerKind, LinkState, Look, OfficeView, Platform, Report},
};
use porchlight_protocol::{
    Activity, Cause, ChoiceStatus, Ends, EndsWhy, Hold, OfficePresence, Overall, Role, Schedule,
    Span, Status,
};
use proptest::prelude::*;
use scene::{Scene, at, office, scenes};

proptest! {
    /// Acceptance 16.
    #[test]
    fn tray_rows_counters_and_lists_tell_one_truth(scene in scenes()) {
        let view = scene.view();
        let tray = TrayModel::new(&view, &scene.locale);
        prop_assert_eq!(tray.icon.look, view.look);
        prop_assert_eq!(tray.icon.badge, view.online);
        prop_assert_eq!(&tray.menu[0], &Item::Label { text: view.menu_head.clone() });

        let mine = scene.resolution().map(|own| own.offices).unwrap_or_default();
        prop_assert_eq!(view.offices.len(), mine.len());
        for (row, own) in view.offices.iter().zip(&mine) {
            prop_assert_eq!(&row.id, &own.office);
            prop_assert_eq!((row.status, &row.cause), (own.status, &own.cause));
            prop_assert_eq!(row.on, own.decided.status == Status::Available);
            prop_assert!(row.reason.starts_with(word(own.status)), "{}", row.reason);
        }

        if scene.link != LinkState::Connected {
            prop_assert_eq!(view.look, Look::NotConnected);
            prop_assert_eq!((view.online, view.online_text.as_str()), (None, ""));
            prop_assert!(view.offices.iter().all(|row| row.available.is_none() && row.agents.is_empty()));
            for status in ["Available", "Away", "Offline"] {
                prop_assert!(!view.headline.starts_with(status) && !tray.tooltip.starts_with(status));
            }
            return Ok(());
        }

        let here = |status| mine.iter().filter(|own| own.status == status).count();
        let (available, away) = (here(Status::Available), here(Status::Away));
        let look = match (available, away) {
            (0, 0) => Look::Offline,
            (0, _) => Look::Away,
            (all, _) if all == mine.len() => Look::Available,
            _ => Look::Some,
        };
        prop_assert_eq!(view.look, look);
        let status = ["Offline", "Away", "Available"][usize::from(away > 0).max(2 * usize::from(available > 0))];
        prop_assert!(view.headline.starts_with(status), "{}", view.headline);

        for (row, heard) in view.offices.iter().zip(&scene.offices) {
            let own = row.agents.iter().find(|agent| agent.you).unwrap();
            prop_assert_eq!((own.status, own.id.as_str()), (row.status, "ana"));
            let listed = row.agents.iter().filter(|agent| agent.status == Status::Available).count();
            prop_assert_eq!(row.available, u32::try_from(listed).ok());
            let others = |id: &str, status| heard.agents.iter().any(|agent| agent.id.as_str() == id && agent.status == status);
            for agent in row.agents.iter().filter(|agent| !agent.you) {
                prop_assert!(others(agent.id.as_str(), agent.status), "others stay as last heard");
            }
        }
        let everybody = view.offices.iter().flat_map(|row| &row.agents);
        let online: BTreeSet<_> = everybody.filter(|agent| agent.status == Status::Available).map(|agent| &agent.id).collect();
        prop_assert_eq!(view.online, u32::try_from(online.len()).ok());
        prop_assert!(view.online_text.starts_with(&online.len().to_string()));
        prop_assert!(tray.tooltip.ends_with(&view.online_text), "{}", tray.tooltip);
        prop_assert_eq!(tray.icon.attention, !view.attention.is_empty());
        prop_assert!(tray.tooltip.contains(&view.attention), "{}", tray.tooltip);
        let missed = view.offices.iter().find(|row| !row.uncovered.is_empty());
        prop_assert!(missed.is_some() || !tray.icon.attention);
        prop_assert!(missed.is_none_or(|row| row.available == Some(0)));
    }

    #[test]
    fn a_view_stays_small(scene in scenes()) {
        let view = scene.view();
        for text in [&view.headline, &view.reason] {
            prop_assert!(!text.is_empty() && text.chars().count() < 250, "{text}");
        }
        // With the link, or with which offices have nobody.
        let tooltip = &view.tooltip;
        prop_assert!(!tooltip.is_empty() && tooltip.chars().count() < 330, "{tooltip}");
        prop_assert!(serde_json::to_string(&view).unwrap().len() < 12_000);
    }
}

#[test]
fn headline_and_reason_tell_the_state_and_why() {
    let mut lines = String::new();
    let mut show = |scene: &Scene| {
        let view = scene.view();
        writeln!(lines, "{} | {}", view.headline, view.reason).unwrap();
    };
    let everywhere = |status, hold| chosen("ana", "everywhere", status, hold);

    show(&Scene::new());
    show(&everywhere(ChoiceStatus::Available, Hold::UntilChanged));
    show(&everywhere(
        ChoiceStatus::Away,
        Hold::Until(at("2026-11-23T15:30")),
    ));
    show(&everywhere(
        ChoiceStatus::Offline,
        Hold::Until(at("2026-11-24T00:00")),
    ));
    show(&chosen("dana", "it", ChoiceStatus::Away, Hold::NextEdge));
    show(&chosen("zoe", "it", ChoiceStatus::Away, Hold::NextEdge));

    // Available everywhere for two reasons, then at three times, then a mix.
    let mut scene = chosen("ana", "it", ChoiceStatus::Available, Hold::UntilChanged);
    show(&scene);
    scene.choose(
        "ana",
        "library",
        ChoiceStatus::Available,
        "2026-11-23T14:05",
        Hold::UntilChanged,
    );
    scene.choose(
        "ana",
        "admissions",
        ChoiceStatus::Available,
        "2026-11-23T14:06",
        Hold::UntilChanged,
    );
    show(&scene);
    scene.choose(
        "dana",
        "library",
        ChoiceStatus::Away,
        "2026-11-23T14:07",
        Hold::NextEdge,
    );
    scene.choose(
        "ana",
        "admissions",
        ChoiceStatus::Offline,
        "2026-11-23T14:08",
        Hold::UntilChanged,
    );
    show(&scene);

    show(&Scene {
        activity: Activity::Idle {
            since: at("2026-11-23T11:20"),
        },
        ..Scene::new()
    });
    show(&Scene {
        activity: Activity::Locked {
            since: at("2026-11-22T17:20"),
        },
        ..Scene::new()
    });
    show(&Scene {
        now: at("2026-11-23T17:00"),
        ..Scene::new()
    });
    show(&unscheduled());

    assert_snapshot!(lines, @"
    Available everywhere | By your schedule, until 17:00
    Available everywhere | Set by you at 14:02, until you change it
    Away everywhere | Set by you at 14:02, until 15:30, then Available by your schedule
    Offline | Set by you at 14:02, until midnight, then Offline by your schedule
    Available in 2 of 3 offices | By your schedule, until 17:00; away in IT desk, set by Dana Fox at 14:02, until 17:00
    Available in 2 of 3 offices | By your schedule, until 17:00; away in IT desk, set by an administrator at 14:02, until 17:00
    Available everywhere | By your schedule, until 17:00; in IT desk set by you at 14:02, until you change it
    Available everywhere | Set by you, until you change it
    Available in 1 of 3 offices | Set by you, until you change it; elsewhere for different reasons
    Away everywhere | No input since 11:20
    Away everywhere | Locked since yesterday at 17:20
    Offline | By your schedule, until tomorrow at 09:00
    Offline | Nothing is chosen and you have no schedule
    ");
}

#[test]
fn whoever_is_away_for_a_while_reads_everywhere_what_comes_then() {
    let away = |scene: &mut Scene| {
        scene.choose(
            "ana",
            "everywhere",
            ChoiceStatus::Away,
            "2026-11-23T14:30",
            Hold::Until(at("2026-11-23T14:45")),
        );
        scene.view()
    };
    let until_four = Hold::Until(at("2026-11-23T16:00"));
    let everywhere = |hold| chosen("ana", "everywhere", ChoiceStatus::Available, hold);
    let unscheduled = |mut scene: Scene| {
        scene.schedule(None);
        scene
    };
    for (mut scene, then) in [
        // One timed choice replaces another: the first is not what comes then.
        (unscheduled(everywhere(until_four)), "then Offline"),
        (everywhere(until_four), "then Available by your schedule"),
        (
            unscheduled(everywhere(Hold::UntilChanged)),
            "then Available as before",
        ),
        (unscheduled(Scene::new()), "then Offline"),
    ] {
        let view = away(&mut scene);
        let until = format!("until 14:45, {then}");
        assert_eq!(view.reason, format!("Set by you at 14:30, {until}"));
        assert_eq!(
            view.offices[0].reason,
            format!("Away, set by you at 14:30, {until}")
        );
        assert_eq!(view.menu_head, format!("You are Away everywhere {until}"));
        let tooltip = format!("Away everywhere: set by you at 14:30, {until} · ");
        assert!(view.tooltip.starts_with(&tooltip), "{}", view.tooltip);
    }
}

proptest! {
    #[test]
    fn what_is_said_to_come_after_a_timer_is_what_comes(scene in scenes()) {
        let Some(now) = scene.resolution() else { return Ok(()) };
        for (office, row) in now.offices.iter().zip(scene.view().offices) {
            let timer = office.ends.filter(|ends| ends.why == EndsWhy::Timer);
            let Some(end) = timer else {
                prop_assert!(!row.reason.contains(", then "), "{}", row.reason);
                continue;
            };
            let later = Scene { now: end.at, ..scene.clone() };
            let then = later.resolution().unwrap().offices;
            let then = then.iter().find(|then| then.office == office.office).unwrap();
            let said = format!(", then {}", word(then.decided.status));
            prop_assert!(row.reason.contains(&said), "{} but {said}", row.reason);
            prop_assert_eq!(row.reason.ends_with(" as before"), then.decided.chosen);
        }
    }
}

#[test]
fn a_sample_campus_says_so_in_the_menu_and_the_tooltip() {
    let mut scene = Scene::new();
    scene.demo = true;
    for link in [LinkState::Connected, LinkState::Disconnected] {
        scene.link = link;
        let view = scene.view();
        assert!(view.demo);
        assert!(view.menu_head.starts_with("Demo · "), "{}", view.menu_head);
        assert!(view.tooltip.starts_with("Demo · "), "{}", view.tooltip);
    }
}

#[test]
fn a_sample_campus_that_is_out_of_reach_has_no_customers_who_may_see_that() {
    let mut scene = Scene::new();
    scene.link = LinkState::Disconnected;
    let said = |scene: &Scene| {
        let banners = scene.view().banners;
        let mut said = banners
            .into_iter()
            .filter(|it| it.kind == BannerKind::NotConnected);
        said.next().unwrap().text
    };
    assert!(said(&scene).contains("customers"));
    scene.demo = true;
    assert!(!said(&scene).contains("customers"), "{}", said(&scene));
}

#[test]
fn an_agent_with_one_office_reads_its_name() {
    let mut scene = Scene::new();
    scene.members(vec![office(
        "library",
        "Library",
        &[("ana", Status::Available)],
    )]);
    assert_eq!(scene.view().headline, "Available in Library");
    assert_eq!(scene.view().online_text, "1 agent online");
}

#[test]
fn an_agent_without_an_office_reads_whom_to_ask() {
    let mut scene = Scene::new();
    scene.members(Vec::new());
    let view = scene.view();
    assert_eq!(
        (view.look, view.headline.as_str()),
        (Look::Offline, "Offline")
    );
    assert_eq!(
        view.reason,
        "You are not in any office yet. Ask an administrator to add you to one."
    );
}

#[test]
fn whoever_is_not_connected_reads_since_when_and_what_will_be() {
    let mut scene = chosen("dana", "library", ChoiceStatus::Away, Hold::NextEdge);
    scene.link = LinkState::Disconnected;
    let view = scene.view();
    assert_eq!(view.link.text, "Not connected since 14:02");
    assert_eq!(view.menu_head, view.link.text);
    assert_eq!(view.headline, "Once connected: available in 2 of 3 offices");
    assert_eq!(
        view.reason,
        "By your schedule, until 17:00; away in Library, set by Dana Fox at 14:02, until 17:00"
    );
    assert_eq!(view.status, Overall::Mixed);
}

#[test]
fn whoever_is_not_signed_in_reads_how_to_begin() {
    let view = signed_out().view();
    assert_eq!(view.headline, "Not signed in");
    assert_eq!(
        view.reason,
        "Sign in to your team's server, or try Porchlight on this computer."
    );
    assert_eq!(view.me, None);
    assert_eq!(view.banners, []);
}

#[test]
fn the_first_connection_is_waited_for_in_words() {
    let view = Scene {
        link: LinkState::Connecting,
        me: None,
        offices: Vec::new(),
        ..Scene::new()
    }
    .view();
    assert_eq!(
        (view.headline.as_str(), view.look),
        ("Connecting…", Look::NotConnected)
    );
    assert_eq!(view.reason, "Waiting for chat.example.org to answer.");
}

#[test]
fn a_choice_under_way_shows_at_once_in_list_and_counter() {
    let scene = chosen("ana", "library", ChoiceStatus::Away, Hold::UntilChanged);
    assert_eq!(
        scene.offices[0].available, 2,
        "the server has not heard yet"
    );
    let view = scene.view();
    assert_eq!(view.offices[0].available, Some(1));
    assert_eq!(own(&view.offices[0]).status, Status::Away);
    assert_eq!(own(&view.offices[0]).since_text, "since 14:02");
    assert_eq!(view.online, Some(3), "Ana is online elsewhere");

    let mut scene = Scene::new();
    scene.members(vec![office(
        "library",
        "Library",
        &[("ana", Status::Offline), ("bo", Status::Away)],
    )]);
    let view = scene.view();
    assert_eq!((view.offices[0].available, view.online), (Some(1), Some(1)));
}

#[test]
fn an_office_that_only_my_own_record_knows_has_a_row_with_me_in_it() {
    let mut scene = Scene::new();
    let heard = scene.offices.remove(1);
    let view = scene.view();
    assert_eq!(view.offices.len(), 3);
    assert_eq!(view.offices[2].id, heard.id);
    assert_eq!(view.offices[2].agents.len(), 1);
    assert_eq!(view.offices[2].available, Some(1));

    // And one that I left is gone, whatever was heard of it.
    scene.me.as_mut().unwrap().offices.remove(0);
    assert!(
        scene
            .view()
            .offices
            .iter()
            .all(|row| row.id.as_str() != "library")
    );
}

#[test]
fn rows_say_who_set_it_and_until_when() {
    let mut scene = chosen("dana", "it", ChoiceStatus::Away, Hold::NextEdge);
    scene.choose(
        "ana",
        "admissions",
        ChoiceStatus::Available,
        "2026-11-23T14:05",
        Hold::Until(at("2026-11-23T16:05")),
    );
    let view = scene.view();
    let reasons: Vec<_> = view.offices.iter().map(|row| row.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "Available by your schedule, until 17:00",
            "Available, set by you at 14:05, until 16:05, then Available by your schedule",
            "Away, set by Dana Fox at 14:02, until 17:00",
        ]
    );
    assert_eq!(
        view.offices[1].ends,
        Some(Ends {
            at: at("2026-11-23T16:05"),
            why: EndsWhy::Timer
        })
    );
    assert!(
        view.offices
            .iter()
            .map(|row| row.on)
            .eq([true, true, false])
    );
}

#[test]
fn being_idle_leaves_the_toggles_on_and_the_schedule_followed() {
    let mut scene = Scene {
        activity: Activity::Idle {
            since: at("2026-11-23T11:20"),
        },
        ..Scene::new()
    };
    let view = scene.view();
    assert!(
        view.offices
            .iter()
            .all(|row| row.on && row.status == Status::Away)
    );
    assert_eq!(view.offices[0].reason, "Away, no input since 11:20");
    assert!(view.following_schedule);

    scene.choose(
        "ana",
        "library",
        ChoiceStatus::Available,
        "2026-11-23T10:00",
        Hold::UntilChanged,
    );
    assert!(!scene.view().following_schedule);
}

#[test]
fn colleagues_are_listed_with_what_keeps_them() {
    let mut scene = Scene::new();
    let causes = [
        ("bo", Status::Away, Cause::Idle, "2026-11-23T12:45"),
        ("cy", Status::Away, Cause::Locked, "2026-11-22T18:00"),
        ("dana", Status::Offline, Cause::NoDevice, "2026-11-20T17:30"),
        (
            "eve",
            Status::Away,
            Cause::Manual { by: "dana".into() },
            "2026-11-09T17:30",
        ),
        (
            "fay",
            Status::Away,
            Cause::Manual { by: "fay".into() },
            "2025-12-31T23:30",
        ),
        (
            "gus",
            Status::Away,
            Cause::Manual { by: "ana".into() },
            "2026-11-23T14:00",
        ),
    ];
    let mut library = office(
        "library",
        "Library",
        &causes.clone().map(|(id, status, ..)| (id, status)),
    );
    for (agent, (.., cause, since)) in library.agents.iter_mut().zip(causes) {
        agent.cause = cause;
        agent.since = Some(at(since));
    }
    scene.members(vec![library]);
    let list: String = scene.view().offices[0]
        .agents
        .iter()
        .fold(String::new(), |list, agent| {
            let AgentView {
                name,
                status,
                detail,
                since_text,
                ..
            } = agent;
            format!(
                "{list}{name} | {} | {detail} | {since_text}\n",
                word(*status)
            )
        });
    assert_snapshot!(list, @"
    Ana Lee | Available |  | since 09:00
    Bo Ray | Away | idle | since 12:45
    Cy Young | Away | locked | since yesterday
    Dana Fox | Offline |  | since Friday
    eve | Away | set by Dana Fox | since 9 November
    fay | Away |  | since 31 December 2025
    gus | Away | set by you | since 14:00
    ");
}

#[test]
fn only_an_administrator_may_set_others_away_and_only_those_available() {
    let agents = [
        ("ana", Status::Available),
        ("bo", Status::Available),
        ("cy", Status::Away),
    ];
    let bolts = |scene: &Scene| {
        let row = scene.view().offices.swap_remove(0);
        (
            row.agents
                .iter()
                .map(|agent| agent.can_set_away)
                .collect::<Vec<_>>(),
            row.can_set_everybody_away,
        )
    };
    let mut scene = Scene::new();
    scene.members(vec![office("library", "Library", &agents)]);
    assert_eq!(bolts(&scene), (vec![false, false, false], false));

    let library = |agents: &[_]| OfficePresence {
        role: Role::Admin,
        ..office("library", "Library", agents)
    };
    scene.members(vec![library(&agents)]);
    assert_eq!(
        bolts(&scene),
        (vec![false, true, false], true),
        "never oneself"
    );
    assert!(scene.view().offices[0].administrator);

    scene.members(vec![library(&[
        ("ana", Status::Available),
        ("bo", Status::Offline),
    ])]);
    assert_eq!(bolts(&scene), (vec![false, false], false));

    scene.members(vec![library(&agents)]);
    scene.link = LinkState::Disconnected;
    let row = scene.view().offices.swap_remove(0);
    assert!(
        row.administrator && !row.can_set_everybody_away,
        "nothing can be sent"
    );
}

#[test]
fn what_this_computer_lacks_is_said_with_what_to_do() {
    let missing = |why: &str| Report::Missing(why.into());
    let mut scene = Scene::new();
    scene.link = LinkState::Disconnected;
    scene.platform = Platform {
        idle_source: missing("DISPLAY is not set"),
        tray: missing("no panel on this desktop shows icons of apps"),
        session_watch: missing("logind does not answer"),
        notifications: missing("nothing on this desktop shows them."),
        inhibitors: missing("nobody tells"),
    };
    scene.banners = vec![
        Banner {
            kind: BannerKind::Storage,
            text: "The disk is full. Free some space.".to_owned(),
            action: None,
        },
        Banner {
            kind: BannerKind::SetAway,
            text: "Dana Fox set you Away in Library.".to_owned(),
            action: None,
        },
    ];
    let banners = |scene: &Scene| {
        scene
            .view()
            .banners
            .into_iter()
            .fold(String::new(), |all, banner| {
                format!("{all}{}\n", banner.text)
            })
    };
    assert_snapshot!(banners(&scene), @"
    Not connected since 14:02, so customers may see you as offline. Check your network. Porchlight keeps trying. Your schedule goes on, and what you choose here is sent as soon as it is connected.
    Dana Fox set you Away in Library.
    The disk is full. Free some space.
    Porchlight cannot tell when you are away from this computer: DISPLAY is not set. You will stay as you chose; set yourself Away by hand.
    Porchlight's icon cannot be shown: no panel on this desktop shows icons of apps. Everything works in this window; start Porchlight again to open it. On GNOME, install the extension “AppIndicator and KStatusNotifierItem Support” for the icon.
    Porchlight cannot show notifications: nothing on this desktop shows them. Start a notification service, or look here and at the icon for what changes.
    ");

    let promise = |scene: &Scene| scene.view().banners[0].text.contains("schedule goes on");
    assert!(promise(&scene));
    let mut unscheduled = scene.clone();
    unscheduled.schedule(None);
    assert!(!promise(&unscheduled), "there is none to go on");

    let view = scene.view();
    assert_eq!(view.diagnostics.idle_source, "None: DISPLAY is not set");
    assert_eq!(
        view.diagnostics.session_watch,
        "None: logind does not answer"
    );

    scene.link = LinkState::Connected;
    scene.preferences = Preferences {
        notifications: false,
        ..Preferences::default()
    };
    let kinds: Vec<_> = scene
        .view()
        .banners
        .iter()
        .map(|banner| banner.kind)
        .collect();
    let expected = [
        BannerKind::SetAway,
        BannerKind::Storage,
        BannerKind::NoIdleSource,
        BannerKind::NoTray,
    ];
    assert_eq!(kinds, expected, "notifications that are off are not missed");
}

#[test]
fn nothing_is_missed_where_all_works_or_nothing_was_tried() {
    assert_eq!(Scene::new().view().banners, []);
    let untried = Scene {
        platform: Platform::default(),
        ..Scene::new()
    };
    assert_eq!(untried.view().banners, []);
    assert_eq!(untried.view().diagnostics.tray, "Not tried yet");
    assert_eq!(untried.view().diagnostics.last_sent, "Nothing yet");
}

#[test]
fn the_schedule_is_summed_up() {
    let summary = |scene: &Scene| scene.view().schedule.summary;
    let mut scene = Scene::new();
    assert_eq!(summary(&scene), "On shift until 17:00");
    scene.now = at("2026-11-23T17:00");
    assert_eq!(summary(&scene), "Off shift; next tomorrow at 09:00");
    scene.now = at("2026-11-24T06:00");
    assert_eq!(summary(&scene), "Off shift; next at 09:00");
    scene.now = at("2026-11-27T18:00");
    assert_eq!(summary(&scene), "Off shift; next on Monday at 09:00");

    let empty = Schedule {
        shifts: Vec::new(),
        ..scene.me.as_ref().unwrap().schedule.clone().unwrap()
    };
    scene.schedule(Some(empty.clone()));
    assert_eq!(summary(&scene), "Off shift; no shift is planned");
    let day = Span {
        start: "09:00".parse().unwrap(),
        end: "24:00".parse().unwrap(),
    };
    let date = at("2026-12-24T12:00").date_naive();
    scene.schedule(Some(Schedule {
        dates: [(date, vec![day])].into(),
        ..empty
    }));
    assert_eq!(summary(&scene), "Off shift; next on 24 December at 09:00");
    assert!(scene.view().schedule.can_edit && scene.view().has_schedule);
    assert_eq!(scene.view().schedule.local_zone, "America/New_York");

    // Where she is it is still the day before.
    scene.zone = chrono_tz::Pacific::Honolulu;
    scene.now = at("2026-11-28T00:30");
    assert_eq!(scene.view().schedule.today.to_string(), "2026-11-28");
    scene.schedule(None);
    assert_eq!(scene.view().schedule.today.to_string(), "2026-11-27");

    assert_eq!(summary(&unscheduled()), "No schedule yet");
    assert!(!unscheduled().view().has_schedule);
}

#[test]
fn times_are_those_of_where_the_person_is() {
    let berlin = Scene {
        zone: chrono_tz::Europe::Berlin,
        ..Scene::new()
    };
    assert_eq!(berlin.view().reason, "By your schedule, until 23:00");
}

#[test]
fn words_change_at_the_end_of_a_decision_even_where_the_status_stays() {
    let mut scene = Scene::new();
    assert_eq!(scene.next_text_change(), at("2026-11-23T17:00"));
    scene.choose(
        "ana",
        "library",
        ChoiceStatus::Away,
        "2026-11-23T14:00",
        Hold::UntilChanged,
    );
    scene.choose(
        "ana",
        "library",
        ChoiceStatus::Away,
        "2026-11-23T14:10",
        Hold::Until(at("2026-11-23T15:10")),
    );
    assert_eq!(scene.next_text_change(), at("2026-11-23T15:10"));
    scene.now = at("2026-11-23T15:10") + TimeDelta::seconds(1);
    assert_eq!(
        scene.view().offices[0].reason,
        "Away, set by you at 14:00, until you change it"
    );
}

fn chosen(by: &str, scope: &str, status: ChoiceStatus, hold: Hold) -> Scene {
    let mut scene = Scene::new();
    scene.choose(by, scope, status, "2026-11-23T14:02", hold);
    scene
}

fn unscheduled() -> Scene {
    let mut scene = Scene::new();
    scene.schedule(None);
    scene
}

fn signed_out() -> Scene {
    Scene {
        link: LinkState::SignedOut,
        me: None,
        offices: Vec::new(),
        ..Scene::new()
    }
}

#[expect(
    clippy::unwrap_used,
    reason = "whose row is missing has failed the test"
)]
fn own(row: &OfficeView) -> &AgentView {
    row.agents.iter().find(|agent| agent.you).unwrap()
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Available => "Available",
        Status::Away => "Away",
        Status::Offline => "Offline",
    }
}
