//! Text to syntax tree. Knows neither the graph nor functions.

pub mod ast;

mod question;

pub use question::{QUESTION_FORMS, QuestionHelp, parse_question};
