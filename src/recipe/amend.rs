//! Writes decisions into the text of a decisions file, entry by entry, so that nothing that a person wrote there is lost.
//!
//! An entry that is decided anew is replaced where it stands, one that is new stands where the order of the list puts it, and what follows
//! its entry in a comment goes with it. Whatever else is in the file stays as it is. What is made is read back before it counts: where the
//! file is laid out in another way than as lists of lines with `-`, it is refused. It must not know what a decision means. Another list
//! of the file is one more of [`Decisions::entries`].

use std::collections::{BTreeMap, VecDeque};

use super::Decisions;
use super::decisions::{Entry, Identity};
use crate::error::{Error, ErrorKind, Result};

impl Decisions {
    /// The text of a decisions file with these decisions in the place of those that it holds, and with all else as it was.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Recipe`] where it is no decisions file, or one that cannot be changed without a loss of what somebody wrote there. `path`
    /// is how messages name it.
    pub fn amend(&self, path: &str, text: &str) -> Result<String> {
        let old = Self::parse(path, text)?;
        if text.trim().is_empty() || text == old.to_yaml() {
            return Ok(self.to_yaml());
        }
        let amended = Draft::new(text).amend(&old, self);
        let is_read_back = |text: &String| Self::parse(path, text).is_ok_and(|read| read.to_yaml() == self.to_yaml());
        amended.filter(is_read_back).ok_or_else(|| refusal(path))
    }
}

fn refusal(path: &str) -> Error {
    let message = "the decision cannot be written into this file without touching what else stands there".to_owned();
    Error::new(ErrorKind::Recipe { path: path.to_owned(), message }).with_help(
        "write each list as lines that begin with `-`, as `rowmill decide list` prints it, no entry twice, and without anchors",
    )
}

/// The lines of the file, and what becomes of them.
struct Draft<'t> {
    lines: Vec<Line<'t>>,
    /// How new lines end.
    end: &'t str,
    /// What goes with an entry that leaves one list for another one.
    comments: BTreeMap<Identity, Vec<String>>,
}

/// A line, what takes its place, if anything does, and what stands behind it.
struct Line<'t> {
    text: &'t str,
    end: &'t str,
    instead: Option<Vec<String>>,
    behind: Vec<String>,
}

/// A list of the file.
struct List {
    key_line: usize,
    indent: String,
    entries: Vec<Place>,
}

/// The lines of an entry, from the one with its `-` to the one after its last.
struct Place {
    start: usize,
    end: usize,
}

impl List {
    /// The last line with something of it.
    fn last(&self) -> usize {
        self.entries.last().map_or(self.key_line, |last| last.end - 1)
    }
}

impl<'t> Draft<'t> {
    fn new(text: &'t str) -> Self {
        let lines: Vec<Line> = text.split_inclusive('\n').map(Line::new).collect();
        let end = lines.first().map_or("\n", |line| line.end);
        Self { lines, end: if end.is_empty() { "\n" } else { end }, comments: BTreeMap::new() }
    }

    /// The text that says the new decisions; nothing where the old ones do not stand in lines of their own.
    fn amend(mut self, old: &Decisions, new: &Decisions) -> Option<String> {
        let (old, new) = (old.entries(), new.entries());
        let lists: Vec<Option<List>> = old.iter().map(|(key, _)| self.list(key)).collect();
        let mut additions = Vec::new();
        // What leaves one list takes its comments along to another one.
        for ((list, (_, old)), (_, new)) in lists.iter().zip(&old).zip(&new) {
            additions.push(self.amend_list(list.as_ref(), old, new)?);
        }
        for (number, added) in additions.iter().enumerate().filter(|(_, added)| !added.is_empty()) {
            match &lists[number] {
                Some(list) => self.add(list, &old[number].1, added),
                None => self.add_list(behind(&lists, number).unwrap_or(self.lines.len() - 1), new[number].0, added),
            }
        }
        self.comments.is_empty().then(|| self.text())
    }

    /// Takes out and replaces what a list should not say any more, and gives what it should say beside the rest.
    fn amend_list<'e>(&mut self, list: Option<&List>, old: &[Entry], new: &'e [Entry]) -> Option<Vec<&'e Entry>> {
        let mut wanted: BTreeMap<&Identity, VecDeque<&Entry>> = BTreeMap::new();
        for entry in new {
            wanted.entry(&entry.identity).or_default().push_back(entry);
        }
        let mut take = |entry: &Entry| wanted.get_mut(&entry.identity).and_then(VecDeque::pop_front);
        let kept: Vec<Option<&Entry>> = old.iter().map(&mut take).collect();
        let added: Vec<&Entry> = new.iter().filter_map(take).collect();
        if added.is_empty() && kept.iter().zip(old).all(|(kept, old)| *kept == Some(old)) {
            return Some(added);
        }
        let places = list.map_or(&[][..], |list| &list.entries);
        if places.len() != old.len() {
            return None;
        }
        for ((place, old), kept) in places.iter().zip(old).zip(&kept) {
            match kept {
                Some(new) if *new == old => {}
                Some(new) => {
                    let comments = self.clear(place, old)?;
                    let lines = written(&list?.indent, new, comments);
                    self.lines[place.start].instead.get_or_insert_default().extend(lines);
                }
                None => {
                    let comments = self.clear(place, old)?;
                    self.comments.insert(old.identity.clone(), comments).is_none().then_some(())?;
                }
            }
        }
        if added.is_empty() && kept.iter().all(Option::is_none) {
            self.remove_key(list?.key_line);
        }
        Some(added)
    }

    /// The list with a key, if the key begins a line.
    fn list(&self, key: &str) -> Option<List> {
        let is_key = |line: &Line| {
            let line = line.text.trim_start_matches('\u{feff}').strip_prefix(key);
            line.is_some_and(|rest| rest.trim_start().starts_with(':'))
        };
        let key_line = self.lines.iter().position(is_key)?;
        let mut list = List { key_line, indent: "  ".to_owned(), entries: Vec::new() };
        for (number, line) in self.lines.iter().enumerate().skip(key_line + 1) {
            let content = line.text.trim_start_matches(' ');
            if content.trim().is_empty() || content.starts_with('#') {
                continue;
            }
            let indent = &line.text[..line.text.len() - content.len()];
            let is_entry = content == "-" || content.starts_with("- ");
            if list.entries.is_empty() && is_entry {
                indent.clone_into(&mut list.indent);
            }
            match list.entries.last_mut() {
                _ if is_entry && indent == list.indent => list.entries.push(Place { start: number, end: number + 1 }),
                Some(entry) if !indent.is_empty() => entry.end = number + 1,
                _ => break,
            }
        }
        Some(list)
    }

    /// Takes the lines of an entry out, and gives the comments at their ends. A comment on a line of its own stays. Nothing where
    /// it is in doubt what is a comment.
    fn clear(&mut self, place: &Place, entry: &Entry) -> Option<Vec<String>> {
        let lines = &mut self.lines[place.start..place.end];
        let found = comments(lines.iter().map(|line| line.text));
        let signs = |text: &str| text.matches('#').count();
        let all: usize = lines.iter().map(|line| signs(line.text)).sum();
        let of_comments: usize = found.iter().flatten().map(|comment| signs(comment)).sum();
        if all - of_comments != entry.signs {
            return None;
        }
        let mut behind = Vec::new();
        for (line, comment) in lines.iter_mut().zip(found) {
            match comment {
                Some(comment) if comment == line.text.trim() => {}
                comment => {
                    line.instead = Some(Vec::new());
                    behind.extend(comment);
                }
            }
        }
        Some(behind)
    }

    /// Takes the line of a key without entries out; a comment on it stays.
    fn remove_key(&mut self, line: usize) {
        let line = &mut self.lines[line];
        line.instead = Some(line.comment().into_iter().collect());
    }

    /// Adds entries to a list, each before the first that follows it in the order of the lists.
    fn add(&mut self, list: &List, old: &[Entry], added: &[&Entry]) {
        if old.is_empty() {
            // A list of none may be written as `[]`.
            let line = &mut self.lines[list.key_line];
            let comment = line.comment().map(|comment| format!(" {comment}")).unwrap_or_default();
            let key = line.text.split(':').next().unwrap_or_default();
            line.instead = Some(vec![format!("{key}:{comment}")]);
        }
        for entry in added {
            let before = old.iter().position(|other| other.order > entry.order).unwrap_or(old.len());
            let line = before.checked_sub(1).map_or(list.key_line, |before| list.entries[before].end - 1);
            let comments = self.comments.remove(&entry.identity).unwrap_or_default();
            self.lines[line].behind.extend(written(&list.indent, entry, comments));
        }
    }

    /// Adds a list that is not there behind a line.
    fn add_list(&mut self, line: usize, key: &str, added: &[&Entry]) {
        self.lines[line].behind.push(format!("{key}:"));
        for entry in added {
            let comments = self.comments.remove(&entry.identity).unwrap_or_default();
            self.lines[line].behind.extend(written("  ", entry, comments));
        }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let mut open = false;
        let mut add = |line: &str, end: &str| {
            if std::mem::replace(&mut open, end.is_empty()) {
                text.push_str(self.end);
            }
            text.push_str(line);
            text.push_str(end);
        };
        for line in &self.lines {
            match &line.instead {
                Some(instead) => instead.iter().for_each(|line| add(line, self.end)),
                None => add(line.text, line.end),
            }
            line.behind.iter().for_each(|line| add(line, self.end));
        }
        text
    }
}

impl<'t> Line<'t> {
    fn new(line: &'t str) -> Self {
        let text = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
        Self { text, end: &line[text.len()..], instead: None, behind: Vec::new() }
    }

    fn comment(&self) -> Option<String> {
        comments([self.text].into_iter()).pop().flatten()
    }
}

/// The line behind which a list that is not there yet stands: the end of the one before it, or else of the last list.
fn behind(lists: &[Option<List>], number: usize) -> Option<usize> {
    let before = lists[..number].iter().rev().flatten().map(List::last).next();
    before.or_else(|| lists.iter().flatten().map(List::last).max())
}

/// An entry as lines: a comment behind it, more of them before it.
fn written(indent: &str, entry: &Entry, mut comments: Vec<String>) -> Vec<String> {
    let last = comments.pop().map(|comment| format!(" {comment}")).unwrap_or_default();
    let before = comments.into_iter().map(|comment| format!("{indent}{comment}"));
    before.chain([format!("{indent}- {}{last}", entry.line)]).collect()
}

/// The comment of each line of an entry, if it has one. A `#` within quotes begins none.
fn comments<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<Option<String>> {
    let mut quote = None;
    lines.map(|line| comment(line, &mut quote).map(|at| line[at..].trim_end().to_owned())).collect()
}

/// Where the comment of a line begins. `quote` is the quote that an earlier line has opened, and then the one that this line leaves open.
fn comment(line: &str, quote: &mut Option<char>) -> Option<usize> {
    let mut before = '\n';
    // The last character that is no blank: a quote counts as one where a value may begin.
    let mut sign = '\n';
    let mut characters = line.char_indices();
    while let Some((at, character)) = characters.next() {
        match *quote {
            Some('"') if character == '\\' => drop(characters.next()),
            Some(open) if character == open => *quote = None,
            Some(_) => {}
            None if character == '#' && (before == '\n' || before.is_whitespace()) => return Some(at),
            None if matches!(character, '"' | '\'') && matches!(sign, '\n' | '{' | '[' | ',' | ':' | '-' | '?') => {
                *quote = Some(character);
            }
            None => {}
        }
        before = character;
        if !character.is_whitespace() {
            sign = character;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::decisions::{AliasDecision, Decision};
    use super::*;

    /// Reads a file, decides, and compares the file after it.
    fn check(text: &str, decide: impl Fn(&mut Decisions), expected: &str) {
        let mut decisions = Decisions::parse("d.yaml", text).expect("it is a decisions file");
        decide(&mut decisions);
        assert_eq!(decisions.amend("d.yaml", text).unwrap_or_else(|error| panic!("{text}\n{error}")), expected);
    }

    fn check_refused(text: &str, decide: impl Fn(&mut Decisions)) {
        let mut decisions = Decisions::parse("d.yaml", text).expect("it is a decisions file");
        decide(&mut decisions);
        let error = decisions.amend("d.yaml", text).expect_err(text);
        assert!(error.headline().starts_with("the decision cannot be written into this file"), "{error}");
    }

    fn rule(is_accepted: bool, id: &'static str, was: &'static str) -> impl Fn(&mut Decisions) {
        move |decisions| {
            let (id, was, reason) = (id.to_owned(), was.to_owned(), String::new());
            decisions.decide(Decision { is_accepted, id, page: None, was, reason });
        }
    }

    fn alias(from: &'static str, to: &'static str) -> impl Fn(&mut Decisions) {
        move |decisions| {
            let (vocabulary, from, to) = ("city".to_owned(), from.to_owned(), to.to_owned());
            decisions.decide_alias(AliasDecision { vocabulary, from, to, reason: String::new() });
        }
    }

    /// Comments before, between, behind and within entries, and at the end.
    const COMMENTED: &str = "\
# Ask Ann first.

accept: # the right ones
  # From the list of 2024:
  - { id: bbbbbbbb, was: \"b\" } # seen # twice
  # No longer sure:

  -   id: dddddddd   # its id
      # What it was:
      was: 'd # e'   # and what it was
# Not these.
reject:
  - {id: ffffffff,
     was: f} # no
# The end.
";

    #[test]
    fn an_entry_is_added_where_the_order_puts_it() {
        let after = COMMENTED.replacen("# seen # twice\n", "# seen # twice\n  - { id: cccccccc, was: \"c\" }\n", 1);
        check(COMMENTED, rule(true, "cccccccc", "c"), &after);
        let after = COMMENTED.replacen("# no\n", "# no\n  - { id: gggggggg, was: \"g\" }\n", 1);
        check(COMMENTED, rule(false, "gggggggg", "g"), &after);
        let after = COMMENTED.replacen("right ones\n", "right ones\n  - { id: aaaaaaaa, was: \"a\" }\n", 1);
        check(COMMENTED, rule(true, "aaaaaaaa", "a"), &after);
    }

    #[test]
    fn what_is_decided_again_is_replaced_where_it_stands() {
        check(COMMENTED, rule(true, "bbbbbbbb", "b"), COMMENTED);
        check(COMMENTED, rule(true, "bbbbbbbb", "x"), &COMMENTED.replace("was: \"b\"", "was: \"x\""));
        let block = "  -   id: dddddddd   # its id\n      # What it was:\n      was: 'd # e'   # and what it was\n";
        let line = "  # its id\n  - { id: dddddddd, was: \"x\" } # and what it was\n      # What it was:\n";
        check(COMMENTED, rule(true, "dddddddd", "x"), &COMMENTED.replace(block, line));
    }

    #[test]
    fn what_is_decided_the_other_way_takes_its_comments_along() {
        let after = COMMENTED
            .replace("  - { id: bbbbbbbb, was: \"b\" } # seen # twice\n", "")
            .replace("reject:\n", "reject:\n  - { id: bbbbbbbb, was: \"b\" } # seen # twice\n");
        check(COMMENTED, rule(false, "bbbbbbbb", "b"), &after);
        // A list of which nothing is left goes, and its comments stay.
        let text = "reject: # why\n- id: b # him\n# the end";
        check(text, rule(true, "b", "w"), "# why\naccept:\n  - { id: \"b\", was: \"w\" } # him\n# the end");
    }

    #[test]
    fn a_list_that_is_not_there_is_added() {
        let added = "accept:\n  - { id: bbbbbbbb, was: \"b\" }\n";
        for text in ["# Nothing yet.\n", "# Nothing yet.", "\n# Nothing yet.\n\n"] {
            let end = if text.ends_with('\n') { "" } else { "\n" };
            check(text, rule(true, "bbbbbbbb", "b"), &format!("{text}{end}{added}"));
        }
        let text = "reject: [] # none\n# the end\n";
        check(text, rule(true, "bbbbbbbb", "b"), &format!("reject: [] # none\n{added}# the end\n"));
        check(text, rule(false, "b", "b"), "reject: # none\n  - { id: \"b\", was: \"b\" }\n# the end\n");
        let text = "# mine\nreject:\n- id: b\n";
        let after = "# mine\nreject:\n- id: b\naliases:\n  - { vocabulary: \"city\", from: \"a\", to: \"b\" }\n";
        check(text, alias("a", "b"), after);
    }

    #[test]
    fn line_ends_and_marks_stay() {
        let windows = COMMENTED.replace('\n', "\r\n");
        let after = windows.replacen("# no\r\n", "# no\r\n  - { id: gggggggg, was: \"g\" }\r\n", 1);
        check(&windows, rule(false, "gggggggg", "g"), &after);
        let text = "\u{feff}aliases:\n- { vocabulary: city, from: a, to: b }\r\n# c";
        let after = "\u{feff}aliases:\n- { vocabulary: city, from: a, to: b }\r\n- { vocabulary: \"city\", from: \"c\", to: \"d\" }\n# c";
        check(text, alias("c", "d"), after);
    }

    #[test]
    fn a_file_of_our_own_stays_as_we_write_it() {
        let mut decisions = Decisions::default();
        rule(false, "bbbbbbbb", "b")(&mut decisions);
        let text = decisions.to_yaml();
        rule(true, "cccccccc", "c")(&mut decisions);
        assert_eq!(decisions.amend("d.yaml", &text).ok(), Some(decisions.to_yaml()));
        assert_eq!(decisions.amend("d.yaml", "").ok(), Some(decisions.to_yaml()));
    }

    #[test]
    fn what_cannot_be_kept_is_refused() {
        // Entries in one line, the whole file in one, a name for an entry that another one needs.
        check_refused("accept: [{ id: b }, # c\n  { id: d }]\n", rule(true, "x", "x"));
        check_refused("{ accept: [{ id: b }] } # c\n", rule(true, "x", "x"));
        check_refused("\"accept\": # c\n  - id: b\n", rule(true, "x", "x"));
        check_refused("accept:\n  - id: &b b # c\n  - id: c\n    was: *b\n", rule(true, "b", "x"));
        // What looks like a quote is none, and what looks like a text is a comment.
        check_refused("accept:\n  - id: b\n    was: rock,'n # roll's\n", rule(true, "b", "x"));
        // A list that is left alone may be written in any way.
        let text = "accept: [{ id: b }] # c\nreject:\n  - id: d\n";
        check(text, rule(false, "x", "x"), &format!("{text}  - {{ id: \"x\", was: \"x\" }}\n"));
    }
}
