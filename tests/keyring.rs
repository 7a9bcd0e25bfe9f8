//! The token in the real keyring of GNOME, on a bus of its own: open, locked, and missing.

use std::{collections::HashMap, fs, os::unix::fs::PermissionsExt as _};

use porchlight_testbed::{Process, VirtualDesktop, wait_for_name};
use serde_json::Value;
use zbus::{
    blocking::{Connection, Proxy},
    zvariant::{OwnedObjectPath, OwnedValue, Value as Variant},
};

use crate::harness::{App, Server, desktop};

/// What the person logs in with.
const PASSWORD: &str = "open sesame";
const KEYRING: &str = "org.freedesktop.secrets";

#[test]
fn the_token_of_a_file_moves_into_an_open_keyring_and_is_gone_from_both_after_signing_out() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    let file = ana.folder().join("token");
    let token = fs::read_to_string(&file).unwrap();
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let said = ana.does(&["diagnostics"]);
    assert!(
        said.contains("In a file that only you can read, because no keyring runs"),
        "{said}"
    );
    ana.quit();

    let keyring = Keyring::open(&desktop);
    let ana = App::start(&desktop, "ana");
    ana.does(&["available", "--hold"]);
    ana.says_of_its_token("In your keyring");
    assert!(!file.exists());
    assert_eq!(keyring.secrets(), std::slice::from_ref(&token));
    ana.quit();

    let ana = App::start(&desktop, "ana");
    assert_eq!(ana.status()["connected"], true);
    assert!(!ana.does(&["diagnostics"]).contains(token.trim()));
    ana.does(&["sign-out"]);
    ana.quit();
    assert_eq!(keyring.secrets(), [""; 0]);
    assert!(!file.exists());
}

#[test]
fn a_keyring_that_is_locked_holds_up_nothing_and_once_it_is_open_she_is_connected_by_herself() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let keyring = Keyring::open(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    ana.says_of_its_token("In your keyring");
    ana.quit();

    keyring.lock();
    let ana = App::start(&desktop, "ana");
    let status = ana.tries(&["status", "--json"]);
    assert_eq!(status.code, 4);
    let status: Value = serde_json::from_str(&status.out).unwrap();
    let why = status["not_connected"].as_str().unwrap();
    assert!(
        why.contains("The token of this device is in your keyring"),
        "{why}"
    );
    keyring.unlock();
    ana.tray.says("Available").unwrap();

    // Signing in with it locked keeps the token in the file.
    keyring.lock();
    let bo = App::start_signed_in(&desktop, "bo", &server.url);
    bo.says_of_its_token("In a file that only you can read, because the keyring is locked");
    assert!(bo.folder().join("token").exists());
}

#[test]
fn a_token_that_is_gone_once_the_keyring_is_open_is_said_to_be_and_she_can_sign_in() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let keyring = Keyring::open(&desktop);
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    ana.says_of_its_token("In your keyring");
    ana.quit();
    keyring.empty();
    keyring.lock();
    let ana = App::start(&desktop, "ana");
    assert_eq!(ana.tries(&["status"]).code, 4);
    let window = ana.window();

    keyring.unlock();

    window
        .saying("banner", "the token of this device is missing")
        .unwrap();
    ana.tray.says("not signed in").unwrap();
    window.find("sign-in-submit").unwrap();
}

/// `gnome-keyring-daemon`, with the person's own collection.
struct Keyring {
    bus: Connection,
    _daemon: Process,
}

impl Keyring {
    /// As it is after a login: running and open.
    fn open(desktop: &VirtualDesktop) -> Self {
        let password = desktop.home().join("login-password");
        fs::write(&password, PASSWORD).unwrap();
        let mut command = desktop.command("sh");
        let daemon =
            "exec gnome-keyring-daemon --foreground --components=secrets --unlock < \"$0\"";
        command.args(["-c", daemon]).arg(password);
        let daemon = desktop.spawn("gnome-keyring-daemon", command).unwrap();
        let bus = desktop.session_bus().unwrap();
        wait_for_name(&bus, KEYRING, porchlight_testbed::PATIENCE).unwrap();
        Self {
            bus,
            _daemon: daemon,
        }
    }

    fn lock(&self) {
        let objects = vec![self.collection()];
        let _: (Vec<OwnedObjectPath>, OwnedObjectPath) =
            self.service().call("Lock", &(objects,)).unwrap();
    }

    /// As a login does that comes later.
    fn unlock(&self) {
        let secret = (
            self.session(),
            Vec::<u8>::new(),
            PASSWORD.as_bytes(),
            "text/plain",
        );
        let internal = Proxy::new(
            &self.bus,
            KEYRING,
            "/org/freedesktop/secrets",
            "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
        )
        .unwrap();
        internal
            .call::<_, _, ()>("UnlockWithMasterPassword", &(self.collection(), secret))
            .unwrap();
    }

    /// Removes all that is in it.
    fn empty(&self) {
        let none = HashMap::<&str, &str>::new();
        let (found, _): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
            self.service().call("SearchItems", &(none,)).unwrap();
        for item in found {
            let item = Proxy::new(&self.bus, KEYRING, item, "org.freedesktop.Secret.Item").unwrap();
            let _: OwnedObjectPath = item.call("Delete", &()).unwrap();
        }
    }

    /// All that is in it.
    fn secrets(&self) -> Vec<String> {
        type Secret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);
        let none = HashMap::<&str, &str>::new();
        let (found, _): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
            self.service().call("SearchItems", &(none,)).unwrap();
        let secrets: HashMap<OwnedObjectPath, Secret> = self
            .service()
            .call("GetSecrets", &(found, self.session()))
            .unwrap();
        let texts = secrets.into_values();
        texts
            .map(|(_, _, value, _)| String::from_utf8(value).unwrap())
            .collect()
    }

    fn collection(&self) -> OwnedObjectPath {
        self.service().call("ReadAlias", &("default",)).unwrap()
    }

    fn session(&self) -> OwnedObjectPath {
        let (_, session): (OwnedValue, OwnedObjectPath) = self
            .service()
            .call("OpenSession", &("plain", Variant::from("")))
            .unwrap();
        session
    }

    fn service(&self) -> Proxy<'_> {
        Proxy::new(
            &self.bus,
            KEYRING,
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service",
        )
        .unwrap()
    }
}

impl App<'_> {
    /// Waits until Diagnostics say this of the token.
    fn says_of_its_token(&self, wanted: &str) {
        let deadline = std::time::Instant::now() + porchlight_testbed::PATIENCE;
        loop {
            let said = self.does(&["diagnostics"]);
            if said.contains(wanted) {
                return;
            }
            assert!(std::time::Instant::now() < deadline, "{said}");
        }
    }
}
