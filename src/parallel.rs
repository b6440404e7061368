//! Work on many inputs at once, whose results come in the order of the inputs.
//!
//! It knows nothing of the work. A worker takes the next input that nobody has, and waits where it would be far ahead of the results that
//! were taken: so the order is kept, and few results wait. A panic of the work becomes one of the caller, in the same words, so that a
//! [`guard`](crate::guard) around the call tells of it as of any other.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::mpsc::channel;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{available_parallelism, scope};

use crate::guard::{Carried, Depth, carried};

/// The fewest inputs for which more than one worker is worth its start.
const FEW: usize = 4;

/// How many inputs a worker may be ahead of the results that were taken.
const AHEAD: usize = 64;

/// Hands the result of each input to `take`, in the order of the inputs, until it breaks; then no more work is begun.
///
/// ```
/// use std::ops::ControlFlow;
/// use rowmill::parallel::in_order;
///
/// let mut lengths = Vec::new();
/// let _: ControlFlow<()> = in_order(&["Lyon", "Metz", "Albertville"], |name| name.len(), |length| {
///     lengths.push(length);
///     ControlFlow::Continue(())
/// });
/// assert_eq!(lengths, [4, 4, 11]);
/// ```
///
/// # Panics
///
/// When the work panics, with the same message.
pub fn in_order<I: Sync, T: Send, B>(
    inputs: &[I],
    work: impl Fn(&I) -> T + Sync,
    mut take: impl FnMut(T) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let workers = if inputs.len() < FEW { 1 } else { available_parallelism().map_or(1, NonZero::get) };
    if workers == 1 {
        return inputs.iter().try_for_each(|input| take(work(input)));
    }
    let (turns, depth, (sender, receiver)) = (&Turns::new(inputs.len()), Depth::here(), channel());
    scope(|scope| {
        for _ in 0..workers {
            let (sender, work) = (sender.clone(), &work);
            scope.spawn(move || {
                while let Some(turn) = turns.next() {
                    // Nobody listens any more where taking has ended.
                    if sender.send((turn, carried(depth, || work(&inputs[turn])))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        // However this ends: nobody waits for a turn that does not come.
        let _end = End(turns);
        let mut early = BTreeMap::new();
        let mut turn = 0;
        for (at, result) in &receiver {
            early.insert(at, result);
            while let Some(result) = early.remove(&turn) {
                take(result.unwrap_or_else(|panic: Carried| panic.resume()))?;
                turn += 1;
                turns.taken(turn);
            }
        }
        ControlFlow::Continue(())
    })
}

/// Which input is the next, and how many results were taken.
struct Turns {
    count: usize,
    state: Mutex<(usize, usize)>,
    moved: Condvar,
}

impl Turns {
    fn new(count: usize) -> Self {
        Self { count, state: Mutex::new((0, 0)), moved: Condvar::new() }
    }

    /// The next input, once it is not too far ahead.
    fn next(&self) -> Option<usize> {
        let mut state = self.state();
        loop {
            let (next, taken) = *state;
            match next {
                _ if next >= self.count => return None,
                _ if next < taken + AHEAD => {
                    state.0 += 1;
                    return Some(next);
                }
                _ => state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn taken(&self, count: usize) {
        self.state().1 = count;
        self.moved.notify_all();
    }

    /// Nothing that holds it can panic half way.
    fn state(&self) -> MutexGuard<'_, (usize, usize)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Begins no more work once it is dropped.
struct End<'t>(&'t Turns);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.state().0 = self.0.count;
        self.0.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread::sleep;
    use std::time::Duration;

    use super::*;
    use crate::error::ErrorKind;
    use crate::guard::{guard, step};

    #[test]
    fn results_come_in_the_order_of_the_inputs() {
        for count in [0_u64, 1, 2, 3, 5, 1_000] {
            let inputs: Vec<u64> = (0..count).collect();
            let mut taken = Vec::new();
            // The first of each few takes longest.
            let work = |&input: &u64| {
                sleep(Duration::from_micros(if input % 7 == 0 { 200 } else { 0 }));
                input * 2
            };
            let end: ControlFlow<()> = in_order(&inputs, work, |output| {
                taken.push(output);
                ControlFlow::Continue(())
            });
            assert!(end.is_continue());
            assert_eq!(taken, inputs.iter().map(|input| input * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_break_ends_the_work() {
        let inputs: Vec<usize> = (0..100_000).collect();
        let begun = AtomicUsize::new(0);
        let mut count = 0;
        let work = |&input: &usize| {
            begun.fetch_add(1, Ordering::Relaxed);
            input
        };
        let end = in_order(&inputs, work, |output| {
            count += 1;
            if output == 10 { ControlFlow::Break("enough") } else { ControlFlow::Continue(()) }
        });
        assert_eq!((end, count), (ControlFlow::Break("enough"), 11));
        assert!(begun.into_inner() <= 11 + AHEAD);
    }

    #[test]
    fn nobody_is_far_ahead_of_what_was_taken() {
        let inputs: Vec<usize> = (0..1_000).collect();
        let (begun, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |&input: &usize| {
            let ahead = (begun.fetch_add(1, Ordering::SeqCst) + 1).saturating_sub(taken.load(Ordering::SeqCst));
            if input == 0 {
                sleep(Duration::from_millis(20));
            }
            ahead
        };
        let mut most = 0;
        let _: ControlFlow<()> = in_order(&inputs, work, |ahead| {
            taken.fetch_add(1, Ordering::SeqCst);
            most = most.max(ahead);
            ControlFlow::Continue(())
        });
        assert!(most <= AHEAD, "{most}");
    }

    #[test]
    fn a_panic_of_the_taker_ends_the_work() {
        let inputs: Vec<usize> = (0..1_000).collect();
        let error = guard("page.md", || in_order(&inputs, |&input| input, |_| -> ControlFlow<()> { panic!("full") }));
        assert!(error.expect_err("it panics").to_string().ends_with(": full"));
    }

    #[test]
    fn a_panic_keeps_its_words_its_step_and_its_place() {
        let inputs: Vec<usize> = (0..1_000).collect();
        let work = |&input: &usize| {
            if input == 7 {
                step("looking at", "a.md");
            }
            assert!(input != 7, "{input} is odd");
        };
        let error = guard("page.md", || in_order(&inputs, work, |()| ControlFlow::<()>::Continue(())));
        let error = error.expect_err("it panics");
        let ErrorKind::Panic { path, doing, message } = error.kind() else { panic!("{error:?} is no panic") };
        assert_eq!((path.as_str(), *doing, message.as_str()), ("a.md", "looking at", "7 is odd"));
        // Without a step of its own it is that of the caller.
        let error = guard("page.md", || {
            step("repairing the data of", "b.md");
            in_order(&inputs, |&input| assert!(input != 7, "odd"), |()| ControlFlow::<()>::Continue(()))
        });
        let error = error.expect_err("it panics").to_string();
        assert_eq!(error, "b.md: internal error of rowmill while repairing the data of `b.md`: odd");
    }
}
