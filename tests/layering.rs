//! The import rules of the source tree, which inside one crate no compiler defends.
//!
//! 1. A module imports only modules of a lower level, or of its own folder.
//! 2. Modules of one level do not import each other; inside `query/` each stage knows only the ones
//!    before it.
//! 3. Each outside library is named only in the folders that stand in [`LIBRARIES`].
//! 4. Only `render`, `shell`, `serve` and `main` print.
//!
//! The checker is a function over texts, so that the tests below can show that it fails.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fmt, fs};

/// The modules of the library from the lowest level to the highest. Those of one line are strangers.
const LEVELS: &[&[&str]] = &[
    &["error"],
    &["diagnostic", "value"],
    &["graph", "syntax"],
    &["algorithms", "formats", "storage"],
    &["functions"],
    &["query"],
    &["database"],
    &["render"],
    &["serve", "shell"],
];

/// The stages of `query/`, each of which knows only those before it.
const STAGES: &[&str] = &["ask", "bind", "plan", "optimize", "execute"];

/// Imports that the levels would allow and the design does not: who may not name what.
const STRANGERS: &[(&str, &str)] = &[("functions", "syntax"), ("functions", "storage")];

/// The libraries that have a home: the places, as beginnings of paths under `src/`, that name them.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["diagnostic"]),
    ("anstream", &["diagnostic", "render/", "shell/"]),
    ("anstyle", &["diagnostic", "render/", "shell/"]),
    ("clap", &["main.rs", "shell/"]),
    ("clap_complete", &["main.rs", "shell/"]),
    ("comfy_table", &["render/"]),
    ("crc32fast", &["storage/"]),
    ("csv", &["formats/", "query/execute/load_csv", "render/"]),
    ("ctrlc", &["shell/"]),
    ("dagre", &["render/layout/"]),
    ("encoding_rs", &["formats/"]),
    ("flate2", &["formats/"]),
    ("indicatif", &["shell/"]),
    ("jiff", &["value/"]),
    ("oxrdf", &["formats/rdf"]),
    ("oxttl", &["formats/rdf"]),
    ("parking_lot", &["database/"]),
    ("pest", &["syntax/", "formats/pg"]),
    ("pest_derive", &["syntax/", "formats/pg"]),
    ("petgraph", &["graph/", "algorithms/"]),
    ("quick_xml", &["formats/xml"]),
    ("regex", &["functions/", "query/execute/", "value/"]),
    ("resvg", &["render/png/"]),
    ("roaring", &["graph/"]),
    ("rusqlite", &["storage/"]),
    ("rustyline", &["shell/"]),
    ("ruzstd", &["formats/"]),
    ("strsim", &["diagnostic"]),
    ("unicode_normalization", &["value/"]),
    ("unicode_segmentation", &["diagnostic", "functions/", "render/", "value/"]),
    ("unicode_width", &["diagnostic", "render/"]),
];

/// The libraries of general use, which any folder may name.
const COMMON: &[&str] = &["foldhash", "hashbrown", "serde", "serde_json"];

/// The places that may print.
const PRINTERS: &[&str] = &["main.rs", "render/", "serve/", "shell/"];

/// What prints, as a word of the source.
const PRINTS: &[&str] = &["print", "println", "eprint", "eprintln", "stdout", "stderr"];

/// A file under `src/` that breaks a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    file: String,
    line: usize,
    rule: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "src/{}:{}: {}", self.file, self.line, self.rule)
    }
}

/// A word or a mark of a source text, comments and literals left out.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    text: String,
    line: usize,
}

/// Cuts Rust into words and marks; of comments, texts and characters nothing remains.
fn tokens(source: &str) -> Vec<Token> {
    let letters: Vec<char> = source.chars().collect();
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(&letter) = letters.get(at) {
        let end = end_of_token(&letters, at);
        if letter.is_alphabetic() || letter == '_' || (!letter.is_whitespace() && end == at + 1) {
            found.push(Token { text: letters[at..end].iter().collect(), line });
        } else if letters[at..end] == [':', ':'] {
            found.push(Token { text: "::".to_owned(), line });
        }
        line += letters[at..end].iter().filter(|letter| **letter == '\n').count();
        at = end;
    }
    found
}

fn end_of_token(letters: &[char], at: usize) -> usize {
    let next = letters.get(at + 1).copied();
    let raw = raw_text_end(letters, at);
    match letters[at] {
        '/' if next == Some('/') => find(letters, at, |rest| rest.starts_with(&['\n'])),
        '/' if next == Some('*') => find(letters, at + 2, |rest| rest.starts_with(&['*', '/'])) + 2,
        ':' if next == Some(':') => at + 2,
        'r' | 'b' if raw.is_some() => raw.unwrap_or(at + 1),
        '"' => text_end(letters, at),
        '\'' => character_end(letters, at),
        letter if letter.is_alphanumeric() || letter == '_' => {
            find(letters, at, |rest| !(rest[0].is_alphanumeric() || rest[0] == '_'))
        }
        _ => at + 1,
    }
    .min(letters.len())
}

/// The first place from `at` on whose rest satisfies the test, or the end.
fn find(letters: &[char], at: usize, test: impl Fn(&[char]) -> bool) -> usize {
    (at..letters.len()).find(|&place| test(&letters[place..])).unwrap_or(letters.len())
}

fn text_end(letters: &[char], at: usize) -> usize {
    let mut place = at + 1;
    while let Some(letter) = letters.get(place) {
        match letter {
            '\\' => place += 2,
            '"' => return place + 1,
            _ => place += 1,
        }
    }
    place
}

/// The end of `r"…"`, `r#"…"#`, `br"…"`; nothing if no such text begins here.
fn raw_text_end(letters: &[char], at: usize) -> Option<usize> {
    let start = at + usize::from(letters.get(at) == Some(&'b'));
    (letters.get(start) == Some(&'r')).then_some(())?;
    let hashes = letters.get(start + 1..)?.iter().take_while(|letter| **letter == '#').count();
    let quote = start + 1 + hashes;
    (letters.get(quote) == Some(&'"')).then_some(())?;
    let closing: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    Some(find(letters, quote + 1, |rest| rest.starts_with(&closing)) + closing.len())
}

/// The end of a character literal; one letter further if it is the mark of a lifetime.
fn character_end(letters: &[char], at: usize) -> usize {
    let is_escape = letters.get(at + 1) == Some(&'\\');
    if is_escape {
        return find(letters, at + 3, |rest| rest.starts_with(&['\''])) + 1;
    }
    if letters.get(at + 2) == Some(&'\'') { at + 3 } else { at + 1 }
}

/// A mention of a module by a path that starts at `crate` or `super`, resolved.
#[derive(Debug, PartialEq, Eq)]
struct Mention {
    path: Vec<String>,
    line: usize,
}

/// The module that a file is: `query/bind/scope.rs` is `query::bind::scope`.
fn module_of(file: &str) -> Vec<String> {
    let stem = file.trim_end_matches(".rs").trim_end_matches("/mod");
    match stem {
        "lib" | "main" => Vec::new(),
        _ => stem.split('/').map(str::to_owned).collect(),
    }
}

/// Every module that a file mentions by a path.
fn mentions(file: &str, tokens: &[Token]) -> Vec<Mention> {
    let mut module = module_of(file);
    let (mut depth, mut inline) = (0_usize, Vec::new());
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if inline.last() == Some(&depth) {
                    inline.pop();
                    module.pop();
                }
            }
            "mod" if word(tokens, at + 2) == "{" => {
                inline.push(depth);
                module.push(word(tokens, at + 1).to_owned());
            }
            "crate" | "super" if word(tokens, at + 1) == "::" && !follows_path(tokens, at) => {
                found.extend(resolve(&module, tokens, at));
            }
            _ => {}
        }
    }
    found
}

fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.text.as_str())
}

fn follows_path(tokens: &[Token], at: usize) -> bool {
    at > 0 && word(tokens, at - 1) == "::"
}

/// The mentions of the path that starts at token `at`, which stands in `module`.
fn resolve(module: &[String], tokens: &[Token], mut at: usize) -> Vec<Mention> {
    let mut base = if word(tokens, at) == "crate" { Vec::new() } else { module.to_vec() };
    while word(tokens, at) == "super" {
        base.pop();
        at += 2;
    }
    if word(tokens, at) == "crate" {
        at += 2;
    }
    let mut found = Vec::new();
    collect_tree(&base, tokens, at, &mut found);
    found
}

/// Reads a use tree from token `at` on, and gives the place after it.
fn collect_tree(
    base: &[String],
    tokens: &[Token],
    mut at: usize,
    found: &mut Vec<Mention>,
) -> usize {
    let mut path = base.to_vec();
    let line = tokens.get(at).map_or(0, |token| token.line);
    loop {
        match word(tokens, at) {
            "{" => {
                at += 1;
                while !matches!(word(tokens, at), "}" | "") {
                    at = collect_tree(&path, tokens, at, found);
                    at += usize::from(word(tokens, at) == ",");
                }
                return at + 1;
            }
            "self" => {}
            "super" => drop(path.pop()),
            segment => path.push(segment.to_owned()),
        }
        at += 1;
        if word(tokens, at) != "::" {
            break;
        }
        at += 1;
    }
    if word(tokens, at) == "as" {
        at += 2;
    }
    found.push(Mention { path, line });
    at
}

fn level(module: &str) -> Option<usize> {
    LEVELS.iter().position(|modules| modules.contains(&module))
}

/// Why `from` must not mention `to`, both being paths of modules; nothing if it may.
fn import_fault(from: &[String], to: &[String]) -> Option<String> {
    let (here, there) = (from.first()?.as_str(), to.first()?.as_str());
    if here == there {
        return stage_fault(from, to);
    }
    let Some(other) = level(there) else {
        return Some(format!("`crate::{there}` is no module; name the one that defines it"));
    };
    let Some(own) = level(here) else {
        return Some(format!("`{here}` has no level in `LEVELS`"));
    };
    let strangers = STRANGERS.contains(&(here, there));
    (other >= own || strangers).then(|| format!("`{here}` must not import `{there}`"))
}

/// The same inside of `query/`, whose own file may name every stage.
fn stage_fault(from: &[String], to: &[String]) -> Option<String> {
    let place =
        |path: &[String]| STAGES.iter().position(|stage| path.get(1).is_some_and(|s| s == stage));
    if from[0] != "query" {
        return None;
    }
    let (own, other) = (place(from)?, place(to));
    match other {
        Some(other) if other <= own => None,
        Some(other) => Some(format!("`{}` must not import `{}`", STAGES[own], STAGES[other])),
        None if to.len() > 1 && from.get(1) != to.get(1) => {
            Some(format!("`{}` must not import `query::{}`", STAGES[own], to[1]))
        }
        None => None,
    }
}

fn is_under(file: &str, places: &[&str]) -> bool {
    places.iter().any(|place| file.starts_with(place))
}

/// Everything that breaks a rule, given the files under `src/` with their texts.
fn violations<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Violation> {
    let mut found = BTreeSet::new();
    for (file, text) in files {
        let tokens = tokens(text);
        let mut report = |line, rule| found.insert(Violation { file: file.to_owned(), line, rule });
        for mention in mentions(file, &tokens) {
            if let Some(rule) = import_fault(&module_of(file), &mention.path) {
                report(mention.line, rule);
            }
        }
        for (at, token) in tokens.iter().enumerate() {
            if let Some(rule) =
                library_fault(file, &tokens, at).or_else(|| print_fault(file, &tokens, at))
            {
                report(token.line, rule);
            }
        }
    }
    found.into_iter().collect()
}

/// A library counts as named where a path starts with it.
fn library_fault(file: &str, tokens: &[Token], at: usize) -> Option<String> {
    let (library, homes) = LIBRARIES.iter().find(|(library, _)| *library == word(tokens, at))?;
    let starts_path = word(tokens, at + 1) == "::" && !follows_path(tokens, at);
    (starts_path && !is_under(file, homes))
        .then(|| format!("`{library}` is named outside of {}", homes.join(", ")))
}

fn print_fault(file: &str, tokens: &[Token], at: usize) -> Option<String> {
    let name = word(tokens, at);
    let prints = PRINTS.contains(&name) && matches!(word(tokens, at + 1), "!" | "(");
    (prints && !is_under(file, PRINTERS))
        .then(|| format!("`{name}` prints; only {} may", PRINTERS.join(", ")))
}

/// The sources of the crate, by their paths under `src/`.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folders of src can be read") {
            let path: PathBuf = entry.expect("the entries of src can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("sources are UTF-8");
                let name = path.strip_prefix(&root).expect("the path starts with the root");
                found.push((name.to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    found
}

#[test]
fn the_crate_keeps_its_layers() {
    let sources = sources();
    let found = violations(sources.iter().map(|(file, text)| (file.as_str(), text.as_str())));
    let lines: Vec<String> = found.iter().map(Violation::to_string).collect();
    assert!(found.is_empty(), "\n{}", lines.join("\n"));
}

#[test]
fn every_module_has_a_level() {
    let sources = sources();
    let lib = &sources.iter().find(|(file, _)| file == "lib.rs").expect("there is a lib.rs").1;
    let tokens = tokens(lib);
    let declared = (0..tokens.len()).filter(|&at| word(&tokens, at) == "mod");
    for module in declared.map(|at| word(&tokens, at + 1)) {
        assert!(level(module).is_some(), "`{module}` has no level in `LEVELS`");
    }
}

#[test]
fn every_dependency_has_a_home() {
    let manifest = include_str!("../Cargo.toml");
    let section = manifest.split("[dependencies]").nth(1).expect("there are dependencies");
    let section = section.split("\n[").next().expect("a split has a first part");
    for line in section.lines().filter(|line| !line.starts_with('#')) {
        let Some((name, _)) = line.split_once(" = ") else { continue };
        let name = name.replace('-', "_");
        let known = LIBRARIES.iter().any(|(library, _)| *library == name);
        assert!(known || COMMON.contains(&name.as_str()), "`{name}` stands in no table");
    }
}

/// The rules that one fake file breaks.
fn broken(file: &str, text: &str) -> Vec<String> {
    violations([(file, text)]).into_iter().map(|violation| violation.rule).collect()
}

#[test]
fn a_higher_level_is_found() {
    assert_eq!(
        broken("graph/node.rs", "use crate::query::run;"),
        ["`graph` must not import `query`"]
    );
    assert_eq!(
        broken("value/mod.rs", "fn f() { crate::graph::f() }"),
        ["`value` must not import `graph`"]
    );
    assert_eq!(broken("error.rs", "use crate::value::Value;"), ["`error` must not import `value`"]);
}

#[test]
fn a_neighbour_of_one_level_is_found() {
    assert_eq!(
        broken("syntax/mod.rs", "use crate::graph::Graph;"),
        ["`syntax` must not import `graph`"]
    );
    assert_eq!(
        broken("functions/text.rs", "use crate::syntax::ast;"),
        ["`functions` must not import `syntax`"]
    );
}

#[test]
fn groups_are_looked_into() {
    let text = "use crate::{error::{Error, Result}, database::Session};";
    assert_eq!(broken("query/mod.rs", text), ["`query` must not import `database`"]);
}

#[test]
fn relative_paths_are_resolved() {
    assert_eq!(
        broken("query/bind/scope.rs", "use super::super::plan::X;"),
        ["`bind` must not import `plan`"]
    );
    assert_eq!(broken("query/plan/mod.rs", "use super::bind::Bound;"), [""; 0]);
    let inline = "mod tests { use super::super::Graph; use super::*; }";
    assert_eq!(broken("graph/view.rs", inline), [""; 0]);
    assert_eq!(
        broken("graph/mod.rs", inline),
        ["`crate::Graph` is no module; name the one that defines it"]
    );
}

#[test]
fn the_order_of_stages_is_kept() {
    assert_eq!(
        broken("query/ask/mod.rs", "use crate::query::bind::X;"),
        ["`ask` must not import `bind`"]
    );
    assert_eq!(broken("query/execute/mod.rs", "use crate::query::{ask::A, plan::P};"), [""; 0]);
    assert_eq!(
        broken("query/plan/mod.rs", "use crate::query::Pipeline;"),
        ["`plan` must not import `query::Pipeline`"]
    );
    assert_eq!(broken("query/mod.rs", "use crate::query::execute::run;"), [""; 0]);
}

#[test]
fn libraries_and_printing_have_their_homes() {
    assert_eq!(broken("database/mod.rs", "use petgraph::Graph;").len(), 1);
    assert_eq!(broken("graph/mod.rs", "use petgraph::Graph;"), [""; 0]);
    assert_eq!(broken("formats/csv.rs", "use csv::Reader; use crate::formats::csv::X;"), [""; 0]);
    assert_eq!(broken("render/csv.rs", "use crate::formats::csv::X;"), [""; 0]);
    assert_eq!(broken("formats/json.rs", "use pest::Parser;").len(), 1);
    assert_eq!(broken("query/mod.rs", "fn f() { println!(\"a\"); }").len(), 1);
    assert_eq!(broken("query/mod.rs", "fn f() { std::io::stderr(); }").len(), 1);
    assert_eq!(broken("shell/mod.rs", "fn f() { println!(\"a\"); }"), [""; 0]);
}

#[test]
fn the_facade_is_not_a_module() {
    let rules = broken("query/mod.rs", "use crate::Error;");
    assert_eq!(rules, ["`crate::Error` is no module; name the one that defines it"]);
}

#[test]
fn comments_texts_and_lifetimes_are_not_code() {
    let text = "//! [crate::query]\n/* crate::query */ const A: &'static str = \"crate::query::x\";\n\
                const B: &str = r#\"crate::\"query::x\"#; const C: char = '\"'; use crate::query::x;";
    let found = violations([("graph/mod.rs", text)]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].line, 3);
}
