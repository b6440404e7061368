//! A separator before the first item of a list, or behind the last one.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::repair::gaps::{Column, Gap, Side};
use crate::repair::words::letters;
use crate::repair::{Evidence, FieldPlace, Grade, NewItem, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "dangling-separator",
    summary: "a separator stands before the first item or behind the last one",
    explanation: "\
A separator at an end of a list separates nothing. Only the source changes, no item does.

Before: `Oslo, Paris,` or `, Oslo, Paris`
After:  `Oslo, Paris`

A comma or a semicolon is safe, a line break is suggested, each where four times as many lists of the column have none there as have one;
where it is the only one and three other cells have none, or one behind three items or more, it is suggested. At an end of a name, in a column that holds one name each, it is suggested where one in five values at most has one. It abstains where the column's lists end or start so in general, and in lists of signs (`, ; |`), where the separator may be one.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for column in evidence.list_columns().values() {
        for side in [Side::Before, Side::Behind] {
            let dangling: Vec<&Gap<'_>> =
                column.gaps.iter().filter(|gap| gap.side == side && !gap.signs().is_empty()).collect();
            if !dangling.is_empty() {
                let tidy = tidy_lists(column, &dangling);
                let all: BTreeSet<usize> = column.gaps.iter().map(|gap| gap.place.record).collect();
                let cells = all.len() - dangling.iter().map(|gap| gap.place.record).collect::<BTreeSet<usize>>().len();
                dangling.iter().for_each(|gap| judge(gap, dangling.len(), (tidy, cells), &mut verdicts));
            }
        }
    }
    for column in evidence.comma_columns().values() {
        let ends: Vec<(&FieldPlace<'_>, &str)> =
            column.values.iter().filter_map(|(place, commas)| Some((place, without_ends(place, commas)?))).collect();
        // A name with separators inside is a list, of which one at the end parts nothing.
        let is_list = |name: &str| ends.len() == 1 && column.size >= 2 && name.contains([',', ';']);
        let is_few = column.size >= 5 * ends.len();
        for (place, name) in ends.iter().filter(|(_, name)| is_few || is_list(name)) {
            verdicts.propose(within_name(place, name, column.size - ends.len()));
        }
    }
    verdicts
}

/// A name without the comma before it or behind it.
fn without_ends<'p>(place: &'p FieldPlace<'_>, commas: &[Range<usize>]) -> Option<&'p str> {
    let text = place.content.items[0].text();
    // A sign that touches what follows may be a part of it: `;color`.
    let is_end = |comma: &Range<usize>| {
        let starts = comma.start == 0 && text[comma.clone()].ends_with(' ');
        starts || comma.end == text.len()
    };
    let name = text.trim_matches([',', ';', ' ']);
    (commas.iter().any(is_end) && letters(name) >= 2).then_some(name)
}

fn within_name(place: &FieldPlace<'_>, name: &str, others: usize) -> Proposal {
    let item = &place.content.items[0];
    let reason = format!("{others} other values of the column neither start nor end in a separator");
    let after = NewItem::marked(name, item.marks().to_vec());
    Proposal::new(Grade::Suggested, place.item(0), vec![after], reason)
}

/// The fewest other cells of a column, whether they hold one item or several, of which none ends or starts so.
const FEWEST_CELLS: usize = 3;

/// The fewest items of a list whose separators tell that the one behind it is too many, if another cell has none there.
const FEWEST_ITEMS: usize = 3;

/// How many lists of several items do not end, or start, in a separator.
fn tidy_lists(column: &Column<'_>, dangling: &[&Gap<'_>]) -> usize {
    let dangling: BTreeSet<usize> = dangling.iter().map(|gap| gap.place.record).collect();
    let several = column.gaps.iter().filter(|gap| gap.side == Side::Between).map(|gap| gap.place.record);
    several.collect::<BTreeSet<usize>>().difference(&dangling).count()
}

fn judge(gap: &Gap<'_>, dangling: usize, (tidy, cells): (usize, usize), verdicts: &mut Verdicts) {
    let target = gap.place.item(gap.item);
    let items = &gap.place.content.items;
    let (end, side) = if gap.side == Side::Before { ("start", "before") } else { ("end", "behind") };
    let is_list = items.len() >= FEWEST_ITEMS && gap.side == Side::Behind && cells > 0;
    let is_alone = dangling == 1 && (cells >= FEWEST_CELLS || is_list) && gap.signs() != "\n";
    let is_clear = tidy >= 4 * dangling;
    if !is_clear && !is_alone {
        let reason = format!("{dangling} of the column's lists have a separator at the {end}, and {tidy} have none");
        return verdicts.decline(target, items[gap.item].text(), reason);
    }
    if items.iter().any(|item| letters(item.text()) == 0 && !item.text().chars().any(char::is_numeric)) {
        return verdicts.decline(target, items[gap.item].text(), "among signs the separator may be one of them");
    }
    let grade = if is_clear && !gap.signs().contains('\n') { Grade::Safe } else { Grade::Suggested };
    let reason = format!(
        "nothing stands {side} the separator at the {end} of the list; {cells} other cells of the column have none there"
    );
    let same = NewItem::same(&items[gap.item]);
    verdicts.propose(Proposal::new(grade, target, vec![same], reason).with_source(gap.span, ""));
}
