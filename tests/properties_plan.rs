//! The law of the optimizer: a plan made fast yields what the plain one yields.
//!
//! Small random multigraphs (loops, parallel relationships, two-way pairs, several labels and types,
//! properties that are missing) are asked random queries of all shapes that a rule may rewrite.
//! `AMUR_CASES=20000` runs more of them.

use std::env;
use std::fmt::Write;

use amur::value::Value;
use amur::{Database, ResultSet, Row, Session};

/// A small source of chance, so that a case is told by its number alone (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or_default()
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

/// A statement that makes a graph.
fn graph(chance: &mut Chance) -> String {
    let nodes = 1 + chance.below(6);
    let mut text = "CREATE ".to_owned();
    for node in 0..nodes {
        let labels = chance.pick(&["", ":A", ":A", ":B", ":A:B"]);
        let x = chance.pick(&["", "x: 1", "x: 2", "x: 3", "x: 0.5"]);
        let separator = if node > 0 { ", " } else { "" };
        let _ = write!(text, "{separator}(n{node}{labels} {{{x}}})");
    }
    for _ in 0..chance.below(11) {
        let (from, to) = (chance.below(nodes), chance.below(nodes));
        let kind = chance.pick(&["R", "R", "S"]);
        let w = chance.pick(&["", "w: 1", "w: 2"]);
        let _ = write!(text, ", (n{from})-[:{kind} {{{w}}}]->(n{to})");
    }
    text
}

/// A query while it is made up: how many variables of each kind it has so far.
struct Query {
    steps: usize,
    nodes: usize,
    relationships: usize,
    text: String,
    conditions: Vec<String>,
}

const NAMES: &[&str] = &["a", "b", "c", "d", "e", "f"];

impl Query {
    fn node(&mut self, chance: &mut Chance, known: Option<usize>) -> usize {
        let place = known.unwrap_or(self.nodes);
        let name = NAMES[place];
        let label = if known.is_some() { "" } else { chance.pick(&["", "", ":A", ":B", ":A|B"]) };
        let _ = write!(self.text, "({name}{label})");
        if known.is_none() {
            self.nodes += 1;
            self.node_condition(name, chance);
        }
        place
    }

    fn node_condition(&mut self, name: &str, chance: &mut Chance) {
        if chance.once_in(4) {
            let test = chance.pick(&["> 1", "= 2", "IS NULL", "<> 1", "IN [1, 3]", "< 2.5"]);
            self.conditions.push(format!("{name}.x {test}"));
        }
    }

    fn relationship(&mut self, chance: &mut Chance) {
        let kind = chance.pick(&["", ":R", ":R", ":R", ":S", ":R|S"]);
        let named = chance.once_in(3);
        let name = if named { format!("r{}", self.relationships) } else { String::new() };
        if named {
            self.relationships += 1;
            if chance.once_in(3) {
                self.conditions.push(format!("{name}.w = 1"));
            }
        }
        self.steps += 1;
        let length = if named || self.steps > 3 {
            ""
        } else {
            chance.pick(&["", "", "", "", "", "", "*1..2", "*1..2", "*2"])
        };
        let (before, after) = match chance.below(5) {
            0 | 1 => ("-", "->"),
            2 | 3 => ("<-", "-"),
            _ => ("-", "-"),
        };
        let _ = write!(self.text, "{before}[{name}{kind}{length}]{after}");
    }

    /// One comma-separated part: a chain that may begin and end at known nodes.
    fn chain(&mut self, chance: &mut Chance, most: usize) {
        let known = (self.nodes > 0).then(|| chance.below(self.nodes));
        self.node(chance, known);
        for _ in 0..most {
            self.relationship(chance);
            let closes = self.nodes >= NAMES.len() || (self.nodes > 1 && chance.once_in(5));
            let known = closes.then(|| chance.below(self.nodes));
            self.node(chance, known);
        }
    }

    fn end_match(&mut self) {
        if !self.conditions.is_empty() {
            let conditions = self.conditions.join(" AND ");
            let _ = write!(self.text, " WHERE {conditions}");
            self.conditions.clear();
        }
    }

    fn pattern(&mut self, chance: &mut Chance) {
        self.text.push_str("MATCH ");
        let first = 1 + chance.below(3 - self.steps);
        self.chain(chance, first);
        if self.steps < 3 && chance.once_in(3) {
            self.text.push_str(", ");
            let length = 1 + chance.below(3 - self.steps);
            self.chain(chance, length);
        }
        if self.nodes > 1 && chance.once_in(6) {
            let (one, other) = (NAMES[chance.below(self.nodes)], NAMES[chance.below(self.nodes)]);
            self.conditions.push(format!("{one}.x <= {other}.x"));
        }
        self.end_match();
    }

    fn variable(&self, chance: &mut Chance) -> &'static str {
        NAMES[chance.below(self.nodes)]
    }

    fn aggregate(&self, chance: &mut Chance) -> String {
        let one = self.variable(chance);
        match chance.below(9) {
            0 | 1 => "count(*)".to_owned(),
            2 => format!("count({one})"),
            3 => format!("count(DISTINCT {one})"),
            4 => format!("count(DISTINCT {one}.x)"),
            5 => format!("sum({one}.x)"),
            6 => format!("avg({one}.x)"),
            7 => format!("max({one}.x)"),
            _ => format!("count({one}.x)"),
        }
    }

    fn result(&mut self, chance: &mut Chance) {
        let (key, aggregate) = (self.variable(chance), self.aggregate(chance));
        let other = self.variable(chance);
        let result = match chance.below(8) {
            0 => format!("RETURN {aggregate} AS n"),
            1 => format!("RETURN {aggregate} AS n, {} AS m", self.aggregate(chance)),
            2 => format!("RETURN {key}.x AS k, {aggregate} AS n"),
            3 => format!(
                "RETURN id({key}) AS k, {key}.x AS x, {aggregate} AS n ORDER BY n DESC, k LIMIT 3"
            ),
            4 => format!("RETURN DISTINCT id({key}) AS k"),
            5 => format!("RETURN id({key}) AS k, id({other}) AS l, {aggregate} AS n"),
            6 => format!(
                "WITH {key}, {aggregate} AS n MATCH ({key})-[:R]->(z) RETURN n, count(z) AS m"
            ),
            _ => format!("RETURN id({key}) AS k, id({other}) AS l"),
        };
        let _ = write!(self.text, " {result}");
    }
}

fn query(chance: &mut Chance) -> String {
    let mut query =
        Query { steps: 0, nodes: 0, relationships: 0, text: String::new(), conditions: Vec::new() };
    query.pattern(chance);
    if query.steps < 3 && chance.once_in(3) {
        query.text.push(' ');
        query.pattern(chance);
    }
    query.result(chance);
    query.text
}

fn shown(value: &Value) -> String {
    if let Value::Float(number) = value { format!("{number:.6}") } else { value.to_string() }
}

/// The rows in no order.
fn rows(result: &ResultSet) -> Vec<String> {
    let line = |row: Row<'_>| row.values().iter().map(shown).collect::<Vec<_>>().join(" | ");
    let mut rows: Vec<_> = result.rows().map(line).collect();
    rows.sort();
    rows
}

fn answer(session: &mut Session, text: &str, is_optimizing: bool) -> Result<Vec<String>, String> {
    session.set_optimizing(is_optimizing);
    session.run(text, ()).map(|result| rows(&result)).map_err(|error| error.to_string())
}

#[test]
fn a_fast_plan_yields_what_the_plain_one_yields() {
    let cases = env::var("AMUR_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200);
    for case in 0..cases {
        let mut chance = Chance(case);
        let graph = graph(&mut chance);
        let mut session = Database::in_memory().session();
        session.run(&graph, ()).expect("the graph can be made");
        if case % 2 == 0 {
            session.freeze().expect("nothing is open");
        }
        if case % 4 == 0 {
            session.run("MATCH (n) WITH n LIMIT 1 CREATE (n)-[:R]->(n)", ()).expect("a change");
        }
        for _ in 0..6 {
            let text = query(&mut chance);
            let plain = answer(&mut session, &text, false);
            let fast = answer(&mut session, &text, true);
            assert_eq!(fast, plain, "case {case}\n{graph};\n{text};");
        }
    }
}
