//! What fields and datasets are called: the header as a reader sees it, or a plain name of ASCII letters, of others where it has none.
//!
//! It knows texts, and of a table its header. Another way to name is one more variant of [`Naming`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::column::one_line;
use crate::document::Table;
use crate::similarity::{folded, is_combining_mark, unaccented};

/// How fields are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// As the header reads: `Service providers`; `column 3` where it is empty.
    Header,
    /// In ASCII letters, digits and `_`: `service_providers`; in the letters of its script where it has no such letter: `名前`; `column_3` where it has
    /// no letter at all.
    Snake,
}

/// The greatest length of a plain name, in characters.
const LONGEST: usize = 60;

/// A name for the column of a header text; `index` counts from 0.
pub(super) fn field_name(header: &str, index: usize, naming: Naming) -> String {
    let name = match naming {
        Naming::Header => one_line(header),
        Naming::Snake => Some(snake(header)).filter(|name| !name.is_empty()).unwrap_or_else(|| in_its_script(header)),
    };
    match (name.is_empty(), naming) {
        (false, _) => name,
        (true, Naming::Header) => format!("column {}", index + 1),
        (true, Naming::Snake) => format!("column_{}", index + 1),
    }
}

/// The header texts of a table's columns. One that several columns have stands behind those of the groups above it: `2019 Q1`, `2020 Q1`.
pub(super) fn header_texts(table: &Table) -> Vec<Cow<'_, str>> {
    let texts = table.header_texts();
    if table.header_groups.is_empty() {
        return texts.into_iter().map(Cow::Borrowed).collect();
    }
    let mut uses: HashMap<String, usize> = HashMap::new();
    texts.iter().for_each(|text| *uses.entry(folded(text)).or_default() += 1);
    let mut named = Vec::with_capacity(texts.len());
    for (index, text) in texts.into_iter().enumerate() {
        if uses[&folded(text)] == 1 {
            named.push(Cow::Borrowed(text));
            continue;
        }
        let groups = table.header_groups.iter().filter_map(|row| row.cells.get(index));
        let texts = groups.map(|cell| cell.content.text()).chain([text]).map(one_line);
        let mut parts: Vec<String> = texts.filter(|part| !part.is_empty()).collect();
        parts.dedup();
        named.push(Cow::Owned(parts.join(" ")));
    }
    named
}

/// Names of the fields of one table, of the datasets of one recipe, or of the tables of one page, each given once. A table may have thousands of
/// columns of one header text, and a page thousands of tables under one heading.
#[derive(Debug, Clone, Default)]
pub struct Names {
    taken: BTreeSet<String>,
    /// The last number that was given behind a name.
    last: BTreeMap<String, usize>,
}

impl<T: Into<String>> FromIterator<T> for Names {
    /// Names that are given already.
    fn from_iter<I: IntoIterator<Item = T>>(taken: I) -> Self {
        Self { taken: taken.into_iter().map(Into::into).collect(), last: BTreeMap::new() }
    }
}

impl Names {
    /// The name with the least number behind it that is not taken: `name`, `name 2` or `name_2`.
    pub(super) fn claim(&mut self, name: String, naming: Naming) -> String {
        let gap = if naming == Naming::Header { ' ' } else { '_' };
        self.claim_numbered(name, |name, number| format!("{name}{gap}{number}"))
    }

    /// The name, or where it is taken the first that is not of those that `numbered` makes of it and 2, 3 and so on.
    pub fn claim_numbered(&mut self, name: String, numbered: impl Fn(&str, usize) -> String) -> String {
        let from = self.last.get(&name).copied().unwrap_or(0);
        let named = |number: usize| if number < 2 { name.clone() } else { numbered(&name, number) };
        let number = (from.max(1)..).find(|&number| !self.taken.contains(&named(number))).unwrap_or(from);
        let found = named(number);
        self.last.insert(name, number);
        self.taken.insert(found.clone());
        found
    }
}

/// A text in ASCII letters in lower case, digits and `_`. Empty where it has none.
pub(super) fn snake(text: &str) -> String {
    let mut name = String::new();
    for character in spelled_out(text).chars() {
        match character.to_ascii_lowercase() {
            letter @ ('a'..='z' | '0'..='9') => name.push(letter),
            // An apostrophe is inside a word.
            '\'' | '’' => {}
            _ if name.is_empty() || name.ends_with('_') => {}
            _ => name.push('_'),
        }
    }
    let name = shortened(name.trim_end_matches('_'));
    // A name is no number, for the readers that would take it for one.
    if name.starts_with(|first: char| first.is_ascii_digit()) { format!("n{name}") } else { name.to_owned() }
}

/// A text in letters of whatever script, digits and `_`. Empty where it has no letter.
fn in_its_script(text: &str) -> String {
    let words = text.split(|character: char| !character.is_alphanumeric() && !is_combining_mark(character));
    let words = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect::<Vec<_>>().join("_");
    let name: String = words.chars().take(LONGEST).collect();
    let name = name.trim_end_matches('_');
    if name.starts_with(char::is_alphabetic) { name.to_owned() } else { String::new() }
}

/// At most so many characters, cut between two words where there are several.
fn shortened(name: &str) -> &str {
    match name.get(..LONGEST) {
        None => name,
        Some(start) => start.rfind('_').map_or(start, |end| &start[..end]),
    }
}

/// Without accents, letters that have none to lose in the usual two, signs that are words in words.
fn spelled_out(text: &str) -> String {
    let mut result = String::new();
    for character in unaccented(text).chars() {
        match character {
            'ß' | 'ẞ' => result.push_str("ss"),
            'æ' | 'Æ' => result.push_str("ae"),
            'œ' | 'Œ' => result.push_str("oe"),
            'ø' | 'Ø' => result.push('o'),
            'ł' | 'Ł' => result.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => result.push('d'),
            'þ' | 'Þ' => result.push_str("th"),
            'ı' => result.push('i'),
            '#' => result.push_str(" number "),
            '%' => result.push_str(" percent "),
            '&' => result.push_str(" and "),
            '+' => result.push_str(" plus "),
            other => result.push(other),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_become_plain_names() {
        let check =
            |header: &str, expected: &str| assert_eq!(field_name(header, 2, Naming::Snake), expected, "{header}");
        check("Service providers", "service_providers");
        check("ER Direct", "er_direct");
        check("Größe (Ø)", "grosse_o");
        check("İstanbul ıssız", "istanbul_issiz");
        check("#", "number");
        check("% of total", "percent_of_total");
        check("C++", "c_plus_plus");
        check("10G", "n10g");
        check("名前", "名前");
        check("Цена, за шт.", "цена_за_шт");
        check("가격 (원)", "가격_원");
        check("मूल्य", "मूल्य");
        check("✓", "column_3");
        check("  ", "column_3");
        check("What's new?", "whats_new");
        check(&"word ".repeat(40), &format!("word{}", "_word".repeat(11)));
    }

    #[test]
    fn names_are_kept_apart() {
        let claimed = |mut names: Names, claims: &[&str]| -> Vec<String> {
            claims.iter().map(|&name| names.claim(name.into(), Naming::Header)).collect()
        };
        assert_eq!(
            claimed(Names::default(), &["a", "a", "a 3", "a", "b", "a"]),
            ["a", "a 2", "a 3", "a 4", "b", "a 5"]
        );
        assert_eq!(claimed(Names::from_iter(["a", "a 2"]), &["a", "b", "a"]), ["a 3", "b", "a 4"]);
        assert_eq!(field_name("A\nB", 0, Naming::Header), "A B");
        assert_eq!(field_name("", 0, Naming::Header), "column 1");
    }
}
