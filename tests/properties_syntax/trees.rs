//! Random syntax trees, of the shapes that the parser builds.

#![expect(
    clippy::needless_pass_by_value,
    reason = "strategies are cheap to clone and made in place"
)]

use amur::Span;
use amur::syntax::ast::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

type Trees<T> = BoxedStrategy<T>;

const NOWHERE: Span = Span { start: 0, end: 0 };

fn named(text: &str) -> Name {
    Name { text: text.into(), span: NOWHERE }
}

/// Names that need backticks in some places, in all, or in none.
fn name() -> Trees<Name> {
    const NAMES: &[&str] = &[
        "n",
        "m",
        "x",
        "Person",
        "KNOWS",
        "match",
        "WHERE",
        "end",
        "count",
        "exists",
        "all",
        "日本",
        "a b",
        "x`y",
        "_x",
        "1a",
        "order",
        "finish",
        "in",
        "null",
        "a$",
        "if",
        "for",
        "distinct",
        "%",
        "shortestPath",
    ];
    select(NAMES).prop_map(named).boxed()
}

fn dotted() -> Trees<Name> {
    select(&["size", "db.labels", "my.odd name.f", "in.x", "exists", "reduce", "any", "case"][..])
        .prop_map(named)
        .boxed()
}

fn at(kind: ExpressionKind) -> Expression {
    Expression { kind, span: NOWHERE }
}

fn literal() -> Trees<Expression> {
    prop_oneof![
        Just(Literal::Null),
        any::<bool>().prop_map(Literal::Boolean),
        any::<i64>().prop_map(Literal::Integer),
        Just(Literal::Integer(i64::MIN)),
        (-3..3_i64).prop_map(Literal::Integer),
        prop::num::f64::NORMAL.prop_map(Literal::Float),
        any::<String>().prop_map(Literal::String),
        Just(Literal::String("it's \\ \u{1} \"".to_owned())),
    ]
    .prop_map(|literal| at(ExpressionKind::Literal(literal)))
    .boxed()
}

fn leaf() -> Trees<Expression> {
    prop_oneof![
        3 => name().prop_map(|name| at(ExpressionKind::Variable(name))),
        2 => literal(),
        1 => name().prop_map(|name| at(ExpressionKind::Parameter(name))),
        1 => Just(at(ExpressionKind::CountStar)),
    ]
    .boxed()
}

/// Values, a few levels deep.
fn expression() -> Trees<Expression> {
    leaf()
        .prop_recursive(4, 40, 4, |inner| {
            prop_oneof![
                operators(&inner),
                steps(&inner),
                collections(&inner),
                iterations(&inner),
                forms(&inner)
            ]
        })
        .boxed()
}

fn boxed(inner: &Trees<Expression>) -> Trees<Box<Expression>> {
    inner.clone().prop_map(Box::new).boxed()
}

fn operators(inner: &Trees<Expression>) -> Trees<Expression> {
    let many = || vec(inner.clone(), 2..4);
    let unary = select(&[UnaryOperator::Not, UnaryOperator::Minus, UnaryOperator::Plus][..]);
    let compared = select(
        &[
            ComparisonOperator::Equal,
            ComparisonOperator::NotEqual,
            ComparisonOperator::Less,
            ComparisonOperator::GreaterOrEqual,
        ][..],
    );
    let tests =
        select(&[TextOperator::StartsWith, TextOperator::Contains, TextOperator::Matches][..]);
    let types = select(&["INTEGER", "LIST<STRING>", "ZONED DATETIME", "STRING NOT NULL"][..]);
    prop_oneof![
        (unary, boxed(inner)).prop_map(|(operator, x)| ExpressionKind::Unary(operator, x)),
        many().prop_map(ExpressionKind::And),
        many().prop_map(ExpressionKind::Or),
        many().prop_map(ExpressionKind::Xor),
        arithmetic(inner),
        (boxed(inner), vec((compared, inner.clone()), 1..3))
            .prop_map(|(first, rest)| ExpressionKind::Comparison(first, rest)),
        (tests, boxed(inner), boxed(inner))
            .prop_map(|(operator, one, two)| ExpressionKind::Text(operator, one, two)),
        (boxed(inner), boxed(inner)).prop_map(|(one, two)| ExpressionKind::In(one, two)),
        (boxed(inner), any::<bool>()).prop_map(|(x, not)| ExpressionKind::IsNull(x, not)),
        (boxed(inner), types, any::<bool>()).prop_map(|(x, name, not)| ExpressionKind::IsTyped(
            x,
            name.to_owned(),
            not
        )),
    ]
    .prop_map(at)
    .boxed()
}

/// Chains of operators of one rank. `||` stands beside variables only: beside a number it is refused.
fn arithmetic(inner: &Trees<Expression>) -> Trees<ExpressionKind> {
    let chain = |operators: &'static [ArithmeticOperator], operand: Trees<Expression>| {
        (boxed(&operand), vec((select(operators), operand), 1..4))
            .prop_map(|(first, rest)| ExpressionKind::Arithmetic(first, rest))
    };
    let variable = name().prop_map(|name| at(ExpressionKind::Variable(name))).boxed();
    prop_oneof![
        chain(&[ArithmeticOperator::Add, ArithmeticOperator::Subtract], inner.clone()),
        chain(
            &[ArithmeticOperator::Multiply, ArithmeticOperator::Divide, ArithmeticOperator::Modulo],
            inner.clone()
        ),
        chain(&[ArithmeticOperator::Power], inner.clone()),
        chain(&[ArithmeticOperator::Concatenate, ArithmeticOperator::Add], variable),
    ]
    .boxed()
}

fn steps(inner: &Trees<Expression>) -> Trees<Expression> {
    let maybe = || option::of(boxed(inner));
    prop_oneof![
        (boxed(inner), name()).prop_map(|(x, key)| ExpressionKind::Property(x, key)),
        (boxed(inner), boxed(inner)).prop_map(|(x, index)| ExpressionKind::Index(x, index)),
        (boxed(inner), maybe(), maybe())
            .prop_map(|(x, from, to)| ExpressionKind::Slice(x, from, to)),
        (boxed(inner), labels()).prop_map(|(x, labels)| ExpressionKind::HasLabels(x, labels)),
    ]
    .prop_map(at)
    .boxed()
}

fn entries(inner: &Trees<Expression>) -> Trees<Vec<(Name, Expression)>> {
    vec((name(), inner.clone()), 0..3).boxed()
}

fn collections(inner: &Trees<Expression>) -> Trees<Expression> {
    let projected = prop_oneof![
        name().prop_map(MapProjectionItem::Property),
        Just(MapProjectionItem::AllProperties(NOWHERE)),
        (name(), inner.clone()).prop_map(|(key, value)| MapProjectionItem::Entry(key, value)),
        name().prop_map(MapProjectionItem::Variable),
    ];
    prop_oneof![
        vec(inner.clone(), 0..4).prop_map(ExpressionKind::List),
        entries(inner).prop_map(ExpressionKind::Map),
        (name(), vec(projected, 0..4))
            .prop_map(|(subject, items)| ExpressionKind::MapProjection { subject, items }),
    ]
    .prop_map(at)
    .boxed()
}

fn iterations(inner: &Trees<Expression>) -> Trees<Expression> {
    let maybe = || option::of(boxed(&condition(inner.clone())));
    let kind = select(
        &[QuantifierKind::All, QuantifierKind::Any, QuantifierKind::None, QuantifierKind::Single][..],
    );
    let reduce = (name(), boxed(inner), name(), boxed(inner), boxed(inner));
    prop_oneof![
        (name(), boxed(inner), maybe(), option::of(boxed(inner))).prop_map(
            |(variable, list, predicate, result)| ExpressionKind::ListComprehension {
                variable,
                list,
                predicate,
                result
            }
        ),
        (kind, name(), boxed(inner), maybe()).prop_map(|(kind, variable, list, predicate)| {
            ExpressionKind::Quantifier { kind, variable, list, predicate }
        }),
        reduce.prop_map(|(accumulator, initial, variable, list, result)| ExpressionKind::Reduce {
            accumulator,
            initial,
            variable,
            list,
            result
        }),
        (chain(inner.clone()), option::of(name()), maybe(), boxed(inner)).prop_map(
            |(path, variable, predicate, result)| ExpressionKind::PatternComprehension {
                path: Box::new(PathPattern { variable, ..path }),
                predicate,
                result
            }
        ),
    ]
    .prop_map(at)
    .boxed()
}

fn forms(inner: &Trees<Expression>) -> Trees<Expression> {
    let branch = (condition(inner.clone()), inner.clone())
        .prop_map(|(condition, result)| Branch { condition, result });
    let case = (option::of(boxed(inner)), vec(branch, 1..3), option::of(boxed(inner)));
    let function = prop_oneof![
        (prop_oneof![dotted(), name()], any::<bool>(), vec(inner.clone(), 1..3)).boxed(),
        (prop_oneof![dotted(), name()], Just(false), Just(Vec::new())).boxed(),
    ];
    let pattern = || {
        (pattern(inner.clone()).prop_map(Box::new), option::of(boxed(&condition(inner.clone()))))
    };
    let returned = inner.clone().prop_map(returning);
    prop_oneof![
        case.prop_map(|(subject, branches, otherwise)| ExpressionKind::Case {
            subject,
            branches,
            otherwise
        }),
        function.prop_map(|(function, distinct, arguments)| ExpressionKind::Call {
            function,
            distinct,
            arguments
        }),
        pattern()
            .prop_map(|(pattern, predicate)| ExpressionKind::ExistsPattern(pattern, predicate)),
        pattern().prop_map(|(pattern, predicate)| ExpressionKind::CountPattern(pattern, predicate)),
        returned.clone().prop_map(|query| ExpressionKind::Exists(Box::new(query))),
        returned.clone().prop_map(|query| ExpressionKind::Count(Box::new(query))),
        returned.prop_map(|query| ExpressionKind::Collect(Box::new(query))),
        chain(inner.clone()).prop_map(|path| {
            let function = Some(ShortestFunction::All);
            ExpressionKind::ShortestPath(Box::new(PathPattern { function, ..path }))
        }),
    ]
    .prop_map(at)
    .boxed()
}

/// A value, or patterns joined by logic.
fn condition(inner: Trees<Expression>) -> Trees<Expression> {
    let pattern = chain(inner.clone())
        .prop_map(|path| at(ExpressionKind::PatternPredicate(Box::new(path))))
        .boxed();
    prop_oneof![
        4 => inner.clone(),
        1 => pattern.clone(),
        1 => pattern.clone().prop_map(|x| at(ExpressionKind::Unary(UnaryOperator::Not, Box::new(x)))),
        1 => (pattern, inner).prop_map(|(one, two)| at(ExpressionKind::And(vec![one, two]))),
    ]
    .boxed()
}

fn labels() -> Trees<LabelExpression> {
    let leaf = prop_oneof![
        4 => name().prop_map(LabelExpression::Name),
        1 => Just(LabelExpression::Wildcard(NOWHERE)),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|label| LabelExpression::Not(Box::new(label))),
            vec(inner.clone(), 2..4).prop_map(LabelExpression::And),
            vec(inner, 2..4).prop_map(LabelExpression::Or),
        ]
    })
    .boxed()
}

fn properties(inner: &Trees<Expression>) -> Trees<Option<Expression>> {
    prop_oneof![
        2 => Just(None),
        1 => entries(inner).prop_map(|entries| Some(at(ExpressionKind::Map(entries)))),
        1 => name().prop_map(|name| Some(at(ExpressionKind::Parameter(name)))),
    ]
    .boxed()
}

fn node(inner: Trees<Expression>) -> Trees<NodePattern> {
    (option::of(name()), option::of(labels()), properties(&inner), option::of(inner.clone()))
        .prop_map(|(variable, labels, properties, predicate)| NodePattern {
            variable,
            labels,
            properties,
            predicate,
            span: NOWHERE,
        })
        .boxed()
}

fn bound() -> Trees<Option<u64>> {
    option::of(prop_oneof![0..3_u64, Just(u64::MAX)]).boxed()
}

fn repetition() -> Trees<Option<Repetition>> {
    option::of((0..3_u64, bound()).prop_map(|(min, max)| Repetition { min, max, span: NOWHERE }))
        .boxed()
}

fn relationship(inner: Trees<Expression>) -> Trees<RelationshipPattern> {
    let direction = select(&[Direction::Outgoing, Direction::Incoming, Direction::Both][..]);
    let length =
        option::of((bound(), bound()).prop_map(|(min, max)| Length { min, max, span: NOWHERE }));
    let conditions = (properties(&inner), option::of(inner.clone()));
    (option::of(name()), option::of(labels()), conditions, direction, length, repetition())
        .prop_map(|(variable, types, (properties, predicate), direction, length, repetition)| {
            RelationshipPattern {
                variable,
                types,
                properties,
                predicate,
                direction,
                length,
                repetition,
                span: NOWHERE,
            }
        })
        .boxed()
}

fn path(elements: Vec<PathElement>) -> PathPattern {
    PathPattern {
        variable: None,
        function: None,
        selector: None,
        mode: PathMode::Trail,
        in_time_order: false,
        elements,
        span: NOWHERE,
    }
}

/// A path of at least one relationship between nodes.
fn chain(inner: Trees<Expression>) -> Trees<PathPattern> {
    let step = (relationship(inner.clone()), node(inner.clone()));
    (node(inner), vec(step, 1..3))
        .prop_map(|(first, steps)| {
            let mut elements = vec![PathElement::Node(first)];
            for (relationship, node) in steps {
                elements.push(PathElement::Relationship(relationship));
                elements.push(PathElement::Node(node));
            }
            path(elements)
        })
        .boxed()
}

/// A path that may hold quantified paths.
fn long_path(inner: Trees<Expression>) -> Trees<PathPattern> {
    let quantified = (chain(inner.clone()), option::of(inner.clone()), repetition()).prop_map(
        |(path, predicate, repetition)| {
            PathElement::Quantified(QuantifiedPath { path, predicate, repetition, span: NOWHERE })
        },
    );
    let between =
        prop_oneof![quantified, relationship(inner.clone()).prop_map(PathElement::Relationship)];
    (node(inner.clone()), vec((between, node(inner)), 0..3))
        .prop_map(|(first, steps)| {
            let mut elements = vec![PathElement::Node(first)];
            for (between, node) in steps {
                elements.extend([between, PathElement::Node(node)]);
            }
            path(elements)
        })
        .boxed()
}

fn selector() -> Trees<Option<Selector>> {
    let count = prop_oneof![
        (1..3_i64).prop_map(|count| at(ExpressionKind::Literal(Literal::Integer(count)))),
        name().prop_map(|name| at(ExpressionKind::Parameter(name))),
    ];
    prop_oneof![
        Just(None),
        Just(Some(Selector::All)),
        Just(Some(Selector::AllShortest)),
        count.clone().prop_map(|count| Some(Selector::Any(count))),
        count.clone().prop_map(|count| Some(Selector::Shortest(count))),
        count.prop_map(|count| Some(Selector::ShortestGroups(count))),
    ]
    .boxed()
}

fn path_pattern(inner: Trees<Expression>) -> Trees<PathPattern> {
    let mode = select(&[PathMode::Walk, PathMode::Trail, PathMode::Acyclic, PathMode::Simple][..]);
    let function = option::of(select(&[ShortestFunction::One, ShortestFunction::All][..]));
    (option::of(name()), function, selector(), mode, any::<bool>(), long_path(inner))
        .prop_map(|(variable, function, selector, mode, in_time_order, path)| PathPattern {
            variable,
            function,
            selector,
            mode,
            in_time_order,
            ..path
        })
        .boxed()
}

fn pattern(inner: Trees<Expression>) -> Trees<Pattern> {
    vec(path_pattern(inner), 1..3).prop_map(|paths| Pattern { paths, span: NOWHERE }).boxed()
}

fn projection(inner: Trees<Expression>) -> Trees<Projection> {
    let item = (inner.clone(), option::of(name())).prop_map(|(expression, alias)| ProjectionItem {
        expression,
        alias,
        text: String::new(),
    });
    let sort = (inner.clone(), any::<bool>())
        .prop_map(|(expression, descending)| SortItem { expression, descending });
    let ends = (vec(sort, 0..3), option::of(inner.clone()), option::of(inner));
    let items = prop_oneof![(Just(true), vec(item.clone(), 0..3)), (Just(false), vec(item, 1..4)),];
    (any::<bool>(), items, ends)
        .prop_map(|(distinct, (star, items), (order, skip, limit))| Projection {
            distinct,
            star,
            items,
            order,
            skip,
            limit,
            span: NOWHERE,
        })
        .boxed()
}

/// `RETURN` of one value.
fn returning(expression: Expression) -> Query {
    let item = ProjectionItem { expression, alias: None, text: String::new() };
    let projection = Projection {
        distinct: false,
        star: false,
        items: vec![item],
        order: Vec::new(),
        skip: None,
        limit: None,
        span: NOWHERE,
    };
    query_of(vec![Clause::Return(projection)])
}

fn query_of(clauses: Vec<Clause>) -> Query {
    Query { first: SingleQuery { clauses, span: NOWHERE }, unions: Vec::new(), span: NOWHERE }
}

fn set_item(inner: Trees<Expression>) -> Trees<SetItem> {
    let value = || inner.clone();
    prop_oneof![
        (value(), name(), value()).prop_map(|(target, key, value)| SetItem::Property {
            target,
            key,
            value
        }),
        (value(), value(), value()).prop_map(|(target, key, value)| SetItem::DynamicProperty {
            target,
            key,
            value
        }),
        (name(), value()).prop_map(|(variable, value)| SetItem::Replace { variable, value }),
        (name(), value()).prop_map(|(variable, value)| SetItem::Merge { variable, value }),
        (name(), vec(name(), 1..3))
            .prop_map(|(variable, labels)| SetItem::Labels { variable, labels }),
    ]
    .boxed()
}

fn remove_item(inner: Trees<Expression>) -> Trees<RemoveItem> {
    prop_oneof![
        (inner.clone(), name()).prop_map(|(target, key)| RemoveItem::Property { target, key }),
        (inner.clone(), inner)
            .prop_map(|(target, key)| RemoveItem::DynamicProperty { target, key }),
        (name(), vec(name(), 1..3))
            .prop_map(|(variable, labels)| RemoveItem::Labels { variable, labels }),
    ]
    .boxed()
}

fn updating_clause(inner: Trees<Expression>) -> Trees<Clause> {
    let event = select(&[MergeEvent::Create, MergeEvent::Match][..]);
    let action = (event, vec(set_item(inner.clone()), 1..3))
        .prop_map(|(event, items)| MergeAction { event, items });
    prop_oneof![
        pattern(inner.clone())
            .prop_map(|pattern| Clause::Create(Create { pattern, span: NOWHERE })),
        (path_pattern(inner.clone()), vec(action, 0..3))
            .prop_map(|(path, actions)| Clause::Merge(Merge { path, actions, span: NOWHERE })),
        vec(set_item(inner.clone()), 1..3)
            .prop_map(|items| Clause::Set(SetClause { items, span: NOWHERE })),
        vec(remove_item(inner.clone()), 1..3)
            .prop_map(|items| Clause::Remove(Remove { items, span: NOWHERE })),
        (any::<bool>(), vec(inner, 1..3)).prop_map(|(detach, targets)| Clause::Delete(Delete {
            detach,
            targets,
            span: NOWHERE
        })),
    ]
    .boxed()
}

fn call(inner: Trees<Expression>) -> Trees<Clause> {
    let arguments = prop_oneof![
        Just(CallArguments::Implicit),
        vec(inner.clone(), 0..3).prop_map(CallArguments::Explicit),
    ];
    let item = (name(), option::of(name())).prop_map(|(column, alias)| YieldItem { column, alias });
    let yields = prop_oneof![
        Just((None, None)),
        (vec(item, 1..3).prop_map(Some), option::of(condition(inner))),
    ];
    (any::<bool>(), dotted(), arguments, yields)
        .prop_map(|(optional, procedure, arguments, (yields, predicate))| {
            Clause::Call(Call {
                optional,
                procedure,
                arguments,
                yield_star: false,
                yields,
                predicate,
                span: NOWHERE,
            })
        })
        .boxed()
}

fn subquery(inner: Trees<Expression>) -> Trees<Clause> {
    let scope = prop_oneof![
        Just(SubqueryScope::Importing),
        Just(SubqueryScope::All),
        vec(name(), 0..3).prop_map(SubqueryScope::Names),
    ];
    let batches = option::of(
        option::of(inner.clone()).prop_map(|rows| TransactionBatches { rows, span: NOWHERE }),
    );
    (any::<bool>(), scope, inner, batches)
        .prop_map(|(optional, scope, value, batches)| {
            let query = returning(value);
            Clause::Subquery(Subquery { optional, scope, query, batches, span: NOWHERE })
        })
        .boxed()
}

fn reading_clause(inner: Trees<Expression>) -> Trees<Clause> {
    let predicate = || option::of(condition(inner.clone()));
    prop_oneof![
        4 => (any::<bool>(), pattern(inner.clone()), predicate()).prop_map(
            |(optional, pattern, predicate)| Clause::Match(Match {
                optional,
                pattern,
                predicate,
                span: NOWHERE
            })
        ),
        1 => (inner.clone(), name())
            .prop_map(|(list, variable)| Clause::Unwind(Unwind { list, variable, span: NOWHERE })),
        2 => (projection(inner.clone()), predicate())
            .prop_map(|(projection, predicate)| Clause::With(With { projection, predicate })),
        2 => projection(inner.clone()).prop_map(Clause::Return),
        1 => call(inner.clone()),
        1 => subquery(inner.clone()),
        1 => (any::<bool>(), inner.clone(), name(), option::of(inner.clone())).prop_map(
            |(headers, url, variable, delimiter)| Clause::LoadCsv(LoadCsv {
                headers,
                url,
                variable,
                delimiter,
                span: NOWHERE
            })
        ),
        1 => dotted().prop_map(|name| Clause::Use { name, span: NOWHERE }),
        1 => Just(Clause::Finish { span: NOWHERE }),
    ]
    .boxed()
}

fn clause() -> Trees<Clause> {
    let foreach = (name(), expression(), vec(updating_clause(expression()), 1..3)).prop_map(
        |(variable, list, clauses)| {
            Clause::Foreach(Foreach { variable, list, clauses, span: NOWHERE })
        },
    );
    prop_oneof![4 => reading_clause(expression()), 2 => updating_clause(expression()), 1 => foreach]
        .boxed()
}

fn single_query() -> Trees<SingleQuery> {
    vec(clause(), 1..4).prop_map(|clauses| SingleQuery { clauses, span: NOWHERE }).boxed()
}

fn query() -> Trees<Query> {
    let union = (any::<bool>(), single_query()).prop_map(|(all, query)| Union {
        all,
        query,
        span: NOWHERE,
    });
    (single_query(), vec(union, 0..2))
        .prop_map(|(first, unions)| Query { first, unions, span: NOWHERE })
        .boxed()
}

fn schema() -> Trees<Schema> {
    let entity = || {
        prop_oneof![
            name().prop_map(EntityPattern::Node),
            name().prop_map(EntityPattern::Relationship),
        ]
    };
    let kind =
        select(&[ConstraintKind::Unique, ConstraintKind::Existence, ConstraintKind::Key][..]);
    let parts = || (option::of(name()), any::<bool>(), entity(), vec(name(), 1..3));
    prop_oneof![
        parts().prop_map(|(name, if_not_exists, entity, keys)| Schema::CreateIndex {
            name,
            if_not_exists,
            entity,
            keys,
            span: NOWHERE
        }),
        (parts(), kind).prop_map(|((name, if_not_exists, entity, keys), kind)| {
            Schema::CreateConstraint { name, if_not_exists, entity, keys, kind, span: NOWHERE }
        }),
        (name(), any::<bool>()).prop_map(|(name, if_exists)| Schema::DropIndex { name, if_exists }),
        (name(), any::<bool>())
            .prop_map(|(name, if_exists)| Schema::DropConstraint { name, if_exists }),
    ]
    .boxed()
}

fn show() -> Trees<Show> {
    let kinds =
        &[ShowKind::Indexes, ShowKind::Constraints, ShowKind::Functions, ShowKind::Procedures][..];
    (select(kinds), option::of(projection(leaf())), option::of(leaf()))
        .prop_map(|(kind, yields, predicate)| Show { kind, yields, predicate, span: NOWHERE })
        .boxed()
}

fn period() -> Trees<Option<Period>> {
    let date = prop_oneof![
        any::<String>().prop_map(|text| at(ExpressionKind::Literal(Literal::String(text)))),
        name().prop_map(|name| at(ExpressionKind::Parameter(name))),
    ];
    let kind = select(&[PeriodKind::AsOf, PeriodKind::During][..]);
    option::of((kind, any::<bool>(), date).prop_map(|(kind, strictly, date)| Period {
        kind,
        strictly,
        date,
        span: NOWHERE,
    }))
    .boxed()
}

/// Whole statements.
pub(crate) fn statement() -> Trees<Statement> {
    let mode = select(&[Mode::Run, Mode::Explain, Mode::Profile][..]);
    let body = prop_oneof![
        6 => query().prop_map(Body::Query),
        1 => schema().prop_map(Body::Schema),
        1 => show().prop_map(Body::Show),
    ];
    (mode, period(), body)
        .prop_map(|(mode, period, body)| Statement { mode, period, body, span: NOWHERE })
        .boxed()
}
