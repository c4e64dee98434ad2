//! Scenarios as the harness runs them: outlines expanded, steps read.

use std::path::{Path, PathBuf};

use gherkin::{Feature, GherkinEnv};

/// One scenario, or one example of an outline.
pub(crate) struct Scenario {
    /// The folder of its feature, such as `clauses/match`.
    pub(crate) category: String,
    /// What names it: feature, number and name, number of the example.
    pub(crate) id: String,
    /// What is done, in order.
    pub(crate) steps: Vec<Step>,
}

/// What is done in a scenario.
pub(crate) enum Step {
    /// The graph is empty, as a fresh one is.
    EmptyGraph,
    /// The graph is made by these statements.
    NamedGraph(Vec<String>),
    /// A statement that must succeed.
    Executed(String),
    /// Parameters with their values.
    Parameters(Vec<Vec<String>>),
    /// A procedure: signature and table.
    Procedure(String, Vec<Vec<String>>),
    /// The statement that is tested.
    Execute(String),
    /// A statement that looks at what the tested one has done.
    Control(String),
    /// The rows, in which order, and whether the order of lists counts.
    Rows(ExpectedRows),
    /// No rows.
    Empty,
    /// No side effects, or exactly these.
    Effects(Vec<(String, usize)>),
    /// An error.
    Fails(ExpectedError),
    /// A step that the harness does not know; the scenario fails.
    Unknown(String),
}

/// Rows that a statement should give.
pub(crate) struct ExpectedRows {
    /// The names of the columns, then the rows.
    pub(crate) table: Vec<Vec<String>>,
    /// Whether rows come in this order.
    pub(crate) in_order: bool,
    /// Whether the order of elements counts in lists.
    pub(crate) lists_in_order: bool,
}

/// An error that a statement should end in.
pub(crate) struct ExpectedError {
    kind: String,
    phase: String,
    detail: String,
}

impl ExpectedError {
    /// Whether an error of this type, phase and detail is the expected one.
    pub(crate) fn is(&self, kind: &str, phase: &str, detail: &str) -> bool {
        self.kind == kind
            && (self.phase == "any" || self.phase == phase)
            && (self.detail == "*" || self.detail == detail)
    }
}

impl std::fmt::Display for ExpectedError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {}: {}", self.kind, self.phase, self.detail)
    }
}

impl Step {
    /// Whether an engine that does nothing and has no rows passes this step.
    pub(crate) fn expects_nothing(&self) -> bool {
        match self {
            Self::EmptyGraph
            | Self::NamedGraph(_)
            | Self::Executed(_)
            | Self::Parameters(_)
            | Self::Procedure(..)
            | Self::Execute(_)
            | Self::Control(_)
            | Self::Empty => true,
            Self::Effects(effects) => effects.is_empty(),
            Self::Rows(_) | Self::Fails(_) | Self::Unknown(_) => false,
        }
    }
}

/// Every scenario below a folder, in the order of the paths.
pub(crate) fn read_all(folder: &Path) -> Vec<Scenario> {
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort();
    files.iter().flat_map(|file| read(folder, file)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("the folder of features can be read");
    for entry in entries {
        let path = entry.expect("the folder of features can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "feature") {
            files.push(path);
        }
    }
}

fn read(folder: &Path, file: &Path) -> Vec<Scenario> {
    let text = std::fs::read_to_string(file).expect("a feature can be read");
    let feature = Feature::parse(escape_cells(&text), GherkinEnv::default())
        .map_err(|error| format!("{}: {error:?}", file.display()))
        .expect("a feature is Gherkin");
    let place = file.strip_prefix(folder).unwrap_or(file);
    let category = place.parent().unwrap_or(place).display().to_string();
    let name = place.with_extension("").display().to_string();
    let graphs = folder.join("../graphs");
    let mut scenarios = Vec::new();
    for scenario in &feature.scenarios {
        if scenario.tags.iter().any(|tag| tag == "ignore") {
            continue;
        }
        let background = feature.background.iter().flat_map(|background| &background.steps);
        let steps = background.chain(&scenario.steps);
        for (number, example) in examples(scenario).into_iter().enumerate() {
            let numbered =
                if example.is_empty() { String::new() } else { format!(" #{}", number + 1) };
            scenarios.push(Scenario {
                category: category.clone(),
                id: format!("{name} {}{numbered}", scenario.name),
                steps: steps.clone().map(|step| read_step(step, &example, &graphs)).collect(),
            });
        }
    }
    scenarios
}

/// Doubles a backslash in a cell where it escapes nothing: Gherkin keeps it, the crate rejects it.
fn escape_cells(text: &str) -> String {
    let escape = |line: &str| {
        let mut escaped = String::new();
        let mut characters = line.chars().peekable();
        while let Some(character) = characters.next() {
            escaped.push(character);
            if character == '\\' {
                let next = characters.next_if(|next| matches!(next, 'n' | '|' | '\\'));
                escaped.push(next.unwrap_or('\\'));
            }
        }
        escaped
    };
    let is_row = |line: &&str| line.trim_start().starts_with('|');
    let lines = text.lines().map(|line| if is_row(&line) { escape(line) } else { line.to_owned() });
    lines.collect::<Vec<_>>().join("\n")
}

/// What stands for the placeholders of an outline.
type Example = Vec<(String, String)>;

fn examples(scenario: &gherkin::Scenario) -> Vec<Example> {
    let mut examples = Vec::new();
    for table in scenario.examples.iter().filter_map(|examples| examples.table.as_ref()) {
        let Some((header, rows)) = table.rows.split_first() else { continue };
        for row in rows {
            let names = header.iter().map(|name| format!("<{name}>"));
            examples.push(names.zip(row.iter().cloned()).collect());
        }
    }
    if scenario.examples.is_empty() {
        examples.push(Vec::new());
    }
    examples
}

fn fill(text: &str, example: &Example) -> String {
    let mut filled = text.to_owned();
    for (name, value) in example {
        filled = filled.replace(name, value);
    }
    filled
}

fn read_step(step: &gherkin::Step, example: &Example, graphs: &Path) -> Step {
    let text = fill(step.value.trim(), example);
    let body = fill(step.docstring.as_deref().unwrap_or_default(), example).trim().to_owned();
    let rows = step.table.as_ref().map(|table| table.rows.as_slice()).unwrap_or_default();
    let fill_row = |row: &Vec<String>| row.iter().map(|cell| fill(cell, example)).collect();
    let table: Vec<Vec<String>> = rows.iter().map(fill_row).collect();
    match text.trim_end_matches(':') {
        "an empty graph" | "any graph" => Step::EmptyGraph,
        "having executed" => Step::Executed(body),
        "executing query" => Step::Execute(body),
        "executing control query" => Step::Control(body),
        "parameters are" => Step::Parameters(table),
        "no side effects" => Step::Effects(Vec::new()),
        "the side effects should be" => Step::Effects(read_effects(&table)),
        "the result should be empty" => Step::Empty,
        _ => read_long_step(&text, table, graphs),
    }
}

fn read_long_step(text: &str, table: Vec<Vec<String>>, graphs: &Path) -> Step {
    if let Some(signature) = text.strip_prefix("there exists a procedure ") {
        return Step::Procedure(signature.trim_end_matches(':').trim().to_owned(), table);
    }
    if text.starts_with("the result should be") {
        return Step::Rows(ExpectedRows {
            table,
            in_order: text.contains("in order"),
            lists_in_order: !text.contains("ignoring element order"),
        });
    }
    if let Some(graph) = text.strip_prefix("the ").and_then(|rest| rest.strip_suffix(" graph")) {
        return read_graph(graph, graphs);
    }
    read_error(text).map_or_else(|| Step::Unknown(text.to_owned()), Step::Fails)
}

fn read_effects(table: &[Vec<String>]) -> Vec<(String, usize)> {
    let read = |row: &Vec<String>| {
        let count = row.get(1).and_then(|count| count.parse().ok()).unwrap_or_default();
        (row.first().cloned().unwrap_or_default(), count)
    };
    let mut effects: Vec<_> = table.iter().map(read).collect();
    effects.retain(|effect| effect.1 > 0);
    effects.sort();
    effects
}

fn read_graph(name: &str, graphs: &Path) -> Step {
    let path = graphs.join(name).join(format!("{name}.cypher"));
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            let statements = text.split(';').map(str::trim).filter(|text| !text.is_empty());
            Step::NamedGraph(statements.map(str::to_owned).collect())
        }
        Err(error) => Step::Unknown(format!("{}: {error}", path.display())),
    }
}

/// `a SyntaxError should be raised at compile time: UndefinedVariable`
fn read_error(text: &str) -> Option<ExpectedError> {
    let (kind, rest) = text.split_once(" should be raised at ")?;
    let (phase, detail) = rest.split_once(':')?;
    let kind = kind.strip_prefix("an ").or_else(|| kind.strip_prefix("a "))?;
    let phase = phase.trim().trim_end_matches("time").trim();
    let phase = if phase == "run" { "runtime" } else { phase };
    Some(ExpectedError {
        kind: kind.to_owned(),
        phase: phase.to_owned(),
        detail: detail.trim().to_owned(),
    })
}
