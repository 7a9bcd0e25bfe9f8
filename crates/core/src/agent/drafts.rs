//! Changes to schedules that are not saved yet. They outlive the window, and a restart of the app.
//!
//! Always holds: one draft an account, the latest last; and each of them is a schedule that makes sense.

use serde::{Deserialize, Serialize};

use super::Account;
use crate::intent::ScheduleDraft;

/// Of how many accounts a draft is kept.
const ACCOUNTS: usize = 4;

/// A draft, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDraft {
    pub account: Account,
    pub draft: ScheduleDraft,
}

#[derive(Debug, Default)]
pub(super) struct Drafts {
    kept: Vec<KeptDraft>,
}

impl Drafts {
    pub(super) fn restored(kept: Vec<KeptDraft>) -> Self {
        let kept = kept.into_iter().map(|KeptDraft { account, draft }| {
            // Earlier versions kept time off in UTC.
            let draft = as_told(draft);
            KeptDraft { account, draft }
        });
        Self {
            kept: kept.collect(),
        }
    }

    /// Keeps an account's draft instead of the one before; none forgets it.
    pub(super) fn keep(&mut self, account: &Account, draft: Option<ScheduleDraft>) {
        self.kept.retain(|kept| !kept.account.is_same(account));
        self.kept.extend(draft.map(|draft| KeptDraft {
            account: account.clone(),
            draft: as_told(draft),
        }));
        let too_many = self.kept.len().saturating_sub(ACCOUNTS);
        self.kept.drain(..too_many);
    }

    pub(super) fn of(&self, account: &Account) -> Option<&ScheduleDraft> {
        let mut kept = self.kept.iter();
        let own = kept.find(|kept| kept.account.is_same(account));
        own.map(|kept| &kept.draft)
    }

    pub(super) fn all(&self) -> &[KeptDraft] {
        &self.kept
    }
}

/// As a window is told it.
fn as_told(draft: ScheduleDraft) -> ScheduleDraft {
    ScheduleDraft {
        schedule: draft.schedule.as_told(),
        base: draft.base.map(|base| base.as_told()),
        etag: draft.etag,
    }
}
