//! What single words do in a name, whatever the page is about: words whose presence makes another name.
//!
//! The lists hold words of ordinary language, never a value of a page. Another word is one more entry.

/// Words that tell the parts of a region apart.
const COMPASS: &[&str] = &[
    "north",
    "south",
    "east",
    "west",
    "central",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "upper",
    "lower",
];

/// Words that tell the products of a family apart.
const EDITIONS: &[&str] = &[
    "pro",
    "plus",
    "max",
    "mini",
    "lite",
    "ultra",
    "alpha",
    "beta",
    "preview",
    "lts",
    "esr",
    "server",
    "mobile",
    "enterprise",
    "community",
    "edition",
];

/// Words that join what stands before them to what follows, in this order.
const JOINING: &[&str] = &[
    "and", "or", "of", "for", "to", "from", "in", "on", "over", "with", "without", "by", "via", "as", "at", "vs",
    "per", "&",
];

pub(super) fn is_compass(word: &str) -> bool {
    COMPASS.contains(&word.to_lowercase().as_str())
}

pub(super) fn is_edition(word: &str) -> bool {
    EDITIONS.contains(&word.to_lowercase().as_str())
}

pub(super) fn is_joining(word: &str) -> bool {
    JOINING.contains(&word.to_lowercase().as_str())
}

/// Whether a word counts: it has a digit, is a single letter, or a Roman numeral in capitals.
pub(super) fn is_numbering(word: &str) -> bool {
    let is_roman = !word.is_empty() && word.chars().all(|character| matches!(character, 'I' | 'V' | 'X'));
    is_roman || word.chars().any(char::is_numeric) || word.chars().count() == 1
}

/// Whether a text has no lower-case letter, as codes and acronyms have none.
pub(super) fn is_in_capitals(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
}

/// The number of letters of a text.
pub(super) fn letters(text: &str) -> usize {
    text.chars().filter(|character| character.is_alphabetic()).count()
}
