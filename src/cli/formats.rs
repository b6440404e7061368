//! The names of formats on the command line.

use rowmill::emit::{FORMATS, Format};
use rowmill::similarity::did_you_mean;
use rowmill::{Error, Result};

/// The format with a name.
pub(super) fn named(name: &str) -> Result<&'static Format> {
    Format::named(name).ok_or_else(|| {
        let known: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        Error::usage(format!("there is no format `{name}`")).with_help(did_you_mean(name, &known).unwrap_or_default())
    })
}
