//! Graphs that other people made, loaded by one call each, with the counts that their makers give.
//!
//! They lie in the folder that `AMUR_DATASETS` names, or in `../shared/datasets`; a test whose data are
//! not there says that it is skipped.

#![expect(clippy::print_stderr, reason = "a test says what it leaves out")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use amur::formats::{Imported, OnFault};
use amur::{Database, Value};

/// The files of a data set, in their order; nothing if they are not there.
fn files(folder: &str, fits: impl Fn(&str) -> bool) -> Option<Vec<PathBuf>> {
    let root = env::var_os("AMUR_DATASETS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/datasets"),
        PathBuf::from,
    );
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        eprintln!("skipped: there is no data set {folder}");
        return None;
    };
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.is_file() && fits(&path.to_string_lossy())).collect();
    paths.sort();
    Some(paths)
}

/// Whether a path has an ending.
fn ending(ending: &'static str) -> impl Fn(&str) -> bool {
    move |path| Path::new(path).extension().is_some_and(|own| own == ending)
}

fn load(paths: &[PathBuf]) -> (Database, Imported) {
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    Database::load(&paths, OnFault::Reject.into()).expect("what can be kept is kept")
}

/// The rows that a statement gives, as texts.
fn rows(database: &Database, statement: &str) -> Vec<String> {
    let result = database.session().run(statement, ()).expect("the statement runs");
    let row = |values: &[Value]| values.iter().map(Value::to_string).collect::<Vec<_>>().join(" ");
    result.rows().map(|values| row(values.values())).collect()
}

fn count(database: &Database, statement: &str) -> String {
    rows(database, statement).concat()
}

#[test]
fn icews_has_its_facts_and_answers_questions() {
    let Some(paths) = files("icews14", ending("tsv")) else { return };
    let (database, imported) = load(&paths);
    assert!(imported.rejected.is_empty());
    assert_eq!(count(&database, "MATCH (n:Entity) RETURN count(n)"), "7128");
    assert_eq!(count(&database, "MATCH ()-[r]->() RETURN count(r)"), "90730");
    assert_eq!(count(&database, "MATCH ()-[r]->() RETURN count(DISTINCT type(r))"), "230");
    let dates = "MATCH ()-[r]->() RETURN toString(min(r.on)), toString(max(r.on))";
    assert_eq!(count(&database, dates), "'2014-01-01' '2014-12-31'");
    let answer = database.session().ask("who accused China during 2014-03").expect("it is known");
    assert_eq!(answer.result.len(), 3);
    for question in
        ["path from Xi Jinping to Barack Obama", "timeline of African Union during 2014-05"]
    {
        let answer = database.session().ask(question).expect("it is known");
        assert!(!answer.result.is_empty(), "{question}");
    }
}

#[test]
fn battles_have_commanders() {
    let Some(paths) = files("cdb90-battles", |path| path.ends_with("facts.tsv")) else { return };
    let (database, imported) = load(&paths);
    assert_eq!((imported.nodes, imported.relationships, imported.rejected.len()), (1448, 6684, 0));
    let won = "MATCH ()-[r:`commanded at`]->() RETURN count(r)";
    assert_eq!(count(&database, won), "1272");
    let first = "MATCH ()-[r]->() RETURN toString(min(r.from)), toString(max(r.from))";
    assert_eq!(count(&database, first), "'1600-07-02' '1982-06-08'");
}

#[test]
fn states_keep_what_is_doubtful_about_their_dates() {
    let Some(paths) = files("states-huggo", ending("csv")) else { return };
    let (database, imported) = load(&paths);
    assert_eq!((imported.nodes, imported.rejected.len()), (409, 0));
    let abkhazia = "MATCH (n {StateName: 'Abkhazia'}) WHERE n.Begin = '0778' RETURN n.name, n.End";
    assert_eq!(count(&database, abkhazia), "'Abkhazia' '1008'");
    let kathiri = "MATCH (n {stateID: 'KAT'}) RETURN n.Begin";
    assert_eq!(count(&database, kathiri), "'1490-01-01~'");
    assert_eq!(count(&database, "MATCH (n) WHERE n.RatProcedure = 'NA' RETURN count(n)"), "0");
}

#[test]
fn intervals_of_wikidata_may_be_open() {
    let Some(paths) = files("wikidata12k", ending("tsv")) else { return };
    let (database, imported) = load(&paths);
    assert_eq!((imported.relationships, imported.rejected.len()), (40621, 0));
    assert_eq!(count(&database, "MATCH (n:Entity) RETURN count(n)"), "12554");
    let named = "MATCH (n:Entity) WHERE n.name <> n.id RETURN count(n)";
    assert_eq!(count(&database, named), "1656");
    let open = "MATCH ()-[r]->() WHERE r.until IS NULL RETURN count(r)";
    assert_eq!(count(&database, open), "4735");
    assert_eq!(count(&database, "MATCH ()-[r]->() RETURN min(r.from)"), "'0019'");
}

#[test]
fn air_routes_have_the_types_that_their_header_declares() {
    let Some(paths) = files("air-routes", ending("csv")) else { return };
    let (database, imported) = load(&paths);
    assert_eq!((imported.nodes, imported.relationships, imported.rejected.len()), (3749, 57645, 0));
    let atlanta =
        "MATCH (a:airport {code: 'ATL'})-[r:route]->() RETURN a.lat, a.runways, count(r) > 100";
    assert_eq!(count(&database, atlanta), "33.6366996765137 5 true");
}

#[test]
fn the_social_network_has_its_counts() {
    let Some(mut paths) = files("ldbc-snb-sf0.003/vanilla/dynamic", ending("csv")) else {
        return;
    };
    paths.extend(files("ldbc-snb-sf0.003/vanilla/static", ending("csv")).unwrap_or_default());
    let (database, imported) = load(&paths);
    assert!(imported.rejected.is_empty());
    for (label, expected) in
        [("Comment", "2218"), ("Forum", "805"), ("Person", "222"), ("Post", "5924")]
    {
        assert_eq!(
            count(&database, &format!("MATCH (n:{label}) RETURN count(n)")),
            expected,
            "{label}"
        );
    }
    for (pattern, expected) in [
        ("(:Forum)-[r:HAS_MEMBER]->(:Person)", "3584"),
        ("(:Person)-[r:KNOWS]->(:Person)", "825"),
        ("(:Person)-[r:LIKES]->(:Post)", "759"),
        ("(:Comment)-[r:HAS_TAG]->(:Tag)", "2553"),
        ("(:Person)-[r:WORK_AT]->(:Organisation)", "485"),
    ] {
        assert_eq!(
            count(&database, &format!("MATCH {pattern} RETURN count(r)")),
            expected,
            "{pattern}"
        );
    }
}

#[test]
fn labelled_subgraph_queries_count_what_others_counted() {
    let Some(queries) = files("lsqb/queries/cypher", |path| path.contains("/q")) else { return };
    for (data, expected) in [
        ("lsqb/sfexample", [8, 3, 6, 8, 3, 8, 11, 2, 4]),
        ("lsqb/sf0.003", [20608, 281, 0, 3047, 4973, 33201, 7188, 2436, 23669]),
    ] {
        let paths = files(data, ending("csv")).unwrap_or_default();
        let (database, imported) = load(&paths);
        assert!(imported.rejected.is_empty());
        count(&database, "MATCH (n:Post|Comment) SET n:Message");
        for (query, expected) in queries.iter().zip(expected) {
            let statement = fs::read_to_string(query).expect("the query can be read");
            assert_eq!(
                count(&database, &statement),
                expected.to_string(),
                "{} on {data}",
                query.display()
            );
        }
    }
}

#[test]
fn no_table_is_too_messy() {
    let mut tried = 0;
    for folder in [
        "messy-csv/csv-spectrum/csvs",
        "messy-csv/messytables",
        "messy-csv/kuzu/csv-edge-case-tests",
        "messy-csv/kuzu/csv-error-tests",
        "messy-csv/kuzu/csv-multiline-quote-tests",
        "messy-csv/kuzu/copy-fault-tests/invalid-utf8",
    ] {
        for path in files(folder, |_| true).unwrap_or_default() {
            // What is no table is refused with a word, and the rest gives what it holds.
            match Database::load(&[&path], OnFault::Reject.into()) {
                Ok((database, imported)) => {
                    let nodes = count(&database, "MATCH (n) RETURN count(n)");
                    assert_eq!(nodes, imported.nodes.to_string(), "{}", path.display());
                }
                Err(error) => assert!(!error.message().is_empty()),
            }
            tried += 1;
        }
    }
    eprintln!("{tried} messy files");
}
