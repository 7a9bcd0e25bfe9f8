//! A sample campus to try things on: four offices, and a dozen agents who come and go by their schedules.

use std::{collections::BTreeMap, fmt};

use porchlight_campus::edits::Edit;
use porchlight_core::Timeline;
use porchlight_protocol::{AgentId, Day, LocalTime, Role, Schedule, Shift};
use serde::{Deserialize, Serialize};

use crate::{
    Hub,
    admin::{Admin, AdminError, EditError, NewAgent},
    auth,
    store::DataDirectory,
};

/// Where the sample person's account is kept.
const ACCOUNT: &str = "sample-account.json";

/// `id`, name.
const OFFICES: [(&str, &str); 4] = [
    ("library", "Library"),
    ("admissions", "Admissions"),
    ("it-desk", "IT desk"),
    ("student-services", "Student services"),
];

/// The office that the sample person administers.
const ADMINISTERED: &str = "library";

const WEEKDAYS: &[Day] = &[Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri];
const WEEKEND: &[Day] = &[Day::Sat, Day::Sun];
const DAILY: &[Day] = &[
    Day::Mon,
    Day::Tue,
    Day::Wed,
    Day::Thu,
    Day::Fri,
    Day::Sat,
    Day::Sun,
];

struct Sample {
    name: &'static str,
    offices: &'static [&'static str],
    shifts: &'static [(&'static [Day], &'static str, &'static str)],
}

/// Staggered, so that somebody comes or goes about every half hour of the day, and the IT desk never sleeps.
const AGENTS: [Sample; 12] = [
    Sample {
        name: "Ana Flores",
        offices: &["library", "student-services"],
        shifts: &[(WEEKDAYS, "07:30", "11:30"), (WEEKDAYS, "12:00", "16:00")],
    },
    Sample {
        name: "Ben Okafor",
        offices: &["library"],
        shifts: &[(WEEKDAYS, "09:00", "13:00"), (WEEKDAYS, "14:00", "18:00")],
    },
    Sample {
        name: "Chloe Martin",
        offices: &["library", "admissions"],
        shifts: &[(DAILY, "12:30", "20:30")],
    },
    Sample {
        name: "Dana Fox",
        offices: &["library", "admissions", "it-desk", "student-services"],
        shifts: &[(WEEKDAYS, "08:00", "12:00"), (WEEKDAYS, "13:00", "17:30")],
    },
    Sample {
        name: "Elif Kaya",
        offices: &["admissions"],
        shifts: &[
            (WEEKDAYS, "08:30", "12:30"),
            (WEEKDAYS, "13:30", "17:00"),
            (WEEKEND, "10:00", "14:00"),
        ],
    },
    Sample {
        name: "Farid Haddad",
        offices: &["admissions", "student-services"],
        shifts: &[(DAILY, "10:30", "19:00")],
    },
    Sample {
        name: "Grace Lin",
        offices: &["it-desk"],
        shifts: &[(DAILY, "06:00", "14:00")],
    },
    Sample {
        name: "Hugo Berg",
        offices: &["it-desk"],
        shifts: &[(DAILY, "14:00", "22:00")],
    },
    Sample {
        name: "Ines Costa",
        offices: &["it-desk", "library"],
        shifts: &[(DAILY, "22:00", "06:00")],
    },
    Sample {
        name: "Jonas Weber",
        offices: &["it-desk", "student-services"],
        shifts: &[
            (WEEKDAYS, "09:30", "12:00"),
            (WEEKDAYS, "15:00", "21:30"),
            (WEEKEND, "19:30", "23:30"),
        ],
    },
    Sample {
        name: "Keiko Sato",
        offices: &["student-services"],
        shifts: &[(DAILY, "11:00", "15:30"), (DAILY, "16:30", "21:00")],
    },
    Sample {
        name: "Liam Byrne",
        offices: &["student-services", "admissions"],
        shifts: &[(DAILY, "18:30", "01:30")],
    },
];

/// What the sample campus is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campus {
    /// The name of the person who tries it: an agent in all four offices, and administrator of the library.
    pub person: String,
}

impl Default for Campus {
    fn default() -> Self {
        Self {
            person: "Robin Vale".to_owned(),
        }
    }
}

/// The sample person's account: made at random for each data directory, and kept there for its owner alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    pub email: String,
    pub password: String,
}

impl fmt::Debug for Credentials {
    /// Leaves the password out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("email", &self.email)
            .finish_non_exhaustive()
    }
}

impl Campus {
    /// Sets the campus up where it is not yet, and tells the sample person's account.
    ///
    /// # Errors
    /// If the directory cannot be made or written.
    pub fn set_up(&self, directory: &DataDirectory) -> Result<Credentials, AdminError> {
        let credentials = self.credentials(directory)?;
        let hash = auth::hash_password(&credentials.password)?;
        let zone = iana_time_zone::get_timezone().unwrap_or_else(|_| "UTC".to_owned());
        let timelines = AGENTS.each_ref().map(|sample| sample.timeline(&zone));
        Admin::create_or_open(directory.clone())?
            .edit(|edit| self.add(edit, &timelines, &credentials.email, &hash))?;
        Ok(credentials)
    }

    /// Adds all of it that is not there yet.
    fn add(
        &self,
        edit: &mut Edit,
        timelines: &[Option<Timeline>],
        email: &str,
        hash: &str,
    ) -> Result<(), EditError> {
        // An owner whom nobody can sign in as: the person who tries it administers one office, like others do.
        ignore_existing(edit.add_first_owner("owner@campus.example", "Campus Owner", None))?;
        for (id, name) in OFFICES {
            ignore_existing(edit.add_office(id, name, true))?;
        }
        for (sample, timeline) in AGENTS.iter().zip(timelines) {
            let email = sample.email();
            let agent = NewAgent {
                schedule: timeline.clone(),
                ..NewAgent::new(&email, sample.name)
            };
            ignore_existing(edit.add_agent(&agent, None))?;
            for office in sample.offices {
                let role = if sample.offices.len() == OFFICES.len() {
                    Role::Admin
                } else {
                    Role::Agent
                };
                ignore_existing(edit.add_member(office, &email, role))?;
            }
        }
        ignore_existing(edit.add_agent(&NewAgent::new(email, &self.person), Some(hash)))?;
        for (office, _) in OFFICES {
            let role = if office == ADMINISTERED {
                Role::Admin
            } else {
                Role::Agent
            };
            ignore_existing(edit.add_member(office, email, role))?;
        }
        Ok(())
    }

    /// The account made before, or a new one. Written down first, so that an attempt that broke off can go on.
    fn credentials(&self, directory: &DataDirectory) -> Result<Credentials, AdminError> {
        if let Ok(text) = std::fs::read(directory.path().join(ACCOUNT))
            && let Ok(credentials) = serde_json::from_slice(&text)
        {
            return Ok(credentials);
        }
        let credentials = Credentials {
            email: email(&self.person),
            password: auth::random_hex(),
        };
        directory.make()?;
        directory.write_private(
            ACCOUNT,
            &serde_json::to_vec(&credentials).unwrap_or_default(),
        )?;
        Ok(credentials)
    }

    /// Has the sample agents at their desks, so that their schedules decide when they come and go.
    ///
    /// # Errors
    /// If the hub has ended.
    pub async fn staff(&self, hub: &Hub) -> Result<(), crate::Refusal> {
        let emails: Vec<_> = AGENTS.iter().map(Sample::email).collect();
        let agents: Vec<AgentId> = hub.agents_by_email(&emails);
        for agent in agents {
            hub.hold_session(&agent).await?;
        }
        Ok(())
    }
}

impl Sample {
    fn email(&self) -> String {
        email(self.name)
    }

    /// In UTC, where the zone is not known.
    fn timeline(&self, zone: &str) -> Option<Timeline> {
        let now = chrono::Utc::now();
        Timeline::new(&self.schedule(zone), now)
            .or_else(|_| Timeline::new(&self.schedule("UTC"), now))
            .ok()
    }

    fn schedule(&self, zone: &str) -> Schedule {
        let shifts = self.shifts.iter().filter_map(|(days, start, end)| {
            let (start, end): (LocalTime, LocalTime) = (start.parse().ok()?, end.parse().ok()?);
            Some(Shift {
                days: days.to_vec(),
                start,
                end,
            })
        });
        let shifts = shifts.collect();
        Schedule {
            zone: zone.to_owned(),
            shifts,
            dates: BTreeMap::new(),
            time_off: Vec::new(),
        }
    }
}

fn email(name: &str) -> String {
    let letters: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '.' })
        .collect();
    format!("{}@campus.example", letters.trim_matches('.'))
}

/// What an earlier start set up stays.
fn ignore_existing<T>(result: Result<T, EditError>) -> Result<(), EditError> {
    match result {
        Ok(_) | Err(EditError::Exists(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::Duration;
    use porchlight_campus::{State, edits::Author, records::Revision};
    use porchlight_protocol::Timestamp;

    use super::*;

    #[test]
    fn somebody_is_always_at_the_it_desk_and_nothing_stands_still_for_long() {
        let monday: Timestamp = "2026-11-23T00:00:00Z".parse().unwrap();
        let timelines: Vec<_> = AGENTS
            .iter()
            .map(|sample| {
                (
                    sample,
                    Timeline::new(&sample.schedule("UTC"), monday).unwrap(),
                )
            })
            .collect();
        for half_hours in 0..7 * 48 {
            let at = monday + Duration::minutes(30) * half_hours;
            let at_desk = timelines.iter().any(|(sample, timeline)| {
                sample.offices.contains(&"it-desk") && timeline.on_shift(at)
            });
            assert!(at_desk, "nobody at {at}");
            let next = timelines
                .iter()
                .filter_map(|(_, timeline)| timeline.next_edge(at))
                .min();
            assert!(
                next.unwrap() - at <= Duration::minutes(270),
                "nothing happens after {at}"
            );
        }
    }

    #[test]
    fn it_is_added_in_one_piece_and_what_is_there_already_is_not_written_again() {
        let now = chrono::Utc::now();
        let timelines = AGENTS.each_ref().map(|sample| sample.timeline("UTC"));
        let add = |state: &State| {
            let mut edit = Edit::on(state, now, Author::command_line("test"));
            let email = "robin.vale@campus.example";
            Campus::default()
                .add(&mut edit, &timelines, email, "hash")
                .unwrap();
            edit
        };
        let state = add(&State::default()).kept(Revision(1));
        assert_eq!(state.offices().count(), OFFICES.len());
        assert_eq!(
            state.agents().count(),
            AGENTS.len() + 2,
            "and its owner, and the person"
        );
        let robin = state.agent_by_email("robin.vale@campus.example").unwrap();
        let library = state.members(&ADMINISTERED.into());
        assert_eq!(library[robin], Role::Admin);
        assert!(add(&state).is_empty());
    }

    #[test]
    fn every_shift_of_the_sample_is_read_and_every_address_is_its_own() {
        for sample in &AGENTS {
            assert_eq!(
                sample.schedule("UTC").shifts.len(),
                sample.shifts.len(),
                "{}",
                sample.name
            );
        }
        let addresses: BTreeSet<_> = AGENTS.iter().map(Sample::email).collect();
        assert_eq!(addresses.len(), AGENTS.len());
    }
}
