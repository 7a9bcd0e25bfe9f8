//! What the tray shows: icon, tooltip and menu, as a person reads them.

mod scene;

use std::collections::BTreeSet;

use chrono::TimeDelta;
use insta::assert_snapshot;
use porchlight_core::{
    intent::{Holding, Intent},
    tray::{Icon, Item, TrayModel},
    view::{LinkState, Look},
};
use porchlight_protocol::{Activity, ChoiceStatus, Coverage, Hold, OfficePresence, Status};
use proptest::prelude::*;
use scene::{Scene, at, office, scenes};

#[test]
fn the_menu_of_a_working_day() {
    let mut scene = Scene::new();
    scene.choose(
        "dana",
        "library",
        ChoiceStatus::Away,
        "2026-11-23T14:02",
        Hold::NextEdge,
    );
    assert_snapshot!(menu(&scene), @"
    - You are Available in 2 of 3 offices until 17:00
      ---
      Available everywhere
      Available for >
          30 minutes
          1 hour
          2 hours
          4 hours
          until 17:00 (end of shift)
      Away everywhere
      Away for >
          15 minutes
          30 minutes
          1 hour
          until I change it
      Follow my schedule
      Offline
      ---
      Offices >
          [ ] Library (1)
          [x] Admissions (1)
          [x] IT desk (2)
      ---
      Open Porchlight
      Settings
      Quit
    ");
}

#[test]
fn the_head_of_the_menu_is_no_entry_again() {
    let everywhere = |status| chosen("ana", "everywhere", status, Hold::UntilChanged);
    for scene in [
        everywhere(ChoiceStatus::Available),
        everywhere(ChoiceStatus::Away),
        everywhere(ChoiceStatus::Offline),
    ] {
        let menu = tray(&scene).menu;
        let Item::Label { text: head } = &menu[0] else {
            panic!("{:?}", menu[0])
        };
        assert!(head.starts_with("You are "), "{head}");
        assert!(intents(&menu).iter().all(|(entry, _)| entry != head));
    }
}

#[test]
fn the_menu_off_shift_offers_no_end_of_shift_and_nothing_to_follow_anew() {
    let mut scene = Scene::new();
    scene.now = at("2026-11-23T19:00");
    assert_snapshot!(menu(&scene), @"
    - You are Offline until tomorrow at 09:00
      ---
      Available everywhere
      Available for >
          30 minutes
          1 hour
          2 hours
          4 hours
      Away everywhere
      Away for >
          15 minutes
          30 minutes
          1 hour
          until I change it
    - Follow my schedule
      Offline
      ---
      Offices >
          [ ] Library (1)
          [ ] Admissions (0)
          [ ] IT desk (1)
      ---
      Open Porchlight
      Settings
      Quit
    ");
}

#[test]
fn the_menu_while_not_connected_has_no_counters() {
    let mut scene = Scene::new();
    scene.link = LinkState::Disconnected;
    assert_snapshot!(menu(&scene), @"
    - Not connected since 14:02
      ---
      Available everywhere
      Available for >
          30 minutes
          1 hour
          2 hours
          4 hours
          until 17:00 (end of shift)
      Away everywhere
      Away for >
          15 minutes
          30 minutes
          1 hour
          until I change it
    - Follow my schedule
      Offline
      ---
      Offices >
          [x] Library
          [x] Admissions
          [x] IT desk
      ---
      Open Porchlight
      Settings
      Quit
    ");
}

#[test]
fn the_menu_without_an_office_has_nothing_to_choose() {
    let mut scene = Scene::new();
    scene.members(Vec::new());
    assert_snapshot!(menu(&scene), @"
    - You are Offline
      ---
    - Available everywhere
    - Available for >
          30 minutes
          1 hour
          2 hours
          4 hours
          until 17:00 (end of shift)
    - Away everywhere
    - Away for >
          15 minutes
          30 minutes
          1 hour
          until I change it
    - Follow my schedule
    - Offline
      ---
    - Offices >
        
      ---
      Open Porchlight
      Settings
      Quit
    ");
}

#[test]
fn the_menu_while_signed_out_is_short() {
    assert_snapshot!(menu(&signed_out()), @"
    - Not signed in
      ---
      Sign in…
      ---
      Quit
    ");
}

#[test]
fn tooltips_say_why_and_until_when() {
    let mut lines = String::new();
    let mut show = |scene: &Scene| lines = format!("{lines}{}\n", tray(scene).tooltip);
    let scene = Scene::new;

    show(&scene());
    show(&chosen(
        "ana",
        "everywhere",
        ChoiceStatus::Away,
        Hold::UntilChanged,
    ));
    show(&chosen(
        "ana",
        "everywhere",
        ChoiceStatus::Offline,
        Hold::Until(at("2026-11-24T09:30")),
    ));
    show(&chosen(
        "dana",
        "library",
        ChoiceStatus::Away,
        Hold::NextEdge,
    ));

    let mut two = chosen("dana", "library", ChoiceStatus::Away, Hold::NextEdge);
    two.choose(
        "dana",
        "it",
        ChoiceStatus::Away,
        "2026-11-23T14:02",
        Hold::NextEdge,
    );
    show(&two);
    two.choose(
        "ana",
        "admissions",
        ChoiceStatus::Offline,
        "2026-11-23T14:05",
        Hold::UntilChanged,
    );
    show(&two);
    let mut three = chosen("dana", "library", ChoiceStatus::Away, Hold::NextEdge);
    three.choose(
        "ana",
        "it",
        ChoiceStatus::Offline,
        "2026-11-23T14:05",
        Hold::UntilChanged,
    );
    show(&three);

    show(&Scene {
        activity: Activity::Idle {
            since: at("2026-11-23T11:20"),
        },
        ..scene()
    });
    show(&Scene {
        activity: Activity::Locked {
            since: at("2026-11-23T11:20"),
        },
        ..scene()
    });
    show(&Scene {
        now: at("2026-11-21T12:00"),
        ..scene()
    });
    show(&Scene {
        link: LinkState::Disconnected,
        ..scene()
    });
    show(&Scene {
        link: LinkState::Disconnected,
        ..chosen("dana", "library", ChoiceStatus::Away, Hold::NextEdge)
    });
    show(&Scene {
        link: LinkState::Connecting,
        me: None,
        ..scene()
    });
    show(&signed_out());

    let mut alone = scene();
    alone.members(vec![office(
        "library",
        "Library",
        &[("ana", Status::Available)],
    )]);
    show(&alone);
    alone.members(Vec::new());
    show(&alone);

    assert_snapshot!(lines, @"
    Available everywhere: by your schedule, until 17:00 · 3 agents online
    Away everywhere: set by you at 14:02, until you change it · 2 agents online
    Offline: set by you at 14:02, until tomorrow at 09:30, then Available by your schedule · 2 agents online
    Away in Library: set by Dana at 14:02, until 17:00 · 3 agents online
    Away in Library and IT desk: set by Dana at 14:02, until 17:00 · 3 agents online
    Away in 2 of 3 offices: set by Dana at 14:02, until 17:00; offline in Admissions, set by you at 14:05, until you change it · 2 agents online
    Available in 1 of 3 offices: by your schedule, until 17:00; elsewhere for different reasons · 3 agents online
    Away everywhere: no input since 11:20 · 2 agents online
    Away everywhere: locked since 11:20 · 2 agents online
    Offline: by your schedule, until Monday at 09:00 · 2 agents online
    Not connected since 14:02 · Once connected available everywhere: by your schedule, until 17:00
    Not connected since 14:02 · Once connected away in Library: set by Dana at 14:02, until 17:00
    Connecting…
    Porchlight: not signed in
    Available in Library: by your schedule, until 17:00 · 1 agent online
    Offline: you are not in any office yet · 0 agents online
    ");
}

#[test]
fn every_state_has_a_look_of_its_own_and_the_badge_counts_who_is_online() {
    let icon = |scene: &Scene| tray(scene).icon;
    let everywhere = |status| chosen("ana", "everywhere", status, Hold::UntilChanged);
    let some = chosen("ana", "library", ChoiceStatus::Offline, Hold::UntilChanged);
    let mut away_and_offline = everywhere(ChoiceStatus::Offline);
    away_and_offline.choose(
        "ana",
        "it",
        ChoiceStatus::Away,
        "2026-11-23T14:05",
        Hold::UntilChanged,
    );

    assert_eq!(
        icon(&Scene::new()),
        Icon {
            look: Look::Available,
            badge: Some(3),
            attention: false,
        }
    );
    assert_eq!(
        icon(&some),
        Icon {
            look: Look::Some,
            badge: Some(3),
            attention: false,
        }
    );
    assert_eq!(
        icon(&everywhere(ChoiceStatus::Away)),
        Icon {
            look: Look::Away,
            badge: Some(2),
            attention: false,
        }
    );
    assert_eq!(
        icon(&away_and_offline),
        Icon {
            look: Look::Away,
            badge: Some(2),
            attention: false,
        }
    );
    assert_eq!(
        icon(&everywhere(ChoiceStatus::Offline)),
        Icon {
            look: Look::Offline,
            badge: Some(2),
            attention: false,
        }
    );
    for link in [LinkState::Disconnected, LinkState::Connecting] {
        assert_eq!(
            icon(&Scene {
                link,
                ..Scene::new()
            }),
            Icon {
                look: Look::NotConnected,
                badge: None,
                attention: false,
            }
        );
    }
    assert_eq!(
        icon(&signed_out()),
        Icon {
            look: Look::NotConnected,
            badge: None,
            attention: false,
        }
    );
}

#[test]
fn an_office_that_nobody_covers_in_its_hours_asks_for_the_attention_of_whoever_could_help() {
    let uncovered = |office: &mut OfficePresence, since| {
        let since = Some(at(since));
        office.coverage = Some(Coverage::Uncovered { since, until: None });
    };
    let away = |by: &str, office| {
        let mut scene = chosen(by, office, ChoiceStatus::Away, Hold::UntilChanged);
        uncovered(&mut scene.offices[1], "2026-11-23T11:20");
        scene
    };
    let own = away("ana", "admissions");
    let shown = tray(&own);
    assert!(shown.icon.attention);
    assert!(
        shown
            .tooltip
            .ends_with(" · Admissions has nobody since 11:20 · 3 agents online")
    );
    assert_eq!(
        shown.menu[1],
        Item::Label {
            text: "Admissions has nobody since 11:20".to_owned()
        }
    );
    assert_eq!(own.view().offices[1].uncovered, "Nobody here since 11:20");
    assert_eq!(own.view().offices[0].uncovered, "");

    let mut two = away("ana", "everywhere");
    two.offices[2] = office("it", "IT desk", &[("ana", Status::Available)]);
    uncovered(&mut two.offices[2], "2026-11-22T16:00");
    assert_eq!(two.view().attention, "Admissions and IT desk have nobody");
    assert_eq!(
        two.view().offices[2].uncovered,
        "Nobody here since yesterday at 16:00"
    );

    let mut there = Scene::new();
    uncovered(&mut there.offices[1], "2026-11-23T11:20");
    let mut off_shift = away("ana", "library");
    off_shift.now = at("2026-11-23T19:00");
    let mut unheard = away("ana", "admissions");
    unheard.link = LinkState::Disconnected;
    for (scene, why) in [
        (there, "she is there herself, and the server says so soon"),
        (away("dana", "admissions"), "an administrator wanted it so"),
        (off_shift, "her shift is over"),
        (unheard, "nobody knows"),
    ] {
        let shown = tray(&scene);
        assert!(!shown.icon.attention, "{why}");
        assert!(!shown.tooltip.contains("has nobody"), "{why}");
    }
}

#[test]
fn an_entry_means_what_it_says() {
    let mut scene = Scene::new();
    scene.choose(
        "ana",
        "library",
        ChoiceStatus::Away,
        "2026-11-23T14:05",
        Hold::UntilChanged,
    );
    let menu = tray(&scene).menu;
    let meaning = |text: &str| {
        intents(&menu)
            .into_iter()
            .find(|(entry, _)| entry == text)
            .unwrap()
            .1
    };
    let available = |hold| Intent::everywhere(ChoiceStatus::Available, hold);
    let away = |hold| Intent::everywhere(ChoiceStatus::Away, hold);

    assert_eq!(
        meaning("Available everywhere"),
        available(Holding::NextEdge)
    );
    assert_eq!(
        meaning("Available for > 2 hours"),
        available(Holding::For { seconds: 7200 })
    );
    let end = Holding::Until {
        at: at("2026-11-23T17:00"),
    };
    assert_eq!(
        meaning("Available for > until 17:00 (end of shift)"),
        available(end)
    );
    assert_eq!(meaning("Away everywhere"), away(Holding::NextEdge));
    assert_eq!(
        meaning("Away for > 15 minutes"),
        away(Holding::For { seconds: 900 })
    );
    assert_eq!(
        meaning("Away for > until I change it"),
        away(Holding::UntilChanged)
    );
    assert_eq!(
        meaning("Offline"),
        Intent::everywhere(ChoiceStatus::Offline, Holding::NextEdge)
    );
    assert_eq!(
        meaning("Follow my schedule"),
        Intent::everywhere(ChoiceStatus::FollowSchedule, Holding::NextEdge)
    );
    let toggled = |office: &str, status| Intent::office(office.into(), status, Holding::NextEdge);
    assert_eq!(
        meaning("Offices > Library (1)"),
        toggled("library", ChoiceStatus::Available)
    );
    assert_eq!(
        meaning("Offices > IT desk (2)"),
        toggled("it", ChoiceStatus::Away)
    );
    assert_eq!(
        meaning("Settings"),
        Intent::ShowPage {
            page: "settings".to_owned()
        }
    );
}

#[test]
fn a_thousand_updates_with_the_same_meaning_are_one_model() {
    let mut scene = Scene::new();
    scene.choose(
        "dana",
        "library",
        ChoiceStatus::Away,
        "2026-11-23T14:02",
        Hold::NextEdge,
    );
    let first = tray(&scene);
    for update in 1..=1000 {
        scene.now += TimeDelta::seconds(8);
        scene.me.as_mut().unwrap().revision += 1;
        assert_eq!(tray(&scene), first, "update {update}");
    }
}

#[test]
fn at_midnight_tomorrow_becomes_today_and_today_yesterday() {
    let mut scene = Scene::new();
    scene.now = at("2026-11-23T23:59");
    scene.choose(
        "ana",
        "everywhere",
        ChoiceStatus::Away,
        "2026-11-23T14:05",
        Hold::Until(at("2026-11-24T08:00")),
    );
    assert_eq!(scene.next_text_change(), at("2026-11-24T00:00"));
    let tooltip = "Away everywhere: set by you at 14:05, until tomorrow at 08:00, then Offline by your schedule · 2 agents online";
    assert_eq!(tray(&scene).tooltip, tooltip);

    scene.now = at("2026-11-24T00:00");
    let tooltip = "Away everywhere: set by you yesterday at 14:05, until 08:00, then Offline by your schedule · 2 agents online";
    assert_eq!(tray(&scene).tooltip, tooltip);
}

proptest! {
    #[test]
    fn between_two_changes_the_tray_stands_still(scene in scenes(), part in 0.0..1.0_f64) {
        let text_change = scene.next_text_change();
        let status_change = scene.resolution().and_then(|own| own.next_change);
        let change = status_change.map_or(text_change, |change| change.min(text_change));
        prop_assert!(change > scene.now);

        // The last instant before the change, and any in between.
        let left = (change - scene.now).num_milliseconds();
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "any instant will do")]
        let between = (left as f64 * part) as i64;
        for milliseconds in [left - 1, between] {
            let now = scene.now + TimeDelta::milliseconds(milliseconds);
            let later = Scene { now, ..scene.clone() };
            prop_assert_eq!(tray(&later), tray(&scene), "{} ms later", milliseconds);
            // So that nothing need be decided anew until then.
            let offices = |scene: &Scene| scene.resolution().map(|own| own.offices);
            prop_assert_eq!(offices(&later), offices(&scene), "{} ms later", milliseconds);
        }
    }

    #[test]
    fn no_two_entries_of_a_menu_mean_the_same(scene in scenes()) {
        let entries = intents(&tray(&scene).menu);
        let ids: BTreeSet<_> = entries.iter().map(|(_, intent)| serde_json::to_string(intent).unwrap()).collect();
        prop_assert_eq!(ids.len(), entries.len());
    }
}

fn tray(scene: &Scene) -> TrayModel {
    TrayModel::new(&scene.view(), &scene.locale)
}

fn menu(scene: &Scene) -> String {
    outline(&tray(scene).menu)
}

fn chosen(by: &str, scope: &str, status: ChoiceStatus, hold: Hold) -> Scene {
    let mut scene = Scene::new();
    scene.choose(by, scope, status, "2026-11-23T14:02", hold);
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

/// The menu as it would be drawn, `-` for what cannot be clicked.
fn outline(items: &[Item]) -> String {
    let mark = |enabled: &bool| if *enabled { " " } else { "-" };
    let tick = |checked: &bool| if *checked { "[x]" } else { "[ ]" };
    let line = |item: &Item| match item {
        Item::Label { text } if text.is_empty() => String::new(),
        Item::Label { text } => format!("- {text}\n"),
        Item::Action { text, enabled, .. } => format!("{} {text}\n", mark(enabled)),
        Item::Check {
            text,
            checked,
            enabled,
            ..
        } => format!("{} {} {text}\n", mark(enabled), tick(checked)),
        Item::Submenu {
            text,
            items,
            enabled,
        } => {
            let inner = outline(items).replace('\n', "\n    ");
            format!("{} {text} >\n    {}\n", mark(enabled), inner.trim_end())
        }
        Item::Separator => "  ---\n".to_owned(),
    };
    items.iter().map(line).collect()
}

/// All that can be clicked, by its path.
fn intents(items: &[Item]) -> Vec<(String, Intent)> {
    let inside = |item: &Item| match item {
        Item::Label { .. } | Item::Separator => Vec::new(),
        Item::Action { text, intent, .. } | Item::Check { text, intent, .. } => {
            vec![(text.clone(), intent.clone())]
        }
        Item::Submenu { text, items, .. } => intents(items)
            .into_iter()
            .map(|(path, intent)| (format!("{text} > {path}"), intent))
            .collect(),
    };
    items.iter().flat_map(inside).collect()
}
