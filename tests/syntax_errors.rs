//! Wrong statements and what is said about them, in `syntax_errors.txt`: after `>>> ` a statement, on the
//! lines behind it the report. With `UPDATE_GOLDEN=1` in the environment the file is written anew.

use std::fmt::Write as _;
use std::fs;

use amur::diagnostic::{Look, Source, report};
use amur::syntax::parse;

const FILE: &str = "tests/syntax_errors.txt";

/// The statements of the file, comments left out.
fn statements(file: &str) -> Vec<String> {
    let mut statements: Vec<String> = Vec::new();
    for line in file.lines() {
        if let Some(first) = line.strip_prefix(">>> ") {
            statements.push(first.to_owned());
        } else if let Some(more) = line.strip_prefix("... ") {
            let statement = statements.last_mut().expect("a line goes on from one before it");
            statement.push('\n');
            statement.push_str(more);
        }
    }
    statements
}

fn shown(statement: &str) -> String {
    match parse(statement) {
        Ok(_) => "no error\n".to_owned(),
        Err(error) => {
            let report = report(&error, Source::new(statement), Look::default());
            format!("{}\n{report}\n", error.code().detail())
        }
    }
}

fn recorded(statements: &[String]) -> String {
    let mut file = String::new();
    for statement in statements {
        writeln!(file, ">>> {}", statement.replace('\n', "\n... ")).expect("a string takes it");
        writeln!(file, "{}", shown(statement)).expect("a string takes it");
    }
    file
}

#[test]
fn wrong_statements_are_explained() {
    let file = fs::read_to_string(FILE).expect("the golden file is there");
    let statements = statements(&file);
    let recorded = recorded(&statements);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(FILE, &recorded).expect("the golden file can be written");
        return;
    }
    assert!(statements.len() >= 60, "only {} statements", statements.len());
    for (line, (one, two)) in file.lines().zip(recorded.lines()).enumerate() {
        assert_eq!(one, two, "{FILE}:{}", line + 1);
    }
    assert_eq!(file.lines().count(), recorded.lines().count());
}

#[test]
fn no_rule_of_the_grammar_is_named() {
    let grammar = include_str!("../grammar/cypher.pest");
    let rules =
        grammar.lines().filter_map(|line| line.split_once('=').map(|(rule, _)| rule.trim()));
    let rules: Vec<&str> = rules.filter(|rule| rule.contains('_')).collect();
    let file = fs::read_to_string(FILE).expect("the golden file is there");
    for statement in statements(&file) {
        let shown = shown(&statement);
        let named = rules.iter().find(|rule| shown.contains(**rule) && !statement.contains(**rule));
        assert_eq!(named, None, "{shown}");
    }
}
