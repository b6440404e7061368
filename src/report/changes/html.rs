//! The format `html`: a diff as one page that needs nothing beside it.
//!
//! * No script, no picture, no request: `Content-Security-Policy` lets through the one style sheet by its hash, and nothing else.
//! * Everything from a page is escaped; an address is text, not a link.
//! * It reads on a phone (tables become cards), in dark mode, in print, and by a screen reader: signs have words, colours are never alone.

use std::fmt::Write as _;
use std::io;

use super::place::{Place, places};
use super::words::{Piece, Tone, duplicates, facts, heading, is_shown, key, key_line, name, pieces, shown_fields};
use super::{DiffFormat, DiffView};
use crate::diff::{Change, ChangeClass, Count, DatasetDiff, SchemaChange, title};
use crate::escape::{escape, is_hostile};

/// The format `html`.
pub(super) const FORMAT: DiffFormat = DiffFormat { name: "html", summary: "one page for a browser", write };

const STYLE: &str = include_str!("html.css");

/// The SHA-256 of [`STYLE`] in base 64; a test holds it to that.
const STYLE_HASH: &str = "EwCX5HpMWWCJSVwO5s7fKAbaQFFT+nqXqWng6n5RD7w=";

fn write(view: &DiffView<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let title = escaped(&title(view.diff));
    let mut page = String::new();
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n\
         <p>{} → {}</p>\n",
        escaped(view.labels[0]),
        escaped(view.labels[1])
    );
    counts(&mut page, view);
    page.push_str("</header>\n<main>\n");
    for dataset in &view.diff.datasets {
        section(&mut page, view, dataset);
    }
    page.push_str("</main>\n</body>\n</html>\n");
    out.write_all(page.as_bytes())
}

fn counts(page: &mut String, view: &DiffView<'_>) {
    let counts = view.diff.counts();
    let numbers = [
        (counts.added, "added", "added"),
        (counts.removed, "removed", "removed"),
        (counts.renamed, "renamed", "renamed"),
        (counts.modified, "modified", "modified"),
        (counts.schema, "schema", "of fields or tables"),
        (counts.cosmetic, "cosmetic", "cosmetic"),
    ];
    page.push_str("<ul class=\"counts\">\n");
    for (count, class, word) in numbers {
        let _ = writeln!(page, "<li class=\"{class}\"><b>{count}</b> {word}</li>");
    }
    page.push_str("</ul>\n");
}

fn section(page: &mut String, view: &DiffView<'_>, dataset: &DatasetDiff) {
    let changes: Vec<&Change> = dataset.changes.iter().filter(|change| is_shown(change, view.shows_cosmetic)).collect();
    let schema: Vec<&SchemaChange> =
        dataset.schema.iter().filter(|change| change.is_substantive() || view.shows_cosmetic).collect();
    if changes.is_empty() && schema.is_empty() {
        return;
    }
    let _ = write!(
        page,
        "<section>\n<h2>{}</h2>\n<p class=\"key\">{}; {}</p>\n",
        escaped(&heading(dataset)),
        escaped(&key_line(dataset)),
        escaped(&dataset.counts().sentence())
    );
    let notes = duplicates(dataset).into_iter().chain(schema.iter().map(|change| change.sentence(dataset.noun)));
    let notes: Vec<String> = notes.map(|note| format!("<li>{}</li>\n", escaped(&note))).collect();
    if !notes.is_empty() {
        let _ = write!(page, "<ul class=\"notes\">\n{}</ul>\n", notes.concat());
    }
    if !changes.is_empty() {
        page.push_str("<table>\n<thead><tr><th scope=\"col\">what</th><th scope=\"col\">record</th><th scope=\"col\">change</th><th scope=\"col\">place</th></tr></thead>\n<tbody>\n");
        changes.iter().for_each(|change| row(page, view, dataset, change));
        page.push_str("</tbody>\n</table>\n");
    }
    page.push_str("</section>\n");
}

fn row(page: &mut String, view: &DiffView<'_>, dataset: &DatasetDiff, change: &Change) {
    let (class, record) = match change {
        Change::Added { .. } => ("added", escaped(&name(dataset, change))),
        Change::Removed { .. } => ("removed", escaped(&name(dataset, change))),
        Change::Renamed { from, to, .. } => {
            ("renamed", format!("<del>{}</del> → <ins>{}</ins>", escaped(&key(from)), escaped(&key(to))))
        }
        Change::Modified { .. } if change.is_substantive() => ("modified", escaped(&name(dataset, change))),
        Change::Modified { .. } => ("cosmetic", escaped(&name(dataset, change))),
    };
    let mut details = String::new();
    if let Change::Renamed { evidence, .. } = change {
        let _ = write!(details, "<div class=\"why\">{}</div>", escaped(evidence));
    }
    if matches!(change, Change::Added { .. } | Change::Removed { .. }) {
        for (field, value) in facts(dataset, change) {
            let _ = write!(details, "<div><span class=\"field\">{}</span> {}</div>", escaped(&field), escaped(&value));
        }
    }
    for field in shown_fields(change, view.shows_cosmetic) {
        let why = match field.class {
            ChangeClass::Cosmetic(reason) => format!(" <span class=\"why\">{reason}</span>"),
            _ => String::new(),
        };
        let pieces: Vec<String> = pieces(field).iter().map(piece).collect();
        let _ = write!(
            details,
            "<div><span class=\"field\">{}</span>{why} {}</div>",
            escaped(&field.field),
            pieces.join(" ")
        );
    }
    let _ = writeln!(
        page,
        "<tr class=\"{class}\"><td><span class=\"badge\">{class}</span></td><th scope=\"row\">{record}</th><td>{details}</td><td class=\"place\">{}</td></tr>",
        escaped(&lines(view, change))
    );
}

/// The places of both sides; lines are enough where a side is one file, which the head of the page names.
fn lines(view: &DiffView<'_>, change: &Change) -> String {
    let shown = |(place, label): (Option<Place>, &&str)| {
        place.map(|place| if place.path == **label { format!("line {}", place.line) } else { place.shown() })
    };
    let mut shown: Vec<String> = places(view, change).into_iter().zip(&view.labels).filter_map(shown).collect();
    shown.dedup();
    shown.join(" → ")
}

fn piece(piece: &Piece) -> String {
    let text = escaped(&piece.text);
    match piece.tone {
        Tone::Plain => text,
        Tone::Added => format!("<ins>{text}</ins>"),
        Tone::Removed => format!("<del>{text}</del>"),
        Tone::Renamed => format!("<mark>{text}</mark>"),
    }
}

/// A text that is text in an element and in an attribute.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = if text.contains(is_hostile) { escape(text) } else { text.into() };
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("<br>"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::{STYLE, STYLE_HASH, escaped};

    fn base64(bytes: &[u8]) -> String {
        const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for chunk in bytes.chunks(3) {
            let group = chunk.iter().chain(&[0, 0]).take(3).fold(0_u32, |group, byte| group << 8 | u32::from(*byte));
            for place in 0..4 {
                let digit = DIGITS[(group >> (18 - 6 * place) & 63) as usize];
                text.push(if place <= chunk.len() { char::from(digit) } else { '=' });
            }
        }
        text
    }

    #[test]
    fn the_policy_lets_the_style_through() {
        assert_eq!(STYLE_HASH, base64(&Sha256::digest(STYLE.as_bytes())), "the hash of html.css");
        assert!(!STYLE.contains("</") && !STYLE.contains("url("));
    }

    #[test]
    fn nothing_of_a_page_is_markup() {
        assert_eq!(escaped("<a href='x\"'>&\n\u{202e}"), "&lt;a href=&#39;x&quot;&#39;&gt;&amp;<br>\\u{202e}");
    }
}
