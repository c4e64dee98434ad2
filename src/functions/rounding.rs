//! Rounding of floats to decimal places, on their shortest decimal notation.
//!
//! Scaling by a power of ten would round 1.005 to 1.0 and 1.115 to 1.11, as their binary neighbours
//! are smaller than what people wrote; the digits themselves round as on paper.

use crate::error::{Error, ErrorCode, Result};

/// Which neighbour is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    /// Towards positive infinity.
    Ceiling,
    /// Towards negative infinity.
    Floor,
    /// The nearer; a tie away from zero.
    HalfUp,
    /// The nearer; a tie towards zero.
    HalfDown,
    /// The nearer; a tie towards the even digit.
    HalfEven,
}

impl Mode {
    /// The mode of a name.
    pub(super) fn named(name: &str) -> Result<Self> {
        match name.to_uppercase().as_str() {
            "UP" => Ok(Self::Up),
            "DOWN" => Ok(Self::Down),
            "CEILING" => Ok(Self::Ceiling),
            "FLOOR" => Ok(Self::Floor),
            "HALF_UP" => Ok(Self::HalfUp),
            "HALF_DOWN" => Ok(Self::HalfDown),
            "HALF_EVEN" => Ok(Self::HalfEven),
            _ => Err(Error::new(
                ErrorCode::InvalidArgumentValue,
                format!("there is no way of rounding `{name}`"),
            )
            .with_help(
                "use `UP`, `DOWN`, `CEILING`, `FLOOR`, `HALF_UP`, `HALF_DOWN` or `HALF_EVEN`",
            )),
        }
    }

    /// Whether the digits that are cut off raise the last one that stays.
    fn raises(self, kept: &str, cut: &str, negative: bool) -> bool {
        let is_exact = cut.bytes().all(|digit| digit == b'0');
        let is_half = cut.bytes().next().is_some_and(|digit| digit >= b'5');
        let is_tie = cut.starts_with('5') && cut.bytes().skip(1).all(|digit| digit == b'0');
        match self {
            Self::Up => !is_exact,
            Self::Down => false,
            Self::Ceiling => !is_exact && !negative,
            Self::Floor => !is_exact && negative,
            Self::HalfDown => is_half && !is_tie,
            Self::HalfEven if is_tie => kept.bytes().last().is_some_and(|digit| digit % 2 == 1),
            Self::HalfUp | Self::HalfEven => is_half,
        }
    }
}

/// `number` with `precision` decimal places.
pub(super) fn round(number: f64, precision: usize, mode: Mode) -> f64 {
    let digits = format!("{}", number.abs());
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let Some((kept, cut)) = fraction.split_at_checked(precision).filter(|_| number.is_finite())
    else {
        return number;
    };
    let mut digits = format!("{whole}{kept}").into_bytes();
    let raises = mode.raises(&format!("{whole}{kept}"), cut, number < 0.0);
    if raises && !cut.is_empty() {
        raise(&mut digits);
    }
    let point = digits.len() - kept.len();
    digits.insert(point, b'.');
    let text = String::from_utf8(digits).unwrap_or_default();
    text.parse::<f64>().unwrap_or(number.abs()).copysign(number)
}

/// Adds one to the number of these digits.
fn raise(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}

#[cfg(test)]
mod tests {
    use super::{Mode, round};

    #[test]
    #[expect(clippy::float_cmp, reason = "rounding gives the float that is written so")]
    fn digits_round_as_on_paper() {
        assert_eq!(round(1.005, 2, Mode::HalfUp), 1.01);
        assert_eq!(round(1.249, 1, Mode::Down), 1.2);
        assert_eq!(round(-1.55, 1, Mode::HalfUp), -1.6);
        assert_eq!(round(-1.55, 1, Mode::HalfDown), -1.5);
        assert_eq!(round(-1.55, 1, Mode::Ceiling), -1.5);
        assert_eq!(round(1.25, 1, Mode::HalfEven), 1.2);
        assert_eq!(round(9.99, 1, Mode::Up), 10.0);
        assert_eq!(round(7.0, 3, Mode::Up), 7.0);
        assert_eq!(round(2.5, 0, Mode::HalfEven), 2.0);
        assert!(round(f64::NAN, 2, Mode::Up).is_nan());
    }
}
