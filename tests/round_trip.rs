//! A law of file formats: a random graph that a format can hold is the same when it is read again.
//!
//! What a format can't hold, its writer has to say: where it warns, nothing is compared. Graphs are
//! compared by their PG, which loses nothing; that PG itself brings back what it was given is shown by
//! the texts of all values.

#[path = "random_graph/plan.rs"]
mod plan;

use amur::Value;
use amur::formats::{FORMATS, Format, OnFault, find_format, read_text};
use amur::graph::{Graph, GraphView};
use amur::value::{Date, Duration, LocalDateTime, LocalTime, Point, Time};
use plan::{Named, Plan, build};
use proptest::collection::{btree_map, vec};
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::test_runner::Config as ProptestConfig;
use proptest::{prop_assert, prop_assert_eq, proptest};

/// Texts that look like something else in one format or another.
const HOSTILE: &[&str] = &[
    "",
    " ",
    "=1",
    "==date('1918-01-01')",
    "=",
    "a\"b'c\\d",
    "<&>]]>",
    "two\nlines\r\n\tthree",
    "true",
    "1.0",
    "日本 Те́рек",
    "a,b|c;d",
    "# no comment",
    "http://example.org/x#y",
    "\u{2028}",
    "_:1",
    "[1]",
    "null",
];

/// Names of labels, types and keys.
const NAMES: &[&str] = &[
    "A",
    "KNOWS",
    "name",
    "source",
    "type",
    "label b",
    "x@fr",
    "from",
    "1st",
    "a:b",
    "ключ",
    "key",
    "target",
    "labels",
    "properties",
    "weight",
    "undirected",
];

fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = String> {
    (0..texts.len()).prop_map(|place| texts.get(place).copied().unwrap_or_default().to_owned())
}

fn plain() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::Integer),
        any::<f64>().prop_filter("NaN is not itself", |x| !x.is_nan()).prop_map(Value::Float),
        one_of(HOSTILE).prop_map(Value::from),
        "[ -~]{0,8}".prop_map(Value::from),
    ]
}

fn temporal() -> impl Strategy<Value = Value> {
    let point = Point { srid: 4326, x: 1.5, y: -2.0, z: None };
    prop_oneof![
        (-800_000..800_000_i64).prop_map(|days| Value::Date(Date(days))),
        (0..86_399_i64).prop_map(|seconds| Value::LocalTime(LocalTime(seconds * 1_000_000_000))),
        (0..86_399_i64, -10..10_i32).prop_map(|(seconds, hours)| {
            Value::Time(Time { local: LocalTime(seconds * 1_000_000_000), offset: hours * 3600 })
        }),
        (any::<i32>(), 0..999_999_999_u32).prop_map(|(seconds, nanoseconds)| {
            Value::LocalDateTime(LocalDateTime { seconds: i64::from(seconds), nanoseconds })
        }),
        (-99..99_i64, -99..99_i64).prop_map(|(months, days)| {
            Value::from(Duration { months, days, seconds: 5, nanoseconds: 0 })
        }),
        Just(Value::Point(std::sync::Arc::new(point))),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![4 => plain(), 1 => temporal()];
    prop_oneof![
        4 => plain(),
        1 => temporal(),
        2 => vec(scalar, 0..4).prop_map(Value::list),
    ]
}

fn properties() -> impl Strategy<Value = Named> {
    btree_map(one_of(NAMES), value(), 0..4)
}

fn plan() -> impl Strategy<Value = Plan> {
    let nodes = vec((vec(one_of(NAMES), 0..3), properties()), 1..6);
    nodes.prop_flat_map(|mut nodes| {
        // Nodes that are alike could be told apart only by what leads to them.
        for (place, (_, properties)) in nodes.iter_mut().enumerate() {
            let key = if place % 2 == 0 { "id" } else { "number" };
            properties.insert(key.to_owned(), Value::from(format!("n{place}")));
        }
        let count = nodes.len();
        let relationships = vec((0..count, 0..count, one_of(NAMES), properties()), 0..6);
        relationships.prop_map(move |relationships| Plan { nodes: nodes.clone(), relationships })
    })
}

/// A graph in a format, and whether the writer says that something is lost.
fn written(view: GraphView<'_>, format: &Format) -> (String, bool) {
    let mut out = Vec::new();
    let write = format.write.expect("the format can be written");
    let exported = write(view, &mut out).expect("memory has room");
    (String::from_utf8(out).expect("the format is text"), !exported.warnings.is_empty())
}

fn read(text: &str, format: &Format) -> Result<Graph, String> {
    let mut graph = Graph::new();
    read_text(&mut graph, format, "copy", text, OnFault::Stop)
        .map_err(|error| error.to_string())?;
    graph.commit();
    Ok(graph)
}

/// All values of a graph, sorted.
fn values(view: GraphView<'_>) -> Vec<String> {
    let nodes = view.nodes().flat_map(|id| view.node_properties(id));
    let others = view.relationships().flat_map(|id| view.relationship_properties(id));
    let mut texts: Vec<_> = nodes.chain(others).map(|(_, value)| format!("{value:?}")).collect();
    texts.sort();
    texts
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn every_format_brings_back_what_it_can_hold(plan in plan()) {
        let pg = find_format("pg").expect("it is there");
        let graph = build(&plan);
        let (expected, _) = written(graph.view(), pg);
        for format in FORMATS.iter().filter(|format| format.read.is_some() && format.write.is_some()) {
            let (text, is_lossy) = written(graph.view(), format);
            let copy = read(&text, format);
            prop_assert!(copy.is_ok(), "{}: {:?}\n{text}", format.name, copy.err());
            if let (Ok(copy), false) = (copy, is_lossy) {
                prop_assert_eq!(&written(copy.view(), pg).0, &expected, "{}\n{}", format.name, text);
                if format.name == "pg" {
                    prop_assert_eq!(values(copy.view()), values(graph.view()));
                }
            }
        }
    }
}
