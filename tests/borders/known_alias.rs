use super::LISTS;
use super::log::{Case, expect};

#[test]
fn names_for_which_the_recipe_has_another() {
    let case = Case {
        vocabulary: "{ names: [Bodo], aliases: { Oslo: [Kristiania, Christiania] } }",
        columns: &[LISTS],
        ..Case::default()
    };
    let alias = |uses: &str| {
        format!(
            "5:9 Kristiania → Oslo safe; the recipe lists `Kristiania` as an alias of `Oslo`, which the page {uses}"
        )
    };
    let check = |rows: &[&str], expected: &[&str]| expect(&case.log("known-alias", rows), expected);
    check(&["Bodo, Kristiania"], &[&alias("does not use")]);
    check(&["Bodo, Kristiania", "Oslo"], &[&alias("uses once")]);
    check(&["Bodo, Kristiania", "3 × Oslo"], &[&alias("uses 3 times")]);
    check(&["Bodo, kristiania"], &[]);
    check(&["Bodo", "Oslo"], &[]);
}
