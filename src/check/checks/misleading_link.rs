//! A link that names one place and leads to another one.

use fluent_uri::IriRef;

use crate::check::{Check, Judged, Link};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const CHECK: Check = Check {
    name: "misleading-link",
    summary: "a link's text is the address of another host than the one it leads to",
    explanation: "\
A reader who sees an address takes the link to lead there. It is a finding where the text of a link is an address by itself and the link leads to another host; with or without
`www.`, and in any case, a host is the same.

Before: `[https://status.example](https://old.example/status)`
After:  `[https://status.example](https://status.example)`",
    run,
};

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    judged.links.iter().filter_map(finding).collect()
}

fn finding(link: &Link) -> Option<Diagnostic> {
    let label = link.label.as_deref()?.trim();
    let (named, led_to) = (host(label)?, host(&link.url)?);
    if named == led_to {
        return None;
    }
    let message = format!("the link reads `{label}` and leads to `{}`", link.url);
    let finding = Diagnostic::new("misleading-link", Severity::Warning, message, link.span).in_dataset(&link.dataset);
    Some(finding.about(None, &link.field).with_help("write the address that is meant in both places"))
}

/// The host of an address of the web, as hosts compare.
fn host(address: &str) -> Option<String> {
    let parsed = IriRef::parse(address).ok()?;
    let scheme = parsed.scheme()?.as_str().to_ascii_lowercase();
    let host = parsed.authority()?.host().to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    (matches!(scheme.as_str(), "http" | "https") && !host.is_empty()).then_some(host)
}
