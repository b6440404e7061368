//! Where the words of the pages stand, so that the uses of a text are counted without reading all of the pages for each.
//!
//! It knows runs of letters and digits, not what a text names. What else may be beside a text is in [`PagePlaces::uses`].

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::source::SourceMap;

/// The places of all words.
#[derive(Default)]
pub(super) struct PagePlaces {
    /// For each file the hash of each of its words with where it starts, in order.
    files: Vec<Vec<(u64, usize)>>,
}

impl PagePlaces {
    /// Looks at every word of the pages once.
    pub(super) fn new(sources: &SourceMap) -> Self {
        let places = |text: &str| {
            let mut places: Vec<(u64, usize)> = words(text).map(|(at, word)| (hash(word), at)).collect();
            places.sort_unstable();
            places
        };
        Self { files: sources.files().map(|(_, file)| places(file.text())).collect() }
    }

    /// How often a text stands in the pages with neither letters nor digits beside it.
    ///
    /// Where it does, its first word is a whole word of the page, so that only the places of that one are looked at.
    pub(super) fn uses(&self, sources: &SourceMap, text: &str) -> usize {
        let first = words(text).next();
        let in_file = |(file, places): (&str, &Vec<(u64, usize)>)| match first {
            Some((before, word)) => {
                let hash = hash(word);
                let from = places.partition_point(|place| place.0 < hash);
                let places = places[from..].iter().take_while(|place| place.0 == hash);
                apart(file, text, places.filter_map(|&(_, at)| at.checked_sub(before)))
            }
            // Marks may stand within each other: of three blanks the last two are two blanks.
            None => apart(file, text, 0..file.len()),
        };
        sources.files().map(|(_, file)| file.text()).zip(&self.files).map(in_file).sum()
    }
}

/// At how many of some places in order a text stands by itself, none of them within the one before.
fn apart(file: &str, text: &str, places: impl Iterator<Item = usize>) -> usize {
    let mut end = 0;
    let is_apart = |at: &usize| {
        let rest = file.get(*at..).and_then(|rest| rest.strip_prefix(text));
        let is_free = *at >= end && rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        let is_apart = is_free && !file[..*at].ends_with(char::is_alphanumeric);
        end = if is_apart { *at + text.len() } else { end };
        is_apart
    };
    places.filter(is_apart).count()
}

/// How often one text stands in another one with neither letters nor digits beside it.
pub(super) fn count_apart(whole: &str, text: &str) -> usize {
    apart(whole, text, whole.match_indices(text).map(|(at, _)| at))
}

/// The runs of letters and digits of a text, with where they start.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let runs = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    runs.map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_all(text: &str, page: &str) -> usize {
        let is_apart = |at: usize| {
            !page[..at].ends_with(char::is_alphanumeric) && !page[at + text.len()..].starts_with(char::is_alphanumeric)
        };
        let mut end = 0;
        let mut count = 0;
        for (at, _) in page.char_indices().filter(|(at, _)| page[*at..].starts_with(text)) {
            if at >= end && is_apart(at) {
                (count, end) = (count + 1, at + text.len());
            }
        }
        count
    }

    #[test]
    fn marks_within_each_other_count_once() {
        let mut sources = SourceMap::new();
        sources.add("page.md", "é   - (((");
        let places = PagePlaces::new(&sources);
        assert_eq!(["  ", "((", "-", "é"].map(|text| places.uses(&sources, text)), [1, 1, 1, 1]);
    }

    proptest! {
        #[test]
        fn the_count_is_that_of_reading_all(page in "[ab1é. (-]{0,40}", text in "[ab1é. (-]{1,5}") {
            let mut sources = SourceMap::new();
            sources.add("page.md", page.clone());
            prop_assert_eq!(PagePlaces::new(&sources).uses(&sources, &text), read_all(&text, &page));
        }
    }
}
