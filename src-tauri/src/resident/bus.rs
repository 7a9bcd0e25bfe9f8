//! `org.porchlight.Agent1` on the session bus: what she is, for other programs to read and follow, and what the command line
//! can ask for.
//!
//! Always holds: an intent goes the way that those of the command line go, through the socket; nothing is sent on the bus but
//! properties that have changed; and where the bus refuses the name, as sandboxes do, nothing else is missing.

use std::{borrow::Cow, collections::HashMap};

use chrono::Utc;
use futures_util::StreamExt as _;
use porchlight_client::{
    Config,
    socket::{Guest, GuestKind, Refusal},
    zone,
};
use porchlight_core::{
    intent::{Holding, Intent},
    locale::{Clock, Locale},
    view::{LinkState, OfficeView, View},
};
use porchlight_protocol::{ChoiceStatus, Ends, OfficeId, Overall};
use tokio::{runtime::Handle, sync::watch};
use zbus::{
    DBusError,
    fdo::{DBusProxy, Properties, RequestNameFlags},
    interface,
    names::InterfaceName,
    object_server::{ResponseDispatchNotifier, SignalEmitter},
    zvariant::{OwnedValue, Str, Value},
};

use crate::command_line::time;

const NAME: &str = "org.porchlight.Agent1";
const PATH: &str = "/org/porchlight/Agent1";

/// What the properties say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    status: &'static str,
    headline: String,
    reason: String,
    until: i64,
    following_schedule: bool,
    connected: bool,
    agents_online: i32,
    offices: Vec<Office>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Office {
    id: String,
    name: String,
    status: &'static str,
    reason: String,
    until: i64,
    agents_online: i32,
}

impl From<&View> for Shown {
    fn from(view: &View) -> Self {
        Self {
            status: match view.status {
                Overall::Available => "available",
                Overall::Away => "away",
                Overall::Offline => "offline",
                Overall::Mixed => "mixed",
            },
            headline: view.headline.clone(),
            reason: view.reason.clone(),
            until: seconds(view.ends),
            following_schedule: view.following_schedule,
            connected: view.link.state == LinkState::Connected,
            agents_online: counted(view.online),
            offices: view.offices.iter().map(Office::from).collect(),
        }
    }
}

impl From<&OfficeView> for Office {
    fn from(office: &OfficeView) -> Self {
        Self {
            id: office.id.to_string(),
            name: office.name.clone(),
            status: porchlight_core::words::status_key(office.status),
            reason: office.reason.clone(),
            until: seconds(office.ends),
            agents_online: counted(office.available),
        }
    }
}

/// Since 1970 in UTC; 0 for no end.
fn seconds(ends: Option<Ends>) -> i64 {
    ends.map_or(0, |ends| ends.at.timestamp())
}

/// -1 where that is unknown.
fn counted(agents: Option<u32>) -> i32 {
    agents.map_or(-1, |agents| i32::try_from(agents).unwrap_or(i32::MAX))
}

type Dictionary = HashMap<&'static str, OwnedValue>;

impl Shown {
    /// Every property by its name.
    fn properties(&self) -> HashMap<&'static str, Value<'_>> {
        HashMap::from([
            ("Status", Value::from(self.status)),
            ("Headline", Value::from(self.headline.as_str())),
            ("Reason", Value::from(self.reason.as_str())),
            ("Until", Value::from(self.until)),
            ("FollowingSchedule", Value::from(self.following_schedule)),
            ("Connected", Value::from(self.connected)),
            ("AgentsOnline", Value::from(self.agents_online)),
            ("Offices", Value::from(self.dictionaries())),
        ])
    }

    fn dictionaries(&self) -> Vec<Dictionary> {
        let text = |text: &str| OwnedValue::from(Str::from(text.to_owned()));
        let offices = self.offices.iter().map(|office| {
            HashMap::from([
                ("id", text(&office.id)),
                ("name", text(&office.name)),
                ("status", text(office.status)),
                ("reason", text(&office.reason)),
                ("until", OwnedValue::from(office.until)),
                ("agents_online", OwnedValue::from(office.agents_online)),
            ])
        });
        offices.collect()
    }
}

/// Serves other programs for as long as the app runs; never where it may not.
pub(super) async fn serve(
    bus: zbus::Connection,
    config: Config,
    shown: watch::Receiver<Option<Shown>>,
) {
    if let Err(error) = offer(&bus, config, shown).await {
        tracing::info!(%error, "other programs are not served on the session bus");
    }
}

async fn offer(
    bus: &zbus::Connection,
    config: Config,
    mut shown: watch::Receiver<Option<Shown>>,
) -> zbus::Result<()> {
    let Ok(first) = shown.wait_for(Option::is_some).await.map(|it| it.clone()) else {
        return Ok(());
    };
    let agent = Agent {
        config,
        runtime: Handle::current(),
        shown: shown.clone(),
    };
    take_name(bus, agent).await?;
    let emitter = SignalEmitter::new(bus, PATH)?;
    let mut before = first.unwrap_or_default();
    loop {
        let now = shown.borrow_and_update().clone().unwrap_or_default();
        let (was, mut changed) = (before.properties(), now.properties());
        changed.retain(|name, value| was.get(name) != Some(value));
        if !changed.is_empty() {
            let interface = InterfaceName::try_from(NAME)?;
            Properties::properties_changed(&emitter, interface, changed, Cow::default()).await?;
        }
        before = now;
        if shown.changed().await.is_err() {
            return Ok(());
        }
    }
}

/// Waits until no other Porchlight has the name, such as an older version that hands over. Is not queued for it: whoever
/// comes when this one has it is not to be told later that it has it now.
async fn take_name(bus: &zbus::Connection, agent: Agent) -> zbus::Result<()> {
    let names = DBusProxy::new(bus).await?;
    let mut owners = names
        .receive_name_owner_changed_with_args(&[(0, NAME)])
        .await?;
    bus.object_server().at(PATH, agent).await?;
    loop {
        let flags = RequestNameFlags::DoNotQueue.into();
        match bus.request_name_with_flags(NAME, flags).await {
            Ok(_) => return Ok(()),
            Err(zbus::Error::NameTaken) => {
                tracing::info!("another Porchlight serves other programs on the session bus");
            }
            Err(error) => {
                bus.object_server().remove::<Agent, _>(PATH).await?;
                return Err(error);
            }
        }
        let gone = |change: &zbus::fdo::NameOwnerChanged| {
            change
                .args()
                .is_ok_and(|change| change.new_owner().is_none())
        };
        loop {
            match owners.next().await {
                Some(change) if gone(&change) => break,
                Some(_) => {}
                None => return Err(zbus::Error::Failure("the session bus is gone".to_owned())),
            }
        }
    }
}

/// The object.
struct Agent {
    config: Config,
    runtime: Handle,
    shown: watch::Receiver<Option<Shown>>,
}

/// Why something was not done.
#[derive(Debug, DBusError)]
#[zbus(prefix = "org.porchlight.Agent1.Error")]
enum Refused {
    #[zbus(error)]
    Bus(zbus::Error),
    /// Nobody is signed in.
    SignedOut(String),
    NotConnected(String),
    UnknownOffice(String),
    /// The length of time, or the time, makes no sense.
    InvalidHold(String),
    Failed(String),
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        match refusal.code.as_str() {
            "signed_out" => Self::SignedOut(refusal.message),
            "not_connected" => Self::NotConnected(refusal.message),
            "unknown_office" => Self::UnknownOffice(refusal.message),
            _ => Self::Failed(refusal.message),
        }
    }
}

/// Methods that wait until they are answered. By this name, the bus is told of what is inside, and of no more.
mod answered {
    pub(super) type Result<T> =
        std::result::Result<zbus::object_server::ResponseDispatchNotifier<T>, super::Refused>;
}

#[interface(name = "org.porchlight.Agent1")]
impl Agent {
    /// Be Available in these offices, by their ids; none means everywhere. `hold` is `2h`, `18:00`, an RFC 3339 instant,
    /// `hold` for until it is changed, or empty for until the schedule next takes over.
    async fn available(&self, offices: Vec<String>, hold: String) -> Result<(), Refused> {
        self.choose(ChoiceStatus::Available, offices, &hold).await
    }

    async fn away(&self, offices: Vec<String>, hold: String) -> Result<(), Refused> {
        self.choose(ChoiceStatus::Away, offices, &hold).await
    }

    async fn offline(&self, offices: Vec<String>, hold: String) -> Result<(), Refused> {
        self.choose(ChoiceStatus::Offline, offices, &hold).await
    }

    /// Let the schedule decide in these offices; none means everywhere.
    async fn follow_schedule(&self, offices: Vec<String>) -> Result<(), Refused> {
        self.choose(ChoiceStatus::FollowSchedule, offices, "").await
    }

    /// Each fact that was looked at for what she is in each office: about what, what it came to, and in words.
    async fn why(&self) -> Result<Vec<(String, Vec<String>)>, Refused> {
        let why = self.guest().await?.why().await?;
        let offices = why.offices.into_iter().map(|office| {
            let facts = office.facts.into_iter().map(|fact| fact.text);
            (office.id.to_string(), facts.collect())
        });
        Ok(offices.collect())
    }

    async fn show_window(&self) -> Result<(), Refused> {
        self.ask(Intent::ShowWindow).await
    }

    async fn sign_out(&self) -> Result<(), Refused> {
        self.ask(Intent::SignOut).await
    }

    /// Ends the app, once the answer is on its way.
    async fn quit(&self) -> answered::Result<()> {
        let mut guest = self.guest().await?;
        let (answer, answered) = ResponseDispatchNotifier::new(());
        self.runtime.spawn(async move {
            answered.await;
            // It may be gone before it answers.
            let _ = guest.ask(Intent::Quit).await;
        });
        Ok(answer)
    }

    /// `available`, `away`, `offline` or `mixed`.
    #[zbus(property)]
    fn status(&self) -> String {
        self.now().status.to_owned()
    }

    #[zbus(property)]
    fn headline(&self) -> String {
        self.now().headline
    }

    #[zbus(property)]
    fn reason(&self) -> String {
        self.now().reason
    }

    #[zbus(property)]
    fn until(&self) -> i64 {
        self.now().until
    }

    #[zbus(property)]
    fn following_schedule(&self) -> bool {
        self.now().following_schedule
    }

    #[zbus(property)]
    fn connected(&self) -> bool {
        self.now().connected
    }

    #[zbus(property)]
    fn agents_online(&self) -> i32 {
        self.now().agents_online
    }

    #[zbus(property)]
    fn offices(&self) -> Vec<Dictionary> {
        self.now().dictionaries()
    }
}

impl Agent {
    fn now(&self) -> Shown {
        self.shown.borrow().clone().unwrap_or_default()
    }

    async fn choose(
        &self,
        status: ChoiceStatus,
        offices: Vec<String>,
        hold: &str,
    ) -> Result<(), Refused> {
        let hold = holding(hold, &self.config)?;
        self.ask(Intent::Choose {
            offices: offices.into_iter().map(OfficeId).collect(),
            status,
            hold,
        })
        .await
    }

    async fn ask(&self, intent: Intent) -> Result<(), Refused> {
        self.guest().await?.ask(intent).await?;
        Ok(())
    }

    /// A guest of the resident, as the command line is. What holds the bus is no part of tokio, whose the socket is.
    async fn guest(&self) -> Result<Guest, Refused> {
        let folder = self.config.runtime_dir.clone();
        let connecting = self
            .runtime
            .spawn(async move { Guest::connect(&folder, GuestKind::CommandLine, false).await });
        let connected = connecting.await;
        let connected = connected.map_err(|error| Refused::Failed(error.to_string()))?;
        connected.map_err(|error| Refused::Failed(error.to_string()))
    }
}

fn holding(text: &str, config: &Config) -> Result<Holding, Refused> {
    match text.trim() {
        "" => Ok(Holding::NextEdge),
        "hold" => Ok(Holding::UntilChanged),
        clock if clock.contains(':') => {
            let locale = Locale::new(&config.locale, "system", Clock::System);
            let at = time::until(clock, Utc::now(), zone(None));
            let at = at.map_err(|wrong| Refused::InvalidHold(wrong.words(&locale)))?;
            Ok(Holding::Until { at })
        }
        length => {
            let length = time::duration(length).map_err(Refused::InvalidHold)?;
            let seconds = length.as_secs();
            Ok(Holding::For { seconds })
        }
    }
}
