//! What people do: choose, edit their schedule and settings, and set others Away.

use chrono::{Duration, SubsecRound};
use porchlight_core::{Timeline, compact};
use porchlight_protocol::{
    AgentId, AwayAnswer, Choice, ChoiceAnswer, ChoiceId, ChoiceStatus, Hold, NewChoice, Notice,
    OfficeId, Role, Schedule, Scope, Settings, SettingsChange, Status, Timestamp, Unchanged,
};

use super::{
    Caller, Refusal,
    state::{Person, State},
};
use crate::store::records::{
    self, ActRecord, AgentRecord, AskedRecord, AuditRecord, ChoicesRecord, Key, ScheduleRecord,
};

/// No timed choice reaches further.
const LONGEST_HOLD: Duration = Duration::days(400);
const LONGEST_ID: usize = 100;
const LONGEST_REASON: usize = 200;
const SHORTEST_IDLE_AFTER: u64 = 60;

/// A schedule, and what names it as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TaggedSchedule {
    pub schedule: Option<Schedule>,
    pub etag: String,
}

/// Whom an administrator sets Away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Whom {
    One(AgentId),
    Everybody,
}

impl State {
    /// Writes an agent's choice. The same id again changes nothing and answers the same.
    pub(crate) fn choose(
        &mut self,
        caller: &Caller,
        new: &NewChoice,
    ) -> Result<ChoiceAnswer, Refusal> {
        check_id(&new.id)?;
        let now = self.now.wall;
        let person = self.hear(caller, true)?;
        if let Scope::Office(office) = &new.scope
            && !person.facts.offices.contains(office)
        {
            return Err(Refusal::no_such_office());
        }
        let asked_key = Key::Asked(caller.agent.clone(), new.id.clone());
        if let Some(asked) = self.look_up(&asked_key)? {
            let asked: AskedRecord =
                records::read(&asked_key.to_string(), &asked).map_err(|error| {
                    tracing::error!(%error, "a remembered choice is damaged");
                    Refusal::Unavailable
                })?;
            return if asked.asked == *new {
                Ok(asked.answer)
            } else {
                Err(Refusal::IdTaken)
            };
        }
        let Some(person) = self.people.get(&caller.agent) else {
            return Err(Refusal::SignedOut);
        };
        let set_at = stamp(person, new.set_at, now);
        check_hold(new, new.set_at.map_or(now, |_| set_at))?;
        let choice = Choice {
            id: new.id.clone(),
            scope: new.scope.clone(),
            status: new.status,
            set_at,
            hold: new.hold,
            by: caller.agent.clone(),
        };
        let acts = self.after_administrators(caller, new, &choice);
        let revision = self.next_revision();
        self.write_choices(&caller.agent, choice.clone(), acts);
        let answer = ChoiceAnswer { choice, revision };
        self.write_at(
            &asked_key,
            &AskedRecord {
                asked: new.clone(),
                answer: answer.clone(),
            },
            revision,
        );
        tracing::info!(agent = %caller.agent, status = ?new.status, scope = ?new.scope, "chose");
        Ok(answer)
    }

    /// Which administrators' choices must be stamped again, because the agent could not know of them. Forgets those
    /// that she answers knowingly.
    fn after_administrators(
        &mut self,
        caller: &Caller,
        new: &NewChoice,
        choice: &Choice,
    ) -> Vec<Choice> {
        let Some(person) = self.people.get(&caller.agent) else {
            return Vec::new();
        };
        let mut again = Vec::new();
        let mut answered = Vec::new();
        for (office, act) in &person.acts {
            if matches!(&choice.scope, Scope::Office(scope) if scope != office) {
                continue;
            }
            let by_administrator = person
                .facts
                .choices
                .iter()
                .find(|known| known.id == act.choice);
            let Some(by_administrator) = by_administrator else {
                answered.push(office.clone());
                continue;
            };
            let knew = match (new.base_revision, new.set_at) {
                (Some(base), _) => base >= act.revision,
                (None, Some(_)) => choice.set_at > by_administrator.set_at,
                (None, None) => true,
            };
            if knew {
                answered.push(office.clone());
                continue;
            }
            let stamped_before = by_administrator.set_at <= choice.set_at;
            if stamped_before && holds_until(person, by_administrator, choice.set_at) {
                let set_at = choice.set_at + Duration::milliseconds(1);
                again.push(Choice {
                    set_at,
                    ..by_administrator.clone()
                });
            }
        }
        for office in answered {
            self.remove(&Key::Act(caller.agent.clone(), office));
        }
        again
    }

    fn write_choices(&mut self, agent: &AgentId, choice: Choice, again: Vec<Choice>) {
        let Some(person) = self.people.get(agent) else {
            return;
        };
        let mut choices = person.facts.choices.clone();
        choices.retain(|known| again.iter().all(|other| other.id != known.id));
        choices.push(choice);
        choices.extend(again);
        let stamps = choices.iter().map(|choice| choice.set_at);
        let last_stamp = stamps
            .max()
            .unwrap_or(person.last_stamp)
            .max(person.last_stamp);
        let record = ChoicesRecord {
            choices: compact(choices),
            last_stamp,
        };
        self.write(&Key::Choices(agent.clone()), &record);
    }

    /// An administrator's *Away*, for those who are Available there at this moment.
    pub(crate) fn set_away(
        &mut self,
        caller: &Caller,
        office: &OfficeId,
        whom: &Whom,
        reason: Option<&str>,
    ) -> Result<AwayAnswer, Refusal> {
        if reason.is_some_and(|reason| reason.chars().count() > LONGEST_REASON) {
            let detail =
                format!("The reason is too long; use at most {LONGEST_REASON} characters.");
            return Err(Refusal::invalid("reason", detail));
        }
        let person = self.hear(caller, true)?;
        let by = person.agent.clone();
        let Some(person) = self.people.get(&caller.agent) else {
            return Err(Refusal::SignedOut);
        };
        match self.role(person, office) {
            None => return Err(Refusal::no_such_office()),
            Some(Role::Agent) => {
                let detail = "Only an administrator of this office may set others Away; ask one, or an owner.";
                return Err(Refusal::NotAllowed(detail.to_owned()));
            }
            Some(Role::Admin) => {}
        }
        let Some(known) = self.offices.get(office) else {
            return Err(Refusal::no_such_office());
        };
        let office_name = known.name.clone();
        let agents: Vec<_> = match whom {
            Whom::Everybody => known.members.keys().cloned().collect(),
            Whom::One(agent) if known.members.contains_key(agent) => vec![agent.clone()],
            Whom::One(_) => {
                return Err(Refusal::NotFound(
                    "There is no such agent in this office.".to_owned(),
                ));
            }
        };
        let mut answer = AwayAnswer {
            batch: uuid::Uuid::now_v7().to_string(),
            changed: Vec::new(),
            unchanged: Vec::new(),
        };
        for agent in agents {
            let status = self.status_now(&agent, office).unwrap_or(Status::Offline);
            if status != Status::Available {
                answer.unchanged.push(Unchanged { agent, status });
                continue;
            }
            let notice = Notice {
                revision: 0,
                at: self.now.wall,
                office: office.clone(),
                office_name: office_name.clone(),
                by: by.clone(),
                reason: reason.map(str::to_owned),
                batch: answer.batch.clone(),
            };
            self.set_one_away(&agent, notice, answer.changed.len());
            answer.changed.push(agent);
        }
        tracing::info!(by = %caller.agent, %office, changed = answer.changed.len(), "set Away");
        Ok(answer)
    }

    fn set_one_away(&mut self, agent: &AgentId, notice: Notice, number: usize) {
        let Some(person) = self.people.get(agent) else {
            return;
        };
        let choice = Choice {
            id: ChoiceId(uuid::Uuid::now_v7().to_string()),
            scope: Scope::Office(notice.office.clone()),
            status: ChoiceStatus::Away,
            set_at: stamp(person, None, self.now.wall),
            hold: Hold::NextEdge,
            by: notice.by.id.clone(),
        };
        let audit = AuditRecord {
            at: notice.at,
            act: "set_away".to_owned(),
            by: notice.by.id.clone(),
            agent: agent.clone(),
            office: notice.office.clone(),
            batch: notice.batch.clone(),
            reason: notice.reason.clone(),
        };
        let id = choice.id.clone();
        self.write_choices(agent, choice, Vec::new());
        let revision = self.next_revision();
        self.write_at(&Key::Audit(revision, number), &audit, revision);
        if notice.by.id != *agent {
            let act = ActRecord {
                choice: id,
                revision,
            };
            self.write_at(
                &Key::Act(agent.clone(), notice.office.clone()),
                &act,
                revision,
            );
            self.dirty.notices.push((agent.clone(), notice));
        }
    }

    pub(crate) fn schedule(&mut self, caller: &Caller) -> Result<TaggedSchedule, Refusal> {
        let person = self.hear(caller, false)?;
        let schedule = person
            .facts
            .schedule
            .as_ref()
            .map(|timeline| timeline.schedule().clone());
        Ok(TaggedSchedule {
            schedule,
            etag: person.schedule_etag(),
        })
    }

    /// Replaces an agent's schedule, or takes it away, if it is still the one that was edited.
    pub(crate) fn put_schedule(
        &mut self,
        caller: &Caller,
        schedule: Option<&Schedule>,
        if_match: &[String],
    ) -> Result<TaggedSchedule, Refusal> {
        if let Some(schedule) = schedule {
            Timeline::new(schedule, self.now.wall)
                .map_err(|error| Refusal::invalid(error.field(), sentence(&error.to_string())))?;
        }
        let person = self.hear(caller, true)?;
        let etag = person.schedule_etag();
        if !if_match.iter().any(|known| known == "*" || *known == etag) {
            return Err(Refusal::Stale);
        }
        let same = person.facts.schedule.as_ref().map(Timeline::schedule) == schedule;
        if !same {
            let revision = self.next_revision();
            let record = ScheduleRecord {
                schedule: schedule.cloned(),
                revision,
            };
            self.write_at(&Key::Schedule(caller.agent.clone()), &record, revision);
            tracing::info!(agent = %caller.agent, "changed the schedule");
        }
        self.schedule(caller)
    }

    /// An agent's own settings.
    pub(crate) fn change_settings(
        &mut self,
        caller: &Caller,
        change: &SettingsChange,
    ) -> Result<Settings, Refusal> {
        let longest = self.organization_idle_after().as_secs().max(1);
        let shortest = SHORTEST_IDLE_AFTER.min(longest);
        if let Some(own) = change.own_idle_after_seconds
            && !(shortest..=longest).contains(&own)
        {
            let detail = format!(
                "The idle time must be from {shortest} to {longest} seconds; the latter is the organization's."
            );
            return Err(Refusal::invalid("own_idle_after_seconds", detail));
        }
        let person = self.hear(caller, true)?;
        if person.own_idle_after_seconds != change.own_idle_after_seconds {
            let record = AgentRecord {
                name: person.agent.name.clone(),
                email: person.agent.email.clone(),
                owner: person.owner,
                own_idle_after_seconds: change.own_idle_after_seconds,
            };
            self.write(&Key::Agent(caller.agent.clone()), &record);
        }
        Ok(self.me(caller)?.settings)
    }
}

/// The instant of a choice: the server's own and later than any before it, or when it was made without a connection,
/// but never later than now.
fn stamp(person: &Person, made_at: Option<Timestamp>, now: Timestamp) -> Timestamp {
    match made_at {
        Some(made_at) => made_at.trunc_subsecs(3).min(now),
        None => now.max(person.last_stamp + Duration::milliseconds(1)),
    }
}

/// Whether a choice was still in force at an instant, as far as it ends by itself.
fn holds_until(person: &Person, choice: &Choice, at: Timestamp) -> bool {
    match choice.hold {
        Hold::UntilChanged => true,
        Hold::Until(until) => at < until,
        Hold::NextEdge => {
            let edge = person
                .facts
                .schedule
                .as_ref()
                .and_then(|timeline| timeline.next_edge(choice.set_at));
            edge.is_none_or(|edge| edge > at)
        }
    }
}

fn check_id(id: &ChoiceId) -> Result<(), Refusal> {
    let text = id.as_str();
    if text.is_empty() || text.len() > LONGEST_ID || text.chars().any(char::is_control) {
        let detail =
            format!("The id must have 1 to {LONGEST_ID} printable characters, such as a UUID.");
        return Err(Refusal::invalid("id", detail));
    }
    Ok(())
}

fn check_hold(new: &NewChoice, made_at: Timestamp) -> Result<(), Refusal> {
    let Hold::Until(until) = new.hold else {
        return Ok(());
    };
    if new.status == ChoiceStatus::FollowSchedule {
        return Ok(());
    }
    if until <= made_at {
        return Err(Refusal::invalid(
            "hold.until",
            "The end is in the past; choose a later one.",
        ));
    }
    if until > made_at + LONGEST_HOLD {
        return Err(Refusal::invalid(
            "hold.until",
            "The end is too far ahead; choose one within 400 days, or until changed.",
        ));
    }
    Ok(())
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let Some(first) = characters.next() else {
        return String::new();
    };
    let text: String = first.to_uppercase().chain(characters).collect();
    if text.ends_with('.') {
        text
    } else {
        text + "."
    }
}
