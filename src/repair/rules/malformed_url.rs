//! The address of a link whose scheme is misspelled.

use crate::repair::{Evidence, Grade, RepairRule, Verdicts};
use crate::similarity::distance;

pub(super) const RULE: RepairRule = RepairRule {
    name: "malformed-url",
    summary: "the scheme of an address is misspelled",
    explanation: "\
An address that starts with a slip for `http://` or `https://` leads to a path below the page.

Before: `[Equinix](htps://equinix.example)` or `[Equinix](https//equinix.example)`
After:  `[Equinix](https://equinix.example)`

It is safe where the colon or a slash is missing or doubled, or a whole scheme stands there twice, and suggested where a letter of the scheme is wrong. It abstains
where the rest is no host with a point, and for schemes of other kinds.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for place in evidence.links() {
        // What a bare address reads like is for the page's readers to see.
        let is_written = evidence.sources.text(place.link.url_span) == place.link.url;
        let Some((url, grade, fault)) = mended(&place.link.url).filter(|_| is_written) else { continue };
        verdicts.propose(place.lead_to(grade, &url, fault));
    }
    verdicts
}

/// The address with its scheme put right.
fn mended(url: &str) -> Option<(String, Grade, String)> {
    let scheme_end = url.find(|character: char| !character.is_ascii_alphabetic())?;
    let (scheme, rest) = url.split_at(scheme_end);
    let lower = scheme.to_ascii_lowercase();
    let after_colon = rest.trim_start_matches([':', ';', '/', '\\']);
    let separator = &rest[..rest.len() - after_colon.len()];
    let is_known = matches!(lower.as_str(), "http" | "https");
    if is_known && separator == "://" {
        let inner = ["http://", "https://", "http//", "https//", "http:/", "https:/"]
            .iter()
            .find(|twice| after_colon.starts_with(**twice))?;
        let (host, scheme) = (after_colon[inner.len()..].trim_start_matches('/'), inner.trim_end_matches([':', '/']));
        return has_host(host)
            .then(|| (format!("{scheme}://{host}"), Grade::Safe, "the scheme stands there twice".to_owned()));
    }
    if !has_host(after_colon) || !(separator.contains("//") || separator == ":/") {
        return None;
    }
    if is_known {
        let reason = format!("`{lower}{separator}` is no scheme; `{lower}://` is");
        return Some((format!("{lower}://{after_colon}"), Grade::Safe, reason));
    }
    if separator != "://" || lower.len() < 3 {
        return None;
    }
    let near = ["https", "http"].into_iter().find(|known| distance(&lower, known, 1).is_some())?;
    let reason = format!("`{scheme}` is no scheme, and one letter away from `{near}`");
    Some((format!("{near}://{after_colon}"), Grade::Suggested, reason))
}

/// Whether a host with a point starts a text.
fn has_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#', ':']).next().unwrap_or("");
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|character| character.is_alphanumeric() || character == '-')
    };
    host.contains('.') && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: Option<&str>) {
        assert_eq!(mended(url).as_ref().map(|(url, ..)| url.as_str()), expected, "{url}");
    }

    #[test]
    fn slips_in_a_scheme_are_mended() {
        check("http//e.example/a", Some("http://e.example/a"));
        check("https:/e.example", Some("https://e.example"));
        check("https:///e.example", Some("https://e.example"));
        check("htps://e.example", Some("https://e.example"));
        check("htp://e.example", Some("http://e.example"));
        check("https://https://e.example", Some("https://e.example"));
        check("http://https//e.example", Some("https://e.example"));
    }

    #[test]
    fn a_host_has_a_point_and_labels_of_letters_digits_and_hyphens() {
        let check = |text: &str, expected: bool| assert_eq!(has_host(text), expected, "{text}");
        ["e.example", "e-1.example:80", "e.é/a_b", "e.example?a..b", "e.example#_"]
            .iter()
            .for_each(|host| check(host, true));
        ["", "local", "local/a.b", ".example", "e..example", "e.example.", "e_1.example", "e.ex ample"]
            .iter()
            .for_each(|host| check(host, false));
    }

    #[test]
    fn other_addresses_stay() {
        for url in [
            "https://e.example/a",
            "http/request.md",
            "/http/x.md",
            "ftp://e.example",
            "https.md",
            "hxxps/x.md",
            "ssh://git@e.example",
            "https://web.example/http://e.example",
            "http://localhost",
            "mailto:a@e.example",
            "",
            "docs/http//x",
            "HTTPS://e.example",
        ] {
            check(url, None);
        }
    }
}
