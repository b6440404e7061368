//! The recipe that is proposed for a page, kept as a snapshot, and what must hold for every proposal.

use rowmill::pipeline::{Proposed, propose};
use rowmill::recipe::Origin;
use rowmill::{Result, SourceMap};

const PAGE: &str = include_str!("../fixtures/expressroute/2020-01-17/expressroute-locations-providers.md");

fn proposed(text: &str) -> Result<Proposed> {
    let mut sources = SourceMap::new();
    let page = sources.add("page.md", text);
    propose(&sources, &[page], "rowmill.yaml", &["page.md".to_owned()])
}

fn check(name: &str, text: &str) {
    let proposed = proposed(text).expect("there is a table");
    assert!(!proposed.outcome.has_errors());
    assert!(proposed.outcome.tallies.iter().all(|tally| tally.balances()));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/infer"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, proposed.proposal.text));
}

#[test]
fn the_expressroute_page() {
    check("expressroute", PAGE);
    let proposed = proposed(PAGE).expect("there is a table");
    let builtin = rowmill::parse_recipe("b", rowmill::recipe::BUILTINS[0].recipe).expect("a built-in recipe is right");
    let unnested = |recipe: &rowmill::Recipe| {
        recipe.datasets.iter().filter(|dataset| matches!(dataset.origin, Origin::Unnest { .. })).count()
    };
    assert_eq!(proposed.recipe.datasets.len(), builtin.datasets.len());
    assert_eq!(unnested(&proposed.recipe), unnested(&builtin));
}

#[test]
fn headings_columns_and_texts_that_yaml_would_misread() {
    check(
        "awkward",
        "\
# Page: a \"title\" # with signs

## yes

| no | 1: | Größe, in % | | null |
|----|----|-------------|---|-----|
| a  | x  | 1           | p | n/a |
| b  | y  | 2           | q | -   |

## - list: [x]

| no | on | `null` |
|----|----|--------|
| a  | ✓  | 5      |
| b  |    | n/a    |
| c  | ✗  | 7      |
",
    );
}

#[test]
fn tables_that_only_the_columns_tell_apart() {
    check(
        "same-heading",
        "\
| Name | Size |
|------|------|
| a    | 1    |

| Name | Colour |
|------|--------|
| a    | red    |
| a    | blue   |

# Layout

|                |                |
|----------------|----------------|
| [Home](a.md)   | [Help](b.md)   |

| One |
|-----|
| x   |
",
    );
}

#[test]
fn lists_of_terms_are_data_where_all_say_something() {
    check(
        "definitions",
        "\
# Tools

## Editors

* [Ed](https://ed.example): edits lines
* [Vi](https://vi.example): edits screens
* **Cat** - edits nothing

## Notes

* **Note**: once
* **Note**: twice
* **Note**: and again

## Options

1. First
2. Second

* `-n`: a number
* `-v`: more words
* `-q`: fewer words
",
    );
}

#[test]
fn pages_whose_faults_a_recipe_cannot_avoid() {
    check("surplus-cell", "# A\n\n| Name | Size |\n|---|---|\n| a | 1 | surplus |\n| b | 2 |\n");
    check("no-key", "# A\n\n| Name | Note |\n|---|---|\n| a | x |\n| a | x |\n| | y |\n");
}

#[test]
fn a_page_without_data_says_why() {
    let error = proposed("# A\n\n| One |\n|---|\n| x |\n").expect_err("there is none");
    assert_eq!(error.to_string(), "page.md: no table or list of `page.md` could be data");
    assert_eq!(error.help(), Some("left out: page.md:3: one column is a list or a layout"));
}

#[test]
fn a_set_with_a_value_that_stands_once_is_not_closed() {
    let page = |slip: &str| {
        let rows: String = (0..12).map(|row| format!("| n{row} | EC2, S3, Lambda, Fargate |\n")).collect();
        format!("# Offers\n\n| Name | Services |\n|---|---|\n{rows}| n12 | {slip} |\n")
    };
    let text = |slip: &str| proposed(&page(slip)).expect("there is a table").proposal.text;
    assert!(text("EC2, Fargate").contains("enum: [EC2, Fargate, Lambda, S3]"));
    let slip = text("EC2, Fragate");
    assert!(!slip.contains("enum") && slip.contains("vocabulary: service"), "{slip}");
}

#[test]
fn prose_has_no_vocabulary() {
    let page = "# T\n\n| Name | Description | Area |\n|---|---|---|\n| Oak | A tall tree | North |\n| Elm | A broad tree | South |\n";
    let text = proposed(page).expect("there is a table").proposal.text;
    assert!(text.contains("vocabulary: area") && !text.contains("vocabulary: description"), "{text}");
}
