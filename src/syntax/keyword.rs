//! The words of the language.

/// Every word that the grammar knows, as it is shown, in alphabetical order.
pub const KEYWORDS: &[&str] = &[
    "ACYCLIC",
    "ALL",
    "allShortestPaths",
    "AND",
    "ANY",
    "AS",
    "ASC",
    "ASCENDING",
    "ASSERT",
    "BOTH",
    "BY",
    "CALL",
    "CASE",
    "COLLECT",
    "CONSTRAINT",
    "CONSTRAINTS",
    "CONTAINS",
    "COUNT",
    "CREATE",
    "CSV",
    "DELETE",
    "DESC",
    "DESCENDING",
    "DETACH",
    "DISTINCT",
    "DROP",
    "DURING",
    "ELSE",
    "END",
    "ENDS",
    "EXISTS",
    "EXPLAIN",
    "FALSE",
    "FIELDTERMINATOR",
    "FINISH",
    "FOR",
    "FOREACH",
    "FROM",
    "FUNCTION",
    "FUNCTIONS",
    "GROUP",
    "GROUPS",
    "HEADERS",
    "IF",
    "IN",
    "INDEX",
    "INDEXES",
    "IS",
    "KEY",
    "LEADING",
    "LIMIT",
    "LOAD",
    "MATCH",
    "MERGE",
    "NODE",
    "NODETACH",
    "NONE",
    "NOT",
    "NULL",
    "OF",
    "OFFSET",
    "ON",
    "OPTIONAL",
    "OR",
    "ORDER",
    "PATH",
    "PATHS",
    "PROCEDURE",
    "PROCEDURES",
    "PROFILE",
    "RANGE",
    "REDUCE",
    "REL",
    "RELATIONSHIP",
    "REMOVE",
    "REQUIRE",
    "RETURN",
    "ROW",
    "ROWS",
    "SET",
    "SHORTEST",
    "shortestPath",
    "SHOW",
    "SIMPLE",
    "SINGLE",
    "SKIP",
    "STARTS",
    "STRICTLY",
    "TEXT",
    "THEN",
    "TIME",
    "TRAIL",
    "TRAILING",
    "TRANSACTION",
    "TRANSACTIONS",
    "TRUE",
    "UNION",
    "UNIQUE",
    "UNWIND",
    "USE",
    "WALK",
    "WHEN",
    "WHERE",
    "WITH",
    "XOR",
    "YIELD",
];

/// The words that are no variables without backticks.
const RESERVED: &[&str] = &[
    "AND", "AS", "CALL", "CASE", "CONTAINS", "CREATE", "DELETE", "DETACH", "DISTINCT", "ELSE",
    "ENDS", "FALSE", "FOREACH", "IN", "IS", "LIMIT", "MATCH", "MERGE", "NOT", "NULL", "OPTIONAL",
    "OR", "REMOVE", "RETURN", "SET", "SKIP", "STARTS", "THEN", "TRUE", "UNION", "UNWIND", "WHEN",
    "WHERE", "WITH", "XOR", "YIELD",
];

/// The keyword that a word is, in whatever letters, as it is shown.
pub(super) fn keyword(word: &str) -> Option<&'static str> {
    find(KEYWORDS, word)
}

/// Whether a word is no variable without backticks.
pub(super) fn is_reserved(word: &str) -> bool {
    find(RESERVED, word).is_some()
}

/// Whether a word is one of `words`, which are in capitals.
pub(super) fn is_among(word: &str, words: &[&str]) -> bool {
    words.iter().any(|other| other.eq_ignore_ascii_case(word))
}

fn find(words: &[&'static str], word: &str) -> Option<&'static str> {
    words.iter().copied().find(|other| other.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRAMMAR: &str = include_str!("../../grammar/cypher.pest");

    /// The literals `^"word"` of the lines that satisfy a condition.
    fn literals(of: impl Fn(&str) -> bool) -> Vec<String> {
        let lines = GRAMMAR.lines().filter(|line| of(line));
        let mut words: Vec<String> = lines
            .flat_map(|line| line.split("^\"").skip(1).filter_map(|rest| rest.split('"').next()))
            .map(str::to_lowercase)
            .collect();
        words.sort();
        words
    }

    fn lower(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| word.to_lowercase()).collect()
    }

    #[test]
    fn the_table_is_the_grammar() {
        let mut words = literals(|line| line.starts_with("kw_"));
        words.dedup();
        assert_eq!(lower(KEYWORDS), words);
    }

    #[test]
    fn the_reserved_words_are_the_grammars() {
        let start = GRAMMAR.find("reserved = @{").expect("the grammar has the rule");
        let rule = GRAMMAR.get(start..).and_then(|rest| rest.split('}').next()).unwrap_or_default();
        let words = literals(|line| rule.contains(line) && line.contains("^\""));
        assert_eq!(lower(RESERVED), words);
    }
}
