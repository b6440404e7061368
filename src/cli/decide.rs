//! `rowmill decide`: what a person says of proposed repairs, remembered beside the recipe.

use std::collections::BTreeSet;

use super::Verdict;
use super::args::{DecideArgs, DecideCommand, SubjectArgs};
use super::choose::Chosen;
use super::console::Console;
use super::gather::Input;
use super::subject::{KeptDecisions, Subject, read_decisions};
use super::summary::plural;
use rowmill::recipe::{AliasDecision, DECISIONS_FILE, Decision, Decisions};
use rowmill::repair::Repair;
use rowmill::schema::Value;
use rowmill::similarity::{did_you_mean, nearest};
use rowmill::{Error, Recipe, Record, Result};

pub(super) fn run(args: &DecideArgs, console: &mut Console) -> Result<Verdict> {
    match &args.command {
        DecideCommand::Accept(ruling) => rule(&ruling.ids, true, &ruling.reason, &args.subject, console),
        DecideCommand::Reject(ruling) => rule(&ruling.ids, false, &ruling.reason, &args.subject, console),
        DecideCommand::Alias(alias) => {
            let decision = AliasDecision {
                vocabulary: alias.vocabulary.clone(),
                from: alias.from.clone(),
                to: alias.to.clone(),
                reason: alias.reason.clone(),
            };
            decide_alias(decision, &args.subject, console)
        }
        DecideCommand::List => list(&args.subject, console),
    }
}

fn subject(args: &SubjectArgs) -> Result<Subject> {
    let chosen = match &args.recipe {
        Some(recipe) => Some(Chosen::new(Some(recipe))?),
        None => Chosen::nearest()?,
    };
    match (chosen, args.sources.as_slice()) {
        // As `repair` reads a page that is none of the nearest recipe's.
        (Some(chosen), [page]) if args.recipe.is_none() && !chosen.reads(page) => {
            Subject::of_page(&Input::File(page.clone()), &[])
        }
        (Some(chosen), given) => Subject::of_recipe(chosen, given, &[], &[]),
        (None, [page]) => Subject::of_page(&Input::File(page.clone()), &[]),
        (None, []) => Err(Error::usage("there is no recipe here, and no page was named")
            .with_help("name the page that the repair is of: `--source PAGE`, or its recipe: `--recipe RECIPE`")),
        (None, _) => Err(Error::usage("without a recipe each page is one by itself").with_help("name one `--source`")),
    }
}

fn rule(ids: &[String], is_accepted: bool, reason: &str, args: &SubjectArgs, console: &mut Console) -> Result<Verdict> {
    let subject = subject(args)?;
    let mut kept = KeptDecisions::read(&subject.folder)?;
    for id in ids {
        let (page, was) = (subject.page_name.clone(), was(&subject, &kept.decisions, id)?);
        kept.decisions.decide(Decision { is_accepted, id: id.clone(), page, was, reason: reason.to_owned() });
    }
    let path = kept.write(console)?;
    let word = if is_accepted { "accepted" } else { "rejected" };
    console.note(&format!("{} {word} in {}\n", plural(ids.len(), "repair"), path.display()));
    Ok(Verdict::Clean)
}

/// What a repair is about, in words.
fn was(subject: &Subject, decisions: &Decisions, id: &str) -> Result<String> {
    if let Some(repair) = subject.repairs().find(|repair| repair.id == id) {
        return Ok(words(repair));
    }
    // A rejected repair is not proposed any more.
    if let Some(decision) = decisions.on(id) {
        return Ok(decision.was.clone());
    }
    let ids: Vec<&str> = subject.repairs().map(|repair| repair.id.as_str()).collect();
    let help = did_you_mean(id, &ids).unwrap_or_else(|| "`rowmill repair` lists the repairs with their IDs".to_owned());
    Err(Error::usage(format!("no repair of these pages has the ID `{id}`")).with_help(help))
}

fn words(repair: &Repair) -> String {
    match (repair.is_report(), repair.after.is_empty()) {
        (true, _) => format!("{}: `{}`", repair.rule, repair.before),
        (_, true) => format!("{}: without `{}`", repair.rule, repair.before),
        _ => format!("{}: `{}` → `{}`", repair.rule, repair.before, repair.after),
    }
}

fn decide_alias(alias: AliasDecision, args: &SubjectArgs, console: &mut Console) -> Result<Verdict> {
    let subject = subject(args)?;
    let names: Vec<&str> = subject.recipe.vocabularies.keys().map(String::as_str).collect();
    if !names.contains(&alias.vocabulary.as_str()) {
        let help = did_you_mean(&alias.vocabulary, &names);
        let help = help.unwrap_or_else(|| match names.is_empty() {
            true => "the recipe has none: give it one (`vocabularies: { name: {} }`), and the field its name (`vocabulary: name`)".to_owned(),
            false => format!("the recipe has `{}`", names.join("`, `")),
        });
        return Err(Error::usage(format!("there is no vocabulary `{}`", alias.vocabulary)).with_help(help));
    }
    let mut kept = KeptDecisions::read(&subject.folder)?;
    refuse_ring(&alias, &subject.recipe, &kept.decisions)?;
    let unseen = unseen(&alias, &subject);
    let said = format!("`{}` means `{}`", alias.from, alias.to);
    kept.decisions.decide_alias(alias);
    let path = kept.write(console)?;
    console.note(&format!("{said}, from now on, in {}\n", path.display()));
    unseen.iter().for_each(|line| console.note(line));
    Ok(Verdict::Clean)
}

/// A name that means itself, at once or by way of others, would mean nothing.
fn refuse_ring(alias: &AliasDecision, recipe: &Recipe, decisions: &Decisions) -> Result<()> {
    let AliasDecision { vocabulary, from, to, .. } = alias;
    if from == to {
        return Err(Error::usage(format!("`{from}` is the name itself"))
            .with_help("write the name as pages have it, then the right one: `rowmill decide alias FROM TO`"));
    }
    let decided = |name: &str| {
        let is_it = |other: &&AliasDecision| other.vocabulary == *vocabulary && other.from == name;
        decisions.aliases.iter().find(is_it).map(|other| other.to.as_str())
    };
    let in_recipe = |name: &str| recipe.vocabularies.get(vocabulary).and_then(|known| known.alias(name));
    let mut seen = BTreeSet::from([to.as_str()]);
    let mut last = to.as_str();
    while let Some(next) = decided(last).or_else(|| in_recipe(last)) {
        if next == from {
            let help = match decided(last) {
                Some(_) => format!("take that line out of `{DECISIONS_FILE}` first"),
                None => "take that alias out of the recipe first".to_owned(),
            };
            return Err(Error::usage(format!("`{last}` means `{from}` already, so `{from}` cannot mean `{to}`"))
                .with_help(help));
        }
        if !seen.insert(next) {
            break;
        }
        last = next;
    }
    Ok(())
}

/// A word of warning for each of the two names that neither the data nor the recipe has.
fn unseen(alias: &AliasDecision, subject: &Subject) -> Vec<String> {
    let Subject { recipe, outcome, .. } = subject;
    let mut known: BTreeSet<String> = BTreeSet::new();
    for (dataset, data) in recipe.datasets.iter().zip(&outcome.datasets) {
        let fields = dataset.fields.iter().enumerate();
        let fields: Vec<usize> = fields
            .filter(|(_, field)| field.vocabulary.as_deref() == Some(&alias.vocabulary))
            .map(|(index, _)| index)
            .collect();
        let values = |record: &Record| {
            fields
                .iter()
                .flat_map(|&index| {
                    let field = &record.values[index];
                    let written = field.written().map(str::to_owned);
                    field.value.items().iter().map(Value::to_string).chain(written).collect::<Vec<_>>()
                })
                .collect::<Vec<_>>()
        };
        known.extend(data.records().iter().flat_map(values));
    }
    // What a repair has taken from the data, such as an alias that was decided before.
    known.extend(outcome.repairs.iter().flat_map(|repair| repair.items_before.iter().cloned()));
    if let Some(vocabulary) = recipe.vocabularies.get(&alias.vocabulary) {
        known.extend(vocabulary.known_names().map(str::to_owned));
        known.extend(vocabulary.aliases.values().flatten().cloned());
    }
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    let line = |name: &&String| {
        let near =
            nearest(name, names.iter().copied()).map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
        format!("`{name}` stands nowhere in the data of the vocabulary `{}`{near}\n", alias.vocabulary)
    };
    [&alias.from, &alias.to].iter().filter(|name| !known.contains(name.as_str())).map(line).collect()
}

fn list(args: &SubjectArgs, console: &mut Console) -> Result<Verdict> {
    let folder = match (&args.recipe, args.sources.first()) {
        (Some(recipe), _) => Chosen::new(Some(recipe))?.folder(),
        (None, Some(page)) => page.parent().map_or_else(Default::default, std::path::Path::to_owned),
        (None, None) => Chosen::nearest()?.map_or_else(Default::default, |chosen| chosen.folder()),
    };
    let decisions = read_decisions(&folder)?;
    console.out(decisions.to_yaml().as_bytes())?;
    Ok(Verdict::Clean)
}
