//! Small neighbourhoods as trees: each node once with what leads on from it, each fact once.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{self, Write};

use super::sources::Titles;
use super::{faint, strong, width};
use crate::database::{Answer, Entities, RelationshipRecord, ResultSet};
use crate::graph::{NodeId, RelationshipId};
use crate::render::cell::{edtf, name, text, verb};
use crate::render::{Look, Subgraph, flat};
use crate::value::Value;

/// Up to how many nodes a tree can be taken in.
pub(in super::super) const MOST: usize = 12;

/// Whether a result is small enough for a tree.
pub(in super::super) fn is_small(result: &ResultSet) -> bool {
    Subgraph::of_result(result).nodes().count() <= MOST
}

/// Draws a neighbourhood from its middle, with the sources of its facts.
pub(in super::super) fn write(
    centre: NodeId,
    answer: &Answer,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut titles = Titles::default();
    let mut marks = BTreeMap::new();
    for (row, shown) in answer.result.rows().zip(flat(answer).rows()) {
        if let Some(Value::Relationship(id)) = row.values().last() {
            marks.insert(*id, titles.marks(shown).replace('\n', " "));
        }
    }
    let subgraph = Subgraph::of_result(&answer.result);
    let mut tree = Tree::new(&subgraph, answer.result.entities());
    tree.plant(centre);
    tree.write(&marks, look, out)?;
    titles.write(look, out)
}

/// Draws whatever a subgraph holds, from the nodes with most facts.
///
/// # Errors
/// What the writer says.
pub(in super::super) fn write_forest(
    subgraph: &Subgraph,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let entities = subgraph.entities();
    let mut tree = Tree::new(subgraph, entities);
    let mut roots: Vec<NodeId> = subgraph.nodes().map(|(id, _)| id).collect();
    roots.sort_by_key(|id| std::cmp::Reverse(tree.facts.get(id).map_or(0, Vec::len)));
    for root in roots {
        tree.plant(root);
    }
    tree.write(&BTreeMap::new(), look, out)
}

/// One line of the drawing: what stands before the fact, the fact, and where it leads.
struct Line {
    fact: Option<RelationshipId>,
    indent: String,
    arrow: String,
    end: String,
}

struct Tree<'a> {
    entities: &'a Entities,
    facts: BTreeMap<NodeId, Vec<RelationshipId>>,
    planted: BTreeSet<NodeId>,
    drawn: BTreeSet<RelationshipId>,
    lines: Vec<Line>,
}

impl<'a> Tree<'a> {
    fn new(subgraph: &Subgraph, entities: &'a Entities) -> Self {
        let mut facts: BTreeMap<NodeId, Vec<RelationshipId>> = BTreeMap::new();
        for (id, record) in subgraph.relationships() {
            facts.entry(record.start).or_default().push(id);
            if record.start != record.end {
                facts.entry(record.end).or_default().push(id);
            }
        }
        let (planted, drawn, lines) = Default::default();
        Self { entities, facts, planted, drawn, lines }
    }

    /// Draws what can be reached from a node, unless it stands somewhere already.
    fn plant(&mut self, root: NodeId) {
        if self.planted.contains(&root) {
            return;
        }
        let parents = self.parents(root);
        let end = text(&Value::Node(root), self.entities);
        self.lines.push(Line { fact: None, indent: String::new(), arrow: String::new(), end });
        self.grow(root, "", &parents);
    }

    /// The fact by which each node is reached first: a node stands as near to the root as it can.
    fn parents(&mut self, root: NodeId) -> BTreeMap<NodeId, RelationshipId> {
        let mut parents = BTreeMap::new();
        let mut queue = VecDeque::from([root]);
        self.planted.insert(root);
        while let Some(node) = queue.pop_front() {
            for fact in self.facts.get(&node).cloned().unwrap_or_default() {
                let Some(record) = self.entities.relationship(fact) else { continue };
                let other = other_end(record, node);
                if self.planted.insert(other) {
                    parents.insert(other, fact);
                    queue.push_back(other);
                }
            }
        }
        parents
    }

    fn grow(&mut self, node: NodeId, indent: &str, parents: &BTreeMap<NodeId, RelationshipId>) {
        let mut facts = self.facts.get(&node).cloned().unwrap_or_default();
        facts.retain(|fact| self.drawn.insert(*fact));
        let entities = self.entities;
        for (place, fact) in facts.iter().enumerate() {
            let Some(record) = entities.relationship(*fact) else { continue };
            let is_last = place + 1 == facts.len();
            let other = other_end(record, node);
            let leads_on = parents.get(&other) == Some(fact);
            self.lines.push(Line {
                fact: Some(*fact),
                indent: format!("{indent}{}", if is_last { "└─" } else { "├─" }),
                arrow: arrow(&label(record), record.start == node),
                end: entities
                    .node(other)
                    .and_then(name)
                    .unwrap_or_else(|| text(&Value::Node(other), entities)),
            });
            if leads_on {
                self.grow(
                    other,
                    &format!("{indent}{}", if is_last { "   " } else { "│  " }),
                    parents,
                );
            }
        }
    }

    fn write(
        &self,
        marks: &BTreeMap<RelationshipId, String>,
        look: Look,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let plain = |line: &Line| width(&line.indent) + width(&line.arrow) + width(&line.end) + 1;
        let column = self.lines.iter().map(plain).max().unwrap_or(0) + 2;
        for line in &self.lines {
            let mark = line.fact.and_then(|fact| marks.get(&fact)).map_or("", String::as_str);
            let fits = look.width.is_none_or(|most| column + width(mark) <= usize::from(most));
            let gap = if mark.is_empty() || !fits { 2 } else { column - plain(line) };
            let gap = if mark.is_empty() { String::new() } else { " ".repeat(gap) };
            let arrow =
                if line.arrow.is_empty() { String::new() } else { format!("{} ", line.arrow) };
            let (indent, end) = (&line.indent, strong(&line.end, look));
            writeln!(out, "{indent}{}{end}{gap}{}", faint(&arrow, look), faint(mark, look))?;
        }
        Ok(())
    }
}

/// An arrow on a branch, towards the node behind it or away from it.
fn arrow(fact: &str, is_forward: bool) -> String {
    if is_forward { format!("─ {fact} ─▶") } else { format!("◀ {fact} ──") }
}

fn other_end(record: &RelationshipRecord, node: NodeId) -> NodeId {
    if record.start == node { record.end } else { record.start }
}

fn label(record: &RelationshipRecord) -> String {
    let verb = verb(&record.kind);
    match edtf(&record.properties) {
        Some(dates) => format!("{verb} ({dates})"),
        None => verb,
    }
}
