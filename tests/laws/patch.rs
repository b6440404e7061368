//! The law of a patch, of any page that has a recipe. It panics where it is broken.

use std::collections::BTreeMap;

use rowmill::pipeline::{Outcome, Patch, Selection, patch, run};
use rowmill::repair::Guidance;
use rowmill::{Recipe, SourceId, SourceMap};

/// The patch of a page by the repairs that the data has.
pub(crate) fn patch_of(
    name: &str,
    recipe: &Recipe,
    sources: &SourceMap,
    page: SourceId,
    selection: Selection,
) -> Patch {
    patch(recipe, sources, &[page], &Guidance::default(), selection).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The pages with a patch in them.
pub(crate) fn patched(sources: &SourceMap, patch: &Patch) -> SourceMap {
    let mut patched = sources.clone();
    patch.texts.iter().for_each(|(page, text)| patched.set_text(*page, text.clone()));
    patched
}

/// Patched again and again, a page needs no other patch after so many: what is repaired may show what else is wrong. Each time it gives the data
/// that the repairs gave, finds nothing that was not found before, and has every byte that no edit touches.
pub(crate) fn patches_come_to_an_end(name: &str, recipe: &Recipe, sources: &SourceMap, page: SourceId, most: usize) {
    let mut sources = sources.clone();
    for _ in 0..=most {
        let patch = patch_of(name, recipe, &sources, page, Selection::Applied);
        if patch.texts.is_empty() {
            return;
        }
        assert_edited(name, &sources, &patch);
        marks_stay_whole(name, &sources, &patch);
        let patched = patched(&sources, &patch);
        assert_says_the_same(name, recipe, [&sources, &patched], page);
        sources = patched;
    }
    panic!("{name} needs more than {most} patches, and reads by now\n{}", sources.file(page).text());
}

/// The data is that of the page before, and nothing is found more often.
fn assert_says_the_same(name: &str, recipe: &Recipe, sides: [&SourceMap; 2], page: SourceId) {
    let [before, after] = sides.map(|sources| run(recipe, sources, &[page]).expect("it can be read"));
    for (new, old) in after.datasets.iter().zip(&before.datasets) {
        assert!(new.has_same_values(old), "{name}: `{}` changes", old.name());
    }
    let (known, found) = (codes(&before), codes(&after));
    let is_new = |(code, count): &(&&str, &usize)| known.get(**code).is_none_or(|known| known < *count);
    let new: Vec<_> = found.iter().filter(is_new).collect();
    assert!(new.is_empty(), "{name}: {new:?} are found once it is patched");
}

/// No line of a page has a tag without its counterpart that it had not, and no cell a sign for readers to see that was a part of a mark.
pub(crate) fn marks_stay_whole(name: &str, sources: &SourceMap, patch: &Patch) {
    let patched = patched(sources, patch);
    for page in patch.texts.keys() {
        let [before, after] = [sources, &patched].map(|sources| lone_tags(sources.file(*page).text()));
        let new: Vec<_> = after.iter().filter(|(tag, count)| before.get(*tag).is_none_or(|old| old < *count)).collect();
        let text = patched.file(*page).text();
        assert!(new.is_empty(), "{name}: {new:?} have no counterpart once it is patched to\n{text}");
        let [before, after] = [sources, &patched].map(|sources| signs(sources, *page));
        assert!(
            after <= before,
            "{name}: {after} signs of marks are text, {before} were, once it is patched to\n{text}"
        );
    }
}

/// How often each tag stands in a line of its own without the one that it belongs to. What stands in a code span of a row is no tag.
fn lone_tags(text: &str) -> BTreeMap<String, usize> {
    let mut lone = BTreeMap::new();
    for line in text.lines() {
        let line = if line.starts_with('|') { without_code(line) } else { line.to_owned() };
        let mut open: Vec<String> = Vec::new();
        for tag in line.split('<').skip(1).filter_map(|rest| Some(rest.split_once('>')?.0)) {
            let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
            if name.is_empty() || name.eq_ignore_ascii_case("br") || tag.ends_with('/') {
                continue;
            }
            match (tag.starts_with('/'), open.iter().rposition(|one| *one == name)) {
                (false, _) => open.push(name),
                (true, None) => *lone.entry(format!("</{name}>")).or_insert(0) += 1,
                (true, Some(at)) => open.drain(at..).skip(1).for_each(|one| *lone.entry(one).or_insert(0) += 1),
            }
        }
        open.into_iter().for_each(|one| *lone.entry(one).or_insert(0) += 1);
    }
    lone
}

/// A line without its code spans: what stands between two runs of as many backticks.
fn without_code(line: &str) -> String {
    let run = |text: &str| text.bytes().take_while(|byte| *byte == b'`').count();
    let (mut rest, mut kept) = (line, String::new());
    while let Some(start) = rest.find('`') {
        let length = run(&rest[start..]);
        let mut at = start + length;
        let end = loop {
            let Some(next) = rest[at..].find('`') else { break None };
            let other = run(&rest[at + next..]);
            at += next + other;
            if other == length {
                break Some(at);
            }
        };
        kept.push_str(&rest[..start]);
        rest = &rest[end.unwrap_or(start + length)..];
    }
    kept + rest
}

/// How many signs that make marks a reader sees in the cells of a page.
fn signs(sources: &SourceMap, page: SourceId) -> usize {
    let document = rowmill::document::Document::parse(sources, page);
    let cells = document.tables.iter().flat_map(|table| table.rows.iter()).flat_map(|row| &row.cells);
    cells.map(|cell| cell.content.text().matches(['*', '~', '`', '[', ']']).count()).sum()
}

/// How often each code was found.
fn codes(outcome: &Outcome) -> BTreeMap<&'static str, usize> {
    let mut codes = BTreeMap::new();
    outcome.diagnostics.iter().for_each(|finding| *codes.entry(finding.code).or_insert(0) += 1);
    codes
}

/// Each changed text is the old one but for the edits.
fn assert_edited(name: &str, sources: &SourceMap, patch: &Patch) {
    for (page, text) in &patch.texts {
        let old = sources.file(*page).text();
        let (mut at, mut rest) = (0, text.as_str());
        for edit in patch.edits.iter().filter(|edit| edit.span.source == *page) {
            let kept = format!("{}{}", &old[at..edit.span.start()], edit.text);
            rest = rest.strip_prefix(kept.as_str()).unwrap_or_else(|| panic!("{name}: {kept:?} is not at {rest:?}"));
            at = edit.span.end();
        }
        assert_eq!(rest, &old[at..], "{name}");
    }
}
