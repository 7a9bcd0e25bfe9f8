//! The indicator as a picture, for where no script runs: e-mail, `<noscript>`, other people's wikis.

use bytes::Bytes;
use porchlight_protocol::PublicOffice;

use super::cached::{ASK_EVERY_TIME, Cacheable};

/// White on either is legible (at least 4.5 to 1), and they differ in brightness and in words, too.
const ONLINE: &str = "#1a7f4b";
const OFFLINE: &str = "#5c6370";

/// Pixels that a letter takes about; the picture makes the text fit, whatever the reader's font.
const LETTER: usize = 7;
/// Pixels before the text, for the light.
const BEFORE: usize = 26;
/// Pixels behind the text.
const BEHIND: usize = 10;

/// The picture of an office.
pub(super) fn badge(office: &PublicOffice) -> Cacheable {
    Cacheable {
        content_type: "image/svg+xml",
        cache_control: ASK_EVERY_TIME,
        body: Bytes::from(svg(office)),
    }
}

fn svg(office: &PublicOffice) -> String {
    let (colour, text, title) = words(office);
    let length = text.chars().count() * LETTER;
    let width = BEFORE + length + BEHIND;
    let light = if office.online {
        r##"<circle cx="14" cy="12" r="5" fill="#fff"/>"##
    } else {
        r##"<circle cx="14" cy="12" r="4" fill="none" stroke="#fff" stroke-width="2"/>"##
    };
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="24" viewBox="0 0 {width} 24" role="img" aria-label="{title}"><title>{title}</title><rect width="{width}" height="24" rx="12" fill="{colour}"/>{light}<text x="{BEFORE}" y="16.5" fill="#fff" font-family="system-ui,Verdana,sans-serif" font-size="13" textLength="{length}" lengthAdjust="spacingAndGlyphs">{text}</text></svg>"##
    )
}

/// Colour, text and title.
fn words(office: &PublicOffice) -> (&'static str, String, String) {
    if !office.online {
        return (OFFLINE, "Offline".to_owned(), "Chat: offline".to_owned());
    }
    let count = office.agents_available;
    let agents = if count == 1 { "agent" } else { "agents" };
    let text = format!("Online · {count}");
    (ONLINE, text, format!("Chat: online, {count} {agents}"))
}
