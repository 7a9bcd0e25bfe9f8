//! What breaks. Each seed draws which faults there are at all, and how often: with everything at once nothing would
//! ever settle, and rare meetings of two faults would never be seen.

use porchlight_core::intent::Holding;
use porchlight_protocol::{ChoiceStatus, Role};
use rand::Rng as _;

use crate::{
    script::{Dice, DiskTrouble, Edit, Interceptor, Item, PathTrouble, Script, What, dice},
    time::{HOUR, MINUTE, Millis, SECOND, WEEK},
};

const INTERCEPTORS: [Interceptor; 6] = [
    Interceptor::Redirect,
    Interceptor::Page,
    Interceptor::SignInRequired,
    Interceptor::Forbidden,
    Interceptor::Unavailable,
    Interceptor::Certificate,
];

/// How often something breaks in a seed in which it does, as a mean a week.
#[derive(Clone, Copy)]
struct Rate(f64);

struct Breaker<'a> {
    script: &'a mut Script,
    dice: &'a mut Dice,
    /// When people do something, and at which machine: faults are most telling then.
    moments: Vec<(Millis, Option<usize>)>,
}

/// Writes the faults of a seed.
pub(crate) fn break_things(script: &mut Script, seed: u64) {
    let mut dice = dice(seed, 2);
    let moments = script
        .items
        .iter()
        .map(|item| (item.at, item.what.machine()))
        .collect();
    let mut breaker = Breaker {
        script,
        dice: &mut dice,
        moments,
    };
    breaker.machines();
    breaker.server();
    let moments = breaker.moments;
    // Drawn apart, so that the other faults of a seed stay what they were.
    let mut later_dice = crate::script::dice(seed, 20);
    let mut later = Breaker {
        script,
        dice: &mut later_dice,
        moments,
    };
    later.crash_loops();
    later.repeats();
}

impl Breaker<'_> {
    fn machines(&mut self) {
        let [
            crash,
            vanish,
            sleepless,
            cut,
            short_cut,
            half_open,
            intercepted,
            late_heartbeats,
            lost,
            buffered,
            slow,
            set_clock,
            idle,
            home,
            elsewhere,
            signals,
        ] = [
            1.5, 0.7, 1.0, 2.0, 8.0, 3.0, 2.0, 2.0, 2.0, 1.0, 2.0, 1.0, 4.0, 1.0, 2.0, 2.0,
        ]
        .map(|rate| self.rate(rate));
        for machine in 0..self.script.machines.len() {
            for at in self.times(crash, Some(machine)) {
                self.now(at, What::CrashApp { machine });
                let again = at + self.between(2 * SECOND, 10 * MINUTE);
                self.now(again, What::StartApp { machine });
            }
            for at in self.times(vanish, Some(machine)) {
                self.now(at, What::Vanish { machine });
                let again = at + self.between(20 * SECOND, 30 * MINUTE);
                self.now(again, What::PowerOn { machine });
                self.now(again + 1, What::StartApp { machine });
            }
            for at in self.times(sleepless, Some(machine)) {
                // A lid that is shut for a moment, and logind says nothing.
                let said = self.dice.random_bool(0.5);
                self.now(at, What::Suspend { machine, said });
                let wakes = at + self.between(3 * SECOND, 20 * MINUTE);
                let heard = self.dice.random_bool(0.8);
                self.now(
                    wakes,
                    What::Resume {
                        machine,
                        said: said && heard,
                    },
                );
            }
            for at in self.times(signals, Some(machine)) {
                self.now(at, What::Lock { machine });
                let back = at + self.between(5 * SECOND, 10 * MINUTE);
                self.now(
                    back,
                    What::Unlock {
                        machine,
                        said: false,
                    },
                );
            }
            let path = |trouble| What::Path { machine, trouble };
            for trouble in [
                self.lasting(cut, SECOND, 10 * MINUTE, &path(PathTrouble::Cut)),
                self.lasting(half_open, SECOND, 10 * MINUTE, &path(PathTrouble::HalfOpen)),
            ]
            .concat()
            {
                self.set_away_unknowing(machine, trouble);
            }
            self.lasting(short_cut, 100, 6 * SECOND, &path(PathTrouble::Cut));
            let interceptor = INTERCEPTORS[self.dice.random_range(0..INTERCEPTORS.len())];
            self.lasting(
                intercepted,
                30 * SECOND,
                20 * MINUTE,
                &path(PathTrouble::Intercepted(interceptor)),
            );
            let late = self.between(500, 8 * SECOND);
            self.lasting(
                late_heartbeats,
                MINUTE,
                HOUR,
                &path(PathTrouble::LateHeartbeats(late)),
            );
            for trouble in self.lasting(
                lost,
                10 * SECOND,
                5 * MINUTE,
                &path(PathTrouble::AnswersLost),
            ) {
                self.leave_office_unanswered(machine, trouble);
            }
            let held = self.between(2 * SECOND, 12 * SECOND);
            self.lasting(
                buffered,
                MINUTE,
                30 * MINUTE,
                &path(PathTrouble::Buffered(held)),
            );
            self.lasting(slow, MINUTE, HOUR, &path(PathTrouble::Slow));
            for at in self.times(set_clock, Some(machine)) {
                let by = match self.dice.random_range(0..3) {
                    0 => self.between(-5 * SECOND, 5 * SECOND),
                    1 => self.between(-10 * MINUTE, 10 * MINUTE),
                    _ => HOUR * if self.dice.random_bool(0.5) { 1 } else { -1 },
                };
                self.now(at, What::SetClock { machine, by });
            }
            self.lasting(idle, SECOND, 70 * SECOND, &What::IdleFails { machine });
            self.lasting(home, 5 * SECOND, 3 * MINUTE, &What::HomeHangs { machine });
        }
        for agent in 0..self.script.agents.len() {
            for at in self.times(elsewhere, None) {
                self.now(at, What::SignInElsewhere { agent });
            }
        }
    }

    fn server(&mut self) {
        let [
            kill,
            power,
            freeze,
            set_clock,
            slow,
            locked,
            full,
            failing,
            doubtful,
            edits,
        ] = [4.0, 2.0, 5.0, 1.0, 3.0, 3.0, 1.5, 2.0, 3.0, 8.0].map(|rate| self.rate(rate));
        self.lasting(
            kill,
            SECOND,
            20 * SECOND,
            &What::KillServer { power: false },
        );
        self.lasting(
            power,
            20 * SECOND,
            5 * MINUTE,
            &What::KillServer { power: true },
        );
        let freezes = [
            self.lasting(freeze, SECOND, 50 * SECOND, &What::FreezeServer),
            // About as long as the grace.
            self.lasting(freeze, 12 * SECOND, 22 * SECOND, &What::FreezeServer),
        ];
        for (from, _) in freezes.concat() {
            self.drop_some_before(from);
        }
        for at in self.times(set_clock, None) {
            let by = self.between(-2 * MINUTE, 2 * MINUTE);
            self.now(at, What::SetServerClock { by });
        }
        let pace = self.between(200, 12 * SECOND);
        self.lasting(
            slow,
            10 * SECOND,
            5 * MINUTE,
            &What::Disk {
                trouble: DiskTrouble::Slow(pace),
            },
        );
        self.lasting(
            locked,
            5 * SECOND,
            2 * MINUTE,
            &What::Disk {
                trouble: DiskTrouble::Locked,
            },
        );
        for trouble in self.lasting(
            full,
            10 * SECOND,
            10 * MINUTE,
            &What::Disk {
                trouble: DiskTrouble::Full,
            },
        ) {
            self.sign_out_meanwhile(trouble);
        }
        for trouble in self.lasting(
            failing,
            2 * SECOND,
            3 * MINUTE,
            &What::Disk {
                trouble: DiskTrouble::Failing,
            },
        ) {
            self.sign_out_meanwhile(trouble);
        }
        self.lasting(
            doubtful,
            2 * SECOND,
            MINUTE,
            &What::Disk {
                trouble: DiskTrouble::Doubtful,
            },
        );
        for at in self.times(edits, None) {
            let agent = self.dice.random_range(0..self.script.agents.len());
            let office = self.script.agents[agent]
                .offices
                .last()
                .map_or(0, |(office, _)| *office);
            let edit = match self.dice.random_range(0..6) {
                0 => Edit::RenameOffice { office },
                1 => Edit::IdleAfter {
                    seconds: [600, 1800, 3600][self.dice.random_range(0..3)],
                },
                2 if self.script.agents[agent].offices.len() > 1 => {
                    self.now(
                        at + 10 * MINUTE,
                        What::Edit(Edit::Member {
                            office,
                            agent,
                            member: true,
                        }),
                    );
                    Edit::Member {
                        office,
                        agent,
                        member: false,
                    }
                }
                _ => Edit::Touch { agent },
            };
            self.now(at, What::Edit(edit));
        }
    }

    /// A server that is started anew again and again, and never runs for long.
    fn crash_loops(&mut self) {
        let rate = self.rate(1.0);
        for begins in self.times(rate, None) {
            let longest = self.between(SECOND, 25 * SECOND);
            let mut at = begins;
            for _ in 0..self.between(4, 30) {
                let until = at + self.between(300, 4 * SECOND);
                let kill = What::KillServer { power: false };
                self.script.items.push(Item::lasting(at, until, kill));
                at = until + self.between(500, longest);
            }
            self.vanish_in(begins, at);
        }
    }

    /// A machine is lost while the server comes and goes.
    fn vanish_in(&mut self, from: Millis, until: Millis) {
        let machine = self.dice.random_range(0..self.script.machines.len());
        let at = self.between(from, until);
        self.now(at, What::Vanish { machine });
        let again = until + self.between(MINUTE, 10 * MINUTE);
        self.now(again, What::PowerOn { machine });
        self.now(again + 1, What::StartApp { machine });
    }

    /// A proxy that sends again what was sent once.
    fn repeats(&mut self) {
        let rate = self.rate(2.0);
        for machine in 0..self.script.machines.len() {
            let late = self.between(SECOND, 2 * MINUTE);
            let trouble = PathTrouble::Repeats(late);
            let what = What::Path { machine, trouble };
            self.lasting(rate, MINUTE, 2 * HOUR, &what);
        }
    }

    // Two things at once: each alone is harmless, and chance brings them together once in a hundred weeks.

    /// She is set Away where she cannot know of it, and goes on to choose.
    fn set_away_unknowing(&mut self, machine: usize, (from, until): (Millis, Millis)) {
        let agent = self.script.machines[machine].agent;
        let offices = &self.script.agents[agent].offices;
        let (office, _) = offices[self.dice.random_range(0..offices.len())];
        let administrator =
            self.script.agents.iter().enumerate().find(|(other, plan)| {
                *other != agent && plan.offices.contains(&(office, Role::Admin))
            });
        let Some((_, administrator)) = administrator.filter(|_| until - from > 4 * SECOND) else {
            return;
        };
        let away = What::SetAway {
            machine: administrator.machines[0],
            office,
            agent: Some(agent),
        };
        let back = What::Choose {
            machine,
            office: self.dice.random_bool(0.5).then_some(office),
            status: ChoiceStatus::Available,
            hold: Holding::UntilChanged,
        };
        self.now(from + SECOND, away);
        let soon = self.between(3 * SECOND, 4 * SECOND);
        self.now(from + soon, back);
    }

    /// She chooses for an office, and is not in it any more when that is sent again because the answer was lost.
    fn leave_office_unanswered(&mut self, machine: usize, (from, until): (Millis, Millis)) {
        let agent = self.script.machines[machine].agent;
        let offices = &self.script.agents[agent].offices;
        let (Some((office, _)), true) = (offices.last().copied(), offices.len() > 1) else {
            return;
        };
        let mut at = from + SECOND;
        // One in two answers is lost: the first such choice that has none must be sent again.
        for status in [ChoiceStatus::Away, ChoiceStatus::Available] {
            let choice = What::Choose {
                machine,
                office: Some(office),
                status,
                hold: Holding::UntilChanged,
            };
            self.now(at, choice);
            at += SECOND;
        }
        for (at, member) in [(at, false), (until + MINUTE, true)] {
            let edit = Edit::Member {
                office,
                agent,
                member,
            };
            self.now(at, What::Edit(edit));
        }
    }

    /// The streams of some break just before the server stands still.
    fn drop_some_before(&mut self, freeze: Millis) {
        for machine in 0..self.script.machines.len() {
            let near = |item: &Item| {
                matches!(item.what, What::Path { machine: of, .. } if of == machine)
                    && item.at < freeze + MINUTE
                    && item.until > freeze - MINUTE
            };
            if self.dice.random_bool(0.5) && !self.script.items.iter().any(near) {
                let from = (freeze - self.between(100, 3 * SECOND)).max(0);
                let what = What::Path {
                    machine,
                    trouble: PathTrouble::Cut,
                };
                let until = from + self.between(50, SECOND);
                self.script.items.push(Item::lasting(from, until, what));
            }
        }
    }

    /// Whoever does something then signs out while nothing can be written.
    fn sign_out_meanwhile(&mut self, (from, until): (Millis, Millis)) {
        let nearest = self
            .moments
            .iter()
            .filter_map(|(at, machine)| Some(((at - from).abs(), (*machine)?)))
            .min();
        let Some((_, machine)) = nearest else {
            return;
        };
        let at = self.between(from, until.min(from + 30 * SECOND));
        self.now(at, What::SignOut { machine });
    }

    /// Whether there is such a fault in this seed, and how often.
    fn rate(&mut self, usual: f64) -> Rate {
        Rate(if self.dice.random_bool(0.4) {
            usual * [0.3, 1.0, 2.5][self.dice.random_range(0..3)]
        } else {
            0.0
        })
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a length of weeks in milliseconds is exact"
    )]
    fn times(&mut self, rate: Rate, machine: Option<usize>) -> Vec<Millis> {
        let mut expected = rate.0 * self.script.length as f64 / WEEK as f64;
        let mut times = Vec::new();
        while expected > 0.0 {
            if expected >= 1.0 || self.dice.random_bool(expected) {
                times.push(self.moment(machine));
            }
            expected -= 1.0;
        }
        times
    }

    /// Mostly just before somebody does something, sometimes anywhere.
    fn moment(&mut self, machine: Option<usize>) -> Millis {
        let anywhere = self.dice.random_range(0..self.script.length);
        let own: Vec<_> = self
            .moments
            .iter()
            .filter(|(_, of)| machine.is_none() || *of == machine)
            .collect();
        if own.is_empty() || self.dice.random_bool(0.25) {
            return anywhere;
        }
        let (at, _) = *own[self.dice.random_range(0..own.len())];
        (at - self.dice.random_range(-2 * SECOND..30 * SECOND)).max(0)
    }

    /// Says from when until when.
    fn lasting(
        &mut self,
        rate: Rate,
        least: Millis,
        most: Millis,
        what: &What,
    ) -> Vec<(Millis, Millis)> {
        let mut spells = Vec::new();
        for at in self.times(rate, what.machine()) {
            // As many of a few seconds as of a few minutes.
            let share: f64 = self.dice.random();
            #[expect(
                clippy::cast_precision_loss,
                clippy::cast_possible_truncation,
                reason = "a few minutes in milliseconds"
            )]
            let length = (least as f64 * (most as f64 / least as f64).powf(share)) as Millis;
            self.script
                .items
                .push(Item::lasting(at, at + length, what.clone()));
            spells.push((at, at + length));
        }
        spells
    }

    fn now(&mut self, at: Millis, what: What) {
        self.script.items.push(Item::now(at, what));
    }

    fn between(&mut self, least: Millis, most: Millis) -> Millis {
        self.dice.random_range(least..=most)
    }
}
