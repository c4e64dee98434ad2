//! The shell: questions, Cypher and commands from a terminal, a script or the command line.
//!
//! It talks to a [`Session`](crate::database::Session), to the tables of functions, settings and
//! commands, to `syntax` for what a half-typed text means, and to `render` for how results look.
//! It holds no query logic. This is the only folder that names the line editor.
//!
//! Text comes in by [`Shell::run_text`], which cuts it into [inputs](input), each in one of three
//! languages. [`run()`] decides where the text comes from. To add a command or a setting: one row in
//! [`COMMANDS`] or [`SETTINGS`].

mod arguments;
mod batch;
mod command;
mod complete;
mod confirm;
mod continuation;
mod find;
mod greeting;
mod helper;
mod highlight;
mod hint;
mod history;
pub mod input;
mod interrupt;
mod load;
mod marks;
mod opened;
mod pager;
mod progress;
mod repl;
mod report;
mod run;
mod setting;
mod show;
mod state;
mod status;
mod store;
mod terminal;
mod topic;
mod validate;

pub use arguments::{
    Action, Arguments, Bounds, Color, CompletedShell, Export, Import, Serve, Work,
};
pub use batch::{bounded_session, run, tell};
pub use command::{COMMANDS, Command, Takes};
pub use opened::Opened;
pub use pager::Paging;
pub use run::Flow;
pub use setting::{SETTINGS, Setting, Settings};
pub use state::Shell;
pub use status::Status;
pub use terminal::Terminal;
