//! What a person said of proposals that no label and no damage covers: `fixtures/repair-benchmark/judged.csv`.
//!
//! Its columns are `page,before,after,verdict,why`: the end of the page's path, the texts as a proposal shows them, `right`,
//! `fault` (there is a fault, and the remedy is wrong: right for a report only) or `wrong`, and the reason in a few words. A long
//! text ends in `…`, and its start must match. What the file does not list counts as wrong.

use std::error::Error;
use std::path::Path;

use crate::engine::{Level, Proposed};

/// The verdicts in the order of the file.
pub(crate) struct Judged(Vec<Line>);

/// A line of the file.
struct Line {
    page: String,
    before: String,
    after: String,
    verdict: Verdict,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Right,
    Fault,
    Wrong,
}

impl Judged {
    pub(crate) fn read() -> Result<Self, Box<dyn Error>> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/repair-benchmark/judged.csv");
        let mut judged = Vec::new();
        for record in csv::Reader::from_path(&path)?.records() {
            let record = record?;
            let verdict = match &record[3] {
                "right" => Verdict::Right,
                "fault" => Verdict::Fault,
                "wrong" => Verdict::Wrong,
                other => return Err(format!("{}: `{other}` is no verdict", path.display()).into()),
            };
            let text = |column: usize| record[column].to_owned();
            judged.push(Line { page: text(0), before: text(1), after: text(2), verdict });
        }
        Ok(Self(judged))
    }

    /// Whether a person held a proposal for right; nothing when nobody looked.
    pub(crate) fn verdict(&self, page: &str, proposed: &Proposed) -> Option<bool> {
        let is_it = |line: &&Line| {
            page.ends_with(&line.page) && reads(&line.before, &proposed.before) && reads(&line.after, &proposed.after)
        };
        let verdict = self.0.iter().find(is_it)?.verdict;
        Some(verdict == Verdict::Right || (verdict == Verdict::Fault && proposed.level == Level::Reported))
    }
}

/// Whether a text is the one of a line, or begins so where the line ends in `…`.
fn reads(line: &str, text: &str) -> bool {
    line == text || line.strip_suffix('…').is_some_and(|start| text.starts_with(start))
}
