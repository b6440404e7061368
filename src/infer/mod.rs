//! What the columns of a table are, with no configuration, and the recipe that says so.
//!
//! `column.rs` gathers the cells of a column, `profile.rs` says what they hold (with `marks.rs` for check marks and the signs
//! for nothing, and `lists.rs` for cells with several items), `names.rs` names the fields, `table.rs` puts a table together. `key.rs`
//! finds a key, `shared.rs` reads two revisions of a table alike, and `propose/` makes a recipe of all tables of some pages.
//!
//! Everything is decided by the whole column, with the reason in words, and nothing that would lose text: in doubt a column is
//! text. This module reads no file, runs no recipe and repairs nothing. A new type of column is one more question in
//! `profile.rs`; another spelling of yes, no or nothing is one word in `marks.rs`.

mod column;
mod key;
mod lists;
mod marks;
mod names;
mod profile;
mod propose;
mod shared;
mod table;
pub use names::{Names, Naming};
pub use propose::{Caution, Proposal, SCHEMA, holds_data, propose};
pub use shared::{InferredPair, KeyField, SharedKey, infer_pair, shared_key};
pub use table::{InferOptions, InferredTable, infer_list, infer_list_as_text, infer_table};

#[cfg(test)]
mod tests;
