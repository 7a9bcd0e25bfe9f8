//! Tauri's tray and event loop, both of which belong to the main thread.

mod drawn;
mod menu;
mod tooltip;

use std::{future, process::ExitCode, time::Duration};

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
    time::timeout,
};
use tray_icon::{MouseButton, MouseButtonState, TrayIconEvent, menu::MenuEvent};

use self::drawn::Drawn;
use super::intend;

/// Whoever does not answer the end of the session within five seconds is ended with it.
const LAST_WORDS: Duration = Duration::from_millis(4500);

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

    /// The system's own panel was there before.
    #[expect(clippy::unused_self, reason = "panels differ")]
    pub(crate) fn panel_came(&mut self) {}

    /// Waits for ever: the system's own panel has missed nothing.
    #[expect(clippy::unused_self, reason = "panels differ")]
    pub(crate) fn announce(&mut self) -> future::Pending<()> {
        future::pending()
    }
}

impl MainThread {
    pub(crate) fn new(happened: mpsc::Sender<Happening>) -> Self {
        let mut builder = EventLoopBuilder::with_user_event();
        let events = event_loop(&mut builder);
        Self { events, happened }
    }

    pub(crate) fn way(&self) -> Way {
        Way(self.events.create_proxy())
    }

    pub(crate) fn tray(&self) -> Tray {
        Tray(self.way())
    }

    /// Does what it is told until it is told to end, or the session ends.
    pub(crate) fn run(mut self, runtime: &Runtime) -> ExitCode {
        self.report_clicks();
        let mut tray = Drawn::default();
        let mut told_to_end = None;
        self.events.run_return(|event, _, flow| {
            *flow = ControlFlow::Wait;
            let order = match event {
                Event::UserEvent(order) => order,
                // Tauri ends the process when this returns, where the session ends.
                Event::LoopDestroyed if told_to_end.is_none() => {
                    say_goodbye(&self.happened, runtime);
                    return;
                }
                _ => return,
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
                    told_to_end = Some(with);
                    *flow = ControlFlow::Exit;
                }
            }
        });
        told_to_end.unwrap_or(ExitCode::SUCCESS)
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

/// A program of the menu bar alone: no icon in the Dock, and no menu of its own.
#[cfg(target_os = "macos")]
fn event_loop(builder: &mut EventLoopBuilder<Order>) -> EventLoop<Order> {
    use tao::platform::macos::{ActivationPolicy, EventLoopExtMacOS as _};

    let mut events = builder.build();
    events.set_activation_policy(ActivationPolicy::Accessory);
    events
}

#[cfg(not(target_os = "macos"))]
fn event_loop(builder: &mut EventLoopBuilder<Order>) -> EventLoop<Order> {
    builder.build()
}

/// The last chance of a goodbye, where nobody else had it. Said twice, it is sent once.
fn say_goodbye(happened: &mpsc::Sender<Happening>, runtime: &Runtime) {
    tracing::info!("the session ends");
    let said = async {
        let (ready, goodbye) = oneshot::channel();
        // Whoever has ended already has said it.
        if happened.send(Happening::Sleeping(ready)).await.is_ok() {
            let _ = goodbye.await;
        }
    };
    if runtime
        .block_on(async { timeout(LAST_WORDS, said).await })
        .is_err()
    {
        tracing::warn!("there was no time for a goodbye");
    }
}
