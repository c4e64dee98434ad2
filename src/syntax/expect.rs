//! What may stand at a place of a text: the base of error messages and of completion.
//!
//! The text is cut at the place and ended with a character that no token begins with; what pest tried
//! there is what it would have taken. Names that it would have taken are among the tokens too,
//! because the grammar tries `"\u{00}kind"` where a name is not found.

use std::sync::{Mutex, PoisonError};

use pest::Parser;
use pest::error::Error as Failure;

use super::grammar::{CypherGrammar, Rule, limit_steps};
use super::keyword::keyword;
use super::scan::{Mark, Scanner};

/// With more open brackets than this, pest may have to read what is in them too often to be asked.
const OPEN_BRACKETS_LIMIT: usize = 12;

/// What the grammar would take at a place.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// Words of the language, as they are shown.
    pub(super) keywords: Vec<&'static str>,
    /// Kinds of names, by the words that the grammar has for them.
    pub(super) kinds: Vec<String>,
    /// Brackets, operators and the like.
    pub(super) signs: Vec<String>,
}

impl Wanted {
    /// Whether a name or value of this kind may stand here.
    pub(super) fn has_kind(&self, kind: &str) -> bool {
        self.kinds.iter().any(|other| other == kind)
    }

    /// Whether this sign may stand here.
    pub(super) fn has_sign(&self, sign: &str) -> bool {
        self.signs.iter().any(|other| other == sign)
    }

    fn add(&mut self, token: &str) {
        if let Some(kind) = token.strip_prefix('\0') {
            self.kinds.push(kind.to_owned());
        } else if let Some(word) = keyword(token) {
            self.keywords.push(word);
        } else if !token.contains(char::is_alphanumeric) && is_shown(token) {
            self.signs.push(token.to_owned());
        }
    }
}

/// Whether a sign is one that a user would type: pest also names ranges of characters and comments.
fn is_shown(sign: &str) -> bool {
    sign.is_ascii()
        && !sign.contains(char::is_whitespace)
        && !sign.contains(char::is_control)
        && !matches!(sign, "/" | "//" | "/*" | "*/" | "_" | "\\" | "<>" | "")
        && (sign == ".." || !sign.contains(".."))
}

/// What the grammar would take where `before` ends; nothing if `before` is wrong itself.
pub(super) fn wanted(before: &str) -> Wanted {
    let mut wanted = Wanted::default();
    if open_brackets(before) > OPEN_BRACKETS_LIMIT {
        return wanted;
    }
    let Err(failure) = parse_in_detail(&format!("{before}\0")) else {
        return wanted;
    };
    let Some(attempts) = failure.parse_attempts() else {
        return wanted;
    };
    if attempts.max_position == before.len() {
        for token in attempts.expected_tokens() {
            wanted.add(&token.to_string());
        }
    }
    wanted
}

/// The farthest place that the parser reached before it failed.
pub(super) fn farthest(text: &str) -> Option<usize> {
    let failure = parse_in_detail(text).err()?;
    failure.parse_attempts().map(|attempts| attempts.max_position)
}

fn open_brackets(text: &str) -> usize {
    Scanner::new(text).fold(0, |open: usize, (mark, _)| match mark {
        Mark::Open(_) => open + 1,
        Mark::Close(_) => open.saturating_sub(1),
        Mark::Semicolon | Mark::Comment | Mark::Quoted | Mark::Unclosed(_) | Mark::Other => open,
    })
}

/// Parses while pest keeps what it tried. That is a switch of the whole process, so only one thread
/// turns it at a time; another that parses meanwhile is only slower.
fn parse_in_detail(text: &str) -> Result<(), Box<Failure<Rule>>> {
    static SWITCH: Mutex<()> = Mutex::new(());
    limit_steps();
    let guard = SWITCH.lock().unwrap_or_else(PoisonError::into_inner);
    pest::set_error_detail(true);
    let parsed = CypherGrammar::parse(Rule::statement, text).map(drop).map_err(Box::new);
    pest::set_error_detail(false);
    drop(guard);
    parsed
}
