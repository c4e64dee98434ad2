//! Serving programs over standard input and output: a JSON request a line, a JSON reply a line.
//!
//! A request is `{"statement": "…", "parameters": {…}, "id": …}`, or one with `"question"` instead of
//! `"statement"`, or one of `"begin"`, `"commit"`, `"rollback"`. Values are the [typed JSON](typed) of
//! Neo4j's Query API in both directions; plain JSON is taken as parameters too. Each request gets
//! exactly one reply, whatever is wrong with it, and the end of input ends the program.
//!
//! This folder knows sessions and JSON, and no terminal.

mod reply;
mod request;
pub mod typed;

use std::io::{self, BufRead, Write};

use serde_json::Value as Json;

use self::request::{Order, Request};
use crate::database::{ResultSet, Session};
use crate::error::Result;

/// Answers requests until the input ends, or nobody reads the replies any more.
///
/// # Errors
/// What goes wrong with the streams themselves; a closed output is none.
pub fn serve(
    session: &mut Session,
    requests: &mut dyn BufRead,
    replies: &mut dyn Write,
) -> io::Result<()> {
    let mut line = Vec::new();
    while requests.read_until(b'\n', &mut line)? > 0 {
        if !line.iter().all(u8::is_ascii_whitespace) {
            let reply = answer(session, &line);
            let sent = writeln!(replies, "{reply}").and_then(|()| replies.flush());
            match sent {
                Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
                sent => sent?,
            }
        }
        line.clear();
    }
    Ok(())
}

/// The reply to one line.
fn answer(session: &mut Session, line: &[u8]) -> Json {
    match request::read(line) {
        Err(fault) => reply::failure(&fault.id, &fault.error),
        Ok(request) => match perform(session, &request) {
            Ok(result) => reply::success(&request.id, &result),
            Err(error) => reply::failure(&request.id, &error),
        },
    }
}

/// Does what a request asks for.
fn perform(session: &mut Session, request: &Request) -> Result<ResultSet> {
    let nothing = |()| ResultSet::default();
    match &request.order {
        Order::Statement { text, parameters } => session.run(text, parameters),
        Order::Question(text) => session.ask(text).map(|answer| answer.readable()),
        Order::Begin => session.begin().map(nothing),
        Order::Commit => session.commit().map(nothing),
        Order::Rollback => session.rollback().map(nothing),
    }
}
