//! Tauri's tray and event loop, both of which belong to the main thread.

mod drawn;
mod menu;

use std::process::ExitCode;

use anyhow::Context as _;

use porchlight_client::Happening;
use porchlight_core::{intent::Intent, tray::TrayModel};
use tao::{
    event::Event,
    event_loop::{ControlFlow, EventLoop, EventLoopBuilder, EventLoopProxy},
    platform::run_return::EventLoopExtRunReturn as _,
};
use tokio::{
    runtime::Runtime,
    sync::{mpsc, oneshot},
};
use tray_icon::{MouseButton, MouseButtonState, TrayIconEvent, menu::MenuEvent};

use self::drawn::Drawn;
use super::intend;

/// The main thread: Tauri's event loop, and the icon.
pub(crate) struct MainThread {
    events: EventLoop<Order>,
    happened: mpsc::Sender<Happening>,
}

/// What the main thread is to do.
enum Order {
    Draw {
        model: TrayModel,
        dark_panel: bool,
        /// Whether to make an icon where there is none yet.
        may_create: bool,
        done: oneshot::Sender<anyhow::Result<()>>,
    },
    /// The item of this id was clicked in the menu.
    Clicked(String),
    End(ExitCode),
}

/// The way to the main thread.
#[derive(Clone)]
pub(crate) struct Way(EventLoopProxy<Order>);

impl Way {
    /// Ends the program.
    pub(crate) fn end(&self, code: ExitCode) {
        self.send(Order::End(code));
    }

    /// An order to a thread that has ended is lost, like everything else then.
    fn send(&self, order: Order) {
        let _ = self.0.send_event(order);
    }
}

/// The icon in the panel, as other threads see it.
pub(crate) struct Tray(Way);

impl Tray {
    /// Brings the panel up to date, sending only what differs. Where there is no icon yet, makes one if it may.
    ///
    /// # Errors
    /// If no panel takes it, or the main thread has ended.
    pub(crate) async fn draw(
        &mut self,
        model: &TrayModel,
        dark_panel: bool,
        may_create: bool,
    ) -> anyhow::Result<()> {
        let (done, drawn) = oneshot::channel();
        self.0.send(Order::Draw {
            model: model.clone(),
            dark_panel,
            may_create,
            done,
        });
        drawn.await.context("the main thread has ended")?
    }
}

impl MainThread {
    pub(crate) fn new(happened: mpsc::Sender<Happening>) -> Self {
        Self {
            events: EventLoopBuilder::with_user_event().build(),
            happened,
        }
    }

    pub(crate) fn way(&self) -> Way {
        Way(self.events.create_proxy())
    }

    pub(crate) fn tray(&self) -> Tray {
        Tray(self.way())
    }

    /// Does what it is told until it is told to end.
    pub(crate) fn run(mut self, _: &Runtime) -> ExitCode {
        self.report_clicks();
        let mut tray = Drawn::default();
        let mut code = ExitCode::SUCCESS;
        self.events.run_return(|event, _, flow| {
            *flow = ControlFlow::Wait;
            let Event::UserEvent(order) = event else {
                return;
            };
            match order {
                Order::Draw {
                    model,
                    dark_panel,
                    may_create,
                    done,
                } => {
                    // The panel's task waits for this unless it has ended.
                    let _ = done.send(tray.draw(&model, dark_panel, may_create));
                }
                Order::Clicked(id) => {
                    if let Some(intent) = tray.clicked(&id) {
                        intend(&self.happened, intent);
                    }
                }
                Order::End(with) => {
                    code = with;
                    *flow = ControlFlow::Exit;
                }
            }
        });
        code
    }

    fn report_clicks(&self) {
        let main = self.way();
        MenuEvent::set_event_handler(Some(move |event: MenuEvent| {
            main.send(Order::Clicked(event.id.0));
        }));
        let happened = self.happened.clone();
        TrayIconEvent::set_event_handler(Some(move |event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
            {
                intend(&happened, Intent::ToggleWindow);
            }
        }));
    }
}
