//! Makes a text that shows a fault as small as it can be. It knows no Markdown.

/// The smallest text found that still has a property, by leaving out lines first and then characters.
pub(crate) fn shrink(text: &str, has_property: fn(&str) -> bool) -> String {
    let mut smallest = text.to_owned();
    loop {
        let before = smallest.len();
        smallest = without_pieces(&smallest, has_property, |text| text.split_inclusive('\n').map(str::len).collect());
        if smallest.len() < 2_000 {
            smallest = without_pieces(&smallest, has_property, |text| text.chars().map(char::len_utf8).collect());
        }
        if smallest.len() == before {
            return smallest;
        }
    }
}

fn without_pieces(text: &str, has_property: fn(&str) -> bool, piece_lengths: fn(&str) -> Vec<usize>) -> String {
    let mut smallest = text.to_owned();
    let mut start = 0;
    for length in piece_lengths(text) {
        let mut candidate = smallest.clone();
        candidate.replace_range(start..start + length, "");
        if has_property(&candidate) {
            smallest = candidate;
        } else {
            start += length;
        }
    }
    smallest
}
