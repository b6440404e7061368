//! Repairs as patches: what every fixture's page would read, and that the changed page says what the data said.

#[expect(dead_code, reason = "a patch is of a whole page, not of its sections")]
mod fixture;
#[path = "laws/patch.rs"]
mod laws;

use fixture::{Fixture, assert_snapshot, names};
use proptest::prelude::*;
use rowmill::pipeline::{Patch, Selection};
use rowmill::recipe::BUILTINS;
use rowmill::report::unified_patch;
use rowmill::{Recipe, SourceId, SourceMap, parse_recipe};

/// A page and its recipe.
struct Case {
    name: String,
    recipe: Recipe,
    sources: SourceMap,
    page: SourceId,
}

impl Case {
    fn patch(&self, selection: Selection) -> Patch {
        laws::patch_of(&self.name, &self.recipe, &self.sources, self.page, selection)
    }
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for folder in ["rules", "checks", "tables"] {
        for name in names(folder) {
            let Fixture { name, recipe, sources, page } = Fixture::load(folder, &name);
            cases.push(Case { name, recipe, sources, page });
        }
    }
    let builtin = &BUILTINS[0];
    let recipe = parse_recipe(builtin.path, builtin.recipe).expect("a built-in recipe is right");
    let mut sources = SourceMap::new();
    let (path, text) = builtin.pages[0];
    let page = sources.add(path, text);
    cases.push(Case { name: builtin.name.to_owned(), recipe, sources, page });
    cases
}

/// The lines that a patch takes out and puts in, and what it leaves.
fn shown(case: &Case, patch: &Patch) -> String {
    let mut shown = String::new();
    for (page, text) in &patch.texts {
        let unified = unified_patch("page.md", case.sources.file(*page).text(), text, &[]);
        let changes = unified.lines().skip(2).filter(|line| line.starts_with(['+', '-']));
        changes.for_each(|line| shown.push_str(&format!("{line}\n")));
    }
    for (repair, reason) in &patch.left {
        let line = case.sources.position(repair.span).line;
        shown.push_str(&format!(
            "left, line {line}: {}: `{}` → `{}`: {reason}\n",
            repair.rule, repair.before, repair.after
        ));
    }
    shown
}

#[test]
fn every_rule_has_its_patch() {
    for case in cases() {
        let name = case.name.trim_start_matches("fixtures/rules/").trim_end_matches(".md");
        if case.name.starts_with("fixtures/rules/") || case.name == BUILTINS[0].name {
            assert_snapshot("patches", name, &shown(&case, &case.patch(Selection::Suggested)));
        }
    }
}

#[test]
fn a_patched_page_gives_the_same_data_and_needs_no_patch() {
    for case in cases() {
        laws::patches_come_to_an_end(&case.name, &case.recipe, &case.sources, case.page, 1);
    }
}

#[test]
fn line_ends_and_indentation_stay() {
    for case in cases() {
        let mut windows = Case { sources: case.sources.clone(), recipe: case.recipe.clone(), ..case };
        let text = windows.sources.file(windows.page).text().replace('\n', "\r\n");
        windows.sources.set_text(windows.page, text);
        for text in windows.patch(Selection::Suggested).texts.values() {
            assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{}", windows.name);
        }
    }
}

/// Lists that rules find items to take out of, with marks of all kinds around items and around lists.
fn any_list() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec!["Alpha", "Beta", "Gamma", "alpha", "Beta Net", "Beta  Net"]);
    let marks = prop::sample::select(vec![
        ("", ""),
        ("", ""),
        ("**", "**"),
        ("*", "*"),
        ("~~", "~~"),
        ("`", "`"),
        ("<b>", "</b>"),
        ("<a href=\"x,y\">", "</a>"),
        ("[", "](x,y)"),
        ("[", "]"),
        ("<sup>", "</sup>"),
        ("<i><b>", "</b></i>"),
        ("<a name=\"x\"></a>", ""),
    ]);
    let item = (names, marks.clone()).prop_map(|(name, (start, end))| format!("{start}{name}{end}"));
    let part = (prop::collection::vec(item, 1..4), marks);
    let separators = vec![", ", ",", "; ", "<br>", "<br/>", "</li><li>", "</p> <p>", "<li>", ",, ", " "];
    let parts = prop::collection::vec((part, prop::sample::select(separators)), 1..5);
    let around =
        prop::sample::select(vec![("", ""), ("", ""), ("<ul><li>", "</li></ul>"), ("**", "**"), ("<p>", "</p>")]);
    (parts, around).prop_map(|(parts, (start, end))| {
        let mut list = start.to_owned();
        for (number, ((items, (open, close)), separator)) in parts.iter().enumerate() {
            let between = if number == 0 { "" } else { *separator };
            list += &format!("{between}{open}{}{close}", items.join(", "));
        }
        list + end
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_patch_leaves_half_of_a_mark(lists in prop::collection::vec(any_list(), 1..4), is_html: bool) {
        let recipe = "recipe: any\ndatasets:\n  any:\n    tables: [{ under: Any }]\n    fields: [{ name: line, from: Line }, { name: ports, from: Ports, type: list, vocabulary: port }]\nvocabularies: { port: {} }\n";
        let recipe = parse_recipe("any.yaml", recipe).expect("it is right");
        let sets = ["Alpha, Beta", "Beta, Gamma", "Gamma, Alpha", "Beta, Alpha", "Gamma, Beta"].map(str::to_owned);
        let row = |(number, list): (usize, &String)| match is_html {
            true => format!("<tr><td>line {number}</td><td>{list}</td></tr>\n"),
            false => format!("| line {number} | {list} |\n"),
        };
        let rows: String = sets.iter().chain(&lists).enumerate().map(row).collect();
        let page = match is_html {
            true => format!("# Any\n\n<table>\n<tr><th>Line</th><th>Ports</th></tr>\n{rows}</table>\n"),
            false => format!("# Any\n\n| Line | Ports |\n|---|---|\n{rows}"),
        };
        let mut sources = SourceMap::new();
        let id = sources.add("any.md", page.as_str());
        let patch = laws::patch_of(&page, &recipe, &sources, id, Selection::Suggested);
        laws::marks_stay_whole(&page, &sources, &patch);
        laws::patches_come_to_an_end(&page, &recipe, &sources, id, 2);
    }
}

/// Each cell beside five lists that are sets, and what it reads once it is patched.
#[test]
fn items_go_with_the_marks_around_them() {
    for (cell, expected) in [
        ("Alpha, <a href=\"x\">Beta</a>, Beta", "Alpha, <a href=\"x\">Beta</a>"),
        ("Alpha, <b>Beta</b>, Beta, Gamma", "Alpha, <b>Beta</b>, Gamma"),
        ("Alpha, Beta, <b>Beta</b>, Gamma", "Alpha, Beta, Gamma"),
        ("Alpha, Beta, <b>Beta, Gamma</b>", "Alpha, Beta, <b>Gamma</b>"),
        ("<b>Alpha, Beta, Beta</b>", "<b>Alpha, Beta</b>"),
        ("**Alpha, Beta, Beta**", "**Alpha, Beta**"),
        ("[Alpha, Beta, Beta](x)", "[Alpha, Beta](x)"),
        ("Alpha, [Beta](x,y), Beta", "Alpha, [Beta](x,y)"),
        ("Alpha, Beta, [Beta](x,y)", "Alpha, Beta"),
        ("Alpha, **Beta**, *Beta*", "Alpha, **Beta**"),
        ("`Alpha` `Beta` `Beta`", "`Alpha` `Beta`"),
        ("Alpha<br>Beta<br/>Beta", "Alpha<br>Beta"),
        ("<ul><li>Alpha</li><li>Beta</li><li>Beta</li></ul>", "<ul><li>Alpha</li><li>Beta</li></ul>"),
        ("<ul><li>Alpha</li> <li><b>Beta</b></li> <li>Beta</li></ul>", "<ul><li>Alpha</li> <li><b>Beta</b></li></ul>"),
        // What is struck out is another item.
        ("Alpha, ~~Beta~~, Beta", "Alpha, ~~Beta~~, Beta"),
        ("<ul><li>Alpha<li>Beta<li>Beta</ul>", "<ul><li>Alpha<li>Beta</ul>"),
        // Half of an element stands in the item: that stays for a person to change.
        ("Alpha, Beta, Be<b>ta, Gamma</b>", "Alpha, Beta, Be<b>ta, Gamma</b>"),
    ] {
        let recipe = "recipe: any\ndatasets:\n  any:\n    tables: [{ under: Any }]\n    fields: [{ name: line, from: Line }, { name: ports, from: Ports, type: list }]\n";
        let sets = "| a | Alpha, Beta |\n| b | Beta, Gamma |\n| c | Alpha, Gamma |\n| d | Gamma, Delta |\n| e | Delta, Beta |\n";
        let page = |cell: &str| format!("# Any\n\n| Line | Ports |\n|---|---|\n{sets}| f | {cell} |\n");
        let mut sources = SourceMap::new();
        let id = sources.add("any.md", page(cell));
        let recipe = parse_recipe("any.yaml", recipe).expect("it is right");
        let patch = laws::patch_of(cell, &recipe, &sources, id, Selection::Applied);
        let text = patch.texts.get(&id).cloned().unwrap_or_else(|| page(cell));
        assert_eq!(text, page(expected), "{cell}");
        let left: Vec<&str> = patch.left.iter().map(|(_, reason)| reason.as_str()).collect();
        let is_left = cell.contains("Be<b>ta");
        assert_eq!(is_left, left.iter().any(|reason| reason.starts_with("half of a tag")), "{cell}: {left:?}");
    }
}
