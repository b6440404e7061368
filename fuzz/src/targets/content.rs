//! Inline content: what is read in the short way is what the parser reads.

use rowmill::document::laws;

use super::Target;
use crate::text::text;

pub(super) const TARGET: Target =
    Target { name: "content", summary: "a cell that is read in the short way is what the parser reads", run };

fn run(input: &[u8]) {
    // A cell is a part of a line.
    let line = text(input).replace(['\n', '\r'], " ");
    laws::plain_content_is_what_the_parser_reads(&line);
}
