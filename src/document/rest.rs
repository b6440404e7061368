//! Lines of a table that may be the rest of the last cell above them: a cell was written over several lines, which no Markdown reader takes.
//!
//! It marks them ([`Reading::Rest`]), so that nobody takes them for rows of their own with a fault, and puts them together for whoever asks; a
//! reader of the table goes on with its lines as they stand. Another sign that a line goes on with the one above is one more line in [`find_rests`].

use super::Reader;
use super::inline::{Pipes, RichText};
use super::refit::{Refit, RefitFault};
use super::reread::Reading;
use super::table::{Cell, Row, RowKind, Table, TableKind};
use crate::source::Span;

/// Marks the lines that may go on with the cell above, in a table whose rows have a pipe at both ends: that one has no last pipe, and they have no
/// first one, or stand in code that was begun above.
pub(super) fn find_rests(reader: &Reader<'_>, table: &mut Table) {
    let may_go_on = table.kind != TableKind::Html && has_both_pipes(&table.header);
    if !may_go_on || table.rows.iter().all(|row| row.trailing_pipe) {
        return;
    }
    // Whether the row above has no last pipe, and if so, whether it has begun code that it does not end.
    let mut open: Option<bool> = None;
    for row in &mut *table.rows {
        let begun = open.unwrap_or(false);
        let is_rest = open.is_some() && (!row.leading_pipe || begun);
        if is_rest && row.kind != RowKind::Section && row.reading == Reading::AsWritten {
            row.reading = Reading::Rest;
        }
        let marks = reader.text[row.span.range()].matches('`').count() % 2 == 1;
        let stays_open = !row.trailing_pipe && (row.leading_pipe || is_rest);
        open = stays_open.then_some(marks != (begun && is_rest));
    }
}

fn has_both_pipes(row: &Row) -> bool {
    row.leading_pipe && row.trailing_pipe
}

/// A row and the lines that go on with its last cell as one row, where they have a cell for each column together. The last line ends with a pipe, or
/// stands above another row: at the end of a table it may as well be a paragraph.
pub(super) fn put_together(reader: &Reader<'_>, table: &Table, index: usize) -> Option<Refit> {
    let (row, below) = (&table.rows[index], &table.rows[index + 1..]);
    if row.trailing_pipe || !row.leading_pipe || row.reading != Reading::AsWritten {
        return None;
    }
    let end = below.iter().position(|line| line.trailing_pipe || line.reading != Reading::Rest);
    let (lines, is_closed) = match end {
        Some(end) if below[end].reading == Reading::Rest => (&below[..=end], true),
        Some(end) => (&below[..end], false),
        None => return None,
    };
    let last = lines.last()?;
    // A line with all cells is a row that lacks its first pipe.
    let is_row = |line: &Row| line.cells.is_empty() || line.leading_pipe || line.cells.len() >= table.width();
    if row.cells.is_empty() || lines.iter().any(is_row) {
        return None;
    }
    let cells = mended(reader, row, lines);
    if cells.len() != table.width() {
        return None;
    }
    let mut text = reader.text[row.span.range()].trim_end().to_owned();
    for line in lines {
        text.push_str(between(&text));
        text.push_str(reader.text[line.span.range()].trim());
    }
    if !is_closed {
        text.push_str(" |");
    }
    let records = lines.iter().filter(|line| line.kind == RowKind::Data).count();
    let fault = RefitFault::Cut { is_record: records > 0 };
    Some(Refit { fault, is_certain: records < 2, cells, span: row.span.to(last.span), text })
}

/// The cells of a row and its lines, where the first cell of a line goes on with the last one above it.
fn mended(reader: &Reader<'_>, row: &Row, lines: &[Row]) -> Vec<Cell> {
    // Of each cell the places that it has on the lines: code may reach over several of them, so it is read as a whole.
    let mut parts: Vec<Vec<Span>> = row.cells.iter().map(|cell| vec![cell.span]).collect();
    for line in lines {
        let Some((tail, cells)) = line.cells.split_first() else { continue };
        parts.last_mut().expect("a row has a cell").push(tail.span);
        parts.extend(cells.iter().map(|cell| vec![cell.span]));
    }
    let cell = |places: &Vec<Span>| {
        let filled: Vec<_> = places.iter().map(|place| place.range()).filter(|range| !range.is_empty()).collect();
        let content = if filled.is_empty() { RichText::default() } else { reader.inline(&filled, Pipes::Escaped) };
        Cell { span: places[0].to(places[places.len() - 1]), content, is_repeated: false }
    };
    parts.iter().map(cell).collect()
}

/// What a line end becomes: a break behind a sentence, else a blank, as in code, where a break would be text.
fn between(text: &str) -> &'static str {
    let is_code = text.matches('`').count() % 2 == 1;
    let is_sentence = text.ends_with(['.', ':', '!', '?']);
    if is_sentence && !is_code { "<br>" } else { " " }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_a_sentence_or_goes_on() {
        let check = |text: &str, expected: &str| assert_eq!(between(text), expected, "{text}");
        check("It sails.", "<br>");
        check("It sails:", "<br>");
        check("It sails", " ");
        check("It `sails.`", " ");
        check("It `sails`.", "<br>");
        check("It `sails.", " ");
        check("It `sails` a `boat.", " ");
        check("It `sails` a `boat`!", "<br>");
    }
}
