//! The values of plain rows, straight from the page to whoever takes them: no record is made.
//!
//! A field that is the whole text of a cell without markup is that text, or its value. All others go the long way, cell by cell. It knows
//! what `DatasetReader` knows of a table, and the tests hold it to that: the same values, findings and account.

use super::{DatasetReader, Handed, PlacedValue, RowContext, SeenCell};
use crate::document::PlainRows;
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
        let is_set =
            |index: usize| context.set.iter().any(|(name, _)| name.text == self.recipe.schema.fields[index].name);
        let is_whole: Vec<bool> = (0..fields.len()).map(|index| self.is_whole_text(index) && !is_set(index)).collect();
        let mut filled = vec![0; context.taken.len()];
        let mut flagged = vec![0; context.taken.len()];
        let mut values = Vec::with_capacity(fields.len());
        for row in 0..rows.len() {
            rows.cells(row).zip(&mut filled).for_each(|(cell, filled)| *filled += usize::from(!cell.is_blank()));
            for (index, &column) in context.columns.iter().enumerate() {
                let cell = column.map(|column| rows.cell(row, column));
                let whole = cell.filter(|_| is_whole[index]);
                if let Some((value, cell)) = whole.and_then(|cell| Some((self.value_of(index, cell.trimmed()?)?, cell)))
                {
                    values.push(PlacedValue { value, place: Some(cell.trimmed_span()) });
                    continue;
                }
                let content = cell.map(|cell| cell.content());
                let seen = cell.zip(content.as_deref()).map(|(cell, content)| SeenCell { span: cell.span(), content });
                let (field, is_flagged) = self.cell_field(index, context, seen);
                if let Some(column) = column.filter(|_| is_flagged && cell.is_some_and(|cell| !cell.is_blank())) {
                    flagged[column] = row + 1;
                }
                let value = field.value(&self.recipe.schema.fields[index].field_type).into();
                values.push(PlacedValue { value, place: field.place() });
            }
            for (column, last) in flagged.iter().enumerate() {
                if *last == row + 1 {
                    self.result.tally.flag();
                    filled[column] -= 1;
                }
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
