//! What the columns of a table are for, where its header declares nothing: by their names, and by what
//! stands in them.
//!
//! Two columns that pair as the ends of facts (`head` and `tail`, `source` and `target` …) make a table
//! of relationships, whatever else is in it: a column between them is the type, dates get the agreed
//! names `on`, `from` and `until`. A table of one row for each type describes verbs. Everything else is
//! a table of nodes.

use hashbrown::HashSet;

use super::dialect::Dialect;
use super::header::{Field, Header, Role, label_of_stem, type_of_stem};
use super::kind::{Guess, edtf};

/// Names that ends of facts have, pair by pair.
const ENDS: &[(&str, &str)] = &[
    ("head", "tail"),
    ("subject", "object"),
    ("source", "target"),
    ("sourceid", "targetid"),
    ("from", "to"),
    ("fromid", "toid"),
    ("fromnode", "tonode"),
    ("fromnodeid", "tonodeid"),
    ("src", "dst"),
    ("src", "dest"),
    ("src", "tgt"),
    ("startid", "endid"),
    ("startnode", "endnode"),
    ("node1", "node2"),
    ("entity1", "entity2"),
    ("sourcenode", "targetnode"),
    ("source", "destination"),
    ("origin", "destination"),
    ("subj", "obj"),
    ("s", "o"),
    ("h", "t"),
];

const VERBS: &[&str] = &[
    "relation",
    "relationtype",
    "relationship",
    "relationshiptype",
    "predicate",
    "verb",
    "rel",
    "reltype",
    "type",
    "edge",
    "edgetype",
    "label",
    "pred",
    "property",
    "r",
    "p",
    "interaction",
];
const DAYS: &[&str] = &["date", "on", "time", "when", "timestamp", "day", "year", "datetime"];
const BEGINNINGS: &[&str] = &[
    "start",
    "from",
    "begin",
    "since",
    "startdate",
    "validfrom",
    "begindate",
    "starttime",
    "startyear",
];
const ENDINGS: &[&str] =
    &["end", "until", "to", "till", "enddate", "validto", "validuntil", "endtime", "endyear"];
const IDS: &[&str] = &["id", "key", "uid", "uuid", "identifier", "nodeid"];
const NAMES: &[&str] = &["title", "fullname", "displayname", "label"];

/// A name of a column in small letters and digits only.
fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The header of a file that declares nothing, and whether its first row is that header.
pub(super) fn guess(dialect: &Dialect, stem: &str) -> (Header, bool) {
    let Some(first) = dialect.rows.first() else { return (Header::default(), true) };
    let names: Vec<String> = first.iter().map(|name| plain(name)).collect();
    let body = dialect.rows.get(1..).unwrap_or_default();
    if let Some((start, end)) = ends(&names) {
        let verb = names.iter().position(|name| VERBS.contains(&name.as_str()));
        let verb = verb.filter(|verb| *verb != start && *verb != end);
        return (facts(first, (start, verb, end), body, stem), true);
    }
    if let Some(header) = verbs(first, &names, stem) {
        return (header, true);
    }
    let has_header = !is_data(first, body);
    let whole = if has_header { body } else { dialect.rows.as_slice() };
    let wide =
        || (1..=dialect.width().max(first.len())).map(|place| format!("column{place}")).collect();
    let titles: Vec<String> = if has_header { first.clone() } else { wide() };
    if are_triples(whole, &names, has_header) {
        return (facts(&titles, (0, Some(1), 2), whole, stem), has_header);
    }
    if are_pairs(whole, has_header) {
        return (facts(&titles, (0, None, 1), whole, stem), has_header);
    }
    (things(&titles, body, stem), has_header)
}

/// The columns of the two ends of facts.
fn ends(names: &[String]) -> Option<(usize, usize)> {
    let place = |wanted: &str| names.iter().position(|name| name == wanted);
    ENDS.iter().find_map(|(start, end)| place(start).zip(place(end)))
}

/// A table of facts.
fn facts(
    titles: &[String],
    (start, verb, end): (usize, Option<usize>, usize),
    body: &[Vec<String>],
    stem: &str,
) -> Header {
    let mut fields = properties(titles);
    for (place, field) in fields.iter_mut().enumerate() {
        let role = match place {
            _ if place == start => Role::Start,
            _ if place == end => Role::End,
            _ if Some(place) == verb => Role::Type,
            _ => continue,
        };
        *field = field.clone().with_role(role);
    }
    name_dates(&mut fields, titles, body);
    let default_name = type_of_stem(stem, "", "");
    Header { fields, default_name, makes_ends: true, ..Header::default() }
}

/// Gives columns of dates the names that dates of facts have.
fn name_dates(fields: &mut [Field], titles: &[String], body: &[Vec<String>]) {
    let is_called = |place: usize, names: &[&str]| {
        titles.get(place).is_some_and(|title| names.contains(&plain(title).as_str()))
    };
    let is_free = |fields: &[Field], place: usize| {
        fields.get(place).is_some_and(|field| field.role == Role::Property)
    };
    for (key, names) in [("on", DAYS), ("from", BEGINNINGS), ("until", ENDINGS)] {
        let found = (0..fields.len()).find(|place| {
            is_free(fields, *place) && is_called(*place, names) && holds_dates(body, *place)
        });
        let has_it =
            fields.iter().any(|field| field.key.as_deref() == Some(key) && field.dated.is_some());
        if let Some(field) = found.and_then(|place| fields.get_mut(place)).filter(|_| !has_it) {
            field.dated = field.key.replace(key.to_owned());
        }
    }
    let is_dated = fields.iter().any(|field| field.dated.is_some());
    // `head,relation,tail,whatever`: a fourth column of days is the date, whatever it is called.
    let fourth = fields.get_mut(3).filter(|field| field.role == Role::Property && !is_dated);
    if let Some(field) = fourth.filter(|_| holds_days(body, 3)) {
        field.dated = field.key.replace("on".to_owned());
    }
}

/// A table that describes types of relationships: its first column is called as they are, or the file.
fn verbs(first: &[String], names: &[String], stem: &str) -> Option<Header> {
    let name = names.first()?;
    let is_verb = |name: &str| {
        matches!(
            name,
            "relation"
                | "predicate"
                | "verb"
                | "relationship"
                | "relationtype"
                | "relationshiptype"
        )
    };
    let stem = plain(stem);
    let file = is_verb(stem.trim_end_matches('s')) || stem == "properties";
    let is_named =
        file && names.len() == 2 && name == "id" && names.get(1).is_some_and(|one| one == "label");
    if !is_verb(name) && !is_named {
        return None;
    }
    let mut fields = properties(first);
    for (place, field) in fields.iter_mut().enumerate() {
        match place {
            0 => {
                *field = Field {
                    role: Role::Id,
                    key: Some("name".to_owned()),
                    space: "verb".to_owned(),
                    ..field.clone()
                }
            }
            1 if is_named => field.key = Some("forms".to_owned()),
            _ => {}
        }
    }
    Some(Header { fields, default_name: Some("Verb".to_owned()), ..Header::default() })
}

/// A table of nodes.
fn things(titles: &[String], body: &[Vec<String>], stem: &str) -> Header {
    let mut fields = properties(titles);
    let names: Vec<String> = titles.iter().map(|name| plain(name)).collect();
    let is_names = matches!(names.as_slice(), [id, name] if id == "id" && matches!(name.as_str(), "label" | "name"));
    let label = label_of_stem(stem);
    if is_names && label.as_deref().is_none_or(|label| plain(label).contains("label")) {
        return names_of_others(fields);
    }
    let own_id = format!("{}id", plain(label.as_deref().unwrap_or_default()));
    let called = names.iter().position(|name| IDS.contains(&name.as_str()) || *name == own_id);
    let guessed =
        called.is_none().then(|| names.first().filter(|name| name.ends_with("id"))).flatten();
    let id = called.or_else(|| guessed.map(|_| 0)).filter(|place| is_filled(body, *place));
    if let Some(field) = id.and_then(|place| fields.get_mut(place)) {
        field.role = Role::Id;
        field.space = label.as_deref().unwrap_or_default().to_lowercase();
    }
    let is_id_guessed = id.is_some_and(|place| names.get(place).is_some_and(|name| name != "id"));
    let labels = names.iter().position(|name| name == "labels");
    if let Some(field) = labels.and_then(|place| fields.get_mut(place)) {
        *field = field.clone().with_role(Role::Labels);
    }
    let name = name_column(&names).filter(|_| !names.iter().any(|name| name == "name"));
    Header { fields, default_name: label, is_id_guessed, name, ..Header::default() }
}

/// A table that says how nodes are called which other files speak of.
fn names_of_others(mut fields: Vec<Field>) -> Header {
    if let [id, name] = fields.as_mut_slice() {
        id.role = Role::Id;
        name.key = Some("name".to_owned());
    }
    Header {
        fields,
        default_name: Some("Entity".to_owned()),
        only_names: true,
        ..Header::default()
    }
}

/// The column that says how nodes are called.
fn name_column(names: &[String]) -> Option<usize> {
    let exact = names.iter().position(|name| NAMES.contains(&name.as_str()));
    let is_part =
        |name: &String| ["firstname", "lastname", "username", "filename"].contains(&name.as_str());
    exact.or_else(|| names.iter().position(|name| name.ends_with("name") && !is_part(name)))
}

/// Every column as a property; one without a name gets one by its place, and no name is used twice.
fn properties(titles: &[String]) -> Vec<Field> {
    let mut taken = HashSet::new();
    let mut fields = Vec::new();
    for (place, title) in titles.iter().enumerate() {
        let title = title.trim().trim_start_matches('\u{feff}');
        let mut key =
            if title.is_empty() { format!("column{}", place + 1) } else { title.to_owned() };
        if !taken.insert(key.clone()) {
            key = format!("{key}{}", place + 1);
            taken.insert(key.clone());
        }
        fields.push(Field::property(&key));
    }
    fields
}

/// The cells of a column that hold something.
fn cells(body: &[Vec<String>], place: usize) -> impl Iterator<Item = &str> + Clone {
    body.iter()
        .filter_map(move |row| row.get(place))
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
}

fn is_filled(body: &[Vec<String>], place: usize) -> bool {
    body.is_empty() || cells(body, place).count() * 10 >= body.len() * 9
}

fn holds_dates(body: &[Vec<String>], place: usize) -> bool {
    let count = cells(body, place).count();
    let dates = cells(body, place).filter(|cell| edtf(cell).is_some() || is_instant(cell)).count();
    dates * 10 >= count * 8
}

fn holds_days(body: &[Vec<String>], place: usize) -> bool {
    let mut days = cells(body, place).peekable();
    days.peek().is_some()
        && days.all(|cell| matches!(Guess::of(cell), Guess::Date) || is_instant(cell))
}

fn is_instant(cell: &str) -> bool {
    matches!(Guess::of(cell), Guess::LocalDateTime | Guess::DateTime)
}

/// Whether the first row is no header but a row like the others: it holds a number or date where they
/// do, or its type of relationship comes again.
fn is_data(first: &[String], body: &[Vec<String>]) -> bool {
    if body.is_empty() {
        return false;
    }
    let is_value = |cell: &str| !matches!(Guess::of(cell), Guess::Text | Guess::Nothing);
    let mut typed = first.iter().filter(|cell| is_value(cell.trim()));
    let repeats = |place: usize| {
        let cell = first.get(place).map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        cell.is_some_and(|cell| cells(body, place).any(|other| other == cell))
    };
    typed.next().is_some() || (first.len() > 2 && first.len() < 6 && repeats(1) && !repeats(3))
}

/// Whether rows are facts beyond doubt: few verbs, subjects that come again, subjects that are objects.
fn are_triples(body: &[Vec<String>], names: &[String], has_header: bool) -> bool {
    let width = body.first().map_or(0, Vec::len);
    if !(3..=5).contains(&width)
        || body.len() < 3
        || (has_header && names.iter().any(|name| IDS.contains(&name.as_str())))
    {
        return false;
    }
    let distinct = |place| cells(body, place).collect::<HashSet<_>>();
    let (heads, verbs, tails) = (distinct(0), distinct(1), distinct(2));
    let are_texts = |place| cells(body, place).all(|cell| Guess::of(cell) == Guess::Text);
    let verbs_are_few = verbs.len() * 2 <= body.len();
    let meet = heads.intersection(&tails).next().is_some();
    let is_dated = width == 4 && holds_days(body, 3);
    let spread = heads.len() < body.len() || is_dated;
    are_texts(1) && verbs_are_few && verbs.is_disjoint(&heads) && spread && (meet || is_dated)
}

/// Whether rows without a header are nothing but pairs of numbers, as lists of edges are.
fn are_pairs(body: &[Vec<String>], has_header: bool) -> bool {
    let is_pair = |row: &Vec<String>| {
        row.len() == 2 && row.iter().all(|cell| Guess::of(cell) == Guess::Integer)
    };
    !has_header && body.len() > 1 && body.iter().all(is_pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, stem: &str) -> String {
        let dialect = Dialect::of(text.as_bytes(), true);
        let (header, has_header) = guess(&dialect, stem);
        let one = |field: &Field| match (field.role, &field.key) {
            (Role::Property, Some(key)) => key.clone(),
            (role, Some(key)) => format!("{role:?} {key}"),
            (role, None) => format!("{role:?}"),
        };
        let fields: Vec<String> = header.fields.iter().map(one).collect();
        let name = header.default_name.unwrap_or_default();
        format!("{}{name}({})", if has_header { "" } else { "no header: " }, fields.join(", "))
    }

    #[test]
    fn triples_are_known_by_their_names() {
        assert_eq!(
            told("head\trelation\ttail\tdate\nA\tMake a visit\tB\t2014-01-02\n", "facts"),
            "(Start, Type, End, on)"
        );
        assert_eq!(
            told("Subject;Predicate;Object;start;end;source\nA;b;C;1600;1601;X\n", "x"),
            "X(Start, Type, End, from, until, source)"
        );
        assert_eq!(told("source,target,weight\n1,2,3\n", "follows"), "FOLLOWS(Start, End, weight)");
    }

    #[test]
    fn triples_are_known_by_what_they_hold() {
        let rows = "Anna,knows,Bert\nBert,knows,Carl\nAnna,likes,Carl\nAnna,likes,Bert\n";
        assert_eq!(told(rows, "x"), "no header: X(Start, Type, End)");
        assert_eq!(told(&format!("qui,quoi,à qui\n{rows}"), "x"), "X(Start, Type, End)");
        assert_eq!(told("1\t2\n1\t3\n", "graph"), "no header: (Start, End)");
    }

    #[test]
    fn other_tables_hold_nodes() {
        assert_eq!(
            told("id,name,city\n1,Ada,Bonn\n2,Bo,Bonn\n", "person_0_0"),
            "Person(Id id, name, city)"
        );
        assert_eq!(
            told("name,gender,city\nAda,f,Bonn\nBo,m,Ulm\nCy,m,Ulm\n", "people"),
            "People(name, gender, city)"
        );
        assert_eq!(told("a,,a\n1,2,3\n", "t"), "T(a, column2, a3)");
        assert_eq!(told("id\tlabel\nQ1\tx\n", "entity_labels_partial"), "Entity(Id id, name)");
    }

    #[test]
    fn tables_of_verbs_describe_types() {
        assert_eq!(told("relation\tcount\nConsult\t7\n", "relations"), "Verb(Id name, count)");
        assert_eq!(told("id\tlabel\nP39\tposition held\n", "relations"), "Verb(Id name, forms)");
    }
}
