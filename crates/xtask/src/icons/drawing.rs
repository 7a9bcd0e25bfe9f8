//! From SVG to the pixels that are committed.

use std::{fs, path::Path};

use anyhow::{Context, Result, anyhow};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};

use super::TRAY_SIZES;

/// Colours on a dark panel.
const DARK_PANEL: &str = ".frame { fill: #f3f0ea } .dim { fill: #a39d94 } .slash { stroke: #f3f0ea } \
    .lit { fill: #3ecb7d } .clock { fill: #f2b134 } .hands { stroke: #2f2c29 }";

/// Colours on a light panel.
const LIGHT_PANEL: &str = ".frame { fill: #2f2c29 } .dim { fill: #8a847b } .slash { stroke: #2f2c29 } \
    .lit { fill: #1f9d57 } .clock { fill: #f2a922 } .hands { stroke: #2f2c29 }";

/// What the bundle wants, and how large.
const BUNDLE: [(&str, u16); 3] = [("32x32.png", 32), ("128x128.png", 128), ("icon.png", 512)];

/// What Windows shows a program as, from a list in the smallest to a tile in the largest, at every scale of the screen.
const ICO_SIZES: [u16; 8] = [16, 20, 24, 32, 40, 48, 64, 256];

pub(super) fn draw(root: &Path) -> Result<()> {
    for (size, source) in TRAY_SIZES {
        tray_sheet(root, size, source)?;
    }
    let bundle = root.join("src-tauri/icons");
    fs::create_dir_all(&bundle)
        .with_context(|| format!("{} could not be made", bundle.display()))?;
    for (name, size) in BUNDLE {
        write(&bundle.join(name), &program_icon(root, size)?)?;
    }
    let pictures = ICO_SIZES
        .iter()
        .map(|size| Ok((*size, program_icon(root, *size)?)))
        .collect::<Result<Vec<_>>>()?;
    write(&bundle.join("icon.ico"), &ico(&pictures)?)
}

/// The program's icon, as PNG.
fn program_icon(root: &Path, size: u16) -> Result<Vec<u8>> {
    let picture = rendered(&root.join("icons/porchlight.svg"), "", size)?;
    png(size, size, &straight(&picture))
}

/// Square pictures in one file: a directory with an entry for each, and then the PNGs as they are.
fn ico(pictures: &[(u16, Vec<u8>)]) -> Result<Vec<u8>> {
    const ICON: u16 = 1;
    const PLANES: u16 = 1;
    const BITS_PER_PIXEL: u16 = 32;

    let count = u16::try_from(pictures.len())?;
    let mut file = [0_u16, ICON, count].map(u16::to_le_bytes).concat();
    let mut offset = 6 + 16 * pictures.len();
    for (size, png) in pictures {
        // 256 is written as 0.
        let side = u8::try_from(*size).unwrap_or(0);
        file.extend([side, side, 0, 0]);
        file.extend([PLANES, BITS_PER_PIXEL].map(u16::to_le_bytes).concat());
        file.extend(u32::try_from(png.len())?.to_le_bytes());
        file.extend(u32::try_from(offset)?.to_le_bytes());
        offset += png.len();
    }
    for (_, png) in pictures {
        file.extend(png);
    }
    Ok(file)
}

/// Writes the sheet that the app puts a tray icon together from: five looks for a dark panel, the same for a light one, and the digits.
fn tray_sheet(root: &Path, size: u16, source: u16) -> Result<()> {
    let source = root.join(format!("icons/tray-{source}.svg"));
    let dark = straight(&rendered(&source, DARK_PANEL, 2 * size)?);
    let light = straight(&rendered(&source, LIGHT_PANEL, 2 * size)?);
    // Each is a row of looks above a row of digits, which are the same in both.
    let row = dark.len() / 2;
    let sheet = [&dark[..row], &light].concat();
    write(
        &root.join(format!("icons/rendered/tray-{size}.png")),
        &png(5 * size, 3 * size, &sheet)?,
    )
}

fn rendered(source: &Path, colours: &str, height: u16) -> Result<Pixmap> {
    let name = source.display();
    let svg = fs::read(source).with_context(|| format!("{name} could not be read"))?;
    let options = Options {
        style_sheet: Some(colours.to_owned()),
        ..Options::default()
    };
    let tree = Tree::from_data(&svg, &options)
        .with_context(|| format!("{name} is not an SVG that can be drawn"))?;
    let canvas = tree.size().to_int_size().scale_to_height(height.into());
    let mut picture = canvas
        .and_then(|canvas| Pixmap::new(canvas.width(), canvas.height()))
        .ok_or_else(|| anyhow!("{name} has no size that can be drawn"))?;
    let scale = f32::from(height) / tree.size().height();
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut picture.as_mut(),
    );
    Ok(picture)
}

/// RGBA with straight alpha, as PNG and trays want it.
fn straight(picture: &Pixmap) -> Vec<u8> {
    let pixel = |pixel: &resvg::tiny_skia::PremultipliedColorU8| {
        let colour = pixel.demultiply();
        [colour.red(), colour.green(), colour.blue(), colour.alpha()]
    };
    picture.pixels().iter().flat_map(pixel).collect()
}

fn png(width: u16, height: u16, rgba: &[u8]) -> Result<Vec<u8>> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width.into(), height.into());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rgba)?;
    writer.finish()?;
    Ok(file)
}

fn write(file: &Path, picture: &[u8]) -> Result<()> {
    let name = file.display();
    fs::write(file, picture).with_context(|| format!("{name} could not be written"))?;
    println!("drew {name}");
    Ok(())
}
