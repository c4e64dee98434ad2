//! The page in a real browser, where Chromium, node and playwright-core are there:
//! `npm ci --prefix tests/browser` brings the last one. `AMUR_SCREENSHOTS=FOLDER` keeps pictures.

use std::path::{Path, PathBuf};
use std::process::Command;

use amur::Database;
use amur::Parameters;
use amur::render::{Look, find_rendering, render};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

/// Whether there is a browser and what drives it; says so if not.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn can_browse() -> bool {
    let has_driver = folder().join("node_modules/playwright-core").exists();
    let has_node = Command::new("node").arg("--version").output().is_ok();
    let browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let has_browser = browsers.iter().any(|one| Path::new(one).exists());
    if !(has_driver && has_node && has_browser) {
        eprintln!("skipped: needs Chromium, node, and `npm ci --prefix tests/browser`");
    }
    has_driver && has_node && has_browser
}

/// Does a check of `html.mjs` on the page of what a statement gives.
fn browse(check: &str, database: &Database, statement: &str) {
    if !can_browse() {
        return;
    }
    let result = database.session().run(statement, ()).expect("the statement is right");
    let entities = database.read(|view| result.entities().clone().with_source_names(view));
    let mut page = Vec::new();
    let rendering = find_rendering("html").expect("the rendering is there");
    let result = result.with_entities(entities);
    render(&result, rendering, Look::default(), &mut page).expect("memory can be written");
    let place = tempfile::tempdir().expect("there is room for a folder");
    let file = place.path().join("page.html");
    std::fs::write(&file, page).expect("a file can be written");
    let mut command = Command::new("node");
    command.current_dir(folder()).arg("html.mjs").arg(check).arg(&file);
    command.args(std::env::var_os("AMUR_SCREENSHOTS"));
    let output = command.output().expect("node can be started");
    let (told, complained) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}{complained}");
}

const OTANI: &str = "MATCH p = (:Person {name: 'Kikuzo Otani'})-[*1..2]-() RETURN p";

#[test]
fn the_page_shows_and_tells() {
    browse("otani", &Database::builtin(), OTANI);
}

#[test]
fn labels_and_verbs_can_be_left_out() {
    browse("filter", &Database::builtin(), OTANI);
}

#[test]
fn the_slider_shows_what_is_known_to_hold() {
    browse("slide", &Database::builtin(), OTANI);
}

#[test]
fn the_keyboard_is_enough() {
    browse("keyboard", &Database::builtin(), OTANI);
}

#[test]
fn mouse_layouts_and_export_work() {
    browse("hands", &Database::builtin(), OTANI);
}

#[test]
fn a_name_is_a_name_whatever_it_says() {
    let database = Database::in_memory();
    let mut session = database.session();
    let names = [
        "</script><script>globalThis.broken = 1</script>",
        "<!--amur-->",
        "<!-- <script>",
        "<img src=x onerror=globalThis.broken=1>",
        "\u{2028}\u{2029}'\"\\`${globalThis.broken=1}",
        "日本帝國 Те́рек 🇯🇵 नमस्ते مرحبا",
    ];
    for name in names {
        let statement = "CREATE (a:`</style><b>` {name: $name, note: $name})\
                         -[:`<i>` {on: '1918', source: $name, note: $name}]->(a)";
        session.run(statement, Parameters::new().with("name", name)).expect("any name is allowed");
    }
    browse("hostile", &database, "MATCH (a)-[r]->() RETURN a, r");
}

#[test]
fn thousands_of_nodes_are_no_burden() {
    let database = Database::in_memory();
    let statement = "UNWIND range(0, 4999) AS i CREATE (:N {name: 'node ' + i, i: i})";
    let mut session = database.session();
    session.run(statement, ()).expect("there is room");
    session.run("CREATE INDEX FOR (n:N) ON (n.i)", ()).expect("there is room");
    let statement = "UNWIND range(1, 4999) AS i MATCH (a:N {i: i}), (b:N {i: toInteger(i / 3)}) \
                     CREATE (a)-[:PART_OF {from: '1900'}]->(b)";
    session.run(statement, ()).expect("there is room");
    browse("large", &database, "MATCH (a)-[r]->(b) RETURN a, r, b");
}
