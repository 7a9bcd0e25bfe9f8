//! What is on the screen, pixel by pixel, read where the X server keeps it.

use std::{
    fs::File,
    os::unix::fs::FileExt,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use porchlight_xtask::desktop::VirtualDesktop;

/// Between two looks.
const BLINK: Duration = Duration::from_millis(4);
/// A screen that has not changed for this long is finished.
const STILL: Duration = Duration::from_secs(2);

/// Of the pixels that differ, how few are enough to tell how much of a picture is there.
const EVERY: usize = 16;

/// The screen of a virtual desktop.
pub(crate) struct Screen {
    file: File,
    size: usize,
}

/// One look at it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Picture(Vec<u8>);

/// Pixels by which two pictures differ, as they are in the second.
pub(crate) struct Difference {
    places: Vec<usize>,
    picture: Picture,
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
            let seen = difference.seen_in(&self.look()?);
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
    pub(crate) fn between(before: &Picture, after: Picture) -> Self {
        let pixels = before.0.chunks(4).zip(after.0.chunks(4)).enumerate();
        let places = pixels
            .filter(|(_, (before, after))| before != after)
            .map(|(place, _)| place * 4)
            .step_by(EVERY)
            .collect();
        Self {
            places,
            picture: after,
        }
    }

    /// How many there are.
    pub(crate) fn size(&self) -> usize {
        self.places.len()
    }

    fn seen_in(&self, picture: &Picture) -> f64 {
        let same = |place: &&usize| {
            picture.0.get(**place..**place + 4) == self.picture.0.get(**place..**place + 4)
        };
        let share = |part: usize| u32::try_from(part).map_or(f64::INFINITY, f64::from);
        share(self.places.iter().filter(same).count()) / share(self.size().max(1))
    }
}
