//! HTML tables as scraper sees them, where both must see the same; and sound places in any HTML.

use rowmill::document::laws;

use super::Target;
use crate::text::text;

pub(super) const TARGET: Target =
    Target { name: "html", summary: "HTML tables are those that scraper sees, with sound places", run };

fn run(input: &[u8]) {
    let block = laws::html_block(input);
    laws::html_tables_are_those_of_scraper(&block);
    laws::has_sound_places(&block, &laws::parse(&block));
    let any = format!("<table>{}", text(input));
    laws::has_sound_places(&any, &laws::parse(&any));
}
