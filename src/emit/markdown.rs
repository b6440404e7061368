//! Markdown: a clean pipe table (GFM, section 4.10) whose source lines up.
//!
//! * Every row has its leading and its trailing pipe, every cell one blank on either side. Numbers are aligned to the right.
//! * A pipe in a text is escaped, a line break is `<br>`, and what Markdown would take for markup is escaped, so that a
//!   reader sees the value. A missing value is an empty cell, a list has its items separated by commas.
//!
//! ```markdown
//! | place  | zone | speeds    |
//! | ------ | ---: | --------- |
//! | Zürich |    1 | 10G, 100G |
//! ```

use std::io;

use super::Format;
use super::grid::Grid;
use crate::dataset::Dataset;
use crate::schema::Value;

/// The format `md`.
pub(super) const FORMAT: Format =
    Format { name: "md", extension: "md", summary: "a clean, aligned Markdown table", is_data: false, write };

/// The width of the narrowest delimiter that is written.
const NARROWEST: usize = 3;

fn write(dataset: &Dataset, out: &mut dyn io::Write) -> io::Result<()> {
    let grid = Grid::new(dataset, NARROWEST, written);
    for (index, row) in grid.rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().enumerate().map(|(column, text)| grid.padded(column, text)).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
        if index == 0 {
            let dashes: Vec<String> = (0..row.len()).map(|column| dashes(&grid, column)).collect();
            writeln!(out, "| {} |", dashes.join(" | "))?;
        }
    }
    Ok(())
}

fn dashes(grid: &Grid, column: usize) -> String {
    let width = grid.widths()[column];
    if grid.is_number(column) { format!("{}:", "-".repeat(width - 1)) } else { "-".repeat(width) }
}

fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        other => escaped(&other.to_string()),
    }
}

/// The text with every character escaped that could be markup in a cell.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        match character {
            '\n' => out.push_str("<br>"),
            // By itself it would end the row.
            '\r' => out.push_str("&#13;"),
            '|' | '\\' | '*' | '`' | '[' | ']' | '<' | '~' => out.extend(['\\', character]),
            '&' if next.is_alphanumeric() || next == '#' => out.extend(['\\', character]),
            // Inside a word an underscore is no markup.
            '_' if !previous.is_alphanumeric() || !next.is_alphanumeric() => out.extend(['\\', character]),
            _ => out.push(character),
        }
        previous = character;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Record;
    use crate::document::Document;
    use crate::schema::{Field, FieldType, Schema};
    use crate::source::SourceMap;

    #[test]
    fn what_is_written_reads_back_as_the_same_texts() {
        let texts = [
            "a|b",
            "a\\|b",
            "*x*",
            "_x_",
            "snake_case",
            "`code`",
            "[l](u)",
            "<b>",
            "&amp;",
            "AT&T",
            "1 < 2",
            "a\nb",
            "~~x~~",
            "#1",
            "- x",
            "http://e.example/_a_",
            "\\",
            "![i](u)",
        ];
        let schema = Schema { fields: vec![Field::new("text", FieldType::String)], ..Schema::default() };
        let records = texts.iter().map(|text| Record::unplaced([Value::String((*text).into())])).collect();
        let written = FORMAT.to_string(&Dataset::new("d", schema, records).0);
        let mut sources = SourceMap::new();
        let page = sources.add("page.md", written);
        let document = Document::parse(&sources, page);
        let read: Vec<&str> = document.tables[0].rows.iter().map(|row| row.cells[0].content.text()).collect();
        assert_eq!(read, texts);
    }
}
