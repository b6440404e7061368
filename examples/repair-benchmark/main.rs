//! How well repairs find defects, and how often they are wrong: labelled pages, pages damaged on purpose, and pages as they are.
//!
//! `cargo run --release --example repair-benchmark -- CASES_DIR [--list NAME | --unjudged]`
//!
//! CASES_DIR holds Markdown pages, at any depth; what stands two folders deep is one repository. There are three sorts of cases:
//!
//! * **labelled**: each `known-errors.csv` and the pages beside it, each page alone and together with the other pages of its date
//!   as evidence; `labels.rs` says when a label counts as found. A proposal that no label covers is wrong, unless a person held it for right.
//! * **damaged**: one defect in a page, by the classes in `damage/`, at places drawn at random with a fixed seed. A case is found when a
//!   proposal at the place gives back what was there. Any other proposal is wrong, unless the page gets it without the defect too.
//! * **undamaged**: every page as it is. A proposal is wrong, unless a person held it for right (`judged.rs`).
//!
//! A proposal is *applied*, *suggested*, or *reported*: a fault without a remedy. A report at the place of a defect
//! is a right one, and the case counts as declined; it counts as found only in classes where nothing tells what would be right. A finding
//! about the place is a report too. Where the reader gives the values that the page had before the defect, it is found and applied.
//! *Damaged* counts the values that were right and that an applied repair changed. Precision counts proposals, recall counts cases.
//!
//! `--list` shows each miss and each wrong proposal of a class, a kind of labels, a rule, or of `labelled` or `undamaged`;
//! `--unjudged` the proposals that no person looked at, as lines of `judged.csv` to be filled in.

mod baselines;
mod damage;
mod engine;
mod judged;
mod labels;
mod output;
mod page;
mod parallel;
mod random;
mod sample;
mod score;

use std::collections::BTreeMap;
use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use baselines::BASELINES;
use damage::classes;
use engine::{Answer, ask};
use judged::Judged;
use labels::read_labels;
use output::{Entry, Report};
use page::{Page, View, files, line_of, read_pages};
use parallel::in_parallel;
use sample::{Case, sample};
use score::{Count, Result as Scored, best, closes_row, is_read_right, judge_damage, judge_page, wrong};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let list = arguments.iter().position(|argument| argument.starts_with("--")).map(|at| arguments.split_off(at));
    let folder = arguments
        .first()
        .ok_or("usage: cargo run --release --example repair-benchmark -- CASES_DIR [--list NAME | --unjudged]")?;
    let (folder, start) = (Path::new(folder), Instant::now());
    let judged = Judged::read()?;
    let pages = read_pages(folder)?;
    let mut report = Report::new(methods());
    let labelled = run_labelled(folder, &judged, &mut report)?;
    let clean: Vec<&Page> = pages.iter().filter(|page| !labelled.contains(&folder.join(&page.path))).collect();
    let answers = in_parallel(&clean, |page| all_methods(&page.text, &[]));
    run_undamaged(&clean, &answers, &judged, &mut report);
    let known: BTreeMap<&str, Vec<Answer>> = clean.iter().map(|page| page.path.as_str()).zip(answers).collect();
    // Labelled pages are not clean, but they have lists, and what is proposed for them anyway does not count.
    let views = in_parallel(&pages, |page| View::new(&page.text));
    let cases = sample(&pages, &views, &classes());
    run_damaged(&pages, &cases, known, &mut report);
    let mut out = io::stdout().lock();
    match list.as_deref() {
        Some([option]) if option == "--unjudged" => report.write_unjudged(&mut out)?,
        Some(list) => report.write_list(&mut out, list.get(1).map_or("", String::as_str))?,
        None => report.write(&mut out, &classes())?,
    }
    eprintln_time(start);
    Ok(())
}

#[expect(clippy::print_stderr, reason = "the time is no result: it differs from run to run")]
fn eprintln_time(start: Instant) {
    eprintln!("{:.1} s", start.elapsed().as_secs_f64());
}

/// rowmill first.
fn methods() -> Vec<&'static str> {
    ["rowmill"].into_iter().chain(BASELINES.iter().map(|baseline| baseline.name)).collect()
}

fn all_methods(text: &str, with: &[&str]) -> Vec<Answer> {
    let view = View::new(text);
    let baselines = BASELINES.iter().map(|baseline| baselines::ask(baseline, &view));
    std::iter::once(ask(text, with)).chain(baselines).collect()
}

fn run_undamaged(pages: &[&Page], answers: &[Vec<Answer>], judged: &Judged, report: &mut Report) {
    for (page, answers) in pages.iter().zip(answers) {
        for (method, answer) in answers.iter().enumerate() {
            let result = judge_page(&page.path, &page.text, answer, judged);
            report.add("undamaged", "undamaged", method, Count::of(&result, 0, false), &result);
            if method == 0 {
                report.entries.extend(entries("undamaged", &page.path, None, result));
            }
        }
    }
    report.pages = pages.len();
}

/// `known` are the answers for pages without their defects.
fn run_damaged(pages: &[Page], cases: &[Case], mut known: BTreeMap<&str, Vec<Answer>>, report: &mut Report) {
    let mut hosts: BTreeMap<usize, Vec<Answer>> = BTreeMap::new();
    for case in cases {
        let page = &pages[case.page];
        let answers = || known.remove(page.path.as_str()).unwrap_or_else(|| all_methods(&page.text, &[]));
        hosts.entry(case.page).or_insert_with(answers);
    }
    report.hosts = hosts.len();
    let results = in_parallel(cases, |case| {
        let text = &pages[case.page].text;
        let damaged = case.damage.applied(text);
        let answers = all_methods(&damaged, &[]);
        let judge = |(before, answer): (&Answer, &Answer)| judge_damage(&case.damage, text, &damaged, before, answer);
        let mut results: Vec<Scored> = hosts[&case.page].iter().zip(&answers).map(judge).collect();
        if is_read_right(&case.damage, text, &damaged) {
            results[0].found = Some(engine::Level::Applied);
        }
        results
    });
    for (case, results) in cases.iter().zip(results) {
        let (page, class) = (&pages[case.page], case.class);
        for (method, result) in results.into_iter().enumerate() {
            report.add("damaged", class.name, method, Count::of(&result, 1, class.report_suffices), &result);
            if method == 0 {
                let place = case.damage.places[0].start;
                let damaged = case.damage.applied(&page.text);
                let miss = Entry {
                    class: class.name.to_owned(),
                    place: format!("{}:{}", page.path, line_of(&damaged, place)),
                    what: "missed".to_owned(),
                    by: "",
                    before: case.damage.replacement.clone(),
                    after: case.damage.value.clone(),
                    support: case.support,
                    is_judged: true,
                };
                report.entries.extend(entries(class.name, &page.path, Some(miss), result));
            }
        }
    }
}

/// What is listed of a case.
fn entries(class: &str, page: &str, miss: Option<Entry>, result: Scored) -> Vec<Entry> {
    let is_missed = result.found.is_none_or(|level| level == engine::Level::Reported);
    let declined = if result.found.is_some() { "declined" } else { "missed" };
    let missed = miss.filter(|_| is_missed).map(|miss| Entry { what: declined.to_owned(), ..miss });
    let wrong = result.wrong.into_iter().map(|wrong| Entry {
        class: class.to_owned(),
        place: format!("{page}:{}", wrong.line),
        what: format!("wrong, {:?}", wrong.proposed.level).to_lowercase(),
        is_judged: wrong.is_judged,
        by: wrong.proposed.by,
        before: wrong.proposed.before,
        after: wrong.proposed.after,
        support: 0,
    });
    missed.into_iter().chain(wrong).collect()
}

/// The labelled files below a folder. Returns the pages that they are about.
fn run_labelled(folder: &Path, judged: &Judged, report: &mut Report) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    files(folder, &|path| path.file_name().is_some_and(|name| name == "known-errors.csv"), &mut found)?;
    let mut labelled = Vec::new();
    for path in found {
        let beside = path.parent().unwrap_or(folder);
        let mut labels = Vec::new();
        for label in read_labels(&path)? {
            let page = rowmill::source::read_text(&beside.join(&label.page), "read")?;
            labels.push(label.on_page(&page));
        }
        let mut names: Vec<(&str, &str)> =
            labels.iter().map(|label| (label.page.as_str(), label.date.as_str())).collect();
        names.sort_unstable();
        names.dedup();
        let mut texts: BTreeMap<&str, String> = BTreeMap::new();
        for (name, _) in &names {
            texts.insert(name, rowmill::source::read_text(&beside.join(name), "read")?);
        }
        for &(name, date) in &names {
            let sisters: Vec<&str> = names
                .iter()
                .filter(|(other, own)| *own == date && *other != name)
                .map(|(other, _)| texts[other].as_str())
                .collect();
            let own: Vec<&labels::Label> = labels.iter().filter(|label| label.page == name).collect();
            run_page(name, &texts[name], &[], &own, "labelled, alone", judged, report);
            if !sisters.is_empty() {
                run_page(name, &texts[name], &sisters, &own, "labelled, with its sister", judged, report);
            }
            labelled.push(beside.join(name));
        }
    }
    Ok(labelled)
}

fn run_page(
    name: &str,
    text: &str,
    with: &[&str],
    labels: &[&labels::Label],
    sort: &'static str,
    judged: &Judged,
    report: &mut Report,
) {
    let view = View::new(text);
    let answers = all_methods(text, with);
    for (method, answer) in answers.iter().enumerate() {
        let mut covered = vec![false; answer.proposals.len()];
        for label in labels {
            let places = label.places(&view);
            let mut result = Scored::default();
            let mut levels = Vec::new();
            for place in &places {
                let mut level = None;
                for (index, proposed) in answer.proposals.iter().enumerate() {
                    if !proposed.changes().any(|(own, ..)| own.start <= place.end && place.start <= own.end) {
                        continue;
                    }
                    let is_right = label.is_right(proposed) || judged.verdict(name, proposed) == Some(true);
                    if is_right {
                        level = best(level, proposed.level);
                        result.right.extend((!covered[index]).then(|| proposed.clone()));
                        covered[index] = true;
                    } else if proposed.level == engine::Level::Reported {
                        level = best(level, proposed.level);
                    }
                }
                levels.push(level);
            }
            result.found = levels.iter().copied().min().flatten().and(levels.iter().copied().flatten().max());
            if places.is_empty() {
                report.not_there.push(format!("{name}: `{}` ({})", label.before, label.kind));
                continue;
            }
            report.add(sort, &label.kind, method, Count::of(&result, 1, false), &result);
            if method == 0 {
                let miss = Entry {
                    class: label.kind.clone(),
                    place: format!("{name}:{}", line_of(text, places[0].start)),
                    what: "missed".to_owned(),
                    by: "",
                    before: label.before.clone(),
                    after: label.after.clone(),
                    support: places.len(),
                    is_judged: true,
                };
                report.entries.extend(entries(sort, name, Some(miss), result));
            }
        }
        // What no label covers.
        let others = answer.proposals.iter().zip(covered).filter(|(_, covered)| !covered).map(|(proposed, _)| proposed);
        let mut result = Scored::default();
        for proposed in others {
            match judged.verdict(name, proposed) {
                Some(true) => result.right.push(proposed.clone()),
                _ if closes_row(text, proposed) => result.right.push(proposed.clone()),
                verdict => result.wrong.push(wrong(text, proposed, true, verdict.is_some())),
            }
        }
        report.add(sort, "", method, Count::of(&result, 0, false), &result);
        if method == 0 {
            report.entries.extend(entries(sort, name, None, result));
        }
    }
}
