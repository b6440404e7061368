//! What datasets and recipes are called.
//!
//! It knows headings and headers as texts. A name becomes a file's, so it is plain, short and unique.

use super::candidate::Candidate;
use crate::infer::names::{Names, Naming, snake};

/// Names that no dataset may have.
const RESERVED: &[&str] = &["repairs", "con", "prn", "aux", "nul"];

/// The greatest length of a dataset's name.
const LONGEST: usize = 48;

/// The names that a dataset may not have, because others have them or nobody may.
pub(super) fn names(taken: impl IntoIterator<Item = String>) -> Names {
    RESERVED.iter().map(|&name| name.to_owned()).chain(taken).collect()
}

/// A name for a dataset that no other one has.
pub(super) fn dataset_name(tables: &[Candidate<'_>], names: &mut Names) -> String {
    let headers = tables.first().map(Candidate::headers).unwrap_or_default();
    let first = headers.iter().find(|header| !header.is_empty()).map(|header| plural(&plain(header)));
    let first = first.filter(|name| !GENERIC.contains(&name.as_str()));
    let choices = [section(tables).map(|text| plain(&text)), first, both(tables)];
    let name = choices.into_iter().flatten().find(|name| !name.is_empty()).unwrap_or_else(|| "records".to_owned());
    names.claim(name, Naming::Snake)
}

/// Headers in the plural that say nothing of the table.
const GENERIC: &[&str] =
    &["names", "ids", "items", "titles", "keys", "values", "types", "numbers", "columns", "descriptions"];

/// The headings of tables in two sections: `requirements_and_providers`.
fn both(tables: &[Candidate<'_>]) -> Option<String> {
    let mut names: Vec<String> = tables.iter().filter_map(Candidate::heading).map(|text| plain(&text)).collect();
    names.dedup();
    let name = match names.as_slice() {
        [one] => one.clone(),
        [one, other] => format!("{one}_and_{other}"),
        [one, ..] => format!("{one}_and_others"),
        [] => return None,
    };
    Some(plain(&name))
}

/// A name for a dataset from the text of a heading.
pub(super) fn name_of(heading: &str, names: &mut Names) -> String {
    let name = plain(heading);
    names.claim(if name.is_empty() { "list".to_owned() } else { name }, Naming::Snake)
}

/// The heading that tables share: their own, or the innermost one above all of them that is not the page's title.
fn section(tables: &[Candidate<'_>]) -> Option<String> {
    let paths: Vec<Vec<String>> = tables.iter().map(Candidate::path).collect();
    let first = paths.first()?;
    let shared =
        (0..first.len()).take_while(|&depth| paths.iter().all(|path| path.get(depth) == first.get(depth))).count();
    let is_own = paths.iter().all(|path| path == first);
    match (is_own, shared) {
        (true, _) => first.iter().rfind(|text| !text.is_empty()).cloned(),
        // The outermost heading is the title of the page.
        (false, 0 | 1) => None,
        (false, depth) => first.get(depth - 1).cloned(),
    }
}

/// A heading as a plain name, without a number in front, cut between two words.
fn plain(text: &str) -> String {
    let unnumbered = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    let name = snake(if unnumbered.is_empty() { text } else { unnumbered });
    match name.get(..LONGEST) {
        None => name,
        Some(start) => start.rfind('_').map_or(start, |end| &start[..end]).to_owned(),
    }
}

/// An English noun in the plural.
fn plural(name: &str) -> String {
    match name {
        "" => String::new(),
        _ if name.ends_with('s') => name.to_owned(),
        _ if name.ends_with('y') && !name.ends_with("ey") && !name.ends_with("ay") => {
            format!("{}ies", &name[..name.len() - 1])
        }
        _ => format!("{name}s"),
    }
}

/// The name of a recipe for pages: that of the first page's file, or of its folder, or of its title.
pub(super) fn recipe_name(path: &str, title: Option<&str>) -> String {
    let mut parts: Vec<&str> = path.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
    let file = parts.pop().unwrap_or("");
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let says_little = ["readme", "index", "stdin", "-"].contains(&stem.to_lowercase().as_str());
    let names = [if says_little { "" } else { stem }, title.unwrap_or(""), parts.pop().unwrap_or(""), stem];
    names
        .into_iter()
        .map(plain)
        .find(|name| !name.is_empty() && !RESERVED.contains(&name.as_str()))
        .unwrap_or_else(|| "pages".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recipes_are_named_for_their_page() {
        let check = |path: &str, title: Option<&str>, expected: &str| assert_eq!(recipe_name(path, title), expected);
        check("docs/peering-locations.md", Some("Where to peer"), "peering_locations");
        check("docs/README.md", Some("Where to peer"), "where_to_peer");
        check("docs/README.md", None, "docs");
        check("-", None, "pages");
        check("con.md", None, "pages");
        check("2020 list.md", None, "list");
    }

    #[test]
    fn names_are_plain_and_free() {
        assert_eq!(plain("2.1 Geräte (neu)"), "gerate_neu");
        assert_eq!(plain("2020"), "n2020");
        assert_eq!(plural("geopolitical_region"), "geopolitical_regions");
        assert_eq!(plural("city"), "cities");
        let mut names = names([]);
        let named = ["名前", "Repairs", "名前", "Nodes", "Nodes"].map(|heading| name_of(heading, &mut names));
        assert_eq!(named, ["list", "repairs_2", "list_2", "nodes", "nodes_2"]);
    }
}
