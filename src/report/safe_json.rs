//! JSON that is safe in a log: the same document, with every hostile character of a text as `\u001b`.
//!
//! A reader of JSON gets the text as it was, so nothing is lost, and a terminal or a log viewer that shows the document
//! gets nothing to obey. `##`, which starts a command of some log viewers, is broken up likewise. It knows JSON and no
//! findings.

use serde_json::Value as Json;

use crate::escape::is_hostile;

/// A value on one line, without a line end.
pub(super) fn on_one_line(value: &Json) -> String {
    safe(&value.to_string())
}

/// A value laid out for people, without a line end.
pub(super) fn laid_out(value: &Json) -> String {
    safe(&format!("{value:#}"))
}

/// Outside its texts JSON is plain ASCII, and inside them each of these characters may stand as an escape.
fn safe(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    let mut units = [0; 2];
    for character in json.chars() {
        let follows_hash = character == '#' && safe.ends_with('#');
        if is_hostile(character) || follows_hash {
            character.encode_utf16(&mut units).iter().for_each(|unit| safe.push_str(&format!("\\u{unit:04x}")));
        } else {
            safe.push(character);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reader_gets_what_was_written() {
        let hostile: String = (0..=0x2100).filter_map(char::from_u32).chain(['\u{feff}', '\u{fffe}', '👩']).collect();
        for text in [hostile.as_str(), "##[error]x", "####", "\"\\\u{1b}", "東京"] {
            let value = json!({ text: [text] });
            for written in [on_one_line(&value), laid_out(&value)] {
                assert!(!written.contains(|character| is_hostile(character) || character == '\t'), "{written}");
                assert!(!written.contains("##"), "{written}");
                assert_eq!(serde_json::from_str::<Json>(&written).expect("it is JSON"), value);
            }
        }
    }

    #[test]
    fn text_that_shows_itself_stays() {
        assert_eq!(on_one_line(&json!(["é東", 1, null])), "[\"é東\",1,null]");
        assert_eq!(on_one_line(&json!("\u{202e}")), "\"\\u202e\"");
    }
}
