//! The results as Markdown.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::damage::DamageClass;
use crate::engine::Level;
use crate::score::{Count, Result as Scored, Rules, count_rules};

/// All that is counted.
pub(crate) struct Report {
    methods: Vec<&'static str>,
    /// By sort, class and method.
    counts: BTreeMap<(&'static str, String), Vec<Count>>,
    /// By sort.
    rules: BTreeMap<&'static str, Rules>,
    pub(crate) entries: Vec<Entry>,
    /// Labels that their page does not have.
    pub(crate) not_there: Vec<String>,
    /// Undamaged pages.
    pub(crate) pages: usize,
    /// Pages that are damaged.
    pub(crate) hosts: usize,
}

/// A miss or a wrong proposal.
pub(crate) struct Entry {
    pub(crate) class: String,
    /// File and line.
    pub(crate) place: String,
    pub(crate) what: String,
    pub(crate) by: &'static str,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) support: usize,
    /// Whether it needs no person to look at it, or one has.
    pub(crate) is_judged: bool,
}

const SORTS: &[&str] = &["labelled, alone", "labelled, with its sister", "damaged", "undamaged"];

/// How many misses are shown, and how many of one class.
const WORST: (usize, usize) = (40, 2);

impl Report {
    pub(crate) fn new(methods: Vec<&'static str>) -> Self {
        Self {
            methods,
            counts: BTreeMap::new(),
            rules: BTreeMap::new(),
            entries: Vec::new(),
            not_there: Vec::new(),
            pages: 0,
            hosts: 0,
        }
    }

    /// Counts what a method did with a case.
    pub(crate) fn add(&mut self, sort: &'static str, class: &str, method: usize, count: Count, result: &Scored) {
        let methods = self.methods.len();
        let counts = self.counts.entry((sort, class.to_owned())).or_insert_with(|| vec![Count::default(); methods]);
        counts[method] += count;
        if method == 0 {
            count_rules(self.rules.entry(sort).or_default(), result);
        }
    }

    fn sum(&self, sort: &str, method: usize) -> Count {
        let mut sum = Count::default();
        self.counts.iter().filter(|((own, _), _)| *own == sort).for_each(|(_, counts)| sum += counts[method]);
        sum
    }

    /// Everything but the lists.
    pub(crate) fn write(&self, out: &mut impl Write, classes: &[&'static DamageClass]) -> io::Result<()> {
        let cases = self.sum("damaged", 0).cases;
        writeln!(out, "{cases} damaged pages of {} files, {} undamaged pages\n", self.hosts, self.pages)?;
        self.write_sorts(out)?;
        self.write_classes(out, classes)?;
        self.write_kinds(out)?;
        self.write_rules(out)?;
        self.write_worst(out)?;
        let mut not_there = self.not_there.clone();
        not_there.dedup();
        not_there.sort();
        not_there.dedup();
        not_there.iter().try_for_each(|label| writeln!(out, "\nNot on its page: {label}"))
    }

    fn write_sorts(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "| Cases | Method | Level | Cases | Proposed | Right | Wrong | Missed | Damaged | Declined | Precision | Recall |"
        )?;
        writeln!(out, "|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")?;
        for sort in SORTS {
            for (method, name) in self.methods.iter().enumerate() {
                let count = self.sum(sort, method);
                let levels: &[(&str, &[Level])] = match method {
                    0 => &[
                        ("applied", &[Level::Applied]),
                        ("suggested", &[Level::Suggested]),
                        ("both", &[Level::Applied, Level::Suggested]),
                        ("reported", &[Level::Reported]),
                    ],
                    _ => &[("all", &[Level::Suggested])],
                };
                for (level, levels) in levels {
                    write_level(out, &format!("{sort} | {name} | {level}"), &count, levels)?;
                }
            }
        }
        Ok(())
    }

    fn write_classes(&self, out: &mut impl Write, classes: &[&'static DamageClass]) -> io::Result<()> {
        let others: Vec<&str> = self.methods[1..].iter().map(|name| name.trim_start_matches("OpenRefine: ")).collect();
        writeln!(
            out,
            "\n| Damage | Cases | Applied | Suggested | Declined | Missed | Wrong applied | Wrong suggested | Damaged | Recall | {} |",
            others.join(" | ")
        )?;
        writeln!(out, "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|{}", "--:|".repeat(others.len()))?;
        for class in classes {
            let Some(counts) = self.counts.get(&("damaged", class.name.to_owned())) else {
                writeln!(out, "| {} | 0 |", class.name)?;
                continue;
            };
            write_class(out, class.name, counts, class.report_suffices)?;
        }
        writeln!(out, "\nIn classes with * a report suffices. A case is injected into:\n")?;
        classes.iter().try_for_each(|class| writeln!(out, "* {}: {}", class.name, class.condition))
    }

    fn write_kinds(&self, out: &mut impl Write) -> io::Result<()> {
        for sort in &SORTS[..2] {
            writeln!(
                out,
                "\n| {sort} | Labels | Applied | Suggested | Declined | Missed | Wrong applied | Wrong suggested | Damaged | Recall |{}",
                " |".repeat(self.methods.len() - 1)
            )?;
            writeln!(out, "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|{}", "--:|".repeat(self.methods.len() - 1))?;
            for ((own, kind), counts) in &self.counts {
                if own == sort {
                    write_class(out, if kind.is_empty() { "(no label)" } else { kind }, counts, false)?;
                }
            }
        }
        Ok(())
    }

    fn write_rules(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "\n| Rule | Cases | Applied, right | wrong | Precision | Suggested, right | wrong | Precision | Reported, right | wrong | Damaged |"
        )?;
        writeln!(out, "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")?;
        for sort in SORTS {
            for (rule, count) in self.rules.get(sort).into_iter().flatten() {
                let Count { right, wrong, damaged, .. } = count;
                let (applied, suggested) = (count.precision(&[Level::Applied]), count.precision(&[Level::Suggested]));
                writeln!(
                    out,
                    "| `{rule}` | {sort} | {} | {} | {applied} | {} | {} | {suggested} | {} | {} | {damaged} |",
                    right[0], wrong[0], right[1], wrong[1], right[2], wrong[2]
                )?;
            }
        }
        Ok(())
    }

    /// The misses of which the page has the most evidence.
    fn write_worst(&self, out: &mut impl Write) -> io::Result<()> {
        let mut misses: Vec<&Entry> = self.entries.iter().filter(|entry| entry.what == "missed").collect();
        misses.sort_by_key(|entry| std::cmp::Reverse(entry.support));
        let mut of_class: BTreeMap<&str, usize> = BTreeMap::new();
        writeln!(
            out,
            "\n| Worst misses | Place | The page says | It should say | How often it does |\n|---|---|---|---|--:|"
        )?;
        let shown = misses.into_iter().filter(|entry| {
            let count = of_class.entry(&entry.class).or_default();
            *count += 1;
            *count <= WORST.1
        });
        for entry in shown.take(WORST.0) {
            let (before, after) = (cell(&entry.before), cell(&entry.after));
            writeln!(out, "| {} | {} | {before} | {after} | {} |", entry.class, entry.place, entry.support)?;
        }
        Ok(())
    }

    /// The proposals that no person looked at, as lines of `judged.csv`, with the rule in the place of the reason.
    pub(crate) fn write_unjudged(&self, out: &mut impl Write) -> io::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        for entry in self.entries.iter().filter(|entry| !entry.is_judged) {
            let reason = format!("{} {}: {}", entry.place, entry.by, entry.what);
            let page = entry.place.rsplit_once(':').map_or("", |(page, _)| page);
            csv.write_record([page, &entry.before, &entry.after, "", &reason])?;
        }
        csv.flush()
    }

    /// The misses and wrong proposals of a class, a rule or a sort.
    pub(crate) fn write_list(&self, out: &mut impl Write, name: &str) -> io::Result<()> {
        let is_wanted = |entry: &&Entry| entry.class.starts_with(name) || entry.by == name || name == "all";
        for entry in self.entries.iter().filter(is_wanted) {
            let (before, after) = (cell(&entry.before), cell(&entry.after));
            writeln!(out, "{}\t{}\t{}\t{}\t{before}\t{after}", entry.place, entry.class, entry.what, entry.by)?;
        }
        Ok(())
    }
}

fn write_level(out: &mut impl Write, head: &str, count: &Count, levels: &[Level]) -> io::Result<()> {
    let sum = |counts: &[usize; 3]| levels.iter().map(|&level| counts[level as usize]).sum::<usize>();
    let (right, wrong, found) = (sum(&count.right), sum(&count.wrong), sum(&count.found));
    let damaged = if levels.contains(&Level::Applied) { count.damaged } else { 0 };
    let declined = count.found[Level::Reported as usize];
    let is_whole = levels.contains(&Level::Suggested);
    let missed = if is_whole { count.missed().to_string() } else { String::new() };
    let recall = if is_whole && levels.len() > 1 { count.recall() } else { crate::score::ratio(found, count.cases) };
    writeln!(
        out,
        "| {head} | {} | {} | {right} | {wrong} | {missed} | {damaged} | {declined} | {} | {recall} |",
        count.cases,
        right + wrong,
        count.precision(levels)
    )
}

fn write_class(out: &mut impl Write, name: &str, counts: &[Count], report_suffices: bool) -> io::Result<()> {
    let count = &counts[0];
    let star = if report_suffices { "*" } else { "" };
    let [applied, suggested, declined] = count.found;
    let others: String = counts[1..].iter().map(|count| format!(" {} |", count.recall())).collect();
    writeln!(
        out,
        "| {name}{star} | {} | {applied} | {suggested} | {declined} | {} | {} | {} | {} | {} |{others}",
        count.cases,
        count.missed(),
        count.wrong[0],
        count.wrong[1],
        count.damaged,
        count.recall()
    )
}

/// A text as it can stand in a cell.
fn cell(text: &str) -> String {
    let line: String = text.replace(['\n', '\t'], " ").replace('|', "\\|");
    match line.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
