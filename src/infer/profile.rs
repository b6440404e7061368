//! What a column holds, judged by all of its cells: the type, the texts that mean nothing, the separators of a list.
//!
//! It knows the cells and the header of one column, no table and no page. Text is never lost: a type is given only where every
//! value prints back as it stands, and where one cell does not fit the column is text. Another type is one more
//! question in [`profile`], in the order of how much it says.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::column::{Column, Content, one_line};
use super::lists::{Hints, find_list};
use super::marks::{Answer, answer, has_empty_boxes_only, heads, initial, is_letter_mark, is_nothing, word};
use crate::recipe::Separators;
use crate::schema::{Field, FieldType, GROUP_CHARS, coerce_ref, is_grouped};

/// What a column holds.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    pub(super) field_type: FieldType,
    /// `uri` where every text is an address.
    pub(super) format: Option<&'static str>,
    /// The signs that say yes.
    pub(super) true_values: Vec<String>,
    /// The signs that say no.
    pub(super) false_values: Vec<String>,
    /// The texts of the column that mean that there is no value.
    pub(super) missing_values: Vec<String>,
    /// What separates the items of a list.
    pub(super) separators: Separators,
    /// Why, in a few words; nothing where it is plain text, and no type is near.
    pub(super) reason: Option<String>,
}

impl Profile {
    /// Plain text.
    pub(super) fn text() -> Self {
        Self::new(FieldType::String)
    }

    fn new(field_type: FieldType) -> Self {
        Self {
            field_type,
            format: None,
            true_values: Vec::new(),
            false_values: Vec::new(),
            missing_values: Vec::new(),
            separators: Separators::none(),
            reason: None,
        }
    }

    /// The same with a reason.
    pub(super) fn because(self, reason: impl Into<String>) -> Self {
        Self { reason: Some(reason.into()), ..self }
    }

    /// A field of this type.
    pub(super) fn field(&self, name: &str) -> Field {
        Field {
            format: self.format,
            true_values: self.true_values.clone(),
            false_values: self.false_values.clone(),
            missing_values: self.missing_values.clone(),
            ..Field::new(name, self.field_type.clone())
        }
    }
}

/// What a column holds. `is_known` tells whether a text is a value of another column of the page, which speaks for a list.
pub(super) fn profile(column: &Column<'_>, is_known: &dyn Fn(&str) -> bool) -> Profile {
    let says_nothing = |cell: &Content<'_>| is_nothing(cell.trimmed()) && !cell.is_all_code();
    let (filled, nothing) = match column.cells.iter().all(|cell| cell.has_text() && !says_nothing(cell)) {
        true => (Cow::Borrowed(column.cells.as_slice()), Vec::new()),
        false => {
            let written = column.cells.iter().copied().filter(|cell| cell.has_text());
            let (nothing, filled): (Vec<_>, Vec<_>) = written.partition(says_nothing);
            (Cow::Owned(filled), nothing.into_iter().map(Content::trimmed).collect())
        }
    };
    if filled.is_empty() {
        return Profile::new(FieldType::String);
    }
    let texts = Texts(&filled);
    let typed = || {
        let found = boolean(column, texts, nothing.len()).or_else(|| numeric(column, texts));
        found.or_else(|| dated(texts)).or_else(|| addresses(texts))
    };
    // `~~5~~` is not meant any more, and `10<sup>6</sup>` is no `106`.
    let is_told = filled.iter().any(|cell| cell.is_told());
    let found = if is_told { None } else { typed() }.or_else(|| list(column, &filled, is_known));
    let signs: BTreeSet<&str> = nothing.iter().copied().collect();
    match found {
        // A sign that also stands as code is a value.
        Some(_) if !signs.is_empty() && texts.iter().any(|text| signs.contains(text)) => Profile::text(),
        Some(found) => with_missing(found, signs, nothing.len()),
        None => Profile { reason: grouped(column, &filled).or_else(|| nearly(column, &filled)), ..Profile::text() },
    }
}

/// What most values of a column of texts are, and the ones that are not: `13 of 14 are dates; `12 Dec 2018` is not`. Nothing where no type is near.
fn nearly(column: &Column<'_>, filled: &[Content<'_>]) -> Option<String> {
    let most = filled.len() / LEAST_FITTING;
    if filled.len() - most < LEAST_NEAR {
        return None;
    }
    // Most columns of texts are of no type from the start on, which the first byte of their values tells.
    let may_be = |cell: &&Content<'_>| {
        let text = cell.trimmed();
        text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) || word(text).is_some()
    };
    if most == 0 || filled.iter().filter(|cell| !may_be(cell)).nth(most).is_some() {
        return None;
    }
    let odd_ones = |field_type: FieldType| {
        let field = Field::new("", field_type);
        let is_odd = |cell: &&Content<'_>| cell.is_told() || coerce_ref(cell.trimmed(), &field).is_err();
        let odd: Vec<&str> = filled.iter().filter(is_odd).map(|cell| cell.trimmed()).take(most + 1).collect();
        (odd.len() <= most).then_some(odd)
    };
    let types = [
        (FieldType::Integer, "whole numbers"),
        (FieldType::Number, "numbers"),
        (FieldType::Date, "dates"),
        (FieldType::YearMonth, "months"),
        (FieldType::Boolean, "yes or no"),
    ];
    let is_name = |kind: &FieldType| match kind {
        FieldType::Integer => header_has(column, NAMES_OF_DIGITS),
        FieldType::Number => header_has(column, NAMES_OF_DIGITS) || header_has(column, NAMES_WITH_DOTS),
        _ => false,
    };
    let mut types = types.into_iter().filter(|(kind, _)| !is_name(kind));
    let (odd, kind) = types.find_map(|(field_type, kind)| Some((odd_ones(field_type)?, kind)))?;
    let first = one_line(odd.first()?);
    let shown: String = first.chars().take(LONGEST_SHOWN).collect();
    let cut = if shown.len() < first.len() { "…" } else { "" };
    let more = match odd.len() {
        1 => "is not".to_owned(),
        count => format!("and {} more are not", count - 1),
    };
    Some(format!("{} of {} are {kind}; `{shown}{cut}` {more}", filled.len() - odd.len(), filled.len()))
}

/// What is to be said where all values are numbers, some of them in groups of digits. A text never becomes a number by itself that it does not print
/// back.
fn grouped(column: &Column<'_>, filled: &[Content<'_>]) -> Option<String> {
    let is_number = |cell: &Content<'_>| cell.trimmed().starts_with(|c: char| c == '-' || c.is_ascii_digit());
    if !filled.iter().all(|cell| is_number(cell) && !cell.is_told()) || header_has(column, NAMES_OF_DIGITS) {
        return None;
    }
    let first = |sign: char| filled.iter().map(|cell| cell.trimmed()).find(move |text| is_grouped(text, sign));
    let (sign, shown) = GROUP_CHARS.into_iter().find_map(|sign| Some((sign, first(sign)?)))?;
    let fits = |field_type: &FieldType| {
        let field = Field { group_char: Some(sign), ..Field::new("", field_type.clone()) };
        filled.iter().all(|cell| coerce_ref(cell.trimmed(), &field).is_ok())
    };
    let kind = [FieldType::Integer, FieldType::Number].into_iter().find(fits)?;
    let name = kind.name();
    Some(format!("numbers in groups, such as `{shown}`: `type: {name}` and `group_char: \"{sign}\"` read them"))
}

/// Of so many values one may be odd in a column that is nearly of a type.
const LEAST_FITTING: usize = 4;

/// So many values at least are of the type.
const LEAST_NEAR: usize = 3;

/// The greatest length of an odd value in a reason, in characters.
const LONGEST_SHOWN: usize = 40;

/// The texts of some cells, without the blanks around them.
#[derive(Clone, Copy)]
struct Texts<'c, 'd>(&'c [Content<'d>]);

impl<'d> Texts<'_, 'd> {
    fn iter(&self) -> impl Iterator<Item = &'d str> {
        self.0.iter().map(|cell| cell.trimmed())
    }

    fn len(&self) -> usize {
        self.0.len()
    }
}

/// Adds the signs for nothing that the column has, in the order of their spelling, and how often they stand there.
fn with_missing(mut found: Profile, signs: BTreeSet<&str>, count: usize) -> Profile {
    let marks: Vec<String> = signs.into_iter().map(str::to_owned).collect();
    if let (Some(reason), false) = (&mut found.reason, marks.is_empty()) {
        let say = if marks.len() == 1 { "says" } else { "say" };
        reason.push_str(&format!("; `{}` {say} nothing {}", marks.join("`, `"), times(count)));
    }
    found.missing_values = marks;
    found
}

/// `once`, `2 times`.
pub(super) fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// Words of a header whose column holds names made of digits.
const NAMES_OF_DIGITS: &[&str] = &[
    "zip",
    "zipcode",
    "postal",
    "postcode",
    "plz",
    "phone",
    "telephone",
    "tel",
    "fax",
    "mobile",
    "version",
    "versions",
    "isbn",
    "ean",
    "upc",
    "sku",
    "hash",
    "sha",
    "checksum",
    "commit",
    "ssn",
    "serial",
];

/// Words of a header whose column, if it holds decimals, holds versions.
const NAMES_WITH_DOTS: &[&str] = &[
    "release",
    "releases",
    "since",
    "added",
    "introduced",
    "removed",
    "deprecated",
    "kubernetes",
    "k8s",
    "node",
    "python",
    "ruby",
    "php",
    "go",
    "java",
    "os",
    "ubuntu",
    "debian",
    "branch",
    "tag",
    "section",
    "chapter",
    "clause",
    "number",
    "kubectl",
    "client",
    "server",
    "suite",
    "runtime",
    "engine",
];

/// Words of a header whose column holds the signs themselves, not answers.
const NAMES_OF_SIGNS: &[&str] = &["symbol", "symbols", "icon", "icons", "emoji", "mark", "sign", "legend"];

/// Words of a header whose column holds texts, which have commas as sentences do.
const NAMES_OF_TEXTS: &[&str] = &[
    "description",
    "descriptions",
    "purpose",
    "note",
    "notes",
    "comment",
    "comments",
    "remark",
    "remarks",
    "details",
    "summary",
    "explanation",
    "meaning",
    "reason",
    "why",
    "when",
    "how",
    "what",
];

fn header_has(column: &Column<'_>, words: &[&str]) -> bool {
    let header = column.header.to_lowercase();
    header.split(|character: char| !character.is_alphanumeric()).any(|word| words.contains(&word))
}

/// A column of yes and no. Letters such as `X` count where there are several of them, and blanks or signs beside them.
fn boolean(column: &Column<'_>, texts: Texts<'_, '_>, nothing: usize) -> Option<Profile> {
    if let Some(found) = own_sign(column, texts).or_else(|| initials(texts)) {
        return Some(found);
    }
    let (mut yes, mut no) = (0, 0);
    for text in texts.iter().filter(|text| !is_letter_mark(text)) {
        match answer(text)? {
            Answer::Yes => yes += 1,
            Answer::No => no += 1,
        }
    }
    let letters = texts.len() - yes - no;
    let has_room = column.rows > texts.len() || nothing > 0 || no > 0;
    let letters_fit = letters == 0 || (letters > 1 && has_room && yes == 0);
    let signs: BTreeSet<&str> = texts.iter().filter(|text| word(text).is_none()).collect();
    let are_signs =
        header_has(column, NAMES_OF_SIGNS) || has_empty_boxes_only(&signs) || is_legend(column, texts, &signs);
    if !letters_fit || are_signs {
        return None;
    }
    let mut found =
        Profile::new(FieldType::Boolean).because(format!("every cell says yes or no ({})", of(texts.len())));
    for sign in signs {
        let values = match is_letter_mark(sign) || answer(sign) == Some(Answer::Yes) {
            true => &mut found.true_values,
            false => &mut found.false_values,
        };
        values.push(sign.to_owned());
    }
    Some(found)
}

/// Nothing but the sign that the header has, which says yes, whatever it is: `❌` below `❌`, which a legend calls deprecated.
fn own_sign(column: &Column<'_>, texts: Texts<'_, '_>) -> Option<Profile> {
    if !texts.iter().all(|text| heads(&column.header, text)) {
        return None;
    }
    let signs: BTreeSet<&str> = texts.iter().collect();
    let reason = format!("every cell has the sign of the header ({})", of(texts.len()));
    let true_values = signs.into_iter().map(str::to_owned).collect();
    Some(Profile { true_values, ..Profile::new(FieldType::Boolean) }.because(reason))
}

/// `Y` and `N`, where both are there and nothing else.
fn initials(texts: Texts<'_, '_>) -> Option<Profile> {
    let letters: BTreeSet<&str> = texts.iter().map(|text| initial(text).map(|_| text)).collect::<Option<_>>()?;
    let of_answer = |wanted: Answer| -> Vec<String> {
        letters.iter().filter(|letter| initial(letter) == Some(wanted)).map(|&letter| letter.to_owned()).collect()
    };
    let (true_values, false_values) = (of_answer(Answer::Yes), of_answer(Answer::No));
    let reason = format!("every cell says yes or no ({})", of(texts.len()));
    let found = Profile { true_values, false_values, ..Profile::new(FieldType::Boolean) }.because(reason);
    (!found.true_values.is_empty() && !found.false_values.is_empty()).then_some(found)
}

/// Whether the signs of a first column are what the table explains: each stands there once, and none is a word.
fn is_legend(column: &Column<'_>, texts: Texts<'_, '_>, signs: &BTreeSet<&str>) -> bool {
    column.index == 0 && column.rows == texts.len() && texts.len() > 1 && signs.len() == texts.len()
}

/// `60 of 60`, for what holds for all.
fn of(count: usize) -> String {
    format!("{count} of {count}")
}

fn all_coerce(texts: Texts<'_, '_>, field_type: FieldType) -> bool {
    let field = Field::new("", field_type);
    texts.iter().all(|text| coerce_ref(text, &field).is_ok())
}

/// Whole numbers, or decimals that print back as they stand, unless they are names.
fn numeric(column: &Column<'_>, texts: Texts<'_, '_>) -> Option<Profile> {
    // A longer one is an identifier, which a reader that knows floats only would change.
    let is_short = |text: &str| text.len() <= 15;
    if header_has(column, NAMES_OF_DIGITS) || !texts.iter().all(is_short) {
        return None;
    }
    if all_coerce(texts, FieldType::Integer) {
        let reason = format!("every value is a whole number ({})", of(texts.len()));
        return Some(Profile::new(FieldType::Integer).because(reason));
    }
    let field = Field::new("", FieldType::Number);
    let prints_back = |text: &str| prints_back(text) && coerce_ref(text, &field).is_ok();
    if texts.iter().all(prints_back) && !header_has(column, NAMES_WITH_DOTS) && !count_up(texts) {
        let reason = format!("every value is a number that prints back as it stands ({})", of(texts.len()));
        return Some(Profile::new(FieldType::Number).because(reason));
    }
    None
}

/// Whether the shortest form of a number, as [`coerce_ref`] takes it, is its text.
///
/// It has at most 15 digits, so that no two of them share a 64-bit float (IEEE 754, `DBL_DIG`): the shortest one that gives the float is this one,
/// unless a zero at its end is left out.
fn prints_back(text: &str) -> bool {
    text.as_bytes().last() != Some(&b'0') || !text.as_bytes().contains(&b'.')
}

/// Whether numbers go up by tenths, each one once, as versions do: `1.7`, `1.8`, `1.9`, `2.0`.
fn count_up(texts: Texts<'_, '_>) -> bool {
    let tenths: Option<Vec<i64>> = texts
        .iter()
        .map(|text| {
            let (whole, tenth) = text.split_once('.').unwrap_or((text, "0"));
            let digit = tenth.parse::<u8>().ok().filter(|_| tenth.len() == 1)?;
            let size = whole.trim_start_matches('-').parse::<i64>().ok()? * 10 + i64::from(digit);
            Some(if text.starts_with('-') { -size } else { size })
        })
        .collect();
    let Some(mut tenths) = tenths else { return false };
    tenths.sort_unstable();
    let steps = tenths.windows(2).filter(|pair| pair[1] - pair[0] == 1).count();
    let has_twice = tenths.windows(2).any(|pair| pair[0] == pair[1]);
    !has_twice && tenths.len() > 2 && steps * 2 >= tenths.len() - 1
}

/// Dates and months as ISO 8601 writes them.
fn dated(texts: Texts<'_, '_>) -> Option<Profile> {
    if all_coerce(texts, FieldType::Date) {
        let reason = format!("every value is a date ({})", of(texts.len()));
        return Some(Profile::new(FieldType::Date).because(reason));
    }
    if all_coerce(texts, FieldType::YearMonth) && !texts.iter().all(is_season) {
        let reason = format!("every value is a month ({})", of(texts.len()));
        return Some(Profile::new(FieldType::YearMonth).because(reason));
    }
    None
}

/// `2010-11`, which may be the year from 2010 to 2011.
fn is_season(text: &str) -> bool {
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u32>().ok());
    matches!((number(2..4), number(5..7)), (Some(year), Some(next)) if next == (year + 1) % 100)
}

/// Addresses of the web.
fn addresses(texts: Texts<'_, '_>) -> Option<Profile> {
    let is_address = |text: &str| {
        let schemes = ["http://", "https://", "ftp://", "mailto:"];
        schemes.iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme))
            && !text.contains(char::is_whitespace)
    };
    texts.iter().all(is_address).then(|| {
        let reason = format!("every value is an address ({})", of(texts.len()));
        Profile { format: Some("uri"), ..Profile::new(FieldType::String) }.because(reason)
    })
}

fn list(column: &Column<'_>, filled: &[Content<'_>], is_known: &dyn Fn(&str) -> bool) -> Option<Profile> {
    let hints = Hints { is_known, is_of_texts: &|| header_has(column, NAMES_OF_TEXTS) };
    let found = find_list(filled, &hints)?;
    Some(Profile { separators: found.separators, ..Profile::new(FieldType::string_list()) }.because(found.reason))
}
