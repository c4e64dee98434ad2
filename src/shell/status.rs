//! How the command ends.

use std::process::ExitCode;

use crate::error::Error;

/// How the command ends, with the number that tells the caller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Everything went well.
    #[default]
    Fine,
    /// A statement, question or shell command failed.
    Failed,
    /// The command line is wrong.
    WrongUsage,
    /// A file can't be read or written.
    FileFault,
    /// A store is locked or damaged.
    StoreFault,
    /// A statement needed more time or memory than it was given.
    LimitExceeded,
    /// Somebody pressed Ctrl-C.
    Interrupted,
}

impl Status {
    /// How the command ends if this error ended it.
    #[must_use]
    pub fn of(error: &Error) -> Self {
        let code = error.code();
        match (code.class(), code.detail()) {
            ("UsageError", _) => Self::WrongUsage,
            (_, "StoreDamaged" | "Locked") => Self::StoreFault,
            ("FileError", _) => Self::FileFault,
            ("LimitExceeded", _) => Self::LimitExceeded,
            ("Interrupted", _) => Self::Interrupted,
            _ => Self::Failed,
        }
    }

    /// The number of the exit code.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Failed => 1,
            Self::WrongUsage => 2,
            Self::FileFault => 3,
            Self::StoreFault => 4,
            Self::LimitExceeded => 5,
            Self::Interrupted => 130,
        }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn errors_have_exit_codes() {
        let code = |code| Status::of(&Error::new(code, "")).code();
        assert_eq!(code(ErrorCode::UnexpectedSyntax), 1);
        assert_eq!(code(ErrorCode::Usage), 2);
        assert_eq!(code(ErrorCode::FileAccess), 3);
        assert_eq!(code(ErrorCode::FileFormat), 3);
        assert_eq!(code(ErrorCode::StoreDamaged), 4);
        assert_eq!(code(ErrorCode::Locked), 4);
        assert_eq!(code(ErrorCode::TimeLimitExceeded), 5);
        assert_eq!(code(ErrorCode::MemoryLimitExceeded), 5);
        assert_eq!(code(ErrorCode::Cancelled), 130);
    }
}
