//! What stands in for diagnostics and the lexer.
use crate::error::Error;
/// Interim.
pub(super) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Vec<String> {
    let alike = |one: &&str| one.bytes().zip(name.bytes()).filter(|(a, b)| a == b).count() > 2;
    candidates.into_iter().filter(alike).map(str::to_owned).collect()
}
/// Interim.
#[derive(Debug)]
pub(super) struct Origin<'a> {
    /// Interim.
    pub(super) name: Option<&'a str>,
    /// Interim.
    pub(super) start: usize,
}
/// Interim.
pub(super) fn report(error: &Error, _text: &str, _origin: Origin<'_>, _colored: bool) -> String {
    format!("error: {error}")
}

/// Interim.
pub(super) fn is_complete(text: &str) -> bool {
    !text.ends_with('(') && text.matches('(').count() == text.matches(')').count()
}
