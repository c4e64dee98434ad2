//! Functions on dated and sourced facts.

use super::Function;

/// The rows of this family.
pub(super) const FUNCTIONS: &[Function] = &[];
