//! How often each word stands in the pages, wherever: in tables and prose, in links and code.
//!
//! A slip stands once. What stands elsewhere too, be it in an address, is a word. It knows letters alone, not what a word is for.

use std::collections::HashMap;

/// The words of the pages in lower case, each with how often it stands there.
pub struct PageWords {
    counts: HashMap<String, usize>,
    /// In how many of the words two Latin letters stand beside each other.
    pairs: Vec<usize>,
}

/// The number of Latin letters.
const LETTERS: usize = 26;

/// With fewer words, that letters stand nowhere side by side says nothing.
const MANY_WORDS: usize = 200;

impl PageWords {
    /// Counts the words of some texts.
    pub fn new<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for word in texts.flat_map(words) {
            *counts.entry(word.to_lowercase()).or_insert(0) += 1;
        }
        let mut pairs = vec![0; LETTERS * LETTERS];
        counts.keys().flat_map(|word| pairs_of(word)).for_each(|pair| pairs[pair] += 1);
        Self { counts, pairs }
    }

    /// How often a word stands in the pages, in any case.
    pub fn count(&self, word: &str) -> usize {
        self.counts.get(&word.to_lowercase()).copied().unwrap_or(0)
    }

    /// Whether a word has two letters side by side that no other word of the pages has so, and the right word neither: what no language
    /// of the page writes is no word of it.
    pub(super) fn is_unheard(&self, word: &str, right: &str) -> bool {
        let own = usize::from(self.count(word) > 0);
        let right: Vec<usize> = pairs_of(&right.to_lowercase()).collect();
        let mut pairs = pairs_of(&word.to_lowercase()).collect::<Vec<_>>().into_iter();
        self.counts.len() >= MANY_WORDS && pairs.any(|pair| !right.contains(&pair) && self.pairs[pair] <= own)
    }

    /// The words that stand there so often at least, in order.
    pub(super) fn frequent(&self, least: usize) -> Vec<&str> {
        let mut words: Vec<&str> =
            self.counts.iter().filter(|(_, count)| **count >= least).map(|(word, _)| word.as_str()).collect();
        words.sort_unstable();
        words
    }
}

/// The pairs of Latin letters that stand side by side in a word of small letters, each as its place in the table of pairs.
fn pairs_of(word: &str) -> impl Iterator<Item = usize> {
    let letter = |byte: u8| byte.is_ascii_lowercase().then(|| usize::from(byte - b'a'));
    word.as_bytes().windows(2).filter_map(move |two| Some(letter(two[0])? * LETTERS + letter(two[1])?))
}

/// The words of a text: runs of letters.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphabetic()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_no_other_word_has_side_by_side_are_unheard() {
        let letters = || ('a'..='p').chain(['é']);
        let plain: Vec<String> = letters().flat_map(|one| letters().map(move |two| format!("o{one}{two}"))).collect();
        let page = |more: &str| plain.join(" ") + " " + more;
        let pages = PageWords::new([page("azb Ban").as_str()].into_iter());
        for (word, right, is_unheard) in [
            // Nowhere, or in the word itself alone.
            ("axb", "aob", true),
            ("azb", "aob", true),
            ("AZB", "aob", true),
            // Each pair stands elsewhere.
            ("ban", "bano", false),
            ("pop", "poop", false),
            // What the right word has is no slip, and neither are letters of another script.
            ("azb", "zazb", false),
            ("azo", "azzo", false),
            ("éz", "é", false),
        ] {
            assert_eq!(pages.is_unheard(word, right), is_unheard, "{word} for {right}");
        }
        let twice = PageWords::new([page("azb tazb").as_str()].into_iter());
        assert!(!twice.is_unheard("azb", "aob"), "another word has it so");
        let few = PageWords::new(["one or two words", "of a short page"].into_iter());
        assert!(!few.is_unheard("axb", "aob"), "few words say nothing");
    }

    #[test]
    fn words_are_counted_in_any_case() {
        let pages = PageWords::new(["Oslo oslo, bodo2kiel", "OSLO kiel"].into_iter());
        assert_eq!(["oslo", "Oslo", "bodo", "kiel", "moss"].map(|word| pages.count(word)), [3, 3, 1, 2, 0]);
        assert_eq!(pages.frequent(2), ["kiel", "oslo"]);
        assert_eq!(pages.frequent(1), ["bodo", "kiel", "oslo"]);
        assert_eq!(pages.frequent(4), [""; 0]);
    }

    #[test]
    fn both_letters_of_a_pair_count() {
        let letters = || 'a'..='p';
        let all = letters().flat_map(|one| letters().map(move |two| format!("o{one}{two}")));
        let without: Vec<String> = all.filter(|word| !word.contains("pa") && !word.contains("bc")).collect();
        let pages = PageWords::new(without.iter().map(String::as_str));
        assert!(pages.is_unheard("opak", "opk") && pages.is_unheard("abco", "aco"));
        assert!(!pages.is_unheard("apok", "apk"));
    }
}
