//! What fits into a tooltip.

use std::borrow::Cow;

/// How many UTF-16 units Windows takes; what is longer it would cut anywhere, also in the middle of a character.
const MOST: usize = 127;
const ELLIPSIS: char = '…';

/// The text, or as much of it as Windows shows, with an ellipsis in place of the rest. Elsewhere all of it.
pub(super) fn fitting(text: &str) -> Cow<'_, str> {
    if cfg!(windows) {
        shortened(text, MOST)
    } else {
        Cow::Borrowed(text)
    }
}

fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    if text.encode_utf16().count() <= most {
        return Cow::Borrowed(text);
    }
    let mut room = most - ELLIPSIS.len_utf16();
    let fits = |character: &char| match room.checked_sub(character.len_utf16()) {
        Some(left) => {
            room = left;
            true
        }
        None => false,
    };
    let kept: String = text.chars().take_while(fits).collect();
    Cow::Owned(format!("{}{ELLIPSIS}", kept.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_fits_is_left_alone() {
        let text = "a".repeat(MOST);
        assert_eq!(shortened(&text, MOST), text);
    }

    #[test]
    fn a_longer_one_ends_in_an_ellipsis_and_within_the_units_that_windows_takes() {
        let text = "Available everywhere · ".repeat(9);
        let short = shortened(&text, MOST);
        assert!(short.encode_utf16().count() <= MOST);
        assert!(
            text.starts_with(short.strip_suffix(ELLIPSIS).unwrap()),
            "{short}"
        );
    }

    #[test]
    fn no_character_of_two_units_is_cut_in_two() {
        // Of two units each: 63 of them are 126, and the ellipsis is the 127th.
        let text = "\u{1f3ee}".repeat(70);
        assert_eq!(
            shortened(&text, MOST),
            format!("{}…", "\u{1f3ee}".repeat(63))
        );
        assert_eq!(
            shortened(&text, MOST - 1),
            format!("{}…", "\u{1f3ee}".repeat(62))
        );
    }
}
