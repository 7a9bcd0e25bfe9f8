//! What is published of all offices, for the server's own use.

use std::{collections::VecDeque, fmt, future::poll_fn, task::Poll};

use bytes::Bytes;

use super::{Hub, feed::Feed};

/// All offices, and then every change, as owners are told of them.
pub(crate) struct Following {
    feed: Feed,
}

/// An event as it stands in a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StreamedEvent {
    pub name: String,
    /// JSON.
    pub data: String,
}

impl fmt::Debug for Following {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Following").finish_non_exhaustive()
    }
}

impl Hub {
    /// Follows all offices from now on.
    pub(crate) fn follow(&self) -> Following {
        Following {
            feed: Feed::of_server(&self.shared),
        }
    }
}

impl Following {
    /// What is new, as soon as there is something; none at the end. Dropping the future loses nothing.
    pub(crate) async fn next(&mut self) -> Option<Vec<StreamedEvent>> {
        let mut pieces = VecDeque::new();
        poll_fn(|context| {
            self.feed.reader().register(context.waker());
            self.feed.read(&mut pieces);
            if !pieces.is_empty() {
                return Poll::Ready(Some(events(&pieces)));
            }
            if self.feed.is_over() {
                return Poll::Ready(None);
            }
            Poll::Pending
        })
        .await
    }
}

fn events(pieces: &VecDeque<Bytes>) -> Vec<StreamedEvent> {
    let bytes: Vec<u8> = pieces.iter().flatten().copied().collect();
    let text = String::from_utf8_lossy(&bytes);
    let frames = text.split("\n\n");
    let events = frames.filter_map(|frame| {
        let field = |name: &str| frame.lines().find_map(|line| line.strip_prefix(name));
        Some(StreamedEvent {
            name: field("event: ")?.to_owned(),
            data: field("data: ")?.to_owned(),
        })
    });
    events.collect()
}
