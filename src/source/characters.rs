//! Counts the characters before a byte of a text, so that many places far into a long line take little time.
//!
//! It knows nothing of lines. What is counted is Unicode scalar values; another unit of columns is one more count beside this one.

use std::ops::Range;

/// The bytes of a block, whose characters are counted one by one.
pub(super) const BLOCK: usize = 1024;

/// How many characters of a text stand before each of its blocks.
#[derive(Debug, Clone)]
pub(super) struct CharacterCounts(Vec<usize>);

impl CharacterCounts {
    pub(super) fn of(text: &str) -> Self {
        let ends = text.as_bytes().chunks(BLOCK).scan(0, |before, block| {
            *before += count(block);
            Some(*before)
        });
        Self(std::iter::once(0).chain(ends).collect())
    }

    /// The number of characters that begin in a range of the text that was counted.
    pub(super) fn within(&self, text: &str, range: Range<usize>) -> usize {
        self.before(text, range.end) - self.before(text, range.start)
    }

    fn before(&self, text: &str, offset: usize) -> usize {
        let block = offset / BLOCK;
        self.0[block] + count(&text.as_bytes()[block * BLOCK..offset])
    }
}

/// Every byte of UTF-8 but those that go on with a character begins one.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_as_one_by_one() {
        // No width of a character divides the length of the period, so that each stands across the end of some block.
        let text = "é|🙂a€".repeat(BLOCK);
        let counts = CharacterCounts::of(&text);
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for (count, &at) in starts.iter().enumerate() {
            assert_eq!(counts.within(&text, 0..at), count, "{at}");
        }
        for (first, last) in [(1, 2), (340, 344), (700, 4_000), (5_000, 5_000)] {
            assert_eq!(counts.within(&text, starts[first]..starts[last]), last - first, "{first} to {last}");
        }
        let whole = "a".repeat(2 * BLOCK);
        assert_eq!(CharacterCounts::of(&whole).within(&whole, 0..2 * BLOCK), 2 * BLOCK);
    }
}
