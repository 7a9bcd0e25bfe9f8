//! A StatusNotifierItem with a menu, on the session bus.

use std::{cell::Cell, future, process::ExitCode, time::Duration};

use ksni::{
    Category, Handle, Icon, MenuItem, Status, TextDirection, ToolTip, TrayMethods as _,
    menu::{CheckmarkItem, StandardItem, SubMenu},
};
use porchlight_client::Happening;
use porchlight_core::{
    intent::Intent,
    locale::Direction,
    tray::{self, TrayModel},
};
use tokio::{
    runtime::Runtime,
    sync::mpsc,
    time::{Instant, sleep_until},
};

use super::{Activation, intend};
use crate::icon;

/// When a panel that is just starting listens to an icon at the latest. It may have read it before.
const PANEL_LISTENS: Duration = Duration::from_secs(5);

/// The main thread, which only waits for the end.
pub(crate) struct MainThread {
    end: mpsc::Sender<ExitCode>,
    ended: mpsc::Receiver<ExitCode>,
    clicks: Clicks,
}

/// The way to the main thread.
#[derive(Clone)]
pub(crate) struct Way(mpsc::Sender<ExitCode>);

impl Way {
    /// Ends the program. The first to say so gives the code.
    pub(crate) fn end(&self, code: ExitCode) {
        let _ = self.0.try_send(code);
    }
}

impl MainThread {
    pub(crate) fn new(happened: mpsc::Sender<Happening>) -> Self {
        let (end, ended) = mpsc::channel(1);
        Self {
            end,
            ended,
            clicks: Clicks {
                happened,
                activation: Activation::default(),
            },
        }
    }

    pub(crate) fn activation(&self) -> Activation {
        self.clicks.activation.clone()
    }

    pub(crate) fn way(&self) -> Way {
        Way(self.end.clone())
    }

    pub(crate) fn tray(&self) -> Tray {
        Tray {
            clicks: self.clicks.clone(),
            drawn: None,
            panel_listens: None,
        }
    }

    /// Waits until it is told to end.
    pub(crate) fn run(mut self, runtime: &Runtime) -> ExitCode {
        // Nobody who could say so is left, unless something has gone wrong.
        drop(self.end);
        runtime
            .block_on(self.ended.recv())
            .unwrap_or(ExitCode::FAILURE)
    }
}

/// Where clicks go.
#[derive(Clone)]
struct Clicks {
    happened: mpsc::Sender<Happening>,
    activation: Activation,
}

impl Clicks {
    fn intend(&self, intent: Intent) {
        self.activation
            .came_with_click(ksni::current_xdg_activation_token());
        intend(&self.happened, intent);
    }
}

/// The icon in the panel. Once made, it finds its way back by itself when the panel is started again.
pub(crate) struct Tray {
    clicks: Clicks,
    drawn: Option<Handle<Item>>,
    /// When a panel will listen that has come and may have missed something.
    panel_listens: Option<Instant>,
}

impl Tray {
    /// Brings the panel up to date, sending only what differs. Where there is no icon yet, makes one if it may.
    ///
    /// # Errors
    /// If no panel takes it, or the session bus is out of reach.
    pub(crate) async fn draw(
        &mut self,
        model: &TrayModel,
        dark_panel: bool,
        may_create: bool,
    ) -> anyhow::Result<()> {
        if let Some(drawn) = &self.drawn {
            if update(drawn, |item| item.change(model, dark_panel)).await {
                return Ok(());
            }
            self.drawn = None;
        }
        if may_create {
            let item = Item::new(self.clicks.clone(), model.clone(), dark_panel);
            // By its connection's own name: a sandbox lets nobody have another one.
            let item = item.disable_dbus_name(true).spawn().await?;
            self.drawn = Some(item);
            self.panel_came();
        }
        Ok(())
    }

    /// A panel has come.
    pub(crate) fn panel_came(&mut self) {
        self.panel_listens = Some(Instant::now() + PANEL_LISTENS);
    }

    /// Announces anew what is shown, once a panel that has come listens. Waits for as long as none has.
    pub(crate) async fn announce(&mut self) {
        let Some(listens) = self.panel_listens else {
            return future::pending().await;
        };
        sleep_until(listens).await;
        self.panel_listens = None;
        if let Some(drawn) = &self.drawn {
            update(drawn, Item::is_news).await;
        }
    }
}

/// Changes the item, and announces what is new of it; false if it is gone.
async fn update(drawn: &Handle<Item>, change: impl FnOnce(&mut Item)) -> bool {
    drawn.update(change).await.is_some() && drawn.update(Item::was_announced).await.is_some()
}

/// What the panel reads.
struct Item {
    clicks: Clicks,
    model: TrayModel,
    dark_panel: bool,
    /// One a size, so that no panel has to scale.
    pictures: Vec<Icon>,
    icon_news: News,
    attention_news: News,
    tooltip_news: News,
    status_news: StatusNews,
}

impl Item {
    fn new(clicks: Clicks, model: TrayModel, dark_panel: bool) -> Self {
        Self {
            pictures: pictures(model.icon, dark_panel),
            clicks,
            model,
            dark_panel,
            icon_news: News::default(),
            attention_news: News::default(),
            tooltip_news: News::default(),
            status_news: StatusNews::default(),
        }
    }

    fn change(&mut self, model: &TrayModel, dark_panel: bool) {
        if self.model.icon.attention != model.icon.attention {
            self.status_news.pending = true;
        }
        if self.model.icon != model.icon || self.dark_panel != dark_panel {
            self.pictures = pictures(model.icon, dark_panel);
            self.icon_news.pending = true;
            self.attention_news.pending = true;
        }
        if self.model.tooltip != model.tooltip {
            tracing::info!(tooltip = model.tooltip, "tray");
            self.tooltip_news.pending = true;
        }
        self.model = model.clone();
        self.dark_panel = dark_panel;
    }

    /// Also what has not changed is news to somebody. The menu is not: panels read it when it is opened.
    fn is_news(&mut self) {
        self.icon_news.pending = true;
        self.attention_news.pending = true;
        self.tooltip_news.pending = true;
        self.status_news.pending = true;
    }

    fn was_announced(&mut self) {
        self.icon_news.pending = false;
        self.attention_news.pending = false;
        self.tooltip_news.pending = false;
        self.status_news.pending = false;
    }
}

/// Whether something is to be announced. ksni announces what differs from what was read last, by whomever: what a second
/// reader was quick to read would never reach the panel. So as long as it is pending, no two readings are the same.
#[derive(Default)]
struct News {
    pending: bool,
    marked: Cell<bool>,
}

impl News {
    /// Whether this reading bears a mark, which nobody sees.
    fn reading(&self) -> bool {
        self.marked.set(self.marked.get() ^ self.pending);
        self.marked.get()
    }

    fn marked_where_read(&self, mut pictures: Vec<Icon>) -> Vec<Icon> {
        if self.reading() {
            pictures.iter_mut().for_each(mark);
        }
        pictures
    }
}

/// The same for the status, which has no room for a mark: as long as it is pending, ksni's own comparison sees one that
/// is never shown. It is told from a panel's reading by the direction of the text, which ksni compares right before it, and
/// which no panel reads in front of the status.
#[derive(Default)]
struct StatusNews {
    pending: bool,
    compared: Cell<bool>,
}

impl StatusNews {
    fn is_compared(&self) -> bool {
        self.compared.take() && self.pending
    }
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "porchlight".into()
    }

    fn title(&self) -> String {
        "Porchlight".into()
    }

    fn category(&self) -> Category {
        Category::Communications
    }

    fn text_direction(&self) -> TextDirection {
        self.status_news.compared.set(true);
        match self.model.direction {
            Direction::Ltr => TextDirection::LeftToRight,
            Direction::Rtl => TextDirection::RightToLeft,
        }
    }

    fn status(&self) -> Status {
        if self.status_news.is_compared() {
            Status::Passive
        } else if self.model.icon.attention {
            Status::NeedsAttention
        } else {
            Status::Active
        }
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        self.icon_news.marked_where_read(self.pictures.clone())
    }

    /// The same picture: panels show either, and what asks for attention is drawn in it.
    fn attention_icon_pixmap(&self) -> Vec<Icon> {
        if !self.model.icon.attention {
            return Vec::new();
        }
        self.attention_news.marked_where_read(self.pictures.clone())
    }

    fn tool_tip(&self) -> ToolTip {
        self.status_news.compared.set(false);
        let mut description = markup(&self.model.tooltip);
        if self.tooltip_news.reading() {
            description.push(' ');
        }
        ToolTip {
            title: self.title(),
            description,
            ..ToolTip::default()
        }
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        entries(&self.model.menu)
    }

    fn activate(&mut self, _: i32, _: i32) {
        self.clicks.intend(Intent::ToggleWindow);
    }
}

/// The menu as the panel draws it. What is checked is said by the model alone: a panel toggles nothing by itself.
fn entries(items: &[tray::Item]) -> Vec<MenuItem<Item>> {
    items.iter().map(entry).collect()
}

fn entry(item: &tray::Item) -> MenuItem<Item> {
    let clicked = |intent: &Intent| {
        let intent = intent.clone();
        Box::new(move |item: &mut Item| item.clicks.intend(intent.clone()))
    };
    match item {
        tray::Item::Label { text } => StandardItem {
            label: literal(text),
            enabled: false,
            visible: !text.is_empty(),
            ..StandardItem::default()
        }
        .into(),
        tray::Item::Action {
            text,
            intent,
            enabled,
        } => StandardItem {
            label: literal(text),
            enabled: *enabled,
            activate: clicked(intent),
            ..StandardItem::default()
        }
        .into(),
        tray::Item::Check {
            text,
            intent,
            checked,
            enabled,
        } => CheckmarkItem {
            label: literal(text),
            enabled: *enabled,
            checked: *checked,
            activate: clicked(intent),
            ..CheckmarkItem::default()
        }
        .into(),
        tray::Item::Submenu {
            text,
            items,
            enabled,
        } => SubMenu {
            label: literal(text),
            enabled: *enabled,
            submenu: entries(items),
            ..SubMenu::default()
        }
        .into(),
        tray::Item::Separator => MenuItem::Separator,
    }
}

/// Menus read `_` as the mark of a shortcut.
fn literal(text: &str) -> String {
    text.replace('_', "__")
}

/// Tooltips are read as markup.
fn markup(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn pictures(icon: tray::Icon, dark_panel: bool) -> Vec<Icon> {
    icon::sizes()
        .filter_map(|size| {
            let mut pixels = icon::render(&icon, size, dark_panel);
            // From RGBA to ARGB.
            for pixel in pixels.chunks_exact_mut(4) {
                pixel.rotate_right(1);
            }
            let side = i32::try_from(size).ok()?;
            Some(Icon {
                width: side,
                height: side,
                data: pixels,
            })
        })
        .collect()
}

/// Changes a pixel that is as transparent before as after it.
fn mark(picture: &mut Icon) {
    let mut pixels = picture.data.chunks_exact_mut(4);
    if let Some([0, _, _, blue]) = pixels.find(|argb| argb[0] == 0) {
        *blue ^= 1;
    }
}

#[cfg(test)]
mod tests {
    use ksni::Tray as _;
    use porchlight_core::view::Look;

    use super::*;

    fn item() -> Item {
        let (happened, _) = mpsc::channel(1);
        let clicks = Clicks {
            happened,
            activation: Activation::default(),
        };
        let model = TrayModel {
            icon: tray::Icon {
                look: Look::Available,
                badge: None,
                attention: false,
            },
            tooltip: "Available everywhere".into(),
            menu: Vec::new(),
            direction: Direction::Ltr,
        };
        Item::new(clicks, model, true)
    }

    #[test]
    fn an_office_s_name_is_shown_as_it_is_written() {
        assert_eq!(literal("Front_desk & more"), "Front__desk & more");
        assert_eq!(markup("R&D <Lab>"), "R&amp;D &lt;Lab&gt;");
    }

    #[test]
    fn news_is_read_differently_by_each_until_it_is_announced_and_looks_the_same() {
        let read = |item: &Item| -> (Vec<u8>, String) {
            let icons = item.icon_pixmap().into_iter();
            let pixels = icons.flat_map(|icon| icon.data).collect();
            (pixels, item.tool_tip().description)
        };
        let mut item = item();
        assert_eq!(read(&item), read(&item));

        item.is_news();
        let by_another = read(&item);
        let by_ksni = read(&item);
        assert_ne!(by_ksni.0, by_another.0);
        assert_ne!(by_ksni.1, by_another.1);
        item.was_announced();
        assert_eq!(read(&item), by_ksni);

        let visible = |pixels: &[u8]| -> Vec<u8> {
            let pixels = pixels.chunks(4).filter(|argb| argb[0] != 0);
            pixels.flatten().copied().collect()
        };
        assert_eq!(visible(&by_ksni.0), visible(&by_another.0));
        assert_eq!(by_ksni.1.trim_end(), by_another.1.trim_end());
    }

    #[test]
    fn the_status_is_news_to_the_panel_whoever_read_it_before_and_never_shown_as_another() {
        let mut item = item();
        let compared = |item: &Item| {
            item.text_direction();
            item.status().to_string()
        };
        assert_eq!(compared(&item), "Active");

        let mut model = item.model.clone();
        model.icon.attention = true;
        item.change(&model, true);
        assert_eq!(item.status().to_string(), "NeedsAttention");
        assert_ne!(compared(&item), "NeedsAttention");
        assert_eq!(item.status().to_string(), "NeedsAttention");
        item.was_announced();
        assert_eq!(compared(&item), "NeedsAttention");
    }

    #[test]
    fn a_panel_of_any_size_finds_a_lantern_drawn_for_it_with_its_alpha_first() {
        let icon = tray::Icon {
            look: Look::Available,
            badge: None,
            attention: false,
        };
        let pictures = pictures(icon, true);
        let sizes: Vec<_> = pictures.iter().map(|icon| icon.width).collect();
        assert_eq!(sizes, [16, 22, 24, 32, 44, 48, 64]);
        let rgba = icon::render(&icon, 16, true);
        for (argb, rgba) in pictures[0].data.chunks(4).zip(rgba.chunks(4)) {
            assert_eq!(argb, [rgba[3], rgba[0], rgba[1], rgba[2]]);
        }
    }
}
