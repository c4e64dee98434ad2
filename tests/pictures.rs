//! Pictures that Amur draws by itself: SVG and PNG, for names in any script.

use std::path::Path;
use std::process::{Command, Output};

use amur::render::{Look, find_rendering, render};
use amur::{Database, Parameters};

/// What `amur` does with these arguments, in a folder.
fn amur(folder: &Path, arguments: &[&str]) -> Output {
    let command = Command::new(env!("CARGO_BIN_EXE_amur"))
        .args(arguments)
        .current_dir(folder)
        .env("PATH", "")
        .output();
    command.expect("amur can be started")
}

/// What a statement mentions, drawn.
fn drawn(database: &Database, statement: &str, format: &str) -> Vec<u8> {
    let result = database.session().run(statement, ()).expect("the statement is right");
    let rendering = find_rendering(format).expect("the rendering is there");
    let mut out = Vec::new();
    render(&result, rendering, Look::default(), &mut out).expect("memory can be written");
    out
}

fn svg(database: &Database, statement: &str) -> String {
    String::from_utf8(drawn(database, statement, "svg")).expect("SVG is text")
}

#[test]
fn a_question_draws_its_answer_where_nothing_else_is_installed() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let output = amur(folder.path(), &["-c", "around Otani 2 to otani.svg"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let svg = std::fs::read_to_string(folder.path().join("otani.svg")).expect("it was written");
    assert!(svg.contains(">Kikuzo Otani<") && svg.contains(">commanded<"), "{svg}");
}

#[test]
fn a_picture_in_pixels_is_one() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let output = amur(folder.path(), &["-c", "about Otani to otani.png"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let bytes = std::fs::read(folder.path().join("otani.png")).expect("it was written");
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"));
    let number = |from: usize| u32::from_be_bytes(bytes[from..from + 4].try_into().expect("four"));
    assert!(number(16) > 200 && number(20) > 80, "{} x {}", number(16), number(20));
}

#[test]
fn a_format_draws_the_facts_of_an_answer() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    for format in ["svg", "dot", "mermaid"] {
        let output = amur(folder.path(), &["-c", "around Otani", "--format", format]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains("Kikuzo Otani"), "{format}: {text}");
    }
}

#[test]
fn what_nobody_could_read_is_refused_and_overwrites_nothing() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    std::fs::write(folder.path().join("all.svg"), "mine").expect("a file can be written");
    let script = "UNWIND range(1, 401) AS i CREATE (n:N {name: i}) RETURN n; :dump all.svg";
    let output = amur(folder.path(), &["-c", script, ":memory:"]);
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{complaint}");
    assert!(complaint.contains("401 nodes are more than the 400"), "{complaint}");
    assert!(complaint.contains("ask a narrower question"), "{complaint}");
    let kept = std::fs::read_to_string(folder.path().join("all.svg"));
    assert_eq!(kept.expect("it is still there"), "mine");
}

#[test]
fn any_name_can_be_drawn() {
    let database = Database::in_memory();
    let mut session = database.session();
    let names = [
        "</text><script>alert(1)</script>",
        "a & b",
        "\"q\" 'q'",
        "",
        "\u{0}\u{1b}",
        "日本帝國",
        "Те́рек",
    ];
    for name in names {
        let statement = "CREATE (a:`<L&>` {name: $name})-[:`R<&>` {on: $name}]->(a)";
        session.run(statement, Parameters::new().with("name", name)).expect("any name is allowed");
    }
    let text = svg(&database, "MATCH (a)-[r]->() RETURN a, r");
    assert!(!text.contains("<script") && text.contains("a &amp; b") && text.contains("日本帝國"));
    assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()));
    let pixels = drawn(&database, "MATCH (a)-[r]->() RETURN a, r", "png");
    assert!(pixels.starts_with(b"\x89PNG"));
}

#[test]
fn the_same_graph_gives_the_same_picture() {
    let database = Database::builtin();
    let statement = "MATCH (a)-[r]->(b) RETURN a, r, b LIMIT 150";
    assert_eq!(svg(&database, statement), svg(&database, statement));
}
