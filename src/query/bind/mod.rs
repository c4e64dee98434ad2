//! Syntax tree to bound statement: names become slots, references and constants.
//!
//! Every error that can be found without running the statement is found here, with its span; as many
//! as there are at once. Unknown labels, types and keys are no errors, but worth a notification.
//!
//! `Binder` is what is known so far; the files beside it each add the methods for one part of the
//! language. To add a clause: its arm in `clause`, a variant of [`bound::BoundClause`].

mod binder;
pub mod bound;
mod call;
mod clause;
mod expression;
mod grouping;
mod name_test;
mod pattern;
mod period;
mod projection;
mod scope;
mod show;
mod static_types;
mod subquery;
mod traverse;
mod update;
mod walk;

use std::collections::BTreeSet;

use binder::Binder;
use bound::{BoundBody, BoundStatement};

use crate::error::Result;
use crate::functions::Library;
use crate::graph::GraphView;
use crate::syntax::ast;

/// Binds a statement. `given` names the parameters that will be there when it runs.
///
/// # Errors
/// All compile-time errors of openCypher that are not of the text alone; further ones are in
/// [`crate::Error::others`].
pub fn bind(
    statement: &ast::Statement,
    view: GraphView<'_>,
    library: &Library,
    given: Option<&BTreeSet<String>>,
) -> Result<BoundStatement> {
    let mut binder = Binder::new(view, library, given);
    if let Some(period) = &statement.period {
        binder.bind_period(period);
    }
    let body = match &statement.body {
        ast::Body::Query(query) => BoundBody::Query(binder.bind_query(query)),
        ast::Body::Schema(schema) => {
            binder.writes = true;
            BoundBody::Schema(schema.clone())
        }
        ast::Body::Show(show) => BoundBody::Query(binder.bind_query(&show::query_of(show))),
    };
    let remains = binder.finish()?;
    Ok(BoundStatement {
        mode: statement.mode,
        body,
        slots: remains.slots,
        names: remains.names,
        parameters: remains.parameters,
        subqueries: remains.subqueries,
        writes: remains.writes,
        notifications: remains.notifications,
    })
}
