//! The Flatpak's manifest: that it can be read, asks for no more than it should, and installs what is there. It is not built:
//! that takes a runtime of 2 GB from somewhere else.

use std::{fs, path::Path, process::Command};

use anyhow::{Context as _, Result, ensure};
use porchlight_xtask::workspace::root;
use serde::Deserialize;

use super::{deb::said, program::PROGRAMS};

const FOLDER: &str = "src-tauri/packaging/flatpak";
const NAME: &str = "chat.porchlight.app.yml";
/// Whoever builds it generates these; here they stand for nothing.
const GENERATED: [&str; 2] = ["cargo-sources.json", "node-sources.json"];
const NOTHING: &str = r#"[{"type": "inline", "dest-filename": "nothing", "contents": ""}]"#;
/// All that it may ask for beside names on the buses.
const ALLOWED: [&str; 4] = [
    "--share=network",
    "--share=ipc",
    "--socket=wayland",
    "--socket=fallback-x11",
];

/// What counts of a manifest.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Manifest {
    id: String,
    command: String,
    finish_args: Vec<String>,
    modules: Vec<Module>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Module {
    build_commands: Vec<String>,
    sources: Vec<serde_json::Value>,
}

/// # Errors
/// If `flatpak-builder` cannot read it; else all that is wrong with it.
pub(super) fn check(scratch: &Path) -> Result<()> {
    fs::create_dir_all(scratch)?;
    let manifest = scratch.join(NAME);
    fs::copy(root().join(FOLDER).join(NAME), &manifest)?;
    for name in GENERATED {
        fs::write(scratch.join(name), NOTHING)?;
    }
    let read = said(
        Command::new("flatpak-builder")
            .arg("--show-manifest")
            .arg(&manifest)
            // It leaves a folder there.
            .current_dir(scratch),
    )?;
    let manifest: Manifest = serde_json::from_str(&read).context("it lacks a part")?;
    let is_there = |path: &str| root().join(path).exists();
    let faults = faults(&manifest, is_there);
    ensure!(faults.is_empty(), "{NAME}: {}", faults.join("; "));
    Ok(())
}

fn faults(manifest: &Manifest, is_there: impl Fn(&str) -> bool) -> Vec<String> {
    let mut faults = Vec::new();
    if !is_there(&format!("src-tauri/packaging/{}.metainfo.xml", manifest.id)) {
        faults.push(format!("there is no AppStream data of {}", manifest.id));
    }
    for argument in &manifest.finish_args {
        let name = argument
            .strip_prefix("--talk-name=")
            .or_else(|| argument.strip_prefix("--system-talk-name="));
        let is_one = name.is_some_and(|name| !name.contains('*'));
        if !is_one && !ALLOWED.contains(&argument.as_str()) {
            faults.push(format!("{argument} is more than it needs"));
        }
    }
    let mut installed = Vec::new();
    for module in &manifest.modules {
        if module.sources.len() != GENERATED.len() + 1 {
            faults.push("its sources are not this folder and what is generated".to_owned());
        }
        let commands = module.build_commands.iter();
        installed.extend(commands.flat_map(|command| installed_by(command)));
    }
    for path in &installed {
        let is_known = match path.strip_prefix("target/release/") {
            Some(program) => PROGRAMS
                .iter()
                .any(|known| known.binaries.contains(&program)),
            None => is_there(path),
        };
        if !is_known {
            faults.push(format!("{path}, which it installs, is not there"));
        }
    }
    let command = format!("target/release/{}", manifest.command);
    if !installed.contains(&command.as_str()) {
        faults.push(format!("{} is not installed", manifest.command));
    }
    faults
}

/// The files that a call of `install` installs: all but the folder after `-t`, or all but the last.
fn installed_by(command: &str) -> Vec<&str> {
    let mut words = command.split_whitespace();
    if words.next() != Some("install") {
        return Vec::new();
    }
    let mut files = Vec::new();
    let mut into = None;
    while let Some(word) = words.next() {
        match word {
            "-t" => into = words.next(),
            option if option.starts_with('-') => {}
            file => files.push(file),
        }
    }
    if into.is_none() {
        files.pop();
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_that_is_too_broad_and_a_file_that_is_not_there_are_named() {
        let manifest = manifest(&["--share=network", "--talk-name=org.example.One"]);
        assert_eq!(faults(&manifest, |_| true), Vec::<String>::new());

        let broad = self::manifest(&["--filesystem=home", "--talk-name=org.example.*"]);
        let found = faults(&broad, |path| path != "icons/one.svg").join("\n");
        for fault in [
            "--filesystem=home",
            "--talk-name=org.example.*",
            "icons/one.svg, which it installs",
        ] {
            assert!(found.contains(fault), "{fault}: {found}");
        }
    }

    #[test]
    fn a_program_that_is_not_built_or_not_installed_is_named() {
        let mut manifest = manifest(&[]);
        manifest.command = "porchlight-windows".to_owned();
        manifest.modules[0].build_commands =
            vec!["install -Dm755 target/release/porchlite /app/bin/porchlight".to_owned()];
        let found = faults(&manifest, |_| true).join("\n");
        assert!(found.contains("target/release/porchlite"), "{found}");
        assert!(found.contains("porchlight-windows is not"), "{found}");
    }

    fn manifest(finish_args: &[&str]) -> Manifest {
        let commands = [
            "npm ci",
            "install -Dm755 -t /app/bin target/release/porchlight target/release/porchlight-window",
            "install -Dm644 icons/one.svg /app/share/icons/one.svg",
        ];
        Manifest {
            id: "chat.porchlight.app".to_owned(),
            command: "porchlight".to_owned(),
            finish_args: finish_args.iter().map(ToString::to_string).collect(),
            modules: vec![Module {
                build_commands: commands.map(ToOwned::to_owned).to_vec(),
                sources: vec![serde_json::Value::Null; 3],
            }],
        }
    }
}
