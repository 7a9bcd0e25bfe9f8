//! What pages show before their script runs, and all they show where none does: who is online, to read, and a form to
//! sign in by.

use std::fmt::Write as _;

use axum::http::{HeaderMap, header};
use chrono_tz::Tz;
use porchlight_core::{
    locale::{Clock, Direction, Locale, SystemLocale},
    words::{Calendar, Names, colleague},
};
use porchlight_protocol::{Me, OfficePresence, Status, Timestamp};

/// The language that a browser likes best.
pub(super) fn locale(headers: &HeaderMap) -> Locale {
    let accepted = headers.get(header::ACCEPT_LANGUAGE);
    let accepted = accepted.and_then(|value| value.to_str().ok());
    // The best come first, whatever weight they give.
    let tags = accepted.unwrap_or_default().split(',').take(16);
    let languages = tags
        .filter_map(|tag| tag.split(';').next())
        .map(|tag| tag.trim().to_owned())
        .filter(|tag| !tag.is_empty());
    let system = SystemLocale {
        languages: languages.collect(),
        formats: None,
    };
    Locale::new(&system, "system", Clock::System)
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
