//! Listening on a bus, with deadlines.

use std::{
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use zbus::{
    MatchRule, Message,
    blocking::{Connection, MessageIterator, connection, fdo::DBusProxy},
    message,
};

/// Connects to the bus at this address.
///
/// # Errors
/// If nobody answers there.
pub fn connect(address: &str) -> Result<Connection> {
    connection::Builder::address(address)?
        .build()
        .with_context(|| format!("no bus answers at {address}"))
}

/// The messages that match a rule, from the moment of this value's creation on.
#[derive(Debug)]
pub struct Messages(mpsc::Receiver<Message>);

impl Messages {
    /// Listens to signals.
    ///
    /// # Errors
    /// If the bus refuses the rule.
    pub fn matching(connection: &Connection, rule: &MatchRule<'_>) -> Result<Self> {
        let messages = MessageIterator::for_match_rule(rule.to_owned(), connection, Some(1024))?;
        Ok(Self::pumped(messages))
    }

    /// Listens in on the method calls that others make: takes a connection of its own, for a monitor can do nothing else.
    ///
    /// # Errors
    /// If the bus refuses.
    pub fn overheard(address: &str, rule: MatchRule<'_>) -> Result<Self> {
        let connection = connect(address)?;
        let messages = MessageIterator::from(&connection);
        zbus::blocking::fdo::MonitoringProxy::new(&connection)?.become_monitor(&[rule], 0)?;
        // The bus itself greets a monitor with an answer and signals.
        let is_call = |message: &Message| message.message_type() == message::Type::MethodCall;
        Ok(Self::pumped(messages.filter(move |message| {
            message.as_ref().map_or(true, is_call)
        })))
    }

    /// The next message, or none until `deadline`.
    pub fn next(&self, deadline: Instant) -> Option<Message> {
        self.0
            .recv_timeout(deadline.saturating_duration_since(Instant::now()))
            .ok()
    }

    /// Those that have arrived and were not taken.
    pub fn arrived(&self) -> Vec<Message> {
        self.0.try_iter().collect()
    }

    fn pumped(messages: impl Iterator<Item = zbus::Result<Message>> + Send + 'static) -> Self {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            for message in messages.map_while(Result::ok) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self(receiver)
    }
}

/// Waits until somebody owns a name.
///
/// # Errors
/// If nobody does within `patience`.
pub fn wait_for_name(connection: &Connection, name: &str, patience: Duration) -> Result<()> {
    let deadline = Instant::now() + patience;
    let rule = MatchRule::builder()
        .sender("org.freedesktop.DBus")?
        .interface("org.freedesktop.DBus")?
        .member("NameOwnerChanged")?
        .add_arg(name)?
        .build();
    let changes = Messages::matching(connection, &rule)?;
    let bus = DBusProxy::new(connection)?;
    while !bus.name_has_owner(name.try_into()?)? {
        if changes.next(deadline).is_none() {
            bail!("nobody owns {name} on the bus");
        }
    }
    Ok(())
}
