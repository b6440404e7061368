//! `rowmill schema`: the JSON Schema of recipes, for editors and validators.

use super::Verdict;
use super::console::Console;
use rowmill::Error;
use rowmill::recipe::recipe_schema;

pub(super) fn run(console: &mut Console) -> Result<Verdict, Error> {
    console.out(recipe_schema().as_bytes())?;
    Ok(Verdict::Clean)
}
