//! Drafts to the text of a recipe, laid out as one would by hand, with the reason of each decision beside it.
//!
//! It decides nothing. Another thing that a recipe can say is one more line here and, for a field, one more part of [`flow`].

use super::Plan;
use super::draft::{Draft, DraftField, DraftOrigin, From};
use super::group::Selector;
use crate::infer::profile::times;
use crate::recipe::{Context, ListItems, Part, Separators, flow_list, in_comment, quoted};
use crate::schema::FieldType;

/// Where an editor finds what a recipe may hold: beside the recipe, or at an address.
pub const SCHEMA: &str = "recipe.schema.json";

/// The greatest length of a line with its comment; a longer comment stands above.
const WIDTH: usize = 120;

/// The text of a proposed recipe.
pub(super) fn write(plan: &Plan<'_>) -> String {
    let mut out = Writer(format!("# yaml-language-server: $schema={SCHEMA}\n"));
    out.line(0, "# Proposed by `rowmill init` from what the pages say. Every line is yours to change.", None);
    out.line(0, &format!("recipe: {}", quoted(&plan.name)), None);
    if let Some(title) = &plan.title {
        out.line(0, &format!("title: {}", quoted(title)), None);
    }
    out.sources(&plan.sources);
    out.vocabularies(plan);
    out.levels(plan);
    out.missing_values(plan);
    out.blank();
    out.line(0, if plan.drafts.is_empty() { "datasets: {}" } else { "datasets:" }, None);
    plan.drafts.iter().enumerate().for_each(|(index, draft)| {
        if index > 0 {
            out.blank();
        }
        out.dataset(draft);
    });
    if !plan.left_out.is_empty() {
        out.blank();
        out.line(0, "# Left out:", None);
        plan.left_out.iter().for_each(|line| out.comment(0, &format!("- {line}")));
    }
    out.0
}

struct Writer(String);

impl Writer {
    /// A line, with its comment behind it where there is room, else above.
    fn line(&mut self, indent: usize, text: &str, comment: Option<&str>) {
        let pad = "  ".repeat(indent);
        let Some(comment) = comment.map(in_comment) else {
            return self.0.push_str(&format!("{pad}{text}\n"));
        };
        let width = pad.len() + text.chars().count() + comment.chars().count() + 4;
        if width <= WIDTH {
            self.0.push_str(&format!("{pad}{text}  # {comment}\n"));
        } else {
            self.comment(indent, &comment);
            self.0.push_str(&format!("{pad}{text}\n"));
        }
    }

    /// A comment in lines of its own, broken between words.
    fn comment(&mut self, indent: usize, comment: &str) {
        let pad = "  ".repeat(indent);
        let mut line = format!("{pad}#");
        for word in in_comment(comment).split(' ') {
            if line.chars().count() + word.chars().count() >= WIDTH && line.len() > pad.len() + 1 {
                self.0.push_str(&format!("{line}\n"));
                line = format!("{pad}#");
            }
            line.push(' ');
            line.push_str(word);
        }
        self.0.push_str(&format!("{line}\n"));
    }

    fn blank(&mut self) {
        self.0.push('\n');
    }

    fn sources(&mut self, sources: &[String]) {
        match sources {
            [] => {}
            [_] => self.line(0, &format!("sources: {}", flow_list(sources)), None),
            _ => {
                self.line(0, "sources:", None);
                sources.iter().for_each(|source| self.line(1, &format!("- {}", quoted(source)), None));
            }
        }
    }

    fn vocabularies(&mut self, plan: &Plan<'_>) {
        if plan.vocabularies.is_empty() {
            return;
        }
        self.blank();
        self.line(0, "vocabularies:", None);
        for vocabulary in &plan.vocabularies {
            self.line(1, &format!("{}: {{}}", quoted(&vocabulary.name)), Some(&vocabulary.reason));
        }
    }

    fn levels(&mut self, plan: &Plan<'_>) {
        if plan.levels.is_empty() {
            return;
        }
        self.blank();
        self.line(0, "levels:", None);
        for (code, reason) in &plan.levels {
            self.line(1, &format!("{code}:"), None);
            self.line(2, "level: warning", None);
            self.line(2, &format!("reason: {}", quoted(reason)), None);
        }
    }

    fn missing_values(&mut self, plan: &Plan<'_>) {
        if plan.missing_values.is_empty() {
            return;
        }
        let texts = std::iter::once("").chain(plan.missing_values.iter().map(|(text, _)| text.as_str()));
        let counts: Vec<String> =
            plan.missing_values.iter().map(|(text, count)| format!("`{text}` {}", times(*count))).collect();
        self.blank();
        self.line(0, &format!("missing_values: {}", flow_list(texts)), Some(&counts.join(", ")));
    }

    fn dataset(&mut self, draft: &Draft<'_>) {
        draft.remarks.iter().for_each(|remark| self.comment(1, remark));
        self.line(1, &format!("{}:", quoted(&draft.name)), None);
        self.origin(&draft.origin);
        if draft.key.is_empty() {
            self.comment(2, &draft.key_reason);
        } else {
            let names = draft.key.iter().map(|&place| &draft.fields[place].name);
            self.line(2, &format!("primary_key: {}", flow_list(names)), Some(&draft.key_reason));
        }
        self.foreign_keys(draft);
        self.line(2, "fields:", None);
        draft.fields.iter().for_each(|field| self.field(field));
    }

    fn origin(&mut self, origin: &DraftOrigin) {
        match origin {
            DraftOrigin::Tables(selectors) => {
                self.line(2, "tables:", None);
                selectors.iter().for_each(|selector| self.line(3, &format!("- {}", table_selector(selector)), None));
            }
            DraftOrigin::List { under, items } => {
                let parts = under.iter().map(|text| format!("under: {}", quoted(text)));
                let parts: Vec<String> = parts.chain(list_items(*items).map(str::to_owned)).collect();
                self.line(2, "lists:", None);
                self.line(3, &format!("- {}", flow_map(&parts)), None);
            }
            DraftOrigin::Unnest { dataset, field } => {
                let parts = [format!("dataset: {}", quoted(dataset)), format!("field: {}", quoted(field))];
                self.line(2, &format!("unnest: {}", flow_map(&parts)), None);
            }
        }
    }

    fn foreign_keys(&mut self, draft: &Draft<'_>) {
        if draft.foreign_keys.is_empty() {
            return;
        }
        self.line(2, "foreign_keys:", None);
        for key in &draft.foreign_keys {
            let fields = flow_list([&draft.fields[key.field].name]);
            let there =
                format!("{{ resource: {}, fields: {} }}", quoted(&key.resource), flow_list([&key.reference_field]));
            let reason = format!("{} of {} values are there", key.found, key.all);
            self.line(3, &format!("- {{ fields: {fields}, reference: {there} }}"), Some(&reason));
        }
    }

    fn field(&mut self, field: &DraftField<'_>) {
        let parts = flow(field);
        let reason = field.profile.reason.as_deref();
        let line = format!("- {}", flow_map(&parts));
        if line.chars().count() + 6 <= WIDTH {
            return self.line(3, &line, reason);
        }
        for (index, part) in parts.iter().enumerate() {
            let start = if index == 0 { "- " } else { "  " };
            self.line(3, &format!("{start}{part}"), reason.filter(|_| index == 0));
        }
    }
}

fn flow_map(parts: &[String]) -> String {
    if parts.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", parts.join(", ")) }
}

fn list_items(items: ListItems) -> Option<&'static str> {
    match items {
        ListItems::Any => None,
        ListItems::Links => Some("items: links"),
        ListItems::Definitions => Some("items: definitions"),
    }
}

fn part(part: Part) -> Option<&'static str> {
    match part {
        Part::Text => None,
        Part::Url => Some("url"),
        Part::Term => Some("term"),
        Part::Definition => Some("definition"),
    }
}

fn table_selector(selector: &Selector) -> String {
    let under = selector.under.iter().map(|text| format!("under: {}", quoted(text)));
    let columns = (!selector.columns.is_empty()).then(|| format!("columns: {}", flow_list(&selector.columns)));
    let number = selector.table.map(|table| format!("table: {}", table + 1));
    flow_map(&under.chain(columns).chain(number).collect::<Vec<_>>())
}

/// What a recipe says of a field, key by key.
fn flow(field: &DraftField<'_>) -> Vec<String> {
    let mut parts = vec![format!("name: {}", quoted(&field.name)), format!("from: {}", from(&field.from))];
    let mut push = |key: &str, value: String| parts.push(format!("{key}: {value}"));
    if let Some(part) = part(field.part) {
        push("part", part.to_owned());
    }
    let profile = &field.profile;
    if profile.field_type != FieldType::String {
        push("type", profile.field_type.name().to_owned());
    }
    if profile.format.is_some() && field.part != Part::Url {
        push("format", "uri".to_owned());
    }
    let splits = profile.field_type.is_list() && field.part != Part::Url && field.mark.is_none();
    if splits && profile.separators != Separators::default() {
        push("items", format!("{{ separators: {} }}", flow_list(separators(&profile.separators))));
    }
    push_lists(field, &mut push);
    if let Some(vocabulary) = &field.vocabulary {
        push("vocabulary", quoted(vocabulary));
    }
    if !field.marks.is_empty() {
        let marks = field.marks.iter().map(|(mark, meaning)| format!("{}: {}", quoted(mark), quoted(meaning)));
        push("marks", flow_map(&marks.collect::<Vec<_>>()));
    }
    if let Some(mark) = &field.mark {
        push("mark", quoted(mark));
    }
    if let Some(values) = &field.enumeration {
        push("constraints", format!("{{ enum: {} }}", flow_list(values)));
    }
    parts
}

fn push_lists(field: &DraftField<'_>, push: &mut impl FnMut(&str, String)) {
    let profile = &field.profile;
    let lists = [
        ("true_values", &profile.true_values),
        ("false_values", &profile.false_values),
        ("missing_values", &profile.missing_values),
    ];
    for (key, texts) in lists.into_iter().filter(|(_, texts)| !texts.is_empty()) {
        push(key, flow_list(texts));
    }
}

fn from(from: &From) -> String {
    match from {
        From::Header(text) | From::Field(text) => quoted(text),
        From::Number(number) => format!("{{ column: {} }}", number + 1),
        From::Context(Context::Heading) => "{ context: heading }".to_owned(),
        From::Context(Context::Headings) => "{ context: headings }".to_owned(),
        From::Context(Context::Caption) => "{ context: caption }".to_owned(),
        From::Context(Context::Quote) => "{ context: quote }".to_owned(),
        From::Context(Context::Tab) => "{ context: tab }".to_owned(),
        From::Context(Context::Section) => "{ context: section }".to_owned(),
        From::Context(Context::Parent) => "{ context: parent }".to_owned(),
        From::Context(Context::FrontMatter(key)) => format!("{{ front_matter: {} }}", quoted(key)),
    }
}

fn separators(separators: &Separators) -> Vec<String> {
    let characters = separators.characters.iter().map(char::to_string);
    let breaks = separators.line_breaks.then(|| "<br>".to_owned());
    let codes = separators.code_spans.then(|| "``".to_owned());
    characters.chain(breaks).chain(codes).collect()
}
