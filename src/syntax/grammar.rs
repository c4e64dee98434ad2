//! The parser that pest makes of `grammar/cypher.pest`, and the limits under which it runs.

use std::num::NonZeroUsize;
use std::sync::Once;

use pest_derive::Parser;

/// The grammar of Cypher; its rules are the variants of [`Rule`].
#[derive(Parser)]
#[grammar = "grammar/cypher.pest"]
pub(super) struct CypherGrammar;

/// The longest statement that is read, in bytes.
pub const STATEMENT_LIMIT: usize = 1 << 20;

/// The deepest nesting of brackets and operators that is read.
pub const NESTING_LIMIT: usize = 200;

/// Steps that one parse may take. Usual text needs 20 to 40 a byte; a text that makes the parser go
/// back again and again ends with an error in a fraction of a second. The limit is pest's, and
/// holds for the whole process.
const STEP_LIMIT: NonZeroUsize = NonZeroUsize::new(40_000_000).expect("forty million is not zero");

/// Sets the limits of pest, once.
pub(super) fn limit_steps() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| pest::set_call_limit(Some(STEP_LIMIT)));
}
