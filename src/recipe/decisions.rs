//! What a person said of proposed repairs, as it stands in `rowmill.decisions.yaml`.
//!
//! A decision names a repair by its identity and repeats in words what it was about, so that the file can be read and reviewed. The
//! lists are sorted by these words: two people who decide different things change different lines. A new kind of decision is one
//! more list here, with its lines in [`Decisions::entries`]; `amend.rs` writes them into a file that a person has written.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use serde::Deserialize;
use serde_yaml::Spanned;

use super::excerpt::excerpt;
use super::read::{place, yaml_options};
use super::syntax::syntax_error;
use super::{Recipe, RecipeText};
use crate::error::{Error, ErrorKind, Result};
use crate::similarity::did_you_mean;

/// The name of the file beside a recipe, or beside a page without one.
pub const DECISIONS_FILE: &str = "rowmill.decisions.yaml";

/// All that was decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    /// What was said of single proposals.
    pub rulings: Vec<Decision>,
    /// The names that mean the same.
    pub aliases: Vec<AliasDecision>,
}

/// What was said of one proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether it is right.
    pub is_accepted: bool,
    /// The identity of the repair.
    pub id: String,
    /// The file name of the page, where it has no recipe; the decisions of a folder's pages stand in one file.
    pub page: Option<String>,
    /// What it was about, in words.
    pub was: String,
    /// Why it was decided so.
    pub reason: String,
}

/// A name that means another one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AliasDecision {
    /// The vocabulary that both are of.
    pub vocabulary: String,
    /// The name as pages write it.
    pub from: String,
    /// The right name.
    pub to: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// The file, key by key.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDecisions {
    #[serde(default)]
    accept: Vec<RawDecision>,
    #[serde(default)]
    reject: Vec<RawDecision>,
    #[serde(default)]
    aliases: Vec<AliasDecision>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDecision {
    id: Spanned<String>,
    #[serde(default)]
    page: Option<String>,
    #[serde(default)]
    was: String,
    #[serde(default)]
    reason: String,
}

impl Decisions {
    /// Reads a decisions file. `path` is how messages name it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Recipe`], with the place, when it is no YAML, has an unknown key, or decides one thing in two ways.
    pub fn parse(path: &str, text: &str) -> Result<Self> {
        if text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with('#')) {
            return Ok(Self::default());
        }
        let file = RecipeText::new("decisions file", path, text);
        let raw: RawDecisions = serde_yaml::from_str_with_options(&file.text, yaml_options())
            .map_err(|error| syntax_error(&file, &error))?;
        let mut ids = BTreeSet::new();
        let all = raw.accept.iter().chain(&raw.reject).map(|decision| &decision.id);
        if let Some(id) = all.into_iter().find(|id| !ids.insert(id.value.as_str())) {
            let message = format!("`{}` is decided twice", id.value);
            let error = Error::new(ErrorKind::Recipe { path: path.to_owned(), message });
            let error = error.with_excerpt(excerpt(&file, place(id), "the second time"));
            return Err(error.with_help("leave one of the two lines"));
        }
        let decision = |is_accepted| {
            move |RawDecision { id, page, was, reason }: RawDecision| {
                let id = id.value;
                Decision { is_accepted, id, page, was, reason }
            }
        };
        let accepted = raw.accept.into_iter().map(decision(true));
        let rulings = accepted.chain(raw.reject.into_iter().map(decision(false))).collect();
        Ok(Self { rulings, aliases: raw.aliases })
    }

    /// What was said of the repair with an identity.
    pub fn on(&self, id: &str) -> Option<&Decision> {
        self.rulings.iter().find(|decision| decision.id == id)
    }

    /// Those on a page without a recipe: without what was said of other pages of its folder.
    #[must_use]
    pub fn on_page(mut self, page: &str) -> Self {
        self.rulings.retain(|decision| decision.page.as_deref().is_none_or(|other| other == page));
        self
    }

    /// Takes a decision, in the place of an earlier one on the same repair. Where both say the same, the earlier one's reason stays unless there is a
    /// new one.
    pub fn decide(&mut self, mut decision: Decision) {
        let is_same = |other: &&Decision| other.id == decision.id && other.is_accepted == decision.is_accepted;
        let earlier = self.rulings.iter().find(is_same).filter(|_| decision.reason.is_empty());
        if let Some(earlier) = earlier {
            decision.reason.clone_from(&earlier.reason);
        }
        self.rulings.retain(|other| other.id != decision.id);
        self.rulings.push(decision);
    }

    /// Takes an alias, in the place of an earlier one of the same name.
    pub fn decide_alias(&mut self, alias: AliasDecision) {
        self.aliases.retain(|other| (&other.vocabulary, &other.from) != (&alias.vocabulary, &alias.from));
        self.aliases.push(alias);
    }

    /// The file's text: one line each, in an order that does not depend on when they were made.
    pub fn to_yaml(&self) -> String {
        let mut text = "# What people decided about proposed repairs; `rowmill decide` writes this file.\n".to_owned();
        for (key, mut entries) in self.entries() {
            entries.sort_by(|a, b| a.order.cmp(&b.order));
            write_list(&mut text, key, &entries);
        }
        text
    }

    /// The lists of the file, each with its key, in the order of the file.
    pub(super) fn entries(&self) -> [(&'static str, Vec<Entry>); 3] {
        let ruled = |is_accepted| {
            self.rulings.iter().filter(move |decision| decision.is_accepted == is_accepted).map(Entry::of_ruling)
        };
        let aliases = self.aliases.iter().map(Entry::of_alias);
        [("accept", ruled(true).collect()), ("reject", ruled(false).collect()), ("aliases", aliases.collect())]
    }
}

/// What a decision is about: of one thing there is one decision.
pub(super) type Identity = [String; 2];

/// A decision as a line of the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) identity: Identity,
    /// By which the lists are sorted.
    pub(super) order: [String; 4],
    /// The line, without the `-` before it.
    pub(super) line: String,
    /// How often its texts hold a `#`, which begins a comment elsewhere.
    pub(super) signs: usize,
}

impl Entry {
    fn of_ruling(decision: &Decision) -> Self {
        let Decision { id, page, was, reason, .. } = decision;
        let page_key = page.as_ref().map(|page| format!("page: {}, ", quoted(page))).unwrap_or_default();
        let page = page.clone().unwrap_or_default();
        Self {
            identity: [id.clone(), String::new()],
            line: format!("{{ id: {}, {page_key}was: {}{} }}", identity(id), quoted(was), because(reason)),
            signs: signs(&[id, &page, was, reason]),
            order: [page, was.clone(), id.clone(), String::new()],
        }
    }

    fn of_alias(alias: &AliasDecision) -> Self {
        let AliasDecision { vocabulary, from, to, reason } = alias;
        let line = format!(
            "{{ vocabulary: {}, from: {}, to: {}{} }}",
            quoted(vocabulary),
            quoted(from),
            quoted(to),
            because(reason)
        );
        Self {
            identity: [vocabulary.clone(), from.clone()],
            line,
            signs: signs(&[vocabulary, from, to, reason]),
            order: [vocabulary.clone(), from.clone(), to.clone(), reason.clone()],
        }
    }
}

fn signs(texts: &[&String]) -> usize {
    texts.iter().map(|text| text.matches('#').count()).sum()
}

impl Recipe {
    /// Adds decided aliases to the recipe's vocabularies.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Recipe`] for a vocabulary that the recipe does not have. `path` is how the message names the decisions file, and `text` what
    /// stands in it, to point at the line.
    pub fn add_aliases(&mut self, path: &str, text: &str, aliases: &[AliasDecision]) -> Result<()> {
        for alias in aliases {
            let known: Vec<String> = self.vocabularies.keys().cloned().collect();
            let Some(vocabulary) = self.vocabularies.get_mut(&alias.vocabulary) else {
                let message = format!("there is no vocabulary `{}`", alias.vocabulary);
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                let error = Error::new(ErrorKind::Recipe { path: path.to_owned(), message });
                let error = match place_of_vocabulary(text, &alias.vocabulary) {
                    Some(at) => {
                        let file = RecipeText::new("decisions file", path, text);
                        error.with_excerpt(excerpt(&file, at, "not in the recipe"))
                    }
                    None => error,
                };
                let help = did_you_mean(&alias.vocabulary, &known);
                return Err(error.with_help(help.unwrap_or_else(|| "the recipe lists its vocabularies".to_owned())));
            };
            vocabulary.add_alias(&alias.from, &alias.to);
        }
        Ok(())
    }
}

/// Where a decisions file names a vocabulary first.
fn place_of_vocabulary(text: &str, name: &str) -> Option<Range<usize>> {
    #[derive(Deserialize)]
    struct Places {
        aliases: Vec<Place>,
    }
    #[derive(Deserialize)]
    struct Place {
        vocabulary: Spanned<String>,
    }
    let places: Places = serde_yaml::from_str_with_options(text, yaml_options()).ok()?;
    places.aliases.iter().find(|alias| alias.vocabulary.value == name).map(|alias| place(&alias.vocabulary))
}

fn write_list(text: &mut String, key: &str, entries: &[Entry]) {
    if entries.is_empty() {
        return;
    }
    let _ = writeln!(text, "{key}:");
    for Entry { line, .. } in entries {
        let _ = writeln!(text, "  - {line}");
    }
}

/// A JSON string is a double-quoted scalar of YAML, too.
fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

/// An identity as rowmill makes it stays bare; what somebody else has written for one may be anything.
fn identity(id: &str) -> String {
    let is_own = id.len() == 8 && id.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_own { id.to_owned() } else { quoted(id) }
}

fn because(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!(", reason: {}", quoted(reason)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(is_accepted: bool, id: &str, was: &str) -> Decision {
        Decision {
            is_accepted,
            id: id.to_owned(),
            page: None,
            was: was.to_owned(),
            reason: "it is \"so\": yes".to_owned(),
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let mut decisions = Decisions::default();
        decisions.decide(decision(true, "bcdfghjk", "misspelling: `Sao Paula` → `Sao Paulo`"));
        decisions.decide(decision(false, "kjhgfdcb", "a # b: [c]"));
        decisions.decide(decision(false, "bcdfghjl", "\u{1b}[31m\u{202e}"));
        // What nobody but a person writes for an identity.
        for id in ["a: {b", "null", "1", "#", ""] {
            decisions.decide(decision(false, id, "a"));
        }
        let alias = |from: &str| AliasDecision {
            vocabulary: "provider".to_owned(),
            from: from.to_owned(),
            to: "Level 3".to_owned(),
            reason: String::new(),
        };
        decisions.decide_alias(alias("no"));
        decisions.decide_alias(alias("Level3"));
        let text = decisions.to_yaml();
        let read = Decisions::parse("d.yaml", &text).expect("it was written");
        assert_eq!(read.to_yaml(), text);
        assert_eq!((read.rulings.len(), read.aliases.len()), (8, 2));
        assert!(text.contains("id: bcdfghjk,"), "{text}");
        assert!(read.on("bcdfghjk").is_some_and(|decision| decision.is_accepted));
    }

    #[test]
    fn a_later_decision_counts() {
        let mut decisions = Decisions::default();
        decisions.decide(decision(true, "bcdfghjk", "a"));
        decisions.decide(decision(false, "bcdfghjk", "a"));
        assert!(!decisions.to_yaml().contains("accept"));
    }

    #[test]
    fn one_thing_is_decided_once() {
        let text = "accept:\n  - { id: b }\nreject:\n  - { id: b }\n";
        let error = Decisions::parse("d.yaml", text).expect_err("twice");
        assert_eq!(error.headline(), "`b` is decided twice");
        assert_eq!(error.excerpt().map(|excerpt| (excerpt.line, excerpt.column)), Some((4, 11)));
        assert!(Decisions::parse("d.yaml", "# nothing\n").is_ok());
        assert!(Decisions::parse("d.yaml", "acept: []\n").is_err());
    }
}
