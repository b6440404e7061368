//! Items: texts, links, footnotes and what is set apart, in cells and in lists.

use super::*;

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
