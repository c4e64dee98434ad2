//! Reads GEDCOM as a stream: one record is in memory at a time.

use std::io::BufRead;

use super::charset::Charset;
use super::family::{Pedigrees, relationships};
use super::line::{Line, Record};
use super::person::Told;
use crate::error::Result;
use crate::formats::{FileNode, Loader, Place, Source};
use crate::value::Value;

/// Records that say nothing of persons and their sources.
const SILENT: &[&str] = &["HEAD", "TRLR"];

/// The longest record that is read, in lines.
const RECORD_LIMIT: usize = 1_000_000;

/// Reads a file into the loader.
pub(super) fn read(source: &mut Source<'_>, loader: &mut Loader<'_>) -> Result<()> {
    let prefix = format!("{}:", source.stem());
    let mut reader = Reader {
        loader,
        prefix,
        charset: Charset::default(),
        pedigrees: Pedigrees::new(),
        record: None,
    };
    let mut bytes = Vec::new();
    loop {
        let place = source.place().get();
        bytes.clear();
        if source.read_until(b'\n', &mut bytes).map_err(|error| source.broken(&error))? == 0 {
            return reader.end_record();
        }
        // Files of old computers end their lines by a carriage return only.
        for line in bytes.split(|byte| matches!(byte, b'\n' | b'\r')) {
            reader.line(line, place)?;
        }
    }
}

struct Reader<'l, 'g> {
    loader: &'l mut Loader<'g>,
    /// What stands before the ids of this file.
    prefix: String,
    charset: Charset,
    pedigrees: Pedigrees,
    record: Option<Record>,
}

impl Reader<'_, '_> {
    fn line(&mut self, bytes: &[u8], place: Place) -> Result<()> {
        if bytes.trim_ascii().is_empty() {
            return Ok(());
        }
        let text = self.charset.decode(bytes);
        let Some(line) = Line::parse(&text, place) else {
            let shown: String = text.trim().chars().take(40).collect();
            let reason = format!("expected a level, a tag and a value, but found `{shown}`");
            return self.loader.fault(place, reason);
        };
        if line.level == 0 {
            self.end_record()?;
            self.record = Some(Record { head: line, lines: Vec::new() });
            return Ok(());
        }
        self.add(line)
    }

    /// Adds a line to the record; those that go on with a text are joined to it.
    fn add(&mut self, line: Line) -> Result<()> {
        let Some(record) = &mut self.record else {
            let reason = "the file does not begin with a record of level 0".to_owned();
            return self.loader.fault(line.place, reason);
        };
        if record.head.tag == "HEAD" && line.level == 1 && line.tag == "CHAR" {
            let charset = Charset::named(&line.value);
            if charset.is_none() {
                let name = &line.value;
                self.loader.note(format!("the character set `{name}` is read as UTF-8 or ANSI"));
            }
            self.charset = charset.unwrap_or_default();
        }
        let last = record.lines.last_mut().unwrap_or(&mut record.head);
        if matches!(line.tag.as_str(), "CONT" | "CONC") {
            if line.tag == "CONT" {
                last.value.push('\n');
            }
            last.value.push_str(&line.value);
            return Ok(());
        }
        if line.level > last.level + 1 {
            let reason =
                format!("a line of level {} stands below one of level {}", line.level, last.level);
            return self.loader.fault(line.place, reason);
        }
        if record.lines.len() >= RECORD_LIMIT {
            return self.loader.fault(line.place, "the record has too many lines".to_owned());
        }
        record.lines.push(line);
        Ok(())
    }

    fn end_record(&mut self) -> Result<()> {
        let Some(record) = self.record.take() else { return Ok(()) };
        match record.head.tag.as_str() {
            "INDI" => self.person(&record),
            "FAM" => {
                let found = relationships(&record, &self.prefix, &self.pedigrees);
                found.into_iter().try_for_each(|(one, place)| self.loader.relationship(one, place))
            }
            "SOUR" => self.named(&record, "Source", "TITL"),
            "NOTE" => self.named(&record, "Note", "NOTE"),
            tag => {
                if !SILENT.contains(&tag) {
                    self.loader.note(format!("records of the kind `{tag}` are passed over"));
                }
                Ok(())
            }
        }
    }

    fn person(&mut self, record: &Record) -> Result<()> {
        let place = record.head.place;
        for part in record.parts().filter(|part| part.line.tag == "FAMC") {
            let child = record.head.id.clone().unwrap_or_default();
            let pedigree = part.value("PEDI").filter(|pedigree| *pedigree != "birth");
            if let (Some(family), Some(pedigree)) = (part.line.pointer(), pedigree) {
                self.pedigrees.insert((child, family.to_owned()), pedigree.to_owned());
            }
        }
        let Told { node, relationships, places } = Told::person(record, &self.prefix);
        self.loader.node(node, place)?;
        for node in places {
            if !self.loader.knows(&node.id) {
                self.loader.node(node, place)?;
            }
        }
        relationships.into_iter().try_for_each(|one| self.loader.relationship(one, place))
    }

    /// A node for a source or note, named by the line of a tag, or by the record's own text.
    fn named(&mut self, record: &Record, label: &str, tag: &str) -> Result<()> {
        let id = format!("{}{}", self.prefix, record.head.id.as_deref().unwrap_or_default());
        let mut properties = Vec::new();
        if !record.head.value.is_empty() {
            properties.push(("text".to_owned(), Value::from(record.head.value.as_str())));
        }
        for part in record.parts().filter(|part| part.line.pointer().is_none()) {
            let own = part.line.tag.to_lowercase();
            let key = if part.line.tag == tag { "name" } else { own.as_str() };
            let is_new = !properties.iter().any(|entry: &(String, Value)| entry.0 == key);
            if is_new && !part.line.value.is_empty() {
                properties.push((key.to_owned(), Value::from(part.line.value.trim())));
            }
        }
        let node = FileNode { id, labels: vec![label.to_owned()], properties };
        self.loader.node(node, record.head.place)
    }
}
