//! Aggregates: functions of many rows.

mod collected;
mod statistics;
mod sum;

use std::fmt::Debug;

use collected::{Collect, Count, Extreme};
use statistics::{Deviation, Percentile};
use sum::{Average, Sum};

use super::Parameter;
use crate::error::Result;
use crate::value::{Kinds, Value};

/// A built-in aggregate.
#[derive(Debug)]
pub struct Aggregate {
    /// Its name as it is written in the reference.
    pub name: &'static str,
    /// What it takes for each row.
    pub parameters: &'static [Parameter],
    /// What it gives.
    pub result: Kinds,
    /// What it does, in one line.
    pub summary: &'static str,
    /// Whole queries and the value of their one row and column.
    pub examples: &'static [(&'static str, &'static str)],
    /// Begins a group.
    pub start: fn() -> Box<dyn Accumulator>,
}

/// A group's aggregate while its rows come in.
pub trait Accumulator: Debug {
    /// Takes the arguments of one row. `DISTINCT` has been applied already; nulls are still there.
    ///
    /// # Errors
    /// What the aggregate finds wrong with the arguments.
    fn add(&mut self, arguments: &[Value]) -> Result<()>;

    /// Takes the arguments of so many equal rows.
    ///
    /// # Errors
    /// What the aggregate finds wrong with the arguments.
    fn add_times(&mut self, arguments: &[Value], times: u64) -> Result<()> {
        (0..times).try_for_each(|_| self.add(arguments))
    }

    /// The result for the rows so far.
    ///
    /// # Errors
    /// What the aggregate finds wrong at the end.
    fn finish(&mut self) -> Result<Value>;

    /// About how many bytes it keeps, for the statement's memory limit.
    fn size(&self) -> usize {
        size_of::<Value>()
    }
}

const ANY: &[Parameter] = &[Parameter::one("value", Kinds::ANY)];
const NUMBER: &[Parameter] = &[Parameter::one("number", Kinds::NUMBER)];
const ADDABLE: &[Parameter] = &[Parameter::one("value", Kinds::NUMBER.or(Kinds::DURATION))];
const PERCENTILE: &[Parameter] =
    &[Parameter::one("number", Kinds::NUMBER), Parameter::one("percentile", Kinds::NUMBER)];

const AGGREGATES: &[Aggregate] = &[
    row("count", ANY, Kinds::INTEGER, || Box::new(Count::default())).says(
        "how many values are not null; `count(*)` counts rows",
        &[("UNWIND [1, null, 2] AS x RETURN count(x)", "2")],
    ),
    row("sum", ADDABLE, ADDABLE[0].kinds, || Box::new(Sum::default())).says(
        "the sum of numbers or durations",
        &[
            ("UNWIND [1, null, 2] AS x RETURN sum(x)", "3"),
            ("UNWIND [1, 0.5] AS x RETURN sum(x)", "1.5"),
        ],
    ),
    row("avg", ADDABLE, Kinds::FLOAT.or(Kinds::DURATION), || Box::new(Average::default())).says(
        "the average of numbers or durations",
        &[("UNWIND [1, 2, null] AS x RETURN avg(x)", "1.5")],
    ),
    row("min", ANY, Kinds::ANY, || Box::new(Extreme::least())).says(
        "the smallest value in the order of `ORDER BY`",
        &[("UNWIND [2, 1.5, null] AS x RETURN min(x)", "1.5")],
    ),
    row("max", ANY, Kinds::ANY, || Box::new(Extreme::greatest())).says(
        "the largest value in the order of `ORDER BY`",
        &[("UNWIND ['a', 2, null] AS x RETURN max(x)", "2")],
    ),
    row("collect", ANY, Kinds::LIST, || Box::new(Collect::default())).says(
        "the list of the values that are not null",
        &[("UNWIND [1, null, 2] AS x RETURN collect(x)", "[1, 2]")],
    ),
    row("collect_list", ANY, Kinds::LIST, || Box::new(Collect::default())).says(
        "another name of `collect`",
        &[("UNWIND [1, 2] AS x RETURN collect_list(x)", "[1, 2]")],
    ),
    row("stDev", NUMBER, Kinds::FLOAT, || Box::new(Deviation::of_sample())).says(
        "the standard deviation of a sample",
        &[("UNWIND [1, 2, 3] AS x RETURN stDev(x)", "1.0")],
    ),
    row("stddev_samp", NUMBER, Kinds::FLOAT, || Box::new(Deviation::of_sample()))
        .says("another name of `stDev`", &[("UNWIND [1, 2, 3] AS x RETURN stddev_samp(x)", "1.0")]),
    row("stDevP", NUMBER, Kinds::FLOAT, || Box::new(Deviation::of_population())).says(
        "the standard deviation of a whole population",
        &[("UNWIND [2, 4] AS x RETURN stDevP(x)", "1.0")],
    ),
    row("stddev_pop", NUMBER, Kinds::FLOAT, || Box::new(Deviation::of_population()))
        .says("another name of `stDevP`", &[("UNWIND [2, 4] AS x RETURN stddev_pop(x)", "1.0")]),
    row("percentileCont", PERCENTILE, Kinds::FLOAT, || Box::new(Percentile::continuous())).says(
        "the percentile (0.0 to 1.0), between the two nearest values",
        &[("UNWIND [10, 20] AS x RETURN percentileCont(x, 0.5)", "15.0")],
    ),
    row("percentile_cont", PERCENTILE, Kinds::FLOAT, || Box::new(Percentile::continuous())).says(
        "another name of `percentileCont`",
        &[("UNWIND [10, 20] AS x RETURN percentile_cont(x, 0.5)", "15.0")],
    ),
    row("percentileDisc", PERCENTILE, Kinds::NUMBER, || Box::new(Percentile::discrete())).says(
        "the percentile (0.0 to 1.0), as one of the values",
        &[("UNWIND [10, 20, 30] AS x RETURN percentileDisc(x, 0.5)", "20")],
    ),
    row("percentile_disc", PERCENTILE, Kinds::NUMBER, || Box::new(Percentile::discrete())).says(
        "another name of `percentileDisc`",
        &[("UNWIND [10, 20, 30] AS x RETURN percentile_disc(x, 0.5)", "20")],
    ),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    result: Kinds,
    start: fn() -> Box<dyn Accumulator>,
) -> Aggregate {
    Aggregate { name, parameters, result, summary: "", examples: &[], start }
}

impl Aggregate {
    const fn says(
        self,
        summary: &'static str,
        examples: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self { summary, examples, ..self }
    }

    /// The signature as the reference shows it: `count(value :: ANY) :: INTEGER`.
    #[must_use]
    pub fn signature(&self) -> String {
        format!("{}({}) :: {}", self.name, super::signature(self.parameters), self.result)
    }
}

/// Every built-in aggregate.
pub fn aggregates() -> impl Iterator<Item = &'static Aggregate> {
    AGGREGATES.iter()
}

/// The aggregate of a name in any case.
#[must_use]
pub fn find_aggregate(name: &str) -> Option<&'static Aggregate> {
    aggregates().find(|aggregate| aggregate.name.eq_ignore_ascii_case(name))
}
