//! What the columns of a table are for, where its header says so.
//!
//! Three dialects declare roles and types: that of `neo4j-admin import` (`id:ID(Person)`, `:LABEL`,
//! `:START_ID`, `age:int`, `tags:string[]`), that of Neptune (`~id`, `~from`, `~label`, `age:Int`), and
//! that of LDBC, whose relationships begin with `Person.id|Tag.id`.

use super::kind::Kind;

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing.
    Ignored,
    /// The id of a node.
    Id,
    /// The labels of a node, between which there are semicolons.
    Labels,
    /// The id of the node where a relationship starts.
    Start,
    /// The id of the node where a relationship ends.
    End,
    /// The type of a relationship.
    Type,
    /// A property.
    Property,
}

/// The type that a header gives to a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Declared {
    /// The type of each value.
    pub(super) kind: Kind,
    /// Whether a cell holds several, between which there are semicolons.
    pub(super) is_list: bool,
}

/// A column as the header describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// What it is for.
    pub(super) role: Role,
    /// The property that its cells are kept as, if they are.
    pub(super) key: Option<String>,
    /// The space of ids that it is about, in lower case; the empty one is that of all files.
    pub(super) space: String,
    /// Its type, if it is declared.
    pub(super) declared: Option<Declared>,
    /// What the header calls it, if the cells should be dates as precisely as they are known; where
    /// they are not, the property keeps that name.
    pub(super) dated: Option<String>,
}

impl Field {
    /// A property whose type is still to be found out.
    pub(super) fn property(key: &str) -> Self {
        Self {
            role: Role::Property,
            key: Some(key.to_owned()),
            space: String::new(),
            declared: None,
            dated: None,
        }
    }

    /// The same field in another role, which is no property.
    pub(super) fn with_role(self, role: Role) -> Self {
        Self { role, key: None, ..self }
    }
}

/// What a table is, and what its columns are for.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    /// The columns.
    pub(super) fields: Vec<Field>,
    /// The label of nodes, and the type of relationships, where no column says it.
    pub(super) default_name: Option<String>,
    /// Whether the ends of relationships are nodes that need no row of their own.
    pub(super) makes_ends: bool,
    /// Whether there may be several rows with one id: then the id is none after all.
    pub(super) is_id_guessed: bool,
    /// Whether rows say the names of nodes that other tables have.
    pub(super) only_names: bool,
    /// The column that says the names of nodes as well, if no column is called `name`.
    pub(super) name: Option<usize>,
    /// What was not understood.
    pub(super) notes: Vec<String>,
}

impl Header {
    /// Whether some column has this role.
    pub(super) fn has(&self, role: Role) -> bool {
        self.place(role).is_some()
    }

    /// The first column of this role.
    pub(super) fn place(&self, role: Role) -> Option<usize> {
        self.fields.iter().position(|field| field.role == role)
    }

    /// The header that declares roles; nothing if it does not.
    pub(super) fn declared(cells: &[String], stem: &str) -> Option<Self> {
        let is_declared = cells.iter().any(|cell| is_declaration(cell));
        if is_declared {
            return Some(Self::of_declarations(cells, stem));
        }
        let ends = cells.get(..2)?;
        ends.iter().all(|cell| space_of_end(cell).is_some()).then(|| Self::of_ldbc(cells, stem))
    }

    fn of_declarations(cells: &[String], stem: &str) -> Self {
        let mut header = Self::default();
        for cell in cells {
            let field = declared_field(cell, &mut header.notes);
            header.fields.push(field);
        }
        let is_edges = header.has(Role::Start) || header.has(Role::End);
        for (field, cell) in header.fields.iter_mut().zip(cells) {
            // In Neptune's tables `~label` is the type of an edge, and `~id` its id.
            match (cell.trim(), is_edges) {
                ("~label", true) => field.role = Role::Type,
                ("~id", true) => field.role = Role::Property,
                _ => {}
            }
        }
        let space = |role| {
            let field = header.fields.iter().find(|field| field.role == role);
            field.map(|field| field.space.as_str()).unwrap_or_default()
        };
        header.default_name = if is_edges {
            type_of_stem(stem, space(Role::Start), space(Role::End))
        } else {
            declared_space(cells).or_else(|| label_of_stem(stem))
        };
        header
    }

    fn of_ldbc(cells: &[String], stem: &str) -> Self {
        let spaces: Vec<String> =
            cells.iter().take(2).filter_map(|cell| space_of_end(cell)).collect();
        let mut fields: Vec<Field> =
            cells.iter().map(|cell| Field::property(cell.trim())).collect();
        for (field, (space, role)) in
            fields.iter_mut().zip(spaces.iter().zip([Role::Start, Role::End]))
        {
            *field = Field { space: space.clone(), ..field.clone().with_role(role) };
        }
        let space = |place: usize| spaces.get(place).map(String::as_str).unwrap_or_default();
        Self { fields, default_name: type_of_stem(stem, space(0), space(1)), ..Self::default() }
    }
}

/// The node that a header such as `Person.id` leads to.
fn space_of_end(cell: &str) -> Option<String> {
    let name = cell.trim().strip_suffix(".id").or_else(|| cell.trim().strip_suffix(".ID"))?;
    (!name.is_empty()).then(|| name.to_lowercase())
}

/// Whether a cell of a header declares a role or a type.
fn is_declaration(cell: &str) -> bool {
    let cell = cell.trim();
    if matches!(cell, "~id" | "~from" | "~to" | "~label") {
        return true;
    }
    let Some((name, declaration)) = cell.rsplit_once(':') else { return false };
    let (word, _) = word_and_space(declaration);
    role_of(word).is_some() || (!name.is_empty() && type_of(word).is_some())
}

fn role_of(word: &str) -> Option<Role> {
    Some(match word.to_ascii_uppercase().as_str() {
        "ID" => Role::Id,
        "LABEL" | "LABELS" => Role::Labels,
        "START_ID" => Role::Start,
        "END_ID" => Role::End,
        "TYPE" => Role::Type,
        "IGNORE" => Role::Ignored,
        _ => return None,
    })
}

fn type_of(word: &str) -> Option<Declared> {
    let (name, is_list) = word.strip_suffix("[]").map_or((word, false), |name| (name, true));
    let name = name.trim_end_matches("(single)").trim_end_matches("(set)");
    Kind::of_name(name).map(|kind| Declared { kind, is_list })
}

/// The word of a declaration, and the space in brackets behind it; options in braces are left out.
fn word_and_space(declaration: &str) -> (&str, Option<&str>) {
    let declaration = declaration.split('{').next().unwrap_or_default().trim();
    match declaration.split_once('(') {
        Some((word, space)) if space.ends_with(')') => (word, Some(space.trim_end_matches(')'))),
        Some(_) | None => (declaration, None),
    }
}

/// The type that the options of an id declare: `ID(Person){id-type: int}`.
fn id_type(declaration: &str) -> Option<Declared> {
    let (_, options) = declaration.split_once('{')?;
    let options = options.trim_end_matches('}').split(',');
    let kind = options.filter_map(|option| option.split_once(':')).find_map(|(name, value)| {
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim() == "id-type").then(|| Kind::of_name(value)).flatten()
    })?;
    Some(Declared { kind, is_list: false })
}

/// Where the declaration of a header cell begins: at its last colon that stands before a brace.
fn split_declaration(cell: &str) -> Option<(&str, &str)> {
    let braces = cell.rfind('{').filter(|_| cell.ends_with('}')).unwrap_or(cell.len());
    let colon = cell.get(..braces)?.rfind(':')?;
    Some((cell.get(..colon)?, cell.get(colon + 1..)?))
}

fn declared_field(cell: &str, notes: &mut Vec<String>) -> Field {
    let cell = cell.trim();
    let field = Field::property(cell);
    match cell {
        "~id" => return Field { key: Some("id".to_owned()), role: Role::Id, ..field },
        "~from" => return field.with_role(Role::Start),
        "~to" => return field.with_role(Role::End),
        "~label" => return field.with_role(Role::Labels),
        _ => {}
    }
    let Some((name, declaration)) = split_declaration(cell) else { return field };
    let (word, space) = word_and_space(declaration);
    let space = space.unwrap_or_default().to_lowercase();
    if let Some(role) = role_of(word) {
        // An id without a name is kept under the name by which later loads find it.
        let key = if name.is_empty() { "id" } else { name };
        let key = (role == Role::Id).then(|| key.to_owned());
        return Field { role, key, space, declared: id_type(declaration), dated: None };
    }
    let field = Field::property(name);
    let declared = type_of(word);
    if declared.is_none() {
        notes.push(format!(
            "there is no type `{word}`; the column `{name}` gets the type of its cells"
        ));
    }
    Field { declared, ..field }
}

/// The space that the id of a node is declared in, as it is written.
fn declared_space(cells: &[String]) -> Option<String> {
    let declarations = cells.iter().filter_map(|cell| split_declaration(cell.trim()));
    let of_id = declarations.map(|(_, declaration)| word_and_space(declaration));
    let spaces = of_id.filter(|(word, _)| role_of(word) == Some(Role::Id));
    spaces.into_iter().find_map(|(_, space)| space).map(str::to_owned)
}

/// Names of files that say nothing about what is in them.
const PLAIN_STEMS: &[&str] = &[
    "data",
    "edges",
    "edge",
    "entities",
    "export",
    "facts",
    "graph",
    "input",
    "links",
    "nodes",
    "node",
    "output",
    "rels",
    "relationships",
    "rows",
    "standard input",
    "table",
    "test",
    "train",
    "triples",
    "valid",
    "vertices",
];

/// A file's name without the numbers at its end: `person` of `person_0_0`.
fn core_of_stem(stem: &str) -> Option<&str> {
    let core =
        stem.trim_end_matches(|letter: char| letter.is_ascii_digit() || "_- ()".contains(letter));
    let says_something = !core.is_empty() && !PLAIN_STEMS.contains(&core.to_lowercase().as_str());
    says_something.then_some(core)
}

/// The label that a file's name tells, each word with a capital: `OperatingPlan` of `operating_plan`.
pub(super) fn label_of_stem(stem: &str) -> Option<String> {
    let words = core_of_stem(stem)?.split(|letter: char| !letter.is_alphanumeric());
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    let label: String = words.filter_map(capital).collect();
    (!label.is_empty()).then_some(label)
}

/// The type that a file's name tells: `IS_PART_OF` of `City_isPartOf_Country` between these spaces.
pub(super) fn type_of_stem(stem: &str, start: &str, end: &str) -> Option<String> {
    let core = core_of_stem(stem)?;
    let words: Vec<&str> = core.split('_').collect();
    let is_between = matches!(words.as_slice(), [first, _, .., last]
        if first.eq_ignore_ascii_case(start) && last.eq_ignore_ascii_case(end) && words.len() > 2);
    let verb = if is_between { words.get(1..words.len() - 1).unwrap_or_default() } else { &words };
    let mut name = String::new();
    for word in verb.iter().flat_map(|word| word.split(|letter: char| !letter.is_alphanumeric())) {
        push_snake(&mut name, word);
    }
    (!name.is_empty()).then_some(name)
}

/// Adds a word in capitals, an underscore before it and before each capital behind a small letter.
fn push_snake(name: &mut String, word: &str) {
    if !name.is_empty() && !word.is_empty() {
        name.push('_');
    }
    let mut before_is_small = false;
    for letter in word.chars() {
        if letter.is_uppercase() && before_is_small {
            name.push('_');
        }
        before_is_small = letter.is_lowercase();
        name.extend(letter.to_uppercase());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(cells: &str, stem: &str) -> Option<Header> {
        let cells: Vec<String> = cells.split(',').map(str::to_owned).collect();
        Header::declared(&cells, stem)
    }

    fn told(cells: &str) -> String {
        let header = header(cells, "").expect("it declares roles");
        let one = |field: &Field| {
            let key = field.key.as_deref().unwrap_or("-");
            let list = |declared: Declared| if declared.is_list { "[]" } else { "" };
            let kind = field.declared.map(|one| format!(":{}{}", one.kind.name(), list(one)));
            format!("{:?}({}) {key}{}", field.role, field.space, kind.unwrap_or_default())
        };
        header.fields.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn declarations_of_neo4j_are_understood() {
        assert_eq!(
            told("id:ID(Person),name,age:int,tags:string[],:LABEL"),
            "Id(person) id, Property() name, Property() age:int, Property() tags:string[], Labels() -"
        );
        assert_eq!(
            told(":START_ID(A),:END_ID(B),:TYPE,x:IGNORE,at:datetime{timezone:+02:00}"),
            "Start(a) -, End(b) -, Type() -, Ignored() -, Property() at:datetime"
        );
        assert_eq!(told(":ID{id-type:string},a:b:int"), "Id() id:string, Property() a:b:int");
    }

    #[test]
    fn declarations_of_neptune_are_understood() {
        assert_eq!(told("~id,~label,lat:Double"), "Id() id, Labels() -, Property() lat:float");
        assert_eq!(
            told("~id,~from,~to,~label,dist:int"),
            "Property() id, Start() -, End() -, Type() -, Property() dist:int"
        );
    }

    #[test]
    fn plain_headers_declare_nothing() {
        assert!(header("name,age", "").is_none());
        assert!(header("time: 12:30,note", "").is_none());
    }

    #[test]
    fn names_of_files_give_labels_and_types() {
        assert_eq!(label_of_stem("person_0_0").as_deref(), Some("Person"));
        assert_eq!(label_of_stem("nodes"), None);
        assert_eq!(
            type_of_stem("City_isPartOf_Country", "city", "country").as_deref(),
            Some("IS_PART_OF")
        );
        assert_eq!(
            type_of_stem("person_knows_person_0_0", "person", "person").as_deref(),
            Some("KNOWS")
        );
        assert_eq!(type_of_stem("follows", "", "").as_deref(), Some("FOLLOWS"));
    }
}
