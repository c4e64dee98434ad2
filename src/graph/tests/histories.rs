//! The laws of the base: a graph that is frozen at any points of its history says the same as one
//! that never is, and undo restores both.

use std::fmt::Write;
use std::ops::Bound;

use proptest::prelude::*;

use super::chunks::reopened;
use crate::graph::{
    Adjacent, Change, Covered, Direction, Graph, GraphView, IndexDefinition, LabelId, NodeId,
    Properties, PropertyKeyId, RelationshipId, RelationshipTypeId, Savepoint,
};
use crate::value::{Date, Value};

const LABELS: u32 = 3;
const TYPES: u32 = 3;
const KEYS: u32 = 3;
const DIRECTIONS: [Direction; 3] = [Direction::Outgoing, Direction::Incoming, Direction::Both];

/// A step of a history; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    CreateNode(Vec<u32>, Vec<(u32, Value)>),
    CreateRelationship(usize, usize, u32, Vec<(u32, Value)>),
    UseAnew(usize, usize, u32, u32),
    DeleteNode(usize),
    DeleteRelationship(usize),
    SetNode(usize, u32, Value),
    SetRelationship(usize, u32, Value),
    AddLabel(usize, u32),
    RemoveLabel(usize, u32),
    Save,
    BackToSaved,
    Rollback,
    Commit,
    Freeze,
    Reopen,
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => (0_i64..4).prop_map(Value::Integer),
        1 => Just(Value::Null),
        1 => (0_i8..3).prop_map(|number| Value::Float(f64::from(number) / 2.0)),
        2 => "[ab]{0,2}".prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::Boolean),
        1 => (0_i64..3).prop_map(|days| Value::Date(Date(days))),
        1 => prop::collection::vec((0_i64..2).prop_map(Value::Integer), 0..2).prop_map(Value::list),
    ]
}

fn properties() -> impl Strategy<Value = Vec<(u32, Value)>> {
    prop::collection::vec((0..KEYS, value()), 0..3)
}

fn step() -> impl Strategy<Value = Step> {
    let some = any::<usize>;
    prop_oneof![
        4 => (prop::collection::vec(0..LABELS, 0..3), properties())
            .prop_map(|(labels, properties)| Step::CreateNode(labels, properties)),
        8 => (some(), some(), 0..TYPES, properties())
            .prop_map(|(from, to, kind, more)| Step::CreateRelationship(from, to, kind, more)),
        3 => (some(), some(), 0..TYPES, 0_u32..12)
            .prop_map(|(from, to, kind, id)| Step::UseAnew(from, to, kind, id)),
        1 => some().prop_map(Step::DeleteNode),
        3 => some().prop_map(Step::DeleteRelationship),
        3 => (some(), 0..KEYS, value()).prop_map(|(one, key, value)| Step::SetNode(one, key, value)),
        3 => (some(), 0..KEYS, value())
            .prop_map(|(one, key, value)| Step::SetRelationship(one, key, value)),
        2 => (some(), 0..LABELS).prop_map(|(one, label)| Step::AddLabel(one, label)),
        1 => (some(), 0..LABELS).prop_map(|(one, label)| Step::RemoveLabel(one, label)),
        1 => Just(Step::Save),
        1 => Just(Step::BackToSaved),
        1 => Just(Step::Rollback),
        2 => Just(Step::Commit),
        2 => Just(Step::Freeze),
        1 => Just(Step::Reopen),
    ]
}

/// One graph that is never frozen, and one that is.
struct Pair {
    plain: Graph,
    frozen: Graph,
    saved: Option<(Savepoint, String)>,
    committed: String,
}

impl Pair {
    fn new() -> Self {
        let [plain, frozen] = [named(), named()];
        let committed = told_of_living(plain.view());
        Self { plain, frozen, saved: None, committed }
    }

    fn apply(&mut self, change: Change) {
        self.plain.apply(change.clone()).expect("the change fits");
        self.frozen.apply(change).expect("the change fits");
    }

    /// What was applied to the frozen graph, for the plain one.
    fn follow(&mut self) {
        let change = self.frozen.changes().last().expect("something was created").clone();
        self.plain.apply(change).expect("the change fits");
    }

    fn node(&self, number: usize) -> Option<NodeId> {
        let nodes: Vec<_> = self.plain.view().nodes().collect();
        nodes.get(number.checked_rem(nodes.len())?).copied()
    }

    fn relationship(&self, number: usize) -> Option<RelationshipId> {
        let all: Vec<_> = self.plain.view().relationships().collect();
        all.get(number.checked_rem(all.len())?).copied()
    }

    fn create_relationship(&mut self, from: usize, to: usize, kind: u32, more: Vec<(u32, Value)>) {
        let (Some(start), Some(end)) = (self.node(from), self.node(to)) else { return };
        let kind = RelationshipTypeId(kind);
        self.frozen.create_relationship(kind, start, end, keyed(more)).expect("room");
        self.follow();
    }

    fn delete_node(&mut self, node: NodeId) {
        let view = self.plain.view();
        let mut attached = Vec::new();
        view.for_each_adjacent(node, Direction::Both, None, |one| attached.push(one.relationship));
        for id in attached {
            self.apply(Change::DeleteRelationship(id));
        }
        self.apply(Change::DeleteNode(node));
    }

    fn back_to_saved(&mut self) {
        if let Some((savepoint, then)) = self.saved.take() {
            self.plain.rollback_to(savepoint);
            self.frozen.rollback_to(savepoint);
            assert_eq!(told_of_living(self.plain.view()), then, "undo restores");
        }
    }

    fn commit(&mut self) {
        self.saved = None;
        self.plain.commit();
        self.frozen.commit();
        self.committed = told_of_living(self.plain.view());
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::CreateNode(labels, properties) => {
                let labels = labels.into_iter().map(LabelId).collect();
                self.frozen.create_node(labels, keyed(properties)).expect("room");
                self.follow();
            }
            Step::CreateRelationship(from, to, kind, more) => {
                self.create_relationship(from, to, kind, more);
            }
            Step::UseAnew(from, to, kind, id) => {
                let id = RelationshipId(id);
                let is_free = self.plain.view().relationship_type(id).is_none();
                if let (true, Some(start), Some(end)) = (is_free, self.node(from), self.node(to)) {
                    let kind = RelationshipTypeId(kind);
                    let properties = Properties::default();
                    let change = Change::CreateRelationship { id, kind, start, end, properties };
                    self.apply(change);
                }
            }
            Step::DeleteNode(one) => {
                if let Some(id) = self.node(one) {
                    self.delete_node(id);
                }
            }
            Step::DeleteRelationship(one) => {
                if let Some(id) = self.relationship(one) {
                    self.apply(Change::DeleteRelationship(id));
                }
            }
            Step::SetNode(one, key, value) => {
                if let Some(id) = self.node(one) {
                    self.apply(Change::SetNodeProperty(id, PropertyKeyId(key), value));
                }
            }
            Step::SetRelationship(one, key, value) => {
                if let Some(id) = self.relationship(one) {
                    let key = PropertyKeyId(key);
                    self.apply(Change::SetRelationshipProperty(id, key, value));
                }
            }
            Step::AddLabel(one, label) => {
                let lacks = |id: &NodeId| !self.plain.view().has_label(*id, LabelId(label));
                if let Some(id) = self.node(one).filter(lacks) {
                    self.apply(Change::AddLabel(id, LabelId(label)));
                }
            }
            Step::RemoveLabel(one, label) => {
                let has = |id: &NodeId| self.plain.view().has_label(*id, LabelId(label));
                if let Some(id) = self.node(one).filter(has) {
                    self.apply(Change::RemoveLabel(id, LabelId(label)));
                }
            }
            Step::Save => {
                self.saved = Some((self.plain.savepoint(), told_of_living(self.plain.view())));
            }
            Step::BackToSaved => self.back_to_saved(),
            Step::Rollback => {
                self.saved = None;
                self.plain.rollback();
                self.frozen.rollback();
                assert_eq!(
                    told_of_living(self.plain.view()),
                    self.committed,
                    "a rollback restores"
                );
            }
            Step::Commit => self.commit(),
            Step::Freeze => {
                self.commit();
                self.frozen.freeze().expect("nothing is open");
            }
            Step::Reopen => {
                self.commit();
                self.frozen.freeze().expect("nothing is open");
                self.frozen = reopened(&self.frozen);
            }
        }
    }
}

fn keyed(entries: Vec<(u32, Value)>) -> Properties {
    entries.into_iter().map(|(key, value)| (PropertyKeyId(key), value)).collect()
}

/// An empty graph with names and indexes.
fn named() -> Graph {
    let mut graph = Graph::new();
    for number in 0..LABELS.max(TYPES).max(KEYS) {
        graph.names_mut().intern_label(&format!("L{number}"));
        graph.names_mut().intern_relationship_type(&format!("T{number}"));
        graph.names_mut().intern_property_key(&format!("k{number}"));
    }
    let keys = |keys: &[u32]| keys.iter().copied().map(PropertyKeyId).collect::<Vec<_>>();
    let indexes = [
        ("one", Covered::Nodes(LabelId(0)), keys(&[0])),
        ("two", Covered::Nodes(LabelId(1)), keys(&[1, 0])),
        ("three", Covered::Relationships(RelationshipTypeId(1)), keys(&[2])),
    ];
    for (name, covered, keys) in indexes {
        let name = name.into();
        let definition = IndexDefinition { name, covered, keys, is_owned: false };
        graph.apply(Change::CreateIndex(definition)).expect("the index is new");
    }
    graph.commit();
    graph
}

/// All that a view can say, except the order of a node's relationships.
fn told(view: GraphView<'_>) -> String {
    let mut text = String::new();
    let counts = (view.node_count(), view.relationship_count());
    let _ = writeln!(text, "deleted or not, below {}", view.node_bound());
    let ids = (view.nodes().collect::<Vec<_>>(), view.relationships().collect::<Vec<_>>());
    let _ = writeln!(text, "{counts:?} {ids:?}");
    for number in 0..LABELS.max(TYPES) {
        let (label, kind) = (LabelId(number), RelationshipTypeId(number));
        let nodes: Vec<_> = view.nodes_with_label(label).collect();
        let later: Vec<_> = view.nodes_with_label_from(label, NodeId(3)).collect();
        let _ = writeln!(text, "{} {nodes:?} {later:?}", view.label_count(label));
        let _ = writeln!(text, "{}", view.type_count(kind));
    }
    for id in (0..view.node_bound()).map(NodeId) {
        tell_node(view, id, &mut text);
    }
    let last = view.relationships().last().map_or(0, |last| last.0 + 3);
    for id in (0..last).map(RelationshipId) {
        let (kind, ends) = (view.relationship_type(id), view.ends(id));
        let state = if view.has_relationship(id) { "there" } else { "deleted" };
        let properties: Vec<_> = view.relationship_properties(id).collect();
        let each: Vec<_> =
            (0..KEYS).map(|key| view.relationship_property(id, PropertyKeyId(key))).collect();
        let _ = writeln!(text, "{id:?} {state} {kind:?} {ends:?} {properties:?} {each:?}");
    }
    for index in view.catalog().indexes() {
        let all = index.range(Bound::Unbounded, Bound::Unbounded);
        let one = Value::Integer(1);
        let (equal, text_b) = (index.equal(&one), index.equal(&Value::from("b")));
        let below = index.range(Bound::Unbounded, Bound::Excluded(&one));
        let above = index.range(Bound::Excluded(&one), Bound::Included(&Value::Integer(3)));
        let _ = writeln!(text, "{all:?} {equal:?} {text_b:?} {below:?} {above:?}");
    }
    text
}

/// The same without what is deleted, of which nothing is promised after undo.
fn told_of_living(view: GraphView<'_>) -> String {
    let text = told(view);
    let living = text.lines().filter(|line| !line.contains("deleted"));
    living.collect::<Vec<_>>().join("\n")
}

fn tell_node(view: GraphView<'_>, id: NodeId, text: &mut String) {
    let has = view.has_node(id);
    let properties: Vec<_> = view.node_properties(id).collect();
    let each: Vec<_> = (0..KEYS).map(|key| view.node_property(id, PropertyKeyId(key))).collect();
    let state = if has { "there" } else { "deleted" };
    let _ = writeln!(text, "{id:?} {state} {:?} {properties:?} {each:?}", view.labels(id));
    if !has {
        return;
    }
    let (one, two) = ([RelationshipTypeId(1)], [RelationshipTypeId(2), RelationshipTypeId(0)]);
    for direction in DIRECTIONS {
        for types in [None, Some(&one[..]), Some(&two[..]), Some(&[])] {
            let mut expansion = view.expand(id, direction);
            let found = std::iter::from_fn(|| expansion.next(view, types)).map(pair);
            let found = sorted(found.collect());
            let mut visited = Vec::new();
            view.for_each_adjacent(id, direction, types, |one| visited.push(pair(one)));
            assert_eq!(sorted(visited), found, "both ways of walking meet the same");
            assert_eq!(view.degree(id, direction, types), found.len());
            let _ = writeln!(text, "  {found:?}");
        }
    }
}

fn pair(adjacent: Adjacent) -> (u32, u32) {
    (adjacent.node.0, adjacent.relationship.0)
}

fn sorted(mut list: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    list.sort_unstable();
    list
}

/// The fast reads say the same as the plain ones, where they say anything.
fn check_fast_reads(view: GraphView<'_>) {
    for id in view.nodes() {
        for key in (0..KEYS).map(PropertyKeyId) {
            let [fast, plain] = [view.node_column(key).get(id), view.node_property(id, key)];
            assert_eq!(format!("{fast:?}"), format!("{plain:?}"));
        }
        for kind in (0..TYPES).map(RelationshipTypeId) {
            for direction in DIRECTIONS {
                check_row(view, id, direction, kind);
            }
        }
    }
}

fn check_row(view: GraphView<'_>, id: NodeId, direction: Direction, kind: RelationshipTypeId) {
    let Some(row) = view.sorted_row(id, direction, kind) else { return };
    assert!(row.nodes.is_sorted());
    let found = (0..row.len()).map(|index| (row.nodes[index], row.relationship(index).0)).collect();
    let mut wanted = Vec::new();
    view.for_each_adjacent(id, direction, Some(&[kind]), |one| wanted.push(pair(one)));
    assert_eq!(sorted(found), sorted(wanted));
    for key in (0..KEYS).map(PropertyKeyId) {
        let Some(column) = view.relationship_column(kind, key) else { continue };
        for index in 0..row.len() {
            let fast = column.map(|column| column.get(row.place(index))).unwrap_or_default();
            let plain = view.relationship_property(row.relationship(index), key);
            assert_eq!(format!("{fast:?}"), format!("{plain:?}"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn freezing_changes_nothing(steps in prop::collection::vec(step(), 1..70)) {
        let mut pair = Pair::new();
        for step in steps {
            pair.step(step);
            prop_assert_eq!(told(pair.plain.view()), told(pair.frozen.view()));
            check_fast_reads(pair.frozen.view());
        }
    }
}
