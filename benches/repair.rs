//! What repairs cost: proposals for a column of 100,000 distinct names, through the pipeline with a recipe that gives the column
//! a vocabulary. The goal is 2 s and 200 MB.
//!
//! `cargo bench --bench repair` gives the time and, by divan's allocator, the memory of the whole run (parsing, extraction, repairs,
//! dataset); the greatest amount at one time is `max alloc`.

use divan::{AllocProfiler, Bencher};
use rowmill::pipeline::run;
use rowmill::{Recipe, SourceId, SourceMap, parse_recipe};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// Names of distinct spelling.
const SIZES: &[usize] = &[25_000, 50_000, 100_000];

/// Everything from the text of the page to the dataset and its repairs.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn list_of_names(bencher: Bencher<'_, '_>, names: usize) {
    let (sources, page) = page(names);
    let recipe = recipe(true);
    bencher.bench_local(|| run(&recipe, &sources, &[page]).expect("the recipe fits the page"));
}

/// A table with one column of as many distinct names, a row each.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn column_of_names(bencher: Bencher<'_, '_>, names: usize) {
    let mut sources = SourceMap::new();
    let rows: String = (0..names).map(|index| format!("| Site {index} | {} |\n", name(index))).collect();
    let page = sources.add("page.md", format!("# Sites\n\n| Site | Providers |\n|---|---|\n{rows}"));
    let recipe = recipe(true);
    bencher.bench_local(|| run(&recipe, &sources, &[page]).expect("the recipe fits the page"));
}

/// The same without a vocabulary, so that the difference is what the names cost.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn without_vocabulary(bencher: Bencher<'_, '_>, names: usize) {
    let (sources, page) = page(names);
    let recipe = recipe(false);
    bencher.bench_local(|| run(&recipe, &sources, &[page]).expect("the recipe fits the page"));
}

fn recipe(has_vocabulary: bool) -> Recipe {
    let items = if has_vocabulary { ", items: { vocabulary: provider }" } else { "" };
    let vocabularies = if has_vocabulary { "vocabularies: { provider: {} }\n" } else { "" };
    let text = format!(
        "recipe: bench\n{vocabularies}datasets:\n  sites:\n    tables: [{{ under: Sites }}]\n    primary_key: [site]\n    fields:\n      - {{ name: site, from: Site }}\n      - {{ name: providers, from: Providers, type: list{items} }}\n"
    );
    parse_recipe("bench.yaml", &text).expect("the recipe is well formed")
}

/// A table of lists of ten names; each name stands once or, as one in ten does, four times. One in fifty is another one with a slip.
fn page(names: usize) -> (SourceMap, SourceId) {
    let mut all: Vec<String> = (0..names).map(name).collect();
    let often: Vec<String> = all.iter().step_by(10).cloned().collect();
    (0..3).for_each(|_| all.extend(often.iter().cloned()));
    let mut text = "# Sites\n\n| Site | Providers |\n|---|---|\n".to_owned();
    // A step that has no factor in common with the number of names puts the same ones into other lists.
    let count = all.len();
    let step = (count / 3..).find(|step| gcd(*step, count) == 1).expect("there is one below the number");
    for row in 0..count.div_ceil(10) {
        let list = (row * 10..count.min(row * 10 + 10)).map(|index| all[index * step % count].as_str());
        text.push_str(&format!("| Site {row} | {} |\n", list.collect::<Vec<_>>().join(", ")));
    }
    let mut sources = SourceMap::new();
    let page = sources.add("page.md", text);
    (sources, page)
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

const SYLLABLES: [&str; 24] = [
    "tel", "net", "com", "star", "link", "ber", "lan", "mar", "ton", "vil", "san", "por", "gra", "hel", "nor", "sul",
    "ast", "eur", "pac", "ind", "ori", "cen", "glo", "tri",
];

const SECOND: [&str; 12] = [
    "Networks",
    "Telecom",
    "Communications",
    "Data",
    "Connect",
    "Systems",
    "Exchange",
    "Group",
    "Cloud",
    "Internet",
    "Carrier",
    "Digital",
];

/// Three syllables and a second word, as companies are called: many are one letter apart from others, and one in fifty is another
/// name with a letter lost, in other case, without its blank, or with its words in another order.
fn name(index: usize) -> String {
    let slip = index % 50 == 49;
    let number = if slip { index - 9 } else { index };
    let (count, rest) = (SYLLABLES.len(), number / SECOND.len());
    let syllables = [rest % count, rest / count % count, rest / count / count];
    let word = syllables.map(|at| SYLLABLES[at % count]).concat();
    let first = word[..1].to_uppercase() + &word[1..];
    let second = SECOND[number % SECOND.len()];
    match (slip, index / 50 % 4) {
        (false, _) => format!("{first} {second}"),
        (true, 0) => format!("{}{} {second}", &first[..3], &first[4..]),
        (true, 1) => format!("{} {second}", first.to_lowercase()),
        (true, 2) => format!("{first}{second}"),
        (true, _) => format!("{second} {first}"),
    }
}
