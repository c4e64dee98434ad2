//! What `SQLite` reports, in the words of Amur.

use std::path::Path;

use rusqlite::ffi::ErrorCode as Code;

use crate::error::{Error, ErrorCode};

/// What is told of a fault that the library reports about the store at `path`.
pub(super) fn told(path: &Path, fault: rusqlite::Error) -> Error {
    let shown = path.display();
    let error = match fault.sqlite_error_code() {
        Some(Code::DatabaseBusy | Code::DatabaseLocked) => {
            Error::new(ErrorCode::Locked, format!("`{shown}` is locked by another process"))
                .with_help("end the program that is writing to it, or wait, then try again")
        }
        Some(Code::DiskFull) => unwritten(path, "the disk is full"),
        Some(Code::ReadOnly) => unwritten(path, "it may only be read"),
        Some(Code::SystemIoFailure | Code::FileLockingProtocolFailed) => unwritten(
            path,
            "the system can't read or write the file, or not as much of it as is needed",
        ),
        Some(Code::CannotOpen | Code::PermissionDenied | Code::AuthorizationForStatementDenied) => {
            Error::new(ErrorCode::FileAccess, format!("`{shown}` can't be opened"))
                .with_help("it and its folder need the right to be read, and to be written too")
        }
        Some(Code::OutOfMemory) => {
            Error::new(ErrorCode::MemoryLimitExceeded, format!("there is no memory for `{shown}`"))
        }
        Some(Code::NotADatabase) => no_store(path),
        _ => damaged(path, &fault.to_string()),
    };
    error.caused_by(fault)
}

fn unwritten(path: &Path, reason: &str) -> Error {
    let message = format!("`{}` can't be written: {reason}", path.display());
    Error::new(ErrorCode::FileAccess, message)
        .with_help("the transaction is undone, and what was committed before it is safe")
}

/// The file is a store no longer, or not wholly.
pub(super) fn damaged(path: &Path, reason: &str) -> Error {
    let shown = path.display();
    Error::new(ErrorCode::StoreDamaged, format!("`{shown}` is damaged: {reason}")).with_help(
        format!("`amur check {shown}` tells what is lost, `amur export {shown}` saves the rest"),
    )
}

/// An error that was found in a part of a store; what it says already is kept.
pub(super) fn in_part(path: &Path, part: &str, error: Error) -> Error {
    let shown = path.display();
    let help = error.help().map(str::to_owned);
    match help {
        Some(help) => Error::new(error.code(), format!("`{shown}`: {}", error.message()))
            .with_help(help)
            .caused_by(error),
        None => damaged(path, &format!("{part}: {}", error.message())).caused_by(error),
    }
}

/// The file is something else.
pub(super) fn no_store(path: &Path) -> Error {
    let message = format!("`{}` is no store of Amur", path.display());
    Error::new(ErrorCode::FileFormat, message).with_help(
        "graphs in other formats need their own endings, such as `.json`; if it was a store, its \
         beginning is destroyed and only a copy can help",
    )
}
