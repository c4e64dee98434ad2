//! Parts of a pattern that are counted and not listed.

use super::{LogicalPlan, Step};
use crate::graph::Direction;
use crate::query::bind::bound::{Expression, Slot, TypeRef};

/// A tree of relationships that hangs on a node of which only the number of matches is wanted.
///
/// Matches are counted from the leaves to the root: a weight for each node, made once however often
/// the node is reached (Yannakakis 1981; message passing). Rows without a match are dropped.
#[derive(Clone, Debug)]
pub struct CountMatches {
    /// The node that stands there already.
    pub root: Slot,
    /// What hangs on it.
    pub branches: Vec<Branch>,
    /// Where the number goes; what stands there already is multiplied with it.
    pub times: Slot,
    /// Whether a number stands there already.
    pub multiplies: bool,
}

/// A relationship of a tree and the node that it leads to.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Where the relationship stands while conditions are tested.
    pub relationship: Slot,
    /// Where the node stands while conditions are tested.
    pub node: Slot,
    /// The way from the root.
    pub direction: Direction,
    /// The types; `None` for any.
    pub types: Option<Vec<TypeRef>>,
    /// Conditions on the relationship.
    pub relationship_conditions: Vec<Expression>,
    /// Conditions on the node.
    pub node_conditions: Vec<Expression>,
    /// What hangs on the node.
    pub branches: Vec<Branch>,
    /// Relationships that it must differ from: beside it, the one that leads to its root, or, where
    /// that is the root of the whole tree, ones that stand in the row.
    pub unlike: Vec<Slot>,
}

impl CountMatches {
    /// The steps along relationships, each with its conditions behind it: what the tree would be if
    /// it were listed.
    #[must_use]
    pub fn hops(&self) -> Vec<(Slot, &Branch)> {
        let mut hops = Vec::new();
        collect(self.root, &self.branches, &mut hops);
        hops
    }
}

fn collect<'b>(root: Slot, branches: &'b [Branch], hops: &mut Vec<(Slot, &'b Branch)>) {
    for branch in branches {
        hops.push((root, branch));
        collect(branch.node, &branch.branches, hops);
    }
}

impl LogicalPlan {
    /// Puts a step on the plan that is expected to keep the number of rows.
    #[must_use]
    pub fn then_same(self, step: Step) -> Self {
        let rows = self.rows;
        self.then(step, rows)
    }
}
