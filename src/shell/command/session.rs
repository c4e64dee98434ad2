//! Commands about the session: settings, parameters, transactions, history.

use super::super::run::Flow;
use super::super::setting::{self, SETTINGS};
use super::super::state::Shell;
use super::missing;
use crate::database::ResultSet;
use crate::error::{Error, ErrorCode, Result};
use crate::value::Value;

/// How many inputs `:history` shows if it is not told.
const SHOWN: usize = 20;

pub(super) fn format(shell: &mut Shell, name: &str) -> Result<Flow> {
    if name.is_empty() {
        let shown = shell.settings.format.clone();
        return shell.say(&shown);
    }
    shell.set("format", name)?;
    Ok(Flow::Continue)
}

pub(super) fn set(shell: &mut Shell, arguments: &str) -> Result<Flow> {
    if arguments.is_empty() {
        return list_settings(shell);
    }
    let (name, value) = name_and_value(arguments);
    match value {
        "" => {
            let shown = shell.setting(name)?;
            shell.say(&shown)
        }
        value => {
            shell.set(name, value)?;
            Ok(Flow::Continue)
        }
    }
}

fn list_settings(shell: &mut Shell) -> Result<Flow> {
    let row = |setting: &setting::Setting| -> Vec<Value> {
        vec![setting.name.into(), (setting.show)(shell).into(), setting.summary.into()]
    };
    let rows = SETTINGS.iter().map(row).collect();
    shell.show(&ResultSet::new(&["setting", "value", "meaning"], rows))
}

/// The first word, and what stands behind it or behind an `=` that follows it.
fn name_and_value(text: &str) -> (&str, &str) {
    let end = text.find(|letter: char| letter.is_whitespace() || letter == '=');
    let (name, value) = text.split_at(end.unwrap_or(text.len()));
    let value = value.trim_start();
    let value = value.strip_prefix("=>").or_else(|| value.strip_prefix('=')).unwrap_or(value);
    (name, value.trim())
}

pub(super) fn timing(shell: &mut Shell, value: &str) -> Result<Flow> {
    let turned = if shell.settings.timing { "off" } else { "on" };
    shell.set("timing", if value.is_empty() { turned } else { value })?;
    Ok(Flow::Continue)
}

pub(super) fn pager(shell: &mut Shell, value: &str) -> Result<Flow> {
    if value.is_empty() {
        let shown = shell.setting("pager")?;
        return shell.say(&shown);
    }
    shell.set("pager", value)?;
    Ok(Flow::Continue)
}

pub(super) fn param(shell: &mut Shell, arguments: &str) -> Result<Flow> {
    if arguments.is_empty() {
        return list_parameters(shell);
    }
    let (name, value) = name_and_value(arguments.trim_start_matches('$'));
    if value.is_empty() {
        if !arguments.trim_end().ends_with('=') {
            return Err(missing("param", "a value"));
        }
        shell.forget_parameter(name);
        return Ok(Flow::Continue);
    }
    shell.set_parameter(name, value)?;
    Ok(Flow::Continue)
}

fn list_parameters(shell: &mut Shell) -> Result<Flow> {
    let rows = shell
        .parameters
        .iter()
        .map(|(name, value)| vec![Value::string(format!("${name}")), value.clone()])
        .collect();
    shell.show(&ResultSet::new(&["parameter", "value"], rows))
}

pub(super) fn begin(shell: &mut Shell, _arguments: &str) -> Result<Flow> {
    shell.session.begin()?;
    shell.note("a transaction is open; `:commit` keeps its changes, `:rollback` undoes them");
    Ok(Flow::Continue)
}

pub(super) fn commit(shell: &mut Shell, _arguments: &str) -> Result<Flow> {
    shell.session.commit()?;
    shell.note("committed");
    Ok(Flow::Continue)
}

pub(super) fn rollback(shell: &mut Shell, _arguments: &str) -> Result<Flow> {
    shell.session.rollback()?;
    shell.note("rolled back");
    Ok(Flow::Continue)
}

pub(super) fn history(shell: &mut Shell, count: &str) -> Result<Flow> {
    let count = match count {
        "" => SHOWN,
        text => text.parse().map_err(|_| {
            Error::new(ErrorCode::Usage, format!("expected a number, but found `{text}`"))
        })?,
    };
    let skipped = shell.typed.len().saturating_sub(count);
    let lines: Vec<String> = shell.typed.iter().enumerate().skip(skipped).map(entry).collect();
    shell.say(&lines.join("\n"))
}

fn entry((place, text): (usize, &String)) -> String {
    format!("{:>5}  {}", place + 1, text.replace('\n', "\n       "))
}

pub(super) fn version(shell: &mut Shell, _arguments: &str) -> Result<Flow> {
    shell.say(concat!("amur ", env!("CARGO_PKG_VERSION")))
}

#[cfg(test)]
mod tests {
    use super::name_and_value;

    #[test]
    fn a_value_stands_behind_a_blank_or_a_sign() {
        for text in ["year 1918", "year=1918", "year = 1918", "year => 1918"] {
            assert_eq!(name_and_value(text), ("year", "1918"));
        }
        assert_eq!(name_and_value("year"), ("year", ""));
        assert_eq!(name_and_value("text 'a = b'"), ("text", "'a = b'"));
    }
}
