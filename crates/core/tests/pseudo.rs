//! Everything that is shown comes from the catalogue: in a language whose every letter is accented, nothing is left as
//! it was written but names.

#[expect(dead_code, reason = "scenes for others, too")]
mod scene;

use porchlight_core::{
    locale::Locale,
    tray::{Item, TrayModel},
    view::{Lack, Report, View},
};
use proptest::prelude::*;
use scene::{Scene, scenes};

/// What people and offices are called, and what CLDR writes: longer ones first.
const NAMES: [&str; 22] = [
    "Ana Lee",
    "Bo Ray",
    "Cy Young",
    "Dana Fox",
    "Dana",
    "Library",
    "Admissions",
    "IT desk",
    "chat.example.org",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "November",
    "December",
    "Nov",
    "Dec",
    " and ",
    "dunst",
];

proptest! {
    #[test]
    fn tray_and_window_say_nothing_that_is_not_in_the_catalogue(scene in scenes(), broken in any::<bool>()) {
        let mut scene = Scene { locale: Locale::pseudo(), ..scene };
        if broken {
            let missing = || Report::Missing(Lack::Panel);
            scene.platform.tray = missing();
            scene.platform.idle_source = missing();
            scene.platform.notifications = missing();
        }
        let view = scene.view();
        let tray = TrayModel::new(&view, &scene.locale);
        for text in texts(&view).into_iter().chain(menu(&tray.menu)) {
            prop_assert_eq!(own_letters(&text), "", "{}", text);
        }
    }
}

#[test]
fn the_pseudo_language_is_two_fifths_longer() {
    let length = |locale: Locale| locale.messages().banner_unseen_choice().chars().count();
    let (english, pseudo) = (length(Locale::english()), length(Locale::pseudo()));
    assert!(
        pseudo * 100 >= english * 135,
        "{pseudo} instead of {english}"
    );
}

/// The letters that no name has and no accent.
fn own_letters(text: &str) -> String {
    let mut left = text.to_owned();
    for name in NAMES {
        left = left.replace(name, "");
    }
    left.retain(|letter| letter.is_ascii_alphabetic());
    left
}

fn texts(view: &View) -> Vec<String> {
    let mut texts = vec![
        view.headline.clone(),
        view.reason.clone(),
        view.menu_head.clone(),
        view.tooltip.clone(),
        view.vouched_for.clone(),
        view.attention.clone(),
        view.link.text.clone(),
        view.online_text.clone(),
        view.schedule.summary.clone(),
        view.diagnostics.last_sent.clone(),
        view.diagnostics.token.clone(),
    ];
    texts.extend(view.diagnostics.last_failure.clone());
    for office in &view.offices {
        texts.extend([office.reason.clone(), office.uncovered.clone()]);
        let agents = office.agents.iter();
        texts.extend(agents.flat_map(|agent| [agent.detail.clone(), agent.since_text.clone()]));
    }
    let options = view.available_for.iter().chain(&view.away_for);
    texts.extend(options.map(|option| option.label.clone()));
    for banner in &view.banners {
        texts.push(banner.text.clone());
        texts.extend(banner.action.iter().map(|action| action.label.clone()));
    }
    texts
}

fn menu(items: &[Item]) -> Vec<String> {
    let text = |item: &Item| match item {
        Item::Label { text } | Item::Action { text, .. } | Item::Check { text, .. } => {
            vec![text.clone()]
        }
        Item::Submenu { text, items, .. } => [vec![text.clone()], menu(items)].concat(),
        Item::Separator => Vec::new(),
    };
    items.iter().flat_map(text).collect()
}
