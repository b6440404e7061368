//! A list of findings that the style `json` wrote, read back as the set of what is known.
//!
//! Of each finding it takes the fingerprint, and knows nothing else of it. Another version of the list is an error: its
//! fingerprints may be made in another way, and every finding would count as new.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::json::VERSION;
use crate::error::{Error, ErrorKind, Result};
use crate::json;

/// The fingerprints in a list of findings. `name` is what the user calls the list.
///
/// # Errors
///
/// When the text is no such list, or one of another version.
///
/// ```
/// use rowmill::report::read_baseline;
///
/// let known = read_baseline("known.json", r#"{"version": 1, "findings": [{"fingerprint": "5d0f:1"}]}"#)?;
/// assert!(known.contains("5d0f:1"));
/// # Ok::<(), rowmill::Error>(())
/// ```
pub fn read_baseline(name: &str, text: &str) -> Result<BTreeSet<String>> {
    let list: Json = json::parse(text).map_err(|fault| unlike(name, &format!("it is no JSON: {fault}")))?;
    match list.get("version").and_then(Json::as_u64) {
        Some(version) if version == u64::from(VERSION) => {}
        Some(version) => return Err(unlike(name, &format!("it has version {version}, and {VERSION} was expected"))),
        None => return Err(unlike(name, "it has no `version`")),
    }
    let findings = list.get("findings").and_then(Json::as_array).ok_or_else(|| unlike(name, "it has no `findings`"))?;
    let fingerprints = findings.iter().enumerate().map(|(index, finding)| {
        let fingerprint = finding.get("fingerprint").and_then(Json::as_str).map(str::to_owned);
        fingerprint.ok_or_else(|| unlike(name, &format!("finding {} has no `fingerprint`", index + 1)))
    });
    fingerprints.collect()
}

fn unlike(name: &str, why: &str) -> Error {
    let message = format!("is no list of findings: {why}");
    Error::new(ErrorKind::Stored { path: name.to_owned(), message })
        .with_help(format!("`rowmill check --style json > {name}` writes one"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Severity};
    use crate::report::{Appearance, Report, Style, fingerprints};
    use crate::source::SourceMap;

    fn check(text: &str, expected: &str) {
        let error = read_baseline("known.json", text).expect_err("it is no list");
        assert!(error.to_string().contains(expected), "{error}");
    }

    #[test]
    fn another_text_is_an_error() {
        check("", "it is no JSON");
        check("[]", "it has no `version`");
        check(
            "{\"version\": 1,\n \"version\": 1}",
            "it is no JSON: line 2, column 2: the key `version` stands here twice",
        );
        check(r#"{"version": 2, "findings": []}"#, "it has version 2, and 1 was expected");
        check(r#"{"version": 1}"#, "it has no `findings`");
        check(r#"{"version": 1, "findings": [{"fingerprint": "a:1"}, {}]}"#, "finding 2 has no `fingerprint`");
    }

    #[test]
    fn what_was_written_is_known() {
        let sources = SourceMap::new();
        let findings = ["one", "two", "one"].map(|text| Diagnostic::new("a-code", Severity::Error, text, None));
        let mut written = Vec::new();
        let json = Style::named("json").expect("a style");
        (json.write)(&Report::new(&findings, &sources), &mut written, Appearance::default()).expect("memory");
        let known = read_baseline("known.json", std::str::from_utf8(&written).expect("UTF-8")).expect("it is a list");
        assert_eq!(known, fingerprints(&findings, &sources).into_iter().collect());
    }
}
