//! Why the server was not reached, or who answered instead of it.

use std::{error::Error, io};

use porchlight_core::agent::{Failure, Unreachable};
use reqwest::{Response, StatusCode, Url, header};
use rustls::{CertificateError, InvalidMessage};

/// Why something did not get through.
pub(super) fn unreachable(error: &reqwest::Error) -> Failure {
    // Without a connection it is the network that keeps silent, and not the server.
    let timed_out = (error.is_timeout() && !error.is_connect()).then_some(Unreachable::TimedOut);
    let why = timed_out.or_else(|| causes(error).find_map(reason_of));
    let otherwise = if error.is_connect() {
        Unreachable::Network
    } else {
        Unreachable::Broken
    };
    Failure::Unreachable(why.unwrap_or(otherwise))
}

/// Whether somebody else answered: a Porchlight server neither redirects nor shows pages where it is asked for data.
pub(super) fn stranger(response: &Response) -> Option<Unreachable> {
    if response.status() == StatusCode::NETWORK_AUTHENTICATION_REQUIRED {
        return Some(Unreachable::CaptivePortal);
    }
    if response.status().is_redirection() {
        return Some(redirected(response));
    }
    (response.status().is_success() && is_page(response)).then_some(Unreachable::CaptivePortal)
}

/// Whether this is for people to read.
pub(super) fn is_page(response: &Response) -> bool {
    content_type(response).is_some_and(|kind| kind.starts_with("text/html"))
}

pub(super) fn content_type(response: &Response) -> Option<&str> {
    response.headers().get(header::CONTENT_TYPE)?.to_str().ok()
}

/// A server that has moved sends the same call elsewhere; a network that wants a sign-in sends every call to its page.
fn redirected(response: &Response) -> Unreachable {
    let location = response.headers().get(header::LOCATION);
    let Some(location) = location.and_then(|location| location.to_str().ok()) else {
        return Unreachable::Moved { to: None };
    };
    match response.url().join(location) {
        Ok(to) if is_same_call(&to, response.url()) => Unreachable::Moved {
            to: to
                .as_str()
                .rsplit_once("/v1/")
                .map(|(base, _)| base.to_owned()),
        },
        _ => Unreachable::CaptivePortal,
    }
}

/// Whether both name the same call, on whichever server and below whichever path.
fn is_same_call(one: &Url, other: &Url) -> bool {
    let call = |url: &Url| {
        url.path()
            .rsplit_once("/v1/")
            .map(|(_, call)| call.to_owned())
    };
    call(one).is_some_and(|one| call(other) == Some(one))
}

/// The error and what caused it, down to the root. What an I/O error wraps is not among its sources.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| {
        let error: &'a (dyn Error + 'static) = *error;
        match error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(wrapped) => Some(wrapped as &(dyn Error + 'static)),
            None => error.source(),
        }
    })
}

fn reason_of(error: &(dyn Error + 'static)) -> Option<Unreachable> {
    if let Some(error) = error.downcast_ref::<rustls::Error>() {
        return Some(reason_of_tls(error));
    }
    // The resolver's error has no type of its own.
    if error.to_string().starts_with("dns error") {
        return Some(Unreachable::UnknownName);
    }
    let kind = error.downcast_ref::<io::Error>()?.kind();
    (kind == io::ErrorKind::ConnectionRefused).then_some(Unreachable::ConnectionRefused)
}

fn reason_of_tls(error: &rustls::Error) -> Unreachable {
    match error {
        rustls::Error::InvalidCertificate(
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. },
        ) => Unreachable::WrongClock,
        rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => {
            Unreachable::WrongCertificate
        }
        // The first byte is of no record: as the `H` of an answer in plain HTTP.
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => Unreachable::NoTls,
        _ => Unreachable::NotUnderstood,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_that_is_not_valid_now_is_told_from_one_that_is_not_the_servers() {
        for (error, why) in [
            (CertificateError::Expired, Unreachable::WrongClock),
            (CertificateError::NotValidYet, Unreachable::WrongClock),
            (
                CertificateError::UnknownIssuer,
                Unreachable::WrongCertificate,
            ),
            (
                CertificateError::NotValidForName,
                Unreachable::WrongCertificate,
            ),
        ] {
            // As a TLS stream reports it: within an I/O error, which does not name it as its source.
            let error = io::Error::other(rustls::Error::InvalidCertificate(error));
            assert_eq!(causes(&error).find_map(reason_of), Some(why));
        }
    }

    #[test]
    fn the_same_call_elsewhere_is_a_move_and_any_other_page_is_not() {
        let call = Url::parse("https://chat.example.edu/v1/me/activity").unwrap();
        for (to, same) in [
            ("https://new.example.edu/v1/me/activity", true),
            ("https://example.edu/presence/v1/me/activity", true),
            (
                "https://login.hotel.example/?to=chat.example.edu/v1/me/activity",
                false,
            ),
            ("https://chat.example.edu/", false),
        ] {
            assert_eq!(is_same_call(&Url::parse(to).unwrap(), &call), same, "{to}");
        }
    }
}
