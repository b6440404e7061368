//! Makes a repository with many commits of a large page, for `rowmill history` to be timed on.
//!
//! `cargo run --release --example history -- DIR [COMMITS]`
//!
//! The page has 1,700 rows in 17 tables, 200 KB. Nine commits in ten change a list or a number of one row, or of two; the tenth changes
//! a sentence. The commits are handed to `git fast-import`, so that 5,000 take a few seconds. It fails when DIR is there already.

use std::error::Error;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Numbers that look like chance, the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % limit
    }
}

const ADJECTIVES: [&str; 15] = [
    "North", "Blue", "Iron", "Maple", "River", "Stone", "Cedar", "Harbor", "Summit", "Prairie", "Copper", "Amber",
    "Falcon", "Granite", "Willow",
];
const NOUNS: [&str; 8] = ["Networks", "Telecom", "Fiber", "Cloud", "Carrier", "Exchange", "Link", "Data"];

/// Seconds from 1970 to the first commit, and from one to the next.
const FIRST: usize = 1_420_070_400;
const STEP: usize = 17 * 3600;

struct Row {
    zone: usize,
    providers: Vec<String>,
}

struct Page {
    sentence: usize,
    rows: Vec<Row>,
}

impl Page {
    fn new(chance: &mut Chance) -> Self {
        let mut row = |_| {
            let mut row = Row { zone: 1 + chance.below(89), providers: Vec::new() };
            (0..2 + chance.below(4)).for_each(|_| row.add(chance));
            row
        };
        Self { sentence: 0, rows: (0..1700).map(&mut row).collect() }
    }

    fn change(&mut self, number: usize, chance: &mut Chance) {
        if chance.below(10) == 0 {
            self.sentence = number;
            return;
        }
        for _ in 0..1 + chance.below(10) / 9 {
            let at = chance.below(self.rows.len());
            let row = &mut self.rows[at];
            match chance.below(10) {
                0..3 => row.zone = 1 + chance.below(89),
                3..6 if row.providers.len() > 2 => {
                    row.providers.remove(chance.below(row.providers.len()));
                }
                _ => row.add(chance),
            }
        }
    }

    fn text(&self) -> String {
        let mut text = format!("# Places\n\nSome words about the page, number {}.\n", self.sentence);
        for (region, rows) in self.rows.chunks(100).enumerate() {
            text.push_str(&format!("\n## Region {region}\n\nWhat stands in region {region}.\n\n"));
            text.push_str("| City | Zone | Providers | Site |\n|---|---|---|---|\n");
            for (index, row) in rows.iter().enumerate() {
                let (number, providers) = (region * 100 + index, row.providers.join(", "));
                let site = format!("[Site {number}](https://example.org/site/{number})");
                text.push_str(&format!("| City {number:04} | {} | {providers} | {site} |\n", row.zone));
            }
        }
        text
    }
}

impl Row {
    fn add(&mut self, chance: &mut Chance) {
        let name = format!("{} {}", ADJECTIVES[chance.below(15)], NOUNS[chance.below(8)]);
        if !self.providers.contains(&name) {
            self.providers.insert(chance.below(self.providers.len() + 1), name);
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let usage = "usage: cargo run --release --example history -- DIR [COMMITS]";
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or(usage)?);
    let commits: usize = std::env::args().nth(2).map_or(Ok(5000), |count| count.parse())?;
    fs::create_dir(&folder)?;
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(&folder);
        command
    };
    git(&["init", "--quiet", "--initial-branch=main"]).status()?;
    let mut import = git(&["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn()?;
    let mut stream = BufWriter::new(import.stdin.take().ok_or("git reads nothing")?);
    let mut chance = Chance(7);
    let mut page = Page::new(&mut chance);
    for number in 0..commits {
        if number > 0 {
            page.change(number, &mut chance);
        }
        let (text, message, seconds) = (page.text(), format!("Change {number}"), FIRST + number * STEP);
        writeln!(stream, "commit refs/heads/main")?;
        writeln!(stream, "author Ada <ada@example.org> {seconds} +0000")?;
        writeln!(stream, "committer Bob <bob@example.org> {seconds} +0000")?;
        writeln!(stream, "data {}\n{message}", message.len())?;
        writeln!(stream, "M 100644 inline page.md\ndata {}\n{text}", text.len())?;
    }
    drop(stream);
    import.wait()?;
    git(&["reset", "--quiet", "--hard", "main"]).status()?;
    Ok(())
}
