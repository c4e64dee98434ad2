//! Bytes of a file, and the line and column that has been read up to.
//!
//! What is compressed with gzip or Zstandard is unpacked, what is UTF-16 becomes UTF-8, and a byte
//! order mark is passed over: readers see plain text, whatever lies on the disk.

use std::cell::Cell;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::unpack::plain_text;
use crate::error::{Error, ErrorCode, Result};

/// How many bytes are read at once.
const CHUNK: usize = 1 << 16;

/// What stands for standard input in the place of a file.
pub(super) const STANDARD_INPUT: &str = "-";

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

/// How far a file has been read, in bytes of the disk.
#[derive(Clone, Debug, Default)]
pub struct Distance {
    read: Arc<AtomicU64>,
    /// How long the file is, if that is known.
    pub total: Option<u64>,
}

impl Distance {
    /// The bytes that were read.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }
}

/// A file that is read from front to back.
pub struct Source<'a> {
    name: String,
    bytes: Box<dyn Read + 'a>,
    chunk: Vec<u8>,
    next: usize,
    place: Rc<Cell<Place>>,
    distance: Distance,
}

impl<'a> Source<'a> {
    /// How many bytes at the beginning tell what a file is.
    pub(super) const HEAD: usize = 1 << 14;

    /// A source of plain bytes; the name stands in messages. A byte order mark is passed over.
    pub fn new(name: &str, bytes: impl Read + 'a) -> Self {
        Self {
            name: name.to_owned(),
            bytes: Box::new(bytes),
            chunk: Vec::new(),
            next: 0,
            place: Rc::new(Cell::new(Place::START)),
            distance: Distance::default(),
        }
    }

    /// The name that stands in messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of the file without its folder and its endings: `person` of `data/person.csv.gz`.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        name.split('.').find(|part| !part.is_empty()).unwrap_or_default()
    }

    /// The place up to which has been read, which stays true while somebody else reads.
    #[must_use]
    pub fn place(&self) -> Rc<Cell<Place>> {
        self.place.clone()
    }

    /// How far it has been read.
    #[must_use]
    pub fn distance(&self) -> &Distance {
        &self.distance
    }

    /// An error at a place of this file.
    #[must_use]
    pub fn error_at(&self, place: Place, reason: &str) -> Error {
        Error::new(ErrorCode::FileFormat, format!("{}:{place}: {reason}", self.name))
    }

    /// What is said where the file can't be read on.
    #[must_use]
    pub fn broken(&self, error: &io::Error) -> Error {
        let message = format!("{}:{}: {}", self.name, self.place.get(), reason(error));
        let is_content = matches!(
            error.kind(),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof
        );
        let code = if is_content { ErrorCode::FileFormat } else { ErrorCode::FileAccess };
        Error::new(code, message)
    }

    /// The beginning of the file, which is still to be read; some thousand bytes, if there are so many.
    ///
    /// # Errors
    /// `FileAccess` if it can't be read, `FileFormat` if it can't be unpacked.
    pub fn head(&mut self) -> Result<&[u8]> {
        while self.chunk.len() < self.next + Self::HEAD {
            match self.fill() {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => return Err(self.broken(&error)),
            }
        }
        let rest = self.chunk.get(self.next..).unwrap_or_default();
        Ok(rest.get(..Self::HEAD).unwrap_or(rest))
    }

    /// Passes over bytes of the head; the answer is how many lines they were.
    pub(super) fn skip(&mut self, count: usize) -> Result<usize> {
        self.head()?;
        self.consume(count);
        Ok(self.place.get().line - 1)
    }

    /// The rest of the file for a reader that counts lines itself.
    pub(super) fn untracked(&mut self) -> Untracked<'_, 'a> {
        Untracked(self)
    }

    /// Adds bytes to the chunk, and says how many.
    fn fill(&mut self) -> io::Result<usize> {
        let before = self.chunk.len();
        let is_start = before == 0;
        self.chunk.resize(before + CHUNK, 0);
        let target = self.chunk.get_mut(before..).unwrap_or_default();
        let count = read_on(&mut self.bytes, target);
        self.chunk.truncate(before + count.as_ref().copied().unwrap_or(0));
        if is_start && self.chunk.starts_with(b"\xef\xbb\xbf") {
            self.next = 3;
        }
        count
    }
}

/// Reads something, unless there is nothing more; being interrupted is no reason to stop.
fn read_on(bytes: &mut dyn Read, target: &mut [u8]) -> io::Result<usize> {
    loop {
        match bytes.read(target) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            outcome => return outcome,
        }
    }
}

impl Source<'static> {
    /// Opens a file, or standard input for `-`; unpacks and decodes it.
    ///
    /// # Errors
    /// `FileAccess` if it is not there, is a folder, or may not be read; `FileFormat` if it can't be
    /// unpacked.
    pub fn open(path: &Path) -> Result<Self> {
        if path.as_os_str() == STANDARD_INPUT {
            return Self::packed("standard input", io::stdin(), None);
        }
        let file = File::open(path).map_err(|error| access_error(path, "opened", &error))?;
        let metadata = file.metadata().ok();
        if metadata.as_ref().is_some_and(std::fs::Metadata::is_dir) {
            let message = format!("`{}` is a folder, but a file is expected", path.display());
            return Err(Error::new(ErrorCode::FileAccess, message));
        }
        let length = metadata.filter(std::fs::Metadata::is_file).map(|metadata| metadata.len());
        Self::packed(&path.display().to_string(), file, length)
    }

    /// A source of bytes that may be compressed or UTF-16, and whose number may be known.
    fn packed(name: &str, bytes: impl Read + 'static, total: Option<u64>) -> Result<Self> {
        let distance = Distance { total, ..Distance::default() };
        let counted = Counted { bytes, read: distance.read.clone() };
        let plain =
            plain_text(counted).map_err(|error| Self::new(name, io::empty()).broken(&error))?;
        Ok(Self { distance, ..Self::new(name, plain) })
    }
}

/// Bytes that are counted on their way.
struct Counted<R> {
    bytes: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl BufRead for Source<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.next >= self.chunk.len() {
            // The first chunk is never cleared: an empty one means the start of the file.
            if !self.chunk.is_empty() {
                self.chunk.truncate(1);
                self.next = 1;
            }
            while self.next >= self.chunk.len() && self.fill()? > 0 {}
        }
        Ok(self.chunk.get(self.next..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        let end = (self.next + count).min(self.chunk.len());
        let gone = self.chunk.get(self.next..end).unwrap_or_default();
        self.place.set(gone.iter().fold(self.place.get(), |place, byte| place.after(*byte)));
        self.next = end;
    }
}

/// A source whose place stays where it is.
pub(super) struct Untracked<'s, 'a>(&'s mut Source<'a>);

impl Read for Untracked<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut ready = self.0.fill_buf()?;
        let count = ready.read(buffer)?;
        self.0.next += count;
        Ok(count)
    }
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let count = ready.len().min(buffer.len());
        for (target, byte) in buffer.iter_mut().zip(ready) {
            *target = *byte;
        }
        self.consume(count);
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
    let message = format!("`{}` can't be {deed}: {}", path.display(), reason(error));
    Error::new(ErrorCode::FileAccess, message)
}

fn reason(error: &io::Error) -> String {
    let kind = error.kind();
    if kind == io::ErrorKind::NotFound {
        "there is no such file".to_owned()
    } else if kind == io::ErrorKind::PermissionDenied {
        "it is not allowed".to_owned()
    } else {
        error.to_string().to_lowercase()
    }
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

    #[test]
    fn a_look_at_the_head_takes_nothing_away() {
        let text = "line\n".repeat(20_000);
        let mut source = Source::new("dir/person.csv.gz", text.as_bytes());
        assert!(source.head().expect("memory can be read").starts_with(b"line\nline\n"));
        let mut all = String::new();
        source.read_to_string(&mut all).expect("memory can be read");
        assert!(all == text && source.place().get() == Place { line: 20_001, column: 1 });
        assert_eq!(source.stem(), "person");
    }
}
