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

use std::io::{self, BufRead, Read, Write};

use serde_json::Value as Json;

use self::request::{Order, Request};
use crate::database::{ResultSet, Session};
use crate::error::{Error, ErrorCode, Result};

/// So many bytes may a request have; its parameters can be much longer than a statement.
const MOST_BYTES: usize = 64 << 20;

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
    while let Some(fits) = next_line(requests, &mut line)? {
        if !line.iter().all(u8::is_ascii_whitespace) {
            let reply = if fits { answer(session, &line) } else { too_long() };
            let sent = writeln!(replies, "{reply}").and_then(|()| replies.flush());
            match sent {
                Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
                sent => sent?,
            }
        }
    }
    Ok(())
}

/// Reads the next line and says whether it fits; none at the end. Of one that does not fit no more
/// is kept than was allowed.
fn next_line(requests: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
    line.clear();
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
    if requests.take(most).read_until(b'\n', line)? == 0 {
        return Ok(None);
    }
    let fits = line.len() < MOST_BYTES || line.ends_with(b"\n");
    let mut is_whole = fits;
    while !is_whole {
        let rest = requests.fill_buf()?;
        let end = rest.iter().position(|byte| *byte == b'\n');
        let count = end.map_or(rest.len(), |end| end + 1);
        is_whole = end.is_some() || rest.is_empty();
        requests.consume(count);
    }
    Ok(Some(fits))
}

fn too_long() -> Json {
    let message = format!("a request can have no more than {} MiB", MOST_BYTES >> 20);
    reply::failure(&Json::Null, &Error::new(ErrorCode::Usage, message))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Database;

    /// Input that is too large to write down: a request, a line of blanks, another request.
    #[test]
    fn a_line_that_never_ends_is_not_kept() {
        let long = io::repeat(b'x').take((MOST_BYTES + (1 << 20)) as u64);
        let requests = (&b"\"begin\"\n"[..]).chain(long).chain(&b"\n\"commit\"\n"[..]);
        let mut replies = Vec::new();
        let mut session = Database::in_memory().session();
        serve(&mut session, &mut io::BufReader::new(requests), &mut replies).expect("it is memory");
        let replies = String::from_utf8(replies).expect("replies are text");
        let failed: Vec<bool> = replies.lines().map(|reply| reply.contains("errors")).collect();
        assert_eq!(failed, [false, true, false], "{replies}");
    }
}
