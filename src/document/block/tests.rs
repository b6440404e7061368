//! Traps of the block structure, each named for what it guards, and properties of all texts.
//!
//! What a text reads as is compared with comrak too, so that no expectation can be a mistake of ours alone. It must not
//! know how the parser works. A new trap is one more call of `check`.

use proptest::prelude::*;

use super::generate::Generator;
use super::oracle::{assert_equal, outline};
use super::*;
use crate::document::laws::{blocks_have_sound_places, line_ends_say_nothing};

/// Checks the outline of a text: one entry for each block and row, with its kind, its line, and what else is known.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_equal(text);
    assert_eq!(outline(text), expected, "{text:?}");
}

/// Checks the number of tables, where an outline would be too long.
#[track_caller]
fn check_tables(text: &str, expected: usize) {
    let blocks = parse_blocks(text).blocks;
    let tables = blocks.iter().filter(|block| matches!(block.kind, BlockKind::Table { .. })).count();
    assert_eq!(tables, expected);
}

#[test]
fn a_table_at_the_top() {
    check(
        "| a | b |\n|---|:-:|\n| 1 | 2 | 3 |\n| 4",
        &["table -4 [None, Center]", "  row 1 [\"a\", \"b\"]", "  row 3 [\"1\", \"2\"]", "  row 4 [\"4\"]"],
    );
}

#[test]
fn tables_that_other_parsers_miss() {
    check("a | b\n|:-\t|\t-|", &["table -2 [Left, None]", "  row 1 [\"a\", \"b\"]"]);
    check("text\na | b\n--|--", &["paragraph", "table -3 [None, None]", "  row 2 [\"a\", \"b\"]"]);
    check("name\n:--\nx", &["table -3 [Left]", "  row 1 [\"name\"]", "  row 3 [\"x\"]"]);
    check("\u{feff}a | b\n-|-", &["table -2 [None, None]", "  row 1 [\"a\", \"b\"]"]);
    check("\0a | b\n-|-", &["table -2 [None, None]", "  row 1 [\"\\0a\", \"b\"]"]);
}

#[test]
fn tables_that_other_parsers_invent() {
    check("|a|\n|: -|", &["paragraph -2"]);
    check("|a|\n|- -|", &["paragraph -2"]);
    check("a | b\n- | -", &["paragraph -1", "list 2 -", "  item 2", "    paragraph -2"]);
    check("a\n---", &["underlined heading 2 -2"]);
    check("a | b\n    -|-", &["paragraph -2"]);
}

#[test]
fn a_delimiter_row_that_does_not_fit_spoils_the_paragraph() {
    check("a | b\n|-|\nc\n|-|", &["paragraph -4"]);
    check("a | b\nno delimiter\nc\n|-|", &["paragraph", "table -4 [None]", "  row 3 [\"c\"]"]);
}

#[test]
fn any_block_ends_a_table() {
    let table = ["table -2 [None]", "  row 1 [\"a\"]"];
    for (line, block) in [
        ("", None),
        ("|", Some("paragraph -3")),
        ("    |1|", Some("indented code 3 [\"|1|\"]")),
        ("# 1 | 2", Some("heading 1 3")),
        ("<b>", Some("html 7 3 [\"<b>\"]")),
        ("---", Some("break 3")),
        ("```", Some("fenced code 3 []")),
    ] {
        let expected: Vec<_> = table.iter().copied().chain(block).collect();
        check(&format!("|a|\n|-|\n{line}"), &expected);
    }
    check("|a|\n|-|\n2. b", &["table -2 [None]", "  row 1 [\"a\"]", "list 3 2.", "  item 3", "    paragraph -3"]);
    check("|a|\n|-|\n-", &["table -2 [None]", "  row 1 [\"a\"]", "list 3 -", "  item 3"]);
    check("|a|\n|-|\n> b", &["table -2 [None]", "  row 1 [\"a\"]", "quote 3", "  paragraph -3"]);
    check("|a|\n|-|\n[^b]: c", &["table -2 [None]", "  row 1 [\"a\"]", "footnote 3 b", "  paragraph -3"]);
}

#[test]
fn rows_are_never_lazy() {
    check("> |a|\n> |-|\n|1|", &["quote 1", "  table -2 [None]", "    row 1 [\"a\"]", "paragraph -3"]);
    check("- |a|\n  |-|\n|1|", &["list 1 -", "  item 1", "    table -2 [None]", "      row 1 [\"a\"]", "paragraph -3"]);
    check("> a\nb | c\n> -|-", &["quote 1", "  paragraph", "  table -3 [None, None]", "    row 2 [\"b\", \"c\"]"]);
    check("> a\n|-|", &["quote 1", "  paragraph -2"]);
}

#[test]
fn containers_count_columns() {
    check(">\t|a|\n> |-|", &["quote 1", "  table -2 [None]", "    row 1 [\"a\"]"]);
    check("-\t|a|\n\t|-|", &["list 1 -", "  item 1", "    table -2 [None]", "      row 1 [\"a\"]"]);
    check("1.  |a|\n   |-|", &["list 1 1.", "  item 1", "    paragraph -2"]);
    check("[^n]: |a|\n    |-|\n\n    b", &["footnote 1 n", "  table -2 [None]", "    row 1 [\"a\"]", "  paragraph -4"]);
}

#[test]
fn definitions_are_no_text() {
    check("[a]: b", &[]);
    check("[a]: b\n===", &["paragraph -2"]);
    check("[a]: b\nc\n===", &["underlined heading 1 -3"]);
    check("- [a]: b\n\n\n  c", &["list 1 -", "  item 1", "paragraph -4"]);
    let blocks = parse_blocks("> [a]: b\n> 'c\n> d'\n");
    assert_eq!((blocks.definitions[0].title.clone(), blocks.blocks.len()), (Some(12..17), 1));
}

#[test]
fn definitions_before_a_header_row_are_text() {
    check("[a]: b\nc\n:-", &["paragraph", "table -3 [Left]", "  row 2 [\"c\"]"]);
    assert!(parse_blocks("[a]: b\nc\n:-").definitions.is_empty());
}

#[test]
fn html_hides_tables_until_its_own_end() {
    check(
        "<td>\n|a|\n|-|\n\n|a|\n|-|",
        &["html 6 1 [\"<td>\", \"|a|\", \"|-|\"]", "table -6 [None]", "  row 5 [\"a\"]"],
    );
    check("<!--\n\n|a|\n|-|\n-->", &["html 2 1 [\"<!--\", \"\", \"|a|\", \"|-|\", \"-->\"]"]);
}

#[test]
fn front_matter_is_no_block_and_moves_no_offset() {
    let text = "\u{feff}---\na: |\n---\n|a|\n|-|\n";
    check(text, &["table -2 [None]", "  row 1 [\"a\"]"]);
    let blocks = parse_blocks(text);
    assert_eq!(blocks.front_matter.map(|matter| &text[matter.range]), Some("---\na: |\n---"));
    assert_eq!(&text[blocks.blocks[0].range.clone()], "|a|\n|-|");
}

/// Lines and ranges as bytes of the text, whatever the containers and line ends.
#[test]
fn lines_leave_prefixes_and_line_ends_out() {
    let text = "> 1. # a #\r\n>\r\n>    |b|\r\n>    |-|\r\n>    | c |  \r\n";
    let blocks = parse_blocks(text).blocks;
    let lines = |block: &Block| block.lines.iter().map(|line| &text[line.clone()]).collect::<Vec<_>>();
    assert_eq!(lines(&blocks[3]), ["a"]);
    assert_eq!(lines(&blocks[4]), ["|b|", "|-|", "| c |  "]);
    assert_eq!(blocks[4].parent, Some(2));
    assert_eq!(&text[blocks[3].range.clone()], "# a #");
    assert!(blocks[..3].iter().all(|block| block.range.end == text.len() - 2));
}

#[test]
fn containers_nest_as_deep_as_in_comrak_below_the_limit() {
    assert_equal(&format!("{}a | b\n-|-", "> ".repeat(200)));
    assert_equal(&format!("{}a\n\n   b", "- ".repeat(120)));
    assert_equal(&format!("{}a", "[^1]: ".repeat(120)));
}

#[test]
fn containers_nest_to_a_limit() {
    let text = format!("{}x\n", ">".repeat(100_000)).repeat(20);
    let blocks = parse_blocks(&text).blocks;
    assert_eq!(blocks.len(), 257);
    let text = format!("{}x\n\n", "- ".repeat(100_000)).repeat(20);
    assert!(parse_blocks(&text).blocks.len() < 5_000);
}

/// The block of a text, its lines, and what the fence of code says.
#[track_caller]
fn check_code(text: &str, info: &str, lines: &[&str]) {
    assert_equal(text);
    let blocks = parse_blocks(text).blocks;
    let block = blocks.last().expect("there is one");
    if let BlockKind::FencedCode { info: found } = &block.kind {
        assert_eq!(&text[found.clone()], info, "{text:?}");
    }
    assert_eq!(block.lines.iter().map(|line| &text[line.clone()]).collect::<Vec<_>>(), lines, "{text:?}");
}

#[test]
fn code_keeps_what_no_container_takes() {
    check_code("~~~~  rust x \t\na\n~~~\n~~~~", "rust x", &["a", "~~~"]);
    check_code("  ```a`b\n", "", &["```a`b"]);
    check_code("  ```  \n   a\n b\n    c\n  ```", "", &[" a", "b", "  c"]);
    check_code("> ``` x\n> a\n>b\n>\n> c", "x", &["a", "b", "", "c"]);
    check_code("- ```\n  a\n \n    b\n  ```", "", &["a", "", "  b"]);
    check_code("    a\n      b\n  \n\tc\n  \n", "", &["a", "  b", "", "c"]);
    check_code("-     a\n\n      b", "", &["a", "", "b"]);
    check_code("- x\n\n      a\n   \n      b", "", &["a", "", "b"]);
    check_code("1.\tx\n\n\t\ta", "", &["a"]);
    check_code(">\t\ta", "", &["\ta"]);
}

#[test]
fn blocks_start_and_end_where_those_of_comrak_do() {
    for text in [
        "a\n    b\n\n    c",
        "   # a\n    # b",
        "a\n# b\nc",
        "#\ta\n####### b",
        "a\n==\nb\n--\n--",
        "a\n   ===\n\nb\n    ===",
        "> a\n===",
        "- a\n===",
        "***\n* * *\n** **\n- - -a",
        "- - -\n- -",
        "a\n***\nb\n___",
        "a\n- b\n\na\n-\n\na\n2. b\n\na\n1. b",
        "- a\n- b\n* c\n1. d\n2. e\n2) f",
        "- a\n b\n  c\n\n d\n\n  e",
        "-\n  a\n-\n\n  b",
        "-   a\n\n    b\n\n   c",
        "-      a\n\n       b",
        "10. a\n\n    b\n\n   c",
        "- a\n  - b\n    - c\n\n  d",
        "> a\nb\n> c\n\nd",
        ">a\n>  b\n>\n>     c",
        "> - a\n>   b\n> c\nd",
        "> ```\na\n```",
        "```\na\n``\n ````\nb",
        "~~~ a`b\n~~~ a\n~~~",
        "[^a]: b\n\n    c\n\nd",
        "[^a]: b\nc\n\n  d",
        "> [^a]: b\n>\n>     c",
        "<div>\na\n\nb",
        "a\n<div>\nb",
        "a\n<b>\nc",
        "<b>\na\n\nc",
        "<!-- a\n\n--> b\nc",
        "<pre>\n\na</pre> b\nc",
        "<?a\n\n?>\n<!b\n>\n<![CDATA[\n\n]]>\nd",
        "> <div>\na",
        "- <div>\n\n  a",
        "| a |\n|---|\n| b |\nc\n\nd",
        "| a |\n|---|\n    | b |",
        "a\n| b |\n|---|\n> | c |",
        "> | a |\n> |---|\n| b |",
        "- | a |\n  |---|\n  | b |\n| c |",
        "| a | b |\n|---|\n|---|---|",
        "a | b\n-- | --\n* c",
    ] {
        assert_equal(text);
        let lines: Vec<&str> = text.split('\n').collect();
        for at in 0..=lines.len() {
            let mut with_blank = lines.clone();
            with_blank.insert(at, "");
            assert_equal(&with_blank.join("\n"));
        }
        ["> ", "- ", "1. "].iter().for_each(|mark| assert_equal(&format!("{mark}{text}")));
    }
}

/// Each would take minutes if the time grew with the square of the length.
#[test]
fn long_texts_take_linear_time() {
    let count = 200_000;
    check_tables(&"a | b\n".repeat(count), 0);
    check_tables(&format!("{}|-|-|\n", "a | b\n".repeat(count)), 1);
    check_tables(&"a\n|-|-|\n".repeat(count), 0);
    check_tables(&"[a]: b\n===\n".repeat(count), 0);
    check_tables(&"[a]: b \"c\n".repeat(count), 0);
    check_tables(&"[a\n".repeat(count), 0);
    check_tables(&"* ".repeat(count), 0);
    check_tables(&format!("{}\n", " ".repeat(count)).repeat(20), 0);
    check_tables(&format!("- a\n{}", " \n".repeat(count)), 0);
    check_tables(&format!("|{}\n|{}\n", "a|".repeat(count), "-|".repeat(count)), 1);
    check_tables(&"<a b=".repeat(count), 0);
}

#[test]
fn line_ends_do_not_matter() {
    for seed in 1..=1_000 {
        line_ends_say_nothing(&Generator::new(seed).document());
    }
}

#[test]
fn generated_documents_have_sound_ranges() {
    for seed in 1..=1_000 {
        blocks_have_sound_places(&Generator::new(seed).document());
    }
}

proptest! {
    #[test]
    fn any_text_has_sound_ranges(text in any::<String>(), marked in "[-|:> \t\r\n`#\\[\\]*0-9.a<!é]{0,60}") {
        blocks_have_sound_places(&text);
        blocks_have_sound_places(&marked);
    }
}
