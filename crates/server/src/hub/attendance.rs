//! How an office was covered on a day, out of what is kept and what this run knows besides.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use porchlight_campus::{
    AgentState, Refusal,
    attendance::{self, Block, DayOf},
};
use porchlight_core::LocalDay;
use porchlight_protocol::{AgentId, DayCoverage, Interval, OfficeId, Role, Timestamp};
use serde::Deserialize;
use tokio::sync::oneshot;

use super::{Caller, Hub, thread::Request};
use crate::audit::READ_ROWS;

/// Which day is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DayAsked {
    /// As `2026-11-23`; today, if there is none.
    pub date: Option<String>,
    /// By whose clocks; those of the office's hours, if there is none.
    pub zone: Option<String>,
}

impl Hub {
    /// How an office was covered on a day. All its members may know it of today, as they could watch it; administrators
    /// also of days before.
    pub(crate) async fn day_coverage(
        &self,
        caller: &Caller,
        office: &OfficeId,
        asked: DayAsked,
    ) -> Result<DayCoverage, Refusal> {
        let role = self.published().office_of(caller, office)?.role;
        let facts = self.facts().await?;
        let hours = facts.office(office).and_then(|office| office.hours());
        let of_office = hours.map(|hours| hours.schedule().zone.clone());
        let zone = asked.zone.or(of_office).unwrap_or_else(|| "UTC".to_owned());
        let unknown_zone = || Refusal::Invalid {
            field: "zone".to_owned(),
            detail: "The zone has to be one of the tz database, such as `Europe/Berlin`."
                .to_owned(),
        };
        let today = LocalDay::at(&zone, self.clock().now().wall).ok_or_else(unknown_zone)?;
        let day = match asked.date {
            Some(date) => LocalDay::new(&zone, read_date(&date)?).ok_or_else(unknown_zone)?,
            None => today,
        };
        if role != Role::Admin && day != today {
            let detail = "Only its administrators may ask for other days than today.";
            return Err(Refusal::NotAllowed(detail.to_owned()));
        }
        let time = day.bounds().ok_or_else(not_a_date)?;
        let (now, blocks) = self.blocks(office, time).await?;
        let name = |agent: &AgentId| {
            let account = facts.account(agent).and_then(AgentState::record);
            account.map_or_else(|| agent.to_string(), |record| record.name.clone())
        };
        let of = DayOf {
            office,
            day,
            zone: &zone,
            hours,
        };
        attendance::day(&of, &blocks, name, now).ok_or_else(not_a_date)
    }

    /// What is known of an office in a stretch of time.
    async fn blocks(
        &self,
        office: &OfficeId,
        time: Interval,
    ) -> Result<(Timestamp, Vec<Block>), Refusal> {
        // Before what is kept: a block that ends and is kept meanwhile is there in either.
        let (answer, answered) = oneshot::channel();
        self.send(Request::Attendance(office.clone(), answer))
            .await?;
        let (now, of_this_run) = answered.await.map_err(|_| Refusal::Unavailable)?;
        let of_this_run = of_this_run.into_iter().map(|block| (block.from, block));
        let mut blocks: BTreeMap<Timestamp, Block> = of_this_run.collect();
        let (from, mut before) = attendance::keys(office, time);
        loop {
            let rows = (self.shared.history)(from.clone(), before.clone()).await;
            let rows = rows.map_err(|error| {
                tracing::error!(%error, "the attendance cannot be read");
                Refusal::Unavailable
            })?;
            for row in &rows {
                // What cannot be read back is time of which nothing is known.
                let Ok(Some(block)) = Block::read(row) else {
                    continue;
                };
                let known = blocks.get(&block.from);
                if known.is_none_or(|known| known.record.seconds < block.record.seconds) {
                    blocks.insert(block.from, block);
                }
            }
            match rows.last() {
                Some(last) if rows.len() >= READ_ROWS => before.clone_from(&last.key),
                _ => break,
            }
        }
        Ok((now, blocks.into_values().collect()))
    }
}

fn read_date(text: &str) -> Result<NaiveDate, Refusal> {
    let date = text.parse().ok();
    // Years of more digits can be read, and not written.
    let date = date.filter(|_| text.len() == "2026-11-23".len());
    date.ok_or_else(not_a_date)
}

fn not_a_date() -> Refusal {
    Refusal::Invalid {
        field: "date".to_owned(),
        detail: "The date has to be one such as `2026-11-23`.".to_owned(),
    }
}
