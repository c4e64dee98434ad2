//! The same work for each node, spread over the cores.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

use super::{Pace, Tick, number};
use crate::error::Result;

/// How many nodes a core takes at once.
const BATCH: u32 = 16;
/// With fewer nodes than this, starting threads costs more than it saves.
const WORTH_IT: usize = 256;

/// Runs `work` for each node with a state of its own for each core, and returns the states. Only the
/// calling thread asks the tick; an error from it stops the others too.
pub(super) fn for_each_node<S: Send>(
    count: usize,
    start: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, u32) -> usize + Sync,
    tick: Tick<'_>,
) -> Result<Vec<S>> {
    let next = AtomicU32::new(0);
    let stopped = AtomicBool::new(false);
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let others = if count < WORTH_IT { 0 } else { cores - 1 };
    let take = || {
        let first = next.fetch_add(BATCH, Ordering::Relaxed).min(number(count));
        first..(first + BATCH).min(number(count))
    };
    let run = || {
        let mut state = start();
        while !stopped.load(Ordering::Relaxed) {
            let nodes = take();
            if nodes.is_empty() {
                break;
            }
            nodes.for_each(|node| {
                work(&mut state, node);
            });
        }
        state
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..others).map(|_| scope.spawn(run)).collect();
        let mut own = start();
        let mut pace = Pace::new(tick);
        let mut result = Ok(());
        loop {
            let nodes = take();
            if nodes.is_empty() || result.is_err() {
                break;
            }
            for node in nodes {
                let steps = work(&mut own, node);
                result = result.and_then(|()| pace.steps(steps));
            }
        }
        stopped.store(result.is_err(), Ordering::Relaxed);
        let mut states = vec![own];
        for thread in threads {
            states.push(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        result.map(|()| states)
    })
}
