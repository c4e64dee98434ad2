//! Laws of the syntax: what is written of a tree is read as the same tree, for random trees and for
//! all queries of the openCypher conformance suite where that is at hand; no text makes the parser, the
//! splitter or the colouring panic.

#![expect(clippy::panic, clippy::print_stderr, reason = "tests fail, and say what they leave out")]

mod trees;

use std::path::{Path, PathBuf};

use amur::syntax::{expected, parse, split, tokens, unparse};
use gherkin::{Feature, GherkinEnv};
use proptest::prelude::*;

fn assert_round_trip(text: &str) {
    let Ok(tree) = parse(text) else {
        return;
    };
    let written = unparse(&tree);
    match parse(&written) {
        Ok(again) => assert_eq!(tree, again, "\n{text}\n{written}"),
        Err(error) => panic!("{error}\n{text}\n{written}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_is_written_is_read_as_the_same_tree(tree in trees::statement()) {
        let written = unparse(&tree);
        match parse(&written) {
            Ok(again) => prop_assert_eq!(tree, again, "{}", written),
            Err(error) => prop_assert!(false, "{error} {:?}\n{written}", error.span()),
        }
    }

    #[test]
    fn any_text_can_be_looked_at(text in any::<String>()) {
        look_at(&text);
    }

    #[test]
    fn any_words_can_be_looked_at(words in prop::collection::vec(word(), 0..40)) {
        let text = words.concat();
        look_at(&text);
        assert_round_trip(&text);
    }
}

/// Everything that reads half-typed text; it must not panic, and what it finds lies in the text.
fn look_at(text: &str) {
    if let Err(error) = parse(text) {
        assert!(error.span().is_none_or(|span| text.get(span.start..span.end).is_some()));
    }
    for span in split(text).into_iter().map(|piece| piece.span) {
        assert!(text.get(span.start..span.end).is_some());
    }
    for span in tokens(text).into_iter().map(|token| token.span) {
        assert!(text.get(span.start..span.end).is_some());
    }
    let prefix = expected(text).prefix;
    assert!(text.get(prefix.start..prefix.end).is_some());
}

/// Pieces of which statements consist, and some of which they do not.
fn word() -> impl Strategy<Value = &'static str> {
    const WORDS: &[&str] = &[
        "MATCH ",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "n",
        "-",
        "->",
        "<-",
        "--",
        ":",
        "Person",
        ".",
        "..",
        "*",
        " WHERE ",
        " RETURN ",
        " AND ",
        " NOT ",
        "=",
        "<",
        "'",
        "\"",
        "`",
        "1",
        "1.5",
        "0x",
        ",",
        "|",
        "$p",
        " IN ",
        " IS NULL",
        "CASE ",
        "WHEN ",
        " THEN ",
        " END",
        "/*",
        "//",
        "\n",
        "EXISTS {",
        "count(",
        "\\",
        "日本",
        "\u{0}",
        " ",
        "CREATE ",
        "SET ",
        "UNWIND ",
        " AS ",
        "CALL ",
        "all(",
        "reduce(",
        ";",
        "!",
        "%",
        "+",
        "{1,2}",
        "ANY SHORTEST ",
        "x",
        "a.b",
        " WITH ",
        " ORDER BY ",
        "—",
    ];
    prop::sample::select(WORDS)
}

/// Where the conformance suite lies, if it is at hand.
fn suite() -> Option<PathBuf> {
    let named = std::env::var_os("OPENCYPHER_TCK").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/tck/features");
    named.or(Some(beside)).filter(|folder| folder.is_dir())
}

fn feature_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    paths
        .flat_map(|path| match path.extension() {
            _ if path.is_dir() => feature_files(&path),
            Some(extension) if extension == "feature" => vec![path],
            Some(_) | None => Vec::new(),
        })
        .collect()
}

/// Doubles the backslashes that escape nothing in the cells of a table: Gherkin keeps them, the crate refuses
/// them.
fn with_escapes(text: &str) -> String {
    let escaped = |row: &str| {
        let parts = row.split('\\').collect::<Vec<_>>();
        let mut escaped = String::new();
        for (number, part) in parts.iter().enumerate() {
            let is_escape = part.starts_with(['n', '|']) || part.is_empty();
            escaped.push_str(if number == 0 {
                ""
            } else if is_escape {
                "\\"
            } else {
                "\\\\"
            });
            escaped.push_str(part);
        }
        escaped
    };
    let lines = text.lines().map(|line| {
        if line.trim_start().starts_with('|') { escaped(line) } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Every text between triple quotes, with the values of its scenario's examples put in.
fn queries(feature: &Feature) -> Vec<String> {
    let mut queries = Vec::new();
    for scenario in &feature.scenarios {
        let texts = scenario.steps.iter().filter_map(|step| step.docstring.as_ref());
        for text in texts {
            let tables: Vec<_> =
                scenario.examples.iter().filter_map(|e| e.table.as_ref()).collect();
            if tables.is_empty() {
                queries.push(text.clone());
            }
            for rows in tables.iter().map(|table| &table.rows) {
                let Some((head, values)) = rows.split_first() else { continue };
                queries.extend(values.iter().map(|row| filled(text, head, row)));
            }
        }
    }
    queries
}

fn filled(text: &str, head: &[String], row: &[String]) -> String {
    head.iter()
        .zip(row)
        .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("<{name}>"), value))
}

#[test]
fn queries_of_the_conformance_suite_are_written_and_read() {
    let Some(folder) = suite() else {
        eprintln!("skipped: no conformance suite in OPENCYPHER_TCK or ../shared/tck/features");
        return;
    };
    let mut read = 0;
    for file in feature_files(&folder) {
        let text = std::fs::read_to_string(&file).expect("a feature is read");
        let feature = Feature::parse(with_escapes(&text), GherkinEnv::default());
        let feature = feature.expect("a feature is in Gherkin");
        for query in queries(&feature) {
            read += usize::from(parse(&query).is_ok());
            assert_round_trip(&query);
        }
    }
    assert!(read > 2500, "only {read} queries were read");
}
