//! XML as a stream of tokens with their places, and texts on their way into XML.
//!
//! Prefixes of namespaces are cut off; comments, processing instructions and document types are passed
//! over; of entities only the five of XML and numbered characters are known, so that no file can make
//! its texts grow.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use encoding_rs::Encoding;
use quick_xml::escape::{EscapeError, resolve_predefined_entity};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Place, Source};
use crate::error::{Error, ErrorCode, Result};

/// A piece of a document.
#[derive(Debug)]
pub(super) enum Token {
    /// An element begins.
    Start(Element),
    /// An element ends.
    End(String),
    /// Text between tags.
    Text(String),
}

/// The beginning of an element.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    /// Its name without a prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let attribute = self.attributes.iter().find(|attribute| attribute.0 == name);
        attribute.map(|attribute| attribute.1.as_str())
    }
}

/// A document that is read from front to back.
pub(super) struct Xml<'s> {
    reader: Reader<Box<dyn BufRead + 's>>,
    buffer: Vec<u8>,
    name: String,
    now: Rc<Cell<Place>>,
    start: Place,
    depth: usize,
}

impl<'s> Xml<'s> {
    /// A document in UTF-8, or in the encoding of one byte that it declares.
    pub(super) fn new(source: &'s mut Source<'_>) -> Result<Self> {
        let (name, now) = (source.name().to_owned(), source.place());
        let encoding = declared_encoding(source.head()?);
        let bytes: Box<dyn BufRead + 's> = match encoding {
            Some(encoding) => {
                Box::new(Decoded { source, encoding, line: Vec::new(), text: Vec::new(), next: 0 })
            }
            None => Box::new(source),
        };
        let mut reader = Reader::from_reader(bytes);
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().allow_dangling_amp = true;
        Ok(Self { reader, buffer: Vec::new(), name, now, start: Place::START, depth: 0 })
    }

    /// Where the last token began.
    pub(super) fn place(&self) -> Place {
        self.start
    }

    /// An error at the last token.
    pub(super) fn error(&self, reason: &str) -> Error {
        let message = format!("{}:{}: {reason}", self.name, self.start);
        Error::new(ErrorCode::FileFormat, message)
    }

    /// The next token, or none at the end of the document.
    pub(super) fn next(&mut self) -> Result<Option<Token>> {
        loop {
            self.buffer.clear();
            self.start = self.now.get();
            let token = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => token(event),
                Err(error) => Err(error.to_string()),
            };
            match token {
                Ok(Piece::Token(token)) => {
                    match token {
                        Token::Start(_) => self.depth += 1,
                        Token::End(_) => self.depth -= 1,
                        Token::Text(_) => {}
                    }
                    return Ok(Some(token));
                }
                Ok(Piece::Nothing) => {}
                Ok(Piece::End) if self.depth == 0 => return Ok(None),
                Ok(Piece::End) => return Err(self.error("the file ends in the middle of its XML")),
                Err(reason) => return Err(self.error(&format!("this is no XML: {reason}"))),
            }
        }
    }
}

/// What an event is to us.
enum Piece {
    Token(Token),
    Nothing,
    End,
}

fn token(event: Event<'_>) -> Result<Piece, String> {
    let text = |text: &str| Ok(Piece::Token(Token::Text(text.to_owned())));
    match event {
        Event::Start(start) | Event::Empty(start) => element(&start),
        Event::End(end) => {
            let name = end.local_name();
            Ok(Piece::Token(Token::End(name.as_ref().to_owned())))
        }
        Event::Text(content) => text(&content.xml10_content()),
        Event::CData(content) => text(&content.xml10_content()),
        Event::GeneralRef(reference) => resolved(&reference),
        Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => Ok(Piece::Nothing),
        Event::Eof => Ok(Piece::End),
    }
}

fn element(start: &BytesStart<'_>) -> Result<Piece, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|error| error.to_string())?;
        let key = attribute.key.local_name();
        attributes.push((key.as_ref().to_owned(), value.into_owned()));
    }
    let name = start.local_name();
    Ok(Piece::Token(Token::Start(Element { name: name.as_ref().to_owned(), attributes })))
}

fn resolved(reference: &BytesRef<'_>) -> Result<Piece, String> {
    if let Some(character) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(Piece::Token(Token::Text(character.to_string())));
    }
    let name: &str = reference;
    match resolve_predefined_entity(name) {
        Some(text) => Ok(Piece::Token(Token::Text(text.to_owned()))),
        None => Err(EscapeError::UnrecognizedEntity(0..name.len(), name.to_owned()).to_string()),
    }
}

/// The encoding that a declaration names, if it is of one byte a character.
fn declared_encoding(head: &[u8]) -> Option<&'static Encoding> {
    let declaration = head.strip_prefix(b"<?xml")?.split(|byte| *byte == b'>').next()?;
    let declaration = String::from_utf8_lossy(declaration);
    let value = declaration.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let label = value.get(1..)?.split(['"', '\'']).next()?;
    Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_single_byte())
}

/// Lines of another encoding as UTF-8, one at a time, so that places stay true.
struct Decoded<'s, 'b> {
    source: &'s mut Source<'b>,
    encoding: &'static Encoding,
    line: Vec<u8>,
    text: Vec<u8>,
    next: usize,
}

impl BufRead for Decoded<'_, '_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.next >= self.text.len() {
            self.line.clear();
            self.source.read_until(b'\n', &mut self.line)?;
            let (text, _) = self.encoding.decode_without_bom_handling(&self.line);
            self.text = text.into_owned().into_bytes();
            self.next = 0;
        }
        Ok(self.text.get(self.next..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.next += count;
    }
}

impl Read for Decoded<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

/// A text as XML writes it, and whether characters had to be replaced that XML can't hold.
pub(super) fn escaped(text: &str) -> (String, bool) {
    let mut escaped = String::with_capacity(text.len());
    let mut is_changed = false;
    for one in text.chars() {
        match one {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' => escaped.push_str("&#9;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                is_changed = true;
                escaped.push('\u{fffd}');
            }
            _ => escaped.push(one),
        }
    }
    (escaped, is_changed)
}
