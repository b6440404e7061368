//! How the addresses of links repeat their labels.
//!
//! It knows texts, not which of two is right. Another way to make an address of a label is one more [`Making`].

use std::collections::{BTreeMap, BTreeSet};

/// Whether the last part of an address repeats a label, or a code of it.
pub(super) fn fits(label: &str, url: &str) -> bool {
    let (label_key, slug_key) = (key(label), key(slug(url)));
    if label_key.is_empty() {
        return false;
    }
    if label_key == slug_key {
        return true;
    }
    match code(label) {
        Some(code) => words(slug(url)).any(|word| word == code),
        None => {
            label_key.len() >= 3
                && slug_key.len() >= 3
                && (slug_key.contains(&label_key) || label_key.contains(&slug_key))
        }
    }
}

/// The last part of an address that has letters: its fragment, or the last part of its path, without its ending.
pub(super) fn slug(url: &str) -> &str {
    let url = url.split('?').next().unwrap_or(url);
    let (path, fragment) = url.split_once('#').unwrap_or((url, ""));
    if !fragment.is_empty() {
        return fragment;
    }
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    ["html", "htm", "md", "aspx", "php"]
        .iter()
        .find_map(|ending| last.strip_suffix(ending)?.strip_suffix('.'))
        .unwrap_or(last)
}

/// A text without case and signs.
pub(super) fn key(text: &str) -> String {
    if text.is_ascii() {
        let kept = text.bytes().filter(u8::is_ascii_alphanumeric);
        return kept.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(super) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The one word of a label that is a code: letters, and then digits.
pub(super) fn code(label: &str) -> Option<String> {
    let mut codes = words(label).filter(|word| is_code(word));
    match (codes.next(), codes.next()) {
        (Some(code), None) => Some(code),
        _ => None,
    }
}

pub(super) fn code_of_slug(url: &str) -> Option<String> {
    code(slug(url))
}

fn is_code(word: &str) -> bool {
    let digits = word.trim_start_matches(|character: char| character.is_alphabetic());
    let letters = word.len() - digits.len();
    (1..=4).contains(&letters) && (1..=3).contains(&digits.len()) && digits.chars().all(|digit| digit.is_ascii_digit())
}

/// How an address is made of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Making {
    /// The label as it is, without the `@` before a person's name.
    Verbatim,
    /// Its words in small letters, with a sign between.
    Lower(&'static str),
    /// Its words as they are, with a sign between.
    Joined(&'static str),
}

const JOINTS: [&str; 5] = ["-", "_", "", "%20", "."];

impl Making {
    /// Every way, the plainest first.
    fn all() -> impl Iterator<Item = Making> {
        let joined = JOINTS.into_iter().flat_map(|joint| [Making::Lower(joint), Making::Joined(joint)]);
        std::iter::once(Making::Verbatim).chain(joined)
    }

    fn of(self, label: &str) -> String {
        let joined = |joint: &str| {
            let words = label.split(|character: char| !character.is_alphanumeric());
            words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(joint)
        };
        match self {
            // A blank stands in no address.
            Making::Verbatim if label.contains(char::is_whitespace) => String::new(),
            Making::Verbatim => label.trim_start_matches('@').to_owned(),
            Making::Lower(joint) => joined(joint).to_lowercase(),
            Making::Joined(joint) => joined(joint),
        }
    }
}

/// What stands before and behind the label in an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Template {
    making: Making,
    before: String,
    after: String,
}

impl Template {
    /// The templates by which an address is made of a label.
    pub(super) fn of<'t>(label: &'t str, url: &'t str) -> impl Iterator<Item = Template> + 't {
        Making::all().filter_map(move |making| {
            let made = making.of(label);
            let at = url.rfind(&made).filter(|_| made.len() >= 2)?;
            Some(Template { making, before: url[..at].to_owned(), after: url[at + made.len()..].to_owned() })
        })
    }

    /// The address that it makes of a label.
    pub(super) fn address(&self, label: &str) -> Option<String> {
        let made = self.making.of(label);
        (!made.is_empty()).then(|| format!("{}{made}{}", self.before, self.after))
    }

    /// Whether an address is of this kind, but for the part that is made of a label.
    pub(super) fn may_have_made(&self, url: &str) -> bool {
        url.strip_prefix(self.before.as_str()).is_some_and(|rest| rest.ends_with(self.after.as_str()))
    }
}

/// The templates of some links, each with the labels that make their addresses by it.
#[derive(Default)]
pub(super) struct Templates<'e>(BTreeMap<Template, BTreeSet<&'e str>>);

impl<'e> Templates<'e> {
    /// Learns from a link.
    pub(super) fn add(&mut self, label: &'e str, url: &str) {
        for template in Template::of(label, url) {
            self.0.entry(template).or_default().insert(label);
        }
    }

    /// The template that most labels share, of those that make an address of its label and can make one of another; and how many
    /// labels share it. Of several the plainest counts.
    pub(super) fn best(&self, label: &str, owner: &str, url: &str) -> Option<(Template, usize)> {
        let known = Template::of(owner, url).filter_map(|template| Some((self.0.get(&template)?.len(), template)));
        let usable: Vec<_> = known.filter(|(_, template)| template.address(label).is_some()).collect();
        // The plainest comes first, and of equal ones the last counts.
        usable.into_iter().rev().max_by_key(|(count, _)| *count).map(|(count, template)| (template, count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_of_a_label() {
        let links = [
            ("@ada", "https://e.example/ada"),
            ("@Bob", "https://e.example/Bob"),
            ("@cy-d", "https://e.example/cy-d"),
            ("Span near", "/span/span-near/"),
            ("Span term", "/span/span-term/"),
        ];
        let mut templates = Templates::default();
        links.iter().for_each(|(label, url)| templates.add(label, url));
        let check = |label: &str, (owner, url): (&str, &str), expected: (&str, usize)| {
            let (template, count) = templates.best(label, owner, url).expect("a template of the owner");
            assert_eq!((template.address(label).as_deref(), count), (Some(expected.0), expected.1), "{label}");
        };
        check("@Eve-X", links[0], ("https://e.example/Eve-X", 3));
        check("Span not", links[3], ("/span/span-not/", 2));
    }

    #[test]
    fn an_address_repeats_a_label() {
        let check = |label: &str, url: &str, expected: bool| assert_eq!(fits(label, url), expected, "{label} {url}");
        check("Equinix SY2", "https://e.example/data-centers/sy2/", true);
        check("Equinix M1", "https://e.example/data-centers/me1/", false);
        check("Front Door", "../frontdoor/front-door-overview.md", true);
        check("Oslo", "/sites/oslo.html", true);
        check("Oslo", "/sites/bergen", false);
        check("Get", "#get-item", true);
        check("ab", "/abc", false);
        check("abcd", "/abc", true);
        check("abc", "/ab", false);
        check("", "/", false);
        check("?", "#", false);
        check("Oslo", "/", false);
        check("SY2", "/", false);
    }

    #[test]
    fn short_labels_and_codes_are_repeated_whole() {
        let check = |label: &str, url: &str, expected: bool| assert_eq!(fits(label, url), expected, "{label} {url}");
        // Three letters of either may stand in the other.
        check("Get", "/get-item", true);
        check("Getter", "/get", true);
        check("Ge", "/get", false);
        check("Get", "/ge", false);
        check("Ge", "/ge", true);
        check("Getter", "/set", false);
        // A code is a word of its own.
        check("Site SY2", "/x/old-sy2", true);
        check("Site SY2", "/x/old-sy22", false);
        check("Site SY2", "/x/old-sy", false);
        check("Site SY2", "/sy2/site", false);
    }

    #[test]
    fn the_last_part_of_an_address_has_no_ending() {
        let check = |url: &str, expected: &str| assert_eq!(slug(url), expected, "{url}");
        check("/a/b", "b");
        check("/a/b/", "b");
        check("/a/b?at=/c#d", "b");
        check("/a/b#c-d", "c-d");
        check("/a/b#", "b");
        check("https://e.example", "e.example");
        check("https://e.example/a/b.html", "b");
        for ending in ["html", "htm", "md", "aspx", "php"] {
            check(&format!("/a/b.c.{ending}"), "b.c");
        }
        check("/a/b.txt", "b.txt");
        check("/a/xhtml", "xhtml");
        check("", "");
    }

    #[test]
    fn letters_and_digits_make_the_key() {
        let check = |text: &str, expected: &str| assert_eq!(key(text), expected, "{text}");
        check("A-b 1_c", "ab1c");
        check("É-b 1", "éb1");
        check("?", "");
        assert_eq!(words("Ab, É_d-2").collect::<Vec<_>>(), ["ab", "é", "d", "2"]);
    }

    #[test]
    fn a_code_is_one_to_four_letters_and_one_to_three_digits() {
        let check = |label: &str, expected: Option<&str>| assert_eq!(code(label).as_deref(), expected, "{label}");
        check("a1", Some("a1"));
        check("abcd123", Some("abcd123"));
        check("abcde1", None);
        check("ab1234", None);
        check("12", None);
        check("ab", None);
        check("a1b", None);
        check("Site SY2, north", Some("sy2"));
        check("SY2 ME1", None);
        assert_eq!(code_of_slug("/x9/site-sy2.html").as_deref(), Some("sy2"));
    }

    #[test]
    fn a_template_is_what_stands_around_a_label() {
        let templates = |label: &str, url: &str| {
            let of = Template::of(label, url);
            of.map(|template| (template.making, template.before, template.after)).collect::<Vec<_>>()
        };
        let (before, after) = ("/s/".to_owned(), "/x".to_owned());
        let made = |making| (making, before.clone(), after.clone());
        assert_eq!(templates("New York", "/s/new-york/x"), [made(Making::Lower("-"))]);
        assert_eq!(templates("New York", "/s/New_York/x"), [made(Making::Joined("_"))]);
        assert_eq!(templates("@new", "/s/new/x")[..2], [made(Making::Verbatim), made(Making::Lower("-"))]);
        assert_eq!(templates("ab", "/s/ab/x").len(), 11, "each way makes the same of it");
        assert_eq!(templates("a", "/s/a/x"), [], "one letter may stand anywhere");
        // The last place counts.
        let last = ("/x/x/".to_owned(), String::new());
        let found = Template::of("x-x", "/x/x/x-x").next().map(|template| (template.before, template.after));
        assert_eq!(found, Some(last));
    }

    #[test]
    fn a_template_makes_addresses() {
        let template = Template::of("New York", "/s/new-york.html").next().expect("its words are joined there");
        assert_eq!(template.address("Los (Angeles)").as_deref(), Some("/s/los-angeles.html"));
        assert_eq!(template.address("?!"), None);
        let verbatim = Template::of("Oslo", "/s/Oslo.html").next().expect("it stands there as it is");
        assert_eq!(verbatim.address("New York"), None, "a blank stands in no address");
        for (url, expected) in [("/s/x.html", true), ("/s/.html", true), ("/t/x.html", false), ("/s/x.md", false)] {
            assert_eq!(template.may_have_made(url), expected, "{url}");
        }
    }

    #[test]
    fn the_plainest_of_the_best_templates_counts() {
        let mut templates = Templates::default();
        for (label, url) in [("Oslo", "/oslo"), ("Bodo", "/bodo"), ("Bodo", "/bodo"), ("New York", "/new.york")] {
            templates.add(label, url);
        }
        let best = |label: &str, owner: &str, url: &str| {
            let (template, count) = templates.best(label, owner, url)?;
            Some((template.address(label)?, count))
        };
        // By a point, as in `New York`, three labels make theirs.
        assert_eq!(best("Los Angeles", "Oslo", "/oslo"), Some(("/los.angeles".to_owned(), 3)));
        assert_eq!(best("Los Angeles", "Bodo", "/x"), None);
        let mut plain = Templates::default();
        plain.add("Oslo", "/oslo");
        let (template, count) = plain.best("Los Angeles", "Oslo", "/oslo").expect("that of its owner");
        assert_eq!((template.address("Los Angeles").as_deref(), count), (Some("/los-angeles"), 1));
    }
}
