//! What is set up over HTTP, on its way to the campus; and the facts for those who set it up.

use porchlight_campus::{
    Command, PublishedAgent, Reply, State, TokenHash,
    edits::{self, Change, Changed},
    records::{self, Key, PasswordRecord, Record},
    webhooks::{delivery_key, delivery_keys},
};
use porchlight_protocol::{
    Account, AgentId, AuditPage, Delivery, DeliveryPage, OfficeId, OneTimeCode,
};
use tokio::sync::oneshot;

use super::{Caller, Hub, Refusal, thread::Request};
use crate::{
    audit::{AuditQuery, READ_ROWS, Reading},
    auth,
};

/// What somebody proves who signs in as an agent.
#[derive(Debug)]
pub(crate) struct Credentials {
    pub agent: AgentId,
    /// That of the agent while it is proven; none if she is not active.
    pub generation: Option<u64>,
    pub hash: PasswordRecord,
}

impl Hub {
    /// What signing in by an e-mail address is checked against, if somebody can.
    pub(crate) async fn credentials(&self, email: &str) -> Result<Option<Credentials>, Refusal> {
        let published = self.published();
        let Some(agent) = published.agent_by_email(email).cloned() else {
            return Ok(None);
        };
        // Read before the password: if that is changed in between, this one is over.
        let generation = published.agent(&agent).map(PublishedAgent::generation);
        let record = self.shared.look_up(&Key::Password(agent.clone())).await?;
        Ok(record.map(|(hash, _)| Credentials {
            agent,
            generation,
            hash,
        }))
    }

    /// All facts as they are kept.
    pub(crate) async fn facts(&self) -> Result<State, Refusal> {
        let (answer, answered) = oneshot::channel();
        self.send(Request::Facts(answer)).await?;
        answered.await.map_err(|_| Refusal::Unavailable)
    }

    /// The same for something that only owners may see.
    pub(crate) async fn facts_for_owner(&self, caller: &Caller) -> Result<State, Refusal> {
        let facts = self.facts().await?;
        let agent = facts.agent(&caller.agent).ok_or(Refusal::SignedOut)?;
        if agent.record().is_some_and(|record| record.owner) {
            return Ok(facts);
        }
        Err(Refusal::owners_only())
    }

    /// The same for something that only administrators of an office may see.
    pub(crate) async fn facts_for_administrator(
        &self,
        caller: &Caller,
        office: &OfficeId,
    ) -> Result<State, Refusal> {
        let facts = self.facts().await?;
        let agent = facts.agent(&caller.agent).ok_or(Refusal::SignedOut)?;
        facts.require_administrator(agent, office)?;
        Ok(facts)
    }

    /// A page of the audit log, of at most so many rows.
    pub(crate) async fn audit(
        &self,
        query: &AuditQuery,
        most: usize,
    ) -> Result<AuditPage, Refusal> {
        let mut reading = Reading::of(query, most);
        while let Some((from, before)) = reading.next() {
            let rows = (self.shared.history)(from, before).await;
            reading.take(&rows.map_err(|error| {
                tracing::error!(%error, "the audit log cannot be read");
                Refusal::Unavailable
            })?);
        }
        Ok(reading.page())
    }

    /// What a webhook was told, and is to be told, before a delivery of it or all; the newest first.
    pub(crate) async fn deliveries(
        &self,
        webhook: &str,
        before: Option<u64>,
    ) -> Result<DeliveryPage, Refusal> {
        let (from, before) = delivery_keys(webhook, before);
        let rows = (self.shared.history)(from, before).await;
        let rows = rows.map_err(|error| {
            tracing::error!(%error, "the deliveries cannot be read");
            Refusal::Unavailable
        })?;
        Ok(delivery_page(&rows, READ_ROWS))
    }

    /// Whether there is such a delivery.
    pub(crate) async fn has_delivery(&self, webhook: &str, number: u64) -> Result<bool, Refusal> {
        let record = (self.shared.lookup)(delivery_key(webhook, number)).await;
        let record = record.map_err(|error| {
            tracing::error!(%error, "the deliveries cannot be read");
            Refusal::Unavailable
        })?;
        Ok(record.is_some_and(|record| record.value.is_some()))
    }

    /// Makes a change for a caller, or for whoever has a code. `name` makes asking twice be asking once.
    pub(crate) async fn change(
        &self,
        caller: Option<Caller>,
        change: Change,
        reason: Option<String>,
        name: Option<String>,
    ) -> Result<Changed, Refusal> {
        let batch = uuid::Uuid::now_v7().to_string();
        let nobody = AgentId::default();
        let asker = caller.as_ref().map_or(&nobody, |caller| &caller.agent);
        // With a name of its own, it is known again also when it cannot be told whether it was kept.
        let name = name.unwrap_or_else(|| batch.clone());
        let named = self.shared.look_up_named(asker, Some(name)).await?;
        let change = Command::Change {
            caller,
            change,
            reason,
            batch,
            named,
        };
        match self.command(change).await? {
            Reply::Changed(changed) => Ok(*changed),
            _ => Err(Refusal::Unavailable),
        }
    }

    /// The same for what comes to an account.
    pub(crate) async fn change_account(
        &self,
        caller: Caller,
        change: Change,
        reason: Option<String>,
        name: Option<String>,
    ) -> Result<Account, Refusal> {
        match self.change(Some(caller), change, reason, name).await? {
            Changed::Account(account) => Ok(account),
            _ => Err(Refusal::Unavailable),
        }
    }

    /// Makes a code with which an agent's password can be set.
    pub(crate) async fn start_password_reset(
        &self,
        caller: Caller,
        agent: AgentId,
        shut_out: bool,
        reason: Option<String>,
    ) -> Result<OneTimeCode, Refusal> {
        let code = auth::new_code();
        let change = Change::StartPasswordReset {
            agent,
            shut_out,
            code: TokenHash::of(&code),
        };
        match self.change(Some(caller), change, reason, None).await? {
            Changed::Code { expires_at } => Ok(OneTimeCode { code, expires_at }),
            _ => Err(Refusal::Unavailable),
        }
    }

    /// Whether a code sets somebody's password now.
    pub(crate) async fn check_reset_code(&self, code: &TokenHash) -> Result<(), Refusal> {
        let facts = self.facts().await?;
        edits::agent_of_code(&facts, code, self.clock().now().wall)?;
        Ok(())
    }
}

/// A page of deliveries of these rows, as many as were asked for at most.
pub(crate) fn delivery_page(rows: &[Record], most: usize) -> DeliveryPage {
    let read = |record: &Record| {
        let value = record.value.as_deref()?;
        records::read::<Delivery>(&record.key, value).ok()
    };
    let deliveries: Vec<_> = rows.iter().filter_map(read).collect();
    let more = rows.len() >= most;
    let next = deliveries.last().filter(|_| more);
    DeliveryPage {
        next: next.map(|delivery| delivery.number),
        deliveries,
    }
}
