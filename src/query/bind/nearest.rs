//! temporary
pub(super) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Vec<String> {
    let _ = (name, candidates.into_iter().count());
    Vec::new()
}
