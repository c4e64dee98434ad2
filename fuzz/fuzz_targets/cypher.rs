//! No text makes the parser of Cypher panic, or what colours and completes half-typed text; and a
//! statement that is written out again is the same statement.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none cypher`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = amur::syntax::tokens(text);
    let _ = amur::syntax::expected(text);
    if let Ok(statement) = amur::syntax::parse(text) {
        let written = amur::syntax::unparse(&statement);
        let again = amur::syntax::parse(&written);
        assert_eq!(again.ok().as_ref(), Some(&statement), "{written}");
    }
});
