//! Makes a function of each message that Rust uses, out of the English catalogue, and embeds the others beside it.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use fluent_typed::{BuildOptions, FtlOutputOptions, LintLevel, try_build_from_locales_folder};

/// What only the window and the server's pages say: TypeScript reads it.
const NOT_RUST: [&str; 3] = ["window.ftl", "pages.ftl", "shared.ftl"];

#[expect(
    clippy::disallowed_methods,
    reason = "a build script is told by its environment"
)]
fn main() -> Result<(), Box<dyn Error>> {
    let locales = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("locales");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo:rerun-if-changed={}", locales.display());

    let mut languages: Vec<_> = fs::read_dir(&locales)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_, Box<dyn Error>>>()?;
    languages.sort();
    let mut table = "&[\n".to_owned();
    for language in &languages {
        let text = messages(&locales.join(language))?;
        let file = out.join("catalogue").join(language).join("messages.ftl");
        write(&file, &text)?;
        let file = file.to_string_lossy();
        writeln!(table, "    ({language:?}, include_str!({file:?})),")?;
    }
    table.push(']');
    fs::write(out.join("languages.rs"), table)?;

    // The others are read against this one when they are used: a sentence that a translation lacks yet is no reason for
    // the English program not to be built.
    let english = out.join("english");
    let text = messages(&locales.join("en"))?;
    write(&english.join("en/messages.ftl"), &text)?;
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let options = BuildOptions::default()
        .with_locales_folder(&path(&english))
        .with_output_file_path(&path(&out.join("messages.rs")))
        .with_ftl_output(FtlOutputOptions::multi_file(&path(&out.join("unused"))))
        .with_prefix("")
        .with_lint_level(LintLevel::Strict)
        .without_format();
    try_build_from_locales_folder(options)?;
    Ok(())
}

/// Writes a file unless that is what it says already: Cargo is told to watch the folder of the English messages, and would
/// build all this again, every time.
fn write(file: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    if fs::read_to_string(file).is_ok_and(|known| known == text) {
        return Ok(());
    }
    fs::create_dir_all(file.parent().ok_or("no folder")?)?;
    fs::write(file, text)?;
    Ok(())
}

/// The files of a language that Rust uses, one after the other.
fn messages(language: &Path) -> Result<String, Box<dyn Error>> {
    let mut files: Vec<_> = fs::read_dir(language)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, std::io::Error>>()?;
    files.sort();
    let mut text = String::new();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let is_messages = file.extension().is_some_and(|extension| extension == "ftl");
        if is_messages && !NOT_RUST.contains(&name.as_ref()) {
            text.push_str(&fs::read_to_string(&file)?);
            text.push('\n');
        }
    }
    Ok(text)
}
