use super::TEXTS;
use super::log::{Case, expect};

#[test]
fn slips_in_a_scheme() {
    let case = Case { columns: &[TEXTS], ..Case::default() };
    let check = |url: &str, mended: &str| {
        let found = case.log("malformed-url", &[&format!("[Ann]({url})")]);
        match mended {
            "" => expect(&found, &[]),
            _ => expect(&found, &[&format!("5:9 `{url}` ⇒ {mended}")]),
        }
    };
    let safe = |scheme: &str, written: &str| {
        format!("`{scheme}://e.example/a`, Ann safe; `{written}` is no scheme; `{scheme}://` is")
    };
    // A colon or a slash.
    check("http//e.example/a", &safe("http", "http//"));
    check("https:/e.example/a", &safe("https", "https:/"));
    check("https:///e.example/a", &safe("https", "https:///"));
    check("HTTPS;//e.example/a", &safe("https", "https;//"));
    check("http:e.example/a", "");
    check("http/e.example/a", "");
    check("http://e.example/a", "");
    check("HTTP://e.example/a", "");
    // A letter.
    check(
        "htps://e.example",
        "`https://e.example`, Ann suggested; `htps` is no scheme, and one letter away from `https`",
    );
    check("Htp://e.example", "`http://e.example`, Ann suggested; `Htp` is no scheme, and one letter away from `http`");
    check("htt://e.example", "`http://e.example`, Ann suggested; `htt` is no scheme, and one letter away from `http`");
    check("hp://e.example", "");
    check("htps//e.example", "");
    check("htps:/e.example", "");
    check("htxs://e.example", "");
    // A scheme twice.
    for twice in ["https://https://", "http://https://", "https://https//", "http://https:/", "http://https:///"] {
        check(&format!("{twice}e.example"), "`https://e.example`, Ann safe; the scheme stands there twice");
    }
    for twice in ["http://http://", "https://http//", "https://http:/"] {
        check(&format!("{twice}e.example"), "`http://e.example`, Ann safe; the scheme stands there twice");
    }
    check("https://http://local", "");
    check("https://web.example/http://e.example", "");
    // A host with a point, of letters, digits and hyphens.
    for host in ["e-1.example:80/a", "e.example?b", "e.example#b"] {
        check(&format!("http//{host}"), &format!("`http://{host}`, Ann safe; `http//` is no scheme; `http://` is"));
    }
    for host in ["local/a.b", ".example", "e..example", "e.example.", "e_1.example", "local?a.b"] {
        check(&format!("http//{host}"), "");
        check(&format!("htps://{host}"), "");
    }
    // An address that is written otherwise than it reads.
    check("htps://e.example/?a&amp;b", "");
}
