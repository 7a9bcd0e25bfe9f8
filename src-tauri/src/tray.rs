//! Draws a [`TrayModel`] with Tauri's tray: nothing for an equal model, in place where the menu's shape is the same.

mod menu;

use anyhow::Context as _;
use porchlight_app::platform::tray_icon_size;
use porchlight_core::{
    intent::Intent,
    tray::{Icon, TrayModel},
};
use tray_icon::{TrayIcon, TrayIconBuilder};

use self::menu::Menu;
use crate::icon::{self, RECOMMENDED_SIZE};

/// The icon in the panel. Lives on the main thread. Once made, it finds its way back by itself when the panel is
/// started again.
#[derive(Default)]
pub(crate) struct Tray {
    drawn: Option<Drawn>,
}

struct Drawn {
    model: TrayModel,
    dark_panel: bool,
    icon: TrayIcon,
    menu: Menu,
}

impl Tray {
    /// Brings the panel up to date, sending only what differs. Where there is no icon yet, makes one if it may.
    ///
    /// # Errors
    /// If no panel takes it, or the tray is out of reach.
    pub(crate) fn draw(
        &mut self,
        model: &TrayModel,
        dark_panel: bool,
        may_create: bool,
    ) -> anyhow::Result<()> {
        match &mut self.drawn {
            Some(drawn) => drawn.change(model, dark_panel),
            None if may_create => {
                self.drawn = Some(Drawn::new(model.clone(), dark_panel)?);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// What a click on the menu's item of this id asks for.
    ///
    /// A click toggles a checkmark by itself; it is put back, since only the model says what is checked.
    pub(crate) fn clicked(&self, id: &str) -> Option<Intent> {
        let drawn = self.drawn.as_ref()?;
        drawn.menu.clicked(&drawn.model.menu, id)
    }
}

impl Drawn {
    fn new(model: TrayModel, dark_panel: bool) -> anyhow::Result<Self> {
        let menu = Menu::new(&model.menu)?;
        let mut builder = TrayIconBuilder::new().with_id("porchlight");
        if cfg!(target_os = "linux") {
            // The heading of the tooltip; on macOS it would stand in the menu bar.
            builder = builder.with_title("Porchlight");
        }
        let icon = builder
            .with_tooltip(&model.tooltip)
            .with_icon(picture(model.icon, dark_panel)?)
            .with_menu(Box::new(menu.root().clone()))
            .with_menu_on_left_click(false)
            .build()?;
        Ok(Self {
            model,
            dark_panel,
            icon,
            menu,
        })
    }

    fn change(&mut self, model: &TrayModel, dark_panel: bool) -> anyhow::Result<()> {
        if self.model.icon != model.icon || self.dark_panel != dark_panel {
            self.icon.set_icon(Some(picture(model.icon, dark_panel)?))?;
        }
        if self.model.tooltip != model.tooltip {
            tracing::info!(tooltip = model.tooltip, "tray");
            self.icon.set_tooltip(Some(&model.tooltip))?;
        }
        if !self.menu.change(&self.model.menu, &model.menu) {
            self.menu = Menu::new(&model.menu)?;
            self.icon.set_menu(Some(Box::new(self.menu.root().clone())));
        }
        self.model = model.clone();
        self.dark_panel = dark_panel;
        Ok(())
    }
}

fn picture(icon: Icon, dark_panel: bool) -> anyhow::Result<tray_icon::Icon> {
    let size = tray_icon_size().unwrap_or(RECOMMENDED_SIZE);
    let pixels = icon::render(&icon, size, dark_panel);
    tray_icon::Icon::from_rgba(pixels, size, size)
        .context("the icon's picture is not what a panel takes")
}
