//! Statements that would take much away ask first.

use super::input::{Language, language};
use super::state::Shell;
use crate::database::{Counters, ResultSet};
use crate::error::Result;
use crate::syntax::{TokenKind, tokens};

/// How much may be taken away without a question.
const MOST: u64 = 10;

/// What asks the person at the keyboard: yes or no.
pub(super) type Ask = Box<dyn FnMut(&str) -> bool>;

impl Shell {
    /// Whether a statement has to be looked at before its changes stay.
    pub(super) fn is_to_be_confirmed(&self, text: &str) -> bool {
        self.settings.confirm
            && self.ask.is_some()
            && !self.session.is_in_transaction()
            && takes_away(text)
    }

    /// Runs a statement, and undoes it if it takes much away and whoever types does not want that;
    /// then there is no result.
    pub(super) fn run_confirmed(&mut self, text: &str) -> Result<Option<ResultSet>> {
        self.session.begin()?;
        let outcome = self.while_stoppable(|shell| shell.session.run(text, &shell.parameters));
        let result = match outcome {
            Ok(result) => result,
            Err(error) => {
                self.session.rollback()?;
                return Err(error);
            }
        };
        let (count, losses) = losses(result.counters());
        if count > MOST && !self.confirms(&format!("{losses}; is that meant?")) {
            self.session.rollback()?;
            self.note("nothing was changed");
            return Ok(None);
        }
        self.session.commit()?;
        Ok(Some(result))
    }

    fn confirms(&mut self, question: &str) -> bool {
        self.ask.as_mut().is_none_or(|ask| ask(question))
    }
}

/// Whether a statement has a word that takes something away, and does more than explain itself.
fn takes_away(text: &str) -> bool {
    let is_one = |word: &str| ["delete", "remove"].iter().any(|one| one.eq_ignore_ascii_case(word));
    language(text) == Language::Cypher
        && tokens(text).iter().any(|token| {
            let word = text.get(token.span.start..token.span.end).unwrap_or_default();
            token.kind == TokenKind::Keyword && is_one(word)
        })
}

/// How much a statement took away, and that in words.
fn losses(counters: &Counters) -> (u64, String) {
    let lost = [
        ("nodes deleted", counters.nodes_deleted),
        ("relationships deleted", counters.relationships_deleted),
        ("labels removed", counters.labels_removed),
        ("properties set", counters.properties_set),
    ];
    let words: Vec<String> = lost
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(words, count)| super::show::change(words, *count))
        .collect();
    (lost.iter().map(|(_, count)| count).sum(), words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::takes_away;

    #[test]
    fn what_takes_away_is_told_by_its_words() {
        assert!(takes_away("MATCH (n) DETACH DELETE n"));
        assert!(takes_away("match (n) remove n.x"));
        assert!(!takes_away("MATCH (n {name: 'delete'}) RETURN n.remove"));
        assert!(!takes_away("about Delete"));
    }
}
