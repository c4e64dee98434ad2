//! The character sets of GEDCOM files.
//!
//! ANSEL (ANSI/NISO Z39.47) puts accents before their letters; here they come behind them, composed
//! where Unicode has a letter for both.

use encoding_rs::WINDOWS_1252;

use crate::value::normal::normalized;

/// How the bytes of a file are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Charset {
    /// UTF-8, and Windows-1252 where it is none.
    #[default]
    Utf8,
    /// ANSEL, of which ASCII is a part.
    Ansel,
    /// Windows-1252, which GEDCOM calls ANSI.
    Ansi,
}

impl Charset {
    /// The set that a file names in its head, if it is one of these.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name.trim().to_ascii_uppercase().as_str() {
            "ANSEL" => Some(Self::Ansel),
            "ANSI" | "WINDOWS-1252" | "CP1252" | "ISO-8859-1" | "LATIN1" => Some(Self::Ansi),
            "UTF-8" | "UTF8" | "UNICODE" | "UTF-16" | "ASCII" => Some(Self::Utf8),
            _ => None,
        }
    }

    /// The text of a line.
    pub(super) fn decode(self, bytes: &[u8]) -> String {
        if bytes.is_ascii() {
            return String::from_utf8_lossy(bytes).into_owned();
        }
        // Many files are in UTF-8, whatever their heads say.
        match (self, std::str::from_utf8(bytes)) {
            (Self::Utf8 | Self::Ansi, Ok(text)) => text.to_owned(),
            (Self::Utf8 | Self::Ansi, Err(_)) => {
                WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
            }
            (Self::Ansel, _) => ansel(bytes),
        }
    }
}

fn ansel(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut accents = Vec::new();
    for &byte in bytes {
        if let Some(accent) = accent(byte) {
            accents.push(accent);
            continue;
        }
        text.push(letter(byte));
        text.extend(accents.drain(..));
    }
    text.extend(accents);
    normalized(&text, "NFC").unwrap_or(text)
}

/// The accent that a byte stands for; those of two letters count for the first.
fn accent(byte: u8) -> Option<char> {
    const TABLE: [char; 31] = [
        '\u{309}', '\u{300}', '\u{301}', '\u{302}', '\u{303}', '\u{304}', '\u{306}', '\u{307}',
        '\u{308}', '\u{30c}', '\u{30a}', '\u{fe20}', '\u{fe21}', '\u{315}', '\u{30b}', '\u{310}',
        '\u{327}', '\u{328}', '\u{323}', '\u{324}', '\u{325}', '\u{333}', '\u{332}', '\u{326}',
        '\u{31c}', '\u{32e}', '\u{fe22}', '\u{fe23}', '\u{338}', '\u{338}', '\u{313}',
    ];
    TABLE.get(usize::from(byte.checked_sub(0xe0)?)).copied()
}

fn letter(byte: u8) -> char {
    const UPPER: [char; 14] =
        ['Ł', 'Ø', 'Đ', 'Þ', 'Æ', 'Œ', 'ʹ', '·', '♭', '®', '±', 'Ơ', 'Ư', 'ʼ'];
    const LOWER: [char; 14] =
        ['ʻ', 'ł', 'ø', 'đ', 'þ', 'æ', 'œ', 'ʺ', 'ı', '£', 'ð', '\u{fffd}', 'ơ', 'ư'];
    const SIGNS: [char; 9] = ['°', 'ℓ', '℗', '©', '♯', '¿', '¡', 'ß', '€'];
    let found = match byte {
        0..=0x7f => Some(char::from(byte)),
        0xa1..=0xae => UPPER.get(usize::from(byte - 0xa1)).copied(),
        0xb0..=0xbd => LOWER.get(usize::from(byte - 0xb0)).copied(),
        0xc0..=0xc8 => SIGNS.get(usize::from(byte - 0xc0)).copied(),
        0xcf => Some('ß'),
        _ => None,
    };
    found.unwrap_or('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_move_behind_their_letters() {
        assert_eq!(
            Charset::Ansel.decode(b"Kol\xe9cak, M\xe8uller, \xb2re, \xcf"),
            "Kolčak, Müller, øre, ß"
        );
        assert_eq!(Charset::Ansi.decode(b"M\xfcller"), "Müller");
        assert_eq!(Charset::Utf8.decode("Kolčak".as_bytes()), "Kolčak");
    }
}
