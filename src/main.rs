//! The `amur` command: arguments in, exit code out.
//!
//! The shell does the work, and [`serve`] answers programs; here is decided which of them.

use std::io::{BufWriter, stdin, stdout};
use std::process::ExitCode;

use amur::serve::serve;
use amur::shell::{self, Action, Arguments, Serve, Status};

fn main() -> ExitCode {
    let arguments = match Arguments::of_process() {
        Ok(arguments) => arguments,
        Err(status) => return status.into(),
    };
    match arguments.action {
        Some(Action::Serve(action)) => answer_requests(&action).into(),
        _ => shell::run(arguments).into(),
    }
}

/// Serves programs until they close their end.
fn answer_requests(action: &Serve) -> Status {
    let mut session = match shell::bounded_session(&action.files, &action.bounds) {
        Ok(session) => session,
        Err(error) => return shell::tell(&error),
    };
    let served = serve(&mut session, &mut stdin().lock(), &mut BufWriter::new(stdout()));
    served.map_or(Status::FileFault, |()| Status::Fine)
}
