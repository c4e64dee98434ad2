//! What a running statement may use up: time, memory, and the patience of its user.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use crate::error::{Error, ErrorCode, Result};
use crate::value::{Path, Value};

/// So many steps are made between two looks at the clock.
const INTERVAL: u32 = 1024;

/// What a statement may use up; nothing is limited unless it is said.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// Set from elsewhere to stop the statement.
    pub cancelled: Option<Arc<AtomicBool>>,
    /// Where its steps are counted, for whoever waits for it.
    pub steps: Option<Arc<AtomicU64>>,
    /// When it must have ended.
    pub deadline: Option<Instant>,
    /// The bytes that it may keep.
    pub memory: Option<usize>,
    /// The rows that it gives; further ones are left out.
    pub rows: Option<usize>,
}

impl Limits {
    /// Whether the statement must stop now.
    fn check(&self) -> Result<()> {
        if let Some(steps) = &self.steps {
            steps.fetch_add(u64::from(INTERVAL), Ordering::Relaxed);
        }
        if self.cancelled.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            return Err(Error::new(ErrorCode::Cancelled, "the statement was stopped"));
        }
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            let message = "the statement took longer than the time it was given";
            return Err(Error::new(ErrorCode::TimeLimitExceeded, message)
                .with_help("give it more time, or ask for less"));
        }
        Ok(())
    }
}

/// Watches over the limits while a statement runs.
pub(super) struct Watch {
    interrupt: Box<dyn Fn() -> Result<()>>,
    countdown: u32,
    memory: Option<usize>,
    used: usize,
}

impl Watch {
    pub(super) fn new(limits: Limits) -> Self {
        let memory = limits.memory;
        Self { interrupt: Box::new(move || limits.check()), countdown: 1, memory, used: 0 }
    }

    /// Whether memory is limited at all.
    pub(super) fn counts_memory(&self) -> bool {
        self.memory.is_some()
    }

    /// What looks whether to stop, for long work elsewhere.
    pub(super) fn interrupt(&self) -> &dyn Fn() -> Result<()> {
        &*self.interrupt
    }

    /// To be called in each loop; from time to time it looks whether to stop.
    #[inline]
    pub(super) fn tick(&mut self) -> Result<()> {
        self.countdown -= 1;
        if self.countdown > 0 { Ok(()) } else { self.look() }
    }

    #[cold]
    fn look(&mut self) -> Result<()> {
        self.countdown = INTERVAL;
        (self.interrupt)()
    }

    /// Notes that `values` are kept from now on, and returns their bytes.
    pub(super) fn keep(&mut self, values: &[Value]) -> Result<usize> {
        self.keep_each(values.iter())
    }

    /// The same for values that do not stand beside each other.
    pub(super) fn keep_each<'v>(
        &mut self,
        values: impl Iterator<Item = &'v Value>,
    ) -> Result<usize> {
        if self.memory.is_none() {
            return Ok(0);
        }
        let bytes = size_of::<Box<[Value]>>() + values.map(size).sum::<usize>();
        self.reserve(bytes)?;
        Ok(bytes)
    }

    /// Notes that so many bytes are kept from now on.
    pub(super) fn reserve(&mut self, bytes: usize) -> Result<()> {
        self.used = self.used.saturating_add(bytes);
        match self.memory {
            Some(most) if self.used > most => Err(Error::new(
                ErrorCode::MemoryLimitExceeded,
                format!("the statement needs more than the {most} bytes that it was given"),
            )
            .with_help("give it more memory, or add a `LIMIT`")),
            Some(_) | None => Ok(()),
        }
    }

    /// Notes that so many bytes are kept no longer.
    pub(super) fn release(&mut self, bytes: usize) {
        self.used = self.used.saturating_sub(bytes);
    }
}

/// About how many bytes a value takes.
pub(super) fn size(value: &Value) -> usize {
    let own = size_of::<Value>();
    match value {
        Value::String(text) => own + 16 + text.len(),
        Value::List(items) => own + 40 + items.iter().map(size).sum::<usize>(),
        Value::Map(entries) => {
            own + 64
                + entries.iter().map(|(key, value)| 48 + key.len() + size(value)).sum::<usize>()
        }
        Value::Path(path) => own + size_of::<Path>() + 8 * path.steps.len(),
        Value::DateTime(_) | Value::Duration(_) | Value::Point(_) => own + 64,
        Value::Null
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Node(_)
        | Value::Relationship(_)
        | Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_) => own,
    }
}
