//! A mark on the wrong side of a name.

use std::collections::BTreeMap;

use crate::repair::names::times;
use crate::repair::words::letters;
use crate::repair::{Evidence, FieldPlace, Grade, NewItem, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "misplaced-mark",
    summary: "a mark stands before a name where the others stand behind theirs",
    explanation: "\
A sign that the column sets behind its names says the same before one. It is moved behind it.

Before: `Dallas+, +Los Angeles, Miami+`
After:  `Dallas+, Los Angeles+, Miami+`

It is safe where the page or the recipe explains the mark and it stands behind names of the column three times as often as before one; suggested where
nothing explains it, and where the page explains a mark that no name has but this one, which stands elsewhere without. It abstains where a digit follows the sign (`+49`), or where the name has the sign inside or at its end too (`+1 (C++)`).",
    propose,
};

/// Signs that stand beside a name to say something of it.
pub(super) const MARKS: &[char] = &['*', '+', '†', '‡', '§', '¶', '#', '^', '~', '※'];

/// How often a sign stands on each side of the names of a column.
#[derive(Default)]
struct Sides {
    before: usize,
    behind: usize,
    /// Behind a name, with a blank between.
    apart: usize,
}

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    let mut sides: BTreeMap<(usize, usize, char), Sides> = BTreeMap::new();
    let mut before: Vec<(FieldPlace<'_>, usize, char)> = Vec::new();
    for place in evidence.fields() {
        for (index, item) in place.content.items.iter().enumerate() {
            if let Some((sign, _)) = marked_before(item.written()) {
                sides.entry((place.dataset, place.field, sign)).or_default().before += 1;
                before.extend(marked_before(item.text()).map(|(sign, _)| (place, index, sign)));
            }
            if let Some((sign, name)) = marked_behind(item.written()) {
                let sides = sides.entry((place.dataset, place.field, sign)).or_default();
                sides.behind += 1;
                sides.apart += usize::from(name.ends_with(' '));
            }
        }
    }
    for (place, index, sign) in before {
        let sides = &sides[&(place.dataset, place.field, sign)];
        judge(evidence, &place, index, sign, sides, &mut verdicts);
    }
    verdicts
}

fn marked_before(text: &str) -> Option<(char, &str)> {
    let sign = text.chars().next().filter(|sign| MARKS.contains(sign))?;
    let name = text[sign.len_utf8()..].trim_start();
    (name.starts_with(char::is_alphabetic) && !name.contains(sign) && letters(name) >= 2).then_some((sign, name))
}

/// The sign behind a name, and the name with the blank that may stand between.
pub(super) fn marked_behind(text: &str) -> Option<(char, &str)> {
    let sign = text.chars().next_back().filter(|sign| MARKS.contains(sign))?;
    let name = &text[..text.len() - sign.len_utf8()];
    let ends = name.trim_end().ends_with(|last: char| last.is_alphanumeric() || matches!(last, ')' | '.'));
    (ends && !name.contains(sign) && letters(name) >= 2).then_some((sign, name))
}

fn judge(
    evidence: &Evidence<'_>,
    place: &FieldPlace<'_>,
    index: usize,
    sign: char,
    sides: &Sides,
    verdicts: &mut Verdicts,
) {
    let item = &place.content.items[index];
    let Some((_, name)) = marked_before(item.text()) else { return };
    let blank = if sides.apart * 2 > sides.behind { " " } else { "" };
    let text = format!("{name}{blank}{sign}");
    let legend = evidence.legend(sign.encode_utf8(&mut [0; 4]));
    let uses = evidence.names_of(place).map_or(0, |names| names.uses(name));
    let is_only = sides.behind == 0 && sides.before == 1 && legend.is_some() && uses >= 2;
    if !is_only && sides.behind < 3 * sides.before {
        if sides.behind > 0 {
            let reason = format!(
                "the column has `{sign}` behind its names {}, before them {}",
                times(sides.behind),
                times(sides.before)
            );
            verdicts.decline(place.item(index), text, reason);
        }
        return;
    }
    let mark = sign.to_string();
    let explained = match (place.recipe.marks.get(&mark), legend) {
        (Some(meaning), _) => format!("; it means `{meaning}`"),
        (None, Some(legend)) => format!("; line {} explains it", evidence.sources.position(legend.span).line),
        _ => String::new(),
    };
    let grade = if explained.is_empty() || is_only { Grade::Suggested } else { Grade::Safe };
    let reason = match is_only {
        true => format!("`{name}` stands {} in the vocabulary, and a mark follows its name{explained}", times(uses)),
        false => {
            format!("the column has `{sign}` behind its names {}, before one here{explained}", times(sides.behind))
        }
    };
    let after = NewItem::marked(text, item.marks().to_vec());
    let proposal = Proposal::new(grade, place.item(index), vec![after], reason);
    let span = item.span();
    let bare = evidence.sources.text(span).trim_start_matches(sign).trim_start();
    // What escapes the sign stands before the item, and goes with it.
    let is_escaped = evidence.sources.file(span.source).text()[..span.start()].ends_with('\\');
    let (place, escape) = if is_escaped { (span.with_start(span.start() - 1), "\\") } else { (span, "") };
    verdicts.propose(proposal.with_source(place, format!("{bare}{blank}{escape}{sign}")));
}
