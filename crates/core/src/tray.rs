//! The tray as data: comparable, so that an update with the same meaning sends nothing to the panel.

use porchlight_protocol::ChoiceStatus;
use serde::{Deserialize, Serialize};

use crate::{
    intent::{Holding, Intent},
    locale::{Direction, Locale, Messages},
    view::{HoldOption, LinkState, Look, OfficeView, View},
};

/// Icon, tooltip and menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrayModel {
    pub icon: Icon,
    pub tooltip: String,
    pub menu: Vec<Item>,
    /// Which way the menu's language is written.
    pub direction: Direction,
}

/// The lantern, with the number of agents online in my offices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Icon {
    pub look: Look,
    /// Red at 0, green otherwise, `99+` above 99. None where it is unknown: no badge.
    pub badge: Option<u32>,
    /// An office of mine has nobody in its hours, and I could help: an exclamation mark.
    pub attention: bool,
}

/// An entry of the menu. What it means when clicked is its intent; serialised, that is also its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "item", rename_all = "snake_case")]
pub enum Item {
    /// Disabled text; not seen where it is empty.
    Label {
        text: String,
    },
    Action {
        text: String,
        intent: Intent,
        enabled: bool,
    },
    Check {
        text: String,
        intent: Intent,
        checked: bool,
        enabled: bool,
    },
    Submenu {
        text: String,
        items: Vec<Item>,
        enabled: bool,
    },
    Separator,
}

impl TrayModel {
    /// The one place where a tray is made, from the one view.
    pub fn new(view: &View, locale: &Locale) -> Self {
        let messages = locale.messages();
        Self {
            icon: Icon {
                look: view.look,
                badge: view.online,
                attention: !view.attention.is_empty(),
            },
            tooltip: view.tooltip.clone(),
            menu: if view.link.state == LinkState::SignedOut {
                signed_out(view, messages)
            } else {
                signed_in(view, messages)
            },
            direction: locale.direction(),
        }
    }
}

fn signed_out(view: &View, messages: &Messages) -> Vec<Item> {
    vec![
        label(&view.menu_head),
        Item::Separator,
        action(&messages.menu_sign_in(), Intent::ShowWindow),
        Item::Separator,
        action(&messages.menu_quit(), Intent::Quit),
    ]
}

fn signed_in(view: &View, messages: &Messages) -> Vec<Item> {
    // Without an office no status would show anywhere.
    let enabled = !view.offices.is_empty();
    let choose = |text: String, status, enabled| Item::Action {
        text,
        intent: Intent::everywhere(status, Holding::NextEdge),
        enabled,
    };
    let lasting = |text: String, options: &[HoldOption]| Item::Submenu {
        text,
        items: options
            .iter()
            .map(|option| action(&option.label, option.intent.clone()))
            .collect(),
        enabled,
    };
    let follows = enabled && view.has_schedule && !view.following_schedule;
    vec![
        label(&view.menu_head),
        label(&view.attention),
        Item::Separator,
        choose(
            messages.menu_available_everywhere(),
            ChoiceStatus::Available,
            enabled,
        ),
        lasting(messages.menu_available_for(), &view.available_for),
        choose(messages.menu_away_everywhere(), ChoiceStatus::Away, enabled),
        lasting(messages.menu_away_for(), &view.away_for),
        choose(
            messages.menu_follow_schedule(),
            ChoiceStatus::FollowSchedule,
            follows,
        ),
        choose(messages.menu_offline(), ChoiceStatus::Offline, enabled),
        Item::Separator,
        Item::Submenu {
            text: messages.menu_offices(),
            items: view
                .offices
                .iter()
                .map(|row| office(row, messages))
                .collect(),
            enabled,
        },
        Item::Separator,
        action(&messages.menu_open(), Intent::ShowWindow),
        action(
            &messages.menu_settings(),
            Intent::ShowPage {
                page: "settings".to_owned(),
            },
        ),
        action(&messages.menu_quit(), Intent::Quit),
    ]
}

/// A tick where I am to be Available, and the counter beside it.
fn office(office: &OfficeView, messages: &Messages) -> Item {
    let text = match office.available {
        Some(available) => messages.menu_office(&office.name, available),
        None => office.name.clone(),
    };
    let other = if office.on {
        ChoiceStatus::Away
    } else {
        ChoiceStatus::Available
    };
    let intent = Intent::office(office.id.clone(), other, Holding::NextEdge);
    Item::Check {
        text,
        intent,
        checked: office.on,
        enabled: true,
    }
}

fn label(text: &str) -> Item {
    Item::Label {
        text: text.to_owned(),
    }
}

fn action(text: &str, intent: Intent) -> Item {
    Item::Action {
        text: text.to_owned(),
        intent,
        enabled: true,
    }
}
