//! What `:help` knows besides the tables of others: the ends of questions and the clauses of Cypher.

/// Something that can be typed, with what it means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Topic {
    /// What it is called.
    pub name: &'static str,
    /// How it is written; capitals stand for what the user puts there.
    pub form: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// Something to try.
    pub example: &'static str,
}

/// What any question may end in; its forms themselves stand in `syntax::QUESTION_FORMS`.
pub(super) const SUFFIXES: &[Topic] = &[
    Topic {
        name: "during",
        form: "… during DATE · before DATE · after DATE · as of DATE",
        summary: "only facts of that time",
        example: "who supported Kolchak during 1919",
    },
    Topic {
        name: "to",
        form: "… to FILE",
        summary: "the answer's subgraph goes to the file, whose ending tells its kind",
        example: "path from Japan to Germany to path.dot",
    },
    Topic {
        name: "explain a question",
        form: "explain QUESTION",
        summary: "the Cypher that a question becomes",
        example: "explain who supported Kolchak",
    },
];

/// How things are done that take more than one input.
pub(super) const GUIDES: &[Topic] = &[
    Topic {
        name: "data",
        form: "amur FILE … · :open FILE … · :import FILE … · :save FILE",
        summary: "graphs of your own, in CSV, JSON, PG text, GraphML, RDF and other formats, by their endings; `:open :memory:` is an \
                  empty graph, and `:save FILE.amur` makes a store that keeps each change",
        example: ":open people.json",
    },
    Topic {
        name: "pictures",
        form: "… to FILE.svg · … to FILE.html · :dump FILE",
        summary: "any answer as a picture; the ending of the file tells its kind",
        example: "around Otani 2 to otani.svg",
    },
    Topic {
        name: "keys",
        form: "Tab · Right · Ctrl-R · Ctrl-C · Ctrl-D",
        summary: "complete · take the grey text · search what was typed · stop or clear · leave",
        example: "about Ot<Tab>",
    },
];

/// The clauses of Cypher.
pub(super) const CLAUSES: &[Topic] = &[
    Topic {
        name: "MATCH",
        form: "[OPTIONAL] MATCH PATTERN [WHERE CONDITION]",
        summary: "find what looks like the pattern",
        example: "MATCH (p:Person)-[:COMMANDED]->(u) RETURN p.name, u.name",
    },
    Topic {
        name: "WHERE",
        form: "WHERE CONDITION",
        summary: "keep only what satisfies the condition",
        example: "MATCH (n) WHERE n.name CONTAINS 'Kol' RETURN n",
    },
    Topic {
        name: "RETURN",
        form: "RETURN [DISTINCT] EXPRESSION [AS NAME], … [ORDER BY …] [SKIP N] [LIMIT N]",
        summary: "the columns of the result",
        example: "MATCH (n) RETURN labels(n) AS labels, count(*) AS number",
    },
    Topic {
        name: "WITH",
        form: "WITH EXPRESSION [AS NAME], … [WHERE CONDITION]",
        summary: "hand columns on to the next clause",
        example: "MATCH (n)-[r]-() WITH n, count(r) AS facts WHERE facts > 5 RETURN n.name, facts",
    },
    Topic {
        name: "ORDER BY",
        form: "ORDER BY EXPRESSION [DESC], …",
        summary: "sort rows; `SKIP N` and `LIMIT N` cut them",
        example: "MATCH (n) RETURN n.name ORDER BY n.name LIMIT 5",
    },
    Topic {
        name: "UNWIND",
        form: "UNWIND LIST AS NAME",
        summary: "one row for each item of a list",
        example: "UNWIND [1, 2, 3] AS x RETURN x * x",
    },
    Topic {
        name: "UNION",
        form: "QUERY UNION [ALL] QUERY",
        summary: "the rows of both queries",
        example: "RETURN 1 AS x UNION RETURN 2 AS x",
    },
    Topic {
        name: "CREATE",
        form: "CREATE PATTERN",
        summary: "make nodes and relationships",
        example: "CREATE (:Person {name: 'A'})-[:SUPPORTED]->(:Person {name: 'B'})",
    },
    Topic {
        name: "MERGE",
        form: "MERGE PATTERN [ON CREATE SET …] [ON MATCH SET …]",
        summary: "find the pattern, or make it if it is not there",
        example: "MERGE (p:Person {name: 'Otani'}) RETURN p",
    },
    Topic {
        name: "SET",
        form: "SET NAME.KEY = VALUE, NAME:LABEL, NAME += MAP",
        summary: "change properties and labels",
        example: "MATCH (p {name: 'A'}) SET p.rank = 'General'",
    },
    Topic {
        name: "REMOVE",
        form: "REMOVE NAME.KEY, NAME:LABEL",
        summary: "take properties and labels away",
        example: "MATCH (p {name: 'A'}) REMOVE p.rank",
    },
    Topic {
        name: "DELETE",
        form: "[DETACH] DELETE NAME, …",
        summary: "delete entities; `DETACH` takes the relationships of nodes with them",
        example: "MATCH (p {name: 'A'}) DETACH DELETE p",
    },
    Topic {
        name: "FOREACH",
        form: "FOREACH (NAME IN LIST | CLAUSE …)",
        summary: "change something for each item of a list",
        example: "FOREACH (name IN ['A', 'B'] | CREATE (:Person {name: name}))",
    },
    Topic {
        name: "CALL",
        form: "CALL PROCEDURE(…) [YIELD …] · CALL { QUERY }",
        summary: "run a procedure, or a query for each row",
        example: "CALL db.labels() YIELD label RETURN label",
    },
    Topic {
        name: "CASE",
        form: "CASE [VALUE] WHEN … THEN … [ELSE …] END",
        summary: "choose a value",
        example: "RETURN CASE WHEN 1 < 2 THEN 'yes' ELSE 'no' END",
    },
    Topic {
        name: "shortestPath",
        form: "MATCH p = shortestPath((A)-[*]-(B))",
        summary: "the shortest path; `allShortestPaths` gives all of that length",
        example: "MATCH p = shortestPath((a {name: 'Japan'})-[*]-(b {name: 'Germany'})) RETURN p",
    },
    Topic {
        name: "EXPLAIN",
        form: "EXPLAIN STATEMENT",
        summary: "the plan of a statement, which does not run",
        example: "EXPLAIN MATCH (n:Person) RETURN n",
    },
];

/// The topic of a name in any case.
pub(super) fn find(topics: &'static [Topic], name: &str) -> Option<&'static Topic> {
    topics.iter().find(|topic| topic.name.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::input::{Language, language};
    use crate::syntax::QUESTION_FORMS;

    #[test]
    fn examples_are_of_their_language() {
        for topic in SUFFIXES {
            assert_eq!(language(topic.example), Language::Question, "{}", topic.name);
        }
        for example in QUESTION_FORMS.iter().flat_map(|form| form.examples) {
            assert_eq!(language(example), Language::Question, "{example}");
        }
        for topic in CLAUSES {
            assert_eq!(language(topic.example), Language::Cypher, "{}", topic.name);
        }
    }
}
