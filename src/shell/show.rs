//! Results on their way to the output and to files.

use std::io::{self, Write};
use std::path::Path;

use super::greeting::counted;
use super::interrupt::Stoppable;
use super::pager::{Paging, page};
use super::run::{Flow, written};
use super::state::{Shell, readable};
use crate::database::{Answer, Counters, Database, Entities, ResultSet, Session};
use crate::diagnostic::nearest;
use crate::error::{Error, ErrorCode, Result};
use crate::formats::{self, FORMATS};
use crate::render::{self, Content, Look, RENDERERS, Rendering, Subgraph, render};
use crate::value::Value;

/// How many bytes are written between two looks whether to stop.
const PIECE: usize = 4096;

impl Shell {
    /// Says how results look from now on.
    pub(super) fn set_format(&mut self, name: &str) -> Result<()> {
        rendering(name)?.name.clone_into(&mut self.settings.format);
        Ok(())
    }

    /// Writes a result to the output, and what there is to say about it to the notes.
    pub(super) fn show(&mut self, result: &ResultSet) -> Result<Flow> {
        self.tell_notifications(result);
        let flow = self.write_result(result)?;
        self.tell_changes(result);
        self.tell_size(result);
        Ok(flow)
    }

    fn tell_size(&mut self, result: &ResultSet) {
        if self.settings.footer && !result.columns().is_empty() {
            let footer = self.footer(result);
            self.complain(&footer);
        }
    }

    /// Writes the answer to a question: for people in a form of its own, for text formats as plain
    /// text, for the others as it is.
    pub(super) fn show_answer(&mut self, answer: &Answer) -> Result<Flow> {
        match self.format() {
            "table" => {
                let look = self.appearance();
                let flow = self.write(|output| render::write_answer(answer, look, output))?;
                self.tell_size(&answer.result);
                Ok(flow)
            }
            "tsv" | "csv" | "markdown" | "line" => self.show(&render::flat(answer)),
            // A picture shows the facts that the rows tell of.
            name if rendering(name)?.content == Content::Subgraph => {
                self.show(&with_source_names(&self.session, &answer.result))
            }
            _ => self.show(&answer.readable()),
        }
    }

    fn write_result(&mut self, result: &ResultSet) -> Result<Flow> {
        let rendering = rendering(self.format())?;
        let look = self.appearance();
        self.write(|output| render(result, rendering, look, output))
    }

    /// How results look just now.
    fn format(&self) -> &str {
        match self.settings.format.as_str() {
            "table" if self.settings.plain => "line",
            format => format,
        }
    }

    /// Writes something that Ctrl-C can stop, through the pager if it is long.
    pub(super) fn write(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Flow> {
        let handle = self.session.cancel_handle();
        let pager = self.settings.pager;
        if self.terminal.shows && pager != Paging::Off {
            let mut text = Vec::new();
            let gathered = write(&mut Stoppable::new(&mut text, handle.clone()));
            written(gathered)?;
            if pager.applies(&text, self.lines) && written_or_not(page(&text))? {
                return Ok(Flow::Continue);
            }
            return written(in_pieces(&text, &mut Stoppable::new(self.output(), handle)));
        }
        let mut stoppable = Stoppable::new(self.output(), handle);
        written(write(&mut stoppable).and_then(|()| stoppable.flush()))
    }

    pub(super) fn appearance(&self) -> Look {
        let rows = self.settings.rows;
        Look {
            width: u16::try_from(self.width()).ok(),
            colour: self.settings.is_colored,
            rows: (rows != usize::MAX).then_some(rows),
        }
    }

    fn tell_notifications(&mut self, result: &ResultSet) {
        for notification in result.notifications() {
            let help =
                notification.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
            self.note(&format!("note: {}{help}", notification.message));
        }
    }

    fn tell_changes(&mut self, result: &ResultSet) {
        if !result.counters().is_empty() {
            self.note(&changes(result.counters()));
        }
    }

    /// How many rows there are, and how long it took.
    fn footer(&self, result: &ResultSet) -> String {
        let mut footer = counted(result.len(), "row");
        if result.is_truncated() {
            footer.push_str(", the rest is left out (`:set max-rows`)");
        }
        if self.settings.timing {
            footer = format!("{footer} ({})", readable(result.elapsed()));
        }
        footer
    }
}

/// Writes a text piece by piece, so that it can be stopped between two of them.
fn in_pieces(text: &[u8], output: &mut dyn Write) -> io::Result<()> {
    for piece in text.chunks(PIECE) {
        output.write_all(piece)?;
        output.flush()?;
    }
    Ok(())
}

/// What changed, in words.
pub(super) fn changes(counters: &Counters) -> String {
    let counts = counters.entries().into_iter().filter(|(_, count)| *count > 0);
    counts.map(|(name, count)| change(name, count)).collect::<Vec<_>>().join(", ")
}

/// Whether something was written, or why it could not be.
fn written_or_not(paged: io::Result<bool>) -> Result<bool> {
    paged.map_err(|fault| {
        Error::new(ErrorCode::FileAccess, format!("the pager can't be run: {fault}"))
            .with_help("`PAGER` says which one to use; `:pager off` goes without")
    })
}

/// A count with its words: `2 nodes created`, `1 property set`.
pub(super) fn change(words: &str, count: u64) -> String {
    let Some((noun, verb)) = words.split_once(' ').filter(|_| count == 1) else {
        return format!("{count} {words}");
    };
    let noun = match noun {
        "properties" => "property",
        "indexes" => "index",
        noun => noun.trim_end_matches('s'),
    };
    format!("{count} {noun} {verb}")
}

/// The rendering of a name, or the nearest names.
fn rendering(name: &str) -> Result<&'static Rendering> {
    render::find_rendering(name).ok_or_else(|| {
        let names = || RENDERERS.iter().map(|rendering| rendering.name);
        let error = Error::new(ErrorCode::Usage, format!("there is no format `{name}`"));
        error.with_help(match nearest(name, names()).first() {
            Some(best) => format!("did you mean `{best}`?"),
            None => format!("the formats are {}", names().collect::<Vec<_>>().join(", ")),
        })
    })
}

/// The same result, in which sources have the names that the graph gives them; if it can't be looked
/// at now, they keep their identities.
pub(super) fn with_source_names(session: &Session, result: &ResultSet) -> ResultSet {
    let entities = session.look(|view| result.entities().clone().with_source_names(view));
    let named = result.clone();
    entities.map_or_else(|_| result.clone(), |entities| named.with_entities(entities))
}

/// Writes the subgraph of a result to a file, and says what it wrote.
pub(super) fn write_result_file(
    session: &Session,
    result: &ResultSet,
    path: &Path,
) -> Result<String> {
    render::save(&with_source_names(session, result), path)?;
    Ok(told_file(result, path))
}

/// What a file of a result holds.
pub(super) fn told_file(result: &ResultSet, path: &Path) -> String {
    let subgraph = Subgraph::of_result(result);
    let (nodes, relationships) = (subgraph.nodes().count(), subgraph.relationships().count());
    format!(
        "`{}`: {}, {}",
        path.display(),
        counted(nodes, "node"),
        counted(relationships, "relationship")
    )
}

/// Everything in a graph as a result: a row for each entity.
fn whole_graph(database: &Database) -> ResultSet {
    let entities = database.read(|view| Entities::of_graph(view).with_source_names(view));
    let nodes = entities.nodes().map(|(id, _)| Value::Node(id));
    let relationships = entities.relationships().map(|(id, _)| Value::Relationship(id));
    let rows = nodes.chain(relationships).map(|entity| vec![entity]).collect();
    ResultSet::new(&["entity"], rows).with_entities(entities)
}

/// Writes a whole graph to a file, as a picture or in a file format. The answer is what it wrote, and
/// what of the graph the format can't hold.
pub(super) fn write_graph_file(
    database: &Database,
    path: &Path,
    format: Option<&str>,
) -> Result<(String, Vec<String>)> {
    let by_name = format.and_then(formats::find_format);
    let file_format = if format.is_some() { by_name } else { formats::format_of(path).ok() };
    let told = |nodes, relationships| {
        let counts = (counted(nodes, "node"), counted(relationships, "relationship"));
        format!("`{}`: {}, {}", path.display(), counts.0, counts.1)
    };
    if let Some(file_format) = file_format.filter(|format| format.write.is_some()) {
        let exported = database.read(|view| formats::write_to(view, path, file_format))?;
        return Ok((told(exported.nodes, exported.relationships), exported.warnings));
    }
    let Some(format) = format else {
        let told = write_result_file(&database.session(), &whole_graph(database), path)?;
        return Ok((told, Vec::new()));
    };
    let fault = |fault: io::Error| {
        let message = format!("`{}` can't be written: {fault}", path.display());
        Error::new(ErrorCode::FileAccess, message)
    };
    let mut bytes = Vec::new();
    let warnings = write_graph(database, Some(format), &mut bytes)?;
    std::fs::write(path, bytes).map_err(fault)?;
    Ok((format!("`{}`", path.display()), warnings))
}

/// Writes a whole graph to a stream, in PG-JSON if no format is given. The answer is what of the graph
/// the format can't hold.
pub(super) fn write_graph(
    database: &Database,
    format: Option<&str>,
    output: &mut dyn Write,
) -> Result<Vec<String>> {
    let name = format.unwrap_or("pg-json");
    if let Some(write) = formats::find_format(name).and_then(|format| format.write) {
        return database.read(|view| write(view, output)).map(|exported| exported.warnings);
    }
    let known = RENDERERS.iter().find(|rendering| rendering.name.eq_ignore_ascii_case(name));
    let Some(rendering) = known else {
        let names: Vec<&str> = FORMATS
            .iter()
            .map(|format| format.name)
            .chain(RENDERERS.iter().map(|r| r.name))
            .collect();
        return Err(Error::new(ErrorCode::Usage, format!("there is no format `{name}`"))
            .with_help(format!("the formats are {}", names.join(", "))));
    };
    let shown = render(&whole_graph(database), rendering, Look::default(), output);
    written(shown).map(|_flow| Vec::new())
}
