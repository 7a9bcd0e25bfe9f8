//! Draws a [`TrayModel`] with Tauri's tray: nothing for an equal model, in place where the menu's shape is the same.

mod menu;

use porchlight_core::tray::{Icon, TrayModel};
use tauri::{
    AppHandle, Wry,
    image::Image,
    tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent},
};

use self::menu::Menu;
use crate::icon::{self, RECOMMENDED_SIZE};

/// The icon in the panel. Lives on the main thread, like everything of GTK's.
#[derive(Debug)]
pub(crate) struct Tray {
    app: AppHandle,
    drawn: Option<Drawn>,
}

struct Drawn {
    model: TrayModel,
    dark_panel: bool,
    icon: TrayIcon<Wry>,
    menu: Menu,
}

impl std::fmt::Debug for Drawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Drawn")
            .field("model", &self.model)
            .finish_non_exhaustive()
    }
}

impl Tray {
    pub(crate) fn new(app: AppHandle) -> Self {
        Self { app, drawn: None }
    }

    /// Whether there is an icon. It finds its way back by itself when the panel is restarted.
    pub(crate) fn is_there(&self) -> bool {
        self.drawn.is_some()
    }

    /// Makes the icon. `clicked` is told of left clicks; clicks in the menu arrive as the app's menu events.
    ///
    /// # Errors
    /// If no panel takes it.
    pub(crate) fn create(
        &mut self,
        model: &TrayModel,
        dark_panel: bool,
        clicked: impl Fn() + Send + Sync + 'static,
    ) -> tauri::Result<()> {
        let menu = Menu::new(&self.app, &model.menu)?;
        let mut builder = TrayIconBuilder::with_id("porchlight");
        if cfg!(target_os = "linux") {
            // The heading of the tooltip; on macOS it would stand in the menu bar.
            builder = builder.title("Porchlight");
        }
        let icon = builder
            .tooltip(&model.tooltip)
            .icon(picture(model.icon, dark_panel))
            .menu(menu.root())
            .show_menu_on_left_click(false)
            .on_tray_icon_event(move |_, event| {
                if let TrayIconEvent::Click {
                    button: MouseButton::Left,
                    button_state: MouseButtonState::Up,
                    ..
                } = event
                {
                    clicked();
                }
            })
            .build(&self.app)?;
        self.drawn = Some(Drawn {
            model: model.clone(),
            dark_panel,
            icon,
            menu,
        });
        Ok(())
    }

    /// Brings the panel up to date, sending only what differs.
    ///
    /// # Errors
    /// If the tray is out of reach.
    pub(crate) fn show(&mut self, model: &TrayModel, dark_panel: bool) -> tauri::Result<()> {
        let Some(drawn) = &mut self.drawn else {
            return Ok(());
        };
        if drawn.model.icon != model.icon || drawn.dark_panel != dark_panel {
            drawn.icon.set_icon(Some(picture(model.icon, dark_panel)))?;
        }
        if drawn.model.tooltip != model.tooltip {
            tracing::info!(tooltip = model.tooltip, "tray");
            drawn.icon.set_tooltip(Some(&model.tooltip))?;
        }
        if !drawn.menu.change(&drawn.model.menu, &model.menu)? {
            drawn.menu = Menu::new(&self.app, &model.menu)?;
            drawn.icon.set_menu(Some(drawn.menu.root().clone()))?;
        }
        drawn.model = model.clone();
        drawn.dark_panel = dark_panel;
        Ok(())
    }

    /// What a click on the menu's item of this id asks for.
    ///
    /// A click toggles a checkmark by itself; it is put back, since only the model says what is checked.
    pub(crate) fn clicked(&self, id: &str) -> Option<porchlight_core::intent::Intent> {
        let drawn = self.drawn.as_ref()?;
        drawn.menu.clicked(&drawn.model.menu, id)
    }
}

fn picture(icon: Icon, dark_panel: bool) -> Image<'static> {
    Image::new_owned(
        icon::render(&icon, RECOMMENDED_SIZE, dark_panel),
        RECOMMENDED_SIZE,
        RECOMMENDED_SIZE,
    )
}
