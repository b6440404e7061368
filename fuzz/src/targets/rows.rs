//! Blocks, rows and cells as comrak sees them.

use rowmill::document::laws;

use super::Target;
use crate::text::text;

pub(super) const TARGET: Target =
    Target { name: "rows", summary: "blocks, rows and cells are those that comrak sees", run };

fn run(input: &[u8]) {
    let text = text(input);
    laws::line_ends_say_nothing(&text);
    // In code, where the ends of lines are a part of the text, a lone CR before a blank line cannot be told from CRLF.
    laws::blocks_are_those_of_comrak(&text.replace("\r\n", "\n").replace('\r', "\n"));
}
