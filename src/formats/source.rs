//! Bytes of a file, and the line and column that has been read up to.

use std::cell::Cell;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::rc::Rc;

use crate::error::{Error, ErrorCode, Result};

/// How many bytes are read at once.
const CHUNK: usize = 1 << 16;

/// A place in a file; both are counted from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Place {
    /// Where every file begins.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The place after a byte of UTF-8.
    fn after(self, byte: u8) -> Self {
        match byte {
            b'\n' => Self { line: self.line + 1, column: 1 },
            // Bytes that continue a character take no column of their own.
            0x80..=0xbf => self,
            _ => Self { line: self.line, column: self.column + 1 },
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A file that is read from front to back.
pub struct Source<'a> {
    name: String,
    bytes: Box<dyn Read + 'a>,
    chunk: Vec<u8>,
    next: usize,
    place: Rc<Cell<Place>>,
}

impl<'a> Source<'a> {
    /// A source of bytes; the name stands in messages. A byte order mark is passed over.
    pub fn new(name: &str, bytes: impl Read + 'a) -> Self {
        Self {
            name: name.to_owned(),
            bytes: Box::new(bytes),
            chunk: Vec::new(),
            next: 0,
            place: Rc::new(Cell::new(Place::START)),
        }
    }

    /// The name that stands in messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The place up to which has been read, which stays true while somebody else reads.
    #[must_use]
    pub fn place(&self) -> Rc<Cell<Place>> {
        self.place.clone()
    }

    /// An error at a place of this file.
    #[must_use]
    pub fn error_at(&self, place: Place, reason: &str) -> Error {
        Error::new(ErrorCode::FileFormat, format!("{}:{place}: {reason}", self.name))
    }

    fn fill(&mut self) -> io::Result<()> {
        let is_start = self.chunk.is_empty();
        self.chunk.resize(CHUNK, 0);
        let count = self.bytes.read(&mut self.chunk)?;
        self.chunk.truncate(count);
        self.next = if is_start && self.chunk.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Ok(())
    }
}

impl Source<'static> {
    /// Opens a file.
    ///
    /// # Errors
    /// `FileAccess` if it is not there, is a folder, or may not be read.
    pub fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| access_error(path, "opened", &error))?;
        let is_folder = file.metadata().is_ok_and(|metadata| metadata.is_dir());
        if is_folder {
            let message = format!("`{}` is a folder, but a file is expected", path.display());
            return Err(Error::new(ErrorCode::FileAccess, message));
        }
        Ok(Self::new(&path.display().to_string(), file))
    }
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.next >= self.chunk.len() {
            self.fill()?;
        }
        let ready = self.chunk.get(self.next..).unwrap_or_default();
        let count = ready.len().min(buffer.len());
        let mut place = self.place.get();
        for (target, byte) in buffer.iter_mut().zip(ready) {
            *target = *byte;
            place = place.after(*byte);
        }
        self.place.set(place);
        self.next += count;
        Ok(count)
    }
}

impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.name, self.place.get())
    }
}

/// What is said of a file that the system does not give.
pub(super) fn access_error(path: &Path, deed: &str, error: &io::Error) -> Error {
    let kind = error.kind();
    let reason = if kind == io::ErrorKind::NotFound {
        "there is no such file".to_owned()
    } else if kind == io::ErrorKind::PermissionDenied {
        "it is not allowed".to_owned()
    } else {
        error.to_string().to_lowercase()
    };
    Error::new(ErrorCode::FileAccess, format!("`{}` can't be {deed}: {reason}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_and_lines() {
        let mut source = Source::new("x", "\u{feff}é\nab".as_bytes());
        let mut one = [0];
        let mut places = vec![source.place().get()];
        while source.read(&mut one).is_ok_and(|count| count > 0) {
            places.push(source.place().get());
        }
        let columns: Vec<_> = places.iter().map(|place| (place.line, place.column)).collect();
        assert_eq!(columns, [(1, 1), (1, 2), (1, 2), (2, 1), (2, 2), (2, 3)]);
    }
}
