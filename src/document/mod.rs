//! Markdown to tables: which bytes of a text are a table, a row, a cell.
//!
//! [`block`] reads the block structure of a whole text and finds the tables in it; [`row`] splits one line of a table
//! into cells. Both speak in byte ranges of the text and keep no copy of it. This module knows nothing of recipes,
//! values or output formats. A new reader of the text is one more file here.

#![allow(dead_code)] // Until the tables are built on it.

pub(crate) mod block;
pub(crate) mod row;
