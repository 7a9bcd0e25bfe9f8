use std::process::ExitCode;

use porchlight_client::Happening;
use porchlight_core::{intent::Intent, tray::TrayModel};
use tao::{
    event::Event,
    event_loop::{ControlFlow, EventLoop, EventLoopBuilder, EventLoopProxy},
    platform::run_return::EventLoopExtRunReturn as _,
};
use tokio::sync::{mpsc, oneshot};
use tray_icon::{MouseButton, MouseButtonState, TrayIconEvent, menu::MenuEvent};

use crate::tray::Tray;

/// The main thread: Tauri's event loop, and the tray, which belongs to it on every system.
pub(super) struct MainThread {
    events: EventLoop<Order>,
    happened: mpsc::Sender<Happening>,
}

/// What the main thread is to do.
pub(super) enum Order {
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
pub(super) struct Main(EventLoopProxy<Order>);

impl Main {
    /// An order to a thread that has ended is lost, like everything else then.
    pub(super) fn send(&self, order: Order) {
        let _ = self.0.send_event(order);
    }
}

impl MainThread {
    /// Panics on Linux if there is no display: see [`porchlight_app::platform::check_display`].
    pub(super) fn new(happened: mpsc::Sender<Happening>) -> Self {
        Self {
            events: EventLoopBuilder::with_user_event().build(),
            happened,
        }
    }

    pub(super) fn way(&self) -> Main {
        Main(self.events.create_proxy())
    }

    /// Does what it is told until it is told to end.
    pub(super) fn run(mut self) -> ExitCode {
        self.hear_clicks();
        let mut tray = Tray::default();
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

    fn hear_clicks(&self) {
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

fn intend(happened: &mpsc::Sender<Happening>, intent: Intent) {
    tracing::info!(?intent, "clicked in the tray");
    // Full only if nothing is done any more; then a click more does not help.
    let _ = happened.try_send(Happening::Intent(intent));
}
