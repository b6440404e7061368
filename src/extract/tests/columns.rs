//! Which column a field reads, and what is said of the others.

use super::*;

#[test]
fn a_field_reads_the_first_of_its_columns_that_the_table_has() {
    let page = "| B | A | C |\n|--|--|--|\n| b | a | c |\n";
    check_records("tables: [{}], fields: [{ name: x, from: [A, B] }, { name: c, from: C }]", page, &["x=a; c=c"]);
    check_records("tables: [{}], fields: [{ name: x, from: [Z, B] }, { name: c, from: c }]", page, &["x=b; c=c"]);
    let numbered = |column: usize| format!("tables: [{{}}], fields: [{{ name: x, from: {{ column: {column} }} }}]");
    check_records(&numbered(1), page, &["x=b"]);
    check_records(&numbered(3), page, &["x=c"]);
    check_records(&numbered(4), page, &["x=-"]);
    let unknown = |header: &str| {
        format!(
            "unknown-column warning «{header}»: no field of `d` takes the column `{header}` / add `{{ name: …, from: {header} }}` \
             to its fields, or `{header}` to its `ignore`"
        )
    };
    let missing = "missing-column error «| B | A | C |»: no table of `d` has a column 4 for the field `x` / the last table has 3: \
                   `B`, `A`, `C`";
    check_findings(&numbered(4), page, &[&unknown("B"), &unknown("A"), &unknown("C"), missing]);
    check_findings(&numbered(3), page, &[&unknown("B"), &unknown("A")]);
}

#[test]
fn a_filled_column_that_no_field_takes_is_told() {
    let page = "| A | Note | Void | Left |\n|--|--|--|--|\n| a | n | | l |\n| b | | | |\n";
    let dataset = "tables: [{}], ignore: [left], fields: [{ name: a, from: A }]";
    check_findings(
        dataset,
        page,
        &[
            "unknown-column warning «Note»: no field of `d` takes the column `Note` / add `{ name: …, from: Note }` to its fields, \
           or `Note` to its `ignore`",
        ],
    );
    check_tally(dataset, page, "4 = 2 placed, 1 flagged, 1 ignored");
    // A column that a field takes may be in the list, too.
    let dataset = "tables: [{}], ignore: [left, A], fields: [{ name: a, from: A }, { name: n, from: Note }]";
    check_findings(dataset, page, &[]);
    check_tally(dataset, page, "4 = 3 placed, 0 flagged, 1 ignored");
}

/// Two tables, the second of which has a column that looks like one of the first.
fn two_tables(first: &str, second: &str) -> String {
    let table = |header: &str| format!("| A | {header} |\n|--|--|\n| a | z |\n");
    format!("# One\n\n{}\n# Two\n\n{}", table(first), table(second))
}

#[test]
fn a_column_that_looks_like_a_missing_one_is_told_as_renamed() {
    let fields = |optional: &str| format!("fields: [{{ name: a, from: A }}, {{ name: zone, from: Zone{optional} }}]");
    let looks = "unknown-column error «Zonne»: no field of `d` takes the column `Zonne` / it looks like the column of `zone`, which \
                 this table lacks: if it was renamed, add `Zonne` to its `from`";
    let plain = "unknown-column warning «Zonne»: no field of `d` takes the column `Zonne` / add `{ name: …, from: Zonne }` to its \
                 fields, or `Zonne` to its `ignore`";
    let none = "no table of `d` has the column `Zone` for the field `zone` / the column `Zonne` looks like it: if it was renamed, \
                add its name to `from`";
    check_findings(&format!("tables: [{{}}], {}", fields("")), &two_tables("Zone", "Zonne"), &[looks]);
    check_findings(
        &format!("tables: [{{}}], {}", fields("")),
        &two_tables("Zonne", "Zonne"),
        &[plain, plain, &format!("missing-column error «Zonne»: {none}")],
    );
    check_findings(
        &format!("tables: [{{}}], {}", fields(", optional: true")),
        &two_tables("Zonne", "Zonne"),
        &[looks, looks, &format!("missing-column note «Zonne»: {none}")],
    );
    // This table has the column that it looks like.
    check_findings(
        &format!("tables: [{{}}], {}", fields("")),
        "| A | Zone | Zonne |\n|--|--|--|\n| a | z | y |\n",
        &[plain],
    );
    // Nothing looks like it.
    check_findings(
        &format!("tables: [{{}}], ignore: [Place], {}", fields("")),
        &two_tables("Place", "Place"),
        &[
            "missing-column error «| A | Place |»: no table of `d` has the column `Zone` for the field `zone` / the last table has \
           `A`, `Place`",
        ],
    );
    // What looks like it holds nothing, or is left out.
    check_findings(
        &format!("tables: [{{}}], ignore: [Zonne], {}", fields("")),
        &two_tables("Place", "Zonne").replace("| a | z |", "| a | |"),
        &[&format!("missing-column error «| A | Zonne |»: {none}")],
    );
}

#[test]
fn each_missing_column_has_the_place_of_the_one_that_looks_like_it() {
    let page = "| A | Rivver | Zonne |\n|--|--|--|\n| a | r | z |\n";
    let fields = "fields: [{ name: a, from: A }, { name: zone, from: Zone }, { name: river, from: River }]";
    let found = Read::new(&format!("tables: [{{}}], {fields}"), page).findings();
    let missing: Vec<&str> =
        found.iter().filter(|line| line.starts_with("missing-column")).map(String::as_str).collect();
    assert_eq!(
        missing,
        [
            "missing-column error «Zonne»: no table of `d` has the column `Zone` for the field `zone` / the column `Zonne` looks \
             like it: if it was renamed, add its name to `from`",
            "missing-column error «Rivver»: no table of `d` has the column `River` for the field `river` / the column `Rivver` \
             looks like it: if it was renamed, add its name to `from`",
        ]
    );
}

#[test]
fn a_field_that_is_set_takes_no_column() {
    let fields = "fields: [{ name: a, from: A }, { name: zone, from: Zone }, { name: kind }]";
    let dataset = |set: &str| {
        format!("tables: [{{ under: One, set: {{ {set} }} }}, {{ under: Two, set: {{ kind: k }} }}], {fields}")
    };
    let page = two_tables("Zone", "Zone");
    let set = "unknown-column warning «Zone»: `set` gives `zone` its value here, so that nothing takes the column `Zone` / take \
               `zone` out of the selector's `set`, or add `Zone` to the `ignore` of `d`";
    check_findings(&dataset("zone: q, kind: k"), &page, &[set]);
    check_records(&dataset("zone: q, kind: k"), &page, &["a=a; zone=set q; kind=set k", "a=a; zone=z; kind=set k"]);
    check_tally(&dataset("zone: q, kind: k"), &page, "4 = 3 placed, 1 flagged, 0 ignored");
    check_findings(&dataset("kind: k"), &page, &[]);
    // Another column is told as itself, and what is set lacks none that it looks like.
    let plain = |header: &str| {
        format!(
            "unknown-column warning «{header}»: no field of `d` takes the column `{header}` / add `{{ name: …, from: {header} }}` \
             to its fields, or `{header}` to its `ignore`"
        )
    };
    check_findings(&dataset("zone: q, kind: k"), &two_tables("Place", "Zone"), &[&plain("Place")]);
    check_findings(&dataset("zone: q, kind: k"), &two_tables("Zonne", "Zone"), &[&plain("Zonne")]);
    // What is set is lacking in no table.
    let read = Read::new(&dataset("zone: q, kind: k"), &two_tables("Place", "Zone"));
    let lacking = |read: &Read| {
        let dataset = &read.extraction().0.datasets[0];
        (dataset.lacking.iter().copied().collect::<Vec<_>>(), dataset.absent.iter().copied().collect::<Vec<_>>())
    };
    assert_eq!(lacking(&read), (vec![], vec![]));
    assert_eq!(lacking(&Read::new(&dataset("kind: k"), &two_tables("Place", "Zone"))), (vec![1], vec![]));
    assert_eq!(lacking(&Read::new(&dataset("kind: k"), &two_tables("Place", "Place"))), (vec![1], vec![1]));
}

#[test]
fn a_key_of_the_front_matter_is_missed_where_nothing_sets_it() {
    let table = "| A |\n|--|\n| a |\n";
    let list = "* a\n";
    let none = |key: &str, help: &str| {
        format!(
            "no page of `d` has the key `{key}` in its front matter for the field `day` / {help}; if pages may do without it, add \
             `optional: true` to the field"
        )
    };
    for (kind, page, first, from) in [("tables", table, "| A |", "A"), ("lists", list, "* a", "text")] {
        let dataset = |set: &str, optional: &str| {
            format!(
                "{kind}: [{{ set: {{ {set} }} }}], fields: [{{ name: a, from: {from} }}, {{ name: day, from: {{ front_matter: date \
                 }}{optional} }}, {{ name: kind }}]"
            )
        };
        let missing =
            |severity: &str, help: &str| format!("missing-column {severity} «{first}»: {}", none("date", help));
        check_findings(&dataset("kind: k", ""), page, &[&missing("error", "there is no front matter")]);
        check_findings(&dataset("kind: k", ", optional: true"), page, &[&missing("note", "there is no front matter")]);
        check_findings(&dataset("kind: k, day: today", ""), page, &[]);
        let front = |key: &str| format!("---\n{key}: 2020-01-17\n---\n\n{page}");
        check_findings(&dataset("kind: k", ""), &front("date"), &[]);
        check_records(&dataset("kind: k", ""), &front("date"), &["a=a; day=2020-01-17; kind=set k"]);
        check_findings(&dataset("kind: k", ""), &front("dates"), &[&missing("error", "did you mean `dates`?")]);
        check_records(&dataset("kind: k", ""), &front("dates"), &["a=a; day=; kind=set k"]);
    }
}
