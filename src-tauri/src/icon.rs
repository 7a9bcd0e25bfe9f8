//! The lantern in the tray, as pixels.
//!
//! Each size has a sheet drawn for it from `icons/tray-*.svg`: five looks for a dark panel, the same for a light one,
//! and the digits. An icon is one look cut from it, with the badge painted over its lower right corner.
//!
//! Not every panel tells its colour, and some are dark above light windows. So the lantern has an edge in the colour of the
//! panel it is drawn for: it cannot be seen there, and keeps the lantern legible where the panel is of the other kind.

use std::io::Cursor;

use porchlight_core::{tray::Icon, view::Look};

/// The size, in pixels, to hand to a tray that takes only one.
///
/// Panels scale it. Most show 22 px, of which this is the double, so that every edge stays on a pixel; at 24 px and
/// 16 px it stays legible, and on a screen of double density it is exact.
#[cfg(not(target_os = "linux"))]
pub(crate) const RECOMMENDED_SIZE: u32 = 44;

/// The sizes, in pixels, that the lantern is drawn for, ascending.
#[cfg(target_os = "linux")]
pub(crate) fn sizes() -> impl Iterator<Item = u32> {
    SHEETS
        .iter()
        .filter_map(|sheet| u32::try_from(sheet.size).ok())
}

/// Draws `icon` as `size` by `size` pixels of RGBA with straight alpha.
///
/// Drawn for 16, 22, 24, 32, 44, 48 and 64 px. Any other size shows the next smaller of these in its middle.
pub(crate) fn render(icon: &Icon, size: u32, dark_panel: bool) -> Vec<u8> {
    let mut canvas = Canvas::blank(size);
    let Some(sheet) = SHEETS.iter().rfind(|sheet| sheet.size <= canvas.size) else {
        return canvas.rgba;
    };
    let Some(drawn) = sheet.drawn() else {
        return canvas.rgba;
    };

    let margin = (canvas.size - sheet.size) / 2;
    let label = icon.badge.map(Label::new);
    // With a badge, the lantern makes room to the left.
    let left = margin - if label.is_some() { sheet.shift } else { 0 };
    canvas.paint(&drawn, &sheet.look(icon.look, dark_panel), left, margin);
    canvas.surround(sheet.edge, if dark_panel { DARK_EDGE } else { LIGHT_EDGE });
    let attention = icon.attention.then(|| Attention::new(sheet, margin));
    if let Some(attention) = &attention {
        canvas.cut_out(&attention.disc, sheet.ring);
    }
    if let Some(label) = label {
        canvas.badge(sheet, &drawn, &label, margin);
    }
    if let Some(attention) = &attention {
        canvas.attention(attention);
    }
    canvas.rgba
}

/// Red, green and blue of the edge around a lantern that is drawn for a dark and for a light panel.
const DARK_EDGE: [u8; 3] = [47, 44, 41];
const LIGHT_EDGE: [u8; 3] = [250, 249, 247];
/// How much of the panel an edge covers where it is next to the lantern.
const EDGE_COVERS: f32 = 0.8;

/// What is drawn for one size, and how its badge is laid out. All in pixels.
struct Sheet {
    size: i16,
    png: &'static [u8],
    /// How far the lantern moves to the left to make room for a badge.
    shift: i16,
    /// Width and height.
    digit: (i16, i16),
    /// Between two digits of a badge.
    gap: i16,
    /// The least width, and the height.
    badge: (i16, i16),
    /// Beside the digits.
    padding: i16,
    radius: f32,
    /// What is cut out of the lantern around the badge, so that the two stay apart on any panel.
    ring: f32,
    /// The width of the edge around the lantern.
    edge: i16,
}

macro_rules! png {
    ($size:literal) => {
        include_bytes!(concat!("../../icons/rendered/tray-", $size, ".png"))
    };
}

/// Ascending by size.
#[rustfmt::skip]
const SHEETS: [Sheet; 7] = [
    Sheet { size: 16, png: png!(16), shift: 2, digit: (3, 5), gap: 1, badge: (7, 9), padding: 1, radius: 3.0, ring: 1.0, edge: 1 },
    Sheet { size: 22, png: png!(22), shift: 3, digit: (4, 7), gap: 1, badge: (10, 11), padding: 2, radius: 4.0, ring: 1.0, edge: 1 },
    Sheet { size: 24, png: png!(24), shift: 4, digit: (4, 7), gap: 1, badge: (10, 11), padding: 2, radius: 4.0, ring: 1.0, edge: 1 },
    Sheet { size: 32, png: png!(32), shift: 5, digit: (6, 10), gap: 1, badge: (14, 16), padding: 3, radius: 6.0, ring: 2.0, edge: 1 },
    Sheet { size: 44, png: png!(44), shift: 7, digit: (9, 14), gap: 2, badge: (19, 22), padding: 4, radius: 9.0, ring: 2.0, edge: 2 },
    Sheet { size: 48, png: png!(48), shift: 9, digit: (9, 14), gap: 2, badge: (19, 22), padding: 4, radius: 9.0, ring: 2.0, edge: 2 },
    // Drawn at twice the size of 32 px, where a digit's blank pixel becomes two: one of them belongs to the digit here.
    Sheet { size: 64, png: png!(64), shift: 10, digit: (13, 20), gap: 1, badge: (28, 32), padding: 6, radius: 12.0, ring: 4.0, edge: 2 },
];

impl Sheet {
    /// None if the picture is not the one that the tests have seen.
    fn drawn(&self) -> Option<Drawn> {
        let mut reader = png::Decoder::new(Cursor::new(self.png)).read_info().ok()?;
        let mut rgba = vec![0; reader.output_buffer_size()?];
        reader.next_frame(&mut rgba).ok()?;
        // Five looks in a row.
        Some(Drawn {
            rgba,
            width: 5 * self.size,
        })
    }

    fn look(&self, look: Look, dark_panel: bool) -> Piece {
        let column = match look {
            Look::Available => 0,
            Look::Some => 1,
            Look::Away => 2,
            Look::Offline => 3,
            Look::NotConnected => 4,
        };
        // The light panel's row stands below the dark one's.
        let row = i16::from(!dark_panel);
        Piece {
            left: column * self.size,
            top: row * self.size,
            width: self.size,
            height: self.size,
        }
    }

    fn digit(&self, glyph: i16) -> Piece {
        let (width, height) = self.digit;
        // The digits are the third row; on the sheet, a pixel lies between two of them.
        Piece {
            left: glyph * (width + 1),
            top: 2 * self.size,
            width,
            height,
        }
    }
}

struct Drawn {
    rgba: Vec<u8>,
    width: i16,
}

/// A part of what is drawn.
struct Piece {
    left: i16,
    top: i16,
    width: i16,
    height: i16,
}

/// What a badge says, as places in the row of digits.
struct Label {
    glyphs: Vec<i16>,
    colour: [u8; 3],
}

impl Label {
    const GREEN: [u8; 3] = [31, 138, 76];
    const RED: [u8; 3] = [201, 55, 44];

    fn new(online: u32) -> Self {
        let text = if online > 99 {
            "99+".to_owned()
        } else {
            online.to_string()
        };
        // The plus follows the nine.
        let glyphs = text
            .bytes()
            .map(|letter| {
                if letter == b'+' {
                    10
                } else {
                    i16::from(letter - b'0')
                }
            })
            .collect();
        Self {
            glyphs,
            colour: if online == 0 { Self::RED } else { Self::GREEN },
        }
    }
}

/// An exclamation mark on a disc in the upper right corner.
struct Attention {
    disc: Pill,
    /// The mark's two parts.
    mark: [Pill; 2],
}

impl Attention {
    const DISC: [u8; 3] = [201, 55, 44];
    const MARK: [u8; 3] = [255, 255, 255];

    fn new(sheet: &Sheet, margin: i16) -> Self {
        let across = sheet.size * 7 / 16;
        let stroke = (across / 7).max(1);
        // The mark stands in the middle, to the pixel.
        let across = across - (across - stroke) % 2;
        let left = margin + sheet.size - across;
        let part = |top, height| Pill {
            left: left + (across - stroke) / 2,
            top: margin + top,
            width: stroke,
            height,
            radius: 0.0,
        };
        Self {
            disc: Pill {
                left,
                top: margin,
                width: across,
                height: across,
                radius: f32::from(across) / 2.0,
            },
            mark: [
                part(stroke, across - 4 * stroke),
                part(across - 2 * stroke, stroke),
            ],
        }
    }
}

/// The square that an icon is painted on.
struct Canvas {
    rgba: Vec<u8>,
    size: i16,
}

impl Canvas {
    fn blank(size: u32) -> Self {
        let size = i16::try_from(size).unwrap_or(i16::MAX);
        let side = usize::try_from(size).unwrap_or_default();
        Self {
            rgba: vec![0; side * side * 4],
            size,
        }
    }

    /// Paints `piece` with its upper left corner at (`left`, `top`). What lies outside is cut off.
    fn paint(&mut self, drawn: &Drawn, piece: &Piece, left: i16, top: i16) {
        for y in 0..piece.height {
            for x in 0..piece.width {
                let Some(from) = offset(piece.left + x, piece.top + y, drawn.width) else {
                    continue;
                };
                let [red, green, blue, alpha] = drawn.rgba[from..from + 4] else {
                    continue;
                };
                if let Some(pixel) = self.pixel(left + x, top + y) {
                    over(pixel, [red, green, blue], f32::from(alpha) / 255.0);
                }
            }
        }
    }

    /// Lays a colour below whatever is painted, as far as `width` pixels around it.
    fn surround(&mut self, width: i16, colour: [u8; 3]) {
        let painted = self.rgba.clone();
        let alpha = |x: i16, y: i16| {
            let inside = x < self.size && y < self.size;
            let at = offset(x, y, self.size).filter(|_| inside)?;
            painted.get(at + 3).copied()
        };
        let mut edges = Vec::new();
        for y in 0..self.size {
            for x in 0..self.size {
                let near = (-width..=width)
                    .flat_map(|down| (-width..=width).map(move |across| (across, down)))
                    .filter(|(across, down)| across * across + down * down <= width * width + 1)
                    .filter_map(|(across, down)| alpha(x + across, y + down));
                edges.push(f32::from(near.max().unwrap_or_default()) / 255.0 * EDGE_COVERS);
            }
        }
        for (pixel, cover) in self.rgba.chunks_mut(4).zip(edges) {
            let [red, green, blue, alpha] = [pixel[0], pixel[1], pixel[2], pixel[3]];
            pixel.copy_from_slice(&[colour[0], colour[1], colour[2], byte(cover * 255.0)]);
            over(pixel, [red, green, blue], f32::from(alpha) / 255.0);
        }
    }

    /// Paints the badge into the lower right corner, inside a margin on all sides.
    fn badge(&mut self, sheet: &Sheet, drawn: &Drawn, label: &Label, margin: i16) {
        let text = label
            .glyphs
            .iter()
            .map(|_| sheet.digit.0 + sheet.gap)
            .sum::<i16>()
            - sheet.gap;
        let (least_width, height) = sheet.badge;
        let width = (text + 2 * sheet.padding).max(least_width);
        let left = margin + sheet.size - width;
        let top = margin + sheet.size - height;

        let pill = Pill {
            left,
            top,
            width,
            height,
            radius: sheet.radius,
        };
        self.cut_out(&pill, sheet.ring);
        self.fill(&pill, label.colour);

        let mut left = left + (width - text) / 2;
        let top = top + (height - sheet.digit.1) / 2;
        for &glyph in &label.glyphs {
            self.paint(drawn, &sheet.digit(glyph), left, top);
            left += sheet.digit.0 + sheet.gap;
        }
    }

    fn attention(&mut self, attention: &Attention) {
        self.fill(&attention.disc, Attention::DISC);
        for part in &attention.mark {
            self.fill(part, Attention::MARK);
        }
    }

    /// Takes away what lies inside, and as far as `ring` pixels around.
    fn cut_out(&mut self, pill: &Pill, ring: f32) {
        for (x, y) in self.places() {
            if let Some(pixel) = self.pixel(x, y) {
                pixel[3] = byte(f32::from(pixel[3]) * (1.0 - pill.covers(x, y, ring)));
            }
        }
    }

    fn fill(&mut self, pill: &Pill, colour: [u8; 3]) {
        for (x, y) in self.places() {
            if let Some(pixel) = self.pixel(x, y) {
                over(pixel, colour, pill.covers(x, y, 0.0));
            }
        }
    }

    fn places(&self) -> impl Iterator<Item = (i16, i16)> + use<> {
        let size = self.size;
        (0..size).flat_map(move |y| (0..size).map(move |x| (x, y)))
    }

    fn pixel(&mut self, x: i16, y: i16) -> Option<&mut [u8]> {
        if x >= self.size {
            return None;
        }
        let start = offset(x, y, self.size)?;
        self.rgba.get_mut(start..start + 4)
    }
}

/// Where a pixel starts in rows of `width` pixels. None left of them or above.
fn offset(x: i16, y: i16, width: i16) -> Option<usize> {
    let [x, y, width] = [x, y, width].map(usize::try_from);
    Some((y.ok()? * width.ok()? + x.ok()?) * 4)
}

/// Lays a colour over a pixel, covering that much of it (0 to 1).
fn over(pixel: &mut [u8], colour: [u8; 3], cover: f32) {
    let below = f32::from(pixel[3]) / 255.0 * (1.0 - cover);
    let alpha = cover + below;
    if alpha <= 0.0 {
        return;
    }
    for (channel, new) in pixel.iter_mut().zip(colour) {
        *channel = byte((f32::from(new) * cover + f32::from(*channel) * below) / alpha);
    }
    pixel[3] = byte(alpha * 255.0);
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what a byte holds"
)]
fn byte(value: f32) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

/// A rectangle with round corners.
struct Pill {
    left: i16,
    top: i16,
    width: i16,
    height: i16,
    radius: f32,
}

impl Pill {
    /// How much of a pixel lies inside (0 to 1), once the outline is moved outwards by `grown` pixels.
    fn covers(&self, x: i16, y: i16, grown: f32) -> f32 {
        let radius = self.radius + grown;
        // From the pixel's middle to where the rounding starts, along one axis.
        let beyond = |at: i16, start: i16, length: i16| {
            let half = f32::from(length) / 2.0;
            (f32::from(at - start) + 0.5 - half).abs() - (half + grown - radius)
        };
        let across = beyond(x, self.left, self.width);
        let down = beyond(y, self.top, self.height);
        let outside = across.max(0.0).hypot(down.max(0.0)) + across.max(down).min(0.0) - radius;
        (0.5 - outside).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOKS: [Look; 5] = [
        Look::Available,
        Look::Some,
        Look::Away,
        Look::Offline,
        Look::NotConnected,
    ];
    const BADGES: [Option<u32>; 7] = [
        None,
        Some(0),
        Some(1),
        Some(7),
        Some(12),
        Some(99),
        Some(100),
    ];

    #[test]
    fn every_size_is_drawn_to_its_last_pixel() {
        for size in [16, 22, 24, 32, 44, 48, 64] {
            for dark_panel in [false, true] {
                for look in LOOKS {
                    let rgba = render(
                        &Icon {
                            look,
                            badge: None,
                            attention: false,
                        },
                        size,
                        dark_panel,
                    );
                    assert_eq!(rgba.len(), (size * size * 4) as usize);
                    let drawn = rgba.chunks(4).filter(|pixel| pixel[3] > 128).count();
                    assert!(
                        drawn * 6 > rgba.len() / 4,
                        "{look:?} at {size} px is hardly there: {drawn} pixels"
                    );
                }
            }
        }
    }

    #[test]
    fn a_size_nobody_drew_shows_the_next_smaller_lantern_in_its_middle() {
        let icon = Icon {
            look: Look::Available,
            badge: Some(3),
            attention: false,
        };
        let (small, large) = (render(&icon, 24, true), render(&icon, 28, true));
        for row in 0..24 {
            let from = ((row + 2) * 28 + 2) * 4;
            assert_eq!(
                small[row * 24 * 4..(row + 1) * 24 * 4],
                large[from..from + 24 * 4]
            );
        }
        assert_eq!(
            render(&icon, 8, true).len(),
            8 * 8 * 4,
            "too small to draw is blank, not a crash"
        );
    }

    #[test]
    fn looks_differ_in_shape_and_not_only_in_colour() {
        for size in [16, 22, 24, 32, 44, 48, 64] {
            for dark_panel in [false, true] {
                for (badge, attention) in [
                    (None, false),
                    (Some(3), false),
                    (Some(12), false),
                    (Some(0), true),
                ] {
                    let shapes = LOOKS.map(|look| {
                        let icon = Icon {
                            look,
                            badge,
                            attention,
                        };
                        shape(&render(&icon, size, dark_panel), dark_panel)
                    });
                    for (at, one) in shapes.iter().enumerate() {
                        for other in &shapes[at + 1..] {
                            let differing = one
                                .iter()
                                .zip(other)
                                .filter(|(one, other)| one.abs_diff(**other) > 48)
                                .count();
                            assert!(
                                differing >= size as usize / 4,
                                "two looks at {size} px (dark panel: {dark_panel}, badge: {badge:?}) differ in {differing} pixels only"
                            );
                        }
                    }
                }
            }
        }
    }

    /// What somebody who sees no colours sees: the brightness of each pixel on the panel.
    fn shape(rgba: &[u8], dark_panel: bool) -> Vec<u8> {
        let panel = if dark_panel { 43.0 } else { 239.0 };
        rgba.chunks(4)
            .map(|pixel| {
                let [red, green, blue, alpha] =
                    [pixel[0], pixel[1], pixel[2], pixel[3]].map(f32::from);
                let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
                byte(panel + (luma - panel) * alpha / 255.0)
            })
            .collect()
    }

    #[test]
    fn every_look_stands_out_on_a_panel_of_either_kind_whichever_it_is_drawn_for() {
        for size in [16, 22, 24, 32, 44, 48, 64] {
            for (drawn_for_dark, look) in [true, false]
                .into_iter()
                .flat_map(|dark| LOOKS.map(|look| (dark, look)))
            {
                let rgba = render(
                    &Icon {
                        look,
                        badge: None,
                        attention: false,
                    },
                    size,
                    drawn_for_dark,
                );
                for dark_panel in [true, false] {
                    let panel: u8 = if dark_panel { 43 } else { 239 };
                    // The roof, which has no light in it.
                    let roof = &shape(&rgba, dark_panel)[..(size * size / 3) as usize];
                    let standing_out = roof.iter().filter(|luma| luma.abs_diff(panel) > 70).count();
                    assert!(
                        standing_out >= size as usize,
                        "{look:?} at {size} px, drawn for a dark panel: {drawn_for_dark}, on a dark one: {dark_panel}: {standing_out} pixels"
                    );
                }
            }
        }
    }

    #[test]
    fn every_badge_is_told_from_every_other() {
        for size in [16, 22, 24, 32, 44, 48, 64] {
            let icons = BADGES.map(|badge| {
                render(
                    &Icon {
                        look: Look::Available,
                        badge,
                        attention: false,
                    },
                    size,
                    true,
                )
            });
            for (at, one) in icons.iter().enumerate() {
                assert!(
                    icons[at + 1..].iter().all(|other| one != other),
                    "two badges look the same at {size} px"
                );
            }
        }
    }

    #[test]
    fn above_ninety_nine_every_badge_is_the_same() {
        let badge = |online| {
            render(
                &Icon {
                    look: Look::Offline,
                    badge: Some(online),
                    attention: false,
                },
                22,
                false,
            )
        };
        assert_eq!(badge(100), badge(u32::MAX));
    }

    #[test]
    fn an_office_that_nobody_covers_shows_above_the_badge_and_leaves_that_as_it_is() {
        for size in [16, 22, 24, 32, 44, 48, 64] {
            let [calm, attention] = [false, true].map(|attention| {
                let icon = Icon {
                    look: Look::Available,
                    badge: Some(7),
                    attention,
                };
                render(&icon, size, true)
            });
            let half = calm.len() / 2;
            let red = |rgba: &[u8]| {
                let [red, green, blue] = Attention::DISC;
                rgba.chunks(4)
                    .filter(|pixel| **pixel == [red, green, blue, 255])
                    .count()
            };
            assert_eq!(red(&calm), 0);
            let disc = usize::try_from(size * size / 16).unwrap();
            assert!(red(&attention) > disc, "{} at {size} px", red(&attention));
            let last_quarter = half + half / 2;
            assert_eq!(calm[last_quarter..], attention[last_quarter..]);
        }
    }

    #[test]
    fn a_badge_is_red_at_zero_and_green_otherwise() {
        for (online, colour) in [
            (0, Label::RED),
            (1, Label::GREEN),
            (42, Label::GREEN),
            (1000, Label::GREEN),
        ] {
            let rgba = render(
                &Icon {
                    look: Look::Available,
                    badge: Some(online),
                    attention: false,
                },
                44,
                true,
            );
            // Just below the digits, in the middle of what every badge covers.
            let at = (41 * 44 + 34) * 4;
            assert_eq!(rgba[at..at + 4], [colour[0], colour[1], colour[2], 255]);
        }
    }
}
