use super::log::{Case, expect};
use super::{LISTS, NAMES, check};

#[test]
fn marks_before_names() {
    check(
        "misplaced-mark",
        &[
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+Voss"], &["+Voss → Voss+ suggested"]),
            (&[LISTS], &["Oslo+, Bodo+", "+Voss"], &["+Voss: kept"]),
            (&[LISTS], &["Oslo+", "+Voss"], &["+Voss: kept"]),
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+C"], &[]),
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+Voss+"], &[]),
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+49 Voss"], &[]),
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+Voss", "+Odda"], &["+Voss: kept", "+Odda: kept"]),
            (&[LISTS], &["2 × Voss", "+Voss", "¶ \\+ planned"], &["+Voss → Voss+ suggested"]),
            (&[LISTS], &["2 × Voss", "2 × Odda", "+Voss", "+Odda", "¶ \\+ planned"], &[]),
        ],
    );
}

#[test]
fn marks_on_either_side() {
    check(
        "misplaced-mark",
        &[
            // Three times as often behind as before.
            (
                &[LISTS],
                &["Oslo+, Bodo+, Moss+, Odda+, Skien+, Volda+", "+Voss, +Molde"],
                &["+Voss → Voss+ suggested", "+Molde → Molde+ suggested"],
            ),
            (&[LISTS], &["Oslo+, Bodo+, Moss+, Odda+, Skien+", "+Voss, +Molde"], &["+Voss: kept", "+Molde: kept"]),
            // Another sign says nothing of it, nor does another column.
            (&[LISTS], &["Oslo#, Bodo#, Moss#", "+Voss"], &[]),
            (&[LISTS, LISTS], &["Oslo+, Bodo+, Moss+ | Kiel", "Oslo | +Voss"], &[]),
            // Two letters, the sign once, no digit behind it.
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+Al"], &["+Al → Al+ suggested"]),
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+C2"], &[]),
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+ Voss"], &["+ Voss → Voss+ suggested"]),
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+Vo+ss"], &[]),
            // What stands behind a name.
            (&[LISTS], &["Oslo (NO)+, Bodo St.+, Moss 2+", "+Voss"], &["+Voss → Voss+ suggested"]),
            (&[LISTS], &["Oslo-+, Bodo+, Moss+", "+Voss"], &["+Voss: kept"]),
            (&[LISTS], &["C+, Bodo+, Moss+", "+Voss"], &["+Voss: kept"]),
            (&[LISTS], &["Al+, Bodo+, Moss+", "+Voss"], &["+Voss → Voss+ suggested"]),
            (&[LISTS], &["Os+lo+, Bodo+, Moss+", "+Voss"], &["+Voss: kept"]),
            // A blank before the sign, where half of them have more.
            (&[LISTS], &["Oslo +, Bodo +, Moss+", "+Voss"], &["+Voss → Voss + suggested"]),
            (&[LISTS], &["Oslo +, Bodo +, Moss+, Odda+", "+Voss"], &["+Voss → Voss+ suggested"]),
            // The only one: which is explained, and stands elsewhere twice.
            (&[NAMES], &["2 × Voss", "+Voss"], &[]),
            (&[NAMES], &["Voss", "+Voss", "¶ \\+ planned"], &[]),
            (&[NAMES], &["2 × Voss", "2 × +Voss", "¶ \\+ planned"], &[]),
        ],
    );
}

#[test]
fn what_is_told_of_marks() {
    let log = |column, rows: &[&str]| Case { columns: &[column], ..Case::default() }.log("misplaced-mark", rows);
    let behind = "the column has `+` behind its names";
    expect(
        &log(LISTS, &["Oslo+, Bodo+, Moss+", "+Voss"]),
        &[&format!("6:3 `+Voss` ⇒ `Voss+`, +Voss → Voss+ suggested; {behind} 3 times, before one here")],
    );
    expect(
        &log(LISTS, &["Oslo+, Bodo+, Moss+", "Kiel, \\+ **Voss**"]),
        &[&format!("6:9 `\\+ **Voss` ⇒ `**Voss\\+`, + Voss → Voss+ suggested; {behind} 3 times, before one here")],
    );
    expect(
        &log(LISTS, &["Oslo+, Bodo+, Moss+", "+[Voss](/a)"]),
        &[&format!("6:3 `+[Voss` ⇒ `[Voss+`, +Voss → Voss+ suggested; {behind} 3 times, before one here")],
    );
    expect(
        &log(LISTS, &["Oslo+, Bodo+", "+Voss"]),
        &[&format!("6:3 +Voss stays, not `Voss+`; {behind} twice, before them once")],
    );
    expect(
        &log(LISTS, &["Oslo+, Bodo+, Moss+", "+Voss", "¶ \\+ planned"]),
        &[&format!("6:3 `+Voss` ⇒ `Voss+`, +Voss → Voss+ safe; {behind} 3 times, before one here; line 8 explains it")],
    );
    expect(
        &log("type: list, vocabulary: names, marks: { +: seasonal }", &["Oslo+, Bodo+, Moss+", "+Voss"]),
        &[&format!(
            "6:3 `+Voss` ⇒ `Voss+`, +Voss → Voss+ safe; {behind} 3 times, before one here; it means `seasonal`"
        )],
    );
    expect(
        &log(NAMES, &["2 × Voss", "+Voss", "¶ \\+ planned"]),
        &[
            "7:3 `+Voss` ⇒ `Voss+`, +Voss → Voss+ suggested; `Voss` stands twice in the vocabulary, and a mark follows its name; \
           line 9 explains it",
        ],
    );
}
