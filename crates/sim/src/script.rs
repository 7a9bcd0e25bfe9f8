//! What people do and what breaks, written down before it happens: that is what a seed stands for, and what shrinking
//! takes apart. Delays on the way are drawn as they come.

use porchlight_core::{Timeline, intent::Holding};
use porchlight_protocol::{AgentId, ChoiceStatus, OfficeId, Role, Schedule, Timestamp};
use rand::{Rng as _, SeedableRng as _};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::{
    faults, people,
    time::{Clock, DAY, MINUTE, Millis, WEEK},
};

pub type Dice = Xoshiro256PlusPlus;

/// Makes a source of chance for one purpose, so that what one draws changes nothing for the others.
pub fn dice(seed: u64, purpose: u64) -> Dice {
    Dice::seed_from_u64(
        seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ purpose.wrapping_mul(0xd1b5_4a32_d192_ed03),
    )
}

/// A week, or several, of a campus.
#[derive(Clone, Debug)]
pub struct Script {
    pub seed: u64,
    /// What the calendar says at the beginning: a Monday, 00:00 UTC.
    pub start: Timestamp,
    pub length: Millis,
    pub idle_after_seconds: u64,
    pub offices: Vec<OfficeId>,
    pub agents: Vec<AgentPlan>,
    pub machines: Vec<MachinePlan>,
    pub server_clock: Clock,
    /// By their beginning.
    pub items: Vec<Item>,
}

#[derive(Clone, Debug)]
pub struct AgentPlan {
    pub id: AgentId,
    /// Places in [`Script::offices`].
    pub offices: Vec<(usize, Role)>,
    pub schedule: Option<Schedule>,
    /// Places in [`Script::machines`]; the first is at her desk.
    pub machines: Vec<usize>,
}

#[derive(Clone, Debug)]
pub struct MachinePlan {
    pub agent: usize,
    pub name: String,
    pub clock: Clock,
    /// How long a message takes to the server and back again, each way, at least and at most when nothing is wrong.
    pub delay: (Millis, Millis),
    /// One message in so many is lost and sent again by TCP.
    pub loss: u32,
    pub system: System,
    /// How long after the last input it goes to sleep by itself.
    pub sleeps_after: Millis,
}

/// What an operating system tells of sleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// A clock stands still while the machine sleeps, idle time is counted by it, and the app is called when it wakes.
    Linux,
    /// The same, but nobody calls the app: it finds out by its timers, which stood still, too.
    MacOs,
    /// All clocks go on, and so does idle time; nobody calls the app.
    Windows,
}

/// Something planned.
#[derive(Clone, Debug)]
pub struct Item {
    pub at: Millis,
    /// When it ends by itself; the same as `at` for what takes no time.
    pub until: Millis,
    pub what: What,
}

/// What people do, and what breaks.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The machine starts, and the app with it.
    PowerOn {
        machine: usize,
    },
    /// An orderly shutdown.
    PowerOff {
        machine: usize,
    },
    /// Everything stops at once: the battery, the kernel, the plug.
    Vanish {
        machine: usize,
    },
    /// `said` to the app before and after, as logind does.
    Suspend {
        machine: usize,
        said: bool,
    },
    /// `said` may be lost on the way to the app.
    Resume {
        machine: usize,
        said: bool,
    },
    SitDown {
        machine: usize,
    },
    StandUp {
        machine: usize,
    },
    Lock {
        machine: usize,
    },
    /// `said` may be lost on the way to the app.
    Unlock {
        machine: usize,
        said: bool,
    },
    /// Somebody touches a key or the mouse, and goes again; a lock stays.
    Touch {
        machine: usize,
    },
    StartApp {
        machine: usize,
    },
    /// A newer version takes the app's place.
    HandOver {
        machine: usize,
    },
    QuitApp {
        machine: usize,
    },
    CrashApp {
        machine: usize,
    },
    Choose {
        machine: usize,
        office: Option<usize>,
        status: ChoiceStatus,
        hold: Holding,
    },
    EditSchedule {
        machine: usize,
        schedule: Schedule,
    },
    OwnIdleAfter {
        machine: usize,
        seconds: Option<u64>,
    },
    SetAway {
        machine: usize,
        office: usize,
        agent: Option<usize>,
    },
    SignOut {
        machine: usize,
    },
    SetClock {
        machine: usize,
        by: Millis,
    },
    /// What the system says of unlocking and waking does not reach the app, and nobody notices.
    LoseSignals {
        machine: usize,
    },
    /// Readings of the idle time fail.
    IdleFails {
        machine: usize,
    },
    /// The home directory does not answer.
    HomeHangs {
        machine: usize,
    },
    /// A second client signs in and opens a stream, and says nothing of its person.
    SignInElsewhere {
        agent: usize,
    },
    Path {
        machine: usize,
        trouble: PathTrouble,
    },
    Disk {
        trouble: DiskTrouble,
    },
    KillServer {
        power: bool,
    },
    FreezeServer,
    SetServerClock {
        by: Millis,
    },
    /// Somebody edits on the command line, beside the server.
    Edit(Edit),
}

/// What is wrong between a machine and the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathTrouble {
    /// Connections are reset and cannot be made.
    Cut,
    /// Nothing arrives, and nobody is told.
    HalfOpen,
    /// Something in between answers every new request in the server's place; open streams go on.
    Intercepted(Interceptor),
    /// Half of the signs of life are held back on their way for up to so long, so that what is sent later overtakes them.
    LateHeartbeats(Millis),
    /// Half of the requests arrive twice, the second time up to so much later, as with a proxy that tries again.
    Repeats(Millis),
    /// Requests arrive, answers often do not.
    AnswersLost,
    /// Something holds the stream's bytes back for up to so long.
    Buffered(Millis),
    Slow,
}

impl PathTrouble {
    /// Whether nothing gets through.
    pub const fn cuts(self) -> bool {
        matches!(self, Self::Cut | Self::HalfOpen)
    }
}

/// What answers in the server's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Interceptor {
    /// A network that wants a sign-in sends every call to its page: 302.
    Redirect,
    /// The same, and the page is the answer: 200 with HTML.
    Page,
    /// The same as the standard has it: 511 (RFC 6585).
    SignInRequired,
    /// A proxy that forbids: 403 with a page.
    Forbidden,
    /// A proxy that does not reach the server: 503 with a page.
    Unavailable,
    /// Something that unwraps the encryption, with a certificate of its own.
    Certificate,
}

/// What is wrong with the server's disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskTrouble {
    /// A commit takes about this long.
    Slow(Millis),
    /// Another process holds the lock for writing.
    Locked,
    Full,
    Failing,
    /// Whether a commit came about cannot be told.
    Doubtful,
}

/// An edit by another process.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    RenameOffice {
        office: usize,
    },
    /// Leaves the office, or joins it.
    Member {
        office: usize,
        agent: usize,
        member: bool,
    },
    IdleAfter {
        seconds: u64,
    },
    /// Writes her record as it is, which makes a commit that rests on it a conflict.
    Touch {
        agent: usize,
    },
}

/// How much is to happen.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub agents: Option<usize>,
    pub weeks: i64,
}

impl Script {
    /// What a seed stands for.
    pub fn new(seed: u64, size: Size) -> Self {
        let mut dice = dice(seed, 0);
        let start = people::start(&mut dice);
        let agents = size.agents.unwrap_or_else(|| dice.random_range(2..=14));
        let offices = (agents / 5).max(2);
        let mut script = Self {
            seed,
            start,
            length: WEEK * size.weeks,
            idle_after_seconds: [600, 1800, 3600][dice.random_range(0..3)],
            offices: (0..offices)
                .map(|office| OfficeId(format!("office-{office}")))
                .collect(),
            agents: Vec::new(),
            machines: Vec::new(),
            server_clock: Clock {
                start,
                offset: dice.random_range(-30_000..30_000),
                drift_ppm: dice.random_range(-20..20),
            },
            items: Vec::new(),
        };
        people::cast(&mut script, agents, seed);
        people::live(&mut script, seed);
        faults::break_things(&mut script, seed);
        people::do_more(&mut script, seed);
        people::choose_before_acts(&mut script, seed);
        script.items.retain(|item| item.at < script.length);
        script.items.sort_by_key(|item| item.at);
        script
    }

    /// The same without some of its items.
    #[must_use]
    pub fn with(&self, items: Vec<Item>) -> Self {
        Self {
            items,
            ..self.clone()
        }
    }

    /// An agent's shifts as real intervals, by the server's clock.
    pub fn shifts(&self, agent: usize) -> Vec<(Millis, Millis)> {
        let Some(schedule) = &self.agents[agent].schedule else {
            return Vec::new();
        };
        let Ok(timeline) = Timeline::new(schedule, self.start) else {
            return Vec::new();
        };
        let end = self.server_clock.wall(self.length + DAY);
        timeline
            .shifts_between(self.start, end)
            .into_iter()
            .map(|shift| {
                (
                    self.server_clock.at(shift.from),
                    self.server_clock.at(shift.until),
                )
            })
            .filter(|(from, until)| *until - *from > 30 * MINUTE)
            .collect()
    }
}

impl Item {
    pub fn now(at: Millis, what: What) -> Self {
        Self {
            at,
            until: at,
            what,
        }
    }

    pub fn lasting(at: Millis, until: Millis, what: What) -> Self {
        Self {
            at,
            until: until.max(at + 1),
            what,
        }
    }

    /// The agent whom it belongs to; none for what concerns everybody.
    pub fn agent(&self, script: &Script) -> Option<usize> {
        match &self.what {
            What::SignInElsewhere { agent } => Some(*agent),
            What::Disk { .. }
            | What::KillServer { .. }
            | What::FreezeServer
            | What::SetServerClock { .. }
            | What::Edit(_) => None,
            other => other
                .machine()
                .map(|machine| script.machines[machine].agent),
        }
    }
}

impl What {
    /// The machine that it happens to.
    pub fn machine(&self) -> Option<usize> {
        match self {
            Self::PowerOn { machine }
            | Self::PowerOff { machine }
            | Self::Vanish { machine }
            | Self::Suspend { machine, .. }
            | Self::Resume { machine, .. }
            | Self::SitDown { machine }
            | Self::StandUp { machine }
            | Self::Lock { machine }
            | Self::Unlock { machine, .. }
            | Self::Touch { machine }
            | Self::StartApp { machine }
            | Self::HandOver { machine }
            | Self::QuitApp { machine }
            | Self::CrashApp { machine }
            | Self::Choose { machine, .. }
            | Self::EditSchedule { machine, .. }
            | Self::OwnIdleAfter { machine, .. }
            | Self::SetAway { machine, .. }
            | Self::SignOut { machine }
            | Self::SetClock { machine, .. }
            | Self::LoseSignals { machine }
            | Self::IdleFails { machine }
            | Self::HomeHangs { machine }
            | Self::Path { machine, .. } => Some(*machine),
            Self::SignInElsewhere { .. }
            | Self::Disk { .. }
            | Self::KillServer { .. }
            | Self::FreezeServer
            | Self::SetServerClock { .. }
            | Self::Edit(_) => None,
        }
    }
}
