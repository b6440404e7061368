//! A separator with other blanks around it than the column's other separators have.

use std::ops::Range;

use crate::repair::commas::{CommaColumn, rewritten};
use crate::repair::gaps::{Column, Gap, Side};
use crate::repair::names::times;
use crate::repair::{Evidence, FieldPlace, Grade, NewItem, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "misspaced-separator",
    summary: "a separator lacks its blank, or has one too many",
    explanation: "\
A comma or a semicolon between two items is written as the column writes the others. Only the source changes, no item does.

Before: `Atlanta,Chicago, Dallas`, `Eurofiber , Fastweb` or `Dublin,  Hong Kong`
After:  `Atlanta, Chicago, Dallas`, `Eurofiber, Fastweb` and `Dublin, Hong Kong`

It is safe where the column writes its separators in the usual way (no blank before, one behind) three times as often as in this other way; where the column has fewer of them, and this one alone in another way, but all tables together write them so, it is suggested. Inside a name of a column that holds one name each, the same is suggested.

It abstains where the page has no such style, and between two digits, where a comma may belong to a number (`1,000`): suggested are only those of which no three digits follow, where
the column has two others with a blank.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for column in evidence.list_columns().values() {
        for gap in column.gaps.iter().filter(|gap| gap.side == Side::Between) {
            if let Some(sign) = separator(gap) {
                judge(evidence, column, gap, sign, &mut verdicts);
            }
        }
    }
    for column in evidence.comma_columns().values() {
        column.values.iter().for_each(|(place, commas)| within_name(evidence, column, place, commas, &mut verdicts));
    }
    verdicts
}

/// The commas inside a name.
fn within_name(
    evidence: &Evidence<'_>,
    column: &CommaColumn<'_>,
    place: &FieldPlace<'_>,
    commas: &[Range<usize>],
    verdicts: &mut Verdicts,
) {
    let item = &place.content.items[0];
    let text = item.text();
    let usual = |comma: &Range<usize>| {
        let form = &text[comma.clone()];
        let sign = form.trim().chars().next()?;
        let usual = usual(sign);
        let is_other = form.trim().len() == 1 && form != usual && comma.start > 0 && comma.end < text.len();
        let (before, behind) = (&text[..comma.start], &text[comma.end..]);
        let parts_words = form.ends_with(' ')
            || behind.starts_with(char::is_alphabetic)
            || (column.uses(&usual) >= 2 && !may_be_number(before, behind));
        let is_clear = column.uses(&usual) >= 3 * column.uses(form);
        let is_slip = column.uses(form) == 1 && (text.contains(' ') || column.uses(&usual) > 0);
        (is_other && parts_words && (is_clear || is_slip && is_clear_in_page(evidence, form, &usual))).then_some(usual)
    };
    let Some((after, usual)) = rewritten(item, commas, usual) else { return };
    let reason = format!("other values write `{usual}`, {}", times(evidence.separator_uses(&usual)));
    verdicts.propose(Proposal::new(Grade::Suggested, place.item(0), vec![after], reason));
}

/// Whether all columns together write a separator in the usual way, as one alone must to be trusted.
fn is_clear_in_page(evidence: &Evidence<'_>, form: &str, usual: &str) -> bool {
    evidence.separator_uses(usual) >= 3 * evidence.separator_uses(form)
}

/// Whether a comma between two texts may belong to a number: a digit stands before it, and three or more behind.
fn may_be_number(before: &str, behind: &str) -> bool {
    let digits = behind.chars().take_while(char::is_ascii_digit).count();
    before.ends_with(|last: char| last.is_ascii_digit()) && digits >= 3
}

/// The one separator of a gap that is not written in the usual way.
fn separator(gap: &Gap<'_>) -> Option<char> {
    let trimmed = gap.text.trim();
    let sign = trimmed.chars().next().filter(|sign| matches!(sign, ',' | ';'))?;
    (trimmed.len() == 1 && gap.text != usual(sign)).then_some(sign)
}

fn usual(sign: char) -> String {
    format!("{sign} ")
}

fn judge(evidence: &Evidence<'_>, column: &Column<'_>, gap: &Gap<'_>, sign: char, verdicts: &mut Verdicts) {
    let count = |form: &str| column.forms.get(form).copied().unwrap_or(0);
    let (here, right) = (count(gap.text), count(&usual(sign)));
    let (before, behind) = gap.neighbours();
    let target = gap.place.item(gap.item);
    let name = if sign == ',' { "comma" } else { "semicolon" };
    let fault = match (gap.text.starts_with(' '), gap.text.ends_with(sign)) {
        (true, true) => format!("a blank before the {name}, and none behind it"),
        (true, false) => format!("a blank before the {name}"),
        (false, true) => format!("no blank behind the {name}"),
        (false, false) => format!("more than one blank behind the {name}"),
    };
    let is_clear = right >= 3 * here;
    let is_slip = here == 1 && is_clear_in_page(evidence, gap.text, &usual(sign));
    if !is_clear && !is_slip {
        if right > 0 {
            let reason =
                format!("the column writes `{}` {}, and `{}` {}", usual(sign), times(right), gap.text, times(here));
            verdicts.decline(target, usual(sign), reason);
        }
        return;
    }
    let is_digit = |character: Option<char>| character.is_some_and(char::is_numeric);
    let are_digits = is_digit(before.chars().next_back()) && is_digit(behind.chars().next());
    if !gap.text.ends_with(' ') && are_digits && (right < 2 || may_be_number(before, behind)) {
        verdicts.decline(target, usual(sign), "the comma may belong to a number");
        return;
    }
    let all = times(evidence.separator_uses(&usual(sign)));
    let reason = match is_clear {
        true => {
            format!("{fault} between `{before}` and `{behind}`; the column writes `{}` {}", usual(sign), times(right))
        }
        false => format!("{fault} between `{before}` and `{behind}`; the tables write `{}` {all}", usual(sign)),
    };
    let may_be_number = are_digits && !gap.text.ends_with(' ');
    let is_safe = is_clear && !may_be_number;
    let grade = if is_safe { Grade::Safe } else { Grade::Suggested };
    let same = NewItem::same(&gap.place.content.items[gap.item]);
    verdicts.propose(Proposal::new(grade, target, vec![same], reason).with_source(gap.span, usual(sign)));
}
