//! Answers that others may keep, and ask for again by their `ETag` (RFC 9110, section 13.1.2).

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use sha2::{Digest as _, Sha256};

/// For what has to be right whenever it is shown: kept, and never used without asking.
pub(super) const ASK_EVERY_TIME: &str = "no-cache";

/// Something that may be kept.
#[derive(Clone, Debug)]
pub(super) struct Cacheable {
    pub content_type: &'static str,
    pub cache_control: &'static str,
    pub body: Bytes,
}

impl Cacheable {
    /// The answer: all of it, or 304 to whoever has it already.
    pub(super) fn answer(self, request: &HeaderMap) -> Response {
        let etag = etag(&self.body);
        let is_known = names(request, &etag);
        let mut response = Response::new(if is_known {
            Body::empty()
        } else {
            Body::from(self.body)
        });
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        for (name, value) in [
            (header::CONTENT_TYPE, self.content_type),
            (header::CACHE_CONTROL, self.cache_control),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if let Ok(etag) = HeaderValue::from_str(&etag) {
            headers.insert(header::ETAG, etag);
        }
        response
    }
}

/// Made of what it names and of nothing else: it tells no more than that, and is the same on every server.
fn etag(body: &[u8]) -> String {
    let hash = Sha256::digest(body);
    let start = hash.first_chunk().copied().map_or(0, u64::from_be_bytes);
    format!("\"{start:016x}\"")
}

/// Whether `If-None-Match` names it. Proxies that compress what they pass on make a tag weak; it is the same still.
fn names(request: &HeaderMap, etag: &str) -> bool {
    request
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|tags| tags.to_str().ok())
        .flat_map(|tags| tags.split(','))
        .map(str::trim)
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(tags: &[&str]) -> StatusCode {
        let mut request = HeaderMap::new();
        for tag in tags {
            request.append(header::IF_NONE_MATCH, tag.parse().unwrap());
        }
        let kept = Cacheable {
            content_type: "text/plain",
            cache_control: ASK_EVERY_TIME,
            body: Bytes::from_static(b"lantern"),
        };
        kept.answer(&request).status()
    }

    #[test]
    fn whoever_has_it_already_is_told_so_in_every_way_of_asking() {
        let tag = etag(b"lantern");
        let weak = format!("W/{tag}");
        let list = format!("\"other\", {weak}");
        for tags in [&[&*tag][..], &[&weak], &[&list], &["*"], &["\"x\"", &tag]] {
            assert_eq!(status(tags), StatusCode::NOT_MODIFIED, "{tags:?}");
        }
        for tags in [&[][..], &["\"other\""], &[&tag[1..]], &[""]] {
            assert_eq!(status(tags), StatusCode::OK, "{tags:?}");
        }
    }
}
