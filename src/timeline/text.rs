//! A timeline for a person: what each revision changed, or, for one record, what became of it.
//!
//! ```text
//! 2019-10-21  2a5cf5e  Ada: Move 8.x to maintenance
//!   schedule: +1 −1 ~1
//!     + 13.x
//!     − 6.x
//!     ~ 8.x: status Active LTS → Maintenance LTS; teams + Build − Docs
//! ```
//!
//! A field that the page has not had before is told of once, not for each record. What could do something to a terminal is
//! escaped.

use std::collections::BTreeMap;

use super::{
    Came, DatasetTimeline, Event, EventKind, FieldStep, Point, RecordTimeline, Scope, Timeline, Version, shown_key,
};
use crate::escape::escape_line;
use crate::schema::Value;

/// So many records of one kind are shown of one revision.
const SHOWN: usize = 20;

/// So many characters of a value are shown.
const LONGEST: usize = 120;

/// A timeline as text, cut where one revision changed very much, unless all of it is wanted.
pub fn write_text(timeline: &Timeline, scope: &Scope, is_whole: bool) -> String {
    let mut text = String::new();
    match scope.record {
        Some(_) => {
            for (index, dataset) in scope.datasets(timeline) {
                for record in scope.records(dataset) {
                    let events: Vec<Event<'_>> = scope
                        .events(timeline)
                        .into_iter()
                        .filter(|event| event.dataset == index && *event.key == record.key)
                        .collect();
                    write_record(&mut text, timeline, dataset, record, &events);
                }
            }
        }
        None => write_revisions(&mut text, timeline, scope, if is_whole { usize::MAX } else { SHOWN }),
    }
    text
}

fn write_revisions(text: &mut String, timeline: &Timeline, scope: &Scope, shown: usize) {
    let events = scope.events(timeline);
    for of_point in events.chunk_by(|a, b| a.point == b.point) {
        if !text.is_empty() {
            text.push('\n');
        }
        line(text, 0, &headline(&timeline.points[of_point[0].point]));
        for of_dataset in of_point.chunk_by(|a, b| a.dataset == b.dataset) {
            write_dataset(text, &timeline.datasets[of_dataset[0].dataset], of_dataset, shown);
        }
    }
}

/// `2019-10-21  2a5cf5e  Ada: Move 8.x to maintenance`.
fn headline(point: &Point) -> String {
    let date = point.date.as_deref().map(|date| format!("{}  ", day(date))).unwrap_or_default();
    let by = match (&point.author, &point.subject) {
        (Some(author), Some(subject)) => format!("  {author}: {subject}"),
        (Some(one), None) | (None, Some(one)) => format!("  {one}"),
        (None, None) => String::new(),
    };
    format!("{date}{}{by}", point.short)
}

fn day(date: &str) -> &str {
    date.get(..10).unwrap_or(date)
}

fn write_dataset(text: &mut String, dataset: &DatasetTimeline, events: &[Event<'_>], shown: usize) {
    let of = |keeps: fn(&EventKind<'_>) -> bool| events.iter().filter(move |event| keeps(&event.kind));
    let started = of(|kind| matches!(kind, EventKind::Started)).count();
    if started > 0 {
        let records = if started == 1 { "1 record".to_owned() } else { format!("{started} records") };
        let before = match dataset.start {
            None | Some(0) => String::new(),
            Some(1) => ", and is not found in the revision before".to_owned(),
            Some(count) => format!(", and is not found in the {count} revisions before"),
        };
        line(text, 1, &format!("{}: starts with {records}{before}", dataset.name));
    }
    let gone = of(|kind| matches!(kind, EventKind::PageRemoved)).count();
    if gone > 0 {
        let records = if gone == 1 { "its 1 record".to_owned() } else { format!("its {gone} records") };
        line(text, 1, &format!("{}: the page went, and {records} with it", dataset.name));
    }
    let new_fields = new_fields(events);
    for (field, count) in &new_fields {
        line(text, 1, &format!("{}: the field `{field}` is new, {count} of its records have it", dataset.name));
    }
    let added: Vec<_> = of(|kind| matches!(kind, EventKind::Added)).collect();
    let removed: Vec<_> = of(|kind| matches!(kind, EventKind::Removed)).collect();
    let renamed: Vec<_> = of(|kind| matches!(kind, EventKind::Renamed { .. })).collect();
    let parts = renamed_parts(&renamed);
    let (together, alone): (Vec<_>, Vec<_>) =
        renamed.iter().copied().partition(|event| renamed_part(event).is_some_and(|part| parts.contains_key(&part)));
    let mut modified: Vec<_> = of(|kind| matches!(kind, EventKind::Modified(_))).collect();
    modified.extend(together);
    modified.retain(|event| event.is_told());
    modified.sort_by_key(|event| event.key);
    let counts = [("+", added.len()), ("−", removed.len()), ("→", renamed.len()), ("~", modified.len())];
    let counts: Vec<String> =
        counts.iter().filter(|(_, count)| *count > 0).map(|(sign, count)| format!("{sign}{count}")).collect();
    if counts.is_empty() {
        return;
    }
    line(text, 1, &format!("{}: {}", dataset.name, counts.join(" ")));
    for ((from, to), count) in &parts {
        line(text, 2, &format!("→ {count} records: {to} (was {from})"));
    }
    for (events, is_modified) in [(added, false), (removed, false), (alone, false), (modified, true)] {
        events.iter().take(shown).for_each(|event| line(text, 2, &event_line(event, is_modified)));
        if events.len() > shown {
            line(text, 2, &format!("… and {} more; `-v` shows all", events.len() - shown));
        }
    }
}

/// The fields that the page has not had before, and how many records have them.
fn new_fields<'e>(events: &'e [Event<'_>]) -> BTreeMap<&'e str, usize> {
    let mut found = BTreeMap::new();
    for field in events.iter().flat_map(|event| event.fields()).filter(|field| field.is_new_field) {
        *found.entry(field.field.as_str()).or_insert(0) += 1;
    }
    found
}

/// So many records with the same other part of their keys are told of at once.
const TOGETHER: usize = 3;

/// The part of a key that is another one, as it was and as it is, if one of several is.
fn renamed_part<'e>(event: &Event<'e>) -> Option<(&'e Value, &'e Value)> {
    let EventKind::Renamed { from, .. } = event.kind else { return None };
    let mut parts = from.iter().zip(event.key).filter(|(from, to)| from != to);
    match (parts.next(), parts.next(), event.key.len()) {
        (Some(part), None, 2..) => Some(part),
        _ => None,
    }
}

fn renamed_parts<'e>(events: &[&Event<'e>]) -> BTreeMap<(&'e Value, &'e Value), usize> {
    let mut parts = BTreeMap::new();
    for part in events.iter().filter_map(|event| renamed_part(event)) {
        *parts.entry(part).or_insert(0) += 1;
    }
    parts.retain(|_, count| *count >= TOGETHER);
    parts
}

fn event_line(event: &Event<'_>, is_modified: bool) -> String {
    let key = shown_key(event.key);
    let fields = fields(event.fields());
    match event.kind {
        _ if is_modified => format!("~ {key}: {fields}"),
        EventKind::Started | EventKind::Added => format!("+ {key}"),
        EventKind::Removed | EventKind::PageRemoved => format!("− {key}"),
        EventKind::Renamed { from, .. } if fields.is_empty() => format!("→ {key} (was {})", shown_key(from)),
        EventKind::Renamed { from, .. } => format!("→ {key} (was {}): {fields}", shown_key(from)),
        EventKind::Modified(_) => format!("~ {key}: {fields}"),
    }
}

fn fields(fields: &[FieldStep]) -> String {
    fields.iter().filter(|field| !field.is_new_field).map(field_text).collect::<Vec<_>>().join("; ")
}

/// `status Active → Maintenance`, `teams + Build − Docs`.
fn field_text(step: &FieldStep) -> String {
    let list = |sign: &str, items: &[Value]| match items {
        [] => String::new(),
        items => format!(" {sign} {}", short(&items.iter().map(Value::to_string).collect::<Vec<_>>().join(", "))),
    };
    match (step.added.is_empty(), step.removed.is_empty()) {
        (true, true) => format!("{} {} → {}", step.field, shown(&step.before), shown(&step.after)),
        _ => format!("{}{}{}", step.field, list("+", &step.added), list("−", &step.removed)),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::List(items) if items.is_empty() => "no items".to_owned(),
        Value::String(text) if text.is_empty() => "an empty text".to_owned(),
        other => short(&other.to_string()),
    }
}

fn short(text: &str) -> String {
    let text = text.replace('\n', " ⏎ ");
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

fn write_record(
    text: &mut String,
    timeline: &Timeline,
    dataset: &DatasetTimeline,
    record: &RecordTimeline,
    events: &[Event<'_>],
) {
    if !text.is_empty() {
        text.push('\n');
    }
    let point = |index: usize| {
        let point = &timeline.points[index];
        let date = point.date.as_deref().map(|date| format!("{} ", day(date))).unwrap_or_default();
        format!("{date}{}", point.short)
    };
    line(text, 0, &format!("{}: {}", dataset.name, shown_key(&record.key)));
    let end = record.versions.last().and_then(|version| version.to);
    let becomes = |other: &&RecordTimeline| {
        let is_it = |version: &Version| {
            Some(version.from) == end && matches!(&version.origin, Came::Renamed { from, .. } if *from == record.key)
        };
        other.versions.iter().any(is_it)
    };
    let last = match dataset.records.iter().find(becomes) {
        _ if record.is_current() => "and is there still".to_owned(),
        Some(other) => {
            format!("last seen {}, then {}", point(record.last_seen(timeline.points.len())), shown_key(&other.key))
        }
        None => format!("last seen {}", point(record.last_seen(timeline.points.len()))),
    };
    let first = match dataset.start {
        // Nothing is known of the time before.
        Some(start @ 1..) if start == record.first_seen() => {
            format!("{}, where its table is first found", point(start))
        }
        _ => point(record.first_seen()),
    };
    line(text, 1, &format!("first seen {first}, {last}"));
    for event in events {
        let what = match event.kind {
            EventKind::Started | EventKind::Added => format!("added: {}", values(dataset, record, event.point)),
            EventKind::Removed => "removed".to_owned(),
            EventKind::PageRemoved => "the page went, and the record with it".to_owned(),
            EventKind::Renamed { from, .. } => {
                let fields: String = event.fields().iter().map(|field| format!("; {}", field_text(field))).collect();
                format!("before {}{fields}", shown_key(from))
            }
            EventKind::Modified(_) => event.fields().iter().map(field_text).collect::<Vec<_>>().join("; "),
        };
        line(text, 1, &format!("{}\n    {}", headline(&timeline.points[event.point]), what));
    }
}

/// The values of a record when it came, but for its key.
fn values(dataset: &DatasetTimeline, record: &RecordTimeline, point: usize) -> String {
    let Some(version) = record.versions.iter().find(|version| version.from == point) else { return String::new() };
    let fields = dataset.schema.fields.iter().zip(&version.values);
    let is_told = |name: &String, value: &Value| !dataset.schema.primary_key.contains(name) && !value.is_null();
    let told = fields.filter(|(field, value)| is_told(&field.name, value));
    told.map(|(field, value)| format!("{} {}", field.name, shown(value))).collect::<Vec<_>>().join("; ")
}

fn line(text: &mut String, depth: usize, content: &str) {
    for part in content.split('\n') {
        text.push_str(&"  ".repeat(depth));
        text.push_str(&escape_line(part));
        text.push('\n');
    }
}
