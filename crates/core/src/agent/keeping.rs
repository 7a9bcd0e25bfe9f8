//! What is kept from one run of the app to the next: handed over in numbered versions whenever it changed, and what the
//! disk has said of them.
//!
//! Always holds: a choice counts as kept once a version that has it, or a later one, is known to be on disk. That an older
//! one got there says nothing of it.

use porchlight_protocol::Me;

use super::{App, Kept, Output};

#[derive(Debug)]
pub(super) struct Keeping {
    /// As it was last handed over.
    pub(super) persisted: Kept,
    /// The number of that version.
    newest: u64,
    /// The version in which other choices began to wait than in the one before.
    choices: u64,
    /// The last version that is known to be on disk.
    saved: u64,
    /// Why the disk took none last, in a sentence.
    pub(super) storage: Option<String>,
    /// Where the token is kept, in words.
    pub(super) token_place: Option<String>,
}

impl Keeping {
    pub(super) fn new(persisted: Kept) -> Self {
        Self {
            persisted,
            newest: 0,
            choices: 0,
            saved: 0,
            storage: None,
            token_place: None,
        }
    }

    /// Other choices wait than those that are known to be on disk.
    pub(super) const fn has_unsaved_choices(&self) -> bool {
        self.choices > self.saved
    }

    /// What became of a version.
    pub(super) fn persisted(&mut self, number: u64, result: Result<(), String>) {
        match result {
            Ok(()) => {
                self.saved = self.saved.max(number);
                if number >= self.newest {
                    self.storage = None;
                }
            }
            Err(why) => self.storage = Some(why),
        }
    }

    fn hand_over(&mut self, kept: Kept) -> Output {
        self.newest += 1;
        if kept.pending != self.persisted.pending {
            self.choices = self.newest;
        }
        self.persisted = kept.clone();
        Output::Persist {
            number: self.newest,
            kept: Box::new(kept),
        }
    }
}

impl App {
    /// Hands over what is to be kept, if it is not as it was.
    pub(super) fn persist(&mut self) {
        if self.is_persisted() {
            return;
        }
        let kept = Kept {
            account: self.account.clone(),
            former: None,
            preferences: self.preferences.clone(),
            me: self.replica.me.clone().map(|me| Me {
                sessions: Vec::new(),
                ..me
            }),
            pending: self.outbox.pending(),
            parked: self.outbox.parked().to_vec(),
            calendar: self.calendar.address.clone(),
            drafts: self.drafts.all().to_vec(),
            put_aside: self.put_aside.clone(),
            sleeps: self.sleeps.kept().clone(),
            offset_milliseconds: self.session.offset().num_milliseconds(),
        };
        let output = self.keeping.hand_over(kept);
        self.outputs.push_back(output);
    }

    /// Whether all that is to be kept was handed over. It is asked after every input, so nothing is copied for it.
    fn is_persisted(&self) -> bool {
        let Kept {
            account,
            former,
            preferences,
            me,
            pending,
            parked,
            calendar,
            drafts,
            put_aside,
            sleeps,
            offset_milliseconds,
        } = &self.keeping.persisted;
        *offset_milliseconds == self.session.offset().num_milliseconds()
            && former.is_none()
            && *account == self.account
            && *preferences == self.preferences
            && *put_aside == self.put_aside
            && sleeps == self.sleeps.kept()
            && parked == self.outbox.parked()
            && *calendar == self.calendar.address
            && drafts == self.drafts.all()
            && self.outbox.is_pending(pending)
            && is_same_but_for_sessions(me.as_ref(), self.replica.me.as_ref())
    }
}

/// Whether what is kept of me would be the same.
fn is_same_but_for_sessions(one: Option<&Me>, other: Option<&Me>) -> bool {
    let (Some(one), Some(other)) = (one, other) else {
        return one.is_none() && other.is_none();
    };
    let Me {
        revision,
        agent,
        session_id,
        owner,
        offices,
        settings,
        choices,
        schedule,
        schedule_etag,
        busy,
        sessions: _,
        names,
    } = one;
    *revision == other.revision
        && *agent == other.agent
        && *session_id == other.session_id
        && *owner == other.owner
        && *offices == other.offices
        && *settings == other.settings
        && *choices == other.choices
        && *schedule == other.schedule
        && *schedule_etag == other.schedule_etag
        && *busy == other.busy
        && *names == other.names
}
