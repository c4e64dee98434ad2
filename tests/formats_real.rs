//! Real graphs of others, with the counts that their makers give.
//!
//! They lie in the folder `AMUR_DATASETS`, or `../shared/datasets` beside the project; where they are
//! not there, the tests say so and pass.

#![expect(clippy::print_stdout, reason = "what is skipped is said")]

use std::path::{Path, PathBuf};

use amur::Database;

/// A file of the data sets, if it is there.
fn found(name: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/datasets");
    let folder = std::env::var_os("AMUR_DATASETS").map_or(beside, PathBuf::from);
    let path = folder.join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: there is no {}", path.display());
    None
}

fn number(database: &Database, text: &str) -> i64 {
    let result = database.session().run(text, ()).expect("it can be asked");
    let numbers: Vec<i64> = result.deserialize().expect("it is a number");
    numbers.first().copied().unwrap_or_default()
}

#[test]
fn air_routes_in_graphml() {
    let Some(path) = found("air-routes/air-routes-small.graphml") else { return };
    let database = Database::open(path).expect("it can be read");
    assert_eq!(number(&database, "MATCH (n) RETURN count(n)"), 47);
    assert_eq!(number(&database, "MATCH ()-[r:route]->() RETURN count(r)"), 1390);
    assert_eq!(
        number(
            &database,
            "MATCH (:airport {code: 'ATL'})-[r:route]->({code: 'AUS'}) RETURN r.dist"
        ),
        809
    );
}

#[test]
fn royals_in_gedcom() {
    let Some(path) = found("gedcom-royals/raw/royal92.ged") else { return };
    let database = Database::open(path).expect("it can be read");
    let count = |text: &str| number(&database, text);
    assert_eq!(count("MATCH (p:Person) RETURN count(p)"), 3010);
    assert_eq!(count("MATCH ()-[r:FATHER_OF]->() RETURN count(r)"), 2010);
    assert_eq!(count("MATCH ()-[r:MOTHER_OF]->() RETURN count(r)"), 1714);
    assert_eq!(count("MATCH ()-[r:MARRIED]->() RETURN count(r)"), 555);
    assert_eq!(count("MATCH ()-[r:MARRIED|PARTNER_OF]->() RETURN count(r)"), 1138);
    let dated =
        "MATCH (p:Person {name: 'Victoria Hanover'}) WHERE p.died = '1901-01-22' RETURN count(p)";
    assert_eq!(count(dated), 1);
}

#[test]
fn persons_of_the_social_network_in_turtle() {
    let Some(path) = found("ldbc-snb-sf0.003/rdf/social_network_person_0_0.ttl") else { return };
    let database = Database::open(path).expect("it can be read");
    assert_eq!(number(&database, "MATCH (p:Person) RETURN count(p)"), 222);
    let jose = "MATCH (p:Person {firstName: 'Jose', lastName: 'Alonso'}) RETURN size(p.email)";
    assert!(number(&database, jose) > 1);
}
