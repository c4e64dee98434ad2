//! One scenario, step by step.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::engine::{Engine, Failure, Snapshot, Table};
use crate::expected::Expected;
use crate::matching;
use crate::scenario::{ExpectedError, Scenario, Step};

/// Why a scenario failed.
pub(crate) type Outcome = Result<(), String>;

/// Runs a scenario on a fresh engine. A panic of the engine fails the scenario, not the run.
pub(crate) fn run(scenario: &Scenario, engine: impl Engine) -> Outcome {
    let mut run = Run {
        engine,
        parameters: BTreeMap::new(),
        query: String::new(),
        before: Snapshot::default(),
        after: Snapshot::default(),
        result: None,
    };
    let steps = || scenario.steps.iter().try_for_each(|step| run.step(step));
    catch_unwind(AssertUnwindSafe(steps)).unwrap_or_else(|_| Err("panicked".to_owned()))
}

struct Run<E> {
    engine: E,
    parameters: BTreeMap<String, Expected>,
    query: String,
    before: Snapshot,
    after: Snapshot,
    result: Option<Result<Table, Failure>>,
}

impl<E: Engine> Run<E> {
    fn step(&mut self, step: &Step) -> Outcome {
        match step {
            Step::EmptyGraph => Ok(()),
            Step::NamedGraph(statements) => {
                statements.iter().try_for_each(|statement| self.set_up(statement))
            }
            Step::Executed(statement) => self.set_up(statement),
            Step::Parameters(table) => self.set_parameters(table),
            Step::Procedure(signature, table) => self.engine.register(signature, table),
            Step::Execute(query) => {
                self.execute(query);
                Ok(())
            }
            Step::Control(query) => {
                self.query.clone_from(query);
                self.result = Some(self.engine.run(query, &self.parameters));
                Ok(())
            }
            Step::Rows(rows) => {
                let result = self.result()?;
                matching::compare(result, rows).map_err(|reason| self.because(&reason))
            }
            Step::Empty => match self.result()?.rows.len() {
                0 => Ok(()),
                rows => Err(self.because(&format!("{rows} rows instead of none"))),
            },
            Step::Effects(expected) => self.check_effects(expected),
            Step::Fails(expected) => self.check_error(expected),
            Step::Unknown(text) => Err(format!("unknown step `{text}`")),
        }
    }

    fn set_up(&mut self, statement: &str) -> Outcome {
        match self.engine.run(statement, &self.parameters) {
            Ok(_) => Ok(()),
            Err(error) => Err(format!("set-up: {error}\n{statement}")),
        }
    }

    fn set_parameters(&mut self, table: &[Vec<String>]) -> Outcome {
        for row in table {
            let [name, text] = row.as_slice() else {
                return Err(format!("parameter {row:?}"));
            };
            self.parameters.insert(name.clone(), Expected::read(text)?);
        }
        Ok(())
    }

    fn execute(&mut self, query: &str) {
        query.clone_into(&mut self.query);
        self.before = self.engine.snapshot();
        self.result = Some(self.engine.run(query, &self.parameters));
        self.after = self.engine.snapshot();
    }

    fn result(&self) -> Result<&Table, String> {
        match &self.result {
            Some(Ok(result)) => Ok(result),
            Some(Err(error)) => Err(self.because(&error.to_string())),
            None => Err("nothing was executed".to_owned()),
        }
    }

    fn check_effects(&self, expected: &[(String, usize)]) -> Outcome {
        self.result()?;
        let effects = self.before.effects(&self.after);
        if effects == expected {
            return Ok(());
        }
        Err(self.because(&format!("side effects {effects:?} instead of {expected:?}")))
    }

    fn check_error(&self, expected: &ExpectedError) -> Outcome {
        let error = match &self.result {
            Some(Err(error)) => error,
            Some(Ok(result)) => {
                let reason = format!("{} rows instead of {expected}", result.rows.len());
                return Err(self.because(&reason));
            }
            None => return Err("nothing was executed".to_owned()),
        };
        if !expected.is(&error.kind, &error.phase, &error.detail) {
            return Err(self.because(&format!("{error} instead of {expected}")));
        }
        if self.before != self.after {
            return Err(self.because("the failed statement left a trace"));
        }
        Ok(())
    }

    fn because(&self, reason: &str) -> String {
        format!("{reason}\n{}", self.query)
    }
}
