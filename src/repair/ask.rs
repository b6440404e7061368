//! Asks rules what they make of the items, several at a time where there is much to look at, and tells the answers in their order.

use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use super::{Evidence, RULES, Verdicts};

/// Fewer records are looked at sooner than a thread is started.
const LEAST_RECORDS: usize = 2_000;

/// Tells the verdict of each rule, by its index in [`RULES`] and in the order given, until it is to stop. The answers are the same
/// whatever asks at one time: rules change nothing, and one that is asked in vain is not told.
pub(super) fn ask(rules: &[usize], evidence: &Evidence<'_>, mut tell: impl FnMut(usize, Verdicts) -> ControlFlow<()>) {
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(rules.len());
    if workers == 1 || evidence.rows().nth(LEAST_RECORDS).is_none() {
        let _ = rules.iter().try_for_each(|&rule| tell(rule, (RULES[rule].propose)(evidence)));
        return;
    }
    let (next, (sender, receiver)) = (&AtomicUsize::new(0), mpsc::channel());
    thread::scope(|scope| {
        for _ in 0..workers {
            let sender = sender.clone();
            scope.spawn(move || {
                while let Some((at, &rule)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, rules.get(at)?)))
                {
                    if sender.send((at, (RULES[rule].propose)(evidence))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut early: Vec<Option<Verdicts>> = rules.iter().map(|_| None).collect();
        let mut told = 0;
        for (at, verdicts) in &receiver {
            early[at] = Some(verdicts);
            while let Some(verdicts) = early.get_mut(told).and_then(Option::take) {
                if tell(rules[told], verdicts).is_break() {
                    next.store(rules.len(), Ordering::Relaxed);
                    return;
                }
                told += 1;
            }
        }
    });
}
