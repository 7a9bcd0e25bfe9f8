//! `cargo xtask`: what developers, and the curious, run.

mod app;
mod bench;
mod demo;
#[cfg(all(feature = "desktop", target_os = "linux"))]
mod driven;
#[cfg(target_os = "linux")]
mod packaging;
mod panels;
mod pictures;
mod sim;
mod test;
mod window;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use porchlight_xtask::{icons, workspace};

/// Porchlight's own commands. Each says what it does while it does it.
#[derive(Clone, Parser)]
#[command(bin_name = "cargo xtask")]
enum Task {
    /// Builds Porchlight and starts it with an embedded server and a sample campus
    ///
    /// Installs the system packages that are missing. On a machine without a display it runs on a virtual one, is
    /// driven through a day, and leaves screenshots and a transcript of what the tray said.
    Demo,
    /// Runs everything that must pass: format, lints, documentation, and all the tests, also those on a real desktop
    Test(test::Options),
    /// Builds the app for Windows with Debian's own compiler, and tests it under Wine: a part of `test`
    #[cfg(target_os = "linux")]
    Windows,
    /// Type-checks the app for macOS: a part of `test`
    #[cfg(target_os = "linux")]
    Macos,
    /// Takes the README's pictures on a virtual desktop
    Pictures,
    /// Takes pictures of the lantern on the panels of six desktops into `target/panels`; installs 1.3 GB for that
    Panels,
    /// Measures a release build with real parts; fails if a value is beyond its bound
    Bench {
        subject: bench::Subject,
        #[command(flatten)]
        options: bench::Options,
    },
    /// Simulates campuses in virtual time, each from a seed, and compares what customers saw with what was true
    Sim(sim::Seeds),
    /// Makes Debian packages of the app and of the server and an installer for Windows, into `target/package`
    #[cfg(target_os = "linux")]
    Package(packaging::Options),
    /// Draws the icons anew from their sources in `icons/`
    Icons,
    /// The part of `package --install` that only root may do
    #[cfg(target_os = "linux")]
    #[command(hide = true)]
    TryPackages(packaging::Trial),
    /// The part of `demo` that drives the app on a virtual desktop
    #[cfg(all(feature = "desktop", target_os = "linux"))]
    #[command(hide = true)]
    DriveDemo,
    /// The part of `pictures` that runs on a virtual desktop
    #[cfg(all(feature = "desktop", target_os = "linux"))]
    #[command(hide = true)]
    TakePictures,
    /// The part of `panels` that runs on virtual desktops
    #[cfg(all(feature = "desktop", target_os = "linux"))]
    #[command(hide = true)]
    ShowPanels,
    /// The part of `bench app` that runs on a virtual desktop
    #[cfg(all(feature = "desktop", target_os = "linux"))]
    #[command(hide = true)]
    MeasureApp,
}

fn main() -> ExitCode {
    match run(Task::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Demo => demo::run(),
        Task::Test(options) => test::run(&options),
        #[cfg(target_os = "linux")]
        Task::Windows => test::windows_alone(),
        #[cfg(target_os = "linux")]
        Task::Macos => test::macos_alone(),
        Task::Pictures => pictures::run(),
        Task::Panels => panels::run(),
        Task::Bench { subject, options } => bench::run(subject, options),
        Task::Sim(seeds) => sim::run(seeds),
        #[cfg(target_os = "linux")]
        Task::Package(options) => packaging::run(&options),
        #[cfg(target_os = "linux")]
        Task::TryPackages(trial) => packaging::try_out(&trial),
        Task::Icons => icons::icons(&workspace::root()),
        #[cfg(all(feature = "desktop", target_os = "linux"))]
        Task::DriveDemo => driven::demo::drive(),
        #[cfg(all(feature = "desktop", target_os = "linux"))]
        Task::TakePictures => driven::pictures::take(),
        #[cfg(all(feature = "desktop", target_os = "linux"))]
        Task::ShowPanels => driven::panels::show(),
        #[cfg(all(feature = "desktop", target_os = "linux"))]
        Task::MeasureApp => bench::app::run(),
    }
}
