//! Patterns of which only the shortest paths are kept.

use super::super::binder::Binder;
use super::super::bound::{
    LengthRange, PathRestriction, PathStep, PatternPath, PatternRelationship, PatternShortest,
    QueryGraph, Selection,
};
use super::condition::wait_for_chain;
use super::{GraphBuilder, PathBuilder};
use crate::error::ErrorCode;
use crate::graph::Direction;
use crate::syntax::ast;
use crate::syntax::ast::{PathElement, ShortestFunction};

impl Binder<'_> {
    pub(super) fn bind_selection(&mut self, path: &ast::PathPattern) -> Option<Selection> {
        match (path.function, &path.selector) {
            (Some(ShortestFunction::One), _) => Some(Selection::One),
            (Some(ShortestFunction::All), _) | (None, Some(ast::Selector::AllShortest)) => {
                Some(Selection::All)
            }
            (None, Some(ast::Selector::Any(count))) => {
                Some(Selection::Any(self.bind_plain(count).0))
            }
            (None, Some(ast::Selector::Shortest(count))) => {
                Some(Selection::First(self.bind_plain(count).0))
            }
            (None, Some(ast::Selector::ShortestGroups(count))) => {
                Some(Selection::Groups(self.bind_plain(count).0))
            }
            (None, Some(ast::Selector::All) | None) => None,
        }
    }

    /// Declares a pattern of which only the shortest paths are kept.
    pub(super) fn declare_selected<'p>(
        &mut self,
        path: &'p ast::PathPattern,
        selection: Selection,
        builder: &mut GraphBuilder<'p>,
    ) -> Option<PathBuilder> {
        let function = path.function.is_some();
        if let [PathElement::Node(from), PathElement::Relationship(chain), PathElement::Node(to)] =
            path.elements.as_slice()
        {
            let from = self.declare_node(from, builder);
            let to = self.declare_node(to, builder);
            let mut relationship =
                self.declare_relationship(chain, (from, to), restriction(path.mode), builder, true);
            if relationship.length.is_none() {
                relationship.length = Some(LengthRange { min: 1, max: Some(1) });
            }
            let slot = relationship.slot;
            wait_for_chain(chain, slot, builder);
            builder.graph.shortest.push(PatternShortest {
                relationship,
                general: None,
                general_path: None,
                selection,
                searches_conditions: function,
            });
            let steps = vec![PathStep::Relationships(slot)];
            let restriction = restriction(path.mode);
            return Some(PathBuilder { start: from, end: to, steps, restriction });
        }
        if function {
            let message = "`shortestPath` takes a pattern of two nodes and one relationship";
            self.fault(ErrorCode::InvalidRelationshipPattern, path.span, message);
            return None;
        }
        self.declare_general_selection(path, selection, builder)
    }

    /// Declares a pattern of any shape of which only the shortest paths are kept.
    pub(super) fn declare_general_selection<'p>(
        &mut self,
        path: &'p ast::PathPattern,
        selection: Selection,
        builder: &mut GraphBuilder<'p>,
    ) -> Option<PathBuilder> {
        let mut inner = GraphBuilder {
            graph: QueryGraph::default(),
            fence: builder.fence,
            waiting: Vec::new(),
        };
        let built = self.declare_elements(&path.elements, restriction(path.mode), &mut inner)?;
        let whole = self.anonymous_slot();
        inner.graph.paths.push(PatternPath {
            slot: whole,
            start: built.start,
            steps: built.steps,
            in_time_order: false,
            restriction: built.restriction,
        });
        for condition in std::mem::take(&mut inner.waiting) {
            self.bind_waiting(&condition, &mut inner.graph);
        }
        let slot = self.anonymous_slot();
        let relationship = PatternRelationship {
            slot,
            bound: false,
            from: built.start,
            to: built.end,
            direction: Direction::Outgoing,
            types: None,
            length: Some(LengthRange { min: 0, max: None }),
            each: None,
            mode: PathRestriction::Trail,
        };
        builder.graph.shortest.push(PatternShortest {
            relationship,
            general: Some(Box::new(inner.graph)),
            general_path: Some(whole),
            selection,
            searches_conditions: false,
        });
        let steps = vec![PathStep::Path(whole)];
        let restriction = PathRestriction::Walk;
        Some(PathBuilder { start: built.start, end: built.end, steps, restriction })
    }
}

pub(super) fn restriction(mode: ast::PathMode) -> PathRestriction {
    match mode {
        ast::PathMode::Walk => PathRestriction::Walk,
        ast::PathMode::Trail => PathRestriction::Trail,
        ast::PathMode::Acyclic => PathRestriction::Acyclic,
        ast::PathMode::Simple => PathRestriction::Simple,
    }
}
