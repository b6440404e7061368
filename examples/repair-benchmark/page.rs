//! The pages of a folder, and a page as the damage sees it: its pipe tables, cell by cell, item by item.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use rowmill::SourceMap;
use rowmill::document::{Cell, Document, Row, RowKind, Table, TableKind};
use rowmill::extract::split_items;
use rowmill::infer::{InferOptions, Naming, infer_table};
use rowmill::recipe::{FieldOrigin, Part, Separators};
use rowmill::source::read_text;

/// A page of the folder.
pub(crate) struct Page {
    /// Relative to the folder.
    pub(crate) path: String,
    /// The folder that it is of, two levels below the whole: a repository.
    pub(crate) group: String,
    pub(crate) text: String,
}

/// Longer pages would take most of the time and add nothing.
const LONGEST: usize = 60_000;

/// The Markdown files of a folder that may have a table, in order. Files that are no text are left out.
pub(crate) fn read_pages(folder: &Path) -> io::Result<Vec<Page>> {
    let mut paths = Vec::new();
    files(folder, &|path| path.extension().is_some_and(|extension| extension == "md"), &mut paths)?;
    let mut pages = Vec::new();
    for path in paths {
        let Ok(text) = read_text(&path, "read") else { continue };
        let relative = path.strip_prefix(folder).unwrap_or(&path);
        let parts: Vec<String> =
            relative.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        if text.len() <= LONGEST && text.contains('|') && text.contains("--") {
            pages.push(Page { group: parts[..parts.len().min(2)].join("/"), path: parts.join("/"), text });
        }
    }
    Ok(pages)
}

/// The files of a folder and below that are wanted, in order.
pub(crate) fn files(folder: &Path, is_wanted: &dyn Fn(&Path) -> bool, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, is_wanted, found)?;
        } else if is_wanted(&path) {
            found.push(path);
        }
    }
    Ok(())
}

/// The line of a byte.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// The tables of a page.
pub(crate) struct View<'p> {
    pub(crate) text: &'p str,
    pub(crate) tables: Vec<TableView>,
    /// How often an item stands in the tables.
    counts: BTreeMap<String, usize>,
    /// The same for the columns of one header.
    by_header: BTreeMap<(String, String), usize>,
}

/// A pipe table.
pub(crate) struct TableView {
    pub(crate) headers: Vec<String>,
    /// Whether each column holds lists.
    pub(crate) is_list: Vec<bool>,
    /// What each column holds.
    pub(crate) kinds: Vec<Kind>,
    pub(crate) rows: Vec<RowView>,
}

/// A row of as many cells as the header has.
pub(crate) struct RowView {
    /// The row in the source.
    pub(crate) place: Range<usize>,
    pub(crate) cells: Vec<CellView>,
    /// Whether it has a pipe at either end.
    pub(crate) has_pipes: bool,
    /// Whether it has one behind its last cell.
    pub(crate) is_closed: bool,
}

/// A cell.
pub(crate) struct CellView {
    /// Its content in the source.
    pub(crate) place: Range<usize>,
    pub(crate) text: String,
    pub(crate) kind: Kind,
    pub(crate) items: Vec<ItemView>,
    pub(crate) links: Vec<LinkView>,
}

/// An item.
#[derive(Clone)]
pub(crate) struct ItemView {
    pub(crate) text: String,
    pub(crate) place: Range<usize>,
    /// Whether the source reads like the text.
    pub(crate) is_verbatim: bool,
}

/// A link.
pub(crate) struct LinkView {
    pub(crate) label: String,
    pub(crate) url: String,
    pub(crate) url_place: Range<usize>,
}

/// What a text is at first sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Blank,
    Number,
    Date,
    Flag,
    Link,
    Text,
}

impl<'p> View<'p> {
    /// The tables of a page.
    pub(crate) fn new(text: &'p str) -> Self {
        let mut sources = SourceMap::new();
        let id = sources.add("page.md", text);
        let document = Document::parse(&sources, id);
        let tables = document.tables.iter().filter(|table| table.kind == TableKind::Pipe);
        let tables: Vec<TableView> = tables.map(|table| table_view(text, &document, table)).collect();
        let mut view = Self { text, tables, counts: BTreeMap::new(), by_header: BTreeMap::new() };
        for table in &view.tables {
            for (column, item) in table.items() {
                *view.counts.entry(item.text.clone()).or_default() += 1;
                *view.by_header.entry((table.headers[column].clone(), item.text.clone())).or_default() += 1;
            }
        }
        view
    }

    /// How often a text stands in the tables as an item.
    pub(crate) fn count(&self, text: &str) -> usize {
        self.counts.get(text).copied().unwrap_or(0)
    }

    /// How often a text stands in the columns of a header.
    pub(crate) fn count_below(&self, header: &str, text: &str) -> usize {
        self.by_header.get(&(header.to_owned(), text.to_owned())).copied().unwrap_or(0)
    }

    /// Every text that stands in the tables as an item.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.counts.keys().map(String::as_str)
    }

    /// The items of all columns of a header, for each header.
    pub(crate) fn columns(&self) -> BTreeMap<&str, Vec<&ItemView>> {
        let mut columns: BTreeMap<&str, Vec<&ItemView>> = BTreeMap::new();
        for table in &self.tables {
            for (column, item) in table.items() {
                columns.entry(&table.headers[column]).or_default().push(item);
            }
        }
        columns
    }
}

impl TableView {
    /// Every item with its column.
    pub(crate) fn items(&self) -> impl Iterator<Item = (usize, &ItemView)> {
        let cells = self.rows.iter().flat_map(|row| row.cells.iter().enumerate());
        cells.flat_map(|(column, cell)| cell.items.iter().map(move |item| (column, item)))
    }
}

fn table_view(text: &str, document: &Document, table: &Table) -> TableView {
    let options = InferOptions { naming: Naming::Header, types: true };
    let recipe = infer_table(document, table, &options).recipe;
    let width = table.width();
    let mut separators: Vec<Option<Separators>> = vec![None; width];
    for (field, schema) in recipe.fields.iter().zip(&recipe.schema.fields) {
        if let FieldOrigin::Nth { column, part: Part::Text } = field.origin {
            separators[column] = schema.field_type.is_list().then(|| field.separators.clone());
        }
    }
    let rows = table.rows.iter().filter(|row| row.kind == RowKind::Data && row.cells.len() == width);
    let rows: Vec<RowView> = rows.map(|row| row_view(text, row, &separators)).collect();
    let kinds = (0..width).map(|column| common_kind(&rows, column)).collect();
    TableView {
        headers: table.header_texts().iter().map(|header| header.trim().to_lowercase()).collect(),
        is_list: separators.iter().map(Option::is_some).collect(),
        kinds,
        rows,
    }
}

fn row_view(text: &str, row: &Row, separators: &[Option<Separators>]) -> RowView {
    let cells = row.cells.iter().zip(separators);
    RowView {
        place: row.span.range(),
        cells: cells.map(|(cell, separators)| cell_view(text, cell, separators.as_ref())).collect(),
        has_pipes: row.leading_pipe && row.trailing_pipe,
        is_closed: row.trailing_pipe,
    }
}

fn cell_view(text: &str, cell: &Cell, separators: Option<&Separators>) -> CellView {
    let content = &cell.content;
    let none = Separators::none();
    let place = |range: Range<usize>| {
        let place = content.source_range(range.clone())?;
        let shown = &content.text()[range];
        Some(ItemView { is_verbatim: text[place.clone()] == *shown, text: shown.to_owned(), place })
    };
    let links = content.links().iter().map(|link| LinkView {
        label: content.text()[link.text.clone()].to_owned(),
        url: link.url.clone(),
        url_place: link.url_source.clone(),
    });
    CellView {
        place: cell.span.range(),
        text: content.text().trim().to_owned(),
        kind: kind(cell),
        items: split_items(content, separators.unwrap_or(&none)).into_iter().filter_map(place).collect(),
        links: links.collect(),
    }
}

fn kind(cell: &Cell) -> Kind {
    let text = cell.content.text().trim();
    let has = |characters: &str| text.chars().all(|character| characters.contains(character));
    let is_digit = |character: char| character.is_ascii_digit();
    match text {
        "" => Kind::Blank,
        _ if text.chars().filter(|&c| is_digit(c)).count() >= 5 && has("0123456789-/.: TZ") && !has("0123456789.") => {
            Kind::Date
        }
        _ if text.contains(is_digit) && has("0123456789.,+-%") => Kind::Number,
        _ if ["yes", "no", "true", "false", "y", "n", "✓", "✅", "❌", "✔", "x"]
            .contains(&text.to_lowercase().as_str()) =>
        {
            Kind::Flag
        }
        _ if cell.content.links().first().is_some_and(|link| link.text.len() + 2 >= text.len()) => Kind::Link,
        _ => Kind::Text,
    }
}

/// What all filled cells of a column are, if there are four or more.
fn common_kind(rows: &[RowView], column: usize) -> Kind {
    let filled: Vec<Kind> = rows.iter().map(|row| row.cells[column].kind).filter(|kind| *kind != Kind::Blank).collect();
    match filled.first() {
        Some(first) if filled.len() >= 4 && filled.iter().all(|kind| kind == first) => *first,
        _ => Kind::Text,
    }
}
