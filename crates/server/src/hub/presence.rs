//! What everybody is, decided by the one rule book, and told when it changes.

use std::{collections::BTreeMap, time::Duration};

use bytes::Bytes;
use porchlight_core::{Timeline, resolve};
use porchlight_protocol::{
    AgentId, AgentPresence, Event, Me, Membership, OfficeId, OfficePresence, PresenceChange,
    PublicOffice, Role, SessionId, Settings, Status, Timestamp,
};

use serde::Serialize;

use super::{
    Caller, Refusal,
    state::{Dirty, Person, Shown, State},
    streams::{Audience, EventStream, Reader, Told, frame},
};

/// A timeline is laid out anew when it is older than this, so that it stays quick to ask.
const LAY_OUT_AGAIN: chrono::Duration = chrono::Duration::days(30);

impl State {
    /// Decides anew what may have changed, and words what is to be told: first what concerns an agent herself, so that
    /// nobody can have seen a later event and not know what was done to her.
    pub(super) fn settle(&mut self) {
        let Dirty {
            statuses,
            own,
            everything,
            notices,
            ..
        } = std::mem::take(&mut self.dirty);
        let mut changes = Vec::new();
        for agent in &statuses {
            changes.extend(
                self.decide(agent)
                    .into_iter()
                    .map(|office| (agent.clone(), office)),
            );
        }
        for (agent, mut notice) in notices {
            notice.revision = self.next_revision();
            let revision = notice.revision;
            let frame = self.frame(revision, &Event::Notice(notice));
            self.tell(Told {
                revision,
                to: Audience::Agent(agent),
                frame: Some(frame),
                starts_over: false,
            });
        }
        for agent in own.difference(&everything) {
            self.tell_own_again(agent, false);
        }
        for agent in everything {
            self.tell_own_again(&agent, true);
        }
        for (agent, office) in changes {
            self.tell_presence(&agent, &office);
        }
        for office in std::mem::take(&mut self.dirty.pages) {
            self.tell_page(&office);
        }
    }

    /// Decides an agent's statuses, and when to look again. Answers the offices where something changed.
    fn decide(&mut self, id: &AgentId) -> Vec<OfficeId> {
        let now = self.now;
        let Some(person) = self.people.get_mut(id) else {
            return Vec::new();
        };
        lay_out_again(person, now.wall);
        person.lay_out_leases(now);
        let resolution = resolve(&person.facts, now.wall);
        let due = resolution
            .next_change
            .map(|at| now.steady_at(at))
            .into_iter()
            .chain(person.next_lease())
            .min();
        let mut changed = Vec::new();
        for office in resolution.offices {
            let shown = Shown {
                status: office.status,
                cause: office.cause,
                since: office.since,
            };
            let before = person.shown.get(&office.office);
            if before == Some(&shown) {
                continue;
            }
            let was = before.is_some_and(|before| before.status == Status::Available);
            let is = shown.status == Status::Available;
            if let Some(counted) = self.offices.get_mut(&office.office)
                && was != is
            {
                counted.available = if is {
                    counted.available + 1
                } else {
                    counted.available.saturating_sub(1)
                };
                self.dirty.pages.insert(office.office.clone());
                tracing::info!(agent = %id, office = %office.office, available = counted.available, status = ?shown.status, cause = ?shown.cause, "presence");
            }
            if let Some(known) = self.offices.get_mut(&office.office) {
                known.worded = None;
            }
            person.shown.insert(office.office.clone(), shown);
            changed.push(office.office);
        }
        self.rearm(id, due);
        changed
    }

    /// What an agent is in an office at this moment.
    pub(super) fn status_now(&mut self, agent: &AgentId, office: &OfficeId) -> Option<Status> {
        let changed = self.decide(agent);
        for office in changed {
            self.tell_presence(agent, &office);
        }
        Some(self.people.get(agent)?.shown.get(office)?.status)
    }

    /// Looks at the agent again at this steady instant, if not before.
    pub(super) fn arm(&mut self, id: &AgentId, at: Duration) {
        let before = self.people.get(id).and_then(|person| person.due);
        if before.is_none_or(|due| due > at) {
            self.rearm(id, Some(at));
        }
    }

    fn rearm(&mut self, id: &AgentId, due: Option<Duration>) {
        let Some(person) = self.people.get_mut(id) else {
            return;
        };
        if person.due == due {
            return;
        }
        if let Some(before) = person.due {
            self.dues.remove(&(before, id.clone()));
        }
        person.due = due;
        if let Some(due) = due {
            self.dues.insert((due, id.clone()));
        }
    }

    fn tell_presence(&mut self, agent: &AgentId, office: &OfficeId) {
        let revision = self.next_revision();
        let available = self
            .offices
            .get(office)
            .map_or(0, |office| office.available);
        let Some(agent) = self
            .people
            .get(agent)
            .and_then(|person| presence(person, office))
        else {
            return;
        };
        let change = PresenceChange {
            revision,
            office: office.clone(),
            available,
            agent,
        };
        let frame = self.frame(revision, &Event::Presence(change));
        self.tell(Told {
            revision,
            to: Audience::Office(office.clone()),
            frame: Some(frame),
            starts_over: false,
        });
    }

    fn tell_own_again(&mut self, agent: &AgentId, starts_over: bool) {
        let revision = self.next_revision();
        let mut frames = Vec::new();
        for (stream, session) in self.streams.of_agent(agent) {
            let frame = if starts_over {
                self.snapshot_parts(agent, &session)
                    .map(|parts| parts.concat().into())
            } else {
                self.me_frame(agent, &session, revision)
            };
            frames.extend(frame.map(|frame| (stream, frame)));
        }
        self.tell_own(agent, starts_over, frames, revision);
    }

    fn tell_page(&mut self, id: &OfficeId) {
        let Some(office) = self.offices.get_mut(id).filter(|office| office.public) else {
            return;
        };
        let page = PublicOffice {
            office: id.clone(),
            online: office.available > 0,
            agents_available: office.available,
        };
        if office.page.as_ref() == Some(&page) {
            return;
        }
        office.page = Some(page.clone());
        let revision = self.next_revision();
        let frame = frame(&self.epoch, revision, "office", &page);
        self.tell(Told {
            revision,
            to: Audience::Public(id.clone()),
            frame: Some(frame),
            starts_over: false,
        });
    }

    /// Everything of an agent's own.
    pub(crate) fn me(&mut self, caller: &Caller) -> Result<Me, Refusal> {
        self.hear(caller, false)?;
        self.me_as_of(&caller.agent, &caller.session, self.revision())
            .ok_or(Refusal::SignedOut)
    }

    fn me_as_of(&self, agent: &AgentId, session: &SessionId, revision: u64) -> Option<Me> {
        let person = self.people.get(agent)?;
        let names = person.facts.choices.iter().map(|choice| &choice.by);
        let names: BTreeMap<_, _> = names
            .filter_map(|by| Some((by.clone(), self.people.get(by)?.agent.name.clone())))
            .collect();
        Some(Me {
            revision,
            agent: person.agent.clone(),
            session_id: session.clone(),
            owner: person.owner,
            offices: self.memberships(person),
            settings: self.settings(person),
            choices: person.facts.choices.clone(),
            schedule: person
                .facts
                .schedule
                .as_ref()
                .map(|timeline| timeline.schedule().clone()),
            schedule_etag: person.schedule_etag(),
            sessions: person.sessions(),
            names,
        })
    }

    fn memberships(&self, person: &Person) -> Vec<Membership> {
        let offices = person
            .facts
            .offices
            .iter()
            .filter_map(|id| Some((id, self.offices.get(id)?)));
        let mut memberships: Vec<_> = offices
            .map(|(id, office)| {
                let role = self.role(person, id).unwrap_or(Role::Agent);
                Membership {
                    id: id.clone(),
                    name: office.name.clone(),
                    role,
                }
            })
            .collect();
        memberships.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        memberships
    }

    /// What an agent may do in an office; none where she has no business.
    pub(super) fn role(&self, person: &Person, office: &OfficeId) -> Option<Role> {
        let office = self.offices.get(office)?;
        if person.owner {
            return Some(Role::Admin);
        }
        office.members.get(&person.agent.id).copied()
    }

    fn settings(&self, person: &Person) -> Settings {
        Settings {
            organization_idle_after_seconds: whole_seconds(self.organization_idle_after()),
            own_idle_after_seconds: person.own_idle_after_seconds,
            heartbeat_seconds: whole_seconds(self.tunables.heartbeat),
            keep_alive_seconds: whole_seconds(self.tunables.keep_alive),
        }
    }

    /// The caller's offices, with everybody there.
    pub(crate) fn offices_of(&mut self, caller: &Caller) -> Result<Vec<OfficePresence>, Refusal> {
        self.hear(caller, false)?;
        let Some(person) = self.people.get(&caller.agent) else {
            return Err(Refusal::SignedOut);
        };
        Ok(self.all_offices(person))
    }

    fn all_offices(&self, person: &Person) -> Vec<OfficePresence> {
        let memberships = self.memberships(person);
        memberships
            .into_iter()
            .filter_map(|membership| self.office_presence(&membership.id, membership.role))
            .collect()
    }

    /// One office; an owner sees each of the organization's.
    pub(crate) fn office_of(
        &mut self,
        caller: &Caller,
        id: &OfficeId,
    ) -> Result<OfficePresence, Refusal> {
        self.hear(caller, false)?;
        let Some(person) = self.people.get(&caller.agent) else {
            return Err(Refusal::SignedOut);
        };
        let role = self.role(person, id).ok_or_else(Refusal::no_such_office)?;
        self.office_presence(id, role)
            .ok_or_else(Refusal::no_such_office)
    }

    fn office_presence(&self, id: &OfficeId, role: Role) -> Option<OfficePresence> {
        let office = self.offices.get(id)?;
        let (name, available) = (office.name.clone(), office.available);
        Some(OfficePresence {
            id: id.clone(),
            name,
            role,
            available,
            agents: self.agents_in(id)?,
        })
    }

    fn agents_in(&self, id: &OfficeId) -> Option<Vec<AgentPresence>> {
        let members = self
            .offices
            .get(id)?
            .members
            .keys()
            .filter_map(|agent| self.people.get(agent));
        let mut agents: Vec<_> = members.filter_map(|person| presence(person, id)).collect();
        agents.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        Some(agents)
    }

    /// What customers may know of an office.
    pub(crate) fn public_office(&mut self, id: &OfficeId) -> Result<PublicOffice, Refusal> {
        let office = self.offices.get(id).filter(|office| office.public);
        let office = office
            .ok_or_else(|| Refusal::NotFound("There is no such public office.".to_owned()))?;
        Ok(PublicOffice {
            office: id.clone(),
            online: office.available > 0,
            agents_available: office.available,
        })
    }

    /// Opens a stream of a caller's events: what was missed after `last_event_id`, or everything.
    pub(crate) fn open_events(
        &mut self,
        caller: &Caller,
        last_event_id: Option<&str>,
    ) -> Result<EventStream, Refusal> {
        if self.ending() {
            return Err(Refusal::Unavailable);
        }
        let offices = self.hear(caller, true)?.facts.offices.clone();
        // What being heard again changes belongs into what the stream begins with.
        self.settle();
        let missed = last_event_id
            .and_then(|id| {
                id.strip_prefix(self.epoch.as_str())?
                    .strip_prefix('-')?
                    .parse()
                    .ok()
            })
            .filter(|after| *after <= self.told_revision())
            .and_then(|after| self.streams.missed(&caller.agent, &offices, after));
        let told = self.told_revision();
        let (first, from) = if let Some(mut missed) = missed {
            if missed.own
                && let Some(me) = self.me_frame(&caller.agent, &caller.session, told)
            {
                missed.frames.extend_from_slice(&me);
            }
            (vec![missed.frames.freeze()], told)
        } else {
            let snapshot = self
                .snapshot_parts(&caller.agent, &caller.session)
                .ok_or(Refusal::SignedOut)?;
            (snapshot, self.revision())
        };
        let reader = Reader::Session {
            agent: caller.agent.clone(),
            session: caller.session.clone(),
        };
        let (stream, id, gives_way) =
            self.streams
                .open(reader, &offices, from, first, self.tunables.keep_alive);
        self.stream_opened(caller);
        self.pending.opened.push(id);
        if let Some(oldest) = gives_way {
            self.stream_closed(oldest);
        }
        Ok(stream)
    }

    /// Opens a stream for a customer's page: how the office is now, and then every change.
    pub(crate) fn open_page(&mut self, id: &OfficeId) -> Result<EventStream, Refusal> {
        if self.ending() {
            return Err(Refusal::Unavailable);
        }
        let page = self.public_office(id)?;
        let revision = self.revision();
        let first = vec![frame(&self.epoch, revision, "office", &page)];
        let (stream, id, _) = self.streams.open(
            Reader::Page(id.clone()),
            &[],
            revision,
            first,
            self.tunables.keep_alive,
        );
        self.pending.opened.push(id);
        Ok(stream)
    }

    fn me_frame(&self, agent: &AgentId, session: &SessionId, revision: u64) -> Option<Bytes> {
        let me = self.me_as_of(agent, session, revision)?;
        Some(self.frame(revision, &Event::Me(Box::new(me))))
    }

    /// A `snapshot` event in pieces: what is the reader's own, and what all readers of an office share.
    fn snapshot_parts(&mut self, agent: &AgentId, session: &SessionId) -> Option<Vec<Bytes>> {
        let revision = self.revision();
        let me = self.me_as_of(agent, session, revision)?;
        let memberships = self.memberships(self.people.get(agent)?);
        let head = SnapshotHead {
            revision,
            server_time: self.now.wall,
            me,
        };
        let mut text = format!("id: {}-{revision}\nevent: snapshot\ndata: ", self.epoch);
        push_open(&mut text, &head);
        text.push_str(",\"offices\":[");
        let mut parts = Vec::with_capacity(memberships.len() * 2 + 1);
        for (number, Membership { id, name, role }) in memberships.into_iter().enumerate() {
            let Some(agents) = self.agents_json(&id) else {
                continue;
            };
            let available = self.offices.get(&id).map_or(0, |office| office.available);
            if number > 0 {
                text.push(',');
            }
            push_open(
                &mut text,
                &OfficeHead {
                    id,
                    name,
                    role,
                    available,
                },
            );
            text.push_str(",\"agents\":");
            parts.push(Bytes::from(
                std::mem::take(&mut text)
                    .into_boxed_str()
                    .into_boxed_bytes(),
            ));
            parts.push(agents);
            text.push('}');
        }
        text.push_str("]}\n\n");
        parts.push(text.into());
        Some(parts)
    }

    /// An office's agents as they stand in a snapshot, worded once for all its readers.
    fn agents_json(&mut self, id: &OfficeId) -> Option<Bytes> {
        if let Some(known) = &self.offices.get(id)?.worded {
            return Some(known.clone());
        }
        // The types on the wire have string keys only, so this cannot fail.
        let worded = Bytes::from(serde_json::to_vec(&self.agents_in(id)?).unwrap_or_default());
        self.offices.get_mut(id)?.worded = Some(worded.clone());
        Some(worded)
    }

    fn frame(&self, revision: u64, event: &Event) -> Bytes {
        match event {
            Event::Snapshot(data) => frame(&self.epoch, revision, event.name(), data),
            Event::Presence(data) => frame(&self.epoch, revision, event.name(), data),
            Event::Me(data) => frame(&self.epoch, revision, event.name(), data),
            Event::Notice(data) => frame(&self.epoch, revision, event.name(), data),
        }
    }
}

impl Person {
    /// Names the schedule as it is, for `If-Match`.
    pub(super) fn schedule_etag(&self) -> String {
        format!("\"{}\"", self.schedule_revision)
    }
}

fn presence(person: &Person, office: &OfficeId) -> Option<AgentPresence> {
    let shown = person.shown.get(office)?;
    Some(AgentPresence {
        id: person.agent.id.clone(),
        name: person.agent.name.clone(),
        status: shown.status,
        cause: shown.cause.clone(),
        since: shown.since,
    })
}

fn lay_out_again(person: &mut Person, now: Timestamp) {
    let Some(timeline) = &person.facts.schedule else {
        return;
    };
    if (now - person.laid_out).abs() > LAY_OUT_AGAIN
        && let Ok(anew) = Timeline::new(timeline.schedule(), now)
    {
        person.facts.schedule = Some(anew);
        person.laid_out = now;
    }
}

/// What stands before the offices in a `Snapshot`.
#[derive(Serialize)]
struct SnapshotHead {
    revision: u64,
    server_time: Timestamp,
    me: Me,
}

/// What stands before the agents in an `OfficePresence`.
#[derive(Serialize)]
struct OfficeHead {
    id: OfficeId,
    name: String,
    role: Role,
    available: u32,
}

/// Writes an object and leaves it open for more.
fn push_open(text: &mut String, object: &impl Serialize) {
    // The types on the wire have string keys only, so this cannot fail.
    let object = serde_json::to_string(object).unwrap_or_default();
    text.push_str(object.strip_suffix('}').unwrap_or(&object));
}

fn whole_seconds(duration: Duration) -> u64 {
    duration
        .as_millis()
        .div_ceil(1000)
        .try_into()
        .unwrap_or(u64::MAX)
}
