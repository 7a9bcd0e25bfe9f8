//! What a webhook was last told of an office, and what it is to be told of it now.

use std::collections::BTreeMap;

use porchlight_protocol::{
    AgentId, AgentPresence, Coverage, OfficeId, OfficePresence, Status, Timestamp, WebhookAgent,
    WebhookEvent, WebhookOffice, WebhookPayload,
};
use serde::{Deserialize, Serialize};

/// What a webhook was last told of an office. The default is an office of which it was told nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldRecord {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub available: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub agents: BTreeMap<AgentId, ToldAgent>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldAgent {
    pub name: String,
    pub status: Status,
}

impl ToldRecord {
    /// How an office is, as far as a webhook for these events is told of it: what it is not told of is not kept.
    pub(super) fn of(office: &OfficePresence, events: &[WebhookEvent]) -> Self {
        let agents = events.contains(&WebhookEvent::AgentChanged)
            || events.contains(&WebhookEvent::AgentLeft);
        let agents = office.agents.iter().filter(|_| agents);
        let counts = events.contains(&WebhookEvent::OfficeChanged);
        let coverage = events.contains(&WebhookEvent::OfficeCoverage);
        Self {
            name: office.name.clone(),
            available: if counts { office.available } else { 0 },
            coverage: office
                .coverage
                .filter(|_| coverage)
                .map(|coverage| coverage_name(coverage).to_owned()),
            agents: agents
                .map(|agent| (agent.id.clone(), told_agent(agent)))
                .collect(),
        }
    }

    /// What is to be told of an office that was `self`, and is `now`; none is an office no more.
    pub(super) fn differences(
        &self,
        id: &OfficeId,
        now: Option<&Self>,
        at: Timestamp,
    ) -> Vec<WebhookPayload> {
        let gone = Self {
            name: self.name.clone(),
            ..Self::default()
        };
        let after = now.unwrap_or(&gone);
        let office = WebhookOffice {
            id: id.clone(),
            name: after.name.clone(),
        };
        let told = |event| WebhookPayload {
            id: String::new(),
            event,
            at,
            office: Some(office.clone()),
            online: None,
            agents_available: None,
            coverage: None,
            agent: None,
        };
        let mut payloads = Vec::new();
        for (agent, was) in &self.agents {
            if now.is_some() && !after.agents.contains_key(agent) {
                payloads.push(WebhookPayload {
                    agent: Some(WebhookAgent {
                        id: agent.clone(),
                        name: was.name.clone(),
                        status: None,
                    }),
                    ..told(WebhookEvent::AgentLeft)
                });
            }
        }
        for (agent, is) in &after.agents {
            let was = self
                .agents
                .get(agent)
                .map_or(Status::Offline, |was| was.status);
            if was != is.status {
                payloads.push(WebhookPayload {
                    agent: Some(WebhookAgent {
                        id: agent.clone(),
                        name: is.name.clone(),
                        status: Some(is.status),
                    }),
                    ..told(WebhookEvent::AgentChanged)
                });
            }
        }
        if self.available != after.available {
            payloads.push(WebhookPayload {
                online: Some(after.available > 0),
                agents_available: Some(after.available),
                ..told(WebhookEvent::OfficeChanged)
            });
        }
        if now.is_some() && self.coverage != after.coverage {
            payloads.push(WebhookPayload {
                coverage: Some(after.coverage.clone().unwrap_or_else(|| "none".to_owned())),
                ..told(WebhookEvent::OfficeCoverage)
            });
        }
        if now.is_none() && *self != Self::default() {
            payloads.push(told(WebhookEvent::OfficeRemoved));
        }
        payloads
    }
}

fn told_agent(agent: &AgentPresence) -> ToldAgent {
    ToldAgent {
        name: agent.name.clone(),
        status: agent.status,
    }
}

const fn coverage_name(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::OutsideHours { .. } => "outside_hours",
        Coverage::Covered { .. } => "covered",
        Coverage::Uncovered { .. } => "uncovered",
    }
}
