//! What the built-in recipe makes of its page: every emitted file as a snapshot, the same in `out/`, and the facts of the page
//! that were established by hand.

use std::fs;
use std::path::{Path, PathBuf};

use rowmill::emit::{FORMATS, Format};
use rowmill::recipe::Builtin;
use rowmill::repair::{Grade, Repair};
use rowmill::schema::Value;
use rowmill::{Dataset, Outcome, Recipe, SourceMap, parse_recipe, pipeline};

const NAME: &str = "expressroute";

fn builtin() -> (&'static Builtin, Recipe) {
    let builtin = Builtin::named(NAME).expect("the recipe is built in");
    (builtin, parse_recipe(builtin.path, builtin.recipe).expect("it is right"))
}

/// What the built-in recipe makes of a page.
fn build(recipe: &Recipe, page: &str) -> Outcome {
    let mut sources = SourceMap::new();
    let id = sources.add("page.md", page);
    sources.set_name(id, &recipe.sources[0]);
    pipeline::run(recipe, &sources, &[id]).expect("the page has what the recipe selects")
}

fn outcome() -> Outcome {
    let (builtin, recipe) = builtin();
    build(&recipe, builtin.pages[0].1)
}

/// Every file that a build writes, by name.
fn files(outcome: &Outcome) -> Vec<(String, String)> {
    let formats: Vec<&Format> =
        FORMATS.iter().filter(|format| ["csv", "json", "yaml"].contains(&format.name)).collect();
    let of = |dataset: &Dataset, format: &Format| (format.file_name(dataset), format.to_string(dataset));
    let data = outcome.datasets.iter().flat_map(|dataset| formats.iter().map(move |format| of(dataset, format)));
    let json = Format::named("json").expect("json is a format");
    data.chain([of(&outcome.repair_log, json)]).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn snapshot_folder() -> PathBuf {
    root().join("snapshots").join(NAME)
}

#[test]
fn every_emitted_file_is_its_snapshot() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(snapshot_folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (name, text) in files(&outcome()) {
        settings.bind(|| insta::assert_snapshot!(name.as_str(), text));
    }
}

#[test]
fn out_is_what_a_build_writes() {
    let folder = root().join("out").join(NAME);
    let built = files(&outcome());
    for (name, text) in &built {
        let stands = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(&stands == text, "out/{NAME}/{name} is stale: `cargo run --release -- build` rewrites it");
    }
    let lock = fs::read_to_string(folder.join("rowmill.lock")).unwrap_or_default();
    let formats = ["csv", "json", "yaml"].map(str::to_owned).to_vec();
    let shape = rowmill::shape::Shape { formats, ..outcome().shape };
    assert!(lock == shape.to_lock(), "out/{NAME}/rowmill.lock is stale: `cargo run --release -- build` rewrites it");
    let stands = fs::read_dir(&folder).expect("it is there").count();
    assert_eq!(stands, built.len() + 1, "out/{NAME} holds files that no build writes");
}

/// The drift guard: whichever cell of a selected table changes by one byte, a snapshot fails.
#[test]
fn one_byte_of_any_cell_fails_a_snapshot() {
    let (builtin, recipe) = builtin();
    let page = builtin.pages[0].1;
    let mut sources = SourceMap::new();
    let id = sources.add("page.md", page);
    let document = rowmill::Document::parse(&sources, id);
    let cells = document
        .tables
        .iter()
        .flat_map(|table| table.rows.iter().flat_map(|row| &row.cells))
        .filter(|cell| !cell.is_blank());
    let snapshots: Vec<(String, String)> =
        files(&outcome()).into_iter().map(|(name, _)| (name.clone(), snapshot(&name))).collect();
    let mut changed = 0;
    // Every fifth cell, each with the letter or digit in its middle replaced: all of them would take a minute.
    for cell in cells.step_by(5) {
        let Some(edited) = with_another_byte(page, cell.span.range()) else { continue };
        let mut sources = SourceMap::new();
        let id = sources.add("page.md", edited);
        sources.set_name(id, &recipe.sources[0]);
        let outcome = pipeline::run(&recipe, &sources, &[id]).expect("a cell selects no table");
        let fails = files(&outcome).iter().zip(&snapshots).any(|(built, snapshot)| built != snapshot);
        assert!(fails || outcome.has_errors(), "no snapshot sees a change of `{}`", sources.text(cell.span));
        changed += 1;
    }
    assert!(changed > 90, "only {changed} cells were changed");
}

/// The page with one letter or digit of the text at a place replaced by another one.
fn with_another_byte(page: &str, place: std::ops::Range<usize>) -> Option<String> {
    let inner = page[place.clone()].char_indices().filter(|(_, character)| character.is_ascii_alphanumeric());
    let candidates: Vec<(usize, char)> = inner.collect();
    let (at, old) = candidates.get(candidates.len() / 2)?;
    let new = if *old == 'q' { 'x' } else { 'q' };
    let at = place.start + at;
    Some(format!("{}{new}{}", &page[..at], &page[at + 1..]))
}

/// A snapshot's content, without its header.
fn snapshot(name: &str) -> String {
    let text = fs::read_to_string(snapshot_folder().join(format!("{name}.snap"))).expect("the snapshot is there");
    let (_, content) = text.split_once("\n---\n").expect("a snapshot has a header");
    content.to_owned()
}

fn dataset<'o>(outcome: &'o Outcome, name: &str) -> &'o Dataset {
    outcome.datasets.iter().find(|dataset| dataset.name() == name).expect("the dataset is there")
}

fn texts(values: &[&str]) -> Vec<Value> {
    values.iter().map(|value| Value::String((*value).to_owned())).collect()
}

/// The value of a field of the record with a key.
fn value(outcome: &Outcome, name: &str, key: &[&str], field: &str) -> Value {
    let dataset = dataset(outcome, name);
    let position = dataset.schema().position(field).expect("the field is there");
    let record = dataset.get(&texts(key)).unwrap_or_else(|| panic!("{name} has no record {key:?}"));
    record.values[position].value.clone()
}

fn has_item(outcome: &Outcome, name: &str, key: &[&str], field: &str, item: &str) -> bool {
    value(outcome, name, key, field).items().contains(&Value::String(item.to_owned()))
}

#[test]
fn the_datasets_have_the_records_of_the_page() {
    let outcome = outcome();
    let counts: Vec<(&str, usize)> =
        outcome.datasets.iter().map(|dataset| (dataset.name(), dataset.records().len())).collect();
    assert_eq!(
        counts,
        [
            ("geopolitical_regions", 15),
            ("peering_locations", 74),
            ("peering_location_providers", 395),
            ("exchange_providers", 8),
            ("satellite_operators", 3),
            ("additional_providers", 25),
            ("system_integrators", 5),
        ]
    );
    let clouds = |name: &str| {
        dataset(&outcome, "peering_locations")
            .records()
            .iter()
            .filter(|record| record.values[0].value == Value::String(name.into()))
            .count()
    };
    assert_eq!(["Global commercial Azure", "US Government cloud", "China", "Germany"].map(clouds), [60, 8, 4, 2]);
    let regions = |name: &str| {
        dataset(&outcome, "geopolitical_regions")
            .records()
            .iter()
            .filter(|record| record.values[0].value == Value::String(name.into()))
            .count()
    };
    assert_eq!(["public", "national"].map(regions), [11, 4]);
    assert!(outcome.tallies.iter().all(|tally| tally.balances() && tally.flagged == 0 && tally.ignored == 0));
}

#[test]
fn a_missing_column_is_null_and_an_empty_list_is_a_list() {
    let outcome = outcome();
    let of = |cloud: &str, location: &str, field: &str| value(&outcome, "peering_locations", &[cloud, location], field);
    assert_eq!(of("US Government cloud", "Chicago", "zone"), Value::Null);
    assert_eq!(of("China", "Beijing", "facility"), Value::Null);
    assert_eq!(of("China", "Beijing", "er_direct"), Value::List(vec![]));
    assert_eq!(of("Germany", "Berlin", "local_azure_regions"), Value::List(vec![]));
    assert_eq!(of("Global commercial Azure", "Atlanta", "er_direct"), Value::List(vec![]));
    assert_eq!(of("Global commercial Azure", "Milan", "service_providers"), Value::List(vec![]));
    assert_eq!(of("Global commercial Azure", "Chennai", "facility"), Value::String("Tata Communications".into()));
    assert_eq!(of("Global commercial Azure", "Chennai", "facility_url"), Value::Null);
    assert_eq!(of("Global commercial Azure", "Jakarta", "zone"), Value::Integer(4));
    assert_eq!(of("Global commercial Azure", "Dallas", "facility"), Value::String("Equinix DA3".into()));
    assert_eq!(value(&outcome, "satellite_operators", &["Intelsat"], "url"), Value::Null);
}

#[test]
fn the_defects_of_the_page_are_repaired() {
    let outcome = outcome();
    let global = |location: &'static str| ["Global commercial Azure", location];
    let providers = |location: &'static str| value(&outcome, "additional_providers", &[location], "providers");
    let munich = value(&outcome, "geopolitical_regions", &["public", "Europe"], "expressroute_locations");
    assert_eq!(munich.items().iter().filter(|item| item.as_str() == Some("Munich")).count(), 1);
    assert_eq!(providers("Atlanta"), Value::strings(["Crown Castle"]));
    assert!(has_item(&outcome, "peering_locations", &global("Toronto"), "service_providers", "IX Reach"));
    assert!(has_item(&outcome, "peering_locations", &global("Toronto"), "service_providers", "Megaport"));
    assert_eq!(
        providers("Montreal"),
        Value::strings(["Airgate Technologies Inc.", "Aptum Technologies", "Rogers", "Zirro"])
    );
    assert_eq!(providers("Tokyo"), Value::strings(["ARTERIA Networks Corporation", "BroadBand Tower, Inc."]));
    assert_eq!(providers("Sao Paulo"), Value::strings(["Venha Pra Nuvem"]));
    assert_eq!(
        value(&outcome, "additional_providers", &["Madrid"], "exchanges"),
        Value::strings(["Level 3 Communications"])
    );
    assert_eq!(
        value(&outcome, "geopolitical_regions", &["public", "India"], "azure_regions"),
        Value::strings(["West India", "Central India", "South India"])
    );
    assert_eq!(
        value(&outcome, "geopolitical_regions", &["national", "China East"], "azure_regions"),
        Value::strings(["China East", "China East 2"])
    );
    assert_eq!(
        value(&outcome, "geopolitical_regions", &["national", "China North"], "azure_regions"),
        Value::strings(["China North", "China North 2"])
    );
    assert_eq!(
        value(&outcome, "peering_locations", &["Germany", "Berlin"], "service_providers"),
        Value::strings(["e-shelter", "Megaport", "T-Systems"])
    );
    assert_eq!(
        value(&outcome, "peering_locations", &["Germany", "Berlin"], "coming_soon"),
        Value::strings(["Megaport"])
    );
    assert_eq!(
        value(&outcome, "peering_location_providers", &["Germany", "Berlin", "Megaport"], "coming_soon"),
        Value::Boolean(true)
    );
    assert_eq!(
        value(&outcome, "peering_location_providers", &["Germany", "Berlin", "T-Systems"], "coming_soon"),
        Value::Boolean(false)
    );
    for wrong in ["GEANT", "Coresite", "Intercloud", "NEXTDC", "SIFY", "InterXion", "Level3"] {
        for (dataset, record) in
            outcome.datasets.iter().flat_map(|dataset| dataset.records().iter().map(move |record| (dataset, record)))
        {
            let stands = record.values.iter().any(|field| field.value.items().contains(&Value::String(wrong.into())));
            assert!(!stands, "`{wrong}` stands in {}", dataset.name());
        }
    }
}

#[test]
fn what_is_likely_is_suggested_and_not_applied() {
    let outcome = outcome();
    let open: Vec<&Repair> = outcome.repairs.iter().filter(|repair| !repair.applied).collect();
    let suggested = open.iter().filter(|repair| repair.grade == Grade::Suggested);
    let changes: Vec<(&str, &str)> = suggested.map(|repair| (repair.before.as_str(), repair.after.as_str())).collect();
    let reports: Vec<&str> = open.iter().filter(|repair| repair.is_report()).map(|repair| repair.rule).collect();
    assert_eq!(reports, ["unsorted-row"; 2], "what nothing settles is reported, and changes nothing");
    assert_eq!(
        changes,
        [
            ("NTT", "NTT Communications"),
            ("C3ntro", "C3ntro Telecom"),
            ("AT&T", "AT&T NetBond"),
            ("Telia", "Telia Carrier"),
            ("Chief", "Chief Telecom")
        ]
    );
    let said = |code: &str| {
        outcome
            .diagnostics
            .iter()
            .filter(|finding| finding.code == code)
            .map(|finding| finding.message.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert!(said("duplicate-anchor").contains("c1partners"));
    assert_eq!(["Hamburg", "Madrid", "Slough"].map(|name| said("foreign-key").contains(name)), [true; 3]);
    assert_eq!(said("foreign-key").lines().count(), 3);
    assert_eq!(["Jakarta", "Milan", "Munich", "Stavanger"].map(|name| said("length").contains(name)), [true; 4]);
    assert_eq!(said("length").lines().count(), 4);
}

#[test]
fn names_that_look_alike_stay_apart() {
    let outcome = outcome();
    let all: Vec<&Value> = outcome
        .datasets
        .iter()
        .flat_map(Dataset::records)
        .flat_map(|record| &record.values)
        .flat_map(|field| field.value.items())
        .collect();
    let names = [
        "Amsterdam",
        "Amsterdam2",
        "Canberra",
        "Canberra2",
        "Silicon Valley",
        "Silicon Valley2",
        "East US",
        "East US 2",
        "Packet",
        "PacketFabric",
        "Orange",
        "Orange Networks",
        "Vodafone",
        "Vodafone Idea",
        "Dublin",
        "Dubai",
        "China Telecom",
        "Chief Telecom",
        "Axtel",
        "Airtel",
        "Telia",
        "Telus",
        "NTT EAST",
        "NTT SmartConnect",
    ];
    for name in names {
        assert!(all.iter().any(|value| value.as_str() == Some(name)), "`{name}` is gone");
    }
}

#[test]
fn every_applied_repair_has_its_reasons_and_its_place() {
    let (builtin, recipe) = builtin();
    let mut sources = SourceMap::new();
    let id = sources.add("page.md", builtin.pages[0].1);
    let outcome = pipeline::run(&recipe, &sources, &[id]).expect("the page has what the recipe selects");
    assert_eq!(outcome.repairs.iter().filter(|repair| repair.applied).count(), 28);
    for repair in &outcome.repairs {
        assert!(!repair.evidence.is_empty());
        assert_eq!(
            sources.text(repair.span),
            repair.before,
            "{}: the place does not read as the repair says",
            repair.rule
        );
    }
}
