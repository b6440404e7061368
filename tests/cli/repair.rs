//! `repair` and `decide`: faults of any page, as a list, as a patch and written; and a person's word on them.

use std::process::Command;

use crate::scenario::{CITIES, Scenario, check};

/// A page with one fault of several kinds, without a recipe.
const TOWNS: &str = "\
# Towns

| Town | Carriers                                |
|------|-----------------------------------------|
| Lyon | Orange Telecom, Zayo, Equinix           |
| Graz | Orange Telecom, Zayo, Zayo, Equinix     |
| Oslo | Orange Telecom, Zayo, Equniix           |
| Bonn | [Orange Telecom](https://example.org/o), **Equinix**  |
| Rome | **orange** telecom, Zayo, Equinix       |
";

fn towns() -> Scenario {
    Scenario::new().with("towns.md", TOWNS)
}

/// The ID of the first repair of a rule, as the JSON list shows it.
fn id_of(scenario: &Scenario, rule: &str) -> String {
    let output = scenario.output("repair towns.md --style json");
    let repairs: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).expect("a JSON array");
    let found = repairs.iter().find(|repair| repair["rule"] == rule).expect("the rule proposes");
    found["id"].as_str().expect("an ID is a text").to_owned()
}

#[test]
fn faults_of_a_page_without_a_recipe_are_listed() {
    check("repair-list", &towns().run("repair towns.md"));
    check("repair-concise", &towns().run("repair towns.md --style concise"));
    check("repair-json", &towns().run("repair towns.md --style json"));
    check("repair-abstentions", &towns().run("repair towns.md --style concise --explain-abstentions"));
}

#[test]
fn cells_that_no_column_has_are_shown_where_they_stand_and_told_of_once() {
    let scenario = Scenario::cities();
    scenario.write(
        "cities.md",
        CITIES.replace("Mur          |", "Mur | Kainach | |").replace("Rhône, Saône |", "Rhône | Saône | Azergues |"),
    );
    check("repair-surplus", &scenario.run("repair cities.md"));
    check("check-surplus", &scenario.run("check --style concise"));
    let joined = Scenario::cities().with(
        "cities.md",
        "# Cities\n\n| City | Rivers | Zone |\n|---|---|---|\n| Lyon | Rhône | 1 | | Graz | Mur | two |\n",
    );
    check("check-joined", &joined.run("check --style concise"));
    // What was said of these cells is not said of others.
    let help = |said: String| said.lines().find(|line| line.contains("decide reject")).map(str::to_owned);
    let page = scenario.read("cities.md");
    let first = help(scenario.run("repair cities.md"));
    scenario.write("cities.md", page.replace("Azergues", "Isère"));
    let other = help(scenario.run("repair cities.md"));
    scenario.write("cities.md", page.replace("# Cities", "# Cities\n\nSome words."));
    assert_eq!((first == other, first == help(scenario.run("repair cities.md"))), (false, true));
}

#[test]
fn a_sound_page_needs_no_repair() {
    check("repair-nothing", &Scenario::cities().run("repair cities.md"));
    check("repair-nothing-diff", &Scenario::cities().run("repair cities.md --diff"));
}

#[test]
fn a_patch_is_one_that_git_applies() {
    let scenario = towns();
    check("repair-diff", &scenario.run("repair towns.md --diff"));
    check("repair-diff-suggested", &scenario.run("repair towns.md --diff --suggested"));
    let patch = scenario.output("repair towns.md --diff --suggested").stdout;
    scenario.write("towns.patch", patch);
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).current_dir(scenario.path()).output().expect("git runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["apply", "--check", "towns.patch"]);
    git(&["apply", "towns.patch"]);
    let patched = scenario.read("towns.md");
    scenario.write("towns.md", TOWNS);
    scenario.run("repair towns.md --write --suggested");
    assert_eq!(scenario.read("towns.md"), patched, "the patch and `--write` agree");
    check("repair-repaired", &scenario.run("repair towns.md"));
}

#[test]
fn line_ends_and_the_rest_of_the_page_stay() {
    let page = TOWNS.replace('\n', "\r\n");
    let scenario = Scenario::new().with("towns.md", &page);
    check("repair-write", &scenario.run("repair towns.md --write"));
    let expected =
        page.replace("Zayo, Zayo, Equinix  ", "Zayo, Equinix").replace("**orange** telecom", "**Orange** Telecom");
    let blanks = |text: &str| text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    assert_eq!(blanks(&scenario.read("towns.md")), blanks(&expected));
}

#[test]
fn a_decision_is_remembered() {
    let scenario = towns();
    let (accepted, rejected) = (id_of(&scenario, "misspelling"), id_of(&scenario, "duplicate-item"));
    check("decide-accept", &scenario.run(&format!("decide accept {accepted} --source towns.md --reason checked")));
    check("decide-reject", &scenario.run(&format!("decide reject {rejected} --source towns.md")));
    check("decide-list", &scenario.run("decide list --source towns.md"));
    // To say the same once more takes no reason away.
    let kept = scenario.read("rowmill.decisions.yaml");
    assert!(kept.contains("reason: \"checked\""), "{kept}");
    scenario.run(&format!("decide accept {accepted} --source towns.md"));
    assert_eq!(scenario.read("rowmill.decisions.yaml"), kept);
    check("decide-effect", &scenario.run("repair towns.md --style concise"));
    // The page moves on: the decisions hold for the same change of the same record, and say when it is gone.
    scenario.write("towns.md", TOWNS.replace("# Towns\n", "# Towns\n\nAn introduction.\n"));
    check("decide-moved", &scenario.run("repair towns.md --style concise"));
    scenario.write("towns.md", TOWNS.replace("Zayo, Zayo", "Zayo"));
    check("decide-stale", &scenario.run("repair towns.md --style concise"));
}

#[test]
fn what_a_person_wrote_among_the_decisions_stays() {
    let kept =
        "# Ask Ann first.\r\n\r\nreject: # not these\r\n  - id: bcdfghjk # hers\r\n    was: 'a # b'\r\n# The end.\r\n";
    let scenario = towns().with("rowmill.decisions.yaml", kept);
    let id = id_of(&scenario, "misspelling");
    assert!(scenario.output(&format!("decide accept {id} --source towns.md")).status.success());
    let text = scenario.read("rowmill.decisions.yaml");
    let added: String = text.split_inclusive('\n').filter(|line| !kept.contains(line)).collect();
    assert!(added.starts_with("accept:\r\n  - { id: ") && added.lines().count() == 2, "{text:?}");
    assert_eq!(text.replace(&added, ""), kept);
    // What cannot be kept is not touched.
    let kept = "reject: [{ id: bcdfghjk }] # hers\n";
    let scenario = scenario.with("rowmill.decisions.yaml", kept);
    check("decide-refused", &scenario.run(&format!("decide reject {id} --source towns.md")));
    assert_eq!(scenario.read("rowmill.decisions.yaml"), kept);
}

#[test]
fn an_alias_is_remembered() {
    let recipe =
        crate::scenario::RECIPE.replace("type: list", "type: list, vocabulary: river") + "vocabularies:\n  river: {}\n";
    let scenario = Scenario::cities().with("rowmill.yaml", recipe);
    check("decide-alias", &scenario.run("decide alias Mur Mura --vocabulary river --reason local"));
    check("decide-alias-build", &scenario.run("build"));
    check("decide-alias-unknown", &scenario.run("decide alias Mur Mura --vocabulary rivers"));
}

#[test]
fn what_cannot_be_decided_is_said() {
    check("decide-unknown-id", &towns().run("decide accept bcdfghjk --source towns.md"));
    check("decide-no-subject", &towns().run("decide accept bcdfghjk"));
    let twice = "accept:\n  - { id: bcdfghjk }\nreject:\n  - { id: bcdfghjk }\n";
    check("decide-twice", &towns().with("rowmill.decisions.yaml", twice).run("repair towns.md"));
    let wrong = "acept:\n  - { id: bcdfghjk }\n";
    check("decide-unknown-key", &towns().with("rowmill.decisions.yaml", wrong).run("repair towns.md"));
}

#[test]
fn a_comment_keeps_a_rule_out() {
    let page = TOWNS.replace("Equniix      ", "Equniix <!-- rowmill-ignore misspelling: so the sign says -->");
    let page = page.replace("| Town |", "<!-- rowmill-ignore word-order: no reason at all -->\n\n| Town |");
    check("repair-ignored", &Scenario::new().with("towns.md", page).run("repair towns.md --style concise"));
}

#[test]
fn a_document_beside_the_page_is_evidence() {
    let page = "| Town | Carriers |\n|---|---|\n| Lyon | Vodafone, Zayo |\n| Graz | Zayo, Colt, IX Reach Megaport |\n\
                | Oslo | Vodafone, Colt |\n| Bonn | Zayo, Orange |\n";
    let sister = "| Carrier | Towns |\n|---|---|\n| Colt | Graz |\n| Vodafone | Lyon |\n| Zayo | Lyon |\n| IX Reach | Graz |\n\
                  | Megaport | Graz |\n| Orange | Bonn |\n";
    let data = "carrier\nColt\nVodafone\nZayo\nIX Reach\nMegaport\n";
    let scenario = Scenario::new().with("p.md", page).with("sister.md", sister).with("data.csv", data);
    check("repair-with-page", &scenario.run("repair p.md --with sister.md --style concise"));
    check("repair-with-data", &scenario.run("repair p.md --with data.csv --style concise"));
    check("repair-with-missing", &scenario.run("repair p.md --with none.md"));
    check("repair-with-neither", &scenario.with("bad.json", "{").run("repair p.md --with bad.json"));
}

#[test]
fn the_nearest_recipe_reads_its_page() {
    let scenario = Scenario::cities();
    scenario.write("cities.md", crate::scenario::CITIES.replace("Rhône, Saône", "Rhône, Saône, Saône"));
    check("repair-nearest", &scenario.run("repair cities.md --style json"));
    check("repair-recipe", &scenario.run("repair cities.md --recipe rowmill.yaml --style concise"));
}

#[test]
fn decisions_on_one_page_say_nothing_of_another() {
    let scenario = towns();
    let id = id_of(&scenario, "misspelling");
    scenario.run(&format!("decide reject {id} --source towns.md"));
    scenario.write("other.md", crate::scenario::CITIES);
    let output = scenario.output("repair towns.md other.md --style concise");
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(!said.contains("stale-decision") && !said.contains("misspelling"), "{said}");
}

/// The IDs of the repairs that a command lists.
fn ids(scenario: &Scenario, command: &str) -> Vec<String> {
    let output = scenario.output(&format!("{command} --style json"));
    let repairs: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).expect("a JSON array");
    repairs.iter().map(|repair| repair["id"].as_str().expect("an ID is a text").to_owned()).collect()
}

#[test]
fn a_proposed_recipe_finds_what_was_found_without_one() {
    let scenario = towns();
    let before = ids(&scenario, "repair towns.md");
    let id = id_of(&scenario, "misspelling");
    assert!(scenario.output(&format!("decide accept {id} --source towns.md")).status.success());
    assert!(scenario.output("init towns.md").status.success());
    assert_eq!(ids(&scenario, "repair"), before, "what is decided is still decided");
    let built = scenario.run("build");
    assert!(!built.contains("stale-decision"), "{built}");
    assert!(!scenario.read("out/towns/towns.csv").contains("Equniix"));
}

#[test]
fn a_command_that_is_named_can_be_typed() {
    let scenario = towns().with("pages/other.md", TOWNS);
    let listed = scenario.run("repair pages/other.md");
    let command = listed.split('`').find(|part| part.starts_with("rowmill decide accept")).expect("one is suggested");
    let argument = command.strip_prefix("rowmill ").expect("it is a command of ours");
    assert!(argument.ends_with(" --source pages/other.md"), "{argument}");
    assert!(scenario.output(argument).status.success());
    // A recipe that has other pages does not take this one.
    assert!(scenario.output("init towns.md").status.success());
    assert!(scenario.output(argument).status.success());
    assert!(scenario.read("pages/rowmill.decisions.yaml").contains("accept"));
    check("repair-nothing-named", &Scenario::new().run("repair"));
}
