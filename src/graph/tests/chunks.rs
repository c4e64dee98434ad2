//! A base in chunks: opened lazily, the same bytes for ever, and never trusted.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;

use crate::error::{Error, ErrorCode, Result};
use crate::graph::{
    Base, BaseBuilder, BaseSource, ChunkKey, Direction, Graph, NodeId, RelationshipId,
};
use crate::value::{Date, Value};

/// Chunks in memory, by the form of their keys that a store keeps.
#[derive(Debug, Default)]
struct Kept {
    chunks: BTreeMap<String, Vec<u8>>,
    reads: AtomicUsize,
}

impl BaseSource for Kept {
    fn chunk(&self, key: &ChunkKey) -> Result<Vec<u8>> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let bytes = self.chunks.get(&key.to_string()).cloned();
        bytes.ok_or_else(|| Error::new(ErrorCode::StoreDamaged, "it is missing"))
    }
}

fn kept(base: &Base) -> BTreeMap<String, Vec<u8>> {
    let chunks = base.chunks().map(|chunk| chunk.expect("the graph can be stored"));
    chunks.map(|(key, bytes)| (key.to_string(), bytes)).collect()
}

fn open(graph: &Graph, chunks: BTreeMap<String, Vec<u8>>) -> Result<(Graph, Arc<Kept>)> {
    let header = chunks.get("header").cloned().unwrap_or_default();
    let source = Arc::new(Kept { chunks, reads: AtomicUsize::new(0) });
    let base = Base::from_source(&header, source.clone())?;
    Graph::open(graph.view().names().clone(), base).map(|graph| (graph, source))
}

/// The graph, stored and opened again.
pub(super) fn reopened(graph: &Graph) -> Graph {
    let chunks = kept(graph.base());
    let keys: Vec<_> = graph.base().chunk_keys().map(|key| key.to_string()).collect();
    assert_eq!(keys.len(), chunks.len());
    assert!(keys.iter().all(|key| chunks.contains_key(key)));
    open(graph, chunks).expect("what was stored can be opened").0
}

/// Two labels, two types, columns of every type, one of them sparse.
fn sample() -> Graph {
    let mut graph = Graph::new();
    let names = graph.names_mut();
    let [person, city] = ["Person", "City"].map(|label| names.intern_label(label));
    let [likes, lives_in] = ["LIKES", "LIVES_IN"].map(|kind| names.intern_relationship_type(kind));
    let keys = ["name", "age", "height", "is_known", "born", "mixed"];
    let [name, age, height, is_known, born, mixed] = keys.map(|key| names.intern_property_key(key));
    let mut builder = BaseBuilder::new();
    let first = builder.add_nodes(&[person], 300).expect("room");
    for number in 0..300_u32 {
        let id = first.0 + number;
        builder.node_column(name).push_text(id, &format!("Person {}", number * 7 % 300));
        builder.node_column(age).push_integer(id, i64::from(number * 13 % 80));
        builder.node_column(height).push_float(id, f64::from(number) / 8.0);
        builder.node_column(is_known).push(id, Value::Boolean(number % 3 == 0));
        if number % 40 == 0 {
            builder.node_column(born).push(id, Value::Date(Date(i64::from(number))));
        }
        let value = if number % 2 == 0 { Value::Integer(1) } else { Value::list(vec![]) };
        builder.node_column(mixed).push(id, value);
    }
    let town = builder.add_node(&[city], [(name, "Omsk".into())]).expect("room");
    for number in 0..300_u32 {
        for step in [1, 5, 17, 5] {
            let (start, end) = (NodeId(299 - number), NodeId((number * step + 3) % 300));
            let row = builder.relationships(likes).add(start, end).expect("room");
            let column = builder.relationships(likes).column(age);
            column.push_integer(row, i64::from(step));
        }
        builder.relationships(lives_in).add(NodeId(number), town).expect("room");
    }
    let base = builder.finish().expect("every end is there");
    graph.load(base).expect("the graph is empty");
    graph
}

/// A little of everything, so that every chunk is read.
fn told(graph: &Graph) -> String {
    let view = graph.view();
    let mut text = format!("{} {}\n", view.node_count(), view.relationship_count());
    for id in view.nodes() {
        let properties: Vec<_> = view.node_properties(id).collect();
        let mut around = Vec::new();
        view.for_each_adjacent(id, Direction::Both, None, |one| around.push(one));
        let _ = writeln!(text, "{id:?} {:?} {properties:?} {around:?}", view.labels(id));
    }
    for id in view.relationships() {
        let properties: Vec<_> = view.relationship_properties(id).collect();
        let _ = writeln!(text, "{:?} {properties:?}", view.ends(id));
    }
    text
}

#[test]
fn a_chunk_is_read_when_it_is_touched() {
    let graph = sample();
    let (again, source) = open(&graph, kept(graph.base())).expect("nothing is wrong");
    assert_eq!(source.reads.load(Ordering::Relaxed), 1, "the labels");
    let view = again.view();
    let key = view.names().property_key("name").expect("there are names");
    assert_eq!(view.node_property(NodeId(1), key).to_string(), "'Person 7'");
    assert_eq!(view.node_property(NodeId(300), key).to_string(), "'Omsk'");
    assert_eq!(source.reads.load(Ordering::Relaxed), 2, "the labels and a column");
    assert_eq!(told(&again), told(&graph));
    assert!(again.view().fault().is_none());
    assert_eq!(again.base().new_chunks().count(), 2, "header and labels");
}

#[test]
fn what_is_lost_is_told_and_not_stored_again() {
    let graph = sample();
    for lost in kept(graph.base()).keys().filter(|key| !["header", "labels"].contains(&&***key)) {
        let mut chunks = kept(graph.base());
        chunks.remove(lost);
        let (mut again, _) = open(&graph, chunks).expect("the header is there");
        told(&again);
        let fault = again.view().fault().map(|fault| fault.to_string()).unwrap_or_default();
        assert!(fault.contains(lost.as_str()), "{lost}: {fault}");
        assert!(again.base().chunks().any(|chunk| chunk.is_err()));
        assert!(again.freeze().is_err());
        assert_eq!(again.view().node_count(), 301);
    }
}

#[test]
fn the_bytes_of_this_version_stay() {
    let mut text = String::new();
    for (key, bytes) in kept(sample().base()) {
        let sum = bytes.get(1..9).and_then(|sum| sum.first_chunk()).copied().unwrap_or_default();
        let _ = writeln!(text, "{key} {} {:016x}", bytes.len(), u64::from_le_bytes(sum));
    }
    if std::env::var_os("AMUR_UPDATE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/graph/tests/chunks.golden");
        std::fs::write(path, &text).expect("the golden file can be written");
    } else {
        assert_eq!(text, include_str!("chunks.golden"));
    }
}

#[test]
fn relationships_of_a_bulk_load_are_sorted() {
    let graph = sample();
    let view = graph.view();
    let kind = view.names().relationship_type("LIKES").expect("there are likes");
    let ends: Vec<_> = (0..1200).filter_map(|id| view.ends(RelationshipId(id))).collect();
    assert!(ends.len() == 1200 && ends.is_sorted());
    assert!(view.relationship_column(kind, crate::graph::PropertyKeyId(1)).flatten().is_some());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// The checksum is made anew, so that what is behind it gets to see the damage.
    #[test]
    fn damage_is_an_error_and_never_a_panic(
        number in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<Option<prop::sample::Index>>(),
    ) {
        let graph = sample();
        let mut chunks = kept(graph.base());
        let key = chunks.keys().nth(number.index(chunks.len())).cloned().unwrap_or_default();
        let chunk = chunks.get_mut(&key).expect("it is one of them");
        let mut content = chunk.split_off(9);
        prop_assume!(!content.is_empty());
        content.truncate(cut.map_or(content.len(), |cut| cut.index(content.len()) + 1));
        let place = place.index(content.len());
        content[place] = byte;
        *chunk = crate::graph::base::reframed(&content);
        if let Ok((again, _)) = open(&graph, chunks) {
            told(&again);
        }
    }
}
