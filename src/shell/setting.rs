//! Settings: what `:set` shows and changes, one table row each.
//!
//! To add one: a row in [`SETTINGS`], and the field that it reads and writes.

use super::arguments::{duration, size};
use super::pager::Paging;
use super::state::Shell;
use crate::diagnostic::nearest;
use crate::error::{Error, ErrorCode, Result};

/// How results look, and what is told besides them.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Settings {
    /// The name of the format of results.
    pub format: String,
    /// Whether results have colours.
    pub is_colored: bool,
    /// Whether notes and errors have colours.
    pub notes_are_colored: bool,
    /// How many columns a table may take; as many as the terminal has if that is not said.
    pub width: Option<usize>,
    /// How many rows a table shows; of longer results, it shows the first and the last ones.
    pub rows: usize,
    /// Whether the footer says how long a statement took.
    pub timing: bool,
    /// Whether a result is followed by how many rows it has.
    pub footer: bool,
    /// Whether remarks, and what a statement changed, are told.
    pub notes: bool,
    /// Whether a failed statement is followed by the next one.
    pub keeps_going: bool,
    /// When results go through a pager.
    pub pager: Paging,
    /// Whether a statement that takes much away asks first, where somebody types.
    pub confirm: bool,
    /// Whether everything is told in plain lines, as a screen reader reads them best.
    pub plain: bool,
}

/// One setting.
#[derive(Debug)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// What it takes, in words.
    pub takes: &'static str,
    /// The values that completion offers.
    pub values: &'static [&'static str],
    /// What it does, in one line.
    pub summary: &'static str,
    /// Shows its value.
    pub(super) show: fn(&Shell) -> String,
    /// Changes it.
    pub(super) set: fn(&mut Shell, &str) -> Result<()>,
}

const SWITCH: &[&str] = &["on", "off"];

/// Every setting, in the order in which `:set` lists them.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "format",
        takes: "a format",
        values: &[],
        summary: "how results look",
        show: |shell| shell.settings.format.clone(),
        set: |shell, text| shell.set_format(text),
    },
    Setting {
        name: "rows",
        takes: "a number, or `all`",
        values: &["20", "40", "all"],
        summary: "how many rows a table shows",
        show: |shell| {
            show_limit((shell.settings.rows != usize::MAX).then_some(shell.settings.rows))
        },
        set: |shell, text| {
            shell.settings.rows = limit(text)?.unwrap_or(usize::MAX);
            Ok(())
        },
    },
    Setting {
        name: "width",
        takes: "a number of columns, or `auto`",
        values: &["auto", "80", "100", "120"],
        summary: "how wide a table may be; `auto` is as wide as the terminal",
        show: |shell| {
            shell.settings.width.map_or_else(|| "auto".to_owned(), |width| width.to_string())
        },
        set: |shell, text| {
            shell.settings.width = if text == "auto" { None } else { Some(number(text)?.max(20)) };
            Ok(())
        },
    },
    Setting {
        name: "color",
        takes: "on or off",
        values: SWITCH,
        summary: "whether there are colours",
        show: |shell| show_switch(shell.settings.is_colored),
        set: |shell, text| {
            shell.settings.is_colored = switch(text)?;
            shell.settings.notes_are_colored = shell.settings.is_colored;
            Ok(())
        },
    },
    Setting {
        name: "timing",
        takes: "on or off",
        values: SWITCH,
        summary: "whether the footer says how long a statement took",
        show: |shell| show_switch(shell.settings.timing),
        set: |shell, text| {
            shell.settings.timing = switch(text)?;
            Ok(())
        },
    },
    Setting {
        name: "footer",
        takes: "on or off",
        values: SWITCH,
        summary: "whether a result is followed by how many rows it has",
        show: |shell| show_switch(shell.settings.footer),
        set: |shell, text| {
            shell.settings.footer = switch(text)?;
            Ok(())
        },
    },
    Setting {
        name: "notes",
        takes: "on or off",
        values: SWITCH,
        summary: "whether remarks, and what a statement changed, are told",
        show: |shell| show_switch(shell.settings.notes),
        set: |shell, text| {
            shell.settings.notes = switch(text)?;
            Ok(())
        },
    },
    Setting {
        name: "pager",
        takes: "on, off, or `auto` for what is longer than the screen",
        values: &["on", "off", "auto"],
        summary: "whether results go through `$PAGER`",
        show: |shell| match shell.settings.pager {
            Paging::Auto => "auto".to_owned(),
            Paging::On => show_switch(true),
            Paging::Off => show_switch(false),
        },
        set: |shell, text| {
            shell.settings.pager = match text {
                "auto" => Paging::Auto,
                "on" => Paging::On,
                "off" => Paging::Off,
                _ => {
                    let message = format!("expected `on`, `off` or `auto`, but found `{text}`");
                    return Err(usage(message));
                }
            };
            Ok(())
        },
    },
    Setting {
        name: "confirm",
        takes: "on or off",
        values: SWITCH,
        summary: "whether a statement that takes more than 10 things away asks first",
        show: |shell| show_switch(shell.settings.confirm),
        set: |shell, text| {
            shell.settings.confirm = switch(text)?;
            Ok(())
        },
    },
    Setting {
        name: "plain",
        takes: "on or off",
        values: SWITCH,
        summary: "plain lines for screen readers: records for tables, no colours, no grey text",
        show: |shell| show_switch(shell.settings.plain),
        set: |shell, text| {
            shell.settings.plain = switch(text)?;
            let takes_colors = shell.terminal.colors && !shell.settings.plain;
            shell.settings.is_colored = takes_colors;
            shell.settings.notes_are_colored = takes_colors;
            Ok(())
        },
    },
    Setting {
        name: "keep-going",
        takes: "on or off",
        values: SWITCH,
        summary: "whether a script goes on after a statement that failed",
        show: |shell| show_switch(shell.settings.keeps_going),
        set: |shell, text| {
            shell.settings.keeps_going = switch(text)?;
            Ok(())
        },
    },
    Setting {
        name: "timeout",
        takes: "a time such as 10s, or off",
        values: &["1s", "10s", "1m", "off"],
        summary: "how long a statement may run",
        show: |shell| {
            shell
                .session
                .limits()
                .timeout
                .map_or_else(|| "off".to_owned(), |time| format!("{time:?}"))
        },
        set: |shell, text| {
            let mut limits = shell.session.limits();
            limits.timeout =
                if text == "off" { None } else { Some(duration(text).map_err(usage)?) };
            shell.session.set_limits(limits);
            Ok(())
        },
    },
    Setting {
        name: "memory",
        takes: "a size such as 1GiB, or off",
        values: &["512MiB", "4GiB", "off"],
        summary: "how much memory the rows of a statement may take",
        show: |shell| {
            let memory = shell.session.limits().memory;
            memory.map_or_else(|| "off".to_owned(), |bytes| format!("{bytes} bytes"))
        },
        set: |shell, text| {
            let mut limits = shell.session.limits();
            limits.memory = if text == "off" { None } else { Some(size(text).map_err(usage)?) };
            shell.session.set_limits(limits);
            Ok(())
        },
    },
    Setting {
        name: "max-rows",
        takes: "a number, or `all`",
        values: &["1000", "100000", "all"],
        summary: "how many rows a statement may give",
        show: |shell| show_limit(shell.session.limits().max_rows),
        set: |shell, text| {
            let mut limits = shell.session.limits();
            limits.max_rows = limit(text)?;
            shell.session.set_limits(limits);
            Ok(())
        },
    },
    Setting {
        name: "read-only",
        takes: "on or off",
        values: SWITCH,
        summary: "whether statements that change the graph are refused",
        show: |shell| show_switch(shell.session.is_read_only()),
        set: |shell, text| {
            shell.session.set_read_only(switch(text)?);
            Ok(())
        },
    },
];

/// The setting of a name in any case.
///
/// # Errors
/// `Usage`, with the nearest names, if there is none.
pub(super) fn find(name: &str) -> Result<&'static Setting> {
    let found = SETTINGS.iter().find(|setting| setting.name.eq_ignore_ascii_case(name));
    found.ok_or_else(|| {
        let names = SETTINGS.iter().map(|setting| setting.name);
        let error = Error::new(ErrorCode::Usage, format!("there is no setting `{name}`"));
        error.with_help(match nearest(name, names).first() {
            Some(best) => format!("did you mean `{best}`?"),
            None => "`:set` lists them".to_owned(),
        })
    })
}

fn usage(message: String) -> Error {
    Error::new(ErrorCode::Usage, message)
}

fn show_switch(value: bool) -> String {
    if value { "on" } else { "off" }.to_owned()
}

/// Reads `on` or `off`, and the words that mean the same.
pub(super) fn switch(text: &str) -> Result<bool> {
    match text.to_ascii_lowercase().as_str() {
        "on" | "true" | "yes" | "1" | "always" => Ok(true),
        "off" | "false" | "no" | "0" | "never" => Ok(false),
        _ => Err(usage(format!("expected `on` or `off`, but found `{text}`"))),
    }
}

fn number(text: &str) -> Result<usize> {
    text.parse().map_err(|_| usage(format!("expected a number, but found `{text}`")))
}

fn show_limit(limit: Option<usize>) -> String {
    limit.map_or_else(|| "all".to_owned(), |number| number.to_string())
}

/// Reads a number, or `all` for no limit.
fn limit(text: &str) -> Result<Option<usize>> {
    match text {
        "all" | "off" => Ok(None),
        _ => number(text).map(Some),
    }
}
