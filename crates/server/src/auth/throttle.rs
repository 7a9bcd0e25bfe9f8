//! Slows down whoever guesses passwords, and nobody else.
//!
//! Only wrong passwords count, in three places:
//!
//! | counted for | free | then |
//! |---|---|---|
//! | an account from one address | 5 in a row | 5 s until the next, doubled by each further one, up to 15 min. A right one ends the row |
//! | an address, whatever accounts | 50 | one every 30 s |
//! | an account, from wherever | 100 | one a minute: a guess spread over the world gets 1,440 tries a day |
//!
//! A right one takes nothing off the last two, or an account of one's own would buy tries at others'.
//!
//! Strangers can use up the last two, and must not shut anybody out by that. So a *known* pair, an account and an
//! address from which it signed in right before, is not asked for the account's count, and for its address' only after
//! a wrong try of its own. Whoever guesses at home or behind the same campus address still has five tries an account,
//! and one each once the address' count is used up.
//!
//! Guessing at once gains nothing: a try under way holds a piece of what is left, and the next ones wait for how it
//! ends. So as many right ones as there are go through, and never one more wrong one than in turn. What waits is bounded
//! by the queue for passwords, where each has its place before.
//!
//! All is in memory: a restart forgets it.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::Notify;

use crate::origin::Client;

/// Wrong tries in a row that an account is allowed from one address, and the wait after that.
const ROW_MAX: u32 = 5;
const FIRST_WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_mins(15);
/// A row is over when nothing was tried for this long.
const ROW_FORGOTTEN: Duration = Duration::from_hours(1);
const ADDRESS: Allowance = Allowance {
    tries: 50,
    another_every: Duration::from_secs(30),
};
const ACCOUNT: Allowance = Allowance {
    tries: 100,
    another_every: Duration::from_mins(1),
};
/// At most this many pairs, addresses and accounts are remembered, each.
const REMEMBERED: usize = 10_000;

/// Who tries which account.
type PairKey = (Option<Client>, String);

/// The counts of wrong tries. All instants are of the steady clock.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    counts: Mutex<Counts>,
    settled: Notify,
}

impl Throttle {
    /// Begins a try, as soon as those under way leave room for it.
    ///
    /// # Errors
    /// How long to wait until another is allowed, if there were too many wrong ones.
    pub(crate) async fn begin(
        &self,
        client: Option<Client>,
        email: &str,
        now: impl Fn() -> Duration,
    ) -> Result<Attempt<'_>, Duration> {
        let pair = (client, email.to_owned());
        loop {
            let mut settled = std::pin::pin!(self.settled.notified());
            settled.as_mut().enable();
            let admission = self.counts().admit(&pair, now());
            match admission {
                Admission::Begun(asked) => {
                    return Ok(Attempt {
                        throttle: self,
                        pair,
                        asked,
                    });
                }
                Admission::Full => settled.await,
                Admission::Refused(wait) => return Err(wait),
            }
        }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A try under way. Dropped, it was not decided, and counts for nothing.
#[derive(Debug)]
pub(crate) struct Attempt<'a> {
    throttle: &'a Throttle,
    pair: PairKey,
    asked: Asked,
}

impl Attempt<'_> {
    /// The password was right.
    pub(crate) fn right(self, now: Duration) {
        self.throttle.counts().right(&self.pair, now);
    }

    /// The password was wrong, or there is no such account.
    pub(crate) fn wrong(self, now: Duration) {
        self.throttle.counts().wrong(&self.pair, now);
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        self.throttle.counts().end(&self.pair, self.asked);
        self.throttle.settled.notify_waiters();
    }
}

/// Which counts a try depends on, besides its pair's.
#[derive(Clone, Copy, Debug)]
struct Asked {
    address: bool,
    account: bool,
}

#[derive(Debug)]
enum Admission {
    Begun(Asked),
    /// Those under way may use up what is left.
    Full,
    Refused(Duration),
}

#[derive(Debug, Default)]
struct Counts {
    pairs: BTreeMap<PairKey, Row>,
    addresses: BTreeMap<Option<Client>, Bucket>,
    accounts: BTreeMap<String, Bucket>,
    /// When the pairs that signed in right did so last. Apart from the rest, so that no number of guesses displaces one.
    known: BTreeMap<PairKey, Duration>,
}

impl Counts {
    fn admit(&mut self, pair: &PairKey, now: Duration) -> Admission {
        let known = self.known.contains_key(pair);
        let row = self.pairs.get(pair).copied().unwrap_or_default();
        let asked = Asked {
            address: !known || row.length(now) > 0,
            account: !known,
        };
        let mut allowed = vec![(row.left(now), row.under_way)];
        if asked.address {
            let bucket = self.addresses.get(&pair.0).copied().unwrap_or_default();
            allowed.push((bucket.left(ADDRESS, now), bucket.under_way));
        }
        if asked.account {
            let bucket = self.accounts.get(&pair.1).copied().unwrap_or_default();
            allowed.push((bucket.left(ACCOUNT, now), bucket.under_way));
        }
        if let Some(wait) = allowed.iter().filter_map(|(left, _)| left.err()).max() {
            return Admission::Refused(wait);
        }
        if allowed
            .iter()
            .any(|(left, under_way)| left.is_ok_and(|left| *under_way >= left))
        {
            return Admission::Full;
        }
        self.row(pair).under_way += 1;
        if asked.address {
            self.address(pair).under_way += 1;
        }
        if asked.account {
            self.account(pair).under_way += 1;
        }
        Admission::Begun(asked)
    }

    fn end(&mut self, pair: &PairKey, asked: Asked) {
        let row = self.row(pair);
        row.under_way -= 1;
        if row.under_way == 0 && row.wrong == 0 {
            self.pairs.remove(pair);
        }
        if asked.address {
            self.address(pair).under_way -= 1;
        }
        if asked.account {
            self.account(pair).under_way -= 1;
        }
    }

    fn right(&mut self, pair: &PairKey, now: Duration) {
        self.row(pair).wrong = 0;
        make_room(&mut self.known, |signed_in| Some(*signed_in));
        self.known.insert(pair.clone(), now);
    }

    fn wrong(&mut self, pair: &PairKey, now: Duration) {
        let row = self.row(pair);
        row.wrong = row.length(now).saturating_add(1);
        row.last = now;
        self.address(pair).add(ADDRESS, now);
        self.account(pair).add(ACCOUNT, now);
    }

    fn row(&mut self, pair: &PairKey) -> &mut Row {
        make_room(&mut self.pairs, |row| {
            (row.under_way == 0).then_some((row.wrong, row.last))
        });
        self.pairs.entry(pair.clone()).or_default()
    }

    fn address(&mut self, pair: &PairKey) -> &mut Bucket {
        make_room(&mut self.addresses, Bucket::weight);
        self.addresses.entry(pair.0).or_default()
    }

    fn account(&mut self, pair: &PairKey) -> &mut Bucket {
        make_room(&mut self.accounts, Bucket::weight);
        self.accounts.entry(pair.1.clone()).or_default()
    }
}

/// Wrong tries in a row.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    wrong: u32,
    last: Duration,
    under_way: u32,
}

impl Row {
    fn length(&self, now: Duration) -> u32 {
        if now.saturating_sub(self.last) < ROW_FORGOTTEN {
            self.wrong
        } else {
            0
        }
    }

    /// How many more may be wrong, or how long to wait for another.
    fn left(&self, now: Duration) -> Result<u32, Duration> {
        let length = self.length(now);
        let Some(beyond) = length.checked_sub(ROW_MAX) else {
            return Ok(ROW_MAX - length);
        };
        let wait = FIRST_WAIT
            .saturating_mul(2_u32.saturating_pow(beyond))
            .min(LONGEST_WAIT);
        match (self.last + wait).checked_sub(now) {
            None | Some(Duration::ZERO) => Ok(1),
            Some(wait) => Err(wait),
        }
    }
}

/// So many wrong tries are allowed, and another one each time this has passed.
#[derive(Clone, Copy, Debug)]
struct Allowance {
    tries: u32,
    another_every: Duration,
}

/// Wrong tries of which one is forgotten at a time.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    /// When the last of them will be forgotten.
    empty_at: Duration,
    under_way: u32,
}

impl Bucket {
    fn left(&self, allowance: Allowance, now: Duration) -> Result<u32, Duration> {
        let full = allowance.another_every * allowance.tries;
        let debt = self.empty_at.saturating_sub(now);
        let room = full.saturating_sub(debt).as_nanos() / allowance.another_every.as_nanos();
        match u32::try_from(room) {
            Ok(0) => Err((debt + allowance.another_every).saturating_sub(full)),
            left => Ok(left.unwrap_or(allowance.tries)),
        }
    }

    fn add(&mut self, allowance: Allowance, now: Duration) {
        self.empty_at = self.empty_at.max(now) + allowance.another_every;
    }

    fn weight(&self) -> Option<Duration> {
        (self.under_way == 0).then_some(self.empty_at)
    }
}

/// Forgets the tenth that weighs least when a map is full. What has no weight stays.
fn make_room<K: Ord, V, W: Ord + Copy>(map: &mut BTreeMap<K, V>, weight: impl Fn(&V) -> Option<W>) {
    if map.len() < REMEMBERED {
        return;
    }
    let mut weights: Vec<_> = map.values().filter_map(&weight).collect();
    if weights.is_empty() {
        return;
    }
    let tenth = weights.len() / 10;
    let (_, heaviest, _) = weights.select_nth_unstable(tenth);
    let heaviest = *heaviest;
    map.retain(|_, value| weight(value).is_none_or(|weight| weight > heaviest));
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const START: Duration = Duration::from_secs(1_000_000);
    const ANA: &str = "ana@example.org";

    #[expect(clippy::unnecessary_wraps, reason = "as requests have it")]
    fn client(number: u32) -> Option<Client> {
        Some(Client::of(IpAddr::from(number.to_be_bytes())))
    }

    /// A try that does not wait for others.
    async fn try_in<'a>(
        throttle: &'a Throttle,
        client: Option<Client>,
        email: &str,
        now: Duration,
    ) -> Result<Attempt<'a>, Duration> {
        let mut begin = Box::pin(throttle.begin(client, email, || now));
        match futures_util::poll!(&mut begin) {
            std::task::Poll::Ready(begun) => begun,
            std::task::Poll::Pending => panic!("{email} waits for another try"),
        }
    }

    async fn wrong(throttle: &Throttle, client: Option<Client>, email: &str, now: Duration) {
        try_in(throttle, client, email, now)
            .await
            .unwrap()
            .wrong(now);
    }

    async fn waits(
        throttle: &Throttle,
        client: Option<Client>,
        email: &str,
        now: Duration,
    ) -> Duration {
        try_in(throttle, client, email, now).await.unwrap_err()
    }

    #[tokio::test]
    async fn five_wrong_tries_in_a_row_cost_a_wait_that_grows_and_a_right_one_ends_the_row() {
        let throttle = Throttle::default();
        let mut now = START;
        for _ in 0..5 {
            wrong(&throttle, client(1), ANA, now).await;
        }
        assert_eq!(waits(&throttle, client(1), ANA, now).await, 5 * SECOND);
        assert_eq!(
            waits(&throttle, client(1), ANA, now + 2 * SECOND).await,
            3 * SECOND
        );
        wrong(&throttle, client(1), "ben@example.org", now).await;
        wrong(&throttle, client(2), ANA, now).await;
        now += 5 * SECOND;
        wrong(&throttle, client(1), ANA, now).await;
        assert_eq!(waits(&throttle, client(1), ANA, now).await, 10 * SECOND);
        now += 10 * SECOND;
        try_in(&throttle, client(1), ANA, now)
            .await
            .unwrap()
            .right(now);
        for _ in 0..5 {
            wrong(&throttle, client(1), ANA, now).await;
        }
        for _ in 0..20 {
            now += LONGEST_WAIT;
            wrong(&throttle, client(1), ANA, now).await;
        }
        assert_eq!(waits(&throttle, client(1), ANA, now).await, LONGEST_WAIT);
        now += ROW_FORGOTTEN;
        for _ in 0..5 {
            wrong(&throttle, client(1), ANA, now).await;
        }
    }

    #[tokio::test]
    async fn right_ones_are_never_counted_however_many_there_are() {
        let throttle = Throttle::default();
        for number in 0..200 {
            let email = format!("{number}@example.org");
            try_in(&throttle, client(1), &email, START)
                .await
                .unwrap()
                .right(START);
            try_in(&throttle, client(number), ANA, START)
                .await
                .unwrap()
                .right(START);
        }
        let undecided = try_in(&throttle, client(1), ANA, START).await.unwrap();
        drop(undecided);
        for _ in 0..4 {
            wrong(&throttle, client(1), ANA, START).await;
        }
        for _ in 0..10 {
            drop(try_in(&throttle, client(1), ANA, START).await.unwrap());
        }
    }

    #[tokio::test]
    async fn an_address_that_tries_many_accounts_is_slowed_and_other_addresses_are_not() {
        let throttle = Throttle::default();
        for number in 0..50 {
            wrong(
                &throttle,
                client(1),
                &format!("{number}@example.org"),
                START,
            )
            .await;
        }
        assert_eq!(waits(&throttle, client(1), ANA, START).await, 30 * SECOND);
        wrong(&throttle, client(2), ANA, START).await;
        wrong(&throttle, client(1), ANA, START + 30 * SECOND).await;
        assert_eq!(
            waits(&throttle, client(1), ANA, START + 30 * SECOND).await,
            30 * SECOND
        );
    }

    #[tokio::test]
    async fn an_account_tried_from_everywhere_is_slowed_but_not_where_it_signed_in_before() {
        let throttle = Throttle::default();
        let home = client(7);
        try_in(&throttle, home, ANA, START)
            .await
            .unwrap()
            .right(START);
        for number in 100..200 {
            wrong(&throttle, client(number), ANA, START).await;
        }
        assert_eq!(
            waits(&throttle, client(200), ANA, START).await,
            Duration::from_mins(1)
        );
        for _ in 0..4 {
            wrong(&throttle, home, ANA, START).await;
        }
        try_in(&throttle, home, ANA, START)
            .await
            .unwrap()
            .right(START);
        wrong(&throttle, client(200), "ben@example.org", START).await;
    }

    #[tokio::test]
    async fn a_stranger_behind_the_same_address_shuts_nobody_out_who_signed_in_there_before() {
        let throttle = Throttle::default();
        let campus = client(7);
        for email in [ANA, "ben@example.org"] {
            try_in(&throttle, campus, email, START)
                .await
                .unwrap()
                .right(START);
        }
        for number in 0..50 {
            wrong(&throttle, campus, &format!("{number}@example.org"), START).await;
        }
        try_in(&throttle, campus, ANA, START)
            .await
            .unwrap()
            .right(START);
        wrong(&throttle, campus, "ben@example.org", START).await;
        // That may be the stranger, who has one guess at each instead of five.
        assert!(waits(&throttle, campus, "ben@example.org", START).await <= 60 * SECOND);
    }

    #[tokio::test]
    async fn guesses_at_once_gain_nothing_and_wait_for_each_other() {
        let throttle = Throttle::default();
        let mut under_way = Vec::new();
        for _ in 0..5 {
            under_way.push(try_in(&throttle, client(1), ANA, START).await.unwrap());
        }
        let mut sixth = Box::pin(throttle.begin(client(1), ANA, || START));
        assert!(futures_util::poll!(&mut sixth).is_pending());
        for attempt in under_way.drain(..4) {
            attempt.wrong(START);
            assert!(futures_util::poll!(&mut sixth).is_pending());
        }
        under_way.pop().unwrap().wrong(START);
        assert_eq!(sixth.await.unwrap_err(), 5 * SECOND);
        let later = START + 5 * SECOND;
        let one = try_in(&throttle, client(1), ANA, later).await.unwrap();
        let mut another = Box::pin(throttle.begin(client(1), ANA, || later));
        assert!(futures_util::poll!(&mut another).is_pending());
        one.right(later);
        another.await.unwrap().right(later);
    }

    #[tokio::test]
    async fn a_try_that_was_given_up_makes_room_for_the_next() {
        let throttle = Throttle::default();
        let mut under_way = Vec::new();
        for _ in 0..5 {
            under_way.push(try_in(&throttle, client(1), ANA, START).await.unwrap());
        }
        let mut sixth = Box::pin(throttle.begin(client(1), ANA, || START));
        assert!(futures_util::poll!(&mut sixth).is_pending());
        under_way.pop();
        sixth.await.unwrap().right(START);
    }

    #[tokio::test]
    async fn no_number_of_guesses_makes_it_forget_those_that_matter() {
        let throttle = Throttle::default();
        let home = client(7);
        try_in(&throttle, home, ANA, START)
            .await
            .unwrap()
            .right(START);
        for number in 100..200 {
            wrong(&throttle, client(number), ANA, START).await;
        }
        let many = u32::try_from(REMEMBERED).unwrap() * 2;
        for number in 1000..1000 + many {
            wrong(
                &throttle,
                client(number),
                &format!("{number}@example.org"),
                START,
            )
            .await;
        }
        let lengths = {
            let counts = throttle.counts();
            [
                counts.pairs.len(),
                counts.addresses.len(),
                counts.accounts.len(),
            ]
        };
        for length in lengths {
            assert!(length <= REMEMBERED, "{length}");
        }
        waits(&throttle, client(200), ANA, START).await;
        try_in(&throttle, home, ANA, START)
            .await
            .unwrap()
            .right(START);
    }
}
