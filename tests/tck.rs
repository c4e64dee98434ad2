//! Runs the openCypher TCK at its strictest level: in process, and over `amur serve --stdio`.
//!
//! The features are read from `OPENCYPHER_TCK`, else from `../shared/tck/features` beside the
//! project; without either the test says that it is skipped. For one scenario: a fresh graph, the
//! rows with the names and order of their columns, side effects by identity, errors by type, phase
//! and detail, and after an expected error a graph that has not changed.
//!
//! `tests/tck/known-failures.txt` may only shrink: a scenario in it that passes fails the test.
//! `TCK_FILTER=Match1` runs only scenarios whose name contains the text, `TCK_VERBOSE=1` tells why each
//! one failed, `TCK_RECORD=1` writes the list anew,
//! `TCK_TRACE=1` names each scenario before it runs.

#[path = "tck/actual.rs"]
mod actual;
#[path = "tck/client.rs"]
mod client;
#[path = "tck/engine.rs"]
mod engine;
#[path = "tck/expected.rs"]
mod expected;
#[path = "tck/matching.rs"]
mod matching;
#[path = "tck/procedure.rs"]
mod procedure;
#[path = "tck/report.rs"]
mod report;
#[path = "tck/run.rs"]
mod run;
#[path = "tck/scenario.rs"]
mod scenario;

use std::path::PathBuf;

use client::Client;
use engine::{Amur, Engine, ErrsAlways, NeverHasRows};
use report::Report;
use scenario::{Scenario, Step};

/// The folder of the features, if there is one.
fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("OPENCYPHER_TCK").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/tck/features"),
        PathBuf::from,
    );
    if folder.is_dir() {
        return Some(folder);
    }
    report::say(&format!("openCypher TCK: skipped, there is no folder {}", folder.display()));
    None
}

/// Runs every scenario on engines that `fresh` makes.
fn run_all<E: Engine>(scenarios: &[Scenario], fresh: impl Fn() -> E) -> Report {
    let mut report = Report::default();
    let trace = std::env::var_os("TCK_TRACE").is_some();
    for scenario in scenarios {
        if trace {
            report::say(&scenario.id);
        }
        report.add(scenario, run::run(scenario, fresh()));
    }
    report
}

#[test]
fn amur_passes_the_tck() {
    let Some(folder) = folder() else { return };
    let filter = std::env::var("TCK_FILTER").ok();
    let mut scenarios = scenario::read_all(&folder);
    if let Some(filter) = &filter {
        scenarios.retain(|scenario| scenario.id.contains(filter.as_str()));
    }
    let report = run_all(&scenarios, Amur::default);
    report.print("in process");
    if std::env::var_os("TCK_VERBOSE").is_some() {
        report.print_failures();
    }
    if filter.is_some() {
        return;
    }
    if std::env::var_os("TCK_RECORD").is_some() {
        report.record();
    }
    let surprises = report.surprises();
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

/// The same through a small client of `amur serve --stdio`, but for scenarios that need a procedure
/// of their own, which only the library can add.
#[test]
fn amur_passes_the_tck_over_standard_input_and_output() {
    let Some(folder) = folder() else { return };
    let mut scenarios = scenario::read_all(&folder);
    if let Ok(filter) = std::env::var("TCK_FILTER") {
        scenarios.retain(|scenario| scenario.id.contains(&filter));
    }
    let needs_library =
        |scenario: &Scenario| scenario.steps.iter().any(|step| matches!(step, Step::Procedure(..)));
    let all = scenarios.len();
    scenarios.retain(|scenario| !needs_library(scenario));
    let report = run_all(&scenarios, Client::default);
    report.print("over `amur serve --stdio`");
    report::say(&format!("  {} scenarios need procedures of their own", all - scenarios.len()));
    let surprises = report.surprises();
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}

/// An engine that always errs passes exactly the scenarios that expect this very error first.
#[test]
fn an_engine_that_errs_always_fails_as_it_should() {
    let Some(folder) = folder() else { return };
    let scenarios = scenario::read_all(&folder);
    let report = run_all(&scenarios, || ErrsAlways);
    let expects_it = |scenario: &&Scenario| {
        let steps = scenario.steps.iter();
        let setup = steps.clone().any(|step| matches!(step, Step::Executed(_)));
        !setup
            && steps.clone().any(|step| {
                matches!(step, Step::Fails(error) if error.is(
            "SyntaxError", "compile", "UnexpectedSyntax"))
            })
    };
    assert_eq!(report.passed(), scenarios.iter().filter(expects_it).count());
    assert!(report.passed() > 0);
}

/// An engine without rows passes only where neither rows, nor effects, nor an error are expected.
#[test]
fn an_engine_without_rows_fails_as_it_should() {
    let Some(folder) = folder() else { return };
    let scenarios = scenario::read_all(&folder);
    let report = run_all(&scenarios, || NeverHasRows);
    let expects_nothing = |scenario: &&Scenario| scenario.steps.iter().all(Step::expects_nothing);
    assert_eq!(report.passed(), scenarios.iter().filter(expects_nothing).count());
    assert!(report.passed() * 10 < scenarios.len());
}
