//! Which lines of a text are other ones than in the text before.

use std::ops::Range;

/// Lines that others have taken the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hunk {
    /// The old lines, by their numbers from 0.
    pub(super) old: Range<usize>,
    /// The new ones.
    pub(super) new: Range<usize>,
}

/// The lines of a text, each with its end: after a line feed.
pub(super) fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Where two texts differ: what is the same at both ends is left out, and of as many lines in between each is compared.
pub(super) fn hunks(old: &[&str], new: &[&str]) -> Vec<Hunk> {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old_end, new_end) = (old.len() - end, new.len() - end);
    if old_end - start != new_end - start {
        return vec![Hunk { old: start..old_end, new: start..new_end }];
    }
    let mut hunks: Vec<Hunk> = Vec::new();
    for line in (start..old_end).filter(|&line| old[line] != new[line]) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str, expected: &[(Range<usize>, Range<usize>)]) {
        let found: Vec<_> = hunks(&lines(old), &lines(new)).into_iter().map(|hunk| (hunk.old, hunk.new)).collect();
        assert_eq!(found, expected, "{old:?} {new:?}");
    }

    #[test]
    fn only_what_differs_is_in_a_hunk() {
        check("a\nb\nc\n", "a\nb\nc\n", &[]);
        check("a\nb\nc\n", "a\nx\nc\n", &[(1..2, 1..2)]);
        check("a\nb\nc\nd\n", "x\nb\nc\ny\n", &[(0..1, 0..1), (3..4, 3..4)]);
        check("a\nc\n", "a\nb\nc\n", &[(1..1, 1..2)]);
        check("a\nb\nc\n", "a\nc\n", &[(1..2, 1..1)]);
        check("a\na\n", "a\n", &[(1..2, 1..1)]);
        check("", "a", &[(0..0, 0..1)]);
    }
}
