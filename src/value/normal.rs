//! The normal forms of Unicode (UAX #15).

use unicode_normalization::UnicodeNormalization;

/// A text in the normal form of a name: `NFC`, `NFD`, `NFKC` or `NFKD`; `None` for another name.
#[must_use]
pub fn normalized(text: &str, form: &str) -> Option<String> {
    match form.to_ascii_uppercase().as_str() {
        "NFC" => Some(text.nfc().collect()),
        "NFD" => Some(text.nfd().collect()),
        "NFKC" => Some(text.nfkc().collect()),
        "NFKD" => Some(text.nfkd().collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::normalized;

    #[test]
    fn marks_are_put_together_and_taken_apart() {
        assert_eq!(normalized("o\u{304}", "NFC").as_deref(), Some("ō"));
        assert_eq!(normalized("ō", "nfd").as_deref(), Some("o\u{304}"));
        assert_eq!(normalized("a", "NFX"), None);
    }
}
