//! One scenario, step by step.

use std::panic::{AssertUnwindSafe, catch_unwind};

use amur::{Parameters, Result, ResultSet};

use crate::engine::{Engine, Snapshot};
use crate::expected::Expected;
use crate::matching;
use crate::procedure;
use crate::scenario::{ExpectedError, Scenario, Step};

/// Why a scenario failed.
pub(crate) type Outcome = std::result::Result<(), String>;

/// Runs a scenario on a fresh engine. A panic of the engine fails the scenario, not the run.
pub(crate) fn run(scenario: &Scenario, engine: impl Engine) -> Outcome {
    let mut run = Run {
        engine,
        parameters: Parameters::new(),
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
    parameters: Parameters,
    query: String,
    before: Snapshot,
    after: Snapshot,
    result: Option<Result<ResultSet>>,
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
            Step::Procedure(signature, table) => {
                self.engine.register(procedure::read(signature, table)?);
                Ok(())
            }
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
            Step::Empty => match self.result()?.len() {
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
            let value = Expected::read(text)?.to_value();
            self.parameters.set(name, value.ok_or_else(|| format!("parameter `{text}`"))?);
        }
        Ok(())
    }

    fn execute(&mut self, query: &str) {
        query.clone_into(&mut self.query);
        self.before = self.engine.snapshot();
        self.result = Some(self.engine.run(query, &self.parameters));
        self.after = self.engine.snapshot();
    }

    fn result(&self) -> std::result::Result<&ResultSet, String> {
        match &self.result {
            Some(Ok(result)) => Ok(result),
            Some(Err(error)) => Err(self.because(&format!(
                "{} at {}: {}: {error}",
                error.code().class(),
                error.phase(),
                error.code().detail()
            ))),
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
                let reason = format!("{} rows instead of {expected}", result.len());
                return Err(self.because(&reason));
            }
            None => return Err("nothing was executed".to_owned()),
        };
        let (kind, detail) = (error.code().class(), error.code().detail());
        let phase = error.phase().to_string();
        if !expected.is(kind, &phase, detail) {
            let reason = format!("{kind} at {phase}: {detail} instead of {expected}: {error}");
            return Err(self.because(&reason));
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
