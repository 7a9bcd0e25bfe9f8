//! Personal access tokens, on the command line.

use clap::{Args, Subcommand};
use porchlight_campus::edits;
use porchlight_protocol::{AccessToken, NewAccessToken, SessionId, TokenScope};
use serde_json::json;

use super::{Data, EXIT_CODES, Output, Reason, offices::lines};

#[derive(Debug, Subcommand)]
pub(super) enum TokenCommand {
    /// Tells an agent's tokens, and none of them itself.
    #[command(after_help = EXIT_CODES)]
    List {
        #[command(flatten)]
        of: Of,
        #[command(flatten)]
        output: Output,
    },
    /// Makes a token with which a script signs in as an agent; prints it, this once.
    #[command(after_help = EXIT_CODES)]
    Make {
        #[command(flatten)]
        of: Of,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// What it may do: read, presence, away, admin:read or admin; several times for several.
        #[arg(long = "scope", value_parser = scope, required = true)]
        scopes: Vec<TokenScope>,
        /// After how many days it expires, from 1 to 366.
        #[arg(long, default_value_t = 90, value_name = "DAYS")]
        expires: u16,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        output: Output,
    },
    /// Revokes a token.
    #[command(after_help = EXIT_CODES)]
    Revoke {
        #[command(flatten)]
        of: Of,
        /// Its id.
        token: String,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        output: Output,
    },
}

/// Whose it is.
#[derive(Debug, Args)]
pub(super) struct Of {
    #[command(flatten)]
    data: Data,
    /// The agent's e-mail address or id.
    agent: String,
}

pub(super) fn run(command: TokenCommand) -> anyhow::Result<()> {
    match command {
        TokenCommand::List { of, output } => {
            let state = of.data.open()?.state()?;
            let agent = edits::agent_called(&state, &of.agent)?;
            let tokens = edits::tokens(&state, &agent);
            output.say(&tokens, || lines(&tokens, describe))
        }
        TokenCommand::Make {
            of,
            name,
            scopes,
            expires,
            reason,
            output,
        } => {
            let new = NewAccessToken {
                name,
                scopes: scopes.into_iter().collect(),
                expires_in_days: Some(expires),
            };
            let mut admin = of.data.open()?.because(reason.text())?;
            let made = admin.make_token(&of.agent, &new)?;
            output.say(&made, || {
                format!("{}\n{}", made.token, describe(&made.access))
            })
        }
        TokenCommand::Revoke {
            of,
            token,
            reason,
            output,
        } => {
            let id = SessionId::from(token.as_str());
            of.data.open()?.because(reason.text())?.edit(|edit| {
                let agent = edits::agent_called(edit.state(), &of.agent)?;
                edit.revoke_token(&agent, &id)
            })?;
            output.say(&json!({"token": token}), || {
                format!("The token {token} is revoked.")
            })
        }
    }
}

fn describe(token: &AccessToken) -> String {
    let scopes = token.scopes.iter().map(|scope| scope.name());
    format!(
        "{}: {}, for {}, until {}",
        token.id,
        token.name,
        scopes.collect::<Vec<_>>().join(", "),
        token.expires_at.format("%F %T UTC")
    )
}

fn scope(text: &str) -> Result<TokenScope, String> {
    let named = |scope: &TokenScope| scope.name() == text;
    TokenScope::ALL.into_iter().find(named).ok_or_else(|| {
        let all = TokenScope::ALL.map(TokenScope::name).join(", ");
        format!("one of these is expected: {all}")
    })
}
