//! The installer, as people use it: by themselves, and by whoever looks after their computers.

use std::{
    fs,
    path::{Path, PathBuf},
};

use porchlight_xtask::windows;

use super::{
    DIALOG, RUN,
    wine::{OnWindows, SCREEN, agents_available},
};
use crate::harness::{Server, desktop_with, until};

const UNINSTALL: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Porchlight";

#[test]
#[ignore = "needs the installer for Windows, which `cargo xtask windows` builds"]
fn on_windows_it_is_installed_upgraded_while_it_runs_and_uninstalled_without_a_trace() {
    let home = home();
    let (folder, state) = (
        home.join("Local/Programs/Porchlight"),
        home.join("Local/porchlight"),
    );
    let in_the_menu = home.join("Roaming/Microsoft/Windows/Start Menu/Programs/Porchlight.lnk");
    let desktop = desktop_with(SCREEN);
    let server = Server::start(&desktop);
    let ana = OnWindows::before_installing(&desktop, folder.join("porchlight.exe"));
    ana.forgets_what_was_installed([&folder, &state], &in_the_menu);
    let [setup, newer] = windows::setups();
    let version = || {
        ana.finds(&["query", UNINSTALL, "/v", "DisplayVersion"])
            .unwrap_or_default()
    };

    ana.opens(&setup, &["/S"]);
    until("it is installed", || {
        version().contains(env!("CARGO_PKG_VERSION")) && ana.starts_at_login()
    });
    assert!(in_the_menu.exists());
    ana.starts_it();
    ana.signs_in(&server.url);
    ana.does(&["available", "--hold"]);
    ana.does(&["autostart", "off"]);

    ana.opens(&newer, &["/S"]);
    until("it is upgraded", || version().contains(windows::NEWER));
    until("the newer one goes on where the older one ended", || {
        ana.run(&["status"], "").text.contains("Available")
    });
    until("she is there again", || agents_available(&server) == 1);
    assert!(!ana.starts_at_login(), "she has turned it off");
    ana.does(&["autostart", "on"]);

    ana.opens(&folder.join("uninstall.exe"), &["/S"]);
    until("it is uninstalled", || !folder.exists());
    assert_eq!(agents_available(&server), 0, "goodbye was said");
    assert!(!ana.starts_at_login() && !in_the_menu.exists());
    assert_eq!(version(), "");
    assert!(state.exists(), "nobody was asked");

    ana.opens(&setup, &["/S"]);
    until("it is installed again", || ana.starts_at_login());
    ana.opens(&folder.join("uninstall.exe"), &[]);
    until("she is asked whether", || {
        ana.sees(DIALOG).contains("will be uninstalled")
    });
    ana.presses("Return");
    until("she is asked for her settings", || {
        ana.sees(DIALOG).contains("Remove your settings")
    });
    ana.presses("y");
    until("nothing is left", || !state.exists() && !folder.exists());
}

/// Where Windows keeps what is this person's.
fn home() -> PathBuf {
    let users = fs::read_dir(windows::disk().join("drive_c/users")).unwrap();
    let person = users
        .map(|user| user.unwrap())
        .find(|user| user.file_name() != "Public")
        .unwrap();
    person.path().join("AppData")
}

impl OnWindows<'_> {
    /// Of a former run that did not come to its end.
    fn forgets_what_was_installed(&self, folders: [&Path; 2], link: &Path) {
        for folder in folders {
            let _ = fs::remove_dir_all(folder);
        }
        let _ = fs::remove_file(link);
        let _ = self.finds(&["delete", UNINSTALL, "/f"]);
        let _ = self.finds(&["delete", RUN, "/v", "Porchlight", "/f"]);
    }

    fn starts_at_login(&self) -> bool {
        self.finds(&["query", RUN, "/v", "Porchlight"]).is_some()
    }
}
