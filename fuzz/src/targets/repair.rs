//! Repairs of a page with a recipe: a fixed point, each in its place, and nothing else of the page changes.

use std::sync::LazyLock;

use rowmill::{Recipe, SourceMap, parse_recipe};

use super::Target;
use crate::repair_laws::Repaired;
use crate::text::text;
use crate::{patch_laws, repair_laws};

pub(super) const TARGET: Target = Target {
    name: "repair",
    summary: "repairs stand where they say, need no repair, and leave the rest of the page alone",
    run,
};

/// More than a page can need, whose repairs show what else is wrong.
const MOST_PATCHES: usize = 5;

static RECIPE: LazyLock<Recipe> =
    LazyLock::new(|| parse_recipe("any.yaml", repair_laws::ANY_RECIPE).expect("it is right"));

fn run(input: &[u8]) {
    let page = format!("# Any\n\n| One | List |\n|---|---|\n{}", text(input));
    let mut sources = SourceMap::new();
    let id = sources.add("any.md", page.as_str());
    patch_laws::patches_come_to_an_end(&page, &RECIPE, &sources, id, MOST_PATCHES);
    let repaired = Repaired::new(&page, RECIPE.clone(), sources);
    repair_laws::items_stand_where_they_say(&repaired);
    repair_laws::repairs_name_what_stands_in_the_source(&repaired);
    repair_laws::repairing_twice_changes_nothing_more(repaired);
}
