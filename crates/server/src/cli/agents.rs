//! Agents, on the command line.

use chrono::Local;
use clap::{Args, Subcommand};
use porchlight_campus::edits::{self, Invite};
use porchlight_protocol::{
    Account, AccountChange, AgentId, InvitedTo, OfficeId, OneTimeCode, Role, SessionId,
};
use serde::Serialize;

use super::{Data, EXIT_CODES, Output, Reason, read_password};
use crate::admin::NewAgent;

#[derive(Debug, Subcommand)]
pub(super) enum AgentCommand {
    /// Tells all agents.
    #[command(after_help = EXIT_CODES)]
    List {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        output: Output,
    },
    /// Adds an agent.
    #[command(after_help = EXIT_CODES)]
    Add {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        person: NewPerson,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        output: Output,
    },
    /// Makes a code with which somebody becomes an agent.
    #[command(after_help = EXIT_CODES)]
    Invite {
        #[command(flatten)]
        data: Data,
        /// Whom to invite.
        email: String,
        /// An office that she is invited to; with `:admin` as its administrator. More than once for more offices.
        #[arg(long, value_name = "OFFICE[:admin]")]
        office: Vec<String>,
        /// As an owner.
        #[arg(long)]
        owner: bool,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        output: Output,
    },
    /// Tells an agent, and her offices.
    #[command(after_help = EXIT_CODES)]
    Show {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        output: Output,
    },
    /// Changes what an agent is called.
    #[command(after_help = EXIT_CODES)]
    Rename {
        #[command(flatten)]
        of: Of,
        name: String,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        output: Output,
    },
    /// Changes the e-mail address that an agent signs in with.
    #[command(after_help = EXIT_CODES)]
    Email {
        #[command(flatten)]
        of: Of,
        email: String,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        output: Output,
    },
    /// Makes an agent an owner: administrator of all offices, and of everything else.
    #[command(after_help = EXIT_CODES)]
    Owner {
        #[command(flatten)]
        of: Of,
        /// Takes that back.
        #[arg(long)]
        off: bool,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        output: Output,
    },
    /// Ends an agent's sessions at once, and lets her sign in no more. What is hers stays.
    #[command(after_help = EXIT_CODES)]
    Deactivate {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        output: Output,
    },
    /// Lets an agent sign in again.
    #[command(after_help = EXIT_CODES)]
    Activate {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        output: Output,
    },
    /// Makes a code with which an agent sets a new password, or sets one at once.
    #[command(after_help = EXIT_CODES)]
    PasswordReset {
        #[command(flatten)]
        of: Of,
        /// Ends her password and her devices now, and not only once the code is used.
        #[arg(long)]
        shut_out: bool,
        /// Reads the new password, at least 8 characters, from standard input, and signs all her devices out.
        #[arg(long, conflicts_with = "shut_out")]
        password_stdin: bool,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        output: Output,
    },
    /// Tells the devices that an agent is signed in with.
    #[command(after_help = EXIT_CODES)]
    Sessions {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        output: Output,
    },
    /// Signs a device of an agent out, or all of them.
    #[command(after_help = EXIT_CODES)]
    SignOut {
        #[command(flatten)]
        of: Of,
        /// As `agent sessions` names it; all of them if left out.
        session: Option<String>,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        output: Output,
    },
}

/// Whom it is about.
#[derive(Debug, Args)]
pub(super) struct Of {
    #[command(flatten)]
    data: Data,
    /// Her e-mail address, or her id.
    agent: String,
}

#[derive(Debug, Args)]
pub(super) struct NewPerson {
    #[arg(long)]
    email: String,
    #[arg(long)]
    name: String,
    /// Makes her an owner: administrator of all offices, and of everything else.
    #[arg(long)]
    owner: bool,
    /// Reads the password, at least 8 characters, from standard input. Without one she sets it by a code
    /// (`agent password-reset`).
    #[arg(long)]
    password_stdin: bool,
}

/// What is said of an agent whose code was made.
#[derive(Debug, Serialize)]
struct Reset {
    agent: AgentId,
    #[serde(flatten)]
    code: OneTimeCode,
}

/// A device as its record has it.
#[derive(Debug, Serialize)]
struct DeviceRow {
    id: SessionId,
    device: String,
    signed_in_at: porchlight_protocol::Timestamp,
    /// None while it is live.
    gone_at: Option<porchlight_protocol::Timestamp>,
}

pub(super) fn run(command: AgentCommand) -> anyhow::Result<()> {
    match command {
        AgentCommand::List { data, output } => {
            let accounts = edits::accounts(&data.open()?.state()?);
            output.say(&accounts, || list(&accounts))
        }
        AgentCommand::Add {
            data,
            person,
            reason,
            output,
        } => add(&data, &person, &reason, &output),
        AgentCommand::Invite {
            data,
            email,
            office,
            owner,
            reason,
            output,
        } => invite(&data, &email, &office, owner, &reason, &output),
        AgentCommand::Show { of, output } => {
            let (account, _) = of.find()?;
            output.say(&account, || describe(&account))
        }
        AgentCommand::Rename {
            of,
            name,
            reason,
            output,
        } => {
            let change = AccountChange {
                name: Some(name),
                ..AccountChange::default()
            };
            let changed = |account: &Account| format!("She is called {} now.", account.name);
            of.change(&change, &reason, &output, changed)
        }
        AgentCommand::Email {
            of,
            email,
            reason,
            output,
        } => {
            let change = AccountChange {
                email: Some(email),
                ..AccountChange::default()
            };
            let changed =
                |account: &Account| format!("{} signs in as {} now.", account.name, account.email);
            of.change(&change, &reason, &output, changed)
        }
        AgentCommand::Owner {
            of,
            off,
            reason,
            output,
        } => {
            let change = AccountChange {
                owner: Some(!off),
                ..AccountChange::default()
            };
            let is = if off { "is no owner" } else { "is an owner" };
            of.change(&change, &reason, &output, |account| {
                format!("{} {is} now.", account.name)
            })
        }
        AgentCommand::Deactivate { of, reason, output } => of.set_active(
            false,
            &reason,
            &output,
            "is signed out, and can sign in no more",
        ),
        AgentCommand::Activate { of, reason, output } => {
            of.set_active(true, &reason, &output, "can sign in again")
        }
        AgentCommand::PasswordReset {
            of,
            shut_out,
            password_stdin,
            reason,
            output,
        } => {
            if password_stdin {
                of.set_password(&reason, &output)
            } else {
                of.start_password_reset(shut_out, &reason, &output)
            }
        }
        AgentCommand::Sessions { of, output } => of.sessions(&output),
        AgentCommand::SignOut {
            of,
            session,
            reason,
            output,
        } => of.sign_out(session.map(SessionId).as_ref(), &reason, &output),
    }
}

fn add(data: &Data, person: &NewPerson, reason: &Reason, output: &Output) -> anyhow::Result<()> {
    let mut admin = data.open()?.because(reason.text())?;
    let password = person.password_stdin.then(read_password).transpose()?;
    let agent = NewAgent {
        owner: person.owner,
        ..NewAgent::new(&person.email, &person.name)
    };
    let agent = admin.add_agent(&agent, password.as_deref())?;
    output.say(&agent, || match password {
        Some(_) => format!("{} can sign in now, as {}.", agent.name, agent.email),
        None => format!(
            "{} is an agent now; give her a code to sign in with: agent password-reset {}",
            agent.name, agent.email
        ),
    })
}

fn invite(
    data: &Data,
    email: &str,
    offices: &[String],
    owner: bool,
    reason: &Reason,
    output: &Output,
) -> anyhow::Result<()> {
    let offices = offices.iter().map(|office| {
        let (office, role) = match office.strip_suffix(":admin") {
            Some(office) => (office, Role::Admin),
            None => (office.as_str(), Role::Agent),
        };
        let office = OfficeId::from(office);
        InvitedTo { office, role }
    });
    let offices: Vec<_> = offices.collect();
    let invite = Invite {
        email,
        owner,
        offices: &offices,
        lasts: edits::INVITATION_LASTS,
    };
    let made = data.open()?.because(reason.text())?.invite(&invite)?;
    let until = made.invitation.expires_at.with_timezone(&Local);
    output.say(&made, || {
        format!(
            "{}\n{} can become an agent with this code once, until {}.",
            made.code,
            made.invitation.email,
            until.format("%d %B, %H:%M")
        )
    })
}

impl Of {
    fn find(&self) -> anyhow::Result<(Account, porchlight_campus::State)> {
        let state = self.data.open()?.state()?;
        let id = edits::agent_called(&state, &self.agent)?;
        let account = edits::account(&state, &id);
        let account = account.ok_or_else(|| edits::no_agent_called(&self.agent))?;
        Ok((account, state))
    }

    fn change(
        &self,
        change: &AccountChange,
        reason: &Reason,
        output: &Output,
        words: impl FnOnce(&Account) -> String,
    ) -> anyhow::Result<()> {
        let mut admin = self.data.open()?.because(reason.text())?;
        let account = admin.edit(|edit| {
            let id = edits::agent_called(edit.state(), &self.agent)?;
            edit.change_agent(&id, change)
        })?;
        output.say(&account, || words(&account))
    }

    fn set_active(
        &self,
        active: bool,
        reason: &Reason,
        output: &Output,
        now: &str,
    ) -> anyhow::Result<()> {
        let change = AccountChange {
            active: Some(active),
            ..AccountChange::default()
        };
        self.change(&change, reason, output, |account| {
            format!("{} {now}.", account.name)
        })
    }

    fn set_password(&self, reason: &Reason, output: &Output) -> anyhow::Result<()> {
        let mut admin = self.data.open()?.because(reason.text())?;
        let agent = admin.set_password(&self.agent, &read_password()?)?;
        let account = edits::account(&admin.state()?, &agent);
        output.say(&account, || {
            format!("{} has a new password, and is signed out.", self.agent)
        })
    }

    fn start_password_reset(
        &self,
        shut_out: bool,
        reason: &Reason,
        output: &Output,
    ) -> anyhow::Result<()> {
        let mut admin = self.data.open()?.because(reason.text())?;
        let (agent, code) = admin.start_password_reset(&self.agent, shut_out)?;
        let until = code.expires_at.with_timezone(&Local).format("%d %B, %H:%M");
        let reset = Reset { agent, code };
        output.say(&reset, || {
            format!(
                "{}\n{} can set her password with this code once, until {until}.",
                reset.code.code, self.agent
            )
        })
    }

    fn sessions(&self, output: &Output) -> anyhow::Result<()> {
        let (account, state) = self.find()?;
        let sessions = state.sessions_of(&account.id);
        let mut rows: Vec<_> = sessions
            .map(|(id, session)| DeviceRow {
                id: id.clone(),
                device: session.device.clone(),
                signed_in_at: session.signed_in_at,
                gone_at: session.gone_at,
            })
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.signed_in_at));
        output.say(&rows, || {
            if rows.is_empty() {
                return format!("{} is signed in nowhere.", account.name);
            }
            let rows = rows.iter().map(|row| {
                let since = row.signed_in_at.with_timezone(&Local);
                format!(
                    "{}  {}  {}",
                    row.id,
                    since.format("%Y-%m-%d %H:%M"),
                    row.device
                )
            });
            rows.collect::<Vec<_>>().join("\n")
        })
    }

    fn sign_out(
        &self,
        session: Option<&SessionId>,
        reason: &Reason,
        output: &Output,
    ) -> anyhow::Result<()> {
        let mut admin = self.data.open()?.because(reason.text())?;
        let account = admin.edit(|edit| {
            let id = edits::agent_called(edit.state(), &self.agent)?;
            edit.end_sessions(&id, session)?;
            edits::account(edit.state(), &id).ok_or_else(|| edits::no_agent_called(&self.agent))
        })?;
        let what = match session {
            Some(_) => "That device is signed out.".to_owned(),
            None => format!("{} is signed out everywhere.", account.name),
        };
        output.say(&account, || what)
    }
}

fn list(accounts: &[Account]) -> String {
    let rows = accounts.iter().map(|account| {
        let mut row = format!("{}  {}", account.email, account.name);
        if account.owner {
            row += "  owner";
        }
        if !account.active {
            row += "  deactivated";
        }
        row
    });
    rows.collect::<Vec<_>>().join("\n")
}

fn describe(account: &Account) -> String {
    let mut lines = vec![list(std::slice::from_ref(account))];
    lines.extend(account.offices.iter().map(|office| {
        let role = match office.role {
            Role::Agent => "agent",
            Role::Admin => "administrator",
        };
        format!("  {}  {}  {role}", office.id, office.name)
    }));
    lines.join("\n")
}
