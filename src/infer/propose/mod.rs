//! A recipe for pages that nobody has described: datasets, keys, types, vocabularies and references, each with its reason.
//!
//! `candidate.rs` picks the tables and `bullets.rs` the lists, `group.rs` says which tables are one dataset, `fields.rs` what their
//! fields are, `relations.rs` what fields share, `title.rs` names them, `write.rs` makes the text, with `quote.rs`. `caution.rs`
//! is what a run of the proposal taught. Nothing here runs a recipe or reads a file. Another decision is one more step of
//! [`propose`].

mod bullets;
mod candidate;
mod caution;
mod draft;
mod fields;
mod group;
mod relations;
mod title;
mod write;

pub use bullets::holds_data;
pub use caution::Caution;
pub use write::SCHEMA;

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Document, Legend};
use crate::infer::column;
use crate::infer::key::{FoundKey, KeyColumn, find_key};
use crate::infer::names::Naming;
use crate::infer::profile::Profile;
use crate::recipe::Part;
use crate::schema::FieldType;
use crate::similarity::folded;
use crate::source::SourceMap;
use bullets::{Bullets, bullets};
use candidate::{Candidate, empty_reason, layout_reason};
use draft::{Draft, DraftField, DraftOrigin, From};
use fields::{bare_fields, draft_fields, enumerate, unique_name};
use group::{Group, Tables};
use relations::{
    DraftVocabulary, find_foreign_keys, lift_missing_values, own_vocabularies, pool_vocabularies, singular,
};
use title::{dataset_name, name_of, recipe_name};

/// A proposed recipe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its text.
    pub text: String,
    /// How many datasets it has.
    pub datasets: usize,
    /// The tables that it leaves out, and why, in a line each.
    pub left_out: Vec<String>,
}

/// All that a recipe says.
struct Plan<'d> {
    name: String,
    title: Option<String>,
    sources: Vec<String>,
    vocabularies: Vec<DraftVocabulary>,
    /// Code and reason of what is made a warning.
    levels: Vec<(String, String)>,
    /// The signs for nothing of the whole recipe, with how often they stand there.
    missing_values: Vec<(String, usize)>,
    drafts: Vec<Draft<'d>>,
    left_out: Vec<String>,
}

/// A dataset before its cells are looked at.
struct Outline<'d> {
    name: String,
    fields: Vec<DraftField<'d>>,
    rows: usize,
    kind: Kind<'d>,
}

enum Kind<'d> {
    Tables(Group),
    List(Bullets<'d>),
}

/// Proposes a recipe for pages, which it names by `paths`, relative to the recipe.
pub fn propose(documents: &[Document], sources: &SourceMap, paths: &[String], caution: &Caution) -> Proposal {
    let candidates = candidates(documents);
    let tables = Tables::new(&candidates, caution.is_for_repair());
    let mut left_out = Vec::new();
    let usable = usable(&candidates, &tables, sources, caution, &mut left_out);
    let outlines = outlines(&candidates, tables.groups(&usable));
    let known = Known::new(&outlines, caution);
    let legends: Vec<&Legend> = documents.iter().flat_map(|document| &document.legends).collect();
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    for (index, outline) in with_lists(outlines, documents, &known).into_iter().enumerate() {
        let place = place_of(&outline, &candidates, sources);
        match draft(index, outline, &tables, &known, &legends, caution) {
            Some(found) => drafts.extend(found),
            None => left_out.push(format!("{place}: a recipe cannot tell it from another table")),
        }
    }
    name_apart(&mut drafts);
    let plan = plan(documents, paths, drafts, left_out, caution);
    Proposal { text: write::write(&plan), datasets: plan.drafts.len(), left_out: plan.left_out }
}

fn candidates(documents: &[Document]) -> Vec<Candidate<'_>> {
    let pages = documents.iter().enumerate();
    pages
        .flat_map(|(page, document)| document.tables.iter().map(move |table| Candidate { document, table, page }))
        .collect()
}

/// The tables that may hold data; the others are left out with a reason.
fn usable(
    candidates: &[Candidate<'_>],
    tables: &Tables<'_, '_>,
    sources: &SourceMap,
    caution: &Caution,
    left_out: &mut Vec<String>,
) -> Vec<usize> {
    let mut usable = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let has_header = candidate.folded_headers().iter().any(|header| !header.is_empty());
        // What is there for the layout may have faults, too.
        let reason = if caution.is_for_repair() { empty_reason(candidate) } else { layout_reason(candidate) };
        let reason = match reason {
            None if !has_header && !tables.is_alone(index) => {
                Some("without a header, a recipe cannot tell it from its neighbours")
            }
            reason => reason,
        };
        match reason {
            Some(reason) => left_out.push(format!("{}: {reason}", table_place(candidate, sources))),
            None => usable.push(index),
        }
    }
    usable
}

/// `docs/page.md:12`.
fn table_place(candidate: &Candidate<'_>, sources: &SourceMap) -> String {
    let span = candidate.table.span;
    format!("{}:{}", sources.file(span.source).name(), sources.position(span).line)
}

fn place_of(outline: &Outline<'_>, candidates: &[Candidate<'_>], sources: &SourceMap) -> String {
    match &outline.kind {
        Kind::Tables(group) => table_place(&candidates[group.members[0]], sources),
        Kind::List(list) => format!("the list under `{}`", list.heading),
    }
}

fn outlines<'d>(candidates: &[Candidate<'d>], groups: Vec<Group>) -> Vec<Outline<'d>> {
    let mut names = title::names([]);
    let mut outlines = Vec::new();
    for group in groups {
        let tables: Vec<Candidate<'d>> = group.members.iter().map(|&table| candidates[table]).collect();
        let name = dataset_name(&tables, &mut names);
        let fields = bare_fields(&tables);
        let rows = tables.iter().map(Candidate::rows).sum();
        outlines.push(Outline { name, fields, rows, kind: Kind::Tables(group) });
    }
    outlines
}

/// Adds the lists that hold data.
fn with_lists<'d>(mut outlines: Vec<Outline<'d>>, documents: &'d [Document], known: &Known) -> Vec<Outline<'d>> {
    let mut names = title::names(outlines.iter().map(|outline| outline.name.clone()));
    for list in bullets(documents, &|text| known.holds(text)) {
        let name = name_of(&list.heading, &mut names);
        let rows = list.items.len();
        outlines.push(Outline { name, fields: list.fields(), rows, kind: Kind::List(list) });
    }
    outlines
}

/// The texts of all columns, to tell whether an item of one is a value of another.
struct Known {
    /// Folded text to the outline and field where it stands.
    places: BTreeMap<String, BTreeSet<(usize, String)>>,
}

/// The greatest length, in characters, of a text that may be an item elsewhere.
const LONGEST_KNOWN: usize = 60;

impl Known {
    /// The whole texts of short cells, and the items of what is a list by itself or by these.
    fn new(outlines: &[Outline<'_>], caution: &Caution) -> Self {
        let mut known = Self { places: BTreeMap::new() };
        for (index, outline) in outlines.iter().enumerate() {
            for field in &outline.fields {
                field.texts().for_each(|text| known.add(text, index, &field.name));
            }
        }
        let mut items: Vec<(String, usize, String)> = Vec::new();
        for (index, outline) in outlines.iter().enumerate() {
            let (drafted, _) = known.draft_fields(index, outline, &[], caution);
            for field in drafted.iter().filter(|field| field.profile.field_type.is_list()) {
                items.extend(field.items().into_iter().map(|item| (item.to_owned(), index, field.name.clone())));
            }
        }
        items.iter().for_each(|(item, index, field)| known.add(item, *index, field));
        known
    }

    fn add(&mut self, text: &str, outline: usize, field: &str) {
        if !text.is_empty() && text.chars().count() <= LONGEST_KNOWN {
            self.places.entry(folded(text)).or_default().insert((outline, field.to_owned()));
        }
    }

    /// Whether a text is a value of any column.
    fn holds(&self, text: &str) -> bool {
        self.places.contains_key(&folded(text))
    }

    /// The fields of an outline, by what its cells and the other columns say.
    fn draft_fields<'d>(
        &self,
        index: usize,
        outline: &Outline<'d>,
        legends: &[&Legend],
        caution: &Caution,
    ) -> (Vec<DraftField<'d>>, Vec<String>) {
        let is_known = |field: &DraftField<'d>, text: &str| {
            let places = self.places.get(&folded(text));
            places.is_some_and(|places| places.iter().any(|(other, name)| *other != index || *name != field.name))
        };
        draft_fields(outline.fields.clone(), legends, &is_known, caution, &outline.name)
    }
}

/// The datasets of an outline: its own, and one for each list whose items have marks. `None` where nothing selects it.
fn draft<'d>(
    index: usize,
    outline: Outline<'d>,
    tables: &Tables<'_, 'd>,
    known: &Known,
    legends: &[&Legend],
    caution: &Caution,
) -> Option<Vec<Draft<'d>>> {
    let (mut fields, remarks) = known.draft_fields(index, &outline, legends, caution);
    let key = key_of(&fields, outline.rows, caution.is_keyless(&outline.name));
    if !caution.is_open(&outline.name) {
        enumerate(&mut fields, &key.places);
    }
    let origin = match &outline.kind {
        Kind::Tables(group) => DraftOrigin::Tables(tables.selectors(group, &identifying(&fields, &key.places))?),
        Kind::List(list) => DraftOrigin::List { under: Some(list.heading.clone()), items: list.kind },
    };
    let draft = Draft {
        name: outline.name,
        origin,
        fields,
        key: key.places,
        key_reason: key.reason,
        foreign_keys: Vec::new(),
        remarks,
    };
    let unnested = unnested(&draft);
    Some(std::iter::once(draft).chain(unnested).collect())
}

/// The header texts by which the extraction tells whether a table is meant: all of the key's, else one of any.
fn identifying(fields: &[DraftField<'_>], key: &[usize]) -> Vec<Vec<String>> {
    let header = |field: &DraftField<'_>| match &field.from {
        From::Header(text) => Some(folded(text)),
        _ => None,
    };
    let of_key: Vec<Vec<String>> =
        key.iter().filter_map(|&place| header(&fields[place])).map(|text| vec![text]).collect();
    let any: Vec<String> = fields.iter().filter_map(header).collect();
    match (of_key.is_empty(), any.is_empty()) {
        (false, _) => of_key,
        (true, false) => vec![any],
        (true, true) => Vec::new(),
    }
}

fn key_of(fields: &[DraftField<'_>], rows: usize, is_keyless: bool) -> FoundKey {
    if is_keyless {
        return FoundKey { places: Vec::new(), reason: "no key: records would share one once repaired".to_owned() };
    }
    let may_identify = |field: &DraftField<'_>| {
        let profile = &field.profile;
        let is_own = field.part != Part::Url && field.mark.is_none() && profile.format.is_none();
        is_own && profile.missing_values.is_empty() && strangeness(&profile.field_type).is_some()
    };
    let columns: Vec<KeyColumn<'_>> = fields
        .iter()
        .enumerate()
        .filter(|(_, field)| may_identify(field))
        .map(|(place, field)| KeyColumn {
            name: &field.name,
            place,
            values: field.texts().collect(),
            strangeness: strangeness(&field.profile.field_type).unwrap_or(0),
        })
        .collect();
    find_key(&columns, rows)
}

/// How far a type is from a name; nothing for one that identifies nothing.
pub(super) fn strangeness(field_type: &FieldType) -> Option<usize> {
    match field_type {
        FieldType::String => Some(0),
        FieldType::Date | FieldType::YearMonth => Some(3),
        FieldType::Integer => Some(4),
        FieldType::Number => Some(8),
        FieldType::Boolean | FieldType::List(_) => None,
    }
}

/// One dataset for each list of a keyed dataset whose items have marks: what a mark says is said of an item.
fn unnested<'d>(draft: &Draft<'d>) -> Vec<Draft<'d>> {
    let marked = draft.fields.iter().filter(|field| field.profile.field_type.is_list() && !field.marks.is_empty());
    marked.filter(|_| !draft.key.is_empty()).map(|list| unnest(draft, list)).collect()
}

fn unnest<'d>(draft: &Draft<'d>, list: &DraftField<'d>) -> Draft<'d> {
    let keys = draft.key.iter().map(|&place| &draft.fields[place]);
    let from = |field: &DraftField<'d>| From::Field(field.name.clone());
    let part =
        |field: &DraftField<'d>, found: Profile| DraftField::new(field.name.clone(), from(field), found, Vec::new());
    let mut fields: Vec<DraftField<'d>> = keys.map(|field| part(field, Profile::text())).collect();
    let item = name_of_item(list, &fields);
    fields.push(DraftField { name: item, ..part(list, Profile::text()) });
    let about = draft.fields.iter().filter(|field| field.mark.is_some() && field.from == list.from);
    for field in about {
        let found = Profile { field_type: FieldType::Boolean, ..Profile::text() };
        let name = unique_name(&fields, field.name.clone());
        fields.push(DraftField { name, mark: field.mark.clone(), ..part(list, found) });
    }
    Draft {
        name: format!("{}_{}", draft.name, list.name),
        origin: DraftOrigin::Unnest { dataset: draft.name.clone(), field: list.name.clone() },
        key: (0..=draft.key.len()).collect(),
        key_reason: "key: that of the record, and the item".to_owned(),
        fields,
        foreign_keys: Vec::new(),
        remarks: Vec::new(),
    }
}

/// The name of a list's field in the singular.
fn name_of_item(list: &DraftField<'_>, others: &[DraftField<'_>]) -> String {
    let words = list.name.rsplit_once('_');
    let name = match words {
        Some((start, last)) => format!("{start}_{}", singular(last)),
        None => singular(&list.name),
    };
    unique_name(others, name)
}

/// Gives a dataset whose name an earlier one has another one, and cuts what is too long for a file's name. Nothing refers to the
/// name of an unnested dataset, and the others have names of their own.
fn name_apart(drafts: &mut [Draft<'_>]) {
    let own = drafts.iter().filter(|draft| !draft.is_unnested()).map(|draft| draft.name.clone());
    let mut names = title::names(own);
    for draft in drafts.iter_mut().filter(|draft| draft.is_unnested()) {
        draft.name = names.claim(draft.name.chars().take(LONGEST_NAME).collect(), Naming::Snake);
    }
}

/// The greatest length of the name of an unnested dataset.
const LONGEST_NAME: usize = 90;

/// What the datasets share, and what holds for all.
fn plan<'d>(
    documents: &'d [Document],
    paths: &[String],
    mut drafts: Vec<Draft<'d>>,
    left_out: Vec<String>,
    caution: &Caution,
) -> Plan<'d> {
    let mut vocabularies = pool_vocabularies(&mut drafts);
    own_vocabularies(&mut drafts, &mut vocabularies, caution);
    find_foreign_keys(&mut drafts);
    let missing_values = lift_missing_values(&mut drafts);
    let title = documents.first().and_then(|document| document.headings.first());
    let title = title.map(|heading| column::one_line(heading.content.text())).filter(|text| !text.is_empty());
    Plan {
        name: recipe_name(paths.first().map_or("", String::as_str), title.as_deref()),
        title,
        sources: paths.to_vec(),
        vocabularies,
        levels: levels(&drafts, caution),
        missing_values,
        drafts,
        left_out,
    }
}

fn levels(drafts: &[Draft<'_>], caution: &Caution) -> Vec<(String, String)> {
    let mut levels: BTreeMap<String, String> = BTreeMap::new();
    for (code, count) in caution.tolerated() {
        let places = if *count == 1 {
            "one place of the pages has".to_owned()
        } else {
            format!("{count} places of the pages have")
        };
        levels.insert(code.clone(), format!("{places} it; take this out when they are mended"));
    }
    for draft in drafts {
        for key in draft.foreign_keys.iter().filter(|key| key.found < key.all) {
            let missing = key.all - key.found;
            let field = &draft.fields[key.field].name;
            let reason =
                format!("{missing} of {} values of {}.{field} are not in {}", key.all, draft.name, key.resource);
            levels
                .entry("foreign-key".to_owned())
                .and_modify(|all| *all = format!("{all}; {reason}"))
                .or_insert(reason);
        }
    }
    levels.into_iter().collect()
}
