//! The organization's settings.

use std::ops::RangeInclusive;

use porchlight_protocol::{Act, OrganizationSettings};

use super::{Edit, EditError, Row};
use crate::{
    group::Draft,
    records::{Key, OrganizationRecord},
    state::State,
};

/// Seconds without input after which agents may be set Away.
const IDLE_AFTER_SECONDS: RangeInclusive<u64> = 60..=24 * 60 * 60;

/// The organization's settings as they are kept.
pub fn settings(state: &State) -> OrganizationSettings {
    OrganizationSettings {
        idle_after_seconds: state.organization().idle_after_seconds,
    }
}

impl Edit {
    /// Changes the organization's idle time.
    ///
    /// # Errors
    /// If it is shorter than a minute or longer than a day.
    pub fn set_idle_after(&mut self, seconds: u64) -> Result<OrganizationSettings, EditError> {
        let before = self.after.organization().idle_after_seconds;
        let draft = set_idle_after(&self.after, seconds)?;
        let row = Row::of(Act::SettingsChanged).change(
            "idle_after_seconds",
            Some(before.to_string()),
            Some(seconds.to_string()),
        );
        self.take_up(draft, row);
        Ok(OrganizationSettings {
            idle_after_seconds: seconds,
        })
    }
}

fn set_idle_after(state: &State, seconds: u64) -> Result<Draft, EditError> {
    if !IDLE_AFTER_SECONDS.contains(&seconds) {
        return Err(EditError::Invalid {
            field: "idle_after_seconds",
            detail: "The idle time must be from 1 minute (1m) to 24 hours (24h).".to_owned(),
        });
    }
    let record = OrganizationRecord {
        idle_after_seconds: seconds,
    };
    let mut draft = Draft::default();
    if *state.organization() != record || state.is_damaged(&Key::Organization) {
        draft.put(Key::Organization, &record);
    }
    Ok(draft)
}
