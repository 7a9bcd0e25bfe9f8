//! What a field may be. Each refusal says what to write instead.

use std::collections::BTreeSet;

use porchlight_protocol::{OfficeId, OfflineNotice};

use super::EditError;

/// Bytes of an e-mail address, as RFC 5321 has it.
const LONGEST_ADDRESS: usize = 254;
/// Characters of a name.
const LONGEST_NAME: usize = 100;
/// Characters of an office's id.
const LONGEST_OFFICE_ID: usize = 64;
/// Characters that customers are told.
const LONGEST_OFFLINE_TEXT: usize = 300;
/// Bytes of an address that customers may follow.
const LONGEST_LINK: usize = 500;
/// Web sites of an office.
const MOST_ORIGINS: usize = 50;
/// Characters of a reason.
const LONGEST_REASON: usize = 200;
/// How much of something that makes no sense is repeated to whoever wrote it.
const QUOTED: usize = 80;

pub(super) fn email(email: &str) -> Result<&str, EditError> {
    let email = email.trim();
    let whole = email
        .split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
    let blank = |c: char| c.is_whitespace() || c.is_control();
    if !whole || email.len() > LONGEST_ADDRESS || email.chars().any(blank) {
        return Err(EditError::Invalid {
            field: "email",
            detail: format!("`{}` is no e-mail address.", quoted(email)),
        });
    }
    Ok(email)
}

pub(super) fn name(name: &str) -> Result<&str, EditError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control)
    {
        return Err(EditError::Invalid {
            field: "name",
            detail: format!("A name must have 1 to {LONGEST_NAME} printable characters."),
        });
    }
    Ok(name)
}

pub(super) fn office_id(id: &str) -> Result<OfficeId, EditError> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let length = 1..=LONGEST_OFFICE_ID;
    let hyphen_outside = id.starts_with('-') || id.ends_with('-');
    if !length.contains(&id.len()) || !id.chars().all(fits) || hyphen_outside {
        return Err(EditError::Invalid {
            field: "id",
            detail: format!(
                "`{}` is no id of an office: use up to {LONGEST_OFFICE_ID} lower-case letters, digits and hyphens, such as it-desk.",
                quoted(id)
            ),
        });
    }
    Ok(OfficeId::from(id))
}

/// What customers are told: no markup, and no address that runs a script.
pub(super) fn offline(notice: &OfflineNotice) -> Result<OfflineNotice, EditError> {
    let given = |text: &Option<String>| {
        let text = text.as_deref().map(str::trim);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let (text, link) = (given(&notice.text), given(&notice.link));
    let strange = |text: &String| {
        text.chars().count() > LONGEST_OFFLINE_TEXT || text.chars().any(char::is_control)
    };
    if text.as_ref().is_some_and(strange) {
        return Err(EditError::Invalid {
            field: "offline.text",
            detail: format!(
                "What customers are told must have at most {LONGEST_OFFLINE_TEXT} printable characters."
            ),
        });
    }
    if let Some(link) = link.as_deref().filter(|link| !is_web_address(link)) {
        return Err(EditError::Invalid {
            field: "offline.link",
            detail: format!(
                "`{}` is no address for customers: use one of at most {LONGEST_LINK} characters that begins with https://.",
                quoted(link)
            ),
        });
    }
    Ok(OfflineNotice { text, link })
}

/// Web sites, as browsers name them: in lower case, and without what goes without saying.
pub(super) fn origins(origins: &[String]) -> Result<Vec<String>, EditError> {
    let origins = origins.iter().map(|text| {
        origin(text.trim()).ok_or_else(|| EditError::Invalid {
            field: "origins",
            detail: format!(
                "`{}` names no web site: write it as https://www.example.edu, without a path.",
                quoted(text)
            ),
        })
    });
    let origins: BTreeSet<_> = origins.collect::<Result<_, _>>()?;
    if origins.len() > MOST_ORIGINS {
        return Err(EditError::Invalid {
            field: "origins",
            detail: format!("There are too many web sites; name at most {MOST_ORIGINS}."),
        });
    }
    Ok(origins.into_iter().collect())
}

fn origin(text: &str) -> Option<String> {
    let text = text.strip_suffix('/').unwrap_or(text).to_ascii_lowercase();
    let (scheme, authority) = text.split_once("://")?;
    let fits = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    if !is_web_address(&text) || !authority.chars().all(fits) {
        return None;
    }
    let usual = if scheme == "https" { ":443" } else { ":80" };
    let authority = authority.strip_suffix(usual).unwrap_or(authority);
    Some(format!("{scheme}://{authority}"))
}

/// Where a webhook's requests go. Who it belongs to is proven by signatures, so that no password stands in it.
pub(super) fn receiver(url: &str) -> Result<String, EditError> {
    let url = url.trim();
    let authority = url.split('/').nth(2).unwrap_or_default();
    if !is_web_address(url) || authority.contains('@') || url.contains('#') {
        return Err(EditError::Invalid {
            field: "url",
            detail: format!(
                "`{}` is no address for a webhook: use one of at most {LONGEST_LINK} characters that begins with https:// \
                 and has no password in it.",
                quoted(url)
            ),
        });
    }
    Ok(url.to_owned())
}

fn is_web_address(link: &str) -> bool {
    let rest = link
        .strip_prefix("https://")
        .or_else(|| link.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_graphic() && !"\"'<>\\`{}|^".contains(c);
    let host = rest.and_then(|rest| rest.chars().next());
    link.len() <= LONGEST_LINK
        && link.chars().all(plain)
        && host.is_some_and(|c| c.is_ascii_alphanumeric() || c == '[')
}

/// A reason, if one is given.
pub(crate) fn reason(reason: Option<&str>) -> Result<Option<String>, EditError> {
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    let too_long = |reason: &str| reason.chars().count() > LONGEST_REASON;
    if reason.is_some_and(too_long) {
        return Err(EditError::Invalid {
            field: "reason",
            detail: format!("The reason is too long; use at most {LONGEST_REASON} characters."),
        });
    }
    Ok(reason.map(str::to_owned))
}

pub(super) fn quoted(text: &str) -> String {
    text.chars().take(QUOTED).collect()
}
