//! Clauses that change the graph.

use super::binder::Binder;
use super::bound::{
    BoundClause, BoundMerge, BoundRemoveItem, BoundSetItem, CreateItem, CreatePattern, Expression,
    PathRestriction, PathStep, PatternPath, PropertyMap, QueryGraph, Slot, TypeRef,
};
use super::name_test::plain_names;
use super::scope::{Scope, Type};
use crate::error::{Error, ErrorCode, Span};
use crate::syntax::ast;
use crate::syntax::ast::{MergeEvent, PathElement, RemoveItem, SetItem};
use crate::value::Kinds;

impl Binder<'_> {
    /// Binds a clause that changes the graph.
    pub(super) fn bind_update(&mut self, clause: &ast::Clause, clauses: &mut Vec<BoundClause>) {
        match clause {
            ast::Clause::Create(create) => {
                let pattern = self.bind_create(&create.pattern.paths.iter().collect::<Vec<_>>());
                clauses.push(BoundClause::Create(pattern));
            }
            ast::Clause::Merge(merge) => self.bind_merge(merge, clauses),
            ast::Clause::Set(set) => {
                let items = self.bind_set_items(&set.items);
                clauses.push(BoundClause::Set(items));
            }
            ast::Clause::Remove(remove) => {
                let items = remove.items.iter().map(|item| self.bind_remove_item(item)).collect();
                clauses.push(BoundClause::Remove(items));
            }
            ast::Clause::Delete(delete) => self.bind_delete(delete, clauses),
            ast::Clause::Foreach(foreach) => self.bind_foreach(foreach, clauses),
            ast::Clause::Match(_)
            | ast::Clause::Unwind(_)
            | ast::Clause::With(_)
            | ast::Clause::Return(_)
            | ast::Clause::Call(_)
            | ast::Clause::Subquery(_)
            | ast::Clause::LoadCsv(_)
            | ast::Clause::Use { .. }
            | ast::Clause::Finish { .. } => self.bind_clause(clause, clauses),
        }
    }

    /// Binds what `CREATE` makes; its variables come into scope.
    fn bind_create(&mut self, paths: &[&ast::PathPattern]) -> CreatePattern {
        let mut pattern = CreatePattern::default();
        for path in paths {
            self.create_path(path, &mut pattern);
        }
        pattern
    }

    fn create_path(&mut self, path: &ast::PathPattern, pattern: &mut CreatePattern) {
        if path.function.is_some() || path.selector.is_some() {
            let message = "what is made can't be a shortest path";
            self.fault(ErrorCode::UnexpectedSyntax, path.span, message);
            return;
        }
        let alone = path.elements.len() == 1;
        let mut elements = path.elements.iter();
        let Some(PathElement::Node(first)) = elements.next() else {
            self.fault(ErrorCode::UnexpectedSyntax, path.span, "what is made begins with a node");
            return;
        };
        let start = self.create_node(first, alone, pattern);
        let mut from = start;
        let mut steps = Vec::new();
        while let (Some(relationship), Some(node)) = (elements.next(), elements.next()) {
            let (PathElement::Relationship(relationship), PathElement::Node(node)) =
                (relationship, node)
            else {
                let message = "a quantified path can't be made";
                self.fault(ErrorCode::CreatingVarLength, path.span, message);
                return;
            };
            let to = self.create_node(node, false, pattern);
            let slot = self.create_relationship(relationship, (from, to), pattern);
            steps.push(PathStep::Relationship(slot));
            from = to;
        }
        self.create_path_variable(path, start, steps, pattern);
    }

    fn create_path_variable(
        &mut self,
        path: &ast::PathPattern,
        start: Slot,
        steps: Vec<PathStep>,
        pattern: &mut CreatePattern,
    ) {
        let Some(name) = &path.variable else { return };
        if self.scope.get(&name.text).is_some() {
            self.already_bound(name);
        }
        let slot = self.declare(name, Type::PATH);
        let restriction = PathRestriction::Walk;
        pattern.paths.push(PatternPath { slot, start, steps, in_time_order: false, restriction });
    }

    /// A node to make, or one that is bound already and stands at the end of a relationship.
    fn create_node(
        &mut self,
        node: &ast::NodePattern,
        alone: bool,
        pattern: &mut CreatePattern,
    ) -> Slot {
        if let Some(predicate) = &node.predicate {
            self.fault(
                ErrorCode::UnexpectedSyntax,
                predicate.span,
                "what is made has no condition",
            );
        }
        if let Some(name) = &node.variable
            && let Some(variable) = self.lookup(&name.text)
        {
            if alone || node.labels.is_some() || node.properties.is_some() {
                self.already_bound(name);
            } else if !variable.kind.can_be(Kinds::NODE) {
                self.type_conflict(name, variable.kind, "a node");
            }
            return variable.slot;
        }
        let labels = self.created_labels(node);
        let properties = self.bind_property_map(node.properties.as_ref());
        let slot = match &node.variable {
            Some(name) => self.declare(name, Type::NODE),
            None => self.anonymous_slot(),
        };
        pattern.items.push(CreateItem::Node { slot, labels, properties, span: node.span });
        slot
    }

    fn created_labels(&mut self, node: &ast::NodePattern) -> Vec<super::bound::LabelRef> {
        let Some(labels) = &node.labels else { return Vec::new() };
        match plain_names(labels) {
            Ok(names) => names.into_iter().map(|name| self.label(&name.text)).collect(),
            Err(span) => {
                let message = "what is made has labels, not a condition on them";
                self.fault(ErrorCode::UnexpectedSyntax, span.unwrap_or(node.span), message);
                Vec::new()
            }
        }
    }

    fn create_relationship(
        &mut self,
        relationship: &ast::RelationshipPattern,
        (from, to): (Slot, Slot),
        pattern: &mut CreatePattern,
    ) -> Slot {
        let span = relationship.span;
        if relationship.length.is_some() || relationship.repetition.is_some() {
            let message = "a relationship to make has no variable length";
            self.fault(ErrorCode::CreatingVarLength, span, message);
        }
        if let Some(name) = &relationship.variable
            && self.scope.get(&name.text).is_some()
        {
            self.already_bound(name);
        }
        let kind = self.single_type(relationship);
        let (start, end) = match relationship.direction {
            ast::Direction::Outgoing => (from, to),
            ast::Direction::Incoming => (to, from),
            ast::Direction::Both => {
                let message = "a relationship to make needs a direction";
                let error = Error::new(ErrorCode::RequiresDirectedRelationship, message);
                self.report(error.at(span).with_help("write `-[…]->` or `<-[…]-`"));
                (from, to)
            }
        };
        let properties = self.bind_property_map(relationship.properties.as_ref());
        let slot = match &relationship.variable {
            Some(name) => self.declare(name, Type::RELATIONSHIP),
            None => self.anonymous_slot(),
        };
        pattern.items.push(CreateItem::Relationship { slot, kind, start, end, properties, span });
        slot
    }

    fn single_type(&mut self, relationship: &ast::RelationshipPattern) -> TypeRef {
        if let Some(ast::LabelExpression::Name(name)) = &relationship.types {
            return self.relationship_type(&name.text);
        }
        let message = "a relationship to make needs exactly one type";
        let error = Error::new(ErrorCode::NoSingleRelationshipType, message);
        self.report(error.at(relationship.span).with_help("write `[:TYPE]`"));
        TypeRef(0)
    }

    fn bind_property_map(&mut self, properties: Option<&ast::Expression>) -> PropertyMap {
        let Some(properties) = properties else { return PropertyMap::Entries(Vec::new()) };
        if let ast::ExpressionKind::Map(entries) = &properties.kind {
            let entry = |(key, value): &(ast::Name, ast::Expression)| {
                let (value, kind) = self.bind_plain(value);
                self.check_storable(kind, value.span);
                (self.key(&key.text), value)
            };
            return PropertyMap::Entries(entries.iter().map(entry).collect());
        }
        let (bound, kind) = self.bind_plain(properties);
        self.require(kind, Kinds::MAP, properties.span, "properties are given by a MAP");
        PropertyMap::Map(bound)
    }

    /// Values that no property can hold are refused when they are known to be such.
    fn check_storable(&mut self, kind: Type, span: Span) {
        let storable = !kind.kinds.is_none()
            && !kind.kinds.intersects(Kinds::ANY & !(Kinds::ENTITY | Kinds::PATH));
        if storable {
            let message = format!("a property can't hold a value of type {}", kind.kinds);
            let error = Error::new(ErrorCode::InvalidPropertyType, message).at(span);
            self.report(error.in_phase(crate::error::Phase::Compile));
        }
    }

    fn bind_merge(&mut self, merge: &ast::Merge, clauses: &mut Vec<BoundClause>) {
        let scope = self.scope.clone();
        let create = self.bind_merged(&merge.path);
        let created = std::mem::replace(&mut self.scope, scope);
        let graph = self.merge_graph(&merge.path, &created);
        self.scope = created;
        let mut on_create = Vec::new();
        let mut on_match = Vec::new();
        for action in &merge.actions {
            let items = self.bind_set_items(&action.items);
            match action.event {
                MergeEvent::Create => on_create.extend(items),
                MergeEvent::Match => on_match.extend(items),
            }
        }
        clauses.push(BoundClause::Merge(BoundMerge { graph, create, on_create, on_match }));
    }

    /// Binds what `MERGE` makes; without a direction it makes relationships from left to right.
    fn bind_merged(&mut self, path: &ast::PathPattern) -> CreatePattern {
        let mut directed = path.clone();
        for element in &mut directed.elements {
            if let PathElement::Relationship(relationship) = element
                && relationship.direction == ast::Direction::Both
            {
                relationship.direction = ast::Direction::Outgoing;
            }
        }
        self.check_merged_properties(&directed);
        self.bind_create(&[&directed])
    }

    fn check_merged_properties(&mut self, path: &ast::PathPattern) {
        for element in &path.elements {
            let properties = match element {
                PathElement::Node(node) => node.properties.as_ref(),
                PathElement::Relationship(relationship) => relationship.properties.as_ref(),
                PathElement::Quantified(_) => None,
            };
            if let Some(properties) = properties
                && matches!(properties.kind, ast::ExpressionKind::Parameter(_))
            {
                let message =
                    "a pattern to merge takes its properties from a map, not from a parameter";
                self.fault(ErrorCode::InvalidParameterUse, properties.span, message);
            }
        }
    }

    /// Binds the same pattern as one to match, with the slots that it has as one to make.
    fn merge_graph(&mut self, path: &ast::PathPattern, created: &Scope) -> QueryGraph {
        let known = self.scope.len();
        self.reused = created.clone();
        let graph = self.bind_paths(&[path], None);
        self.reused = Scope::default();
        self.scope.truncate(known);
        graph
    }

    fn bind_set_items(&mut self, items: &[SetItem]) -> Vec<BoundSetItem> {
        items.iter().map(|item| self.bind_set_item(item)).collect()
    }

    fn bind_set_item(&mut self, item: &SetItem) -> BoundSetItem {
        match item {
            SetItem::Property { target, key, value } => {
                let target = self.bind_target(target);
                let (value, kind) = self.bind_plain(value);
                self.check_storable(kind, value.span);
                BoundSetItem::Property { target, key: self.key(&key.text), value }
            }
            SetItem::DynamicProperty { target, key, value } => BoundSetItem::DynamicProperty {
                target: self.bind_target(target),
                key: self.bind_plain(key).0,
                value: self.bind_plain(value).0,
            },
            SetItem::Replace { variable, value } => BoundSetItem::Replace {
                target: self.bind_named_target(variable, Kinds::ENTITY),
                value: self.bind_properties_of(value),
            },
            SetItem::Merge { variable, value } => BoundSetItem::Merge {
                target: self.bind_named_target(variable, Kinds::ENTITY),
                value: self.bind_properties_of(value),
            },
            SetItem::Labels { variable, labels } => BoundSetItem::Labels {
                target: self.bind_named_target(variable, Kinds::NODE),
                labels: self.label_list(labels),
            },
        }
    }

    fn bind_remove_item(&mut self, item: &RemoveItem) -> BoundRemoveItem {
        match item {
            RemoveItem::Property { target, key } => BoundRemoveItem::Property {
                target: self.bind_target(target),
                key: self.key(&key.text),
            },
            RemoveItem::DynamicProperty { target, key } => BoundRemoveItem::DynamicProperty {
                target: self.bind_target(target),
                key: self.bind_plain(key).0,
            },
            RemoveItem::Labels { variable, labels } => BoundRemoveItem::Labels {
                target: self.bind_named_target(variable, Kinds::NODE),
                labels: self.label_list(labels),
            },
        }
    }

    fn bind_target(&mut self, target: &ast::Expression) -> Expression {
        let (bound, kind) = self.bind_plain(target);
        self.require(
            kind,
            Kinds::ENTITY | Kinds::MAP,
            target.span,
            "properties belong to an entity",
        );
        bound
    }

    fn bind_named_target(&mut self, name: &ast::Name, wanted: Kinds) -> Expression {
        let variable =
            ast::Expression { kind: ast::ExpressionKind::Variable(name.clone()), span: name.span };
        let (bound, kind) = self.bind_plain(&variable);
        self.require(kind, wanted, name.span, &format!("what is changed must be a {wanted}"));
        bound
    }

    fn bind_properties_of(&mut self, value: &ast::Expression) -> Expression {
        let (bound, kind) = self.bind_plain(value);
        let rule = "properties are taken from a MAP or an entity";
        self.require(kind, Kinds::MAP | Kinds::ENTITY, value.span, rule);
        bound
    }

    fn bind_delete(&mut self, delete: &ast::Delete, clauses: &mut Vec<BoundClause>) {
        let mut targets = Vec::with_capacity(delete.targets.len());
        for target in &delete.targets {
            if matches!(target.kind, ast::ExpressionKind::HasLabels(..)) {
                let error = Error::new(ErrorCode::InvalidDelete, "`DELETE` can't remove a label");
                self.report(
                    error.at(target.span).with_help("labels are removed by `REMOVE n:Label`"),
                );
                continue;
            }
            let (bound, kind) = self.bind_plain(target);
            let wanted = Kinds::ENTITY | Kinds::PATH;
            self.require(
                kind,
                wanted,
                target.span,
                "only nodes, relationships and paths are deleted",
            );
            targets.push(bound);
        }
        clauses.push(BoundClause::Delete { detach: delete.detach, targets });
    }

    fn bind_foreach(&mut self, foreach: &ast::Foreach, clauses: &mut Vec<BoundClause>) {
        let (list, kind) = self.bind_plain(&foreach.list);
        self.require(kind, Kinds::LIST, foreach.list.span, "`FOREACH` goes over a LIST");
        let element = if kind.kinds == Kinds::LIST { kind.element() } else { Type::ANY };
        let bound = self.within_scope(|binder| {
            let slot = binder.declare(&foreach.variable, element);
            let mut inner = Vec::new();
            for clause in &foreach.clauses {
                binder.bind_update(clause, &mut inner);
            }
            BoundClause::Foreach { list, slot, clauses: inner }
        });
        clauses.push(bound);
    }
}
