//! What this computer is, for whoever helps from afar.

use std::env;

/// The operating system, the desktop and what it draws with: `Debian GNU/Linux 12 (bookworm), x86_64; XFCE on X11`
pub fn system() -> String {
    let name = distribution().unwrap_or_else(|| env::consts::OS.to_owned());
    let machine = format!("{name}, {}", env::consts::ARCH);
    if cfg!(target_os = "linux") {
        format!("{machine}; {}", desktop(|name| env::var(name).ok()))
    } else {
        machine
    }
}

fn distribution() -> Option<String> {
    let text = std::fs::read_to_string("/etc/os-release").ok()?;
    let name = text
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(name.trim_matches('"').to_owned())
}

fn desktop(variable: impl Fn(&str) -> Option<String>) -> String {
    let given = |name: &str| variable(name).filter(|value| !value.is_empty());
    let name = given("XDG_CURRENT_DESKTOP").or_else(|| given("DESKTOP_SESSION"));
    let display = match given("XDG_SESSION_TYPE").as_deref() {
        Some("wayland") => "Wayland".to_owned(),
        Some("x11") => "X11".to_owned(),
        Some(other) => other.to_owned(),
        None if given("WAYLAND_DISPLAY").is_some() => "Wayland".to_owned(),
        None if given("DISPLAY").is_some() => "X11".to_owned(),
        None => "no display".to_owned(),
    };
    format!(
        "{} on {display}",
        name.unwrap_or_else(|| "an unnamed desktop".to_owned())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_desktop_is_named_as_far_as_the_session_tells() {
        let with = |known: &[(&str, &str)]| {
            desktop(|name| {
                let mut known = known.iter();
                let found = known.find(|(key, _)| *key == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(
            with(&[("XDG_CURRENT_DESKTOP", "XFCE"), ("XDG_SESSION_TYPE", "x11")]),
            "XFCE on X11"
        );
        assert_eq!(
            with(&[("WAYLAND_DISPLAY", "wayland-0"), ("DISPLAY", ":0")]),
            "an unnamed desktop on Wayland"
        );
        assert_eq!(with(&[]), "an unnamed desktop on no display");
    }
}
