//! Points in time as texts that sort as they follow each other. There is no clock here.

/// Seconds since 1970 as `2020-01-17T09:30:00Z`. What is outside of the years 0 to 9999 is the nearest end.
#[cfg(feature = "git")]
pub(crate) fn utc(seconds: i64) -> String {
    const FIRST: i64 = -62_167_219_200;
    const LAST: i64 = 253_402_300_799;
    let seconds = seconds.clamp(FIRST, LAST);
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The calendar date of a number of days since 1970-01-01 (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms",
/// `civil_from_days`).
#[cfg(feature = "git")]
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

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
    fn seconds_are_dates() {
        assert_eq!(utc(0), "1970-01-01T00:00:00Z");
        assert_eq!(utc(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(utc(-1), "1969-12-31T23:59:59Z");
        assert_eq!(utc(1_579_253_400), "2020-01-17T09:30:00Z");
        assert_eq!(utc(i64::MAX), "9999-12-31T23:59:59Z");
        assert_eq!(utc(i64::MIN), "0000-01-01T00:00:00Z");
    }

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
