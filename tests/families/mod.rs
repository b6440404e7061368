//! Pages by which parsers of Markdown, and readers of tables in it, were brought to a halt: one family for each form of input that an advisory or
//! a bug tracker tells of, of any size.
//!
//! `tests/advisories.rs` holds each to its right reading and to a linear cost; `examples/families.rs` writes them, for `ci/growth.py` and for the
//! corpus of the fuzzers. Another one is one more entry of [`FAMILIES`].

/// One form of page.
pub(crate) struct Family {
    /// What it is called, after the advisory.
    pub(crate) name: &'static str,
    /// A page of about so many bytes.
    pub(crate) page: fn(usize) -> String,
}

/// Every family, by the age of what tells of it.
pub(crate) const FAMILIES: &[Family] = &[
    Family { name: "cve_2020_5238_delimiters_in_turn", page: |size| repeated("|-\nt>|-\n", size) },
    Family { name: "cve_2020_5238_delimiter_after_delimiter", page: |size| repeated("|-\n", size) },
    Family {
        name: "cve_2020_5238_headers_without_end",
        page: |size| format!("{}|-|-|-|\n", repeated("a | b\n", size)),
    },
    Family { name: "cve_2022_24724_columns", page: |size| wide(size, 1) },
    Family {
        name: "cve_2022_39209_parentheses_behind_an_address",
        page: |size| in_cell(&format!("www.a.b{}", repeated(")", size))),
    },
    Family { name: "cve_2022_39209_many_addresses", page: |size| in_cell(&repeated("www.a.b)_ ", size)) },
    Family { name: "cve_2023_22483_delimiters", page: |size| repeated("|-\nt>|-", size) },
    Family { name: "cve_2023_22483_rows_of_pipes", page: |size| format!("x\n| - |\n{}", "|".repeat(size)) },
    Family { name: "cve_2023_22483_colons", page: |size| format!(":-\n{}:-", repeated(":\n", size)) },
    Family { name: "cve_2023_22483_images", page: |size| in_cell(&repeated("![l", size)) },
    Family { name: "cve_2023_22483_notes", page: |size| in_cell(&repeated("[^a", size)) },
    Family { name: "cve_2023_22483_note_definitions", page: |size| repeated("[^a]:\n", size) },
    Family { name: "cve_2023_22483_strikes", page: |size| in_cell(&repeated("~~a ", size)) },
    Family { name: "cve_2023_22483_mails", page: |size| in_cell(&repeated("a@", size)) },
    Family { name: "cve_2023_22483_words_before_a_mail", page: |size| in_cell(&format!("{}@", repeated("a.", size))) },
    Family { name: "cve_2023_22483_schemes", page: |size| in_cell(&repeated("http://", size)) },
    Family { name: "cve_2023_22483_comments", page: |size| in_cell(&repeated("<!--", size)) },
    Family { name: "cve_2023_22484_braces", page: |size| in_cell(&repeated("[a](<b", size)) },
    Family { name: "cve_2023_22484_open_braces", page: |size| in_cell(&repeated("<", size)) },
    Family { name: "cve_2023_22485_schemes_at_the_start", page: |size| repeated("| :// | a:// |\n|-|-|\n", size) },
    Family {
        name: "cve_2023_22486_brackets",
        page: |size| in_cell(&format!("{}a{}", repeated("[", size / 2), repeated("]", size / 2))),
    },
    Family {
        name: "cve_2023_22486_links_within_links",
        page: |size| in_cell(&format!("{}a{}", repeated("[", size / 5), repeated("](b)", size))),
    },
    Family { name: "cve_2023_24824_quotes", page: |size| format!("{}\n", quotes(size)) },
    Family { name: "cve_2023_24824_quotes_above_a_table", page: |size| format!("{}| a |\n|-|\n| b |\n", quotes(size)) },
    Family { name: "cve_2023_24824_bullets", page: |size| repeated("- ", size) },
    Family {
        name: "cve_2023_24824_bullets_and_blank_lines",
        page: |size| format!("{}x\n{}", repeated("- ", size / 2), repeated("\n", size / 2)),
    },
    Family {
        name: "cve_2023_24824_table_in_quotes",
        page: |size| repeated("> | a | b |\n> |---|---|\n> | 1 | 2 |\n\n", size),
    },
    Family { name: "cve_2023_26485_underscores", page: |size| in_cell(&repeated("_", size)) },
    Family { name: "cve_2023_26485_emphases", page: |size| in_cell(&repeated("__a *", size)) },
    Family { name: "cve_2023_26485_ends_without_starts", page: |size| in_cell(&repeated("a_ ", size)) },
    Family { name: "cve_2023_37463_completed_cells", page: |size| squares(size, usize::MAX) },
    Family { name: "md4c_345_completed_to_128_columns", page: |size| squares(size, 128) },
    Family { name: "cve_2023_28626_backticks", page: backticks },
    Family { name: "cve_2023_28626_stars", page: |size| in_cell(&repeated("*a **a ", size)) },
    Family { name: "cve_2023_28626_entities", page: |size| in_cell(&repeated("&a;&", size)) },
    Family {
        name: "cve_2023_28626_references",
        page: |size| format!("{}\n{}", definitions(size / 2), in_cell(&repeated("[0] ", size / 2))),
    },
    Family { name: "pulldown_478_html_attributes", page: |size| in_cell(&repeated("<a b=\"", size)) },
    Family { name: "pulldown_832_escapes", page: |size| in_cell(&repeated("\\\\\\", size)) },
    Family { name: "html_rows", page: |size| format!("<table>{}</table>\n", repeated("<tr><td>a<td>b", size)) },
    Family { name: "html_nesting", page: |size| repeated("<table><tr><td>", size) },
    Family {
        name: "html_reaching_cells",
        page: |size| format!("<table>{}</table>\n", repeated("<tr><td rowspan=3>a<td colspan=2>b", size)),
    },
    Family { name: "html_unclosed_comment", page: |size| format!("<table><tr><td>{}", repeated("<!-- a\n\n", size)) },
    Family { name: "line_breaks_without_an_end", page: |size| in_cell(&format!("<{}", repeated("br `a`", size))) },
    Family { name: "links_of_a_list", page: |size| in_cell(&repeated("[a](b), ", size)) },
    Family { name: "raised_texts", page: |size| in_cell(&repeated("a1<sup>2</sup> ", size)) },
    Family { name: "raised_texts_of_words", page: |size| in_cell(&repeated("a<sup>b</sup>", size)) },
    Family {
        name: "raised_texts_within_each_other",
        page: |size| in_cell(&(repeated("<sup>1", size / 2) + &repeated("</sup>", size / 2))),
    },
    Family {
        name: "raised_texts_in_html",
        page: |size| format!("<table><tr><td>{}</table>\n", repeated("<b>a</b>1<sup>2</sup><br>", size)),
    },
    Family { name: "links_in_angles", page: |size| in_cell(&repeated("<http://a.b> ", size)) },
    Family { name: "code_in_a_list", page: |size| in_cell(&repeated("`a`, ", size)) },
    Family { name: "words_of_two_scripts", page: |size| in_cell(&repeated("\u{41c}oscow, ", size)) },
    Family { name: "characters_nobody_sees", page: |size| in_cell(&repeated("a\u{200b}b ", size)) },
    Family { name: "names_of_a_list", page: |size| in_cell(&numbered(size, |number| format!("Town{number:x}, "))) },
    Family {
        name: "legends_of_one_mark",
        page: |size| {
            let rows = numbered(size / 2, |number| format!("| a{number}* | 1 |\n"));
            format!("| a | b |\n|---|---|\n{rows}\n{}", repeated("\\* new\n\n", size / 2))
        },
    },
    Family {
        name: "comments_on_rules",
        page: |size| {
            let block = |number| {
                format!("<!-- rowmill-ignore misspelling: x -->\n\n| a | b |\n|---|---|\n| c{number} | d |\n\n")
            };
            numbered(size, block)
        },
    },
    Family {
        name: "rows_of_code",
        page: |size| format!("| a | b |\n|---|---|\n{}", repeated("| `x|y` | 1 |\n", size)),
    },
    Family {
        name: "rows_of_items",
        page: |size| format!("| a | b |\n|---|---|\n| x | {} |\n", repeated("c, d; e<br>", size)),
    },
    Family {
        name: "tables_of_their_own",
        page: |size| numbered(size, |number| format!("Text.\n\n| a{number} | b |\n|---|---|\n| c | {number} |\n\n")),
    },
    Family {
        name: "sections_of_their_own",
        page: |size| {
            let section = |number| format!("### {number}\n\n| a | b{number} |\n|---|---|\n| c | {number} |\n\n");
            format!("# x\n\n## y\n\n{}", numbered(size, section))
        },
    },
    Family {
        name: "lists_under_few_headings",
        page: |size| {
            numbered(size, |number| format!("## {}\n\n- **a{number}**: b\n- **c{number}**: d\n\n", number % 9))
        },
    },
    Family { name: "rows_without_a_delimiter", page: |size| repeated("| a | b |\n", size) },
    Family { name: "headings", page: |size| repeated("# a\n## b\n", size) },
    Family { name: "anchors", page: |size| in_cell(&repeated("<a name=\"x\"></a>", size)) },
];

/// A piece over and over, of about a size.
fn repeated(piece: &str, size: usize) -> String {
    piece.repeat(size.div_ceil(piece.len()))
}

/// Pieces with their numbers, of about a size.
fn numbered(size: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() >= size {
            break;
        }
        text.push_str(&piece(number));
    }
    text
}

/// A table of one cell, below its header.
fn in_cell(content: &str) -> String {
    format!("| a | b |\n|---|---|\n| {content} | 1 |\n")
}

/// A table of as many columns as can be read and as the size allows, with so many rows below, as often as it takes.
fn wide(size: usize, rows: usize) -> String {
    let columns = (size / (2 * (rows + 2))).clamp(1, 16_384);
    let line = |cell: &str| format!("{}|\n", format!("|{cell}").repeat(columns));
    repeated(&format!("{}{}{}\n", line("x"), line("-"), line("1").repeat(rows)), size)
}

/// Lines in quotes of every depth up to 200.
fn quotes(size: usize) -> String {
    let lines: String = (1..=200).map(|depth| format!("{}a\n", ">".repeat(depth))).collect();
    repeated(&lines, size)
}

/// A header of many columns above as many rows of one cell.
fn squares(size: usize, most: usize) -> String {
    let columns = (size / 6).min(most);
    let header = format!("{}|\n{}|\n", "|x".repeat(columns), "|-".repeat(columns));
    let rows = repeated("a\n", size.saturating_sub(header.len()));
    header + &rows
}

/// A cell with runs of backticks of every length, none of which closes another one.
fn backticks(size: usize) -> String {
    let mut content = String::new();
    for length in 1.. {
        if content.len() >= size {
            break;
        }
        content.push('e');
        content.push_str(&"`".repeat(length));
    }
    in_cell(&content)
}

/// Definitions of references, each with a label of its own.
fn definitions(size: usize) -> String {
    numbered(size, |label| format!("[{label}]: u\n"))
}
