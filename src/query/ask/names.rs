//! Finding the nodes that a name means: exactly, by alias, folded, by some of its words, by spelling.

use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::near;
use crate::graph::{GraphView, LabelId, NodeId, PropertyKeyId};
use crate::value::{Value, fold_name};

/// The properties that name a node, in the order in which they are preferred.
pub const NAME_KEYS: &[&str] = &["name", "title", "label", "desc", "code", "id"];

/// The properties that hold further names.
const ALIAS_KEYS: &[&str] = &["aliases", "alias", "code", "id"];

/// The labels of nodes that keep the books: they are found only where nothing else has the name.
const BOOKKEEPING: &[&str] = &["Source", "Verb"];

/// Every name and alias of a graph.
///
/// It holds for one version of the graph ([`GraphView::version`]) and is meant to be kept until that
/// changes. Building it takes one pass over the nodes; what single words are in which names is only
/// worked out when a name is not found whole.
#[derive(Debug, Default)]
pub struct NameIndex {
    version: u64,
    entries: Vec<Entry>,
    folded: HashMap<String, Vec<u32>, RandomState>,
    primary: HashMap<NodeId, u32, RandomState>,
    words: OnceLock<Vec<(String, Vec<u32>)>>,
    keys_in_use: Vec<PropertyKeyId>,
    unnamed: usize,
}

/// One name of one node.
#[derive(Debug)]
struct Entry {
    node: NodeId,
    key: PropertyKeyId,
    text: Arc<str>,
    is_alias: bool,
    is_bookkeeping: bool,
}

/// How well a name fits what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It is the name, letter for letter.
    Name,
    /// It is an alias, letter for letter.
    Alias,
    /// It is a name or alias but for case, accents and punctuation.
    Folded,
    /// A name begins or ends with it.
    Edge,
    /// Its words are in a name, whole or as their beginnings.
    Words,
    /// Its words are in a name but for some letters.
    Spelling,
}

/// The nodes that fit a name equally well. There is always one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// How well they fit.
    pub(super) fit: Fit,
    /// The nodes, each once.
    pub(super) nodes: Vec<NodeId>,
}

impl NameIndex {
    /// Reads the names of a graph.
    #[must_use]
    pub fn new(view: GraphView<'_>) -> Self {
        let keys = |names: &[&str]| -> Vec<PropertyKeyId> {
            names.iter().filter_map(|name| view.names().property_key(name)).collect()
        };
        let (name_keys, alias_keys) = (keys(NAME_KEYS), keys(ALIAS_KEYS));
        let bookkeeping: Vec<LabelId> =
            BOOKKEEPING.iter().filter_map(|label| view.names().label(label)).collect();
        let mut index = Self { version: view.version(), ..Self::default() };
        for node in view.nodes() {
            let is_bookkeeping = bookkeeping.iter().any(|label| view.has_label(node, *label));
            index.add_node(view, node, (&name_keys, &alias_keys), is_bookkeeping);
        }
        let holds_names = |key: &PropertyKeyId| {
            let mut primary = index.primary.values().map(|place| index.entry(*place));
            primary.any(|entry| entry.key == *key)
        };
        index.keys_in_use = name_keys.into_iter().filter(holds_names).collect();
        index
    }

    /// The version of the graph that the names are those of.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Every name and alias with its node, names before aliases of one node.
    pub fn names(&self) -> impl Iterator<Item = (&str, NodeId)> {
        self.entries.iter().map(|entry| (&*entry.text, entry.node))
    }

    /// The name of a node, if it has one.
    #[must_use]
    pub fn name(&self, node: NodeId) -> Option<&str> {
        Some(&self.entry(*self.primary.get(&node)?).text)
    }

    /// The property that holds the name of a node, if it has one.
    pub(super) fn name_key(&self, node: NodeId) -> Option<PropertyKeyId> {
        Some(self.entry(*self.primary.get(&node)?).key)
    }

    /// The properties that hold names, in the order in which they are preferred.
    pub(super) fn keys_in_use(&self) -> &[PropertyKeyId] {
        &self.keys_in_use
    }

    /// Whether some nodes have no name.
    pub(super) fn has_unnamed(&self) -> bool {
        self.unnamed > 0
    }

    /// The nodes that have the very name, as their name and under the same property.
    pub(super) fn namesakes(&self, node: NodeId) -> Vec<NodeId> {
        let Some(entry) = self.primary.get(&node).map(|place| self.entry(*place)) else {
            return Vec::new();
        };
        let same = self.folded.get(&folded(&entry.text)).into_iter().flatten();
        let same = same
            .map(|place| self.entry(*place))
            .filter(|other| other.text == entry.text && other.key == entry.key && !other.is_alias);
        same.map(|other| other.node).collect()
    }

    /// The nodes that fit a name best, whole names only.
    pub(super) fn find_whole(&self, name: &str) -> Option<Found> {
        let places = self.folded.get(&folded(name))?;
        let entries: Vec<&Entry> = places.iter().map(|place| self.entry(*place)).collect();
        let exact = |alias: bool| {
            let exact = |entry: &&&Entry| &*entry.text == name && entry.is_alias == alias;
            entries.iter().filter(exact).copied().collect::<Vec<_>>()
        };
        None.or_else(|| found(Fit::Name, exact(false)))
            .or_else(|| found(Fit::Alias, exact(true)))
            .or_else(|| found(Fit::Folded, entries.clone()))
    }

    /// The nodes that fit a name best, all of whose words must be in theirs.
    pub(super) fn find_by_words(&self, name: &str) -> Option<Found> {
        let name = folded(name);
        let typed: Vec<&str> = name.split(' ').collect();
        let whole = self.intersect(&typed, |word| self.places_of(word));
        let at_edge = |entry: &&Entry| {
            let text = folded(&entry.text);
            text.strip_prefix(&name).is_some_and(|rest| rest.starts_with(' '))
                || text.strip_suffix(&name).is_some_and(|rest| rest.ends_with(' '))
        };
        None.or_else(|| found(Fit::Edge, whole.iter().copied().filter(at_edge).collect()))
            .or_else(|| found(Fit::Words, whole))
            .or_else(|| {
                found(Fit::Words, self.intersect(&typed, |word| self.places_of_beginning(word)))
            })
    }

    /// The nodes whose names are spelt nearest, within what can pass for a slip.
    pub(super) fn find_by_spelling(&self, name: &str) -> Option<Found> {
        let mut near = self.by_spelling(name, near::close);
        let best = near.iter().map(|(distance, _)| *distance).min()?;
        near.retain(|(distance, _)| *distance == best);
        found(Fit::Spelling, near.into_iter().map(|(_, entry)| entry).collect())
    }

    /// Names to suggest in place of one that is not there, the nearest first.
    pub(super) fn suggestions(&self, name: &str, count: usize) -> Vec<&str> {
        let mut near = self.by_spelling(name, near::near);
        near.sort_by_key(|(distance, entry)| (*distance, entry.is_alias, entry.text.len()));
        let mut nodes = Vec::new();
        for (_, entry) in near {
            if !nodes.contains(&entry.node) {
                nodes.push(entry.node);
            }
        }
        nodes.into_iter().take(count).filter_map(|node| self.name(node)).collect()
    }

    /// The names that have, for each typed word, one that is spelt like it, with the distance: the
    /// letters between, and one for having more words than were typed.
    fn by_spelling(&self, name: &str, limit: fn(&str) -> usize) -> Vec<(usize, &Entry)> {
        let name = folded(name);
        let mut sums: Option<HashMap<u32, usize, RandomState>> = None;
        for word in name.split(' ') {
            let distances = self.distances_of(word, limit(word));
            sums = Some(match sums {
                None => distances,
                Some(sums) => {
                    let both = distances.into_iter().filter_map(|(place, distance)| {
                        Some((place, distance + sums.get(&place)?))
                    });
                    both.collect()
                }
            });
        }
        let count = name.split(' ').count();
        let measured = sums.unwrap_or_default().into_iter().map(|(place, distance)| {
            let entry = self.entry(place);
            let has_more = folded(&entry.text).split(' ').count() > count;
            (distance + usize::from(has_more), entry)
        });
        measured.collect()
    }

    /// The names that have a word like this one, with the letters between.
    fn distances_of(&self, word: &str, limit: usize) -> HashMap<u32, usize, RandomState> {
        let mut least = HashMap::with_hasher(RandomState::default());
        for (known, places) in self.words() {
            let Some(distance) = near::distance(word, known, limit) else { continue };
            for place in places {
                let one = least.entry(*place).or_insert(distance);
                *one = distance.min(*one);
            }
        }
        least
    }

    fn intersect<'a>(
        &'a self,
        typed: &[&str],
        places_of: impl Fn(&str) -> Vec<u32>,
    ) -> Vec<&'a Entry> {
        let mut words = typed.iter();
        let mut places = words.next().map(|word| places_of(word)).unwrap_or_default();
        for word in words {
            let others = places_of(word);
            places.retain(|place| others.binary_search(place).is_ok());
        }
        places.into_iter().map(|place| self.entry(place)).collect()
    }

    /// The names that have a word, by their places in order.
    fn places_of(&self, word: &str) -> Vec<u32> {
        let words = self.words();
        let found = words.binary_search_by(|(known, _)| known.as_str().cmp(word)).ok();
        found.and_then(|at| words.get(at)).map(|(_, places)| places.clone()).unwrap_or_default()
    }

    /// The names that have a word that begins so, by their places in order.
    fn places_of_beginning(&self, word: &str) -> Vec<u32> {
        if word.chars().count() < 3 {
            return self.places_of(word);
        }
        let words = self.words();
        let start = words.partition_point(|(known, _)| known.as_str() < word);
        let begun = words.iter().skip(start).take_while(|(known, _)| known.starts_with(word));
        let mut places: Vec<u32> = begun.flat_map(|(_, places)| places).copied().collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The words of all names in their order, each with the places of the names that have it.
    fn words(&self) -> &[(String, Vec<u32>)] {
        self.words.get_or_init(|| {
            let mut words: HashMap<String, Vec<u32>, RandomState> = HashMap::default();
            for (place, entry) in (0..).zip(&self.entries) {
                for word in folded(&entry.text).split(' ') {
                    let places = words.entry_ref(word).or_default();
                    if places.last() != Some(&place) {
                        places.push(place);
                    }
                }
            }
            let mut words: Vec<_> = words.into_iter().collect();
            words.sort_unstable();
            words
        })
    }

    fn add_node(
        &mut self,
        view: GraphView<'_>,
        node: NodeId,
        (name_keys, alias_keys): (&[PropertyKeyId], &[PropertyKeyId]),
        is_bookkeeping: bool,
    ) {
        let name = name_keys.iter().find_map(|key| {
            let value = view.node_property(node, *key);
            if let Value::String(text) = value { Some((*key, text)) } else { None }
        });
        let Some((name_key, text)) = name else {
            self.unnamed += 1;
            return;
        };
        let place = self.add(Entry { node, key: name_key, text, is_alias: false, is_bookkeeping });
        self.primary.insert(node, place);
        for key in alias_keys.iter().filter(|key| **key != name_key) {
            for text in texts(&view.node_property(node, *key)) {
                self.add(Entry { node, key: *key, text, is_alias: true, is_bookkeeping });
            }
        }
    }

    fn add(&mut self, entry: Entry) -> u32 {
        let place = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.folded.entry(folded(&entry.text)).or_default().push(place);
        self.entries.push(entry);
        place
    }

    fn entry(&self, place: u32) -> &Entry {
        self.entries.get(place as usize).expect("places in the index are those of its entries")
    }
}

/// The nodes of some entries, each once; those that keep the books only where there are no others.
fn found(fit: Fit, mut entries: Vec<&Entry>) -> Option<Found> {
    if entries.iter().any(|entry| !entry.is_bookkeeping) {
        entries.retain(|entry| !entry.is_bookkeeping);
    }
    let mut nodes: Vec<NodeId> = entries.into_iter().map(|entry| entry.node).collect();
    nodes.sort_unstable();
    nodes.dedup();
    (!nodes.is_empty()).then_some(Found { fit, nodes })
}

/// A name folded, without the article before it.
fn folded(name: &str) -> String {
    let folded = fold_name(name);
    match folded.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => folded,
    }
}

/// The texts of a property that holds one or many.
pub(super) fn texts(value: &Value) -> Vec<Arc<str>> {
    if let Value::String(text) = value {
        vec![text.clone()]
    } else if let Value::List(items) = value {
        items.iter().flat_map(texts).collect()
    } else {
        Vec::new()
    }
}
