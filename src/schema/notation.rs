//! One number or one day in the ways that people write it, in one form. No guess: what may mean two things has none.

/// The months as English names them; three letters are enough.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A text in the one form of its number or day: `1,000` is `1000`, `17 January 2020` is `2020-01-17`; nothing for what is neither, and
/// nothing for `3/4/2020`, which is a day of March to some and of April to others.
pub fn notation(text: &str) -> Option<String> {
    let text = text.trim();
    number(text).or_else(|| day(text))
}

/// Digits, those before the point in groups of three or in none.
fn number(text: &str) -> Option<String> {
    let (sign, rest) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(whole, fraction)| (whole, Some(fraction)));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if fraction.is_some_and(|fraction| !are_digits(fraction)) {
        return None;
    }
    let separators = [',', '_', '\'', '’', ' ', '\u{a0}', '\u{202f}', '\u{2009}'];
    let whole = match separators.into_iter().find(|&separator| whole.contains(separator)) {
        None => whole.to_owned(),
        Some(separator) => {
            let groups: Vec<&str> = whole.split(separator).collect();
            let (first, others) = groups.split_first()?;
            let fits = (1..=3).contains(&first.len())
                && !first.starts_with('0')
                && others.iter().all(|group| group.len() == 3);
            fits.then(|| groups.concat())?
        }
    };
    let point = fraction.map(|fraction| format!(".{fraction}")).unwrap_or_default();
    are_digits(&whole).then(|| format!("{sign}{whole}{point}"))
}

/// A day with its month as a word, or from the year down to the day.
fn day(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let parts: Vec<&str> = lower
        .split(|one: char| one.is_whitespace() || matches!(one, ',' | '-' | '/' | '.'))
        .filter(|part| !part.is_empty())
        .collect();
    let [a, b, c] = parts.as_slice() else { return None };
    let (year, month, day) = match (month_of(a), month_of(b)) {
        (Some(month), None) => (c, month, b),
        (None, Some(month)) if a.len() == 4 => (a, month, c),
        (None, Some(month)) => (c, month, a),
        (None, None) if a.len() == 4 && is_year_first(text) => (a, b.parse().ok()?, c),
        _ => return None,
    };
    let number = |text: &str, longest: usize| -> Option<u32> {
        (text.len() <= longest && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
    };
    let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day);
    let (year, day) = (number(year, 4).filter(|_| year.len() == 4)?, number(ordinal, 2)?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// `2020-01-17`, `2020/1/17`.
fn is_year_first(text: &str) -> bool {
    text.chars().all(|one| one.is_ascii_digit() || matches!(one, '-' | '/' | '.'))
}

fn month_of(text: &str) -> Option<u32> {
    let found = MONTHS
        .iter()
        .position(|month| text == *month || text == &month[..3] || text == "sept" && *month == "september")?;
    u32::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_and_one_day_have_one_form() {
        for text in ["1000", "1,000", "1 000", "1_000", "1’000", "1\u{202f}000"] {
            assert_eq!(notation(text).as_deref(), Some("1000"), "{text}");
        }
        assert_eq!(notation("-12,345.50").as_deref(), Some("-12345.50"));
        for text in [
            "2020-01-17",
            "2020/1/17",
            "17 January 2020",
            "Jan 17, 2020",
            "January 17th, 2020",
            "17-Jan-2020",
            "2020 Jan 17",
        ] {
            assert_eq!(notation(text).as_deref(), Some("2020-01-17"), "{text}");
        }
        for text in [
            "10,00",
            "0,123",
            "1,2",
            "1.000.000",
            "1, 2",
            "v1",
            "17/01/2020",
            "3/4/2020",
            "17.01.2020",
            "January 2020",
            "Jan 40, 2020",
            "1.",
            "",
        ] {
            assert_eq!(notation(text), None, "{text}");
        }
    }
}
