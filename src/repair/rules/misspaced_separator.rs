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

It is safe where the column writes its separators in the usual way (no blank before, one behind) three times or more, and three times as often
as in this other way. Inside a name of a column that holds one name each, the same is suggested. It abstains where the column has no such style, and between two digits, where a comma may belong to a number (`1,000`).",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for column in evidence.list_columns().values() {
        for gap in column.gaps.iter().filter(|gap| gap.side == Side::Between) {
            if let Some(sign) = separator(gap) {
                judge(column, gap, sign, &mut verdicts);
            }
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
    let usual = |comma: &Range<usize>| {
        let form = &text[comma.clone()];
        let sign = form.trim().chars().next()?;
        let usual = usual(sign);
        let is_other = form.trim().len() == 1 && form != usual && comma.start > 0 && comma.end < text.len();
        let parts_words = form.ends_with(' ') || text[comma.end..].starts_with(char::is_alphabetic);
        let is_clear = column.uses(&usual) >= 3 && column.uses(&usual) >= 3 * column.uses(form);
        (is_other && parts_words && is_clear).then_some(usual)
    };
    let Some((after, usual)) = rewritten(item, commas, usual) else { return };
    let reason = format!("other values of the column write `{usual}`, {}", times(column.uses(&usual)));
    verdicts.propose(Proposal::new(Grade::Suggested, place.item(0), vec![after], reason));
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

fn judge(column: &Column<'_>, gap: &Gap<'_>, sign: char, verdicts: &mut Verdicts) {
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
    if right < 3 || right < 3 * here {
        if right > 0 {
            let reason =
                format!("the column writes `{}` {}, and `{}` {}", usual(sign), times(right), gap.text, times(here));
            verdicts.decline(target, usual(sign), reason);
        }
        return;
    }
    let is_digit = |character: Option<char>| character.is_some_and(char::is_numeric);
    if !gap.text.ends_with(' ') && is_digit(before.chars().next_back()) && is_digit(behind.chars().next()) {
        verdicts.decline(target, usual(sign), "the comma may belong to a number");
        return;
    }
    let reason =
        format!("{fault} between `{before}` and `{behind}`; the column writes `{}` {}", usual(sign), times(right));
    let same = NewItem::same(&gap.place.content.items[gap.item]);
    verdicts.propose(Proposal::new(Grade::Safe, target, vec![same], reason).with_source(gap.span, usual(sign)));
}
