//! Calls of functions, aggregates and procedures.

use super::binder::{Aggregation, Binder};
use super::bound::{
    AggregateCall, BoundClause, BoundColumn, Expression, ExpressionKind, SubqueryKind,
};
use super::expression::unknown;
use super::scope::Type;
use super::walk::any;
use crate::diagnostic::nearest;
use crate::error::{Error, ErrorCode, Span};
use crate::functions::{
    Aggregate, Column, Function, Parameter, Procedure, aggregates, arity, find_aggregate,
    find_function, functions, parameter_at, procedures,
};
use crate::syntax::ast;
use crate::value::Kinds;

type Bound = (ExpressionKind, Type);

/// Functions whose value differs from call to call, so that it can't be aggregated.
const RANDOM: [&str; 2] = ["rand", "randomUUID"];

impl Binder<'_> {
    /// Binds the call of a function or an aggregate.
    pub(super) fn bind_function(
        &mut self,
        call: &ast::Expression,
        name: &ast::Name,
        distinct: bool,
        arguments: &[ast::Expression],
    ) -> Bound {
        if let Some(aggregate) = find_aggregate(&name.text) {
            return self.bind_aggregate(call, Some(aggregate), distinct, arguments);
        }
        if distinct {
            let message = format!("`DISTINCT` belongs to aggregates, which `{}` is not", name.text);
            self.fault(ErrorCode::UnexpectedSyntax, call.span, message);
        }
        if let ("exists", [argument]) = (name.text.to_lowercase().as_str(), arguments) {
            return self.bind_exists(argument, call.span);
        }
        let found = find_function(&name.text);
        let custom = self.library.function(&name.text);
        let bound: Vec<_> = arguments.iter().map(|one| self.bind_argument(one)).collect();
        if let Some(function) = found {
            self.check_arguments(function.name, function.parameters, &bound, call.span);
            let expressions = bound.into_iter().map(|(expression, _)| expression).collect();
            return (ExpressionKind::Call(function, expressions), result_of(function));
        }
        if let Some(function) = custom {
            self.check_count(
                &function.name,
                (function.arity, Some(function.arity)),
                bound.len(),
                call.span,
            );
            let expressions = bound.into_iter().map(|(expression, _)| expression).collect();
            return (ExpressionKind::CustomCall(function, expressions), Type::ANY);
        }
        self.unknown_function(name);
        unknown()
    }

    fn bind_argument(&mut self, argument: &ast::Expression) -> (Expression, Type) {
        self.with_rules(self.aggregation, false, |binder| binder.bind_expression(argument))
    }

    /// `exists(n.key)` is `n.key IS NOT NULL`, `exists((a)-->(b))` is the pattern as a condition.
    fn bind_exists(&mut self, argument: &ast::Expression, span: Span) -> Bound {
        if let ast::ExpressionKind::PatternPredicate(path) = &argument.kind {
            let pattern = ast::Pattern { paths: vec![(**path).clone()], span };
            return self.bind_pattern_subquery(SubqueryKind::Exists, &pattern, None, span);
        }
        let (bound, _) = self.bind_argument(argument);
        let is_null = Expression { kind: ExpressionKind::IsNull(Box::new(bound)), span };
        (ExpressionKind::Not(Box::new(is_null)), Type::BOOLEAN)
    }

    fn unknown_function(&mut self, name: &ast::Name) {
        let names: Vec<String> = functions()
            .map(|function| function.name.to_owned())
            .chain(aggregates().map(|aggregate| aggregate.name.to_owned()))
            .chain(self.library.functions().map(|function| function.name.to_string()))
            .collect();
        let message = format!("there is no function `{}`", name.text);
        let best = nearest(&name.text, names.iter().map(String::as_str)).into_iter().next();
        let help = best.map_or_else(
            || "`SHOW FUNCTIONS` lists those there are".to_owned(),
            |best| format!("did you mean `{best}`?"),
        );
        self.report(Error::new(ErrorCode::UnknownFunction, message).at(name.span).with_help(help));
    }

    fn check_arguments(
        &mut self,
        name: &str,
        parameters: &'static [Parameter],
        arguments: &[(Expression, Type)],
        span: Span,
    ) {
        self.check_count(name, arity(parameters), arguments.len(), span);
        for (place, (argument, kind)) in arguments.iter().enumerate() {
            let Some(parameter) = parameter_at(parameters, place) else { continue };
            let rule = format!("`{name}` takes {} as `{}`", parameter.kinds, parameter.name);
            self.require(*kind, parameter.kinds, argument.span, &rule);
        }
    }

    fn check_count(
        &mut self,
        name: &str,
        (least, most): (usize, Option<usize>),
        found: usize,
        span: Span,
    ) {
        if found >= least && most.is_none_or(|most| found <= most) {
            return;
        }
        let wanted = match most {
            Some(most) if most == least => format!("{least}"),
            Some(most) => format!("{least} to {most}"),
            None => format!("at least {least}"),
        };
        let ending = if wanted == "1" { "" } else { "s" };
        let message = format!("`{name}` takes {wanted} argument{ending}, but got {found}");
        self.fault(ErrorCode::InvalidNumberOfArguments, span, message);
    }

    /// Binds an aggregate; `None` is `count(*)`.
    pub(super) fn bind_aggregate(
        &mut self,
        call: &ast::Expression,
        aggregate: Option<&'static Aggregate>,
        distinct: bool,
        arguments: &[ast::Expression],
    ) -> Bound {
        let name = aggregate.map_or("count(*)", |aggregate| aggregate.name);
        match self.aggregation {
            Aggregation::Allowed => {}
            Aggregation::Forbidden => {
                let message =
                    format!("the aggregate `{name}` can stand only in `WITH` and `RETURN`");
                self.fault(ErrorCode::InvalidAggregation, call.span, message);
                return unknown();
            }
            Aggregation::Nested => {
                let message = format!("the aggregate `{name}` can't stand within another");
                self.fault(ErrorCode::NestedAggregation, call.span, message);
                return unknown();
            }
        }
        let kind = Type::of(aggregate.map_or(Kinds::INTEGER, |aggregate| aggregate.result));
        if let Some((slot, kind)) = self.known_aggregate(call) {
            return (ExpressionKind::Slot(slot), kind);
        }
        if self.grouped.as_ref().is_some_and(|grouped| grouped.closed) {
            self.refuse_late_aggregate(name, arguments, call.span);
            return unknown();
        }
        let arguments = self.bind_aggregated(aggregate, arguments, call.span);
        let slot = self.anonymous_slot();
        let bound = AggregateCall { aggregate, distinct, arguments, slot, span: call.span };
        if let Some(grouped) = &mut self.grouped {
            grouped.calls.push((call.clone(), bound, kind));
        }
        (ExpressionKind::Slot(slot), kind)
    }

    /// An aggregate that `ORDER BY` names must be one of those that are projected.
    fn refuse_late_aggregate(&mut self, name: &str, arguments: &[ast::Expression], span: Span) {
        let before = self.error_count();
        for argument in arguments {
            self.bind_plain(argument);
        }
        if self.error_count() == before {
            let message = format!("the rows are ordered by `{name}`, which is not projected");
            self.fault(ErrorCode::InvalidAggregation, span, message);
        }
    }

    fn known_aggregate(&self, call: &ast::Expression) -> Option<(super::bound::Slot, Type)> {
        let calls = &self.grouped.as_ref()?.calls;
        calls.iter().find(|known| known.0 == *call).map(|(_, known, kind)| (known.slot, *kind))
    }

    /// Binds the arguments of an aggregate, which see the rows before they are grouped.
    fn bind_aggregated(
        &mut self,
        aggregate: Option<&'static Aggregate>,
        arguments: &[ast::Expression],
        span: Span,
    ) -> Vec<Expression> {
        let grouped = self.grouped.take();
        let before = grouped.as_ref().map(|grouped| grouped.before.clone()).unwrap_or_default();
        let scope = std::mem::replace(&mut self.scope, before);
        let bound: Vec<_> = self.with_rules(Aggregation::Nested, false, |binder| {
            arguments.iter().map(|argument| binder.bind_expression(argument)).collect()
        });
        self.scope = scope;
        self.grouped = grouped;
        for argument in arguments {
            self.check_not_random(argument);
        }
        if let Some(aggregate) = aggregate {
            self.check_arguments(aggregate.name, aggregate.parameters, &bound, span);
        }
        bound.into_iter().map(|(expression, _)| expression).collect()
    }

    fn check_not_random(&mut self, argument: &ast::Expression) {
        let is_random = &mut |one: &ast::Expression| {
            let ast::ExpressionKind::Call { function, .. } = &one.kind else { return false };
            RANDOM.iter().any(|name| function.text.eq_ignore_ascii_case(name))
        };
        if any(argument, is_random) {
            let message = "a random value can't be aggregated";
            self.fault(ErrorCode::NonConstantExpression, argument.span, message);
        }
    }

    /// Binds `CALL procedure` and returns the columns that it has if it stands alone.
    pub(super) fn bind_call(
        &mut self,
        call: &ast::Call,
        standalone: bool,
        clauses: &mut Vec<BoundClause>,
    ) -> Vec<BoundColumn> {
        let Some(procedure) = self.library.procedure(&call.procedure.text) else {
            self.unknown_procedure(&call.procedure);
            return Vec::new();
        };
        let arguments = self.bind_call_arguments(call, &procedure, standalone);
        let yields = self.yielded(call, &procedure, standalone);
        let mut columns = Vec::with_capacity(yields.len());
        let mut bound_columns = Vec::with_capacity(yields.len());
        for (place, name) in yields {
            let Some(column) = procedure.columns.get(place) else { continue };
            if self.scope.get(&name.text).is_some() {
                self.already_bound(&name);
            }
            let slot = self.declare(&name, Type::of(column.kinds));
            columns.push((place, slot));
            bound_columns.push(BoundColumn { name: name.text, slot, kinds: column.kinds });
        }
        let predicate = call.predicate.as_ref().map(|predicate| {
            self.with_rules(Aggregation::Forbidden, true, |binder| binder.bind_condition(predicate))
        });
        clauses.push(BoundClause::Call {
            optional: call.optional,
            procedure,
            arguments,
            columns,
            predicate,
            span: call.procedure.span,
        });
        bound_columns
    }

    fn unknown_procedure(&mut self, name: &ast::Name) {
        let own = self.library.procedures().map(|procedure| procedure.name.to_string());
        let names: Vec<String> =
            procedures().map(|procedure| procedure.name.to_string()).chain(own).collect();
        let error = Error::new(
            ErrorCode::ProcedureNotFound,
            format!("there is no procedure `{}`", name.text),
        );
        let best = nearest(&name.text, names.iter().map(String::as_str)).into_iter().next();
        let help = best.map_or_else(
            || "`SHOW PROCEDURES` lists those there are".to_owned(),
            |best| format!("did you mean `{best}`?"),
        );
        self.report(error.at(name.span).with_help(help));
    }

    fn bind_call_arguments(
        &mut self,
        call: &ast::Call,
        procedure: &Procedure,
        standalone: bool,
    ) -> Vec<Expression> {
        let span = call.procedure.span;
        match &call.arguments {
            ast::CallArguments::Explicit(arguments) => {
                let bound: Vec<_> = arguments.iter().map(|one| self.bind_plain(one)).collect();
                let arity = (procedure.required, Some(procedure.parameters.len()));
                self.check_count(&procedure.name, arity, bound.len(), call.span);
                for ((argument, kind), parameter) in bound.iter().zip(&procedure.parameters) {
                    let rule = format!(
                        "`{}` takes {} as `{}`",
                        procedure.name, parameter.kinds, parameter.name
                    );
                    self.require(*kind, accepted(parameter), argument.span, &rule);
                }
                bound.into_iter().map(|(argument, _)| argument).collect()
            }
            ast::CallArguments::Implicit if standalone => {
                let parameter = |column: &Column| {
                    let name = ast::Name { text: column.name.as_ref().into(), span };
                    let kind = ExpressionKind::Parameter(self.parameter(&name));
                    Expression { kind, span }
                };
                procedure.parameters.iter().map(parameter).collect()
            }
            ast::CallArguments::Implicit => {
                let message = format!("`{}` needs its arguments in brackets here", procedure.name);
                self.fault(ErrorCode::InvalidArgumentPassingMode, span, message);
                Vec::new()
            }
        }
    }

    /// The columns that are wanted, by their place, with the names that they get.
    fn yielded(
        &mut self,
        call: &ast::Call,
        procedure: &Procedure,
        standalone: bool,
    ) -> Vec<(usize, ast::Name)> {
        let span = call.procedure.span;
        let Some(items) = &call.yields else {
            if !standalone && !call.yield_star {
                return Vec::new();
            }
            let name = |(place, column): (usize, &Column)| {
                (place, ast::Name { text: column.name.as_ref().into(), span })
            };
            return procedure.columns.iter().enumerate().map(name).collect();
        };
        let mut wanted = Vec::new();
        for item in items {
            let place =
                procedure.columns.iter().position(|column| column.name == *item.column.text);
            let name = item.alias.clone().unwrap_or_else(|| item.column.clone());
            match place {
                Some(place) => wanted.push((place, name)),
                None => self.unknown_column(procedure, &item.column),
            }
        }
        wanted
    }

    fn unknown_column(&mut self, procedure: &Procedure, name: &ast::Name) {
        let known: Vec<_> = procedure.columns.iter().map(|column| &*column.name).collect();
        let message = format!("`{}` yields no `{}`", procedure.name, name.text);
        let help = format!("it yields `{}`", known.join("`, `"));
        let error = Error::new(ErrorCode::UndefinedVariable, message);
        self.report(error.at(name.span).with_help(help));
    }
}

/// A procedure that takes floats takes integers too.
fn accepted(parameter: &Column) -> Kinds {
    if parameter.kinds.intersects(Kinds::FLOAT) {
        parameter.kinds | Kinds::INTEGER
    } else {
        parameter.kinds
    }
}

/// What a function gives; of a list, the elements are known for some.
fn result_of(function: &Function) -> Type {
    let elements = match function.name {
        "nodes" => Kinds::NODE,
        "relationships" => Kinds::RELATIONSHIP,
        "labels" | "keys" | "split" => Kinds::STRING,
        "range" => Kinds::INTEGER,
        _ => Kinds::ANY,
    };
    Type { kinds: function.result, elements }
}
