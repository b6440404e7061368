//! Recipes that do not hold together, and where each is refused.

use super::{BUILTINS, parse_recipe};

fn check(recipe: &str, expected: &str) {
    let text = format!("recipe: r\n{recipe}");
    let error = parse_recipe("r.yaml", &text).expect_err("the recipe is wrong");
    let help = error.help().map_or(String::new(), |help| format!(" ({help})"));
    let part = error.excerpt().map_or("", |excerpt| &excerpt.text[excerpt.part.clone()]).to_owned();
    assert_eq!(format!("{error}{help} [{part}]"), expected);
}

#[test]
fn what_does_not_hold_together_is_refused_where_it_stands() {
    check("datasts: {}", "r.yaml:2:1: unknown key `datasts` (did you mean `datasets`?) [datasts]");
    check("title: x", "r.yaml:2:1: the key `datasets` is missing (add `datasets: …`) [title]");
    check(
        "datasets:\n  d:\n    tables: [{}]\n    fields: [{ name: a, from: A, type: intger }]",
        "r.yaml:5:40: unknown word `intger` (did you mean `integer`?) [intger]",
    );
    check(
        "datasets:\n  d:\n    tables: [{}]\n    primary_key: [locaton]\n    fields: [{ name: location, from: A }]",
        "r.yaml:5:19: there is no field `locaton` (did you mean `location`?) [locaton]",
    );
    check(
        "datasets:\n  d:\n    tables: [{ set: { b: 1 } }]\n    fields: [{ name: a, from: A }]",
        "r.yaml:4:23: `set` names a field `b` that `d` does not have (expected `a`) [b]",
    );
    check(
        "datasets:\n  ../d:\n    tables: [{}]\n    fields: []",
        "r.yaml:3:3: `../d` cannot be the name of a file (use lower-case letters, digits, `_` and `-`, the last not at the start; `repairs` is taken) [../d]",
    );
    check(
        "datasets:\n  d:\n    fields: []",
        "r.yaml:3:3: the dataset `d` must come from one of `tables`, `lists` and `unnest` [d]",
    );
    check(
        "datasets:\n  d:\n    tables: [{}]\n    fields: [{ name: a, from: A, vocabulary: x }]",
        "r.yaml:5:46: there is no vocabulary `x` [x]",
    );
}

/// Checks a recipe of one dataset, `d`, and after it whatever follows.
fn check_dataset(dataset: &str, expected: &str) {
    check(&format!("datasets:\n  d:\n    {}", dataset.replace('\n', "\n    ")), expected);
}

#[test]
fn what_a_field_lacks_is_refused_where_it_stands() {
    check(
        "levels: { required: { level: note, reason: \" \" } }\ndatasets: { d: { tables: [{}], fields: [{ name: a, from: A }] } }",
        "r.yaml:2:11: the level of `required` has no reason [required]",
    );
    check_dataset(
        "tables: [{}]\nfields: [{ name: a, from: A, type: list, items: { separators: [abc] } }]",
        "r.yaml:5:68: `abc` cannot separate items [abc]",
    );
    for (field, expected) in [
        (
            "type: integer, group_char: 12",
            "r.yaml:5:61: `12` is not one character (write it as `group_char: \",\"`) [12]",
        ),
        (
            "type: number, group_char: .",
            "r.yaml:5:60: `.` is a part of numbers itself (what parts groups is a comma, a blank, an apostrophe, or for whole numbers a period) [.]",
        ),
        (
            "type: date, group_char: ','",
            "r.yaml:5:58: only numbers have groups of digits (add `type: integer` or `type: number`) [',']",
        ),
    ] {
        check_dataset(&format!("tables: [{{}}]\nfields: [{{ name: a, from: A, {field} }}]"), expected);
    }
    check_dataset(
        "tables: [{}]\nfields: [{ name: a, from: A }, { name: new, type: boolean, mark: \"*\" }]",
        "r.yaml:5:70: `new` has a mark and no column in which it could stand (add `from: …`) [\"*\"]",
    );
    check_dataset(
        "tables: [{}]\nfields: [{ name: a, from: A }, { name: new, type: boolean, from: A, mark: \"*\" }]",
        "r.yaml:5:79: no field above reads the column of `new` and knows the mark `*` (add `marks: { *: what it means }` to `a`) [\"*\"]",
    );
    check_dataset(
        "tables: [{}]\nfields: [{ name: a, from: A }, { name: new, type: boolean, from: B, mark: \"*\" }]",
        "r.yaml:5:79: no field above reads the column of `new` and knows the mark `*` (add a field with the same `from` and `marks: { *: what it means }`) [\"*\"]",
    );
    let towns = "tables: [{}]\nfields: [{ name: a, from: A }, { name: b, from: B, type: list }]";
    let check_second = |rest: &str, expected: &str| {
        let first = towns.replace('\n', "\n    ");
        check(&format!("datasets:\n  d:\n    {}\n  e:\n    {rest}", first), expected);
    };
    check_second(
        "unnest: { dataset: c, field: b }\n    fields: [{ name: b, from: b }]",
        "r.yaml:7:24: there is no earlier dataset `c` (expected `d`) [c]",
    );
    check_second(
        "unnest: { dataset: d, field: a }\n    fields: [{ name: b, from: b }]",
        "r.yaml:7:34: there is no list field `a` (expected `b`) [a]",
    );
    check_second(
        "unnest: { dataset: d, field: b }\n    fields: [{ name: b }]",
        "r.yaml:8:22: `b` must come from a field of `d` (add `from: …` with one of `a`, `b`) [b]",
    );
    check_second(
        "unnest: { dataset: d, field: b }\n    fields: [{ name: b, from: c }]",
        "r.yaml:8:31: there is no field `c` (expected one of `a`, `b`) [c]",
    );
    check_second(
        "tables: [{}]\n    foreign_keys: [{ fields: [x, y], reference: { resource: d, fields: [a] } }]\n    fields: [{ name: x, from: X }, { name: y, from: Y }]",
        "r.yaml:8:61: a foreign key has as many fields here as there, and at least one [d]",
    );
}

#[test]
fn a_constraint_that_can_never_apply_is_refused_where_it_stands() {
    for (field, expected) in [
        (
            "constraints: { minimum: 1 }",
            "r.yaml:5:58: `minimum` is about numbers, and the type of `a` is string (`minLength` and `maxLength` are about the length of a text; a number has `type: integer` or `type: number`) [1]",
        ),
        (
            "type: integer, constraints: { maxLength: 3 }",
            "r.yaml:5:75: `maxLength` is about texts and lists, and the type of `a` is integer (`minimum` and `maximum` are about the number itself) [3]",
        ),
        (
            "type: boolean, constraints: { pattern: x }",
            "r.yaml:5:73: `pattern` is about texts, and the type of `a` is boolean (without `type` the field keeps the text as it is written) [x]",
        ),
        (
            "type: number, constraints: { minimum: 5, maximum: 3 }",
            "r.yaml:5:84: no value can be 5 or more (`minimum`) and 3 or less (`maximum`) (exchange `minimum` and `maximum`) [3]",
        ),
        (
            "type: list, constraints: { minLength: 2, maxLength: 1 }",
            "r.yaml:5:86: no value can be 2 or more (`minLength`) and 1 or less (`maxLength`) (exchange `minLength` and `maxLength`) [1]",
        ),
        (
            "constraints: { pattern: '(' }",
            "r.yaml:5:58: the pattern of `a` is not a regular expression: unclosed group ['(']",
        ),
        (
            "type: boolean, true_values: [x], false_values: [o, x]",
            "r.yaml:5:85: `x` means both yes and no in `a` (leave it in one of `true_values` and `false_values`) [x]",
        ),
        (
            "false_values: [x]",
            "r.yaml:5:49: `false_values` is about yes and no, and the type of `a` is string (add `type: boolean`) [x]",
        ),
    ] {
        check_dataset(&format!("tables: [{{}}]\nfields: [{{ name: a, from: A, {field} }}]"), expected);
    }
    for field in [
        "type: list, items: { type: integer }, constraints: { minimum: 1, maximum: 1, minLength: 1, maxLength: 1 }",
        "type: date, constraints: { pattern: '2.*' }",
        "type: list, items: { type: boolean }, true_values: [x], false_values: [o]",
    ] {
        let dataset = format!("datasets: {{ d: {{ tables: [{{}}], fields: [{{ name: a, from: A, {field} }}] }} }}");
        assert!(parse_recipe("r.yaml", &format!("recipe: r\n{dataset}")).is_ok(), "{field}");
    }
}

#[test]
fn what_is_set_for_all_records_is_read_in_none() {
    let fields = "fields: [{ name: a, from: [A, B] }]";
    check_dataset(
        &format!("tables: [{{ set: {{ a: x }} }}]\n{fields}"),
        "r.yaml:4:23: `a` is set for all records, and its column is read in none (take it out of `set`, or `from: [A, B]` out of the field) [a]",
    );
    // Where one selector leaves it to the column, the other ones may set it.
    let dataset =
        format!("datasets: {{ d: {{ tables: [{{ under: X, set: {{ a: x }} }}, {{ under: Y }}], {fields} }} }}");
    assert!(parse_recipe("r.yaml", &format!("recipe: r\n{dataset}")).is_ok());
}

#[test]
fn a_foreign_key_refers_to_any_dataset_whichever_stands_first() {
    let key = |name: &str, there: &str| {
        let key = format!("foreign_keys: [{{ fields: [b], reference: {{ resource: {there}, fields: [a] }} }}]");
        format!("{name}: {{ tables: [{{}}], {key}, fields: [{{ name: a, from: A }}, {{ name: b, from: B }}] }}")
    };
    let parsed = |datasets: &str| parse_recipe("r.yaml", &format!("recipe: r\ndatasets: {{ {datasets} }}"));
    let recipe = parsed(&[key("d", "e"), key("e", "d"), key("f", "f")].join(", ")).expect("all of them are there");
    let resources = recipe.datasets.iter().map(|dataset| dataset.schema.foreign_keys[0].resource.as_str());
    assert_eq!(resources.collect::<Vec<_>>(), ["e", "d", "f"]);
    let error = parsed(&key("d", "dd")).expect_err("there is no `dd`");
    assert_eq!(error.headline(), "there is no dataset `dd`");
    let later = "d: { unnest: { dataset: e, field: a }, fields: [{ name: a, from: a }] }, e: { tables: [{}], fields: [{ name: a, from: A, type: list }] }";
    let error = parsed(later).expect_err("it stands below");
    assert_eq!(error.help(), Some("what is unnested stands above: move it there"));
}

#[test]
fn guards_that_guard_nothing_are_refused() {
    check("shape: { band: a fifth }\ndatasets: {}", "r.yaml:2:16: `a fifth` is no share [a fifth]");
    check("shape: { band: -3% }\ndatasets: {}", "r.yaml:2:16: `-3%` is no share [-3%]");
    check("shape: { bnad: 3% }\ndatasets: {}", "r.yaml:2:10: unknown key `bnad` (did you mean `band`?) [bnad]");
    let dataset = "datasets:\n  d:\n    tables: [{}]\n    fields: [{ name: a, from: A }]";
    check(
        &format!("reconcile: [{{ rule: same_keys, left: {{ dataset: d }}, right: {{ dataset: d }} }}]\n{dataset}"),
        "r.yaml:2:49: `d` has no primary key to compare (add `fields: […]`) [d]",
    );
    check(
        &format!("reconcile: [{{ rule: inverse, left: {{ dataset: e }}, right: {{ dataset: d }} }}]\n{dataset}"),
        "r.yaml:2:47: there is no dataset `e` (expected `d`) [e]",
    );
    check(
        &format!("reconcile: [{{ rule: equal, left: {{ dataset: d }}, right: {{ dataset: d }} }}]\n{dataset}"),
        "r.yaml:2:21: unknown word `equal` (expected one of `inverse`, `subset`, `same_keys`, `equal_counts`) [equal]",
    );
}

#[test]
fn what_would_say_nothing_is_refused() {
    check("datasets: {}", "r.yaml:1:9: `r` has no datasets [r]");
    check_dataset("tables: [{}]\nfields: []", "r.yaml:3:3: the dataset `d` has no fields [d]");
    check_dataset(
        "tables: []\nfields: [{ name: a, from: A }]",
        "r.yaml:3:3: the dataset `d` selects nothing (`{}` selects all, `{ under: a heading }` what stands under it) [d]",
    );
    check_dataset(
        "tables: [{}]\nfields: [{ name: a, from: A }, { name: b }]",
        "r.yaml:3:3: nothing gives the field `b` of `d` a value (add `from: <a column>` to it, or `set: { b: … }` to a selector) [d]",
    );
    check_dataset("tables: [{}]\nfields: [{ name: '', from: A }]", "r.yaml:5:22: a field has no name ['']");
    check_dataset(
        "tables: [{}]\nprimary_key: [a, a]\nfields: [{ name: a, from: A }]",
        "r.yaml:5:22: the field `a` is named twice [a]",
    );
    check("sources: [a.md, a.md]\ndatasets: {}", "r.yaml:2:17: the page `a.md` is named twice [a.md]");
}

#[test]
fn what_would_be_passed_over_is_refused() {
    check_dataset(
        "tables: [{}]\nfields: [{ name: a, from: A, type: list, items: { type: list } }]",
        "r.yaml:5:22: `a` has lists in a list, which no format here can hold [a]",
    );
    check_dataset(
        "tables: [{}]\nfields: [{ name: a, from: A, items: { type: integer } }]",
        "r.yaml:5:22: `a` has `items` and is no list [a]",
    );
    check_dataset(
        "tables: [{}]\nfields: [{ name: a, from: { context: heading }, part: url }]",
        "r.yaml:5:22: `a` takes the `url` of a column, and reads none [a]",
    );
    check_dataset(
        "tables: [{}]\nfields: [{ name: a, from: { context: headings } }]",
        "r.yaml:5:22: `a` takes all headings, and is no list (add `type: list`, or take the nearest one with `{ context: heading }`) [a]",
    );
    check_dataset(
        "lists: [{}]\nfields: [{ name: a, from: { context: heading }, part: term }]",
        "r.yaml:5:22: `a` takes the `term` of an item, and reads none [a]",
    );
    check_dataset(
        "tables: [{}]\nfields: [{ name: a, from: A, part: definition }]",
        "r.yaml:5:22: `a` takes a part that only items of `lists` have [a]",
    );
    check_dataset(
        "lists: [{}]\nfields: [{ name: a, from: A }]",
        "r.yaml:5:31: `a` reads a column, and the items of a list have none (write `from: text`) [A]",
    );
    check_dataset(
        "lists: [{}]\nfields: [{ name: a, from: text }]\nignore: [B]",
        "r.yaml:6:14: only tables have columns to ignore [B]",
    );
    check_dataset(
        "tables: [{}]\nfields: [{ name: a, from: A, type: list, marks: { +: soon } }, { name: b, from: A, mark: + }]",
        "r.yaml:5:76: `b` has a `mark`, so it is a list or a boolean [b]",
    );
    check(
        "vocabularies: { v: { aliases: { A: [C], B: [C] } } }\ndatasets: {}",
        "r.yaml:2:45: `C` is an alias of `B` and an alias of `A` [C]",
    );
    check(
        "vocabularies: { v: { names: [C], aliases: { A: [C] } } }\ndatasets: {}",
        "r.yaml:2:49: `C` is an alias of `A` and a name of its own [C]",
    );
}

#[test]
fn what_selectors_set_is_of_its_fields_type() {
    let check = |value: &str, field_type: &str, expected: &str| {
        let fields = format!("fields: [{{ name: a, type: {field_type} }}]");
        check_dataset(&format!("tables: [{{ set: {{ a: {value} }} }}]\n{fields}"), expected);
    };
    check("x", "date", "r.yaml:4:23: what `set` gives `a` is no date [a]");
    check("[1]", "list", "r.yaml:4:23: what `set` gives `a` is no list of values of type string [a]");
    check("{}", "list", "r.yaml:4:23: `a` is set to something that is no value [a]");
}

#[test]
fn an_unnested_field_is_what_it_comes_from() {
    let check = |field: &str, expected: &str| {
        let parent = "tables: [{}]\nfields: [{ name: a, from: A, type: list, marks: { +: soon } }]";
        let unnested = "\n  e:\n    unnest: { dataset: d, field: a }\n    fields: [";
        let parent = parent.replace('\n', "\n    ");
        self::check(&format!("datasets:\n  d:\n    {parent}{unnested}{field}]"), expected);
    };
    check("{ name: b, from: a, type: list }", "r.yaml:8:22: `b` comes from a string, and cannot be another type [b]");
    check("{ name: b, from: a, mark: '*' }", "r.yaml:8:40: `a` of `d` knows no mark `*` ['*']");
    check(
        "{ name: b, from: a, part: url }",
        "r.yaml:8:22: `part`, `vocabulary`, `items` and `marks` of `b` belong to the field that it comes from [b]",
    );
}

#[test]
fn what_is_no_recipe_is_said_in_plain_words() {
    let check_text = |text: &str, expected: &str| {
        assert_eq!(parse_recipe("r.yaml", text).expect_err(text).to_string(), expected);
    };
    check_text("", "r.yaml: the recipe is empty");
    check_text("# only\n\n", "r.yaml: the recipe is empty");
    check_text("- a\n", "r.yaml:1:1: a mapping is expected here");
    check_text("recipe: [r]", "r.yaml:1:9: a text is expected here");
    check_text("recipe: r\nsources: p.md\n", "r.yaml:2:10: a list is expected here");
    check_text("recipe: r\ndatasets: {}\n---\nrecipe: s\n", "r.yaml:4:1: a second recipe follows the first one");
    let deep =
        format!("recipe: r\ndatasets:\n  d:\n    tables: [{{ set: {{ v: {}{} }} }}]\n", "[".repeat(70), "]".repeat(70));
    check_text(&deep, "r.yaml:4:84: the recipe is too large, or nested too deeply");
}

#[test]
fn the_builtin_recipes_hold_together() {
    for builtin in BUILTINS {
        let recipe = parse_recipe(builtin.path, builtin.recipe).expect("a built-in recipe is right");
        assert_eq!((recipe.name.as_str(), recipe.sources.len()), (builtin.name, builtin.pages.len()));
    }
}

#[test]
fn every_kind_of_line_end_counts_once() {
    for end in ["\n", "\r\n", "\r"] {
        let error = parse_recipe("r.yaml", &["recipe: r", "", "datasts: {}", ""].join(end)).expect_err(end);
        assert_eq!(error.to_string(), "r.yaml:3:1: unknown key `datasts`", "{end:?}");
        assert_eq!(error.excerpt().map(|excerpt| excerpt.text.as_str()), Some("datasts: {}"), "{end:?}");
    }
}
