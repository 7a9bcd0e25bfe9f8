//! The rows of the offices, in words.

use std::collections::BTreeSet;

use porchlight_protocol::{
    AgentPresence, Cause, Coverage, Ends, OfficeId, OfficePresence, Role, Status, Timestamp,
};

use super::{AgentView, OfficeView, Situation};
use crate::words::{self, Detail, Names};

/// A row of the offices, with the wordings that the summary chooses from.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub view: OfficeView,
    pub full: String,
    pub short: String,
    pub timeless: String,
    /// `until 17:00`; empty where no end is known.
    pub until: String,
    /// `since 11:20`; empty where that is unknown, or nobody is missed.
    pub nobody: String,
    /// Whether nobody covers the office in its hours, although I could.
    pub could_help: bool,
}

/// All my offices: in the order heard, then those that only my own record knows of.
pub(super) fn rows(situation: &Situation<'_>, names: &Names<'_>) -> Vec<Row> {
    let Some(me) = situation.me else {
        return Vec::new();
    };
    let member = |office: &OfficeId| me.offices.iter().any(|membership| membership.id == *office);
    let heard = |office: &OfficeId| {
        situation
            .offices
            .iter()
            .any(|presence| presence.id == *office)
    };
    let presences = situation
        .offices
        .iter()
        .filter(|presence| member(&presence.id));
    let rows = presences.map(|office| {
        row(
            situation,
            names,
            &office.id,
            &office.name,
            office.role,
            Some(office),
        )
    });
    let unheard = me
        .offices
        .iter()
        .filter(|membership| !heard(&membership.id));
    let others = unheard.map(|office| {
        row(
            situation,
            names,
            &office.id,
            &office.name,
            office.role,
            None,
        )
    });
    rows.chain(others).collect()
}

/// How many people are Available, each counted once.
pub(super) fn online(rows: &[Row]) -> u32 {
    let agents = rows.iter().flat_map(|row| &row.view.agents);
    let available: BTreeSet<_> = agents
        .filter(|agent| agent.status == Status::Available)
        .map(|agent| &agent.id)
        .collect();
    count(available.len())
}

fn row(
    situation: &Situation<'_>,
    names: &Names<'_>,
    office: &OfficeId,
    name: &str,
    role: Role,
    presence: Option<&OfficePresence>,
) -> Row {
    let mine = Mine::new(situation, office, presence);
    let connected = situation.is_connected();
    let administrator = role == Role::Admin;
    let agents = if connected {
        agents(situation, names, &mine, presence, administrator)
    } else {
        Vec::new()
    };
    // Counted off the list that is shown, so that the two cannot disagree.
    let available = agents
        .iter()
        .filter(|agent| agent.status == Status::Available)
        .count();
    let afterwards = situation.afterwards.get(office).copied();
    let until = mine
        .ends
        .map(|ends| words::until(situation.calendar(), ends, afterwards));
    let words = |detail| {
        words::reason(
            situation.calendar(),
            names,
            &mine.cause,
            mine.since,
            until.as_deref(),
            detail,
        )
    };
    let full = words(Detail::Full);
    let status = situation.messages().status(words::status_key(mine.status));
    let coverage = presence.and_then(|presence| presence.coverage);
    let nobody_since = match coverage {
        // What is counted is what is shown: between two words of the server the one may be ahead of the other.
        Some(Coverage::Uncovered { since, .. }) if connected && available == 0 => Some(since),
        _ => None,
    };
    let nobody = nobody_since
        .flatten()
        .map(|at| situation.calendar().since(at));
    let nobody = nobody.unwrap_or_default();
    let uncovered = nobody_since.map(|since| match since {
        Some(_) => situation.messages().nobody_here_since(&nobody),
        None => situation.messages().nobody_here(),
    });
    Row {
        view: OfficeView {
            id: office.clone(),
            name: name.to_owned(),
            status: mine.status,
            on: mine.decided == Status::Available,
            reason: words::with_reason(situation.locale, &status, &mine.cause, &full),
            cause: mine.cause.clone(),
            ends: mine.ends,
            available: connected.then(|| count(available)),
            uncovered: uncovered.unwrap_or_default(),
            administrator,
            can_set_everybody_away: agents.iter().any(|agent| agent.can_set_away),
            agents,
        },
        full,
        short: words(Detail::Short),
        timeless: words(Detail::Timeless),
        until: until.unwrap_or_default(),
        nobody,
        could_help: nobody_since.is_some() && mine.could_help(situation),
    }
}

fn agents(
    situation: &Situation<'_>,
    names: &Names<'_>,
    mine: &Mine,
    presence: Option<&OfficePresence>,
    administrator: bool,
) -> Vec<AgentView> {
    let Some(me) = situation.me.map(|me| &me.agent) else {
        return Vec::new();
    };
    let my_name = me.name.as_str();
    let own = AgentPresence {
        id: me.id.clone(),
        name: me.name.clone(),
        status: mine.status,
        cause: mine.cause.clone(),
        since: mine.since,
    };
    let mut members: Vec<_> = presence
        .map(|presence| presence.agents.iter().collect())
        .unwrap_or_default();
    match members.iter().position(|agent| agent.id == me.id) {
        Some(place) => members[place] = &own,
        None => members.insert(
            members.partition_point(|agent| agent.name.as_str() < my_name),
            &own,
        ),
    }
    let agent = |agent: &AgentPresence| AgentView {
        id: agent.id.clone(),
        name: agent.name.clone(),
        you: agent.id == me.id,
        status: agent.status,
        detail: words::colleague(situation.locale, &agent.id, &agent.cause, names),
        since: agent.since,
        since_text: agent
            .since
            .map(|at| situation.calendar().since_day(at))
            .unwrap_or_default(),
        can_set_away: administrator && agent.id != me.id && agent.status == Status::Available,
    };
    members.into_iter().map(agent).collect()
}

/// What I am in an office: by the own evaluation, else as last heard.
struct Mine {
    status: Status,
    cause: Cause,
    since: Option<Timestamp>,
    ends: Option<Ends>,
    decided: Status,
}

impl Mine {
    /// Whether it is nobody else's decision that I am not there: an administrator's, or my schedule's.
    fn could_help(&self, situation: &Situation<'_>) -> bool {
        match &self.cause {
            Cause::Manual { by } => situation.me.is_some_and(|me| me.agent.id == *by),
            Cause::Schedule => false,
            Cause::Default | Cause::Idle | Cause::Locked | Cause::Busy { .. } | Cause::NoDevice => {
                true
            }
        }
    }

    fn new(
        situation: &Situation<'_>,
        office: &OfficeId,
        presence: Option<&OfficePresence>,
    ) -> Self {
        let mut evaluated = situation
            .resolution
            .into_iter()
            .flat_map(|resolution| &resolution.offices);
        if let Some(own) = evaluated.find(|own| own.office == *office) {
            let (cause, since) = (own.cause.clone(), own.since);
            return Self {
                status: own.status,
                cause,
                since,
                ends: own.ends,
                decided: own.decided.status,
            };
        }
        let mut heard = presence.into_iter().flat_map(|presence| &presence.agents);
        let heard = heard.find(|agent| situation.me.is_some_and(|me| me.agent.id == agent.id));
        let Some(heard) = heard else {
            let (status, decided) = (Status::Offline, Status::Offline);
            return Self {
                status,
                cause: Cause::Default,
                since: None,
                ends: None,
                decided,
            };
        };
        // Only who was to be Available is Away for being idle or locked.
        let masked = matches!(heard.cause, Cause::Idle | Cause::Locked);
        let decided = if masked {
            Status::Available
        } else {
            heard.status
        };
        Self {
            status: heard.status,
            cause: heard.cause.clone(),
            since: heard.since,
            ends: None,
            decided,
        }
    }
}

fn count(agents: usize) -> u32 {
    u32::try_from(agents).unwrap_or(u32::MAX)
}
