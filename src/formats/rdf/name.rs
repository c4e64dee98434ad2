//! Names in IRIs, and IRIs as names.

use hashbrown::HashMap;
use oxrdf::NamedNode;

use super::BASE;

/// What an IRI of ours stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Space {
    Node,
    Relationship,
    Label,
    Type,
    Key,
}

impl Space {
    /// What the IRIs of these names begin with.
    pub(super) fn prefix(self) -> String {
        format!("{BASE}{}:", self.word())
    }

    /// The name of the prefix in Turtle.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Relationship => "relationship",
            Self::Label => "label",
            Self::Type => "type",
            Self::Key => "key",
        }
    }

    /// The IRI of a name.
    pub(super) fn iri(self, name: &str) -> NamedNode {
        let mut iri = self.prefix();
        for one in name.chars() {
            if one.is_alphanumeric() || matches!(one, '_' | '-') {
                iri.push(one);
            } else {
                let mut bytes = [0; 4];
                let bytes = one.encode_utf8(&mut bytes).bytes();
                for byte in bytes {
                    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
                    let digits = [digit(byte >> 4), digit(byte & 15)];
                    iri.extend([
                        '%',
                        digits[0].to_ascii_uppercase(),
                        digits[1].to_ascii_uppercase(),
                    ]);
                }
            }
        }
        NamedNode::new_unchecked(iri)
    }

    /// The name in an IRI that [`iri`](Self::iri) has made.
    pub(super) fn name(self, iri: &str) -> Option<String> {
        iri.strip_prefix(&self.prefix()).map(decoded)
    }
}

/// A text without the escapes of IRIs; what is no escape stays.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, more)) = rest.split_first() {
        let code = more.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let code = code.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = more.get(2..).unwrap_or_default();
            }
            Some(_) | None => {
                bytes.push(first);
                rest = more;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The last part of an IRI; all of it where that is empty.
pub(super) fn last_part(iri: &str) -> String {
    let separators: &[char] = if iri.contains('#') { &['#'] } else { &['/', ':'] };
    let last = iri.trim_end_matches(['/', '#']).rsplit(separators).next().unwrap_or_default();
    if last.is_empty() { iri.to_owned() } else { decoded(last) }
}

/// The short names that IRIs have got in a file.
#[derive(Default)]
pub(super) struct Names(HashMap<(Space, String), String>);

impl Names {
    /// The name of a label, type or key: the last part of the IRI for the first that has it.
    pub(super) fn short(&mut self, space: Space, iri: &str) -> String {
        if let Some(own) = space.name(iri) {
            return own;
        }
        let short = last_part(iri);
        let first = self.0.entry((space, short.clone())).or_insert_with(|| iri.to_owned());
        if first == iri { short } else { iri.to_owned() }
    }
}
