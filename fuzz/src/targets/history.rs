//! Revisions of a page: rows that are read by themselves give what the whole pages give.
//!
//! The input is pieces, parted by NUL: the rows of the first revision, and the changes that make each later one. The first character of a
//! change chooses a line of the page and what becomes of it; the rest is its new text.

use std::sync::LazyLock;

use rowmill::pipeline::{HistoryRecipe, PageText, read_revisions};
use rowmill::repair::Guidance;
use rowmill::timeline::{Point, Timeline};
use rowmill::{SourceMap, parse_recipe};

use super::Target;
use crate::text::text;

pub(super) const TARGET: Target = Target {
    name: "history",
    summary: "rows of revisions that are read by themselves give what whole pages give",
    run,
};

/// By it rows may be read by themselves.
const RECIPE: &str = "
recipe: places
vocabularies: { provider: {} }
datasets:
  places:
    tables: [{ under: North }]
    primary_key: [place]
    fields:
      - { name: place, from: Place }
      - { name: zone, from: Zone }
      - { name: providers, from: Providers, type: list, vocabulary: provider }
  links:
    unnest: { dataset: places, field: providers }
    primary_key: [place, provider]
    fields:
      - { name: place, from: place }
      - { name: provider, from: providers }
";

static READ: LazyLock<HistoryRecipe> = LazyLock::new(|| HistoryRecipe {
    recipe: parse_recipe("places.yaml", RECIPE).expect("it is right"),
    guidance: Guidance::default(),
    is_inferred: false,
});

/// What stands before the rows, and a row that parts those of two inputs from each other.
const HEAD: &str = "# Places\n\n## North\n\n| Place | Zone | Providers |\n|---|---|---|\n| Lyon | 1 | Zayo, Colt |\n";

/// More revisions show nothing else.
const MOST: usize = 6;

fn run(input: &[u8]) {
    let text = text(input);
    let pages = pages(&text);
    let points: Vec<Point> = (0..pages.len()).map(point).collect();
    let timeline = |page: fn(&str, &str) -> PageText| {
        let mut page = |index: usize| page(&points[index].name, &pages[index]);
        read_revisions(&READ, &points, &mut page, &mut |_| {})
            .unwrap_or_else(|error| panic!("{pages:#?}: {error}"))
            .finish()
    };
    let followed = timeline(|_, text| PageText::Bytes(text.as_bytes().to_vec()));
    let whole = timeline(whole);
    assert_eq!(records(&followed), records(&whole), "{pages:#?}");
    assert_eq!(followed.remarks, whole.remarks, "{pages:#?}");
}

fn point(index: usize) -> Point {
    let name = format!("r{index}");
    Point { name: name.clone(), revision: name.clone(), short: name, ..Point::default() }
}

/// A page of which no row is read by itself.
fn whole(name: &str, text: &str) -> PageText {
    let mut sources = SourceMap::new();
    let page = sources.add(name, text);
    PageText::Pages(sources, vec![page])
}

fn records(timeline: &Timeline) -> Vec<&[rowmill::timeline::RecordTimeline]> {
    timeline.datasets.iter().map(|dataset| dataset.records.as_slice()).collect()
}

/// The revisions that an input tells of.
fn pages(text: &str) -> Vec<String> {
    let mut pieces = text.split('\0').take(MOST);
    let mut lines: Vec<String> =
        HEAD.lines().chain(pieces.next().unwrap_or_default().lines()).map(str::to_owned).collect();
    let mut pages = vec![lines.join("\n")];
    for piece in pieces {
        let mut characters = piece.chars();
        let choice = characters.next().map_or(0, |character| character as usize);
        let (line, new) = (choice / 4 % lines.len(), characters.as_str().to_owned());
        match choice % 4 {
            0 => _ = lines.remove(line),
            1 => lines.insert(line, new),
            _ => lines[line] = new,
        }
        lines.push(String::new());
        pages.push(lines.join("\n"));
        lines.pop();
    }
    pages
}
