//! The names of labels, relationship types and property keys, each kept once.

use std::sync::Arc;

use foldhash::fast::RandomState;
use hashbrown::HashMap;

/// The identity of a label's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LabelId(pub u32);

/// The identity of a relationship type's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelationshipTypeId(pub u32);

/// The identity of a property key's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PropertyKeyId(pub u32);

/// All names. They are only ever added, so an identity holds for as long as the graph lives; only
/// where other processes share the graph, those that nobody committed are forgotten.
#[derive(Clone, Debug, Default)]
pub struct Names {
    generation: u64,
    labels: Interner,
    types: Interner,
    keys: Interner,
}

/// How many names there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NameCounts {
    /// The labels.
    pub labels: usize,
    /// The relationship types.
    pub relationship_types: usize,
    /// The property keys.
    pub property_keys: usize,
}

#[derive(Clone, Debug, Default)]
struct Interner {
    texts: Vec<Arc<str>>,
    ids: HashMap<Arc<str>, u32, RandomState>,
}

impl Interner {
    fn get(&self, text: &str) -> Option<u32> {
        self.ids.get(text).copied()
    }

    fn intern(&mut self, text: &str) -> u32 {
        if let Some(id) = self.get(text) {
            return id;
        }
        let id = u32::try_from(self.texts.len()).expect("names need less than 2^32 places");
        let text: Arc<str> = text.into();
        self.texts.push(text.clone());
        self.ids.insert(text, id);
        id
    }

    fn truncate(&mut self, count: usize) {
        for text in self.texts.drain(count.min(self.texts.len())..) {
            self.ids.remove(&text);
        }
    }

    fn text(&self, id: u32) -> &Arc<str> {
        self.texts.get(id as usize).expect("an identity comes from this graph")
    }
}

macro_rules! names_of {
    ($id:ident, $field:ident, $find:ident, $intern:ident, $text:ident, $all:ident, $what:literal) => {
        #[doc = concat!("The identity of ", $what, ", if the name was ever used.")]
        #[must_use]
        pub fn $find(&self, text: &str) -> Option<$id> {
            self.$field.get(text).map($id)
        }

        #[doc = concat!("The identity of ", $what, ", which is new if the name was never used.")]
        pub fn $intern(&mut self, text: &str) -> $id {
            $id(self.$field.intern(text))
        }

        #[doc = concat!("The name of ", $what, ".")]
        #[must_use]
        pub fn $text(&self, id: $id) -> &Arc<str> {
            self.$field.text(id.0)
        }

        #[doc = concat!("Every name that was ever used for ", $what, ", with its identity.")]
        pub fn $all(&self) -> impl Iterator<Item = ($id, &Arc<str>)> + '_ {
            (0..).map($id).zip(&self.$field.texts)
        }
    };
}

impl Names {
    /// How many names there are.
    #[must_use]
    pub fn counts(&self) -> NameCounts {
        NameCounts {
            labels: self.labels.texts.len(),
            relationship_types: self.types.texts.len(),
            property_keys: self.keys.texts.len(),
        }
    }

    /// Counts how often names were forgotten: between two of those times a number has one meaning.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Forgets the names that came after the first `counts`, whose numbers others may get.
    pub(super) fn truncate(&mut self, counts: NameCounts) {
        self.labels.truncate(counts.labels);
        self.types.truncate(counts.relationship_types);
        self.keys.truncate(counts.property_keys);
        self.generation += 1;
    }

    names_of!(LabelId, labels, label, intern_label, label_name, labels, "a label");
    names_of!(
        RelationshipTypeId,
        types,
        relationship_type,
        intern_relationship_type,
        relationship_type_name,
        relationship_types,
        "a relationship type"
    );
    names_of!(
        PropertyKeyId,
        keys,
        property_key,
        intern_property_key,
        property_key_name,
        property_keys,
        "a property key"
    );
}
