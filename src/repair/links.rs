//! The links of cells, as rules see them: what a reader sees, where it leads, and which items stand for both.
//!
//! It knows labels and addresses as written, not how they should agree.

use std::collections::BTreeSet;

use super::Grade;
use super::standing::Standing;
use super::{Evidence, FieldPlace, NewItem, Proposal, Target};
use crate::extract::CellLink;
use crate::recipe::{FieldOrigin, Part};

/// A link of a cell.
#[derive(Clone, Copy)]
pub struct LinkPlace<'e> {
    /// The field that takes the text of the cell.
    pub place: FieldPlace<'e>,
    /// The link.
    pub link: &'e CellLink,
    /// The item that shows the label.
    item: usize,
    /// The field that takes the addresses of the cell, and its item that has this one.
    url: Option<(usize, usize)>,
}

impl LinkPlace<'_> {
    /// A proposal that the link should lead elsewhere.
    pub fn lead_to(&self, grade: Grade, url: &str, evidence: impl Into<String>) -> Proposal {
        let proposal = match self.url {
            Some(_) => Proposal::new(grade, self.target(), vec![NewItem::plain(url)], evidence),
            None => Proposal { grade, ..self.report(evidence) },
        };
        proposal.with_source(self.link.url_span, url)
    }

    /// A report that the link is wrong.
    pub fn report(&self, evidence: impl Into<String>) -> Proposal {
        match self.url {
            Some(_) => {
                let same = vec![NewItem::plain(self.link.url.clone())];
                Proposal::new(Grade::Manual, self.target(), same, evidence)
            }
            None => self.report_label(evidence),
        }
    }

    /// A report on the label, whatever takes the address.
    pub fn report_label(&self, evidence: impl Into<String>) -> Proposal {
        let items = &self.place.content.items;
        Proposal::report(self.place.item(self.item), items, evidence)
    }

    /// The item that the link is about: its address where a field takes it, else its label.
    pub fn target(&self) -> Target {
        match self.url {
            Some((field, item)) => Target { field, items: item..item + 1, ..self.place.item(self.item) },
            None => self.place.item(self.item),
        }
    }
}

/// Every link of every cell whose text is taken, each once.
pub(super) fn links<'e>(evidence: &Evidence<'e>) -> Vec<LinkPlace<'e>> {
    let mut seen = BTreeSet::new();
    let mut links = Vec::new();
    for place in evidence.fields().filter(|place| !place.content.links.is_empty()) {
        let labels = Standing::of(&place.content.items);
        let addresses = addresses(evidence, &place);
        for link in &place.content.links {
            if seen.insert(link.span) {
                links.extend(link_place(place, link, &labels, &addresses));
            }
        }
    }
    links
}

/// The fields that take the addresses of a cell, with their items.
fn addresses(evidence: &Evidence<'_>, place: &FieldPlace<'_>) -> Vec<(usize, Standing)> {
    let dataset = &evidence.recipe.datasets[place.dataset];
    let record = &evidence.extraction.datasets[place.dataset].records[place.record];
    let is_sister = |field: &usize| {
        let origin = &dataset.fields[*field].origin;
        origin.part() == Some(Part::Url) && is_same_column(origin, &place.recipe.origin)
    };
    let fields = (0..dataset.fields.len()).filter(is_sister);
    fields.map(|field| (field, Standing::of(&record.fields[field].items))).collect()
}

fn link_place<'e>(
    place: FieldPlace<'e>,
    link: &'e CellLink,
    labels: &Standing,
    addresses: &[(usize, Standing)],
) -> Option<LinkPlace<'e>> {
    let item = labels.within(link.span)?;
    let url = addresses.iter().find_map(|(field, items)| Some((*field, items.at(link.url_span)?)));
    Some(LinkPlace { place, link, item, url })
}

fn is_same_column(a: &FieldOrigin, b: &FieldOrigin) -> bool {
    match (a, b) {
        (FieldOrigin::Column { headers: a, .. }, FieldOrigin::Column { headers: b, .. }) => a == b,
        (FieldOrigin::Nth { column: a, .. }, FieldOrigin::Nth { column: b, .. }) => a == b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::repair::sample::Sample;

    /// The label of a link, the item that shows it, and the field and item that take its address.
    type Found = (String, Target, Option<(usize, usize)>);

    /// The links of a row, with the field and item that show the label, and those that take the address.
    fn found(fields: &[&str], row: &str) -> Vec<Found> {
        let sample = Sample::table(fields, &[row]);
        sample.look(|evidence| {
            let place = |place: &LinkPlace<'_>| (place.link.label.clone(), place.place.item(place.item), place.url);
            links(evidence).iter().map(place).collect()
        })
    }

    #[test]
    fn a_link_has_its_label_and_maybe_its_address() {
        let item = |field: usize, item: usize| Target { dataset: 0, record: 0, field, items: item..item + 1 };
        let one = |label: &str, target, url| (label.to_owned(), target, url);
        assert_eq!(found(&["from: A"], "[x](/x)"), [one("x", item(0, 0), None)]);
        assert_eq!(found(&["from: A", "from: A, part: url"], "[x](/x)"), [one("x", item(0, 0), Some((1, 0)))]);
        // The address of another column, or another part of the same one.
        assert_eq!(found(&["from: A", "from: B, part: url"], "[x](/x) | [y](/y)"), [one("x", item(0, 0), None)]);
        assert_eq!(found(&["from: A", "from: A"], "[x](/x)"), [one("x", item(0, 0), None)]);
        // An address that is its own label.
        assert_eq!(found(&["from: A"], "<https://e.example/x>"), [one("https://e.example/x", item(0, 0), None)]);
        // Columns by their number.
        assert_eq!(
            found(&["from: { column: 1 }", "from: { column: 1 }, part: url"], "[x](/x)"),
            [one("x", item(0, 0), Some((1, 0)))]
        );
        assert_eq!(
            found(&["from: { column: 1 }", "from: { column: 2 }, part: url"], "[x](/x) | [x](/x)"),
            [one("x", item(0, 0), None)]
        );
        // Two links of a list, of which the one field takes both addresses.
        let list = ["from: A, type: list", "from: A, part: url, type: list"];
        assert_eq!(
            found(&list, "z, [x](/x), [y](/y)"),
            [one("x", item(0, 1), Some((1, 0))), one("y", item(0, 2), Some((1, 1)))]
        );
        assert_eq!(
            found(&["from: A", "from: A, part: url"], "[x](/x) [y](/y)"),
            [one("x", item(0, 0), Some((1, 0))), one("y", item(0, 0), None)]
        );
    }

    #[test]
    fn a_proposal_is_about_the_address_or_the_label() {
        let sample = Sample::table(&["from: A", "from: A, part: url"], &["[x](/x)"]);
        sample.look(|evidence| {
            let place = links(evidence)[0];
            let changed = place.lead_to(Grade::Suggested, "/y", "so");
            assert_eq!((changed.edit.target.field, changed.edit.after), (1, vec![NewItem::plain("/y")]));
            assert_eq!(
                changed.source.map(|edit| (evidence.sources.text(edit.span).to_owned(), edit.text)),
                Some(("/x".to_owned(), "/y".to_owned()))
            );
            let report = place.report("so");
            assert_eq!(
                (report.grade, report.edit.target.field, report.edit.after),
                (Grade::Manual, 1, vec![NewItem::plain("/x")])
            );
            assert_eq!((place.report_label("so").edit.target.field, place.target().field), (0, 1));
        });
        let sample = Sample::table(&["from: A"], &["[x](/x)"]);
        sample.look(|evidence| {
            let place = links(evidence)[0];
            let changed = place.lead_to(Grade::Suggested, "/y", "so");
            assert_eq!(
                (changed.grade, changed.edit.target.field, changed.edit.after),
                (Grade::Suggested, 0, vec![NewItem::plain("x")])
            );
            assert_eq!((place.report("so").grade, place.target().field), (Grade::Manual, 0));
        });
    }
}
