//! A small client of `amur serve --stdio`: a process with an empty graph for each scenario.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value as Json, json};

use crate::engine::{Engine, Failure, Snapshot, Table};
use crate::expected::{Expected, ExpectedNode, ExpectedPath, ExpectedRelationship};

/// A process that serves one scenario.
pub(crate) struct Client {
    process: Child,
    requests: ChildStdin,
    replies: BufReader<ChildStdout>,
}

impl Default for Client {
    fn default() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_amur"))
            .args(["serve", "--stdio", ":memory:"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        let requests = process.stdin.take().expect("standard input is a pipe");
        let replies = BufReader::new(process.stdout.take().expect("standard output is a pipe"));
        Self { process, requests, replies }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // The process may have ended by itself; either way it must not stay.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Client {
    /// Sends one request and reads its reply.
    fn ask(&mut self, request: &Json) -> Json {
        writeln!(self.requests, "{request}").expect("the program reads");
        let mut reply = String::new();
        self.replies.read_line(&mut reply).expect("the program replies");
        serde_json::from_str(&reply).expect("a reply is JSON")
    }

    fn rows(&mut self, statement: &str) -> Vec<Vec<Json>> {
        let reply = self.ask(&json!({"statement": statement}));
        serde_json::from_value(reply["data"]["values"].clone()).expect("rows are lists of lists")
    }
}

impl Engine for Client {
    fn run(
        &mut self,
        text: &str,
        parameters: &BTreeMap<String, Expected>,
    ) -> Result<Table, Failure> {
        let parameters: serde_json::Map<String, Json> =
            parameters.iter().map(|(name, value)| (name.clone(), plain(value))).collect();
        let request = json!({"id": text, "statement": text, "parameters": parameters});
        let reply = self.ask(&request);
        assert_eq!(reply["id"], request["id"], "a reply has the id of its request");
        if let Some(error) = reply["errors"].get(0) {
            return Err(Failure {
                kind: text_of(&error["code"]),
                phase: text_of(&error["phase"]),
                detail: text_of(&error["detail"]),
                message: text_of(&error["message"]),
            });
        }
        let columns = list(&reply["data"]["fields"]).iter().map(text_of).collect();
        let row = |values: &Json| list(values).iter().map(read).collect();
        Ok(Table { columns, rows: list(&reply["data"]["values"]).iter().map(row).collect() })
    }

    fn snapshot(&mut self) -> Snapshot {
        let mut snapshot = Snapshot::default();
        for row in self.rows("MATCH (n) RETURN id(n), labels(n), properties(n)") {
            let id = number(&row[0]);
            snapshot.nodes.insert(id);
            snapshot
                .labels
                .extend(list(&row[1]["_value"]).iter().map(|one| text_of(&one["_value"])));
            snapshot.add_properties(&format!("node {id}"), &row[2]);
        }
        for row in self.rows("MATCH ()-[r]->() RETURN id(r), properties(r)") {
            let id = number(&row[0]);
            snapshot.relationships.insert(id);
            snapshot.add_properties(&format!("relationship {id}"), &row[1]);
        }
        snapshot
    }

    fn register(&mut self, _signature: &str, _table: &[Vec<String>]) -> Result<(), String> {
        Err("only the library can add a procedure".to_owned())
    }
}

impl Snapshot {
    fn add_properties(&mut self, entity: &str, map: &Json) {
        for (key, value) in map["_value"].as_object().into_iter().flatten() {
            self.properties.insert((entity.to_owned(), key.clone(), value.to_string()));
        }
    }
}

fn number(json: &Json) -> u64 {
    json["_value"].as_str().and_then(|text| text.parse().ok()).expect("an identity is a number")
}

fn text_of(json: &Json) -> String {
    json.as_str().unwrap_or_default().to_owned()
}

fn list(json: &Json) -> &[Json] {
    json.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A parameter as plain JSON.
fn plain(value: &Expected) -> Json {
    match value {
        Expected::Null => Json::Null,
        Expected::Boolean(truth) => json!(truth),
        Expected::Integer(number) => json!(number),
        Expected::Float(number) => json!(number),
        Expected::String(text) => json!(text),
        Expected::List(items) => items.iter().map(plain).collect(),
        Expected::Map(entries) => {
            Json::Object(entries.iter().map(|(key, value)| (key.clone(), plain(value))).collect())
        }
        Expected::Node(_) | Expected::Relationship(_) | Expected::Path(_) => {
            unreachable!("the suite has no entities as parameters")
        }
    }
}

/// A value of typed JSON.
fn read(json: &Json) -> Expected {
    let value = &json["_value"];
    let text = || text_of(value);
    match json["$type"].as_str().unwrap_or_default() {
        "Null" => Expected::Null,
        "Boolean" => Expected::Boolean(value.as_bool().expect("a boolean")),
        "Integer" => Expected::Integer(text().parse().expect("an integer")),
        "Float" => Expected::Float(text().parse().expect("a float")),
        "List" => Expected::List(list(value).iter().map(read).collect()),
        "Map" => Expected::Map(map(value)),
        "Node" => Expected::Node(node(value)),
        "Relationship" => Expected::Relationship(relationship(value)),
        "Path" => Expected::Path(path(value)),
        _ => Expected::String(text()),
    }
}

fn map(json: &Json) -> BTreeMap<String, Expected> {
    let entries = json.as_object().into_iter().flatten();
    entries.map(|(key, value)| (key.clone(), read(value))).collect()
}

fn node(json: &Json) -> ExpectedNode {
    ExpectedNode {
        labels: list(&json["_labels"]).iter().map(text_of).collect(),
        properties: map(&json["_properties"]),
    }
}

fn relationship(json: &Json) -> ExpectedRelationship {
    ExpectedRelationship { kind: text_of(&json["_type"]), properties: map(&json["_properties"]) }
}

fn path(json: &Json) -> ExpectedPath {
    let items: Vec<&Json> = list(json).iter().map(|item| &item["_value"]).collect();
    let mut steps = Vec::new();
    for triple in items.windows(3).step_by(2) {
        let forward = triple[1]["_start_node_element_id"] == triple[0]["_element_id"]
            && triple[1]["_end_node_element_id"] == triple[2]["_element_id"];
        steps.push((forward, relationship(triple[1]), node(triple[2])));
    }
    ExpectedPath { start: node(items[0]), steps }
}
