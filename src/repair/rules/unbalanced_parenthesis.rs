//! A parenthesis in a name that nothing opens or nothing closes.

use crate::repair::names::times;
use crate::repair::words::letters;
use crate::repair::{Evidence, FieldPlace, Grade, Names, NewItem, Proposal, RepairRule, Verdicts};
use crate::similarity::loose_key;

pub(super) const RULE: RepairRule = RepairRule {
    name: "unbalanced-parenthesis",
    summary: "a parenthesis in a name lacks its other half",
    explanation: "\
Parentheses in a cell of names come in pairs. The name as it stands elsewhere, with both or without any, is meant; else the missing one stands at the end of
the name, or one is too many there.

Before: `Newport (Wales`, where `Newport (Wales)` stands elsewhere
After:  `Newport (Wales)`

It is safe where the balanced name stands twice or more; suggested where it stands once, where the last name of a cell or one before a known name lacks the end, and
where two close what one opens, and where other names end in
the same words in parentheses. Else the fault is reported. It abstains for smileys, counting letters (`a)`), intervals (`[0, 1)`), code and long texts.",
    propose,
};

/// Longer texts are prose.
const LONGEST: usize = 80;

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for (place, names) in evidence.named_fields() {
        let has = |signs: [char; 2]| place.content.items.iter().any(|item| item.text().contains(signs));
        if !has(['(', ')']) || has(['[', ']']) {
            continue;
        }
        for (index, faults) in unmatched(&place) {
            let item = &place.content.items[index];
            let is_code = evidence.sources.text(item.span()).contains('`');
            if !is_code
                && letters(item.text()) >= 2
                && item.text().chars().count() <= LONGEST
                && !is_notation(item.text())
            {
                judge(evidence, &place, names, index, &faults, &mut verdicts);
            }
        }
    }
    verdicts
}

/// The items of a cell with the parentheses (where they stand, and whether they open) that pair with none of the cell.
fn unmatched(place: &FieldPlace<'_>) -> Vec<(usize, Vec<(usize, bool)>)> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut faults: Vec<(usize, usize, bool)> = Vec::new();
    for (index, item) in place.content.items.iter().enumerate() {
        for (at, character) in item.text().char_indices() {
            match character {
                '(' => open.push((index, at)),
                ')' if open.pop().is_none() => faults.push((index, at, false)),
                _ => {}
            }
        }
    }
    faults.extend(open.into_iter().map(|(index, at)| (index, at, true)));
    faults.sort_unstable();
    let mut by_item: Vec<(usize, Vec<(usize, bool)>)> = Vec::new();
    for (index, at, opens) in faults {
        match by_item.last_mut() {
            Some((last, faults)) if *last == index => faults.push((at, opens)),
            _ => by_item.push((index, vec![(at, opens)])),
        }
    }
    by_item
}

/// Whether a text uses parentheses as signs of another kind: brackets of an interval, a smiley, a letter that counts.
fn is_notation(text: &str) -> bool {
    let counts = |word: &str| {
        let label = word.trim_end_matches(')');
        label.len() < word.len() && !label.contains('(') && label.chars().count() <= 3 && !label.is_empty()
    };
    let is_smiley =
        [":)", ":(", ";)", ";(", ":-)", ":-(", ";-)", "=)", "=("].iter().any(|smiley| text.contains(smiley));
    text.contains(['[', ']', '{', '}', '<', '>', '"', '\''])
        || is_smiley
        || text.split_whitespace().next().is_some_and(counts)
}

fn judge(
    evidence: &Evidence<'_>,
    place: &FieldPlace<'_>,
    names: &Names<'_>,
    index: usize,
    faults: &[(usize, bool)],
    verdicts: &mut Verdicts,
) {
    let items = &place.content.items;
    let (item, target) = (&items[index], place.item(index));
    let text = item.text();
    let propose = |grade, name: String, reason: String| {
        Proposal::new(grade, place.item(index), vec![NewItem::marked(name, item.marks().to_vec())], reason)
    };
    let half = if faults[0].1 { "nothing closes the parenthesis" } else { "nothing opens the parenthesis" };
    if let Some((name, uses)) = balanced_twin(evidence, names, text) {
        let grade = if uses >= 2 || names.is_known(name) { Grade::Safe } else { Grade::Suggested };
        let reason = format!("{half}; `{name}` stands {}", times(uses));
        return verdicts.propose(propose(grade, name.to_owned(), reason));
    }
    let next = items.get(index + 1);
    let is_last = next.is_none_or(|next| names.uses(next.text()) >= 2 && !next.text().contains(')'));
    match faults {
        [(at, true)] if is_last && is_obvious(text, *at) => {
            let reason = format!("{half}, and the name ends there");
            verdicts.propose(propose(Grade::Suggested, format!("{text})"), reason));
        }
        [(at, false)] if text[..*at].trim_end().ends_with(')') && *at + 1 == text.len() => {
            let reason = "two parentheses close what one opens".to_owned();
            verdicts.propose(propose(Grade::Suggested, text[..*at].trim_end().to_owned(), reason));
        }
        [(at, false)] if *at + 1 == text.len() && reopened(names, text).is_some() => {
            let (name, inside) = reopened(names, text).unwrap_or_default();
            let reason = format!("{half}, and other names end in `({inside})`");
            verdicts.propose(propose(Grade::Suggested, name, reason));
        }
        _ => verdicts.propose(Proposal::report(target, items, format!("{half}, and no other name says what is meant"))),
    }
}

/// The name of the same letters whose parentheses pair up, if there is one such name, and how often it stands.
fn balanced_twin<'e>(evidence: &Evidence<'_>, names: &Names<'e>, text: &str) -> Option<(&'e str, usize)> {
    let same = names.by_loose_key().get(&loose_key(text))?;
    let is_balanced = |name: &&&str| name.matches('(').count() == name.matches(')').count() && **name != text;
    let best = same.iter().filter(is_balanced).max_by_key(|name| names.uses(name))?;
    evidence.may_be_one(names, best, text).then(|| (*best, names.uses(best)))
}

/// A name with the parenthesis that its end lacks, where other names end so, and what stands in it.
fn reopened(names: &Names<'_>, text: &str) -> Option<(String, String)> {
    let known = names.ends_in_parentheses();
    let body = text.strip_suffix(')')?;
    let starts = body.match_indices(' ').map(|(at, _)| at + 1);
    let start = starts.filter(|&start| letters(&body[..start]) >= 2).find(|&start| known.contains(&body[start..]))?;
    Some((format!("{}({})", &body[..start], &body[start..]), body[start..].to_owned()))
}

/// Whether a few words stand in the open parenthesis, behind a name.
fn is_obvious(text: &str, at: usize) -> bool {
    let (name, inside) = (&text[..at], &text[at + 1..]);
    letters(name) >= 2
        && letters(inside) + inside.chars().filter(|sign| sign.is_numeric()).count() > 0
        && inside.split_whitespace().count() <= 6
        && inside.ends_with(char::is_alphanumeric)
}
