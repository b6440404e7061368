//! The recipes that come with the program, each with the page that it was written for.
//!
//! One more is one file in `builtin/` and one entry here.

/// A recipe that comes with the program.
#[derive(Debug, Clone, Copy)]
pub struct Builtin {
    /// Its name on the command line.
    pub name: &'static str,
    /// The recipe file's path in the repository.
    pub path: &'static str,
    /// The recipe.
    pub recipe: &'static str,
    /// The pages in the order of the recipe's sources: the path in the repository, and the text.
    pub pages: &'static [(&'static str, &'static str)],
}

/// All recipes that come with the program.
pub const BUILTINS: &[Builtin] = &[Builtin {
    name: "expressroute",
    path: "src/recipe/builtin/expressroute.yaml",
    recipe: include_str!("builtin/expressroute.yaml"),
    pages: &[(
        "fixtures/expressroute/2020-01-17/expressroute-locations-providers.md",
        include_str!("../../fixtures/expressroute/2020-01-17/expressroute-locations-providers.md"),
    )],
}];

impl Builtin {
    /// The built-in recipe with a name.
    pub fn named(name: &str) -> Option<&'static Builtin> {
        BUILTINS.iter().find(|builtin| builtin.name == name)
    }
}
