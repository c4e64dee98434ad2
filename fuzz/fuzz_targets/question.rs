//! No text makes the parser of questions panic.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none question`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = amur::syntax::parse_question(text);
});
