//! Golden bytes, round trips, and bytes that nobody wrote.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use proptest::prelude::*;

use super::{VERSION, decode, encode};
use crate::graph::{
    Change, Constraint, Covered, Graph, IndexDefinition, NameCounts, NodeId, Properties,
    RelationshipId, Requirement,
};
use crate::value::{Date, DateTime, Duration, LocalDateTime, LocalTime, Path, Point, Time, Value};

/// One value of every kind, and the odd ones.
fn values() -> Vec<Value> {
    let local = LocalDateTime { seconds: -1_623_672_001, nanoseconds: 999_999_999 };
    let zone = Some(Arc::from("Asia/Vladivostok"));
    let zoned = |zone| Value::DateTime(Arc::new(DateTime { local, offset: 31_700, zone }));
    let point = |srid, z| Value::Point(Arc::new(Point { srid, x: 131.9, y: -43.1, z }));
    let steps = vec![(RelationshipId(7), NodeId(8)), (RelationshipId(0), NodeId(1))];
    let entries = BTreeMap::from([("a".into(), Value::Null), ("ключ".into(), 1_i64.into())]);
    vec![
        Value::Null,
        true.into(),
        false.into(),
        0_i64.into(),
        i64::MIN.into(),
        i64::MAX.into(),
        0.1.into(),
        (-0.0).into(),
        f64::NAN.into(),
        f64::NEG_INFINITY.into(),
        "".into(),
        "1918-02~/1920-11".into(),
        "Колчак\n\u{0}\"'🜨 e\u{301}".into(),
        Value::list(vec![Value::list(vec![1_i64.into(), Value::list(vec![])]), "x".into()]),
        Value::map(entries),
        Value::Node(NodeId(u32::MAX - 1)),
        Value::Relationship(RelationshipId(300)),
        Value::Path(Arc::new(Path { start: NodeId(1), steps })),
        Date::MIN.into(),
        Value::Date(Date(-18_792)),
        Date::MAX.into(),
        Value::LocalTime(LocalTime(86_399_999_999_999)),
        Value::Time(Time { local: LocalTime(0), offset: -64_800 }),
        Value::LocalDateTime(local),
        zoned(None),
        zoned(zone),
        Value::Duration(Arc::new(Duration {
            months: i64::MIN,
            days: -3,
            seconds: i64::MAX,
            nanoseconds: 999_999_999,
        })),
        point(7203, None),
        point(4979, Some(f64::MAX)),
    ]
}

/// A graph with an open transaction that has every kind of change that a transaction can have.
fn graph() -> Graph {
    let mut graph = Graph::new();
    let names = graph.names_mut();
    let (ship, unusual) = (names.intern_label("Ship"), names.intern_label("a `b`\n"));
    let kind = names.intern_relationship_type("ARRIVED_AT");
    let key = names.intern_property_key("name");
    let all = values();
    let keys: Vec<_> =
        (0..all.len()).map(|place| names.intern_property_key(&format!("k{place}"))).collect();
    let covered = Covered::Nodes(ship);
    let keyed = vec![key];
    let definition =
        IndexDefinition { name: "ships".into(), covered, keys: keyed.clone(), is_owned: true };
    let other = IndexDefinition {
        name: "arrivals".into(),
        covered: Covered::Relationships(kind),
        keys: vec![key, keys[3]],
        is_owned: false,
    };
    let constraint = |requirement| Constraint {
        name: format!("{requirement:?}").into(),
        covered,
        keys: keyed.clone(),
        requirement,
    };
    let (a, b, r) = (NodeId(0), NodeId(300), RelationshipId(2));
    let properties = || keys.iter().copied().zip(all.iter().cloned()).collect::<Properties>();
    let node = |id, labels| Change::CreateNode { id, labels, properties: properties() };
    let changes = vec![
        node(a, vec![ship, unusual]),
        node(b, vec![]),
        Change::CreateRelationship { id: r, kind, start: a, end: b, properties: properties() },
        Change::CreateIndex(definition),
        Change::CreateIndex(other),
        Change::CreateConstraint(constraint(Requirement::Unique)),
        Change::CreateConstraint(constraint(Requirement::Existence)),
        Change::CreateConstraint(constraint(Requirement::Key)),
        Change::SetNodeProperty(a, key, "Orel".into()),
        Change::SetNodeProperty(a, keys[1], Value::Null),
        Change::SetRelationshipProperty(r, key, 1918_i64.into()),
        Change::AddLabel(b, ship),
        Change::RemoveLabel(a, unusual),
        Change::DropConstraint("Existence".into()),
        Change::DropIndex("arrivals".into()),
        Change::DeleteRelationship(r),
        Change::RestoreRelationship(r),
        Change::DeleteRelationship(r),
        Change::DeleteNode(a),
        Change::RestoreNode(a),
    ];
    for change in changes {
        graph.apply(change).expect("each change fits the ones before");
    }
    graph
}

fn bytes_of(graph: &Graph) -> Vec<u8> {
    encode(graph.view().names(), NameCounts::default(), graph.changes()).expect("it can be read")
}

fn golden(version: u8) -> PathBuf {
    let name = format!("tests/storage/transaction-{version}.bytes");
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn what_every_version_wrote_is_read() {
    let graph = graph();
    if std::env::var_os("AMUR_UPDATE").is_some() && !golden(VERSION).exists() {
        fs::write(golden(VERSION), bytes_of(&graph)).expect("the folder of tests can be written");
    }
    for version in 1..=VERSION {
        let bytes = fs::read(golden(version)).expect("each version has its golden file");
        let read = decode(&bytes, NameCounts::default()).expect("it was good when it was written");
        let mut again = Graph::new();
        read.replay(&mut again).expect("the changes fit an empty graph");
        assert_eq!(format!("{:?}", again.changes()), format!("{:?}", graph.changes()));
        assert_eq!(again.view().names().counts(), graph.view().names().counts());
    }
    let written = fs::read(golden(VERSION)).expect("this version has its golden file");
    assert!(bytes_of(&graph) == written, "the bytes of a version never change: raise `VERSION`");
}

#[test]
fn names_travel_once() {
    let mut graph = Graph::new();
    let label = graph.names_mut().intern_label("A");
    graph.create_node(vec![label], Properties::default()).expect("there is room");
    let first = bytes_of(&graph);
    graph.commit();
    let known = graph.view().names().counts();
    let other = graph.names_mut().intern_label("B");
    graph.create_node(vec![label, other], Properties::default()).expect("there is room");
    let second = encode(graph.view().names(), known, graph.changes()).expect("it can be read");

    let mut copy = Graph::new();
    for bytes in [&first, &second] {
        let known = copy.view().names().counts();
        decode(bytes, known).and_then(|read| read.replay(&mut copy)).expect("they follow");
        copy.commit();
    }
    assert_eq!(copy.view().names().label("B"), Some(other));
    let out_of_order = decode(&second, NameCounts::default()).expect_err("names are missing");
    assert_eq!(out_of_order.message(), "there are 0 names, but the next is number 1");
}

#[test]
fn a_newer_version_says_so() {
    let mut bytes = bytes_of(&graph());
    bytes[0] = VERSION + 1;
    let error = decode(&bytes, NameCounts::default()).expect_err("nobody knows that version");
    let expected = format!("it was written by a newer Amur (journal {}, ", VERSION + 1);
    assert!(error.message().starts_with(&expected), "{error}");
    assert_eq!(error.help(), Some("open it with the newer Amur"));
}

#[test]
fn damaged_bytes_are_errors() {
    let bytes = bytes_of(&graph());
    for end in 0..bytes.len() {
        assert!(decode(&bytes[..end], NameCounts::default()).is_err(), "cut at {end}");
    }
    for place in 0..bytes.len() {
        for bit in 0..8 {
            let mut damaged = bytes.clone();
            damaged[place] ^= 1 << bit;
            if let Ok(read) = decode(&damaged, NameCounts::default()) {
                // Whatever it says, it is said with names that are there.
                let _ = format!("{:?}", read.changes);
            }
        }
    }
    let promises = [1, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f];
    assert!(decode(&promises, NameCounts::default()).is_err());
}

#[test]
fn a_value_that_could_not_be_read_is_not_written() {
    let deep = (0..400).fold(Value::Null, |value, _| Value::list(vec![value]));
    let change = Change::SetNodeProperty(NodeId(0), crate::graph::PropertyKeyId(0), deep);
    let graph = Graph::new();
    assert!(encode(graph.view().names(), NameCounts::default(), &[change]).is_err());
}

proptest! {
    #[test]
    fn bytes_that_nobody_wrote_are_no_danger(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut bytes = bytes;
        bytes.insert(0, 1);
        let _ = decode(&bytes, NameCounts::default());
    }
}
