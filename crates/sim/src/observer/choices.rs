//! What becomes of choices: none that was acknowledged is lost, none that an app has taken on comes to nothing unsaid.

use std::collections::BTreeSet;

use porchlight_campus::records::{AskedRecord, ChoicesRecord, Key, Record, read};
use porchlight_core::{compact, rules};
use porchlight_protocol::{AgentId, Choice, ChoiceId, Timestamp};

use super::{Agent, Kind, Observer};
use crate::{
    server::Acknowledged,
    time::{Millis, SECOND},
};

impl Observer {
    /// The app on a machine has taken on other choices than before.
    pub(crate) fn queued(
        &mut self,
        agent: usize,
        machine: usize,
        after: &[Choice],
        connected: bool,
        wall: Timestamp,
        at: Millis,
    ) {
        let known = self
            .kept
            .agent(&self.ids[agent])
            .and_then(|agent| agent.last_stamp);
        let Agent { offices, queued } = &mut self.agents[agent];
        let queue = queued.entry(machine).or_default();
        queue.retain(|choice| after.iter().any(|other| other.id == choice.id));
        for choice in after {
            if queue.iter().any(|known| known.id == choice.id) {
                continue;
            }
            let latest = queue.iter().map(|choice| choice.set_at).chain(known).max();
            let set_at = if connected {
                rules::next_stamp(wall, latest)
            } else {
                choice.set_at
            };
            queue.push(Choice {
                set_at,
                ..choice.clone()
            });
            self.promised
                .entry(choice.id.clone())
                .or_insert((agent, at));
            // What differs already may go on for as long as this waits.
            for watch in offices.values_mut() {
                if let Some(differ) = &mut watch.differ {
                    differ.waiting = true;
                }
            }
        }
    }

    pub(crate) fn acknowledge(&mut self, acknowledged: Acknowledged, at: Millis) {
        self.sums.acknowledged += 1;
        self.promised.remove(&acknowledged.choice);
        let before = self.acknowledged.get(&acknowledged.choice);
        if let Some(before) =
            before.filter(|before| before.answer.choice != acknowledged.answer.choice)
        {
            let text = format!(
                "the choice {} was answered as {:?}, and again as {:?}",
                acknowledged.choice, before.answer, acknowledged.answer
            );
            self.sums.other_answers += 1;
            let agent = self.places.get(&acknowledged.agent).copied();
            self.violate(Kind::OtherAnswer, at, agent, text);
        }
        self.acknowledged
            .insert(acknowledged.choice.clone(), acknowledged);
    }

    /// A choice that was refused never was, and its sender knows; unless it was kept before.
    pub(crate) fn refused(&mut self, agent: &AgentId, choice: &ChoiceId, kept: bool, at: Millis) {
        self.promised.remove(choice);
        if kept {
            self.sums.other_answers += 1;
            let place = self.places.get(agent).copied();
            self.violate(
                Kind::OtherAnswer,
                at,
                place,
                format!(
                    "the choice {choice} of {agent} is in the store, and is refused the second time"
                ),
            );
        }
    }

    /// Looks for every acknowledged choice in the store.
    pub(crate) fn look_for_acknowledged(
        &mut self,
        get: impl Fn(&Key) -> Option<Record>,
        at: Millis,
    ) {
        let mut lost = Vec::new();
        for (id, Acknowledged { agent, answer, .. }) in &self.acknowledged {
            let asked = get(&Key::Asked(agent.clone(), id.clone()))
                .and_then(|record| read::<AskedRecord>(&record.key, record.value.as_deref()?).ok());
            let choices = get(&Key::Choices(agent.clone())).and_then(|record| {
                read::<ChoicesRecord>(&record.key, record.value.as_deref()?).ok()
            });
            let choice = &answer.choice;
            let stands = choices.is_some_and(|record| {
                let known = record.choices.iter().any(|known| known.id == *id);
                known || is_superseded(choice, &record.choices)
            });
            if asked.is_none() || !stands {
                lost.push((agent.clone(), id.clone()));
            }
        }
        for (agent, id) in lost {
            self.acknowledged.remove(&id);
            self.sums.lost += 1;
            let place = self.places.get(&agent).copied();
            self.violate(
                Kind::Lost,
                at,
                place,
                format!("the choice {id} of {agent} was acknowledged, and is not in the store"),
            );
        }
    }

    /// Looks for choices that an app took on and that neither stand nor wait.
    pub(crate) fn look_for_dropped(
        &mut self,
        waiting: &BTreeSet<ChoiceId>,
        in_store: impl Fn(&AgentId, &ChoiceId) -> bool,
        at: Millis,
    ) {
        let old: Vec<_> = self
            .promised
            .iter()
            .filter(|(_, (_, since))| at - since > 10 * SECOND)
            .map(|(id, (agent, _))| (id.clone(), *agent))
            .collect();
        for (id, agent) in old {
            if waiting.contains(&id) {
                continue;
            }
            self.promised.remove(&id);
            if !in_store(&self.ids[agent], &id) {
                self.sums.dropped += 1;
                let name = self.ids[agent].clone();
                self.violate(
                    Kind::Dropped,
                    at,
                    Some(agent),
                    format!(
                        "the choice {id} of {name} was taken on by the app, and came to nothing"
                    ),
                );
            }
        }
    }

    /// A run of the app ended before what it had taken on was on its disk: nobody was promised anything.
    pub(crate) fn never_promised(&mut self, agent: usize, machine: usize, lost: &[ChoiceId]) {
        for choice in lost {
            self.promised.remove(choice);
        }
        if let Some(queue) = self.agents[agent].queued.get_mut(&machine) {
            queue.retain(|choice| !lost.contains(&choice.id));
        }
    }

    /// An app ended as it was asked to, and a choice is lost with it of which nobody was told.
    pub(crate) fn lost_unsaid(&mut self, agent: usize, choice: &ChoiceId, at: Millis) {
        // Perhaps its answer was lost.
        if self.promised.remove(choice).is_none() {
            return;
        }
        self.sums.dropped += 1;
        let name = &self.ids[agent];
        let text = format!(
            "the choice {choice} of {name} is lost with the end of the app, and nobody was told"
        );
        self.violate(Kind::Dropped, at, Some(agent), text);
    }
}

/// Whether a choice no longer matters beside others.
fn is_superseded(choice: &Choice, others: &[Choice]) -> bool {
    let all = others.iter().cloned().chain([choice.clone()]).collect();
    compact(all).iter().all(|left| left.id != choice.id)
}
