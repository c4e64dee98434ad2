//! Stack for long statements.
//!
//! A plan is as deep as its statement has clauses, and operators pull rows through it one inside of
//! the other. A text of a thousand `CREATE` clauses is legal, so it must not depend on the stack of the
//! thread that a program happens to ask from.

use std::thread;

/// Statements of so many bytes run on the stack that is there.
const SHORT: usize = 4 * 1024;

/// Stack for each byte of a longer statement: a clause takes ten bytes of text at least, and its step
/// some kilobytes of stack in a build without optimization.
const STACK_PER_BYTE: usize = 512;

/// The least stack of a thread for a long statement; it is only taken as far as it is used.
const LEAST_STACK: usize = 64 << 20;

/// Does some work of a statement of `length` bytes where there is room for it.
pub(super) fn with_room<T: Send>(length: usize, work: impl FnOnce() -> T + Send) -> T {
    if length <= SHORT {
        return work();
    }
    let stack = LEAST_STACK.max(length.saturating_mul(STACK_PER_BYTE));
    thread::scope(|scope| {
        let worker = thread::Builder::new().stack_size(stack).spawn_scoped(scope, work);
        let worker = worker.expect("the system gives one more thread");
        worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
