//! A mark that the recipe knows, written on to a name.

use crate::repair::{Evidence, FieldPlace, Grade, NewItem, Proposal, RepairRule};

pub(super) const RULE: RepairRule = RepairRule {
    name: "attached-mark",
    summary: "a mark that the recipe knows stands on a name",
    explanation: "\
The mark is taken off the name and kept beside it, where a field with `mark` finds it.

Before: `Megaport+`
After:  `Megaport`, marked `+`

It abstains where the sign stands more than once (`C++`), and where nothing would be left of the name.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Vec<Proposal> {
    let marked = evidence.fields().filter(|place| !place.recipe.marks.is_empty());
    marked
        .flat_map(|place| {
            (0..place.content.items.len()).filter_map(|index| detach(evidence, &place, index)).collect::<Vec<_>>()
        })
        .collect()
}

fn detach(evidence: &Evidence<'_>, place: &FieldPlace<'_>, index: usize) -> Option<Proposal> {
    let item = &place.content.items[index];
    let (mark, meaning) =
        place.recipe.marks.iter().find(|(mark, _)| item.text().starts_with(*mark) || item.text().ends_with(*mark))?;
    let name = item.text().strip_suffix(mark).or_else(|| item.text().strip_prefix(mark))?.trim();
    if name.is_empty() || name.contains(mark) {
        return None;
    }
    let legend = evidence.extraction.legends.iter().find(|legend| legend.mark == *mark);
    let reason = match legend {
        Some(legend) => {
            format!("line {} of the page says `{}`", evidence.sources.position(legend.span).line, legend.text)
        }
        None => format!("the recipe says that `{mark}` means `{meaning}`"),
    };
    let marks = item.marks().iter().cloned().chain([mark.clone()]).collect();
    let after = NewItem { text: name.to_owned(), marks };
    Some(Proposal::new(Grade::Safe, place.item(index), vec![after], reason))
}
