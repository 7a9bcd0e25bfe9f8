//! Who is there, and how they spend their days.

use chrono::{NaiveDate, NaiveTime};
use porchlight_core::intent::Holding;
use porchlight_protocol::{
    AgentId, ChoiceStatus, Day, LocalTime, Role, Schedule, Shift, Timestamp,
};
use rand::Rng as _;

use crate::{
    script::{AgentPlan, Dice, Item, MachinePlan, PathTrouble, Script, System, What, dice},
    time::{Clock, DAY, HOUR, MINUTE, Millis, SECOND},
};

/// Mondays. In three of these weeks clocks change somewhere.
const MONDAYS: [(i32, u32, u32); 5] = [
    (2026, 11, 23),
    (2026, 10, 19),
    (2026, 10, 26),
    (2027, 3, 8),
    (2027, 3, 22),
];
const ZONES: [&str; 7] = [
    "America/New_York",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Pacific/Chatham",
    "UTC",
];
const HOURS: [(&str, &str); 5] = [
    ("09:00", "17:00"),
    ("08:30", "12:30"),
    ("13:00", "21:00"),
    ("22:00", "06:00"),
    ("10:00", "15:30"),
];
const WEEKDAYS: [Day; 5] = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri];
const NAMES: [&str; 20] = [
    "ana", "ben", "chloe", "dana", "elif", "farid", "grace", "hugo", "ines", "jonas", "keiko",
    "liam", "mira", "noah", "olga", "pablo", "qi", "rosa", "sami", "tove",
];

/// The Monday on which a simulation begins.
pub(crate) fn start(dice: &mut Dice) -> Timestamp {
    let (year, month, day) = MONDAYS[dice.random_range(0..MONDAYS.len())];
    NaiveDate::from_ymd_opt(year, month, day)
        .unwrap_or_default()
        .and_time(NaiveTime::MIN)
        .and_utc()
}

/// Hires agents and gives them machines.
pub(crate) fn cast(script: &mut Script, agents: usize, seed: u64) {
    let mut dice = dice(seed, 1);
    let zone = ZONES[dice.random_range(0..ZONES.len())];
    for agent in 0..agents {
        let name = NAMES[agent % NAMES.len()];
        let round = agent / NAMES.len();
        let id = AgentId(if round == 0 {
            name.to_owned()
        } else {
            format!("{name}{round}")
        });
        let first = agent % script.offices.len();
        let mut offices = vec![(
            first,
            if agent < script.offices.len() {
                Role::Admin
            } else {
                Role::Agent
            },
        )];
        if dice.random_bool(0.5) {
            let second = (first + 1) % script.offices.len();
            offices.push((second, Role::Agent));
        }
        let zone = if dice.random_bool(0.7) {
            zone
        } else {
            ZONES[dice.random_range(0..ZONES.len())]
        };
        let schedule = dice.random_bool(0.85).then(|| schedule(zone, &mut dice));
        let count = if dice.random_bool(0.3) { 2 } else { 1 };
        let mut machines = Vec::new();
        for nth in 0..count {
            machines.push(script.machines.len());
            let name = format!("{id}'s {}", ["desk", "laptop"][nth]);
            script
                .machines
                .push(machine(agent, name, script.start, &mut dice));
        }
        script.agents.push(AgentPlan {
            id,
            offices,
            schedule,
            machines,
        });
    }
}

fn machine(agent: usize, name: String, start: Timestamp, dice: &mut Dice) -> MachinePlan {
    let off = match dice.random_range(0..10) {
        0..5 => 100,
        5..8 => 5 * SECOND,
        8 => 2 * MINUTE,
        _ => 3 * HOUR,
    };
    let least = dice.random_range(1..40);
    MachinePlan {
        agent,
        name,
        clock: Clock {
            start,
            offset: dice.random_range(-off..=off),
            drift_ppm: dice.random_range(-100..=100),
        },
        delay: (least, least + dice.random_range(2..120)),
        loss: [10_000, 500, 60][dice.random_range(0..3)],
        system: match (dice.random_bool(0.5), least % 2) {
            (true, _) => System::Windows,
            (false, 0) => System::Linux,
            (false, _) => System::MacOs,
        },
        sleeps_after: MINUTE * [15, 20, 30, 45, 70, 70, 200][dice.random_range(0..7)],
    }
}

pub(crate) fn schedule(zone: &str, dice: &mut Dice) -> Schedule {
    let (start, end) = HOURS[dice.random_range(0..HOURS.len())];
    let time = |text: &str| text.parse::<LocalTime>().ok();
    let (Some(start), Some(end), Some(noon), Some(one)) =
        (time(start), time(end), time("12:00"), time("13:00"))
    else {
        return empty(zone);
    };
    let mut days = WEEKDAYS.to_vec();
    if dice.random_bool(0.3) {
        days.push(Day::Sun);
    }
    let shifts = if start < noon && end > one && dice.random_bool(0.3) {
        vec![
            Shift {
                days: days.clone(),
                start,
                end: noon,
            },
            Shift {
                days,
                start: one,
                end,
            },
        ]
    } else {
        vec![Shift { days, start, end }]
    };
    Schedule {
        shifts,
        ..empty(zone)
    }
}

fn empty(zone: &str) -> Schedule {
    Schedule {
        zone: zone.to_owned(),
        shifts: Vec::new(),
        dates: std::collections::BTreeMap::new(),
        time_off: Vec::new(),
    }
}

/// Writes everybody's days.
pub(crate) fn live(script: &mut Script, seed: u64) {
    for agent in 0..script.agents.len() {
        let mut dice = dice(seed, 1000 + agent as u64);
        let mut shifts = script.shifts(agent);
        if shifts.is_empty() {
            shifts = (0..script.length / DAY)
                .map(|day| (day * DAY + 9 * HOUR, day * DAY + 15 * HOUR))
                .collect();
        }
        // Shifts with a lunch between them are one day.
        let mut days: Vec<(Millis, Millis)> = Vec::new();
        for (from, until) in shifts {
            match days.last_mut() {
                Some((_, end)) if from - *end < 3 * HOUR => *end = until,
                _ => days.push((from, until)),
            }
        }
        let mut day = Writer {
            script,
            agent,
            dice: &mut dice,
            machine_on: false,
        };
        for (from, until) in days {
            day.live(from, until);
        }
    }
}

struct Writer<'a> {
    script: &'a mut Script,
    agent: usize,
    dice: &'a mut Dice,
    machine_on: bool,
}

impl Writer<'_> {
    fn live(&mut self, from: Millis, until: Millis) {
        if self.dice.random_bool(0.06) {
            return;
        }
        let desk = self.script.agents[self.agent].machines[0];
        let arrival = (from + self.minutes(-20, 20)).max(MINUTE);
        let leaving = until + self.minutes(-15, 25);
        self.arrive(desk, arrival);
        let mut at = arrival + self.minutes(5, 50);
        let lunch = arrival + (leaving - arrival) / 2 + self.minutes(-30, 30);
        let mut had_lunch = false;
        while at < leaving - 20 * MINUTE {
            if !had_lunch && at >= lunch {
                had_lunch = true;
                at = self.lunch(desk, at);
            } else {
                at = match self.dice.random_range(0..7) {
                    0 => self.coffee(desk, at),
                    1 => self.meeting(desk, at),
                    2 | 3 => self.change_mind(desk, at),
                    4 if self.dice.random_bool(0.4) => self.edit(desk, at),
                    5 => self.administer(desk, at),
                    _ => at,
                };
            }
            at += self.minutes(15, 80);
        }
        self.leave(desk, leaving.max(at));
    }

    fn arrive(&mut self, desk: usize, at: Millis) {
        if self.machine_on {
            self.now(
                at,
                What::Resume {
                    machine: desk,
                    said: true,
                },
            );
            let unlocked = at + self.dice.random_range(SECOND..20 * SECOND);
            self.now(
                unlocked,
                What::Unlock {
                    machine: desk,
                    said: true,
                },
            );
        } else {
            self.now(at, What::PowerOn { machine: desk });
            self.now(at + 1, What::StartApp { machine: desk });
        }
        self.now(at + 25 * SECOND, What::SitDown { machine: desk });
    }

    fn lunch(&mut self, desk: usize, at: Millis) -> Millis {
        let back = at + self.minutes(20, 75);
        match self.dice.random_range(0..5) {
            0 => {
                let seconds = 3600;
                self.choose(desk, at, None, ChoiceStatus::Away, Holding::For { seconds });
                self.walk_away(desk, at + 5 * SECOND, back);
            }
            1 => self.lock_away(desk, at, back),
            2 => {
                self.now(at, What::StandUp { machine: desk });
                let said = self.dice.random_bool(0.8);
                self.now(
                    at + 2 * SECOND,
                    What::Suspend {
                        machine: desk,
                        said,
                    },
                );
                self.now(
                    back,
                    What::Resume {
                        machine: desk,
                        said,
                    },
                );
                self.now(back + 4 * SECOND, What::SitDown { machine: desk });
            }
            3 => {
                self.choose(desk, at, None, ChoiceStatus::Offline, Holding::NextEdge);
                self.walk_away(desk, at + 3 * SECOND, back);
                self.choose(
                    desk,
                    back + 10 * SECOND,
                    None,
                    ChoiceStatus::Available,
                    Holding::NextEdge,
                );
            }
            _ => self.walk_away(desk, at, back),
        }
        back
    }

    fn coffee(&mut self, desk: usize, at: Millis) -> Millis {
        let back = at + self.minutes(3, 18);
        if self.dice.random_bool(0.5) {
            self.lock_away(desk, at, back);
        } else {
            self.walk_away(desk, at, back);
        }
        back
    }

    fn meeting(&mut self, desk: usize, at: Millis) -> Millis {
        let back = at + self.minutes(20, 60);
        if self.dice.random_bool(0.7) {
            let seconds = u64::try_from((back - at) / SECOND).unwrap_or(1800);
            let office = Some(self.own_office());
            self.choose(
                desk,
                at,
                office,
                ChoiceStatus::Away,
                Holding::For { seconds },
            );
        }
        let laptop = self.script.agents[self.agent].machines.get(1).copied();
        match laptop {
            Some(laptop) => {
                self.now(at, What::StandUp { machine: desk });
                self.now(at + 30 * SECOND, What::PowerOn { machine: laptop });
                self.now(at + 31 * SECOND, What::StartApp { machine: laptop });
                self.now(at + MINUTE, What::SitDown { machine: laptop });
                if self.dice.random_bool(0.3) {
                    self.choose(
                        laptop,
                        at + 4 * MINUTE,
                        None,
                        ChoiceStatus::Available,
                        Holding::NextEdge,
                    );
                }
                self.now(back - 2 * MINUTE, What::StandUp { machine: laptop });
                let end = match self.dice.random_range(0..4) {
                    0 => What::PowerOff { machine: laptop },
                    1 => What::Suspend {
                        machine: laptop,
                        said: true,
                    },
                    2 => What::Suspend {
                        machine: laptop,
                        said: false,
                    },
                    _ => What::QuitApp { machine: laptop },
                };
                self.now(back - MINUTE, end);
                self.now(back, What::SitDown { machine: desk });
            }
            None => self.walk_away(desk, at, back),
        }
        back
    }

    fn change_mind(&mut self, desk: usize, at: Millis) -> Millis {
        let mut at = at;
        for _ in 0..self.dice.random_range(1..4) {
            let status = [
                ChoiceStatus::Available,
                ChoiceStatus::Away,
                ChoiceStatus::Offline,
                ChoiceStatus::FollowSchedule,
                ChoiceStatus::Available,
            ][self.dice.random_range(0..5)];
            let hold = match self.dice.random_range(0..4) {
                0 => Holding::UntilChanged,
                1 => Holding::For {
                    seconds: self.dice.random_range(60..5400),
                },
                _ => Holding::NextEdge,
            };
            let office = if self.dice.random_bool(0.4) {
                Some(self.own_office())
            } else {
                None
            };
            self.choose(desk, at, office, status, hold);
            at += self.dice.random_range(200..90_000);
        }
        let settled = at + self.minutes(1, 30);
        let status = if self.dice.random_bool(0.5) {
            ChoiceStatus::FollowSchedule
        } else {
            ChoiceStatus::Available
        };
        self.choose(desk, settled, None, status, Holding::NextEdge);
        settled
    }

    fn edit(&mut self, desk: usize, at: Millis) -> Millis {
        if self.dice.random_bool(0.3) {
            self.now(at, What::SignOut { machine: desk });
            return at;
        }
        if let Some(known) = self.script.agents[self.agent]
            .schedule
            .as_ref()
            .filter(|_| self.dice.random_bool(0.6))
        {
            let zone = known.zone.clone();
            let schedule = schedule(&zone, self.dice);
            self.now(
                at,
                What::EditSchedule {
                    machine: desk,
                    schedule,
                },
            );
        } else {
            let seconds = self
                .dice
                .random_bool(0.7)
                .then(|| self.dice.random_range(300..900));
            self.now(
                at,
                What::OwnIdleAfter {
                    machine: desk,
                    seconds,
                },
            );
        }
        at
    }

    fn administer(&mut self, desk: usize, at: Millis) -> Millis {
        let offices = &self.script.agents[self.agent].offices;
        let Some((office, _)) = offices
            .iter()
            .find(|(_, role)| *role == Role::Admin)
            .copied()
        else {
            return at;
        };
        if self.dice.random_bool(0.6) {
            return at;
        }
        let members: Vec<_> = (0..self.script.agents.len())
            .filter(|agent| {
                *agent != self.agent
                    && self.script.agents[*agent]
                        .offices
                        .iter()
                        .any(|(of, _)| *of == office)
            })
            .collect();
        let agent = (!members.is_empty() && self.dice.random_bool(0.7))
            .then(|| members[self.dice.random_range(0..members.len())]);
        self.now(
            at,
            What::SetAway {
                machine: desk,
                office,
                agent,
            },
        );
        at
    }

    fn leave(&mut self, desk: usize, at: Millis) {
        self.now(at, What::StandUp { machine: desk });
        let soon = at + 5 * SECOND;
        self.machine_on = true;
        match self.dice.random_range(0..10) {
            0 => {
                self.choose(desk, at, None, ChoiceStatus::Offline, Holding::NextEdge);
                self.now(soon, What::PowerOff { machine: desk });
                self.machine_on = false;
            }
            1 | 2 => {
                self.now(soon, What::PowerOff { machine: desk });
                self.machine_on = false;
            }
            3 => {
                self.now(soon, What::QuitApp { machine: desk });
                self.after(
                    soon,
                    5,
                    60,
                    What::Suspend {
                        machine: desk,
                        said: true,
                    },
                );
            }
            4 => self.now(
                soon,
                What::Suspend {
                    machine: desk,
                    said: true,
                },
            ),
            5 => self.now(
                soon,
                What::Suspend {
                    machine: desk,
                    said: false,
                },
            ),
            6 => {
                self.now(soon, What::Lock { machine: desk });
                self.after(
                    soon,
                    5,
                    45,
                    What::Suspend {
                        machine: desk,
                        said: true,
                    },
                );
            }
            7 => {
                // The lid: locked, and asleep at once.
                self.now(soon, What::Lock { machine: desk });
                let asleep = soon + self.dice.random_range(1..400);
                self.now(
                    asleep,
                    What::Suspend {
                        machine: desk,
                        said: true,
                    },
                );
            }
            8 => self.after(
                soon,
                10,
                70,
                What::Suspend {
                    machine: desk,
                    said: true,
                },
            ),
            _ => {
                // Nothing sends this one to sleep until late.
                let office = Some(self.own_office());
                self.choose(
                    desk,
                    at - MINUTE,
                    office,
                    ChoiceStatus::Available,
                    Holding::UntilChanged,
                );
                self.after(
                    soon,
                    40,
                    120,
                    What::Suspend {
                        machine: desk,
                        said: true,
                    },
                );
            }
        }
    }

    fn walk_away(&mut self, desk: usize, at: Millis, back: Millis) {
        self.now(at, What::StandUp { machine: desk });
        self.now(back, What::SitDown { machine: desk });
    }

    fn lock_away(&mut self, desk: usize, at: Millis, back: Millis) {
        self.now(at, What::StandUp { machine: desk });
        self.now(at + SECOND, What::Lock { machine: desk });
        self.now(
            back,
            What::Unlock {
                machine: desk,
                said: true,
            },
        );
        self.now(back + 1, What::SitDown { machine: desk });
    }

    fn choose(
        &mut self,
        machine: usize,
        at: Millis,
        office: Option<usize>,
        status: ChoiceStatus,
        hold: Holding,
    ) {
        self.now(
            at,
            What::Choose {
                machine,
                office,
                status,
                hold,
            },
        );
    }

    fn own_office(&mut self) -> usize {
        let offices = &self.script.agents[self.agent].offices;
        offices[self.dice.random_range(0..offices.len())].0
    }

    fn now(&mut self, at: Millis, what: What) {
        self.script.items.push(Item::now(at.max(0), what));
    }

    fn minutes(&mut self, least: i64, most: i64) -> Millis {
        self.dice.random_range(least * MINUTE..=most * MINUTE)
    }

    /// Somewhat later, between so many minutes.
    fn after(&mut self, at: Millis, least: i64, most: i64, what: What) {
        let later = at + self.minutes(least, most);
        self.now(later, what);
    }
}

/// Adds to what happens: drawn apart, so that the rest of a seed stays what it was.
pub(crate) fn do_more(script: &mut Script, seed: u64) {
    let mut dice = dice(seed, 21);
    let mut more = Vec::new();
    for item in &script.items {
        // Whoever passes by, or moves the mouse before she unlocks.
        if let What::Lock { machine } = item.what
            && dice.random_bool(0.2)
        {
            let at = item.at + dice.random_range(5 * SECOND..20 * MINUTE);
            more.push(Item::now(at, What::Touch { machine }));
        }
    }
    if dice.random_bool(0.4) {
        for machine in 0..script.machines.len() {
            for _ in 0..dice.random_range(0..3) {
                let at = dice.random_range(0..script.length);
                let sits = |item: &&Item| item.at > at && item.what.machine() == Some(machine);
                // Newer versions come while somebody works there, or does anything else.
                let near = script.items.iter().find(sits).map_or(at, |item| item.at);
                let at = near + dice.random_range(0..10 * MINUTE);
                more.push(Item::now(at, What::HandOver { machine }));
            }
        }
    }
    script.items.extend(more);
}

/// Has people choose just before an administrator sets them Away, where that comes late: drawn apart once more, for the
/// same reason.
pub(crate) fn choose_before_acts(script: &mut Script, seed: u64) {
    let mut dice = dice(seed, 22);
    let mut more = Vec::new();
    for item in &script.items {
        let What::SetAway {
            office,
            agent: Some(agent),
            ..
        } = item.what
        else {
            continue;
        };
        if !dice.random_bool(0.2) {
            continue;
        }
        let machines = &script.agents[agent].machines;
        let machine = machines[dice.random_range(0..machines.len())];
        let from = item.at - dice.random_range(MINUTE..4 * MINUTE);
        more.push(Item {
            at: from,
            until: item.at + dice.random_range(10 * SECOND..4 * MINUTE),
            what: What::Path {
                machine,
                trouble: PathTrouble::Cut,
            },
        });
        more.push(Item::now(
            dice.random_range(from + 20 * SECOND..item.at),
            What::Choose {
                machine,
                office: Some(office),
                status: ChoiceStatus::Available,
                hold: Holding::UntilChanged,
            },
        ));
    }
    script.items.extend(more);
}
