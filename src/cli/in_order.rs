//! Work on many inputs at once, whose results come in the order of the inputs.
//!
//! Each worker takes every nth input and has a short queue of its own, and the queues are emptied in turn: so the order is kept
//! without a store of results that wait, and a worker is never far ahead.

use std::num::NonZero;
use std::sync::mpsc::sync_channel;
use std::thread::{available_parallelism, scope};

use rowmill::Result;

/// How many results of a worker may wait.
const QUEUE: usize = 32;

/// The fewest inputs for which more than one worker is worth its start.
const FEW: usize = 4;

/// Hands the result of each input to `take`, in the order of the inputs.
///
/// # Errors
///
/// The first error of `take`, after which no more work is begun.
pub(super) fn in_order<I: Sync, T: Send>(
    inputs: &[I],
    work: impl Fn(&I) -> T + Sync,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let workers = if inputs.len() < FEW { 1 } else { available_parallelism().map_or(1, NonZero::get) };
    if workers == 1 {
        return inputs.iter().try_for_each(|input| take(work(input)));
    }
    scope(|scope| {
        let mut queues = Vec::new();
        for worker in 0..workers {
            let (sender, receiver) = sync_channel(QUEUE);
            queues.push(receiver);
            let work = &work;
            scope.spawn(move || {
                for input in inputs.iter().skip(worker).step_by(workers) {
                    // Nobody listens any more where taking has failed.
                    if sender.send(work(input)).is_err() {
                        return;
                    }
                }
            });
        }
        (0..inputs.len()).try_for_each(|index| match queues[index % workers].recv() {
            Ok(result) => take(result),
            // The worker has panicked, which ends the run when the scope ends.
            Err(_) => Ok(()),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_inputs() {
        for count in [0_usize, 1, 3, 4, 5, 1_000] {
            let inputs: Vec<usize> = (0..count).collect();
            let mut taken = Vec::new();
            let result = in_order(
                &inputs,
                |&input| input * 2,
                |output| {
                    taken.push(output);
                    Ok(())
                },
            );
            assert!(result.is_ok());
            assert_eq!(taken, inputs.iter().map(|input| input * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_ends_it() {
        let inputs: Vec<usize> = (0..10_000).collect();
        let mut count = 0;
        let result = in_order(
            &inputs,
            |&input| input,
            |output| {
                count += 1;
                if output == 10 { Err(rowmill::Error::usage("enough")) } else { Ok(()) }
            },
        );
        assert!(result.is_err());
        assert_eq!(count, 11);
    }
}
