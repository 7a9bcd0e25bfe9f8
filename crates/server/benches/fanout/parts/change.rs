//! What a change costs by itself: before its first delivery, as nobody watches.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;

use super::{OFFICE, Scale};
use crate::{
    campus::Campus,
    desk::{Desk, Publisher, View},
    measure::{measured, milliseconds, number, percentile_ms, say},
    server::Server,
};

/// Far enough apart that each is decided, written and answered alone.
const EVERY: Duration = Duration::from_millis(10);

pub(crate) fn measure(scale: Scale) -> Result<()> {
    let changes = scale.or(100, 2_000);
    say(&format!("{changes} changes that nobody watches"));
    let campus = Campus::found(OFFICE)?;
    let server = Server::start(campus.data())?;
    let mut desk = Desk::sit_down(&server, 0, View::Colleague)?;
    let mut taken = Vec::with_capacity(changes);
    let before = server.processor_time()?;
    let mut next = Instant::now();
    for change in 0..changes {
        thread::sleep(next.saturating_duration_since(Instant::now()));
        next += EVERY;
        let sent = Instant::now();
        desk.publish(change)?;
        desk.answer()?;
        taken.push(sent.elapsed());
    }
    let busy = server.processor_time()?.saturating_sub(before);
    measured("change_processor_ms", milliseconds(busy) / number(changes));
    measured("change_answer_p50_ms", percentile_ms(&mut taken, 50));
    measured("change_answer_p99_ms", percentile_ms(&mut taken, 99));
    Ok(())
}
