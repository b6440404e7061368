//! What a page has beside its tables: headings, lists, legends, captions, comments on rules, and what it includes.

use super::{compare, quoted};
use crate::document::Document;
use crate::document::laws::parse;
use crate::source::SourceMap;

#[track_caller]
fn check(cases: &[(&str, &[&str])], shown: fn(&Document, &str) -> Vec<String>) {
    compare(cases, |page| shown(&parse(page), page));
}

/// The headings: level, text, where that stands, and the number of the one above.
fn headings(document: &Document, page: &str) -> Vec<String> {
    let shown = |heading: &crate::document::Heading| {
        let above = heading.parent.map_or(String::new(), |parent| format!(" in {parent}"));
        let tab = if heading.is_tab { " tab" } else { "" };
        format!(
            "{} {}{above}{tab} {}",
            heading.level,
            heading.content.text(),
            quoted(&page[heading.text_span().range()])
        )
    };
    document.headings.iter().map(shown).collect()
}

/// The first cell of each table's header with the path of headings above it.
fn paths(document: &Document, _: &str) -> Vec<String> {
    let path = |heading| document.heading_path(heading).join("/");
    document.tables.iter().map(|table| format!("{}: {}", table.header_texts()[0], path(table.heading))).collect()
}

#[test]
fn a_heading_stands_under_the_nearest_lower_one() {
    check(
        &[
            ("# a\n## b\n### c\n## d\n# e\n", &["1 a ‹a›", "2 b in 0 ‹b›", "3 c in 1 ‹c›", "2 d in 0 ‹d›", "1 e ‹e›"]),
            ("### a\n# b\n### c\n## d\n", &["3 a ‹a›", "1 b ‹b›", "3 c in 1 ‹c›", "2 d in 1 ‹d›"]),
            ("# **a** `b`\n\nc\n=\n", &["1 a b ‹a** `b›", "1 c ‹c›"]),
            ("#\n## a\n", &["1  ‹#›", "2 a in 0 ‹a›"]),
            ("# a\n> ## b\n> # c\n\n## d\n", &["1 a ‹a›", "2 b in 0 ‹b›", "1 c ‹c›", "2 d in 0 ‹d›"]),
            ("# a\n- ## b\n- # c\n  ## d\n", &["1 a ‹a›", "2 b in 0 ‹b›", "1 c ‹c›", "2 d in 2 ‹d›"]),
            (
                "# a\n## [b](#tab/x)\n## [c](#tab/y)\n***\n## d\n",
                &["1 a ‹a›", "2 b in 0 tab ‹b›", "2 c in 0 tab ‹c›", "2 d in 0 ‹d›"],
            ),
            ("# [a](#tab/x) b\n# [c](#other)\n", &["1 a b ‹a](#tab/x) b›", "1 c ‹c›"]),
        ],
        headings,
    );
    let table = |name: &str| format!("\n| {name} |\n|---|\n");
    let page = [
        &table("0"),
        "# a\n",
        &table("1"),
        "## [b](#tab/x)\n",
        &table("2"),
        "## [c](#tab/y)\n### d\n",
        &table("3"),
        "\n***\n",
        &table("4"),
        "> # e\n>\n> | 5 |\n> |---|\n\n",
        &table("6"),
        "## f\n",
        &table("7"),
        "***\n",
        &table("8"),
    ]
    .concat();
    let document = parse(&page);
    let found = paths(&document, &page);
    assert_eq!(found, ["0: ", "1: a", "2: a/b", "3: a/c/d", "4: a", "5: e", "6: a", "7: a/f", "8: a/f"]);
}

#[test]
fn the_nearest_heading_is_a_tab_or_none() {
    let document = parse("# a\n## [b](#tab/x)\n### c\n");
    let nearest = |from: Option<usize>, is_tab: bool| {
        document.nearest_heading(from, is_tab).map(|heading| heading.content.text().to_owned())
    };
    let named = |name: &str| Some(name.to_owned());
    assert_eq!([nearest(Some(2), true), nearest(Some(2), false)], [named("b"), named("c")]);
    assert_eq!([nearest(Some(1), true), nearest(Some(1), false)], [named("b"), named("a")]);
    assert_eq!([nearest(Some(0), true), nearest(None, false)], [None, None]);
}

/// The lists, each with its items: the text, the term before a `|`, and behind a `+` what else stands in it.
fn lists(document: &Document, page: &str) -> Vec<String> {
    let mut shown = Vec::new();
    for list in &document.lists {
        let parent = list.parent.map_or(String::new(), |(list, item)| format!(" in {list}.{item}"));
        let caption = list.caption.as_ref().map_or(String::new(), |caption| format!(" below {}", caption.text()));
        let quote = list.quote.as_ref().map_or(String::new(), |quote| format!(" as {}", quote.kind));
        let kind = match (list.is_of_links(), list.is_of_definitions()) {
            (true, true) => " of links and definitions",
            (true, false) => " of links",
            (false, true) => " of definitions",
            (false, false) => "",
        };
        let item = |item: &crate::document::ListItem| {
            let term = item.term().map_or(String::new(), |term| format!("{}|", term.text()));
            let rest = item.rest.map_or(String::new(), |rest| format!("+{}", quoted(&page[rest.range()])));
            format!(" [{term}{}{rest}]", item.definition().text())
        };
        shown.push(format!("list{parent}{caption}{quote}{kind}:{}", list.items.iter().map(item).collect::<String>()));
    }
    shown
}

#[test]
fn lists_are_rows_of_one_column() {
    check(
        &[
            ("- a\n- b\n", &["list: [a] [b]"]),
            ("1. a\n2. b\n", &["list: [a] [b]"]),
            ("- a\n+ b\n", &["list: [a]", "list: [b]"]),
            ("- a\n  - b\n  - c\n- d\n  1. e\n", &["list: [a] [d]", "list in 0.0: [b] [c]", "list in 0.1: [e]"]),
            ("- a\n\n  b\n\n  c\n- d\n", &["list: [a+‹b›] [d]"]),
            ("- \n- a\n", &["list: [] [a]"]),
            ("- # a\n\n  b\n", &["list: [+‹# a›]"]),
            ("- > a\n\n- b\n", &["list: [+‹> a›] [b]"]),
            ("- a\n\n  > b\n- c\n\n  ```\n  d\n  ```\n", &["list: [a+‹> b›] [c+‹```⏎  d⏎  ```›]"]),
            (
                "- a\n\n  ***\n- b\n\n  | c |\n  |---|\n- d\n\n  <!-- e -->\n- f\n\n  <div>g</div>\n",
                &["list: [a] [b] [d] [f+‹<div>g</div>›]"],
            ),
            ("- a\n\n  | b | c |\n  |---|\n  | 1 | 2 |\n", &["list: [a]"]),
            ("- ```\n  a\n  ```\n- b\n", &["list: [+‹```⏎  a⏎  ```›] [b]"]),
            ("- > - a\n  >\n  >   b\n", &["list: [+‹> - a⏎  >⏎  >   b›]", "list in 0.0: [a+‹b›]"]),
            ("Towns:\n\n- a\n", &["list below Towns:: [a]"]),
            ("> [!NOTE]\n> - a\n", &["list as note: [a]"]),
            ("- [a](b)\n- [c](d)\n- e\n", &["list of links: [a] [c] [e]"]),
            ("- [a](b)\n- e\n", &["list: [a] [e]"]),
            ("- [a](b) c\n- [d](e)\n- [f](g) [h](i)\n", &["list: [a c] [d] [f h]"]),
            ("- **a**: b\n- **c**: d\n", &["list of definitions: [a|b] [c|d]"]),
            ("- **a**: b\n", &["list: [a|b]"]),
            ("- **a**: b\n- **c**:\n", &["list: [a|b] [c|]"]),
            ("- **a**: b\n- **c**:\n- **d**: e\n", &["list of definitions: [a|b] [c|] [d|e]"]),
            ("- **a**: b\n- **c**: d\n- e\n", &["list: [a|b] [c|d] [e]"]),
            ("- **a**: b\n- **c**: d\n-\n", &["list of definitions: [a|b] [c|d] []"]),
        ],
        lists,
    );
    let defines = |terms: usize| parse(&format!("{}- e\n", "- **a**: b\n".repeat(terms))).lists[0].is_of_definitions();
    assert_eq!([defines(8), defines(9)], [false, true], "one item in ten may start with no term");
}

/// The legends: the mark, and where it stands if that is not the text.
fn legends(document: &Document, page: &str) -> Vec<String> {
    let shown = |legend: &crate::document::Legend| {
        let place = &page[legend.span.range()];
        let place = if place == legend.text { String::new() } else { format!(" at {}", quoted(place)) };
        format!("{} {}{place}", legend.mark, quoted(&legend.text))
    };
    document.legends.iter().map(shown).collect()
}

#[test]
fn a_line_explains_a_mark() {
    check(
        &[
            ("\\* old\n", &["* ‹* old› at ‹\\* old›"]),
            ("\\*\\*\\* old\n", &["*** ‹*** old› at ‹\\*\\*\\* old›"]),
            ("\\*\\*\\*\\* old\n", &[]),
            ("**+** denotes coming soon\n", &["+ ‹+ denotes coming soon› at ‹**+** denotes coming soon›"]),
            ("† old\n‡ new\n", &["† ‹† old›", "‡ ‹‡ new›"]),
            ("† old\nof *all*\n‡ new\n", &["† ‹† old of all› at ‹† old⏎of *all›", "‡ ‹‡ new›"]),
            ("old\n† new\n", &[]),
            ("\\*: old\n", &["* ‹*: old› at ‹\\*: old›"]),
            ("\\*= old\n", &["* ‹*= old› at ‹\\*= old›"]),
            ("\\* 5\n", &[]),
            ("\\*\n", &[]),
            ("\\*old\n", &[]),
            ("\\*a old\n", &[]),
            ("→ old\n† new\n→ more\n", &["→ ‹→ old›", "† ‹† new → more› at ‹† new⏎→ more›"]),
            ("( old )\n", &["( ‹( old )›"]),
            ("- \\* old\n", &["* ‹* old› at ‹\\* old›"]),
            ("<sup>1</sup> old\n", &["1 ‹1 old› at ‹<sup>1</sup> old›"]),
            (
                "<sup>1</sup> old\n<sup>2</sup> new\nand more\n",
                &["1 ‹1 old› at ‹1</sup> old›", "2 ‹2 new and more› at ‹2</sup> new⏎and more›"],
            ),
            ("Notes\n<sup>1</sup> old\n", &["1 ‹1 old› at ‹1</sup> old›"]),
            ("Notes: <sup>1</sup> old\n", &[]),
            ("<sup>123</sup> old\n", &["123 ‹123 old› at ‹<sup>123</sup> old›"]),
            ("<sup>1234</sup> old\n", &[]),
            ("<sup>1</sup> 2\n", &[]),
            ("<sup>1</sup>\n", &[]),
            ("a <sup>1</sup> old<br><sup>2</sup> new\n", &["2 ‹2 new› at ‹2</sup> new›"]),
            ("<sub>1</sub> old\n", &[]),
            ("&ast; old\n", &["* ‹* old› at ‹&ast; old›"]),
            ("[\\*](x) old\n", &["* ‹* old› at ‹[\\*](x) old›"]),
            ("[a] old\n", &[]),
            ("![](x) old\n", &[]),
            ("* old\n", &[]),
            ("\\* a | b\n---|---\n1 | 2\n", &[]),
        ],
        legends,
    );
    let count = |length: usize| parse(&format!("† {}\n", "é".repeat(length))).legends.len();
    assert_eq!([count(298), count(299)], [1, 0], "300 characters with the mark and the blank");
}

#[test]
fn numbers_right_below_a_table_explain_what_is_raised_in_it() {
    let table = "| a |\n|---|\n| 3<sup>1</sup> |\n| 4<SUP class=x> 2 </SUP> |\n\n";
    compare(
        &[
            ("[1] old\n[2] new\n", &["1 ‹[1] old›", "2 ‹[2] new›"]),
            ("[1] old\n[2]:new\n", &["1 ‹[1] old›", "2 ‹[2]:new›"]),
            ("1. old\n2. new\n", &["1 ‹old›", "2 ‹new›"]),
            ("1) old\n2) new\n", &["1 ‹old›", "2 ‹new›"]),
            ("[1] old\n", &[]),
            ("[1] old\n[2] new\n[3] more\n", &[]),
            ("[1] old\n[1] new\n", &[]),
            ("[1]old\n[2] new\n", &[]),
            ("[1] old\ntext\n[2] new\n", &[]),
            ("[1] 5\n[2] new\n", &[]),
            ("- 1\n- 2\n", &[]),
            ("3. old\n4. new\n", &[]),
            ("1. old\n   - x\n2. new\n", &["1 ‹old›", "2 ‹new›"]),
            ("1. > old\n2. new\n", &[]),
            ("text\n\n[1] old\n[2] new\n", &[]),
            ("> [1] old\n> [2] new\n", &[]),
        ],
        |below| {
            let page = format!("{table}{below}");
            legends(&parse(&page), &page)
        },
    );
    check(
        &[
            ("<table><tr><td>3<sup>1</sup></table>\n\n[1] old\n", &["1 ‹[1] old›"]),
            ("| a |\n|---|\n| 3<sup>10000</sup> |\n\n[1] old\n", &[]),
            ("| a |\n|---|\n| 3 |\n\n[1] old\n", &[]),
        ],
        legends,
    );
}

/// The captions and quotes of tables and lists.
fn surroundings(document: &Document, page: &str) -> Vec<String> {
    let caption = |caption: &Option<crate::document::RichText>| {
        caption.as_ref().map_or("none".to_owned(), |one| one.text().to_owned())
    };
    let quote = |quote: &Option<crate::document::Quote>| {
        quote.as_ref().map_or(String::new(), |one| format!(" as {} {}", one.kind, quoted(&page[one.span.range()])))
    };
    let tables = document.tables.iter().map(|one| format!("{}{}", caption(&one.caption), quote(&one.quote)));
    tables
        .chain(document.lists.iter().map(|one| format!("list {}{}", caption(&one.caption), quote(&one.quote))))
        .collect()
}

#[test]
fn a_short_paragraph_right_above_is_a_caption() {
    let table = "| a |\n|---|\n| 1 |\n";
    compare(
        &[
            ("Table 1\n\n", &["Table 1"]),
            ("Table 1. Towns\n\n", &["Table 1. Towns"]),
            ("Table 1 - Towns\n\n", &["Table 1 - Towns"]),
            ("Table 1) Towns\n\n", &["Table 1) Towns"]),
            ("Table 1 Towns\n\n", &["none"]),
            ("Table 1.2 Towns\n\n", &["none"]),
            ("Table 1.\n\n", &["Table 1."]),
            ("Table A\n\n", &["none"]),
            ("Table A1\n\n", &["Table A1"]),
            ("Table ix: Towns\n\n", &["Table ix: Towns"]),
            ("Table mix: Towns\n\n", &["none"]),
            ("Table: Towns\n\n", &["Table: Towns"]),
            ("Table Towns\n\n", &["none"]),
            ("Tablet 1: Towns\n\n", &["none"]),
            ("tab. 3: Towns\n\n", &["tab. 3: Towns"]),
            ("Tableau 2 : villes\n\n", &["Tableau 2 : villes"]),
            ("Таблица 1. Города\n\n", &["Таблица 1. Города"]),
            ("表 1\n\n", &["表 1"]),
            ("Towns:\n\n", &["Towns:"]),
            ("Towns：\n\n", &["Towns："]),
            ("Towns\n\n", &["none"]),
            ("These. Towns:\n\n", &["none"]),
            ("These! towns:\n\n", &["These! towns:"]),
            ("These, e.g. towns:\n\n", &["These, e.g. towns:"]),
            ("See a.Towns:\n\n", &["See a.Towns:"]),
            ("**Towns**\n\n", &["Towns"]),
            ("*Towns*\n\n", &["Towns"]),
            ("**Towns.**\n\n", &["none"]),
            ("**Towns?**\n\n", &["none"]),
            ("**Towns** of old\n\n", &["none"]),
            ("**To** **wns**\n\n", &["none"]),
            ("Towns<br>and more:\n\n", &["none"]),
            ("Towns\nand more:\n\n", &["Towns and more:"]),
            ("<!-- x -->\n\n", &["none"]),
            ("Towns:\n\n<!-- x -->\n\n<!-- y -->\n", &["Towns:"]),
            ("Towns:\n\n<div></div>\n\n", &["none"]),
            ("Towns:\n\n***\n", &["none"]),
            ("> Towns:\n\n", &["none"]),
            ("| x | y |\n| z | w |\n| v | u: |\n\n", &["none"]),
        ],
        |above| {
            let page = format!("{above}{table}");
            surroundings(&parse(&page), &page).pop().into_iter().collect()
        },
    );
    let caption = |length: usize, link: usize| {
        let page = format!("{}[x]({}):\n\n{table}", "é".repeat(length - 2), "u".repeat(link));
        parse(&page).tables[0].caption.is_some()
    };
    assert_eq!([caption(160, 1), caption(161, 1)], [true, false]);
    // The source may be eight times as long: two bytes for each `é`, and seven beside the address.
    assert_eq!([caption(100, 8 * 160 - 2 * 98 - 6), caption(100, 8 * 160 - 2 * 98 - 5)], [true, false]);
}

#[test]
fn a_quote_has_the_kind_of_its_first_line() {
    let quoted = |head: &str| {
        let page = format!("> {head}\n>\n> | a |\n> |---|\n> | 1 |\n");
        surroundings(&parse(&page), &page)
    };
    compare(
        &[
            ("[!NOTE]", &["none as note ‹NOTE›"]),
            ("  [!Note] more", &["none as note ‹Note›"]),
            ("[!a-b_c]", &["none as a-b_c ‹a-b_c›"]),
            ("[! note]", &["none"]),
            ("[!note x]", &["none"]),
            ("[!note ]", &["none as note ‹note›"]),
            ("[!note", &["none"]),
            ("[!]", &["none"]),
            ("x [!note]", &["none"]),
            ("[!div class=\"a b\"]", &["none as a b ‹a b›"]),
            ("[!DIV class='a']", &["none as a ‹a›"]),
            ("[!div class=a]", &["none"]),
            ("[!div class=\"\"]", &["none"]),
            ("[!div class=\"a]", &["none"]),
            ("[!note class=\"a\"]", &["none"]),
            ("[!div]", &["none as div ‹div›"]),
        ],
        quoted,
    );
    check(
        &[
            ("> [!NOTE]\n> > | a |\n> > |---|\n", &["none as note ‹NOTE›"]),
            ("> [!NOTE]\n> > [!TIP]\n> > | a |\n> > |---|\n", &["none as tip ‹TIP›"]),
            ("- [!NOTE]\n\n  | a |\n  |---|\n", &["none", "list none"]),
            ("> # x\n> [!NOTE]\n> - a\n", &["list none"]),
            ("> [!NOTE]\n> Towns:\n>\n> - a\n", &["list Towns: as note ‹NOTE›"]),
            ("> [!NOTE]\n>\n> - a\n", &["list none as note ‹NOTE›"]),
        ],
        surroundings,
    );
}

/// The comments that keep a rule out, and what each covers.
fn ignores(document: &Document, page: &str) -> Vec<String> {
    let shown = |one: &crate::document::Ignore| {
        format!(
            "{} {} {} covers {}",
            one.rule,
            quoted(&one.reason),
            quoted(&page[one.span.range()]),
            quoted(&page[one.scope.range()])
        )
    };
    document.ignores.iter().map(shown).collect()
}

#[test]
fn a_comment_covers_its_row_or_what_comes_below() {
    check(
        &[
            (
                "<!-- rowmill-ignore x: why: so -->\n\n| a |\n|---|\n| 1 |\n",
                &["x ‹why: so› ‹<!-- rowmill-ignore x: why: so -->› covers ‹| a |⏎|---|⏎| 1 |›"],
            ),
            (
                "<!-- rowmill-ignore x -->\n\ntext\n\n- a\n- b\n\n| c |\n|---|\n",
                &["x ‹› ‹<!-- rowmill-ignore x -->› covers ‹- a⏎- b›"],
            ),
            (
                "| a |\n|---|\n| 1 <!-- rowmill-ignore x --> |\n| 2 |\n",
                &["x ‹› ‹<!-- rowmill-ignore x -->› covers ‹| 1 <!-- rowmill-ignore x --> |›"],
            ),
            (
                "| a <!-- rowmill-ignore x --> |\n|---|\n| 1 |\n\n- b\n",
                &["x ‹› ‹<!-- rowmill-ignore x -->› covers ‹- b›"],
            ),
            (
                "- a <!-- rowmill-ignore x -->\n- b\n",
                &["x ‹› ‹<!-- rowmill-ignore x -->› covers ‹a <!-- rowmill-ignore x -->›"],
            ),
            (
                "- a\n\n  <!-- rowmill-ignore x -->\n\n| c |\n|---|\n",
                &["x ‹› ‹<!-- rowmill-ignore x -->› covers ‹| c |⏎|---|›"],
            ),
            ("| a |\n|---|\n\n<!-- rowmill-ignore x -->\n", &["x ‹› ‹<!-- rowmill-ignore x -->› covers ‹›"]),
            (
                "```\n<!-- rowmill-ignore x -->\n```\n\n<!-- rowmill-ignore y -->\n- a\n",
                &["y ‹› ‹<!-- rowmill-ignore y -->› covers ‹- a›"],
            ),
            ("    <!-- rowmill-ignore x -->\n\n- a\n", &[]),
            ("<!-- rowmill-ignore x\n\n- a\n", &[]),
            (
                "<!-- rowmill-ignore x -->\n<!-- rowmill-ignore y: z -->\n\n- a\n",
                &["x ‹› ‹<!-- rowmill-ignore x -->› covers ‹- a›", "y ‹z› ‹<!-- rowmill-ignore y: z -->› covers ‹- a›"],
            ),
            (
                "<table><tr><td>a <!-- rowmill-ignore x --></td></tr><tr><td>b</table>\n",
                &["x ‹› ‹<!-- rowmill-ignore x -->› covers ‹<tr><td>a <!-- rowmill-ignore x --></td></tr>›"],
            ),
            (
                "<table><tr><td>\n\n- a\n- b <!-- rowmill-ignore x -->\n\n</table>\n",
                &["x ‹› ‹<!-- rowmill-ignore x -->› covers ‹<tr><td>⏎⏎- a⏎- b <!-- rowmill-ignore x -->›"],
            ),
            (
                "<table><tr><td>a<table><tr><td>b <!-- rowmill-ignore x --></td></tr></table></td></tr></table>\n",
                &[
                    "x ‹› ‹<!-- rowmill-ignore x -->› covers ‹<tr><td>a<table><tr><td>b <!-- rowmill-ignore x --></td></tr></table></td></tr>›",
                ],
            ),
            (
                "- a\n  - b <!-- rowmill-ignore x -->\n",
                &["x ‹› ‹<!-- rowmill-ignore x -->› covers ‹b <!-- rowmill-ignore x -->›"],
            ),
            (
                "| a |\n|---|\n| 1 |\n\n<!-- rowmill-ignore x --> \n| b |\n|---|\n",
                &["x ‹› ‹<!-- rowmill-ignore x -->› covers ‹| b |⏎|---|›"],
            ),
            ("<!--rowmill-ignore x -->\n\n- a\n", &[]),
        ],
        ignores,
    );
}

#[test]
fn an_anchor_that_stands_twice_is_told() {
    check(
        &[
            (
                "# <a name=\"x\"></a>a\n\ntext <a name=\"x\"></a>\n",
                &[
                    "warning duplicate-anchor at 26 ‹<a name=\"x\">›: the anchor `x` stands here again; the first one; links lead there only at 2 ‹<a name=\"x\">›; give each place a name of its own",
                ],
            ),
            (
                "<a name=\"x\"></a>\n\n<a id=\"x\"></a>\n\n<a name=y></a>\n",
                &[
                    "warning duplicate-anchor at 18 ‹<a id=\"x\">›: the anchor `x` stands here again; the first one; links lead there only at 0 ‹<a name=\"x\">›; give each place a name of its own",
                ],
            ),
            (
                "# <a name=\"x\"></a>a\n\n| <b id=x></b> |\n|---|\n| <b id=x></b> |\n",
                &[
                    "warning duplicate-anchor at 23 ‹<b id=x>›: the anchor `x` stands here again; the first one; links lead there only at 2 ‹<a name=\"x\">›; give each place a name of its own",
                    "warning duplicate-anchor at 46 ‹<b id=x>›: the anchor `x` stands here again; the first one; links lead there only at 2 ‹<a name=\"x\">›; give each place a name of its own",
                ],
            ),
            (
                "text <a name=\"x\"></a>\n\n- b <a name=\"x\"></a>\n",
                &[
                    "warning duplicate-anchor at 27 ‹<a name=\"x\">›: the anchor `x` stands here again; the first one; links lead there only at 5 ‹<a name=\"x\">›; give each place a name of its own",
                ],
            ),
        ],
        |document, page| document.inspect().iter().map(|one| super::finding(page, one)).collect(),
    );
}

/// The first of some pages, each with the text and the names of those that it includes by their numbers.
fn including(pages: &[(&str, &[usize])]) -> (Document, SourceMap) {
    let mut sources = SourceMap::new();
    let name = |index: usize| format!("{index}.md");
    let ids: Vec<_> = pages.iter().enumerate().map(|(index, (text, _))| sources.add(name(index), *text)).collect();
    for (id, (_, included)) in ids.iter().zip(pages) {
        included.iter().for_each(|&index| sources.set_include(*id, name(index), Ok(ids[index])));
    }
    (Document::parse(&sources, ids[0]), sources)
}

#[test]
fn an_included_page_takes_its_place_among_headings_tables_and_lists() {
    let outer = "# a\n\n| 0 |\n|---|\n\n- x\n\n## b\n\n[!INCLUDE [t](1.md)]\n\n| 4 |\n|---|\n\n- y\n\n### e\n";
    let inner = "| 1 |\n|---|\n\n- p\n  - q\n\n## c <a name=\"n\"></a>\n\n| 2 |\n|---|\n\n### d\n\n| 3 |\n|---|\n\n- r\n\n\\* old\n\n<!-- rowmill-ignore z -->\n\n<a name=\"n\"></a>\n\n[!INCLUDE [t](2.md)]\n";
    let (document, sources) = including(&[(outer, &[1]), (inner, &[])]);
    let path = |heading| document.heading_path(heading).join("/");
    let tables: Vec<String> =
        document.tables.iter().map(|table| format!("{}: {}", table.header_texts()[0], path(table.heading))).collect();
    assert_eq!(tables, ["0: a", "1: a/b", "2: a/c ", "3: a/c /d", "4: a/c /d"].map(|text| text.replace("c ", "c")));
    let lists: Vec<String> = document
        .lists
        .iter()
        .map(|list| format!("{} {} {:?}", list.items[0].content.text(), path(list.heading), list.parent))
        .collect();
    assert_eq!(lists, ["p a/b None", "q a/b Some((0, 0))", "r a/c/d None", "x a None", "y a/c/d None"]);
    let headings: Vec<&str> = document.headings.iter().map(|heading| heading.content.text()).collect();
    assert_eq!(headings, ["a", "b", "c", "d", "e"]);
    assert_eq!(path(Some(4)), "a/c/e", "the heading behind it goes on from its last one");
    assert_eq!(document.legends[0].mark, "*");
    assert_eq!(document.ignores[0].rule, "z");
    let found: Vec<&str> = document.inspect().iter().map(|one| one.code).collect();
    assert_eq!(found, ["missing-include", "duplicate-anchor"]);
    assert_eq!(sources.text(document.inspect()[0].span.expect("it has a place")), "2.md");
}

#[test]
fn what_is_not_included_is_told_with_the_reason() {
    let reasons = |pages: &[(&str, &[usize])]| {
        let (document, _) = including(pages);
        document.problems().iter().map(|one| one.message.clone()).collect::<Vec<_>>()
    };
    let include = |index: usize| format!("[!INCLUDE [t]({index}.md)]\n");
    assert_eq!(
        reasons(&[("[!INCLUDE [t](x.md)]\n", &[])]),
        ["the page `x.md` is not included: no file was at hand to look for it from"]
    );
    assert_eq!(reasons(&[(&include(0), &[0])]), ["the page `0.md` is not included: it includes this page"]);
    assert_eq!(
        reasons(&[(&include(1), &[1]), (&include(0), &[0])]),
        ["the page `0.md` is not included: it includes this page"]
    );
    let chain = |length: usize| {
        let texts: Vec<String> = (1..=length).map(include).collect();
        let next: Vec<[usize; 1]> = (1..=length).map(|index| [index]).collect();
        let mut pages: Vec<(&str, &[usize])> =
            texts.iter().zip(&next).map(|(text, next)| (text.as_str(), &next[..])).collect();
        pages.push(("text\n", &[]));
        reasons(&pages)
    };
    assert_eq!(chain(7), [""; 0], "eight pages, each in the one before it");
    assert_eq!(chain(8), ["the page `8.md` is not included: pages include each other too deeply"]);
    let many = |count: usize| reasons(&[(&include(1).repeat(count), &[1]), ("text\n", &[])]);
    assert_eq!(many(256), [""; 0]);
    assert_eq!(many(257), ["the page `1.md` is not included: too many pages are included"]);
    let mut sources = SourceMap::new();
    let id = sources.add("page.md", "text [!INCLUDE [t](x.md)] [!include [u](y.md#z)]\n");
    sources.set_include(id, "x.md".to_owned(), Err("it is a folder".to_owned()));
    let document = Document::parse(&sources, id);
    let found: Vec<_> = document
        .problems()
        .iter()
        .map(|one| (one.message.as_str(), sources.text(one.span.expect("a place"))))
        .collect();
    assert_eq!(
        found,
        [
            ("the page `x.md` is not included: it is a folder", "x.md"),
            ("the page `y.md` is not included: no file was at hand to look for it from", "y.md"),
        ]
    );
}
