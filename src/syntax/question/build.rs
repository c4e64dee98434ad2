//! Pairs of the question grammar to the tree. With `mod.rs` the only place that sees them.

use super::grammar::Rule;
use crate::error::Span;
use crate::syntax::ast::question::{
    Date, File, Limits, Number, Party, PathExtent, Phrase, Question, QuestionForm, Sentence, Split,
    TimeLimit, TimeRelation, Word,
};

type Pair<'a> = pest::iterators::Pair<'a, Rule>;

/// Builds the tree of one form from the pair of its rule.
type FormBuilder = fn(&Pair<'_>) -> QuestionForm;

/// The rules that are forms, each with what builds its tree.
const FORMS: &[(Rule, FormBuilder)] = &[
    (Rule::who, |pair| QuestionForm::Facts(sentence(pair, &[subject_asked, object_asked]))),
    (Rule::whom, |pair| QuestionForm::Facts(sentence(pair, &[object_asked]))),
    (Rule::statement, |pair| QuestionForm::Facts(sentence(pair, &[object_asked]))),
    (Rule::verdict, |pair| QuestionForm::Verdict(sentence(pair, &[]))),
    (Rule::when, |pair| QuestionForm::When(sentence(pair, &[]))),
    (Rule::path, path),
    (Rule::links, |pair| QuestionForm::Links {
        names: phrases(pair, Rule::place),
        limits: limits(pair),
    }),
    (Rule::common, |pair| QuestionForm::Common(phrases(pair, Rule::sharer))),
    (Rule::about, |pair| QuestionForm::About(phrase(&inner(pair, Rule::name)))),
    (Rule::around, |pair| QuestionForm::Around {
        centre: phrase(&inner(pair, Rule::centre)),
        steps: child(pair, Rule::number).map(|pair| number(&pair)),
        limits: limits(pair),
    }),
    (Rule::timeline, |pair| QuestionForm::Timeline(name_in(pair))),
    (Rule::conflicts, |pair| QuestionForm::Conflicts(about_in(pair))),
    (Rule::changes, |pair| QuestionForm::Changes { period: period(pair), about: about_in(pair) }),
    (Rule::why, |_| QuestionForm::Why),
    (Rule::list, |pair| QuestionForm::List(phrase(&inner(pair, Rule::name)))),
    (Rule::count, |pair| QuestionForm::Count(phrase(&inner(pair, Rule::name)))),
    (Rule::verbs, |_| QuestionForm::Verbs),
    (Rule::labels, |_| QuestionForm::Labels),
    (Rule::schema, |_| QuestionForm::Schema),
];

/// The rules that restrict the time.
const TIMES: &[(Rule, TimeRelation)] = &[
    (Rule::during, TimeRelation::During),
    (Rule::between, TimeRelation::During),
    (Rule::before, TimeRelation::Before),
    (Rule::after, TimeRelation::After),
    (Rule::as_of, TimeRelation::AsOf),
];

/// The tree of a whole question.
pub(super) fn question(pair: &Pair<'_>) -> Question {
    let parts: Vec<Pair<'_>> = pair.clone().into_inner().collect();
    let form = parts.iter().find_map(|part| {
        let (_, build) = FORMS.iter().find(|(rule, _)| *rule == part.as_rule())?;
        Some(build(part))
    });
    let times = parts.iter().filter_map(|part| {
        let (_, relation) = TIMES.iter().find(|(rule, _)| *rule == part.as_rule())?;
        Some(TimeLimit { relation: *relation, date: suffix_date(part) })
    });
    Question {
        explain: child(pair, Rule::explain).is_some(),
        form: form.expect("every question has a form, and every form is in the table"),
        times: times.collect(),
        file: child(pair, Rule::to_file).map(|pair| file(&pair)),
        span: span(pair),
    }
}

fn path(pair: &Pair<'_>) -> QuestionForm {
    let extents = [(Rule::every, PathExtent::All), (Rule::several, PathExtent::Shortest)];
    let extent = extents.iter().find(|(rule, _)| child(pair, *rule).is_some());
    let from = child(pair, Rule::origin).unwrap_or_else(|| inner(pair, Rule::former));
    QuestionForm::Path {
        extent: extent.map_or(PathExtent::One, |(_, extent)| *extent),
        from: phrase(&from),
        to: phrase(&inner(pair, Rule::place)),
        limits: limits(pair),
    }
}

fn limits(pair: &Pair<'_>) -> Limits {
    let listed = |rule| children(pair, rule).flat_map(|limit| phrases(&limit, Rule::place));
    Limits {
        within: child(pair, Rule::within).map(|limit| number(&inner(&limit, Rule::number))),
        through: listed(Rule::through).collect(),
        avoiding: listed(Rule::avoiding).collect(),
    }
}

/// Decides which party of a sentence is asked for, given what was asked, in the order of the text.
type Asking = fn(&mut Sentence, Party);

fn subject_asked(sentence: &mut Sentence, asked: Party) {
    sentence.subject = asked;
}

fn object_asked(sentence: &mut Sentence, asked: Party) {
    sentence.object = asked;
}

/// A sentence; each thing asked for goes where `askings` say, in order.
fn sentence(pair: &Pair<'_>, askings: &[Asking]) -> Sentence {
    let open = child(pair, Rule::words).or_else(|| child(pair, Rule::opening));
    let (words, split) = match open {
        Some(open) => (words(&open), None),
        None => divided(pair),
    };
    let mut sentence = Sentence {
        subject: Party::Named,
        object: Party::Named,
        auxiliary: child(pair, Rule::auxiliary).map(|pair| keyword(&pair)),
        words,
        split,
        span: span(pair),
    };
    for (asked, asking) in children(pair, Rule::asked).zip(askings) {
        let label = child(&asked, Rule::label);
        let party = match label {
            Some(label) => Party::AskedOf(phrase(&label)),
            None => Party::Asked(keyword(&asked)),
        };
        asking(&mut sentence, party);
    }
    sentence
}

/// The words of a sentence that capital letters divide, and how they do.
fn divided(pair: &Pair<'_>) -> (Vec<Word>, Option<Split>) {
    let mut all = Vec::new();
    let mut split = Split { subject: 0, verb: 0, object: 0 };
    for part in pair.clone().into_inner() {
        let words = words(&part);
        if part.as_rule() == Rule::verb {
            split.verb = words.len();
        } else if part.as_rule() != Rule::proper_name {
            continue;
        } else if split.verb == 0 {
            split.subject = words.len();
        } else {
            split.object = words.len();
        }
        all.extend(words);
    }
    (all, Some(split))
}

fn about_in(pair: &Pair<'_>) -> Option<Phrase> {
    name_in(&child(pair, Rule::about)?)
}

fn name_in(pair: &Pair<'_>) -> Option<Phrase> {
    Some(phrase(&child(pair, Rule::name)?))
}

fn period(pair: &Pair<'_>) -> Date {
    let suffix = child(pair, Rule::between).unwrap_or_else(|| inner(pair, Rule::during));
    suffix_date(&suffix)
}

/// The date of `during 1918`, the interval of `between 1918 and 1920`.
fn suffix_date(pair: &Pair<'_>) -> Date {
    let texts: Vec<String> = children(pair, Rule::date).map(|date| edtf(&date)).collect();
    let dates = children(pair, Rule::date).map(|date| span(&date));
    Date {
        edtf: texts.join("/").into(),
        span: dates.reduce(Span::to).unwrap_or_else(|| span(pair)),
    }
}

fn edtf(date: &Pair<'_>) -> String {
    match child(date, Rule::edtf) {
        Some(edtf) => edtf.as_str().to_owned(),
        None => spoken(&inner(date, Rule::spoken)),
    }
}

/// `August 23, 1914` and `23 August 1914` as `1914-08-23`.
fn spoken(pair: &Pair<'_>) -> String {
    let mut numbers: Vec<Pair<'_>> = children(pair, Rule::number).collect();
    let year = numbers.pop().map_or_else(String::new, |year| format!("{:0>4}", year.as_str()));
    let name = inner(pair, Rule::month).as_str().to_lowercase();
    let month = 1 + MONTHS.iter().position(|month| *month == name).unwrap_or_default();
    match numbers.first() {
        Some(day) => format!("{year}-{month:02}-{:0>2}", day.as_str()),
        None => format!("{year}-{month:02}"),
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn file(pair: &Pair<'_>) -> File {
    let file = child(pair, Rule::file).unwrap_or_else(|| inner(pair, Rule::quoted_file));
    File { path: file.as_str().into(), span: span(&file) }
}

fn number(pair: &Pair<'_>) -> Number {
    Number { value: pair.as_str().parse().unwrap_or(u32::MAX), span: span(pair) }
}

fn phrases(pair: &Pair<'_>, rule: Rule) -> Vec<Phrase> {
    children(pair, rule).map(|pair| phrase(&pair)).collect()
}

fn phrase(pair: &Pair<'_>) -> Phrase {
    Phrase { words: words(pair), span: span(pair) }
}

fn words(pair: &Pair<'_>) -> Vec<Word> {
    children(pair, Rule::word).map(|pair| word(&pair)).collect()
}

fn word(pair: &Pair<'_>) -> Word {
    let quoted = child(pair, Rule::quoted);
    let text = match &quoted {
        Some(quoted) => unescaped(quoted),
        None => pair.as_str().to_owned(),
    };
    Word { text: text.into(), quoted: quoted.is_some(), span: span(pair) }
}

/// A word of the language itself.
fn keyword(pair: &Pair<'_>) -> Word {
    Word { text: pair.as_str().to_lowercase().into(), quoted: false, span: span(pair) }
}

/// The inside of a quoted text, in which a backslash lets its quote stand for itself.
fn unescaped(quoted: &Pair<'_>) -> String {
    let Some(text) = child(quoted, Rule::text) else {
        return quoted.clone().into_inner().map(|inside| inside.as_str().to_owned()).collect();
    };
    let quote = quoted.as_str().chars().next().unwrap_or_default();
    let text = text.as_str().replace(&format!("\\{quote}"), &quote.to_string());
    text.replace("\\\\", "\\")
}

fn children<'a>(pair: &Pair<'a>, rule: Rule) -> impl Iterator<Item = Pair<'a>> {
    pair.clone().into_inner().filter(move |inner| inner.as_rule() == rule)
}

fn child<'a>(pair: &Pair<'a>, rule: Rule) -> Option<Pair<'a>> {
    children(pair, rule).next()
}

/// The child that the grammar puts there.
fn inner<'a>(pair: &Pair<'a>, rule: Rule) -> Pair<'a> {
    child(pair, rule).expect("a rule has the parts that its definition in the grammar names")
}

fn span(pair: &Pair<'_>) -> Span {
    Span::new(pair.as_span().start(), pair.as_span().end())
}
