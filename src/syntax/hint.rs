//! Advice for what people bring along from other languages.

use super::expect::Wanted;
use super::keyword::is_reserved;
use super::report::Place;
use super::token::TokenKind;

/// The advice for a word or sign that no statement has at all.
#[expect(clippy::match_same_arms, reason = "a table: one row for each word")]
pub(super) fn special(place: &Place<'_>) -> Option<String> {
    let advice = match place.word(0).to_ascii_uppercase().as_str() {
        "==" | "===" => "equality is written `=`",
        "!=" | "=!" => "inequality is written `<>`",
        "&&" | "&" => "for logic write `AND`",
        "!" => "for logic write `NOT`",
        "SELECT" => "a query finds and returns: `MATCH (n:Label) RETURN n.key`",
        "INSERT" => "nodes and relationships are made by `CREATE` or `MERGE`",
        "UPDATE" => "properties are changed by `MATCH (n) SET n.key = value`",
        "GROUP" => "rows are grouped by what stands beside an aggregate in `RETURN`",
        "HAVING" => "filter groups by `WITH …, count(*) AS number WHERE number > 1`",
        "JOIN" | "INNER" | "LEFT" => "things are joined by patterns: `MATCH (a)-[:TYPE]->(b)`",
        "LIKE" => "texts are matched by `CONTAINS`, `STARTS WITH`, `ENDS WITH` or `=~`",
        "BETWEEN" => "a range is written `1 <= x <= 5`",
        "ELSEIF" | "ELIF" => "write another `WHEN`",
        "#" => "a comment begins with `//`",
        "NOT" if place.word(1).eq_ignore_ascii_case("IN") => "write `NOT x IN list`",
        "NOT" if place.word(1).eq_ignore_ascii_case("NULL") => "write `x IS NOT NULL`",
        "‘" | "’" | "“" | "”" | "«" | "»" | "„" => {
            "texts stand in straight quotes: `'` or `\"`"
        }
        "—" | "–" | "−" | "‐" | "‒" => "the minus is written `-`",
        "≠" => "inequality is written `<>`",
        "≤" => "write `<=`",
        "≥" => "write `>=`",
        _ => return None,
    };
    Some(advice.to_owned())
}

/// The advice for something that is right elsewhere.
pub(super) fn of_place(place: &Place<'_>, wanted: &Wanted) -> Option<String> {
    let word = place.word(0);
    let after_dash = place.word(-1) == "-" || place.word(-2) == "-";
    if matches!(word, ">" | "(") && after_dash && wanted.has_sign("[") {
        return Some("an arrow is written `-->` or `-[:TYPE]->`".to_owned());
    }
    if word == ")" && place.word(-2) == "(" && wanted.signs == ["="] {
        return Some("nodes are joined by arrows, `(a)-->(b)`, and patterns by `,`".to_owned());
    }
    if is_text(place) && place.word(-1).ends_with(['\'', '"']) {
        return Some("a quote inside of a text is written `\\'`".to_owned());
    }
    if !place.is_word() {
        return None;
    }
    if wanted.has_sign(":") && !wanted.has_kind("operator") && !is_reserved(word) {
        let opened = matches!(place.word(-2), "(" | "[");
        return opened.then(|| format!("a label or type follows a colon: `:{word}`"));
    }
    let is_name_wanted = ["variable", "name"].iter().any(|kind| wanted.has_kind(kind));
    if is_reserved(word) && is_name_wanted && !wanted.has_kind("value") {
        return Some(format!("`{word}` is a keyword; as a name it needs backticks"));
    }
    None
}

fn is_text(place: &Place<'_>) -> bool {
    place.kind() == Some(TokenKind::String)
}
