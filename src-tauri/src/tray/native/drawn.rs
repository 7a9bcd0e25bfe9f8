//! Draws a model with Tauri's tray: nothing for an equal one, in place where the menu's shape is the same.

use anyhow::Context as _;
use porchlight_app::platform::tray_icon_size;
use porchlight_core::{
    intent::Intent,
    tray::{Icon, TrayModel},
};
use tray_icon::{TrayIcon, TrayIconBuilder};

use super::{menu::Menu, tooltip::fitting};
use crate::icon::{self, RECOMMENDED_SIZE};

/// Whether the panel paints the icon in its own colour, and takes its shape alone, by which the looks differ as well.
const IS_TEMPLATE: bool = cfg!(target_os = "macos");

/// The icon in the panel. Once made, it finds its way back by itself when the panel is started again.
#[derive(Default)]
pub(super) struct Drawn(Option<Shown>);

struct Shown {
    model: TrayModel,
    dark_panel: bool,
    icon: TrayIcon,
    menu: Menu,
}

impl Drawn {
    /// Brings the panel up to date, sending only what differs. Where there is no icon yet, makes one if it may.
    ///
    /// # Errors
    /// If no panel takes it, or the tray is out of reach.
    pub(super) fn draw(
        &mut self,
        model: &TrayModel,
        dark_panel: bool,
        may_create: bool,
    ) -> anyhow::Result<()> {
        match &mut self.0 {
            Some(shown) => shown.change(model, dark_panel),
            None if may_create => {
                self.0 = Some(Shown::new(model.clone(), dark_panel)?);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// What a click on the menu's item of this id asks for.
    ///
    /// A click toggles a checkmark by itself; it is put back, since only the model says what is checked.
    pub(super) fn clicked(&self, id: &str) -> Option<Intent> {
        let shown = self.0.as_ref()?;
        shown.menu.clicked(&shown.model.menu, id)
    }
}

impl Shown {
    fn new(model: TrayModel, dark_panel: bool) -> anyhow::Result<Self> {
        let menu = Menu::new(&model.menu)?;
        let icon = TrayIconBuilder::new()
            .with_id("porchlight")
            .with_tooltip(fitting(&model.tooltip))
            .with_icon(picture(model.icon, dark_panel)?)
            .with_icon_as_template(IS_TEMPLATE)
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
            let picture = picture(model.icon, dark_panel)?;
            if IS_TEMPLATE {
                // Set by itself, it would be one in colour for a moment.
                self.icon.set_icon_with_as_template(Some(picture), true)?;
            } else {
                self.icon.set_icon(Some(picture))?;
            }
        }
        if self.model.tooltip != model.tooltip {
            tracing::info!(tooltip = model.tooltip, "tray");
            self.icon.set_tooltip(Some(fitting(&model.tooltip)))?;
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
    let pixels = if IS_TEMPLATE {
        template(icon::render(&icon, size, true))
    } else {
        icon::render(&icon, size, dark_panel)
    };
    tray_icon::Icon::from_rgba(pixels, size, size)
        .context("the icon's picture is not what a panel takes")
}

/// As opaque as it was bright on a dark panel: the looks differ by their brightness as well as by their colours, and of a
/// template the panel takes nothing but how opaque it is.
fn template(mut pixels: Vec<u8>) -> Vec<u8> {
    for pixel in pixels.chunks_exact_mut(4) {
        let [red, green, blue, alpha] = [pixel[0], pixel[1], pixel[2], pixel[3]].map(u32::from);
        let brightness = (54 * red + 183 * green + 19 * blue) / 256;
        let opaque = u8::try_from(alpha * brightness / 255).unwrap_or(u8::MAX);
        pixel.copy_from_slice(&[0, 0, 0, opaque]);
    }
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_as_opaque_as_the_icon_was_bright_and_has_no_colour() {
        let white_black_none_half = [
            [255, 255, 255, 255],
            [0, 0, 0, 255],
            [255, 255, 255, 0],
            [255, 255, 255, 128],
        ];

        let template = template(white_black_none_half.concat());

        assert_eq!(
            template,
            [[0, 0, 0, 255], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 128]].concat()
        );
    }
}
