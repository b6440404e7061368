//! The format `markdown`: a diff as a comment on a pull request.
//!
//! * The title in bold, the counts below it, then one table per dataset: what happened, the record, the field, what changed. More than
//!   [`MOST_OPEN`] rows are folded into `<details>`.
//! * It stays below [`LONGEST`] bytes, which is what GitHub takes for a comment with room to spare; what is cut is said, with the number of
//!   changes that are left out.
//! * Everything from a page is escaped: it is no markup, no link, and neither a mention of anybody nor a reference to an issue.
//!
//! ```markdown
//! **data: +1 ~1 records in Cities**
//!
//! 1 record added, 1 modified (1 item added), 2 cosmetic
//!
//! #### Cities
//!
//! | | record | field | change |
//! |---|---|---|---|
//! | added | Oslo | | Zone 3; Rivers Akerselva |
//! | modified | Lyon | Rivers | + Saône |
//! ```

use std::io;

use super::words::{duplicates, facts, heading, is_shown, key, key_line, name, pieces, plural, shown_fields};
use super::{DiffFormat, DiffView};
use crate::diff::{Change, ChangeClass, Count, DatasetDiff, SchemaChange, title};
use crate::escape::escape_line;

/// The format `markdown`.
pub(super) const FORMAT: DiffFormat =
    DiffFormat { name: "markdown", summary: "a comment on a pull request, under 60 KB", write };

/// The greatest size of a comment, in bytes.
const LONGEST: usize = 60_000;

/// What is kept free for the end of tables and for saying that something was cut.
const RESERVE: usize = 600;

/// The most rows that stand open.
const MOST_OPEN: usize = 15;

/// The longest text of a cell, in characters.
const LONGEST_CELL: usize = 600;

fn write(view: &DiffView<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let counts = view.diff.counts();
    let mut text = format!("**{}**\n\n{}\n", escaped(&title(view.diff)), counts.sentence());
    let mut left_out = 0;
    for dataset in &view.diff.datasets {
        let rows = rows(view, dataset);
        if rows.is_empty() {
            continue;
        }
        let head = head(dataset, rows.len());
        let room = (LONGEST - RESERVE).saturating_sub(text.len() + head.len());
        let mut size = 0;
        let fitting = rows.iter().take_while(|row| {
            size += row.len();
            size <= room
        });
        let fitting: Vec<&String> = fitting.collect();
        left_out += rows.len() - fitting.len();
        if fitting.is_empty() {
            continue;
        }
        text.push_str(&head);
        fitting.into_iter().for_each(|row| text.push_str(row));
        if rows.len() > MOST_OPEN {
            text.push_str("\n</details>\n");
        }
    }
    if left_out > 0 {
        let lines = plural(left_out, "line");
        text.push_str(&format!("\n{lines} left out, so that this fits into a comment; `rowmill diff` shows all.\n"));
    }
    out.write_all(text.as_bytes())
}

fn head(dataset: &DatasetDiff, rows: usize) -> String {
    let mut head = format!("\n#### {}\n\n<sub>{}</sub>\n\n", escaped(&heading(dataset)), escaped(&key_line(dataset)));
    if rows > MOST_OPEN {
        head.push_str(&format!("<details><summary>{}</summary>\n\n", plural(rows, "line")));
    }
    head.push_str("| | record | field | change |\n|---|---|---|---|\n");
    head
}

fn row(cells: [&str; 4]) -> String {
    format!("| {} |\n", cells.map(escaped).join(" | "))
}

fn rows(view: &DiffView<'_>, dataset: &DatasetDiff) -> Vec<String> {
    let mut rows: Vec<String> = duplicates(dataset).iter().map(|sentence| row(["note", "", "", sentence])).collect();
    let is_lone =
        dataset.schema.iter().any(|change| matches!(change, SchemaChange::TableAdded | SchemaChange::TableRemoved));
    let schema = dataset.schema.iter().filter(|change| change.is_substantive() || view.shows_cosmetic);
    rows.extend(
        schema.map(|change| row(["schema", "", change.parts().0.unwrap_or(""), &change.sentence(dataset.noun)])),
    );
    for change in dataset.changes.iter().filter(|change| is_shown(change, view.shows_cosmetic)) {
        let facts = || {
            facts(dataset, change)
                .iter()
                .map(|(field, value)| format!("{field} {value}"))
                .collect::<Vec<_>>()
                .join("; ")
        };
        match change {
            Change::Added { .. } => {
                rows.push(row(["added", &name(dataset, change), "", &if is_lone { String::new() } else { facts() }]))
            }
            Change::Removed { .. } => rows.push(row(["removed", &name(dataset, change), "", ""])),
            Change::Renamed { from, to, evidence, .. } => {
                rows.push(row(["renamed", &format!("{} → {}", key(from), key(to)), "", evidence]));
            }
            Change::Modified { .. } => {}
        }
        let record = if let Change::Renamed { to, .. } = change { key(to) } else { name(dataset, change) };
        for field in shown_fields(change, view.shows_cosmetic) {
            let what = match field.class {
                ChangeClass::Cosmetic(reason) => format!("cosmetic ({reason})"),
                _ => "modified".to_owned(),
            };
            let pieces: Vec<String> = pieces(field).into_iter().map(|piece| piece.text).collect();
            rows.push(row([&what, &record, &field.field, &pieces.join(", ").replace(", →, ", " → ")]));
        }
    }
    rows
}

/// A text that Markdown and GitHub show as it stands.
pub(in crate::report) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let is_long = text.chars().count() > LONGEST_CELL;
    let cut: String = if is_long { text.chars().take(LONGEST_CELL).chain(['…']).collect() } else { text.to_owned() };
    let shown = escape_line(&cut.replace('\n', " ⏎ ")).into_owned();
    let mut characters = shown.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A colon of a bare address would make a link, a dot that of `www.`.
            ':' if characters.peek() == Some(&'/') => out.push_str("&#58;"),
            ':' if starts_picture(characters.clone()) => out.extend([character, '\u{0}']),
            // A comment parts a sign from the name that it would mention, or the number.
            '@' | '#' => out.extend([character, '\u{0}']),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '{' | '}' | '!' | '$' => out.extend(['\\', character]),
            other => out.push(other),
        }
    }
    // `GH-12` refers to an issue, and `:smile:` is a picture.
    let out = out.replace("GH-", "GH\u{0}-").replace("gh-", "gh\u{0}-");
    out.replace('\u{0}', "<!-- -->").replace("www.", "www<!-- -->.")
}

/// Whether what follows a colon makes the name of a picture of it: `smile:`.
fn starts_picture(mut rest: impl Iterator<Item = char>) -> bool {
    let is_name = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '+' | '-');
    let mut has_name = false;
    loop {
        match rest.next() {
            Some(character) if is_name(character) => has_name = true,
            end => return has_name && end == Some(':'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_of_a_page_is_markup() {
        let check = |text: &str, expected: &str| assert_eq!(escaped(text), expected);
        check("a|b", "a\\|b");
        check("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;");
        check("[x](javascript:y)", "\\[x\\](javascript:y)");
        check("@somebody fixes #1", "@<!-- -->somebody fixes #<!-- -->1");
        check("https://example.com", "https&#58;//example.com");
        check("GH-12 :smile: 10:30", "GH<!-- -->-12 :<!-- -->smile: 10:30");
        check("a\nb", "a ⏎ b");
        check("\u{202e}", "\\\\u\\{202e\\}");
        check("`x` **y** ![z](u)", "\\`x\\` \\*\\*y\\*\\* \\!\\[z\\](u)");
    }
}
