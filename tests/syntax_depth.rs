//! What is nested deeply, or built to make the parser go back again and again, ends with an error soon, also
//! on a small stack; nothing ends the process.

use amur::ErrorCode;
use amur::syntax::{NESTING_LIMIT, STATEMENT_LIMIT, expected, is_complete, parse, split, tokens};

/// Does something on a thread with a stack of 256 KiB.
fn on_a_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(work);
    thread.expect("a thread starts").join().expect("a small stack suffices")
}

/// The code of the error for a text; `None` if there is none. The tree is dropped on the small stack too.
fn code(text: String) -> Option<ErrorCode> {
    on_a_small_stack(move || parse(&text).err().map(|error| error.code()))
}

/// Forms that nest, as what stands before and behind what is in them.
const FORMS: &[(&str, &str)] = &[
    ("(", ")"),
    ("[", "]"),
    ("{a: ", "}"),
    ("f(", ")"),
    ("-", ""),
    ("+", ""),
    ("- ", ""),
    ("NOT ", ""),
    ("a.b[", "]"),
    ("CASE WHEN ", " THEN 1 END"),
    ("CASE ", " WHEN 1 THEN 1 END"),
    ("CASE end WHEN ", " THEN 1 END"),
    ("[x IN ", " | x]"),
    ("[x IN [1] WHERE ", "]"),
    ("all(x IN ", " WHERE x)"),
    ("reduce(a = 0, x IN ", " | a)"),
    ("({a: ", "})-->()"),
    ("[({a: ", "})-->() | 1]"),
    ("EXISTS { RETURN ", " }"),
    ("EXISTS { (n WHERE ", ") }"),
    ("COUNT { MATCH (n) WHERE ", " }"),
    ("COLLECT { RETURN ", " }"),
    ("n {a: ", "}"),
    ("shortestPath(({a: ", "})-->())"),
    ("1 + (", ")"),
    ("1 OR 1 AND NOT 1 = 1 IN 1 + 1 * 1 ^ - (", ")"),
];

#[test]
fn forms_nested_a_hundred_thousand_times_are_refused() {
    for (open, close) in FORMS {
        let inside = open.repeat(100_000) + "1";
        assert!(code(format!("RETURN {inside}")).is_some(), "{open}");
        let closed = format!("RETURN {inside}{}", close.repeat(100_000));
        assert!(code(closed).is_some(), "{open}");
    }
}

#[test]
fn a_million_brackets_are_refused() {
    for open in ["(", "[", "{", "f("] {
        assert!(code(open.repeat(1_000_000)).is_some(), "{open}");
        assert!(
            code(format!("RETURN {}", open.repeat(1_000_000 / open.len()))).is_some(),
            "{open}"
        );
    }
    for sign in ["-", "!", ":"] {
        assert!(code(format!("RETURN {}", sign.repeat(STATEMENT_LIMIT))).is_some(), "{sign}");
        assert!(code(format!("RETURN {}", sign.repeat(100_000))).is_some(), "{sign}");
    }
}

#[test]
fn a_hundred_levels_of_brackets_are_read() {
    let half = NESTING_LIMIT / 2;
    for (open, close) in
        [("(", ")"), ("[", "]"), ("{a: ", "}"), ("f(", ")"), ("NOT ", ""), ("-", "")]
    {
        let text = format!("RETURN {}x{}", open.repeat(half - 2), close.repeat(half - 2));
        assert_eq!(code(text), None, "{open}");
    }
}

#[test]
fn long_chains_are_flat() {
    for link in [" + 1", " AND 1", " OR 1", " = 1", " * 1", " ^ 1", ", 1", " || x"] {
        let text = format!("RETURN x{}", link.repeat(5_000));
        assert_eq!(code(text), None, "{link}");
    }
    let labels = format!("MATCH (n:A{}) RETURN n", "|B".repeat(5_000));
    assert_eq!(code(labels), None);
    let path = format!("MATCH (n){} RETURN n", "-->()".repeat(5_000));
    assert_eq!(code(path), None);
}

#[test]
fn long_chains_that_nest_to_the_left_are_refused() {
    for link in [".a", "[0]", " IN x", " IS NULL", " CONTAINS x"] {
        let text = format!("RETURN x{}", link.repeat(5_000));
        assert_eq!(code(text), Some(ErrorCode::NestedTooDeeply), "{link}");
    }
    let labels = format!("MATCH (n:{}A) RETURN n", "!".repeat(5_000));
    assert_eq!(code(labels), Some(ErrorCode::NestedTooDeeply));
}

#[test]
fn a_mistake_deep_inside_is_found_without_reading_all_again_and_again() {
    for (open, close) in FORMS {
        for mistake in ["§", "1 1", ""] {
            for depth in [8, 30] {
                let inside = format!("{}{mistake}{}", open.repeat(depth), close.repeat(depth));
                let _ = code(format!("RETURN {inside}"));
                let _ = code(format!("MATCH (n) WHERE {inside} RETURN n"));
                let _ = on_a_small_stack(move || expected(&inside));
            }
        }
    }
}

#[test]
fn too_long_a_statement_is_refused_at_once() {
    let text = format!("RETURN '{}'", "x".repeat(STATEMENT_LIMIT));
    assert_eq!(code(text), Some(ErrorCode::StatementTooLong));
    let text = format!("RETURN '{}'", "x".repeat(STATEMENT_LIMIT - 100));
    assert_eq!(code(text), None);
}

#[test]
fn what_reads_half_typed_text_takes_any_length_and_depth() {
    for text in [
        "(".repeat(1_000_000),
        "RETURN 'a ".repeat(200_000),
        "/* ".repeat(500_000),
        "`".repeat(500_001),
    ] {
        on_a_small_stack(move || {
            assert!(!tokens(&text).is_empty());
            let _ = (split(&text), is_complete(&text), expected(&text));
        });
    }
}
