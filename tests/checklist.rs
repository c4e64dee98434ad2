//! Walks the checklist of what the source of the built-in graph states: each row must be answerable.
//!
//! `tests/checklist.tsv` has a row for each statement: its place in the source, the statement, what to
//! ask, and what the answer must contain (parted by ` | `).

use amur::render::{Look, find_rendering, render};
use amur::{Database, ResultSet, Session};

struct Row<'a> {
    locator: &'a str,
    statement: &'a str,
    ask: &'a str,
    expected: Vec<&'a str>,
}

fn rows(text: &str) -> Vec<Row<'_>> {
    let row = |line| {
        let cells: Vec<&str> = str::split(line, '\t').collect();
        assert_eq!(cells.len(), 4, "a row of the checklist has four cells: {line}");
        let expected = cells[3].split(" | ").collect();
        Row { locator: cells[0], statement: cells[1], ask: cells[2], expected }
    };
    text.lines().skip(1).map(row).collect()
}

/// The answer as tab-separated text.
fn answer(session: &mut Session, ask: &str) -> Result<String, amur::Error> {
    let result = if ask.starts_with("MATCH") || ask.starts_with("CALL") {
        session.run(ask, ())?
    } else {
        session.ask(ask)?.readable()
    };
    Ok(text(&result))
}

fn text(result: &ResultSet) -> String {
    let mut out = Vec::new();
    let tsv = find_rendering("tsv").expect("there is a rendering of this name");
    render(result, tsv, Look::default(), &mut out).expect("memory can be written to");
    String::from_utf8(out).expect("an answer is text")
}

#[test]
fn every_statement_of_the_source_can_be_asked() {
    let database = Database::builtin();
    let mut session = database.session();
    let mut failures = Vec::new();
    let rows = rows(include_str!("checklist.tsv"));
    assert!(rows.len() > 150, "the checklist has only {} rows", rows.len());
    for row in &rows {
        let fault = match answer(&mut session, row.ask) {
            Ok(text) => {
                let missing: Vec<_> =
                    row.expected.iter().filter(|part| !text.contains(**part)).collect();
                (!missing.is_empty()).then(|| format!("lacks {missing:?} in\n{text}"))
            }
            Err(error) => Some(error.to_string()),
        };
        if let Some(fault) = fault {
            failures.push(format!("{}: {}\n  {}\n  {fault}", row.locator, row.statement, row.ask));
        }
    }
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), rows.len(), failures.join("\n"));
}
