//! No question about the built-in graph makes the engine panic.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none ask`

#![no_main]

use std::sync::OnceLock;
use std::time::Duration;

use amur::{Database, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    static GRAPH: OnceLock<Database> = OnceLock::new();
    let mut session = GRAPH.get_or_init(Database::builtin).session();
    session.set_read_only(true);
    session.set_limits(Limits {
        timeout: Some(Duration::from_secs(2)),
        memory: Some(256 << 20),
        max_rows: Some(1000),
    });
    let _ = session.ask(text);
});
