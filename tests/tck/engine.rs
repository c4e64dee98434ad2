//! What runs the statements of a scenario, and what it answers.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use amur::{Database, Limits, Parameters, Session};

use crate::actual;
use crate::expected::Expected;
use crate::procedure;

/// Something that can be asked to run statements on a graph of its own.
pub(crate) trait Engine {
    /// Runs a statement.
    fn run(
        &mut self,
        text: &str,
        parameters: &BTreeMap<String, Expected>,
    ) -> Result<Table, Failure>;
    /// Everything that is in the graph.
    fn snapshot(&mut self) -> Snapshot;
    /// Adds a procedure, given by its signature and a table.
    fn register(&mut self, signature: &str, table: &[Vec<String>]) -> Result<(), String>;
}

/// Rows by content.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// The names of the columns.
    pub(crate) columns: Vec<String>,
    /// The rows.
    pub(crate) rows: Vec<Vec<Expected>>,
}

/// An error in the words of the suite.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// Its type.
    pub(crate) kind: String,
    /// When it is raised: `compile` or `runtime`.
    pub(crate) phase: String,
    /// Its detail.
    pub(crate) detail: String,
    /// What it says.
    pub(crate) message: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {}: {}: {}", self.kind, self.phase, self.detail, self.message)
    }
}

/// Everything that is in a graph, as side effects count it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Snapshot {
    /// The identities of nodes.
    pub(crate) nodes: BTreeSet<u64>,
    /// The identities of relationships.
    pub(crate) relationships: BTreeSet<u64>,
    /// The labels in use.
    pub(crate) labels: BTreeSet<String>,
    /// Entity, key and value of each property.
    pub(crate) properties: BTreeSet<(String, String, String)>,
}

impl Snapshot {
    /// How many of each kind are in `after` but not in this one, and the other way round.
    pub(crate) fn effects(&self, after: &Self) -> Vec<(String, usize)> {
        let mut effects = Vec::new();
        let mut add = |name: &str, added: usize, removed: usize| {
            effects.push((format!("+{name}"), added));
            effects.push((format!("-{name}"), removed));
        };
        let (before, now) = (&self.nodes, &after.nodes);
        add("nodes", now.difference(before).count(), before.difference(now).count());
        let (before, now) = (&self.relationships, &after.relationships);
        add("relationships", now.difference(before).count(), before.difference(now).count());
        let (before, now) = (&self.labels, &after.labels);
        add("labels", now.difference(before).count(), before.difference(now).count());
        let (before, now) = (&self.properties, &after.properties);
        add("properties", now.difference(before).count(), before.difference(now).count());
        effects.retain(|effect| effect.1 > 0);
        effects.sort();
        effects
    }
}

/// Amur itself, as a library.
pub(crate) struct Amur {
    database: Database,
    session: Session,
}

impl Default for Amur {
    fn default() -> Self {
        let database = Database::in_memory();
        let mut session = database.session();
        let limits = Limits {
            timeout: Some(Duration::from_secs(20)),
            memory: Some(1 << 30),
            max_rows: None,
        };
        session.set_limits(limits);
        Self { database, session }
    }
}

impl Engine for Amur {
    fn run(
        &mut self,
        text: &str,
        parameters: &BTreeMap<String, Expected>,
    ) -> Result<Table, Failure> {
        let mut own = Parameters::new();
        for (name, value) in parameters {
            own.set(name, value.to_value().expect("a parameter is no entity"));
        }
        match self.session.run(text, &own) {
            Ok(result) => Ok(actual::table(&result)),
            Err(error) => Err(Failure {
                kind: error.code().class().to_owned(),
                phase: error.phase().to_string(),
                detail: error.code().detail().to_owned(),
                message: error.to_string(),
            }),
        }
    }

    fn snapshot(&mut self) -> Snapshot {
        self.database.read(|view| {
            let mut snapshot = Snapshot::default();
            for id in view.nodes() {
                snapshot.nodes.insert(id.0.into());
                let labels = view.labels(id).iter();
                snapshot
                    .labels
                    .extend(labels.map(|label| view.names().label_name(*label).to_string()));
                for (key, value) in view.node_properties(id) {
                    let key = view.names().property_key_name(key).to_string();
                    snapshot.properties.insert((format!("{id:?}"), key, format!("{value:?}")));
                }
            }
            for id in view.relationships() {
                snapshot.relationships.insert(id.0.into());
                for (key, value) in view.relationship_properties(id) {
                    let key = view.names().property_key_name(key).to_string();
                    snapshot.properties.insert((format!("{id:?}"), key, format!("{value:?}")));
                }
            }
            snapshot
        })
    }

    fn register(&mut self, signature: &str, table: &[Vec<String>]) -> Result<(), String> {
        self.database.register_procedure(procedure::read(signature, table)?);
        Ok(())
    }
}

/// A stub that calls everything a syntax error.
pub(crate) struct ErrsAlways;

impl Engine for ErrsAlways {
    fn run(
        &mut self,
        _text: &str,
        _parameters: &BTreeMap<String, Expected>,
    ) -> Result<Table, Failure> {
        Err(Failure {
            kind: "SyntaxError".to_owned(),
            phase: "compile".to_owned(),
            detail: "UnexpectedSyntax".to_owned(),
            message: "nothing pleases this engine".to_owned(),
        })
    }

    fn snapshot(&mut self) -> Snapshot {
        Snapshot::default()
    }

    fn register(&mut self, _signature: &str, _table: &[Vec<String>]) -> Result<(), String> {
        Ok(())
    }
}

/// A stub that answers everything with no rows, and does nothing.
pub(crate) struct NeverHasRows;

impl Engine for NeverHasRows {
    fn run(
        &mut self,
        _text: &str,
        _parameters: &BTreeMap<String, Expected>,
    ) -> Result<Table, Failure> {
        Ok(Table::default())
    }

    fn snapshot(&mut self) -> Snapshot {
        Snapshot::default()
    }

    fn register(&mut self, _signature: &str, _table: &[Vec<String>]) -> Result<(), String> {
        Ok(())
    }
}
