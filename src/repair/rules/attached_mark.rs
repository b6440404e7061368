//! A mark that the recipe knows, written on to a name.

use crate::repair::{Evidence, FieldPlace, Grade, NewItem, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "attached-mark",
    summary: "a mark that the recipe knows stands on a name",
    explanation: "\
The mark is taken off the name and kept beside it, where a field with `mark` finds it. Of two marks that fit the longer one is meant.

Before: `Megaport+`
After:  `Megaport`, marked `+`

It abstains where the recipe knows the whole as a name (`Disney+`), where the sign stands more than once (`C++`), where less than
two letters or digits would be left (`C#`), where a field of one value has several names (`Oslo, Bergen+`), and where the mark is a letter or a digit that touches the name (`London2`).",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let marked = evidence.fields().filter(|place| !place.recipe.marks.is_empty());
    let mut verdicts = Verdicts::default();
    for place in marked {
        for index in 0..place.content.items.len() {
            let Some(proposal) = detach(evidence, &place, index) else { continue };
            match is_list_as_one(&place, index) {
                true => verdicts.decline(
                    place.item(index),
                    &proposal.edit.after[0].text,
                    "several names stand there as one, and the mark is that of one",
                ),
                false => verdicts.propose(proposal),
            }
        }
    }
    verdicts
}

/// Whether a field of one value has several names there.
fn is_list_as_one(place: &FieldPlace<'_>, index: usize) -> bool {
    !place.schema.field_type.is_list() && place.content.items[index].text().contains([',', ';'])
}

fn detach(evidence: &Evidence<'_>, place: &FieldPlace<'_>, index: usize) -> Option<Proposal> {
    let item = &place.content.items[index];
    if evidence.names_of(place).is_some_and(|names| names.is_known(item.text())) {
        return None;
    }
    let mut marks: Vec<(&String, &String)> = place.recipe.marks.iter().collect();
    marks.sort_by_key(|(mark, _)| std::cmp::Reverse(mark.len()));
    let (mark, meaning, name) =
        marks.into_iter().find_map(|(mark, meaning)| Some((mark, meaning, without_mark(item.text(), mark)?)))?;
    let legend = evidence.legend(mark);
    let reason = match legend {
        Some(legend) => {
            format!("line {} of the page says `{}`", evidence.sources.position(legend.span).line, legend.text)
        }
        None => format!("the recipe says that `{mark}` means `{meaning}`"),
    };
    let marks = item.marks().iter().cloned().chain([mark.clone()]).collect();
    let after = NewItem::marked(name.to_owned(), marks);
    Some(Proposal::new(Grade::Safe, place.item(index), vec![after], reason))
}

/// The name beside a mark, if the mark can be one there.
fn without_mark<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    let touches = |name: &str| name.ends_with(char::is_alphanumeric) && mark.starts_with(char::is_alphanumeric);
    let touched = |name: &str| name.starts_with(char::is_alphanumeric) && mark.ends_with(char::is_alphanumeric);
    let behind = text.strip_suffix(mark).filter(|name| !touches(name));
    let name = behind.or_else(|| text.strip_prefix(mark).filter(|name| !touched(name)))?.trim();
    let is_name = name.chars().filter(|character| character.is_alphanumeric()).count() >= 2;
    (is_name && !name.contains(mark)).then_some(name)
}
