//! Families: who was married to whom, and whose children are whose.

use hashbrown::HashMap;

use super::line::{Line, Part, Record};
use super::person::circumstances;
use crate::formats::{FileRelationship, Place};
use crate::value::Value;

/// How children came to their families where not by birth: by child and family.
pub(super) type Pedigrees = HashMap<(String, String), String>;

/// The relationships that a family makes, with their places in the file.
pub(super) fn relationships(
    record: &Record,
    prefix: &str,
    pedigrees: &Pedigrees,
) -> Vec<(FileRelationship, Place)> {
    let family = Family { record, prefix };
    let mut found = family.between_partners();
    for (tag, kind) in [("HUSB", "FATHER_OF"), ("WIFE", "MOTHER_OF")] {
        for parent in family.members(tag) {
            for child in family.members("CHIL") {
                found.push(family.descent(kind, parent, child, pedigrees));
            }
        }
    }
    found
}

struct Family<'r> {
    record: &'r Record,
    prefix: &'r str,
}

impl<'r> Family<'r> {
    fn parts(&self, tag: &'r str) -> impl Iterator<Item = Part<'r>> {
        self.record.parts().filter(move |part| part.line.tag == tag)
    }

    /// The lines that name the members of one kind.
    fn members(&self, tag: &'r str) -> impl Iterator<Item = &'r Line> {
        self.parts(tag).map(|part| part.line).filter(|line| line.pointer().is_some())
    }

    fn id(&self, line: &Line) -> String {
        format!("{}{}", self.prefix, line.pointer().unwrap_or_default())
    }

    /// Marriages and divorces; without any, that they were partners is all that is known.
    fn between_partners(&self) -> Vec<(FileRelationship, Place)> {
        let partners: Vec<&Line> = self.members("HUSB").chain(self.members("WIFE")).collect();
        let [one, other] = partners.as_slice() else { return Vec::new() };
        let between = |kind: &str, properties| {
            let (from, to) = (self.id(one), self.id(other));
            FileRelationship { id: None, kind: kind.to_owned(), from, to, properties }
        };
        let mut found = Vec::new();
        for (tag, kind) in [("MARR", "MARRIED"), ("DIV", "DIVORCED")] {
            // `DIV N` says that it did not happen.
            for part in self.parts(tag).filter(|part| part.line.value.trim() != "N") {
                let properties = circumstances(part, self.prefix);
                found.push((between(kind, properties), part.line.place));
            }
        }
        if !found.iter().any(|(one, _)| one.kind == "MARRIED") {
            found.push((between("PARTNER_OF", Vec::new()), self.record.head.place));
        }
        found
    }

    fn descent(
        &self,
        kind: &str,
        parent: &Line,
        child: &Line,
        pedigrees: &Pedigrees,
    ) -> (FileRelationship, Place) {
        let (from, to) = (self.id(parent), self.id(child));
        let own = self.record.head.id.clone().unwrap_or_default();
        let key = (child.pointer().unwrap_or_default().to_owned(), own);
        let pedigree = pedigrees.get(&key).map(|pedigree| Value::from(pedigree.as_str()));
        let properties = pedigree.map(|pedigree| ("pedigree".to_owned(), pedigree));
        let properties = properties.into_iter().collect();
        let kind = kind.to_owned();
        (FileRelationship { id: None, kind, from, to, properties }, child.place)
    }
}
