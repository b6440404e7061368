//! rowmill
mod dataset;
pub mod document;
mod check;
mod extract;
mod pipeline;
mod repair;
mod diagnostic;
mod error;
pub mod schema;
mod recipe;
pub mod similarity;
mod source;
pub use dataset::*;
pub use pipeline::*;
pub use diagnostic::*;
pub use error::*;
pub use recipe::*;
pub use source::*;
