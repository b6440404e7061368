//! Dates as they are written, in names of files and on the command line. There is no clock here.

/// Whether a text is a date or the start of one: `2020`, `2020-01`, `2020-01-17`, with or without a time behind it.
pub fn is_date(text: &str) -> bool {
    let (date, time) = text.split_once('T').map_or((text, ""), |(date, time)| (date, time));
    let parts: Vec<&str> = date.split('-').collect();
    let is_number = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    let in_range = |text: &str, last: u8| text.parse::<u8>().is_ok_and(|number| (1..=last).contains(&number));
    let is_calendar = match parts.as_slice() {
        [year] => is_number(year, 4) && time.is_empty(),
        [year, month] => is_number(year, 4) && is_number(month, 2) && in_range(month, 12) && time.is_empty(),
        [year, month, day] => {
            is_number(year, 4) && is_number(month, 2) && in_range(month, 12) && is_number(day, 2) && in_range(day, 31)
        }
        _ => false,
    };
    is_calendar && time.bytes().all(|byte| byte.is_ascii_digit() || byte == b':' || byte == b'Z')
}

/// The date in a file's name: the first eight digits with `-`, `_`, `.` or nothing between year, month and day, that stand on their own.
pub(super) fn date_in(name: &str) -> Option<(std::ops::Range<usize>, String)> {
    let bytes = name.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).find_map(|at| {
        if at > 0 && is_digit(at - 1) {
            return None;
        }
        let is_mark = |at: usize| bytes.get(at).is_some_and(|byte| matches!(byte, b'-' | b'_' | b'.'));
        let marked = is_mark(at + 4) && bytes.get(at + 4) == bytes.get(at + 7);
        let (length, month, day) = if marked { (10, at + 5, at + 8) } else { (8, at + 4, at + 6) };
        let digits = (at..at + 4).chain(month..month + 2).chain(day..day + 2);
        if !digits.into_iter().all(is_digit) || is_digit(at + length) {
            return None;
        }
        let date = format!("{}-{}-{}", &name[at..at + 4], &name[month..month + 2], &name[day..day + 2]);
        let is_year = ["19", "20", "21"].contains(&&name[at..at + 2]);
        (is_year && is_date(&date)).then_some((at..at + length, date))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_a_date() {
        let found = |name: &str| date_in(name).map(|(_, date)| date);
        assert_eq!(found("005_2018-01-24_a4dab15a.md").as_deref(), Some("2018-01-24"));
        assert_eq!(found("page-2019-07-11.md").as_deref(), Some("2019-07-11"));
        assert_eq!(found("page_20190711.md").as_deref(), Some("2019-07-11"));
        assert_eq!(found("2019.07.11 page.md").as_deref(), Some("2019-07-11"));
        assert_eq!(found("page-12345678.md"), None);
        assert_eq!(found("page-2019-13-11.md"), None);
        assert_eq!(found("page-3.md"), None);
        assert_eq!(found("é2019-07-11.md").as_deref(), Some("2019-07-11"));
    }

    #[test]
    fn what_a_date_is() {
        for date in ["2020", "2020-01", "2020-01-17", "2020-01-17T09:30:00Z"] {
            assert!(is_date(date), "{date}");
        }
        for other in ["", "main", "v2020", "2020-13", "2020-1-7", "20200117", "2020-01-17x", "abcd"] {
            assert!(!is_date(other), "{other}");
        }
    }
}
