//! The real app, server, panel, notification daemon and browser, used as people use them. Each test has a desktop of
//! its own, made of Debian's programs; `cargo xtask test` installs them. The fakes are logind, which would put the
//! machine to sleep, and GNOME's screen saver, which would ask for a password.

#![cfg(target_os = "linux")]
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, in its helpers too"
)]

mod administrator;
mod bus;
mod choices;
mod compositors;
mod customers;
mod diagnostics;
mod harness;
mod idle;
mod keyring;
mod languages;
mod network;
mod pages;
mod scripts;
mod sessions;
mod surfaces;
mod tray;
mod upgrade;
mod widget;
mod window;
mod windows;
