//! The command end to end, with pipes where a terminal would be: streams, formats, exit codes, and
//! what becomes of bad input.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The command with nothing of the user's surroundings.
fn amur(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_amur"));
    command.args(arguments).stdin(Stdio::null());
    for variable in ["NO_COLOR", "CLICOLOR_FORCE", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
        command.env_remove(variable);
    }
    command.env("AMUR_HISTORY", "");
    command
}

/// What came of a run.
#[derive(Debug)]
struct Outcome {
    code: i32,
    results: String,
    notes: String,
}

impl Outcome {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: output.status.code().unwrap_or(-1),
            results: text(&output.stdout),
            notes: text(&output.stderr),
        }
    }

    /// Checks a failure: its exit code, no panic, and what it says.
    fn fails(&self, code: i32, saying: &str) -> &Self {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.notes.contains(saying), "expected `{saying}` in {self:?}");
        assert!(!self.notes.contains("panicked"), "{self:?}");
        self
    }

    /// Checks a success, and that nothing but results was written.
    fn gives(&self, results: &str) -> &Self {
        assert_eq!(self.code, 0, "{self:?}");
        assert_eq!(self.results, results, "{self:?}");
        self
    }
}

fn run(arguments: &[&str]) -> Outcome {
    Outcome::of(&amur(arguments).output().expect("the command can be started"))
}

/// Runs the command with a text on its standard input.
fn pipe(arguments: &[&str], input: &[u8]) -> Outcome {
    let mut child = amur(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command can be started");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the command ends");
    writer.join().expect("writing does not panic");
    Outcome::of(&output)
}

/// A folder that is gone after the test, with one file in it.
fn file(name: &str, content: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = folder.path().join(name);
    fs::write(&path, content).expect("the folder can be written");
    (folder, path)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("paths of tests are UTF-8")
}

const MEMORY: &str = ":memory:";

#[test]
fn help_and_version_are_results() {
    let help = run(&["--help"]);
    assert!(help.results.contains("Usage: amur"), "{help:?}");
    assert_eq!((help.code, help.notes.as_str()), (0, ""));
    run(&["--version"]).gives(&format!("amur {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_usage_is_told_apart() {
    run(&["--fromat", "csv"]).fails(2, "--format");
    run(&["--timeout", "soon"]).fails(2, "soon");
    run(&["--color", "blue"]).fails(2, "auto, always or never");
    run(&["-c", "why", "--format", "tabel"]).fails(2, "did you mean `table`?");
    run(&["-p", "year"]).fails(2, "NAME=VALUE");
    run(&["-p", "name=Otani", "-c", "RETURN 1"]).fails(2, "needs quotes: `'Otani'`");
    run(&["serve"]).fails(2, "--stdio");
}

/// The path of a store that is not there yet.
fn store() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = folder.path().join("notes.amur").display().to_string();
    (folder, path)
}

#[test]
fn a_store_keeps_every_change() {
    let (_folder, store) = store();
    let made = run(&["-c", "CREATE (:A {name: 'a'})-[:R]->(:B)", &store]);
    made.gives("");
    assert!(made.notes.contains("is a new store"), "{made:?}");
    let again = run(&["-c", "MATCH (a)-[r]->(b) RETURN a.name, type(r), labels(b)", &store]);
    again.gives("a.name\ttype(r)\tlabels(b)\na\tR\t['B']\n");
    assert_eq!(again.notes, "");
    let requests = b"{\"statement\": \"CREATE (:C)\"}\n";
    assert_eq!(pipe(&["serve", "--stdio", &store], requests).code, 0);
    run(&["-c", "MATCH (n) RETURN count(n)", &store]).gives("count(n)\n3\n");
    run(&["check", &store])
        .gives(&format!("`{store}` is good: 3 nodes, 1 relationship, 2 transactions\n"));
    run(&["--read-only", "-c", "CREATE (:C)", &store]).fails(1, "may only read");
    assert!(run(&["export", &store, "--format", "pg-json"]).results.contains("\"name\""));
}

#[test]
fn a_store_needs_no_ending() {
    let (folder, graph) = file("people.csv", "name,age\nAda,36\nBea,41\n");
    let store = folder.path().join("people").display().to_string();
    let imported = run(&["import", &store, text(&graph)]);
    assert_eq!(imported.code, 0, "{imported:?}");
    run(&["-c", "MATCH (n) RETURN sum(n.age)", &store]).gives("sum(n.age)\n77\n");
    assert!(fs::read(&store).is_ok_and(|bytes| bytes.starts_with(b"SQLite")));
    run(&["-c", "CREATE (:C)", &store]).gives("");
    run(&["import", &store, text(&graph)]).gives("");
    run(&["-c", "MATCH (n) RETURN count(n)", &store]).gives("count(n)\n5\n");
}

#[test]
fn what_is_no_good_store_is_told() {
    let (_folder, store) = store();
    run(&["--read-only", &store]).fails(3, "there is no such file");
    run(&["check", &store]).fails(3, "there is no such file");
    run(&["check"]).fails(2, "STORE");
    fs::write(&store, "no store at all").expect("there is room");
    run(&["-c", "RETURN 1", &store]).fails(3, "is no store of Amur");
    run(&["check", &store]).fails(3, "is no store of Amur");
    run(&["-c", "RETURN 1", &store, "a.json"]).fails(2, "opened together with files");
    run(&["-c", "RETURN 1", "no/such/a.amur"]).fails(3, "no folder `no/such`");
    assert_eq!(fs::read(&store).expect("it is there"), b"no store at all");
}

#[test]
fn a_damaged_store_is_checked_and_its_rest_is_saved() {
    let (folder, store) = store();
    let script: Vec<String> = (0..400).map(|n| format!("CREATE (:N {{n: {n}}});")).collect();
    assert_eq!(pipe(&[&store], script.concat().as_bytes()).code, 0);
    let mut bytes = fs::read(&store).expect("it is a file");
    // The end of the last page but one is full of transactions.
    let place = bytes.len() - 4096 - 200;
    bytes[place..place + 64].fill(0xff);
    fs::write(&store, bytes).expect("there is room");
    run(&["-c", "RETURN 1", &store]).fails(4, "is damaged");
    let checked = run(&["check", &store]);
    assert_eq!(checked.code, 4, "{checked:?}");
    assert!(checked.results.contains("what can be read: "), "{checked:?}");
    let saved = folder.path().join("saved.json").display().to_string();
    run(&["export", &store, "-o", &saved]).fails(4, "lost: ");
    let count = run(&["-c", "MATCH (n:N) RETURN count(n) > 300 AS most", &saved]);
    count.gives("most\ntrue\n");
}

#[test]
fn a_pipe_gets_a_header_and_rows_and_nothing_else() {
    let outcome = run(&["-c", "UNWIND [1, 2] AS x RETURN x, 'a' AS y", MEMORY]);
    outcome.gives("x\ty\n1\ta\n2\ta\n");
    assert_eq!(outcome.notes, "");
}

#[test]
fn several_inputs_follow_each_other() {
    run(&["-c", "RETURN 1 AS a; :version", "-c", "RETURN 2 AS b", MEMORY])
        .gives(&format!("a\n1\namur {}\nb\n2\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn questions_are_answered_from_the_built_in_graph() {
    let outcome = run(&["-c", "who supported Kolchak"]);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.results.contains("Japan"), "{outcome:?}");
}

#[test]
fn standard_input_is_a_script() {
    pipe(&[MEMORY], b"CREATE (:A {x: 1});\nMATCH (a:A)\nRETURN a.x AS x;\n:version\n")
        .gives(&format!("x\n1\namur {}\n", env!("CARGO_PKG_VERSION")));
    pipe(&[MEMORY], b"").gives("");
    pipe(&[MEMORY], b"  \n\n// nothing\n").gives("");
}

#[test]
fn formats_are_chosen_by_name() {
    let with = |format| run(&["--format", format, "-c", "RETURN 1 AS a, 'b,c' AS d", MEMORY]);
    with("csv").gives("a,d\n1,\"b,c\"\n");
    with("markdown").gives("| a | d |\n| --- | --- |\n| 1 | b,c |\n");
    assert!(with("table").results.contains("b,c"));
    for format in ["json", "jsonl", "line", "dot", "mermaid", "cypher"] {
        assert_eq!(with(format).code, 0, "{format}");
    }
}

#[test]
fn a_failure_ends_the_run_unless_it_may_go_on() {
    let text = "RETURN 1 AS a; RETURN nothing; RETURN 2 AS b";
    let stopped = run(&["-c", text, MEMORY]);
    stopped.fails(1, "nothing");
    assert_eq!(stopped.results, "a\n1\n");
    let went_on = run(&["--keep-going", "-c", text, MEMORY]);
    went_on.fails(1, "nothing");
    assert_eq!(went_on.results, "a\n1\nb\n2\n");
}

#[test]
fn errors_in_scripts_say_where() {
    let (_folder, path) = file("bad.cypher", "RETURN 1 AS a;\n\nMATCH (n)\n  RETURN m;\n");
    run(&["-f", text(&path), MEMORY]).fails(1, "bad.cypher:4:10");
}

#[test]
fn bad_files_are_told_with_their_place() {
    run(&["no/such/graph.json"]).fails(3, "there is no such file");
    run(&["-f", "no/such/script"]).fails(3, "no such file");
    let (folder, path) = file("cut.json", "{\"nodes\": [{\"id\": \"a\"},\n  {\"id\": ");
    run(&[text(folder.path())]).fails(3, "is a folder");
    run(&["-f", text(folder.path())]).fails(3, "is a directory");
    run(&[text(&path)]).fails(3, "cut.json:2:");
    let twice = "{\"nodes\": [{\"id\": \"a\"},\n{\"id\": \"a\"}], \"edges\": []}";
    let (_folder, path) = file("twice.json", twice);
    run(&[text(&path)]).fails(3, "twice.json:2:");
    let (_folder, path) = file("what.unknown", "");
    run(&[text(&path)]).fails(3, "ending");
}

#[test]
fn text_that_is_not_utf_8_is_told_with_its_place() {
    pipe(&[MEMORY], b"RETURN 1 AS a;\nRETURN '\xff';\n").fails(3, "stdin:2:9");
    let (_folder, path) = file("latin.cypher", b"// \xe9t\xe9\nRETURN 1;");
    run(&["-f", text(&path), MEMORY]).fails(3, "latin.cypher:1:4");
}

#[test]
fn unclosed_quotes_are_shown_where_they_open() {
    pipe(&[MEMORY], b"RETURN 'abc;\n").fails(1, "never closed");
    run(&["-c", "about \"Otani"]).fails(1, "closed");
}

#[test]
fn nesting_has_a_limit() {
    for open in ["(", "[", "{a: ", "NOT ", "-"] {
        let statement = format!("RETURN {}1", open.repeat(100_000));
        pipe(&[MEMORY], statement.as_bytes()).fails(1, "error");
    }
    let question = format!("about {}", "(".repeat(100_000));
    pipe(&[MEMORY], question.as_bytes()).fails(1, "error");
}

#[test]
fn a_statement_of_ten_megabytes_is_refused() {
    let statement = format!("RETURN '{}'", "a".repeat(10 << 20));
    pipe(&[MEMORY], statement.as_bytes()).fails(1, "long");
    let question = format!("about {}", "a".repeat(10 << 20));
    pipe(&[MEMORY], question.as_bytes()).fails(1, "error");
}

#[test]
fn unknown_names_find_the_nearest() {
    run(&["-c", "who supported Napoleon"]).fails(1, "nothing has the name `Napoleon`");
    assert!(run(&["-c", "who supported Kolchack"]).notes.contains("read as `Aleksandr Kolchak`"));
    run(&["-c", "who suported Kolchak"]).fails(1, "supported");
    run(&["-c", "list Shp"]).fails(1, "Ship");
    run(&["-c", "RETURN toUper('a')", MEMORY]).fails(1, "toUpper");
    let notified = run(&["-c", "MATCH (n:Persn) RETURN n"]);
    assert_eq!((notified.code, notified.results.as_str()), (0, "n\n"));
    assert!(notified.notes.contains("Person"), "{notified:?}");
    run(&["-q", "-c", "MATCH (n:Persn) RETURN n"]).gives("n\n");
}

#[test]
fn parameters_are_literals() {
    run(&["-p", "x=[1, 2]", "-p", "y='a'", "-c", "RETURN $x[1] AS x, $y AS y", MEMORY])
        .gives("x\ty\n2\ta\n");
    run(&["-p", "x='a'", "-c", "RETURN $x * 2", MEMORY]).fails(1, "error");
    run(&["-c", "RETURN $missing", MEMORY]).fails(1, "missing");
}

#[test]
fn a_read_only_session_refuses_changes() {
    run(&["--read-only", "-c", "CREATE (:A)", MEMORY]).fails(1, "only read");
}

#[test]
fn limits_end_a_statement() {
    let endless = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(a + b)";
    run(&["--timeout", "50ms", "-c", endless, MEMORY]).fails(5, "time");
    let large = "UNWIND range(1, 10000000) AS a RETURN collect([a, a, a])";
    run(&["--memory", "1MiB", "-c", large, MEMORY]).fails(5, "memory");
    run(&["--max-rows", "2", "-c", "UNWIND range(1, 9) AS a RETURN a", MEMORY]).gives("a\n1\n2\n");
}

#[test]
fn colours_are_for_those_who_ask() {
    let error = ["-c", ":nonsense"];
    assert!(!run(&error).notes.contains('\x1b'));
    assert!(run(&["--color", "always", error[0], error[1]]).notes.contains('\x1b'));
    let forced = amur(&error).env("CLICOLOR_FORCE", "1").output().expect("the command runs");
    assert!(Outcome::of(&forced).notes.contains('\x1b'));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let statement = "UNWIND range(1, 300000) AS a RETURN a, 'some text to fill the pipe'";
    let mut child = amur(&["-c", statement, MEMORY])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command can be started");
    let stdout = child.stdout.take().expect("standard output is a pipe");
    let mut first = String::new();
    BufReader::new(stdout).read_line(&mut first).expect("there is a first line");
    let outcome = Outcome::of(&child.wait_with_output().expect("the command ends"));
    assert_eq!((outcome.code, outcome.notes.as_str()), (0, ""));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_run() {
    let endless = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(a + b)";
    // Whoever runs the tests may have them ignore the signal; the command must not inherit that.
    let child = Command::new("env")
        .args(["--default-signal=INT", env!("CARGO_BIN_EXE_amur"), "--timeout", "60s"])
        .args(["-c", "RETURN 1 AS a", "-c", endless, MEMORY])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.expect("the command can be started");
    let mut stdout = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
    let mut line = String::new();
    stdout.read_line(&mut line).expect("the first statement is answered");
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.is_ok_and(|status| status.success()));
    Outcome::of(&child.wait_with_output().expect("the command ends")).fails(130, "");
}

#[test]
fn graphs_are_merged_by_id_and_exported() {
    let one = r#"{"nodes": [{"id": "a", "labels": ["A"], "properties": {"x": [1]}}], "edges": []}"#;
    let two = r#"{"nodes": [{"id": "a", "labels": ["B"], "properties": {}}, {"id": "b"}],
                  "edges": [{"from": "a", "to": "b", "labels": ["R"]}]}"#;
    let (folder, first) = file("one.json", one);
    let second = folder.path().join("two.json");
    fs::write(&second, two).expect("the folder can be written");
    let files = [text(&first), text(&second)];
    run(&["-c", "MATCH (a:A:B)-[:R]->(b) RETURN a.x AS x, b.id AS id", files[0], files[1]])
        .gives("x\tid\n1\tb\n");
    let out = folder.path().join("both.json");
    run(&["export", files[0], files[1], "-o", text(&out)]).gives("");
    run(&["-c", "MATCH (n) RETURN count(n) AS n", text(&out)]).gives("n\n2\n");
    assert!(run(&["export", "--format", "dot"]).results.starts_with("digraph"));
    run(&["export", "--format", "tabel"]).fails(2, "formats are");
}

#[test]
fn completions_are_scripts() {
    for shell in ["bash", "zsh", "fish"] {
        let outcome = run(&["completions", shell]);
        assert!(outcome.code == 0 && outcome.results.contains("amur"), "{outcome:?}");
    }
}

#[test]
fn programs_are_served() {
    let requests = concat!(
        r#"{"statement": "CREATE (n:A {x: $x}) RETURN n.x AS x", "parameters": {"x": {"$type": "Integer", "_value": "7"}}, "id": 1}"#,
        "\n\n\"begin\"\n",
        r#"{"statement": "MATCH (n) DELETE n", "id": "two"}"#,
        "\n{\"rollback\": true}\n",
        r#"{"statement": "MATCH (n:A) RETURN n", "id": 3}"#,
        "\n",
        r#"{"statement": "RETURN m", "id": 4}"#,
        "\nnonsense\n[1]\n{}\n",
        r#"{"statement": "RETURN $x", "parameters": {"x": {"$type": "Integer", "_value": "a"}}}"#,
        "\n",
    );
    let outcome = pipe(&["serve", "--stdio", MEMORY], requests.as_bytes());
    assert_eq!((outcome.code, outcome.notes.as_str()), (0, ""));
    let replies: Vec<serde_json::Value> = outcome
        .results
        .lines()
        .map(|line| serde_json::from_str(line).expect("each reply is JSON"))
        .collect();
    assert_eq!(replies.len(), 10, "{outcome:?}");
    assert_eq!(replies[0]["id"], 1);
    assert_eq!(replies[0]["data"]["fields"][0], "x");
    assert_eq!(replies[0]["data"]["values"][0][0]["$type"], "Integer");
    assert_eq!(replies[0]["data"]["values"][0][0]["_value"], "7");
    assert_eq!(replies[0]["counters"]["nodesCreated"], 1);
    assert_eq!(replies[2]["counters"]["nodesDeleted"], 1);
    let node = &replies[4]["data"]["values"][0][0];
    assert_eq!(node["$type"], "Node");
    assert_eq!(node["_value"]["_labels"][0], "A");
    assert_eq!(node["_value"]["_properties"]["x"]["_value"], "7");
    assert_eq!(replies[5]["errors"][0]["detail"], "UndefinedVariable");
    assert_eq!(replies[5]["errors"][0]["span"]["start"], 7);
    for malformed in &replies[6..] {
        assert!(malformed["errors"][0]["message"].is_string(), "{malformed}");
    }
}
