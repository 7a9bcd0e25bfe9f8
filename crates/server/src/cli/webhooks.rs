//! Webhooks, on the command line.

use std::num::NonZeroU32;

use clap::{Args, Subcommand};
use ipnet::IpNet;
use porchlight_campus::{
    edits::{self, EditError, Issued},
    webhooks::{DispatchRecord, Limits},
};
use porchlight_protocol::{
    Delivery, DeliveryState, MadeWebhook, NewWebhook, OfficeId, Webhook, WebhookChange,
    WebhookEvent,
};
use serde_json::json;

use super::{Data, EXIT_CODES, Output, Reason, offices::lines, settings::Pick};
use crate::{
    admin::Admin,
    auth,
    config::{AllowedNetworks, HumanDuration, WebhookSettings},
};

/// How the server sends what webhooks are told.
#[derive(Debug, Args)]
pub(super) struct WebhookOptions {
    /// Networks that webhooks may be sent to though they are not on the internet, separated by commas, such as
    /// `10.1.0.0/16,::1/128`. [default: none]
    #[arg(
        id = "webhook_networks",
        long = "webhook-networks",
        env = "PORCHLIGHT_WEBHOOK_NETWORKS",
        value_name = "NETWORKS",
        value_delimiter = ','
    )]
    pub(super) networks: Option<Vec<IpNet>>,
    /// How long a webhook's receiver may take to answer. [default: 10s]
    #[arg(
        id = "webhook_timeout",
        long = "webhook-timeout",
        env = "PORCHLIGHT_WEBHOOK_TIMEOUT",
        value_name = "DURATION"
    )]
    pub(super) timeout: Option<HumanDuration>,
    /// How soon what did not arrive is sent again; twice as long each time, an hour at most. [default: 1s]
    #[arg(
        id = "webhook_retry",
        long = "webhook-retry",
        env = "PORCHLIGHT_WEBHOOK_RETRY",
        value_name = "DURATION"
    )]
    pub(super) retry: Option<HumanDuration>,
    /// How often something is sent that does not arrive, before it is given up. [default: 20]
    #[arg(
        id = "webhook_attempts",
        long = "webhook-attempts",
        env = "PORCHLIGHT_WEBHOOK_ATTEMPTS",
        value_name = "NUMBER"
    )]
    pub(super) attempts: Option<NonZeroU32>,
}

impl WebhookOptions {
    /// Puts these together with what a file has.
    pub(super) fn settle(&self, pick: &mut Pick<'_>, written: Self) -> WebhookSettings {
        let default = WebhookSettings::default();
        let networks: Option<AllowedNetworks> =
            pick.any("webhook-networks", self.networks.clone(), written.networks);
        let timeout = pick.or(
            "webhook-timeout",
            self.timeout,
            written.timeout,
            HumanDuration(default.timeout),
        );
        let retry = pick.or(
            "webhook-retry",
            self.retry,
            written.retry,
            HumanDuration(default.limits.first_retry),
        );
        let attempts = pick.or(
            "webhook-attempts",
            self.attempts.map(NonZeroU32::get),
            written.attempts.map(NonZeroU32::get),
            default.limits.attempts,
        );
        WebhookSettings {
            networks: networks.unwrap_or_default(),
            timeout: timeout.0,
            limits: Limits {
                first_retry: retry.0,
                attempts,
                ..default.limits
            },
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum WebhookCommand {
    /// Tells all webhooks.
    #[command(after_help = EXIT_CODES)]
    List {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        output: Output,
    },
    /// Has another system told what happens, by signed requests to an address; prints the secret, this once.
    #[command(after_help = EXIT_CODES)]
    Add {
        #[command(flatten)]
        data: Data,
        /// An address that begins with https://.
        url: String,
        /// What it is told of, such as office.changed; several times for several; all, if left out.
        #[arg(long = "event", value_parser = event)]
        events: Vec<WebhookEvent>,
        /// Only of this office; several times for several; of all, if left out.
        #[arg(long = "office")]
        offices: Vec<String>,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        output: Output,
    },
    /// Changes a webhook: what is left out stays.
    #[command(after_help = EXIT_CODES)]
    Change {
        #[command(flatten)]
        of: Of,
        #[arg(long)]
        url: Option<String>,
        /// What it is told of from now on.
        #[arg(long = "event", value_parser = event)]
        events: Vec<WebhookEvent>,
        /// Only of this office from now on.
        #[arg(long = "office")]
        offices: Vec<String>,
        /// Of all offices from now on.
        #[arg(long, conflicts_with = "offices")]
        all_offices: bool,
        /// Tells it nothing any more, and gives up what it is owed.
        #[arg(long)]
        off: bool,
        /// Tells it once how everything is that changed meanwhile, and then every change.
        #[arg(long, conflicts_with = "off")]
        on: bool,
        /// Makes a new secret and prints it, this once. Requests are signed with the old one, too, for a day.
        #[arg(long)]
        rotate_secret: bool,
    },
    /// Removes a webhook, and what it is owed.
    #[command(after_help = EXIT_CODES)]
    Remove {
        #[command(flatten)]
        of: Of,
    },
    /// Tells what a webhook was told, and is to be told; the newest first.
    #[command(after_help = EXIT_CODES)]
    Deliveries {
        #[command(flatten)]
        data: Data,
        /// Its id.
        webhook: String,
        /// Only those that were given up.
        #[arg(long)]
        dead: bool,
        /// At most so many.
        #[arg(long, default_value_t = 50, value_name = "NUMBER")]
        limit: usize,
        #[command(flatten)]
        output: Output,
    },
    /// Sends a delivery again, or all that were given up, once a server runs.
    #[command(after_help = EXIT_CODES)]
    Resend {
        #[command(flatten)]
        of: Of,
        /// Its number.
        #[arg(required_unless_present = "dead")]
        delivery: Option<u64>,
        /// All that were given up, at most 100 at a time.
        #[arg(long, conflicts_with = "delivery")]
        dead: bool,
    },
    /// Sends a ping, once a server runs.
    #[command(after_help = EXIT_CODES)]
    Test {
        #[command(flatten)]
        of: Of,
    },
}

/// Which webhook it is about.
#[derive(Debug, Args)]
pub(super) struct Of {
    #[command(flatten)]
    data: Data,
    /// Its id.
    webhook: String,
    #[command(flatten)]
    reason: Reason,
    #[command(flatten)]
    output: Output,
}

/// Deliveries that are sent again by one command.
const RESENT_MAX: usize = 100;

pub(super) fn run(command: WebhookCommand) -> anyhow::Result<()> {
    match command {
        WebhookCommand::List { data, output } => {
            let webhooks = edits::webhooks(&data.open()?.state()?);
            output.say(&webhooks, || lines(&webhooks, describe))
        }
        WebhookCommand::Add {
            data,
            url,
            events,
            offices,
            reason,
            output,
        } => {
            let mut admin = data.open()?.because(reason.text())?;
            let new = NewWebhook {
                url,
                events: some(events),
                offices: ids(offices),
                reason: None,
            };
            let issued = auth::new_webhook();
            let webhook = admin.edit(|edit| edit.add_webhook(&new, &issued))?;
            say(&output, Some(issued), webhook)
        }
        WebhookCommand::Change {
            of,
            url,
            events,
            offices,
            all_offices,
            off,
            on,
            rotate_secret,
        } => {
            let change = WebhookChange {
                url,
                events: some(events),
                offices: some(ids(offices)).or_else(|| all_offices.then(Vec::new)),
                active: (off || on).then_some(on),
                rotate_secret,
                reason: None,
            };
            let issued = auth::new_webhook();
            let mut admin = of.admin()?;
            let webhook =
                admin.edit(|edit| edit.change_webhook(&of.webhook, &change, &issued.secret))?;
            say(&of.output, rotate_secret.then_some(issued), webhook)
        }
        WebhookCommand::Remove { of } => {
            of.admin()?.edit(|edit| edit.remove_webhook(&of.webhook))?;
            of.output.say(&json!({"webhook": of.webhook}), || {
                format!("The webhook {} is removed.", of.webhook)
            })
        }
        WebhookCommand::Deliveries {
            data,
            webhook,
            dead,
            limit,
            output,
        } => {
            let admin = data.open()?;
            edits::webhook(&admin.state()?, &webhook)?;
            let deliveries = deliveries(&admin, &webhook, dead, limit)?;
            output.say(&deliveries, || lines(&deliveries, describe_delivery))
        }
        WebhookCommand::Resend { of, delivery, dead } => {
            let mut admin = of.admin()?;
            edits::webhook(&admin.state()?, &of.webhook)?;
            let numbers: Vec<u64> = match delivery {
                Some(number) if admin.delivery(&of.webhook, number)?.is_none() => {
                    let detail = "There is no such delivery, or not any more.".to_owned();
                    return Err(EditError::NotFound(detail).into());
                }
                Some(number) => vec![number],
                None => {
                    let dead = deliveries(&admin, &of.webhook, dead, RESENT_MAX)?;
                    dead.iter().map(|delivery| delivery.number).collect()
                }
            };
            admin.edit(|edit| {
                for number in &numbers {
                    edit.dispatch(&of.webhook, &DispatchRecord::Again { number: *number })?;
                }
                Ok(())
            })?;
            of.output.say(&json!({"resent": numbers}), || {
                format!("Sent again as soon as a server runs: {}.", numbers.len())
            })
        }
        WebhookCommand::Test { of } => {
            let ping = DispatchRecord::Ping;
            of.admin()?.edit(|edit| edit.dispatch(&of.webhook, &ping))?;
            of.output.say(&json!({"webhook": of.webhook}), || {
                format!(
                    "A ping is sent as soon as a server runs; `webhook deliveries {}` tells what came of it.",
                    of.webhook
                )
            })
        }
    }
}

impl Of {
    fn admin(&self) -> anyhow::Result<Admin> {
        Ok(self.data.open()?.because(self.reason.text())?)
    }
}

fn deliveries(
    admin: &Admin,
    webhook: &str,
    dead: bool,
    limit: usize,
) -> anyhow::Result<Vec<Delivery>> {
    let mut found = Vec::new();
    let mut before = None;
    while found.len() < limit {
        let page = admin.deliveries(webhook, before)?;
        let asked = |delivery: &Delivery| !dead || delivery.state == DeliveryState::Dead;
        found.extend(page.deliveries.into_iter().filter(asked));
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    found.truncate(limit);
    Ok(found)
}

fn event(text: &str) -> Result<WebhookEvent, String> {
    let named = |event: &WebhookEvent| event.name() == text;
    WebhookEvent::ALL.into_iter().find(named).ok_or_else(|| {
        let all = WebhookEvent::ALL.map(WebhookEvent::name).join(", ");
        format!("one of these is expected: {all}")
    })
}

fn some<T>(values: Vec<T>) -> Option<Vec<T>> {
    Some(values).filter(|values| !values.is_empty())
}

fn ids(offices: Vec<String>) -> Vec<OfficeId> {
    offices.into_iter().map(OfficeId::from).collect()
}

fn say(output: &Output, issued: Option<Issued>, webhook: Webhook) -> anyhow::Result<()> {
    let made = MadeWebhook {
        secret: issued.map(|issued| issued.secret.0),
        webhook,
    };
    output.say(&made, || {
        let secret = made.secret.iter();
        let secret = secret.map(|secret| format!("\nIts secret, told this once: {secret}"));
        describe(&made.webhook) + &secret.collect::<String>()
    })
}

fn describe(webhook: &Webhook) -> String {
    let mut parts = vec![webhook.id.clone(), webhook.url.clone()];
    let events = webhook.events.iter().map(|event| event.name());
    parts.push(events.collect::<Vec<_>>().join(" "));
    if !webhook.offices.is_empty() {
        let offices = webhook.offices.iter().map(OfficeId::as_str);
        parts.push(format!("of {}", offices.collect::<Vec<_>>().join(" ")));
    }
    parts.extend((!webhook.active).then(|| "switched off".to_owned()));
    parts.join("  ")
}

fn describe_delivery(delivery: &Delivery) -> String {
    let state = match delivery.state {
        DeliveryState::Pending => "pending",
        DeliveryState::Delivered => "delivered",
        DeliveryState::Dead => "dead",
    };
    let payload = &delivery.payload;
    let mut parts = vec![
        delivery.number.to_string(),
        payload.at.format("%FT%TZ").to_string(),
        state.to_owned(),
        payload.event.name().to_owned(),
    ];
    parts.extend(payload.office.as_ref().map(|office| office.id.to_string()));
    parts.extend(payload.agent.as_ref().map(|agent| agent.id.to_string()));
    parts.push(format!("tried {} times", delivery.attempts));
    parts.extend(delivery.last.clone());
    parts.join("  ")
}
