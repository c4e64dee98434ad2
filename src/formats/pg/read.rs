//! Reads PG as a stream: a statement with its folded lines is in memory at a time.

use std::io::BufRead;

use hashbrown::HashSet;

use super::statement::{Statement, parse};
use crate::error::Result;
use crate::formats::{FileNode, Loader, Place, Source};
use crate::value::Value;

/// The longest statement that is read, in bytes.
const STATEMENT_LIMIT: usize = 1 << 20;

/// Reads a file into the loader.
pub(super) fn read(source: &mut Source<'_>, loader: &mut Loader<'_>) -> Result<()> {
    let mut reader = Reader { loader, mentioned: HashSet::new() };
    let mut statement = String::new();
    let mut quote = Quote::default();
    let mut start = Place::START;
    let mut line = Vec::new();
    loop {
        let place = source.place().get();
        line.clear();
        let count = source.read_until(b'\n', &mut line).map_err(|error| source.broken(&error))?;
        let Ok(text) = std::str::from_utf8(&line) else {
            reader.loader.fault(place, "the line is no UTF-8".to_owned())?;
            continue;
        };
        let goes_on = quote.is_open() || text.starts_with([' ', '\t', '#', '\n', '\r']);
        if count == 0 || !goes_on || statement.len() > STATEMENT_LIMIT {
            reader.take(&statement, start)?;
            statement.clear();
            start = place;
            quote = Quote::default();
        }
        if count == 0 {
            return reader.finish(place);
        }
        statement.push_str(text);
        quote.pass(text);
    }
}

/// Whether a text in quotes is open at the end of a line, so that it goes on in the next.
#[derive(Default)]
struct Quote(Option<char>);

impl Quote {
    fn is_open(&self) -> bool {
        self.0.is_some()
    }

    /// Goes over a line. Outside of quotes a text can begin only where a part begins.
    fn pass(&mut self, line: &str) {
        let mut before = ' ';
        let mut characters = line.chars();
        while let Some(one) = characters.next() {
            match self.0 {
                Some(_) if one == '\\' => drop(characters.next()),
                Some(quote) if one == quote => self.0 = None,
                None if one == '#' && before.is_ascii_whitespace() => return,
                None if matches!(one, '"' | '\'') && begins_part(before) => self.0 = Some(one),
                Some(_) | None => {}
            }
            before = one;
        }
    }
}

fn begins_part(before: char) -> bool {
    before.is_ascii_whitespace() || matches!(before, ':' | ',')
}

struct Reader<'l, 'g> {
    loader: &'l mut Loader<'g>,
    /// The ids of nodes that edges lead to and that may have no statement of their own.
    mentioned: HashSet<String>,
}

impl Reader<'_, '_> {
    fn take(&mut self, text: &str, start: Place) -> Result<()> {
        if text
            .lines()
            .all(|line| line.trim_start().is_empty() || line.trim_start().starts_with('#'))
        {
            return Ok(());
        }
        match parse(text) {
            Ok(Statement::Node(node)) => self.loader.add_to_node(node, start, append),
            Ok(Statement::Edge(edge)) => {
                for id in [&edge.from, &edge.to] {
                    if !self.loader.knows(id) {
                        self.mentioned.insert(id.clone());
                    }
                }
                self.loader.relationship(edge, start)
            }
            Err(fault) => {
                let line = start.line + fault.line - 1;
                let column =
                    if fault.line == 1 { start.column + fault.column - 1 } else { fault.column };
                self.loader.fault(Place { line, column }, fault.reason)
            }
        }
    }

    /// Makes the nodes that only edges speak of.
    fn finish(self, place: Place) -> Result<()> {
        let mut mentioned: Vec<_> = self.mentioned.into_iter().collect();
        mentioned.sort();
        for id in mentioned {
            if !self.loader.knows(&id) {
                self.loader.node(FileNode { id, ..FileNode::default() }, place)?;
            }
        }
        Ok(())
    }
}

/// Values of one key in several statements make one list.
pub(in crate::formats) fn append(before: Value, more: Value) -> Value {
    let mut all = items_of(before);
    all.extend(items_of(more));
    Value::list(all)
}

/// The elements of a list, or the value itself as the only one.
pub(in crate::formats) fn items_of(value: Value) -> Vec<Value> {
    if let Value::List(items) = value { items.to_vec() } else { vec![value] }
}
