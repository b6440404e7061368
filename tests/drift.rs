//! The built-in recipe on pages that changed their shape, as upstream did later or may do: the facts stay the same, or it is said.
//!
//! Each page in `fixtures/expressroute/drift` says what `plain.md` says, in another shape. The revisions of the real page are
//! read where they are at hand. Another change of upstream is one more page there and one more test.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rowmill::recipe::Builtin;
use rowmill::schema::Value;
use rowmill::{Diagnostic, ErrorKind, Outcome, Recipe, Severity, SourceMap, parse_recipe, pipeline};
use tempfile::TempDir;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/expressroute/drift")
}

fn recipe() -> Recipe {
    let builtin = Builtin::named("expressroute").expect("the recipe is built in");
    parse_recipe(builtin.path, builtin.recipe).expect("it is right")
}

fn run(path: &Path) -> Result<Outcome, rowmill::Error> {
    let mut sources = SourceMap::new();
    let page = pipeline::load(&mut sources, path)?;
    pipeline::run(&recipe(), &sources, &[page])
}

fn outcome(name: &str) -> Outcome {
    run(&folder().join(name).with_extension("md")).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// `dataset[key].field` to the value, for every field of every record.
fn facts(outcome: &Outcome) -> BTreeMap<String, Value> {
    let mut facts = BTreeMap::new();
    for dataset in &outcome.datasets {
        for record in dataset.records() {
            let key: Vec<String> =
                dataset.schema().key_positions().iter().map(|&at| record.values[at].value.to_string()).collect();
            for (field, value) in dataset.schema().fields.iter().zip(&record.values) {
                let name = format!("{}[{}].{}", dataset.name(), key.join(", "), field.name);
                assert!(facts.insert(name.clone(), value.value.clone()).is_none(), "{name} stands twice");
            }
        }
    }
    facts
}

/// What a page says that the plain one says otherwise, or not at all.
fn changed(name: &str) -> BTreeMap<String, Value> {
    let (plain, drifted) = (facts(&outcome("plain")), facts(&outcome(name)));
    let gone: Vec<&String> = plain.keys().filter(|fact| !drifted.contains_key(*fact)).collect();
    assert!(gone.is_empty(), "{name} lacks {gone:?}");
    drifted.into_iter().filter(|(fact, value)| plain.get(fact) != Some(value)).collect()
}

fn found(outcome: &Outcome, severity: Severity) -> Vec<&Diagnostic> {
    outcome.diagnostics.iter().filter(|finding| finding.severity == severity).collect()
}

/// Checks that a page gives the plain one's facts, and that nothing is wrong with it.
#[track_caller]
fn assert_same(name: &str) {
    assert_eq!(changed(name), BTreeMap::new(), "{name}");
    assert_unsuspicious(name);
}

#[track_caller]
fn assert_unsuspicious(name: &str) {
    let outcome = outcome(name);
    assert_eq!(found(&outcome, Severity::Error).len() + found(&outcome, Severity::Warning).len(), 0, "{name}");
    assert!(outcome.tallies.iter().all(|tally| tally.balances() && tally.flagged + tally.ignored == 0), "{name}");
}

/// The facts of the plain page, so that the pages cannot all be wrong alike.
#[test]
fn the_plain_page_is_read_right() {
    let outcome = outcome("plain");
    let counts: Vec<(&str, usize)> =
        outcome.datasets.iter().map(|dataset| (dataset.name(), dataset.records().len())).collect();
    assert_eq!(
        counts,
        [
            ("geopolitical_regions", 5),
            ("peering_locations", 14),
            ("peering_location_providers", 43),
            ("exchange_providers", 3),
            ("satellite_operators", 3),
            ("additional_providers", 3),
            ("system_integrators", 2),
        ]
    );
    let facts = facts(&outcome);
    let check = |fact: &str, expected: Value| assert_eq!(facts[fact], expected, "{fact}");
    let names = |names: &[&str]| Value::strings(names.iter().copied());
    check("geopolitical_regions[public, India].azure_regions", names(&["West India", "Central India", "South India"]));
    check("peering_locations[Global commercial Azure, London].facility", Value::String("Equinix LD5".into()));
    check("peering_locations[Global commercial Azure, Osaka].zone", Value::Integer(2));
    check("peering_locations[Global commercial Azure, Milan].er_direct", names(&["10G"]));
    check("peering_locations[Global commercial Azure, Atlanta].er_direct", names(&[]));
    check(
        "peering_locations[Global commercial Azure, Chennai].service_providers",
        names(&["Global CloudXchange (GCX)", "Sify", "Tata Communications"]),
    );
    check("peering_locations[Germany, Berlin].coming_soon", names(&["Megaport"]));
    check("additional_providers[London].exchanges", names(&["BICS", "Equinix", "euNetworks"]));
    check("exchange_providers[Megaport].url", {
        Value::String("https://www.megaport.com/services/microsoft-expressroute/".into())
    });
    assert_unsuspicious("plain");
}

#[test]
fn items_may_be_apart_by_line_breaks() {
    assert_same("line-breaks-closed");
    assert_same("line-breaks");
}

#[test]
fn items_may_be_code_spans() {
    assert_same("code-spans");
}

#[test]
fn header_cells_need_not_be_bold() {
    assert_same("plain-headers");
}

#[test]
fn a_table_may_be_cut_into_tabs() {
    assert_same("tabs");
}

/// The table that lost its heading follows the list of satellite operators, and does not become a part of it.
#[test]
fn a_heading_may_be_lost() {
    assert_same("heading-lost");
}

/// A word or a mark stays the item that it is; the cross says that there is none.
#[test]
fn er_direct_may_be_a_word_or_a_mark() {
    for (page, text) in [("word-supported", "Supported"), ("check-marks", "✓")] {
        let changed = changed(page);
        assert!(changed.keys().all(|fact| fact.ends_with(".er_direct")), "{page}: {changed:?}");
        assert!(changed.values().all(|value| *value == Value::strings([text])), "{page}: {changed:?}");
        assert_eq!(changed.len(), 8, "{page}");
        assert_unsuspicious(page);
    }
}

#[test]
fn a_footnote_inside_a_cell_is_no_provider() {
    assert_same("cell-footnote");
    let outcome = outcome("cell-footnote");
    let notes = found(&outcome, Severity::Note);
    assert_eq!(notes.iter().filter(|finding| finding.code == "cell-footnote").count(), 1);
}

/// The second facility is kept in the text, and a warning points at its link, which the field of one address cannot take.
#[test]
fn a_second_facility_in_a_cell_is_not_lost_without_a_word() {
    let changed = changed("two-facilities");
    let facility = "peering_locations[Global commercial Azure, London].facility";
    let expected = Value::String("Equinix LD5\nTelehouse North Two".into());
    assert_eq!(changed, BTreeMap::from([(facility.to_owned(), expected)]));
    let outcome = outcome("two-facilities");
    let codes: Vec<&str> = found(&outcome, Severity::Warning).iter().map(|finding| finding.code).collect();
    assert_eq!((codes, outcome.has_errors()), (vec!["surplus-link"], false));
}

#[test]
fn an_added_column_is_a_warning() {
    assert_eq!(changed("column-added"), BTreeMap::new());
    let outcome = outcome("column-added");
    let warnings: Vec<&str> = found(&outcome, Severity::Warning).iter().map(|found| found.message.as_str()).collect();
    assert_eq!(warnings, ["no field of `additional_providers` takes the column `Since`"]);
    assert!(!outcome.has_errors());
    assert_eq!(outcome.tallies[5].flagged, 3);
}

/// Also where the recipe can do without the column, or another table still has it under its old name.
#[test]
fn a_renamed_column_is_an_error_that_names_the_near_match() {
    let outcome = outcome("column-renamed");
    let errors: Vec<(&str, &str)> = found(&outcome, Severity::Error)
        .iter()
        .map(|finding| (finding.message.as_str(), finding.help.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(
        errors,
        [
            (
                "no field of `peering_locations` takes the column `Local Azure region`",
                "it looks like the column of `local_azure_regions`, which this table lacks: if it was renamed, add `Local Azure region` to its `from`",
            ),
            (
                "no table of `additional_providers` has the column `Connectivity providers` for the field `providers`",
                "the column `Connectivity provider` looks like it: if it was renamed, add its name to `from`",
            ),
        ]
    );
}

#[test]
fn a_renamed_key_column_or_heading_is_refused() {
    let plain = fs::read_to_string(folder().join("plain.md")).expect("the page is there");
    let folder = TempDir::new().expect("a temporary folder can be made");
    for (old, new) in
        [("| **Continent** |", "| **Continents** |"), ("## ExpressRoute system integrators", "## Integrators")]
    {
        let page = folder.path().join("page.md");
        fs::write(&page, plain.replace(old, new)).expect("a file can be written");
        let error = run(&page).expect_err("a selected table is gone");
        assert!(matches!(error.kind(), ErrorKind::NothingMatched { .. }), "{error}");
    }
}

/// By the command line, which is what finds the included files.
#[test]
fn tables_may_move_to_included_pages() {
    assert_same("include");
    let out = TempDir::new().expect("a temporary folder can be made");
    let build = |page: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rowmill"));
        let arguments = ["build", "expressroute", "--format", "json", "--quiet", "--source"];
        let output = command.args(arguments).arg(folder().join(page)).arg("--out").arg(out.path()).output();
        let output = output.expect("the binary runs");
        assert!(output.status.success(), "{page}: {}", String::from_utf8_lossy(&output.stderr));
        let read = |name: &str| fs::read_to_string(out.path().join("expressroute").join(name)).expect("it was written");
        (read("geopolitical_regions.json"), read("peering_locations.json"))
    };
    assert_eq!(build("include.md"), build("plain.md"));
}

/// Each page here is one that a test names.
#[test]
fn every_page_is_read() {
    let tests = include_str!("drift.rs");
    for entry in fs::read_dir(folder()).expect("the folder is there") {
        let path = entry.expect("an entry can be read").path();
        let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        assert!(path.is_dir() || tests.contains(&format!("\"{name}\"")), "no test reads {name}");
    }
}

/// Records of each dataset, repairs applied and proposed.
type Counts = ([usize; 7], usize, usize);

/// What each revision of the real page gives.
const REVISIONS: [(&str, Counts); 4] = [
    ("providers-2017-08-17.md", ([11, 41, 212, 8, 0, 18, 5], 21, 9)),
    ("providers-2019-07-11.md", ([15, 65, 350, 7, 0, 25, 5], 26, 5)),
    ("providers-2020-01-17.md", ([15, 74, 395, 8, 3, 25, 5], 28, 7)),
    ("providers-2020-03-25.md", ([15, 79, 412, 8, 3, 25, 5], 30, 8)),
];

#[test]
#[expect(clippy::print_stderr, reason = "a test says what it skips")]
fn the_revisions_of_the_real_page_build_without_errors() {
    let data = std::env::var_os("ROWMILL_DATA").map(PathBuf::from);
    let folder =
        data.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data")).join("expressroute");
    if !folder.is_dir() {
        return eprintln!(
            "skipped: the revisions of the page are not at hand; ROWMILL_DATA can name their folder's parent"
        );
    }
    for (name, expected) in REVISIONS {
        let outcome = run(&folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let errors = found(&outcome, Severity::Error);
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        assert!(outcome.tallies.iter().all(|tally| tally.balances() && tally.flagged == 0), "{name}");
        let mut records = [0; 7];
        for (count, dataset) in records.iter_mut().zip(&outcome.datasets) {
            *count = dataset.records().len();
        }
        let applied = outcome.repairs.iter().filter(|repair| repair.applied).count();
        let counts: Counts = (records, applied, outcome.repairs.len() - applied);
        assert_eq!(counts, expected, "{name}");
    }
}
