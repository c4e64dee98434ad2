//! The one error type of the library, its codes and the spans that point into a text.
//!
//! A code says what kind of failure it is, in the words of the openCypher conformance suite where
//! that has a word for it. To add a code: one row in [`ERROR_CODES`]'s macro below; its explanation
//! is what `:help CODE` shows.

use std::fmt;

/// The result of everything in Amur that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A stretch of a text, in bytes, from `start` up to but not including `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// When an error is found: before anything runs, or while rows flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// While the text is parsed, bound and planned.
    Compile,
    /// While the statement runs.
    Runtime,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Compile => "compile",
            Self::Runtime => "runtime",
        })
    }
}

macro_rules! error_codes {
    ($($(#[doc = $explanation:literal])+ $variant:ident: $class:literal, $phase:ident, $detail:literal;)+) => {
        /// What kind of failure an [`Error`] is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ErrorCode {
            $($(#[doc = $explanation])+ $variant,)+
        }

        /// Every error code, in the order of the table.
        pub const ERROR_CODES: &[ErrorCode] = &[$(ErrorCode::$variant),+];

        impl ErrorCode {
            /// The class of the error, such as `SyntaxError` or `TypeError`.
            #[must_use]
            pub const fn class(self) -> &'static str {
                match self { $(Self::$variant => $class,)+ }
            }

            /// The phase in which it is found, where the error does not say otherwise.
            #[must_use]
            pub const fn phase(self) -> Phase {
                match self { $(Self::$variant => Phase::$phase,)+ }
            }

            /// The detail of the error, such as `UndefinedVariable`.
            #[must_use]
            pub const fn detail(self) -> &'static str {
                match self { $(Self::$variant => $detail,)+ }
            }

            /// What the code means and what to do about it.
            #[must_use]
            pub fn explanation(self) -> String {
                let text: &[&str] = match self { $(Self::$variant => &[$($explanation),+],)+ };
                text.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
            }
        }
    };
}

error_codes! {
    /// The text is not a statement of the language: a word, bracket or operator stands where it can't.
    UnexpectedSyntax: "SyntaxError", Compile, "UnexpectedSyntax";
    /// A name is used that no clause before it has bound.
    UndefinedVariable: "SyntaxError", Compile, "UndefinedVariable";
    /// A variable is bound a second time where a new one is needed.
    VariableAlreadyBound: "SyntaxError", Compile, "VariableAlreadyBound";
    /// A variable is used as another kind of thing than it was bound to.
    VariableTypeConflict: "SyntaxError", Compile, "VariableTypeConflict";
    /// A function or operator is given an argument of a type that it can't take.
    InvalidArgumentType: "SyntaxError", Compile, "InvalidArgumentType";
    /// A function is called with too few or too many arguments.
    InvalidNumberOfArguments: "SyntaxError", Compile, "InvalidNumberOfArguments";
    /// No function has this name.
    UnknownFunction: "SyntaxError", Compile, "UnknownFunction";
    /// A number can't be read, for instance because of a digit that its base does not have.
    InvalidNumberLiteral: "SyntaxError", Compile, "InvalidNumberLiteral";
    /// An integer literal lies outside of the 64 bits that an integer has.
    IntegerOverflow: "SyntaxError", Compile, "IntegerOverflow";
    /// A floating-point literal is larger than the largest number that a float can hold.
    FloatingPointOverflow: "SyntaxError", Compile, "FloatingPointOverflow";
    /// A `\u` escape in a string does not name a character.
    InvalidUnicodeLiteral: "SyntaxError", Compile, "InvalidUnicodeLiteral";
    /// A character that looks like an operator, but is not one, stands in the text.
    InvalidUnicodeCharacter: "SyntaxError", Compile, "InvalidUnicodeCharacter";
    /// A negative number stands where a count is needed, as after `SKIP` and `LIMIT`.
    NegativeIntegerArgument: "SyntaxError", Compile, "NegativeIntegerArgument";
    /// A value that must not depend on rows, as after `SKIP` and `LIMIT`, mentions a variable.
    NonConstantExpression: "SyntaxError", Compile, "NonConstantExpression";
    /// A relationship is created or merged with no type, or with more than one.
    NoSingleRelationshipType: "SyntaxError", Compile, "NoSingleRelationshipType";
    /// A relationship is created or merged without a direction.
    RequiresDirectedRelationship: "SyntaxError", Compile, "RequiresDirectedRelationship";
    /// A parameter stands where the language needs a literal, as for the properties of a pattern.
    InvalidParameterUse: "SyntaxError", Compile, "InvalidParameterUse";
    /// An expression mixes an aggregate with something that is not a grouping key.
    AmbiguousAggregationExpression: "SyntaxError", Compile, "AmbiguousAggregationExpression";
    /// An aggregate stands where rows are not grouped, as in `WHERE`.
    InvalidAggregation: "SyntaxError", Compile, "InvalidAggregation";
    /// An aggregate stands inside of another aggregate.
    NestedAggregation: "SyntaxError", Compile, "NestedAggregation";
    /// A relationship pattern says something that can't be.
    InvalidRelationshipPattern: "SyntaxError", Compile, "InvalidRelationshipPattern";
    /// The same relationship variable stands twice in one pattern.
    RelationshipUniquenessViolation: "SyntaxError", Compile, "RelationshipUniquenessViolation";
    /// `DELETE` is given something that can't be deleted; labels and properties are removed by `REMOVE`.
    InvalidDelete: "SyntaxError", Compile, "InvalidDelete";
    /// Clauses follow each other in an order that the language does not have.
    InvalidClauseComposition: "SyntaxError", Compile, "InvalidClauseComposition";
    /// The parts of a `UNION` return columns of different names.
    DifferentColumnsInUnion: "SyntaxError", Compile, "DifferentColumnsInUnion";
    /// Two columns of one `RETURN` or `WITH` have the same name.
    ColumnNameConflict: "SyntaxError", Compile, "ColumnNameConflict";
    /// `RETURN *` or `WITH *` where no variable is in scope.
    NoVariablesInScope: "SyntaxError", Compile, "NoVariablesInScope";
    /// An expression in `WITH` needs a name, given by `AS`.
    NoExpressionAlias: "SyntaxError", Compile, "NoExpressionAlias";
    /// A procedure's arguments are left out where it does not stand alone.
    InvalidArgumentPassingMode: "SyntaxError", Compile, "InvalidArgumentPassingMode";
    /// A relationship of variable length stands in `CREATE` or `MERGE`.
    CreatingVarLength: "SyntaxError", Compile, "CreatingVarLength";
    /// Brackets or operators are nested more deeply than the 200 levels that are read.
    NestedTooDeeply: "SyntaxError", Compile, "NestedTooDeeply";
    /// The text is longer than the 1 MiB that one statement may have.
    StatementTooLong: "SyntaxError", Compile, "StatementTooLong";
    /// The statement asks for something of other databases that Amur, with one graph, does not have.
    Unsupported: "SyntaxError", Compile, "Unsupported";
    /// No procedure has this name.
    ProcedureNotFound: "ProcedureError", Compile, "ProcedureNotFound";
    /// A procedure failed while it ran.
    ProcedureFailed: "ProcedureError", Runtime, "ProcedureFailed";
    /// A parameter of the statement was not given.
    MissingParameter: "ParameterMissing", Compile, "MissingParameter";
    /// A value is of a type that the function or operator can't take.
    TypeMismatch: "TypeError", Runtime, "InvalidArgumentType";
    /// A value is of the right type, but not one that the function can take.
    InvalidArgumentValue: "TypeError", Runtime, "InvalidArgumentValue";
    /// A list is indexed by something that is not an integer.
    ListElementAccessByNonInteger: "TypeError", Runtime, "ListElementAccessByNonInteger";
    /// A map is indexed by something that is not a string.
    MapElementAccessByNonString: "TypeError", Runtime, "MapElementAccessByNonString";
    /// Something that is neither a list, a map nor an entity is indexed.
    InvalidElementAccess: "TypeError", Runtime, "InvalidElementAccess";
    /// A property can't hold this value: maps, entities and lists of them are not property values.
    InvalidPropertyType: "TypeError", Runtime, "InvalidPropertyType";
    /// A number lies outside of the range that the function can take.
    NumberOutOfRange: "ArgumentError", Runtime, "NumberOutOfRange";
    /// An argument is not one of those that the function can take.
    InvalidArgument: "ArgumentError", Runtime, "InvalidArgumentType";
    /// A date, time or duration can't be read or does not exist.
    InvalidTemporalValue: "ArgumentError", Runtime, "InvalidTemporalValue";
    /// The result of integer arithmetic does not fit in 64 bits.
    ArithmeticOverflow: "ArithmeticError", Runtime, "IntegerOverflow";
    /// An integer is divided by zero.
    DivisionByZero: "ArithmeticError", Runtime, "DivisionByZero";
    /// A node or relationship that this statement deleted is read.
    DeletedEntityAccess: "EntityNotFound", Runtime, "DeletedEntityAccess";
    /// A node that still has relationships is deleted without `DETACH`.
    DeleteConnectedNode: "ConstraintVerificationFailed", Runtime, "DeleteConnectedNode";
    /// `MERGE` would find what the same `MERGE` has made, or a property of a merged pattern is null.
    MergeReadOwnWrites: "SemanticError", Runtime, "MergeReadOwnWrites";
    /// A change would break a constraint of the graph.
    ConstraintViolated: "ConstraintValidationFailed", Runtime, "ConstraintViolated";
    /// The index or constraint to create is there already, or the one to drop is not.
    SchemaConflict: "SchemaError", Runtime, "SchemaConflict";
    /// No node of the graph has the name that the question mentions.
    UnknownName: "QuestionError", Compile, "UnknownName";
    /// Several nodes of the graph fit the name that the question mentions.
    AmbiguousName: "QuestionError", Compile, "AmbiguousName";
    /// No relationship type of the graph fits the verb of the question.
    UnknownVerb: "QuestionError", Compile, "UnknownVerb";
    /// No node of the graph has the label that the question mentions.
    UnknownLabel: "QuestionError", Compile, "UnknownLabel";
    /// The question asks for the reasons of an answer, but none has been given yet.
    NothingAnswered: "QuestionError", Compile, "NothingAnswered";
    /// A date is not one of those that EDTF (ISO 8601-2, level 1) describes.
    InvalidDate: "QuestionError", Compile, "InvalidDate";
    /// The statement was stopped from outside, for instance by Ctrl-C.
    Cancelled: "Interrupted", Runtime, "Cancelled";
    /// The statement took longer than the time it was given.
    TimeLimitExceeded: "LimitExceeded", Runtime, "TimeLimitExceeded";
    /// The statement needed more memory than it was given.
    MemoryLimitExceeded: "LimitExceeded", Runtime, "MemoryLimitExceeded";
    /// The graph can't hold more nodes, relationships or names.
    GraphFull: "LimitExceeded", Runtime, "GraphFull";
    /// The session may only read.
    ReadOnly: "AccessError", Runtime, "ReadOnly";
    /// A transaction was begun inside of another, or ended where none was begun.
    TransactionState: "TransactionError", Runtime, "TransactionState";
    /// Another session is writing and did not end in the time that this one waits.
    Locked: "TransactionError", Runtime, "Locked";
    /// A file can't be opened, read or written.
    FileAccess: "FileError", Runtime, "FileAccess";
    /// A file's content is not what its format says.
    FileFormat: "FileError", Runtime, "FileFormat";
    /// A store's file is damaged or was written by a newer version.
    StoreDamaged: "FileError", Runtime, "StoreDamaged";
    /// The command line or a shell command is not one that Amur knows, or lacks an argument.
    Usage: "UsageError", Compile, "Usage";
}

/// What went wrong, where, and what to do about it. One word wide.
#[derive(Debug)]
pub struct Error(Box<Fault>);

#[derive(Debug)]
struct Fault {
    code: ErrorCode,
    phase: Phase,
    message: String,
    span: Option<Span>,
    help: Option<String>,
    others: Vec<Error>,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of the given kind; the message is lower case and has no full stop.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self(Box::new(Fault {
            code,
            phase: code.phase(),
            message: message.into(),
            span: None,
            help: None,
            others: Vec::new(),
            cause: None,
        }))
    }

    /// The same error, pointing at `span` of the statement's text.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.0.span = Some(span);
        self
    }

    /// The same error, pointing at `span` unless it points somewhere already.
    #[must_use]
    pub fn or_at(mut self, span: Span) -> Self {
        self.0.span.get_or_insert(span);
        self
    }

    /// The same error with an advice: what to do, or the nearest name.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// The same error, found in another phase than its code says.
    #[must_use]
    pub fn in_phase(mut self, phase: Phase) -> Self {
        self.0.phase = phase;
        self
    }

    /// The same error with what caused it.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// The first of several errors, carrying the others; `None` if there are none.
    #[must_use]
    pub fn join(errors: Vec<Self>) -> Option<Self> {
        let mut errors = errors.into_iter();
        let mut first = errors.next()?;
        first.0.others.extend(errors);
        Some(first)
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// When it was found.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.0.phase
    }

    /// What was found and what was expected, in one line.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The place in the statement's text, where there is one.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.0.span
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// The further errors that were found in the same statement.
    #[must_use]
    pub fn others(&self) -> &[Self] {
        &self.0.others
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        self.0.help.as_ref().map_or(Ok(()), |help| write!(f, " ({help})"))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.as_deref().map(|cause| cause as _)
    }
}
