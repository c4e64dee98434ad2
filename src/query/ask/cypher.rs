//! Pieces of Cypher text: names, literals, patterns, and a query put together from them.

use std::fmt;

use super::resolve::{Named, Resolver};
use super::sentence::Side;
use super::verbs::Reading;
use crate::graph::NodeId;
use crate::syntax::ast::question::{TimeLimit, TimeRelation};

/// A text in quotes.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// A list of texts in quotes.
pub(super) fn literals<S: AsRef<str>>(texts: &[S]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| literal(text.as_ref())).collect();
    format!("[{}]", quoted.join(", "))
}

/// A name as a label, type, key or column, in backticks where it needs them.
pub(super) fn identifier(name: &str) -> String {
    let mut letters = name.chars();
    let is_plain = letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        && !RESERVED.contains(&name.to_uppercase().as_str());
    if is_plain { name.to_owned() } else { format!("`{}`", name.replace('`', "``")) }
}

/// The words that are not names in Cypher.
const RESERVED: &[&str] = &[
    "ALL", "AND", "AS", "ASC", "BY", "CALL", "CASE", "CREATE", "DELETE", "DESC", "DETACH",
    "DISTINCT", "ELSE", "END", "EXISTS", "FALSE", "IN", "IS", "LIMIT", "MATCH", "MERGE", "NOT",
    "NULL", "ON", "OPTIONAL", "OR", "ORDER", "REMOVE", "RETURN", "SET", "SKIP", "THEN", "TRUE",
    "UNION", "UNWIND", "WHEN", "WHERE", "WITH", "XOR", "YIELD",
];

/// A query: what is matched, kept, returned, and in which order.
#[derive(Clone, Debug, Default)]
pub(super) struct Query {
    /// The patterns of `MATCH`.
    pub(super) patterns: Vec<String>,
    /// The conditions of `WHERE`, all of which hold.
    pub(super) conditions: Vec<String>,
    /// Whole clauses between the match and the return.
    pub(super) clauses: Vec<String>,
    /// What is returned, each with its name.
    pub(super) columns: Vec<String>,
    /// Whether equal rows are returned once.
    pub(super) distinct: bool,
    /// What decides the order of rows.
    pub(super) order: Vec<String>,
    /// The most rows.
    pub(super) limit: Option<u32>,
}

impl Query {
    /// A query of one pattern.
    pub(super) fn matching(pattern: impl Into<String>) -> Self {
        Self { patterns: vec![pattern.into()], ..Self::default() }
    }

    /// Adds conditions, where there are any.
    pub(super) fn filter(mut self, conditions: impl IntoIterator<Item = String>) -> Self {
        self.conditions.extend(conditions);
        self
    }

    /// Adds a whole clause behind the match.
    pub(super) fn then(mut self, clause: impl Into<String>) -> Self {
        self.clauses.push(clause.into());
        self
    }

    /// Adds a column: an expression and its name.
    pub(super) fn column(mut self, expression: &str, name: &str) -> Self {
        let name = identifier(name);
        let same = expression == name;
        self.columns.push(if same { name } else { format!("{expression} AS {name}") });
        self
    }

    /// Adds what decides the order.
    pub(super) fn sorted_by<const N: usize>(mut self, keys: [&str; N]) -> Self {
        self.order.extend(keys.map(str::to_owned));
        self
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = Vec::new();
        if !self.patterns.is_empty() {
            lines.push(format!("MATCH {}", self.patterns.join(", ")));
        }
        if !self.conditions.is_empty() {
            lines.push(format!("WHERE {}", self.conditions.join("\n  AND ")));
        }
        lines.extend(self.clauses.iter().cloned());
        let distinct = if self.distinct { "DISTINCT " } else { "" };
        lines.push(format!("RETURN {distinct}{}", self.columns.join(", ")));
        if !self.order.is_empty() {
            lines.push(format!("ORDER BY {}", self.order.join(", ")));
        }
        lines.extend(self.limit.map(|limit| format!("LIMIT {limit}")));
        f.write_str(&lines.join("\n"))
    }
}

/// A node of a pattern, and what else must hold of it.
pub(super) struct NodeText {
    /// Such as `(a {name: 'Japan'})`.
    pub(super) pattern: String,
    /// Such as `id(a) = 17`.
    pub(super) condition: Option<String>,
}

impl Resolver<'_> {
    /// One end of a fact as a node of a pattern.
    pub(super) fn end_text(&self, variable: &str, side: &Side) -> NodeText {
        match side {
            Side::Open | Side::Asked(None) => {
                NodeText { pattern: format!("({variable})"), condition: None }
            }
            Side::Asked(Some(label)) => {
                let label = identifier(self.view.names().label_name(*label));
                NodeText { pattern: format!("({variable}:{label})"), condition: None }
            }
            Side::Named(named) => match named.as_slice() {
                [one] => self.node_text(variable, one),
                several => NodeText {
                    pattern: format!("({variable})"),
                    condition: Some(self.is_among(variable, several)),
                },
            },
        }
    }

    /// A named node as a node of a pattern: by its name if that is its alone, else with its label,
    /// else by its number.
    pub(super) fn node_text(&self, variable: &str, named: &Named) -> NodeText {
        let by_number = || NodeText {
            pattern: format!("({variable})"),
            condition: Some(format!("id({variable}) = {}", named.node.0)),
        };
        let Some(key) = self.vocabulary.names.name_key(named.node) else { return by_number() };
        let key = identifier(self.view.names().property_key_name(key));
        let namesakes = self.vocabulary.names.namesakes(named.node);
        let name = literal(&named.name);
        if namesakes == [named.node] {
            let pattern = format!("({variable} {{{key}: {name}}})");
            return NodeText { pattern, condition: None };
        }
        let own_label = self.view.labels(named.node).iter().find(|label| {
            namesakes.iter().filter(|other| self.view.has_label(**other, **label)).count() == 1
        });
        match own_label {
            Some(label) => {
                let label = identifier(self.view.names().label_name(*label));
                let pattern = format!("({variable}:{label} {{{key}: {name}}})");
                NodeText { pattern, condition: None }
            }
            None => by_number(),
        }
    }

    /// The condition that a node is one of those named.
    pub(super) fn is_among(&self, variable: &str, things: &[Named]) -> String {
        let is_name = |one: &&Named| {
            self.vocabulary.names.namesakes(one.node) == [one.node]
                && self.key_of(one.node) == Some("name")
        };
        if things.iter().filter(is_name).count() == things.len() {
            let names: Vec<&str> = things.iter().map(|one| one.name.as_str()).collect();
            return format!("{variable}.name IN {}", literals(&names));
        }
        let numbers: Vec<String> = things.iter().map(|one| one.node.0.to_string()).collect();
        format!("id({variable}) IN [{}]", numbers.join(", "))
    }

    /// Whether a node has its name from this property.
    pub(super) fn is_named_by(&self, named: &Named, key: &str) -> bool {
        self.key_of(named.node) == Some(key)
    }

    fn key_of(&self, node: NodeId) -> Option<&str> {
        let key = self.vocabulary.names.name_key(node)?;
        Some(self.view.names().property_key_name(key))
    }

    /// The expression for the name of a node.
    pub(super) fn name_of(&self, variable: &str) -> String {
        let keys = self.vocabulary.names.keys_in_use();
        let keys = keys.iter().map(|key| self.view.names().property_key_name(*key));
        let mut choices: Vec<String> =
            keys.map(|key| format!("{variable}.{}", identifier(key))).collect();
        if self.vocabulary.names.has_unnamed() {
            choices.push(format!("head(labels({variable})) + ' ' + toString(id({variable}))"));
        }
        match choices.as_slice() {
            [] => format!("{variable}.name"),
            [one] => one.clone(),
            _ => format!("coalesce({})", choices.join(", ")),
        }
    }

    /// Whether the graph uses a property key.
    pub(super) fn has_key(&self, key: &str) -> bool {
        self.view.names().property_key(key).is_some()
    }
}

/// The types of a verb as they stand in a relationship pattern: `:SUPPORTED|HELPED`.
pub(super) fn types_text<S: AsRef<str>>(types: &[S]) -> String {
    let names: Vec<String> = types.iter().map(|kind| identifier(kind.as_ref())).collect();
    if names.is_empty() { String::new() } else { format!(":{}", names.join("|")) }
}

/// A fact between two nodes `a` and `b` as a verb means it, and what else must hold of it.
pub(super) fn fact_text(a: &NodeText, readings: &[Reading], b: &NodeText) -> NodeText {
    let (reversed, forward): (Vec<&Reading>, Vec<&Reading>) =
        readings.iter().partition(|reading| reading.reversed);
    let kinds = |readings: &[&Reading]| -> Vec<String> {
        readings.iter().map(|reading| reading.kind.to_string()).collect()
    };
    let types = types_text(&kinds(&readings.iter().collect::<Vec<_>>()));
    let (left, right, condition) = match (forward.is_empty(), reversed.is_empty()) {
        (false, true) => ("-", "->", None),
        (true, _) => ("<-", "-", None),
        (false, false) => {
            let forward = literals(&kinds(&forward));
            let condition = format!("(type(fact) IN {forward}) = (startNode(fact) = a)");
            ("-", "-", Some(condition))
        }
    };
    let pattern = format!("{}{left}[fact{types}]{right}{}", a.pattern, b.pattern);
    NodeText { pattern, condition }
}

/// The conditions that times put on a fact, node or path element.
pub(super) fn time_conditions(times: &[TimeLimit], variable: &str) -> Vec<String> {
    let condition = |limit: &TimeLimit| {
        let function = match limit.relation {
            TimeRelation::During => "during",
            TimeRelation::Before => "before",
            TimeRelation::After => "after",
            TimeRelation::AsOf => "asOf",
        };
        format!("{function}({variable}, {})", literal(&limit.date.edtf))
    };
    times.iter().map(condition).collect()
}
