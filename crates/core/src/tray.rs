//! The tray as data: comparable, so that an update with the same meaning sends nothing to the panel.

use porchlight_protocol::ChoiceStatus;
use serde::{Deserialize, Serialize};

use crate::{
    intent::{Holding, Intent},
    view::{HoldOption, LinkState, Look, OfficeView, View},
};

/// Icon, tooltip and menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrayModel {
    pub icon: Icon,
    pub tooltip: String,
    pub menu: Vec<Item>,
}

/// The lantern, with the number of agents online in my offices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Icon {
    pub look: Look,
    /// Red at 0, green otherwise, `99+` above 99. None where it is unknown: no badge.
    pub badge: Option<u32>,
}

/// An entry of the menu. What it means when clicked is its intent; serialised, that is also its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "item", rename_all = "snake_case")]
pub enum Item {
    /// Disabled text.
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
    pub fn new(view: &View) -> Self {
        Self {
            icon: Icon {
                look: view.look,
                badge: view.online,
            },
            tooltip: view.tooltip.clone(),
            menu: if view.link.state == LinkState::SignedOut {
                signed_out(view)
            } else {
                signed_in(view)
            },
        }
    }
}

fn signed_out(view: &View) -> Vec<Item> {
    vec![
        label(&view.menu_head),
        Item::Separator,
        action("Sign in…", Intent::ShowWindow),
        Item::Separator,
        action("Quit", Intent::Quit),
    ]
}

fn signed_in(view: &View) -> Vec<Item> {
    // Without an office no status would show anywhere.
    let enabled = !view.offices.is_empty();
    let choose = |text: &str, status, enabled| Item::Action {
        text: text.to_owned(),
        intent: Intent::everywhere(status, Holding::NextEdge),
        enabled,
    };
    let lasting = |text: &str, options: &[HoldOption]| Item::Submenu {
        text: text.to_owned(),
        items: options
            .iter()
            .map(|option| action(&option.label, option.intent.clone()))
            .collect(),
        enabled,
    };
    let follows = enabled && view.has_schedule && !view.following_schedule;
    vec![
        label(&view.menu_head),
        Item::Separator,
        choose("Available everywhere", ChoiceStatus::Available, enabled),
        lasting("Available for", &view.available_for),
        choose("Away everywhere", ChoiceStatus::Away, enabled),
        lasting("Away for", &view.away_for),
        choose("Follow my schedule", ChoiceStatus::FollowSchedule, follows),
        choose("Offline", ChoiceStatus::Offline, enabled),
        Item::Separator,
        Item::Submenu {
            text: "Offices".to_owned(),
            items: view.offices.iter().map(office).collect(),
            enabled,
        },
        Item::Separator,
        action("Open Porchlight", Intent::ShowWindow),
        action(
            "Settings",
            Intent::ShowPage {
                page: "settings".to_owned(),
            },
        ),
        action("Quit", Intent::Quit),
    ]
}

/// A tick where I am to be Available, and the counter beside it.
fn office(office: &OfficeView) -> Item {
    let text = match office.available {
        Some(available) => format!("{} ({available})", office.name),
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
