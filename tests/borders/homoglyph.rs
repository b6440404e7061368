use super::log::{Case, expect};
use super::{LISTS, NAMES, TEXTS, check};

#[test]
fn letters_of_other_scripts() {
    check(
        "homoglyph",
        &[
            (&[NAMES], &["Cоpу"], &[]),
            (&[NAMES], &["Cоpуe"], &["Cоpуe → Copye suggested"]),
            (&[NAMES], &["Cоpуо"], &["Cоpуо → Соруо suggested"]),
            (&[NAMES], &["Tо"], &[]),
            (&[NAMES], &["Tоp"], &["Tоp → Top suggested"]),
            (&[NAMES], &["Oslо", "Oslo"], &["Oslо → Oslo safe"]),
            (&[NAMES], &["СОРЕ", "3 × COPE"], &["СОРЕ → COPE safe"]),
            (&[NAMES], &["СОРЕ", "2 × COPE"], &[]),
            (&[NAMES], &["ТNFα"], &[]),
        ],
    );
}

#[test]
fn letters_that_look_like_those_of_the_word() {
    check(
        "homoglyph",
        &[
            // Each word by itself, whatever stands around it.
            (&[TEXTS], &["(Oslо), Bоdo 2!"], &["(Oslо), Bоdo 2! → (Oslo), Bodo 2! suggested"]),
            (&[TEXTS], &["Oslо über Wien"], &["Oslо über Wien → Oslo über Wien suggested"]),
            (&[TEXTS], &["Oslo über Wien", "Осло", "日本"], &[]),
            // One that looks like none stays.
            (&[TEXTS], &["Osлo"], &[]),
            (&[TEXTS], &["Osлo Bоdo"], &["Osлo Bоdo → Osлo Bodo suggested"]),
            // Greek letters at either end.
            (&[TEXTS], &["αlpha"], &["αlpha: kept"]),
            (&[TEXTS], &["TNFα"], &["TNFα: kept"]),
            (&[TEXTS], &["Tοpaz"], &["Tοpaz → Topaz suggested"]),
            (&[TEXTS], &["Tαpaz"], &["Tαpaz → Tapaz suggested"]),
            (&[TEXTS], &["Oslο"], &["Oslο → Oslo suggested"]),
            (&[TEXTS], &["TNFα Oslο"], &["TNFα Oslο: kept"]),
        ],
    );
    let log = |column, rows: &[&str]| Case { columns: &[column], ..Case::default() }.log("homoglyph", rows);
    let looks = "`о` (U+043E) looks like `o` (U+006F), of which script the word is";
    expect(&log(TEXTS, &["Oslо"]), &[&format!("5:3 Oslо → Oslo suggested; {looks}")]);
    expect(
        &log(TEXTS, &["Oslо", "¶ Oslo"]),
        &[&format!("5:3 Oslо → Oslo safe; {looks}; `Oslo` stands elsewhere in the page")],
    );
    expect(
        &log(TEXTS, &["Oslо Bоdo", "¶ Oslo and Bodo"]),
        &[&format!("5:3 Oslо Bоdo → Oslo Bodo safe; {looks}; `Oslo Bodo` stands elsewhere in the page")],
    );
    expect(&log(TEXTS, &["Oslо Bоdo", "¶ Oslo"]), &[&format!("5:3 Oslо Bоdo → Oslo Bodo suggested; {looks}")]);
    // Another name of the column, whatever its letters look like in the source.
    expect(&log(NAMES, &["Oslо", "2 × Os**lo**"]), &[&format!("5:3 Oslо → Oslo safe; {looks}; `Oslo` stands twice")]);
    expect(&log(TEXTS, &["TNFα"]), &["5:3 TNFα stays, not `TNFa`; a Greek letter at the end of a word may be its own"]);
}

#[test]
fn names_of_another_script_altogether() {
    check(
        "homoglyph",
        &[
            (&[NAMES], &["СО", "3 × CO"], &[]),
            (&[NAMES], &["СОР", "3 × COP"], &["СОР → COP safe"]),
            (&[NAMES], &["СОР-2", "3 × COP-2"], &["СОР-2 → COP-2 safe"]),
            // A letter that looks like none.
            (&[NAMES], &["СОЯ", "3 × COЯ"], &[]),
            (&[TEXTS], &["СОР", "3 × COP"], &[]),
            (&[NAMES], &["4 × Élan"], &[]),
            (&[LISTS], &["СОР, COP", "3 × COP"], &[]),
        ],
    );
    let known = Case { vocabulary: "{ names: [COP] }", columns: &[NAMES], ..Case::default() };
    expect(
        &known.log("homoglyph", &["СОР"]),
        &["5:3 СОР → COP suggested; `С` (U+0421) looks like `C` (U+0043), of which script the word is"],
    );
}
