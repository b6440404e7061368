//! The style `full`: each finding with the lines of source that it is about, for people at a terminal.
//!
//! ```text
//! error[duplicate-item]: `100G` is listed twice
//!  --> locations.md:3:25
//!   |
//! 3 | | Oslo | 10G, 100G, 100G |
//!   |              ----  ^^^^
//!   |              |
//!   |              first here
//!   = help: remove one of them
//! ```
//!
//! * The headline, the place as `path:line:column` (columns in characters), the line with the narrowest part
//!   underlined.
//! * A note on the same line stands there too when there is room; a note on another line or in another file has a
//!   picture of its own below; a note without a place and the advice follow the finding's own picture.
//! * A line that is too long for the width is cut to the part that matters. A part of several lines is shown by its
//!   first.
//! * A blank line parts two findings.
//!
//! It knows findings and places, and leaves the drawing to `frame.rs`.

use std::io;

use annotate_snippets::{AnnotationKind, Level};

use super::frame::{Frame, Mark};
use super::line::width;
use super::{Appearance, Report, Style};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{SourceMap, Span};

/// The style `full`.
pub(super) const STYLE: Style =
    Style { name: "full", summary: "each finding with its lines of source", fits_screen: true, write };

fn write(report: &Report<'_>, out: &mut dyn io::Write, appearance: Appearance) -> io::Result<()> {
    let sources = report.sources;
    for (index, diagnostic) in report.findings.iter().enumerate() {
        if index > 0 {
            out.write_all(b"\n")?;
        }
        out.write_all(picture(diagnostic, sources, appearance).as_bytes())?;
    }
    Ok(())
}

fn picture(diagnostic: &Diagnostic, sources: &SourceMap, appearance: Appearance) -> String {
    let level = level(diagnostic.severity);
    let mut frame = Frame::new(appearance, greatest_line(diagnostic, sources));
    frame.title(level.clone(), Some(diagnostic.code), &diagnostic.message);
    let mut apart = placed_notes(diagnostic);
    if let Some(span) = diagnostic.span {
        let beside = take_beside(&mut apart, span, sources, frame.columns());
        draw(&mut frame, level, span, &beside, sources);
    }
    for remark in diagnostic.notes.iter().filter(|(_, span)| span.is_none()).map(|(remark, _)| remark) {
        frame.message(Level::NOTE, remark);
    }
    if let Some(help) = &diagnostic.help {
        frame.message(Level::HELP, help);
    }
    for (remark, span) in apart {
        frame.title(Level::NOTE, None, remark);
        draw(&mut frame, Level::NOTE, span, &[], sources);
    }
    frame.render()
}

/// Draws the line of a place, and remarks on other parts of the same line.
fn draw(frame: &mut Frame, level: Level<'static>, span: Span, beside: &[(&str, Span)], sources: &SourceMap) {
    let (excerpt, shown) = sources.excerpt_near(span, reach(frame.columns()));
    let mut marks = vec![Mark { part: excerpt.part.clone(), remark: "", kind: AnnotationKind::Primary }];
    let offset = |at: usize| at.clamp(shown.start, shown.end) - shown.start;
    let part = |span: Span| offset(span.start())..offset(span.end());
    marks.extend(beside.iter().map(|&(remark, span)| Mark { part: part(span), remark, kind: AnnotationKind::Context }));
    frame.excerpt(level, &excerpt, &marks);
}

/// How many bytes of a line on either side of a place may come into view: more than the columns can hold, so that where the line is cut is for
/// `line.rs` to say.
fn reach(columns: usize) -> usize {
    4_096 + 8 * columns
}

/// Takes the notes that can be shown in the picture of a place: on its line, and near enough to be in view with it.
fn take_beside<'a>(
    notes: &mut Vec<(&'a str, Span)>,
    place: Span,
    sources: &SourceMap,
    columns: usize,
) -> Vec<(&'a str, Span)> {
    let line = line_of(place, sources);
    let text = sources.file(place.source).text();
    let mut taken = place.start()..place.end().min(line.end).max(place.start());
    let mut is_beside = |remark: &str, span: Span| {
        if span.source != place.source || line_of(span, sources) != line {
            return false;
        }
        let both = taken.start.min(span.start())..taken.end.max(span.end().min(line.end));
        let fits = both.len() <= reach(columns) && width(&text[both.clone()]) + width(remark) + 4 <= columns;
        if fits {
            taken = both;
        }
        fits
    };
    let (beside, apart) = notes.iter().partition(|(remark, span)| is_beside(remark, *span));
    *notes = apart;
    beside
}

fn line_of(span: Span, sources: &SourceMap) -> std::ops::Range<usize> {
    sources.file(span.source).line_range(span.start())
}

fn placed_notes(diagnostic: &Diagnostic) -> Vec<(&str, Span)> {
    diagnostic.notes.iter().filter_map(|(remark, span)| span.map(|span| (remark.as_str(), span))).collect()
}

fn greatest_line(diagnostic: &Diagnostic, sources: &SourceMap) -> usize {
    let spans = diagnostic.span.into_iter().chain(diagnostic.notes.iter().filter_map(|(_, span)| *span));
    spans.map(|span| sources.position(span).line).max().unwrap_or(0)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::super::check_snapshot;
    use super::*;

    /// A page in which the parts to point at stand between `⟦` and `⟧`, and their places in order.
    fn page(sources: &mut SourceMap, path: &str, marked: &str) -> Vec<Span> {
        let (mut text, mut starts, mut ranges) = (String::new(), Vec::new(), Vec::new());
        for character in marked.chars() {
            match character {
                '⟦' => starts.push(text.len()),
                '⟧' => ranges.push(starts.pop().expect("a ⟦ before the ⟧")..text.len()),
                other => text.push(other),
            }
        }
        let id = sources.add(path, text);
        ranges.into_iter().map(|range| Span::new(id, range)).collect()
    }

    fn finding(span: impl Into<Option<Span>>) -> Diagnostic {
        Diagnostic::new("some-fault", Severity::Warning, "something is odd here", span)
    }

    /// Expects a finding at the first place of a page to look as in a snapshot.
    fn check(name: &str, marked: &str, make: impl Fn(&[Span]) -> Diagnostic) {
        check_at(name, "page.md", marked, Appearance { color: false, width: 80 }, make);
    }

    fn check_at(name: &str, path: &str, marked: &str, appearance: Appearance, make: impl Fn(&[Span]) -> Diagnostic) {
        let mut sources = SourceMap::new();
        let spans = page(&mut sources, path, marked);
        let shown = picture(&make(&spans), &sources, appearance);
        check_snapshot(&format!("report-full-{name}"), &shown);
        if !appearance.color {
            let widest = shown.lines().filter(|line| line.contains(" | ")).map(width).max();
            assert!(widest.unwrap_or(0) <= appearance.width, "{shown}");
        }
    }

    #[test]
    fn the_item_is_underlined_and_advice_follows() {
        check("item", "| a |\n| - |\n| 10G, ⟦100G 200G⟧ |\n", |spans| {
            Diagnostic::new("missing-separator", Severity::Error, "two speeds stand in one item", spans[0])
                .with_note("items are parted by `,` in this table", None)
                .with_help("add a comma to the page, or to the recipe:\n    separator: \" \"")
        });
    }

    #[test]
    fn a_finding_about_a_whole_page_has_no_line() {
        check("without-a-place", "", |_| finding(None).with_help("look at the recipe"));
    }

    #[test]
    fn wide_characters_keep_the_underline_in_place() {
        check("wide-characters", "| 東京、⟦大阪⟧ | e\u{301} ⟦x⟧ |", |spans| {
            finding(spans[0]).with_note("and this", spans[1])
        });
    }

    #[test]
    fn tabs_are_blanks() {
        check("tabs", "|\tone\t|\t⟦two\tthree⟧\t|", |spans| finding(spans[0]));
    }

    #[test]
    fn a_line_end_of_two_bytes_is_no_part_of_the_line() {
        check("crlf", "| a |\r\n| ⟦b⟧ |\r\n| c ⟦⟧|\r\n", |spans| {
            finding(spans[0]).with_note("a cell is missing", spans[1])
        });
        check("end-of-line", "| a | b |\r\n| - | - |\r\n| c⟦⟧\r\n", |spans| finding(spans[0]));
    }

    #[test]
    fn a_long_row_is_cut_around_the_item() {
        let cells = "| a cell of some length ".repeat(20);
        check("long-row", &format!("{cells}| ⟦the item⟧ {cells}|"), |spans| finding(spans[0]));
        check("long-row-start", &format!("| ⟦the item⟧ {cells}|"), |spans| finding(spans[0]));
        check("long-row-end", &format!("{cells}| ⟦the item⟧"), |spans| finding(spans[0]));
        check("long-item", &format!("{cells}| ⟦{cells}⟧{cells}|"), |spans| finding(spans[0]));
        let wide = "| 東京都千代田区 ".repeat(20);
        check("long-row-wide", &format!("{wide}| ⟦大阪⟧ {wide}|"), |spans| finding(spans[0]));
    }

    #[test]
    fn a_note_on_the_same_line_shares_the_picture_when_there_is_room() {
        check("note-beside", "| Oslo | 10G, ⟦100G⟧, ⟦100G⟧ |", |spans| {
            finding(spans[1]).with_note("first here", spans[0])
        });
        let cells = "| a cell of some length ".repeat(10);
        check("note-far-away", &format!("| ⟦one⟧ {cells}| ⟦other⟧ {cells}|"), |spans| {
            finding(spans[0]).with_note("and this", spans[1])
        });
    }

    #[test]
    fn a_note_on_another_line_has_a_picture_of_its_own() {
        let rows = "| x |\n".repeat(8);
        check("note-below", &format!("| ⟦Oslo⟧ |\n{rows}| ⟦Oslo⟧ |\n"), |spans| {
            finding(spans[1]).with_note("the first one is here", spans[0]).with_help("remove one of them")
        });
    }

    #[test]
    fn a_note_in_another_file_names_it() {
        let mut sources = SourceMap::new();
        let here = page(&mut sources, "page.md", "| ⟦Oslo⟧ |");
        let there = page(&mut sources, "recipe.yaml", "\n\nname: ⟦Olso⟧");
        let shown = picture(&finding(here[0]).with_note("named here", there[0]), &sources, Appearance::default());
        check_snapshot("report-full-note-in-another-file", &shown);
    }

    #[test]
    fn a_part_of_several_lines_is_shown_by_its_first() {
        check("several-lines", "⟦| a | b |\n| - | - |\n| 1 | 2 |⟧\n", |spans| finding(spans[0]));
    }

    #[test]
    fn hostile_text_is_made_visible() {
        let appearance = Appearance { color: false, width: 80 };
        let (path, line) = ("a\u{202e}\u{1b}[2J.md", "| \u{1b}[31mred\u{7} | ⟦a\u{202e}b\u{2066}⟧ |");
        check_at("hostile", path, line, appearance, |spans| finding(spans[0]).with_help("say \u{9b}31m no"));
        check_at("byte-order-mark", "page.md", "\u{feff}| ⟦a⟧ |", appearance, |spans| finding(spans[0]));
    }

    #[test]
    fn colour_comes_when_asked_for() {
        let appearance = Appearance { color: true, width: 80 };
        check_at("colour", "page.md", "| ⟦a⟧ | ⟦b⟧ |", appearance, |spans| {
            finding(spans[0]).with_note("and this", spans[1]).with_help("look closely")
        });
    }

    #[test]
    fn a_narrow_screen_is_no_reason_to_fail() {
        let cells = "| 東京 a\u{301} ".repeat(20);
        let mut sources = SourceMap::new();
        let spans = page(&mut sources, "page.md", &format!("{cells}⟦{cells}⟧{cells}"));
        for width in 0..200 {
            picture(&finding(spans[0]), &sources, Appearance { color: false, width });
        }
    }

    /// A line of a hundred thousand findings would be copied for each of them, and looked through.
    #[test]
    fn of_a_long_line_no_more_is_looked_at_than_comes_into_view() {
        let mut sources = SourceMap::new();
        let cells = "| 東京 a ".repeat(100_000);
        let spans = page(&mut sources, "page.md", &format!("{cells}⟦x⟧ ⟦{cells}⟧{cells}"));
        for span in &spans {
            let (excerpt, shown) = sources.excerpt_near(*span, reach(80));
            assert!(excerpt.text.len() <= 2 * reach(80) && excerpt.text.len() == shown.len(), "{}", excerpt.text.len());
            assert_eq!(
                sources.file(span.source).text()[shown].get(excerpt.part.clone()),
                excerpt.text.get(excerpt.part)
            );
        }
        // What is shown is the same as of a line that just fills the view, but for the place.
        let near = "| 東京 a ".repeat(100);
        let mut short = SourceMap::new();
        let near = page(&mut short, "page.md", &format!("{near}⟦x⟧ ⟦{near}⟧{near}"));
        let lines = |sources: &SourceMap, spans: &[Span]| {
            let shown = picture(&finding(spans[0]).with_note("this", spans[1]), sources, Appearance::default());
            shown.lines().filter(|line| !line.contains("-->")).collect::<Vec<_>>().join("\n")
        };
        assert_eq!(lines(&sources, &spans), lines(&short, &near));
    }

    #[test]
    fn a_blank_line_parts_findings() {
        let mut sources = SourceMap::new();
        let spans = page(&mut sources, "page.md", "| ⟦a⟧ | ⟦b⟧ |");
        let findings: Vec<Diagnostic> = spans.into_iter().map(finding).collect();
        let mut shown = Vec::new();
        write(&Report::new(&findings, &sources), &mut shown, Appearance::default()).expect("memory");
        check_snapshot("report-full-two", &String::from_utf8(shown).expect("UTF-8"));
    }
}
