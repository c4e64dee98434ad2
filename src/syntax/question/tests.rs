//! What each form of question reads as.

#![expect(
    clippy::wildcard_enum_match_arm,
    clippy::redundant_closure_for_method_calls,
    reason = "a test names what it expects, and no more"
)]

use super::*;
use crate::syntax::ast::question::{
    Party, PathExtent, QuestionForm, Sentence, Split, TimeRelation,
};

fn form(text: &str) -> QuestionForm {
    match parse_question(text) {
        Ok(question) => question.form,
        Err(error) => panic!("`{text}`: {error}"),
    }
}

fn failure(text: &str) -> String {
    match parse_question(text) {
        Ok(question) => panic!("`{text}` reads as {question:?}"),
        Err(error) => error.to_string(),
    }
}

/// A sentence as text: its parts divided by bars, the asked ones as `?`.
fn shown(sentence: &Sentence) -> String {
    let words: Vec<&str> = sentence.words.iter().map(|word| &*word.text).collect();
    let middle = match sentence.split {
        Some(Split { subject, verb, .. }) => {
            let (subject, rest) = words.split_at(subject);
            let (verb, object) = rest.split_at(verb);
            [subject, verb, object].map(|part| part.join(" ")).join("|")
        }
        None => format!("~{}~", words.join(" ")),
    };
    let party = |party: &Party| match party {
        Party::Named => String::new(),
        Party::Asked(_) => "?".to_owned(),
        Party::AskedOf(label) => format!("?{}", label.text()),
    };
    let auxiliary =
        sentence.auxiliary.as_ref().map_or(String::new(), |word| format!("{} ", word.text));
    format!("{auxiliary}{}{middle}{}", party(&sentence.subject), party(&sentence.object))
}

fn sentence(text: &str) -> String {
    match form(text) {
        QuestionForm::Facts(sentence) => format!("facts {}", shown(&sentence)),
        QuestionForm::Verdict(sentence) => format!("verdict {}", shown(&sentence)),
        QuestionForm::When(sentence) => format!("when {}", shown(&sentence)),
        other => panic!("`{text}` reads as {other:?}"),
    }
}

#[test]
fn capitals_divide_sentences() {
    for (text, expected) in [
        ("who supported Kolchak", "facts ?|supported|Kolchak"),
        ("WHO supported the Red Army?", "facts ?|supported|Red Army"),
        ("who commanded the Army of the Far East ?", "facts ?|commanded|Army of the Far East"),
        ("who supported \"kolchak\"", "facts ?|supported|kolchak"),
        ("who supported 日本", "facts ?|supported|日本"),
        ("who commanded 12th Division", "facts ?|commanded|12th Division"),
        ("who was supported by Japan", "facts ?|was supported by|Japan"),
        ("who supported whom", "facts ?|supported|?"),
        ("who withdrew", "facts ?|withdrew|"),
        ("which Ship arrived at Vladivostok", "facts ?Ship|arrived at|Vladivostok"),
        ("which ships arrived at Vladivostok", "facts ?ships|arrived at|Vladivostok"),
        ("which State did Japan declare war on", "facts did Japan|declare war on|?State"),
        ("Japan declared war on whom", "facts Japan|declared war on|?"),
        ("Japan declared war on which State", "facts Japan|declared war on|?State"),
        ("what did Japan declare war on", "facts did Japan|declare war on|?"),
        ("whom was Kolchak supported by", "facts was Kolchak|supported by|?"),
        ("did Japan support Semenov", "verdict did Japan|support|Semenov"),
        (
            "Did Japan and the United States support Roman von Ungern-Sternberg",
            "verdict did Japan and the United States|support|Roman von Ungern-Sternberg",
        ),
        ("was Kolchak supported by Japan", "verdict was Kolchak|supported by|Japan"),
        ("when did Japan withdraw from Siberia", "when did Japan|withdraw from|Siberia"),
        ("when did Kolchak die", "when did Kolchak|die|"),
        ("when was Vladivostok occupied", "when was Vladivostok|occupied|"),
    ] {
        assert_eq!(sentence(text).replace("did |", "did "), expected, "{text}");
    }
}

#[test]
fn sentences_without_capitals_stay_undivided() {
    for (text, expected) in [
        ("who supported kolchak", "facts ?|supported kolchak|"),
        ("japan declared war on whom", "facts ~japan declared war on~?"),
        ("what did japan declare war on", "facts ~japan declare war on~?"),
        ("did japan support semenov", "verdict did ~japan support semenov~"),
        ("when did japan leave", "when did ~japan leave~"),
        ("WHO SUPPORTED KOLCHAK", "facts ?~SUPPORTED KOLCHAK~"),
        ("who `Make a visit` Iran", "facts ?~Make a visit Iran~"),
        ("who ACTED_IN The Matrix", "facts ?~ACTED_IN The Matrix~"),
    ] {
        assert_eq!(sentence(text), expected, "{text}");
    }
}

#[test]
fn the_end_restricts_time_and_names_a_file() {
    let question =
        parse_question("who supported Kolchak in 1918 to \"my kolchak.dot\"").expect("reads");
    assert_eq!(&*question.file.expect("a file").path, "my kolchak.dot");
    let limit = question.times.first().expect("a time");
    assert_eq!((limit.relation, &*limit.date.edtf), (TimeRelation::During, "1918"));

    for (text, relation, date) in [
        ("about Kolchak before 1920-03", TimeRelation::Before, "1920-03"),
        ("about Kolchak after August 23, 1914?", TimeRelation::After, "1914-08-23"),
        ("about Kolchak as of March 1920", TimeRelation::AsOf, "1920-03"),
        ("about Kolchak during '1918?'", TimeRelation::During, "1918?"),
        ("about Kolchak during 1918?", TimeRelation::During, "1918"),
        ("about Kolchak between 1918 and 1920", TimeRelation::During, "1918/1920"),
        ("about Kolchak during 1918/..", TimeRelation::During, "1918/.."),
        ("about Kolchak DURING ../1920", TimeRelation::During, "../1920"),
        ("about Kolchak during -0752 to x.svg", TimeRelation::During, "-0752"),
    ] {
        let question = parse_question(text).expect(text);
        let limit = question.times.first().expect(text);
        assert_eq!((limit.relation, &*limit.date.edtf), (relation, date), "{text}");
        assert!(matches!(question.form, QuestionForm::About(name) if name.text() == "Kolchak"));
    }
}

#[test]
fn paths_have_limits() {
    let text = "all paths from Port Arthur to the Journey to Nowhere within 4 steps \
                through supported, declared war on avoiding Russia, Omsk to x.dot";
    let QuestionForm::Path { extent, from, to, limits } = form(text) else {
        panic!("`{text}` is a path")
    };
    assert_eq!(extent, PathExtent::All);
    assert_eq!(
        (from.text().as_str(), to.text().as_str()),
        ("Port Arthur", "the Journey to Nowhere")
    );
    assert_eq!(limits.within.map(|number| number.value), Some(4));
    let texts = |phrases: &[crate::syntax::ast::question::Phrase]| {
        phrases.iter().map(|phrase| phrase.text()).collect::<Vec<_>>()
    };
    assert_eq!(texts(&limits.through), ["supported", "declared war on"]);
    assert_eq!(texts(&limits.avoiding), ["Russia", "Omsk"]);
    assert!(matches!(
        form("path between Japan and Germany"),
        QuestionForm::Path { extent: PathExtent::One, .. }
    ));
    assert!(matches!(
        form("shortest paths from A to B"),
        QuestionForm::Path { extent: PathExtent::Shortest, .. }
    ));
}

#[test]
fn lists_of_names_are_divided_at_commas() {
    let QuestionForm::Links { names, .. } = form("what links Japan, Kolchak, and Omsk") else {
        panic!("links")
    };
    assert_eq!(
        names.iter().map(|name| name.text()).collect::<Vec<_>>(),
        ["Japan", "Kolchak", "Omsk"]
    );
    let QuestionForm::Common(names) = form("what do Kolchak and Semenov have in common?") else {
        panic!("common")
    };
    assert_eq!(names.iter().map(|name| name.text()).collect::<Vec<_>>(), ["Kolchak and Semenov"]);
}

#[test]
fn the_other_forms() {
    let QuestionForm::Around { centre, steps, limits } =
        form("around Kikuzo Otani 2 through commanded to o.svg")
    else {
        panic!("around")
    };
    assert_eq!((centre.text().as_str(), steps.map(|steps| steps.value)), ("Kikuzo Otani", Some(2)));
    assert_eq!(limits.through.len(), 1);
    assert!(
        matches!(form("around Apollo 11 2"), QuestionForm::Around { centre, .. } if centre.text() == "Apollo 11")
    );
    assert!(matches!(form("timeline"), QuestionForm::Timeline(None)));
    assert!(matches!(form("timeline of Japan during 1918"), QuestionForm::Timeline(Some(_))));
    assert!(matches!(form("conflicts about Japan"), QuestionForm::Conflicts(Some(_))));
    assert!(matches!(form("what changed between 1918 and March 1920 about Japan"),
        QuestionForm::Changes { period, about: Some(_) } if &*period.edtf == "1918/1920-03"));
    assert!(matches!(form("why?"), QuestionForm::Why));
    assert!(matches!(form("list Ship"), QuestionForm::List(_)));
    assert!(matches!(form("COUNT person"), QuestionForm::Count(_)));
    assert!(matches!(form("verbs to x.csv"), QuestionForm::Verbs));
    assert!(parse_question("explain schema").expect("reads").explain);
}

#[test]
fn every_example_of_the_table_reads() {
    for example in QUESTION_FORMS.iter().flat_map(|form| form.examples) {
        form(example);
    }
}

#[test]
fn failures_say_what_was_meant() {
    for (text, expected) in [
        ("", "the question is empty"),
        ("about", "expected `about NAME`, found nothing more after `about`"),
        (
            "path to Germany",
            "found `to Germany` after `path` (for instance `path from Japan to Germany`)",
        ),
        ("who supported \"Kolchak", "the quote that opens here is not closed"),
        ("about Kolchak, Japan", "found `Kolchak, Japan`"),
        ("hello", "expected a question, found `hello`"),
    ] {
        let failure = failure(text);
        assert!(failure.contains(expected), "`{text}`: {failure}");
    }
    assert!(failure(&"who ".repeat(10_000)).contains("more than 16384"));
}

#[test]
fn long_repetitions_are_read_in_time() {
    for piece in
        ["who ", "in 1918 ", "to a.dot ", "and ", "the ", "\"a\" ", "within 1 ", "which a "]
    {
        let _ = parse_question(&format!("path from A to {}", piece.repeat(300)));
        let _ = parse_question(&piece.repeat(300));
    }
}
