//! A text by its lines, and which of them are other ones than in the text before.

use std::ops::Range;

/// Lines that others have taken the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hunk {
    /// The old lines, by their numbers from 0.
    pub(super) old: Range<usize>,
    /// The new ones.
    pub(super) new: Range<usize>,
}

/// A text and where its lines start. A line ends after a line feed.
#[derive(Debug)]
pub(super) struct Lines {
    text: String,
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn new(text: String) -> Self {
        let starts = starts(&text);
        Self { text, starts }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The text, without its lines.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Where each line starts.
    pub(super) fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// A line with its end.
    pub(super) fn line(&self, number: usize) -> &str {
        &self.text[self.starts[number]..self.start(number + 1)]
    }

    /// Some lines.
    pub(super) fn range(&self, lines: Range<usize>) -> impl Iterator<Item = &str> {
        lines.map(|line| self.line(line))
    }

    /// Where a line starts; behind the last one the end of the text.
    fn start(&self, number: usize) -> usize {
        self.starts.get(number).copied().unwrap_or(self.text.len())
    }

    /// The text that comes after this one, and where the two differ: what is the same at both ends is left out, and of as many lines in
    /// between each is compared.
    pub(super) fn next(&self, text: String) -> (Self, Vec<Hunk>) {
        let (old, new) = (self.text.as_bytes(), text.as_bytes());
        if old == new {
            return (Self { text, starts: self.starts.clone() }, Vec::new());
        }
        let same = common_start(old, new);
        let first = match same == old.len() && self.text.ends_with('\n') {
            true => self.len(),
            false => self.starts.partition_point(|&start| start <= same).saturating_sub(1),
        };
        let start = self.start(first);
        let same = common_end(&old[start..], &new[start..]);
        let mut end = self.starts.partition_point(|&start| start < old.len() - same).max(first);
        // What is the rest of a line there must be a whole one here too.
        let at = new.len() - (old.len() - self.start(end));
        if end < self.len() && at != start && new[at - 1] != b'\n' {
            end += 1;
        }
        let tail = old.len() - self.start(end);
        let between = &text[start..new.len() - tail];
        let mut all = self.starts[..first].to_vec();
        all.extend(starts(between).into_iter().map(|at| at + start));
        let new_end = all.len();
        let shifted = self.starts[end..].iter().map(|&at| text.len() - (old.len() - at));
        all.extend(shifted);
        let next = Self { text, starts: all };
        let hunks = self.hunks(&next, first..end, first..new_end);
        (next, hunks)
    }

    fn hunks(&self, next: &Self, old: Range<usize>, new: Range<usize>) -> Vec<Hunk> {
        if old.len() != new.len() {
            return vec![Hunk { old, new }];
        }
        let mut hunks: Vec<Hunk> = Vec::new();
        for line in old.filter(|&line| self.line(line) != next.line(line)) {
            match hunks.last_mut() {
                Some(last) if last.old.end == line => {
                    last.old.end += 1;
                    last.new.end += 1;
                }
                _ => hunks.push(Hunk { old: line..line + 1, new: line..line + 1 }),
            }
        }
        hunks
    }
}

/// So many bytes are compared at once.
const BLOCK: usize = 512;

/// How many bytes are the same from the start on.
fn common_start(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.chunks_exact(BLOCK).zip(b.chunks_exact(BLOCK)).take_while(|(a, b)| a == b).count() * BLOCK;
    blocks + a[blocks..].iter().zip(&b[blocks..]).take_while(|(a, b)| a == b).count()
}

/// How many bytes are the same at the end.
fn common_end(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.rchunks_exact(BLOCK).zip(b.rchunks_exact(BLOCK)).take_while(|(a, b)| a == b).count() * BLOCK;
    let (a, b) = (&a[..a.len() - blocks], &b[..b.len() - blocks]);
    blocks + a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

/// Where the lines of a text start.
pub(super) fn starts(text: &str) -> Vec<usize> {
    let mut at = 0;
    let start = |line: &str| {
        at += line.len();
        at - line.len()
    };
    text.split_inclusive('\n').map(start).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str, expected: &[(Range<usize>, Range<usize>)]) {
        let (next, hunks) = Lines::new(old.to_owned()).next(new.to_owned());
        let found: Vec<_> = hunks.into_iter().map(|hunk| (hunk.old, hunk.new)).collect();
        assert_eq!(found, expected, "{old:?} {new:?}");
        assert_eq!(next.starts, starts(new), "{old:?} {new:?}");
    }

    #[test]
    fn only_what_differs_is_in_a_hunk() {
        check("a\nb\nc\n", "a\nb\nc\n", &[]);
        check("a\nb\nc\n", "a\nx\nc\n", &[(1..2, 1..2)]);
        check("a\nb\nc\nd\n", "x\nb\nc\ny\n", &[(0..1, 0..1), (3..4, 3..4)]);
        check("a\nc\n", "a\nb\nc\n", &[(1..1, 1..2)]);
        check("a\nb\nc\n", "a\nc\n", &[(1..2, 1..1)]);
        check("ab\nb\n", "b\nb\n", &[(0..1, 0..1)]);
        check("a\nb", "a\nb\nc", &[(1..2, 1..3)]);
        check("a\nb\nc", "a\nb", &[(1..3, 1..2)]);
        check("a\n", "a\nb\n", &[(1..1, 1..2)]);
        check("", "a", &[(0..0, 0..1)]);
        check("a\n\n", "a\n", &[(1..2, 1..1)]);
    }

    #[test]
    fn what_is_not_in_a_hunk_is_the_same() {
        // Every pair of texts of up to five lines of two kinds.
        let texts: Vec<String> = (0..6_u32)
            .flat_map(|length| (0..1 << length).map(move |bits: u32| (0..length).map(move |at| bits >> at & 1)))
            .map(|kinds| kinds.map(|kind| if kind == 0 { "a\n" } else { "bb\n" }).collect())
            .collect();
        for (old, new) in texts.iter().flat_map(|old| texts.iter().map(move |new| (old, new))) {
            let before = Lines::new(old.clone());
            let (after, hunks) = before.next(new.clone());
            let mut lines: Vec<&str> = before.range(0..before.len()).collect();
            for hunk in hunks.iter().rev() {
                lines.splice(hunk.old.clone(), after.range(hunk.new.clone()));
            }
            assert_eq!(lines.concat(), *new, "{old:?} {new:?}");
            assert_eq!(after.starts, starts(new), "{old:?} {new:?}");
        }
    }
}
