//! The state of binding one statement.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::bound::{
    BoundQuery, KeyRef, LabelRef, Notification, ParameterRef, Slot, StatementNames, SubqueryRef,
    TypeRef,
};
use super::grouping::Grouped;
use super::scope::{Scope, Type, Variable};
use crate::error::{Error, ErrorCode, Result, Span};
use crate::functions::Library;
use crate::graph::GraphView;
use crate::syntax::ast;

/// What is known while a statement is bound.
pub(super) struct Binder<'a> {
    /// The graph, for nearest names.
    pub(super) view: GraphView<'a>,
    /// The program's own functions and procedures.
    pub(super) library: &'a Library,
    /// The names of parameters that were given; `None` if that is not known yet.
    pub(super) given: Option<&'a BTreeSet<String>>,
    /// The variables in scope.
    pub(super) scope: Scope,
    /// The variables that stay in scope behind a `WITH`: those that a subquery sees of its surroundings.
    pub(super) pinned: Scope,
    /// Slots for variables that are declared a second time, as `MERGE` binds its pattern twice.
    pub(super) reused: Scope,
    /// What an aggregate may do where the binder is.
    pub(super) aggregation: Aggregation,
    /// Grouping keys and their replacements, where an expression is computed from groups.
    pub(super) grouped: Option<Grouped>,
    /// Whether a pattern may stand for a condition here.
    pub(super) patterns_allowed: bool,
    /// The time for which the whole statement is asked.
    pub(super) period: Option<super::period::BoundPeriod>,
    /// Whether a clause changes the graph.
    pub(super) writes: bool,
    /// How many subqueries surround the place where the binder is.
    pub(super) depth: usize,
    slots: Vec<Option<Arc<str>>>,
    names: StatementNames,
    parameters: Vec<Arc<str>>,
    subqueries: Vec<BoundQuery>,
    captures: Vec<Capture>,
    notifications: Vec<Notification>,
    errors: Vec<Error>,
}

/// What an aggregate may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aggregation {
    /// It may not stand here.
    Forbidden,
    /// It may not stand here, since it would stand within another.
    Nested,
    /// It becomes one of the projection's aggregates.
    Allowed,
}

/// The outer slots that a subquery reads.
struct Capture {
    first_own: u32,
    slots: BTreeSet<Slot>,
}

/// What binding leaves behind besides the statement's body.
pub(super) struct Remains {
    pub(super) slots: Vec<Option<Arc<str>>>,
    pub(super) names: StatementNames,
    pub(super) parameters: Vec<Arc<str>>,
    pub(super) subqueries: Vec<BoundQuery>,
    pub(super) notifications: Vec<Notification>,
    pub(super) writes: bool,
}

impl<'a> Binder<'a> {
    pub(super) fn new(
        view: GraphView<'a>,
        library: &'a Library,
        given: Option<&'a BTreeSet<String>>,
    ) -> Self {
        Self {
            view,
            library,
            given,
            scope: Scope::default(),
            pinned: Scope::default(),
            reused: Scope::default(),
            aggregation: Aggregation::Forbidden,
            grouped: None,
            patterns_allowed: false,
            period: None,
            writes: false,
            depth: 0,
            slots: Vec::new(),
            names: StatementNames::default(),
            parameters: Vec::new(),
            subqueries: Vec::new(),
            captures: Vec::new(),
            notifications: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Ends the binding.
    pub(super) fn finish(self) -> Result<Remains> {
        if let Some(error) = Error::join(self.errors) {
            return Err(error);
        }
        Ok(Remains {
            slots: self.slots,
            names: self.names,
            parameters: self.parameters,
            subqueries: self.subqueries,
            notifications: self.notifications,
            writes: self.writes,
        })
    }

    /// Notes an error that does not keep the rest from being bound.
    pub(super) fn report(&mut self, error: Error) {
        let same = |known: &Error| known.span() == error.span() && known.code() == error.code();
        if !self.errors.iter().any(same) {
            self.errors.push(error);
        }
    }

    /// How many errors have been noted.
    pub(super) fn error_count(&self) -> usize {
        self.errors.len()
    }

    /// Notes an error with its code and place.
    pub(super) fn fault(&mut self, code: ErrorCode, span: Span, message: impl Into<String>) {
        self.report(Error::new(code, message).at(span));
    }

    /// Notes something remarkable that is no error.
    pub(super) fn notify(&mut self, span: Span, message: String, help: Option<String>) {
        let notification = Notification { message, help, span };
        if !self.notifications.contains(&notification) {
            self.notifications.push(notification);
        }
    }

    /// A new slot without a name.
    pub(super) fn anonymous_slot(&mut self) -> Slot {
        self.new_slot(None)
    }

    /// A new slot of a variable.
    pub(super) fn named_slot(&mut self, name: &ast::Name) -> Slot {
        self.new_slot(Some(name.text.clone()))
    }

    fn new_slot(&mut self, name: Option<Arc<str>>) -> Slot {
        let slot = Slot(number(self.slots.len()));
        self.slots.push(name);
        slot
    }

    /// Brings a new variable into scope.
    pub(super) fn declare(&mut self, name: &ast::Name, kind: Type) -> Slot {
        let reused = self.reused.get(&name.text).map(|variable| variable.slot);
        let slot = reused.unwrap_or_else(|| self.named_slot(name));
        self.scope.add(name.text.clone(), slot, kind);
        slot
    }

    /// The variable of a name, noted as read.
    pub(super) fn lookup(&mut self, name: &str) -> Option<Variable> {
        let variable = self.scope.get(name)?.clone();
        self.capture(variable.slot);
        Some(variable)
    }

    /// Notes that the surrounding subqueries read a slot, if it is none of their own.
    pub(super) fn capture(&mut self, slot: Slot) {
        for capture in &mut self.captures {
            if slot.0 < capture.first_own {
                capture.slots.insert(slot);
            }
        }
    }

    /// Begins a subquery: what it reads from now on is noted.
    pub(super) fn begin_capture(&mut self) {
        self.captures.push(Capture { first_own: number(self.slots.len()), slots: BTreeSet::new() });
    }

    /// Ends a subquery and returns what it has read from outside.
    pub(super) fn end_capture(&mut self) -> Vec<Slot> {
        let capture = self.captures.pop().expect("each end has its beginning");
        capture.slots.into_iter().collect()
    }

    /// Adds a subquery of an expression.
    pub(super) fn add_subquery(&mut self, query: BoundQuery) -> SubqueryRef {
        self.subqueries.push(query);
        SubqueryRef(number(self.subqueries.len() - 1))
    }

    /// The statement's number for a label.
    pub(super) fn label(&mut self, name: &str) -> LabelRef {
        LabelRef(place(&mut self.names.labels, name))
    }

    /// The statement's number for a relationship type.
    pub(super) fn relationship_type(&mut self, name: &str) -> TypeRef {
        TypeRef(place(&mut self.names.types, name))
    }

    /// The statement's number for a property key.
    pub(super) fn key(&mut self, name: &str) -> KeyRef {
        KeyRef(place(&mut self.names.keys, name))
    }

    /// The statement's number for a parameter; one that was not given is an error.
    pub(super) fn parameter(&mut self, name: &ast::Name) -> ParameterRef {
        if self.given.is_some_and(|given| !given.contains(&*name.text)) {
            let error = Error::new(
                ErrorCode::MissingParameter,
                format!("parameter `${}` was not given", name.text),
            );
            self.report(error.at(name.span));
        }
        ParameterRef(place(&mut self.parameters, &name.text))
    }
}

/// The place of a name in a list, where it is added if it is new.
fn place(names: &mut Vec<Arc<str>>, name: &str) -> u32 {
    let known = names.iter().position(|known| &**known == name);
    number(known.unwrap_or_else(|| {
        names.push(name.into());
        names.len() - 1
    }))
}

fn number(length: usize) -> u32 {
    u32::try_from(length).expect("a statement of 1 MiB has fewer than 2^32 names")
}
