//! What the shell says before it is asked: the greeting and the prompt.

use anstyle::{AnsiColor, Style};

use super::state::Shell;
use crate::graph::GraphView;
use crate::value::Value;

const DIM: Style = Style::new().dimmed();
const PROMPT: Style = AnsiColor::Cyan.on_default().bold();

/// Questions that show what the built-in graph and the language can do.
const BUILT_IN_QUESTIONS: [&str; 3] =
    ["who supported Kolchak", "path from Japan to Germany", "around Otani 2 to otani.svg"];

/// Says what is open and what can be typed; on the first start, also what to try.
pub(super) fn greet(shell: &mut Shell, is_first_start: bool) {
    if !shell.settings.notes {
        return;
    }
    let counts = shell.graph.database.read(counts);
    let version = env!("CARGO_PKG_VERSION");
    shell.complain(&format!("amur {version} · {}: {counts}", shell.graph.title));
    shell.complain("Ask a question, write Cypher that ends in `;`, or type :help");
    if is_first_start {
        let questions = questions(shell);
        let questions = questions.map(|question| format!("\n  {question}")).concat();
        shell.complain(&format!("To begin with:{questions}\nGraphs of your own: :help data"));
    }
}

/// How much a graph holds, in words.
pub(super) fn counts(view: GraphView<'_>) -> String {
    let (nodes, relationships) = (view.node_count(), view.relationship_count());
    let types = view.names().relationship_types().count();
    let labels = view.names().labels().count();
    format!(
        "{}, {}, {}, {}",
        counted(nodes, "node"),
        counted(relationships, "relationship"),
        counted(labels, "label"),
        counted(types, "relationship type"),
    )
}

/// A number with its noun: `1 node`, `1,204 nodes`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", grouped(number))
}

/// A number with commas between its thousands.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Three questions to try on the graph that is open.
fn questions(shell: &Shell) -> [String; 3] {
    if shell.graph.is_built_in {
        return BUILT_IN_QUESTIONS.map(str::to_owned);
    }
    let name = shell.graph.database.read(any_name);
    match name {
        Some(name) => ["schema".to_owned(), format!("about {name}"), format!("around {name} 2")],
        None => ["schema", "labels", ":help questions"].map(str::to_owned),
    }
}

/// The name of a node that has one.
fn any_name(view: GraphView<'_>) -> Option<String> {
    let key = view.names().property_key("name")?;
    view.nodes().find_map(|node| {
        let Value::String(name) = view.node_property(node, key) else { return None };
        Some(name.to_string())
    })
}

/// The prompt without and with colours: the graph's name, with a mark while a transaction is open.
pub(super) fn prompt(shell: &Shell) -> (String, String) {
    let mark = if shell.session.is_in_transaction() { "*" } else { "" };
    let title = &shell.graph.title;
    let plain = format!("{title}{mark}> ");
    if !shell.settings.notes_are_colored {
        return (plain.clone(), plain);
    }
    (plain, format!("{PROMPT}{title}{mark}>{PROMPT:#} "))
}

/// A text that stands back.
pub(super) fn dim(text: &str) -> String {
    format!("{DIM}{text}{DIM:#}")
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn numbers_are_grouped_and_counted() {
        assert_eq!(counted(1, "node"), "1 node");
        assert_eq!(counted(0, "node"), "0 nodes");
        assert_eq!(counted(1204, "node"), "1,204 nodes");
        assert_eq!(counted(1_234_567, "node"), "1,234,567 nodes");
    }
}
