//! How an [`Error`] is shown: what stopped the run, where, because of what, and how to go on.
//!
//! ```text
//! error: no table has a column `Speed`
//!  --> rowmill.yaml:7:21
//!   |
//! 7 |     - { name: speed, from: Speed }
//!   |                            ^^^^^ not in the page
//!   = help: the columns are `Location`, `Speeds`
//! ```
//!
//! It has one look whatever the style of the findings, and the same one as their full style. It knows no kind of error
//! beyond its path: the words are the error's own.

use std::error::Error as _;
use std::io;

use annotate_snippets::{AnnotationKind, Level};
use serde_json::json;

use super::Appearance;
use super::frame::{Frame, Mark};
use super::safe_json::on_one_line;
use crate::error::{Error, ErrorKind};

/// Writes an error with its line of source, its causes and its advice.
///
/// # Errors
///
/// Those of the writer.
///
/// ```
/// use rowmill::Error;
/// use rowmill::report::{Appearance, write_error};
///
/// let mut shown = Vec::new();
/// let error = Error::usage("there is no format `xml`").with_help("one of csv, json, ndjson, yaml");
/// write_error(&error, &mut shown, Appearance::default())?;
/// assert_eq!(shown, b"error: there is no format `xml`\n = help: one of csv, json, ndjson, yaml\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_error(error: &Error, out: &mut dyn io::Write, appearance: Appearance) -> io::Result<()> {
    let mut frame = Frame::new(appearance, error.excerpt().map_or(0, |excerpt| excerpt.line));
    frame.title(Level::ERROR, error.code(), &error.headline());
    match (error.excerpt(), error.kind()) {
        (Some(excerpt), _) => {
            let mark = Mark { part: excerpt.part.clone(), remark: &excerpt.label, kind: AnnotationKind::Primary };
            frame.excerpt(Level::ERROR, excerpt, &[mark]);
        }
        (None, ErrorKind::Recipe { path, .. } | ErrorKind::NothingMatched { path, .. }) => frame.place(path, None),
        _ => {}
    }
    for cause in causes(error) {
        frame.message(Level::NOTE.with_name("cause"), &cause);
    }
    if let Some(help) = error.help() {
        frame.message(Level::HELP, help);
    }
    out.write_all(frame.render().as_bytes())
}

/// An error on one line of JSON: its `code` where it has one, its `message`, the place in the source where there is one, the `causes` that say
/// more, and the `help`. Members that say nothing are `null`.
pub fn error_json(error: &Error) -> String {
    let place = error.excerpt();
    on_one_line(&json!({
        "code": error.code(),
        "message": error.headline(),
        "path": place.map(|place| &place.path),
        "line": place.map(|place| place.line),
        "column": place.map(|place| place.column),
        "causes": causes(error),
        "help": error.help(),
    }))
}

/// The chain of causes, without those that the headline or the cause before says already.
fn causes(error: &Error) -> Vec<String> {
    let mut said = vec![error.headline()];
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !said.iter().any(|before| before.contains(&text)) {
            said.push(text);
        }
        next = cause.source();
    }
    said.split_off(1)
}

#[cfg(test)]
mod tests {
    use super::super::check_snapshot;
    use super::*;
    use crate::error::Excerpt;

    fn check(name: &str, error: Error) {
        let mut shown = Vec::new();
        write_error(&error, &mut shown, Appearance { color: false, width: 80 }).expect("memory");
        check_snapshot(&format!("report-error-{name}"), &String::from_utf8(shown).expect("UTF-8"));
    }

    fn recipe_error() -> Error {
        Error::new(ErrorKind::Recipe { path: "rowmill.yaml".into(), message: "there is no type `strin`".into() })
    }

    fn excerpt(before: &str, label: &str) -> Excerpt {
        Excerpt {
            path: "rowmill.yaml".into(),
            line: 12,
            column: before.chars().count() + 1,
            text: format!("{before}strin }}"),
            part: before.len()..before.len() + 5,
            label: label.into(),
        }
    }

    #[test]
    fn the_line_of_a_recipe_is_shown() {
        let error = recipe_error().with_help("did you mean `string`?");
        check("line", error.with_excerpt(excerpt("  - { name: city, type: ", "expected a type")));
        let far = "  - { name: city, ".to_owned() + &"a: b, ".repeat(40) + "type: ";
        check("long-line", recipe_error().with_excerpt(excerpt(&far, "expected a type")));
    }

    #[test]
    fn a_path_alone_is_a_place() {
        check("path-alone", recipe_error().with_help("did you mean `string`?"));
    }

    #[test]
    fn causes_are_said_once() {
        let disk = io::Error::new(io::ErrorKind::StorageFull, "no space left on device");
        check("cause-in-headline", Error::io("out/a.csv", "write", disk));
        let outer = Outer(io::Error::other("the disk is gone"));
        check("cause", Error::io("out/a.csv", "write", io::Error::other(outer)));
    }

    #[derive(Debug)]
    struct Outer(io::Error);

    impl std::fmt::Display for Outer {
        fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            out.write_str("it cannot be reached")
        }
    }

    impl std::error::Error for Outer {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.0)
        }
    }
}
