//! Finding the relationship types that a verb means, in any tense, number and voice.
//!
//! A type's name is read as a phrase: `DECLARED_WAR_ON`, `declaredWarOn` and `Declared war on` are
//! all "declared war on". Nodes labelled `Verb` add phrases: `forms` in the same direction, `inverse`
//! in the other. Phrases meet by their stems ([`lemma`](super::lemma)); the passive is worked out.

use std::sync::Arc;

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::lemma::{is_filler, is_particle, regular_stem, stem};
use super::names::texts;
use crate::diagnostic::nearest;
use crate::graph::{GraphView, NodeId, RelationshipTypeId};
use crate::value::fold_name;

/// A relationship type as a verb means it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reading {
    /// The type's name.
    pub(super) kind: Arc<str>,
    /// Whether the verb's subject is where the relationship ends.
    pub(super) reversed: bool,
}

/// What a verb means: never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct VerbFound {
    /// The types, in their order.
    pub(super) readings: Vec<Reading>,
    /// The phrase of the graph that was taken for another one.
    pub(super) instead: Option<String>,
}

/// A verb as a question has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct VerbPhrase<'a> {
    /// Its words.
    pub(super) words: &'a [&'a str],
    /// `was`, `has` … before the subject.
    pub(super) auxiliary: Option<&'a str>,
    /// Whether an object follows: without one its prepositions may be missing.
    pub(super) has_object: bool,
}

/// Every phrase for the relationship types that a graph uses.
#[derive(Debug, Default)]
pub(super) struct VerbIndex {
    phrases: Vec<(String, Reading)>,
    types: HashMap<String, Arc<str>, RandomState>,
    by_stems: HashMap<String, Vec<Reading>, RandomState>,
    /// The places of the phrases, by their stems without auxiliaries before and prepositions behind.
    by_core: HashMap<String, Vec<usize>, RandomState>,
}

impl VerbIndex {
    /// Reads the types of a graph that have a relationship, and the forms that its data gives.
    pub(super) fn new(view: GraphView<'_>) -> Self {
        let mut index = Self::default();
        for (id, name) in view.names().relationship_types() {
            if view.type_count(id) > 0 {
                index.add_type(name);
            }
        }
        index.add_forms(view);
        index
    }

    /// The phrases of all types, as people read them.
    pub(super) fn phrases(&self) -> impl Iterator<Item = &str> {
        self.phrases.iter().map(|(phrase, _)| phrase.as_str())
    }

    /// What a verb means, if the graph has it.
    pub(super) fn find(&self, verb: VerbPhrase<'_>) -> Option<VerbFound> {
        let spelt = verb.words.join(" ");
        let exact = self.types.get(&spelt).or_else(|| self.types.get(&spelt.replace(' ', "_")));
        let exact = exact.map(|kind| vec![Reading { kind: kind.clone(), reversed: false }]);
        let readings = exact
            .or_else(|| self.find_by_stems(verb, stem))
            .or_else(|| self.find_by_stems(verb, regular_stem));
        match readings {
            Some(readings) => Some(VerbFound { readings: ordered(readings), instead: None }),
            None => self.find_without_particle(verb).or_else(|| self.find_by_beginning(verb)),
        }
    }

    fn find_by_stems(
        &self,
        verb: VerbPhrase<'_>,
        stem: fn(&str) -> String,
    ) -> Option<Vec<Reading>> {
        let all = stems(verb.auxiliary.into_iter().chain(verb.words.iter().copied()), stem);
        let auxiliaries = all.iter().take_while(|word| is_auxiliary(word)).count();
        let rest = all.get(auxiliaries..).filter(|rest| !rest.is_empty())?;
        let is_passive = all.iter().take(auxiliaries).any(|word| word == "be");
        let agent = rest.split_last().filter(|(last, verb)| *last == "by" && !verb.is_empty());
        let of_agent = || agent.and_then(|(_, verb)| self.get(verb)).map(flipped);
        let begun = || if verb.has_object { None } else { self.begun_by(rest) };
        None.or_else(|| self.get(&all))
            .or_else(of_agent)
            .or_else(|| if is_passive && !verb.has_object { begun() } else { None })
            .or_else(|| {
                if is_passive && !verb.has_object { self.get(rest).map(flipped) } else { None }
            })
            .or_else(|| self.get(rest))
            .or_else(begun)
    }

    fn get(&self, stems: &[String]) -> Option<Vec<Reading>> {
        self.by_stems.get(&stems.join(" ")).cloned()
    }

    /// The types whose phrases have only prepositions behind these words: `withdrew [from]`.
    fn begun_by(&self, stems: &[String]) -> Option<Vec<Reading>> {
        let beginning = stems.join(" ") + " ";
        let longer = self.by_stems.iter().filter(|(phrase, _)| {
            phrase.strip_prefix(&beginning).is_some_and(|rest| rest.split(' ').all(is_particle))
        });
        let readings: Vec<Reading> = longer.flat_map(|(_, readings)| readings).cloned().collect();
        (!readings.is_empty()).then_some(readings)
    }

    /// The types that have other prepositions at their end: `arrived in` where there is `arrived at`.
    fn find_without_particle(&self, verb: VerbPhrase<'_>) -> Option<VerbFound> {
        let typed = stems(verb.words.iter().copied(), stem);
        let is_agent = typed.last().is_some_and(|last| last == "by");
        let places = self.by_core.get(&core(&typed).join(" ")).filter(|_| !is_agent)?;
        let phrases = places.iter().filter_map(|place| self.phrases.get(*place));
        let readings: Vec<Reading> = phrases.clone().map(|(_, reading)| reading.clone()).collect();
        let instead = phrases.map(|(phrase, _)| phrase.clone()).next();
        Some(VerbFound { readings: ordered(readings), instead })
    }

    /// The only type whose phrase begins with several words: `expressed intent to meet [with …]`.
    fn find_by_beginning(&self, verb: VerbPhrase<'_>) -> Option<VerbFound> {
        let typed = stems(verb.words.iter().copied(), stem).join(" ") + " ";
        if typed.split_whitespace().count() < 2 {
            return None;
        }
        let longer = self.by_stems.iter().filter(|(stems, _)| stems.starts_with(&typed));
        let mut readings = longer.flat_map(|(_, readings)| readings);
        let reading = readings.next()?;
        if !readings.all(|other| other == reading) {
            return None;
        }
        let instead = self.phrases.iter().find(|(_, known)| known == reading)?.0.clone();
        Some(VerbFound { readings: vec![reading.clone()], instead: Some(instead) })
    }

    /// Verbs to suggest in place of one that is not there, the nearest first, one for each type.
    pub(super) fn suggestions(&self, words: &[&str], count: usize) -> Vec<&str> {
        let beginning = |firsts: &[String]| -> Vec<&str> {
            let begins = |phrase: &&str| {
                phrase.split(' ').next().is_some_and(|first| firsts.iter().any(|one| one == first))
            };
            self.phrases().filter(begins).collect()
        };
        let firsts = || self.phrases().filter_map(|phrase| phrase.split(' ').next());
        let first_word = || beginning(&nearest(words.first().unwrap_or(&""), firsts()));
        let spelling = || -> Vec<&str> {
            let near = nearest(&words.join(" "), self.phrases());
            let known = |name: &String| self.phrases().find(|phrase| phrase == name);
            near.iter().filter_map(known).collect()
        };
        let typed = stems(words.iter().copied(), stem);
        let shared_word = || {
            let shares = |phrase: &&str| {
                let words = stems(phrase.split(' '), stem);
                words
                    .iter()
                    .any(|word| !is_particle(word) && !is_auxiliary(word) && typed.contains(word))
            };
            self.phrases().filter(shares).collect()
        };
        let mut phrases: Vec<&str> = spelling();
        if phrases.is_empty() {
            phrases = first_word();
        }
        if phrases.is_empty() {
            phrases = shared_word();
        }
        let mut kinds: Vec<&Reading> = Vec::new();
        phrases.retain(|phrase| {
            let reading = self.phrases.iter().find(|(known, _)| known == phrase);
            let new = reading.filter(|(_, reading)| !kinds.contains(&reading));
            kinds.extend(new.map(|(_, reading)| reading));
            new.is_some()
        });
        phrases.truncate(count);
        phrases
    }

    /// Adds a type by its name; `criticize or denounce` is found by either verb.
    fn add_type(&mut self, name: &Arc<str>) {
        let phrase = phrase_of_type(name);
        if phrase.contains(" or ") {
            phrase.split(" or ").for_each(|part| self.add_stems(part, name, false));
        }
        self.types.insert(name.to_string(), name.clone());
        self.add_phrase(&phrase, name, false);
        if let Some(active) = phrase.strip_suffix(" by") {
            self.add_stems(active, name, true);
        }
    }

    fn add_forms(&mut self, view: GraphView<'_>) {
        let names = view.names();
        let (Some(label), Some(name)) = (names.label("Verb"), names.property_key("name")) else {
            return;
        };
        let used = |kind: RelationshipTypeId| view.type_count(kind) > 0;
        for node in view.nodes_with_label(label) {
            for kind in texts(&view.node_property(node, name)) {
                if names.relationship_type(&kind).is_some_and(used) {
                    self.add_forms_of(view, node, &kind);
                }
            }
        }
    }

    fn add_forms_of(&mut self, view: GraphView<'_>, node: NodeId, kind: &Arc<str>) {
        for (property, reversed) in [("forms", false), ("inverse", true)] {
            let Some(key) = view.names().property_key(property) else { continue };
            for phrase in texts(&view.node_property(node, key)) {
                self.add_phrase(&fold_name(&phrase), kind, reversed);
            }
        }
    }

    fn add_phrase(&mut self, phrase: &str, kind: &Arc<str>, reversed: bool) {
        let stems = stems(phrase.split(' '), stem);
        if !core(&stems).is_empty() {
            self.by_core.entry(core(&stems).join(" ")).or_default().push(self.phrases.len());
        }
        self.phrases.push((phrase.to_owned(), Reading { kind: kind.clone(), reversed }));
        self.add_stems(phrase, kind, reversed);
    }

    /// Makes a phrase known by its stems, with and without `is`, `was`, `has been` before it.
    fn add_stems(&mut self, phrase: &str, kind: &Arc<str>, reversed: bool) {
        let all = stems(phrase.split(' '), stem);
        let regular = stems(phrase.split(' '), regular_stem);
        let auxiliaries = all.iter().take_while(|word| is_auxiliary(word)).count();
        let rest = all.get(auxiliaries..).unwrap_or_default();
        for stems in [all.as_slice(), regular.as_slice(), rest] {
            let readings = self.by_stems.entry(stems.join(" ")).or_default();
            let reading = Reading { kind: kind.clone(), reversed };
            if !stems.is_empty() && !readings.contains(&reading) {
                readings.push(reading);
            }
        }
    }
}

/// A relationship type as people read it: `DECLARED_WAR_ON`, `declaredWarOn` as `declared war on`.
pub(super) fn phrase_of_type(name: &str) -> String {
    let mut spaced = String::with_capacity(name.len() + 8);
    let mut before = ' ';
    for letter in name.chars() {
        if before.is_lowercase() && letter.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(letter);
        before = letter;
    }
    fold_name(&spaced)
}

fn stems<'a>(words: impl Iterator<Item = &'a str>, stem: fn(&str) -> String) -> Vec<String> {
    let folded: Vec<String> = words.map(fold_name).collect();
    let words = folded.iter().flat_map(|word| word.split(' '));
    words.filter(|word| !is_filler(word) && !word.is_empty()).map(stem).collect()
}

/// The stems without auxiliaries before and prepositions behind.
fn core(stems: &[String]) -> &[String] {
    let particles = stems.iter().rev().take_while(|word| is_particle(word)).count();
    let rest = stems.get(..stems.len() - particles).unwrap_or_default();
    let auxiliaries = rest.iter().take_while(|word| is_auxiliary(word)).count();
    rest.get(auxiliaries..).unwrap_or_default()
}

fn is_auxiliary(stem: &str) -> bool {
    matches!(stem, "be" | "hav" | "do")
}

fn flipped(readings: Vec<Reading>) -> Vec<Reading> {
    let flip = |reading: Reading| Reading { reversed: !reading.reversed, ..reading };
    readings.into_iter().map(flip).collect()
}

fn ordered(mut readings: Vec<Reading>) -> Vec<Reading> {
    readings.sort_unstable();
    readings.dedup();
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(types: &[&str]) -> VerbIndex {
        let mut index = VerbIndex::default();
        for name in types {
            index.add_type(&Arc::from(*name));
        }
        index
    }

    fn find(index: &VerbIndex, phrase: &str) -> String {
        let (auxiliary, phrase) = match phrase.split_once(" … ") {
            Some((auxiliary, phrase)) => (Some(auxiliary), phrase),
            None => (None, phrase),
        };
        let (phrase, has_object) = match phrase.strip_suffix(" .") {
            Some(phrase) => (phrase, false),
            None => (phrase, true),
        };
        let words: Vec<&str> = phrase.split(' ').collect();
        let verb = VerbPhrase { words: &words, auxiliary, has_object };
        let Some(found) = index.find(verb) else { return "nothing".to_owned() };
        let reading = |reading: &Reading| {
            format!("{}{}", if reading.reversed { "<" } else { "" }, reading.kind)
        };
        let texts: Vec<String> = found.readings.iter().map(reading).collect();
        format!("{}{}", texts.join(" "), if found.instead.is_some() { " ~" } else { "" })
    }

    #[test]
    fn verbs_are_found_as_people_speak() {
        let index = index(&[
            "SUPPORTED",
            "DECLARED_WAR_ON",
            "WITHDREW_FROM",
            "BORN_IN",
            "ARRIVED_AT",
            "OCCUPIED",
            "LED",
            "FOUNDED",
            "IS_PART_OF",
            "actedIn",
            "Make an appeal or request",
            "DEFEATED_BY",
            "ACCUSED",
            "has_child",
            "criticize or denounce",
            "Express intent to cooperate",
        ]);
        for (phrase, expected) in [
            ("supported", "SUPPORTED"),
            ("supports", "SUPPORTED"),
            ("did … support", "SUPPORTED"),
            ("has supported", "SUPPORTED"),
            ("was supported by", "<SUPPORTED"),
            ("is … supported by", "<SUPPORTED"),
            ("had been supported by", "<SUPPORTED"),
            ("supported by", "<SUPPORTED"),
            ("did … declare war on", "DECLARED_WAR_ON"),
            ("declared a war on", "DECLARED_WAR_ON"),
            ("was declared war on by", "<DECLARED_WAR_ON"),
            ("withdrew from", "WITHDREW_FROM"),
            ("did … withdraw .", "WITHDREW_FROM"),
            ("had withdrawn from", "WITHDREW_FROM"),
            ("was born in", "BORN_IN"),
            ("was … born .", "BORN_IN"),
            ("was … occupied .", "<OCCUPIED"),
            ("was captured .", "nothing"),
            ("arrived in", "ARRIVED_AT ~"),
            ("leads", "LED"),
            ("found", "FOUNDED"),
            ("founds", "FOUNDED"),
            ("is part of", "IS_PART_OF"),
            ("part of", "IS_PART_OF"),
            ("ACTED_IN", "actedIn"),
            ("act in", "actedIn"),
            ("made an appeal or request", "Make an appeal or request"),
            ("defeated", "<DEFEATED_BY"),
            ("was defeated by", "DEFEATED_BY"),
            ("accuse", "ACCUSED"),
            ("has_child", "has_child"),
            ("has child", "has_child"),
            ("admired", "nothing"),
            ("criticised", "criticize or denounce"),
            ("denounced", "criticize or denounce"),
            ("made an appeal", "Make an appeal or request"),
            ("expressed intent to", "Express intent to cooperate ~"),
        ] {
            assert_eq!(find(&index, phrase), expected, "{phrase}");
        }
    }

    #[test]
    fn near_verbs_are_suggested() {
        let index = index(&["SUPPORTED", "DECLARED_WAR_ON", "COMMANDED"]);
        assert_eq!(index.suggestions(&["suported"], 3), ["supported"]);
        assert_eq!(index.suggestions(&["went", "to", "war", "with"], 3), ["declared war on"]);
        assert_eq!(index.suggestions(&["comanded", "the", "troops", "of"], 3), ["commanded"]);
    }
}
