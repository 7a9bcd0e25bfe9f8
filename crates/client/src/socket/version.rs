//! Which of two versions comes first.

use semver::Version;

/// Whether the first of two versions comes before the second, as Semantic Versioning orders them: one that is tried out before
/// the release it is for. One that cannot be read comes before none.
pub fn is_older(one: &str, other: &str) -> bool {
    match (Version::parse(one), Version::parse(other)) {
        (Ok(one), Ok(other)) => one.cmp_precedence(&other).is_lt(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_older;

    #[test]
    fn only_an_older_version_is_taken_over_from() {
        for (one, other) in [
            ("0.1.0", "0.2.0"),
            ("0.9.9", "0.10.0"),
            ("0.1.0", "1.0.0-rc1"),
            ("1.0.0-rc1", "1.0.0"),
            ("1.0.0-rc.2", "1.0.0-rc.10"),
        ] {
            assert!(is_older(one, other), "{one} {other}");
            assert!(!is_older(other, one), "{other} {one}");
        }
        assert!(!is_older("0.1.0", "0.1.0"));
        assert!(!is_older("0.1.0+one", "0.1.0+two"));
        assert!(!is_older("", "0.1.0"));
    }
}
