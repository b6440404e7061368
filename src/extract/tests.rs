//! Small recipes on small pages: what a record has in each field, what is found, and where each cell ends.

use super::*;
use crate::recipe::parse_recipe;

/// A page, and what a recipe of one dataset `d` takes from it.
struct Read {
    recipe: Recipe,
    sources: SourceMap,
    document: Document,
}

impl Read {
    /// `dataset` is what stands in the braces of the dataset.
    fn new(dataset: &str, page: &str) -> Self {
        let vocabularies = "vocabularies: { town: {} }";
        let recipe = format!("recipe: r\n{vocabularies}\ndatasets:\n  d: {{ {dataset} }}\n");
        let recipe = parse_recipe("r.yaml", &recipe).unwrap_or_else(|error| panic!("{dataset}: {error}"));
        let mut sources = SourceMap::new();
        let source = sources.add("page.md", page);
        let document = Document::parse(&sources, source);
        Self { recipe, sources, document }
    }

    /// With plain rows kept as the places of their cells.
    fn compact(self) -> Self {
        let document = Document::parse_compact(&self.sources, self.document.source);
        Self { document, ..self }
    }

    fn extraction(&self) -> (Extraction, Vec<Absence>) {
        extract_present(&self.recipe, std::slice::from_ref(&self.document), &self.sources)
    }

    /// Each record as `name=items`, `-` where there is none, with what stands in the source where that is another text.
    fn records(&self) -> Vec<String> {
        let (extraction, _) = self.extraction();
        extraction.datasets[0].records.iter().map(|record| self.record(&record.fields)).collect()
    }

    fn record(&self, fields: &[ExtractedField]) -> String {
        let shown = |(field, value): (&Field, &ExtractedField)| format!("{}={}", field.name, self.field(value));
        self.recipe.datasets[0].schema.fields.iter().zip(fields).map(shown).collect::<Vec<_>>().join("; ")
    }

    fn field(&self, field: &ExtractedField) -> String {
        let item = |item: &Item| match self.sources.text(item.span()) {
            source if source == item.text() => item.text().to_owned(),
            source => format!("{}«{source}»", item.text()),
        };
        match &field.set {
            Some(value) => format!("set {value}"),
            None if !field.is_present => "-".to_owned(),
            None => field.items.iter().map(item).collect::<Vec<_>>().join(" + "),
        }
    }

    /// Each finding as `code severity «source»: message`, with the advice behind `/`.
    fn findings(&self) -> Vec<String> {
        self.extraction().0.diagnostics.iter().map(|finding| self.finding(finding)).collect()
    }

    fn finding(&self, finding: &Diagnostic) -> String {
        let source = finding.span.map_or("", |span| self.sources.text(span));
        let help = finding.help.as_ref().map(|help| format!(" / {help}")).unwrap_or_default();
        format!("{} {} «{source}»: {}{help}", finding.code, finding.severity, finding.message)
    }

    /// The account of the cells: `4 = 2 placed, 1 flagged, 1 ignored`.
    fn tally(&self) -> String {
        let tally = self.extraction().0.datasets[0].tally;
        assert!(tally.balances(), "{tally:?}");
        shown_tally(tally)
    }

    /// What is missing, as `message / advice`, with the place that looks like it.
    fn absences(&self) -> Vec<String> {
        let (_, absences) = self.extraction();
        let shown = |absence: Absence| {
            let near = absence.near.map_or("-", |span| self.sources.text(span));
            let help = absence.error.help().map(|help| format!(" / {help}")).unwrap_or_default();
            format!("{}{help} «{near}»", absence.error.headline())
        };
        absences.into_iter().map(shown).collect()
    }
}

fn shown_tally(tally: Tally) -> String {
    format!("{} = {} placed, {} flagged, {} ignored", tally.cells, tally.placed, tally.flagged, tally.ignored)
}

#[track_caller]
fn check_records(dataset: &str, page: &str, expected: &[&str]) {
    assert_eq!(Read::new(dataset, page).records(), expected, "{dataset}\n{page}");
}

#[track_caller]
fn check_findings(dataset: &str, page: &str, expected: &[&str]) {
    assert_eq!(Read::new(dataset, page).findings(), expected, "{dataset}\n{page}");
}

#[track_caller]
fn check_tally(dataset: &str, page: &str, expected: &str) {
    assert_eq!(Read::new(dataset, page).tally(), expected, "{dataset}\n{page}");
}

#[track_caller]
fn check_absences(dataset: &str, page: &str, expected: &[&str]) {
    assert_eq!(Read::new(dataset, page).absences(), expected, "{dataset}\n{page}");
}

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

#[test]
fn what_is_missing_is_told_with_what_looks_like_it() {
    let fields = "fields: [{ name: a, from: A }, { name: zone, from: Zone }]";
    let page = "# Towns\n\n| A | Zone |\n|--|--|\n| a | z |\n\n## None\n\nText\n";
    let dataset = |selector: &str| format!("tables: [{{ {selector} }}], {fields}");
    check_absences(&dataset("under: Towns"), page, &[]);
    check_absences(&dataset("under: None"), page, &["no table stands under the heading `None` in `page.md` «## None»"]);
    check_absences(&dataset("under: None, optional: true"), page, &[]);
    check_absences(
        &dataset("under: [Tows, Rivers]"),
        page,
        &[
            "`page.md` has no heading `Tows` or `Rivers`, under which a table is selected / the heading `Towns` at page.md:1 heads a table \
         with the columns that are read: if it was renamed, write `under: [Tows, Rivers, Towns]` «# Towns»",
        ],
    );
    check_absences(
        &dataset("under: Nonne"),
        &page.replace("| Zone |", "| Site |"),
        &[
            "`page.md` has no heading `Nonne`, under which a table is selected / the heading `None` at page.md:7 looks like it: if it was \
         renamed, write `under: [Nonne, None]` «## None»",
        ],
    );
    check_absences(
        &dataset("under: Rivers"),
        &page.replace("| Zone |", "| Site |"),
        &["`page.md` has no heading `Rivers`, under which a table is selected / the page has `Towns`, `None` «-»"],
    );
    check_absences(
        &dataset("under: Rivers"),
        "Text\n",
        &["`page.md` has no heading `Rivers`, under which a table is selected / the page has no headings at all «-»"],
    );
    check_absences(&dataset(""), "# Towns\n", &["no table stands anywhere in `page.md` «-»"]);
    check_absences(&dataset("table: 2"), page, &["no table 2 stands anywhere in `page.md` «-»"]);
    check_absences(
        "lists: [{ under: Towns }], fields: [{ name: a, from: text }]",
        page,
        &["no list stands under the heading `Towns` in `page.md` «# Towns»"],
    );
    check_absences(
        "lists: [{ items: links }], fields: [{ name: a, from: text }]",
        "* a\n* b\n",
        &["no list of links stands anywhere in `page.md` «-»"],
    );
}

#[test]
fn the_heading_of_the_table_is_known_if_it_is_the_only_one() {
    let table = "| A | Zone |\n|--|--|\n| a | z |\n";
    let fields = "fields: [{ name: a, from: A }, { name: zone, from: Zone }]";
    let told = |page: &str, fields: &str| Read::new(&format!("tables: [{{ under: Gone }}], {fields}"), page).absences();
    let only = |heading: &str, line: usize| {
        format!(
            "`page.md` has no heading `Gone`, under which a table is selected / the heading `{heading}` at page.md:{line} heads a \
             table with the columns that are read: if it was renamed, write `under: [Gone, {heading}]` «# {heading}»"
        )
    };
    assert_eq!(told(&format!("# Towns\n\n{table}\n# Rivers\n"), fields), [only("Towns", 1)]);
    assert_eq!(told(&format!("# Towns\n\n{table}\nand\n\n{table}"), fields), [only("Towns", 1)]);
    let none =
        ["`page.md` has no heading `Gone`, under which a table is selected / the page has `Towns`, `Rivers` «-»"];
    assert_eq!(told(&format!("# Towns\n\n{table}\n# Rivers\n\n{table}"), fields), none);
    // One field alone is no sign of it.
    assert_eq!(told(&format!("# Towns\n\n{table}\n# Rivers\n"), "fields: [{ name: a, from: A }]"), none);
}

#[test]
fn a_table_that_lacks_one_column_may_have_renamed_it() {
    let fields = "primary_key: [a], fields: [{ name: a, from: A }, { name: zone, from: Zone }]";
    let both = "primary_key: [a, b], fields: [{ name: a, from: A }, { name: b, from: B }, { name: zone, from: Zone }]";
    let table = |header: &str| format!("{header}\n{}\n\n", "|--".repeat(header.matches('|').count() - 1) + "|");
    let check = |fields: &str, headers: &[&str], expected: &str| {
        let page: String = headers.iter().map(|header| table(header)).collect();
        check_absences(
            &format!("tables: [{{}}], {fields}"),
            &page,
            &[&format!("no table anywhere of `page.md` has the column {expected}")],
        );
    };
    check(
        fields,
        &["| X | Zone |"],
        "`A` / if the column has another name now, write `from: [A, X]`; there: `X | Zone` «X»",
    );
    check(fields, &["| X | Y | Zone |"], "`A` / there: `X | Y | Zone` «| X | Y | Zone |»");
    check(fields, &["| X | Y |"], "`A` / there: `X | Y` «| X | Y |»");
    // Both parts of the key are missing.
    check(both, &["| X | Zone |"], "`A` and `B` / there: `X | Zone` «X»");
    check(
        both,
        &["| X | B | Zone |"],
        "`A` and `B` / if the column has another name now, write `from: [A, X]`; there: `X | B | Zone` «X»",
    );
    check(
        both,
        &["| A | X | Zone |"],
        "`A` and `B` / if the column has another name now, write `from: [B, X]`; there: `A | X | Zone` «X»",
    );
    // Of several tables that one is meant that has most of the columns, of equals the first.
    check(
        fields,
        &["| P | Q |", "| X | Zone |"],
        "`A` / if the column has another name now, write `from: [A, X]`; there: `P | Q`; `X | Zone` «X»",
    );
    check(
        fields,
        &["| W | Zone |", "| X | Zone |"],
        "`A` / if the column has another name now, write `from: [A, W]`; there: `W | Zone`; `X | Zone` «W»",
    );
    // Of a table of one column nothing else can be meant.
    check(fields, &["| X |"], "`A` / if the column has another name now, write `from: [A, X]`; there: `X` «X»");
    check(
        fields,
        &["| P | Q |", "| X |"],
        "`A` / if the column has another name now, write `from: [A, X]`; there: `P | Q`; `X` «X»",
    );
    // Twelve tables are named.
    let many: Vec<String> = (10..22).map(|at| format!("| P{at} | Q |")).collect();
    let names = |count: usize| (10..10 + count).map(|at| format!("`P{at} | Q`")).collect::<Vec<_>>().join("; ");
    let headers: Vec<&str> = many.iter().map(String::as_str).collect();
    check(fields, &headers, &format!("`A` / there: {} «| P10 | Q |»", names(12)));
    let more: Vec<&str> = headers.iter().copied().chain(["| R | S |"]).collect();
    check(fields, &more, &format!("`A` / there: {} and 1 more «| P10 | Q |»", names(12)));
}

#[test]
fn a_column_that_a_selector_names_is_looked_for_in_the_nearest_table() {
    let fields = "fields: [{ name: a, from: A }, { name: zone, from: Zone }]";
    let check = |columns: &str, expected: &str| {
        let page = "| P | Q |\n|--|--|\n\n| A | Zone |\n|--|--|\n";
        let message = format!("no table anywhere of `page.md` has the column {expected} «| A | Zone |»");
        check_absences(&format!("tables: [{{ columns: {columns} }}], {fields}"), page, &[&message]);
    };
    check("[Zonne]", "`Zonne` / did you mean `Zone` for `Zonne` in `columns`? the nearest table has `A | Zone`");
    check(
        "[A, Zonne]",
        "`A` and `Zonne` / did you mean `Zone` for `Zonne` in `columns`? the nearest table has `A | Zone`",
    );
    check("[Site]", "`Site` / name columns that it has in `columns`; the nearest table has `A | Zone`");
}

#[test]
fn a_selector_may_know_other_headers_of_its_columns() {
    let mut read = Read::new(
        "tables: [{ columns: [A, Zone] }], fields: [{ name: a, from: [A, B] }]",
        "| B | Zone |\n|--|--|\n| b | z |\n",
    );
    assert_eq!(read.records(), [""; 0]);
    let mut know = |others: &[(&str, &str)]| {
        let Origin::Tables(selectors) = &mut read.recipe.datasets[0].origin else { panic!("it takes tables") };
        selectors[0].other_headers =
            others.iter().map(|(name, other)| ((*name).to_owned(), (*other).to_owned())).collect();
        read.records()
    };
    assert_eq!(know(&[("A", "B")]), ["a=b"]);
    assert_eq!(know(&[("Zone", "B")]), [""; 0]);
    assert_eq!(know(&[("Zone", "Site"), ("A", "b")]), ["a=b"]);
}

#[test]
fn a_table_is_selected_once() {
    let fields = "fields: [{ name: a, from: A }]";
    let page = "# Towns\n\n| A |\n|--|\n| a |\n";
    let twice = format!("tables: [{{}}, {{ under: Towns }}], {fields}");
    check_absences(
        &twice,
        page,
        &[
            "what stands at page.md:3 is selected already / name a heading that stands nearer to it, or `columns` that only one of the two \
         has «| A |\n|--|\n| a |»",
        ],
    );
    check_records(&twice, page, &["a=a"]);
    let lists = "lists: [{}, { under: Towns }], fields: [{ name: a, from: text }]";
    check_records(lists, "# Towns\n\n* a\n", &["a=a"]);
    assert_eq!(Read::new(lists, "# Towns\n\n* a\n").absences().len(), 1);
    // A heading that stands twice above it selects it once.
    check_records(
        &format!("tables: [{{ under: [Towns, towns] }}], {fields}"),
        "# Towns\n\n## Towns\n\n| A |\n|--|\n| a |\n",
        &["a=a"],
    );
}

#[test]
fn a_row_that_heads_others_is_placed_where_a_field_takes_it() {
    let page = "| A | B |\n|--|--|\n| **North** ||\n| a | b |\n| **South** ||\n| c | d |\n";
    let fields = "{ name: a, from: A }, { name: b, from: B }";
    let with = |more: &str| format!("tables: [{{}}], fields: [{fields}{more}]");
    let section = ", { name: part, from: { context: section } }";
    check_records(&with(section), page, &["a=a; b=b; part=North", "a=c; b=d; part=South"]);
    check_tally(&with(section), page, "6 = 6 placed, 0 flagged, 0 ignored");
    // Nobody takes it, though others take what stands around the table.
    check_tally(&with(""), page, "6 = 4 placed, 2 flagged, 0 ignored");
    let heading = ", { name: part, from: { context: heading } }";
    check_tally(&with(heading), &format!("# Towns\n\n{page}"), "6 = 4 placed, 2 flagged, 0 ignored");
    // It does not fit, or there is nothing for it to head.
    let number = ", { name: part, from: { context: section }, type: integer }";
    check_tally(&with(number), &page.replace("**North**", "**5**"), "6 = 5 placed, 1 flagged, 0 ignored");
    check_tally(&with(section), &page.replace("| a | b |\n", ""), "4 = 3 placed, 1 flagged, 0 ignored");
}

/// The facts of each row of a table, with what stands at each place.
fn facts(page: &str) -> Vec<String> {
    let read = Read::new("tables: [{}], fields: [{ name: a, from: A }]", page);
    let (extraction, _) = read.extraction();
    let place = |name: &str, span: Option<Span>| span.map(|span| format!("{name} «{}»", read.sources.text(span)));
    let row = |facts: &RowFacts| {
        let places = [
            place("section", facts.section),
            place("unclosed", facts.unclosed),
            place("unopened", facts.unopened),
            place("joint", facts.joint),
            facts.parted.first().and_then(|span| place("parted", Some(*span))),
            facts.surplus.first().and_then(|span| place("surplus", Some(*span))),
        ];
        let flags = [("line", facts.is_line), ("rest", facts.is_rest), ("goes on", facts.goes_on)];
        let flags = flags.into_iter().filter(|(_, is_so)| *is_so).map(|(name, _)| name.to_owned());
        flags.chain(places.into_iter().flatten()).collect::<Vec<_>>().join(", ")
    };
    extraction.datasets[0].records.iter().map(|record| row(&record.row)).collect()
}

#[test]
fn a_row_lacks_a_pipe_that_most_rows_have() {
    let table = |rows: &str| facts(&format!("| A | B |\n|--|--|\n{rows}"));
    assert_eq!(table("| a | b |\n| c | d\n| e | f |\n"), ["line", "line, unclosed «d»", "line"]);
    assert_eq!(table("| a | b |\nc | d |\n| e | f |\n"), ["line", "line, unopened «c»", "line"]);
    // As many have it as have it not.
    assert_eq!(table("| a | b |\nc | d |\n"), ["line", "line"]);
    assert_eq!(table("| a | b |\nc | d |\ne | f |\n"), ["line", "line", "line"]);
    assert_eq!(
        table("| a | b |\nc | d |\ne | f |\n| g | h |\n| i | j |\n"),
        ["line", "line, unopened «c»", "line, unopened «e»", "line", "line"]
    );
    // In a table whose rows have none it is not missed.
    assert_eq!(table("| a | b\n| c | d\n| e | f |\n"), ["line", "line", "line"]);
    assert_eq!(table("a | b |\nc | d |\n| e | f |\n"), ["line", "line", "line"]);
}

#[test]
fn a_row_may_go_on_in_the_line_below_it() {
    assert_eq!(
        facts("| A | B |\n|--|--|\n| a | b, c,\nd, e |\n| f | g |\n| h | i |\n"),
        ["line, goes on, unclosed «b, c,»", "line, rest", "line", "line"]
    );
}

#[test]
fn a_row_without_any_pipe_lacks_the_last_one_alone() {
    assert_eq!(facts("| A |\n|--|\n| a |\nb\n| c |\n"), ["line", "line, unclosed «b»", "line"]);
}

#[test]
fn cells_behind_the_last_column_are_known_if_they_are_filled() {
    assert_eq!(facts("| A | B |\n|--|--|\n| a | b | | c |\n| d | e | |\n"), ["line, surplus «c»", "line"]);
    let html = "<table><tr><th>A</th><th>B</th></tr><tr><td>a</td><td>b</td><td>c</td></tr></table>\n";
    assert_eq!(facts(html), [""]);
}

#[test]
fn a_repair_settles_what_lies_in_what_it_replaces() {
    let mut sources = SourceMap::new();
    let [page, other] = ["page.md", "other.md"].map(|name| sources.add(name, ""));
    let span = |start: usize, end: usize| Span::new(page, start..end);
    let check = |place: Span, stays: bool| {
        let refit = |is_certain: bool| RefitRecord {
            fault: RefitFault::Shifted,
            is_certain,
            fields: Vec::new(),
            span: place,
            text: String::new(),
        };
        let mut facts = RowFacts {
            unclosed: Some(place),
            unopened: Some(place),
            joint: Some(place),
            parted: [place, span(90, 91)].into_iter().collect(),
            surplus: [span(90, 91), place].into_iter().collect(),
            refit: Some(Box::new(refit(true))),
            ..RowFacts::of_item(span(0, 100))
        };
        assert!(facts.is_to_be_rewritten());
        facts.settle(span(10, 20));
        let left =
            [facts.unclosed.is_some(), facts.unopened.is_some(), facts.joint.is_some(), facts.is_to_be_rewritten()];
        assert_eq!(left, [stays; 4], "{place:?}");
        let count = 1 + usize::from(stays);
        assert_eq!((facts.parted.len(), facts.surplus.len()), (count, count), "{place:?}");
        facts.refit = Some(Box::new(refit(false)));
        assert!(!facts.is_to_be_rewritten());
    };
    check(span(10, 20), false);
    check(span(12, 15), false);
    check(span(9, 20), true);
    check(span(10, 21), true);
    check(span(30, 31), true);
    check(Span::new(other, 12..15), true);
}

#[test]
fn a_text_in_the_place_of_a_link_is_told_where_nobody_reads_it() {
    let page = "| Name | Link |\n|--|--|\n| a | [x](u) |\n| b | soon |\n| c | n/a |\n| d | |\n";
    let told = "missing-link warning «soon»: `soon` is no link, and `link` takes the URL only / add a field with the same `from` that \
                takes the text, or the text to the recipe's `missing_values`";
    let url = "{ name: name, from: Name }, { name: link, from: Link, part: url }";
    let dataset = |fields: &str| format!("tables: [{{}}], missing_values: [N/A], fields: [{fields}]");
    check_findings(&dataset(url), page, &[told]);
    check_tally(&dataset(url), page, "7 = 6 placed, 1 flagged, 0 ignored");
    check_findings(&dataset(&format!("{url}, {{ name: text, from: Link }}")), page, &[]);
    check_findings(
        &dataset(&format!("{url}, {{ name: again, from: Link, part: url }}")),
        page,
        &[told, &told.replace("`link`", "`again`")],
    );
    check_findings(&dataset("{ name: name, from: Name }, { name: link, from: Link }"), page, &[]);
}

#[test]
fn an_item_of_which_nothing_is_taken_is_told() {
    let page = "* **HTTP**: 80\n* [SSH](u)\n* plain\n* n/a\n";
    let dataset = |fields: &str, set: &str| {
        format!("lists: [{{ set: {{ {set} }} }}], missing_values: [N/A], fields: [{{ name: kind }}, {fields}]")
    };
    let url = "{ name: url, from: text, part: url }";
    let term = "{ name: term, from: text, part: term }";
    let check = |fields: &str, set: &str, records: &[&str], findings: &[&str], tally: &str| {
        check_records(&dataset(fields, set), page, records);
        check_findings(&dataset(fields, set), page, findings);
        check_tally(&dataset(fields, set), page, tally);
    };
    let no_link = |text: &str, source: &str| {
        format!(
            "missing-link warning «{source}»: `{text}` is no link, and `d` takes the URL only / add a field that takes the text, or \
             the text to the recipe's `missing_values`"
        )
    };
    let no_term = |text: &str, source: &str| {
        format!(
            "missing-term warning «{source}»: `{text}` starts with no term, and `d` takes the term only / add a field with `part: \
             definition`, which takes the whole text of such an item"
        )
    };
    check(
        url,
        "kind: k",
        &["kind=set k; url=", "kind=set k; url=u", "kind=set k; url=", "kind=set k; url="],
        &[&no_link("HTTP: 80", "**HTTP**: 80"), &no_link("plain", "plain")],
        "4 = 2 placed, 2 flagged, 0 ignored",
    );
    check(
        term,
        "kind: k",
        &["kind=set k; term=HTTP", "kind=set k; term=-", "kind=set k; term=-", "kind=set k; term=-"],
        &[&no_term("SSH", "[SSH](u)"), &no_term("plain", "plain")],
        "4 = 2 placed, 2 flagged, 0 ignored",
    );
    check(
        &format!("{url}, {term}"),
        "kind: k",
        &[
            "kind=set k; url=; term=HTTP",
            "kind=set k; url=u; term=-",
            "kind=set k; url=; term=-",
            "kind=set k; url=; term=-",
        ],
        &[&no_term("plain", "plain")],
        "4 = 3 placed, 1 flagged, 0 ignored",
    );
    // Whoever takes a text has all of it; what is set is not read.
    check_findings(&dataset(&format!("{term}, {{ name: rest, from: text, part: definition }}"), "kind: k"), page, &[]);
    check_findings(&dataset(&format!("{url}, {{ name: text, from: text }}"), "kind: k"), page, &[]);
    let set = format!(
        "lists: [{{ under: One, set: {{ text: t }} }}, {{ under: Two }}], fields: [{url}, {{ name: text, from: text }}]"
    );
    let page = "# One\n\n* plain\n* [x](u)\n\n# Two\n\n* other\n";
    check_records(&set, page, &["url=; text=set t", "url=u; text=set t", "url=; text=other"]);
    check_findings(&set, page, &[&no_link("plain", "plain")]);
}

#[test]
fn another_link_of_a_cell_is_told_where_one_is_taken() {
    let check = |field: &str, cell: &str, expected: &[&str]| {
        let dataset = format!("tables: [{{}}], fields: [{{ name: a, from: A }}, {{ name: link, from: Link{field} }}]");
        check_findings(&dataset, &format!("| A | Link |\n|--|--|\n| a | {cell} |\n"), expected);
    };
    let told = "surplus-link warning «[y](v)»: `link` takes one link, and here is another one / give the field `type: list`, or put \
                the second link into a row of its own";
    check(", part: url", "[x](u) and [y](v)", &[told]);
    check(", part: url", "[x](u), [y](u), [y](v)", &[told]);
    check(", part: url", "[x](u) and [y](u)", &[]);
    check(", part: url, type: list", "[x](u) and [y](v)", &[]);
    check("", "[x](u) and [y](v)", &[]);
}

#[test]
fn the_links_of_a_cell_are_kept_with_its_text() {
    let read = Read::new(
        "tables: [{}], fields: [{ name: a, from: A }, { name: url, from: A, part: url }]",
        "| A |\n|--|\n| [ x ](u) and <https://y.example>, [y][z] |\n\n[z]: https://z.example\n",
    );
    let (extraction, _) = read.extraction();
    let links = |field: usize| {
        let shown = |link: &CellLink| {
            let [span, url] = [link.span, link.url_span].map(|span| read.sources.text(span));
            format!("{} {} «{span}» «{url}»", link.label, link.url)
        };
        extraction.datasets[0].records[0].fields[field].links.iter().map(shown).collect::<Vec<_>>()
    };
    assert_eq!(
        links(0),
        [
            "x u «[ x ](u)» «u»",
            "https://y.example https://y.example «<https://y.example>» «https://y.example»",
            "y https://z.example «[y][z]» «[y][z]»"
        ]
    );
    assert_eq!(links(1), [""; 0]);
}

#[test]
fn an_item_that_does_not_fit_is_flagged() {
    let page = "* 5\n* x\n* see [y](u) and [z](v) too\n";
    let dataset = "lists: [{}], fields: [{ name: n, from: text, type: integer }]";
    check_records(dataset, "* 5\n* x\n", &["n=5", "n="]);
    check_tally(dataset, "* 5\n* x\n", "2 = 1 placed, 1 flagged, 0 ignored");
    let help = "expected a whole number such as `12`; a text that means that there is no value belongs into the recipe's \
                `missing_values`";
    let misfit = format!("type-mismatch error «x»: `x` is no integer as `n` must be / {help}");
    check_findings(dataset, "* 5\n* x\n", &[&misfit]);
    let url = "lists: [{}], fields: [{ name: t, from: text }, { name: url, from: text, part: url }]";
    check_records(url, page, &["t=5; url=", "t=x; url=", "t=see y and z too«see [y](u) and [z](v) too»; url=u"]);
    check_findings(
        url,
        page,
        &[
            "surplus-link warning «[z](v)»: `url` takes one link, and here is another one / give the field `type: list`, or put the \
           second link into a row of its own",
        ],
    );
}

#[test]
fn a_cell_is_read_without_the_blanks_around_it() {
    let page = "| A | L |\n|--|--|\n| <br>x y<br> | <br>p,<br>q |\n| n/a | N/A |\n| | |\n";
    let dataset =
        "tables: [{}], missing_values: [N/A], fields: [{ name: a, from: A }, { name: l, from: L, type: list }]";
    check_records(dataset, page, &["a=x y; l=p + q", "a=; l=", "a=; l="]);
}

#[test]
fn a_list_of_addresses_has_all_links_of_a_cell() {
    let page = "| A | Link |\n|--|--|\n| a | [x](u) and [y](v) |\n";
    let dataset = |more: &str| {
        format!("tables: [{{}}], fields: [{{ name: link, from: Link, part: url{more} }}, {{ name: a, from: A }}]")
    };
    check_records(&dataset(""), page, &["link=u; a=a"]);
    check_records(&dataset(", type: list"), page, &["link=u + v; a=a"]);
}

#[test]
fn a_footnote_of_a_cell_is_no_name() {
    let page = "| A | Towns |\n|--|--|\n| a | Graz*, Ulm <br> *closed* |\n| b | Rom |\n";
    let names = ", type: list, items: { vocabulary: town }";
    let dataset = |field: &str| {
        format!("tables: [{{}}], fields: [{{ name: a, from: A }}, {{ name: towns, from: Towns{field} }}]")
    };
    let note = "cell-footnote note «*closed*»: the cell's footnote `*` is no value of `towns`";
    let plain = page.replace("*closed*", "\\*closed");
    check_records(&dataset(names), &plain, &["a=a; towns=Graz + Ulm", "a=b; towns=Rom"]);
    check_findings(&dataset(names), &plain, &[&note.replace("*closed*", "*closed")]);
    // A mark that the recipe knows stays, and in other texts a line is a value.
    let known = ", type: list, items: { vocabulary: town }, marks: { '*': soon }";
    check_records(&dataset(known), &plain, &["a=a; towns=Graz* + Ulm", "a=b; towns=Rom"]);
    check_records(&dataset(", type: list"), &plain, &["a=a; towns=Graz* + Ulm + *closed", "a=b; towns=Rom"]);
    check_findings(&dataset(", type: list"), &plain, &[]);
    let url = "tables: [{}], fields: [{ name: a, from: A }, { name: towns, from: Towns, part: url }, { name: t, from: Towns }]";
    check_findings(url, &plain, &[]);
}

#[test]
fn a_value_that_does_not_fit_is_told_with_what_would() {
    let check = |field: &str, cell: &str, expected: &str| {
        let dataset = format!("tables: [{{}}], fields: [{{ name: a, from: A }}, {{ name: n, from: N, {field} }}]");
        check_findings(&dataset, &format!("| A | N |\n|--|--|\n| a | {cell} |\n"), &[expected]);
    };
    let missing = "a text that means that there is no value belongs into the recipe's `missing_values`";
    let whole = format!("expected a whole number such as `12`; {missing}");
    let groups =
        |sign: char| format!("`group_char: \"{sign}\"` in the field of the recipe reads numbers in groups of digits");
    let integer = |text: &str, help: &str| {
        format!("type-mismatch error «{text}»: `{text}` is no integer as `n` must be / {help}")
    };
    check("type: integer", "one", &integer("one", &whole));
    check("type: integer", "1,234", &integer("1,234", &groups(',')));
    check("type: integer", "1'234", &integer("1'234", &groups('\'')));
    check("type: integer", "1,23", &integer("1,23", &whole));
    check("type: integer, group_char: \"'\"", "1,234", &integer("1,234", &whole));
    let struck = "type-mismatch error «5»: `5` is no integer as `n` must be: markup strikes out, raises or lowers a part of it / \
                  write the value without that markup; a mark is none if a line below the table explains it, such as `<sup>1</sup> \
                  estimated`";
    check("type: integer", "~~5~~", struck);
    let yes = Read::new(
        "tables: [{}], fields: [{ name: a, from: A }, { name: n, from: N, type: boolean, true_values: [ja], false_values: [nein] }]",
        "| A | N |\n|--|--|\n| a | 1,234 |\n",
    );
    let found = yes.findings();
    assert!(found[0].contains("/ expected `ja`, `nein`, "), "{found:?}");
    assert!(!found[0].contains("group_char"), "{found:?}");
}

#[test]
fn a_cell_is_placed_flagged_or_ignored() {
    let page = "| A | N | L |\n|--|--|--|\n| a | 1 | l |\n| b | x | |\n| | 2 | m | s |\n| c | 3 |\n";
    let dataset = "tables: [{}], ignore: [L], fields: [{ name: a, from: A }, { name: n, from: N, type: integer }]";
    check_tally(dataset, page, "10 = 6 placed, 2 flagged, 2 ignored");
    check_records(dataset, page, &["a=a; n=1", "a=b; n=", "a=; n=2", "a=c; n=3"]);
    // Two fields of one column, one of which takes its cell.
    let both = "tables: [{}], ignore: [L], fields: [{ name: a, from: A }, { name: n, from: N, type: integer }, { name: t, from: N }]";
    check_tally(both, page, "10 = 6 placed, 2 flagged, 2 ignored");
}

#[test]
fn a_cell_of_several_rows_or_columns_counts_once() {
    let table = |rows: &str| format!("<table><tr><th>A</th><th>B</th></tr>{rows}</table>\n");
    let dataset = "tables: [{}], fields: [{ name: a, from: A }, { name: b, from: B }]";
    let page = table("<tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr>");
    check_records(dataset, &page, &["a=a; b=b", "a=a; b=c"]);
    check_tally(dataset, &page, "3 = 3 placed, 0 flagged, 0 ignored");
    let page = table("<tr><th colspan=2>North</th></tr><tr><td>a</td><td>b</td></tr>");
    check_records(dataset, &page, &["a=a; b=b"]);
    check_tally(dataset, &page, "3 = 2 placed, 1 flagged, 0 ignored");
}

#[test]
fn a_tally_balances_if_every_cell_has_its_place() {
    let check = |[cells, placed, flagged, ignored]: [usize; 4], expected: bool| {
        assert_eq!(Tally { cells, placed, flagged, ignored }.balances(), expected);
    };
    check([0, 0, 0, 0], true);
    check([9, 2, 3, 4], true);
    check([9, 2, 3, 5], false);
    check([10, 2, 3, 4], false);
    check([9, 3, 3, 4], false);
    check([9, 2, 2, 4], false);
}

/// What is handed on of a table, part by part: the records, or the values of a row.
fn handed(read: &Read) -> (Vec<String>, Tally, Vec<String>) {
    let mut parts = Vec::new();
    let mut take = |part: Handed<'_>| match part {
        Handed::Records(records) => parts.push(format!("{} records", records.len())),
        Handed::Values(row, values) => {
            let shown = |placed: &PlacedValue<'_>| {
                let place = placed.place.map_or("-", |span| read.sources.text(span));
                format!("{:?}«{place}»", placed.value)
            };
            let values: Vec<String> = values.iter().map(shown).collect();
            parts.push(format!("{}: {}", read.sources.text(row), values.join(" ")));
        }
    };
    let (tally, findings) =
        extract_table_in_parts(&read.recipe.datasets[0], &read.document, &read.document.tables[0], &mut take);
    (parts, tally, findings.iter().map(|finding| read.finding(finding)).collect())
}

#[test]
fn records_are_handed_on_some_at_a_time() {
    let rows = |count: usize| (0..count).map(|at| format!("| r{at} | s |\n")).collect::<String>();
    let sizes = |fields: usize, rows_of: usize| {
        let names: Vec<String> = (1..fields).map(|at| format!("{{ name: f{at}, from: B }}")).collect();
        let dataset = format!("tables: [{{}}], fields: [{{ name: a, from: A }}, {}]", names.join(", "));
        // One row without its last pipe, so that the rows are read one by one.
        let page = format!("| A | B |\n|--|--|\n| first | t\n{}", rows(rows_of - 1));
        handed(&Read::new(&dataset, &page)).0
    };
    assert_eq!(sizes(4, 3), ["3 records"]);
    assert_eq!(sizes(4, 255), ["255 records"]);
    assert_eq!(sizes(4, 256), ["256 records", "0 records"]);
    assert_eq!(sizes(4, 600), ["256 records", "256 records", "88 records"]);
    assert_eq!(sizes(3, 600), ["342 records", "258 records"]);
}

#[test]
fn plain_rows_are_handed_on_by_their_values() {
    let page = "| A | N | Left | L |\n|--|--|--|--|\n| a | 1 | l | p, q |\n| b | x | | |\n| N/A |  | **m** | r |\n";
    let dataset = "tables: [{}], missing_values: [n/a], ignore: [Left], fields: [{ name: a, from: A }, { name: n, from: N, type: integer }, \
                   { name: z, from: Z, optional: true }, { name: h, from: { context: heading } }, { name: l, from: L, type: list }]";
    let read = Read::new(dataset, &format!("# Top\n\n{page}")).compact();
    let (parts, tally, findings) = handed(&read);
    let list = |items: &str| format!("List([{items}])");
    assert_eq!(
        parts,
        [
            format!(
                "| a | 1 | l | p, q |: String(\"a\")«a» Integer(1)«1» Null«-» String(\"Top\")«Top» {}«p»",
                list("String(\"p\"), String(\"q\")")
            ),
            format!("| b | x | | |: String(\"b\")«b» Null«x» Null«-» String(\"Top\")«Top» {}«»", list("")),
            format!(
                "| N/A |  | **m** | r |: Null«N/A» Null«» Null«-» String(\"Top\")«Top» {}«r»",
                list("String(\"r\")")
            ),
            "0 records".to_owned(),
        ]
    );
    assert_eq!(shown_tally(tally), "9 = 6 placed, 1 flagged, 2 ignored");
    let (whole, other) = extract_table(&read.recipe.datasets[0], &read.document, &read.document.tables[0]);
    assert_eq!(whole.tally, tally);
    assert_eq!(findings, other.iter().map(|finding| read.finding(finding)).collect::<Vec<_>>());
    assert_eq!(findings.len(), 1);
}

#[test]
fn an_item_knows_how_it_is_set_apart() {
    let mut sources = SourceMap::new();
    let page = sources.add("page.md", "");
    let span = |start: usize, end: usize| Span::new(page, start..end);
    let field = Field::new("a", FieldType::String);
    let check = |tellings: &[(Telling, Span)], expected: &[Telling]| {
        let item = Item::new("text".to_owned(), span(10, 20), &field).expect("it is a text");
        let field = ExtractedField { tellings: tellings.iter().copied().collect(), ..ExtractedField::default() };
        assert_eq!(field.tellings_of(&item), expected, "{tellings:?}");
    };
    check(&[], &[]);
    check(&[(Telling::Struck, span(12, 14))], &[Telling::Struck]);
    check(&[(Telling::Struck, span(0, 100)), (Telling::Lowered, span(19, 25))], &[Telling::Struck, Telling::Lowered]);
    // Right before it, and right behind it.
    check(&[(Telling::Raised, span(5, 10)), (Telling::Raised, span(20, 22))], &[]);
    check(&[(Telling::Raised, span(5, 11)), (Telling::Lowered, span(20, 22))], &[Telling::Raised]);
    check(&[(Telling::Struck, span(2, 4)), (Telling::Raised, span(12, 14))], &[Telling::Raised]);
    check(
        &[(Telling::Struck, span(30, 40)), (Telling::Raised, span(2, 4)), (Telling::Raised, span(19, 30))],
        &[Telling::Raised],
    );
}

#[test]
fn tellings_of_a_cell_are_in_order_each_once() {
    let check = |cell: &str, expected: &[&str]| {
        let read = Read::new("tables: [{}], fields: [{ name: a, from: A }]", &format!("| A |\n|--|\n| {cell} |\n"));
        let (extraction, _) = read.extraction();
        let shown = |(telling, span): &(Telling, Span)| format!("{telling:?} {}", read.sources.text(*span));
        let found: Vec<String> = extraction.datasets[0].records[0].fields[0].tellings.iter().map(shown).collect();
        assert_eq!(found, expected, "{cell}");
    };
    check("a", &[]);
    check("m<sup>2</sup> ~~x~~ n<sup>3</sup>", &["Struck x", "Raised <sup>2</sup>", "Raised <sup>3</sup>"]);
    check("~~a <del>b</del> c~~ d", &["Struck a <del>b</del> c"]);
    check("~~a~~<del>b</del>", &["Struck a", "Struck b"]);
    check("<sup>a ~~b~~</sup>", &["Struck b", "Raised a ~~b"]);
    check("m<sup>1</sup><sup>2</sup>", &["Raised <sup>1</sup>", "Raised <sup>2</sup>"]);
}

#[test]
fn items_are_equal_in_all_that_they_are() {
    let mut sources = SourceMap::new();
    let page = sources.add("page.md", "");
    let (span, other) = (Span::new(page, 0..2), Span::new(page, 2..4));
    let field = Field::new("n", FieldType::Number);
    let item = |text: &str, span: Span| Item::new(text.to_owned(), span, &field).expect("it is a number");
    let one = || item("1.5", span);
    let marks = |marks: &[&str]| marks.iter().map(|mark| (*mark).to_owned()).collect::<Vec<_>>();
    assert_eq!(one(), one());
    assert_ne!(one(), item("2.5", span));
    assert_ne!(one(), item("1.50", span), "another text of one value");
    assert_ne!(one(), item("1.5", other));
    let repaired =
        |text: &str, own: &[&str]| one().repaired(text.to_owned(), marks(own), &field).expect("it is a number");
    assert_eq!(one(), repaired("1.5", &[]));
    assert_ne!(one(), repaired("1.5", &["*"]));
    assert_ne!(one(), repaired("2.5", &[]));
    assert_ne!(item("2.5", span), repaired("2.5", &[]), "it was written as another one");
    let changed = repaired("2.5", &["*"]);
    assert_eq!((changed.text(), changed.written(), changed.marks()), ("2.5", "1.5", marks(&["*"]).as_slice()));
    assert_eq!((changed.value(), changed.span()), (&Value::Number(2.5), span));
    let again = changed.repaired("3.5".to_owned(), Vec::new(), &field).expect("it is a number");
    assert_eq!((again.text(), again.written(), again.marks().len()), ("3.5", "1.5", 0));
    let moved = Item::moved("1.5".to_owned(), Vec::new(), other, "1.5", &field).expect("it is a number");
    assert_eq!(moved, item("1.5", other));
    let placed = changed.placed(other, "1.5 *".to_owned());
    assert_eq!((placed.written(), placed.marks(), placed.span()), ("1.5 *", marks(&["*"]).as_slice(), other));
    assert_eq!(placed.into_value(), Value::Number(2.5));
    assert!(Item::new("x".to_owned(), span, &field).is_err());
    let text = Item::new("x".to_owned(), span, &Field::new("t", FieldType::String)).expect("it is a text");
    assert_eq!((text.text(), text.written(), text.value()), ("x", "x", &Value::String("x".into())));
}

#[test]
fn what_stands_behind_the_first_paragraph_of_items_is_told_once() {
    let check = |page: &str, expected: &[&str]| {
        check_findings("lists: [{}], fields: [{ name: a, from: text }]", page, expected)
    };
    let help = "write it into the first paragraph, behind `<br>` where it is a line of its own, or as a table";
    check("* a\n* b\n", &[]);
    let one = "an item has more than its first paragraph, and the rest of it is in no record";
    check("* a\n\n  more\n* b\n", &[&format!("unread-text note «more»: {one} / {help}")]);
    let two = "2 of 3 items have more than their first paragraph, and the rest of them is in no record";
    check("* a\n\n  more\n* b\n\n  still\n* c\n", &[&format!("unread-text note «more»: {two} / {help}")]);
}

#[test]
fn a_value_is_a_list_where_the_field_is_one() {
    let list = FieldType::string_list();
    let item = |text: &str| {
        let mut sources = SourceMap::new();
        let span = Span::new(sources.add("page.md", ""), 0..0);
        Item::new(text.to_owned(), span, &Field::new("a", FieldType::String)).expect("it is a text")
    };
    let field = |is_present: bool, texts: &[&str]| ExtractedField {
        is_present,
        items: texts.iter().map(|text| item(text)).collect(),
        ..ExtractedField::default()
    };
    assert_eq!(field(true, &["p", "q"]).value(&list), Value::strings(["p", "q"]));
    assert_eq!(field(true, &[]).value(&list), Value::List(Vec::new()));
    assert_eq!(field(false, &[]).value(&list), Value::Null);
    assert_eq!(field(true, &["p"]).value(&FieldType::String), Value::String("p".into()));
    assert_eq!(field(true, &[]).value(&FieldType::String), Value::Null);
    let set = ExtractedField::set(&Value::Integer(7));
    assert_eq!((set.value(&list), set.is_present, set.place()), (Value::Integer(7), true, None));
}
