//! From built programs to a `.deb`.

use std::{
    collections::BTreeSet,
    env,
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use porchlight_xtask::workspace::{built, cargo, root};

use super::program::Program;

const VERSION: &str = env!("CARGO_PKG_VERSION");
const HOMEPAGE: &str = env!("CARGO_PKG_REPOSITORY");
const MAINTAINER: &str = "The Porchlight developers <packages@porchlight.chat>";
/// Pixels. What desktops ask the theme for, from a menu to an overview.
const ICON_SIZES: [u16; 9] = [16, 22, 24, 32, 48, 64, 128, 256, 512];

/// One run of making packages: of which programs, with which version, to where.
#[derive(Debug)]
pub(super) struct Build {
    profile: String,
    version: String,
    architecture: String,
    to: PathBuf,
    /// Seconds since 1970. The packages of one commit are alike, whenever they are made.
    epoch: String,
}

impl Build {
    /// # Errors
    /// If the machine does not say what packages are called here.
    pub(super) fn new(profile: &str, revision: u32, to: PathBuf) -> Result<Self> {
        Ok(Self {
            profile: profile.to_owned(),
            version: format!("{VERSION}-{revision}"),
            architecture: said(Command::new("dpkg").arg("--print-architecture"))?,
            to,
            epoch: epoch()?,
        })
    }

    /// The tree that the package of this program is made of.
    pub(super) fn staged(&self, program: &Program) -> PathBuf {
        self.to.join("staged").join(program.name)
    }

    /// Stages the tree, and packs it.
    ///
    /// # Errors
    /// If a program was not built, or a tool is missing or fails.
    pub(super) fn make(&self, program: &Program) -> Result<PathBuf> {
        let tree = self.staged(program);
        if tree.exists() {
            fs::remove_dir_all(&tree)?;
        }
        self.binaries(program, &tree)?;
        self.manuals(program, &tree)?;
        for (name, folder) in program.files {
            self.text(program, name, &tree.join(folder).join(name))?;
        }
        if program.has_icon {
            icons(program, &tree)?;
        }
        self.documents(program, &tree)?;
        compress_pages(&tree.join("usr/share/man/man1"))?;
        self.control(program, &tree)?;
        self.pack(program, &tree)
    }

    fn binaries(&self, program: &Program, tree: &Path) -> Result<()> {
        for name in program.binaries {
            let from = built(&self.profile, name);
            let to = tree.join("usr/bin").join(name);
            copy(&from, &to).with_context(|| {
                format!("Build it with the profile `{}` and try again", self.profile)
            })?;
            run(Command::new("strip")
                .args([
                    "--strip-unneeded",
                    "--remove-section=.comment",
                    "--remove-section=.note",
                ])
                .arg(&to))?;
            set_mode(&to, 0o755)?;
        }
        Ok(())
    }

    /// The program writes them itself.
    fn manuals(&self, program: &Program, tree: &Path) -> Result<()> {
        let name = program.name;
        let written = self.to.join("manuals").join(name);
        if written.exists() {
            fs::remove_dir_all(&written)?;
        }
        run(Command::new(tree.join("usr/bin").join(name))
            .args(["manuals", &self.date("+%F")?])
            .arg(&written))?;
        let share = tree.join("usr/share");
        for (from, to) in [
            (
                format!("bash/{name}.bash"),
                format!("bash-completion/completions/{name}"),
            ),
            (
                format!("zsh/_{name}"),
                format!("zsh/vendor-completions/_{name}"),
            ),
            (
                format!("fish/{name}.fish"),
                format!("fish/vendor_completions.d/{name}.fish"),
            ),
        ] {
            copy(&written.join(from), &share.join(to))?;
        }
        for page in fs::read_dir(written.join("man1"))? {
            let page = page?;
            copy(&page.path(), &share.join("man/man1").join(page.file_name()))?;
        }
        Ok(())
    }

    /// Copyright, what changed for users, and what changed in the package.
    fn documents(&self, program: &Program, tree: &Path) -> Result<()> {
        let name = program.name;
        let folder = tree.join("usr/share/doc").join(name);
        write(&folder.join("copyright"), &copyright()?)?;
        copy(&root().join("CHANGELOG.md"), &folder.join("changelog"))?;
        let entry = format!(
            "{name} ({}) unstable; urgency=medium\n\n  * Packaged by `cargo xtask package`; changelog.gz says what changed.\n\n -- {MAINTAINER}  {}\n",
            self.version,
            self.date("-R")?
        );
        write(&folder.join("changelog.Debian"), &entry)?;
        write(&folder.join("libraries"), &libraries(name)?)?;
        for long in ["changelog", "changelog.Debian", "libraries"] {
            compress(&folder.join(long))?;
        }
        Ok(())
    }

    fn control(&self, program: &Program, tree: &Path) -> Result<()> {
        let control = tree.join("DEBIAN");
        let kibibytes = said(
            Command::new("du")
                .args(["-sk", "--apparent-size"])
                .arg(tree),
        )?;
        let kibibytes = kibibytes
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned();
        let sums = said(
            Command::new("sh")
                .args(["-c", "find . -path ./DEBIAN -prune -o -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 md5sum"])
                .current_dir(tree),
        )?;
        write(&control.join("md5sums"), &format!("{sums}\n"))?;
        let depends = self.depends(program, tree)?;
        for name in program.control {
            let to = control.join(name);
            self.text(program, name, &to)?;
            let text = fs::read_to_string(&to)?
                .replace("{depends}", &depends)
                .replace("{installed-size}", &kibibytes);
            write(&to, &text)?;
            if text.starts_with("#!") {
                set_mode(&to, 0o755)?;
            }
        }
        Ok(())
    }

    /// The libraries that the programs are linked to, as Debian calls their packages.
    fn depends(&self, program: &Program, tree: &Path) -> Result<String> {
        // It insists on a source package around it.
        let around = self.to.join("shlibdeps");
        write(
            &around.join("debian/control"),
            &format!(
                "Source: {0}\n\nPackage: {0}\nArchitecture: any\n",
                program.name
            ),
        )?;
        let mut shlibdeps = Command::new("dpkg-shlibdeps");
        shlibdeps.current_dir(&around).arg("-O");
        for name in program.binaries {
            shlibdeps.arg(format!("-e{}", tree.join("usr/bin").join(name).display()));
        }
        let answer = said(&mut shlibdeps)?;
        answer
            .lines()
            .find_map(|line| line.strip_prefix("shlibs:Depends="))
            .map(ToOwned::to_owned)
            .with_context(|| format!("`dpkg-shlibdeps` names no libraries: {answer}"))
    }

    fn pack(&self, program: &Program, tree: &Path) -> Result<PathBuf> {
        let package = self.to.join(format!(
            "{}_{}_{}.deb",
            program.name, self.version, self.architecture
        ));
        let mut pack = Command::new("dpkg-deb");
        pack.args(["--root-owner-group", "-Zxz"]);
        if self.profile != "release" {
            pack.arg("-z1");
        }
        run(pack
            .arg("--build")
            .args([tree, &package])
            .env("SOURCE_DATE_EPOCH", &self.epoch)
            .stdout(Stdio::null()))?;
        Ok(package)
    }

    /// Installs one of the program's packaging files, with what only the build knows filled in.
    fn text(&self, program: &Program, name: &str, to: &Path) -> Result<()> {
        let from = root().join(program.folder).join(name);
        let text = fs::read_to_string(&from)
            .with_context(|| format!("{} could not be read", from.display()))?;
        let text = text
            .replace("{version}", &self.version)
            .replace("{upstream-version}", VERSION)
            .replace("{architecture}", &self.architecture)
            .replace("{maintainer}", MAINTAINER)
            .replace("{homepage}", HOMEPAGE)
            .replace("{date}", &self.date("+%F")?);
        write(to, &text)
    }

    fn date(&self, format: &str) -> Result<String> {
        said(
            Command::new("date")
                .args(["-u", "-d", &format!("@{}", self.epoch), format])
                .env("LC_ALL", "C"),
        )
    }
}

/// When the packages count as made: as the environment says, or at the last commit, or now.
fn epoch() -> Result<String> {
    if let Ok(given) = env::var("SOURCE_DATE_EPOCH") {
        return Ok(given);
    }
    let commit = Command::new("git")
        .args(["log", "-1", "--format=%ct"])
        .current_dir(root())
        .stderr(Stdio::null())
        .output();
    match commit {
        Ok(answer) if answer.status.success() => {
            Ok(String::from_utf8_lossy(&answer.stdout).trim().to_owned())
        }
        _ => said(Command::new("date").arg("+%s")),
    }
}

fn icons(program: &Program, tree: &Path) -> Result<()> {
    let theme = tree.join("usr/share/icons/hicolor");
    let source = root().join("icons/porchlight.svg");
    let name = program.name;
    copy(&source, &theme.join(format!("scalable/apps/{name}.svg")))?;
    for size in ICON_SIZES {
        let to = theme.join(format!("{size}x{size}/apps/{name}.png"));
        make_parent(&to)?;
        let pixels = size.to_string();
        run(Command::new("rsvg-convert")
            .args(["--width", &pixels, "--height", &pixels, "--output"])
            .args([&to, &source]))?;
        set_mode(&to, 0o644)?;
    }
    Ok(())
}

/// In Debian's machine-readable format.
fn copyright() -> Result<String> {
    let mit = fs::read_to_string(root().join("LICENSE-MIT")).context("LICENSE-MIT is missing")?;
    let holder = mit
        .lines()
        .find_map(|line| line.trim().strip_prefix("Copyright"))
        .context("LICENSE-MIT names nobody")?
        .trim_start_matches([' ', '(', 'c', ')'])
        .to_owned();
    let indented: String = mit
        .trim_end()
        .lines()
        .map(|line| {
            if line.trim().is_empty() {
                " .\n".to_owned()
            } else {
                format!(" {line}\n")
            }
        })
        .collect();
    Ok(format!(
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\
         Upstream-Name: Porchlight\nSource: {HOMEPAGE}\n\n\
         Files: *\nCopyright: {holder}\nLicense: Apache-2.0 or Expat\n\
         Comment: The programs are statically linked with the libraries that libraries.gz\n\
         \x20in this folder names, each with its own licence.\n\n\
         License: Apache-2.0\n On Debian systems the full text of the Apache License, version 2.0, is in\n\
         \x20/usr/share/common-licenses/Apache-2.0.\n\nLicense: Expat\n{indented}"
    ))
}

/// What the program is statically linked with, and under which licences, a line each.
fn libraries(program: &str) -> Result<String> {
    let tree = said(
        cargo([
            "tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}: {l}",
        ])
        .args(["--package", program]),
    )?;
    let lines: BTreeSet<&str> = tree
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        // Those with a path are Porchlight's own.
        .filter(|line| !line.contains("(/"))
        .collect();
    Ok(Vec::from_iter(lines).join("\n") + "\n")
}

fn compress_pages(folder: &Path) -> Result<()> {
    for page in fs::read_dir(folder)? {
        compress(&page?.path())?;
    }
    Ok(())
}

/// Without a name and a time in it, as Debian wants it.
fn compress(file: &Path) -> Result<()> {
    run(Command::new("gzip").args(["-9nf"]).arg(file))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    make_parent(to)?;
    fs::copy(from, to)
        .with_context(|| format!("{} could not be copied to {}", from.display(), to.display()))?;
    set_mode(to, 0o644)
}

fn write(to: &Path, text: &str) -> Result<()> {
    make_parent(to)?;
    fs::write(to, text).with_context(|| format!("{} could not be written", to.display()))?;
    set_mode(to, 0o644)
}

/// Folders of a package are for all to read, whatever the builder's umask is.
fn make_parent(of: &Path) -> Result<()> {
    let missing: Vec<&Path> = of
        .ancestors()
        .skip(1)
        .take_while(|folder| !folder.exists())
        .collect();
    for folder in missing.into_iter().rev() {
        fs::create_dir(folder)
            .with_context(|| format!("{} could not be made", folder.display()))?;
        set_mode(folder, 0o755)?;
    }
    Ok(())
}

fn set_mode(path: &Path, mode: u32) -> Result<()> {
    fs::set_permissions(path, Permissions::from_mode(mode))
        .with_context(|| format!("{} could not be given its mode", path.display()))
}

/// Runs a tool that says little.
pub(super) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("{command:?} could not be started"))?;
    if !status.success() {
        bail!("{command:?} failed ({status}); its output above says why");
    }
    Ok(())
}

/// What a tool answers on its standard output.
pub(super) fn said(command: &mut Command) -> Result<String> {
    let answer = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("{command:?} could not be started"))?;
    let text = String::from_utf8_lossy(&answer.stdout).trim().to_owned();
    if !answer.status.success() {
        bail!("{command:?} failed ({}): {text}", answer.status);
    }
    Ok(text)
}
