//! The fields of a group of tables, or of lists: names, types, links, closed sets of values, marks.
//!
//! It decides field by field; what fields of several datasets share is for `relations.rs`. Another finding about a single field
//! is one more step of [`draft_fields`].

use std::collections::{BTreeMap, BTreeSet};

use super::Caution;
use super::candidate::Candidate;
use super::draft::{DraftField, From};
use crate::document::{Legend, RichText};
use crate::infer::column::Column;
use crate::infer::names::{Names, Naming, field_name, header_texts, snake};
use crate::infer::profile::{Profile, profile};
use crate::infer::table::{link_name, links};
use crate::recipe::{Context, Part};
use crate::schema::FieldType;
use crate::similarity::folded;

/// The columns of some tables as fields, without what the cells say of types yet; first what stands beside the tables, where it tells
/// records apart.
pub(super) fn bare_fields<'d>(tables: &[Candidate<'d>]) -> Vec<DraftField<'d>> {
    let beside = [
        (Context::Heading, "heading", "the heading above tells the tables apart"),
        (Context::Tab, "tab", "the tab tells the tables apart"),
        (Context::Section, "section", "rows of one cell head the rows below them"),
    ];
    let mut fields: Vec<DraftField<'d>> = Vec::new();
    for (context, name, reason) in beside {
        let cells: Vec<Option<&RichText>> = tables.iter().flat_map(|table| beside_rows(table, &context)).collect();
        let text = |cell: &Option<&RichText>| cell.map(|cell| folded(cell.text()));
        if cells.iter().any(|cell| text(cell) != text(&cells[0])) {
            let found = Profile::text().because(reason);
            fields.push(DraftField::new(name.to_owned(), From::Context(context), found, cells));
        }
    }
    let mut names = names_of(&fields);
    for table in tables {
        let (texts, is_grouped) = (header_texts(table.table), !table.table.header_groups.is_empty());
        for (index, header) in table.headers().into_iter().enumerate() {
            let Some(from) = address(tables, table, index, header) else { continue };
            if fields.iter().any(|field| is_same(&field.from, &from)) {
                continue;
            }
            let text = match &from {
                _ if is_grouped => texts[index].as_ref(),
                From::Header(text) => text,
                _ => "",
            };
            let name = field_name(text, index, Naming::Snake);
            let cells = tables.iter().flat_map(|table| cells_of(table, &from)).collect();
            fields.push(DraftField::new(names.claim(name, Naming::Snake), from, Profile::text(), cells));
        }
    }
    fields
}

/// What stands beside a table, for each of its records.
fn beside_rows<'d>(table: &Candidate<'d>, context: &Context) -> Vec<Option<&'d RichText>> {
    let heading = |is_tab| {
        let heading = table.document.nearest_heading(table.table.heading, is_tab);
        vec![heading.map(|heading| &heading.content); table.rows()]
    };
    match context {
        Context::Heading => heading(false),
        Context::Tab => heading(true),
        Context::Section => table.sections(),
        Context::Headings | Context::Caption | Context::Quote | Context::Parent | Context::FrontMatter(_) => {
            vec![None; table.rows()]
        }
    }
}

/// By its header where it has one of its own; else by its number, where no table has another column at that number.
fn address(tables: &[Candidate<'_>], table: &Candidate<'_>, index: usize, header: String) -> Option<From> {
    if !is_nameless(table, index) {
        return Some(From::Header(header));
    }
    tables.iter().all(|table| is_nameless(table, index)).then_some(From::Number(index))
}

/// Whether a column has no header, or one that a column before it has.
fn is_nameless(table: &Candidate<'_>, index: usize) -> bool {
    let headers = table.folded_headers();
    headers.get(index).is_none_or(|header| header.is_empty() || headers[..index].contains(header))
}

fn is_same(a: &From, b: &From) -> bool {
    match (a, b) {
        (From::Header(a), From::Header(b)) => folded(a) == folded(b),
        _ => a == b,
    }
}

fn cells_of<'d>(table: &Candidate<'d>, from: &From) -> Vec<Option<&'d RichText>> {
    let column = match from {
        From::Header(text) => table.folded_headers().iter().position(|header| *header == folded(text)),
        From::Number(number) => Some(*number),
        From::Context(_) | From::Field(_) => None,
    };
    match column {
        Some(column) => table.cells(column).collect(),
        None => vec![None; table.rows()],
    }
}

/// The name, with a number behind it where a field has it.
pub(super) fn unique_name(fields: &[DraftField<'_>], name: String) -> String {
    names_of(fields).claim(name, Naming::Snake)
}

fn names_of(fields: &[DraftField<'_>]) -> Names {
    fields.iter().map(|field| field.name.clone()).collect()
}

/// The same fields with what their cells say. `is_known` tells whether a text is a value of a column other than the field's.
pub(super) fn draft_fields<'d>(
    fields: Vec<DraftField<'d>>,
    legends: &[&Legend],
    is_known: &dyn Fn(&DraftField<'d>, &str) -> bool,
    caution: &Caution,
    dataset: &str,
) -> (Vec<DraftField<'d>>, Vec<String>) {
    let mut names = names_of(&fields);
    let mut drafted = Vec::new();
    let mut remarks = Vec::new();
    for mut field in fields {
        // What stands beside the tables is text, and what a list's items lead to is known.
        if matches!(field.from, From::Context(_)) || field.part == Part::Url {
            drafted.push(field);
            continue;
        }
        let column = field.column();
        if !caution.is_untyped(dataset) {
            field.profile = profile(&column, &|text| is_known(&field, text));
        }
        let is_whole = field.part == Part::Text;
        let link = if is_whole { link_field(&field, &column, &mut remarks) } else { None };
        let (marks, about) = mark_fields(&field, legends);
        field.marks = marks;
        drafted.push(field);
        for extra in link.into_iter().chain(about) {
            let name = names.claim(extra.name.clone(), Naming::Snake);
            drafted.push(DraftField { name, ..extra });
        }
    }
    (drafted, remarks)
}

/// A field for the addresses of a column whose cells are links, at least every other one; else a remark on those there are.
fn link_field<'d>(field: &DraftField<'d>, column: &Column<'d>, remarks: &mut Vec<String>) -> Option<DraftField<'d>> {
    let (field_type, reason) = links(column, &field.profile)?;
    let name = if field.from == From::Header("text".to_owned()) { "" } else { field.name.as_str() };
    let name = link_name(name, &field_type);
    let linked = column.cells.iter().filter(|cell| !cell.links().is_empty()).count();
    if linked * 2 < column.cells.len() {
        remarks.push(format!("`{}` has {reason}; `part: url` in a field of its own takes them", field.name));
        return None;
    }
    let profile = Profile { field_type, format: Some("uri"), ..Profile::text() }.because(reason);
    Some(DraftField { part: Part::Url, ..DraftField::new(name, field.from.clone(), profile, Vec::new()) })
}

/// The marks of a page's legends that stand behind names of a field, and a field for each that tells where.
fn mark_fields<'d>(field: &DraftField<'d>, legends: &[&Legend]) -> (BTreeMap<String, String>, Vec<DraftField<'d>>) {
    let mut marks = BTreeMap::new();
    let mut fields = Vec::new();
    let From::Header(_) = field.from else { return (marks, fields) };
    if !field.holds_names() {
        return (marks, fields);
    }
    let items = field.items();
    if items.iter().any(|item| item.chars().count() > LONGEST_MARKED) {
        return (marks, fields);
    }
    for legend in footnotes(legends) {
        let marked = items.iter().filter(|item| is_marked(item, &legend.mark)).count();
        let ends = items.iter().filter(|item| item.ends_with(&legend.mark)).count();
        // Where the sign also ends what it does not mark, as in `docs/*`, it may be a part of each.
        if marked == 0 || marked == items.len() || marked < ends || marks.contains_key(&legend.mark) {
            continue;
        }
        let meaning = meaning(legend);
        let field_type = if field.profile.field_type.is_list() { FieldType::string_list() } else { FieldType::Boolean };
        let reason = format!("`{}` stands behind {marked} of {} names; the page explains it", legend.mark, items.len());
        let profile = Profile { field_type, ..Profile::text() }.because(reason);
        let name = snake(&meaning);
        let name = if name.is_empty() { format!("{}_marked", field.name) } else { name };
        let about = DraftField::new(name, field.from.clone(), profile, Vec::new());
        fields.push(DraftField { mark: Some(legend.mark.clone()), ..about });
        marks.insert(legend.mark.clone(), meaning);
    }
    (marks, fields)
}

/// Prose ends in signs that are no marks.
const LONGEST_MARKED: usize = 80;

/// The legends whose marks are signs, and none the start of another: of `*` and `**` it is not clear which one stands behind a name.
/// Of several with one mark it is the first.
fn footnotes<'l>(legends: &[&'l Legend]) -> Vec<&'l Legend> {
    let mut marks: BTreeSet<&str> = BTreeSet::new();
    let first: Vec<&Legend> = legends.iter().copied().filter(|legend| marks.insert(&legend.mark)).collect();
    let is_part = |mark: &str| marks.iter().any(|other| *other != mark && other.contains(mark));
    let is_made_of = |mark: &str| marks.iter().any(|other| *other != mark && mark.contains(other));
    let is_sign = |mark: &str| !mark.is_empty() && mark.chars().all(is_footnote_sign);
    first.into_iter().filter(|one| is_sign(&one.mark) && !is_part(&one.mark) && !is_made_of(&one.mark)).collect()
}

/// Signs that stand behind a name to say something of it. Digits and brackets may be the name's own.
fn is_footnote_sign(character: char) -> bool {
    matches!(character, '*' | '+' | '†' | '‡' | '§' | '¶' | '#' | '^' | '°' | '~' | '※')
}

/// Whether a mark stands behind a name, once: behind a letter, a digit, a bracket, or a blank.
fn is_marked(item: &str, mark: &str) -> bool {
    let is_end = |last: char| last.is_alphanumeric() || last.is_whitespace() || matches!(last, ')' | '.' | '?');
    item.strip_suffix(mark)
        .is_some_and(|name| !name.trim().is_empty() && !name.contains(mark) && name.ends_with(is_end))
}

/// What a legend says that its mark means: `+ denotes coming soon` → `coming soon`.
fn meaning(legend: &Legend) -> String {
    let rest = legend.text.trim_start().strip_prefix(&legend.mark).unwrap_or(&legend.text);
    let rest = rest.trim_start_matches([':', '=', '-', '–', '—', ' ']);
    let words: Vec<&str> = rest.split_whitespace().collect();
    let verbs = ["denotes", "indicates", "means", "marks", "signifies", "is", "are", "="];
    let start = usize::from(words.first().is_some_and(|word| verbs.contains(word)));
    let sentence = words[start..].join(" ");
    let end = sentence.find(['.', ';', ',', '(']).unwrap_or(sentence.len());
    let short: Vec<&str> = sentence[..end].split_whitespace().take(8).collect();
    short.join(" ")
}

/// The most values that a closed set may have.
const MOST_VALUES: usize = 12;

/// The greatest length, in characters, of a value of a closed set.
const LONGEST_VALUE: usize = 24;

/// Finds the fields whose few values recur, and lists the values.
pub(super) fn enumerate(fields: &mut [DraftField<'_>], key: &[usize]) {
    for (place, field) in fields.iter_mut().enumerate() {
        if key.contains(&place) || !field.holds_names() {
            continue;
        }
        let (items, distinct) = (field.items(), field.distinct());
        let recurs = items.len() >= distinct.len() * 5 && items.len() >= 12;
        let is_small = distinct.len() > 1 && distinct.len() <= MOST_VALUES;
        // With two spellings of one value, or a value that stands once and may be a slip, the set would make a fault the rule.
        let is_clean = || {
            distinct.iter().map(|value| folded(value)).collect::<BTreeSet<_>>().len() == distinct.len()
                && distinct.iter().all(|value| items.iter().filter(|item| *item == value).count() > 1)
        };
        if recurs && is_small && is_clean() && distinct.iter().all(|value| may_be_closed(value)) {
            field.enumeration = Some(distinct.into_iter().map(str::to_owned).collect());
        }
    }
}

/// Whether a text may be one of a closed set: short, and no version, of which there is always a next one.
fn may_be_closed(value: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let has_version =
        value.as_bytes().windows(3).any(|three| is_digit(three[0]) && three[1] == b'.' && is_digit(three[2]));
    value.chars().count() <= LONGEST_VALUE && !value.contains('\n') && !has_version
}
