//! Offices.

use porchlight_core::Timeline;
use porchlight_protocol::{Act, Office, OfficeChange, OfficeId, OfflineNotice};
use serde::Serialize;

use super::{Edit, EditError, Row, checked, words};
use crate::{
    group::Draft,
    records::{Key, OfficeRecord},
    state::{OfficeState, State},
};

/// An office as it was set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddedOffice {
    pub id: OfficeId,
    pub name: String,
    pub public: bool,
}

/// An office as owners see it.
pub fn office(state: &State, id: &OfficeId) -> Option<Office> {
    let record = state.office(id)?.record()?;
    Some(Office {
        id: id.clone(),
        name: record.name.clone(),
        public: record.public,
        hours: record.hours.clone(),
        offline: record.offline.clone(),
        origins: record.origins.clone(),
    })
}

/// All offices as owners see them, by name.
pub fn offices(state: &State) -> Vec<Office> {
    let ids = state.offices().map(|(id, _)| id);
    let mut offices: Vec<_> = ids.filter_map(|id| office(state, id)).collect();
    offices.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    offices
}

impl Edit {
    /// Adds an office.
    ///
    /// # Errors
    /// If the id is taken or no id, or the name is none.
    pub fn add_office(
        &mut self,
        id: &str,
        name: &str,
        public: bool,
    ) -> Result<AddedOffice, EditError> {
        let (draft, added) = add_office(&self.after, id, name, public)?;
        let row = Row::of(Act::OfficeAdded)
            .office(&added.id)
            .became("name", &added.name)
            .became("public", &added.public);
        self.take_up(draft, row);
        Ok(added)
    }

    /// Changes what an office is called, who may see it, when it should be covered, and what customers are told while
    /// nobody is there.
    ///
    /// # Errors
    /// If there is no such office, or a field makes no sense.
    pub fn change_office(
        &mut self,
        id: &OfficeId,
        change: &OfficeChange,
    ) -> Result<Office, EditError> {
        let before = existing(&self.after, id)?.clone();
        let after = changed_office(&before, change)?;
        let mut draft = Draft::default();
        if after != before {
            draft.put(Key::Office(id.clone()), &after);
        }
        let row = Row::of(Act::OfficeChanged)
            .office(id)
            .change("name", Some(before.name), Some(after.name))
            .change(
                "public",
                Some(before.public.to_string()),
                Some(after.public.to_string()),
            )
            .change(
                "hours",
                before.hours.as_ref().map(words::json),
                after.hours.as_ref().map(words::json),
            )
            .change(
                "offline",
                before.offline.as_ref().map(words::json),
                after.offline.as_ref().map(words::json),
            )
            .change(
                "origins",
                Some(before.origins.join(" ")),
                Some(after.origins.join(" ")),
            );
        self.take_up(draft, row);
        office(&self.after, id).ok_or_else(no_such_office)
    }

    /// Removes an office with its memberships.
    ///
    /// # Errors
    /// If there is no such office.
    pub fn remove_office(&mut self, id: &OfficeId) -> Result<(), EditError> {
        let record = existing(&self.after, id)?;
        let mut draft = Draft::default();
        draft.remove(Key::Office(id.clone()));
        let members = self.after.office(id).map(|office| &office.members);
        for agent in members.into_iter().flatten().map(|(agent, _)| agent) {
            draft.remove(Key::Member(id.clone(), agent.clone()));
        }
        for (agent, state) in self.after.accounts() {
            if state.acts.contains_key(id) {
                draft.remove(Key::Act(agent.clone(), id.clone()));
            }
        }
        let row =
            Row::of(Act::OfficeRemoved)
                .office(id)
                .change("name", Some(record.name.clone()), None);
        self.take_up(draft, row);
        Ok(())
    }
}

pub(super) fn existing<'s>(state: &'s State, id: &OfficeId) -> Result<&'s OfficeRecord, EditError> {
    let office = state.office(id);
    office
        .and_then(OfficeState::record)
        .ok_or_else(no_such_office)
}

fn changed_office(before: &OfficeRecord, change: &OfficeChange) -> Result<OfficeRecord, EditError> {
    let mut after = before.clone();
    if let Some(name) = &change.name {
        checked::name(name)?.clone_into(&mut after.name);
    }
    after.public = change.public.unwrap_or(before.public);
    if let Some(origins) = &change.origins {
        after.origins = checked::origins(origins)?;
    }
    if let Some(hours) = &change.hours {
        if let Some(hours) = hours {
            Timeline::check(hours).map_err(|error| EditError::Invalid {
                field: "hours",
                detail: format!("The hours make no sense: {error}."),
            })?;
        }
        after.hours.clone_from(hours);
    }
    if let Some(offline) = &change.offline {
        let offline = offline.as_ref().map(checked::offline).transpose()?;
        after.offline = offline.filter(|offline| *offline != OfflineNotice::default());
    }
    Ok(after)
}

fn no_such_office() -> EditError {
    EditError::NotFound("There is no such office.".to_owned())
}

fn add_office(
    state: &State,
    id: &str,
    name: &str,
    public: bool,
) -> Result<(Draft, AddedOffice), EditError> {
    let id = checked::office_id(id)?;
    let name = checked::name(name)?;
    if state.office(&id).is_some() {
        let detail = format!("There is already an office {id}.");
        return Err(EditError::Exists(detail));
    }
    let record = OfficeRecord {
        name: name.to_owned(),
        public,
        ..OfficeRecord::default()
    };
    let mut draft = Draft::default();
    draft.put(Key::Office(id.clone()), &record);
    let added = AddedOffice {
        id,
        name: record.name,
        public,
    };
    Ok((draft, added))
}
