//! The tray beside the controller: what it is to show, and whether any panel shows it.

use std::time::Duration;

use porchlight_app::platform::System;
use porchlight_client::Happening;
use porchlight_core::{intent::Intent, tray::TrayModel, view::Lack};
use tokio::sync::{mpsc, watch};

use crate::tray::Tray;

/// How much later than the app a panel may start before the window opens in its place.
const PANEL_STARTS: Duration = Duration::from_secs(2);

/// What the panel is to show. Only the latest counts.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) model: Option<TrayModel>,
    dark_panel: bool,
    /// Who shows tray icons here, or why nobody does; none until asked.
    host: Option<Result<String, Lack>>,
    /// How often the panel has come, gone, or been replaced.
    panels: u32,
}

/// Keeps the icon in the panel up to date, also where the panel comes later or comes back.
pub(super) struct Panel {
    tray: Tray,
    wishes: watch::Sender<Wanted>,
    wanted: watch::Receiver<Wanted>,
    happened: mpsc::Sender<Happening>,
    reported: Option<Result<String, Lack>>,
    /// Which panel it was drawn for.
    panels: u32,
}

impl Panel {
    pub(super) fn new(tray: Tray, happened: mpsc::Sender<Happening>) -> Self {
        let dark_panel = given_panel().unwrap_or(true);
        let (wishes, wanted) = watch::channel(Wanted {
            model: None,
            dark_panel,
            host: None,
            panels: 0,
        });
        Self {
            tray,
            wishes,
            wanted,
            happened,
            reported: None,
            panels: 0,
        }
    }

    pub(super) fn wishes(&self) -> watch::Sender<Wanted> {
        self.wishes.clone()
    }

    pub(super) fn watch_host(&self, system: System) -> impl Future<Output = ()> + Send + use<> {
        let wishes = self.wishes.clone();
        system.watch_tray_host(move |host| {
            tracing::info!(?host, "tray host");
            wishes.send_modify(|wanted| {
                wanted.host = Some(host);
                wanted.panels += 1;
            });
        })
    }

    pub(super) fn watch_theme(&self, system: System) -> impl Future<Output = ()> + Send + use<> {
        let wishes = self.wishes.clone();
        async move {
            if given_panel().is_none() {
                system
                    .watch_panel(move |dark| wishes.send_modify(|wanted| wanted.dark_panel = dark))
                    .await;
            }
        }
    }

    /// Runs as long as the app.
    pub(super) async fn run(mut self) {
        loop {
            tokio::select! {
                changed = self.wanted.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    self.draw().await;
                }
                () = self.tray.announce() => {}
            }
        }
    }

    async fn draw(&mut self) {
        let Wanted {
            model,
            dark_panel,
            host,
            panels,
        } = self.wanted.borrow_and_update().clone();
        let Some(model) = model else {
            return;
        };
        let may_create = !matches!(host, Some(Err(_)));
        let outcome = self.tray.draw(&model, dark_panel, may_create).await;
        if self.panels != panels {
            self.panels = panels;
            self.tray.panel_came();
        }
        if let Err(error) = &outcome {
            tracing::warn!(%error, "the tray icon could not be shown");
        }
        let report = match (outcome, host) {
            (Ok(()), Some(host)) => Some(host),
            // The host has not been asked yet; it knows the reason better than this failure does.
            (_, None) => None,
            (Err(_), Some(host)) => Some(host.and(Err(Lack::PanelRefused))),
        };
        if let Some(report) = report
            && self.reported.as_ref() != Some(&report)
        {
            if self.reported.is_none() && report.is_err() {
                tokio::spawn(open_window_without_host(
                    self.wanted.clone(),
                    self.happened.clone(),
                ));
            }
            self.reported = Some(report.clone());
            let _ = self.happened.send(Happening::Tray(report)).await;
        }
    }
}

/// Without an icon the window is the only way in. At login, the panel may just be a little later than the app.
async fn open_window_without_host(
    mut wanted: watch::Receiver<Wanted>,
    happened: mpsc::Sender<Happening>,
) {
    let host = wanted.wait_for(|wanted| matches!(wanted.host, Some(Ok(_))));
    if tokio::time::timeout(PANEL_STARTS, host).await.is_err() {
        let _ = happened.send(Happening::Intent(Intent::ShowWindow)).await;
    }
}

/// `PORCHLIGHT_PANEL`, where the guess is wrong: whether it says that the panel is dark.
fn given_panel() -> Option<bool> {
    match std::env::var("PORCHLIGHT_PANEL").ok()?.as_str() {
        "dark" => Some(true),
        "light" => Some(false),
        _ => None,
    }
}
