//! How many findings there are of each severity, and which come first where not all can be shown.
//!
//! Every style that counts or cuts does it with this, so that no two of them tell another number. It knows severities and
//! nothing of how a number is shown.

use std::cmp::Reverse;

use crate::diagnostic::{Diagnostic, Severity};

/// The number of findings of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
}

impl Counts {
    /// The numbers of some findings.
    pub(super) fn of<'f>(findings: impl IntoIterator<Item = &'f Diagnostic>) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            match finding.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Note => counts.notes += 1,
            }
        }
        counts
    }

    /// All of them.
    pub(super) fn all(self) -> usize {
        self.errors + self.warnings + self.notes
    }

    /// `2 errors, 1 note`, or `no findings`.
    pub(super) fn sentence(self) -> String {
        let counted = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let parts: Vec<String> =
            counted.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| plural(count, word)).collect();
        if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
    }
}

/// `1 error`, `2 errors`.
pub(super) fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// The numbers of the findings with the worst first; those of one severity keep their order.
pub(super) fn worst_first(findings: &[Diagnostic]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|&index| Reverse(findings[index].severity));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(severities: &[Severity]) -> Vec<Diagnostic> {
        severities.iter().map(|&severity| Diagnostic::new("a-code", severity, "odd", None)).collect()
    }

    fn check(severities: &[Severity], expected: &str) {
        assert_eq!(Counts::of(&findings(severities)).sentence(), expected);
    }

    #[test]
    fn a_sentence_leaves_out_what_there_is_none_of() {
        check(&[], "no findings");
        check(&[Severity::Error], "1 error");
        check(&[Severity::Note, Severity::Warning, Severity::Warning], "2 warnings, 1 note");
    }

    #[test]
    fn the_worst_comes_first_and_equal_ones_keep_their_order() {
        use Severity::{Error, Note, Warning};
        assert_eq!(worst_first(&findings(&[Note, Warning, Error, Warning, Error])), [2, 4, 1, 3, 0]);
    }
}
