//! Totals by category, and the list of known failures.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use crate::run::Outcome;
use crate::scenario::Scenario;

/// Where the known failures stand.
const KNOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tck/known-failures.txt");

/// What became of the scenarios.
#[derive(Default)]
pub(crate) struct Report {
    categories: BTreeMap<String, (usize, usize)>,
    passed: BTreeSet<String>,
    failures: BTreeMap<String, String>,
}

/// Writes a line where it is seen although the test passes.
pub(crate) fn say(line: &str) {
    // A closed standard error is no failure of the suite.
    let _ = writeln!(std::io::stderr(), "{line}");
}

impl Report {
    /// Takes in the outcome of one scenario.
    pub(crate) fn add(&mut self, scenario: &Scenario, outcome: Outcome) {
        let category = self.categories.entry(scenario.category.clone()).or_default();
        category.1 += 1;
        match outcome {
            Ok(()) => {
                category.0 += 1;
                self.passed.insert(scenario.id.clone());
            }
            Err(reason) => {
                self.failures.insert(scenario.id.clone(), reason);
            }
        }
    }

    /// How many scenarios passed.
    pub(crate) fn passed(&self) -> usize {
        self.categories.values().map(|counts| counts.0).sum()
    }

    /// Prints the totals.
    pub(crate) fn print(&self, way: &str) {
        say(&format!("openCypher TCK {way}, errors by type, phase and detail"));
        for (category, (passed, total)) in &self.categories {
            let mark = if passed == total { "" } else { "  <" };
            say(&format!("  {category:<34} {passed:>5} of {total:>5}{mark}"));
        }
        let total: usize = self.categories.values().map(|counts| counts.1).sum();
        say(&format!("  {:<34} {:>5} of {total:>5}", "total", self.passed()));
    }

    /// Prints why each scenario failed.
    pub(crate) fn print_failures(&self) {
        for (id, reason) in &self.failures {
            say(&format!("\n--- {id}\n{reason}"));
        }
    }

    /// Scenarios that failed without being known to, and known failures that passed or are gone.
    pub(crate) fn surprises(&self) -> Vec<String> {
        let known = known();
        let news = self.failures.iter().filter(|(id, _)| !known.contains(*id));
        let news = news
            .map(|(id, reason)| format!("failed: {id}\n    {}", reason.replace('\n', "\n    ")));
        let stale = known.iter().filter(|id| !self.failures.contains_key(*id));
        let stale = stale.map(|id| {
            let passes = self.passed.contains(id);
            let reason = if passes { "it passes" } else { "it is not in the suite" };
            format!("take off the list of known failures, as {reason}: {id}")
        });
        news.chain(stale).collect()
    }

    /// Writes the list of known failures anew.
    pub(crate) fn record(&self) {
        let lines: Vec<&str> = self.failures.keys().map(String::as_str).collect();
        let text = lines.join("\n") + if lines.is_empty() { "" } else { "\n" };
        std::fs::write(KNOWN, text).expect("the list of known failures can be written");
    }
}

fn known() -> BTreeSet<String> {
    let text = std::fs::read_to_string(KNOWN).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}
