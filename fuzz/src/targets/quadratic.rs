//! Growth: a text that is made of repeated pieces costs in proportion to their number.
//!
//! The input is three pieces, parted by NUL: what stands before, what is repeated, what is repeated behind it. The cost is the time of this
//! thread alone, the least of several; a text that seems to cost too much is measured again before it is said to.

use std::time::Duration;

use cpu_time::ThreadTime;
use rowmill::Document;
use rowmill::document::inspect_table;

use super::Target;
use crate::text::{page, text};

pub(super) const TARGET: Target =
    Target { name: "quadratic", summary: "four times the text costs no more than ten times as much", run };

/// A text of which this much is read at first.
const SIZE: usize = 8 * 1024;

/// A linear cost is four, one that grows with the square is sixteen.
const MOST: f64 = 10.0;

/// Less than this is noise.
const LEAST: Duration = Duration::from_millis(20);

fn run(input: &[u8]) {
    let text = text(input);
    let pieces: Vec<&str> = text.splitn(3, '\0').collect();
    let (before, first, second) = match pieces[..] {
        [one] => ("", one, ""),
        [before, one] => (before, one, ""),
        [before, one, two] => (before, one, two),
        _ => return,
    };
    if first.is_empty() {
        return;
    }
    let count = SIZE / (first.len() + second.len());
    let text = |count: usize| format!("{before}{}{}", first.repeat(count), second.repeat(count));
    let (short, long) = (text(count), text(4 * count));
    if (1..=3).all(|times| grows_too_much(&short, &long, times)) {
        panic!(
            "{count} times {first:?} and {second:?} behind {before:?}: {:?}, four times as many: {:?}",
            cost(&short),
            cost(&long)
        );
    }
}

fn grows_too_much(short: &str, long: &str, times: usize) -> bool {
    let least = |text: &str| (0..times).map(|_| cost(text)).min().unwrap_or_default();
    let long_cost = least(long);
    long_cost > LEAST && long_cost.as_secs_f64() > MOST * least(short).as_secs_f64()
}

fn cost(text: &str) -> Duration {
    let start = ThreadTime::now();
    let (sources, page) = page(text);
    let document = Document::parse(&sources, page);
    let findings =
        document.tables.iter().map(|table| inspect_table(table).len()).sum::<usize>() + document.inspect().len();
    std::hint::black_box(findings);
    start.elapsed()
}
