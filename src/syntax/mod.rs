//! Text to syntax tree, and back. Knows neither the graph nor functions nor parameters.
//!
//! [`parse`] reads one statement: `scan` looks at its brackets, pest reads it by
//! `grammar/cypher.pest`, `build` makes the tree of [`ast`], `report` puts pest's failures into
//! words. All errors that can be seen in the text alone are raised here; what needs names is the
//! binder's. A new clause is a rule in the grammar, a node in `ast`, a function in `build` and one in
//! `unparse`; the compiler names the places.

pub mod ast;
mod build;
mod complete;
mod expect;
mod grammar;
mod hint;
mod keyword;
mod pairs;
mod question;
mod report;
mod scan;
mod split;
mod token;
mod unparse;

use pest::Parser;

pub use complete::{Expected, NameKind, expected};
pub use grammar::{NESTING_LIMIT, STATEMENT_LIMIT};
pub use keyword::KEYWORDS;
pub use question::{QUESTION_FORMS, QuestionHelp, parse_question};
pub use split::{Ending, Piece, is_complete, split};
pub use token::{Token, TokenKind, tokens};
pub use unparse::{unparse, unparse_expression};

use crate::error::{Error, ErrorCode, Result, Span};
use grammar::{CypherGrammar, Rule};
use scan::Depth;

/// Reads one statement; a `;` behind it is no part of it.
///
/// # Errors
///
/// What the text alone shows to be wrong, with its place: an error of the class `SyntaxError`.
pub fn parse(text: &str) -> Result<ast::Statement> {
    if text.len() > STATEMENT_LIMIT {
        return Err(too_long(text));
    }
    match scan::check_brackets(text)? {
        Depth::Flat => read(text),
        Depth::Deep => read_with_room(text),
    }
}

fn read(text: &str) -> Result<ast::Statement> {
    grammar::limit_steps();
    match CypherGrammar::parse(Rule::statement, text) {
        Ok(pairs) => build::statement(pairs::Node::root(pairs)?),
        Err(failure) => Err(report::explain(text, &failure)),
    }
}

/// Reads a text with many brackets in brackets on a stack that is large enough for the deepest one, so
/// that neither a thread with a small stack nor a build without optimization ends the process.
fn read_with_room(text: &str) -> Result<ast::Statement> {
    const STACK: usize = 64 << 20;
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(STACK);
        match reader.spawn_scoped(scope, || read(text)) {
            Ok(reader) => {
                reader.join().unwrap_or_else(|_| Err(scan::nested_too_deeply(Span::new(0, 0))))
            }
            Err(_) => Err(scan::nested_too_deeply(Span::new(0, 0))),
        }
    })
}

fn too_long(text: &str) -> Error {
    let message = format!(
        "the statement is {} bytes long, more than the {STATEMENT_LIMIT} that are read",
        text.len()
    );
    Error::new(ErrorCode::StatementTooLong, message)
        .at(Span::new(0, 0))
        .with_help("give data as parameters, or load it from a file")
}
