//! Text as YAML: bare where every reader reads it as that text, else in double quotes.
//!
//! It knows YAML's rules for scalars (YAML 1.2.2, section 7.3, and the words of YAML 1.1 that older readers take for
//! something else), no recipe. Where a rule is hard to state, the text is quoted: quotes never change what is read.

/// A text as a scalar that may stand in a flow mapping, in a list, or as a key.
pub(crate) fn quoted(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { in_quotes(text) }
}

/// Texts as a flow list: `[a, "b: c"]`.
pub fn flow_list<S: AsRef<str>>(texts: impl IntoIterator<Item = S>) -> String {
    let items: Vec<String> = texts.into_iter().map(|text| quoted(text.as_ref())).collect();
    format!("[{}]", items.join(", "))
}

/// Words that some reader takes for a boolean, for nothing, or for a merge.
const WORDS: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];

/// Letters, digits and a few signs inside, starting with a letter, ending with a letter, a digit or a bracket.
fn is_plain(text: &str) -> bool {
    let is_inner =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '/' | '(' | ')' | '&' | '\'' | '’' | '+');
    let is_sound = |c: char| !c.is_ascii_digit() && c.is_alphanumeric();
    text.starts_with(is_sound)
        && text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '.' | '+'))
        && text.chars().all(is_inner)
        && !WORDS.contains(&text.to_lowercase().as_str())
        || is_sign(text)
        || is_unit(text)
}

/// A sign that is no indicator of YAML.
fn is_sign(text: &str) -> bool {
    matches!(text, "+" | "✓" | "✔" | "✅" | "❌" | "✗" | "✘" | "†" | "‡" | "–" | "—")
}

/// Digits and letters such as `10G`, which no reader takes for a number: a letter that is in none of `1e5`, `0x1F`, `0o7`, `1_000`.
fn is_unit(text: &str) -> bool {
    let is_telling = |byte: u8| matches!(byte.to_ascii_lowercase(), b'g'..=b'm' | b'p'..=b'w');
    text.starts_with(|first: char| first.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().any(is_telling)
}

/// Escapes as JSON does, and whatever a terminal or an editor would not show.
fn in_quotes(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            hidden if is_hidden(hidden) && u32::from(hidden) <= 0xffff => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(hidden)));
            }
            hidden if is_hidden(hidden) => quoted.push_str(&format!("\\U{:08x}", u32::from(hidden))),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// Control characters, marks of direction and of byte order, separators of lines, blanks that look like others, private use.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
                | '\u{fff0}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}'
        )
}

/// A text as a part of a comment: in one line, without what a terminal would act on.
pub(crate) fn in_comment(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line.chars().map(|character| if is_hidden(character) { '\u{fffd}' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::parse_recipe;

    /// Whether a text is read back as it was, as a value, in lists, and as a key.
    fn check(text: &str) {
        let shown = quoted(text);
        let recipe = format!(
            "recipe: r\ntitle: {shown} # comment\ndatasets:\n  d:\n    tables: [{{ under: a }}]\n    fields:\n      \
             - {{ name: a, from: A, missing_values: [{shown}, a], marks: {{ {shown}: {shown} }} }}\n"
        );
        let read = parse_recipe("r.yaml", &recipe).unwrap_or_else(|error| panic!("{text:?} as {shown}: {error}"));
        assert_eq!(read.title.as_deref(), Some(text), "{shown}");
        assert_eq!(read.datasets[0].schema.fields[0].missing_values, [text, "a"], "{shown}");
        assert_eq!(read.datasets[0].fields[0].marks.get(text).map(String::as_str), Some(text), "{shown}");
    }

    #[test]
    fn what_is_quoted_is_read_back() {
        let texts = [
            "plain",
            "two words",
            "it's",
            "a & b",
            "C++",
            "Größe",
            "名前",
            "",
            " ",
            " a",
            "a ",
            "a: b",
            "a:",
            "a #b",
            "#",
            "- a",
            "-",
            "?",
            "? a",
            "!",
            "&a",
            "*",
            "|",
            ">",
            "%",
            "@",
            "`",
            "~",
            "null",
            "Null",
            "NULL",
            "yes",
            "No",
            "on",
            "OFF",
            "y",
            "N",
            "true",
            "False",
            "1",
            "-1",
            "007",
            "0x10",
            "0o7",
            "1e5",
            "1.0",
            ".5",
            "1:20",
            "1_000",
            "2020-01-01",
            "+1",
            ".inf",
            ".NaN",
            "=",
            "<<",
            "[a]",
            "{a}",
            "a, b",
            "a]",
            "a}",
            "\"",
            "'",
            "'a'",
            "\\",
            "a\nb",
            "a\tb",
            "\u{7}",
            "\u{1b}[31m",
            "\u{feff}a",
            "a\u{2028}b",
            "\u{202e}x",
            "\u{a0}",
            "😀",
            "✅",
            "✔\u{fe0f}",
            "10G",
            "100G",
            "1d5",
            "12e3",
            "0b1",
            "---",
            "...",
            "n/a",
            "a'b\"c",
            "\u{e0001}",
            "\u{10ffff}",
            "\u{85}",
            "e5",
            "E",
            "infinity",
            "a\\u0041",
            "l",
            "10L",
        ];
        texts.into_iter().for_each(check);
    }

    #[test]
    fn plain_texts_stay_bare() {
        for text in ["Service providers", "n/a", "10G", "AT&T NetBond", "Global CloudXchange (GCX)", "+", "Größe"] {
            assert_eq!(quoted(text), text);
        }
        for text in ["", "no", "12", "a: b", "1e5", "- a"] {
            assert_eq!(quoted(text), format!("\"{text}\""));
        }
        assert_eq!(flow_list(["a", "b, c"]), "[a, \"b, c\"]");
        assert_eq!(in_comment("a\n\u{1b}b"), "a \u{fffd}b");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_back(text in "[ -~]{0,12}|\\PC{0,6}|[\\x00-\\x{10ffff}]{0,4}") {
            check(&text);
        }
    }
}
