//! No text makes the parser of Cypher panic, or what colours half-typed text.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none cypher`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = amur::syntax::parse(text);
    let _ = amur::syntax::tokens(text);
});
