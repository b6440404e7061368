//! The values of plain rows, straight from the page to whoever takes them: no record is made.
//!
//! A field that is the whole text of a cell without markup is that text, or its value. All others go the long way, cell by cell. It knows
//! what `DatasetReader` knows of a table, and the tests hold it to that: the same values, findings and account.

use std::collections::BTreeSet;

use super::{DatasetReader, Handed, PlacedValue, RowContext, SeenCell};
use crate::document::{PlainCell, PlainRows};
use crate::recipe::FieldOrigin;
use crate::schema::{ValueRef, coerce_ref};

impl DatasetReader<'_> {
    /// Hands on the records of plain rows, if somebody takes them as they come. Whether it did.
    pub(super) fn hand_on_plain(&mut self, context: &RowContext<'_>, rows: &PlainRows) -> bool {
        let fields = &self.recipe.fields;
        if fields.iter().any(|field| matches!(field.origin, FieldOrigin::Surplus | FieldOrigin::Marked { .. })) {
            return false;
        }
        let Some(take) = self.take.take() else { return false };
        // A field that is set reads no column.
        let is_whole: Vec<bool> = (0..fields.len()).map(|index| self.is_whole_text(index)).collect();
        let mut filled = vec![0; context.taken.len()];
        let mut flagged = BTreeSet::new();
        let mut values = Vec::with_capacity(fields.len());
        for row in 0..rows.len() {
            rows.cells(row).zip(&mut filled).for_each(|(cell, filled)| *filled += usize::from(!cell.is_blank()));
            for (index, &column) in context.columns.iter().enumerate() {
                let cell = column.map(|column| rows.cell(row, column));
                let whole = cell.filter(|_| is_whole[index]);
                let text = whole.and_then(PlainCell::trimmed);
                if let Some((value, place)) = text.and_then(|(text, place)| Some((self.value_of(index, text)?, place)))
                {
                    values.push(PlacedValue { value, place: Some(place) });
                    continue;
                }
                let content = cell.map(|cell| cell.content());
                let seen = cell.zip(content.as_deref()).map(|(cell, content)| SeenCell { span: cell.span(), content });
                let (field, is_flagged) = self.cell_field(index, context, seen);
                flagged.extend(column.filter(|_| is_flagged && cell.is_some_and(|cell| !cell.is_blank())));
                let value = field.value(&self.recipe.schema.fields[index].field_type).into();
                values.push(PlacedValue { value, place: field.place() });
            }
            for column in std::mem::take(&mut flagged) {
                self.result.tally.flag();
                filled[column] -= 1;
            }
            take(Handed::Values(rows.span(row), &values));
            values.clear();
        }
        for (column, &filled) in filled.iter().enumerate() {
            self.result.tally.count_column(self.recipe, context.table, column, context.taken[column], filled);
        }
        self.take = Some(take);
        true
    }

    /// The value of a whole text without blanks around it for a field; `None` where there is more to be said about it.
    fn value_of<'t>(&self, index: usize, text: &'t str) -> Option<ValueRef<'t>> {
        let field = &self.recipe.schema.fields[index];
        match self.says_nothing(field, text) {
            true => Some(ValueRef::Null),
            false => coerce_ref(text, field).ok(),
        }
    }
}
