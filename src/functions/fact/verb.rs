//! Types of relationships as people read them.

use crate::error::Result;
use crate::functions::Environment;
use crate::functions::arguments::{relationship, value};
use crate::value::Value;

/// `DECLARED_WAR_ON` and `declaredWarOn` are read `declared war on`.
pub(super) fn verb(environment: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    if let Value::String(name) = value(arguments, 0) {
        return Ok(Value::string(words(name)));
    }
    let name = environment.view.relationship_type_name(relationship(arguments, 0)?);
    Ok(Value::from(name.map(|name| words(name))))
}

fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    let mut was_lower = false;
    for letter in name.chars() {
        if letter == '_' || (was_lower && letter.is_uppercase()) {
            words.push(' ');
        }
        if letter != '_' {
            words.extend(letter.to_lowercase());
        }
        was_lower = letter.is_lowercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn both_ways_of_writing_are_read() {
        assert_eq!(words("DECLARED_WAR_ON"), "declared war on");
        assert_eq!(words("actedIn"), "acted in");
    }
}
