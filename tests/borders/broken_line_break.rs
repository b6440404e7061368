use super::log::{Case, expect};
use super::{TEXT_LISTS, TEXTS, check};

/// What is proposed for a column, without the reasons.
#[track_caller]
fn mended(column: &str, rows: &[&str], expected: &[&str]) {
    let log = Case { columns: &[column], ..Case::default() }.log("broken-line-break", rows);
    let brief: Vec<String> = log.iter().map(|line| line.split_once("; `").expect("reasons").0.to_owned()).collect();
    expect(&brief, expected);
}

#[test]
fn how_often_the_page_breaks_lines() {
    check(
        "broken-line-break",
        &[
            // Three whole ones, or fewer.
            (&[TEXT_LISTS], &["Ash<br/Elm<br/>Fir<br/>Oak<br/>Yew"], &["Elm: `<br/>` safe"]),
            (&[TEXT_LISTS], &["Ash<br/Elm<br/>Fir<br/>Oak"], &["Elm: `<br/>` suggested"]),
            (&[TEXT_LISTS], &["Ash<br/Elm"], &["Elm: `<br/>` suggested"]),
            (
                &[TEXT_LISTS, TEXT_LISTS],
                &["Ash<br/Elm | Fir<br/>Oak<br/>Yew", "Box | Fig<br/>Bay"],
                &["Elm: `<br/>` safe"],
            ),
            // As it is written most, of two that are written as often the first.
            (&[TEXTS], &["Ash< br>Elm", "Fir<br>Oak<br/>Yew<br/>Box"], &["Ash< br>Elm → Ash\nElm safe"]),
        ],
    );
    let rest = "<br>Fir<br>Oak<BR/>Yew<BR/>Box";
    mended(TEXT_LISTS, &[&format!("Ash< br>Elm{rest}")], &["5:6 `< br>` ⇒ `<BR/>`, Ash< br>Elm → Ash, Elm safe"]);
    mended(TEXT_LISTS, &[&format!("Ash<br/Elm{rest}")], &["5:6 `<br/` ⇒ `<br/>`, Elm safe"]);
    mended(TEXT_LISTS, &[&format!("Ash<br Elm{rest}")], &["5:6 `<br` ⇒ `<BR/>`, Elm safe"]);
    mended(TEXT_LISTS, &[&format!("Ash</br Elm{rest}")], &["5:6 `</br` ⇒ `<BR/>`, Elm safe"]);
    mended(TEXT_LISTS, &[&format!("Ash</br/Elm{rest}")], &["5:6 `</br/` ⇒ `<BR/>`, Elm safe"]);
    mended(TEXT_LISTS, &["Ash< br>Elm"], &["5:6 `< br>` ⇒ `<br>`, Ash< br>Elm → Ash, Elm suggested"]);
}

#[test]
fn tags_that_close_nothing() {
    // Three times as many are whole, and three at least.
    mended(TEXT_LISTS, &["Ash</br>Elm<br>Fir<br>Oak<br>Yew"], &["5:6 `</br>` ⇒ `<br>`, Elm suggested"]);
    mended(TEXT_LISTS, &["Ash</br>Elm<br>Fir<br>Oak"], &[]);
    mended(TEXT_LISTS, &["Ash</br>Elm<br>Fir<br>Oak<br>Yew<br>Box<br>Fig</br>Bay"], &[]);
    mended(
        TEXT_LISTS,
        &["Ash</br>Elm<br>Fir<br>Oak<br>Yew<br>Box<br>Fig<br>Nut</br>Bay"],
        &["5:6 `</br>` ⇒ `<br>`, Elm suggested", "5:56 `</br>` ⇒ `<br>`, Bay suggested"],
    );
}

#[test]
fn tags_at_the_ends_of_a_cell() {
    mended(TEXT_LISTS, &["Ash<br/>Elm<br/"], &["5:14 `<br/` ⇒ ``, Elm suggested"]);
    mended(TEXT_LISTS, &["<br/Ash<br/>Elm"], &["5:3 `<br/` ⇒ ``, Ash suggested"]);
    mended(TEXT_LISTS, &["Ash<br/>Elm br>"], &["5:14 ` br>` ⇒ ``, Elm br> → Elm suggested"]);
    mended(TEXT_LISTS, &["br/> Ash<br/>Elm"], &["5:3 `br/>` ⇒ ``, br/> Ash → Ash suggested"]);
    // Bold may be meant there, and a word end so.
    mended(TEXT_LISTS, &["Ash<br>Elm<b>"], &[]);
    mended(TEXT_LISTS, &["<b>Ash<br>Elm"], &[]);
    mended(TEXT_LISTS, &["Ash<br>Elmbr>"], &[]);
    mended(TEXT_LISTS, &["<br/"], &[]);
}

#[test]
fn tags_that_touch_a_word() {
    let elm = ["5:6 `<br` ⇒ `<br>`, Ash<brElm → Ash, Elm suggested"];
    mended(TEXT_LISTS, &["Ash<brElm<br>Fir"], &elm);
    mended(TEXT_LISTS, &["Ash<brElm"], &[]);
    mended(TEXT_LISTS, &["Ash<br3<br>Fir"], &["5:6 `<br` ⇒ `<br>`, Ash<br3 → Ash, 3 suggested"]);
    // A small letter: of a word of five letters that stands twice elsewhere.
    let alder = ["5:6 `<br` ⇒ `<br>`, Ash<bralder → Ash, alder suggested"];
    mended(TEXT_LISTS, &["Ash<bralder<br>Fir", "¶ alder, alder"], &alder);
    mended(TEXT_LISTS, &["Ash<bralder<br>Fir", "¶ alder"], &[]);
    mended(TEXT_LISTS, &["Ash<brelms<br>Fir", "¶ elms, elms"], &[]);
    // Behind a letter.
    mended(TEXT_LISTS, &["Ashbr>Elm<br>Fir"], &["5:6 `br>` ⇒ `<br>`, Ashbr>Elm → Ash, Elm suggested"]);
    mended(TEXT_LISTS, &["Ashbr>Elm"], &["5:6 `br>` ⇒ `<br>`, Ashbr>Elm → Ash, Elm suggested"]);
    // Bold that nothing ends.
    mended(TEXT_LISTS, &["Ash<b>Elm<br>Fir"], &["5:6 `<b>` ⇒ `<br>`, AshElm suggested"]);
    mended(TEXT_LISTS, &["Ash<b>Elm"], &[]);
    mended(TEXT_LISTS, &["Ash<b>Elm</b><br>Fir"], &[]);
}

#[test]
fn tags_in_a_text_that_has_more_of_them() {
    mended(
        TEXTS,
        &["Ash<brElm<brOak<br>Fir"],
        &["5:6 `<br` ⇒ `<br>`, Ash<brElm<brOak\nFir → Ash\nElm<brOak\nFir suggested"],
    );
    mended(
        TEXTS,
        &["Ash `<br` and `<br` Elm<brOak<br>Fir"],
        &["5:26 `<br` ⇒ `<br>`, Ash <br and <br Elm<brOak\nFir → Ash <br and <br Elm\nOak\nFir suggested"],
    );
    mended(TEXTS, &["Fir<br>Ash<brElm"], &["5:13 `<br` ⇒ `<br>`, Fir\nAsh<brElm → Fir\nAsh\nElm suggested"]);
    mended(TEXTS, &["Fir<br>Ash br>Elm"], &["5:13 ` br>` ⇒ `<br>`, Fir\nAsh br>Elm → Fir\nAsh\nElm suggested"]);
    mended(
        TEXTS,
        &["Fir</br>Oak `br>` Ash br>Elm<br>Yew"],
        &["5:24 ` br>` ⇒ `<br>`, Fir\nOak br> Ash br>Elm\nYew → Fir\nOak br> Ash\nElm\nYew suggested"],
    );
    // The text and its source do not have as many.
    mended(TEXTS, &["Nut&lt;br<brElm<br>Fir"], &[]);
    mended(TEXT_LISTS, &["Ash<br>>Elm<br>Oak"], &["5:6 `<br>>` ⇒ `<br>`, >Elm → Elm suggested"]);
    mended(TEXT_LISTS, &["Ash<<br>Elm<br>Oak"], &["5:6 `<<br>` ⇒ `<br>`, Ash< → Ash suggested"]);
    mended(
        "type: list, items: { separators: [','] }",
        &["Ash, Elm< br>Fir"],
        &["5:11 `< br>` ⇒ `<br>`, Elm< br>Fir → Elm\nFir suggested"],
    );
}

#[test]
fn what_is_told_of_a_tag() {
    let log = |rows: &[&str]| Case { columns: &[TEXT_LISTS], ..Case::default() }.log("broken-line-break", rows);
    let often = "line breaks stand in the page's tables";
    for (rows, why) in [
        (&["Ash< br>Elm"][..], "`< br>` is no tag; `<br>` breaks a line".to_owned()),
        (&["Ash br/>Elm<br/>Fir"], format!("`br/>` is no tag; {often} once, most as `<br/>`")),
        (&["Ash<b>Elm<br>Fir<br>Oak"], format!("`<b>` makes bold what nothing ends; {often} twice, most as `<br>`")),
        (
            &["Ash</br>Elm<br>Fir<br>Oak<br>Yew"],
            format!("`</br>` closes a tag that has no end; {often} 3 times, most as `<br>`"),
        ),
    ] {
        let found = log(rows);
        assert!(found.len() == 1 && found[0].ends_with(&format!("; {why}")), "{found:?}");
    }
}
