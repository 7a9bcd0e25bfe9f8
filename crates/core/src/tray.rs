//! The tray as data: comparable, so that an update with the same meaning sends nothing to the panel.

use serde::{Deserialize, Serialize};

use crate::{
    intent::Intent,
    view::{Look, View},
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
    Label { text: String },
    Action { text: String, intent: Intent, enabled: bool },
    Check { text: String, intent: Intent, checked: bool, enabled: bool },
    Submenu { text: String, items: Vec<Item>, enabled: bool },
    Separator,
}

impl TrayModel {
    /// The one place where a tray is made, from the one view.
    pub fn new(view: &View) -> Self {
        let _ = view;
        unimplemented!()
    }
}
