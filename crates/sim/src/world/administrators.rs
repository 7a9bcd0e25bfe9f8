//! What administrators did stands against choices that were made before the agent could know of it.

use std::collections::{BTreeMap, BTreeSet};

use porchlight_campus::records::{ActRecord, ChoicesRecord, Key, Record, read};
use porchlight_core::rules;
use porchlight_protocol::{AgentId, Choice, ChoiceId, OfficeId, Scope};

use super::World;
use crate::{observer::Kind, time::Millis};

/// The acts that stand, and the choices that were made on machines where nothing arrives.
#[derive(Debug, Default)]
pub(crate) struct Acts {
    standing: BTreeMap<(AgentId, OfficeId), Act>,
    /// Since when nothing had arrived where the choice was made.
    unknowing: BTreeMap<ChoiceId, Millis>,
    /// Where somebody was ever set Away.
    ever: BTreeSet<(AgentId, OfficeId)>,
    /// When a schedule was last changed.
    schedules: BTreeMap<AgentId, Millis>,
}

#[derive(Clone, Debug)]
struct Act {
    choice: Choice,
    at: Millis,
}

impl Acts {
    /// Whether an administrator ever set an agent Away in an office.
    pub(super) fn has_ever(&self, agent: &AgentId, office: &OfficeId) -> bool {
        self.ever.contains(&(agent.clone(), office.clone()))
    }

    /// When an agent's schedule was changed last, at the beginning if never.
    pub(super) fn schedule_changed(&self, agent: &AgentId) -> Millis {
        self.schedules.get(agent).copied().unwrap_or_default()
    }
}

impl World {
    /// Choices were taken on by the app on a machine.
    pub(crate) fn chosen_on(&mut self, machine: usize, choices: &[Choice]) {
        let Some(since) = self.machines[machine].cut_off_since() else {
            return;
        };
        for choice in choices {
            let unknowing = &mut self.acts.unknowing;
            unknowing.entry(choice.id.clone()).or_insert(since);
        }
    }

    /// Compares what was kept with the acts that stood before. Call it before the observer takes that in.
    pub(super) fn follow_acts(&mut self, changes: &[Record]) {
        for record in changes {
            let value = record.value.as_deref();
            if let (Some(Key::Choices(agent)), Some(value)) = (Key::parse(&record.key), value)
                && let Ok(after) = read::<ChoicesRecord>(&record.key, value)
            {
                self.check_acts(&agent, &after.choices);
            }
        }
        for record in changes {
            let (agent, office) = match Key::parse(&record.key) {
                Some(Key::Act(agent, office)) => (agent, office),
                Some(Key::Schedule(agent)) => {
                    self.acts.schedules.insert(agent, self.now);
                    continue;
                }
                _ => continue,
            };
            let key = (agent, office);
            self.acts.ever.insert(key.clone());
            let act = record
                .value
                .as_deref()
                .and_then(|value| read::<ActRecord>(&record.key, value).ok())
                .and_then(|act| kept_choice(changes, &key.0, &act.choice));
            match act {
                Some(choice) => {
                    let at = self.now;
                    self.acts.standing.insert(key, Act { choice, at });
                }
                None => {
                    self.acts.standing.remove(&key);
                }
            }
        }
    }

    fn check_acts(&mut self, agent: &AgentId, after: &[Choice]) {
        let before: Vec<_> = self
            .observer
            .kept
            .agent(agent)
            .map_or_else(Vec::new, |agent| {
                agent
                    .choices
                    .iter()
                    .map(|choice| choice.id.clone())
                    .collect()
            });
        let schedule = self
            .observer
            .kept
            .agent(agent)
            .and_then(|agent| agent.schedule.as_ref());
        let late = after
            .iter()
            .filter(|choice| choice.by == *agent && !before.contains(&choice.id));
        let mut undone = Vec::new();
        for choice in late {
            let Some(since) = self.acts.unknowing.get(&choice.id) else {
                continue;
            };
            for ((of, office), act) in &self.acts.standing {
                let concerns = match &choice.scope {
                    Scope::Everywhere => true,
                    Scope::Office(scope) => scope == office,
                };
                // What was on its way when the network broke may have arrived.
                let unknown = of == agent && concerns && act.at > *since;
                let holds = rules::holds_at(&act.choice, schedule, choice.set_at);
                let stands = after
                    .iter()
                    .any(|known| known.id == act.choice.id && known.set_at > choice.set_at);
                if unknown && holds && !stands {
                    undone.push(format!(
                        "{agent} was set Away in {office}, and the choice {} undid that, which was made where nobody could \
                         know of it",
                        choice.id
                    ));
                }
            }
        }
        let (now, place) = (self.now, self.observer.place(agent));
        for text in undone {
            self.observer.sums.undone += 1;
            self.observer.violate(Kind::Undone, now, place, text);
        }
    }
}

fn kept_choice(changes: &[Record], agent: &AgentId, id: &ChoiceId) -> Option<Choice> {
    let key = Key::Choices(agent.clone()).to_string();
    let record = changes.iter().rev().find(|record| record.key == key)?;
    let record = read::<ChoicesRecord>(&record.key, record.value.as_deref()?).ok()?;
    record.choices.into_iter().find(|choice| choice.id == *id)
}
