//! What a person said of proposals that no label and no damage covers: `fixtures/repair-benchmark/judged.csv`.
//!
//! Its columns are `page,before,after,verdict,why`: the end of the page's path, the texts as a proposal shows them, `right` or
//! `wrong`, and the reason in a few words. What it does not list counts as wrong.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use crate::engine::Proposed;

/// Verdicts by before and after; for each the ends of paths.
pub(crate) struct Judged(BTreeMap<(String, String), Vec<(String, bool)>>);

impl Judged {
    pub(crate) fn read() -> Result<Self, Box<dyn Error>> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/repair-benchmark/judged.csv");
        let mut judged: BTreeMap<(String, String), Vec<(String, bool)>> = BTreeMap::new();
        for record in csv::Reader::from_path(&path)?.records() {
            let record = record?;
            let verdict = match &record[3] {
                "right" => true,
                "wrong" => false,
                other => return Err(format!("{}: `{other}` is no verdict", path.display()).into()),
            };
            let texts = (record[1].to_owned(), record[2].to_owned());
            judged.entry(texts).or_default().push((record[0].to_owned(), verdict));
        }
        Ok(Self(judged))
    }

    /// Whether a person held a proposal for right; nothing when nobody looked.
    pub(crate) fn verdict(&self, page: &str, proposed: &Proposed) -> Option<bool> {
        let verdicts = self.0.get(&(proposed.before.clone(), proposed.after.clone()))?;
        verdicts.iter().find(|(end, _)| page.ends_with(end.as_str())).map(|(_, verdict)| *verdict)
    }
}
