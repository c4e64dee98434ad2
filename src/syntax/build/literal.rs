//! Numbers and texts.

use crate::error::{Error, ErrorCode, Result, Span};
use crate::syntax::ast::Literal;

/// The sign that stands before a number; it is read together with it, since the least integer has no
/// positive twin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Plus,
    Minus,
}

/// Reads a number.
///
/// # Errors
///
/// `InvalidNumberLiteral` for letters that the number does not have, `IntegerOverflow` and
/// `FloatingPointOverflow` for what is too large.
pub(super) fn number(text: &str, sign: Sign, span: Span) -> Result<Literal> {
    let digits = text.replace('_', "").to_ascii_lowercase();
    if text.ends_with('_') {
        return Err(invalid_number(text, span));
    }
    if let Some(digits) = digits.strip_prefix("0x") {
        integer(digits, 16, sign, text, span)
    } else if let Some(digits) = digits.strip_prefix("0o") {
        integer(digits, 8, sign, text, span)
    } else if digits.contains(['.', 'e']) {
        float(&digits, sign, text, span)
    } else if digits.len() > 1
        && digits.starts_with('0')
        && digits.bytes().all(|b| b.is_ascii_digit())
    {
        let help = format!("an octal number is written `0o{}`", digits.trim_start_matches('0'));
        Err(invalid_number(text, span).with_help(help))
    } else {
        integer(&digits, 10, sign, text, span)
    }
}

fn integer(digits: &str, radix: u32, sign: Sign, text: &str, span: Span) -> Result<Literal> {
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Err(invalid_number(text, span));
    }
    let magnitude = u64::from_str_radix(digits, radix).map_err(|_| too_large(text, span))?;
    let value = match sign {
        Sign::Plus => i64::try_from(magnitude).ok(),
        Sign::Minus => 0_i64.checked_sub_unsigned(magnitude),
    };
    value.map(Literal::Integer).ok_or_else(|| too_large(text, span))
}

fn float(digits: &str, sign: Sign, text: &str, span: Span) -> Result<Literal> {
    let magnitude: f64 = digits.parse().map_err(|_| invalid_number(text, span))?;
    if magnitude.is_infinite() {
        let message = format!("`{text}` is larger than the largest float, 1.7976931348623157e308");
        return Err(Error::new(ErrorCode::FloatingPointOverflow, message).at(span));
    }
    Ok(Literal::Float(if sign == Sign::Minus { -magnitude } else { magnitude }))
}

/// Reads a count, as in `*1..3` and `{2}`.
///
/// # Errors
///
/// `IntegerOverflow` above 64 bits.
pub(super) fn count(text: &str, span: Span) -> Result<u64> {
    text.replace('_', "").parse().map_err(|_| too_large(text, span))
}

fn invalid_number(text: &str, span: Span) -> Error {
    Error::new(ErrorCode::InvalidNumberLiteral, format!("`{text}` is not a number")).at(span)
}

fn too_large(text: &str, span: Span) -> Error {
    let message = format!("`{text}` is outside of the 64 bits that an integer has");
    Error::new(ErrorCode::IntegerOverflow, message)
        .at(span)
        .with_help("write it as a float or a text")
}

/// Reads a text with its quotes.
///
/// # Errors
///
/// `InvalidUnicodeLiteral` for `\u` and `\U` that name no character, `UnexpectedSyntax` for an unknown
/// escape.
pub(super) fn string(text: &str, span: Span) -> Result<String> {
    let inside = text.get(1..text.len() - 1).unwrap_or_default();
    if !inside.contains('\\') {
        return Ok(inside.to_owned());
    }
    Unescape { inside, start: span.start + 1, at: 0, read: String::with_capacity(inside.len()) }
        .run()
}

/// Reads escapes one by one.
struct Unescape<'t> {
    inside: &'t str,
    start: usize,
    at: usize,
    read: String,
}

impl Unescape<'_> {
    fn run(mut self) -> Result<String> {
        while let Some(length) = self.rest().find('\\') {
            self.read.push_str(&self.inside[self.at..self.at + length]);
            self.at += length;
            let character = self.escape()?;
            self.read.push(character);
        }
        self.read.push_str(&self.inside[self.at..]);
        Ok(self.read)
    }

    fn rest(&self) -> &str {
        &self.inside[self.at..]
    }

    /// The character that the escape here means; goes on behind it.
    fn escape(&mut self) -> Result<char> {
        let escaped = self.rest().chars().nth(1).unwrap_or('\\');
        let plain = match escaped {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            '\\' | '\'' | '"' | '`' => escaped,
            'u' => return self.unicode(4),
            'U' => return self.unicode(8),
            _ => return Err(self.unknown_escape(escaped)),
        };
        self.at += 2;
        Ok(plain)
    }

    fn unicode(&mut self, digits: usize) -> Result<char> {
        let code = self.code(self.at, digits)?;
        let length = 2 + digits;
        if let Some(character) = char::from_u32(code) {
            self.at += length;
            return Ok(character);
        }
        let low = self.code(self.at + length, digits)?;
        let character =
            char::decode_utf16([code, low].map(|unit| u16::try_from(unit).unwrap_or(0)))
                .next()
                .and_then(Result::ok)
                .ok_or_else(|| self.invalid_unicode(digits))?;
        self.at += 2 * length;
        Ok(character)
    }

    /// The number in the `\u` escape at `at`.
    fn code(&self, at: usize, digits: usize) -> Result<u32> {
        self.inside
            .get(at + 2..at + 2 + digits)
            .filter(|code| {
                self.inside[at..].starts_with("\\u") || (digits == 8 && !code.is_empty())
            })
            .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .ok_or_else(|| self.invalid_unicode(digits))
    }

    fn invalid_unicode(&self, digits: usize) -> Error {
        let shown: String = self.rest().chars().take(2 + digits).collect();
        let message =
            format!("`{shown}` does not name a character, expected {digits} hexadecimal digits");
        Error::new(ErrorCode::InvalidUnicodeLiteral, message).at(self.span(shown.len()))
    }

    fn unknown_escape(&self, escaped: char) -> Error {
        Error::new(ErrorCode::UnexpectedSyntax, format!("unknown escape `\\{escaped}` in a text"))
            .at(self.span(1 + escaped.len_utf8()))
            .with_help("a backslash itself is written `\\\\`")
    }

    fn span(&self, length: usize) -> Span {
        Span::new(self.start + self.at, self.start + self.at + length)
    }
}
