//! `:help`: what can be typed, and what a topic means.

use super::super::run::Flow;
use super::super::setting::SETTINGS;
use super::super::state::Shell;
use super::super::topic::{self, CLAUSES, GUIDES, SUFFIXES, Topic};
use super::{COMMANDS, Command};
use crate::diagnostic::nearest;
use crate::error::{ERROR_CODES, Error, ErrorCode, Result};
use crate::functions::{
    Aggregate, Function, Procedure, aggregates, find_aggregate, find_function, find_procedure,
    functions, procedures,
};
use crate::syntax::{QUESTION_FORMS, QuestionHelp};

/// The words under which `:help` lists a whole table.
const TABLES: &[&str] =
    &["commands", "questions", "clauses", "functions", "procedures", "settings", "errors"];

pub(super) fn help(shell: &mut Shell, topic: &str) -> Result<Flow> {
    let text = match topic {
        "" => overview(),
        topic => describe(topic).or_else(|| search(topic)).ok_or_else(|| unknown(topic))?,
    };
    shell.say(&text)
}

fn overview() -> String {
    let command = |one: &Command| (usage(one), one.summary.to_owned());
    format!(
        "Questions run on Enter:\n{}\n\nCypher runs at `;` or on an empty line; see `:help clauses` and \
         `:help functions`.\n\nCommands:\n{}\n\n`:help data`, `:help pictures` and `:help keys` tell how to begin.\n`:help TOPIC` knows every command, setting, question, \
         clause, function,\nprocedure and error code, and finds words in them.",
        questions(),
        table(COMMANDS.iter().map(command)),
    )
}

/// The forms of questions, and what they may end in.
fn questions() -> String {
    let forms = QUESTION_FORMS.iter().map(|form| (form.usage.to_owned(), form.summary.to_owned()));
    table(forms.chain(SUFFIXES.iter().map(row)))
}

fn row(topic: &Topic) -> (String, String) {
    (topic.form.to_owned(), topic.summary.to_owned())
}

fn usage(command: &Command) -> String {
    format!(":{} {}", command.name, command.arguments).trim_end().to_owned()
}

/// Two columns: what is typed, and what it means; the second one begins on its own line where the
/// first is long.
fn table(rows: impl Iterator<Item = (String, String)>) -> String {
    const COLUMN: usize = 24;
    let row = |(left, right): (String, String)| {
        let gap = if left.chars().count() < COLUMN { "" } else { "\n  " };
        let left = if gap.is_empty() { format!("{left:COLUMN$}") } else { left };
        let blank = if gap.is_empty() { String::new() } else { " ".repeat(COLUMN) };
        format!("  {left}{gap}{blank}{right}")
    };
    rows.map(row).collect::<Vec<_>>().join("\n")
}

/// What a topic means, if it is the name of something.
fn describe(topic: &str) -> Option<String> {
    let bare = topic.trim_start_matches([':', '.']).trim_end_matches("()");
    if topic.starts_with([':', '.']) {
        return super::find(bare).map(about_command);
    }
    list(bare)
        .or_else(|| question(bare).map(about_question))
        .or_else(|| topic::find(GUIDES, bare).map(about_topic))
        .or_else(|| topic::find(SUFFIXES, bare).map(about_topic))
        .or_else(|| topic::find(CLAUSES, bare).map(about_topic))
        .or_else(|| super::find(bare).map(about_command))
        .or_else(|| find_function(bare).map(about_function))
        .or_else(|| find_aggregate(bare).map(about_aggregate))
        .or_else(|| find_procedure(bare).map(about_procedure))
        .or_else(|| about_setting(bare))
        .or_else(|| about_error(bare))
}

/// A whole table by its name.
fn list(name: &str) -> Option<String> {
    Some(match *TABLES.iter().find(|table| table.eq_ignore_ascii_case(name))? {
        "commands" => table(COMMANDS.iter().map(|one| (usage(one), one.summary.to_owned()))),
        "questions" => questions(),
        "clauses" => table(CLAUSES.iter().map(row)),
        "functions" => all_functions(),
        "procedures" => {
            table(procedures().map(|one| (one.name.to_string(), one.summary.to_string())))
        }
        "settings" => {
            table(SETTINGS.iter().map(|one| (one.name.to_owned(), one.summary.to_owned())))
        }
        _ => table(ERROR_CODES.iter().map(|code| (title(*code), code.explanation()))),
    })
}

fn all_functions() -> String {
    let functions = functions().map(|one| (one.name.to_owned(), one.summary.to_owned()));
    let aggregates = aggregates().map(|one| (one.name.to_owned(), one.summary.to_owned()));
    let mut rows: Vec<_> = functions.chain(aggregates).collect();
    rows.sort();
    table(rows.into_iter())
}

fn about_command(command: &Command) -> String {
    let mut text = format!("{}\n  {}", usage(command), command.summary);
    if !command.details.is_empty() {
        text = format!("{text}\n  {}", command.details);
    }
    if !command.aliases.is_empty() {
        text = format!("{text}\n  also: :{}", command.aliases.join(", :"));
    }
    text
}

/// A form of question by the words that it begins with.
fn question(name: &str) -> Option<&'static QuestionHelp> {
    QUESTION_FORMS.iter().find(|form| !name.is_empty() && form.opening.eq_ignore_ascii_case(name))
}

fn about_question(form: &QuestionHelp) -> String {
    let examples = form.examples.iter().map(|example| format!("\n  for example: {example}"));
    format!("{}\n  {}{}", form.usage, form.summary, examples.collect::<String>())
}

fn about_topic(topic: &Topic) -> String {
    format!("{}\n  {}\n  for example: {}", topic.form, topic.summary, topic.example)
}

fn about_function(function: &Function) -> String {
    with_examples(&function.signature(), function.summary, function.examples)
}

fn about_aggregate(aggregate: &Aggregate) -> String {
    let names: Vec<_> = aggregate.parameters.iter().map(|parameter| parameter.name).collect();
    let signature = format!("{}({}) :: {}", aggregate.name, names.join(", "), aggregate.result);
    with_examples(&signature, aggregate.summary, aggregate.examples)
}

fn with_examples(signature: &str, summary: &str, examples: &[(&str, &str)]) -> String {
    let examples = examples.iter().map(|(call, result)| format!("\n  {call}  →  {result}"));
    format!("{signature}\n  {summary}{}", examples.collect::<String>())
}

fn about_procedure(procedure: &Procedure) -> String {
    format!("{}\n  {}", procedure.signature(), procedure.summary)
}

fn about_setting(name: &str) -> Option<String> {
    let setting = SETTINGS.iter().find(|setting| setting.name.eq_ignore_ascii_case(name))?;
    Some(format!(":set {} VALUE\n  {}\n  VALUE: {}", setting.name, setting.summary, setting.takes))
}

/// A code by its detail, or by the name of its row where two share a detail.
fn about_error(name: &str) -> Option<String> {
    let found: Vec<String> = ERROR_CODES
        .iter()
        .filter(|code| is_called(**code, name))
        .map(|code| format!("{} ({})\n  {}", title(*code), code.phase(), code.explanation()))
        .collect();
    (!found.is_empty()).then(|| found.join("\n"))
}

fn is_called(code: ErrorCode, name: &str) -> bool {
    let names =
        [code.detail().to_owned(), code.class().to_owned(), title(code), format!("{code:?}")];
    names.iter().any(|one| one.eq_ignore_ascii_case(name))
}

fn title(code: ErrorCode) -> String {
    format!("{}.{}", code.class(), code.detail())
}

/// Everything that mentions a word.
fn search(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let mut rows = everything();
    rows.retain(|(name, summary)| {
        name.to_lowercase().contains(&lower) || summary.to_lowercase().contains(&lower)
    });
    (!rows.is_empty()).then(|| table(rows.into_iter()))
}

/// The name and the summary of everything that has help.
fn everything() -> Vec<(String, String)> {
    let forms = QUESTION_FORMS.iter().map(|form| (form.usage.to_owned(), form.summary.to_owned()));
    let topics = forms.chain(SUFFIXES.iter().chain(CLAUSES).chain(GUIDES).map(row));
    let commands = COMMANDS.iter().map(|one| (usage(one), one.summary.to_owned()));
    let settings =
        SETTINGS.iter().map(|one| (format!(":set {}", one.name), one.summary.to_owned()));
    let functions = functions().map(|one| (format!("{}()", one.name), one.summary.to_owned()));
    let aggregates = aggregates().map(|one| (format!("{}()", one.name), one.summary.to_owned()));
    let procedures = procedures().map(|one| (one.name.to_string(), one.summary.to_string()));
    let errors = ERROR_CODES.iter().map(|code| (title(*code), code.explanation()));
    topics
        .chain(commands)
        .chain(settings)
        .chain(functions)
        .chain(aggregates)
        .chain(procedures)
        .chain(errors)
        .collect()
}

/// The names that `:help` takes, for completion and near misses.
pub(in super::super) fn topics() -> Vec<String> {
    let openings = QUESTION_FORMS.iter().map(|form| form.opening);
    let mut names: Vec<String> = openings.map(str::to_owned).collect();
    names.extend(TABLES.iter().map(|table| (*table).to_owned()));
    names.extend(SUFFIXES.iter().chain(CLAUSES).chain(GUIDES).map(|topic| topic.name.to_owned()));
    names.extend(COMMANDS.iter().map(|command| command.name.to_owned()));
    names.extend(SETTINGS.iter().map(|setting| setting.name.to_owned()));
    names.extend(functions().map(|function| function.name.to_owned()));
    names.extend(aggregates().map(|aggregate| aggregate.name.to_owned()));
    names.extend(procedures().map(|procedure| procedure.name.to_string()));
    names.extend(ERROR_CODES.iter().map(|code| code.detail().to_owned()));
    names.retain(|name| !name.is_empty());
    names.sort();
    names.dedup();
    names
}

fn unknown(topic: &str) -> Error {
    let names = topics();
    let error = Error::new(ErrorCode::Usage, format!("`:help` knows nothing of `{topic}`"));
    error.with_help(match nearest(topic, names.iter().map(String::as_str)).first() {
        Some(best) => format!("did you mean `{best}`?"),
        None => "`:help` lists what there is".to_owned(),
    })
}
