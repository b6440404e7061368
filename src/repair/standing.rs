//! The items of a field by where they stand, so that a cell of very many items and links takes little time.
//!
//! It knows places and the order of items, nothing of what they say. Another question about places is one more method of [`Standing`].

use crate::extract::Item;
use crate::source::Span;

/// The items of a field.
pub(super) struct Standing {
    /// The places of the items and their indexes, by place.
    places: Vec<(Span, usize)>,
    /// Whether none ends behind the end of a later one.
    is_in_order: bool,
}

impl Standing {
    pub(super) fn of(items: &[Item]) -> Self {
        Self::at_places(items.iter().map(Item::span))
    }

    fn at_places(spans: impl Iterator<Item = Span>) -> Self {
        let mut places: Vec<(Span, usize)> = spans.enumerate().map(|(index, span)| (span, index)).collect();
        places.sort_unstable();
        // Items that overlap are not, nor are those of several sources.
        let is_in_order = places.is_sorted_by(|(a, _), (b, _)| a.start() <= b.start() && a.end() <= b.end());
        Self { places, is_in_order }
    }

    /// The first item that has a part of a place.
    pub(super) fn within(&self, place: Span) -> Option<usize> {
        let has_part = |span: Span| span.start() < place.end() && place.start() < span.end();
        if !self.is_in_order {
            let held = self.places.iter().filter(|(span, _)| has_part(*span));
            return held.map(|(_, index)| *index).min();
        }
        let before = self.places.partition_point(|(span, _)| span.start() < place.end());
        let held = self.places[..before].iter().rev().take_while(|(span, _)| has_part(*span));
        held.map(|(_, index)| *index).min()
    }

    /// The first item that stands at a place.
    pub(super) fn at(&self, place: Span) -> Option<usize> {
        let first = self.places.partition_point(|(span, _)| *span < place);
        self.places.get(first).filter(|(span, _)| *span == place).map(|(_, index)| *index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    /// Expects of each place that the items are found there that a look at all of them finds.
    #[track_caller]
    fn check(spans: &[Span], is_in_order: bool) {
        let standing = Standing::at_places(spans.iter().copied());
        assert_eq!(standing.is_in_order, is_in_order, "{spans:?}");
        for (start, end) in (0..6).flat_map(|start| (start..6).map(move |end| (start, end))) {
            let place = Span::new(spans[0].source, start..end);
            let within = spans.iter().position(|span| span.start() < end && start < span.end());
            assert_eq!(standing.within(place), within, "{start} to {end} of {spans:?}");
            let at = spans.iter().position(|span| *span == place);
            assert_eq!(standing.at(place), at, "{start} to {end} of {spans:?}");
        }
    }

    #[test]
    fn items_are_found_as_by_a_look_at_all() {
        let source = SourceMap::new().add("page.md", "abcdef");
        let all: Vec<Span> =
            (0..6).flat_map(|start| (start..6).map(move |end| Span::new(source, start..end))).collect();
        for (&a, &b) in all.iter().flat_map(|a| all.iter().map(move |b| (a, b))) {
            let nests = |outer: Span, inner: Span| outer.start() < inner.start() && inner.end() < outer.end();
            check(&[a, b], !nests(a, b) && !nests(b, a));
            for &c in &all {
                let nest = [(a, b), (b, a), (a, c), (c, a), (b, c), (c, b)];
                check(&[a, b, c], !nest.iter().any(|(outer, inner)| nests(*outer, *inner)));
            }
        }
    }

    #[test]
    fn items_within_an_item_are_looked_at_one_by_one() {
        let mut sources = SourceMap::new();
        let (page, other) = (sources.add("page.md", "abcdef"), sources.add("other.md", "abcdef"));
        // By the order of starts alone the last would end the search, and the first be missed.
        check(&[Span::new(page, 0..5), Span::new(page, 1..2)], false);
        check(&[Span::new(page, 4..5), Span::new(other, 0..2)], false);
    }
}
