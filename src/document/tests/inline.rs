//! What a reader sees in the cells of a pipe table, piece by piece, with the places of all of it.

use super::{compare, first_table, rich};
use crate::document::laws::parse;

/// The only cell of a table on a page that explains the mark 1 and defines `[ref]`.
#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    compare(cases, |cell| {
        let page = format!("| a |\n|---|\n| {cell} |\n\n[^1]: note\n\n[ref]: /r\n");
        vec![rich(&page, &first_table(&page).rows[0].cells[0].content)]
    });
}

#[test]
fn pieces_stand_where_they_say() {
    check(&[
        ("ab", &["‹ab›"]),
        ("a &amp; b", &["‹a ›‹&›=‹&amp;›‹ b›"]),
        ("a \\| b", &["‹a ›‹| b›"]),
        ("`a \\| b`", &["code‹a ›code‹| b›"]),
        ("`` a`b ``", &["code‹a`b›"]),
        ("a \\* b", &["‹a ›‹* b›"]),
        ("a<br>b", &["‹a›break=‹<br>›‹b›"]),
        ("a<br/b", &["‹a›break=‹<br/›‹b›"]),
        ("a<BR c", &["‹a›break=‹<BR›‹ c›"]),
        ("a</brb", &["‹a›break=‹</br›‹b›"]),
        ("a</br/b<br", &["‹a›break=‹</br/›‹b›"]),
        ("a<brand b", &["‹a<brand b›"]),
        (
            "**a<br/b** [c<br/d](e) ~~f<br/g~~ h[^1]",
            &[
                "‹a›break=‹<br/›‹b›‹ ›‹c›break=‹<br/›‹d›‹ ›‹f›break=‹<br/›‹g›‹ h› link ‹c⏎d›@4 to e ‹e› of ‹[c<br/d](e)› note 1@13 of ‹[^1]› strong ‹a⏎b›@0 struck ‹f⏎g›@8",
            ],
        ),
        ("\\<br/a &lt;br/b", &["‹<br/a ›‹<›=‹&lt;›‹br/b›"]),
        ("<ul><li>a</li><li>b</li></ul>", &["‹a›break=‹</li>›‹b›"]),
        ("a <p>b", &["‹a ›break=‹<p>›‹b›"]),
        ("a<br><p>b", &["‹a›break=‹<br>›‹b›"]),
    ]);
}

#[test]
fn links_and_images() {
    check(&[
        ("[a](b) c", &["‹a›‹ c› link ‹a›@0 to b ‹b› of ‹[a](b)›"]),
        (
            "[a](<b c>) [ref] [d][ref] [ref][] [e]",
            &[
                "‹a›‹ ›‹ref›‹ ›‹d›‹ ›‹ref›‹ [e]› link ‹a›@0 to b c ‹b c› of ‹[a](<b c>)› link ‹ref›@2 to /r ‹[ref]› of ‹[ref]› link ‹d›@6 to /r ‹[d][ref]› of ‹[d][ref]› link ‹ref›@8 to /r ‹[ref]› of ‹[ref]›",
            ],
        ),
        (
            "[a](b \"t\") <https://e.example/f>",
            &[
                "‹a›‹ ›‹https://e.example/f› link ‹a›@0 to b ‹b› of ‹[a](b \"t\")› link ‹https://e.example/f›@2 to https://e.example/f ‹https://e.example/f› of ‹<https://e.example/f>›",
            ],
        ),
        ("[a](c)a", &["‹a›‹a› link ‹a›@0 to c ‹c› of ‹[a](c)›"]),
        ("[](c)", &[" link ‹›@0 to c ‹c› of ‹[](c)›"]),
        ("![a b](c) d", &["‹a b›‹ d› image ‹a b›@0 c of ‹![a b](c)›"]),
        ("![](c)", &["‹c›=‹![](c)› image ‹c›@0 c of ‹![](c)›"]),
        ("[![a](b)](c)", &["‹a› link ‹a›@0 to c ‹c› of ‹[![a](b)](c)› image ‹a›@0 b of ‹![a](b)›"]),
        (
            "see https://e.example/a, or www.e.example.",
            &[
                "‹see https://e.example/a, or www.e.example.› link ‹https://e.example/a›@4 to https://e.example/a ‹https://e.example/a› of ‹https://e.example/a› link ‹www.e.example›@28 to http://www.e.example ‹www.e.example› of ‹www.e.example›",
            ],
        ),
        (
            "[https://e.example](x) https://f.example [y](https://g.example)",
            &[
                "‹https://e.example›‹ https://f.example ›‹y› link ‹https://e.example›@0 to x ‹x› of ‹[https://e.example](x)› link ‹https://f.example›@18 to https://f.example ‹https://f.example› of ‹https://f.example› link ‹y›@36 to https://g.example ‹https://g.example› of ‹[y](https://g.example)›",
            ],
        ),
        ("<a href=\"b\">c</a> d", &["‹c›‹ d› link ‹c›@0 to b ‹b› of ‹<a href=\"b\">c</a>›"]),
        ("<a href=b> c </a>", &["‹c› link ‹c›@0 to b ‹b› of ‹<a href=b> c </a>›"]),
        (
            "<a href='b'>c <a href='d'>e",
            &["‹c ›‹e› link ‹c›@0 to b ‹b› of ‹<a href='b'>c › link ‹e›@2 to d ‹d› of ‹<a href='d'>e›"],
        ),
        ("<a>b</a> <a name=\"c\">d</a>", &["‹b›‹ ›‹d› anchor c of ‹<a name=\"c\">›"]),
        ("<img src=a alt='b  c'> d", &["‹b c›=‹b  c›‹ d› image ‹b c›@0 a of ‹<img src=a alt='b  c'>›"]),
        ("<img src=a> d", &["‹d› image ‹›@0 a of ‹<img src=a>›"]),
        ("<img alt=b>", &["‹b›=‹b›"]),
        ("<Check />", &["‹<Check />›=‹<Check />›"]),
        (
            "<Check /> <a href=b><Cross /></a>",
            &[
                "‹<Check />›=‹<Check />›‹ ›=‹ <a href=b>›‹<Cross />›=‹<Cross />› link ‹<Cross />›@10 to b ‹b› of ‹<a href=b><Cross /></a>›",
            ],
        ),
    ]);
}

#[test]
fn emphasis_and_marks_beside_a_text() {
    check(&[
        ("**a** *b* _c_ __d__", &["‹a›‹ ›‹b›‹ ›‹c›‹ ›‹d› strong ‹a›@0 strong ‹b›@2 strong ‹c›@4 strong ‹d›@6"]),
        ("***a***", &["‹a› strong ‹a›@0 strong ‹a›@0"]),
        ("*a **b** c*", &["‹a ›‹b›‹ c› strong ‹b›@2 strong ‹a b c›@0"]),
        ("** **", &["‹** **›"]),
        ("a[^1] b[^2]", &["‹a›‹ b[^2]› note 1@1 of ‹[^1]›"]),
        (
            "a<sup>1</sup> b<sup>2</sup> c<sup>x</sup> <sup></sup>",
            &["‹a›‹ b›‹²›=‹<sup>2</sup>›‹ c›‹x› note 1@1 of ‹<sup>1</sup>› raised ‹²›@3 raised ‹x›@7"],
        ),
        (
            "~~a~~ <del>b</del> <s>c</s> H<sub>2</sub>O",
            &["‹a›‹ ›‹b›‹ ›‹c›‹ H›‹₂›=‹<sub>2</sub>›‹O› struck ‹a›@0 struck ‹b›@2 struck ‹c›@4 lowered ‹₂›@7"],
        ),
        ("**a<sup>*1*</sup>** b", &["‹a›‹ b› note 1@1 of ‹<sup>*1*</sup>› strong ‹a›@0"]),
        ("a<sup>**1**</sup> **b**", &["‹a›‹ ›‹b› note 1@1 of ‹<sup>**1**</sup>› strong ‹b›@2"]),
        (
            "a<sup>[1](#n)</sup> [b](c)",
            &[
                "‹a›‹ ›‹b› link ‹›@1 to #n ‹#n› of ‹[1](#n)› link ‹b›@2 to c ‹c› of ‹[b](c)› note 1@1 of ‹<sup>[1](#n)</sup>›",
            ],
        ),
        (
            "a<sup>![1](i.png)</sup> ![b](c)",
            &[
                "‹a›‹ ›‹b› image ‹›@1 i.png of ‹![1](i.png)› image ‹b›@2 c of ‹![b](c)› note 1@1 of ‹<sup>![1](i.png)</sup>›",
            ],
        ),
        ("a<sup>~~1~~</sup> ~~b~~", &["‹a›‹ ›‹b› note 1@1 of ‹<sup>~~1~~</sup>› struck ‹b›@2"]),
        ("a<sup>`1`</sup> `b`", &["‹a›‹ ›code‹b› note 1@1 of ‹<sup>`1`</sup>›"]),
        ("a<sup>b<sup>1</sup> c</sup>", &["‹a›‹b›‹ c› note 1@2 of ‹<sup>1</sup>› raised ‹b c›@1"]),
        ("[a<sup>1</sup>](b) c", &["‹a›‹ c› link ‹a›@0 to b ‹b› of ‹[a<sup>1</sup>](b)› note 1@1 of ‹<sup>1</sup>›"]),
        (
            "<a href=b>a<sup>1</sup></a> c",
            &["‹a›‹ c› link ‹a›@0 to b ‹b› of ‹<a href=b>a<sup>1</sup></a>› note 1@1 of ‹<sup>1</sup>›"],
        ),
        (
            "<a href=b>a</a><sup><a href=c>1</a></sup> d",
            &[
                "‹a›‹ d› link ‹a›@0 to b ‹b› of ‹<a href=b>a</a>› link ‹›@1 to c ‹c› of ‹<a href=c>1</a>› note 1@1 of ‹<sup><a href=c>1</a></sup>›",
            ],
        ),
        ("![a<sup>1</sup>](b) c", &["‹a›‹ c› image ‹a›@0 b of ‹![a<sup>1</sup>](b)› note 1@1 of ‹<sup>1</sup>›"]),
        ("a<sup>1[^1]</sup> b", &["‹a›‹ b› note 1@1 of ‹[^1]› note 1@1 of ‹<sup>1[^1]</sup>›"]),
        ("a<sup>[^1]1</sup> b", &["‹a›‹ b› note 1@1 of ‹[^1]› note 1@1 of ‹<sup>[^1]1</sup>›"]),
        ("2<sup>*3*</sup> b", &["‹2›‹³›=‹<sup>*3*</sup>›‹ b› raised ‹³›@1"]),
        ("2<sup>3</sup><sup>4</sup>", &["‹2›‹³›=‹<sup>3</sup>›‹⁴›=‹<sup>4</sup>› raised ‹³›@1 raised ‹⁴›@3"]),
        ("2<sup>3 **a**</sup> b", &["‹2›‹3 ›‹a›‹ b› strong ‹a›@3 raised ‹3 a›@1"]),
        ("<sub>a</sub> <del></del> <del>b", &["‹a›‹ ›‹ ›‹b› lowered ‹a›@0"]),
    ]);
}

#[test]
fn places_that_links_lead_to() {
    check(&[
        ("<a name=\"b\"></a>c", &["‹c› anchor b of ‹<a name=\"b\">›"]),
        (
            "<a name='b'></a><a id=c></a><b id=d>e</b>",
            &["‹e› anchor b of ‹<a name='b'>› anchor c of ‹<a id=c>› anchor d of ‹<b id=d>›"],
        ),
        ("<a name=\"\"></a><a class=b></a>", &["‹<a class=b>›=‹<a class=b>›"]),
        ("<A NAME=b></A>", &[" anchor b of ‹<A NAME=b>›"]),
    ]);
}

#[test]
fn lines_of_a_paragraph_are_one_text() {
    let item = |text: &str| {
        let page = format!("- {text}\n\n[^1]: note\n");
        vec![rich(&page, &parse(&page).lists[0].items[0].content)]
    };
    compare(
        &[
            ("a\n  b", &["‹a›‹ ›=‹⏎›‹b›"]),
            ("a  \n  b", &["‹a›break=‹  ⏎›‹b›"]),
            ("a\\\n  b", &["‹a›break=‹\\⏎›‹b›"]),
            ("a\nb", &["‹a›‹ ›=‹⏎›‹b›"]),
            ("a\n      - b", &["‹a›‹ ›=‹⏎›‹- b›"]),
            ("a\n  1 b", &["‹a›‹ ›=‹⏎›‹1 b›"]),
            ("**a\n  b** c", &["‹a›‹ ›=‹⏎›‹b›‹ c› strong ‹a b›@0"]),
            ("`a\n  b` c", &["‹a b›=‹`a⏎  b`›‹ c›"]),
            ("[a\n  b](c\n  \"d\")", &["‹a›‹ ›=‹⏎›‹b› link ‹a b›@0 to c ‹c› of ‹[a⏎  b](c⏎  \"d\")›"]),
            ("a\n  [^x\n  y] b", &["‹a›‹ ›=‹⏎›‹[^x›‹ ›=‹⏎›‹y] b›"]),
            ("a [^x \n  y] b", &["‹a [^x›‹ ›=‹ ⏎›‹y] b›"]),
            ("a <b\n  c> d", &["‹a ›‹ d›"]),
            ("a \\| b", &["‹a ›‹| b›"]),
            ("![](c)", &["‹c›=‹![](c)› image ‹c›@0 c of ‹![](c)›"]),
        ],
        item,
    );
}

#[test]
fn code_over_two_lines_has_none_of_the_blanks_that_guard_the_second_one() {
    let cases = [
        ("x <table><td>`a\n| b`\n", "a | b"),
        ("x <table>``<td>|`\n| `", "||"),
        ("x <table><td>`` `a\n2 b\nc ``\n", "`a 2 b c"),
        ("x <table><td>`a\nb\n[ c`\n", "a b [ c"),
    ];
    for (page, expected) in cases {
        let document = crate::document::laws::parse(page);
        let last = document.tables[0].cells().last().map(|cell| cell.content.text());
        assert_eq!(last, Some(expected), "{page:?}");
        crate::document::laws::has_sound_places(page, &document);
    }
}
