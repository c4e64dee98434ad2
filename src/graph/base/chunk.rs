//! The pieces in which a base is kept, and where they come from.

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use crate::error::{Error, ErrorCode, Result};
use crate::graph::{PropertyKeyId, RelationshipTypeId};

/// What a chunk of a base holds. The numbers are those of the names; `Display` and `FromStr` give
/// the form that a store keeps.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChunkKey {
    /// `header`: what there is, how much of it, and the schema. Read at once.
    Header,
    /// `labels`: the sets of labels, and which node has which. Read at once.
    Labels,
    /// `node/KEY`: a property of nodes.
    NodeColumn(PropertyKeyId),
    /// `out/TYPE`: the relationships of a type, by their start. The other direction is derived.
    Outgoing(RelationshipTypeId),
    /// `rel/TYPE/KEY`: a property of the relationships of a type.
    RelationshipColumn(RelationshipTypeId, PropertyKeyId),
    /// `index/NAME`: the entities of an index in the order of their values.
    Index(Arc<str>),
}

impl fmt::Display for ChunkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => f.write_str("header"),
            Self::Labels => f.write_str("labels"),
            Self::NodeColumn(key) => write!(f, "node/{}", key.0),
            Self::Outgoing(kind) => write!(f, "out/{}", kind.0),
            Self::RelationshipColumn(kind, key) => write!(f, "rel/{}/{}", kind.0, key.0),
            Self::Index(name) => write!(f, "index/{name}"),
        }
    }
}

impl FromStr for ChunkKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let parts: Vec<_> = text.splitn(2, '/').collect();
        let number = |text: &str| text.parse::<u32>().map_err(|_| unknown(text));
        match parts[..] {
            ["header"] => Ok(Self::Header),
            ["labels"] => Ok(Self::Labels),
            ["node", key] => Ok(Self::NodeColumn(PropertyKeyId(number(key)?))),
            ["out", kind] => Ok(Self::Outgoing(RelationshipTypeId(number(kind)?))),
            ["index", name] => Ok(Self::Index(name.into())),
            ["rel", rest] => {
                let (kind, key) = rest.split_once('/').ok_or_else(|| unknown(text))?;
                let kind = RelationshipTypeId(number(kind)?);
                Ok(Self::RelationshipColumn(kind, PropertyKeyId(number(key)?)))
            }
            _ => Err(unknown(text)),
        }
    }
}

fn unknown(text: &str) -> Error {
    Error::new(ErrorCode::StoreDamaged, format!("`{text}` is no part of a stored graph"))
}

/// Where the chunks of a stored base are.
///
/// A base asks for a chunk when a query first touches it, from whichever thread that is, and asks
/// once. The source gives the chunks of the version whose header it gave, whatever is written
/// meanwhile.
pub trait BaseSource: Send + Sync + fmt::Debug {
    /// The bytes of a chunk, as [`Base::chunks`](super::Base::chunks) gave them.
    ///
    /// # Errors
    /// What the store says: that it can't be read, or lacks the chunk.
    fn chunk(&self, key: &ChunkKey) -> Result<Vec<u8>>;
}

/// A source, and the first thing that went wrong with it.
#[derive(Debug)]
pub(super) struct Loader {
    source: Arc<dyn BaseSource>,
    fault: OnceLock<(ErrorCode, String)>,
}

impl Loader {
    pub(super) fn new(source: Arc<dyn BaseSource>) -> Self {
        Self { source, fault: OnceLock::new() }
    }

    /// What has gone wrong, if anything has.
    pub(super) fn fault(&self) -> Option<Error> {
        self.fault.get().map(|(code, message)| Error::new(*code, message.clone()))
    }

    /// A chunk, decoded; nothing if that fails, which is remembered.
    fn load<T: Decode>(&self, key: &ChunkKey, shape: &T::Shape) -> T {
        let decoded = self.source.chunk(key).and_then(|bytes| T::decode(&bytes, shape));
        decoded.unwrap_or_else(|error| {
            let message =
                format!("the part `{key}` of the graph can't be read: {}", error.message());
            let _ = self.fault.set((error.code(), message));
            T::default()
        })
    }
}

/// What can be read from a chunk. The default stands for one that can't.
pub(super) trait Decode: Default {
    /// What must be known beforehand to tell whether the bytes make sense.
    type Shape: Clone + fmt::Debug;

    /// Reads a chunk.
    ///
    /// # Errors
    /// `StoreDamaged` if the bytes are not what was written.
    fn decode(bytes: &[u8], shape: &Self::Shape) -> Result<Self>;
}

/// A part of a base that is read when it is first needed.
#[derive(Debug)]
pub(super) struct Lazy<T: Decode> {
    cell: OnceLock<T>,
    origin: Option<Origin<T::Shape>>,
}

#[derive(Debug)]
struct Origin<S> {
    loader: Arc<Loader>,
    key: ChunkKey,
    shape: S,
}

impl<T: Decode> Lazy<T> {
    /// One that is there.
    pub(super) fn present(part: T) -> Self {
        Self { cell: OnceLock::from(part), origin: None }
    }

    /// One that is still in its store.
    pub(super) fn stored(loader: &Arc<Loader>, key: ChunkKey, shape: T::Shape) -> Self {
        let origin = Some(Origin { loader: loader.clone(), key, shape });
        Self { cell: OnceLock::new(), origin }
    }

    /// The part, read if need be.
    pub(super) fn get(&self) -> &T {
        self.cell.get_or_init(|| match &self.origin {
            Some(Origin { loader, key, shape }) => loader.load(key, shape),
            None => T::default(),
        })
    }

    /// The part, if it is in memory.
    pub(super) fn loaded(&self) -> Option<&T> {
        self.cell.get()
    }

    /// Whether it came from a store, which therefore has it.
    pub(super) fn is_stored(&self) -> bool {
        self.origin.is_some()
    }

    /// What went wrong with its source, if it has one.
    pub(super) fn fault(&self) -> Option<Error> {
        self.origin.as_ref().and_then(|origin| origin.loader.fault())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_written() {
        let (kind, key) = (RelationshipTypeId(7), PropertyKeyId(u32::MAX));
        let keys = [
            ChunkKey::Header,
            ChunkKey::Labels,
            ChunkKey::NodeColumn(key),
            ChunkKey::Outgoing(kind),
            ChunkKey::RelationshipColumn(kind, key),
            ChunkKey::Index("a/b".into()),
        ];
        for key in keys {
            assert_eq!(key.to_string().parse::<ChunkKey>().ok(), Some(key));
        }
        for text in ["", "node", "node/", "node/x", "rel/1", "rel/1/2/3", "in/1", "header/1"] {
            assert!(text.parse::<ChunkKey>().is_err(), "{text}");
        }
    }
}
