//! The nearest spelling, with a limit: what is farther off costs nothing.

/// How many letters two texts are apart: inserted, lost, changed or exchanged with their neighbour
/// (optimal string alignment). Nothing if they are farther apart than `limit`.
pub(super) fn distance(one: &str, other: &str, limit: usize) -> Option<usize> {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    if one.len().abs_diff(other.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut next = Vec::with_capacity(last.len());
        next.push(row + 1);
        for (column, wanted) in other.iter().enumerate() {
            let change = last[column] + usize::from(letter != wanted);
            let mut fewest = change.min(last[column + 1] + 1).min(next[column] + 1);
            let exchanged = row > 0
                && column > 0
                && one.get(row - 1) == Some(wanted)
                && other.get(column - 1) == Some(letter);
            if exchanged {
                fewest = fewest.min(before[column - 1] + 1);
            }
            next.push(fewest);
        }
        if next.iter().all(|distance| *distance > limit) {
            return None;
        }
        before = std::mem::replace(&mut last, next);
    }
    last.last().copied().filter(|distance| *distance <= limit)
}

/// How far a typed word may be from a name to be read as that name.
pub(super) fn close(word: &str) -> usize {
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// How far a typed word may be from a name that is suggested for it.
pub(super) fn near(word: &str) -> usize {
    match word.chars().count() {
        0..=4 => 1,
        5..=8 => 2,
        _ => 3,
    }
}

/// `A`, `A or B`, `A, B or C`, each in backticks.
pub(super) fn alternatives<S: AsRef<str>>(names: &[S]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{alternatives, distance};

    #[test]
    fn distances_have_a_limit() {
        assert_eq!(distance("kolchak", "kolchak", 2), Some(0));
        assert_eq!(distance("kolchack", "kolchak", 2), Some(1));
        assert_eq!(distance("kolhcak", "kolchak", 2), Some(1));
        assert_eq!(distance("japan", "kolchak", 2), None);
        assert_eq!(distance("", "ab", 2), Some(2));
    }

    #[test]
    fn alternatives_are_listed() {
        assert_eq!(alternatives(&["A", "B", "C"]), "`A`, `B` or `C`");
    }
}
