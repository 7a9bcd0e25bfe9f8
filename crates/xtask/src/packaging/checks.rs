//! What Debian's and freedesktop.org's own tools say of a package.

use std::{fs, path::Path, process::Command};

use anyhow::Result;

use super::{deb::run, program::Program};

/// How exposed the server's unit may be, in tenths of what `systemd-analyze security` counts.
const EXPOSURE: &str = "--threshold=20";

/// Fails at the first tool that finds an error in the staged tree or the package.
pub(super) fn check(program: &Program, tree: &Path, package: &Path) -> Result<()> {
    for (name, folder) in program.files {
        let file = tree.join(folder).join(name);
        if name.ends_with(".desktop") {
            run(Command::new("desktop-file-validate").arg(&file))?;
        } else if name.ends_with(".metainfo.xml") {
            run(Command::new("appstreamcli")
                .args(["validate", "--no-net"])
                .arg(&file))?;
        } else if name.ends_with(".service") && folder.ends_with("systemd/system") {
            run(Command::new("systemd-analyze")
                .args(["security", "--no-pager", "--offline=true", EXPOSURE])
                .arg(&file))?;
        }
    }
    for page in fs::read_dir(tree.join("usr/share/man/man1"))? {
        // Below errors are only a line that is long, or a break that changes nothing, from how pages are generated.
        run(Command::new("mandoc")
            .args(["-T", "lint", "-W", "error"])
            .arg(page?.path()))?;
    }
    let completion = tree
        .join("usr/share/bash-completion/completions")
        .join(program.name);
    run(Command::new("bash").arg("-n").arg(completion))?;
    run(Command::new("lintian")
        .args([
            "--allow-root",
            "--fail-on",
            "error,warning",
            "--tag-display-limit",
            "0",
        ])
        // Nobody filed a bug at Debian that asks for these packages: they are not uploaded there.
        .args(["--suppress-tags", "initial-upload-closes-no-bugs"])
        .arg(package))
}
