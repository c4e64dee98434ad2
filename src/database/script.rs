//! Cypher scripts as files of graphs.
//!
//! A script is run statement by statement, the whole of it in one transaction. Only statements that
//! make a graph are run, as exports have them: nothing is deleted, no procedure called, no further file
//! read. Commands of other shells, such as `:begin` and `COMMIT`, are passed over.

use std::io::Read;
use std::path::Path;

use super::Session;
use crate::error::{Error, ErrorCode, Result};
use crate::formats::{Imported, OnFault, Place, Rejected, Source};
use crate::syntax::ast::{Body, Clause, Mode, Query, Statement};
use crate::syntax::{self, STATEMENT_LIMIT};

/// The endings of scripts.
const ENDINGS: &[&str] = &["cypher", "cyp", "cql"];

/// The words of other shells that stand between statements.
const PASSED_OVER: &[&str] = &["begin", "commit", "schema await"];

/// Whether a file is a script by its ending, be it packed or not.
pub(super) fn is_script(path: &Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    let name = name.trim_end_matches(".gz").trim_end_matches(".zst");
    ENDINGS.iter().any(|ending| name.strip_suffix(ending).is_some_and(|rest| rest.ends_with('.')))
}

impl Session {
    /// Runs a script in the open transaction.
    pub(super) fn run_script(
        &mut self,
        path: &Path,
        on_fault: OnFault,
        imported: &mut Imported,
    ) -> Result<()> {
        let mut source = Source::open(path)?;
        let mut text = String::new();
        source.read_to_string(&mut text).map_err(|error| source.broken(&error))?;
        let script = Script { name: source.name().to_owned(), text: without_commands(&text) };
        for piece in syntax::split(&script.text) {
            let statement = script.text.get(piece.span.start..piece.span.end).unwrap_or_default();
            if PASSED_OVER.iter().any(|word| statement.trim().eq_ignore_ascii_case(word)) {
                continue;
            }
            if let Err(error) = self.run_statement(statement, imported) {
                let at = piece.span.start + error.span().map_or(0, |span| span.start);
                script.refuse(&error, at, self.require_usable().is_ok(), on_fault, imported)?;
            }
        }
        Ok(())
    }

    fn run_statement(&mut self, statement: &str, imported: &mut Imported) -> Result<()> {
        if statement.len() <= STATEMENT_LIMIT {
            require_making(&syntax::parse(statement)?)?;
        }
        let result = self.run(statement, ())?;
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        imported.nodes += count(result.counters().nodes_created);
        imported.relationships += count(result.counters().relationships_created);
        Ok(())
    }
}

/// A script's text with the name that stands in messages.
struct Script {
    name: String,
    text: String,
}

impl Script {
    /// Reports a statement that can't be run, or ends the import by it.
    fn refuse(
        &self,
        error: &Error,
        at: usize,
        is_usable: bool,
        on_fault: OnFault,
        imported: &mut Imported,
    ) -> Result<()> {
        let (file, place, reason) = (self.name.clone(), self.place(at), error.message().to_owned());
        if on_fault == OnFault::Reject && is_usable {
            imported.rejected.push(Rejected { file, place, reason });
            return Ok(());
        }
        let told = Error::new(ErrorCode::FileFormat, format!("{file}:{place}: {reason}"));
        Err(match error.help() {
            Some(help) => told.with_help(help.to_owned()),
            None => told,
        })
    }

    fn place(&self, at: usize) -> Place {
        let before = self.text.get(..at).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let last = before.rsplit('\n').next().unwrap_or_default();
        Place { line, column: last.chars().count() + 1 }
    }
}

/// A script in which the lines that are commands of other shells are empty.
fn without_commands(text: &str) -> String {
    let mut script = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let is_command = line.trim_start().starts_with(':');
        script.push_str(if is_command { "\n" } else { line });
    }
    script
}

/// Whether a statement only makes something.
fn require_making(statement: &Statement) -> Result<()> {
    let refused = |what: &str| {
        let message = format!("a file of a graph can't have {what}");
        Err(Error::new(ErrorCode::FileFormat, message)
            .with_help("run it as a script, by `-f FILE` or `:source FILE`"))
    };
    match (&statement.body, statement.mode) {
        (Body::Query(query), Mode::Run) => clauses_fault(query).map_or(Ok(()), refused),
        (Body::Schema(_), Mode::Run) => Ok(()),
        (Body::Show(_), Mode::Run) => refused("SHOW"),
        (_, Mode::Explain | Mode::Profile) => refused("EXPLAIN or PROFILE"),
    }
}

fn clauses_fault(query: &Query) -> Option<&'static str> {
    let more = query.unions.iter().map(|union| &union.query);
    let clauses = std::iter::once(&query.first).chain(more).flat_map(|single| &single.clauses);
    clauses.into_iter().find_map(|clause| match clause {
        Clause::Match(_)
        | Clause::Unwind(_)
        | Clause::With(_)
        | Clause::Return(_)
        | Clause::Create(_)
        | Clause::Merge(_)
        | Clause::Set(_)
        | Clause::Remove(_)
        | Clause::Foreach(_)
        | Clause::Finish { .. } => None,
        Clause::Delete(_) => Some("DELETE"),
        Clause::Call(_) | Clause::Subquery(_) => Some("CALL"),
        Clause::LoadCsv(_) => Some("LOAD CSV"),
        Clause::Use { .. } => Some("USE"),
    })
}
