//! rowmill turns the tables in Markdown docs into typed, checked data.
//!
//! # The way of a cell
//!
//! 1. [`source`]: a page becomes a text of a [`SourceMap`]; every byte of it has a line and a column.
//! 2. [`document`]: the text becomes tables with all of their cells, also those that a Markdown reader drops.
//! 3. [`recipe`]: a YAML file says which tables make which dataset, and which names are known.
//! 4. [`extract`]: cells become [`Item`](extract::Item)s, one per value down to the list item, each with its place. A
//!    [`Tally`](extract::Tally) accounts for every cell.
//! 5. [`repair`]: rules propose repairs with evidence and a grade; one engine applies the safe ones.
//! 6. [`dataset`]: records become typed, sorted, unique by key.
//! 7. [`check`]: what the recipe demands of the values is judged. [`diff`] compares two datasets.
//!    [`timeline`] makes the history of every record of the datasets of many revisions.
//! 8. [`emit`] writes datasets as CSV, JSON or YAML; [`report`] writes findings.
//!
//! [`pipeline`] calls these in order. Nothing after the dataset knows Markdown; nothing before it knows an output format.
//!
//! ```
//! use rowmill::{SourceMap, emit::Format, parse_recipe, pipeline};
//!
//! let recipe = parse_recipe("cities.yaml", "
//! recipe: cities
//! datasets:
//!   cities:
//!     tables: [{ under: Cities }]
//!     primary_key: [city]
//!     fields:
//!       - { name: city, from: City }
//!       - { name: rivers, from: Rivers, type: list }
//! ")?;
//! let mut sources = SourceMap::new();
//! let page = sources.add("cities.md", "# Cities\n\n| City | Rivers |\n|---|---|\n| Lyon | Rhône, Saône |\n");
//! let outcome = pipeline::run(&recipe, &sources, &[page])?;
//! let csv = Format::named("csv").expect("csv is a format");
//! assert_eq!(csv.to_string(&outcome.datasets[0]), "city,rivers\nLyon,\"[\"\"Rhône\"\",\"\"Saône\"\"]\"\n");
//! # Ok::<(), rowmill::Error>(())
//! ```
//!
//! # The promises
//!
//! No cell is lost; everything has a place; repairs are evidence, not guesses; the same input gives the same bytes;
//! nothing matched is an error; hostile input is data. Each is held by a test.
//!
//! # Where to add
//!
//! One more format, repair rule, check or recipe is one file in the folder of its kind and one word in the list there.

pub mod check;
pub mod dataset;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod emit;
pub mod error;
pub mod escape;
pub mod extract;
pub mod guard;
pub mod infer;
mod json;
pub mod parallel;
pub mod pipeline;
pub mod recipe;
pub mod repair;
pub mod report;
pub mod schema;
pub mod shape;
pub mod similarity;
pub mod source;
pub mod timeline;

pub use dataset::{Clash, Dataset, FieldValue, Key, Provenance, Record};
pub use diagnostic::{Diagnostic, Severity};
pub use document::Document;
pub use error::{Error, ErrorKind, Excerpt, Result};
pub use pipeline::Outcome;
pub use recipe::{Recipe, parse_recipe};
pub use source::{LineColumn, SourceId, SourceMap, Span};
