//! `cargo xtask package`: Debian packages of the app and of the server, each checked before anybody gets it, and the app's
//! installer for Windows, which `cargo xtask windows` tries out. The Flatpak's manifest is checked, and not built.
//!
//! `dpkg-deb` packs a staged tree, and `dpkg-shlibdeps` says what the programs need: both are on every machine that
//! builds Porchlight, while `cargo-deb` would have to be compiled there first.

mod checks;
mod deb;
mod flatpak;
mod fresh_root;
mod program;

use std::path::PathBuf;

use anyhow::Result;
use porchlight_xtask::{
    packages,
    steps::{self, Steps},
    windows,
    workspace::{cargo, target},
};

use self::{deb::Build, program::PROGRAMS};
use crate::app;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// How packages are made.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Options {
    /// Package what was built with this profile, such as `debug`, instead of building a release
    #[arg(long, value_name = "PROFILE")]
    built: Option<String>,
    /// Also install, run, upgrade and purge them in a fresh Debian root
    #[arg(long)]
    install: bool,
}

/// Packages to try out in a fresh root.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Trial {
    /// Where the root is made
    root: PathBuf,
    #[arg(long)]
    made: Vec<PathBuf>,
    /// What those are upgraded to
    #[arg(long)]
    newer: Vec<PathBuf>,
}

/// Builds the programs where no profile is given, packages and checks them.
///
/// # Errors
/// If something does not build, or a check finds an error.
pub(crate) fn run(options: &Options) -> Result<()> {
    let mut steps = Steps::default();
    let profile = options.built.as_deref().unwrap_or("release");
    if options.built.is_none() {
        app::build(&mut steps, &[packages::BUILD, packages::PACKAGING])?;
        steps.run(
            "The server",
            cargo(["build", "--release", "--package", "porchlight-server"]),
        )?;
    } else {
        steps.step("System packages", || {
            packages::ensure(&[packages::BUILD, packages::PACKAGING])
        })?;
    }
    let mut made = package(&mut steps, profile)?;
    if options.install {
        install(&mut steps, profile, &made)?;
    }
    made.extend(setup(&mut steps, profile)?);
    println!("\n{}\nMade:", steps.summary());
    for package in made {
        println!("  {}", package.display());
    }
    Ok(())
}

/// Makes and checks the packages of programs that were built with this profile.
pub(crate) fn package(steps: &mut Steps, profile: &str) -> Result<Vec<PathBuf>> {
    let build = Build::new(profile, 1, folder())?;
    let mut made = Vec::new();
    steps.step("Debian packages", || {
        for program in PROGRAMS {
            made.push(build.make(program)?);
        }
        Ok(())
    })?;
    steps.step("What Debian says of them", || {
        for (program, package) in PROGRAMS.iter().zip(&made) {
            checks::check(program, &build.staged(program), package)?;
        }
        Ok(())
    })?;
    steps.step("The Flatpak's manifest", || {
        flatpak::check(&folder().join("flatpak"))
    })?;
    Ok(made)
}

/// Builds the app for Windows, and makes its installer. None where Debian's compiler for that cannot be had.
fn setup(steps: &mut Steps, profile: &str) -> Result<Option<PathBuf>> {
    if !packages::can_be_had(packages::WINDOWS) {
        println!(
            "\nNo installer for Windows: this system does not offer what it is built with; Debian 12 does."
        );
        return Ok(None);
    }
    steps.step("Windows: system packages", || {
        packages::ensure(&[packages::WINDOWS])
    })?;
    steps.run("Windows: the app", windows::build_for_people(profile))?;
    let mut made = None;
    steps.step("Windows: the installer", || {
        let effort = windows::Effort::Much;
        made = Some(windows::installer(profile, VERSION, &folder(), effort)?);
        Ok(())
    })?;
    Ok(made)
}

/// Installs packages in a fresh root, upgrades them there to a newer revision of the same programs, and purges them.
pub(crate) fn install(steps: &mut Steps, profile: &str, made: &[PathBuf]) -> Result<()> {
    steps.step("Installed, upgraded and purged in a fresh Debian", || {
        let newer = Build::new(profile, 2, folder().join("newer"))?;
        let newer = PROGRAMS
            .iter()
            .map(|program| newer.make(program))
            .collect::<Result<Vec<_>>>()?;
        let mut trial = packages::as_root();
        trial
            // This very program, also where it has been built anew meanwhile and its own file is gone.
            .arg(format!("/proc/{}/exe", std::process::id()))
            .arg("try-packages")
            .arg(folder().join("root"));
        for (option, packages) in [("--made", made), ("--newer", &newer)] {
            for package in packages {
                trial.arg(option).arg(package);
            }
        }
        steps::run(&mut trial)
    })
}

/// Does what only root may: makes the root, and changes to it.
///
/// # Errors
/// If anything does not work there as it should, or is left behind.
pub(crate) fn try_out(trial: &Trial) -> Result<()> {
    fresh_root::try_out(&trial.root, &trial.made, &trial.newer)
}

fn folder() -> PathBuf {
    target().join("package")
}
