//! Who belongs to which office.

use porchlight_protocol::{Act, AgentId, Member, OfficeId, Role};
use serde::Serialize;

use super::{Edit, EditError, Row, agents, checked::quoted, offices, words};
use crate::{
    group::Draft,
    records::{Key, MemberRecord},
    state::State,
};

/// A membership as it was set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddedMember {
    pub office: OfficeId,
    pub agent: AgentId,
    pub role: Role,
}

/// The members of an office as its administrators see them, by name.
pub fn members(state: &State, office: &OfficeId) -> Vec<Member> {
    let members = state.office(office).map(|office| &office.members);
    let members = members.into_iter().flatten();
    let mut members: Vec<_> = members
        .filter_map(|(agent, role)| member(state, agent, *role))
        .collect();
    members.sort_by(|a, b| (&a.name, &a.agent).cmp(&(&b.name, &b.agent)));
    members
}

fn member(state: &State, agent: &AgentId, role: Role) -> Option<Member> {
    let account = state.account(agent)?;
    Some(Member {
        agent: agent.clone(),
        name: account.record()?.name.clone(),
        role,
        active: account.is_active(),
    })
}

impl Edit {
    /// Makes an agent, by her address, a member of an office, or changes her role there.
    ///
    /// # Errors
    /// If there is no such office or agent, or she has that role already.
    pub fn add_member(
        &mut self,
        office: &str,
        email: &str,
        role: Role,
    ) -> Result<AddedMember, EditError> {
        let office = OfficeId::from(office);
        if self.after.office(&office).is_none() {
            let id = quoted(office.as_str());
            let detail = format!("There is no office {id}; add it first.");
            return Err(EditError::NotFound(detail));
        }
        let known = self.after.agent_by_email(email);
        let Some(agent) = known.filter(|id| self.after.account(id).is_some()).cloned() else {
            let email = quoted(email);
            let detail = format!("There is no agent with the address {email}; add her first.");
            return Err(EditError::NotFound(detail));
        };
        if role_of(&self.after, &office, &agent) == Some(role) {
            let detail = format!("{email} is already a member of {office} with that role.");
            return Err(EditError::Exists(detail));
        }
        self.set_member(&office, &agent, role)?;
        Ok(AddedMember {
            office,
            agent,
            role,
        })
    }

    /// Makes an agent a member of an office with a role, if she is not.
    ///
    /// # Errors
    /// If there is no such office or agent.
    pub fn set_member(
        &mut self,
        office: &OfficeId,
        agent: &AgentId,
        role: Role,
    ) -> Result<Member, EditError> {
        offices::existing(&self.after, office)?;
        let name = agents::existing(&self.after, agent)?.name.clone();
        let before = role_of(&self.after, office, agent);
        let mut draft = Draft::default();
        if before != Some(role) {
            draft.rests_on(Key::Office(office.clone()));
            draft.rests_on(Key::Agent(agent.clone()));
            let key = Key::Member(office.clone(), agent.clone());
            draft.put(key, &MemberRecord { role });
        }
        let row = Row::of(Act::MemberSet).agent(agent).office(office).change(
            "role",
            before.map(words::role),
            Some(words::role(role)),
        );
        self.take_up(draft, row);
        Ok(Member {
            agent: agent.clone(),
            name,
            role,
            active: self.after.agent(agent).is_some(),
        })
    }

    /// Takes an agent out of an office.
    ///
    /// # Errors
    /// If there is no such office, or she is no member of it.
    pub fn remove_member(&mut self, office: &OfficeId, agent: &AgentId) -> Result<(), EditError> {
        offices::existing(&self.after, office)?;
        let Some(before) = role_of(&self.after, office, agent) else {
            let detail = "There is no such agent in this office.".to_owned();
            return Err(EditError::NotFound(detail));
        };
        let mut draft = Draft::default();
        draft.remove(Key::Member(office.clone(), agent.clone()));
        let row = Row::of(Act::MemberRemoved)
            .agent(agent)
            .office(office)
            .change("role", Some(words::role(before)), None);
        self.take_up(draft, row);
        Ok(())
    }
}

pub(super) fn role_of(state: &State, office: &OfficeId, agent: &AgentId) -> Option<Role> {
    let agent = state.account(agent)?;
    agent.offices.get(office).map(|role| role.value)
}
