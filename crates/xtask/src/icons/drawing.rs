//! From SVG to the pixels that are committed.

use std::{
    fs::{self, File},
    io::BufWriter,
    path::Path,
};

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

pub(super) fn draw(root: &Path) -> Result<()> {
    for size in TRAY_SIZES {
        tray_sheet(root, size)?;
    }
    let bundle = root.join("src-tauri/icons");
    fs::create_dir_all(&bundle)
        .with_context(|| format!("{} could not be made", bundle.display()))?;
    for (name, size) in BUNDLE {
        let picture = rendered(&root.join("icons/porchlight.svg"), "", size)?;
        write(&bundle.join(name), size, size, &straight(&picture))?;
    }
    Ok(())
}

/// Writes the sheet that the app puts a tray icon together from: five looks for a dark panel, the same for a light one, and the digits.
fn tray_sheet(root: &Path, size: u16) -> Result<()> {
    let source = root.join(format!("icons/tray-{size}.svg"));
    let dark = straight(&rendered(&source, DARK_PANEL, 2 * size)?);
    let light = straight(&rendered(&source, LIGHT_PANEL, 2 * size)?);
    // Each is a row of looks above a row of digits, which are the same in both.
    let row = dark.len() / 2;
    let sheet = [&dark[..row], &light].concat();
    write(
        &root.join(format!("icons/rendered/tray-{size}.png")),
        5 * size,
        3 * size,
        &sheet,
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

fn write(file: &Path, width: u16, height: u16, rgba: &[u8]) -> Result<()> {
    let name = file.display();
    let writer =
        BufWriter::new(File::create(file).with_context(|| format!("{name} could not be written"))?);
    let mut encoder = png::Encoder::new(writer, width.into(), height.into());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(rgba)?;
    writer
        .finish()
        .with_context(|| format!("{name} could not be written"))?;
    println!("drew {name}");
    Ok(())
}
