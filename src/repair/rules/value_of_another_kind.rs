//! A cell that is not what all others of its column are.

use crate::extract::{ExtractedRecord, Shape};
use crate::repair::tables::{TableView, shape_of_field, tables};
use crate::repair::{Evidence, Grade, NewItem, Proposal, RepairRule, Verdicts};
use crate::schema::{Field, FieldType, coerce};

pub(super) const RULE: RepairRule = RepairRule {
    name: "value-of-another-kind",
    summary: "a cell is not of the kind of all others in its column",
    explanation: "\
Where all other cells of a column, ten or more, are dates, numbers or versions, a cell that is nearly one has a slip: a letter for the digit that
looks like it (`O`, `l`), or day and month exchanged.

Before: `1O` among whole numbers; `2020-17-01` among dates
After:  `10`; `2020-01-17`

It is suggested where one such slip mends it, and reported where it has the look of a date or a number of this kind and is none (`2020-02-31`).
A cell of quite another kind is reported, too: a link among dates, a date among numbers.

It abstains for words (`unlimited`, `TBD`, `n/a`), which say why there is no number, and for a letter at the end that may be a unit (`5l`). Digits are never
guessed.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for view in tables(evidence).iter().filter(|view| view.records.len() > LEAST_CELLS) {
        for field in view.text_fields().into_iter().filter(|&field| !view.is_list(field)) {
            verdicts.extend(odd_cell(evidence, view, field));
        }
    }
    verdicts
}

/// The fewest cells that tell what a column holds.
const LEAST_CELLS: usize = 10;

/// What all cells of a column may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Date,
    Integer,
    Number,
    /// Digits and signs: versions, shares, numbers in groups.
    Digits,
    Link,
}

const KINDS: [Kind; 5] = [Kind::Date, Kind::Integer, Kind::Number, Kind::Digits, Kind::Link];

impl Kind {
    fn holds(self, text: &str, shape: Shape) -> bool {
        let is = |field_type: FieldType| coerce(text, &Field::new("", field_type)).is_ok();
        match self {
            Kind::Date => is_laid_out_as_date(text) && is(FieldType::Date),
            Kind::Integer => is(FieldType::Integer),
            Kind::Number => is(FieldType::Number),
            Kind::Digits => text.starts_with(|first: char| first.is_ascii_digit()) && text.chars().all(is_of_number),
            Kind::Link => shape == Shape::Link,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Kind::Date => "dates",
            Kind::Integer => "whole numbers",
            Kind::Number => "numbers",
            Kind::Digits => "made of digits",
            Kind::Link => "links",
        }
    }
}

/// The one cell of a column that is of another kind than all others.
fn odd_cell(evidence: &Evidence<'_>, view: &TableView<'_>, field: usize) -> Option<Proposal> {
    let cells: Vec<(usize, &ExtractedRecord, &str, Shape)> = view
        .records
        .iter()
        .filter_map(|&(record, row)| match row.fields[field].items.as_slice() {
            [one] => Some((record, row, one.text(), shape_of_field(evidence, &row.fields[field]))),
            _ => None,
        })
        .filter(|(.., shape)| *shape != Shape::Blank)
        .collect();
    if cells.len() <= LEAST_CELLS {
        return None;
    }
    let (kind, (record, row, text, shape)) = KINDS.into_iter().find_map(|kind| {
        let mut odd = cells.iter().filter(|(.., text, shape)| !kind.holds(text, *shape));
        match (odd.next(), odd.next()) {
            (Some(odd), None) => Some((kind, *odd)),
            _ => None,
        }
    })?;
    let target = view.target(record, field);
    let items = &row.fields[field].items;
    let others = format!("the other {} cells of `{}` are {}", cells.len() - 1, view.name(field), kind.words());
    if let Some((mended, slip)) = mended(kind, text) {
        let reason = format!("{others}, and this one is none; {slip}");
        let after = NewItem::marked(mended, items[0].marks().to_vec());
        return Some(Proposal::new(Grade::Suggested, target, vec![after], reason));
    }
    let is_report = match kind {
        Kind::Date => is_laid_out_as_date(text) || matches!(shape, Shape::Link | Shape::Number),
        Kind::Digits => false,
        Kind::Integer | Kind::Number => matches!(shape, Shape::Link | Shape::Date) && !text.contains('.'),
        Kind::Link => matches!(shape, Shape::Date | Shape::Number),
    };
    is_report.then(|| Proposal::report(target, items, format!("{others}, and this one is none")))
}

/// What a text is with one slip mended, and which.
fn mended(kind: Kind, text: &str) -> Option<(String, &'static str)> {
    let looks_alike = |character: char| match character {
        'O' | 'o' => Some('0'),
        'l' | 'I' => Some('1'),
        _ => None,
    };
    let has_digit = text.contains(|character: char| character.is_ascii_digit());
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    // `5l` may be litres, and `5o` degrees.
    let is_unit = text.ends_with(['l', 'o']);
    if has_digit && letters == 1 && !is_unit && kind != Kind::Link {
        let with_digits: String = text.chars().map(|character| looks_alike(character).unwrap_or(character)).collect();
        let shape = crate::extract::shape_of_text(&with_digits);
        return kind
            .holds(&with_digits, shape)
            .then_some((with_digits, "a letter stands for the digit that looks like it"));
    }
    if kind == Kind::Date && is_laid_out_as_date(text) {
        let swapped = format!("{}-{}-{}", &text[..4], &text[8..], &text[5..7]);
        return kind.holds(&swapped, Shape::Date).then_some((swapped, "day and month are exchanged"));
    }
    None
}

/// Digits, and the signs between them.
fn is_of_number(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '.' | ',' | '-' | ':' | '/' | '%' | '+' | '\'' | ' ')
}

/// `2020-17-01`: four digits, two, and two.
fn is_laid_out_as_date(text: &str) -> bool {
    let is_sign = |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == 10 && text.bytes().enumerate().all(is_sign)
}
