use super::log::{Case, expect};

const LIST: &str = "type: list, items: { separators: [';'] }, vocabulary: names";

#[test]
fn periods_of_legal_forms() {
    let case = Case { vocabulary: "{ names: [Known Foundry. Inc] }", columns: &[LIST], ..Case::default() };
    let check = |rows: &[&str], expected: &[&str]| expect(&case.log("misplaced-period", rows), expected);
    let moved = |word: &str, count: &str| {
        format!(
            "5:3 Contoso {word}. Inc → Contoso {word} Inc. suggested; `Inc.` has its period in other names, {count}; here it \
             stands behind `{word}`"
        )
    };
    check(&["Contoso Foundry. Inc; Fabrikam Inc."], &[&moved("Foundry", "once")]);
    check(&["Contoso Foundry. Inc", "Fabrikam Inc.; Adatum Inc."], &[&moved("Foundry", "twice")]);
    check(&["Contoso Foundry. Inc; Fabrikam Ltd."], &[]);
    check(&["Contoso Foundry. Inc; Fabrikam Inc"], &[]);
    // Five letters; no other form, nor a word that starts small.
    check(&["Contoso Steel. Inc; Fabrikam Inc."], &[&moved("Steel", "once")]);
    check(&["Contoso Bros. Inc; Fabrikam Inc."], &[]);
    check(&["Contoso Limited. Inc; Fabrikam Inc."], &[]);
    check(&["Contoso foundry. Inc; Fabrikam Inc."], &[]);
    check(&["the Foundry. Inc; Fabrikam Inc."], &[]);
    check(&["Foundry. Labs; Fabrikam Labs."], &[]);
    check(&["Known Foundry. Inc; Fabrikam Inc."], &[]);
    check(
        &["Foundry. Inc; Fabrikam Inc."],
        &[
            "5:3 Foundry. Inc → Foundry Inc. suggested; `Inc.` has its period in other names, once; here it stands behind \
           `Foundry`",
        ],
    );
    // A word that stands with its period elsewhere.
    let stays = "5:3 Contoso Foundry. Inc stays, not `Contoso Foundry Inc.`; `Foundry.` stands elsewhere too, and may be cut \
                 short";
    check(&["Contoso Foundry. Inc; Fabrikam Inc.", "¶ A Foundry. It is one."], &[stays]);
    check(&["Contoso Foundry. Inc; Fabrikam Inc.", "¶ Contoso Foundry. Inc is one."], &[&moved("Foundry", "once")]);
}
