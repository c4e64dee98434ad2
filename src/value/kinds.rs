//! Sets of kinds of values, as signatures and the binder's inference use them.

use std::fmt;
use std::ops::{BitAnd, BitOr, Not};

use super::Value;

/// A set of kinds of values. `null` belongs to every kind.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kinds(u32);

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $constant:ident = $bit:literal, $name:literal;)+) => {
        impl Kinds {
            $($(#[doc = $doc])+ pub const $constant: Self = Self(1 << $bit);)+
            const NAMES: &[(Self, &str)] = &[$((Self::$constant, $name)),+];
        }
    };
}

kinds! {
    /// Booleans.
    BOOLEAN = 0, "BOOLEAN";
    /// Integers.
    INTEGER = 1, "INTEGER";
    /// Floats.
    FLOAT = 2, "FLOAT";
    /// Texts.
    STRING = 3, "STRING";
    /// Lists.
    LIST = 4, "LIST";
    /// Maps.
    MAP = 5, "MAP";
    /// Nodes.
    NODE = 6, "NODE";
    /// Relationships.
    RELATIONSHIP = 7, "RELATIONSHIP";
    /// Paths.
    PATH = 8, "PATH";
    /// Dates.
    DATE = 9, "DATE";
    /// Times of day without a zone.
    LOCAL_TIME = 10, "LOCAL TIME";
    /// Times of day with a zone.
    TIME = 11, "ZONED TIME";
    /// Days and times without a zone.
    LOCAL_DATE_TIME = 12, "LOCAL DATETIME";
    /// Days and times with a zone.
    DATE_TIME = 13, "ZONED DATETIME";
    /// Durations.
    DURATION = 14, "DURATION";
    /// Points.
    POINT = 15, "POINT";
}

impl Kinds {
    /// No kind: only `null`.
    pub const NONE: Self = Self(0);
    /// Integers and floats.
    pub const NUMBER: Self = Self(Self::INTEGER.0 | Self::FLOAT.0);
    /// Nodes and relationships.
    pub const ENTITY: Self = Self(Self::NODE.0 | Self::RELATIONSHIP.0);
    /// Dates and times, with and without zone; not durations.
    pub const INSTANT: Self = Self(
        Self::DATE.0
            | Self::LOCAL_TIME.0
            | Self::TIME.0
            | Self::LOCAL_DATE_TIME.0
            | Self::DATE_TIME.0,
    );
    /// Everything of calendar and clock.
    pub const TEMPORAL: Self = Self(Self::INSTANT.0 | Self::DURATION.0);
    /// What has components: everything of calendar and clock, and points.
    pub const COMPONENTS: Self = Self(Self::TEMPORAL.0 | Self::POINT.0);
    /// Every kind.
    pub const ANY: Self = Self(0xffff);

    /// The kinds in either set; a constant form of `|`.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the sets share a kind.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether every kind of `other` is in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether only `null` is left.
    #[must_use]
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// The kinds of a type's name as `IS :: TYPE` gives it, such as `INTEGER` or `LIST<ANY>`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.split('<').next().unwrap_or(name).trim().to_uppercase();
        match name.as_str() {
            "ANY" | "ANY VALUE" | "PROPERTY VALUE" => Some(Self::ANY),
            "NULL" | "NOTHING" => Some(Self::NONE),
            "BOOL" => Some(Self::BOOLEAN),
            "INT" | "SIGNED INTEGER" | "INTEGER64" | "INT64" => Some(Self::INTEGER),
            "FLOAT64" | "DOUBLE" => Some(Self::FLOAT),
            "NUMBER" => Some(Self::NUMBER),
            "VARCHAR" => Some(Self::STRING),
            "ARRAY" => Some(Self::LIST),
            "VERTEX" | "ANY NODE" => Some(Self::NODE),
            "EDGE" | "ANY EDGE" => Some(Self::RELATIONSHIP),
            "TIME WITHOUT TIME ZONE" | "TIME WITHOUT TIMEZONE" => Some(Self::LOCAL_TIME),
            "TIME" | "TIME WITH TIME ZONE" | "TIME WITH TIMEZONE" => Some(Self::TIME),
            "TIMESTAMP WITHOUT TIME ZONE" | "TIMESTAMP WITHOUT TIMEZONE" => {
                Some(Self::LOCAL_DATE_TIME)
            }
            "TIMESTAMP WITH TIME ZONE" | "TIMESTAMP WITH TIMEZONE" => Some(Self::DATE_TIME),
            _ => Self::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind),
        }
    }

    /// The kind of a value; [`Kinds::NONE`] for `null`.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NONE,
            Value::Boolean(_) => Self::BOOLEAN,
            Value::Integer(_) => Self::INTEGER,
            Value::Float(_) => Self::FLOAT,
            Value::String(_) => Self::STRING,
            Value::List(_) => Self::LIST,
            Value::Map(_) => Self::MAP,
            Value::Node(_) => Self::NODE,
            Value::Relationship(_) => Self::RELATIONSHIP,
            Value::Path(_) => Self::PATH,
            Value::Date(_) => Self::DATE,
            Value::LocalTime(_) => Self::LOCAL_TIME,
            Value::Time(_) => Self::TIME,
            Value::LocalDateTime(_) => Self::LOCAL_DATE_TIME,
            Value::DateTime(_) => Self::DATE_TIME,
            Value::Duration(_) => Self::DURATION,
            Value::Point(_) => Self::POINT,
        }
    }
}

impl BitOr for Kinds {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

impl BitAnd for Kinds {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl Not for Kinds {
    type Output = Self;

    fn not(self) -> Self {
        Self(!self.0) & Self::ANY
    }
}

impl fmt::Display for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::ANY => return f.write_str("ANY"),
            Self::NONE => return f.write_str("NULL"),
            Self::NUMBER => return f.write_str("NUMBER"),
            _ => {}
        }
        let names: Vec<_> =
            Self::NAMES.iter().filter(|(kind, _)| self.contains(*kind)).map(|(_, n)| *n).collect();
        f.write_str(&names.join(" | "))
    }
}

impl fmt::Debug for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kinds({self})")
    }
}
