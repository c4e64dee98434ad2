//! Names in an order in which those that begin like a text are found at once.
//!
//! Every word of every name stands in one sorted list, without case and accents, so that a few
//! comparisons find all names with a word that begins like what is typed. Slips are found in the same
//! list: it is walked like a tree of letters, and what can't come near any more is stepped over.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use super::super::state::Shell;
use crate::database::Database;
use crate::graph::NodeId;
use crate::query::ask::Vocabulary;
use crate::value::fold_name;

/// Up to so many nodes, the names are read while somebody waits.
const SMALL: usize = 20_000;

/// How many names are gathered, of which the best are shown.
const GATHERED: usize = 1000;

/// What counts as a name that begins like a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Search {
    /// One that does so, letter for letter.
    Exact,
    /// If there is none, one that does so but for a slip.
    WithSlips,
}

/// Names that fit a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    /// How many letters differ.
    pub(super) slips: usize,
    /// Whether it is a later word of the name that begins like the text.
    pub(super) is_inside: bool,
    /// The name's place in the table.
    pub(super) name: u32,
}

/// The names of one version of a graph.
#[derive(Debug, Default)]
pub(in super::super) struct NameTable {
    vocabulary: Arc<Vocabulary>,
    names: Vec<(Box<str>, NodeId)>,
    folded: Vec<Box<str>>,
    /// Each word of each name, as the name's place and where the word begins in it, in the order of
    /// the texts from there on.
    words: Vec<(u32, u32)>,
}

impl NameTable {
    /// Reads the names and aliases.
    pub(super) fn new(vocabulary: Arc<Vocabulary>) -> Self {
        let names: Vec<(Box<str>, NodeId)> =
            vocabulary.names().names().map(|(name, node)| (name.into(), node)).collect();
        let folded: Vec<Box<str>> = names.iter().map(|(name, _)| fold_name(name).into()).collect();
        let mut words = Vec::with_capacity(2 * folded.len());
        for (place, name) in (0..).zip(&folded) {
            words.push((place, 0));
            words.extend(
                (1..).zip(name.bytes()).filter(|(_, b)| *b == b' ').map(|(at, _)| (place, at)),
            );
        }
        let mut table = Self { vocabulary, names, folded, words: Vec::new() };
        words.sort_unstable_by(|one, other| table.text(*one).cmp(table.text(*other)));
        table.words = words;
        table
    }

    /// The words of the graph that the names are among.
    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// A name with its node.
    pub(super) fn name(&self, place: u32) -> Option<(&str, NodeId)> {
        self.names.get(place as usize).map(|(name, node)| (&**name, *node))
    }

    /// Whether some word of some name begins like this.
    pub(in super::super) fn knows(&self, typed: &str) -> bool {
        let typed = fold_name(typed);
        let first = self.words.get(self.first_from(&typed));
        typed.is_empty() || first.is_some_and(|word| self.text(*word).starts_with(&typed))
    }

    /// The names that have a word that begins like what is typed.
    pub(super) fn find(&self, typed: &str, search: Search) -> Vec<Fit> {
        let typed = fold_name(typed);
        if typed.is_empty() {
            return Vec::new();
        }
        let from = self.first_from(&typed);
        let begun =
            self.words.iter().skip(from).take_while(|word| self.text(**word).starts_with(&typed));
        let mut found: Vec<Fit> = begun.take(GATHERED).map(|word| fit(0, *word)).collect();
        if found.is_empty() && search == Search::WithSlips {
            found = Near::new(self, &typed).find();
        }
        found.sort_unstable();
        found.dedup_by_key(|fit| fit.name);
        found
    }

    fn first_from(&self, typed: &str) -> usize {
        self.words.partition_point(|word| self.text(*word) < typed)
    }

    /// The name from a word on.
    fn text(&self, (name, from): (u32, u32)) -> &str {
        let name = self.folded.get(name as usize).map_or("", |name| &**name);
        name.get(from as usize..).unwrap_or_default()
    }
}

fn fit(slips: usize, (name, from): (u32, u32)) -> Fit {
    Fit { slips, is_inside: from > 0, name }
}

/// A walk through the table for what is near a text: the rows of the distance of Damerau and
/// Levenshtein of the text to the present word, one for each of its beginnings.
struct Near<'t> {
    table: &'t NameTable,
    typed: Vec<char>,
    /// How many letters may differ.
    most: usize,
    rows: Vec<Vec<usize>>,
    /// The present word's letters, with the bytes up to each.
    letters: Vec<(char, usize)>,
    found: Vec<Fit>,
}

impl<'t> Near<'t> {
    fn new(table: &'t NameTable, typed: &str) -> Self {
        let typed: Vec<char> = typed.chars().collect();
        let most = match typed.len() {
            0..=2 => 0,
            3..=7 => 1,
            _ => 2,
        };
        let rows = vec![(0..=typed.len()).collect()];
        Self { table, typed, most, rows, letters: Vec::new(), found: Vec::new() }
    }

    fn find(mut self) -> Vec<Fit> {
        let (mut at, end) = self.range();
        while at < end && self.most > 0 && self.found.len() < GATHERED {
            at = self.step(at);
        }
        self.found
    }

    /// Who makes two slips makes none in the first letter, which keeps the walk short.
    fn range(&self) -> (usize, usize) {
        let words = &self.table.words;
        let Some(first) = self.typed.first().filter(|_| self.most > 1) else {
            return (0, words.len());
        };
        let begins = |word: &(u32, u32)| self.table.text(*word).chars().next();
        let from = words.partition_point(|word| begins(word) < Some(*first));
        let to = words.partition_point(|word| begins(word) <= Some(*first));
        (from, to)
    }

    /// Looks at the word at a place, and says which is the next one to look at.
    fn step(&mut self, at: usize) -> usize {
        let Some(word) = self.table.words.get(at).copied() else { return usize::MAX };
        let text = self.table.text(word);
        self.keep_common(text);
        let from = self.letters.last().map_or(0, |(_, end)| *end);
        for letter in text.get(from..).unwrap_or_default().chars() {
            self.push(letter);
            let row = self.rows.last().map_or(&[] as &[usize], |row| row);
            if row.last().is_some_and(|slips| *slips <= self.most) {
                return self.take_all(at, text);
            }
            if self.is_lost() {
                return self.end_of_branch(at, text);
            }
        }
        at + 1
    }

    /// Whether no word that begins like this can come near. Two swapped letters reach over one row.
    fn is_lost(&self) -> bool {
        let is_far = |row: &Vec<usize>| row.iter().all(|slips| *slips > self.most);
        self.rows.len() > 1 && self.rows.iter().rev().take(2).all(is_far)
    }

    /// Goes back to the letters that the next word shares with the present one.
    fn keep_common(&mut self, text: &str) {
        let shared =
            self.letters.iter().zip(text.chars()).take_while(|(one, other)| one.0 == *other);
        let shared = shared.count();
        self.letters.truncate(shared);
        self.rows.truncate(shared + 1);
    }

    fn push(&mut self, letter: char) {
        let before = self.rows.last().map_or(&[] as &[usize], |row| row);
        let mut row = vec![before.first().map_or(0, |count| count + 1)];
        for (place, typed) in self.typed.iter().enumerate() {
            let cell =
                |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
            let replaced = cell(before, place) + usize::from(*typed != letter);
            let added = cell(before, place + 1) + 1;
            let left_out = cell(&row, place) + 1;
            let swapped = self.swapped(place, letter).unwrap_or(usize::MAX);
            row.push(replaced.min(added).min(left_out).min(swapped));
        }
        let end = self.letters.last().map_or(0, |(_, end)| *end) + letter.len_utf8();
        self.rows.push(row);
        self.letters.push((letter, end));
    }

    /// The slips if a typed letter and the one before it stand the other way round in the word.
    fn swapped(&self, place: usize, letter: char) -> Option<usize> {
        let (before, _) = self.letters.last()?;
        let first = place.checked_sub(1)?;
        let is_swapped =
            self.typed.get(first) == Some(&letter) && self.typed.get(place) == Some(before);
        let row = self.rows.get(self.rows.len().checked_sub(2)?)?;
        row.get(first).filter(|_| is_swapped).map(|slips| slips + 1)
    }

    /// Takes all words that begin like the present one up to its present letter.
    fn take_all(&mut self, at: usize, text: &str) -> usize {
        let slips = self.rows.last().and_then(|row| row.last()).copied().unwrap_or(self.most);
        let end = self.end_of_branch(at, text);
        let room = GATHERED - self.found.len();
        let words = self.table.words.get(at..end).unwrap_or_default();
        self.found.extend(words.iter().take(room).map(|word| fit(slips, *word)));
        end
    }

    /// The place behind the words that begin like the present one up to its present letter.
    fn end_of_branch(&self, at: usize, text: &str) -> usize {
        let length = self.letters.last().map_or(0, |(_, end)| *end);
        let beginning = text.get(..length).unwrap_or_default();
        let rest = self.table.words.get(at..).unwrap_or_default();
        let begins = |word: &(u32, u32)| self.table.text(*word).starts_with(beginning);
        // Most branches are short, so the end is looked for near the beginning first.
        let mut reach = 1;
        while rest.get(reach).is_some_and(begins) {
            reach *= 2;
        }
        let near = rest.get(..reach.min(rest.len())).unwrap_or_default();
        at + near.partition_point(begins)
    }
}

/// The table of the graph that is open, made when it is first wanted and anew when the graph has
/// changed; of large graphs elsewhere, so that nobody waits.
#[derive(Default)]
pub(in super::super) struct NameCache {
    kept: RefCell<Option<Arc<NameTable>>>,
    coming: RefCell<Option<Receiver<NameTable>>>,
}

impl NameCache {
    /// The names of the graph, or those that it had a moment ago; nothing while they are first read.
    pub(in super::super) fn get(&self, shell: &Shell) -> Option<Arc<NameTable>> {
        self.receive();
        let (version, count) = shell.look(|view| (view.version(), view.node_count()))?;
        let kept = self.kept.borrow().clone();
        if kept.as_ref().is_some_and(|kept| kept.vocabulary.version() == version) {
            return kept;
        }
        if count > SMALL {
            self.send_for(&shell.graph.database);
            return kept;
        }
        let database = &shell.graph.database;
        let made = shell.look(|view| Arc::new(NameTable::new(database.vocabulary(view))));
        self.kept.borrow_mut().clone_from(&made);
        made
    }

    /// Begins to read the names of a large graph.
    pub(in super::super) fn prepare(&self, shell: &Shell) {
        if shell.look(|view| view.node_count() > SMALL).unwrap_or_default() {
            self.send_for(&shell.graph.database);
        }
    }

    fn receive(&self) {
        let table = self.coming.borrow().as_ref().and_then(|coming| coming.try_recv().ok());
        if let Some(table) = table {
            *self.kept.borrow_mut() = Some(Arc::new(table));
            *self.coming.borrow_mut() = None;
        }
    }

    fn send_for(&self, database: &Database) {
        let mut coming = self.coming.borrow_mut();
        if coming.is_some() {
            return;
        }
        let (sender, receiver) = channel();
        let database = database.clone();
        thread::spawn(move || {
            let vocabulary = database.read(|view| database.vocabulary(view));
            // Who has left meanwhile does not want it any more.
            let _ = sender.send(NameTable::new(vocabulary));
        });
        *coming = Some(receiver);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::graph::{Graph, Properties};

    fn table(names: impl IntoIterator<Item = String>) -> NameTable {
        let mut graph = Graph::new();
        let key = graph.names_mut().intern_property_key("name");
        for name in names {
            let mut properties = Properties::default();
            properties.set(key, name.into());
            graph.create_node(Vec::new(), properties).expect("room");
        }
        graph.commit();
        NameTable::new(Arc::new(Vocabulary::new(graph.view())))
    }

    fn found(table: &NameTable, typed: &str) -> Vec<String> {
        let names =
            table.find(typed, Search::WithSlips).into_iter().filter_map(|fit| table.name(fit.name));
        names.map(|(name, _)| name.to_owned()).collect()
    }

    #[test]
    fn words_are_found_by_their_beginnings_and_through_slips() {
        let names =
            ["Kikuzo Otani", "Empire of Japan", "Katō Kanji", "Терек", "日本帝國", "Ōtani Maru"];
        let table = table(names.map(str::to_owned));
        assert_eq!(found(&table, "otan"), ["Ōtani Maru", "Kikuzo Otani"]);
        assert_eq!(found(&table, "KATO"), ["Katō Kanji"]);
        assert_eq!(found(&table, "empire of ja"), ["Empire of Japan"]);
        assert_eq!(found(&table, "тер"), ["Терек"]);
        assert_eq!(found(&table, "日本"), ["日本帝國"]);
        assert_eq!(found(&table, "Kikzuo"), ["Kikuzo Otani"]);
        assert_eq!(found(&table, "emipre of japn"), ["Empire of Japan"]);
        assert!(found(&table, "xyz").is_empty() && found(&table, "").is_empty());
        assert!(table.knows("jap") && !table.knows("jup"));
    }

    /// `AMUR_MEASURE=1000000 cargo test --release --lib complete::index -- --nocapture` prints times.
    #[test]
    #[expect(clippy::print_stderr, reason = "the times are asked for")]
    fn many_names_are_found_quickly() {
        let count = std::env::var("AMUR_MEASURE").ok().and_then(|count| count.parse().ok());
        let syllables =
            ["ka", "ro", "mi", "te", "su", "no", "vla", "di", "bo", "stok", "an", "ger"];
        let part = |number: usize| syllables[number % syllables.len()];
        let word =
            |n: usize| format!("{}{}{}{}", part(n), part(n / 12), part(n / 144), part(n / 1728));
        let name = |n: usize| format!("{} {} {n}", word(n.wrapping_mul(7919)), word(n));
        let started = Instant::now();
        let table = table((0..count.unwrap_or(2000)).map(name));
        let built = started.elapsed();
        for typed in ["karomi", "kraomi", "vladibostk", "n", "999"] {
            let started = Instant::now();
            let found = table.find(typed, Search::WithSlips).len();
            if count.is_some() {
                eprintln!("{typed}: {found} names in {:?} (built in {built:?})", started.elapsed());
            }
            assert!(found > 0 || typed == "999", "{typed}");
        }
    }
}
