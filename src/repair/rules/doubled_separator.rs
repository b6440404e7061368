//! Two separators between two items, where one is meant.

use std::ops::Range;

use crate::repair::commas::{CommaColumn, rewritten};
use crate::repair::gaps::{Column, Gap, Side};
use crate::repair::names::times;
use crate::repair::words::letters;
use crate::repair::{Evidence, FieldPlace, Grade, NewItem, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "doubled-separator",
    summary: "two separators stand where one is meant",
    explanation: "\
Between two separators stands no item, so one of them is too many. Only the source changes, no item does.

Before: `Oslo, , Paris` or `Oslo,, Paris`
After:  `Oslo, Paris`

Two commas or semicolons are safe where the column parts its items with one three times as often. Two line breaks, or a comma beside one, may be
on purpose, and are suggested where the column has one line break ten times as often. Two commas
inside a name of a column that holds one name each are suggested where others have one, three times or more.

It is suggested, too, where the column has one such place alone, with a blank behind it, and one separator elsewhere.

It abstains where doubled separators are the column's style, beside items without letters, where an empty place may count (`1,,3`), and before
a sentence, which is a paragraph of its own.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for column in evidence.list_columns().values() {
        let doubled: Vec<(&Gap<'_>, String)> = column
            .gaps
            .iter()
            .filter(|gap| gap.side == Side::Between)
            .map(|gap| (gap, gap.signs()))
            .filter(|(_, signs)| signs.chars().count() > 1)
            .collect();
        for (gap, signs) in &doubled {
            judge(column, gap, signs, doubled.len(), &mut verdicts);
        }
    }
    for column in evidence.comma_columns().values() {
        column.values.iter().for_each(|(place, commas)| within_name(column, place, commas, &mut verdicts));
    }
    verdicts
}

/// The commas inside a name.
fn within_name(column: &CommaColumn<'_>, place: &FieldPlace<'_>, commas: &[Range<usize>], verdicts: &mut Verdicts) {
    let item = &place.content.items[0];
    let text = item.text();
    let has_words = letters(text) >= 2;
    let usual = |comma: &Range<usize>| {
        let form = &text[comma.clone()];
        let usual = format!("{} ", form.trim().chars().next()?);
        let is_doubled = form.matches([',', ';']).count() == 2 && comma.start > 0;
        let is_only = form.ends_with(' ') && column.uses(form) == 1 && column.uses(&usual) >= 1;
        let parts_words = text[comma.end..].starts_with(char::is_alphanumeric) && (has_words || is_only);
        let is_clear = is_only || (column.uses(&usual) >= 3 && column.uses(form) <= 2);
        (is_doubled && parts_words && is_clear).then_some(usual)
    };
    let Some((after, usual)) = rewritten(item, commas, usual) else { return };
    let reason = format!(
        "nothing stands between the two; other values of the column write `{usual}`, {}",
        times(column.uses(&usual))
    );
    verdicts.propose(Proposal::new(Grade::Suggested, place.item(0), vec![after], reason));
}

fn judge(column: &Column<'_>, gap: &Gap<'_>, signs: &str, doubled: usize, verdicts: &mut Verdicts) {
    let has_break = signs.contains('\n');
    let sign = if has_break { '\n' } else { signs.chars().next().unwrap_or(',') };
    let single = column.uses(&sign.to_string());
    let target = gap.place.item(gap.item);
    let factor = if has_break { 10 } else { 3 };
    let (before, behind) = gap.neighbours();
    let sign_of = |form: &str| crate::repair::gaps::is_one_sign(form, sign);
    let is_clear = single >= factor * doubled;
    // One slip in a column of few lists, written as a writer slips: two signs, and a blank.
    let is_only = doubled == 1 && !has_break && gap.text.ends_with(' ') && single >= 1;
    let Some((form, _)) = column.usual_form(sign_of).filter(|_| is_clear || is_only) else {
        let reason = format!("the column has one separator {}, and two {}", times(single), times(doubled));
        return verdicts.decline(target, "one separator", reason);
    };
    if !is_only && (letters(before) == 0 || letters(behind) == 0) {
        return verdicts.decline(target, form, "an empty place between values without letters may count");
    }
    if has_break && behind.split_whitespace().count() > 5 {
        return verdicts.decline(target, form, "what follows may be a paragraph of its own");
    }
    let is_safe = is_clear && !has_break && letters(before) > 0 && letters(behind) > 0;
    let grade = if is_safe { Grade::Safe } else { Grade::Suggested };
    let reason = format!(
        "nothing stands between the separators from `{before}` to `{behind}`; elsewhere the column has one, {}",
        times(single)
    );
    let same = NewItem::same(&gap.place.content.items[gap.item]);
    verdicts.propose(Proposal::new(grade, target, vec![same], reason).with_source(gap.span, form));
}
