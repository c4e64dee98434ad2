//! A store alone, without sessions.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Mode, SqliteStore, check, salvage};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{Change, Graph, NodeId, Properties};
use crate::storage::{Occasion, Store};
use crate::value::Value;

fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = folder.path().join("a.amur");
    (folder, path)
}

fn open(path: &Path) -> (SqliteStore, Graph) {
    SqliteStore::open(path, Mode::Write).expect("the store can be opened")
}

fn fails(path: &Path) -> Error {
    SqliteStore::open(path, Mode::Write).map(|_| ()).expect_err("it is no good store")
}

/// Commits a node that has a number.
fn add(store: &SqliteStore, graph: &mut Graph, number: i64) -> Result<()> {
    assert!(store.begin()?);
    store.take_news(graph)?;
    let label = graph.names_mut().intern_label("Numbered");
    let key = graph.names_mut().intern_property_key("number");
    graph.create_node(vec![label], [(key, number.into())].into_iter().collect())?;
    store.commit(graph)?;
    graph.commit();
    Ok(())
}

fn fold(store: &SqliteStore, graph: &mut Graph) -> Result<()> {
    graph.freeze()?;
    store.fold(graph)
}

fn numbers(graph: &Graph) -> Vec<i64> {
    let view = graph.view();
    let Some(key) = view.names().property_key("number") else { return Vec::new() };
    let number = |node| {
        let Value::Integer(number) = view.node_property(node, key) else {
            unreachable!("each node has its number")
        };
        number
    };
    view.nodes().map(number).collect()
}

#[test]
fn commits_are_there_after_opening_again() {
    let (_folder, path) = place();
    let (store, mut graph) = open(&path);
    for number in 0..5 {
        add(&store, &mut graph, number).expect("there is room");
    }
    drop(store);
    let (_, graph) = open(&path);
    assert_eq!(numbers(&graph), [0, 1, 2, 3, 4]);
    assert_eq!(fs::read(&path).expect("it is a file").get(68..72), Some(&b"Amur"[..]));
}

#[test]
fn what_is_not_committed_is_not_there() {
    let (_folder, path) = place();
    let (store, mut graph) = open(&path);
    assert!(store.begin().expect("nobody else writes"));
    graph.create_node(vec![], Properties::default()).expect("there is room");
    store.rollback();
    graph.rollback();
    add(&store, &mut graph, 1).expect("there is room");
    drop(store);
    assert_eq!(numbers(&open(&path).1), [1]);
}

#[test]
fn two_processes_take_turns_and_see_each_other() {
    let (_folder, path) = place();
    let (one, mut first) = open(&path);
    let (other, mut second) = open(&path);
    add(&one, &mut first, 1).expect("there is room");
    assert!(other.has_news().expect("it can be read"));
    add(&other, &mut second, 2).expect("there is room");
    assert!(!other.has_news().expect("it can be read"));
    one.take_news(&mut first).expect("it can be read");
    assert_eq!((numbers(&first), numbers(&second)), (vec![1, 2], vec![1, 2]));

    assert!(one.begin().expect("nobody else writes"));
    assert!(!other.begin().expect("only the lock is missing"));
    one.rollback();
    assert!(other.begin().expect("nobody else writes"));
}

#[test]
fn folding_keeps_the_graph_and_its_identities() {
    let (_folder, path) = place();
    let (store, mut graph) = open(&path);
    let (watcher, mut followed) = open(&path);
    for number in 0..20 {
        add(&store, &mut graph, number).expect("there is room");
    }
    watcher.take_news(&mut followed).expect("it can be read");
    assert!(store.begin().expect("nobody else writes"));
    for id in [0, 3, 4, 19] {
        graph.apply(Change::DeleteNode(NodeId(id))).expect("it is there");
    }
    store.commit(&graph).expect("there is room");
    graph.commit();
    assert!(!store.wants_fold(Occasion::Use) && !store.wants_fold(Occasion::Close));
    fold(&store, &mut graph).expect("there is room");
    add(&store, &mut graph, 100).expect("there is room");

    let (_, again) = open(&path);
    let nodes = |graph: &Graph| graph.view().nodes().collect::<Vec<_>>();
    assert_eq!((nodes(&again), numbers(&again)), (nodes(&graph), numbers(&graph)));
    watcher.take_news(&mut followed).expect("it can be read");
    assert_eq!((nodes(&followed), numbers(&followed)), (nodes(&graph), numbers(&graph)));
}

#[test]
fn whoever_comes_late_reads_the_snapshot() {
    let (_folder, path) = place();
    let (store, mut graph) = open(&path);
    let (watcher, mut followed) = open(&path);
    for number in 0..5 {
        add(&store, &mut graph, number).expect("there is room");
    }
    fold(&store, &mut graph).expect("there is room");
    assert!(watcher.has_news().expect("it can be read"));
    let version = followed.version();
    watcher.take_news(&mut followed).expect("it can be read");
    assert_eq!(numbers(&followed), [0, 1, 2, 3, 4]);
    assert!(followed.version() > version);
    add(&store, &mut graph, 5).expect("there is room");
    watcher.take_news(&mut followed).expect("it can be read");
    assert_eq!(numbers(&followed), [0, 1, 2, 3, 4, 5]);
}

#[test]
fn other_files_are_no_stores() {
    let (_folder, path) = place();
    fs::write(&path, "{\"nodes\": []}").expect("there is room");
    assert_eq!(fails(&path).code(), ErrorCode::FileFormat);
    assert!(fails(&path).message().ends_with("a.amur` is no store of Amur"));
    fs::write(&path, vec![b'x'; 10_000]).expect("there is room");
    assert_eq!(fails(&path).code(), ErrorCode::FileFormat);
    fs::remove_file(&path).expect("it is there");
    let connection = rusqlite::Connection::open(&path).expect("there is room");
    connection.execute("CREATE TABLE t (x)", ()).expect("there is room");
    assert_eq!(fails(&path).code(), ErrorCode::FileFormat);
    assert_eq!(fails(Path::new("no/such/folder/a.amur")).code(), ErrorCode::FileAccess);
    assert_eq!(fails(&std::env::temp_dir()).code(), ErrorCode::FileAccess);
    let missing = SqliteStore::open(Path::new("missing.amur"), Mode::Read).map(|_| ());
    assert!(missing.is_err_and(|error| error.code() == ErrorCode::FileAccess));
}

#[test]
fn a_newer_store_says_so() {
    let (_folder, path) = place();
    drop(open(&path));
    let connection = rusqlite::Connection::open(&path).expect("it is a file of SQLite");
    connection.pragma_update(None, "user_version", 9).expect("it may be written");
    drop(connection);
    let error = fails(&path);
    assert_eq!(error.code(), ErrorCode::StoreDamaged);
    assert!(error.message().contains("was written by a newer Amur: its version is 9"), "{error}");
    assert!(check(&path).is_err());
}

/// Spoils a row of a table.
fn spoil(path: &Path, statement: &str) {
    let connection = rusqlite::Connection::open(path).expect("it is a file of SQLite");
    let changed = connection.execute(statement, ()).expect("the statement is right");
    assert!(changed > 0);
}

#[test]
fn a_lost_transaction_is_told_and_the_others_are_saved() {
    let (_folder, path) = place();
    let (store, mut graph) = open(&path);
    for number in 0..6 {
        add(&store, &mut graph, number).expect("there is room");
    }
    drop(store);
    let good = check(&path).expect("it can be read");
    assert!(!super::file::journal_path(&path).exists(), "checking leaves nothing behind");
    assert_eq!((good.nodes, good.transactions, good.damage.len()), (6, 6, 0));
    spoil(&path, "UPDATE journal SET changes = zeroblob(9) WHERE id = 3");
    spoil(&path, "DELETE FROM journal WHERE id = 5");
    let error = fails(&path);
    assert_eq!(error.code(), ErrorCode::StoreDamaged);
    assert!(error.message().ends_with("is damaged: transaction 3 is not as it was written"));
    let checked = check(&path).expect("it can be read");
    assert_eq!((checked.nodes, checked.damage.len()), (4, 1));
    assert_eq!(checked.lost, ["transaction 3 can't be read", "transaction 5 can't be read"]);
    let (graph, _) = salvage(&path).expect("it can be read");
    assert_eq!(numbers(&graph), [0, 1, 3, 5]);
}

#[test]
fn lost_names_are_invented() {
    let (_folder, path) = place();
    let (store, mut graph) = open(&path);
    for number in 0..3 {
        add(&store, &mut graph, number).expect("there is room");
    }
    fold(&store, &mut graph).expect("there is room");
    add(&store, &mut graph, 3).expect("there is room");
    drop(store);
    spoil(&path, "UPDATE chunk SET checksum = 0");
    assert_eq!(fails(&path).code(), ErrorCode::StoreDamaged);
    let (graph, lost) = salvage(&path).expect("it can be read");
    assert_eq!(lost.len(), 1, "{lost:?}");
    let view = graph.view();
    assert_eq!((view.node_count(), view.names().label("lost_label_0").is_some()), (1, true));
}

#[test]
fn a_lost_column_is_told_and_everything_else_is_saved() {
    let (_folder, path) = place();
    let (store, mut graph) = open(&path);
    for number in 0..3 {
        add(&store, &mut graph, number).expect("there is room");
    }
    fold(&store, &mut graph).expect("there is room");
    add(&store, &mut graph, 3).expect("there is room");
    drop(store);
    spoil(&path, "UPDATE chunk SET bytes = zeroblob(8) WHERE key = 'node/0'");
    let (_, graph) = open(&path);
    assert!(graph.view().fault().is_none(), "nothing has been read yet");
    assert!(numbers_of(&graph).is_empty() && graph.view().fault().is_some());
    let checked = check(&path).expect("the rest can be read");
    assert_eq!((checked.nodes, checked.damage.len()), (4, 1), "{checked:?}");
    assert_eq!(checked.lost, ["the part `node/0` can't be read"]);
    let (graph, _) = salvage(&path).expect("the rest can be read");
    assert_eq!((graph.view().node_count(), numbers_of(&graph)), (4, vec![3]));
    assert!(graph.view().fault().is_none());
}

/// The numbers of those nodes that have one.
fn numbers_of(graph: &Graph) -> Vec<i64> {
    let view = graph.view();
    let Some(key) = view.names().property_key("number") else { return Vec::new() };
    let values = view.nodes().filter(|node| node.0 < 3 || view.fault().is_none());
    let values = values.map(|node| view.node_property(node, key));
    values.filter_map(|value| if let Value::Integer(n) = value { Some(n) } else { None }).collect()
}

#[test]
fn only_what_changed_is_written_and_old_parts_stay_for_a_while() {
    let (_folder, path) = place();
    let (store, mut graph) = open(&path);
    for number in 0..3 {
        add(&store, &mut graph, number).expect("there is room");
    }
    fold(&store, &mut graph).expect("there is room");
    let (late, before) = open(&path);
    for number in 3..6 {
        add(&store, &mut graph, number).expect("there is room");
    }
    fold(&store, &mut graph).expect("there is room");
    assert_eq!(numbers(&before), [0, 1, 2], "its statement goes on reading what it began with");
    drop((store, late, before));
    let (_, again) = open(&path);
    assert_eq!(numbers(&again), [0, 1, 2, 3, 4, 5]);
}

#[test]
fn a_cut_file_is_damaged_and_what_is_left_is_saved() {
    let (_folder, path) = place();
    let (store, mut graph) = open(&path);
    for number in 0..2000 {
        add(&store, &mut graph, number).expect("there is room");
    }
    drop(store);
    let bytes = fs::read(&path).expect("it is a file");
    fs::write(&path, &bytes[..bytes.len() * 2 / 3]).expect("there is room");
    let error = fails(&path);
    assert_eq!(error.code(), ErrorCode::StoreDamaged, "{error}");
    let checked = check(&path).expect("its beginning can be read");
    assert!(checked.nodes > 500 && checked.nodes < 2000, "{checked:?}");
    assert!(!checked.damage.is_empty() && !checked.lost.is_empty());
}

#[test]
fn a_store_is_made_of_a_graph_once() {
    let (_folder, path) = place();
    let mut graph = Graph::new();
    graph.create_node(vec![], Properties::default()).expect("there is room");
    graph.commit();
    SqliteStore::create(&path, &mut graph).expect("there is room");
    assert_eq!(open(&path).1.view().node_count(), 1);
    let error = SqliteStore::create(&path, &mut graph).expect_err("it is there");
    assert_eq!(error.code(), ErrorCode::FileAccess);
    assert!(open(&path).1.view().node_count() == 1);
}
