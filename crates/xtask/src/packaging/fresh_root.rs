//! A Debian that has nothing but what it must, to install packages in as a person would.
//!
//! It is a folder, and commands run in it by `chroot`: no system is started there, so that units are installed and
//! enabled, and not run. What they would run is run by hand.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};

use super::deb::{run, said};

const DATA: &str = "/var/lib/porchlight-server";
const SETTINGS: &str = "/etc/porchlight-server/server.toml";

/// Installs `made`, tries out what they install, upgrades to `newer`, and purges them.
///
/// # Errors
/// If anything does not work as it should, or is left behind.
pub(super) fn try_out(folder: &Path, made: &[PathBuf], newer: &[PathBuf]) -> Result<()> {
    let root = Root::make(folder)?;
    // What apt fetches for the packages stays with them, and is not theirs to remove.
    root.install_what_they_need(made)?;
    let before = root.files()?;

    root.apt_get("install", &root.bring(made)?)?;
    for program in ["porchlight", "porchlight-server"] {
        let version = root.said(&[program, "--version"])?;
        ensure!(
            version == format!("{program} {}", env!("CARGO_PKG_VERSION")),
            "`{program} --version` says {version}"
        );
        let help = root.said(&[program, "--help"])?;
        ensure!(
            help.contains("Exit codes"),
            "`{program} --help` says {help}"
        );
    }
    root.starts_at_login()?;
    root.serves("before an upgrade")?;

    let changed = "lease = \"50s\"\n";
    fs::write(root.path(SETTINGS), changed)?;
    root.apt_get("install", &root.bring(newer)?)?;
    let version = root.said(&["dpkg-query", "-W", "-f=${Version}", "porchlight-server"])?;
    ensure!(
        version.ends_with("-2"),
        "the upgrade left version {version}"
    );
    ensure!(
        fs::read_to_string(root.path(SETTINGS))? == changed,
        "the upgrade wrote over the settings that a person had changed"
    );
    root.serves("after an upgrade")?;

    root.apt_get("purge", &["porchlight".into(), "porchlight-server".into()])?;
    ensure!(
        root.path(DATA).join("porchlight.db").exists(),
        "purging took a team's data with it"
    );
    // A person's own: what was signed up for, what was made.
    fs::remove_dir_all(root.path(DATA))?;
    root.run(&["deluser", "--quiet", "--system", "porchlight-server"])?;
    root.is_as(&before)?;

    // Without data there is nothing to keep.
    root.apt_get("install", &root.bring(made)?)?;
    root.apt_get("purge", &["porchlight".into(), "porchlight-server".into()])?;
    root.is_as(&before)?;
    fs::remove_dir_all(folder)?;
    Ok(())
}

struct Root {
    folder: PathBuf,
}

impl Root {
    /// Makes it anew.
    fn make(folder: &Path) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        let release = fs::read_to_string("/etc/os-release")?;
        let codename = release
            .lines()
            .find_map(|line| line.strip_prefix("VERSION_CODENAME="))
            .context("this Debian has no name")?
            .to_owned();
        run(Command::new("mmdebstrap")
            // A container may not mount anything, and nothing here needs it.
            .args([
                "--quiet",
                "--variant=apt",
                "--mode=root",
                "--skip=check/canmount,cleanup/apt/lists",
            ])
            .arg(codename)
            .arg(folder))?;
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    fn path(&self, inside: &str) -> PathBuf {
        self.folder.join(inside.trim_start_matches('/'))
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new("chroot");
        command
            .arg(&self.folder)
            .args(words)
            .env_clear()
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .env("HOME", "/root")
            .env("LC_ALL", "C.UTF-8")
            .env("DEBIAN_FRONTEND", "noninteractive");
        for proxy in ["http_proxy", "https_proxy", "no_proxy"] {
            if let Some(value) = std::env::var_os(proxy) {
                command.env(proxy, value);
            }
        }
        command
    }

    fn run(&self, words: &[&str]) -> Result<()> {
        run(self.command(words).stdout(Stdio::null()))
    }

    fn said(&self, words: &[&str]) -> Result<String> {
        said(&mut self.command(words))
    }

    fn apt_get(&self, verb: &str, packages: &[String]) -> Result<()> {
        let mut words = vec!["apt-get", verb, "-y", "-q", "--no-install-recommends"];
        words.extend([
            "-o",
            "Dpkg::Options::=--force-confdef",
            "-o",
            "Dpkg::Options::=--force-unsafe-io",
            "-o",
            "Dpkg::Use-Pty=0",
        ]);
        words.extend(packages.iter().map(String::as_str));
        self.run(&words)
    }

    /// Copies packages into it, and answers what apt calls them there.
    fn bring(&self, packages: &[PathBuf]) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for package in packages {
            let name = package.file_name().context("a package without a name")?;
            let inside = format!("/root/{}", name.to_string_lossy());
            fs::copy(package, self.path(&inside))?;
            names.push(inside);
        }
        Ok(names)
    }

    fn install_what_they_need(&self, made: &[PathBuf]) -> Result<()> {
        self.apt_get("install", &self.bring(made)?)?;
        self.apt_get("purge", &["porchlight".into(), "porchlight-server".into()])
    }

    /// What a person does who wants it at every login, and what her desktop makes of it.
    fn starts_at_login(&self) -> Result<()> {
        let entry = "/root/.config/autostart/porchlight.desktop";
        // Nothing is mounted here, and a program asks the system where it is.
        let myself = self.path("/proc/self");
        fs::create_dir_all(&myself)?;
        symlink("/usr/bin/porchlight", myself.join("exe"))?;
        self.run(&["porchlight", "autostart", "on"])?;
        run(Command::new("desktop-file-validate").arg(self.path(entry)))?;
        let text = fs::read_to_string(self.path(entry))?;
        ensure!(
            text.contains("\nExec=\"/usr/bin/porchlight\"\n"),
            "the entry is {text}"
        );
        self.run(&["porchlight", "autostart", "off"])?;
        ensure!(!self.path(entry).exists(), "{entry} is still there");
        fs::remove_dir_all(self.path("/root/.config"))?;
        fs::remove_dir_all(myself)?;
        Ok(())
    }

    /// Serves as the unit does, after the one command that the README names where there are no data yet.
    fn serves(&self, when: &str) -> Result<()> {
        let as_its_user = [
            "setpriv",
            "--reuid=porchlight-server",
            "--regid=porchlight-server",
            "--clear-groups",
        ];
        if !self.path(DATA).join("porchlight.db").exists() {
            let mut words = as_its_user.to_vec();
            words.extend([
                "porchlight-server",
                "init",
                "--data",
                DATA,
                "--email",
                "dana@example.edu",
            ]);
            words.extend(["--name", "Dana Fox", "--password-stdin"]);
            let mut init = self.command(&words).stdin(Stdio::piped()).spawn()?;
            init.stdin
                .take()
                .context("no input")?
                .write_all(b"correct horse\n")?;
            ensure!(
                init.wait()?.success(),
                "`porchlight-server init` failed {when}"
            );
        }
        let unit = fs::read_to_string(self.path("/lib/systemd/system/porchlight-server.service"))?;
        let start = unit
            .lines()
            .find_map(|line| line.strip_prefix("ExecStart="))
            .context("the unit starts nothing")?;
        let mut words = as_its_user.to_vec();
        words.extend(start.split_whitespace());
        words.extend(["--listen", "127.0.0.1:0"]);
        let mut server = Serving(
            self.command(&words)
                .env("PORCHLIGHT_LOG", "warn")
                .stdout(Stdio::piped())
                .spawn()?,
        );
        let mut line = String::new();
        let output = server.0.stdout.take().context("no output")?;
        BufReader::new(output).read_line(&mut line)?;
        let address = line
            .trim()
            .strip_prefix("listening on http://")
            .with_context(|| format!("the server said {line:?} {when}"))?;
        let mut socket = TcpStream::connect(address)?;
        write!(
            socket,
            "GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = String::new();
        socket.read_to_string(&mut answer)?;
        ensure!(
            answer.starts_with("HTTP/1.1 200"),
            "/healthz answered {answer} {when}"
        );
        Ok(())
    }

    /// Every path that a package could own or make, with what it is.
    fn files(&self) -> Result<BTreeMap<String, String>> {
        let listing = said(Command::new("find").arg(&self.folder).args([
            "-regextype",
            "posix-extended",
            "-regex",
            // What apt, dpkg and the loader keep for themselves.
            &format!(
                "{}/(root|tmp|var/(cache|lib/(apt|dpkg)|log)|etc/[a-z]*-)",
                self.folder.display()
            ),
            "-prune",
            "-o",
            "-printf",
            "%P\t%y %U %G %m %l\n",
        ]))?;
        let mut files: BTreeMap<String, String> = listing
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .map(|(path, what)| (path.to_owned(), what.to_owned()))
            .collect();
        for accounts in ["/etc/passwd", "/etc/group"] {
            files.insert(
                format!("in {accounts}"),
                fs::read_to_string(self.path(accounts))?,
            );
        }
        Ok(files)
    }

    fn is_as(&self, before: &BTreeMap<String, String>) -> Result<()> {
        let after = self.files()?;
        let left: Vec<&String> = after
            .iter()
            .filter(|(path, what)| before.get(*path) != Some(what))
            .map(|(path, _)| path)
            .collect();
        let lost: Vec<&String> = before
            .keys()
            .filter(|path| !after.contains_key(*path))
            .collect();
        if !left.is_empty() || !lost.is_empty() {
            bail!("Purging left {left:?} behind, and took {lost:?} with it.");
        }
        Ok(())
    }
}

/// A server that ends with whoever asked for it.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
