//! Transactions as bytes: what the journal keeps, one row each.
//!
//! ```text
//! transaction = version, names of labels, of types, of keys, changes
//! names       = number of the first one, count, texts      (those that nobody has committed before)
//! changes     = count, each a tag and its parts
//! ```
//!
//! Names travel with the transaction that first uses them, each at its number, so that every process
//! that replays the journal has the same numbers. Integers are of variable length, floats are the
//! eight bytes of IEEE 754, the lowest first. Tags and the meaning of what follows them never change;
//! something new gets a new tag and [`VERSION`] goes up, so that an older Amur says that it is too old
//! where it would else misread. What is read is never trusted: no byte makes a reader panic or take
//! more memory than a few times the bytes that are there.
//!
//! To add a kind of change (or of value, in `value::codec`): its tag, its two arms, and a golden file in
//! `tests/storage/`.

mod change;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::error::{Error, ErrorCode, Result};
use crate::graph::{Change, Graph, NameCounts, Names};
use crate::value::codec::{ROOM, Reader, Writer, damaged};
use change::ChangeReader;

/// The version of the bytes that are written; those of all versions before it are read.
pub const VERSION: u8 = 1;

/// At most so many names are invented for lost ones, whatever damaged bytes say.
const MOST_INVENTED: usize = 1 << 16;

/// A committed transaction as it is read.
#[derive(Debug, Default)]
pub struct Committed {
    labels: NewNames,
    relationship_types: NewNames,
    property_keys: NewNames,
    /// Its changes, in order.
    pub changes: Vec<Change>,
}

/// Names that a transaction is the first to use.
#[derive(Debug, Default)]
struct NewNames {
    first: usize,
    texts: Vec<Arc<str>>,
}

/// The bytes of a transaction. Names from `known` on are those that it is the first to use.
///
/// # Errors
/// `NestedTooDeeply` if a value could not be read again.
pub fn encode(names: &Names, known: NameCounts, changes: &[Change]) -> Result<Vec<u8>> {
    let mut writer = Writer::default();
    writer.byte(VERSION);
    write_names(&mut writer, known.labels, names.labels().map(|(_, name)| name));
    let types = names.relationship_types().map(|(_, name)| name);
    write_names(&mut writer, known.relationship_types, types);
    write_names(&mut writer, known.property_keys, names.property_keys().map(|(_, name)| name));
    writer.size(changes.len());
    for change in changes {
        writer.change(change)?;
    }
    Ok(writer.into_bytes())
}

fn write_names<'n>(writer: &mut Writer, known: usize, names: impl Iterator<Item = &'n Arc<str>>) {
    let new: Vec<_> = names.skip(known).collect();
    writer.size(known);
    writer.size(new.len());
    for name in new {
        writer.text(name);
    }
}

/// The transaction that bytes stand for, given how many names there are before it.
///
/// # Errors
/// `StoreDamaged` if the bytes are not those of a transaction, or of one of a newer version.
pub fn decode(bytes: &[u8], known: NameCounts) -> Result<Committed> {
    read(bytes, Some(known))
}

/// The transaction that bytes stand for where some of those before it are lost, and with them
/// perhaps names.
///
/// # Errors
/// As [`decode`].
pub fn decode_after_loss(bytes: &[u8]) -> Result<Committed> {
    read(bytes, None)
}

fn read(bytes: &[u8], known: Option<NameCounts>) -> Result<Committed> {
    let mut reader = Reader::new(bytes);
    match reader.byte()? {
        0 => return Err(damaged("a transaction has no version")),
        1..=VERSION => {}
        newer => return Err(too_new(newer)),
    }
    let labels = read_names(&mut reader, known.map(|known| known.labels))?;
    let types = known.map(|known| known.relationship_types);
    let relationship_types = read_names(&mut reader, types)?;
    let property_keys = read_names(&mut reader, known.map(|known| known.property_keys))?;
    let names = NameCounts {
        labels: labels.end(),
        relationship_types: relationship_types.end(),
        property_keys: property_keys.end(),
    };
    let count = reader.count()?;
    let mut changes = Vec::with_capacity(count.min(ROOM));
    let mut source = ChangeReader { bytes: &mut reader, names };
    for _ in 0..count {
        changes.push(source.change()?);
    }
    if !reader.is_at_end() {
        return Err(damaged("a transaction has more bytes than it needs"));
    }
    Ok(Committed { labels, relationship_types, property_keys, changes })
}

fn read_names(reader: &mut Reader<'_>, known: Option<usize>) -> Result<NewNames> {
    let first = reader.small()? as usize;
    if let Some(known) = known
        && first != known
    {
        return Err(damaged(format!("there are {known} names, but the next is number {first}")));
    }
    let count = reader.count()?;
    let mut texts = Vec::with_capacity(count.min(ROOM));
    for _ in 0..count {
        texts.push(reader.text()?.into());
    }
    Ok(NewNames { first, texts })
}

impl NewNames {
    /// One more than the number of the last name.
    fn end(&self) -> usize {
        self.first + self.texts.len()
    }
}

impl Committed {
    /// Makes the changes of the transaction again; the caller commits them.
    ///
    /// # Errors
    /// `StoreDamaged` if the graph is not the one that the transaction was made on; what has been
    /// done till then is to be rolled back.
    pub fn replay(self, graph: &mut Graph) -> Result<()> {
        self.define_names(graph)?;
        for change in self.changes {
            graph.apply(change).map_err(not_the_same)?;
        }
        Ok(())
    }

    /// Makes those changes of the transaction again that can be made, and counts the others.
    pub fn replay_what_can_be(self, graph: &mut Graph) -> usize {
        self.invent_names(graph);
        if self.define_names(graph).is_err() {
            return self.changes.len();
        }
        let mut lost = 0;
        for change in self.changes {
            lost += usize::from(graph.apply(change).is_err());
        }
        lost
    }

    /// Names for the numbers whose own ones are lost.
    fn invent_names(&self, graph: &mut Graph) {
        let names = graph.names_mut();
        for number in names.counts().labels..self.labels.first.min(MOST_INVENTED) {
            names.intern_label(&format!("lost_label_{number}"));
        }
        let types = names.counts().relationship_types;
        for number in types..self.relationship_types.first.min(MOST_INVENTED) {
            names.intern_relationship_type(&format!("LOST_TYPE_{number}"));
        }
        for number in names.counts().property_keys..self.property_keys.first.min(MOST_INVENTED) {
            names.intern_property_key(&format!("lost_key_{number}"));
        }
    }

    fn define_names(&self, graph: &mut Graph) -> Result<()> {
        let names = graph.names_mut();
        let mut is_same = true;
        for (number, text) in self.labels.numbered() {
            is_same &= names.intern_label(text).0 as usize == number;
        }
        for (number, text) in self.relationship_types.numbered() {
            is_same &= names.intern_relationship_type(text).0 as usize == number;
        }
        for (number, text) in self.property_keys.numbered() {
            is_same &= names.intern_property_key(text).0 as usize == number;
        }
        if is_same { Ok(()) } else { Err(damaged("a name is defined twice")) }
    }
}

impl NewNames {
    fn numbered(&self) -> impl Iterator<Item = (usize, &Arc<str>)> {
        (self.first..).zip(&self.texts)
    }
}

fn not_the_same(error: Error) -> Error {
    damaged(format!("a change can't be made again: {}", error.message())).caused_by(error)
}

fn too_new(version: u8) -> Error {
    let message =
        format!("it was written by a newer Amur (journal {version}, this one reads {VERSION})");
    Error::new(ErrorCode::StoreDamaged, message).with_help("open it with the newer Amur")
}
