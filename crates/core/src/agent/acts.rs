use chrono::Duration;
use porchlight_protocol::{AgentId, ChoiceStatus, Me, Notice, OfficeId, Scope, Timestamp};

use super::{
    App,
    notices::{SetAway, action},
};
use crate::{
    Notification, Subject,
    intent::{Holding, Intent},
    view::{Banner, BannerAction, BannerKind},
};

impl App {
    /// An administrator set me Away in an office.
    pub(super) fn tell_set_away(&mut self, notice: &Notice) {
        if notice.revision <= self.notices.told_revision {
            return;
        }
        self.notices.told_revision = notice.revision;
        let until = notice.at + Duration::seconds(1);
        self.notices.told_until = Some(
            self.notices
                .told_until
                .map_or(until, |told| told.max(until)),
        );
        self.tell_act(
            &notice.office,
            &notice.office_name,
            &notice.by.id,
            &notice.by.name,
            notice.at,
            notice.reason.as_deref(),
        );
    }

    /// Acts of administrators that happened while nobody could tell of them.
    pub(super) fn tell_acts_missed(&mut self, me: &Me, _now: Timestamp) {
        let acts = |me: &Me| {
            let mine = me.agent.id.clone();
            let choices = me.choices.clone();
            choices.into_iter().filter(move |choice| choice.by != mine)
        };
        let known = self
            .me
            .as_ref()
            .map(|me| acts(me).map(|choice| choice.set_at).max());
        let told = match known {
            None => None,
            Some(known) => Some(known.max(self.notices.told_until)),
        };
        let new: Vec<_> = match told {
            None => Vec::new(),
            Some(told) => acts(me)
                .filter(|choice| told.is_none_or(|told| choice.set_at > told))
                .collect(),
        };
        for choice in new {
            let Scope::Office(office) = &choice.scope else {
                continue;
            };
            let place = me.offices.iter().find(|known| known.id == *office);
            if let Some(place) = place
                && choice.status == ChoiceStatus::Away
            {
                let name = me
                    .names
                    .get(&choice.by)
                    .cloned()
                    .unwrap_or_else(|| "An administrator".to_owned());
                self.tell_act(office, &place.name, &choice.by, &name, choice.set_at, None);
            }
        }
        self.notices.told_until = acts(me)
            .map(|choice| choice.set_at)
            .max()
            .max(self.notices.told_until);
    }

    /// What the app itself has to say in the window.
    pub(super) fn banners(&self) -> Vec<Banner> {
        let mut banners = Vec::new();
        if let Some(text) = &self.refused {
            banners.push(Banner {
                kind: BannerKind::Refused,
                text: text.clone(),
                action: None,
            });
        }
        for (office, act) in &self.notices.set_away {
            let action = BannerAction {
                label: "Go back".to_owned(),
                intent: back_to(office),
            };
            banners.push(Banner {
                kind: BannerKind::SetAway,
                text: act.text.clone(),
                action: Some(action),
            });
        }
        if let Some(since) = self.desk.awaits_word() {
            let text = format!(
                "You were away since {}. You are Away until you say that you are back.",
                self.clock(since)
            );
            let action = BannerAction {
                label: "I'm back".to_owned(),
                intent: Intent::ImBack,
            };
            banners.push(Banner {
                kind: BannerKind::AreYouBack,
                text,
                action: Some(action),
            });
        }
        for text in self.config.trouble.iter().chain(&self.storage) {
            banners.push(Banner {
                kind: BannerKind::Storage,
                text: text.clone(),
                action: None,
            });
        }
        banners
    }

    fn tell_act(
        &mut self,
        office: &OfficeId,
        office_name: &str,
        by: &AgentId,
        name: &str,
        at: Timestamp,
        reason: Option<&str>,
    ) {
        let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
        let because = reason
            .map(|reason| format!(" Reason: {reason}"))
            .unwrap_or_default();
        self.notify(Notification {
            subject: Subject::SetAway(office.clone()),
            title: format!("{name} set you Away in {office_name}"),
            body: format!("Customers of {office_name} no longer see you.{because}"),
            actions: vec![action("Go back", back_to(office))],
        });
        let clock = self.calendar(at).clock(at);
        let text = format!("{name} set you Away in {office_name} at {clock}.{because}");
        self.notices.set_away.insert(
            office.clone(),
            SetAway {
                by: by.clone(),
                text,
                in_force: false,
            },
        );
    }
}

fn back_to(office: &OfficeId) -> Intent {
    Intent::office(office.clone(), ChoiceStatus::Available, Holding::NextEdge)
}
