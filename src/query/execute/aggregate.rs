//! Groups of rows and their aggregates.

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::context::Context;
use super::distinct::Seen;
use super::evaluate::{evaluate, limited};
use super::operator::{Input, Operator};
use super::row::Row;
use super::values::Key;
use crate::error::{Error, ErrorCode, Result};
use crate::functions::Accumulator;
use crate::query::bind::bound::{AggregateCall, Expression, Slot};
use crate::value::Value;

/// An aggregate of one group while its rows come in.
enum Running {
    /// `count(*)`.
    Rows(i64),
    /// Any other.
    Function(Box<dyn Accumulator>),
    /// One to which equal arguments count once.
    Distinct(Box<dyn Accumulator>, Seen),
}

impl Running {
    fn new(call: &AggregateCall) -> Self {
        match call.aggregate {
            None => Self::Rows(0),
            Some(aggregate) if call.distinct => {
                Self::Distinct((aggregate.start)(), Seen::default())
            }
            Some(aggregate) => Self::Function((aggregate.start)()),
        }
    }

    /// Adds a row that counts so often.
    fn add(&mut self, arguments: &[Value], times: u64, context: &mut Context<'_>) -> Result<()> {
        match self {
            Self::Rows(count) => {
                *count = count.checked_add_unsigned(times).ok_or_else(too_many)?;
                Ok(())
            }
            Self::Function(accumulator) => add(&mut **accumulator, arguments, times, context),
            Self::Distinct(accumulator, seen) => {
                if seen.is_new(arguments.first().into_iter(), context)? {
                    accumulator.add(arguments)?;
                }
                Ok(())
            }
        }
    }

    fn finish(&mut self) -> Result<Value> {
        match self {
            Self::Rows(count) => Ok(Value::Integer(*count)),
            Self::Function(accumulator) | Self::Distinct(accumulator, _) => accumulator.finish(),
        }
    }
}

/// The error of a number of rows that is no integer of the language.
pub(super) fn too_many() -> Error {
    Error::new(ErrorCode::ArithmeticOverflow, "the number of rows does not fit in 64 bits")
}

/// Adds a row that counts so often, and counts what the accumulator keeps of it.
fn add(
    accumulator: &mut dyn Accumulator,
    arguments: &[Value],
    times: u64,
    context: &mut Context<'_>,
) -> Result<()> {
    if !context.watch.counts_memory() {
        return accumulator.add_times(arguments, times);
    }
    let before = accumulator.size();
    accumulator.add_times(arguments, times)?;
    context.watch.reserve(accumulator.size().saturating_sub(before))
}

/// One group.
struct Group {
    keys: Box<[Key]>,
    running: Vec<Running>,
}

/// Takes in all rows, then yields one for each group.
pub(super) struct Aggregation<'p> {
    input: Input<'p>,
    keys: &'p [(Expression, Slot)],
    aggregates: &'p [AggregateCall],
    times: Option<Slot>,
    groups: Vec<Group>,
    places: HashMap<Box<[Key]>, usize, RandomState>,
    /// The keys and arguments of the present row; kept to spare allocations.
    present: Vec<Key>,
    arguments: Vec<Value>,
    place: usize,
    is_filled: bool,
}

impl<'p> Aggregation<'p> {
    pub(super) fn new(
        input: Input<'p>,
        keys: &'p [(Expression, Slot)],
        aggregates: &'p [AggregateCall],
        times: Option<Slot>,
    ) -> Self {
        Self {
            input,
            keys,
            aggregates,
            times,
            groups: Vec::new(),
            places: HashMap::default(),
            present: Vec::new(),
            arguments: Vec::new(),
            place: 0,
            is_filled: false,
        }
    }

    fn fill(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.is_filled = true;
        if self.keys.is_empty() {
            self.begin_group(context)?;
        }
        while self.input.next(context, row)? {
            context.tick()?;
            self.present.clear();
            for (expression, _) in self.keys {
                self.present.push(Key(evaluate(expression, context, row)?));
            }
            let place = match self.places.get(self.present.as_slice()) {
                Some(place) => *place,
                None => self.begin_group(context)?,
            };
            self.add(place, context, row)?;
        }
        Ok(())
    }

    /// Begins a group with the present keys.
    fn begin_group(&mut self, context: &mut Context<'_>) -> Result<usize> {
        let place = self.groups.len();
        let keys: Box<[Key]> = self.present.as_slice().into();
        context.watch.keep_each(keys.iter().map(|key| &key.0))?;
        self.places.insert(keys.clone(), place);
        let running = self.aggregates.iter().map(Running::new).collect();
        self.groups.push(Group { keys, running });
        Ok(place)
    }

    /// Adds the present row to a group.
    fn add(&mut self, place: usize, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        let Some(group) = self.groups.get_mut(place) else { return Ok(()) };
        let times = self.times.map_or(1, |slot| row.times(slot));
        for (call, running) in self.aggregates.iter().zip(&mut group.running) {
            self.arguments.clear();
            for argument in &call.arguments {
                self.arguments.push(evaluate(argument, context, row)?);
            }
            running.add(&self.arguments, times, context).map_err(|error| error.or_at(call.span))?;
        }
        Ok(())
    }
}

impl Operator for Aggregation<'_> {
    fn open(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<()> {
        self.groups.clear();
        self.places.clear();
        self.place = 0;
        self.is_filled = false;
        self.input.open(context, row)
    }

    fn next(&mut self, context: &mut Context<'_>, row: &mut Row) -> Result<bool> {
        if !self.is_filled {
            self.fill(context, row)?;
        }
        let Some(group) = self.groups.get_mut(self.place) else { return Ok(false) };
        self.place += 1;
        for ((_, slot), key) in self.keys.iter().zip(&group.keys) {
            row.set(*slot, key.0.clone());
        }
        for (call, running) in self.aggregates.iter().zip(&mut group.running) {
            let value = running.finish().and_then(limited);
            let value = value.map_err(|error| error.or_at(call.span))?;
            row.set(call.slot, value);
        }
        Ok(true)
    }
}
