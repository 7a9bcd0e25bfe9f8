//! Lists what `npm run build:pages` wrote to `pages`, so that the server embeds all of it and is built without Node.

use std::{env, fmt::Write as _, fs, io, path::Path};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=pages");
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let root = Path::new(&root).join("pages");
    let mut names = Vec::new();
    for folder in ["", "assets"] {
        for entry in fs::read_dir(root.join(folder))? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                let name = entry.file_name().to_string_lossy().into_owned();
                names.push(Path::new(folder).join(name).display().to_string());
            }
        }
    }
    names.sort();
    let mut files = "pub(super) const FILES: &[(&str, &[u8])] = &[\n".to_owned();
    for name in names {
        let path = root.join(&name).display().to_string();
        // Writing to memory cannot fail.
        let _ = writeln!(files, "    ({name:?}, include_bytes!({path:?})),");
    }
    files += "];\n";
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("pages.rs"), files)
}
