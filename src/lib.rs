//! rowmill
mod dataset;
mod diagnostic;
mod document;
mod error;
pub mod schema;
mod source;
pub use dataset::*;
pub use diagnostic::*;
pub use error::*;
pub use source::*;
