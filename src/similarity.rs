//! How alike two names are. The only user of rapidfuzz.
//!
//! It knows strings alone: what a likeness means is for the caller to say.

use rapidfuzz::distance::osa;

/// The number of single-character edits between two texts: insert, delete, replace, or swap two neighbours
/// (optimal string alignment), if it is at most `limit`.
pub fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    osa::distance_with_args(a.chars(), b.chars(), &osa::Args::default().score_cutoff(limit))
}

/// The candidate that a mistyped name was most likely meant to be: the nearest one within a third of the name's length,
/// whatever the case. Of two equally near the first counts.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let folded = name.to_lowercase();
    let limit = (folded.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&folded, &candidate.to_lowercase(), limit)?, candidate)))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// A sentence that names the nearest candidate, or all candidates when none is near and they are few.
pub fn did_you_mean<'c>(name: &str, candidates: &[&'c str]) -> Option<String> {
    match nearest(name, candidates.iter().copied()) {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None if candidates.is_empty() => None,
        None if candidates.len() <= 12 => Some(format!("expected one of `{}`", candidates.join("`, `"))),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(distance("Toronoto", "Toronto", 1), Some(1));
        assert_eq!(distance("Kaalam", "Kalaam", 1), Some(1));
        assert_eq!(distance("Dublin", "Dubai", 1), None);
        assert_eq!(nearest("primery_key", ["primary_key", "fields"]), Some("primary_key"));
        assert_eq!(nearest("jsn", ["csv", "json"]), Some("json"));
        assert_eq!(nearest("zzz", ["csv", "json"]), None);
        assert_eq!(did_you_mean("zzz", &["csv", "json"]).as_deref(), Some("expected one of `csv`, `json`"));
    }
}
