//! What the person is told of administrators' acts, and what the app itself has to say in the window.

use porchlight_protocol::{AgentId, Choice, ChoiceStatus, Me, Notice, OfficeId, Scope, Timestamp};

use super::{
    App, Now,
    notices::{self, SetAway, action},
};
use crate::{
    Subject,
    intent::{Holding, Intent},
    rules,
    view::{Banner, BannerAction, BannerKind, Report},
    words::Who,
};

impl App {
    /// An administrator set me Away in an office.
    pub(super) fn tell_set_away(&mut self, notice: &Notice) {
        if notice.revision <= self.notices.told_revision {
            return;
        }
        self.notices.told_revision = notice.revision;
        self.notices.told_until = self
            .notices
            .told_until
            .max(Some(rules::just_after(notice.at)));
        self.tell_act(Act {
            office: &notice.office,
            office_name: &notice.office_name,
            by: &notice.by.id,
            name: Some(&notice.by.name),
            at: notice.at,
            reason: notice.reason.as_deref(),
            revision: notice.revision,
        });
    }

    /// Acts of administrators that happened while nobody could tell of them.
    pub(super) fn tell_acts_missed(&mut self, me: &Me) {
        let acts = |me: &Me| {
            let mine = me.agent.id.clone();
            let choices = me.choices.clone();
            choices.into_iter().filter(move |choice| choice.by != mine)
        };
        let latest = |me: &Me| acts(me).map(|choice| choice.set_at).max();
        // What stood when this device first heard of it is no news.
        let known = self.replica.me.as_ref().map(latest);
        let told_until = self.notices.told_until;
        let is_news = |choice: &Choice| {
            known.is_some_and(|known| known.max(told_until) < Some(choice.set_at))
        };
        for choice in acts(me).filter(is_news) {
            let Scope::Office(office) = &choice.scope else {
                continue;
            };
            let place = me.offices.iter().find(|known| known.id == *office);
            if let Some(place) = place
                && choice.status == ChoiceStatus::Away
            {
                let name = me.names.get(&choice.by);
                self.tell_act(Act {
                    office,
                    office_name: &place.name,
                    by: &choice.by,
                    name: name.map(String::as_str),
                    at: choice.set_at,
                    reason: None,
                    revision: me.revision,
                });
            }
        }
        self.notices.told_until = latest(me).max(told_until);
    }

    /// What the app itself has to say in the window.
    pub(super) fn banners(&self, now: Now) -> Vec<Banner> {
        let calendar = self.calendar(self.session.server_time(now));
        let messages = self.locale.messages();
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
                label: messages.action_go_back(),
                intent: back_to(office),
            };
            banners.push(Banner {
                kind: BannerKind::SetAway,
                text: act.words(calendar),
                action: Some(action),
            });
        }
        if let Some(since) = self.desk.awaits_word() {
            let since = calendar.since(since + self.session.offset());
            let text = messages.banner_are_you_back(since);
            let action = BannerAction {
                label: messages.action_im_back(),
                intent: Intent::ImBack,
            };
            banners.push(Banner {
                kind: BannerKind::AreYouBack,
                text,
                action: Some(action),
            });
        }
        for text in self.config.trouble.iter().chain(&self.keeping.storage) {
            banners.push(Banner {
                kind: BannerKind::Storage,
                text: text.clone(),
                action: None,
            });
        }
        banners
    }

    /// She has read it, and need not see it again for as long as it says the same.
    pub(super) fn put_aside(&mut self, kind: BannerKind, text: String) {
        if kind == BannerKind::Refused {
            self.refused = self.refused.take().filter(|refused| *refused != text);
        } else if kind.can_be_put_aside() {
            self.put_aside.insert(kind.name(), text);
        }
    }

    /// What works again would be news if it ceased to.
    pub(super) fn forget_put_aside(&mut self) {
        if self.put_aside.is_empty() {
            return;
        }
        let platform = &self.platform;
        for (kind, report) in [
            (BannerKind::NoTray, &platform.tray),
            (BannerKind::NoIdleSource, &platform.idle_source),
            (BannerKind::NoNotifications, &platform.notifications),
        ] {
            if matches!(report, Report::Works(_)) {
                self.put_aside.remove(&kind.name());
            }
        }
    }

    fn tell_act(&mut self, act: Act<'_>) {
        let Act {
            office,
            office_name,
            name,
            ..
        } = act;
        let reason = act
            .reason
            .map(str::trim)
            .filter(|reason| !reason.is_empty());
        let messages = self.locale.messages();
        let who = Who::named(name);
        self.notify(notices::Notice {
            subject: Subject::SetAway(office.clone()),
            title: messages.notice_set_away(who.key(), office_name, who.name()),
            body: match reason {
                Some(reason) => messages.notice_set_away_body_reason(office_name, reason),
                None => messages.notice_set_away_body(office_name),
            },
            actions: vec![action(messages.action_go_back(), back_to(office))],
            stays: false,
        });
        self.notices.set_away.insert(
            office.clone(),
            SetAway {
                by: act.by.clone(),
                name: name.map(str::to_owned),
                office_name: office_name.to_owned(),
                at: act.at,
                reason: reason.map(str::to_owned),
                revision: act.revision,
            },
        );
    }
}

/// What an administrator did to me in one office.
#[derive(Clone, Copy)]
struct Act<'a> {
    office: &'a OfficeId,
    office_name: &'a str,
    by: &'a AgentId,
    /// Where it is known.
    name: Option<&'a str>,
    at: Timestamp,
    reason: Option<&'a str>,
    /// The revision that holds it.
    revision: u64,
}

fn back_to(office: &OfficeId) -> Intent {
    Intent::office(office.clone(), ChoiceStatus::Available, Holding::NextEdge)
}
