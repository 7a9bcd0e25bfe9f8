//! Where the window was when it was last closed, and how large.

use std::{fs, path::Path};

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Window};

const FILE: &str = "window.json";

/// In logical pixels. Without a position the window is centred.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) width: f64,
    pub(crate) height: f64,
    position: Option<(f64, f64)>,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            width: 380.0,
            height: 600.0,
            position: None,
        }
    }
}

impl Place {
    /// None at the first time, and where the file cannot be read.
    pub(crate) fn recall(state_dir: &Path) -> Option<Self> {
        let text = fs::read_to_string(state_dir.join(FILE)).ok()?;
        let place: Self = serde_json::from_str(&text).ok()?;
        let sensible = |length: f64| (100.0..10_000.0).contains(&length);
        (sensible(place.width) && sensible(place.height)).then_some(place)
    }

    /// Where this window is now; none when it cannot tell.
    pub(crate) fn of(window: &Window) -> Option<Self> {
        let scale = window.scale_factor().ok()?;
        let size = window.inner_size().ok()?.to_logical::<f64>(scale);
        let position = window
            .outer_position()
            .ok()
            .map(|place| place.to_logical::<f64>(scale));
        Some(Self {
            width: size.width,
            height: size.height,
            position: position.map(|at| (at.x, at.y)),
        })
    }

    /// Losing it is no reason to bother anybody.
    pub(crate) fn remember(self, state_dir: &Path) {
        let written = serde_json::to_string(&self)
            .map_err(std::io::Error::from)
            .and_then(|text| {
                fs::create_dir_all(state_dir)?;
                let draft = state_dir.join(format!("{FILE}.new"));
                fs::write(&draft, text)?;
                fs::rename(draft, state_dir.join(FILE))
            });
        if let Err(error) = written {
            tracing::debug!(%error, "the window's place is not remembered");
        }
    }

    /// The position, if its title bar would be on a monitor that is there today.
    pub(crate) fn position(self, app: &AppHandle) -> Option<(f64, f64)> {
        let (x, y) = self.position?;
        let seen = app.available_monitors().ok()?.iter().any(|monitor| {
            let scale = monitor.scale_factor();
            let (at, size) = (
                monitor.position().to_logical::<f64>(scale),
                monitor.size().to_logical::<f64>(scale),
            );
            let middle = x + self.width / 2.0;
            (at.x..at.x + size.width).contains(&middle)
                && (at.y..at.y + size.height - 40.0).contains(&y)
        });
        seen.then_some((x, y))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_comes_back_as_it_was_left() {
        let state_dir = tempfile::tempdir().unwrap();
        let place = Place {
            width: 420.0,
            height: 700.0,
            position: Some((10.0, 20.0)),
        };

        place.remember(state_dir.path());

        assert_eq!(Place::recall(state_dir.path()), Some(place));
    }

    #[test]
    fn a_damaged_or_absurd_file_is_as_good_as_none() {
        let state_dir = tempfile::tempdir().unwrap();
        let file = state_dir.path().join(FILE);

        for text in ["", "{", r#"{"width": 0, "height": 600, "position": null}"#] {
            fs::write(&file, text).unwrap();
            assert_eq!(Place::recall(state_dir.path()), None, "{text}");
        }
    }
}
