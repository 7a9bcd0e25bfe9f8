//! What a command comes to: decided on what is kept and what was decided since, or at once where it is true whether or
//! not it can be kept.

use porchlight_protocol::{Activity, ActivityAnswer, AgentId};

use crate::{
    Campus,
    command::{Caller, Command, LookedUp, Named, Refusal, Reply},
    commands::{Context, away, busy, change, choices, schedule, sessions as devices},
    group::{Draft, Group},
    records::{self, Key},
    sessions::{self, Lease},
    state::{At, UNDER_WAY},
};

/// What a probe writes: as much as the largest of requests.
const PROBE_BYTES: usize = 32 * 1024;

impl Campus {
    /// Decides one command: what to write, the reply, and whether the reply waits for what is to be written of devices.
    pub(crate) fn decide(
        &mut self,
        command: &Command,
        again: bool,
    ) -> Result<(Draft, Reply, bool), Refusal> {
        if let Some(caller) = command.caller()
            && self
                .sessions
                .renew_lease(&caller.session, self.now, &self.config)
        {
            self.unwritten.insert(caller.session.clone());
        }
        let mut draft = Draft::default();
        let mut context = Context {
            now: self.now,
            again,
            config: &self.config,
            state: &self.tentative,
            sessions: &self.sessions,
            draft: &mut draft,
        };
        let reply = match command {
            Command::Choose {
                caller,
                choice,
                asked,
                sequence,
                given_at,
            } => {
                let key = Key::Asked(caller.agent.clone(), choice.id.clone());
                let under_way = asked_under_way(&key, &self.group, self.flight.as_ref());
                let found = match asked {
                    LookedUp::Found(found) => found.as_ref(),
                    LookedUp::Not => None,
                };
                let asked = under_way.as_ref().or(found);
                let stamp = choices::Stamp {
                    sequence: *sequence,
                    given_at: *given_at,
                };
                choices::choose(&mut context, caller, choice, asked, stamp)?
            }
            Command::SetAway {
                caller,
                office,
                target,
                reason,
                batch,
                named,
            } => away::set_away(
                &mut context,
                caller,
                office,
                target,
                reason.as_deref(),
                batch,
                &named_under_way(&caller.agent, named, &self.group, self.flight.as_ref()),
            )?,
            Command::PutSchedule {
                caller,
                schedule,
                if_match,
            } => schedule::put_schedule(&mut context, caller, schedule.as_ref(), if_match)?,
            Command::PutBusy { caller, intervals } => {
                busy::put_busy(&mut context, caller, intervals)?
            }
            Command::ChangeSettings {
                caller,
                change,
                named,
            } => {
                let named =
                    named_under_way(&caller.agent, named, &self.group, self.flight.as_ref());
                schedule::change_settings(&mut context, caller, change, &named)?
            }
            Command::Change {
                caller,
                change,
                reason,
                batch,
                named,
            } => {
                let asker = caller.as_ref().map(|caller| &caller.agent);
                let asker = asker.cloned().unwrap_or_default();
                let named = named_under_way(&asker, named, &self.group, self.flight.as_ref());
                let (caller, reason) = (caller.as_ref(), reason.as_deref());
                change::change(&mut context, caller, change, reason, batch, &named)?
            }
            Command::SignIn {
                agent,
                generation,
                session,
                device,
                token,
            } => devices::sign_in(&mut context, agent, *generation, session, device, *token)?,
            Command::ReportActivity {
                caller,
                activity,
                sequence,
            } => return self.report_activity(caller, *activity, *sequence),
            Command::Goodbye {
                caller,
                sign_out,
                sequence,
            } => return self.say_goodbye(caller, *sign_out, *sequence),
            Command::RenewLease { .. } => Reply::Done,
            Command::StreamOpened { caller } => {
                self.sessions
                    .stream_opened(&caller.session, self.now, &self.config);
                Reply::Done
            }
            Command::StreamClosed { caller } => {
                let cut = self
                    .sessions
                    .stream_closed(&caller.session, self.now, &self.config);
                if let Some(until) = cut {
                    self.due.no_later(&caller.agent, until);
                }
                Reply::Done
            }
            Command::HoldSession { agent, session } => {
                if self.kept.agent(agent).is_none() {
                    return Err(Refusal::SignedOut);
                }
                self.sessions
                    .hold(sessions::held_id(session), agent.clone());
                self.publisher.mark_agent(agent);
                Reply::Done
            }
            Command::Probe { takes_room } => {
                let room = takes_room.then(|| records::to_value(&"-".repeat(PROBE_BYTES)));
                draft.writes.push((Key::Probe, room));
                Reply::Done
            }
        };
        Ok((draft, reply, false))
    }

    fn report_activity(
        &mut self,
        caller: &Caller,
        activity: Activity,
        sequence: Option<u64>,
    ) -> Result<(Draft, Reply, bool), Refusal> {
        let device = self
            .sessions
            .get_mut(&caller.session)
            .filter(|device| device.agent == caller.agent && !device.revoked)
            .ok_or(Refusal::SignedOut)?;
        device.take(sequence)?;
        let known = device.activity;
        let back = !device.takes_part();
        let activity = devices::on_record(activity, known, self.now);
        let until = self
            .sessions
            .report(&caller.session, activity, self.now, &self.config);
        if back {
            tracing::info!(agent = %caller.agent, session = %caller.session, "a device takes part");
        }
        if back || known != Some(activity) {
            self.device_changed(caller);
        }
        let reply = Reply::Activity(ActivityAnswer {
            server_time: self.now.wall,
            lease_until: self.now.wall_at(until),
        });
        // True whether or not it can be written: a disk that hangs must not hold up the next report.
        Ok((Draft::default(), reply, false))
    }

    fn say_goodbye(
        &mut self,
        caller: &Caller,
        sign_out: bool,
        sequence: Option<u64>,
    ) -> Result<(Draft, Reply, bool), Refusal> {
        let device = self
            .sessions
            .get_mut(&caller.session)
            .filter(|device| device.agent == caller.agent && device.lease != Lease::Held);
        let Some(device) = device else {
            // Its record is gone already.
            return Ok((Draft::default(), Reply::Done, false));
        };
        if sign_out {
            // Whatever was sent after it: nothing comes after the end of the token.
            device.revoked = true;
        } else {
            device.take(sequence)?;
        }
        self.sessions.leave(&caller.session, self.now);
        tracing::info!(agent = %caller.agent, session = %caller.session, sign_out, "a device said goodbye");
        self.device_changed(caller);
        self.publisher.mark_session(&caller.session);
        // That it is gone is published at once. That it stays so, also when this process is killed, is said once it is kept.
        Ok((Draft::default(), Reply::Done, true))
    }

    fn device_changed(&mut self, caller: &Caller) {
        self.unwritten.insert(caller.session.clone());
        self.publisher.mark_agent(&caller.agent);
    }

    /// Whether a command that writes nothing was decided on something that is not kept yet: then its answer waits.
    pub(crate) fn rests_on_undecided(&self, command: &Command) -> bool {
        let undecided = !self.group.is_empty() || self.flight.is_some();
        undecided
            && matches!(
                command,
                Command::Choose { .. }
                    | Command::SetAway { .. }
                    | Command::PutSchedule { .. }
                    | Command::PutBusy { .. }
                    | Command::ChangeSettings { .. }
                    | Command::Change { .. }
            )
    }

    /// Of two groups, the one that such a command was decided on: a repeated choice has the first one's answer.
    pub(crate) fn rests_on_flight(&self, command: &Command) -> bool {
        match command {
            Command::Choose { caller, choice, .. } => {
                let key = Key::Asked(caller.agent.clone(), choice.id.clone()).to_string();
                !self.group.writes(&key)
            }
            Command::PutSchedule { caller, .. } => {
                let key = Key::Schedule(caller.agent.clone()).to_string();
                !self.group.writes(&key)
            }
            Command::PutBusy { caller, .. } => {
                let key = Key::Busy(caller.agent.clone()).to_string();
                !self.group.writes(&key)
            }
            _ => self.group.is_empty(),
        }
    }
}

impl Command {
    /// Whether it is only taken to be new.
    pub(crate) const fn is_not_looked_up(&self) -> bool {
        matches!(
            self,
            Self::Choose {
                asked: LookedUp::Not,
                ..
            }
        )
    }

    /// The session that a command is heard from.
    fn caller(&self) -> Option<&Caller> {
        match self {
            Self::Choose { caller, .. }
            | Self::SetAway { caller, .. }
            | Self::PutSchedule { caller, .. }
            | Self::PutBusy { caller, .. }
            | Self::ChangeSettings { caller, .. }
            | Self::RenewLease { caller }
            | Self::StreamOpened { caller } => Some(caller),
            Self::Change { caller, .. } => caller.as_ref(),
            // Both say of the session what is to be, if nothing overtook them.
            Self::ReportActivity { .. }
            | Self::Goodbye { .. }
            | Self::StreamClosed { .. }
            | Self::SignIn { .. }
            | Self::HoldSession { .. }
            | Self::Probe { .. } => None,
        }
    }
}

/// The same with what is being written under its name: the same twice at once is one.
fn named_under_way(asker: &AgentId, named: &Named, group: &Group, flight: Option<&Group>) -> Named {
    let under_way = named.name.as_ref().and_then(|name| {
        let key = Key::Answered(asker.clone(), name.clone()).to_string();
        let value = group
            .value(&key)
            .or_else(|| flight.and_then(|flight| flight.value(&key)))?;
        records::read(&key, value).ok()
    });
    Named {
        name: named.name.clone(),
        answered: under_way.or_else(|| named.answered.clone()),
    }
}

/// What is being written under the key of a choice: the same choice twice at once is one.
fn asked_under_way(
    key: &Key,
    group: &Group,
    flight: Option<&Group>,
) -> Option<At<records::AskedRecord>> {
    let key = key.to_string();
    let value = group
        .value(&key)
        .or_else(|| flight.and_then(|flight| flight.value(&key)))?;
    Some(At {
        value: records::read(&key, value).ok()?,
        revision: UNDER_WAY,
    })
}
