//! `cargo xtask icons`: draws the committed pictures from the SVG sources in `icons/`.
//!
//! Drawing needs a renderer that takes its time to build, so that it stands behind the feature `icons`;
//! without it, the command calls itself again with the feature on. A checksum of the sources is kept
//! beside what was drawn from them, and a test compares the two.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// The sizes, in pixels, that the tray's lantern is drawn for, each with the one whose source it is drawn from.
pub const TRAY_SIZES: [(u16, u16); 7] = [
    (16, 16),
    (22, 22),
    (24, 24),
    (32, 32),
    (44, 44),
    (48, 48),
    // Twice as large, every edge still lies on a pixel.
    (64, 32),
];

/// Draws every picture anew.
///
/// # Errors
/// If a source cannot be read or drawn, or a picture cannot be written.
pub fn icons(root: &Path) -> Result<()> {
    #[cfg(feature = "icons")]
    drawing::draw(root)?;
    #[cfg(not(feature = "icons"))]
    crate::steps::run(&mut crate::workspace::xtask_with("icons", "icons"))?;
    let mark = mark_file(root);
    fs::write(&mark, checksum(root)?)
        .with_context(|| format!("{} could not be written", mark.display()))
}

/// A checksum of all the sources, to tell whether the pictures are drawn from what is there now.
fn checksum(root: &Path) -> Result<String> {
    // FNV-1a: it has to notice an edit, not an attacker.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for source in sources(root) {
        let text = fs::read_to_string(&source)
            .with_context(|| format!("{} could not be read", source.display()))?;
        for byte in text.replace("\r\n", "\n").bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    Ok(format!("{hash:016x}\n"))
}

/// What the pictures are drawn from: the SVG files, and the colours in this one.
fn sources(root: &Path) -> Vec<PathBuf> {
    let mut sources: Vec<_> = TRAY_SIZES
        .iter()
        .filter(|(size, source)| size == source)
        .map(|(size, _)| root.join(format!("icons/tray-{size}.svg")))
        .collect();
    sources.push(root.join("icons/porchlight.svg"));
    sources.push(root.join("crates/xtask/src/icons/drawing.rs"));
    sources
}

fn mark_file(root: &Path) -> PathBuf {
    root.join("icons/rendered/sources.fnv")
}

#[cfg(feature = "icons")]
mod drawing;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_pictures_are_drawn_from_the_sources_that_are_there() {
        let root = crate::workspace::root();
        let drawn = fs::read_to_string(mark_file(&root)).unwrap();
        assert_eq!(
            drawn.trim(),
            checksum(&root).unwrap().trim(),
            "a source in icons/ changed since the pictures were drawn; run `cargo xtask icons` and commit what it writes"
        );
    }

    #[test]
    fn the_program_has_an_icon_for_every_size_that_windows_asks_for() {
        let icon = fs::read(crate::workspace::root().join("src-tauri/icons/icon.ico")).unwrap();

        // Behind a header of 6 bytes an entry of 16 bytes each; it begins with the width, where 0 is 256.
        let widths: Vec<u8> = icon[6..]
            .chunks(16)
            .take(icon[4].into())
            .map(|entry| entry[0])
            .collect();
        assert_eq!(widths, [16, 20, 24, 32, 40, 48, 64, 0]);
    }
}
