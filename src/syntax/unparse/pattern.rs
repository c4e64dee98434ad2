//! Patterns and label expressions.

use super::Text;
use crate::syntax::ast::{
    Direction, Expression, ExpressionKind, LabelExpression, Length, Literal, NodePattern,
    PathElement, PathMode, PathPattern, Pattern, QuantifiedPath, RelationshipPattern, Repetition,
    Selector, ShortestFunction,
};

impl Text {
    pub(super) fn pattern(&mut self, pattern: &Pattern) {
        self.list(&pattern.paths, Self::path);
    }

    pub(super) fn path(&mut self, path: &PathPattern) {
        if let Some(variable) = &path.variable {
            self.variable(variable);
            self.push(" = ");
        }
        self.path_prefix(path);
        match path.function {
            Some(ShortestFunction::One) => self.push("shortestPath("),
            Some(ShortestFunction::All) => self.push("allShortestPaths("),
            None => {}
        }
        self.elements(&path.elements);
        self.push(if path.function.is_some() { ")" } else { "" });
        self.push(if path.in_time_order { " IN TIME ORDER" } else { "" });
    }

    /// `SHORTEST 2 WALK GROUPS `.
    fn path_prefix(&mut self, path: &PathPattern) {
        match &path.selector {
            Some(Selector::All) => self.push("ALL "),
            Some(Selector::Any(count)) => self.counted("ANY ", count),
            Some(Selector::Shortest(count)) if is_one(count) => self.push("ANY SHORTEST "),
            Some(Selector::Shortest(count) | Selector::ShortestGroups(count)) => {
                self.counted("SHORTEST ", count);
            }
            Some(Selector::AllShortest) => self.push("ALL SHORTEST "),
            None => {}
        }
        self.push(match path.mode {
            PathMode::Walk => "WALK ",
            PathMode::Trail => "",
            PathMode::Acyclic => "ACYCLIC ",
            PathMode::Simple => "SIMPLE ",
        });
        if let Some(Selector::ShortestGroups(_)) = path.selector {
            self.push("GROUPS ");
        }
    }

    fn counted(&mut self, word: &str, count: &Expression) {
        self.push(word);
        if !is_one(count) {
            self.expression(count);
            self.push(" ");
        }
    }

    /// Nodes that say nothing are left out beside quantified paths, where the grammar puts them back.
    fn elements(&mut self, elements: &[PathElement]) {
        for (at, element) in elements.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| elements.get(at));
            match element {
                PathElement::Node(node) if is_implied(node, before, elements.get(at + 1)) => {}
                PathElement::Node(node) => self.node(node),
                PathElement::Relationship(relationship) => self.relationship(relationship),
                PathElement::Quantified(quantified) => self.quantified(quantified),
            }
        }
    }

    fn node(&mut self, node: &NodePattern) {
        let start = self.written.len() + 1;
        self.push("(");
        node.variable.iter().for_each(|variable| self.variable(variable));
        self.colon_and_labels(node.labels.as_ref());
        self.conditions(start, node.properties.as_ref(), node.predicate.as_ref());
        self.push(")");
    }

    fn colon_and_labels(&mut self, labels: Option<&LabelExpression>) {
        if let Some(labels) = labels {
            self.push(":");
            self.labels(labels);
        }
    }

    /// Properties and `WHERE`, apart from what stands before them since `start`.
    fn conditions(
        &mut self,
        start: usize,
        properties: Option<&Expression>,
        predicate: Option<&Expression>,
    ) {
        if let Some(properties) = properties {
            self.push(if self.written.len() > start { " " } else { "" });
            self.expression(properties);
        }
        if let Some(predicate) = predicate {
            self.push(if self.written.len() > start { " WHERE " } else { "WHERE " });
            self.expression(predicate);
        }
    }

    fn relationship(&mut self, relationship: &RelationshipPattern) {
        self.push(if relationship.direction == Direction::Incoming { "<-" } else { "-" });
        if has_detail(relationship) {
            self.relationship_detail(relationship);
        }
        self.push(if relationship.direction == Direction::Outgoing { "->" } else { "-" });
        relationship.repetition.iter().for_each(|repetition| self.repetition(repetition));
    }

    fn relationship_detail(&mut self, relationship: &RelationshipPattern) {
        self.push("[");
        let start = self.written.len();
        relationship.variable.iter().for_each(|variable| self.variable(variable));
        self.colon_and_labels(relationship.types.as_ref());
        relationship.length.iter().for_each(|length| self.length(length));
        let predicate = relationship.predicate.as_ref();
        self.conditions(start, relationship.properties.as_ref(), predicate);
        self.push("]");
    }

    fn length(&mut self, length: &Length) {
        self.push("*");
        length.min.iter().for_each(|min| self.number(*min));
        if length.min != length.max {
            self.push("..");
            length.max.iter().for_each(|max| self.number(*max));
        }
    }

    fn quantified(&mut self, quantified: &QuantifiedPath) {
        self.push("(");
        self.path(&quantified.path);
        self.predicate(quantified.predicate.as_ref());
        self.push(")");
        quantified.repetition.iter().for_each(|repetition| self.repetition(repetition));
    }

    fn repetition(&mut self, repetition: &Repetition) {
        match (repetition.min, repetition.max) {
            (0, None) => self.push("*"),
            (1, None) => self.push("+"),
            (min, max) => {
                self.push("{");
                self.number(min);
                if max != Some(min) {
                    self.push(",");
                    if let Some(max) = max {
                        self.number(max);
                    }
                }
                self.push("}");
            }
        }
    }

    pub(super) fn labels(&mut self, labels: &LabelExpression) {
        match labels {
            LabelExpression::Name(name) => self.name(name),
            LabelExpression::Wildcard(_) => self.push("%"),
            LabelExpression::Not(inner) => {
                self.push("!");
                let needed = matches!(**inner, LabelExpression::And(_) | LabelExpression::Or(_));
                self.bracketed(needed.into(), |text| text.labels(inner));
            }
            LabelExpression::And(parts) => {
                let all_names = parts.iter().all(|part| matches!(part, LabelExpression::Name(_)));
                self.joined(parts, if all_names { ":" } else { "&" }, |text, part| {
                    let needed = matches!(part, LabelExpression::And(_) | LabelExpression::Or(_));
                    text.bracketed(needed.into(), |text| text.labels(part));
                });
            }
            LabelExpression::Or(parts) => self.joined(parts, "|", |text, part| {
                let needed = matches!(part, LabelExpression::Or(_));
                text.bracketed(needed.into(), |text| text.labels(part));
            }),
        }
    }
}

fn is_one(count: &Expression) -> bool {
    matches!(count.kind, ExpressionKind::Literal(Literal::Integer(1)))
}

/// Whether a relationship says more than its direction. A quantifier needs brackets before it, or a
/// condition that begins with this pattern would not be seen as one.
fn has_detail(relationship: &RelationshipPattern) -> bool {
    let RelationshipPattern {
        variable,
        types,
        properties,
        predicate,
        direction: _,
        length,
        repetition,
        span: _,
    } = relationship;
    variable.is_some()
        || types.is_some()
        || properties.is_some()
        || predicate.is_some()
        || length.is_some()
        || repetition.is_some()
}

/// Whether the grammar puts this node back where it is left out: it says nothing, stands beside a
/// quantified path, and no relationship needs it behind it.
fn is_implied(
    node: &NodePattern,
    before: Option<&PathElement>,
    behind: Option<&PathElement>,
) -> bool {
    let NodePattern { variable, labels, properties, predicate, span: _ } = node;
    let says_nothing =
        variable.is_none() && labels.is_none() && properties.is_none() && predicate.is_none();
    let is_quantified =
        |element: Option<&PathElement>| matches!(element, Some(PathElement::Quantified(_)));
    let needs_node = matches!(before, Some(PathElement::Relationship(_)));
    says_nothing && !needs_node && (is_quantified(before) || is_quantified(behind))
}
