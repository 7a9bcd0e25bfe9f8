//! What every surface must say: looked at once all has settled, and while the network is broken.

use std::collections::BTreeSet;

use porchlight_campus::{PublishedOffice, records::Key};
use porchlight_core::{
    locale::Locale,
    view::{BannerKind, LinkState, Look},
};
use porchlight_protocol::{Cause as Why, ChoiceId, OfficeId};

use super::World;
use crate::{
    machine::Machine,
    observer::Kind,
    script::What,
    time::{MINUTE, Millis, SECOND},
};

/// How long the tray may still look connected after the server can be reached no more: three keep-alives, or one sign of
/// life that is not acknowledged in time.
pub(super) const TRAY: Millis = 47 * SECOND;
/// A drop is looked at after this, and only where the app was connected for as long before.
pub(super) const FLICKER: Millis = 2 * SECOND;

impl World {
    /// Where all has settled, all surfaces say the same.
    pub(super) fn look(&mut self) {
        let now = self.now;
        self.look_for_dropped();
        for machine in 0..self.machines.len() {
            for (intent, at) in self.machines[machine].unanswered(now) {
                let agent = self.machines[machine].plan.agent;
                let text = format!(
                    "{} asked {intent}, and was not answered within ten minutes",
                    self.script.agents[agent].id
                );
                self.observer.unanswered(agent, text, at);
            }
        }
        if self.server.frozen
            || self.server.process.is_none()
            || !self.observer.excuses.is_settled(None, now)
        {
            return;
        }
        if let Some(process) = &mut self.server.process
            && process.publishes_more_for_everybody(now)
        {
            self.observer.sums.stale += 1;
            self.observer.violate(
                Kind::Stale,
                now,
                None,
                "looking at everybody again published something".to_owned(),
            );
        }
        for machine in 0..self.machines.len() {
            self.look_at(machine);
        }
        let offices = self.script.offices.clone();
        for office in &offices {
            self.check_page(office);
        }
    }

    fn look_at(&mut self, machine: usize) {
        let now = self.now;
        let agent = self.machines[machine].plan.agent;
        let calm = (0..self.script.agents.len())
            .all(|agent| now - self.observer.last_change(agent) > 5 * SECOND);
        // What nobody is shown as may change all the same: from Offline to Away, where a machine wakes by itself.
        if !calm
            || now - self.server.published_at <= 5 * SECOND
            || !self.machines[machine].takes_part()
            || now - self.machines[machine].awake_since() < 2 * MINUTE
        {
            return;
        }
        self.observer.sums.looked += 1;
        let Some(view) = self.view(machine) else {
            return;
        };
        let name = self.machines[machine].plan.name.clone();
        if view.link.state != LinkState::Connected {
            self.observer.sums.tray_lies += 1;
            let text = format!(
                "the tray of {name} says {:?} long after everything is well",
                view.link.text
            );
            self.observer.violate(Kind::Tray, now, Some(agent), text);
            return;
        }
        let Some(process) = &self.server.process else {
            return;
        };
        let published = process.published();
        let shown = |id: &porchlight_protocol::AgentId, office: &OfficeId| {
            published
                .agent(id)
                .and_then(|agent| agent.statuses().get(office))
                .map(|status| status.status)
        };
        let mut wrong = Vec::new();
        let own = &self.script.agents[agent].id;
        let set_away = view
            .offices
            .iter()
            .any(|office| matches!(&office.cause, Why::Manual { by } if by != own));
        if !set_away
            && view
                .banners
                .iter()
                .any(|banner| banner.kind == BannerKind::SetAway)
        {
            wrong.push(format!("{name} still says that somebody set {own} Away, and nobody's doing that is in force"));
        }
        for office in &view.offices {
            let own = shown(&self.script.agents[agent].id, &office.id);
            if own != Some(office.status) {
                wrong.push(format!(
                    "the row of {name} says {:?} in {}, and the server {own:?}",
                    office.status, office.id
                ));
            }
            let counter = published.office(&office.id).map(PublishedOffice::available);
            if office.available != counter {
                wrong.push(format!(
                    "{name} counts {:?} in {}, and the server {counter:?}",
                    office.available, office.id
                ));
            }
            for colleague in &office.agents {
                let status = shown(&colleague.id, &office.id);
                if status != Some(colleague.status) {
                    wrong.push(format!(
                        "{name} lists {} as {:?} in {}, and the server {status:?}",
                        colleague.id, colleague.status, office.id
                    ));
                }
            }
        }
        for text in wrong {
            self.observer.sums.disagreements += 1;
            self.observer
                .violate(Kind::Disagree, now, Some(agent), text);
        }
        self.check_notices(machine);
    }

    pub(super) fn check_page(&mut self, office: &OfficeId) {
        let Some(process) = self.server.process.as_ref().filter(|_| !self.server.frozen) else {
            return;
        };
        let Ok(now) = process.published().public_office(office) else {
            return;
        };
        for page in &self.pages {
            if page.office != *office || page.shown.is_none() {
                continue;
            }
            if page.shown.as_ref() != Some(&now) && process.page_settled(office, self.now) {
                let text = format!(
                    "the page of {office} shows {:?}, and GET says {now:?}",
                    page.shown
                );
                self.observer.sums.disagreements += 1;
                self.observer.violate(Kind::Disagree, self.now, None, text);
                return;
            }
        }
    }

    /// The tray must not look connected while it is not.
    pub(super) fn check_tray(&mut self, item: usize) {
        let What::Path { machine, trouble } = self.script.items[item].what else {
            return;
        };
        let still = self.machines[machine].path == Some((trouble, self.script.items[item].until));
        if !still || !self.machines[machine].is_on() || self.server.process.is_none() {
            return;
        }
        let began = self.script.items[item].at;
        let agent = self.machines[machine].plan.agent;
        if self.machines[machine].awake_since() > began {
            return;
        }
        let Some(view) = self.view(machine) else {
            return;
        };
        if view.me.is_some() && view.look != Look::NotConnected {
            self.observer.sums.tray_lies += 1;
            let text = format!(
                "the tray of {} looks {:?} {} s after {trouble:?}",
                self.machines[machine].plan.name,
                view.look,
                (self.now - began) / SECOND
            );
            self.observer.violate(Kind::Tray, began, Some(agent), text);
        }
    }

    /// Nobody is told of a drop that is over before customers could see it.
    pub(super) fn check_flicker(&mut self, item: usize) {
        let What::Path { machine, .. } = self.script.items[item].what else {
            return;
        };
        let began = self.script.items[item].at;
        // While it says goodbye, an app shows that it is about to go.
        let undisturbed = self.machines[machine].is_in_use()
            && self.machines[machine].awake_since() < began
            && self.server.process.is_some();
        let Some(view) = self
            .view(machine)
            .filter(|view| undisturbed && view.me.is_some())
        else {
            return;
        };
        // That a choice of hers did not get through meanwhile is no fault of the drop's.
        let unseen_choice = view.link.text == Locale::english().messages().link_unseen_choice();
        if view.look == Look::NotConnected && !unseen_choice {
            let agent = self.machines[machine].plan.agent;
            self.observer.sums.tray_lies += 1;
            let text = format!(
                "the tray of {} says \"{}\" because of a drop of {} ms",
                self.machines[machine].plan.name,
                view.link.text,
                self.now - began
            );
            self.observer.violate(Kind::Tray, began, Some(agent), text);
        }
    }

    pub(super) fn look_for_acknowledged(&mut self) {
        let disk = &self.disk;
        self.observer
            .look_for_acknowledged(|key| disk.get(key).cloned(), self.now);
    }

    fn look_for_dropped(&mut self) {
        let waiting: BTreeSet<ChoiceId> = self.machines.iter().flat_map(Machine::queued).collect();
        let disk = &self.disk;
        let in_store = |agent: &porchlight_protocol::AgentId, choice: &ChoiceId| {
            disk.get(&Key::Asked(agent.clone(), choice.clone()))
                .is_some()
        };
        self.observer.look_for_dropped(&waiting, in_store, self.now);
    }
}
