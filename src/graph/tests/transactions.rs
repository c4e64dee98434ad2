//! Undo, tombstones and replay.

use crate::graph::{Change, Direction, Graph, NodeId, Properties, RelationshipId};

fn pair() -> (Graph, NodeId, NodeId, RelationshipId) {
    let mut graph = Graph::new();
    let label = graph.names_mut().intern_label("A");
    let kind = graph.names_mut().intern_relationship_type("T");
    let a = graph.create_node(vec![label], Properties::default()).expect("room");
    let b = graph.create_node(vec![], Properties::default()).expect("room");
    let r = graph.create_relationship(kind, a, b, Properties::default()).expect("room");
    graph.commit();
    (graph, a, b, r)
}

#[test]
fn rollback_restores_what_was_deleted() {
    let (mut graph, a, _, r) = pair();
    graph.apply(Change::DeleteRelationship(r)).expect("it is there");
    graph.apply(Change::DeleteNode(a)).expect("it is there");
    assert_eq!((graph.view().node_count(), graph.view().relationship_count()), (1, 0));
    assert!(graph.apply(Change::DeleteNode(a)).is_err());
    graph.rollback();
    assert_eq!((graph.view().node_count(), graph.view().relationship_count()), (2, 1));
    let mut expansion = graph.view().expand(a, Direction::Both);
    assert_eq!(expansion.next(graph.view(), None).map(|one| one.relationship), Some(r));
}

#[test]
fn no_identity_is_used_twice_within_a_transaction() {
    let (mut graph, a, b, r) = pair();
    graph.apply(Change::DeleteRelationship(r)).expect("it is there");
    graph.apply(Change::DeleteNode(b)).expect("it is there");
    let c = graph.create_node(vec![], Properties::default()).expect("room");
    assert!(c != a && c != b);
    graph.commit();
    assert!(!graph.view().has_node(b) && graph.view().has_node(a));
}

#[test]
fn replay_places_nodes_at_their_identities() {
    let mut graph = Graph::new();
    let change =
        Change::CreateNode { id: NodeId(5), labels: vec![], properties: Properties::default() };
    graph.apply(change).expect("room");
    assert_eq!(graph.view().nodes().collect::<Vec<_>>(), [NodeId(5)]);
    graph.rollback();
    assert_eq!(graph.view().node_count(), 0);
}
