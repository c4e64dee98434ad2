//! What questions to the built-in graph become.

use super::*;
use crate::error::Result;
use crate::formats::{OnFault, find_format, read_text};
use crate::graph::Graph;
use crate::syntax::{QUESTION_FORMS, parse, parse_question};

const BUILT_IN: &str = include_str!("../../../data/siberian-intervention.json");

/// A graph with its words.
struct World {
    graph: Graph,
    vocabulary: Vocabulary,
}

fn world_of(text: &str) -> World {
    let graph = graph_of(text);
    let vocabulary = Vocabulary::new(graph.view());
    World { graph, vocabulary }
}

fn graph_of(text: &str) -> Graph {
    let mut graph = Graph::new();
    let format = find_format("pg-json").expect("the format is known");
    read_text(&mut graph, format, "test", text, OnFault::Stop).expect("the graph can be read");
    graph.commit();
    graph
}

fn asked_of(world: &World, question: &str) -> Result<Asked> {
    ask(&parse_question(question)?, world.graph.view(), &world.vocabulary, None)
}

/// The query of a question, its lines joined, and the notes behind it.
fn cypher_of(world: &World, question: &str) -> String {
    match asked_of(world, question) {
        Ok(asked) => {
            let notes: String =
                asked.notes.iter().map(|note| [" // ", note.as_str()].concat()).collect();
            asked.cypher.replace('\n', " ") + &notes
        }
        Err(error) => format!("error: {error}"),
    }
}

/// The pattern and conditions of a question's query: what was understood.
fn pattern_of(world: &World, question: &str) -> String {
    let cypher = cypher_of(world, question);
    let notes = cypher.find(" // ").map_or("", |at| &cypher[at..]);
    let end = cypher.find(" RETURN").unwrap_or(cypher.len());
    let pattern = cypher[..end].trim_start_matches("MATCH ");
    if pattern.len() < cypher.len() { format!("{pattern}{notes}") } else { cypher }
}

#[test]
fn sentences_become_patterns() {
    let world = world_of(BUILT_IN);
    let kolchak = "(b {name: 'Aleksandr Kolchak'})";
    let japan = "(a {name: 'Empire of Japan'})";
    let semenov = "(b {name: 'Ataman Semenov'})";
    for (question, expected) in [
        ("who supported Kolchak", format!("(a)-[fact:SUPPORTED]->{kolchak}")),
        ("who supported kolchak", format!("(a)-[fact:SUPPORTED]->{kolchak}")),
        ("WHO SUPPORTED KOLCHAK?", format!("(a)-[fact:SUPPORTED]->{kolchak}")),
        ("who backed Admiral Kolchak", format!("(a)-[fact:SUPPORTED]->{kolchak}")),
        ("Japan declared war on whom", format!("{japan}-[fact:DECLARED_WAR_ON]->(b)")),
        ("whom did japan declare war on", format!("{japan}-[fact:DECLARED_WAR_ON]->(b)")),
        (
            "which Ship arrived at Vladivostok",
            "(a:Ship)-[fact:ARRIVED_AT]->(b {name: 'Vladivostok'})".into(),
        ),
        (
            "which ships arrived at Vladivostok",
            "(a:Ship)-[fact:ARRIVED_AT]->(b {name: 'Vladivostok'})".into(),
        ),
        ("did Japan support Semenov", format!("{japan}-[fact:SUPPORTED]->{semenov}")),
        (
            "was Semenov supported by Japan",
            "(a {name: 'Ataman Semenov'})<-[fact:SUPPORTED]-(b {name: 'Empire of Japan'})".into(),
        ),
        (
            "when did Japan withdraw from Northern Sakhalin",
            format!("{japan}-[fact:WITHDREW_FROM]->(b {{name: 'Northern Sakhalin'}})"),
        ),
        ("when did the Japanese leave", format!("{japan}-[fact:WITHDREW_FROM]->(b)")),
        ("when was Vladivostok occupied", "(a {name: 'Vladivostok'})<-[fact:OCCUPIED]-(b)".into()),
        (
            "who commanded the Japanese forces in Siberia",
            "(a)-[fact:COMMANDED]->(b {name: 'Japanese Forces in Siberia'})".into(),
        ),
        (
            "who supported Kolchak and Semenov",
            "(a)-[fact:SUPPORTED]->(b) WHERE b.name IN ['Aleksandr Kolchak', 'Ataman Semenov']"
                .into(),
        ),
        (
            "who supported Kolchack in 1919",
            format!("(a)-[fact:SUPPORTED]->{kolchak} WHERE during(fact, '1919')"),
        ),
        (
            "who supported Kolchuk",
            format!("(a)-[fact:SUPPORTED]->{kolchak} // `Kolchuk` is read as `Aleksandr Kolchak`"),
        ),
        (
            "who supported General Semenov",
            format!(
                "(a)-[fact:SUPPORTED]->{semenov} // `General Semenov` is read as `Ataman Semenov`"
            ),
        ),
        ("who was accused by the Diet", "(a)<-[fact:ACCUSED]-(b {name: 'Japanese Diet'})".into()),
        (
            "what did Mitsubishi open offices in",
            "(a {name: 'Mitsubishi'})-[fact:OPENED_OFFICE_IN]->(b)".into(),
        ),
    ] {
        let found = pattern_of(&world, question);
        let found = found.replace(" // `Kolchack` is read as `Aleksandr Kolchak`", "");
        assert_eq!(found, expected, "{question}");
    }
}

#[test]
fn unknown_words_are_errors_with_the_nearest() {
    let world = world_of(BUILT_IN);
    for (question, expected) in [
        ("who supported Napoleon", "error: nothing has the name `Napoleon`"),
        (
            "who suported Kolchak",
            "error: no verb of the graph is like `suported` (did you mean `supported`",
        ),
        (
            "who suported kolchak",
            "error: no verb of the graph is like `suported` (did you mean `supported`",
        ),
        (
            "which Shipp arrived at Vladivostok",
            "error: nothing has the label `Shipp` (did you mean `Ship`?)",
        ),
        ("list Shops", "error: nothing has the label `Shops` (did you mean `Ship`"),
        ("about Siberian Troops", "error: nothing has the name `Siberian Troops`"),
        ("path from Japan to Japan", "error: the path would begin and end at `Empire of Japan`"),
        ("who was Napoleon", "error: nothing has the name `Napoleon`"),
        ("what links Japan", "error: two things or more are expected"),
        ("why", "error: nothing has been answered yet"),
    ] {
        let found = cypher_of(&world, question);
        assert!(found.starts_with(expected), "{question}: {found}");
    }
    let error = asked_of(&world, "who supported Napoleon").expect_err("there is no Napoleon");
    assert_eq!(error.span(), Some(crate::error::Span::new(14, 22)));
}

#[test]
fn whole_queries_can_be_read() {
    let world = world_of(BUILT_IN);
    for (question, expected) in [
        (
            "who supported Kolchak during 1919",
            "MATCH (a)-[fact:SUPPORTED]->(b {name: 'Aleksandr Kolchak'}) \
             WHERE during(fact, '1919') \
             RETURN a.name AS who, dated(fact) AS `when`, sources(fact) AS source, fact AS evidence \
             ORDER BY earliest(fact)",
        ),
        (
            "path from Japan to Wilson within 4 through supported, asked avoiding Vladivostok",
            "MATCH (a {name: 'Empire of Japan'}), (b {name: 'President Wilson'}), \
             path = shortestPath((a)-[:SUPPORTED|ASKED*..4]-(b)) \
             WHERE none(n IN nodes(path) WHERE n.name IN ['Vladivostok']) \
             RETURN length(path) AS steps, path",
        ),
        (
            "around Otani 2",
            "MATCH (a {name: 'Kikuzo Otani'})-[*0..1]-(inner) WITH DISTINCT inner \
             MATCH (inner)-[fact]-() WITH DISTINCT fact \
             RETURN startNode(fact).name AS who, verb(fact) AS verb, endNode(fact).name AS what, \
             dated(fact) AS `when`, sources(fact) AS source, fact AS evidence \
             ORDER BY earliest(fact)",
        ),
        ("count Person", "MATCH (n:Person) RETURN count(n) AS count"),
        ("list ships", "MATCH (n:Ship) RETURN n.name AS name, n AS evidence ORDER BY name"),
    ] {
        assert_eq!(cypher_of(&world, question), expected, "{question}");
    }
}

#[test]
fn namesakes_are_told_apart() {
    let world = world_of(
        r#"{"nodes": [
            {"id": "1", "labels": ["Person"], "properties": {"name": ["Otani"]}},
            {"id": "2", "labels": ["Ship"], "properties": {"name": ["Otani"]}},
            {"id": "3", "labels": ["Ship"], "properties": {"name": ["Iwami"]}},
            {"id": "4", "labels": ["Ship"], "properties": {"name": ["Iwami"]}},
            {"id": "5", "labels": ["Person"], "properties": {"name": ["Yamada Ichirō"]}},
            {"id": "6", "labels": ["Person"], "properties": {"name": ["Yamada Jirō"]}}],
         "edges": [{"from": "1", "to": "2", "labels": ["SAW"], "properties": {}}]}"#,
    );
    for (question, expected) in [
        (
            "who saw Otani",
            "error: `Otani` could be 2 things: `Otani` (#0 Person), `Otani` (#1 Ship)",
        ),
        ("who saw the Ship Otani", "(a)-[fact:SAW]->(b:Ship {name: 'Otani'})"),
        ("who saw #1", "(a)-[fact:SAW]->(b:Ship {name: 'Otani'})"),
        ("who saw #3", "(a)-[fact:SAW]->(b) WHERE id(b) = 3"),
        (
            "about Yamada",
            "error: `Yamada` could be 2 things: `Yamada Ichirō` (Person), `Yamada Jirō` (Person)",
        ),
        ("who saw ichiro", "(a)-[fact:SAW]->(b {name: 'Yamada Ichirō'})"),
        (
            "who saw Yamada Ich",
            "(a)-[fact:SAW]->(b {name: 'Yamada Ichirō'}) // `Yamada Ich` is read as `Yamada Ichirō`",
        ),
    ] {
        let found = pattern_of(&world, question);
        assert!(found.starts_with(expected), "{question}: {found}");
    }
}

#[test]
fn an_empty_graph_can_be_asked() {
    let world = World { graph: Graph::new(), vocabulary: Vocabulary::default() };
    for question in
        ["who supported Kolchak", "about Kolchak", "list Ship", "verbs", "path from A to B"]
    {
        let _ = cypher_of(&world, question);
    }
}

#[test]
fn every_query_is_cypher() {
    let world = world_of(BUILT_IN);
    for example in QUESTION_FORMS.iter().flat_map(|form| form.examples) {
        check_queries(&world, example);
    }
    for end in ["before 1920-03", "after 1918", "as of 1920", "during 1918 to x.dot"] {
        for question in
            ["who supported Kolchak", "path from Japan to Omsk", "about Japan", "list Ship"]
        {
            check_queries(&world, &format!("{question} {end}"));
        }
    }
}

/// Checks that what a question becomes, and what would explain its empty answer, is Cypher.
fn check_queries(world: &World, text: &str) {
    let question = parse_question(text).expect(text);
    let view = world.graph.view();
    let Ok(asked) = ask(&question, view, &world.vocabulary, Some(&[])) else { return };
    let others = explanations(&question, view, &world.vocabulary).expect(text);
    let others = others.into_iter().map(|explanation| explanation.cypher);
    for cypher in std::iter::once(asked.cypher).chain(others) {
        parse(&cypher).unwrap_or_else(|error| panic!("{text}:\n{cypher}\n{error}"));
    }
}
