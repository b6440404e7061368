//! A link that can lead nowhere, whatever stands at its end.

use fluent_uri::IriRef;

use crate::check::{Check, Judged, Link};
use crate::diagnostic::{Diagnostic, Severity};
use crate::similarity::distance;

pub(super) const CHECK: Check = Check {
    name: "invalid-link",
    summary: "a link in a cell cannot lead anywhere",
    explanation: "\
The address of a link is judged by its text alone; nothing is fetched. It is a finding where the address is none by RFC 3986 and RFC 3987, such as
one with a blank; where it has no host, a scheme twice, or one that is nearly `https`; and where it would run something, as `javascript:` does.

Before: `[status](htps://status.example)`
After:  `[status](https://status.example)`

Addresses with a placeholder, such as `{{ base }}/status`, are made later and left alone.",
    run,
};

/// The schemes whose address needs a host.
const WEB_SCHEMES: [&str; 4] = ["http", "https", "ftp", "ftps"];

/// The schemes that run what follows, or show it as a page.
const RUNNING_SCHEMES: [&str; 3] = ["javascript", "vbscript", "data"];

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    judged.links.iter().filter_map(finding).collect()
}

fn finding(link: &Link) -> Option<Diagnostic> {
    let (reason, help) = fault(&link.url)?;
    let message = format!("the address `{}` {reason}", link.url);
    let finding = Diagnostic::new("invalid-link", Severity::Warning, message, link.span).in_dataset(&link.dataset);
    Some(finding.about(None, &link.field).with_help(help))
}

/// What is wrong with an address, and how to go on.
fn fault(url: &str) -> Option<(String, String)> {
    if ["{{", "{%", "<%", "${"].iter().any(|placeholder| url.contains(placeholder)) {
        return None;
    }
    let parsed = match IriRef::parse(url) {
        Ok(parsed) => parsed,
        Err(error) => return Some(unparsed(url, error.index())),
    };
    let scheme = parsed.scheme()?.as_str().to_ascii_lowercase();
    if RUNNING_SCHEMES.contains(&scheme.as_str()) {
        return Some((format!("runs or shows what it holds (`{scheme}:`)"), "link to a page instead".to_owned()));
    }
    if let Some(meant) = WEB_SCHEMES.iter().find(|meant| is_slip(&scheme, meant)) {
        return Some((format!("has the scheme `{scheme}`, which there is not"), format!("did you mean `{meant}`?")));
    }
    let rest = &url[scheme.len() + 1..];
    if !WEB_SCHEMES.contains(&scheme.as_str()) {
        return None;
    }
    let host = parsed.authority().map(|authority| authority.host().to_owned()).unwrap_or_default();
    if host.is_empty() {
        return Some(("has no host".to_owned(), format!("expected `{scheme}://` and the name of a host")));
    }
    let is_doubled = WEB_SCHEMES.iter().any(|scheme| host.eq_ignore_ascii_case(scheme));
    (is_doubled && rest.len() > 2 + host.len())
        .then(|| ("has a scheme twice".to_owned(), format!("`{}` is what it looks like", rest.trim_start_matches('/'))))
}

/// Whether a scheme is nearly another one: one letter off, and no other that there is.
fn is_slip(scheme: &str, meant: &str) -> bool {
    scheme != meant && !WEB_SCHEMES.contains(&scheme) && scheme.len() > 2 && distance(scheme, meant, 1).is_some()
        && scheme.starts_with(&meant[..1])
        // SFTP is a scheme, and so are those of editors and stores.
        && meant.starts_with("http")
}

fn unparsed(url: &str, index: usize) -> (String, String) {
    let found = url.get(index..).and_then(|rest| rest.chars().next());
    match found {
        Some(found) if found.is_whitespace() => {
            ("has a blank in it".to_owned(), "write `%20` for a blank that belongs there".to_owned())
        }
        Some(found) => (
            format!("is none: `{}` may not stand there", found.escape_debug()),
            "mend it, or percent-encode the character".to_owned(),
        ),
        None => ("is none: it breaks off".to_owned(), "complete it".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, expected: Option<&str>) {
        assert_eq!(fault(url).map(|(reason, _)| reason).as_deref(), expected, "{url}");
    }

    #[test]
    fn what_leads_somewhere_is_left_alone() {
        for url in [
            "https://example.org/a?b=c#d",
            "HTTP://EXAMPLE.ORG",
            "mailto:a@example.org",
            "../other.md#part",
            "#part",
            "",
            "page.md",
            "https://例え.jp/道",
            "tel:+123",
            "xref:System.String",
            "vscode:extension/a.b",
            "sftp://host/x",
            "{{ base }}/a b",
            "//cdn.example.org/x",
            "https://[2001:db8::1]/",
            "https://example.org/a%20b",
            "~/docs/a.md",
            "urn:isbn:123",
            "file:///etc/hosts",
        ] {
            check(url, None);
        }
    }

    #[test]
    fn what_leads_nowhere_is_found() {
        check("htps://example.org", Some("has the scheme `htps`, which there is not"));
        check("htttps://example.org", Some("has the scheme `htttps`, which there is not"));
        check("https:///path", Some("has no host"));
        check("https:example.org", Some("has no host"));
        check("https://https://example.org", Some("has a scheme twice"));
        check("http://https//example.org", Some("has a scheme twice"));
        check("https://example.org/a b", Some("has a blank in it"));
        check("https://example.org/%zz", Some("is none: `%` may not stand there"));
        check("C:\\docs\\page.md", Some("is none: `\\\\` may not stand there"));
        check("JavaScript:alert(1)", Some("runs or shows what it holds (`javascript:`)"));
    }
}
