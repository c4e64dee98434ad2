//! How many rows a step is expected to yield, from the graph's counts.

use crate::graph::{Direction, GraphView, Index};
use crate::query::bind::bound::{
    BoundStatement, Expression, ExpressionKind, KeyRef, LabelRef, LengthRange, NameTest, TypeRef,
};
use crate::syntax::ast::ComparisonOperator;
use crate::value::Value;

/// Steps of an unbounded chain that the estimate counts.
const USUAL_LENGTH: u64 = 4;

/// Counts of the graph, by the names of a statement.
#[derive(Debug)]
pub struct Estimator<'a> {
    view: GraphView<'a>,
    statement: &'a BoundStatement,
    labels: Vec<f64>,
    types: Vec<f64>,
}

impl<'a> Estimator<'a> {
    /// Looks up the counts of the names of a statement.
    #[must_use]
    pub fn new(statement: &'a BoundStatement, view: GraphView<'a>) -> Self {
        let names = view.names();
        let label = |name: &std::sync::Arc<str>| {
            real(names.label(name).map_or(0, |label| view.label_count(label)))
        };
        let kind = |name: &std::sync::Arc<str>| {
            real(names.relationship_type(name).map_or(0, |kind| view.type_count(kind)))
        };
        Self {
            view,
            statement,
            labels: statement.names.labels.iter().map(label).collect(),
            types: statement.names.types.iter().map(kind).collect(),
        }
    }

    /// The statement.
    #[must_use]
    pub fn statement(&self) -> &'a BoundStatement {
        self.statement
    }

    /// The nodes of the graph.
    #[must_use]
    pub fn nodes(&self) -> f64 {
        real(self.view.node_count()).max(1.0)
    }

    /// The nodes with a label.
    #[must_use]
    pub fn label(&self, label: LabelRef) -> f64 {
        self.labels.get(label.0 as usize).copied().unwrap_or(0.0)
    }

    /// The index on a key of the nodes with a label.
    #[must_use]
    pub fn index(&self, label: LabelRef, key: KeyRef) -> Option<&'a Index> {
        let names = self.view.names();
        let label = names.label(self.statement.names.labels.get(label.0 as usize)?)?;
        let key = names.property_key(self.statement.names.keys.get(key.0 as usize)?)?;
        self.view.node_index(label, key)
    }

    /// The part of all nodes that pass a test, from 0 to 1.
    #[must_use]
    pub fn label_selectivity(&self, test: &NameTest<LabelRef>) -> f64 {
        match test {
            NameTest::Name(label) => (self.label(*label) / self.nodes()).min(1.0),
            NameTest::Wildcard => 1.0,
            NameTest::Not(inner) => 1.0 - self.label_selectivity(inner),
            NameTest::And(tests) => {
                tests.iter().map(|test| self.label_selectivity(test)).fold(1.0, f64::min)
            }
            NameTest::Or(tests) => {
                tests.iter().map(|test| self.label_selectivity(test)).sum::<f64>().min(1.0)
            }
        }
    }

    /// The relationships of one of the types.
    #[must_use]
    pub fn relationships(&self, types: Option<&[TypeRef]>) -> f64 {
        match types {
            None => real(self.view.relationship_count()),
            Some(types) => types
                .iter()
                .map(|kind| self.types.get(kind.0 as usize).copied().unwrap_or(0.0))
                .sum(),
        }
    }

    /// The relationships of one of the types that a node has in a direction.
    #[must_use]
    pub fn degree(&self, types: Option<&[TypeRef]>, direction: Direction) -> f64 {
        let ways = if direction == Direction::Both { 2.0 } else { 1.0 };
        ways * self.relationships(types) / self.nodes()
    }

    /// The chains that begin at a node.
    #[must_use]
    pub fn chains(degree: f64, length: LengthRange) -> f64 {
        let longest =
            length.max.unwrap_or(length.min + USUAL_LENGTH).min(length.min + USUAL_LENGTH);
        (length.min..=longest)
            .map(|steps| degree.powi(i32::try_from(steps).unwrap_or(i32::MAX)))
            .sum::<f64>()
            .min(1e15)
    }

    /// The part of all rows for which a condition is true, from 0 to 1.
    #[must_use]
    pub fn selectivity(&self, condition: &Expression) -> f64 {
        match &condition.kind {
            ExpressionKind::Comparison(ComparisonOperator::Equal, ..) => 0.1,
            ExpressionKind::In(..) | ExpressionKind::IsNull(_) => 0.2,
            ExpressionKind::HasLabels(_, test, _) => self.label_selectivity(test),
            ExpressionKind::Or(parts) => {
                parts.iter().map(|part| self.selectivity(part)).sum::<f64>().min(1.0)
            }
            ExpressionKind::Not(inner) => 1.0 - self.selectivity(inner),
            ExpressionKind::Constant(_)
            | ExpressionKind::Slot(_)
            | ExpressionKind::Parameter(_)
            | ExpressionKind::List(_)
            | ExpressionKind::Map(_)
            | ExpressionKind::Property(..)
            | ExpressionKind::Index(..)
            | ExpressionKind::Slice(..)
            | ExpressionKind::Negate(_)
            | ExpressionKind::Plus(_)
            | ExpressionKind::And(_)
            | ExpressionKind::Xor(_)
            | ExpressionKind::Arithmetic(..)
            | ExpressionKind::Comparison(..)
            | ExpressionKind::Text(..)
            | ExpressionKind::IsTyped(..)
            | ExpressionKind::Call(..)
            | ExpressionKind::CustomCall(..)
            | ExpressionKind::Case { .. }
            | ExpressionKind::ListComprehension { .. }
            | ExpressionKind::Quantifier { .. }
            | ExpressionKind::Reduce { .. }
            | ExpressionKind::MapProjection { .. }
            | ExpressionKind::Subquery(..) => 0.5,
        }
    }

    /// The number that `LIMIT` gives, as far as it is known.
    #[must_use]
    pub fn count(limit: &Expression) -> f64 {
        if let ExpressionKind::Constant(Value::Integer(count)) = limit.kind {
            return u32::try_from(count).map_or(f64::from(u32::MAX), f64::from);
        }
        100.0
    }
}

/// A count as a number to calculate with.
fn real(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}
