//! How wide texts are, without any font: from a table of widths that common fonts stay within.
//!
//! Viewers choose the font, so widths are upper bounds of those in Noto Sans, `DejaVu` Sans, Arial and
//! Helvetica. Texts of other scripts are measured by their cells.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The widths of the characters from U+0020 to U+007E, in hundredths of the size of the font.
const ASCII: [u8; 95] = [
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 55, 84, 32, 36, 32, 37, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 34, 29, 66, 56, 91, 76,
    79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 37, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35,
    63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 55, 64, 84,
];

/// The width of a cell of other scripts, and of one of those with wide characters.
const CELL: f64 = 0.66;
const WIDE_CELL: f64 = 0.52;

/// The width of a text in a font of a size.
pub(in super::super) fn width(text: &str, size: f64) -> f64 {
    text.graphemes(true).map(|cluster| cluster_width(cluster) * size).sum()
}

/// The width of what a reader sees as one character, in sizes of the font.
fn cluster_width(cluster: &str) -> f64 {
    let first = cluster.bytes().next().unwrap_or(b' ');
    if let Some(hundredths) =
        first.checked_sub(b' ').and_then(|place| ASCII.get(usize::from(place)))
    {
        return f64::from(*hundredths) / 100.0;
    }
    match cluster.width() {
        0 => 0.0,
        1 => CELL,
        cells => WIDE_CELL * u32::try_from(cells).map_or(1.0, f64::from),
    }
}

/// A text in lines of at most a width, broken at blanks and where a word alone is too long; what is
/// more than `most` lines gives way to `…`.
pub(in super::super) fn wrap(text: &str, size: f64, limit: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        lines.push(String::new());
        for word in paragraph.split_word_bounds() {
            add_word(&mut lines, word, size, limit);
        }
    }
    let mut lines: Vec<String> =
        lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = cut(&format!("{last}…"), size, limit);
        }
    }
    lines
}

/// Puts a word at the end of the last line, or on new ones.
fn add_word(lines: &mut Vec<String>, word: &str, size: f64, limit: f64) {
    let room = |line: &String| limit - width(line, size);
    if lines
        .last()
        .is_some_and(|line| room(line) < width(word.trim_end(), size) && !line.is_empty())
    {
        lines.push(String::new());
    }
    for cluster in word.graphemes(true) {
        if lines.last().is_none_or(|line| room(line) < width(cluster, size)) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(cluster);
        }
    }
}

/// A text that ends in `…` where it is wider than the limit.
pub(in super::super) fn cut(text: &str, size: f64, limit: f64) -> String {
    if width(text, size) <= limit {
        return text.to_owned();
    }
    let mut kept = String::new();
    for cluster in text.graphemes(true) {
        if width(&kept, size) + width(cluster, size) + width("…", size) > limit {
            break;
        }
        kept.push_str(cluster);
    }
    format!("{}…", kept.trim_end_matches('…').trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_follow_scripts() {
        assert!(width("ill", 10.0) < width("mmm", 10.0));
        assert!((width("日本", 10.0) - 20.8).abs() < 0.01);
        assert_eq!(width("Те́рек", 10.0).to_bits(), width("Терек", 10.0).to_bits());
    }

    #[test]
    fn long_texts_break_at_blanks_and_end_in_an_ellipsis() {
        let lines = wrap("Japanese Forces in Siberia", 10.0, 90.0, 3);
        assert_eq!(lines, ["Japanese Forces", "in Siberia"]);
        assert_eq!(wrap("日本帝國陸軍", 10.0, 32.0, 3), ["日本帝", "國陸軍"]);
        let cut = wrap("one two three four five six seven", 10.0, 40.0, 2);
        assert_eq!(cut.len(), 2);
        assert!(cut[1].ends_with('…'), "{cut:?}");
        assert!(wrap(" \n ", 10.0, 40.0, 2).is_empty());
    }
}
