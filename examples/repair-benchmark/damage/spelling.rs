//! Names written otherwise than they stand elsewhere on the page.

use super::{Damage, DamageClass, How, Site, Undone, item_at, sites};
use crate::page::{Kind, View};
use crate::random::Random;

pub(super) const CLASSES: &[DamageClass] = &[
    DamageClass {
        name: "case-variant",
        condition: "a supported name, in which a capital behind the first letter becomes small, or the first letter the other",
        report_suffices: false,
        how: How::Name(|name, _, random| case(name, random)),
    },
    DamageClass {
        name: "accent-variant",
        condition: "a supported name, in which a vowel loses its accent or gets one",
        report_suffices: false,
        how: How::Name(|name, _, random| accent(name, random)),
    },
    DamageClass {
        name: "spacing-variant",
        condition: "a supported name of several words, or of a word and a number, in which a blank is lost or put in",
        report_suffices: false,
        how: How::Name(|name, _, random| spacing(name, random)),
    },
    DamageClass {
        name: "punctuation-variant",
        condition: "a supported name with a hyphen, period, slash or apostrophe between letters, which is lost or becomes a blank",
        report_suffices: false,
        how: How::Name(|name, _, random| punctuation(name, random)),
    },
    DamageClass {
        name: "word-order",
        condition: "a supported name of two or three words without digits and joining words, of which none is a value itself",
        report_suffices: false,
        how: How::Name(word_order),
    },
    DamageClass {
        name: "misspelling",
        condition: "one edit between the first and the last letter of a word of five letters or more, all small but the first",
        report_suffices: false,
        how: How::Name(|name, _, random| misspelled(name, random)),
    },
    DamageClass {
        name: "abbreviated-name",
        condition: "the last words of a supported name are dropped; they tell no family apart, and no other name starts so",
        report_suffices: false,
        how: How::Name(abbreviated),
    },
    DamageClass {
        name: "foreign-key-misspelled",
        condition: "as misspelling, for a name behind the first column that need not be supported: nine in ten names of the column are in the first column of another table, where none is twice",
        report_suffices: false,
        how: How::Page(foreign_key),
    },
];

/// A longer text is no name.
const LONGEST: usize = 40;

/// How often a name must stand on the page besides.
const SUPPORT: usize = 3;

/// Changes a supported name into one that the page does not have.
pub(super) fn inject(
    view: &View<'_>,
    random: &mut Random,
    change: fn(&str, &View<'_>, &mut Random) -> Option<String>,
) -> Option<Damage> {
    let sites = sites(view, random, is_supported);
    sites.into_iter().find_map(|site| respelled(view, site, change(&item_at(view, site).text, view, random)?))
}

fn respelled(view: &View<'_>, site: Site, new: String) -> Option<Damage> {
    let item = item_at(view, site);
    // What the page has is no defect of it.
    let is_new = new != item.text && view.count(&new) == 0 && new.trim() == new && !new.contains(['|', '\n']);
    is_new.then(|| Damage::new(item.place.clone(), new, Undone::Reads, &item.text))
}

pub(super) fn is_name(text: &str) -> bool {
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    letters >= 4 && text.chars().count() <= LONGEST && !text.contains("://") && !text.contains('\n')
}

fn is_supported(view: &View<'_>, &(table, row, column, item): &Site) -> bool {
    let content = &view.tables[table];
    let cell = &content.rows[row].cells[column];
    let item = &cell.items[item];
    item.is_verbatim
        && is_name(&item.text)
        && cell.kind != Kind::Flag
        && view.count(&item.text) > SUPPORT
        && view.count_below(&content.headers[column], &item.text) > 1
}

/// The bytes of the text's characters that are wanted.
fn places(text: &str, is_wanted: impl Fn(char) -> bool) -> Vec<usize> {
    text.char_indices().filter(|(_, character)| is_wanted(*character)).map(|(at, _)| at).collect()
}

/// A text with a character replaced.
fn with(text: &str, at: usize, new: &str) -> String {
    let old = text[at..].chars().next().map_or(0, char::len_utf8);
    format!("{}{new}{}", &text[..at], &text[at + old..])
}

fn case(name: &str, random: &mut Random) -> Option<String> {
    let inner: Vec<usize> = places(name, char::is_uppercase).into_iter().filter(|at| *at > 0).collect();
    let first = name.chars().next()?;
    match (random.pick(&inner), first) {
        (Some(&at), _) => Some(with(name, at, &name[at..].chars().next()?.to_lowercase().to_string())),
        (None, first) if first.is_lowercase() => Some(with(name, 0, &first.to_uppercase().to_string())),
        (None, first) if first.is_uppercase() => Some(with(name, 0, &first.to_lowercase().to_string())),
        _ => None,
    }
}

const PLAIN: &[char] = &['a', 'e', 'i', 'o', 'u', 'a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U', 'n', 'c'];
const ACCENTED: &[&str] = &["á", "é", "í", "ó", "ú", "à", "è", "ï", "ö", "ü", "Á", "É", "Í", "Ó", "Ü", "ñ", "ç"];

fn accent(name: &str, random: &mut Random) -> Option<String> {
    let accented = places(name, |character| ACCENTED.contains(&character.to_string().as_str()));
    if let Some(&at) = random.pick(&accented) {
        let old = name[at..].chars().next()?.to_string();
        let index = ACCENTED.iter().position(|accented| *accented == old)?;
        return Some(with(name, at, &PLAIN[index].to_string()));
    }
    let vowels = places(name, |character| PLAIN.contains(&character));
    let at = *random.pick(&vowels)?;
    let plain = name[at..].chars().next()?;
    let choices: Vec<usize> = (0..PLAIN.len()).filter(|&index| PLAIN[index] == plain).collect();
    Some(with(name, at, ACCENTED[*random.pick(&choices)?]))
}

fn spacing(name: &str, random: &mut Random) -> Option<String> {
    let blanks = places(name, |character| character == ' ');
    if let Some(&at) = random.pick(&blanks) {
        return Some(with(name, at, ""));
    }
    // Between a word and its number, or before an inner capital.
    let characters: Vec<(usize, char)> = name.char_indices().collect();
    let is_gap = |pair: &[(usize, char)]| {
        let (before, after) = (pair[0].1, pair[1].1);
        before.is_lowercase() && (after.is_ascii_digit() || after.is_uppercase())
    };
    let gaps: Vec<usize> = characters.windows(2).filter(|pair| is_gap(pair)).map(|pair| pair[1].0).collect();
    let at = *random.pick(&gaps)?;
    Some(format!("{} {}", &name[..at], &name[at..]))
}

fn punctuation(name: &str, random: &mut Random) -> Option<String> {
    let characters: Vec<(usize, char)> = name.char_indices().collect();
    let is_sign = |three: &[(usize, char)]| {
        three[0].1.is_alphabetic() && three[2].1.is_alphabetic() && matches!(three[1].1, '-' | '.' | '/' | '\'' | '’')
    };
    let signs: Vec<usize> = characters.windows(3).filter(|three| is_sign(three)).map(|three| three[1].0).collect();
    let at = *random.pick(&signs)?;
    let new = if name[at..].starts_with(['-', '/']) { random.pick(&["", " "])? } else { "" };
    Some(with(name, at, new))
}

/// Words that say that the order matters.
const JOINING: &[&str] =
    &["and", "or", "of", "for", "to", "from", "in", "on", "over", "with", "by", "as", "at", "vs", "per", "the", "a"];

fn word_order(name: &str, view: &View<'_>, random: &mut Random) -> Option<String> {
    let mut words: Vec<&str> = name.split(' ').collect();
    let is_plain = |word: &&str| {
        let is_word = word.chars().all(char::is_alphabetic) && word.chars().count() >= 2;
        is_word && !JOINING.contains(&word.to_lowercase().as_str()) && view.count(word) == 0
    };
    let is_sentence = words.iter().skip(1).any(|word| word.starts_with(char::is_lowercase));
    if !(2..=3).contains(&words.len()) || !words.iter().all(is_plain) || is_sentence {
        return None;
    }
    let at = random.below(words.len() - 1);
    words.swap(at, at + 1);
    Some(words.join(" "))
}

/// One edit within a long word.
pub(super) fn misspelled(name: &str, random: &mut Random) -> Option<String> {
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for word in name.split(|character: char| !character.is_alphanumeric()) {
        at += name[at..].find(word).unwrap_or(0);
        words.push((at, word));
        at += word.len();
    }
    let is_plain = |word: &str| {
        word.chars().count() >= 5 && word.is_ascii() && word.bytes().skip(1).all(|byte| byte.is_ascii_lowercase())
    };
    words.retain(|(_, word)| is_plain(word) && word.starts_with(|first: char| first.is_ascii_alphabetic()));
    let &(start, word) = random.pick(&words)?;
    // Between the second letter and the last but one.
    let at = 1 + random.below(word.len() - 2);
    let letter = char::from(b'a' + u8::try_from(random.below(26)).ok()?);
    let (before, here, after) = (&word[..at], &word[at..=at], &word[at + 1..]);
    let new = match random.below(4) {
        0 => format!("{before}{after}"),
        1 => format!("{before}{letter}{here}{after}"),
        2 => format!("{before}{letter}{after}"),
        _ if at + 2 < word.len() => format!("{before}{}{here}{}", &after[..1], &after[1..]),
        _ => format!("{before}{here}{here}{after}"),
    };
    (new != word).then(|| format!("{}{new}{}", &name[..start], &name[start + word.len()..]))
}

/// Words that tell the members of a family apart.
const TELLING: &[&str] = &[
    "north",
    "south",
    "east",
    "west",
    "central",
    "upper",
    "lower",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
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

fn abbreviated(name: &str, view: &View<'_>, random: &mut Random) -> Option<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let is_title = words.iter().all(|word| word.starts_with(char::is_uppercase));
    if words.len() < 2 || !is_title {
        return None;
    }
    let kept = 1 + random.below(words.len() - 1);
    let short = words[..kept].join(" ");
    let tells = |word: &&str| {
        let word = word.to_lowercase();
        let is_short = word.chars().count() < 2 || word.chars().any(|character| !character.is_alphabetic());
        is_short || TELLING.contains(&word.as_str()) || JOINING.contains(&word.as_str())
    };
    let starts_so = |text: &str| text != name && text.starts_with(&short);
    let is_clear = !words[kept..].iter().any(tells) && !JOINING.contains(&words[kept - 1]);
    let is_only = is_clear && view.count(&words[kept..].join(" ")) == 0 && !view.texts().any(starts_so);
    (is_only && short.chars().count() >= 4).then_some(short)
}

/// A column of which nine in ten items are keys of another table, and a key in it.
fn foreign_key(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    let keys: Vec<std::collections::BTreeSet<&str>> = view.tables.iter().map(keys).collect();
    let is_key = |&(table, column): &(usize, usize)| {
        let column =
            (0..keys.len()).filter(|&other| other != table).find(|&other| refers(view, table, column, &keys[other]));
        column.map(|other| &keys[other])
    };
    let is_wanted = |view: &View<'_>, &(table, row, column, item): &Site| {
        let item = &view.tables[table].rows[row].cells[column].items[item];
        // First columns share names because they are keys both.
        let is_plain = column > 0 && item.is_verbatim && is_name(&item.text);
        is_plain && is_key(&(table, column)).is_some_and(|keys| keys.contains(item.text.as_str()))
    };
    let sites = sites(view, random, is_wanted);
    sites.into_iter().find_map(|site| respelled(view, site, misspelled(&item_at(view, site).text, random)?))
}

fn refers(view: &View<'_>, table: usize, column: usize, keys: &std::collections::BTreeSet<&str>) -> bool {
    let items = view.tables[table].items().filter(|(other, _)| *other == column);
    let items: std::collections::BTreeSet<&str> = items.map(|(_, item)| item.text.as_str()).collect();
    let found = items.iter().filter(|item| keys.contains(*item)).count();
    items.len() >= 4 && keys.len() >= 5 && found * 10 >= items.len() * 9
}

/// The texts of the first column, if they are all different.
fn keys(table: &crate::page::TableView) -> std::collections::BTreeSet<&str> {
    let first: Vec<&str> =
        table.rows.iter().filter_map(|row| row.cells.first()).map(|cell| cell.text.as_str()).collect();
    let keys: std::collections::BTreeSet<&str> = first.iter().copied().collect();
    if keys.len() == first.len() { keys } else { Default::default() }
}
