//! What a step works on, in the names of its statement.

use std::sync::Arc;

use super::{
    Branch, CountMatches, CountedEdge, Expand, Intersect, ProjectEndpoints, Reach, Repeat, Seek,
    ShortestPath, Step, VarLengthExpand,
};
use crate::graph::Direction;
use crate::query::bind::bound::{
    AggregateCall, BoundBody, BoundRemoveItem, BoundSetItem, BoundStatement, CreateItem,
    Expression, KeyRef, LabelRef, LengthRange, NameTest, PathRestriction, PropertyMap, Selection,
    Slot, SortKey, TypeRef,
};

/// Writes steps and expressions of one statement.
#[derive(Clone, Copy)]
pub(super) struct Describer<'a> {
    pub(super) statement: &'a BoundStatement,
}

impl Step {
    /// The name of the operator, as the literature has it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Argument => "Argument",
            Self::Nothing => "Nothing",
            Self::AllNodesScan { .. } => "AllNodesScan",
            Self::NodeByLabelScan { .. } => "NodeByLabelScan",
            Self::NodeByIdSeek { .. } => "NodeByIdSeek",
            Self::NodeIndexSeek { .. } => "NodeIndexSeek",
            Self::Expand(expand) if expand.into => "Expand(Into)",
            Self::Expand(_) => "Expand(All)",
            Self::VarLengthExpand(expand) if expand.into => "VarLengthExpand(Into)",
            Self::VarLengthExpand(_) => "VarLengthExpand(All)",
            Self::ProjectEndpoints(_) => "ProjectEndpoints",
            Self::ShortestPath(_) => "ShortestPath",
            Self::Repeat(_) => "Repeat",
            Self::SelectPaths(_) => "SelectPaths",
            Self::BuildPath(_) => "BuildPath",
            Self::Filter(_) => "Filter",
            Self::Apply => "Apply",
            Self::OptionalApply { .. } => "OptionalApply",
            Self::SemiApply => "SemiApply",
            Self::AntiSemiApply => "AntiSemiApply",
            Self::HashJoin { .. } => "HashJoin",
            Self::CartesianProduct { .. } => "CartesianProduct",
            Self::Projection(_) => "Projection",
            Self::Reach(_) => "Reach",
            Self::ReachAll(_) => "ReachAll",
            Self::Intersect(_) => "Intersect",
            Self::CountMatches(_) => "CountMatches",
            Self::Aggregation { .. } => "Aggregation",
            Self::Distinct(_) => "Distinct",
            Self::Sort { .. } => "Sort",
            Self::Top { .. } => "Top",
            Self::Skip(_) => "Skip",
            Self::Limit(_) => "Limit",
            Self::Unwind { .. } => "Unwind",
            Self::Union { .. } => "Union",
            Self::Eager { .. } => "Eager",
            Self::Batches { .. } => "Batches",
            Self::Create(_) => "CreatePattern",
            Self::Merge { .. } => "Merge",
            Self::SetProperties(_) => "SetProperties",
            Self::Remove(_) => "Remove",
            Self::Delete { detach: false, .. } => "Delete",
            Self::Delete { detach: true, .. } => "DetachDelete",
            Self::Foreach { .. } => "Foreach",
            Self::ProcedureCall { .. } => "ProcedureCall",
            Self::UnitApply => "UnitApply",
            Self::LoadCsv { .. } => "LoadCsv",
            Self::ProduceResults(_) => "ProduceResults",
            Self::EmptyResult => "EmptyResult",
        }
    }
}

impl<'a> Describer<'a> {
    pub(super) fn new(statement: &'a BoundStatement) -> Self {
        Self { statement }
    }

    /// What a step works on.
    pub(super) fn step(self, step: &Step) -> String {
        match step {
            Step::Argument
            | Step::Nothing
            | Step::Apply
            | Step::SemiApply
            | Step::AntiSemiApply
            | Step::OptionalApply { .. }
            | Step::CartesianProduct { .. }
            | Step::Union { .. }
            | Step::Eager { .. }
            | Step::UnitApply
            | Step::EmptyResult => String::new(),
            Step::AllNodesScan { node } => self.slot(*node),
            Step::NodeByLabelScan { node, label } => {
                format!("{}:{}", self.slot(*node), self.label(*label))
            }
            Step::NodeByIdSeek { node, id } => {
                format!("id({}) = {}", self.slot(*node), self.expression(id))
            }
            Step::NodeIndexSeek { node, label, key, seek } => {
                let property = format!("{}.{}", self.slot(*node), self.key(*key));
                let label = self.label(*label);
                format!("{}:{label} WHERE {}", self.slot(*node), self.seek(&property, seek))
            }
            Step::Expand(expand) => self.expand(expand),
            Step::VarLengthExpand(expand) | Step::ReachAll(expand) => self.chain(expand),
            Step::ProjectEndpoints(endpoints) => self.endpoints(endpoints),
            Step::ShortestPath(shortest) => self.shortest(shortest),
            Step::Repeat(repeat) => self.repeat(repeat),
            Step::SelectPaths(select) => {
                format!("{} {}", self.selection(&select.selection), self.slot(select.path))
            }
            Step::BuildPath(path) => self.slot(path.slot),
            Step::Filter(predicates) => self.expressions(predicates, " AND "),
            Step::HashJoin { keys, .. } => {
                let key = |(left, right): &(Expression, Expression)| {
                    format!("{} = {}", self.expression(left), self.expression(right))
                };
                keys.iter().map(key).collect::<Vec<_>>().join(", ")
            }
            Step::Projection(items) => self.items(items),
            Step::Aggregation { keys, aggregates, times: _ } => self.grouping(keys, aggregates),
            Step::Reach(reach) => self.reach(reach),
            Step::Intersect(step) => self.intersection(step),
            Step::CountMatches(count) => self.counted(count),
            Step::Distinct(slots) => self.slots(slots),
            Step::Sort { keys, .. } => self.sort_keys(keys),
            Step::Top { keys, count, .. } => {
                format!("{} LIMIT {}", self.sort_keys(keys), self.expression(count))
            }
            Step::Skip(count) | Step::Limit(count) => self.expression(count),
            Step::Batches { size, .. } => format!("{} ROWS", self.expression(size)),
            Step::Unwind { list, slot } | Step::Foreach { list, slot } => {
                format!("{} IN {}", self.slot(*slot), self.expression(list))
            }
            Step::Create(pattern) => self.created(&pattern.items),
            Step::Merge { create, .. } => self.created(&create.items),
            Step::SetProperties(items) => {
                items.iter().map(|item| self.set_item(item)).collect::<Vec<_>>().join(", ")
            }
            Step::Remove(items) => {
                items.iter().map(|item| self.remove_item(item)).collect::<Vec<_>>().join(", ")
            }
            Step::Delete { targets, .. } => self.expressions(targets, ", "),
            Step::ProcedureCall { procedure, arguments, .. } => {
                format!("{}({})", procedure.name, self.expressions(arguments, ", "))
            }
            Step::LoadCsv { url, slot, .. } => {
                format!("{} FROM {}", self.slot(*slot), self.expression(url))
            }
            Step::ProduceResults(columns) => {
                let names: Vec<_> = columns.iter().map(|column| column.name.as_ref()).collect();
                names.join(", ")
            }
        }
    }

    /// A variable, else the column that it becomes, else a made-up name.
    pub(super) fn slot(self, slot: Slot) -> String {
        let name = self.statement.slots.get(slot.0 as usize).and_then(Option::as_ref);
        let name = name.or_else(|| self.column(slot));
        name.map_or_else(|| format!("_{}", slot.0), ToString::to_string)
    }

    /// The column of the result that a slot becomes.
    fn column(self, slot: Slot) -> Option<&'a Arc<str>> {
        let columns = match &self.statement.body {
            BoundBody::Query(query) => query.columns.as_slice(),
            BoundBody::Schema(_) => &[],
        };
        columns.iter().find(|column| column.slot == slot).map(|column| &column.name)
    }

    /// A variable within a pattern, where one without a name is left out.
    fn in_pattern(self, slot: Slot) -> &'a str {
        let name = self.statement.slots.get(slot.0 as usize).and_then(Option::as_ref);
        name.map_or("", AsRef::as_ref)
    }

    fn slots(self, slots: &[Slot]) -> String {
        slots.iter().map(|slot| self.slot(*slot)).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn label(self, label: LabelRef) -> &'a str {
        self.statement.names.labels.get(label.0 as usize).map_or("", AsRef::as_ref)
    }

    pub(super) fn relationship_type(self, kind: TypeRef) -> &'a str {
        self.statement.names.types.get(kind.0 as usize).map_or("", AsRef::as_ref)
    }

    pub(super) fn key(self, key: KeyRef) -> &'a str {
        self.statement.names.keys.get(key.0 as usize).map_or("", AsRef::as_ref)
    }

    pub(super) fn expressions(self, expressions: &[Expression], between: &str) -> String {
        expressions.iter().map(|one| self.expression(one)).collect::<Vec<_>>().join(between)
    }

    fn seek(self, property: &str, seek: &Seek) -> String {
        match seek {
            Seek::Equal(value) => format!("{property} = {}", self.expression(value)),
            Seek::In(list) => format!("{property} IN {}", self.expression(list)),
            Seek::Prefix(text) => format!("{property} STARTS WITH {}", self.expression(text)),
            Seek::Range { from, to } => {
                let bound = |bound: &Option<(Expression, bool)>, strict: &str| {
                    bound.as_ref().map(|(value, included)| {
                        let operator = strict.to_owned() + if *included { "=" } else { "" };
                        format!("{property} {operator} {}", self.expression(value))
                    })
                };
                let bounds = [bound(from, ">"), bound(to, "<")];
                bounds.into_iter().flatten().collect::<Vec<_>>().join(" AND ")
            }
        }
    }

    fn expand(self, expand: &Expand) -> String {
        let types = self.types(expand.types.as_deref());
        let name = self.in_pattern(expand.relationship);
        self.hop(expand.from, &format!("{name}{types}"), expand.direction, expand.to)
    }

    fn reach(self, reach: &Reach) -> String {
        let mut from = reach.from;
        let mut hops = Vec::new();
        for hop in &reach.hops {
            let types = self.types(hop.types.as_deref());
            let text = self.hop(from, &types, hop.direction, hop.to);
            let conditions: Vec<_> =
                hop.relationship_conditions.iter().chain(&hop.node_conditions).collect();
            hops.push(self.under(text, &conditions));
            from = hop.to;
        }
        hops.join(", ")
    }

    /// A text with the conditions under which it holds.
    fn under(self, text: String, conditions: &[&Expression]) -> String {
        if conditions.is_empty() {
            return text;
        }
        let conditions: Vec<_> = conditions.iter().map(|one| self.expression(one)).collect();
        format!("{text} WHERE {}", conditions.join(" AND "))
    }

    fn intersection(self, step: &Intersect) -> String {
        let hop = |edge: &CountedEdge| {
            self.hop(edge.from, &self.types(edge.types.as_deref()), edge.direction, edge.to)
        };
        let hops: Vec<_> = step.edges.iter().map(hop).collect();
        self.under(hops.join(", "), &step.node_conditions.iter().collect::<Vec<_>>())
    }

    fn counted(self, count: &CountMatches) -> String {
        let hops: Vec<_> =
            count.hops().iter().map(|(from, hop)| self.counted_hop(*from, hop)).collect();
        hops.join(", ")
    }

    fn counted_hop(self, from: Slot, hop: &Branch) -> String {
        let types = self.types(hop.types.as_deref());
        let name = self.in_pattern(hop.relationship);
        let text = self.hop(from, &format!("{name}{types}"), hop.direction, hop.node);
        let conditions: Vec<_> =
            hop.relationship_conditions.iter().chain(&hop.node_conditions).collect();
        self.under(text, &conditions)
    }

    fn chain(self, expand: &VarLengthExpand) -> String {
        let types = match &expand.type_test {
            Some(test) => {
                format!(":{}", name_test(test, &|kind| self.relationship_type(kind)))
            }
            None => self.types(expand.types.as_deref()),
        };
        let name = self.in_pattern(expand.relationships);
        let length = length(expand.length);
        let mode = mode(expand.mode);
        let inside = format!("{name}{types}*{length}{mode}");
        self.hop(expand.from, &inside, expand.direction, expand.to)
    }

    fn endpoints(self, endpoints: &ProjectEndpoints) -> String {
        let types = self.types(endpoints.types.as_deref());
        let name = self.in_pattern(endpoints.relationship);
        self.hop(endpoints.from, &format!("{name}{types}"), endpoints.direction, endpoints.to)
    }

    fn shortest(self, shortest: &ShortestPath) -> String {
        format!("{} {}", self.selection(&shortest.selection), self.chain(&shortest.expand))
    }

    fn repeat(self, repeat: &Repeat) -> String {
        let (from, to) = (self.in_pattern(repeat.from), self.in_pattern(repeat.to));
        format!("({from}) {{{}}} ({to}){}", length(repeat.length), mode(repeat.mode))
    }

    fn selection(self, selection: &Selection) -> String {
        match selection {
            Selection::One => "ANY SHORTEST".to_owned(),
            Selection::All => "ALL SHORTEST".to_owned(),
            Selection::First(count) => format!("SHORTEST {}", self.expression(count)),
            Selection::Groups(count) => format!("SHORTEST {} GROUPS", self.expression(count)),
            Selection::Any(count) => format!("ANY {}", self.expression(count)),
        }
    }

    fn hop(self, from: Slot, inside: &str, direction: Direction, to: Slot) -> String {
        let (before, after) = match direction {
            Direction::Outgoing => ("-", "->"),
            Direction::Incoming => ("<-", "-"),
            Direction::Both => ("-", "-"),
        };
        let (from, to) = (self.in_pattern(from), self.in_pattern(to));
        format!("({from}){before}[{inside}]{after}({to})")
    }

    fn types(self, types: Option<&[TypeRef]>) -> String {
        let Some(types) = types else { return String::new() };
        let names: Vec<_> = types.iter().map(|kind| self.relationship_type(*kind)).collect();
        format!(":{}", names.join("|"))
    }

    fn items(self, items: &[(Expression, Slot)]) -> String {
        let item = |(expression, slot): &(Expression, Slot)| {
            let (text, name) = (self.expression(expression), self.slot(*slot));
            if text == name { text } else { format!("{text} AS {name}") }
        };
        items.iter().map(item).collect::<Vec<_>>().join(", ")
    }

    fn grouping(self, keys: &[(Expression, Slot)], aggregates: &[AggregateCall]) -> String {
        let call = |call: &AggregateCall| {
            let name = call.aggregate.map_or("count", |aggregate| aggregate.name);
            let distinct = if call.distinct { "DISTINCT " } else { "" };
            let arguments = match call.aggregate {
                None => "*".to_owned(),
                Some(_) => self.expressions(&call.arguments, ", "),
            };
            format!("{name}({distinct}{arguments})")
        };
        let calls: Vec<_> = aggregates.iter().map(call).collect();
        match (calls.join(", "), self.items(keys)) {
            (calls, keys) if keys.is_empty() => calls,
            (calls, keys) => format!("{calls} BY {keys}"),
        }
    }

    fn sort_keys(self, keys: &[SortKey]) -> String {
        let key = |key: &SortKey| {
            let ending = if key.descending { " DESC" } else { "" };
            self.expression(&key.expression) + ending
        };
        keys.iter().map(key).collect::<Vec<_>>().join(", ")
    }

    fn created(self, items: &[CreateItem]) -> String {
        let item = |item: &CreateItem| match item {
            CreateItem::Node { slot, labels, properties, .. } => {
                let labels: Vec<_> = labels.iter().map(|label| self.label(*label)).collect();
                let labels = labels.iter().flat_map(|label| [":", label]).collect::<String>();
                format!("({}{labels}{})", self.in_pattern(*slot), self.property_map(properties))
            }
            CreateItem::Relationship { slot, kind, start, end, properties, .. } => {
                let kind = self.relationship_type(*kind);
                let properties = self.property_map(properties);
                let inside = format!("{}:{kind}{properties}", self.in_pattern(*slot));
                self.hop(*start, &inside, Direction::Outgoing, *end)
            }
        };
        items.iter().map(item).collect::<Vec<_>>().join(", ")
    }

    fn property_map(self, properties: &PropertyMap) -> String {
        match properties {
            PropertyMap::Entries(entries) if entries.is_empty() => String::new(),
            PropertyMap::Entries(entries) => {
                let entry = |(key, value): &(KeyRef, Expression)| {
                    format!("{}: {}", self.key(*key), self.expression(value))
                };
                format!(" {{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
            PropertyMap::Map(map) => format!(" {}", self.expression(map)),
        }
    }

    fn set_item(self, item: &BoundSetItem) -> String {
        match item {
            BoundSetItem::Property { target, key, value } => {
                let (target, value) = (self.expression(target), self.expression(value));
                format!("{target}.{} = {value}", self.key(*key))
            }
            BoundSetItem::DynamicProperty { target, key, value } => {
                let target = self.expression(target);
                format!("{target}[{}] = {}", self.expression(key), self.expression(value))
            }
            BoundSetItem::Replace { target, value } => {
                format!("{} = {}", self.expression(target), self.expression(value))
            }
            BoundSetItem::Merge { target, value } => {
                format!("{} += {}", self.expression(target), self.expression(value))
            }
            BoundSetItem::Labels { target, labels } => self.labelled(target, labels),
        }
    }

    fn remove_item(self, item: &BoundRemoveItem) -> String {
        match item {
            BoundRemoveItem::Property { target, key } => {
                format!("{}.{}", self.expression(target), self.key(*key))
            }
            BoundRemoveItem::DynamicProperty { target, key } => {
                format!("{}[{}]", self.expression(target), self.expression(key))
            }
            BoundRemoveItem::Labels { target, labels } => self.labelled(target, labels),
        }
    }

    fn labelled(self, target: &Expression, labels: &[LabelRef]) -> String {
        let labels = labels.iter().flat_map(|label| [":", self.label(*label)]);
        self.expression(target) + &labels.collect::<String>()
    }
}

/// A condition on names.
pub(super) fn name_test<'a, T: Copy>(test: &NameTest<T>, name: &impl Fn(T) -> &'a str) -> String {
    let join = |tests: &[NameTest<T>], between: &str| {
        let parts: Vec<_> = tests.iter().map(|test| name_test(test, name)).collect();
        if parts.len() == 1 { parts.concat() } else { format!("({})", parts.join(between)) }
    };
    match test {
        NameTest::Name(one) => name(*one).to_owned(),
        NameTest::Wildcard => "%".to_owned(),
        NameTest::Not(test) => format!("!{}", name_test(test, name)),
        NameTest::And(tests) => join(tests, "&"),
        NameTest::Or(tests) => join(tests, "|"),
    }
}

fn length(range: LengthRange) -> String {
    match (range.min, range.max) {
        (min, Some(max)) if min == max => min.to_string(),
        (min, Some(max)) => format!("{min}..{max}"),
        (min, None) => format!("{min}.."),
    }
}

fn mode(mode: PathRestriction) -> &'static str {
    match mode {
        PathRestriction::Walk => " WALK",
        PathRestriction::Trail => "",
        PathRestriction::Acyclic => " ACYCLIC",
        PathRestriction::Simple => " SIMPLE",
    }
}
