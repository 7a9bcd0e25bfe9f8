//! Whether the window is dark: as the person prefers, and where she prefers neither, as the toolkit is set up to be.

use std::mem::replace;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Shade {
    /// As the toolkit is set up.
    own: bool,
    /// As it is shown.
    dark: bool,
}

impl Shade {
    pub(crate) fn new(own: bool) -> Self {
        Self { own, dark: own }
    }

    /// What to change it to, if the person prefers this from now on; none is no preference.
    pub(crate) fn prefer(&mut self, dark: Option<bool>) -> Option<bool> {
        let dark = dark.unwrap_or(self.own);
        (replace(&mut self.dark, dark) != dark).then_some(dark)
    }
}

#[cfg(test)]
mod tests {
    use super::Shade;

    #[test]
    fn without_a_preference_a_window_is_as_the_toolkit_is_set_up() {
        for own in [true, false] {
            let mut shade = Shade::new(own);
            assert_eq!(shade.prefer(None), None, "nothing is forced");
            assert_eq!(shade.prefer(Some(own)), None);
            assert_eq!(shade.prefer(Some(!own)), Some(!own));
            assert_eq!(shade.prefer(None), Some(own), "and back");
        }
    }
}
