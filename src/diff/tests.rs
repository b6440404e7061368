//! Datasets by hand, and what differs between two of them in lines. The tests beside the code use both.

use super::*;
use crate::dataset::FieldValue;
use crate::schema::{Field, FieldType};

/// A dataset of lines whose cells stand between ` | `. The first one names the fields: `count#` is an integer, `parts*` a list, `steps^` one whose
/// order says something, `url@` an address, `name!` is in the key. `-` is a missing value, nothing an empty text or list; ` + ` stands between the
/// items of a list.
pub(super) fn table<L: AsRef<str>>(lines: &[L]) -> Dataset {
    let fields: Vec<Field> = lines[0].as_ref().split(" | ").map(field).collect();
    let record = |line: &L| {
        let cells = line.as_ref().split('|').zip(&fields).map(|(cell, field)| value(cell.trim(), &field.field_type));
        Record::unplaced(cells)
    };
    let records = lines[1..].iter().map(record).collect();
    Dataset::new("d", Schema { fields, ..Schema::default() }, records).0
}

fn field(name: &str) -> Field {
    let field_type = match name.chars().last() {
        Some('#') => FieldType::Integer,
        Some('*' | '^') => FieldType::string_list(),
        _ => FieldType::String,
    };
    let format = name.ends_with('@').then_some("uri");
    let plain = name.trim_end_matches(['!', '#', '*', '^', '@']);
    Field { format, is_ordered: name.ends_with('^'), ..Field::new(plain, field_type) }
}

fn value(cell: &str, field_type: &FieldType) -> Value {
    match field_type {
        _ if cell == "-" => Value::Null,
        FieldType::Integer => Value::Integer(cell.parse().expect("it is a number")),
        FieldType::List(_) => Value::strings(cell.split(" + ").filter(|item| !item.is_empty())),
        _ => Value::String(cell.to_owned()),
    }
}

/// The key that the first line of a dataset names.
pub(super) fn key<L: AsRef<str>>(lines: &[L]) -> Vec<String> {
    lines[0].as_ref().split(" | ").filter_map(|name| name.strip_suffix('!')).map(str::to_owned).collect()
}

/// The changes between two datasets in lines, by the new one's key.
pub(super) fn compare<L: AsRef<str>>(old: &[L], new: &[L]) -> DatasetDiff {
    let options = Options { key: key(new), ..Options::default() };
    diff_sides(&Side::new(&table(old)), &Side::new(&table(new)), &options)
}

/// What a question about two datasets comes to, by the new one's key and the fields that pair up.
pub(super) fn compared<L: AsRef<str>, T>(old: &[L], new: &[L], ask: impl FnOnce(&class::Comparison<'_, '_>) -> T) -> T {
    let (old, new_table) = (table(old), table(new));
    let fields = pair_fields(&old, &new_table);
    ask(&class::Comparison::new(&Side::new(&old), &Side::new(&new_table), &fields, &key(new)))
}

/// A diff line by line: what happened to the fields (`=`), and to the records (`+`, `-`, `>`, `~`) field by field.
pub(super) fn told(diff: &DatasetDiff) -> Vec<String> {
    let schema = diff.schema.iter().map(|change| format!("= {}", change.sentence(Noun::Table)));
    schema.chain(diff.changes.iter().map(told_change)).collect()
}

fn told_change(change: &Change) -> String {
    // A record without a key is told by its values.
    let name = |key: &Key, record: &Record| match key.is_empty() {
        true => record.values.iter().map(|field| shown(&field.value)).collect::<Vec<_>>().join("/"),
        false => key.iter().map(shown).collect::<Vec<_>>().join("/"),
    };
    let head = match change {
        Change::Added { key, record } => format!("+ {}", name(key, record)),
        Change::Removed { key, record } => format!("- {}", name(key, record)),
        Change::Renamed { from, to, before, after, .. } => format!("> {} → {}", name(from, before), name(to, after)),
        Change::Modified { key, after, .. } => format!("~ {}", name(key, after)),
    };
    std::iter::once(head).chain(change.fields().iter().map(told_field)).collect::<Vec<_>>().join("; ")
}

fn told_field(change: &FieldChange) -> String {
    let class = match change.class {
        ChangeClass::Cosmetic(reason) => reason.to_string(),
        other => other.name().to_owned(),
    };
    let mut text = format!("{}: {} → {} ({class})", change.field, shown(&change.before), shown(&change.after));
    if let Some(items) = &change.items {
        text += &told_items(items);
    }
    if let Some([before, after]) = &change.written {
        text += &format!(" «{before}» «{after}»");
    }
    text
}

/// ` +came −went old>new`.
pub(super) fn told_items(items: &ItemChanges) -> String {
    let added = items.added.iter().map(|item| format!(" +{item}"));
    let removed = items.removed.iter().map(|item| format!(" −{item}"));
    let renamed = items.renamed.iter().map(|item| format!(" {}>{}", item.from, item.to));
    added.chain(removed).chain(renamed).collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::List(_) => format!("[{value}]"),
        scalar => scalar.to_string(),
    }
}

#[test]
fn records_are_added_removed_and_modified() {
    let (old, new) = (["name! | zone#", "a | 1", "b | 1", "c | 1"], ["name! | zone#", "d | 1", "b | 2", "a | 1"]);
    let found = compare(&old, &new);
    assert_eq!(told(&found), ["~ b; zone: 1 → 2 (substantive)", "- c", "+ d"]);
    assert_eq!((found.records, found.key.as_slice()), ([3, 3], ["name".to_owned()].as_slice()));
    assert_eq!(told(&compare(&old, &old)), [""; 0]);
    // A key that one side does not have identifies nothing.
    let found = compare(&["town | zone#", "a | 1"], &["name! | zone#", "b | 1"]);
    assert_eq!(found.key, [""; 0]);
}

#[test]
fn a_diff_goes_by_the_primary_key_of_the_new_side() {
    let keyed = |lines: &[&str]| {
        let plain = table(lines);
        let schema = Schema { primary_key: key(lines), ..plain.schema().clone() };
        Dataset::new("d", schema, plain.records().to_vec()).0
    };
    let (old, new) = (keyed(&["name | zone#", "a | 1", "b | 2"]), keyed(&["name! | zone#", "b | 1", "a | 2"]));
    assert_eq!(told(&diff(&old, &new)), ["~ a; zone: 1 → 2 (substantive)", "~ b; zone: 2 → 1 (substantive)"]);
    // The old side has none, so that the way back goes by the values.
    assert_eq!(told(&diff(&new, &old)), ["- a/2", "- b/1", "+ a/1", "+ b/2"]);
}

#[test]
fn a_change_knows_both_of_its_records() {
    let found = compare(
        &["name! | note | size#", "a | N | 1", "gone | x | 7", "Toronoto | Sea | 5", "c | q | 2"],
        &["name! | note | size#", "a | n | 1", "came | y | 8", "Toronto | Sea | 5", "c | q | 3"],
    );
    let text = |values: &[FieldValue]| values.iter().map(|field| shown(&field.value)).collect::<Vec<_>>().join("/");
    let record = |record: Option<&Record>| record.map_or("-".to_owned(), |record| text(&record.values));
    let line = |change: &Change| {
        let key: Vec<String> = change.key().iter().map(shown).collect();
        let fields: Vec<&str> = change.fields().iter().map(|field| field.field.as_str()).collect();
        let mark = if change.is_substantive() { "" } else { " cosmetic" };
        format!("{}: {} {} {}{mark}", key.join("/"), record(change.before()), record(change.after()), fields.join(","))
    };
    assert_eq!(
        found.changes.iter().map(line).collect::<Vec<_>>(),
        [
            "Toronto: Toronoto/Sea/5 Toronto/Sea/5 ",
            "a: a/N/1 a/n/1 note cosmetic",
            "c: c/q/2 c/q/3 size",
            "came: - came/y/8 ",
            "gone: gone/x/7 - ",
        ]
    );
}

#[test]
fn a_class_is_substantive_cosmetic_or_neither() {
    let check = |class: ChangeClass, expected: (&str, bool, bool)| {
        let change = FieldChange {
            field: "f".into(),
            before: Value::Null,
            after: Value::Null,
            class,
            items: None,
            written: None,
        };
        assert_eq!((class.name(), change.is_substantive(), change.is_cosmetic()), expected);
    };
    check(ChangeClass::Substantive, ("substantive", true, false));
    check(ChangeClass::Cosmetic(Cosmetic::Case), ("cosmetic", false, true));
    check(ChangeClass::Schema, ("schema", false, false));
    assert_eq!([Noun::Table, Noun::List, Noun::Dataset].map(Noun::word), ["table", "list", "dataset"]);
}

#[test]
fn a_side_knows_what_it_was_told() {
    let dataset = table(&["a | b", "p | q", "r | s"]);
    let side = Side {
        written: vec![vec![None, Some(" q ")], vec![Some("r")]],
        respelled: [((1, 0), Value::String("R".into()))].into(),
        told: [((0, 1), vec!["struck out".to_owned()])].into(),
        ..Side::new(&dataset)
    };
    let all = |record: usize, field: usize| {
        let values = [side.value(record, field), side.respelled(record, field)].map(shown);
        format!("{} {:?} {}", values.join(" "), side.written(record, field), side.told(record, field).join(","))
    };
    assert_eq!([all(0, 0), all(0, 1)], ["p p None ", "q q Some(\" q \") struck out"]);
    assert_eq!([all(1, 0), all(1, 1)], ["r R Some(\"r\") ", "s s None "]);
}

#[test]
fn a_dataset_comes_and_goes_with_all_of_its_records() {
    let dataset = table(&["name | zone#", "b | 1", "a | 2"]);
    let key = ["name".to_owned()];
    let (came, went) = (added(&dataset, &key), removed(&dataset, &key));
    assert_eq!(told(&came), ["= the table is new", "+ a", "+ b"]);
    assert_eq!(told(&went), ["= the table is gone", "- a", "- b"]);
    assert_eq!((came.records, went.records), ([0, 2], [2, 0]));
    assert_eq!((came.inverse(), went.inverse()), (went, came));
}

/// Two records that would pair up equally well with one must not be told apart by which side is the new one.
#[test]
fn ties_are_broken_alike_on_the_way_back() {
    let dataset = |fields: &[(&str, FieldType)], rows: &[&[Value]]| {
        let fields = fields.iter().map(|(name, field_type)| Field::new(*name, field_type.clone())).collect();
        let records = rows.iter().map(|row| Record::unplaced(row.iter().cloned())).collect();
        Dataset::new("d", Schema { fields, ..Schema::default() }, records).0
    };
    let text = |text: &str| Value::String(text.into());
    let old = dataset(
        &[("count", FieldType::Integer), ("place", FieldType::string_list())],
        &[
            &[Value::Integer(1), Value::List(vec![text("Zürich")])],
            &[Value::Integer(2), Value::List(vec![text("Zu\u{308}rich")])],
        ],
    );
    let new = dataset(
        &[("place", FieldType::String), ("count", FieldType::Integer)],
        &[&[text("Zürich"), Value::Integer(0)]],
    );
    let options = Options { key: vec!["place".into()], ..Options::default() };
    let there = diff_sides(&Side::new(&old), &Side::new(&new), &options);
    assert_eq!(there.inverse(), diff_sides(&Side::new(&new), &Side::new(&old), &options));
}
