//! What runs the statements of a scenario.

use std::collections::BTreeSet;
use std::time::Duration;

use amur::functions::Procedure;
use amur::{Database, Error, ErrorCode, Limits, Parameters, Result, ResultSet, Session};

/// Something that can be asked to run statements on a graph of its own.
pub(crate) trait Engine {
    /// Runs a statement.
    fn run(&mut self, text: &str, parameters: &Parameters) -> Result<ResultSet>;
    /// Everything that is in the graph.
    fn snapshot(&self) -> Snapshot;
    /// Adds a procedure.
    fn register(&mut self, procedure: Procedure);
}

/// Everything that is in a graph, as side effects count it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Snapshot {
    /// The identities of nodes.
    pub(crate) nodes: BTreeSet<u32>,
    /// The identities of relationships.
    pub(crate) relationships: BTreeSet<u32>,
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

/// Amur itself.
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
    fn run(&mut self, text: &str, parameters: &Parameters) -> Result<ResultSet> {
        self.session.run(text, parameters)
    }

    fn snapshot(&self) -> Snapshot {
        self.database.read(|view| {
            let mut snapshot = Snapshot::default();
            for id in view.nodes() {
                snapshot.nodes.insert(id.0);
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
                snapshot.relationships.insert(id.0);
                for (key, value) in view.relationship_properties(id) {
                    let key = view.names().property_key_name(key).to_string();
                    snapshot.properties.insert((format!("{id:?}"), key, format!("{value:?}")));
                }
            }
            snapshot
        })
    }

    fn register(&mut self, procedure: Procedure) {
        self.database.register_procedure(procedure);
    }
}

/// A stub that calls everything a syntax error.
pub(crate) struct ErrsAlways;

impl Engine for ErrsAlways {
    fn run(&mut self, _text: &str, _parameters: &Parameters) -> Result<ResultSet> {
        Err(Error::new(ErrorCode::UnexpectedSyntax, "nothing pleases this engine"))
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot::default()
    }

    fn register(&mut self, _procedure: Procedure) {}
}

/// A stub that answers everything with no rows, and does nothing.
pub(crate) struct NeverHasRows;

impl Engine for NeverHasRows {
    fn run(&mut self, _text: &str, _parameters: &Parameters) -> Result<ResultSet> {
        Ok(ResultSet::default())
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot::default()
    }

    fn register(&mut self, _procedure: Procedure) {}
}
