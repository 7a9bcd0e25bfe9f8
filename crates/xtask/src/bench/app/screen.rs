//! What is on the screen, pixel by pixel, read where the X server keeps it.

use std::{
    fs::File,
    os::unix::fs::FileExt,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use porchlight_testbed::VirtualDesktop;

/// Between two looks.
const BLINK: Duration = Duration::from_millis(4);
/// A screen that has not changed for this long is finished.
const STILL: Duration = Duration::from_secs(2);

/// Of the pixels that differ, one stretch in so many is looked at: looking must not take the processor from what is
/// measured. Odd, so that with a few stretches a line they lie in all of its parts.
const EVERY: usize = 17;
/// Bytes of a stretch: a few hundred pixels of one line.
const STRETCH: usize = 1024;
const PIXEL: usize = 4;

/// The screen of a virtual desktop.
pub(crate) struct Screen {
    file: File,
    size: usize,
}

/// One look at it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Picture(Vec<u8>);

/// Pixels by which two pictures differ, as they are in the second, in stretches of a line.
pub(crate) struct Difference(Vec<Stretch>);

struct Stretch {
    at: u64,
    after: Vec<u8>,
    /// Where in it the pixels begin that differ.
    places: Vec<usize>,
}

impl Screen {
    pub(crate) fn of(desktop: &VirtualDesktop) -> Result<Self> {
        let file = File::open(desktop.pixels()).context("Xvfb keeps no screen")?;
        let size = usize::try_from(file.metadata()?.len())?;
        Ok(Self { file, size })
    }

    pub(crate) fn look(&self) -> Result<Picture> {
        let mut pixels = vec![0; self.size];
        self.file.read_exact_at(&mut pixels, 0)?;
        Ok(Picture(pixels))
    }

    /// Waits until nothing changes any more.
    pub(crate) fn finished(&self, patience: Duration) -> Result<Picture> {
        let deadline = Instant::now() + patience;
        let mut last = self.look()?;
        let mut since = Instant::now();
        while since.elapsed() < STILL {
            thread::sleep(BLINK);
            let now = self.look()?;
            if now != last {
                (last, since) = (now, Instant::now());
            }
            if Instant::now() > deadline {
                bail!("the screen never came to rest");
            }
        }
        Ok(last)
    }

    /// Waits until the screen shows that share of the pixels of a difference.
    pub(crate) fn shows(
        &self,
        difference: &Difference,
        share: f64,
        patience: Duration,
    ) -> Result<Instant> {
        let deadline = Instant::now() + patience;
        loop {
            let seen = difference.seen_on(&self.file)?;
            if seen >= share {
                return Ok(Instant::now());
            }
            if Instant::now() > deadline {
                bail!(
                    "after {patience:?} the screen shows only {:.0} % of what it should",
                    seen * 100.0
                );
            }
            thread::sleep(BLINK);
        }
    }
}

impl Difference {
    pub(crate) fn between(before: &Picture, after: &Picture) -> Self {
        let stretches = before.0.chunks(STRETCH).zip(after.0.chunks(STRETCH));
        let differing = (0..).step_by(STRETCH).zip(stretches);
        let differing = differing.filter_map(|(at, (before, after))| {
            let pixels = before.chunks(PIXEL).zip(after.chunks(PIXEL)).enumerate();
            let places: Vec<_> = pixels
                .filter(|(_, (before, after))| before != after)
                .map(|(nth, _)| nth * PIXEL)
                .collect();
            (!places.is_empty()).then(|| Stretch {
                at,
                after: after.to_vec(),
                places,
            })
        });
        Self(differing.step_by(EVERY).collect())
    }

    /// How many pixels are looked at.
    pub(crate) fn size(&self) -> usize {
        self.0.iter().map(|stretch| stretch.places.len()).sum()
    }

    /// The share of them that the screen shows.
    fn seen_on(&self, screen: &File) -> Result<f64> {
        let mut now = [0; STRETCH];
        let mut seen = 0;
        for stretch in &self.0 {
            let now = &mut now[..stretch.after.len()];
            screen.read_exact_at(now, stretch.at)?;
            let is_there =
                |&&place: &&usize| now[place..place + PIXEL] == stretch.after[place..place + PIXEL];
            seen += stretch.places.iter().filter(is_there).count();
        }
        let number = |pixels: usize| u32::try_from(pixels).map_or(f64::INFINITY, f64::from);
        Ok(number(seen) / number(self.size().max(1)))
    }
}
