//! The format `text`: a diff for the terminal.
//!
//! ```text
//! data: +1 ~1 records in Cities
//!
//! Cities  (key `City`: every value of `City` is there once on either side)
//!   + Oslo  Zone 3; Rivers Akerselva, Alna                                     new.md:7
//!   ~ Lyon                                                          old.md:5 → new.md:5
//!       Rivers  + Saône  − Rhone
//! 1 record added, 1 modified (1 item added, 1 removed)
//! ```
//!
//! * The first line can be the title of a commit. The last one counts all that is above it, and what is cosmetic.
//! * `+` a record that is new, with its values; `−` one that is gone; `~` one with other values; `>` one with another key, and why it is
//!   the same one; `!` a change of fields or of the table; `=` with `--cosmetic`, what says nothing new. The place of either side
//!   stands behind.
//! * Of a table that is new or gone as a whole only the keys are listed.
//! * Long lists are wrapped between two items. Everything from a page is escaped, and stays on its line.

use std::io;

use unicode_width::UnicodeWidthStr;

use super::place::{both, places};
use super::words::{Piece, Tone, duplicates, facts, heading, is_shown, key_line, name, pieces, plural, shown_fields};
use super::{DiffFormat, DiffView};
use crate::diff::{Change, ChangeClass, Count, DatasetDiff, FieldChange, SchemaChange, title};
use crate::escape::escape_line;

/// The format `text`.
pub(super) const FORMAT: DiffFormat = DiffFormat { name: "text", summary: "for the terminal", write };

const BOLD: &str = "1";
const DIM: &str = "2";
const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";
const CYAN: &str = "36";

/// Below this nothing fits.
const LEAST_WIDTH: usize = 40;

fn write(view: &DiffView<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let counts = view.diff.counts();
    let mut page =
        Page { text: String::new(), color: view.appearance.color, width: view.appearance.width.max(LEAST_WIDTH) };
    page.line(&[(BOLD, &title(view.diff))]);
    for dataset in &view.diff.datasets {
        page.dataset(view, dataset);
    }
    page.blank();
    page.line(&[("", &counts.sentence())]);
    if counts.cosmetic > 0 && !view.shows_cosmetic {
        page.text.pop();
        page.text.push_str(&page.painted(DIM, "  (`--cosmetic` shows what is set in another way and says the same)"));
        page.text.push('\n');
    }
    out.write_all(page.text.as_bytes())
}

struct Page {
    text: String,
    color: bool,
    width: usize,
}

impl Page {
    fn painted(&self, paint: &str, text: &str) -> String {
        let text = escape_line(text);
        if self.color && !paint.is_empty() { format!("\u{1b}[{paint}m{text}\u{1b}[0m") } else { text.into_owned() }
    }

    fn line(&mut self, parts: &[(&str, &str)]) {
        let shown: String = parts.iter().map(|(paint, text)| self.painted(paint, text)).collect();
        self.text.push_str(shown.trim_end());
        self.text.push('\n');
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    fn dataset(&mut self, view: &DiffView<'_>, dataset: &DatasetDiff) {
        let changes: Vec<&Change> =
            dataset.changes.iter().filter(|change| is_shown(change, view.shows_cosmetic)).collect();
        let schema: Vec<&SchemaChange> =
            dataset.schema.iter().filter(|change| change.is_substantive() || view.shows_cosmetic).collect();
        if changes.is_empty() && schema.is_empty() {
            return;
        }
        self.blank();
        self.line(&[(BOLD, &heading(dataset)), ("", "  "), (DIM, &format!("({})", key_line(dataset)))]);
        if let Some(sentence) = duplicates(dataset) {
            self.sentence("!", YELLOW, &sentence);
        }
        for change in &schema {
            let (sign, paint) = if change.is_substantive() { ("!", YELLOW) } else { ("=", DIM) };
            self.sentence(sign, paint, &change.sentence(dataset.noun));
        }
        if schema.iter().any(|change| matches!(change, SchemaChange::TableAdded | SchemaChange::TableRemoved)) {
            return self.keys(dataset, &changes);
        }
        for change in changes {
            self.change(view, dataset, change);
        }
    }

    /// The keys of all records of a table that came or went.
    fn keys(&mut self, dataset: &DatasetDiff, changes: &[&Change]) {
        if changes.is_empty() {
            return;
        }
        let (tone, sign) = if changes[0].before().is_none() { (Tone::Added, "+") } else { (Tone::Removed, "−") };
        let head = format!("  {sign} {}: ", plural(changes.len(), "record"));
        let last = changes.len() - 1;
        let names = changes.iter().enumerate().map(|(index, change)| Piece {
            tone,
            text: format!("{}{}", name(dataset, change), if index == last { "" } else { "," }),
        });
        self.wrapped(&head, paint(tone), &names.collect::<Vec<_>>(), " ");
    }

    fn sentence(&mut self, sign: &str, paint: &str, sentence: &str) {
        let words: Vec<Piece> =
            sentence.split(' ').map(|word| Piece { tone: Tone::Plain, text: word.to_owned() }).collect();
        self.wrapped(&format!("  {sign} "), paint, &words, " ");
    }

    fn change(&mut self, view: &DiffView<'_>, dataset: &DatasetDiff, change: &Change) {
        let (sign, paint) = match change {
            Change::Added { .. } => ("+", GREEN),
            Change::Removed { .. } => ("−", RED),
            Change::Renamed { .. } => (">", CYAN),
            Change::Modified { .. } if change.is_substantive() => ("~", YELLOW),
            Change::Modified { .. } => ("=", DIM),
        };
        let place = both(&places(view, change));
        let head = format!("  {sign} {}", name(dataset, change));
        let facts = match change {
            Change::Added { .. } => facts(dataset, change),
            _ => Vec::new(),
        };
        let facts = facts.iter().map(|(field, value)| format!("{field} {value}")).collect::<Vec<_>>().join("; ");
        let width = |text: &str| escape_line(text).width();
        let used = width(&head) + width(&place) + 2;
        // What is short stands on the line of the key.
        let is_short = !facts.is_empty() && used + width(&facts) + 2 <= self.width;
        let beside = if is_short { format!("  {facts}") } else { String::new() };
        let gap = (self.width + 2).saturating_sub(used + width(&beside)).max(2);
        self.line(&[(paint, &head), ("", &beside), ("", &" ".repeat(gap)), (DIM, &place)]);
        if let Change::Renamed { evidence, .. } = change {
            self.line(&[(DIM, &format!("      {evidence}"))]);
        }
        if !is_short && !facts.is_empty() {
            let words = facts.split(' ').map(|word| Piece { tone: Tone::Plain, text: word.to_owned() });
            self.wrapped("      ", "", &words.collect::<Vec<_>>(), " ");
        }
        self.fields(&shown_fields(change, view.shows_cosmetic).collect::<Vec<_>>());
    }

    /// The fields of a record in one line if they fit, else each in lines of its own.
    fn fields(&mut self, fields: &[&FieldChange]) {
        let lines: Vec<(String, Vec<Piece>)> = fields.iter().map(|field| (label(field), pieces(field))).collect();
        let width = |(label, pieces): &(String, Vec<Piece>)| {
            let pieces: usize = pieces.iter().map(|piece| escape_line(&piece.text).width() + 2).sum();
            escape_line(label).width() + pieces + 4
        };
        if lines.len() > 1 && lines.iter().map(width).sum::<usize>() + 6 <= self.width {
            let shown = |(label, pieces): &(String, Vec<Piece>)| {
                let pieces: Vec<String> =
                    pieces.iter().map(|piece| self.painted(paint(piece.tone), &piece.text)).collect();
                format!("{}  {}", self.painted("", label), pieces.join("  "))
            };
            let line = lines.iter().map(shown).collect::<Vec<_>>().join("; ");
            self.text.push_str(&format!("      {line}\n"));
            return;
        }
        for (label, pieces) in &lines {
            self.wrapped(&format!("      {label}  "), "", pieces, "  ");
        }
    }

    /// Pieces behind a head, wrapped between two of them, further lines indented.
    fn wrapped(&mut self, head: &str, head_paint: &str, pieces: &[Piece], gap: &str) {
        let head = format!("{}{}", " ".repeat(head.len() - head.trim_start().len()), escape_line(head.trim_start()));
        let indent = head.width().min(self.width / 3).max(6);
        let start = self.painted(head_paint, head.trim_end());
        self.text.push_str(&start);
        self.text.push_str(&" ".repeat(head.len() - head.trim_end().len()));
        let mut used = head.width();
        let mut is_first = true;
        for piece in pieces {
            let width = escape_line(&piece.text).width();
            if !is_first && used + gap.len() + width > self.width {
                self.text.push('\n');
                self.text.push_str(&" ".repeat(indent));
                used = indent;
            } else if !is_first {
                self.text.push_str(gap);
                used += gap.len();
            }
            let shown = self.painted(paint(piece.tone), &piece.text);
            self.text.push_str(&shown);
            used += width;
            is_first = false;
        }
        self.text.push('\n');
    }
}

/// A field's name, and why its change says nothing new, if it does not.
fn label(field: &FieldChange) -> String {
    match field.class {
        ChangeClass::Cosmetic(reason) => format!("{} ({reason})", field.field),
        _ => field.field.clone(),
    }
}

fn paint(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Added => GREEN,
        Tone::Removed => RED,
        Tone::Renamed => CYAN,
    }
}
