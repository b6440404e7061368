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

/// The words of the compass, each as a name may write it.
pub(super) fn compass_words() -> impl Iterator<Item = String> {
    let capital = |word: &str| format!("{}{}", word[..1].to_uppercase(), &word[1..]);
    COMPASS.iter().flat_map(move |&word| [word.to_owned(), capital(word)])
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

/// Whether a text reads like code: it has signs that names have not, or is one word that starts small and has more than letters, or
/// capitals inside.
pub(super) fn is_code(text: &str) -> bool {
    let is_sign = |character: char| "\"`\\{}[]<>=|$;@*_~^%?!#→…".contains(character);
    let is_word = !text.contains(char::is_whitespace);
    let starts_small = text.chars().next().is_some_and(|first| !first.is_uppercase());
    let is_identifier = is_word && starts_small && !text.chars().all(char::is_lowercase);
    // Most names have no sign at all.
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ') {
        return is_identifier;
    }
    let is_quoted = text.starts_with('\'') || text.ends_with('\'') || text.contains(" '");
    let has_point_inside = is_word && text.trim_end_matches('.').contains(['.', ':', '/']);
    // `title:wind OR film:rain` is a query.
    let has_colon_inside = text
        .match_indices(':')
        .any(|(at, _)| text[..at].ends_with(char::is_alphabetic) && text[at + 1..].starts_with(char::is_alphabetic));
    text.contains(is_sign) || is_quoted || is_identifier || has_point_inside || has_colon_inside || text.contains("->")
}

/// The greatest number of words of a name.
const MOST_WORDS: usize = 7;

/// The greatest length of a name, in bytes.
const LONGEST: usize = 60;

/// Whether a text reads like a sentence or a part of one: it is long, or ends in a period behind words that start small.
pub(super) fn is_prose(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let last_starts_small = text.rsplit(' ').next().is_some_and(|word| word.starts_with(char::is_lowercase));
    text.len() > LONGEST || words > MOST_WORDS || (words > 2 && text.ends_with('.') && last_starts_small)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_by_its_signs() {
        let check = |text: &str, expected: bool| assert_eq!(is_code(text), expected, "{text}");
        check("Oslo", false);
        check("oslo", false);
        check("Bay Town", false);
        check("iPhone", true);
        check("node2", true);
        check("left-pad", true);
        check("Left-Pad", false);
        check("'Oslo", true);
        check("Oslo'", true);
        check("Bay 'Town'", true);
        check("Cote d'Azur", false);
        check("Oslo.", false);
        check("Os.lo", true);
        check("Os:lo", true);
        check("Os/lo", true);
        check("Bay (St. Town)", false);
        check("title:wind OR film", true);
        check("Title: wind OR film", false);
        check("At 9:30 sharp", false);
        check("Bay->Town", true);
        check("Bay -> Town", true);
        check("f(x) = y", true);
    }

    #[test]
    fn prose_is_long_or_ends_like_a_sentence() {
        let check = |text: &str, expected: bool| assert_eq!(is_prose(text), expected, "{text}");
        check("one two three four five six seven", false);
        check("one two three four five six seven eight", true);
        check("It sails north.", true);
        check("Sails north.", false);
        check("Boats of St.", false);
        check("It sails north", false);
        check(&"a".repeat(60), false);
        check(&"a".repeat(61), true);
    }

    #[test]
    fn words_that_count() {
        let check = |word: &str, expected: bool| assert_eq!(is_numbering(word), expected, "{word}");
        check("IV", true);
        check("iv", false);
        check("b", true);
        check("v2", true);
        check("Mix", false);
        check("", false);
    }

    #[test]
    fn words_are_told_in_any_case() {
        assert!(["North", "west", "LOWER"].iter().all(|word| is_compass(word)) && !is_compass("left"));
        assert!(["Pro", "lts", "BETA"].iter().all(|word| is_edition(word)) && !is_edition("gamma"));
        assert!(["And", "of", "&", "VS"].iter().all(|word| is_joining(word)) && !is_joining("the"));
        let compass: Vec<String> = compass_words().collect();
        assert_eq!(compass[..4], ["north", "North", "south", "South"]);
        assert_eq!(compass.len(), 2 * COMPASS.len());
        assert_eq!(["AB-2", "aB", ""].map(is_in_capitals), [true, false, true]);
        assert_eq!(["É2 東", "?!", ""].map(letters), [2, 0, 0]);
    }
}
