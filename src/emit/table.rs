//! A table for the eye: columns of one width, two blanks between them.
//!
//! * The first line holds the field names, the second one dashes.
//! * Numbers stand on the right. A missing value is blank, a list has its items separated by commas.
//! * A line break is shown as `⏎`, a tab as a blank, and what could do something to a terminal escaped, so this is no format to read
//!   back.
//!
//! ```text
//! place   zone  speeds
//! ------  ----  ---------
//! Zürich     1  10G, 100G
//! ```

use std::io;

use super::Format;
use super::grid::Grid;
use crate::dataset::Dataset;
use crate::escape::escape_line;
use crate::schema::Value;

/// The format `table`.
pub(super) const FORMAT: Format =
    Format { name: "table", extension: "txt", summary: "columns of one width, for the eye", is_data: false, write };

fn write(dataset: &Dataset, out: &mut dyn io::Write) -> io::Result<()> {
    let grid = Grid::new(dataset, 0, written);
    for (index, row) in grid.rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().enumerate().map(|(column, text)| grid.padded(column, text)).collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
        if index == 0 {
            let dashes: Vec<String> = grid.widths().iter().map(|&width| "-".repeat(width)).collect();
            writeln!(out, "{}", dashes.join("  "))?;
        }
    }
    Ok(())
}

fn written(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        other => escape_line(&in_one_line(&other.to_string())).into_owned(),
    }
}

fn in_one_line(text: &str) -> String {
    text.replace('\n', " ⏎ ").replace('\t', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::sample;

    #[test]
    fn a_record_stays_in_one_line() {
        assert_eq!(written(&Value::String("a\nb\tc\u{1b}".into())), "a ⏎ b c\\u{1b}");
    }

    #[test]
    fn columns_line_up() {
        let text = FORMAT.to_string(&sample());
        let widths: Vec<usize> = text.lines().map(|line| line.chars().count()).collect();
        assert!(
            text.lines().nth(1).is_some_and(|line| line.chars().all(|character| character == '-' || character == ' '))
        );
        assert!(widths.iter().all(|&width| width <= widths[1]), "{text}");
    }
}
