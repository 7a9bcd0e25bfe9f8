//! The lantern on each desktop's panel: whether it is there at all, and pictures to look at.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use porchlight_testbed::{PATIENCE, Setup, Shell, VirtualDesktop, output};
use porchlight_xtask::workspace::target;

use super::DemoApp;

/// Wide and high in pixels; a panel lies along one edge.
const SCREEN: (u32, u32) = (1024, 600);
/// The lantern's light on a dark and on a light panel, and what scaling and blending may change of a channel.
const LIGHTS: [[u8; 3]; 2] = [[0x3e, 0xcb, 0x7d], [0x1f, 0x9d, 0x57]];
const SHADE: u8 = 16;
/// A light of fewer pixels cannot be seen.
const LEAST_LIGHT: usize = 16;
/// What is shown of a panel around the light, and how much larger, in pixels.
const CUT: (usize, usize) = (160, 44);
const LARGER: &str = "400%";
/// GNOME opens its overview at the start; nothing says when a desktop has come to rest.
const LOOKS_AGAIN: Duration = Duration::from_millis(500);

/// What is said on the command line, and what it is called in a picture's name.
const STATES: [(&[&str], &str); 4] = [
    (&["available", "--for", "2h"], "available"),
    (&["away", "--office", "admissions", "--for", "30m"], "some"),
    (&["away", "--for", "30m"], "away"),
    (&["offline"], "offline"),
];

/// Takes them all, and puts them together in one.
pub(crate) fn show() -> Result<()> {
    let folder = target().join("panels");
    fs::create_dir_all(&folder)?;
    let mut rows = Vec::new();
    for shell in Shell::ALL {
        for dark in [false, true] {
            rows.push(row(shell, dark, &folder)?);
        }
    }
    let picture = folder.join("panels.png");
    let mut compose = Command::new("convert");
    compose
        .args(&rows)
        .args(["-append", "-strip"])
        .arg(&picture);
    output(&mut compose)?;
    println!("{}", picture.display());
    Ok(())
}

/// One panel in all its states, side by side below its name.
fn row(shell: Shell, dark: bool, folder: &Path) -> Result<PathBuf> {
    let name = format!("{}, {}", shell.name(), if dark { "dark" } else { "light" });
    let desktop = VirtualDesktop::start(Setup {
        shell,
        dark,
        screen: SCREEN,
        ..Setup::default()
    })
    .with_context(|| name.clone())?;
    let app = DemoApp::start(&desktop, "60m").with_context(|| name.clone())?;
    let file = |state: &str| folder.join(format!("{}-{state}.png", name.replace([',', ' '], "")));
    let mut light = None;
    let mut cuts = Vec::new();
    for (words, state) in STATES {
        app.says(words)?;
        let picture = file(state);
        let at = match light {
            Some(at) => {
                desktop.screenshot(&picture)?;
                at
            }
            None => finds_light(&desktop, &picture).with_context(|| name.clone())?,
        };
        light = Some(at);
        cuts.push(cut(&picture, at, &file(&format!("{state}-cut")))?);
    }
    ensure!(
        light_in(&file("offline"))?.is_none(),
        "on {name} the light is still on when she is offline"
    );
    app.quit()?;
    let row = file("all");
    let mut compose = Command::new("convert");
    compose
        .args(cuts)
        .args(["+append", "-gravity", "northwest", "-pointsize", "18"])
        .args(["-background", "white", "-splice", "0x26"])
        .args(["-annotate", "+6+3", &name])
        .arg(&row);
    output(&mut compose)?;
    println!("{name}: the lantern is there");
    Ok(row)
}

/// Waits until the light can be seen, and takes the picture that it is on.
fn finds_light(desktop: &VirtualDesktop, picture: &Path) -> Result<(usize, usize)> {
    // Whole desktops take their time to draw.
    let deadline = Instant::now() + 2 * PATIENCE;
    loop {
        desktop.screenshot(picture)?;
        if let Some(at) = light_in(picture)? {
            return Ok(at);
        }
        if Instant::now() > deadline {
            bail!("no lantern can be seen; look at {}", picture.display());
        }
        thread::sleep(LOOKS_AGAIN);
    }
}

/// The middle of the pixels that have the light's colour.
fn light_in(picture: &Path) -> Result<Option<(usize, usize)>> {
    let mut convert = Command::new("convert");
    convert.arg(picture).args(["-depth", "8", "rgb:-"]);
    let answer = convert.output()?;
    ensure!(
        answer.status.success(),
        "{} is no picture",
        picture.display()
    );
    let width = usize::try_from(SCREEN.0)?;
    let is_lit = |pixel: &[u8]| {
        LIGHTS.iter().any(|light| {
            pixel
                .iter()
                .zip(light)
                .all(|(one, other)| one.abs_diff(*other) <= SHADE)
        })
    };
    let lit: Vec<(usize, usize)> = answer
        .stdout
        .chunks(3)
        .enumerate()
        .filter(|(_, pixel)| is_lit(pixel))
        .map(|(at, _)| (at % width, at / width))
        .collect();
    Ok((lit.len() >= LEAST_LIGHT).then(|| {
        let sum = lit
            .iter()
            .fold((0, 0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
        (sum.0 / lit.len(), sum.1 / lit.len())
    }))
}

/// What lies around a place, enlarged so that its pixels can be told apart.
fn cut(picture: &Path, (x, y): (usize, usize), to: &Path) -> Result<PathBuf> {
    let (width, height) = (usize::try_from(SCREEN.0)?, usize::try_from(SCREEN.1)?);
    let left = x.saturating_sub(CUT.0 / 2).min(width - CUT.0);
    let top = y.saturating_sub(CUT.1 / 2).min(height - CUT.1);
    let mut convert = Command::new("convert");
    convert
        .arg(picture)
        .args(["-crop", &format!("{}x{}+{left}+{top}", CUT.0, CUT.1)])
        .args(["+repage", "-scale", LARGER])
        .arg(to);
    output(&mut convert)?;
    Ok(to.to_owned())
}
