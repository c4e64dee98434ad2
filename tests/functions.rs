//! Every example of the table of functions holds: the call gives what stands beside it.

use amur::Database;
use amur::functions::functions;
use amur::value::compare::equivalent;

#[test]
fn every_example_holds() {
    let mut failures = Vec::new();
    for function in functions() {
        for (call, result) in function.examples {
            let statement = format!("RETURN {call} AS found, {result} AS stated");
            match Database::in_memory().session().run(&statement, ()) {
                Ok(rows) => {
                    let values = rows.row(0).map(amur::Row::values);
                    let agrees =
                        matches!(values, Some([found, stated]) if equivalent(found, stated));
                    if !agrees {
                        failures.push(format!("{call}: {values:?}, not {result}"));
                    }
                }
                Err(error) => failures.push(format!("{call}: {error}")),
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
