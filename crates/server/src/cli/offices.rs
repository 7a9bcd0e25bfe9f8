//! Offices and who belongs to them, on the command line.

use std::{io::Read as _, path::PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use porchlight_campus::edits::{self, EditError};
use porchlight_protocol::{Member, Office, OfficeChange, OfficeId, OfflineNotice, Role, Schedule};
use serde_json::json;

use super::{Data, EXIT_CODES, Output, Reason};

#[derive(Debug, Subcommand)]
pub(super) enum OfficeCommand {
    /// Tells all offices.
    #[command(after_help = EXIT_CODES)]
    List {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        output: Output,
    },
    /// Adds an office.
    #[command(after_help = EXIT_CODES)]
    Add {
        #[command(flatten)]
        data: Data,
        /// Lower-case letters, digits and hyphens.
        id: String,
        /// What people call it.
        #[arg(long)]
        name: String,
        /// Lets customers' pages see whether it is online.
        #[arg(long)]
        public: bool,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        output: Output,
    },
    /// Changes what an office is called.
    #[command(after_help = EXIT_CODES)]
    Rename {
        #[command(flatten)]
        of: Of,
        name: String,
    },
    /// Lets customers' pages see whether an office is online.
    #[command(after_help = EXIT_CODES)]
    Public {
        #[command(flatten)]
        of: Of,
        /// Takes that back, and ends the pages that are open.
        #[arg(long)]
        off: bool,
    },
    /// Says when an office should be covered.
    #[command(after_help = EXIT_CODES)]
    Hours {
        #[command(flatten)]
        of: Of,
        /// A schedule in JSON, of the shape that `PUT /v1/me/schedule` takes; standard input if left out.
        #[arg(conflicts_with = "none")]
        file: Option<PathBuf>,
        /// Takes the hours away.
        #[arg(long)]
        none: bool,
    },
    /// Says what customers are told while nobody is there; nothing, if nothing is given.
    #[command(after_help = EXIT_CODES)]
    Offline {
        #[command(flatten)]
        of: Of,
        /// At most 300 characters, without markup.
        #[arg(long)]
        text: Option<String>,
        /// An address that begins with https://.
        #[arg(long)]
        link: Option<String>,
    },
    /// Says whose pages may show whether it is online.
    #[command(after_help = EXIT_CODES)]
    Origins {
        #[command(flatten)]
        of: Of,
        /// Web sites, such as `https://www.example.edu`.
        #[arg(required_unless_present = "any")]
        sites: Vec<String>,
        /// Those of any web site.
        #[arg(long, conflicts_with = "sites")]
        any: bool,
    },
    /// Removes an office with its memberships, and ends customers' pages of it.
    #[command(after_help = EXIT_CODES)]
    Remove {
        #[command(flatten)]
        of: Of,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum MemberCommand {
    /// Tells the members of an office.
    #[command(after_help = EXIT_CODES)]
    List {
        #[command(flatten)]
        data: Data,
        office: String,
        #[command(flatten)]
        output: Output,
    },
    /// Makes an agent a member of an office, or changes her role there.
    #[command(after_help = EXIT_CODES)]
    Add {
        #[command(flatten)]
        data: Data,
        office: String,
        email: String,
        #[arg(long, value_enum, default_value = "agent")]
        role: RoleName,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        output: Output,
    },
    /// Takes an agent out of an office.
    #[command(after_help = EXIT_CODES)]
    Remove {
        #[command(flatten)]
        data: Data,
        office: String,
        /// Her e-mail address, or her id.
        agent: String,
        #[command(flatten)]
        reason: Reason,
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum RoleName {
    Agent,
    /// May set the office's agents Away, and say who belongs to it.
    Admin,
}

/// Which office it is about.
#[derive(Debug, Args)]
pub(super) struct Of {
    #[command(flatten)]
    data: Data,
    /// Its id.
    office: String,
    #[command(flatten)]
    reason: Reason,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(command: OfficeCommand) -> anyhow::Result<()> {
    match command {
        OfficeCommand::List { data, output } => {
            let offices = edits::offices(&data.open()?.state()?);
            output.say(&offices, || lines(&offices, describe))
        }
        OfficeCommand::Add {
            data,
            id,
            name,
            public,
            reason,
            output,
        } => {
            let mut admin = data.open()?.because(reason.text())?;
            let office = admin.add_office(&id, &name, public)?;
            output.say(&office, || {
                format!("{} is open, as {}.", office.name, office.id)
            })
        }
        OfficeCommand::Rename { of, name } => of.change(&OfficeChange {
            name: Some(name),
            ..OfficeChange::default()
        }),
        OfficeCommand::Public { of, off } => of.change(&OfficeChange {
            public: Some(!off),
            ..OfficeChange::default()
        }),
        OfficeCommand::Hours { of, file, none } => {
            let hours = if none { None } else { Some(read_hours(file)?) };
            of.change(&OfficeChange {
                hours: Some(hours),
                ..OfficeChange::default()
            })
        }
        OfficeCommand::Offline { of, text, link } => of.change(&OfficeChange {
            offline: Some(Some(OfflineNotice { text, link })),
            ..OfficeChange::default()
        }),
        OfficeCommand::Origins { of, sites, any: _ } => of.change(&OfficeChange {
            origins: Some(sites),
            ..OfficeChange::default()
        }),
        OfficeCommand::Remove { of } => of.remove(),
    }
}

pub(super) fn run_member(command: MemberCommand) -> anyhow::Result<()> {
    match command {
        MemberCommand::List {
            data,
            office,
            output,
        } => {
            let state = data.open()?.state()?;
            let office = OfficeId::from(office);
            if state.office(&office).is_none() {
                let detail = format!("There is no office {office}; `office list` tells all.");
                return Err(EditError::NotFound(detail).into());
            }
            let members = edits::members(&state, &office);
            output.say(&members, || lines(&members, describe_member))
        }
        MemberCommand::Add {
            data,
            office,
            email,
            role,
            reason,
            output,
        } => {
            let role = match role {
                RoleName::Agent => Role::Agent,
                RoleName::Admin => Role::Admin,
            };
            let mut admin = data.open()?.because(reason.text())?;
            let member = admin.add_member(&office, &email, role)?;
            output.say(&member, || format!("{email} is a member of {office} now."))
        }
        MemberCommand::Remove {
            data,
            office,
            agent,
            reason,
            output,
        } => {
            let mut admin = data.open()?.because(reason.text())?;
            let id = admin.edit(|edit| {
                let id = edits::agent_called(edit.state(), &agent)?;
                edit.remove_member(&OfficeId::from(office.as_str()), &id)?;
                Ok(id)
            })?;
            output.say(&json!({"office": office, "agent": id}), || {
                format!("{agent} is no member of {office} any more.")
            })
        }
    }
}

impl Of {
    fn change(&self, change: &OfficeChange) -> anyhow::Result<()> {
        let mut admin = self.data.open()?.because(self.reason.text())?;
        let id = OfficeId::from(self.office.as_str());
        let office = admin.edit(|edit| edit.change_office(&id, change))?;
        self.output.say(&office, || describe(&office))
    }

    fn remove(&self) -> anyhow::Result<()> {
        let mut admin = self.data.open()?.because(self.reason.text())?;
        let id = OfficeId::from(self.office.as_str());
        admin.edit(|edit| edit.remove_office(&id))?;
        self.output.say(&json!({"office": id}), || {
            format!("The office {id} is removed.")
        })
    }
}

fn read_hours(file: Option<PathBuf>) -> anyhow::Result<Schedule> {
    let text = if let Some(path) = file {
        std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?
    } else {
        let mut text = String::new();
        let mut read = std::io::stdin().lock().take(64 * 1024);
        read.read_to_string(&mut text)
            .context("the hours cannot be read")?;
        text
    };
    serde_json::from_str(&text).context("the hours are no schedule in JSON")
}

pub(super) fn lines<T>(values: &[T], line: impl Fn(&T) -> String) -> String {
    values.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn describe(office: &Office) -> String {
    let mut parts = vec![office.id.to_string(), office.name.clone()];
    parts.extend(office.public.then(|| "public".to_owned()));
    let hours = office.hours.iter();
    parts.extend(hours.map(|hours| format!("hours in {}", hours.zone)));
    let offline = office.offline.iter();
    let said = offline.flat_map(|notice| notice.text.iter().chain(&notice.link));
    parts.extend(said.map(|said| format!("offline: {said}")));
    let origins = office.origins.iter();
    parts.extend(origins.map(|origin| format!("shown by: {origin}")));
    parts.join("  ")
}

fn describe_member(member: &Member) -> String {
    let role = match member.role {
        Role::Agent => "agent",
        Role::Admin => "administrator",
    };
    let mut text = format!("{}  {}  {role}", member.agent, member.name);
    if !member.active {
        text += "  deactivated";
    }
    text
}
