//! Small pages and recipes through the whole pipeline: what becomes of a cell, and what is found on the way.

use rowmill::emit::Format;
use rowmill::{Diagnostic, Outcome, Result, SourceMap, parse_recipe, pipeline};

/// The name of the page in every message.
const PAGE: &str = "page.md";

fn run(recipe: &str, page: &str) -> (SourceMap, Result<Outcome>) {
    let recipe = parse_recipe("rowmill.yaml", &format!("recipe: r\n{recipe}")).expect("the recipe is right");
    let mut sources = SourceMap::new();
    let id = sources.add(PAGE, page);
    let outcome = pipeline::run(&recipe, &sources, &[id]);
    (sources, outcome)
}

/// A finding as `line:column code: message`.
fn shown(finding: &Diagnostic, sources: &SourceMap) -> String {
    let place = finding.span.map(|span| sources.position(span)).map(|at| format!("{}:{} ", at.line, at.column));
    format!("{}{}: {}", place.unwrap_or_default(), finding.code, finding.message)
}

/// Expects the last dataset as CSV, and every finding.
fn check(recipe: &str, page: &str, csv: &str, findings: &[&str]) {
    let (sources, outcome) = run(recipe, page);
    let outcome = outcome.expect("the run goes on");
    let found: Vec<String> = outcome.diagnostics.iter().map(|finding| shown(finding, &sources)).collect();
    assert_eq!(found, findings, "{page}");
    let format = Format::named("csv").expect("csv is a format");
    assert_eq!(format.to_string(outcome.datasets.last().expect("a dataset")), csv, "{page}");
    assert!(outcome.tallies.iter().all(rowmill::extract::Tally::balances), "{page}");
}

/// Expects that a run stops.
fn check_stops(recipe: &str, page: &str, message: &str) {
    assert_eq!(run(recipe, page).1.expect_err(message).to_string(), message);
}

/// A recipe of one dataset `d` with the fields and other keys given.
fn recipe(fields: &str, rest: &str) -> String {
    format!("missing_values: ['', n/a]\ndatasets:\n  d:\n    fields: [{fields}]\n    {rest}\n")
}

#[test]
fn what_is_raised_or_struck_out_is_no_number() {
    let fields = "{ name: name, from: Name }, { name: n, from: N, type: integer }, { name: all, from: All, type: list, items: { type: integer } }";
    let page = "\
| Name | N | All |
|---|---|---|
| Team<sup>2</sup> | 10<sup>3</sup> | 1, 2 |
| H<sub>2</sub>O | ~~5~~ | 3, <del>4</del> |
| 1<sup>st</sup> | 1<sup>2.5</sup> | <sup>6</sup> |
| d | 7 | 8 |
";
    let told = |text: &str, field: &str| {
        format!("`{text}` is no integer as `{field}` must be: markup strikes out, raises or lowers a part of it")
    };
    check(
        &recipe(fields, "primary_key: [name]\n    tables: [{}]"),
        page,
        "name,n,all\n1st,,[]\nH₂O,,[3]\nTeam²,,\"[1,2]\"\nd,7,[8]\n",
        &[
            &format!("3:22 type-mismatch: {}", told("10³", "n")),
            &format!("4:22 type-mismatch: {}", told("5", "n")),
            &format!("4:36 type-mismatch: {}", told("4", "all")),
            &format!("5:20 type-mismatch: {}", told("12.5", "n")),
            &format!("5:43 type-mismatch: {}", told("6", "all")),
        ],
    );
    let html = "<table><tr><th>Name<th>N<th>All<tr><td>a<sup>2</sup><td><s>5</s><td>1</table>\n";
    let found = [format!("1:60 type-mismatch: {}", told("5", "n"))];
    check(&recipe(fields, "tables: [{}]"), html, "name,n,all\na²,,[1]\n", &[&found[0]]);
}

#[test]
fn numbers_in_groups_of_digits_are_numbers_where_the_recipe_says_so() {
    let page = "| Name | N |\n|---|---|\n| a | 1,234,567 |\n| b | 12 |\n| c | 1,23 |\n";
    let fields = |sign: &str| format!("{{ name: name, from: Name }}, {{ name: n, from: N, type: integer{sign} }}");
    let odd = "5:7 type-mismatch: `1,23` is no integer as `n` must be";
    check(&recipe(&fields(", group_char: ','"), "tables: [{}]"), page, "name,n\na,1234567\nb,12\nc,\n", &[odd]);
    let (_, outcome) = run(&recipe(&fields(""), "tables: [{}]"), page);
    let findings = outcome.expect("it runs").diagnostics;
    let helps: Vec<&str> = findings.iter().filter_map(|finding| finding.help.as_deref()).collect();
    assert_eq!(helps[0], "`group_char: \",\"` in the field of the recipe reads numbers in groups of digits");
    assert!(helps[1].starts_with("expected a whole number"), "{helps:?}");
}

#[test]
fn text_is_found_wherever_a_table_stands() {
    let fields =
        "{ name: name, from: Name }, { name: url, from: Name, part: url }, { name: zone, from: Zone, type: integer }";
    let page = "\
# Städte\r
\r
> | Name | Zone |\r
> |---|---|\r
> | A \\| B | 1 |\r
> | [C](x.md) | N/A |\r
\r
- item\r
\r
  | **Name** | Zone |\r
  |---|---|\r
  | D &amp; E | 2 |\r
\r
## Städte\r
\r
| name | Zone |\r
|---|---|\r
| [F][ref] `g` | 4 |\r
\r
[ref]: https://e.example/f\r
";
    let csv = "name,url,zone\nA | B,,1\nC,x.md,\nD & E,,2\nF g,https://e.example/f,4\n";
    check(&recipe(fields, "tables: [{ under: STÄDTE }]"), page, csv, &[]);
}

#[test]
fn what_a_recipe_sets_is_not_read_from_the_page() {
    let page = "# A\n\n| Name | Cloud |\n|---|---|\n| one | x |\n\n# B\n\n| Name | Cloud |\n|---|---|\n| two | z |\n";
    let fields = "{ name: name, from: Name }, { name: cloud, from: Cloud }";
    check(
        &recipe(fields, "tables: [{ under: A, set: { cloud: y } }, { under: B }]"),
        page,
        "name,cloud\none,y\ntwo,z\n",
        &["3:10 unknown-column: `set` gives `cloud` its value here, so that nothing takes the column `Cloud`"],
    );
    let items = "# A\n\n- one\n\n# B\n\n- two\n";
    let fields = "{ name: name, from: text }, { name: kind, from: text }";
    let lists = "lists: [{ under: A, set: { kind: a } }, { under: B }]";
    check(&recipe(fields, lists), items, "name,kind\none,a\ntwo,two\n", &[]);
}

#[test]
fn a_text_in_the_place_of_a_link_is_not_lost() {
    let page = "| Name | Link |\n|---|---|\n| a | [x](u) |\n| b | soon |\n| c | n/a |\n";
    let found = "4:7 missing-link: `soon` is no link, and `link` takes the URL only";
    let fields = "{ name: name, from: Name }, { name: link, from: Link, part: url }";
    check(&recipe(fields, "tables: [{}]"), page, "name,link\na,u\nb,\nc,\n", &[found]);
    let fields = format!("{fields}, {{ name: text, from: Link }}");
    check(&recipe(&fields, "tables: [{}]"), page, "name,link,text\na,u,x\nb,,soon\nc,,\n", &[]);
}

#[test]
fn an_item_gives_its_term_and_its_definition() {
    let page = "- **HTTP**: 80\n- [`SSH`](s.md) - 22, 2222\n- none\n- n/a\n";
    let whole = "{ name: port, from: text, part: term }, { name: numbers, from: text, part: definition, type: list }";
    let linked = format!("{whole}, {{ name: url, from: text, part: url }}");
    let csv = "port,numbers,url\nHTTP,\"[\"\"80\"\"]\",\nSSH,\"[\"\"22\"\",\"\"2222\"\"]\",s.md\n,\"[\"\"none\"\"]\",\n,[],\n";
    check(&recipe(&linked, "lists: [{}]"), page, csv, &[]);
    let found = "3:3 missing-term: `none` starts with no term, and `d` takes the term only";
    let term = "{ name: port, from: text, part: term }";
    check(&recipe(term, "lists: [{}]"), page, "port\nHTTP\nSSH\n\"\"\n\"\"\n", &[found]);
    let both = format!("{term}, {{ name: text, from: text }}");
    let csv = "port,text\nHTTP,HTTP: 80\nSSH,\"SSH - 22, 2222\"\n,none\n,\n";
    check(&recipe(&both, "lists: [{}]"), page, csv, &[]);
}

#[test]
fn lists_of_definitions_are_told_from_others() {
    let page = "- one\n- **not**: one\n\ntext\n\n- **a**: x\n- **b**: y\n";
    let fields = "{ name: term, from: text, part: term }";
    check(&recipe(fields, "lists: [{ items: definitions }]"), page, "term\na\nb\n", &[]);
    check_stops(
        &recipe(fields, "lists: [{ items: definitions }]"),
        "- one\n",
        "rowmill.yaml:6:13: no list of definitions stands anywhere in `page.md`",
    );
}

#[test]
fn what_stands_around_a_table_is_a_value_of_its_rows() {
    let fields = "{ name: path, from: { context: headings }, type: list }, { name: title, from: { context: caption } }, \
        { name: kind, from: { context: quote } }, { name: name, from: Name }";
    let page = "\
# A

## B *c*

**Table 1.** Towns

| Name |
|---|
| one |

# D

> [!IMPORTANT]
> These are towns:
>
> | Name |
> |---|
> | two |

Towns.

| Name |
|---|
| three |
";
    let csv = "path,title,kind,name\n\"[\"\"A\"\",\"\"B c\"\"]\",Table 1. Towns,,one\n\
        \"[\"\"D\"\"]\",These are towns:,important,two\n\"[\"\"D\"\"]\",,,three\n";
    let recipe = recipe(fields, "tables: [{}]");
    check(&recipe, page, csv, &[]);
    let (_, outcome) = run(&recipe, page);
    let dataset = &outcome.expect("the run goes on").datasets[0];
    let written = |record: usize, field: usize| -> Vec<&str> {
        let places = &dataset.records()[record].values[field].provenance;
        places.iter().map(|place| &page[place.span.start()..place.span.end()]).collect()
    };
    assert_eq!(written(0, 0), ["A", "B *c"]);
    assert_eq!(written(0, 1), ["Table 1.** Towns"]);
    assert_eq!(written(1, 2), ["IMPORTANT"]);
}

/// Of a field that tells whether names have a mark, too, which has no text of its own.
#[test]
fn every_value_knows_how_it_was_written() {
    let fields = "{ name: towns, from: Towns, type: list, marks: { '*': new } }, \
        { name: new, from: Towns, type: boolean, mark: '*' }, { name: n, from: N, type: integer, group_char: ',' }";
    let page = "| Towns | N |\n|---|---|\n| Lyon, Metz* | 1,234 |\n";
    let unnested = "  e:\n    unnest: { dataset: d, field: towns }\n    fields: [{ name: town, from: towns }, \
        { name: new, from: towns, type: boolean, mark: '*' }]\n";
    let (_, outcome) = run(&format!("{}{unnested}", recipe(fields, "tables: [{}]")), page);
    let outcome = outcome.expect("the run goes on");
    let written = |dataset: usize, record: usize| -> Vec<Vec<&str>> {
        let record = &outcome.datasets[dataset].records()[record];
        record.values.iter().map(|field| field.written().collect()).collect()
    };
    assert_eq!(written(0, 0), [vec!["Lyon", "Metz*"], vec!["Metz*"], vec!["1,234"]]);
    assert_eq!(written(1, 0), [["Lyon"], ["Lyon"]]);
    assert_eq!(written(1, 1), [["Metz*"], ["Metz*"]]);
}

#[test]
fn what_stands_around_a_list_is_a_value_of_its_items() {
    let fields = "{ name: title, from: { context: caption } }, { name: kind, from: { context: quote } }, \
        { name: parent, from: { context: parent } }, { name: name, from: text }";
    let page = "> [!TIP]\n> Towns:\n>\n> - North:\n>   - Metz\n> - Lyon\n";
    let csv = "title,kind,parent,name\nTowns:,tip,,North:\nTowns:,tip,,Lyon\nNorth:,tip,North:,Metz\n";
    check(&recipe(fields, "lists: [{}]"), page, csv, &[]);
}

#[test]
fn a_table_is_selected_once() {
    let page = "# A\n\n## B\n\n| Name |\n|---|\n| a |\n";
    check_stops(
        &recipe("{ name: name, from: Name }", "tables: [{ under: A }, { under: B }]"),
        page,
        "rowmill.yaml:6:28: what stands at page.md:5 is selected already",
    );
    check_stops(
        &recipe("{ name: name, from: text }", "lists: [{}, {}]"),
        "- a\n",
        "rowmill.yaml:6:17: what stands at page.md:1 is selected already",
    );
}

#[test]
fn every_kind_of_list_can_be_unnested() {
    let unnested = |parent: &str, list: &str, rest: &str| {
        format!(
            "{parent}  e:\n    unnest: {{ dataset: d, field: {list} }}\n    fields: [{{ name: a, from: {list} }}{rest}]\n"
        )
    };
    let page = "| Name | Ports |\n|---|---|\n| web | 80, 443 |\n| mail | |\n";
    let numbers = recipe(
        "{ name: name, from: Name }, { name: ports, from: Ports, type: list, items: { type: integer } }",
        "tables: [{}]",
    );
    check(&unnested(&numbers, "ports", ", { name: b, from: name }"), page, "a,b\n80,web\n443,web\n", &[]);
    let set = recipe(
        "{ name: name, from: Name }, { name: tags, type: list }",
        "tables: [{ set: { tags: [x, y] } }]\n    ignore: [ports]",
    );
    check(&unnested(&set, "tags", ", { name: b, from: name }"), page, "a,b\nx,web\ny,web\nx,mail\ny,mail\n", &[]);
    let page = "**+** soon\n\n| Name |\n|---|\n| alpha, beta+ |\n";
    let marked = recipe(
        "{ name: n, from: Name, type: list, marks: { +: soon } }, { name: m, from: Name, type: list, mark: + }",
        "tables: [{}]",
    );
    check(&unnested(&marked, "m", ""), page, "a\nbeta\n", &[]);
    check(&unnested(&marked, "n", ", { name: s, from: n, mark: + }"), page, "a,s\nalpha,false\nbeta,true\n", &[]);
}

#[test]
fn checks_name_the_record_where_it_has_a_name() {
    let page = "| K | V |\n|---|---|\n| a | 1 |\n| b | 9 |\n| N/A | 3 |\n| a | |\n";
    let constraints = "{ required: true, minLength: 2, pattern: '[b-z]+', unique: true }";
    let fields = format!(
        "{{ name: k, from: K, constraints: {constraints} }}, {{ name: v, from: V, type: integer, constraints: {{ minimum: 3, required: true }} }}"
    );
    let csv = "k,v\na,1\nb,9\n,3\na,\n";
    check(
        &recipe(&fields, "tables: [{}]"),
        page,
        csv,
        &[
            "3:3 length: `k` has 1 character",
            "3:3 pattern: `a` does not match the pattern of `k`",
            "3:7 range: `1` is out of the range of `v`",
            "4:3 length: `k` has 1 character",
            "5:3 required: `k` has no value",
            "6:3 length: `k` has 1 character",
            "6:3 pattern: `a` does not match the pattern of `k`",
            "6:3 unique: `a` is the `k` of two records",
            "6:7 required: `v` has no value",
        ],
    );
    let fields = "{ name: k, from: K }, { name: v, from: V, type: integer, constraints: { required: true } }";
    let page = "| K | V |\n|---|---|\n| a | |\n";
    check(
        &recipe(fields, "tables: [{}]\n    primary_key: [k]"),
        page,
        "k,v\na,\n",
        &["3:7 required: `v` of `a` has no value"],
    );
}

#[test]
fn a_record_without_its_key_is_one_finding() {
    let page = "| K | V |\n|---|---|\n| N/A | 1 |\n| | 2 |\n| a | 3 |\n";
    check(
        &recipe("{ name: k, from: K }, { name: v, from: V }", "tables: [{}]\n    primary_key: [k]"),
        page,
        "k,v\n,1\na,3\n",
        &[
            "3:3 missing-key: a record of `d` has no `k`, which is in its key",
            "4:3 missing-key: a record of `d` has no `k`, which is in its key",
        ],
    );
}

#[test]
fn a_table_that_nothing_else_tells_is_selected_by_its_number() {
    let page = "# P\n\n## A\n\n|x|\n|-|\n|1|\n\n## B\n\n|x|\n|-|\n|2|\n\n|x|\n|-|\n|3|\n";
    let by =
        |selector: &str| format!("datasets:\n  d:\n    tables: [{selector}]\n    fields: [{{ name: x, from: x }}]\n");
    check(&by("{ table: 3 }"), page, "x\n3\n", &[]);
    check(&by("{ table: 1, under: B }"), page, "x\n2\n", &[]);
    check_stops(&by("{ table: 4 }"), page, "rowmill.yaml:4:14: no table 4 stands anywhere in `page.md`");
    let refused = parse_recipe("r", &format!("recipe: r\n{}", by("{ table: 0 }"))).expect_err("tables count from 1");
    assert!(refused.to_string().contains("tables are counted from 1"), "{refused}");
}

#[test]
fn every_table_of_a_page_is_looked_at_for_repairs() {
    let repaired = |page: &str| {
        let mut sources = SourceMap::new();
        let id = sources.add(PAGE, page);
        let repaired = pipeline::repair_page(&sources, id, &rowmill::repair::Guidance::default());
        repaired.expect("a page can always be looked at").outcome
    };
    let nothing = repaired("# P\n\nNo table.\n");
    assert!(nothing.datasets.is_empty() && nothing.repairs.is_empty());
    // Without headers, one column, links alone, and two that no heading tells apart.
    let page = "||\n|-|\n|a|\n\n|||\n|-|-|\n|[a](b)|[c](d)|\n\n|x|y|\n|-|-|\n|1|2|\n\n|x|y|z|\n|-|-|-|\n|1|2|3|\n";
    let records: usize = repaired(page).datasets.iter().map(|dataset| dataset.records().len()).sum();
    assert_eq!(records, 4);
}
