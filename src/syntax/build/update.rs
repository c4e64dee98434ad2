//! Clauses that change the graph.

use super::{Builder, Node, name};
use crate::error::Result;
use crate::syntax::ast::{
    Clause, Create, Delete, Expression, ExpressionKind, Foreach, Merge, MergeAction, MergeEvent,
    Name, Remove, RemoveItem, SetClause, SetItem,
};
use crate::syntax::grammar::Rule;

/// What one step into an entity or map names: what is written to or removed.
enum Target {
    /// `entity.key`.
    Property(Expression, Name),
    /// `entity[key]`.
    Dynamic(Expression, Expression),
}

impl Builder {
    pub(super) fn updating_clause(&mut self, node: Node<'_>) -> Result<Clause> {
        match node.rule() {
            Rule::create_clause => self.create_clause(node).map(Clause::Create),
            Rule::merge_clause => self.merge_clause(node).map(Clause::Merge),
            Rule::set_clause => self.set_clause(node).map(Clause::Set),
            Rule::remove_clause => self.remove_clause(node).map(Clause::Remove),
            Rule::delete_clause => self.delete_clause(node).map(Clause::Delete),
            Rule::foreach_clause => self.foreach_clause(node).map(Clause::Foreach),
            _ => Err(node.unexpected()),
        }
    }

    fn create_clause(&mut self, node: Node<'_>) -> Result<Create> {
        let span = node.span();
        let mut children = node.children();
        children.expect(Rule::kw_create)?;
        Ok(Create { pattern: self.pattern(children.expect(Rule::pattern)?)?, span })
    }

    fn merge_clause(&mut self, node: Node<'_>) -> Result<Merge> {
        let span = node.span();
        let mut children = node.children();
        children.expect(Rule::kw_merge)?;
        let path = self.path_pattern(children.expect(Rule::path_pattern)?)?;
        let actions = children.map(|action| self.merge_action(action)).collect::<Result<_>>()?;
        Ok(Merge { path, actions, span })
    }

    fn merge_action(&mut self, node: Node<'_>) -> Result<MergeAction> {
        let mut children = node.children();
        children.expect(Rule::kw_on)?;
        let event = match children.one()?.rule() {
            Rule::kw_create => MergeEvent::Create,
            _ => MergeEvent::Match,
        };
        children.expect(Rule::kw_set)?;
        let items = children.map(|item| self.set_item(item)).collect::<Result<_>>()?;
        Ok(MergeAction { event, items })
    }

    fn set_clause(&mut self, node: Node<'_>) -> Result<SetClause> {
        let span = node.span();
        let mut children = node.children();
        children.expect(Rule::kw_set)?;
        let items = children.map(|item| self.set_item(item)).collect::<Result<_>>()?;
        Ok(SetClause { items, span })
    }

    fn set_item(&mut self, node: Node<'_>) -> Result<SetItem> {
        match node.rule() {
            Rule::named_labels => {
                let (variable, labels) = named_labels(node)?;
                Ok(SetItem::Labels { variable, labels })
            }
            Rule::set_variable => self.set_variable(node),
            _ => self.set_property(node),
        }
    }

    fn set_variable(&mut self, node: Node<'_>) -> Result<SetItem> {
        let mut children = node.children();
        let variable = name(&children.expect(Rule::variable)?)?;
        let adds = children.one()?.rule() == Rule::assign_add;
        let value = self.next_expression(&mut children)?;
        Ok(if adds {
            SetItem::Merge { variable, value }
        } else {
            SetItem::Replace { variable, value }
        })
    }

    fn set_property(&mut self, node: Node<'_>) -> Result<SetItem> {
        let mut children = node.children();
        let target = self.target(children.expect(Rule::property_target)?)?;
        children.expect(Rule::assign)?;
        let value = self.next_expression(&mut children)?;
        Ok(match target {
            Target::Property(target, key) => SetItem::Property { target, key, value },
            Target::Dynamic(target, key) => SetItem::DynamicProperty { target, key, value },
        })
    }

    /// The last step is taken apart from what it steps into.
    #[expect(clippy::needless_pass_by_value, reason = "every rule takes its node as its own")]
    fn target(&mut self, node: Node<'_>) -> Result<Target> {
        let span = node.span();
        let whole = self.deeper(1, span, |builder| builder.term(node.clone().children(), span))?;
        match whole.kind {
            ExpressionKind::Property(entity, key) => Ok(Target::Property(*entity, key)),
            ExpressionKind::Index(entity, key) => Ok(Target::Dynamic(*entity, *key)),
            _ => Err(node.unexpected()),
        }
    }

    fn remove_clause(&mut self, node: Node<'_>) -> Result<Remove> {
        let span = node.span();
        let mut children = node.children();
        children.expect(Rule::kw_remove)?;
        let items = children.map(|item| self.remove_item(item)).collect::<Result<_>>()?;
        Ok(Remove { items, span })
    }

    fn remove_item(&mut self, node: Node<'_>) -> Result<RemoveItem> {
        if node.rule() == Rule::named_labels {
            let (variable, labels) = named_labels(node)?;
            return Ok(RemoveItem::Labels { variable, labels });
        }
        Ok(match self.target(node)? {
            Target::Property(target, key) => RemoveItem::Property { target, key },
            Target::Dynamic(target, key) => RemoveItem::DynamicProperty { target, key },
        })
    }

    fn delete_clause(&mut self, node: Node<'_>) -> Result<Delete> {
        let span = node.span();
        let mut children = node.children();
        let detach = children.has(Rule::kw_detach);
        children.has(Rule::kw_nodetach);
        children.expect(Rule::kw_delete)?;
        Ok(Delete { detach, targets: self.expressions(&mut children)?, span })
    }

    fn foreach_clause(&mut self, node: Node<'_>) -> Result<Foreach> {
        let span = node.span();
        self.deeper(1, span, |builder| {
            let mut children = node.children();
            children.expect(Rule::kw_foreach)?;
            let variable = name(&children.expect(Rule::variable)?)?;
            children.expect(Rule::kw_in)?;
            let list = builder.next_expression(&mut children)?;
            let clauses =
                children.map(|clause| builder.updating_clause(clause)).collect::<Result<_>>()?;
            Ok(Foreach { variable, list, clauses, span })
        })
    }
}

/// `node:Label:Other`.
fn named_labels(node: Node<'_>) -> Result<(Name, Vec<Name>)> {
    let mut children = node.children();
    let variable = name(&children.expect(Rule::variable)?)?;
    let labels = children.map(|label| name(&label)).collect::<Result<_>>()?;
    Ok((variable, labels))
}
