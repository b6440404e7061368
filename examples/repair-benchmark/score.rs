//! Judging what was proposed, and counting it.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use rowmill::similarity::loose_key;

use crate::damage::{Damage, Undone};
use crate::engine::{Answer, Level, Proposed};
use crate::judged::Judged;
use crate::page::{View, line_of};

/// What became of a case, or of a page without one.
#[derive(Default)]
pub(crate) struct Result {
    /// How far the best right proposal goes; nothing for a case that was missed, and for a page without a case.
    pub(crate) found: Option<Level>,
    pub(crate) right: Vec<Proposed>,
    pub(crate) wrong: Vec<Wrong>,
}

/// A proposal that is not right.
pub(crate) struct Wrong {
    pub(crate) proposed: Proposed,
    pub(crate) line: usize,
    /// Whether what it changes was right before.
    pub(crate) was_right: bool,
    /// Whether a person looked at it.
    pub(crate) is_judged: bool,
}

/// Numbers of proposals and cases.
#[derive(Clone, Copy, Default)]
pub(crate) struct Count {
    pub(crate) cases: usize,
    /// By level: applied, suggested, reported.
    pub(crate) right: [usize; 3],
    pub(crate) wrong: [usize; 3],
    pub(crate) found: [usize; 3],
    /// Right values that an applied repair changed.
    pub(crate) damaged: usize,
    /// Cases in which the best is a report, and that will do.
    pub(crate) reports_that_suffice: usize,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        for level in 0..3 {
            self.right[level] += other.right[level];
            self.wrong[level] += other.wrong[level];
            self.found[level] += other.found[level];
        }
        self.cases += other.cases;
        self.damaged += other.damaged;
        self.reports_that_suffice += other.reports_that_suffice;
    }
}

impl Count {
    pub(crate) fn of(result: &Result, cases: usize, report_suffices: bool) -> Self {
        let mut count = Self { cases, ..Self::default() };
        result.right.iter().for_each(|proposed| count.right[proposed.level as usize] += 1);
        result.wrong.iter().for_each(|wrong| count.wrong[wrong.proposed.level as usize] += 1);
        let is_damage = |wrong: &&Wrong| wrong.was_right && wrong.proposed.level == Level::Applied;
        count.damaged = result.wrong.iter().filter(is_damage).count();
        if let Some(level) = result.found {
            count.found[level as usize] = 1;
            count.reports_that_suffice = usize::from(report_suffices && level == Level::Reported);
        }
        count
    }

    pub(crate) fn missed(&self) -> usize {
        self.cases - self.found.iter().sum::<usize>()
    }

    /// Of the cases those that are found.
    pub(crate) fn recall(&self) -> String {
        ratio(self.found[0] + self.found[1] + self.reports_that_suffice, self.cases)
    }

    /// Of the proposals of some levels those that are right.
    pub(crate) fn precision(&self, levels: &[Level]) -> String {
        let sum = |counts: &[usize; 3]| levels.iter().map(|&level| counts[level as usize]).sum::<usize>();
        ratio(sum(&self.right), sum(&self.right) + sum(&self.wrong))
    }
}

pub(crate) fn ratio(part: usize, whole: usize) -> String {
    if whole == 0 { "–".to_owned() } else { format!("{:.3}", part as f64 / whole as f64) }
}

/// By rule.
pub(crate) type Rules = BTreeMap<&'static str, Count>;

pub(crate) fn count_rules(rules: &mut Rules, result: &Result) {
    let mut add = |by: &'static str, count: Count| *rules.entry(by).or_default() += count;
    for proposed in &result.right {
        let mut count = Count::default();
        count.right[proposed.level as usize] = 1;
        add(proposed.by, count);
    }
    for wrong in &result.wrong {
        let mut count = Count::default();
        count.wrong[wrong.proposed.level as usize] = 1;
        count.damaged = usize::from(wrong.was_right && wrong.proposed.level == Level::Applied);
        add(wrong.proposed.by, count);
    }
}

/// A page as it is: what a person held for right is right, everything else is wrong.
pub(crate) fn judge_page(path: &str, text: &str, answer: &Answer, judged: &Judged) -> Result {
    let mut result = Result::default();
    for proposed in &answer.proposals {
        match judged.verdict(path, proposed) {
            Some(true) => result.right.push(proposed.clone()),
            _ if closes_row(text, proposed) => result.right.push(proposed.clone()),
            verdict => result.wrong.push(wrong(text, proposed, true, verdict.is_some())),
        }
    }
    result
}

/// Whether a proposal puts a pipe behind a row that lacks it, while most rows of the table have theirs. That is a fact of the page.
pub(crate) fn closes_row(text: &str, proposed: &Proposed) -> bool {
    let Some((place, before, after)) = &proposed.source else { return false };
    let is_pipe = !before.trim_end().ends_with('|') && after.trim_end() == format!("{} |", before.trim_end());
    is_pipe && {
        let view = View::new(text);
        let holds = |row: &crate::page::RowView| row.place.start <= place.start && place.end <= row.place.end + 1;
        let table = view.tables.iter().find(|table| table.rows.iter().any(holds));
        // A row of all cells that ends with a pipe has one too many to separate them.
        table.is_some_and(|table| table.rows.iter().filter(|row| row.is_closed).count() * 2 > table.rows.len())
    }
}

pub(crate) fn wrong(text: &str, proposed: &Proposed, was_right: bool, is_judged: bool) -> Wrong {
    Wrong { line: line_of(text, proposed.place.start), proposed: proposed.clone(), was_right, is_judged }
}

/// A damaged page: what is proposed for the page without the damage too does not count here.
pub(crate) fn judge_damage(damage: &Damage, text: &str, damaged: &str, before: &Answer, answer: &Answer) -> Result {
    let mut result = Result::default();
    let is_old = |proposed: &Proposed| {
        let place = damage.before(&proposed.place);
        let is_alike = |old: &Proposed| loose_key(&old.after) == loose_key(&proposed.after);
        // What is proposed for the place of the damage differs by the damage, and has moved within it.
        let has_moved = |old: &Proposed| {
            let is_inside = old.place.start < damage.edit.end && damage.edit.start < old.place.end;
            is_inside && old.before == proposed.before && old.after == proposed.after
        };
        let is_same =
            |old: &Proposed| old.place == place && (is_alike(old) || damage.is_at(&proposed.place)) || has_moved(old);
        before.proposals.iter().any(|old| old.by == proposed.by && is_same(old))
    };
    for proposed in &answer.proposals {
        let is_here = proposed.changes().any(|(place, ..)| damage.is_at(place));
        let is_report = proposed.level == Level::Reported;
        if is_here && !is_report && damage.is_undone_by(text, proposed) {
            result.found = best(result.found, proposed.level);
            result.right.push(proposed.clone());
        } else if is_report && !is_old(proposed) && (is_here || damage.is_told_by(proposed)) {
            result.found = best(result.found, Level::Reported);
            result.right.push(proposed.clone());
        } else if !is_old(proposed) {
            result.wrong.push(wrong(damaged, proposed, !is_here, true));
        }
    }
    let is_new = |&&(code, ref place): &&(&'static str, std::ops::Range<usize>)| {
        damage.is_at(place) && !before.findings.contains(&(code, damage.before(place)))
    };
    if answer.findings.iter().any(|finding| is_new(&finding)) {
        result.found = best(result.found, Level::Reported);
    }
    result
}

/// Whether the reader gives the same values with the damage and without.
pub(crate) fn is_read_right(damage: &Damage, text: &str, damaged: &str) -> bool {
    matches!(damage.undone_by, Undone::Reads | Undone::Cells) && cells(text) == cells(damaged)
}

pub(crate) fn best(found: Option<Level>, level: Level) -> Option<Level> {
    Some(found.map_or(level, |found| found.min(level)))
}

/// The items of all tables, to see whether the reader made a damage good.
fn cells(text: &str) -> Vec<Vec<Vec<Vec<String>>>> {
    let view = View::new(text);
    let row = |row: &crate::page::RowView| {
        row.cells.iter().map(|cell| cell.items.iter().map(|item| item.text.clone()).collect()).collect()
    };
    view.tables.iter().map(|table| table.rows.iter().map(row).collect()).collect()
}
