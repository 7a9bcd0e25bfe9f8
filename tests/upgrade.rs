//! A newer version, started while an older one runs.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader, Write as _},
    os::unix::net::{UnixListener, UnixStream},
    path::Path,
    thread::{self, JoinHandle},
};

use crate::harness::{App, Changes, Server, desktop, without_app};

const OLDER: &str = "0.0.1";

#[test]
fn a_command_that_may_start_the_app_is_done_by_the_newer_version_in_the_older_ones_place() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let library = Changes::of_office(&server.url, "library");
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    let folder = ana.folder().to_owned();
    ana.quit();
    let older = OlderApp::start(&folder);

    let refused = without_app(&desktop, "ana", &["available", "--hold"]);
    assert_ne!(refused.code, 0);
    assert!(refused.text.contains(OLDER), "{}", refused.text);
    assert!(older.runs());

    let done = without_app(&desktop, "ana", &["available", "--hold", "--start"]);
    assert_eq!(done.code, 0, "{}", done.text);
    older.has_ended();
    library.reach(1);
    let said = without_app(&desktop, "ana", &["diagnostics"]).text;
    assert!(said.contains(env!("CARGO_PKG_VERSION")), "{said}");
    assert_eq!(without_app(&desktop, "ana", &["quit"]).code, 0);
    library.reach(0);
}

/// What every version has said at its socket from the first: who it is; and it ends when it is to hand over.
struct OlderApp(JoinHandle<()>);

impl OlderApp {
    fn start(folder: &Path) -> Self {
        let lock = File::create(folder.join("porchlight.lock")).unwrap();
        lock.try_lock().unwrap();
        let socket = folder.join("porchlight.sock");
        let _ = fs::remove_file(&socket);
        let listener = UnixListener::bind(socket).unwrap();
        Self(thread::spawn(move || {
            let handed_over = listener
                .incoming()
                .any(|guest| is_to_hand_over(guest.unwrap()));
            assert!(handed_over);
            drop(lock);
        }))
    }

    fn runs(&self) -> bool {
        !self.0.is_finished()
    }

    fn has_ended(self) {
        self.0.join().unwrap();
    }
}

/// Greets, and hears what the guest wants until it wants that or leaves.
fn is_to_hand_over(mut guest: UnixStream) -> bool {
    let greeting = format!("{{\"type\":\"hello\",\"version\":\"{OLDER}\"}}\n");
    guest.write_all(greeting.as_bytes()).unwrap();
    let said = BufReader::new(guest).lines().map_while(Result::ok);
    said.into_iter().any(|line| line.contains("hand_over"))
}
