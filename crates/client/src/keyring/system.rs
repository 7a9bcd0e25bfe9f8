//! The keyrings of the systems that there are.

use std::{collections::HashMap, sync::Arc};

use keyring_core::{Entry as Credential, Error, api::CredentialStoreApi};

use super::{Changes, Entry, KeyringError};

/// What the entry belongs to, for people who look into their keyring.
const SERVICE: &str = "chat.porchlight.app";

/// An entry of the session's keyring, looked for anew at each call: a keyring may be started again meanwhile.
#[derive(Debug)]
pub(super) struct SystemEntry {
    name: String,
}

impl SystemEntry {
    pub(super) fn new(name: String) -> Self {
        Self { name }
    }

    fn credential(&self) -> Result<Credential, KeyringError> {
        let store = store()?;
        let labels = HashMap::from(LABEL);
        store
            .build(SERVICE, &self.name, Some(&labels))
            .map_err(|error| failed(&error))
    }
}

impl Entry for SystemEntry {
    fn check(&self) -> Result<(), KeyringError> {
        check()
    }

    fn read(&self) -> Result<Option<String>, KeyringError> {
        match self.credential()?.get_password() {
            Ok(secret) => Ok(Some(secret)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(failed(&error)),
        }
    }

    fn write(&self, secret: &str) -> Result<(), KeyringError> {
        let credential = self.credential()?;
        credential
            .set_password(secret)
            .map_err(|error| failed(&error))
    }

    fn remove(&self) -> Result<(), KeyringError> {
        match self.credential()?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(failed(&error)),
        }
    }

    fn changes(&self) -> Option<Box<dyn Changes>> {
        changes()
    }
}

/// Not with the error's own `Debug`, which may show what was read.
fn failed(error: &Error) -> KeyringError {
    match error {
        Error::NoStorageAccess(_) => KeyringError::Locked,
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            KeyringError::Failed("it holds something else".to_owned())
        }
        Error::Ambiguous(_) => {
            KeyringError::Failed("it holds more than one token of this device".to_owned())
        }
        error => KeyringError::Failed(error.to_string()),
    }
}

#[cfg(target_os = "linux")]
const LABEL: [(&str, &str); 1] = [("label", "Porchlight")];
#[cfg(not(target_os = "linux"))]
const LABEL: [(&str, &str); 0] = [];

#[cfg(target_os = "linux")]
fn store() -> Result<Arc<impl CredentialStoreApi>, KeyringError> {
    zbus_secret_service_keyring_store::Store::new().map_err(|error| failed(&error))
}

#[cfg(windows)]
fn store() -> Result<Arc<impl CredentialStoreApi>, KeyringError> {
    windows_native_keyring_store::Store::new().map_err(|error| failed(&error))
}

#[cfg(target_os = "macos")]
fn store() -> Result<Arc<impl CredentialStoreApi>, KeyringError> {
    apple_native_keyring_store::keychain::Store::new().map_err(|error| failed(&error))
}

/// The name that a keyring has on the session bus.
#[cfg(target_os = "linux")]
const KEYRING: &str = "org.freedesktop.secrets";

#[cfg(target_os = "linux")]
fn changes() -> Option<Box<dyn Changes>> {
    match BusChanges::listen() {
        Ok(changes) => Some(Box::new(changes)),
        Err(error) => {
            tracing::debug!(%error, "the keyring is not heard");
            None
        }
    }
}

/// It opens with the session, and tells nothing.
#[cfg(not(target_os = "linux"))]
fn changes() -> Option<Box<dyn Changes>> {
    None
}

/// What the session bus tells of the keyring.
#[cfg(target_os = "linux")]
struct BusChanges(zbus::blocking::MessageIterator);

#[cfg(target_os = "linux")]
impl BusChanges {
    fn listen() -> zbus::Result<Self> {
        use zbus::{
            MatchRule,
            blocking::{Connection, MessageIterator, fdo::DBusProxy},
            message::Type,
        };

        let session = Connection::session()?;
        let bus = DBusProxy::new(&session)?;
        let signal = || MatchRule::builder().msg_type(Type::Signal);
        let comes_or_goes = signal()
            .sender("org.freedesktop.DBus")?
            .member("NameOwnerChanged")?
            .arg(0, KEYRING)?;
        let opens = signal()
            .sender(KEYRING)?
            .interface("org.freedesktop.DBus.Properties")?
            .path_namespace("/org/freedesktop/secrets")?;
        // There are keyrings that name what has changed, and not how it is now.
        let collections = signal()
            .sender(KEYRING)?
            .interface("org.freedesktop.Secret.Service")?;
        for rule in [comes_or_goes, opens, collections] {
            bus.add_match_rule(rule.build())?;
        }
        Ok(Self(MessageIterator::from(session)))
    }
}

#[cfg(target_os = "linux")]
impl Changes for BusChanges {
    fn next(&mut self) -> bool {
        // Nothing else comes to a connection that asks nothing.
        self.0.any(|message| {
            message.is_ok_and(|message| message.message_type() == zbus::message::Type::Signal)
        })
    }
}

/// Asks the session bus, without having it start anything: a keyring that is not in use here shall not ask for a first
/// password, nor an unlocked session for one more.
#[cfg(target_os = "linux")]
fn check() -> Result<(), KeyringError> {
    use zbus::{
        blocking::{Connection, Proxy, fdo::DBusProxy},
        names::WellKnownName,
        zvariant::OwnedObjectPath,
    };

    let ask = || -> zbus::Result<Result<(), KeyringError>> {
        let Ok(session) = Connection::session() else {
            return Ok(Err(KeyringError::Missing));
        };
        let name = WellKnownName::try_from(KEYRING)?;
        if !DBusProxy::new(&session)?.name_has_owner(name.into())? {
            return Ok(Err(KeyringError::Missing));
        }
        let service = Proxy::new(
            &session,
            KEYRING,
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service",
        )?;
        let collection: OwnedObjectPath = service.call("ReadAlias", &("default",))?;
        if collection.as_str() == "/" {
            return Ok(Err(KeyringError::Missing));
        }
        let collection = Proxy::new(
            &session,
            KEYRING,
            collection,
            "org.freedesktop.Secret.Collection",
        )?;
        Ok(if collection.get_property("Locked")? {
            Err(KeyringError::Locked)
        } else {
            Ok(())
        })
    };
    ask().unwrap_or_else(|error| Err(KeyringError::Failed(error.to_string())))
}

/// It opens with the session.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may be locked")]
fn check() -> Result<(), KeyringError> {
    Ok(())
}
