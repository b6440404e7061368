//! What a reader sees in a cell of an HTML table, piece by piece, with the places of all of it.

use super::{compare, first_table, quoted, rich};

/// The only cell of a table on a page that explains the mark 1.
#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    compare(cases, |cell| {
        let page = format!("<table><tr><td>{cell}</table>\n\n[^1]: note\n");
        let cell = &first_table(&page).rows[0].cells[0];
        vec![format!("{}: {}", quoted(&page[cell.span.range()]), rich(&page, &cell.content))]
    });
}

#[test]
fn blanks_and_breaks() {
    check(&[
        ("", &["‹›: "]),
        (" ", &["‹›: "]),
        (" a ", &["‹a›: ‹a›"]),
        ("a  b", &["‹a  b›: ‹a ›‹b›"]),
        ("a\n\tb", &["‹a⏎\tb›: ‹a›‹ ›=‹⏎\t›‹b›"]),
        ("a \n b", &["‹a ⏎ b›: ‹a ›‹b›"]),
        ("a&#32;&#32;b", &["‹a&#32;&#32;b›: ‹a›‹ ›=‹&#32;›‹b›"]),
        ("&#32;a&#10;", &["‹&#32;a&#10;›: ‹a›"]),
        ("a &amp; b & c &x; d", &["‹a &amp; b & c &x; d›: ‹a ›‹&›=‹&amp;›‹ b & c &x; d›"]),
        ("a&nbsp;&nbsp;b", &["‹a&nbsp;&nbsp;b›: ‹a›‹\u{a0}›=‹&nbsp;›‹\u{a0}›=‹&nbsp;›‹b›"]),
        ("a <br> b", &["‹a <br> b›: ‹a›break=‹<br>›‹b›"]),
        ("a<br><br>b<br>", &["‹a<br><br>b<br>›: ‹a›break=‹<br>›break=‹<br>›‹b›"]),
        ("<br>a", &["‹<br>a›: ‹a›"]),
        ("a <p> b </p> c", &["‹a <p> b </p> c›: ‹a›break=‹<p>›‹b›break=‹</p>›‹c›"]),
        ("a<p></p>b", &["‹a<p></p>b›: ‹a›break=‹<p>›‹b›"]),
        ("<p>a<br></p>b", &["‹<p>a<br></p>b›: ‹a›break=‹<br>›‹b›"]),
        ("<div><p>a</p></div>", &["‹<div><p>a</p></div>›: ‹a›"]),
        ("a<hr>b", &["‹a<hr>b›: ‹a›break=‹<hr>›‹b›"]),
        ("a<hr><br>b", &["‹a<hr><br>b›: ‹a›break=‹<br>›‹b›"]),
        ("a<b> </b>b", &["‹a<b> </b>b›: ‹a›‹ ›‹b›"]),
        ("a<b> </b> b", &["‹a<b> </b> b›: ‹a›‹ ›‹b›"]),
    ]);
}

#[test]
fn code_and_preformatted_text() {
    check(&[
        ("<code>a  b</code> c", &["‹<code>a  b</code> c›: code‹a ›code‹b›‹ c›"]),
        ("<code>a &lt; b</code>c", &["‹<code>a &lt; b</code>c›: code‹a ›‹<›=‹&lt;›code‹ b›‹c›"]),
        ("<code>a<code>b</code>c</code>d", &["‹<code>a<code>b</code>c</code>d›: code‹a›code‹b›code‹c›‹d›"]),
        ("</code>a<code>b", &["‹</code>a<code>b›: ‹a›code‹b›"]),
        ("<pre>a  b\n c</pre>d", &["‹<pre>a  b⏎ c</pre>d›: code‹a  b›break=‹⏎›code‹ c›break=‹</pre>›‹d›"]),
        ("<pre>\na\n</pre>", &["‹<pre>⏎a⏎</pre>›: code‹a›"]),
        ("a<pre>\nb</pre>", &["‹a<pre>⏎b</pre>›: ‹a›break=‹<pre>›code‹b›"]),
        ("<pre>a \nb</pre>", &["‹<pre>a ⏎b</pre>›: code‹a ›break=‹⏎›code‹b›"]),
        ("<pre>a&#32;b</pre>", &["‹<pre>a&#32;b</pre>›: code‹a›‹ ›=‹&#32;›code‹b›"]),
        (
            "<pre><pre>a</pre>  b</pre>  c",
            &["‹<pre><pre>a</pre>  b</pre>  c›: code‹a›break=‹</pre>›code‹  b›break=‹</pre>›‹c›"],
        ),
        ("a </pre> b", &["‹a </pre> b›: ‹a ›‹b›"]),
    ]);
}

#[test]
fn links_and_images() {
    check(&[
        ("<a href='b'>c</a> d", &["‹<a href='b'>c</a> d›: ‹c›‹ d› link ‹c›@0 to b ‹b› of ‹<a href='b'>c</a>›"]),
        ("<a href=b> c </a>d", &["‹<a href=b> c </a>d›: ‹c ›‹d› link ‹c›@0 to b ‹b› of ‹<a href=b> c </a>›"]),
        (
            "<a href=b>c<a href=d>e</a>",
            &[
                "‹<a href=b>c<a href=d>e</a>›: ‹c›‹e› link ‹c›@0 to b ‹b› of ‹<a href=b>c› link ‹e›@1 to d ‹d› of ‹<a href=d>e</a>›",
            ],
        ),
        ("<a href=b>c", &["‹<a href=b>c›: ‹c› link ‹c›@0 to b ‹b› of ‹<a href=b>c›"]),
        ("<a>c</a>", &["‹<a>c</a>›: ‹c›"]),
        ("a<p><a href=b></a>c", &["‹a<p><a href=b></a>c›: ‹a›break=‹<p>›‹c› link ‹›@2 to b ‹b› of ‹<a href=b></a>›"]),
        ("<a href=b></a>c", &["‹<a href=b></a>c›: ‹c› link ‹›@0 to b ‹b› of ‹<a href=b></a>›"]),
        (
            "a<br><a href=b>c</a>",
            &["‹a<br><a href=b>c</a>›: ‹a›break=‹<br>›‹c› link ‹c›@2 to b ‹b› of ‹<a href=b>c</a>›"],
        ),
        ("a<p><a href=b>c</a>", &["‹a<p><a href=b>c</a>›: ‹a›break=‹<p>›‹c› link ‹c›@2 to b ‹b› of ‹<a href=b>c</a>›"]),
        (
            "<p>a <a href=b></a></p>c",
            &["‹<p>a <a href=b></a></p>c›: ‹a›break=‹</p>›‹c› link ‹›@1 to b ‹b› of ‹<a href=b></a>›"],
        ),
        (
            "a <a href=b></a><br>c",
            &["‹a <a href=b></a><br>c›: ‹a›break=‹<br>›‹c› link ‹›@1 to b ‹b› of ‹<a href=b></a>›"],
        ),
        (
            "<img src=a alt='b  c'>d",
            &["‹<img src=a alt='b  c'>d›: ‹b c›=‹b  c›‹d› image ‹b c›@0 a of ‹<img src=a alt='b  c'>›"],
        ),
        (
            "<img src=a alt=b><img src=c alt=d>",
            &[
                "‹<img src=a alt=b><img src=c alt=d>›: ‹b›=‹b›‹d›=‹d› image ‹b›@0 a of ‹<img src=a alt=b>› image ‹d›@1 c of ‹<img src=c alt=d>›",
            ],
        ),
        (
            "a<p><img src=b alt=c>",
            &["‹a<p><img src=b alt=c>›: ‹a›break=‹<p>›‹c›=‹c› image ‹c›@2 b of ‹<img src=b alt=c>›"],
        ),
        ("<img src=a>", &["‹<img src=a>›: ‹a›=‹<img src=a>› image ‹a›@0 a of ‹<img src=a>›"]),
        ("<img alt=a>", &["‹<img alt=a>›: ‹a›=‹a›"]),
        (
            "<a href=b><img src=a></a>",
            &[
                "‹<a href=b><img src=a></a>›: ‹a›=‹<img src=a>› link ‹a›@0 to b ‹b› of ‹<a href=b><img src=a></a>› image ‹a›@0 a of ‹<img src=a>›",
            ],
        ),
        ("<Check /> <Cross />", &["‹<Check /> <Cross />›: ‹<Check />›=‹<Check />›‹ ›=‹ ›‹<Cross />›=‹<Cross />›"]),
        (
            "<Check /><br><Cross />",
            &["‹<Check /><br><Cross />›: ‹<Check />›=‹<Check />›break=‹<br>›‹<Cross />›=‹<Cross />›"],
        ),
        ("<i class=a></i>", &["‹<i class=a></i>›: ‹<i class=a>›=‹<i class=a>›"]),
        (
            "<a name=b></a><p id=c>d</p><b name=e>f</b><b id=''>g</b>",
            &[
                "‹<a name=b></a><p id=c>d</p><b name=e>f</b><b id=''>g</b>›: ‹d›break=‹</p>›‹f›‹g› anchor b of ‹<a name=b>› anchor c of ‹<p id=c>›",
            ],
        ),
    ]);
}

#[test]
fn marks_beside_a_text() {
    check(&[
        ("a<sup>1</sup> b", &["‹a<sup>1</sup> b›: ‹a›‹ b› note 1@1 of ‹<sup>1</sup>›"]),
        (
            "a<sup>2</sup> b<sup>x</sup> <sup></sup>c",
            &[
                "‹a<sup>2</sup> b<sup>x</sup> <sup></sup>c›: ‹a›‹²›=‹<sup>2</sup>›‹ b›‹x›‹ ›‹c› raised ‹²›@1 raised ‹x›@5",
            ],
        ),
        (
            "<del>a</del> <s>b</s> H<sub>2</sub>O",
            &[
                "‹<del>a</del> <s>b</s> H<sub>2</sub>O›: ‹a›‹ ›‹b›‹ H›‹₂›=‹<sub>2</sub>›‹O› struck ‹a›@0 struck ‹b›@2 lowered ‹₂›@5",
            ],
        ),
        ("<del>a", &["‹<del>a›: ‹a›"]),
        ("<del> a </del>b", &["‹<del> a </del>b›: ‹a ›‹b› struck ‹a ›@0"]),
        ("<sup>1</sup>a", &["‹<sup>1</sup>a›: ‹a› note 1@0 of ‹<sup>1</sup>›"]),
        (" <sup>1</sup>", &["‹<sup>1</sup>›:  note 1@0 of ‹<sup>1</sup>›"]),
        (
            "a<sup><a href=b>1</a></sup> <a href=c>d</a>",
            &[
                "‹a<sup><a href=b>1</a></sup> <a href=c>d</a>›: ‹a›‹ ›‹d› link ‹›@1 to b ‹b› of ‹<a href=b>1</a>› link ‹d›@2 to c ‹c› of ‹<a href=c>d</a>› note 1@1 of ‹<sup><a href=b>1</a></sup>›",
            ],
        ),
        (
            "a<sup><img src=b alt=1></sup> <img src=c alt=d>",
            &[
                "‹a<sup><img src=b alt=1></sup> <img src=c alt=d>›: ‹a›‹ ›‹d›=‹d› image ‹›@1 b of ‹<img src=b alt=1>› image ‹d›@2 c of ‹<img src=c alt=d>› note 1@1 of ‹<sup><img src=b alt=1></sup>›",
            ],
        ),
        (
            "a<sup><del>1</del></sup> <del>d</del>",
            &["‹a<sup><del>1</del></sup> <del>d</del>›: ‹a›‹ ›‹d› note 1@1 of ‹<sup><del>1</del></sup>› struck ‹d›@2"],
        ),
        (
            "a<sup>b<sup>1</sup>c</sup>",
            &["‹a<sup>b<sup>1</sup>c</sup>›: ‹a›‹b›‹c› note 1@2 of ‹<sup>1</sup>› raised ‹bc›@1"],
        ),
        (
            "<a href=b>a<sup>1</sup></a>c",
            &[
                "‹<a href=b>a<sup>1</sup></a>c›: ‹a›‹c› link ‹a›@0 to b ‹b› of ‹<a href=b>a<sup>1</sup></a>› note 1@1 of ‹<sup>1</sup>›",
            ],
        ),
        ("a<p><sup>2</sup>b", &["‹a<p><sup>2</sup>b›: ‹a›break=‹<p>›‹2›‹b› raised ‹2›@2"]),
        ("a<p><sup>1</sup>b", &["‹a<p><sup>1</sup>b›: ‹a›break=‹<p>›‹b› note 1@2 of ‹<sup>1</sup>›"]),
        ("<p>a <del> </del></p>b", &["‹<p>a <del> </del></p>b›: ‹a›break=‹</p>›‹b›"]),
        ("<p>a <del>b </del></p>c", &["‹<p>a <del>b </del></p>c›: ‹a ›‹b›break=‹</p>›‹c› struck ‹b›@2"]),
        (
            "<p>a <a href=b>c </a></p>d",
            &["‹<p>a <a href=b>c </a></p>d›: ‹a ›‹c›break=‹</p>›‹d› link ‹c›@2 to b ‹b› of ‹<a href=b>c </a>›"],
        ),
        ("a <del> b</del> ", &["‹a <del> b</del>›: ‹a ›‹b› struck ‹b›@2"]),
        (
            "<br><del>a</del> <a href=b>c</a> d<sup>1</sup>",
            &[
                "‹<br><del>a</del> <a href=b>c</a> d<sup>1</sup>›: ‹a›‹ ›‹c›‹ d› link ‹c›@2 to b ‹b› of ‹<a href=b>c</a>› note 1@5 of ‹<sup>1</sup>› struck ‹a›@0",
            ],
        ),
    ]);
}

#[test]
fn markdown_between_the_tags() {
    check(&[
        ("\n\n**a** `b`\n\n", &["‹**a** `b`›: ‹a›‹ ›code‹b› strong ‹a›@0"]),
        (
            "x\n\n[a](b) c[^1]\n\n",
            &["‹x⏎⏎[a](b) c[^1]›: ‹x›break=‹›‹a›‹ c› link ‹a›@2 to b ‹b› of ‹[a](b)› note 1@5 of ‹[^1]›"],
        ),
        (
            " x \n\n*a* ![b](c) ~~d~~\n\ny",
            &[
                "‹x ⏎⏎*a* ![b](c) ~~d~~⏎⏎y›: ‹x›break=‹›‹a›‹ ›‹b›‹ ›‹d›break=‹›‹y› image ‹b›@4 c of ‹![b](c)› strong ‹a›@2 struck ‹d›@6",
            ],
        ),
        ("x\n\n```\na\n b\n```\n\ny", &["‹x⏎⏎```⏎a⏎ b⏎```⏎⏎y›: ‹x›break=‹›code‹a›break=‹⏎›code‹ b›break=‹›‹y›"]),
        ("\n\n    a\n\n    b\n\n", &["‹a⏎⏎    b›: code‹a›break=‹⏎›break=‹⏎    ›code‹b›"]),
        ("x\n\n![](c)\n\n", &["‹x⏎⏎![](c)›: ‹x› image ‹›@1 c of ‹![](c)›"]),
        ("\n\n![](c)\n\n", &["‹![](c)›: ‹c›=‹![](c)› image ‹c›@0 c of ‹![](c)›"]),
        ("x\n\n<!-- a -->\n\ny", &["‹x⏎⏎<!-- a -->⏎⏎y›: ‹x›break=‹›‹y›"]),
        ("\n\n&nbsp;\n\n*a*\n\n", &["‹&nbsp;⏎⏎*a*›: ‹\u{a0}›=‹&nbsp;›break=‹›‹a› strong ‹a›@3"]),
        ("\n\n<a name=b></a>**a**\n\n", &["‹<a name=b></a>**a**›: ‹a› anchor b of ‹<a name=b>› strong ‹a›@0"]),
    ]);
}
