//! No statement makes the engine panic or run past its limits, and one that fails leaves no trace.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none run`

#![no_main]

use std::time::Duration;

use amur::{Database, Limits};
use libfuzzer_sys::fuzz_target;

const GRAPH: &str = "CREATE (a:A {name: 'a', n: 1}), (b:B:A {name: 'b', n: 2.5, on: '1918-02'}), \
    (c:C {list: [1, 'x', 2.5], on: date('1920-01-01')}), (a)-[:R {w: 1}]->(b), (a)-[:R]->(b), \
    (b)-[:S {from: '1918', until: '1920'}]->(c), (c)-[:R]->(c), (c)-[:S]->(a)";

fuzz_target!(|text: &str| {
    if text.to_ascii_lowercase().contains("csv") {
        return;
    }
    let mut session = Database::in_memory().session();
    session.run(GRAPH, ()).expect("the graph can be made");
    session.set_limits(Limits {
        timeout: Some(Duration::from_millis(500)),
        memory: Some(64 << 20),
        max_rows: Some(1000),
    });
    let before = contents(&mut session);
    if session.run(text, ()).is_err() {
        session.set_limits(Limits::default());
        assert_eq!(before, contents(&mut session));
    }
});

fn contents(session: &mut amur::Session) -> (usize, String) {
    let nodes = session.run("MATCH (n) RETURN n, labels(n) ORDER BY id(n)", ()).expect("reading");
    let facts = session.run("MATCH ()-[r]->() RETURN r ORDER BY id(r)", ()).expect("reading");
    (nodes.len(), format!("{:?} {:?}", nodes.entities(), facts.entities()))
}
