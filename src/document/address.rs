//! Bare addresses in text, which GitHub shows as links (GFM, section 6.9).
//!
//! It knows text alone, not what it stands in.

use std::ops::Range;

/// Where addresses stand in a text, and where each leads.
pub(super) fn addresses(text: &str) -> Vec<(Range<usize>, String)> {
    let starts = ["https://", "http://", "www."].iter().flat_map(|scheme| text.match_indices(scheme));
    let mut starts: Vec<(usize, &str)> = starts.collect();
    starts.sort_unstable();
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for (start, scheme) in starts {
        let is_inside = found.last().is_some_and(|(last, _)| start < last.end);
        let follows_word = text[..start].ends_with(|before: char| before.is_alphanumeric() || before == '/');
        // What follows is looked at once, however many there are.
        if is_inside || follows_word {
            continue;
        }
        let end = start + length(&text[start..]);
        if end > start + scheme.len() {
            let prefix = if scheme == "www." { "http://" } else { "" };
            found.push((start..end, format!("{prefix}{}", &text[start..end])));
        }
    }
    found
}

/// The length of an address at the start of a text: to the next blank, without the punctuation that ends a sentence and
/// without a closing parenthesis that it does not open.
fn length(text: &str) -> usize {
    let mut end = text.find(|character: char| character.is_whitespace() || character == '<').unwrap_or(text.len());
    let mut surplus = text[..end].matches(')').count().saturating_sub(text[..end].matches('(').count());
    loop {
        match text[..end].chars().next_back() {
            Some('?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | ';') => end -= 1,
            Some(')') if surplus > 0 => {
                surplus -= 1;
                end -= 1;
            }
            _ => return end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = addresses(text).into_iter().map(|(_, url)| url).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn an_address_ends_before_the_sentence_does() {
        check("see https://e.example/a_b(c). Or www.e.example,", &["https://e.example/a_b(c)", "http://www.e.example"]);
        check("(http://e.example/x), nohttps://e.example", &["http://e.example/x"]);
        check("https://e.example/?u=https://f.example", &["https://e.example/?u=https://f.example"]);
        check("https:// www. http://", &[]);
        check("https://é.example/ü;", &["https://é.example/ü"]);
    }

    /// The address as it is written, and where it leads if that is not the same.
    fn check_places(text: &str, expected: &[&str]) {
        let found = addresses(text);
        let written: Vec<&str> = found.iter().map(|(place, _)| &text[place.clone()]).collect();
        assert_eq!(written, expected, "{text:?}");
        for (place, url) in found {
            assert!(
                url.ends_with(&text[place.clone()])
                    && (text[place].starts_with("www.") == url.starts_with("http://www."))
            );
        }
    }

    #[test]
    fn what_stands_before_and_behind_an_address_is_no_part_of_it() {
        for sign in ["?", "!", ".", ",", ":", "*", "_", "~", "'", "\"", ";"] {
            check_places(&format!("https://e.example/a{sign} b"), &["https://e.example/a"]);
            check_places(&format!("https://e.example/a{sign}b{sign}{sign}"), &[&format!("https://e.example/a{sign}b")]);
        }
        check_places(
            "https://e.example/a<b> www.f.example\thttp://g",
            &["https://e.example/a", "www.f.example", "http://g"],
        );
        check_places("(https://e.example/a(b)c)) d", &["https://e.example/a(b)c"]);
        check_places("https://e.example/a(b", &["https://e.example/a(b"]);
        check_places("https://e.example/a).", &["https://e.example/a"]);
        check_places("https://e.example/(a))).b)", &["https://e.example/(a))).b"]);
        check_places("xhttps://a /www.b 1http://c -www.d", &["www.d"]);
        check_places("éwww.a (www.b", &["www.b"]);
        check_places("https://www.a https://.", &["https://www.a"]);
        check_places("www.a,www.b", &["www.a,www.b"]);
        check_places("HTTPS://a ftp://b", &[]);
    }
}
