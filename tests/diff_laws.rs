//! The laws of a diff over random datasets: 256 of them, or as many as `PROPTEST_CASES` says.
//!
//! Small alphabets make the same keys, near keys, repeated rows and repeated items likely.

#[path = "laws/diff.rs"]
mod laws;

use proptest::prelude::*;
use proptest::sample::select;
use rowmill::diff::{Change, diff};
use rowmill::schema::{Field, FieldType, Schema, Value};
use rowmill::{Dataset, Record};

/// Names that are near each other in every way that a diff knows.
const NAMES: &[&str] = &[
    "London",
    "London2",
    "london",
    "Lon don",
    "Zürich",
    "Zu\u{308}rich",
    "Zurich",
    "Oslo",
    "Osl o",
    "1.2",
    "1.3",
    "v1.2",
    "",
    "Graz",
    "Graz (east)",
    "Toronto",
    "Toronoto",
    "10G",
    "100G",
    "Milan",
    "Milan 2",
];

const FIELDS: &[&str] = &["name", "zone", "open", "rivers", "note", "Note", "phase 1", "phase 2"];

fn text() -> impl Strategy<Value = Value> {
    select(NAMES).prop_map(|name| Value::String(name.to_owned()))
}

fn value(field_type: FieldType) -> BoxedStrategy<Value> {
    let filled = match field_type {
        FieldType::Integer => (0_i64..4).prop_map(Value::Integer).boxed(),
        FieldType::Boolean => any::<bool>().prop_map(Value::Boolean).boxed(),
        FieldType::List(_) => prop::collection::vec(text(), 0..4).prop_map(Value::List).boxed(),
        _ => text().boxed(),
    };
    prop_oneof![1 => Just(Value::Null), 6 => filled].boxed()
}

fn field() -> impl Strategy<Value = Field> {
    let types = [FieldType::String, FieldType::Integer, FieldType::Boolean, FieldType::string_list()];
    (select(FIELDS), select(types.to_vec())).prop_map(|(name, field_type)| Field::new(name, field_type))
}

fn fields() -> impl Strategy<Value = Vec<Field>> {
    prop::collection::vec(field(), 1..5).prop_map(|mut fields| {
        let mut seen = Vec::new();
        fields.retain(|field| {
            !seen.contains(&field.name) && {
                seen.push(field.name.clone());
                true
            }
        });
        fields
    })
}

/// A dataset without a primary key, so that every record stays, and repeated keys too.
fn dataset() -> impl Strategy<Value = Dataset> {
    fields().prop_flat_map(|fields| {
        let values: Vec<_> = fields.iter().map(|field| value(field.field_type.clone())).collect();
        let schema = Schema { fields, ..Schema::default() };
        prop::collection::vec(values, 0..8).prop_map(move |rows| {
            let records = rows.into_iter().map(Record::unplaced).collect();
            Dataset::new("d", schema.clone(), records).0
        })
    })
}

/// A dataset of whose records the first ones have one name in their first field, and the same with another name.
fn renamed_together() -> impl Strategy<Value = (Dataset, Dataset)> {
    (dataset(), text(), text(), 0_usize..8).prop_map(|(dataset, from, to, count)| {
        let with = |name: &Value| {
            let mut records = dataset.records().to_vec();
            if dataset.schema().fields[0].field_type == FieldType::String {
                records.iter_mut().take(count).for_each(|record| record.values[0].value = name.clone());
            }
            Dataset::new("d", dataset.schema().clone(), records).0
        };
        (with(&from), with(&to))
    })
}

/// A dataset, and one made of it by changing some values, rows and columns.
fn revisions() -> impl Strategy<Value = (Dataset, Dataset)> {
    let edited = dataset().prop_flat_map(|old| {
        let edits = prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), text()), 0..4);
        (Just(old), edits, any::<bool>(), any::<bool>()).prop_map(|(old, edits, drops, turns)| {
            let mut records = old.records().to_vec();
            for (row, column, text) in edits {
                if records.is_empty() {
                    break;
                }
                let (row, column) = (row.index(records.len()), column.index(old.schema().fields.len()));
                records[row].values[column].value = match old.schema().fields[column].field_type {
                    FieldType::String => text,
                    FieldType::List(_) => Value::List(vec![text]),
                    _ => Value::Null,
                };
            }
            if drops {
                records.pop();
            }
            if turns {
                records.reverse();
            }
            let new = Dataset::new("d", old.schema().clone(), records).0;
            (old, new)
        })
    });
    prop_oneof![edited, renamed_together(), (dataset(), dataset())]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_differs_from_itself(dataset in dataset(), keys in 0_usize..3) {
        laws::nothing_differs_from_itself(&dataset, keys);
    }

    #[test]
    fn a_diff_makes_the_new_side_of_the_old_one((old, new) in revisions(), keys in 0_usize..3) {
        laws::a_diff_makes_the_new_side(&old, &new, keys);
    }

    #[test]
    fn the_way_back_is_the_inverse((old, new) in revisions(), keys in 0_usize..3) {
        laws::the_way_back_is_the_inverse(&old, &new, keys);
    }

    #[test]
    fn a_keyed_diff_makes_the_new_side_in_its_order((old, new) in revisions()) {
        laws::a_keyed_diff_makes_the_new_side_in_its_order(&old, &new);
    }

    #[test]
    fn order_says_nothing(dataset in dataset(), keys in 0_usize..3, seed in any::<u64>()) {
        laws::order_says_nothing(&dataset, keys, seed);
    }

    #[test]
    fn a_renamed_key_is_found(rows in 3_usize..8, renamed in any::<prop::sample::Index>(), seed in 0_u32..1000) {
        let letters = |number: u32| (0..5).map(|place| char::from(b'a' + (number / 7_u32.pow(place) % 23) as u8)).collect::<String>();
        let record = |row: usize, name: String| {
            let fact = |kind: u32| Value::String(format!("fact {}", letters(seed + 100 * kind + 17 * row as u32)));
            let list = Value::List(vec![Value::String("common".into()), fact(3)]);
            Record::unplaced([Value::String(name), fact(1), fact(2), list])
        };
        let name = |row: usize| format!("place {}", letters(seed * 3 + 211 * row as u32 + 5000));
        let fields = [("name", FieldType::String), ("a", FieldType::String), ("b", FieldType::String), ("c", FieldType::string_list())];
        let schema = Schema {
            fields: fields.into_iter().map(|(name, field_type)| Field::new(name, field_type)).collect(),
            primary_key: vec!["name".into()],
            ..Schema::default()
        };
        let renamed = renamed.index(rows);
        let old = (0..rows).map(|row| record(row, name(row))).collect();
        let new = (0..rows).map(|row| record(row, if row == renamed { "another town".into() } else { name(row) })).collect();
        let (old, new) = (Dataset::new("d", schema.clone(), old).0, Dataset::new("d", schema, new).0);
        let found = diff(&old, &new);
        prop_assert_eq!(found.changes.len(), 1);
        let is_found = matches!(&found.changes[0], Change::Renamed { from, fields, .. } if from[0].to_string() == name(renamed) && fields.is_empty());
        prop_assert!(is_found, "{found:?}");
    }

    #[test]
    fn a_number_alone_renames_nothing(dataset in dataset(), keys in 1_usize..3) {
        laws::a_number_alone_renames_nothing(&dataset, keys);
    }

    #[test]
    fn a_whole_table_comes_and_goes(dataset in dataset(), keys in 0_usize..3) {
        laws::a_whole_table_comes_and_goes(&dataset, keys);
    }
}
