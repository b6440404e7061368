use super::check;
use super::log::{Case, expect};

/// A list, and a text, of names with marks.
const LIST: &str = "type: list, vocabulary: names, marks: { +: seasonal, '#': dropped, '2': second }";
const NUMBERS: &str = "type: list, vocabulary: names, marks: { '#1': first, '1)': once }";
const TEXT: &str = "type: string, marks: { +: seasonal }";

#[test]
fn marks_on_names() {
    check(
        "attached-mark",
        &[
            (&[LIST], &["Oslo+, Bodo"], &["Oslo+ → Oslo safe"]),
            (&[LIST], &["+Oslo, Bodo +"], &["+Oslo → Oslo safe", "Bodo + → Bodo safe"]),
            // Two letters or digits are left, and the sign stands once.
            (&[LIST], &["C#, C2#, Go#, #"], &["C2# → C2 safe", "Go# → Go safe"]),
            (&[LIST], &["C++, Go++, +Go+, Go+"], &["Go+ → Go safe"]),
            // A digit that touches the name.
            (&[LIST], &["Oslo2, 2Oslo, Bodo 2, 2 Bodo"], &["Bodo 2 → Bodo safe", "2 Bodo → Bodo safe"]),
            (&[NUMBERS], &["Oslo#1, #1Bodo, #1 Moss"], &["Oslo#1 → Oslo safe", "#1 Moss → Moss safe"]),
            (&[NUMBERS], &["Oslo1), 1)Bodo, Moss 1)"], &["1)Bodo → Bodo safe", "Moss 1) → Moss safe"]),
            // Several names in a field of one value.
            (&[TEXT], &["Oslo+"], &["Oslo+ → Oslo safe"]),
            (&[TEXT], &["Oslo, Bodo+", "Oslo; Bodo+"], &["Oslo, Bodo+: kept", "Oslo; Bodo+: kept"]),
            (
                &["type: list, items: { separators: [';'] }, marks: { +: seasonal }"],
                &["Oslo, Bodo+; Moss"],
                &["Oslo, Bodo+ → Oslo, Bodo safe"],
            ),
        ],
    );
}

#[test]
fn the_page_and_the_recipe_say_what_a_mark_means() {
    let case = Case { vocabulary: "{ names: [Canal+] }", columns: &[LIST], ..Case::default() };
    expect(
        &case.log("attached-mark", &["Oslo+, Bodo#, Canal+", "¶ **+** denotes a seasonal route"]),
        &[
            "5:3 Oslo+ → Oslo safe; line 7 of the page says `+ denotes a seasonal route`",
            "5:10 Bodo# → Bodo safe; the recipe says that `#` means `dropped`",
        ],
    );
}
