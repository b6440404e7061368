//! Whatever is shown to a person or told to a service: no character of it does anything but show itself.

use rowmill::diagnostic::Severity;
use rowmill::diff::{Diff, diff};
use rowmill::escape::{escape, escape_line};
use rowmill::report::{Appearance, DIFF_FORMATS, DiffView, Report, STYLES, unified_patch, write_error};
use rowmill::schema::{Field, FieldType, Schema, Value};
use rowmill::source::Span;
use rowmill::{Dataset, Diagnostic, Error, Record, SourceMap};

use super::Target;
use crate::text::{is_harmless, text};

pub(super) const TARGET: Target =
    Target { name: "terminal", summary: "no control, escape or bidi character is shown", run };

fn run(input: &[u8]) {
    let text = text(input);
    let escaped = escape(&text);
    is_harmless(escaped.as_bytes(), &text);
    assert_eq!(escape(&escaped), escaped, "escaping twice changes nothing");
    let line = escape_line(&text);
    is_harmless(line.as_bytes(), &text);
    assert!(!line.contains(['\n', '\t']), "{text:?}");
    findings(&text);
    errors(&text);
    diffs(&text);
}

/// A finding whose every text, and whose page and path, is the text, in every style.
fn findings(text: &str) {
    let mut sources = SourceMap::new();
    let page = sources.add(format!("a{text}.md"), format!("| one | {text}x |\n| two | {text} |\n"));
    let finding =
        Diagnostic::new("a-code", Severity::Error, format!("found {text}"), Span::new(page, 2..9 + text.len()))
            .with_note(format!("beside {text}"), Span::new(page, 2..5))
            .with_note(format!("nowhere {text}"), None)
            .with_help(format!("try {text}"))
            .in_dataset(text)
            .about(Some(text.to_owned()), text)
            .with_fix(text, Vec::from([(Span::new(page, 2..5), text.to_owned())]));
    let judged = [(text.to_owned(), "b-code")];
    for style in STYLES {
        let mut shown = Vec::new();
        let report = Report { subject: text, judged: &judged, ..Report::new(std::slice::from_ref(&finding), &sources) };
        (style.write)(&report, &mut shown, Appearance::default()).expect("memory takes every byte");
        is_harmless(&shown, text);
    }
}

fn errors(text: &str) {
    let mut sources = SourceMap::new();
    let page = sources.add(text, text);
    let excerpt = sources.excerpt(Span::new(page, 0..0), text);
    let cause = std::io::Error::other(text.to_owned());
    let error = Error::io(text, "read", cause).with_excerpt(excerpt).with_help(text);
    let mut shown = Vec::new();
    write_error(&error, &mut shown, Appearance::default()).expect("memory takes every byte");
    is_harmless(&shown, text);
}

/// A diff of datasets whose names, fields, keys and values are the text, in every format, and a patch.
fn diffs(text: &str) {
    let side = |value: &str| {
        let fields =
            vec![Field::new(text, FieldType::String), Field::new(format!("{text}2"), FieldType::string_list())];
        let schema = Schema { fields, primary_key: vec![text.to_owned()], ..Schema::default() };
        let record = |key: &str| Record::unplaced([Value::String(key.to_owned()), Value::strings([value, text])]);
        Dataset::new(text, schema, vec![record(text), record(value)]).0
    };
    let diff = Diff::new(vec![diff(&side("a"), &side("b"))]);
    let sources = SourceMap::new();
    let appearance = Appearance::default();
    let view =
        DiffView { diff: &diff, sources: [&sources, &sources], labels: [text, text], shows_cosmetic: true, appearance };
    for format in DIFF_FORMATS {
        let mut shown = Vec::new();
        (format.write)(&view, &mut shown).expect("memory takes every byte");
        is_harmless(&shown, text);
    }
    // The lines of a patch are those of the page, byte by byte; what stands around them is not.
    is_harmless(unified_patch(text, "a\n", "b\n", &[text.to_owned()]).as_bytes(), text);
}
