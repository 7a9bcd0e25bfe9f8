//! The system packages that Porchlight needs on Debian: the only list of them.

use std::{env, io::IsTerminal, process::Command};

use anyhow::{Context, Result, bail};

/// Building the app: a compiler, and what Tauri links to.
pub const BUILD: &[&str] = &[
    "build-essential",
    "libdbus-1-dev",
    "libwebkit2gtk-4.1-dev",
    "pkg-config",
];

/// A desktop without a display: a screen, a session bus, a panel with a tray, windows, notifications,
/// a keyring, a hand that moves the mouse, a browser to steer, and pictures of it all.
pub const DESKTOP: &[&str] = &[
    "adwaita-icon-theme",
    "dbus",
    "dunst",
    "fonts-dejavu-core",
    "fonts-inter",
    "gnome-keyring",
    "imagemagick",
    "librsvg2-common",
    "libwebkit2gtk-4.1-0",
    "util-linux",
    "webkit2gtk-driver",
    "x11-xserver-utils",
    "xdotool",
    "xfce4-panel",
    "xfconf",
    "xfwm4",
    "xvfb",
];

/// The browser that customers' pages are looked at with, and what steers it. With what they bring along 400 MB.
pub const CUSTOMERS: &[&str] = &["chromium", "chromium-driver"];

/// Panels beside Xfce's, each with what shows tray icons on it. With what they bring along 1.3 GB.
pub const PANELS: &[&str] = &[
    "cinnamon",
    "gnome-shell",
    "gnome-shell-extension-appindicator",
    "lxqt-panel",
    "lxqt-themes",
    "mate-panel",
    "plasma-desktop",
    "plasma-workspace",
    "xapp-sn-watcher",
];

/// Wayland compositors that run without a screen: GNOME's, KDE's and Sway. With what they bring along 210 MB.
pub const COMPOSITORS: &[&str] = &["kwin-wayland", "mutter", "sway"];

/// Making Debian packages, and what Debian and freedesktop.org check them with; a fresh Debian to install them in.
pub const PACKAGING: &[&str] = &[
    "appstream",
    "desktop-file-utils",
    "flatpak-builder",
    "librsvg2-bin",
    "lintian",
    "mandoc",
    "mmdebstrap",
    "systemd",
];

/// Building for Windows, and running what was built: a compiler with the sources of its standard library, a linker, what
/// makes installers, and Wine.
pub const WINDOWS: &[&str] = &[
    "cargo-web",
    "gcc-mingw-w64-x86-64",
    "nsis",
    "rust-web-src",
    "rustc-web",
    "wine",
    "wine64",
];

/// Checking what is for macOS: a compiler with the sources of its standard library, and Python, which has a C compiler in
/// its own index.
pub const MACOS: &[&str] = &[
    "cargo-web",
    "python3-venv",
    "rust-web-clippy",
    "rust-web-src",
    "rustc-web",
];

/// Servers that ours is compared with. Debian also starts them as services of the system, which the comparison neither
/// needs nor touches. The third comes from npm.
pub const PEERS: &[&str] = &["libnginx-mod-nchan", "mosquitto", "nginx"];

/// Installs those of `lists` that are missing, and says so. Quiet and quick when none is.
///
/// # Errors
/// If a package is missing and cannot be installed; the sentence holds the command to run by hand.
pub fn ensure(lists: &[&[&str]]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let wanted: Vec<&str> = lists.concat();
    if Command::new("dpkg-query")
        .arg("--version")
        .output()
        .is_err()
    {
        println!(
            "This is not Debian or one of its children, so nothing is installed for you. What Debian calls"
        );
        println!("  {}", wanted.join(" "));
        println!("must be there; the build stops with the name of what it misses.");
        return Ok(());
    }
    let missing: Vec<&str> = wanted
        .into_iter()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        println!("Every system package is there.");
        return Ok(());
    }
    println!("Missing system packages: {}", missing.join(" "));
    apt_get(&["update", "-qq"], &missing)?;
    for line in size_of(&missing) {
        println!("{line}");
    }
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(&missing);
    apt_get(&install, &missing)
}

/// How much there is to load, and how large it is then: what apt-get says before it would ask.
fn size_of(packages: &[&str]) -> Vec<String> {
    let answer = Command::new("apt-get")
        .args(["install", "--assume-no", "--no-install-recommends"])
        .args(packages)
        .env("LC_ALL", "C")
        .output();
    let said = answer.map_or_else(|_| Vec::new(), |answer| answer.stdout);
    sizes(&String::from_utf8_lossy(&said))
}

fn sizes(said: &str) -> Vec<String> {
    let is_size =
        |line: &&str| line.starts_with("Need to get") || line.starts_with("After this operation");
    said.lines().filter(is_size).map(str::to_owned).collect()
}

/// Whether this system has these packages, installed or not. Asks the lists that it has, or else fetches them.
pub fn can_be_had(list: &[&str]) -> bool {
    let missing: Vec<&str> = list
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect();
    missing.is_empty()
        || are_offered(&missing)
        || apt_get(&["update", "-qq"], &missing).is_ok() && are_offered(&missing)
}

fn are_offered(packages: &[&str]) -> bool {
    packages.iter().all(|package| {
        Command::new("apt-cache")
            .args(["show", "--quiet=2", package])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .status()
            .is_ok_and(|answer| answer.success())
    })
}

fn is_installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["-W", "-f=${db:Status-Status}", package])
        .output()
        .is_ok_and(|answer| answer.status.success() && answer.stdout.starts_with(b"installed"))
}

fn apt_get(arguments: &[&str], missing: &[&str]) -> Result<()> {
    let mut command = as_root();
    command.arg("apt-get").args(arguments);
    println!("$ {}", spoken(&command));
    let status = command
        .status()
        .with_context(|| format!("`{}` could not be started", spoken(&command)))?;
    if !status.success() {
        bail!(
            "`{}` failed. Install these packages by hand and run this again: {}",
            spoken(&command),
            missing.join(" ")
        );
    }
    Ok(())
}

/// `env`, which runs what follows as root and without questions from packages.
pub fn as_root() -> Command {
    let is_root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|answer| answer.stdout.trim_ascii() == b"0");
    let mut command = if is_root {
        Command::new("env")
    } else {
        let mut sudo = Command::new("sudo");
        if env::var_os("CI").is_some() || !std::io::stdin().is_terminal() {
            sudo.arg("-n");
        } else {
            println!(
                "You are not root, so sudo asks for your password: only what installs packages runs with it."
            );
        }
        sudo.arg("env");
        sudo
    };
    command.arg("DEBIAN_FRONTEND=noninteractive");
    command
}

fn spoken(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(
        command
            .get_args()
            .map(|argument| argument.to_string_lossy()),
    );
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_apt_get_says_the_sizes_are_told() {
        let said = "Reading package lists...\nThe following NEW packages will be installed:\n  nsis nsis-common\n\
            0 upgraded, 2 newly installed, 0 to remove and 0 not upgraded.\nNeed to get 1,526 kB of archives.\n\
            After this operation, 8,192 kB of additional disk space will be used.\nDo you want to continue? [Y/n] N\nAbort.\n";

        assert_eq!(
            sizes(said),
            [
                "Need to get 1,526 kB of archives.",
                "After this operation, 8,192 kB of additional disk space will be used."
            ]
        );
    }
}
