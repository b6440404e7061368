//! The rows of a table: each with all of its cells, or, where all are plain, their places until somebody asks for more.
//!
//! Whoever knows nothing of that sees a list of rows. It must not know what makes a row plain: that is for `plain.rs`. Another way to keep
//! rows is one more field, from which [`Rows::held`] makes them.

use std::borrow::Cow;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use super::plain::PlainRows;
use super::table::Row;
use crate::source::Span;

/// The rows of a table, a list of [`Row`].
#[derive(Debug, Clone, Default)]
pub struct Rows {
    /// Made of the plain ones when they are asked for.
    held: OnceLock<Vec<Row>>,
    plain: Option<Box<PlainRows>>,
}

impl Rows {
    /// Rows that are all plain.
    pub(super) fn of_plain(plain: PlainRows) -> Self {
        Self { held: OnceLock::new(), plain: Some(Box::new(plain)) }
    }

    /// The places of the cells, where all rows are plain: a tenth of the memory that the rows take, and of the time that it takes to make them.
    pub fn plain(&self) -> Option<&PlainRows> {
        self.plain.as_deref()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.plain.as_ref().map_or_else(|| self.held().len(), |plain| plain.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Each of them in turn. Those that nobody has asked for are made one by one, and not kept.
    pub fn each(&self) -> impl Iterator<Item = Cow<'_, Row>> {
        let plain = self.plain.as_deref().filter(|_| self.held.get().is_none());
        let held: &[Row] = if plain.is_some() { &[] } else { self.held() };
        plain.into_iter().flat_map(PlainRows::rows).map(Cow::Owned).chain(held.iter().map(Cow::Borrowed))
    }

    /// The place of each.
    pub(super) fn spans(&self) -> impl Iterator<Item = Span> {
        let plain = self.plain.as_deref().into_iter().flat_map(|plain| (0..plain.len()).map(|row| plain.span(row)));
        plain.chain(self.odd().iter().map(|row| row.span))
    }

    /// Those of which any may be other than plain: none where all are.
    pub(super) fn odd(&self) -> &[Row] {
        if self.plain.is_some() { &[] } else { self.held() }
    }

    /// Whether nobody has asked for all of plain rows.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn is_compact(&self) -> bool {
        self.plain.is_none() || self.held.get().is_none()
    }

    fn held(&self) -> &Vec<Row> {
        self.held.get_or_init(|| self.plain.as_ref().map_or_else(Vec::new, |plain| plain.rows().collect()))
    }
}

impl From<Vec<Row>> for Rows {
    fn from(rows: Vec<Row>) -> Self {
        Self { held: OnceLock::from(rows), plain: None }
    }
}

impl FromIterator<Row> for Rows {
    fn from_iter<I: IntoIterator<Item = Row>>(rows: I) -> Self {
        rows.into_iter().collect::<Vec<_>>().into()
    }
}

impl Deref for Rows {
    type Target = Vec<Row>;

    fn deref(&self) -> &Vec<Row> {
        self.held()
    }
}

impl DerefMut for Rows {
    fn deref_mut(&mut self) -> &mut Vec<Row> {
        self.held();
        // What changes is plain no more.
        self.plain = None;
        self.held.get_mut().expect("they were just made")
    }
}

impl<'r> IntoIterator for &'r Rows {
    type Item = &'r Row;
    type IntoIter = std::slice::Iter<'r, Row>;

    fn into_iter(self) -> Self::IntoIter {
        self.held().iter()
    }
}
