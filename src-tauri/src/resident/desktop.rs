//! The desktop that the controller drives: tray, notifications and the window's process.

use std::process::ExitCode;

use porchlight_app::platform::{self, Notices};
use porchlight_client::{Config, Desktop, Happening};
#[cfg(target_os = "linux")]
use porchlight_core::view::View;
use porchlight_core::{Notification, Subject, tray::TrayModel};
use tokio::sync::{mpsc, watch};

#[cfg(target_os = "linux")]
use super::bus::Shown;
use super::{panel::Wanted, window_process::WindowProcess};
use crate::tray::{Activation, Way};

/// The real desktop: the tray, the notification daemon, and the window as a process of its own.
pub(super) struct ResidentDesktop {
    config: Config,
    main: Way,
    panel: watch::Sender<Wanted>,
    notices: Notices,
    happened: mpsc::Sender<Happening>,
    activation: Activation,
    /// What other programs read of it.
    #[cfg(target_os = "linux")]
    shown: watch::Sender<Option<Shown>>,
    window: Option<WindowProcess>,
}

impl ResidentDesktop {
    pub(super) fn new(
        config: Config,
        main: Way,
        panel: watch::Sender<Wanted>,
        notices: Notices,
        happened: mpsc::Sender<Happening>,
        activation: Activation,
        #[cfg(target_os = "linux")] shown: watch::Sender<Option<Shown>>,
    ) -> Self {
        Self {
            config,
            main,
            panel,
            notices,
            happened,
            activation,
            #[cfg(target_os = "linux")]
            shown,
            window: None,
        }
    }
}

impl Desktop for ResidentDesktop {
    fn show_tray(&mut self, tray: &TrayModel) {
        self.panel.send_if_modified(|wanted| {
            let differs = wanted.model.as_ref() != Some(tray);
            if differs {
                wanted.model = Some(tray.clone());
            }
            differs
        });
    }

    #[cfg(target_os = "linux")]
    fn show_others(&mut self, view: &View) {
        let now = Shown::from(view);
        self.shown.send_if_modified(|shown| {
            let differs = shown.as_ref() != Some(&now);
            *shown = Some(now);
            differs
        });
    }

    fn notify(&mut self, notification: Notification) {
        self.notices.show(notification);
    }

    fn withdraw(&mut self, subject: &Subject) {
        self.notices.withdraw(subject);
    }

    fn open_window(&mut self) {
        if self.window.as_ref().is_some_and(WindowProcess::is_running) {
            return;
        }
        self.window = WindowProcess::start(&self.config, &self.happened, self.activation.take());
    }

    fn replace_window(&mut self, process: u32) {
        let ended = match self.window.take() {
            Some(hung) if hung.is_process(process) => {
                hung.kill();
                true
            }
            _ => platform::end_process(process),
        };
        if ended {
            self.window =
                WindowProcess::start(&self.config, &self.happened, self.activation.take());
        }
    }

    fn quit(&mut self) {
        let (main, window) = (self.main.clone(), self.window.take());
        tokio::spawn(async move {
            if let Some(window) = window {
                window.end().await;
            }
            main.end(ExitCode::SUCCESS);
        });
    }
}
