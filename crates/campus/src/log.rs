//! The events of one topic, as their readers need them: appended once, read from a cursor, bounded in bytes.
//!
//! A reader keeps nothing but its cursor. One that has fallen behind what is kept gets a snapshot instead, so an honest
//! burst never cuts anybody off, and a reader that does not read costs nothing.

use std::collections::VecDeque;

use bytes::Bytes;

/// Bytes that a topic's log keeps. One append may be larger: it is kept until the next.
const KEPT_BYTES: usize = 512 * 1024;
/// Appends that a topic's log keeps.
const KEPT_ENTRIES: usize = 4096;

/// Something published on a topic in one go.
#[derive(Clone, Debug)]
pub enum Frames {
    /// Ready for the wire, the same for all readers.
    Shared {
        /// Of each event, where it begins in `bytes`; cursors grow.
        events: Vec<(u64, usize)>,
        bytes: Bytes,
    },
    /// The same for all readers but for the id of the reader's session, which stands between the two parts.
    PerSession {
        cursor: u64,
        before: Bytes,
        after: Bytes,
    },
    /// Events cannot express what changed: the reader needs a snapshot.
    Resync { cursor: u64 },
}

impl Frames {
    /// Of the first event.
    pub fn first(&self) -> u64 {
        match self {
            Self::Shared { events, .. } => events.first().map_or(0, |(cursor, _)| *cursor),
            Self::PerSession { cursor, .. } | Self::Resync { cursor } => *cursor,
        }
    }

    /// Of the last event.
    pub fn last(&self) -> u64 {
        match self {
            Self::Shared { events, .. } => events.last().map_or(0, |(cursor, _)| *cursor),
            Self::PerSession { cursor, .. } | Self::Resync { cursor } => *cursor,
        }
    }

    /// How much room it takes, bytes.
    pub fn size(&self) -> usize {
        match self {
            Self::Shared { bytes, .. } => bytes.len(),
            Self::PerSession { before, after, .. } => before.len() + after.len(),
            Self::Resync { .. } => 0,
        }
    }

    /// What of it comes after a cursor.
    fn after(&self, cursor: u64) -> Option<Self> {
        if self.last() <= cursor {
            return None;
        }
        let Self::Shared { events, bytes } = self else {
            return Some(self.clone());
        };
        let place = events.partition_point(|(event, _)| *event <= cursor);
        if place == 0 {
            return Some(self.clone());
        }
        let start = events[place].1;
        Some(Self::Shared {
            events: events[place..]
                .iter()
                .map(|(event, at)| (*event, at - start))
                .collect(),
            bytes: bytes.slice(start..),
        })
    }
}

/// The reader's cursor is older than what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Behind;

/// The events of one topic of late.
#[derive(Clone, Debug)]
pub struct Log {
    entries: VecDeque<Frames>,
    bytes: usize,
    /// Everything up to here is forgotten; readers with an older cursor are behind.
    forgotten: u64,
}

impl Log {
    /// An empty log: nothing is known of what was published up to `cursor`.
    pub fn new(cursor: u64) -> Self {
        Self {
            entries: VecDeque::new(),
            bytes: 0,
            forgotten: cursor,
        }
    }

    /// Appends what was published in one go. Cursors must grow. Answers how many bytes were forgotten for it.
    pub fn append(&mut self, frames: Frames) -> usize {
        let before = self.bytes + frames.size();
        self.bytes = before;
        self.entries.push_back(frames);
        while self.entries.len() > 1
            && (self.bytes > KEPT_BYTES || self.entries.len() > KEPT_ENTRIES)
        {
            self.forget_oldest();
        }
        before - self.bytes
    }

    /// Makes room: readers who have not read up to that cursor are behind from now on. Answers how many bytes were
    /// forgotten, none if that had happened before.
    pub fn forget_up_to(&mut self, cursor: u64) -> usize {
        let before = self.bytes;
        while self
            .entries
            .front()
            .is_some_and(|oldest| oldest.last() <= cursor)
        {
            self.forget_oldest();
        }
        before - self.bytes
    }

    fn forget_oldest(&mut self) {
        if let Some(oldest) = self.entries.pop_front() {
            self.bytes -= oldest.size();
            self.forgotten = oldest.last();
        }
    }

    /// What was published after a cursor, oldest first.
    ///
    /// # Errors
    /// [`Behind`] if some of it is forgotten.
    pub fn read(&self, cursor: u64) -> Result<impl Iterator<Item = Frames>, Behind> {
        if cursor < self.forgotten {
            return Err(Behind);
        }
        let first = self.entries.partition_point(|entry| entry.last() <= cursor);
        Ok(self
            .entries
            .range(first..)
            .filter_map(move |entry| entry.after(cursor)))
    }

    /// The cursor of the last event.
    pub fn last(&self) -> u64 {
        self.entries.back().map_or(self.forgotten, Frames::last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(events: &[(u64, &str)]) -> Frames {
        let mut bytes = Vec::new();
        let mut places = Vec::new();
        for (cursor, text) in events {
            places.push((*cursor, bytes.len()));
            bytes.extend_from_slice(text.as_bytes());
        }
        Frames::Shared {
            events: places,
            bytes: bytes.into(),
        }
    }

    fn text(log: &Log, cursor: u64) -> Result<String, Behind> {
        let mut text = String::new();
        for frames in log.read(cursor)? {
            match frames {
                Frames::Shared { bytes, .. } => text += std::str::from_utf8(&bytes).unwrap(),
                Frames::PerSession { .. } => text += "me",
                Frames::Resync { .. } => text += "resync",
            }
        }
        Ok(text)
    }

    #[test]
    fn a_reader_gets_what_comes_after_its_cursor_also_from_the_middle_of_a_burst() {
        let mut log = Log::new(10);
        log.append(shared(&[(11, "a"), (13, "b"), (14, "c")]));
        log.append(Frames::Resync { cursor: 20 });
        assert_eq!(text(&log, 10).unwrap(), "abcresync");
        assert_eq!(text(&log, 12).unwrap(), "bcresync");
        assert_eq!(text(&log, 13).unwrap(), "cresync");
        assert_eq!(text(&log, 19).unwrap(), "resync");
        assert_eq!(text(&log, 20).unwrap(), "");
        assert_eq!(text(&log, 9), Err(Behind));
    }

    #[test]
    fn what_is_kept_is_bounded_in_bytes_and_whoever_is_older_is_behind() {
        let mut log = Log::new(0);
        let large = "x".repeat(KEPT_BYTES / 2);
        for cursor in 1..=4 {
            log.append(shared(&[(cursor, &large)]));
        }
        assert!(log.bytes <= KEPT_BYTES);
        assert_eq!(text(&log, 1), Err(Behind));
        assert_eq!(text(&log, 3).unwrap().len(), large.len());
    }

    #[test]
    fn a_burst_of_any_size_is_kept_whole_until_the_next() {
        let mut log = Log::new(0);
        let large = "x".repeat(KEPT_BYTES);
        log.append(shared(&[(1, &large), (2, &large)]));
        assert_eq!(text(&log, 0).unwrap().len(), 2 * KEPT_BYTES);
        log.append(shared(&[(3, "x")]));
        assert_eq!(text(&log, 0), Err(Behind));
    }
}
