//! What is read of a revision by itself gives what the whole revision gives.

use super::follow::Follower;
use super::{HistoryRecipe, PageText, Reading, read_revisions};
use crate::recipe::parse_recipe;
use crate::repair::Guidance;
use crate::timeline::{Builder, Point, Timeline};

const RECIPE: &str = "
recipe: places
vocabularies: { provider: {} }
datasets:
  places:
    tables: [{ under: North }, { under: South }]
    primary_key: [region, place]
    fields:
      - { name: region, from: { context: heading } }
      - { name: place, from: Place }
      - { name: zone, from: Zone }
      - { name: providers, from: Providers, type: list, vocabulary: provider }
  links:
    unnest: { dataset: places, field: providers }
    primary_key: [region, place, provider]
    fields:
      - { name: region, from: region }
      - { name: place, from: place }
      - { name: provider, from: providers }
";

/// Numbers that look like chance, the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % limit
    }
}

const PROVIDERS: [&str; 8] = ["Zayo", "Colt", "Equinix", "Megaport", "IX Reach", "Telia Carrier", "NTT", "Verizon"];

struct Page {
    intro: String,
    tables: [Vec<[String; 3]>; 2],
    next: usize,
}

impl Page {
    fn text(&self) -> String {
        let mut text = format!("# Places\n\n{}\n", self.intro);
        for (name, rows) in ["North", "South"].iter().zip(&self.tables) {
            text.push_str(&format!("\n## {name}\n\n| Place | Zone | Providers |\n|---|---|---|\n"));
            rows.iter().for_each(|row| text.push_str(&format!("| {} |\n", row.join(" | "))));
        }
        text
    }

    /// Changes something; the last of the kinds makes a row that is not read by itself.
    fn change(&mut self, chance: &mut Chance, kinds: usize) {
        let rows = &mut self.tables[chance.below(2)];
        let row = chance.below(rows.len());
        match chance.below(kinds) {
            0 => self.intro = format!("Words, {}.", chance.below(1000)),
            1 => {
                self.next += 1;
                rows.insert(row, [format!("Place {}", self.next), "1".into(), "Zayo, Colt".into()]);
            }
            2 if rows.len() > 2 => {
                rows.remove(row);
            }
            3 => rows.swap(0, row),
            4 => rows[row][1] = chance.below(9).to_string(),
            13 => rows[row][1] = format!("`{}`", chance.below(9)),
            14 => rows[row][2] = "Zayo<br>Colt".into(),
            15 => rows[row][1] = format!("<b>{}</b>", chance.below(9)),
            16 => rows[row][1] = format!("{}\\*", chance.below(9)),
            17 => rows[row][1] = format!("<a id=\"x\"></a>{}", chance.below(9)),
            // A name that no other row has.
            5 => rows[row][2] = format!("New{}, Zayo", chance.below(50)),
            _ => {
                let first = PROVIDERS[chance.below(8)];
                let second = PROVIDERS[chance.below(8)];
                let is_one = first == second;
                rows[row][2] = if is_one { first.to_owned() } else { format!("{first}, {second}") };
            }
        }
    }
}

fn texts(seed: u64, count: usize, kinds: usize) -> Vec<String> {
    let mut chance = Chance(seed);
    let rows = |from: usize| -> Vec<[String; 3]> {
        (from..from + 12)
            .map(|place| [format!("Place {place}"), "2".into(), format!("{}, Zayo", PROVIDERS[1 + place % 7])])
            .collect()
    };
    let mut page = Page { intro: "Words.".into(), tables: [rows(100), rows(200)], next: 300 };
    let mut texts = vec![page.text()];
    for _ in 1..count {
        (0..=chance.below(4) / 3).for_each(|_| page.change(&mut chance, kinds));
        texts.push(page.text());
    }
    texts
}

fn recipe() -> HistoryRecipe {
    let recipe = parse_recipe("places.yaml", RECIPE).expect("the recipe is right");
    HistoryRecipe { recipe, guidance: Guidance::default(), is_inferred: false }
}

fn points(count: usize) -> Vec<Point> {
    let point = |index: usize| {
        let name = format!("r{index}");
        Point { name: name.clone(), revision: name.clone(), short: name, ..Point::default() }
    };
    (0..count).map(point).collect()
}

/// The timeline of texts of which each is read whole.
fn whole(recipe: &HistoryRecipe, texts: &[String]) -> Timeline {
    let schemas = recipe.recipe.datasets.iter().map(|dataset| (dataset.name.clone(), dataset.schema.clone()));
    let mut builder = Builder::new(schemas);
    for (point, text) in points(texts.len()).into_iter().zip(texts) {
        let mut follower = Follower::new(recipe, false);
        follower.read(&point, PageText::Bytes(text.clone().into_bytes())).expect("it is read");
        match follower.finish().expect("it is read").remove(0) {
            Reading::Read(snapshots) => builder.push(point, snapshots),
            other => panic!("{other:?}"),
        }
    }
    builder.finish()
}

fn followed(recipe: &HistoryRecipe, texts: &[String]) -> Timeline {
    let points = points(texts.len());
    let mut text = |index: usize| PageText::Bytes(texts[index].clone().into_bytes());
    read_revisions(recipe, &points, &mut text, &mut |_| {}).expect("it is read").finish()
}

#[test]
fn rows_by_themselves_give_what_the_page_gives() {
    let recipe = recipe();
    for seed in 0..8 {
        let texts = texts(seed, 80, 18);
        let (whole, followed) = (whole(&recipe, &texts), followed(&recipe, &texts));
        for (whole, followed) in whole.datasets.iter().zip(&followed.datasets) {
            for (one, other) in whole.records.iter().zip(&followed.records) {
                assert_eq!(one, other, "seed {seed}");
            }
            assert_eq!(whole.records.len(), followed.records.len(), "seed {seed}");
        }
        assert_eq!(whole.remarks, followed.remarks, "seed {seed}");
    }
}

#[test]
fn most_changes_of_rows_are_read_by_themselves() {
    let recipe = recipe();
    let texts = texts(1, 80, 17);
    let mut follower = Follower::new(&recipe, true);
    for (point, text) in points(texts.len()).iter().zip(&texts) {
        follower.read(point, PageText::Bytes(text.clone().into_bytes())).expect("it is read");
    }
    assert!(follower.whole_readings() < 30, "{} of 80 were read whole", follower.whole_readings());
}

/// A page that is written back to what it was is not parsed anew, and what the timeline says is the same.
#[test]
fn a_page_that_is_written_back_is_read_once() {
    let recipe = recipe();
    let seeds = texts(3, 40, 18);
    // The rows are no plain ones: they have a link that is defined elsewhere.
    let page =
        |text: &str, word: &str| format!("{}\n\n[z]: https://example.org/{word}\n", text.replace("| ", "| [z] "));
    let (one, other) = (page(&seeds[0], "a"), page(&seeds[39], "b"));
    assert_ne!(one, other);
    let texts: Vec<String> = [&one, &other, &one, &other, &one, &other].map(Clone::clone).into();
    let mut follower = Follower::new(&recipe, false);
    for (point, text) in points(texts.len()).iter().zip(&texts) {
        follower.read(point, PageText::Bytes(text.clone().into_bytes())).expect("it is read");
    }
    assert_eq!(follower.whole_readings(), 2);
    let (whole, followed) = (whole(&recipe, &texts), followed(&recipe, &texts));
    for (whole, followed) in whole.datasets.iter().zip(&followed.datasets) {
        assert!(whole.records == followed.records);
    }
}
