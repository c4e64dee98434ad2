//! Functions on dated and sourced facts: nodes and relationships with the properties `on`, or `from`
//! and `until`, and `source`.
//!
//! What they answer is three-valued: true, false, or null where the dates allow both, as well as for
//! what has no date at all. `on` says that something happened on some day of that date, so an interval
//! there is a span in which it lies; `from` and `until` say that it lasted. A path relates to a time as
//! all of its dated nodes and relationships do.

mod dates;
mod source;
mod verb;

use dates::{Dates, dates_of};
use source::sources;
use verb::verb;

use super::arguments::{text, value};
use super::{Environment, Family, Function, Parameter};
use crate::error::Result;
use crate::graph::GraphView;
use crate::value::edtf::{Edtf, Extent};
use crate::value::{Date, Kinds, Map, Value};

/// What has a date: an entity, a path, a text in EDTF, a day.
const DATED: Kinds = Kinds::ENTITY.or(Kinds::PATH).or(Kinds::STRING).or(Kinds::DATE);
const X: Parameter = Parameter::one("x", DATED);
const Y: Parameter = Parameter::one("y", DATED);
const PERIOD: Parameter = Parameter::one("period", DATED);

/// The rows of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    row("edtf", &[Parameter::one("text", Kinds::STRING)], Kinds::MAP, edtf).says(
        "what an imprecise date says: `earliest`, `latest`, `precision`, `approximate`, `uncertain`",
        &[
            ("edtf('1918-02~').precision", "'month'"),
            ("edtf('1918-02~').approximate", "true"),
            ("edtf('1917-12/1918-01').latest", "date('1918-01-31')"),
        ],
    ),
    row("during", &[X, PERIOD], Kinds::BOOLEAN, |environment, arguments| {
        relate(environment, arguments, Extent::during)
    })
    .says(
        "whether it happened within the period, or lasted in some part of it",
        &[
            ("[()-[r]->() | during(r, '1918-08')]", "[true]"),
            ("during('1918-07', '1918')", "true"),
            ("during('1918', '1918-07')", "null"),
            ("during('1918', '1920')", "false"),
        ],
    ),
    row("before", &[X, Y], Kinds::BOOLEAN, |environment, arguments| {
        relate(environment, arguments, Extent::before)
    })
    .says(
        "whether the first ended before the second began",
        &[("before('1917', '1918')", "true"), ("before('1918', '1918-07')", "null")],
    ),
    row("after", &[X, Y], Kinds::BOOLEAN, |environment, arguments| {
        relate(environment, arguments, Extent::after)
    })
    .says(
        "whether the first began after the second ended",
        &[("after('1919-01', '1918')", "true"), ("after('1917', '1918')", "false")],
    ),
    row("overlaps", &[X, Y], Kinds::BOOLEAN, |environment, arguments| {
        relate(environment, arguments, Extent::overlaps)
    })
    .says(
        "whether both share a day",
        &[
            ("overlaps('1917/1919', '1918/1922')", "true"),
            ("overlaps('1917', '1918/1922')", "false"),
        ],
    ),
    row("asOf", &[X, Parameter::one("date", DATED)], Kinds::BOOLEAN, |environment, arguments| {
        relate(environment, arguments, Extent::as_of)
    })
    .says(
        "whether it held then: it had begun, or happened, and had not ended",
        &[
            ("asOf('1914-08-23', '1920')", "true"),
            ("asOf('1917/1919', '1920')", "false"),
            ("asOf('1918/..', '1917')", "false"),
        ],
    ),
    row("sources", &[X], Kinds::LIST, |environment, arguments| {
        Ok(Value::from(sources(environment.view, value(arguments, 0))))
    })
    .says(
        "the sources of a fact: the name of each `:Source`, and the place in it",
        &[("[()-[r]->() | sources(r)]", "[['A Book, p. 3']]")],
    ),
    row("dated", &[X], Kinds::STRING, |environment, arguments| {
        Ok(Value::from(dates::text_of(&dates(environment, arguments, 0)?)))
    })
    .says(
        "the date as it is stated: `on`, or `from` and `until` as an interval",
        &[("[()-[r]->() | dated(r)]", "['1918-08-12']"), ("dated('1918-02~')", "'1918-02~'")],
    ),
    row("began", &[X], Kinds::STRING, |environment, arguments| {
        Ok(Value::from(dates(environment, arguments, 0)?.first().and_then(Dates::began)))
    })
    .says("when it began or happened, as it is stated", &[("began('1918/1920')", "'1918'")]),
    row("ended", &[X], Kinds::STRING, |environment, arguments| {
        Ok(Value::from(dates(environment, arguments, 0)?.last().and_then(Dates::ended)))
    })
    .says(
        "when it ended, as it is stated; null if it just happened",
        &[("ended('1918/1920')", "'1920'"), ("ended('1918')", "null")],
    ),
    row("earliest", &[X], Kinds::DATE, |environment, arguments| {
        let all = dates(environment, arguments, 0)?;
        let first = all.iter().map(Dates::earliest).min().flatten();
        Ok(first.map_or(Value::Null, Value::Date))
    })
    .says(
        "the first day on which it may have begun",
        &[("earliest('1918-02')", "date('1918-02-01')")],
    ),
    row("latest", &[X], Kinds::DATE, latest)
        .says("the last day on which it may have ended", &[("latest('1918-02')", "date('1918-02-28')")]),
    row("verb", &[Parameter::one("of", Kinds::RELATIONSHIP.or(Kinds::STRING))], Kinds::STRING, verb)
        .says(
            "the type of a relationship as people read it",
            &[("[()-[r]->() | verb(r)]", "['arrived at']")],
        ),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    result: Kinds,
    body: fn(&Environment<'_>, &[Value]) -> Result<Value>,
) -> Function {
    Function::new(name, Family::Fact, parameters, result, body)
}

fn edtf(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let date = Edtf::parse(text(arguments, 0)?)?;
    let day = |day: Option<Date>| day.map_or(Value::Null, Value::Date);
    let precision = date.precision().map(|precision| precision.to_string());
    let entries = [
        ("earliest", day(date.earliest())),
        ("latest", day(date.latest())),
        ("precision", Value::from(precision)),
        ("approximate", Value::Boolean(date.is_approximate())),
        ("uncertain", Value::Boolean(date.is_uncertain())),
    ];
    Ok(Value::map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect::<Map>()))
}

/// A date without an end, among several, has the latest end of all.
fn latest(environment: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let ends: Option<Vec<Date>> =
        dates(environment, arguments, 0)?.iter().map(Dates::latest).collect();
    Ok(ends.and_then(|ends| ends.into_iter().max()).map_or(Value::Null, Value::Date))
}

fn dates(environment: &Environment<'_>, arguments: &[Value], place: usize) -> Result<Vec<Dates>> {
    dates_of(environment.view, value(arguments, place))
}

/// Relates each date of the first to each of the second; null if one of them has none.
fn relate(
    environment: &Environment<'_>,
    arguments: &[Value],
    relation: fn(Extent, Extent) -> Option<bool>,
) -> Result<Value> {
    let facts = dates(environment, arguments, 0)?;
    let periods = periods(environment.view, value(arguments, 1))?;
    let mut result = if facts.is_empty() || periods.is_empty() { None } else { Some(true) };
    for fact in &facts {
        for period in &periods {
            match relation(fact.extent(), *period) {
                Some(true) => {}
                Some(false) => return Ok(Value::Boolean(false)),
                None => result = None,
            }
        }
    }
    Ok(Value::from(result))
}

/// A text or a day is the whole period that it names; a fact takes what its dates say.
fn periods(view: GraphView<'_>, value: &Value) -> Result<Vec<Extent>> {
    if let Value::String(text) = value {
        return Ok(vec![Extent::of_period(&Edtf::parse(text)?)]);
    }
    Ok(dates_of(view, value)?.iter().map(Dates::extent).collect())
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use crate::error::ErrorCode;
    use crate::functions::{Environment, find_function};
    use crate::graph::{Graph, Properties};
    use crate::value::compare::equivalent;
    use crate::value::{NodeId, Path, Value};

    fn graph_of(facts: &[&[(&str, &str)]]) -> (Graph, Vec<Value>) {
        let mut graph = Graph::new();
        let kind = graph.names_mut().intern_relationship_type("DECLARED_WAR_ON");
        let node = graph.create_node(Vec::new(), Properties::default()).expect("room for a node");
        let mut found = Vec::new();
        for fact in facts {
            let entries: Vec<_> = fact
                .iter()
                .map(|(key, text)| (graph.names_mut().intern_property_key(key), Value::from(*text)))
                .collect();
            let properties = entries.into_iter().collect();
            let made = graph.create_relationship(kind, node, node, properties);
            found.push(Value::Relationship(made.expect("room for a relationship")));
        }
        (graph, found)
    }

    #[track_caller]
    fn check(graph: &Graph, name: &str, arguments: &[Value], expected: impl Into<Value>) {
        let function = find_function(name).expect("the test names a function of the table");
        let found = function.call(&Environment::new(graph.view()), arguments).expect("an answer");
        let expected = expected.into();
        assert!(equivalent(&found, &expected), "found {found:?}, expected {expected:?}");
    }

    #[test]
    fn what_happened_lies_somewhere_in_its_span_and_what_lasted_fills_it() {
        let (graph, facts) =
            graph_of(&[&[("on", "1917/1918-02")], &[("from", "1917"), ("until", "1918-02")], &[]]);
        let [happened, lasted, undated] = &facts[..] else { return };
        let period = Value::from("1917-12");
        check(&graph, "during", &[happened.clone(), period.clone()], Value::Null);
        check(&graph, "during", &[lasted.clone(), period.clone()], true);
        check(&graph, "during", &[undated.clone(), period], Value::Null);
        check(&graph, "asOf", &[happened.clone(), Value::from("1920")], true);
        check(&graph, "asOf", &[lasted.clone(), Value::from("1920")], false);
        check(&graph, "before", &[lasted.clone(), Value::from("1919")], true);
        check(&graph, "dated", from_ref(lasted), "1917/1918-02");
        check(&graph, "ended", from_ref(happened), Value::Null);
        check(&graph, "verb", from_ref(happened), "declared war on");
    }

    #[test]
    fn a_path_is_within_a_time_as_all_its_steps_are() {
        let (graph, facts) = graph_of(&[&[("on", "1917")], &[("on", "1918-07")]]);
        let start = NodeId(0);
        let relationships = graph.view().relationships();
        let path = Path { start, steps: relationships.map(|id| (id, start)).collect() };
        assert_eq!(path.steps.len(), facts.len());
        let path = Value::Path(std::sync::Arc::new(path));
        check(&graph, "during", &[path.clone(), Value::from("1918")], false);
        check(&graph, "during", &[path.clone(), Value::from("1917/1918")], true);
        check(&graph, "before", &[path.clone(), Value::from("1920")], true);
        check(&graph, "dated", &[path], "1917-01-01/1918-07-31");
    }

    #[test]
    fn a_text_that_is_no_date_is_an_error_but_a_property_that_is_none_is_unknown() {
        let (graph, facts) = graph_of(&[&[("on", "some day")]]);
        check(&graph, "during", &[facts[0].clone(), Value::from("1918")], Value::Null);
        let during = find_function("during").expect("it is in the table");
        let arguments = [Value::from("some day"), Value::from("1918")];
        let error = during.call(&Environment::new(graph.view()), &arguments);
        assert_eq!(error.expect_err("no date").code(), ErrorCode::InvalidDate);
    }
}
