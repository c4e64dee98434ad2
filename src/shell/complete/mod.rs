//! What Tab offers.
//!
//! In commands it follows the table of commands; in Cypher it follows what the grammar expects at the
//! cursor; in questions it offers words of the language, names of entities and verbs of the graph.

mod cypher;
mod file;
mod index;
mod keys;
mod names;
mod question;

pub(super) use index::{NameCache, NameTable};

use std::sync::Arc;

use index::Search;

use super::command::{COMMANDS, Command, Takes, find, topics};
use super::input::{Language, inputs};
use super::setting::SETTINGS;
use super::state::Shell;
use crate::database::Parameters;
use crate::graph::GraphView;
use crate::render::RENDERERS;

/// How many candidates are shown at most; more help nobody.
const MOST: usize = 200;

/// Something that can stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    /// What is typed for it.
    pub(super) text: String,
    /// What the list shows.
    pub(super) shown: String,
}

impl Candidate {
    fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { shown: text.clone(), text }
    }

    fn shown_as(text: impl Into<String>, shown: impl Into<String>) -> Self {
        Self { text: text.into(), shown: shown.into() }
    }
}

/// What may stand between a place and the cursor: the place, and the candidates.
type Offer = (usize, Vec<Candidate>);

/// What completion looks at.
struct Known<'a> {
    view: GraphView<'a>,
    names: Option<Arc<NameTable>>,
    parameters: &'a Parameters,
    /// How many columns a line of the list may have.
    width: usize,
}

impl Known<'_> {
    /// The names of nodes that begin like a text.
    fn entities(&self, typed: &str, search: Search) -> Vec<Candidate> {
        let table = self.names.as_ref();
        table.map(|table| names::entities(self.view, table, typed, search)).unwrap_or_default()
    }
}

/// What Tab offers in a line with the cursor at a byte.
pub(super) fn complete(shell: &Shell, line: &str, at: usize) -> Offer {
    let before = line.get(..at).unwrap_or(line);
    let open = inputs(before).last().filter(|input| !input.is_ended);
    let start = open.as_ref().map_or(before.len(), |input| input.place.start);
    let text = before.get(start..).unwrap_or_default();
    let (place, mut candidates) = match open.map(|input| input.language) {
        Some(Language::Command) => command(shell, text),
        Some(Language::Cypher) => {
            shell.look_for(|known| cypher::complete(known, text)).unwrap_or_default()
        }
        Some(Language::Question) => question_or_statement(shell, text),
        None => question_or_statement(shell, ""),
    };
    candidates.dedup();
    candidates.truncate(MOST);
    (start + place, candidates)
}

/// The first word may become a keyword of Cypher as well as a word of a question.
fn question_or_statement(shell: &Shell, text: &str) -> Offer {
    let (place, mut candidates) =
        shell.look_for(|known| question::complete(known, text)).unwrap_or_default();
    if text.contains(char::is_whitespace) {
        return (place, candidates);
    }
    // Candidates for the only word replace all of it.
    candidates.extend(cypher::first_words(text));
    (0, candidates)
}

fn command(shell: &Shell, text: &str) -> Offer {
    let Some(gap) = text.find(char::is_whitespace) else {
        return (0, command_names(text));
    };
    let (name, rest) = text.split_at(gap);
    let Some(command) = find(name.trim_start_matches([':', '.'])) else { return (0, Vec::new()) };
    let blank = rest.len() - rest.trim_start().len();
    let (place, candidates) = argument(shell, command, rest.trim_start());
    (gap + blank + place, candidates)
}

/// Commands keep the sign that they were begun with.
fn command_names(text: &str) -> Vec<Candidate> {
    let sign = text.get(..1).unwrap_or(":");
    let name = text.get(1..).unwrap_or_default().to_lowercase();
    let candidate = |command: &Command| {
        let text = format!("{sign}{}", command.name);
        let space = if command.takes == Takes::Nothing { "" } else { " " };
        Candidate::shown_as(format!("{text}{space}"), text)
    };
    COMMANDS.iter().filter(|command| command.name.starts_with(&name)).map(candidate).collect()
}

/// What completes the argument that has been begun.
fn argument(shell: &Shell, command: &Command, text: &str) -> Offer {
    let words = |all: &mut dyn Iterator<Item = &str>| (0, begun(all, text));
    match command.takes {
        Takes::Nothing | Takes::Text => (0, Vec::new()),
        Takes::Files => {
            let start = text.rfind(char::is_whitespace).map_or(0, |gap| gap + 1);
            let (place, candidates) = file::complete(text.get(start..).unwrap_or_default());
            (start + place, candidates)
        }
        Takes::Format => words(&mut RENDERERS.iter().map(|rendering| rendering.name)),
        Takes::Switch => words(&mut ["on", "off"].into_iter()),
        Takes::Topic => words(&mut topics().iter().map(String::as_str)),
        Takes::Setting => setting(text),
        Takes::Name => {
            let start = text.rfind(" to ").map_or(0, |at| at + " to ".len());
            let typed = text.get(start..).unwrap_or_default();
            (
                start,
                shell
                    .look_for(|known| known.entities(typed, Search::WithSlips))
                    .unwrap_or_default(),
            )
        }
        Takes::Statement => complete(shell, text, text.len()),
    }
}

fn setting(text: &str) -> Offer {
    let Some((name, value)) = text.split_once(' ') else {
        return (0, begun(&mut SETTINGS.iter().map(|setting| setting.name), text));
    };
    let setting = SETTINGS.iter().find(|setting| setting.name == name);
    let formats = RENDERERS.iter().map(|rendering| rendering.name);
    let values = setting.into_iter().flat_map(|setting| setting.values.iter().copied());
    let values: Vec<&str> = values.chain(formats.filter(|_| name == "format")).collect();
    (name.len() + 1, begun(&mut values.into_iter(), value))
}

/// The words that begin with what has been typed, whatever the case.
fn begun(words: &mut dyn Iterator<Item = &str>, typed: &str) -> Vec<Candidate> {
    let typed = typed.to_lowercase();
    words.filter(|word| word.to_lowercase().starts_with(&typed)).map(Candidate::new).collect()
}

impl Shell {
    /// Looks at the graph with its names at hand.
    fn look_for<T>(&self, look: impl FnOnce(&Known<'_>) -> T) -> Option<T> {
        let (names, parameters, width) = (self.names.get(self), &self.parameters, self.width());
        self.look(|view| look(&Known { view, names, parameters, width }))
    }

    /// Looks at the graph as the session sees it; nothing if somebody else is writing just now.
    pub(super) fn look<T>(&self, look: impl FnOnce(GraphView<'_>) -> T) -> Option<T> {
        self.session.look(look).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::{Opened, Terminal};

    /// What the line becomes with each candidate.
    fn completed(line: &str) -> Vec<String> {
        let terminal =
            Terminal { reads: false, shows: false, notes: false, width: 80, colors: false };
        let opened = Opened::files(&[]).expect("the built-in graph is there");
        let sink = || Box::new(std::io::sink());
        let shell = Shell::new(opened, terminal, sink(), sink());
        let (start, candidates) = complete(&shell, line, line.len());
        let whole = |candidate: Candidate| format!("{}{}", &line[..start], candidate.text);
        candidates.into_iter().map(whole).collect()
    }

    fn offers(line: &str, whole: &str) {
        let found = completed(line);
        assert!(found.iter().any(|one| one == whole), "`{line}`: {found:?}");
    }

    #[test]
    fn commands_and_their_arguments_are_offered() {
        assert_eq!(completed(":vers"), [":version"]);
        assert_eq!(completed(".sou"), [".source "]);
        offers(":format js", ":format jsonl");
        offers(":set tim", ":set timing");
        offers(":set timing o", ":set timing off");
        offers(":help sav", ":help save");
        offers(":show Kikuzo", ":show Kikuzo Otani");
        offers(":explain MATCH (n:Per", ":explain MATCH (n:Person");
        assert!(completed(":labels x").is_empty() && completed(":nonsense x").is_empty());
    }

    #[test]
    fn cypher_offers_what_the_grammar_and_the_graph_allow() {
        offers("MATCH (n:Per", "MATCH (n:Person");
        offers("MATCH (n)-[:SUPP", "MATCH (n)-[:SUPPORTED");
        offers("MATCH (n) RETURN n.nam", "MATCH (n) RETURN n.name");
        offers("MATCH (n) RET", "MATCH (n) RETURN");
        offers("RETURN toUpp", "RETURN toUpper(");
        offers("UNWIND [1] AS number RETURN num", "UNWIND [1] AS number RETURN number");
        offers("MATCH (n {name: 'Kikuzo", "MATCH (n {name: 'Kikuzo Otani'");
        offers("RETURN 1; MATCH (n:Shi", "RETURN 1; MATCH (n:Ship");
        assert!(completed("RETURN 'some te").is_empty());
        offers("MATCH (n:perso", "MATCH (n:Person");
        offers("MATCH (n:Persn", "MATCH (n:Person");
        offers("MATCH ()-[:war", "MATCH ()-[:DECLARED_WAR_ON");
    }

    #[test]
    fn keys_are_those_that_the_label_has() {
        let of_person = completed("MATCH (n:Person) RETURN n.");
        assert!(of_person.iter().any(|one| one.ends_with("n.name")), "{of_person:?}");
        let all = completed("MATCH (n) RETURN n.");
        assert!(of_person.len() < all.len(), "{of_person:?} {all:?}");
    }

    #[test]
    fn questions_offer_words_names_and_verbs() {
        offers("pat", "path");
        offers("MAT", "MATCH");
        offers("about Otan", "about Otani");
        offers("who supp", "who supported");
        offers("who declared w", "who declared war on");
        offers("path from Empire of Ja", "path from Empire of Japan");
        offers("path from Japan to Ger", "path from Japan to Germany");
        offers("list Shi", "list Ship");
        offers("about Otani dur", "about Otani during");
        offers("about Kikzuo", "about Kikuzo Otani");
        offers("who supported ", "who supported Aleksandr Kolchak");
        offers("who supported K", "who supported Aleksandr Kolchak");
        offers("around Otani 2 to otani", "around Otani 2 to otani.svg");
        assert!(!completed("who supported ").iter().any(|one| one.contains("Otani")));
    }
}
