//! What tells a finding from all others of its pages, and stays when rows move: for lists of known findings, and for
//! services that remember which finding they have shown.
//!
//! A fingerprint is made of the code, the name of the page, the dataset, the record and the field. A finding about a record as a whole
//! has no more, so that it stays whatever else the record says. Any other one has the text at its place in addition, its first line with
//! every run of blanks as one, so that the items of a list are told from each other; and one that has no place, or is about a dataset as a
//! whole, has its message. No line and no column is part of it. Findings that are equal in all that are
//! numbered in the order of the pages. What a severity or a message says may change without making another finding of it.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::diagnostic::Diagnostic;
use crate::source::SourceMap;

/// How many bytes of the hash are kept: two of a million findings are mixed up with a chance of one in 10²⁶.
const LENGTH: usize = 16;

/// One fingerprint per finding, in the order of the findings: 32 hexadecimal digits, a colon, and the number among equal
/// ones, from 1. No two are the same.
///
/// ```
/// use rowmill::report::fingerprints;
/// use rowmill::{Diagnostic, Severity, SourceMap, Span};
///
/// let fingerprint = |page: &str, at: usize| {
///     let mut sources = SourceMap::new();
///     let page = sources.add("page.md", page);
///     let found = Diagnostic::new("missing-cell", Severity::Warning, "odd", Span::new(page, at..at + 5));
///     fingerprints(&[found], &sources).remove(0)
/// };
/// assert_eq!(fingerprint("| a |\n", 0), fingerprint("# Moved\n\n| a |\n", 9));
/// ```
pub fn fingerprints(findings: &[Diagnostic], sources: &SourceMap) -> Vec<String> {
    let hashes: Vec<String> = findings.iter().map(|finding| hash(finding, sources)).collect();
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|&index| findings[index].span.map(|span| (span.source, span.start(), span.end())));
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut numbers = vec![0; findings.len()];
    for index in order {
        let count = seen.entry(&hashes[index]).or_default();
        *count += 1;
        numbers[index] = *count;
    }
    hashes.iter().zip(numbers).map(|(hash, number)| format!("{hash}:{number}")).collect()
}

fn hash(finding: &Diagnostic, sources: &SourceMap) -> String {
    let mut hash = Sha256::new();
    let mut add = |part: Option<&str>| {
        // A missing part is not an empty one, and no two parts run into each other.
        let length = part.map_or(u64::MAX, |part| u64::try_from(part.len()).unwrap_or(u64::MAX));
        hash.update(length.to_le_bytes());
        hash.update(part.unwrap_or("").as_bytes());
    };
    add(Some(finding.code));
    add(finding.span.map(|span| sources.file(span.source).name()));
    for part in [&finding.dataset, &finding.record, &finding.field] {
        add(part.as_deref());
    }
    if finding.record.is_none() || finding.field.is_some() {
        add(Some(&text(finding, sources)));
    }
    // A finding about all records says how many, and another number is another finding.
    if finding.dataset.is_some() && finding.record.is_none() && finding.field.is_none() {
        add(Some(&finding.message));
    }
    hash.finalize()[..LENGTH].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first line of what the finding is about, in words.
fn text(finding: &Diagnostic, sources: &SourceMap) -> String {
    let text = finding.span.map_or(finding.message.as_str(), |span| sources.text(span));
    let line = text.trim_start().split(['\n', '\r']).next().unwrap_or("");
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::source::Span;

    /// The fingerprints of findings at each part of a page that stands in brackets, changed by `make`.
    fn prints(path: &str, marked: &str, make: impl Fn(Diagnostic) -> Diagnostic) -> Vec<String> {
        let mut sources = SourceMap::new();
        let page = sources.add(path, marked);
        let starts = marked.match_indices('[').map(|(at, _)| at + 1);
        let spans = starts.map(|start| start..start + marked[start..].find(']').expect("a ]"));
        let findings: Vec<Diagnostic> =
            spans.map(|span| make(Diagnostic::new("a-code", Severity::Error, "odd", Span::new(page, span)))).collect();
        fingerprints(&findings, &sources)
    }

    fn about(record: &str, field: &str) -> impl Fn(Diagnostic) -> Diagnostic {
        move |finding| finding.in_dataset("cities").about(Some(record.to_owned()), field)
    }

    #[test]
    fn it_does_not_move_with_the_line() {
        assert_eq!(prints("a.md", "[Oslo]", |f| f), prints("a.md", "# More\n\nlines [Oslo]", |f| f));
        assert_eq!(prints("a.md", "[Oslo  x\tis]", |f| f), prints("a.md", "[ Oslo x is\r\nand more]", |f| f));
        let whole = |finding: Diagnostic| Diagnostic { record: Some("Oslo".into()), ..finding.in_dataset("cities") };
        assert_eq!(prints("a.md", "[| Oslo |]", whole), prints("a.md", "\n[| Oslo | 1 |]", whole));
    }

    #[test]
    fn each_part_of_the_identity_counts() {
        let all = [
            prints("a.md", "[Oslo]", |f| f),
            prints("b.md", "[Oslo]", |f| f),
            prints("a.md", "[Bergen]", |f| f),
            prints("a.md", "[Oslo]", |f| Diagnostic { code: "b-code", ..f }),
            prints("a.md", "[Oslo]", |f| f.in_dataset("cities")),
            prints("a.md", "[Oslo]", about("a", "b")),
            prints("a.md", "[Oslo]", about("ab", "")),
            prints("a.md", "[Oslo]", about("a", "c")),
            prints("a.md", "[Bergen]", about("a", "c")),
            prints("a.md", "[Oslo]", |f| Diagnostic { span: None, ..f }),
            prints("a.md", "[Oslo]", |f| Diagnostic { span: None, message: "even".into(), ..f }),
        ];
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len(), "{all:?}");
    }

    #[test]
    fn what_may_be_said_otherwise_does_not_count() {
        let say = |f: Diagnostic| Diagnostic { severity: Severity::Note, message: "put better".into(), ..f };
        assert_eq!(prints("a.md", "[Oslo]", |f| f), prints("a.md", "[Oslo]", |f| say(f).with_help("try")));
    }

    #[test]
    fn equal_ones_are_numbered_in_the_order_of_the_page() {
        let mut sources = SourceMap::new();
        let page = sources.add("a.md", "x x x");
        let at = |at: usize| Diagnostic::new("a-code", Severity::Error, "odd", Span::new(page, at..at + 1));
        let prints = fingerprints(&[at(4), at(0), at(2)], &sources);
        let numbers: Vec<&str> = prints.iter().filter_map(|print| print.split(':').nth(1)).collect();
        assert_eq!(numbers, ["3", "1", "2"]);
        assert!(fingerprints(&[], &sources).is_empty());
    }
}
