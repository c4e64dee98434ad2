//! The notation in which the TCK writes values, nodes, relationships and paths.

use std::collections::{BTreeMap, BTreeSet};

use amur::Value;

/// A value that a cell of a table expects.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expected {
    Null,
    Boolean(bool),
    Integer(i64),
    Float(f64),
    String(String),
    List(Vec<Expected>),
    Map(BTreeMap<String, Expected>),
    Node(ExpectedNode),
    Relationship(ExpectedRelationship),
    Path(ExpectedPath),
}

/// A node by its labels and properties.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ExpectedNode {
    pub(crate) labels: BTreeSet<String>,
    pub(crate) properties: BTreeMap<String, Expected>,
}

/// A relationship by its type and properties.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ExpectedRelationship {
    pub(crate) kind: String,
    pub(crate) properties: BTreeMap<String, Expected>,
}

/// A path; for each step whether it goes along the relationship's direction.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ExpectedPath {
    pub(crate) start: ExpectedNode,
    pub(crate) steps: Vec<(bool, ExpectedRelationship, ExpectedNode)>,
}

impl Expected {
    /// Reads a cell.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let mut reader = Reader { text, place: 0 };
        let value = reader.value()?;
        reader.blanks();
        if reader.rest().is_empty() {
            Ok(value)
        } else {
            Err(format!("`{}` is left over in `{text}`", reader.rest()))
        }
    }

    /// The value of a parameter; entities have none.
    pub(crate) fn to_value(&self) -> Option<Value> {
        Some(match self {
            Self::Null => Value::Null,
            Self::Boolean(value) => Value::Boolean(*value),
            Self::Integer(value) => Value::Integer(*value),
            Self::Float(value) => Value::Float(*value),
            Self::String(text) => Value::string(text.as_str()),
            Self::List(items) => {
                Value::list(items.iter().map(Self::to_value).collect::<Option<_>>()?)
            }
            Self::Map(entries) => {
                let entry =
                    |(key, value): (&String, &Self)| Some((key.as_str().into(), value.to_value()?));
                Value::map(entries.iter().map(entry).collect::<Option<_>>()?)
            }
            Self::Node(_) | Self::Relationship(_) | Self::Path(_) => return None,
        })
    }
}

struct Reader<'t> {
    text: &'t str,
    place: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.place..).unwrap_or_default()
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.place += rest.len() - rest.trim_start().len();
    }

    fn take(&mut self, token: &str) -> bool {
        self.blanks();
        let found = self.rest().starts_with(token);
        if found {
            self.place += token.len();
        }
        found
    }

    fn expect(&mut self, token: &str) -> Result<(), String> {
        if self.take(token) {
            return Ok(());
        }
        Err(format!("expected `{token}` before `{}` in `{}`", self.rest(), self.text))
    }

    fn value(&mut self) -> Result<Expected, String> {
        self.blanks();
        match self.rest().chars().next() {
            Some('\'') => Ok(Expected::String(self.string()?)),
            Some('[') => self.list_or_relationship(),
            Some('{') => Ok(Expected::Map(self.map()?)),
            Some('(') => Ok(Expected::Node(self.node()?)),
            Some('<') => Ok(Expected::Path(self.path()?)),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<Expected, String> {
        let rest = self.rest();
        let end = rest.find([',', ']', '}', ')', ' ']).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        self.place += end;
        Ok(match word {
            "null" => Expected::Null,
            "true" => Expected::Boolean(true),
            "false" => Expected::Boolean(false),
            "NaN" => Expected::Float(f64::NAN),
            "Inf" => Expected::Float(f64::INFINITY),
            "-Inf" => Expected::Float(f64::NEG_INFINITY),
            _ => match (word.parse(), word.parse()) {
                (Ok(number), _) => Expected::Integer(number),
                (Err(_), Ok(number)) => Expected::Float(number),
                (Err(_), Err(_)) => return Err(format!("`{word}` in `{}`", self.text)),
            },
        })
    }

    fn string(&mut self) -> Result<String, String> {
        self.expect("'")?;
        let mut string = String::new();
        let mut characters = self.rest().char_indices();
        while let Some((place, character)) = characters.next() {
            match character {
                '\'' => {
                    self.place += place + 1;
                    return Ok(string);
                }
                '\\' => string.extend(characters.next().map(|(_, escaped)| escaped)),
                _ => string.push(character),
            }
        }
        Err(format!("a string does not end in `{}`", self.text))
    }

    fn list_or_relationship(&mut self) -> Result<Expected, String> {
        let mut ahead = Reader { text: self.text, place: self.place };
        ahead.expect("[")?;
        if ahead.take(":") {
            return Ok(Expected::Relationship(self.relationship()?));
        }
        self.expect("[")?;
        let mut items = Vec::new();
        while !self.take("]") {
            items.push(self.value()?);
            self.take(",");
        }
        Ok(Expected::List(items))
    }

    fn map(&mut self) -> Result<BTreeMap<String, Expected>, String> {
        self.expect("{")?;
        let mut entries = BTreeMap::new();
        while !self.take("}") {
            let key = self.name();
            self.expect(":")?;
            entries.insert(key, self.value()?);
            self.take(",");
        }
        Ok(entries)
    }

    fn name(&mut self) -> String {
        self.blanks();
        let rest = self.rest();
        if let Some(quoted) = rest.strip_prefix('`') {
            let end = quoted.find('`').unwrap_or(quoted.len());
            self.place += end + 2;
            return quoted.get(..end).unwrap_or_default().to_owned();
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        self.place += end;
        rest.get(..end).unwrap_or_default().to_owned()
    }

    fn properties(&mut self) -> Result<BTreeMap<String, Expected>, String> {
        self.blanks();
        if self.rest().starts_with('{') { self.map() } else { Ok(BTreeMap::new()) }
    }

    fn node(&mut self) -> Result<ExpectedNode, String> {
        self.expect("(")?;
        let mut labels = BTreeSet::new();
        while self.take(":") {
            labels.insert(self.name());
        }
        let properties = self.properties()?;
        self.expect(")")?;
        Ok(ExpectedNode { labels, properties })
    }

    fn relationship(&mut self) -> Result<ExpectedRelationship, String> {
        self.expect("[")?;
        self.expect(":")?;
        let kind = self.name();
        let properties = self.properties()?;
        self.expect("]")?;
        Ok(ExpectedRelationship { kind, properties })
    }

    fn path(&mut self) -> Result<ExpectedPath, String> {
        self.expect("<")?;
        let start = self.node()?;
        let mut steps = Vec::new();
        while !self.take(">") {
            let backward = self.take("<-");
            if !backward {
                self.expect("-")?;
            }
            let relationship = self.relationship()?;
            self.expect(if backward { "-" } else { "->" })?;
            steps.push((!backward, relationship, self.node()?));
        }
        Ok(ExpectedPath { start, steps })
    }
}

#[test]
fn the_notation_is_read() {
    let path = Expected::read("<(:A {n: 1})<-[:T]-()-[:U {x: ['a', null]}]->(:B:C)>");
    let Ok(Expected::Path(path)) = path else { unreachable!("it is a path: {path:?}") };
    assert_eq!(path.start.properties.get("n"), Some(&Expected::Integer(1)));
    assert_eq!(path.steps.iter().map(|step| step.0).collect::<Vec<_>>(), [false, true]);
    assert_eq!(
        Expected::read("[1.0, 'it\\'s', {}]").map(|value| value.to_value().is_some()),
        Ok(true)
    );
    assert!(Expected::read("[1, 2] 3").is_err());
}
