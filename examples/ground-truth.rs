//! Compares what rowmill reads from pages with the data files that the pages were made from, field by field.
//!
//! `cargo run --release --example ground-truth -- DIR`, where DIR holds `terraform-aws-eks`, `k8s-community` and `nodejs-release`.
//!
//! Each page is read by a recipe, as a user would write it; each data file by a small reader here, which shares no code with the
//! library. Values are compared as text; where they differ, once more without what is layout only, and for that each field says what
//! it leaves out. What then still differs is listed with what both say and why; it fails when rowmill is the reason. Another page is
//! one more entry of [`PAGES`].

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use rowmill::{Dataset, SourceMap, parse_recipe, pipeline};
use serde_json::Value as Json;

/// A page, its recipe, and how its data file is read.
struct Page {
    folder: &'static str,
    page: &'static str,
    data: &'static str,
    recipe: &'static str,
    truth: fn(&str) -> Result<Tables, Box<dyn Error>>,
    fields: &'static [Field],
}

/// How a field is compared beyond its text.
struct Field {
    name: &'static str,
    /// A text without what is layout.
    plain: fn(&str) -> String,
    /// What that leaves out.
    left_out: &'static str,
}

/// Dataset to key to field to values.
type Tables = BTreeMap<String, BTreeMap<String, BTreeMap<String, Vec<String>>>>;

const PAGES: &[Page] = &[
    Page {
        folder: "terraform-aws-eks",
        page: "README.md",
        data: "variables.tf",
        recipe: "
recipe: terraform
missing_values: ['', n/a]
datasets:
  inputs:
    tables: [{ under: Inputs }]
    primary_key: [name]
    fields:
      - { name: name, from: Name }
      - { name: description, from: Description }
      - { name: type, from: Type }
      - { name: default, from: Default, missing_values: [n/a] }
      - { name: required, from: Required }
",
        truth: terraform,
        fields: &[
            Field { name: "description", plain: without_marks, left_out: "a code span or link is shown as its text" },
            Field { name: "type", plain: without_blanks, left_out: "line breaks and indentation" },
            Field { name: "default", plain: without_blanks, left_out: "line breaks and indentation" },
        ],
    },
    Page {
        folder: "k8s-community",
        page: "sig-list.md",
        data: "sigs.yaml",
        recipe: "
recipe: kubernetes
datasets:
  sigs:
    tables: [{ under: Special Interest Groups }]
    primary_key: [name]
    fields: &fields
      - { name: name, from: Name }
      - { name: readme, from: Name, part: url }
      - { name: label, from: Label }
      - { name: label_url, from: Label, part: url }
      - { name: sponsors, from: Stakeholder SIGs, type: list, items: { separators: [<br>] }, optional: true }
      - { name: chairs, from: [Chairs, Organizers, Members], type: list, items: { separators: [<br>] } }
      - { name: chair_urls, from: [Chairs, Organizers, Members], part: url, type: list }
      - { name: contacts, from: Contact, type: list, items: { separators: [<br>] } }
      - { name: contact_urls, from: Contact, part: url, type: list }
      - { name: meetings, from: Meetings, type: list, items: { separators: [<br>] }, optional: true }
      - { name: meeting_urls, from: Meetings, part: url, type: list, optional: true }
  workinggroups:
    tables: [{ under: Working Groups }]
    primary_key: [name]
    fields: *fields
  committees:
    tables: [{ under: Committees }]
    primary_key: [name]
    fields: *fields
",
        truth: kubernetes,
        fields: &[
            Field { name: "sponsors", plain: without_bullet, left_out: BULLET },
            Field { name: "chairs", plain: without_bullet, left_out: BULLET },
            Field { name: "contacts", plain: without_bullet, left_out: BULLET },
            Field { name: "meetings", plain: without_bullet, left_out: BULLET },
        ],
    },
    Page {
        folder: "nodejs-release",
        page: "README.md",
        data: "schedule.json",
        recipe: "
recipe: nodejs
missing_values: ['', '-']
datasets:
  releases:
    tables:
      - { under: Release schedule }
    primary_key: [release]
    fields:
      - { name: release, from: Release }
      - { name: status, from: Status }
      - { name: codename, from: Codename }
      - { name: start, from: Initial Release, type: date }
      - { name: lts, from: Active LTS Start, type: date }
      - { name: maintenance, from: [Maintenance Start, Maintenance LTS Start], type: date }
      - { name: end, from: End-of-life, type: date }
",
        truth: nodejs,
        fields: &[],
    },
];

/// Differences whose reason was found by hand: the record, the start of the field's name, and the reason.
const EXPLAINED: &[(&str, &str, &str)] =
    &[("Scalability", "meeting", "the page has a link inside a link, of which GitHub shows the outer one as text")];

const BULLET: &str = "a `*` before each line of the cell, which GitHub shows";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: cargo run --example ground-truth -- DIR")?;
    let mut out = io::stdout().lock();
    let reports = PAGES.iter().map(|page| report(Path::new(&folder), page)).collect::<Result<Vec<_>, _>>()?;
    writeln!(
        out,
        "| Page | Data file | Records there | Found | Values | Same text | Same but for layout | Different |"
    )?;
    writeln!(out, "|---|---|--:|--:|--:|--:|--:|--:|")?;
    for (page, report) in PAGES.iter().zip(&reports) {
        let Report { records, found, same, layout, different, .. } = report;
        let layouts: usize = layout.values().sum();
        let values = same + layouts + different.len();
        let (folder, page, data, differing) = (page.folder, page.page, page.data, different.len());
        writeln!(
            out,
            "| {folder}/{page} | {data} | {records} | {found} | {values} | {same} | {layouts} | {differing} |"
        )?;
    }
    writeln!(out, "\n| Page | Field | Values that are the same but for layout | What differs |\n|---|---|--:|---|")?;
    for (page, report) in PAGES.iter().zip(&reports) {
        for (field, count) in &report.layout {
            let left_out = page.fields.iter().find(|rule| rule.name == *field).map_or("", |rule| rule.left_out);
            writeln!(out, "| {} | {field} | {count} | {left_out} |", page.folder)?;
        }
    }
    writeln!(out, "\n| Page | Record | Field | The page says | The data file says | |\n|---|---|---|---|---|---|")?;
    for (page, report) in PAGES.iter().zip(&reports) {
        for Difference { record, field, ours, theirs, reason } in &report.different {
            let [ours, theirs] = [ours, theirs].map(|text| text.replace('\n', " ").replace('|', "\\|"));
            writeln!(out, "| {} | {record} | {field} | {ours} | {theirs} | {reason} |", page.folder)?;
        }
    }
    let ours = |difference: &&Difference| difference.reason == NOT_FOUND || difference.reason == NOT_EXPLAINED;
    match reports.iter().flat_map(|report| &report.different).filter(ours).count() {
        0 => Ok(()),
        count => Err(format!("{count} values are read wrong").into()),
    }
}

const NOT_FOUND: &str = "the page has it, and it was not read";
const NOT_EXPLAINED: &str = "it was read otherwise";

#[derive(Default)]
struct Report {
    /// Those of the data file.
    records: usize,
    /// Those that stand on the page too.
    found: usize,
    same: usize,
    /// Field to the number of its values that are the same but for layout.
    layout: BTreeMap<String, usize>,
    different: Vec<Difference>,
}

struct Difference {
    record: String,
    field: String,
    ours: String,
    theirs: String,
    reason: &'static str,
}

fn report(folder: &Path, page: &Page) -> Result<Report, Box<dyn Error>> {
    let folder = folder.join(page.folder);
    let text = fs::read_to_string(folder.join(page.page))?;
    let truth = (page.truth)(&fs::read_to_string(folder.join(page.data))?)?;
    let ours = extracted(page, &text)?;
    let mut report = Report::default();
    for (dataset, records) in &truth {
        let on_page = ours.get(dataset).ok_or("the page has no such dataset")?;
        for (key, fields) in records {
            report.records += 1;
            match on_page.get(key) {
                Some(found) => {
                    report.found += 1;
                    compare(page, &text, key, found, fields, &mut report);
                }
                None => report.different.push(Difference {
                    record: key.clone(),
                    field: String::new(),
                    ours: String::new(),
                    theirs: "a record".to_owned(),
                    reason: if text.contains(key.as_str()) { NOT_FOUND } else { "the page does not list it" },
                }),
            }
        }
        for key in on_page.keys().filter(|key| !records.contains_key(*key)) {
            report.different.push(Difference {
                record: key.clone(),
                field: String::new(),
                ours: "a record".to_owned(),
                theirs: String::new(),
                reason: "the data file does not list it",
            });
        }
    }
    Ok(report)
}

/// What the recipe makes of the page, every value as text.
fn extracted(page: &Page, text: &str) -> Result<Tables, Box<dyn Error>> {
    let recipe = parse_recipe("recipe.yaml", page.recipe)?;
    let mut sources = SourceMap::new();
    let id = sources.add(page.page, text);
    let outcome = pipeline::run(&recipe, &sources, &[id])?;
    // Repairs would make the page say what it does not.
    if outcome.has_errors() || outcome.repairs.iter().any(|repair| repair.applied) {
        return Err(format!("{}: {:#?}", page.folder, outcome.diagnostics).into());
    }
    Ok(outcome.datasets.iter().map(|dataset| (dataset.name().to_owned(), records(dataset))).collect())
}

fn records(dataset: &Dataset) -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
    let fields = || dataset.schema().fields.iter().map(|field| field.name.clone());
    let record = |record: &rowmill::Record| {
        let values: Vec<Vec<String>> = record
            .values
            .iter()
            .map(|field| field.value.items().iter().map(ToString::to_string).filter(|text| !text.is_empty()).collect())
            .collect();
        (values[0].concat(), fields().zip(values).collect())
    };
    dataset.records().iter().map(record).collect()
}

/// Compares the values of one record one by one.
fn compare(
    page: &Page,
    text: &str,
    key: &str,
    ours: &BTreeMap<String, Vec<String>>,
    theirs: &BTreeMap<String, Vec<String>>,
    report: &mut Report,
) {
    for (field, theirs) in theirs {
        let ours = ours.get(field).map_or(&[][..], Vec::as_slice);
        let plain = page.fields.iter().find(|rule| rule.name == field).map(|rule| rule.plain);
        for index in 0..ours.len().max(theirs.len()) {
            let (ours, theirs) =
                (ours.get(index).map_or("", String::as_str), theirs.get(index).map_or("", String::as_str));
            if ours == theirs {
                report.same += 1;
            } else if plain.is_some_and(|plain| plain(ours) == plain(theirs)) {
                *report.layout.entry(field.clone()).or_default() += 1;
            } else {
                report.different.push(Difference {
                    record: key.to_owned(),
                    field: field.clone(),
                    ours: ours.to_owned(),
                    theirs: theirs.to_owned(),
                    reason: known_reason(key, field).unwrap_or_else(|| reason(text, ours, theirs)),
                });
            }
        }
    }
}

fn known_reason(record: &str, field: &str) -> Option<&'static str> {
    let known = EXPLAINED.iter().find(|(key, start, _)| *key == record && field.starts_with(start));
    known.map(|(.., reason)| *reason)
}

/// Why two values differ. That the page says what was read is looked up in its source.
fn reason(page: &str, ours: &str, theirs: &str) -> &'static str {
    match (ours.is_empty(), theirs.is_empty()) {
        (true, _) if page.contains(theirs) => NOT_FOUND,
        (true, _) => "only the data file says it",
        (_, true) if page.contains(ours) => "only the page says it",
        _ if page.contains(ours) => "the page says otherwise, word for word",
        _ => NOT_EXPLAINED,
    }
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

fn without_bullet(text: &str) -> String {
    text.trim_start_matches("* ").to_owned()
}

/// Markdown of one line without back-ticks and the addresses of links.
fn without_marks(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        plain.push_str(before);
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    plain.push_str(rest);
    plain.replace(['`', '['], "")
}

/// The `variable` blocks of a Terraform file.
fn terraform(text: &str) -> Result<Tables, Box<dyn Error>> {
    let mut records = BTreeMap::new();
    for block in text.split("\nvariable \"").skip(usize::from(!text.starts_with("variable"))) {
        let block = block.strip_prefix("variable \"").unwrap_or(block);
        let (name, body) = block.split_once("\" {\n").ok_or("a variable without a body")?;
        let body = body.split("\n}").next().ok_or("a body without an end")?;
        let attributes = attributes(body);
        let get = |key: &str| attributes.get(key).cloned();
        let default = get("default").map(|value| pretty(&value));
        let fields = BTreeMap::from([
            ("name".to_owned(), vec![name.to_owned()]),
            ("description".to_owned(), vec![unquoted(&get("description").unwrap_or_default())]),
            ("type".to_owned(), vec![get("type").unwrap_or_default()]),
            ("required".to_owned(), vec![if default.is_some() { "no" } else { "yes" }.to_owned()]),
            ("default".to_owned(), default.into_iter().collect()),
        ]);
        records.insert(name.to_owned(), fields);
    }
    Ok(BTreeMap::from([("inputs".to_owned(), records)]))
}

/// `  key = value`, where the value goes on as long as the next lines are indented deeper or close a bracket.
fn attributes(body: &str) -> BTreeMap<String, String> {
    let mut attributes: BTreeMap<String, String> = BTreeMap::new();
    let mut key = String::new();
    for line in body.lines() {
        let starts = line.starts_with("  ") && line[2..].starts_with(|first: char| first.is_ascii_alphabetic());
        match line.split_once('=').filter(|_| starts) {
            Some((name, value)) => {
                key = name.trim().to_owned();
                attributes.insert(key.clone(), value.trim().to_owned());
            }
            None => {
                let value = attributes.entry(key.clone()).or_default();
                value.push('\n');
                value.push_str(line);
            }
        }
    }
    attributes.values_mut().for_each(|value| value.truncate(value.trim_end().len()));
    attributes
}

/// A literal as terraform-docs writes it: as JSON, where `{ a = 1 }` is `{ "a": 1 }`, and without a comma at the end.
fn pretty(literal: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in literal.lines() {
        let pair = line.trim_end_matches(',').split_once(" = ").filter(|(name, _)| !name.contains('"'));
        lines.push(pair.map_or(line.to_owned(), |(name, value)| format!("\"{}\": {value},", name.trim())));
    }
    let mut text = lines.join("\n");
    for (with_comma, bracket) in [(",\n}", "\n}"), (",\n  }", "\n  }"), (",\n  ]", "\n  ]"), (",\n]", "\n]")] {
        text = text.replace(with_comma, bracket);
    }
    text
}

fn unquoted(literal: &str) -> String {
    serde_json::from_str(literal).unwrap_or_else(|_| literal.to_owned())
}

/// The groups of `sigs.yaml`, as its generator writes them.
fn kubernetes(text: &str) -> Result<Tables, Box<dyn Error>> {
    let data: Json = serde_yaml::from_str(text)?;
    let kinds = [("sigs", "sig"), ("workinggroups", "wg"), ("committees", "committee")];
    let table = |(name, prefix): (&str, &str)| {
        (name.to_owned(), items(&data[name]).map(|group| group_of(group, prefix)).collect())
    };
    Ok(kinds.into_iter().map(table).collect())
}

fn group_of(group: &Json, prefix: &str) -> (String, BTreeMap<String, Vec<String>>) {
    let (name, label, contact) = (text(&group["name"]), text(&group["label"]), &group["contact"]);
    let chairs = || items(&group["leadership"]["chairs"]);
    let person = |chair: &Json| match text(&chair["company"]) {
        company if company.is_empty() => text(&chair["name"]),
        company => format!("{}, {company}", text(&chair["name"])),
    };
    let ways = [("Slack", "slack"), ("Mailing List", "mailing_list"), ("Private Mailing List", "private_mailing_list")];
    let address = |key: &str| match key {
        "slack" => format!("https://kubernetes.slack.com/messages/{}", text(&contact[key])),
        _ => text(&contact[key]),
    };
    // The generator writes the private list of committees only.
    let is_shown = move |key: &str| prefix == "committee" || key != "private_mailing_list";
    let contacts = || ways.into_iter().filter(|(_, key)| is_shown(key) && contact[*key].is_string());
    let subprojects = items(&group["subprojects"]);
    let own = items(&group["meetings"]).map(|meeting| (String::new(), meeting));
    let others = subprojects.flat_map(|project| {
        items(&project["meetings"]).map(move |meeting| (format!("({}) ", text(&project["name"])), meeting))
    });
    let meetings: Vec<(String, &Json)> = own.chain(others).filter(|_| prefix != "committee").collect();
    let fields = [
        ("name", vec![name.clone()]),
        ("readme", vec![format!("{}/README.md", text(&group["dir"]))]),
        ("label", vec![label.clone()]),
        ("label_url", vec![format!("https://github.com/kubernetes/kubernetes/labels/{prefix}%2F{label}")]),
        ("sponsors", items(&group["stakeholder_sigs"]).map(text).collect()),
        ("chairs", chairs().map(person).collect()),
        ("chair_urls", chairs().map(|chair| format!("https://github.com/{}", text(&chair["github"]))).collect()),
        ("contacts", contacts().map(|(name, _)| name.to_owned()).collect()),
        ("contact_urls", contacts().map(|(_, key)| address(key)).collect()),
        ("meetings", meetings.iter().map(|(project, meeting)| meeting_text(project, meeting)).collect()),
        ("meeting_urls", meetings.iter().flat_map(|(_, meeting)| meeting_urls(meeting)).collect()),
    ];
    (name, fields.into_iter().map(|(field, values)| (field.to_owned(), values)).collect())
}

fn meeting_text(project: &str, meeting: &Json) -> String {
    let get = |key: &str| text(&meeting[key]);
    let calendar = if meeting["calendar_url"].is_string() { " (calendar)" } else { "" };
    let (day, time, zone, often) = (get("day"), get("time"), get("tz"), get("frequency"));
    format!("{project}{}{calendar}: {day}s at {time} {zone} ({often})", get("description"))
}

fn meeting_urls(meeting: &Json) -> Vec<String> {
    ["calendar_url", "url"].into_iter().map(|key| text(&meeting[key])).filter(|url| !url.is_empty()).collect()
}

/// The releases of `schedule.json`: `v4` is `4.x`, `v0.10` is `v0.10.x`.
fn nodejs(text: &str) -> Result<Tables, Box<dyn Error>> {
    let data: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(text)?;
    let records = data.into_iter().map(|(version, dates)| {
        let number = if version.starts_with("v0") { version.as_str() } else { version.trim_start_matches('v') };
        let release = format!("{number}.x");
        let value = |key: &str| dates.get(key).filter(|text| !text.is_empty()).cloned().into_iter().collect();
        let fields = ["codename", "start", "lts", "maintenance", "end"].map(|key| (key.to_owned(), value(key)));
        let key = [("release".to_owned(), vec![release.clone()])];
        (release, key.into_iter().chain(fields).collect())
    });
    Ok(BTreeMap::from([("releases".to_owned(), records.collect())]))
}

fn items(list: &Json) -> impl Iterator<Item = &Json> {
    list.as_array().into_iter().flatten()
}

fn text(value: &Json) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
