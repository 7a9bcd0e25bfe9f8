//! Makes a script that breaks a bound small: as few people, acts and faults as still break it.

use crate::{
    mutation::Mutation,
    observer::{Kind, Violation},
    script::{Item, Script},
    time::HOUR,
    world::{Outcome, World},
};

/// How often it is tried to leave something out.
const TRIES: usize = 400;

/// A script that breaks the same bound, and what it comes to.
#[derive(Debug)]
pub struct Shrunk {
    pub script: Script,
    pub violation: Violation,
    pub tries: usize,
}

/// Leaves out of a script whatever is not needed to break the same bound as `violation` does.
pub fn shrink(script: &Script, violation: &Violation, mutation: Option<Mutation>) -> Shrunk {
    let mut shrinker = Shrinker {
        script: script.clone(),
        kind: violation.kind,
        violation: violation.clone(),
        tries: 0,
        mutation,
    };
    shrinker.cut_the_end();
    shrinker.without_agents();
    shrinker.without_parts();
    Shrunk {
        script: shrinker.script,
        violation: shrinker.violation,
        tries: shrinker.tries,
    }
}

struct Shrinker {
    script: Script,
    kind: Kind,
    violation: Violation,
    tries: usize,
    mutation: Option<Mutation>,
}

impl Shrinker {
    /// Nothing after the bound was broken matters.
    fn cut_the_end(&mut self) {
        let end = self.violation.at + HOUR;
        let items = self
            .script
            .items
            .iter()
            .filter(|item| item.at <= end)
            .cloned()
            .collect();
        let mut script = self.script.with(items);
        // What lasts until shown and real agree again must end within the week.
        script.length = script.length.min(end + 2 * HOUR);
        self.attempt(script);
    }

    fn without_agents(&mut self) {
        for agent in 0..self.script.agents.len() {
            let items = self
                .script
                .items
                .iter()
                .filter(|item| item.agent(&self.script) != Some(agent))
                .cloned()
                .collect();
            self.attempt(self.script.with(items));
        }
        // The days before may not matter either.
        let from = self.violation.at - 14 * HOUR;
        let items = self
            .script
            .items
            .iter()
            .filter(|item| item.at >= from)
            .cloned()
            .collect();
        self.attempt(self.script.with(items));
    }

    /// Ever smaller parts are left out, as long as that changes nothing.
    fn without_parts(&mut self) {
        let mut size = (self.script.items.len() / 2).max(1);
        loop {
            let mut from = 0;
            let mut smaller = false;
            while from < self.script.items.len() && self.tries < TRIES {
                let until = (from + size).min(self.script.items.len());
                let items: Vec<Item> = self.script.items[..from]
                    .iter()
                    .chain(&self.script.items[until..])
                    .cloned()
                    .collect();
                if self.attempt(self.script.with(items)) {
                    smaller = true;
                } else {
                    from = until;
                }
            }
            if self.tries >= TRIES || (size == 1 && !smaller) {
                return;
            }
            size = (size / 2).max(1);
        }
    }

    fn attempt(&mut self, script: Script) -> bool {
        self.tries += 1;
        let Outcome { violations, .. } =
            World::new(&script, false, Some(self.kind), self.mutation).run();
        let Some(violation) = violations
            .into_iter()
            .find(|violation| violation.kind == self.kind)
        else {
            return false;
        };
        self.violation = violation;
        self.script = script;
        true
    }
}
