//! One person's computer: the app with a desktop and an idle source made by hand, and a window that watches.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use porchlight_client::{
    Bell, Claim, Config, Desktop, Happening, IdleClock, IdleSource, Inhibitor, Inhibitors, run,
    socket::{Asker, Guest, GuestKind, Refusal, ToGuest, Views},
};
use porchlight_core::{
    Notification, Subject,
    intent::{Done, Holding, Intent},
    locale::SystemLocale,
    tray::TrayModel,
    view::{AgentView, Lack, LinkState, OfficeView, View},
};
use porchlight_protocol::{ChoiceStatus, Status};
use tempfile::TempDir;
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
    time::timeout,
};

use crate::{
    office::{Office, PASSWORD},
    wire::Wire,
};

/// Nothing takes this long unless it is broken.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

pub(crate) struct Desk {
    pub(crate) wire: Wire,
    pub(crate) asker: Asker,
    pub(crate) happenings: mpsc::Sender<Happening>,
    pub(crate) tray: watch::Receiver<Option<TrayModel>>,
    pub(crate) notifications: mpsc::UnboundedReceiver<Notification>,
    pub(crate) windows: mpsc::UnboundedReceiver<()>,
    pub(crate) running: JoinHandle<anyhow::Result<()>>,
    views: Views,
    view: Option<View>,
    idle: Arc<Mutex<Idle>>,
    dirs: TempDir,
}

impl Desk {
    /// Starts the app and signs in.
    pub(crate) async fn of(email: &str, office: &Office) -> Self {
        let mut desk = Self::bare(office).await;
        let intent = Intent::SignIn {
            server: desk.wire.url(),
            email: email.to_owned(),
            password: PASSWORD.to_owned(),
            allow_plain_http: false,
        };
        desk.asker.ask(intent).await.unwrap();
        desk.until("connected", |view| view.link.state == LinkState::Connected)
            .await;
        desk
    }

    /// Starts the app, and leaves it at that.
    pub(crate) async fn bare(office: &Office) -> Self {
        let dirs = tempfile::tempdir().unwrap();
        Self::start(office.wire().await, dirs).await
    }

    async fn start(wire: Wire, dirs: TempDir) -> Self {
        let idle = Arc::new(Mutex::new(Idle::default()));
        let (happenings, happened) = mpsc::channel(16);
        let watched = Happening::SessionWatch(Ok("a test".to_owned()));
        happenings.try_send(watched).unwrap();
        let (trays, tray) = watch::channel(None);
        let (notify, notifications) = mpsc::unbounded_channel();
        let (open, windows) = mpsc::unbounded_channel();
        let desktop = Recorder {
            trays,
            notify,
            open,
        };
        let config = Config {
            state_dir: dirs.path().join("state"),
            runtime_dir: dirs.path().join("run"),
            version: "0.1.0".to_owned(),
            system: "A test".to_owned(),
            device: "A test".to_owned(),
            keyring: false,
            zone: chrono_tz::UTC,
            locale: SystemLocale::default(),
            demo: false,
        };
        let runtime_dir = config.runtime_dir.clone();
        let claim = Claim::take(&runtime_dir).await.unwrap();
        let source = Box::new(Hand(Arc::clone(&idle)));
        let running = tokio::spawn(run(config, claim, desktop, source, happened));
        let window = Guest::connect(&runtime_dir, GuestKind::Window, true)
            .await
            .unwrap();
        let (asker, views) = window.split();
        let mut desk = Self {
            wire,
            asker,
            happenings,
            tray,
            notifications,
            windows,
            running,
            views,
            view: None,
            idle,
            dirs,
        };
        // From the first view on, the app knows that there is a window.
        desk.until("anything", |_| true).await;
        desk
    }

    /// Quits the app and starts it again with what it kept.
    pub(crate) async fn restart(self) -> Self {
        self.restart_after(|_| ()).await
    }

    /// Quits the app, changes what it kept, and starts it again.
    pub(crate) async fn restart_after(mut self, change: impl FnOnce(PathBuf)) -> Self {
        self.quit().await;
        change(self.state_dir());
        Self::start(self.wire, self.dirs).await
    }

    /// Starts the app again once it has ended by itself.
    pub(crate) async fn start_again(mut self) -> Self {
        self.ends().await;
        Self::start(self.wire, self.dirs).await
    }

    pub(crate) async fn quit(&mut self) {
        self.asker.ask(Intent::Quit).await.unwrap();
        self.ends().await;
    }

    async fn ends(&mut self) {
        let ended = timeout(DEADLINE, &mut self.running)
            .await
            .expect("the app ends");
        ended.unwrap().unwrap();
    }

    pub(crate) fn runtime_dir(&self) -> PathBuf {
        self.dirs.path().join("run")
    }

    pub(crate) fn state_dir(&self) -> PathBuf {
        self.dirs.path().join("state")
    }

    /// The last input was this long ago.
    pub(crate) fn idle_for(&self, idle: Duration) {
        self.idle.lock().unwrap().duration = idle;
    }

    /// Whoever is asked for the idle time says that this keeps the computer from counting as idle.
    pub(crate) fn kept_on_by(&self, by: Inhibitor) {
        self.idle.lock().unwrap().inhibitors = Some(kept_on_by(by));
    }

    /// Input is announced from now on, on what this brings.
    pub(crate) fn announces_input(&self) -> mpsc::UnboundedReceiver<Bell> {
        let (bells, given) = mpsc::unbounded_channel();
        self.idle.lock().unwrap().bells = Some(bells);
        given
    }

    pub(crate) async fn ask(&self, intent: Intent) -> Result<Done, Refusal> {
        timeout(DEADLINE, self.asker.ask(intent))
            .await
            .expect("an ask is answered")
    }

    pub(crate) async fn choose(&self, status: ChoiceStatus) {
        self.ask(Intent::everywhere(status, Holding::UntilChanged))
            .await
            .unwrap();
    }

    pub(crate) async fn choose_in(&self, office: &str, status: ChoiceStatus) {
        self.ask(Intent::office(office.into(), status, Holding::UntilChanged))
            .await
            .unwrap();
    }

    /// Waits until the window shows it.
    pub(crate) async fn until(&mut self, what: &str, shows: impl Fn(&View) -> bool) -> View {
        let waiting = async {
            loop {
                if let Some(view) = self.view.as_ref().filter(|view| shows(view)) {
                    return view.clone();
                }
                match self.views.next().await {
                    Some(ToGuest::View { view }) => self.view = Some(*view),
                    Some(_) => {}
                    None => panic!("the app has ended before it showed {what}"),
                }
            }
        };
        let seen = timeout(DEADLINE, waiting).await;
        let Ok(view) = seen else {
            panic!("not shown in time: {what}; but {:#?}", self.view)
        };
        view
    }

    /// Waits until this person sees that one so in an office.
    pub(crate) async fn until_seen(&mut self, office: &str, agent: &str, status: Status) {
        let what = format!("{agent} {status:?} in {office}");
        self.until(&what, |view| {
            agent_in(view, office, agent).is_some_and(|agent| agent.status == status)
        })
        .await;
    }

    /// Waits until my own status is this in all offices.
    pub(crate) async fn until_everywhere(&mut self, status: Status) -> View {
        let what = format!("{status:?} everywhere");
        self.until(&what, |view| {
            view.link.state == LinkState::Connected
                && !view.offices.is_empty()
                && view.offices.iter().all(|office| office.status == status)
        })
        .await
    }

    pub(crate) async fn notification(&mut self, subject: &Subject) -> Notification {
        let waiting = async {
            loop {
                let notification = self.notifications.recv().await.expect("the app runs");
                if notification.subject == *subject {
                    return notification;
                }
            }
        };
        timeout(DEADLINE, waiting)
            .await
            .expect("a notification in time")
    }
}

pub(crate) fn kept_on_by(by: Inhibitor) -> Inhibitors {
    Inhibitors {
        source: Ok("a test".to_owned()),
        by: [by].into(),
    }
}

pub(crate) fn office_in<'a>(view: &'a View, office: &str) -> Option<&'a OfficeView> {
    view.offices
        .iter()
        .find(|known| known.id.as_str() == office)
}

pub(crate) fn agent_in<'a>(view: &'a View, office: &str, name: &str) -> Option<&'a AgentView> {
    office_in(view, office)?
        .agents
        .iter()
        .find(|agent| agent.name == name)
}

/// A desktop that writes down what it was asked to show.
struct Recorder {
    trays: watch::Sender<Option<TrayModel>>,
    notify: mpsc::UnboundedSender<Notification>,
    open: mpsc::UnboundedSender<()>,
}

impl Desktop for Recorder {
    fn show_tray(&mut self, tray: &TrayModel) {
        self.trays.send_replace(Some(tray.clone()));
    }

    fn notify(&mut self, notification: Notification) {
        let _ = self.notify.send(notification);
    }

    fn withdraw(&mut self, _subject: &Subject) {}

    fn open_window(&mut self) {
        let _ = self.open.send(());
    }

    fn quit(&mut self) {}
}

#[derive(Default)]
struct Idle {
    duration: Duration,
    bells: Option<mpsc::UnboundedSender<Bell>>,
    inhibitors: Option<Inhibitors>,
}

/// An idle source that says what the test wants.
struct Hand(Arc<Mutex<Idle>>);

impl IdleSource for Hand {
    fn name(&self) -> String {
        "a test's hand".to_owned()
    }

    fn idle_for(&mut self) -> Result<Duration, Lack> {
        Ok(self.0.lock().unwrap().duration)
    }

    fn announce_input(&mut self, bell: &Bell) -> bool {
        let bells = &self.0.lock().unwrap().bells;
        bells
            .as_ref()
            .is_some_and(|bells| bells.send(bell.clone()).is_ok())
    }

    fn inhibitors(&mut self) -> Option<Inhibitors> {
        self.0.lock().unwrap().inhibitors.clone()
    }

    fn counts(&self) -> IdleClock {
        IdleClock::Awake
    }
}
