//! Reads PG-JSONL: one object a line, so that a fault costs no more than its line.

use std::io::BufRead;

use hashbrown::HashSet;
use serde_json::Value as Json;

use super::element::{read_edge, read_node};
use crate::error::Result;
use crate::formats::pg::append;
use crate::formats::{FileNode, Loader, Place, Source};

/// A line with an object that says that it is a node or an edge.
pub(super) fn sniff(head: &str) -> bool {
    let first = head.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let squeezed: String = first.chars().filter(|one| !one.is_whitespace()).collect();
    squeezed.starts_with('{')
        && (squeezed.contains("\"type\":\"node\"") || squeezed.contains("\"type\":\"edge\""))
}

/// Reads a file into the loader.
pub(super) fn read(source: &mut Source<'_>, loader: &mut Loader<'_>) -> Result<()> {
    let mut mentioned = HashSet::new();
    let mut line = Vec::new();
    loop {
        let place = source.place().get();
        line.clear();
        if source.read_until(b'\n', &mut line).map_err(|error| source.broken(&error))? == 0 {
            return finish(mentioned, loader, place);
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let json = serde_json::from_slice::<Json>(&line).map_err(|error| {
            let column = place.column + error.column().saturating_sub(1);
            (Place { column, ..place }, format!("the line is no JSON: {}", short(&error)))
        });
        let taken = json.and_then(|json| {
            take(json, loader, &mut mentioned, place).map_err(|reason| (place, reason))
        });
        match taken {
            Ok(outcome) => outcome?,
            Err((place, reason)) => loader.fault(place, reason)?,
        }
    }
}

/// What serde says, without the place that it counts within the line.
fn short(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

fn take(
    mut json: Json,
    loader: &mut Loader<'_>,
    mentioned: &mut HashSet<String>,
    place: Place,
) -> Result<Result<()>, String> {
    let kind = json.as_object_mut().and_then(|object| object.remove("type"));
    match kind.as_ref().and_then(Json::as_str) {
        Some("node") => Ok(loader.add_to_node(read_node(json)?, place, append)),
        Some("edge") => {
            let edge = read_edge(json)?;
            let unknown = [&edge.from, &edge.to].into_iter().filter(|id| !loader.knows(id));
            mentioned.extend(unknown.cloned());
            Ok(loader.relationship(edge, place))
        }
        Some(_) | None => Err("a line is an object whose `type` is `node` or `edge`".to_owned()),
    }
}

/// Makes the nodes that only edges speak of.
fn finish(mentioned: HashSet<String>, loader: &mut Loader<'_>, place: Place) -> Result<()> {
    let mut unknown: Vec<_> = mentioned.into_iter().filter(|id| !loader.knows(id)).collect();
    unknown.sort();
    unknown
        .into_iter()
        .try_for_each(|id| loader.node(FileNode { id, ..FileNode::default() }, place))
}
