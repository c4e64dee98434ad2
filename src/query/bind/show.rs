//! `SHOW` is a call of a procedure: `SHOW INDEXES YIELD name WHERE …` is
//! `CALL db.indexes() YIELD * WITH name WHERE … RETURN *`.

use crate::error::Span;
use crate::syntax::ast::{
    Call, CallArguments, Clause, Name, Projection, Query, Show, ShowKind, SingleQuery, With,
};

/// The query that a `SHOW` stands for.
pub(super) fn query_of(show: &Show) -> Query {
    let span = show.span;
    let procedure = match show.kind {
        ShowKind::Indexes => "db.indexes",
        ShowKind::Constraints => "db.constraints",
        ShowKind::Functions => "dbms.functions",
        ShowKind::Procedures => "dbms.procedures",
    };
    let call = Call {
        optional: false,
        procedure: Name { text: procedure.into(), span },
        arguments: CallArguments::Explicit(Vec::new()),
        yield_star: true,
        yields: None,
        predicate: None,
        span,
    };
    let with = With {
        projection: show.yields.clone().unwrap_or_else(|| everything(span)),
        predicate: show.predicate.clone(),
    };
    let clauses = vec![Clause::Call(call), Clause::With(with), Clause::Return(everything(span))];
    Query { first: SingleQuery { clauses, span }, unions: Vec::new(), span }
}

fn everything(span: Span) -> Projection {
    Projection {
        distinct: false,
        star: true,
        items: Vec::new(),
        order: Vec::new(),
        skip: None,
        limit: None,
        span,
    }
}
