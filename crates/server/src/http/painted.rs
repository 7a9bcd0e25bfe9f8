//! What pages show before their script runs, and all they show where none does: who is online, to read, and a form to
//! sign in by.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Mutex, PoisonError},
};

use axum::http::{HeaderMap, header};
use chrono_tz::Tz;
use porchlight_core::{
    locale::{Clock, Direction, Locale, SystemLocale},
    words::{Calendar, Names, colleague},
};
use porchlight_protocol::{Me, OfficePresence, Status, Timestamp};

/// The languages that browsers asked for: to read one takes far longer than to say a page in it.
static SPOKEN: Mutex<BTreeMap<String, Locale>> = Mutex::new(BTreeMap::new());

/// How many of them are kept. There are fewer regions in which a team's people live.
const MOST_SPOKEN: usize = 32;

/// The language that a browser likes best.
pub(super) fn locale(headers: &HeaderMap) -> Locale {
    let accepted = headers.get(header::ACCEPT_LANGUAGE);
    let accepted = accepted.and_then(|value| value.to_str().ok());
    // The best come first, whatever weight they give.
    let mut tags = accepted.unwrap_or_default().split(',').take(16);
    let tag = tags.find_map(spoken);
    let mut known = SPOKEN.lock().unwrap_or_else(PoisonError::into_inner);
    let key = tag.clone().unwrap_or_default();
    if let Some(locale) = known.get(&key) {
        return locale.clone();
    }
    let system = SystemLocale {
        languages: tag.into_iter().collect(),
        formats: None,
    };
    let locale = Locale::new(&system, "system", Clock::System);
    if known.len() >= MOST_SPOKEN {
        known.clear();
    }
    known.insert(key, locale.clone());
    locale
}

/// What of a range in `Accept-Language` makes a difference, if its language is spoken: `pt-BR` of ` pt-Latn-br;q=0.8`.
fn spoken(range: &str) -> Option<String> {
    let tag = range.split(';').next()?.trim();
    let mut parts = tag.split('-');
    let language = parts.next()?.to_ascii_lowercase();
    Locale::languages().find(|known| **known == *language)?;
    let is_region = |part: &&str| match part.len() {
        2 => part.bytes().all(|byte| byte.is_ascii_alphabetic()),
        3 => part.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    };
    Some(match parts.find(is_region) {
        Some(region) => format!("{language}-{}", region.to_ascii_uppercase()),
        None => language,
    })
}

/// A page with this in the place of its content, in this language.
pub(super) fn page(html: &str, locale: &Locale, content: &str) -> String {
    let direction = match locale.direction() {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    };
    let lang = format!("lang=\"{}\" dir=\"{direction}\"", locale.language());
    html.replacen("lang=\"en\" dir=\"ltr\"", &lang, 1)
        .replacen("<!--painted-->", content, 1)
}

/// A form to sign in by, with what went wrong the last time.
pub(super) fn sign_in(locale: &Locale, problem: Option<&str>, next: &str) -> String {
    let words = locale.messages();
    let problem = problem.map(|code| words.server_problem(code));
    let problem = problem.map_or_else(String::new, |text| {
        format!("<p class=\"said bad\">{}</p>", escaped(&text))
    });
    let title = escaped(&words.server_sign_in());
    let field = |label: &str, kind: &str, autocomplete: &str| {
        let label = escaped(label);
        format!(
            "<label class=\"field\"><span>{label}</span><input class=\"input\" type=\"{kind}\" name=\"{kind}\" \
             autocomplete=\"{autocomplete}\" required></label>"
        )
    };
    let email = field(&words.server_email(), "email", "username");
    let password = field(&words.server_password(), "password", "current-password");
    let remember = escaped(&words.server_remember());
    format!(
        "<main class=\"narrow\"><form class=\"card pad\" method=\"post\" action=\"/sign-in\"><h1>{title}</h1>{problem}{email}\
         {password}<label class=\"check\"><input type=\"checkbox\" name=\"remember\"> <span>{remember}</span></label>\
         <input type=\"hidden\" name=\"next\" value=\"{}\"><button class=\"button main\" type=\"submit\">{title}</button></form>\
         </main>",
        escaped(next)
    )
}

/// Her offices and who is there.
pub(super) fn online(
    locale: &Locale,
    me: &Me,
    offices: &[OfficePresence],
    now: Timestamp,
) -> String {
    let words = locale.messages();
    let zone = me.schedule.as_ref().map(|schedule| schedule.zone.as_str());
    let zone = zone
        .map(str::to_owned)
        .or_else(|| iana_time_zone::get_timezone().ok());
    let zone = zone.and_then(|zone| zone.parse().ok()).unwrap_or(Tz::UTC);
    let calendar = Calendar { locale, now, zone };
    let mut html = format!(
        "<main class=\"page\"><h1>{}</h1><p class=\"hint\">{}</p>",
        escaped(&words.server_online()),
        escaped(&words.server_as_of(calendar.clock(now)))
    );
    if offices.is_empty() {
        let sentence = escaped(&words.server_no_office());
        let _ = write!(html, "<p class=\"empty\">{sentence}</p>");
    }
    for office in offices {
        paint_office(&mut html, office, calendar, me);
    }
    let _ = write!(
        html,
        "<form method=\"post\" action=\"/sign-out\"><button class=\"button\" type=\"submit\">{}</button></form></main>",
        escaped(&words.server_sign_out())
    );
    html
}

fn paint_office(html: &mut String, office: &OfficePresence, calendar: Calendar<'_>, me: &Me) {
    let locale = calendar.locale;
    let words = locale.messages();
    let known = office.agents.iter();
    let names = Names::new(
        Some(&me.agent.id),
        known.map(|agent| (&agent.id, agent.name.as_str())),
    );
    // Writing to memory cannot fail.
    let _ = write!(
        html,
        "<section class=\"card pad\"><h2>{}</h2><p>{}</p><ul>",
        escaped(&office.name),
        escaped(&words.server_count(office.available))
    );
    for agent in &office.agents {
        let status = match agent.status {
            Status::Available => "available",
            Status::Away => "away",
            Status::Offline => "offline",
        };
        let mut parts = vec![words.server_status(status)];
        parts.push(colleague(locale, &agent.id, &agent.cause, &names));
        parts.extend(agent.since.map(|since| calendar.since_day(since)));
        parts.retain(|part| !part.is_empty());
        let parts = escaped(&parts.join(", "));
        let _ = write!(html, "<li>{}: {parts}</li>", escaped(&agent.name));
    }
    html.push_str("</ul></section>");
}

/// What a page says that does nothing without its script.
pub(super) fn needs_script(locale: &Locale) -> String {
    let sentence = escaped(&locale.messages().server_needs_script());
    format!("<noscript><p class=\"empty\">{sentence}</p></noscript>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_speaks_the_first_language_of_a_browser_that_is_spoken() {
        for (accepted, language, formats) in [
            ("de-AT,de;q=0.9,en;q=0.8", "de", "de-AT"),
            ("nl, PT-latn-br;q=0.8, en", "pt", "pt-BR"),
            ("es-419", "es", "es-419"),
            ("en-US-x-anything", "en", "en-US"),
            ("nl-BE, *;q=0.1", "en", "en-GB"),
            ("", "en", "en-GB"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, accepted.parse().unwrap());
            // The second time from memory.
            for _ in 0..2 {
                let locale = locale(&headers);
                assert_eq!(locale.language(), language, "{accepted}");
                assert_eq!(locale.formats(), formats, "{accepted}");
            }
        }
    }

    #[test]
    fn however_many_regions_are_asked_for_few_are_kept() {
        for region in b'A'..=b'Z' {
            for other in [b'A', b'B'] {
                let tag = format!("en-{}{}", char::from(region), char::from(other));
                let mut headers = HeaderMap::new();
                headers.insert(header::ACCEPT_LANGUAGE, tag.parse().unwrap());
                locale(&headers);
                assert!(SPOKEN.lock().unwrap().len() <= MOST_SPOKEN);
            }
        }
    }
}
