//! Findings as data: what is wrong or odd in the data, where, and how to go on.
//!
//! A [`Diagnostic`] never stops a run by itself; the caller decides what a [`Severity`] means. It is a plain value that
//! the styles in [`report`](crate::report) turn into text, so no wording for a terminal belongs here. A new finding needs no change here:
//! it is a new code where it is found.

use std::fmt;

use crate::source::Span;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Note,
    /// Probably a fault of the page.
    Warning,
    /// The data cannot be trusted; nothing is written.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// One finding: a headline that stands alone, the narrowest place, notes for the other places involved, and advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The fault's name, such as `surplus-cell`: stable, lower case, what `explain` takes.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in one sentence without a final period.
    pub message: String,
    /// Where, as narrow as the item; `None` for a finding about a whole page.
    pub span: Option<Span>,
    /// The other places involved, each with a remark.
    pub notes: Vec<(String, Option<Span>)>,
    /// How to go on.
    pub help: Option<String>,
    /// The dataset whose values it is about; `None` for a finding about a page.
    pub dataset: Option<String>,
    /// The record that it is about, by its key as a person reads it.
    pub record: Option<String>,
    /// The field that it is about.
    pub field: Option<String>,
    /// A change of the page after which it would be gone.
    pub fix: Option<Fix>,
}

/// A change of a page that settles a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in a few words.
    pub summary: String,
    /// The places and what they would read. None of them overlap.
    pub edits: Vec<(Span, String)>,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn new(
        code: &'static str,
        severity: Severity,
        message: impl Into<String>,
        span: impl Into<Option<Span>>,
    ) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            span: span.into(),
            notes: Vec::new(),
            help: None,
            dataset: None,
            record: None,
            field: None,
            fix: None,
        }
    }

    /// The same finding with a remark on another place.
    #[must_use]
    pub fn with_note(mut self, remark: impl Into<String>, span: impl Into<Option<Span>>) -> Self {
        self.notes.push((remark.into(), span.into()));
        self
    }

    /// The same finding as one about a dataset.
    #[must_use]
    pub fn in_dataset(mut self, name: impl Into<String>) -> Self {
        self.dataset = Some(name.into());
        self
    }

    /// The same finding as one about a field of a record, which its key names.
    #[must_use]
    pub fn about(mut self, record: Option<String>, field: impl Into<String>) -> Self {
        self.record = record;
        self.field = Some(field.into());
        self
    }

    /// The same finding with a change of the page that settles it.
    #[must_use]
    pub fn with_fix(mut self, summary: impl Into<String>, edits: Vec<(Span, String)>) -> Self {
        self.fix = Some(Fix { summary: summary.into(), edits });
        self
    }

    /// The same finding with advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A kind of finding that is about the pages, not about the values of a dataset.
#[derive(Debug, Clone, Copy)]
pub struct Finding {
    /// Its code.
    pub code: &'static str,
    /// The fault in one line.
    pub summary: &'static str,
    /// What it means, an example, and how to go on, in Markdown.
    pub explanation: &'static str,
}

/// Every finding that is made while the pages are read. Those of checks are listed with the checks.
pub const FINDINGS: &[Finding] = &[
    Finding {
        code: "surplus-cell",
        summary: "a row has more cells than the header",
        explanation: "\
A Markdown reader drops such a cell without a word. Here its content is named, and nothing is written until the page is right.

Most often a pipe that belongs to a cell's text is not escaped: write `\\|`.",
    },
    Finding {
        code: "empty-surplus-cell",
        summary: "a row has an empty cell more than the header",
        explanation: "\
A pipe too many stands at the end of the row. Nothing is lost, and nothing is read from it.

Before: `| Lyon | Rhône | |` below a header of two columns
After:  `| Lyon | Rhône |`",
    },
    Finding {
        code: "pipe-in-code",
        summary: "an unescaped pipe in a code span ends a cell",
        explanation: "\
In a table a pipe parts cells wherever it stands, also between backticks, so that GitHub shows half a code span in each of two
cells and drops the last cell of the row. Where putting the halves together gives the row as many cells as the header, it
is read so, and this is a warning. Where it does not, the row stays as GitHub shows it, and this is an error.

Before: `` | `a|b` | either | ``
After:  `` | `a\\|b` | either | ``",
    },
    Finding {
        code: "joined-rows",
        summary: "two records stand on one line",
        explanation: "\
The row has twice as many cells as the header, or one more that is empty and stands between the two halves. A Markdown reader
drops the second half. Both halves are read as records, with a warning, where each cell looks like the others of its column
and would not if it were shifted. Otherwise the second half is in no record, and this is an error.

Before: `| Lyon | 69 | | Nice | 06 |`
After:  `| Lyon | 69 |` and, on the next line, `| Nice | 06 |`",
    },
    Finding {
        code: "glued-prose",
        summary: "a line of text right below a table counts as a row",
        explanation: "\
A table ends at a blank line. A line without a pipe that follows it at once is shown in its first column. It is no record here.
Put a blank line before it. Where the row above it has no last pipe or lacks cells, the line looks like the rest of its cell: a cell cannot have lines, so
put them on one line, with `<br>` for each line break.",
    },
    Finding {
        code: "section-row",
        summary: "a row of one cell heads the rows below it",
        explanation: "\
Such a row is no record. What it says belongs to the rows below it: a field with `from: { context: section }` takes it.

A row of one cell counts as one if records follow it and its text is emphasised, or in upper case, while the first cells of the
records are not; or if one cell reaches over all columns; or if all records are whole, such rows stand like headings from
the first row on, and they are cut short or look like no first cell of a record. In doubt it is a record that lacks cells.",
    },
    Finding {
        code: "not-a-table",
        summary: "GitHub shows the lines of a table as text",
        explanation: "\
A table needs a header row and, right below it, a delimiter row of as many cells, each of dashes. Lines that miss that by a
little are read as a table here, if

* a delimiter row has more or fewer cells than the header row above it,
* one cell of it is empty or has another character than dashes and colons,
* it starts a paragraph, so that no header row stands above it, or a blank line or a comment parts the two,
* three lines or more start and end with a pipe and have as many cells, and no delimiter row stands there at all, or
* they stand right below a table behind a line with nothing but a pipe, or behind a blank line where they and its rows start and end with a pipe and
  have as many cells: its header is theirs.

Code is never read as a table.",
    },
    Finding {
        code: "empty-header",
        summary: "a column with values has no header text",
        explanation: "\
No name leads to the column. Name it in the page, or take it by its number: `from: { column: 2 }`.",
    },
    Finding {
        code: "duplicate-header",
        summary: "two columns have one header text",
        explanation: "\
A recipe that names the header takes the first of them. Give each column a header of its own, or take them by number:
`from: { column: 2 }`.",
    },
    Finding {
        code: "missing-cell",
        summary: "a row has fewer cells than the header",
        explanation: "\
The values of the columns that the row does not reach are missing. Write an empty cell for each column that has no value.",
    },
    Finding {
        code: "duplicate-anchor",
        summary: "two places of a page have one name",
        explanation: "\
Links to the name lead to the first place only. Give each place a name of its own.",
    },
    Finding {
        code: "unclosed-table",
        summary: "an HTML table has no end tag",
        explanation: "\
Without `</table>` a browser takes all that follows into the table. Here it ends with the list item or block quote that it stands in,
or with the page. Write `</table>` behind its last row.",
    },
    Finding {
        code: "nested-table",
        summary: "a table stands in a cell of another one",
        explanation: "\
It is read as a table of its own, right after the one around it. Its text is not in the cell that it stands in.",
    },
    Finding {
        code: "outside-cells",
        summary: "text stands in an HTML table but in no cell",
        explanation: "\
A browser shows it above the table, as in `<table> text <tr>`. Here it is in no row. Move it into a cell or out of the table.",
    },
    Finding {
        code: "missing-include",
        summary: "a page that a page includes is not there",
        explanation: "\
`[!INCLUDE [title](path)]` brings in another page, whose tables belong to this one. The path must lead to a file of the same
repository, or, where there is none, of the page's folder.",
    },
    Finding {
        code: "unknown-column",
        summary: "no field of the recipe takes a column",
        explanation: "\
The cells of the column are in no record. Add a field with `from: <the column>` to the dataset, or the column to its `ignore`.

It is an error where the table lacks a column of the recipe whose name is much the same: the column was renamed, most likely.",
    },
    Finding {
        code: "missing-column",
        summary: "no table has a column that the recipe names",
        explanation: "\
The field would be missing in every record. If the column was renamed, add its new header text to the field's `from`, which may be a list.",
    },
    Finding {
        code: "cell-footnote",
        summary: "a cell of names holds a footnote of its own",
        explanation: "\
A line in a cell that starts with a mark, such as `*`, which stands behind a name above it, explains that name. It is no name, so it
is in no record, nor is the mark, unless the field's `marks` know it. Move it below the table to make it a note for readers only.

Before: `Equinix* <br> *no new orders`
After:  `Equinix`",
    },
    Finding {
        code: "surplus-link",
        summary: "a cell has more links than its field takes",
        explanation: "\
A field with `part: url` and no `type: list` takes the first link of its cell. Give it `type: list` to take them all, or write one row
for each.",
    },
    Finding {
        code: "missing-link",
        summary: "a text stands where a link is taken",
        explanation: "\
A field with `part: url` takes the URL of a cell's link and nothing else. Where the cell has no link, its text would be in no record:
add a field with the same `from` that takes the text, or list the text in `missing_values` if it means that there is no link.",
    },
    Finding {
        code: "missing-term",
        summary: "an item of a list starts with no term where only the term is taken",
        explanation: "\
A field with `part: term` takes the term of an item such as `**Term**: text`. Where an item is not written so, its text would be in
no record: add a field with `part: definition`, which takes the whole text of such an item, or write the item like the others.",
    },
    Finding {
        code: "unread-text",
        summary: "items of a list have more than the text that is read",
        explanation: "\
The text of an item is its first paragraph. Further paragraphs, quotes, code, headings and HTML below it are in no record; lists in it are lists of their own,
and tables too. It is told once for each list, at the first such place.",
    },
    Finding {
        code: "type-mismatch",
        summary: "a text is no value of its field's type",
        explanation: "\
Nothing is bent to fit: `one` is no integer. Mend the page, change the field's `type`, or list the text in `missing_values` if it
means that there is no value. Numbers in groups of digits, such as `1,234,567`, need `group_char: \",\"` in their field.",
    },
    Finding {
        code: "duplicate-key",
        summary: "two records have one key",
        explanation: "\
The fields of `primary_key` must identify a record. Mend the page, or add a field to the key.",
    },
    Finding {
        code: "missing-key",
        summary: "a record lacks a part of its key",
        explanation: "\
A field of `primary_key` has no value in this row, so that nothing identifies the record.",
    },
];

/// What is said of files that are written; no check looks for it.
pub const WRITING_FINDINGS: &[Finding] = &[Finding {
    code: "csv-formula",
    summary: "a spreadsheet would run a text of a CSV file",
    explanation: "\
A spreadsheet takes a cell of a CSV file for a formula that starts with `=`, `+`, `-`, `@` or a blank of some kinds, whoever wrote the
page that it is from. The file says what the page says, for the programs that read it. `--spreadsheet-safe` of `build` and `extract` writes
an apostrophe before each such text, and before each that starts with apostrophes and goes on so: take one off to have the text again.
Numbers stay as they are. `rowmill.lock` records it as the format `csv-spreadsheet-safe`.",
}];

/// What keeps a page from being read at all. Each ends the run with an error of the same code.
pub const FAILURES: &[Finding] = &[
    Finding {
        code: "table-limit",
        summary: "a table, or what a page makes of its definitions, is larger than any that is read",
        explanation: "\
A table has at most 16,384 columns, and a page with all that it includes at most 10,000,000 cells. The rows of a page may lack at most
65,536 cells and four for each of its bytes, because each becomes a value that nothing in the page stands for: 70 KB of short rows below
a header of 10,000 columns would be a hundred million values. `rowspan` and `colspan` repeat cells by a like measure. What the definitions of
a page (`[a]: https://…`) bring in wherever `[a]` stands may be 1 MiB and four times the page. Over a limit nothing is taken from the page
and the run exits with 2, so that no table is ever shorter than it is.

Tables in HTML nest up to 64 deep; the cells of deeper ones are text of the cell around them, which is a warning only.",
    },
    Finding {
        code: "internal-error",
        summary: "rowmill itself failed over a file",
        explanation: "\
The fault is the program's, not the page's. The other files are read, nothing that was written before is replaced, and the run exits with
2. The message names the file, what was being done to it, and the place in the program: please report it, with as little of the file as
shows it.",
    },
];
