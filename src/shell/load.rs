//! Files into a graph, with a bar on a terminal and a report of what was left out.

use std::fs::File;
use std::io::{BufWriter, Write, stderr};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::arguments::Import;
use super::greeting::counted;
use super::interrupt::Running;
use super::state::readable;
use super::status::Status;
use super::terminal::Terminal;
use crate::database::{CancelHandle, Database, Session};
use crate::error::{Error, ErrorCode, Result};
use crate::formats::{self, Advance, Imported, OnFault, Reading};

/// How many rejected lines are told in full.
const TOLD: usize = 10;

/// How many reasons are told.
const REASONS: usize = 10;

/// How long a load goes on in silence.
const SILENCE: Duration = Duration::from_secs(1);

/// Loads files into a store. A file of another format is read first, if it is there, and written anew.
pub(super) fn import(import: &Import) -> Result<Status> {
    let started = Instant::now();
    // A new file without an ending can be nothing else.
    let is_new = import.store.extension().is_none() && !import.store.exists();
    let imported = if is_new || Database::is_store(&import.store) {
        import_into_store(import)?
    } else {
        import_into_file(import)?
    };
    if !import.quiet {
        for line in report(&imported, Some(started.elapsed())) {
            // Where this can't be written, there is nobody to tell.
            let _ = writeln!(stderr(), "{line}");
        }
    }
    Ok(Status::Fine)
}

fn import_into_store(import: &Import) -> Result<Imported> {
    if import.store.exists() {
        return import_into(import, &Database::open_store(&import.store)?);
    }
    // A new store is built in memory, where nothing needs to be undone.
    let (database, imported) = {
        let cancel = CancelHandle::default();
        let _running = Running::start(cancel.clone());
        Database::load(&paths(import), reading(import, cancel)?)?
    };
    database.save_store(&import.store)?;
    Ok(imported)
}

fn import_into_file(import: &Import) -> Result<Imported> {
    let is_new = !import.store.exists();
    let database = if is_new { Database::in_memory() } else { Database::open(&import.store)? };
    formats::format_of(&import.store)?;
    let mut imported = import_into(import, &database)?;
    let exported = database.session().export(&import.store)?;
    imported.notes.extend(exported.warnings);
    Ok(imported)
}

fn import_into(import: &Import, database: &Database) -> Result<Imported> {
    let mut session = database.session();
    let _running = Running::start(session.cancel_handle());
    session.import_as(&paths(import), reading(import, session.cancel_handle())?)
}

fn paths(import: &Import) -> Vec<&Path> {
    import.files.iter().map(PathBuf::as_path).collect()
}

fn reading(import: &Import, cancel: CancelHandle) -> Result<Reading> {
    let shows = Terminal::look().notes && !import.quiet;
    let rejected = import.rejected.as_deref().map(rejected_file).transpose()?;
    Ok(Reading {
        on_fault: if import.strict { OnFault::Stop } else { OnFault::Reject },
        format: import.format.as_deref().map(formats::readable_format).transpose()?,
        rejected,
        watch: Some(watch(cancel, shows)),
    })
}

fn rejected_file(path: &Path) -> Result<Box<dyn Write>> {
    let file = File::create(path).map_err(|error| {
        let reason = super::report::reason(&error);
        Error::new(
            ErrorCode::FileAccess,
            format!("`{}` can't be written: {reason}", path.display()),
        )
    })?;
    Ok(Box::new(BufWriter::new(file)))
}

/// How the shell loads: all that can be kept, and stoppable.
pub(super) fn lenient(session: &Session) -> Reading {
    Reading {
        on_fault: OnFault::Reject,
        watch: Some(watch(session.cancel_handle(), false)),
        ..Reading::default()
    }
}

/// Ends the load when it is cancelled, and draws a bar while it goes on.
fn watch(cancel: CancelHandle, shows: bool) -> formats::Watch {
    let started = Instant::now();
    let mut bar: Option<ProgressBar> = None;
    Box::new(move |advance| {
        if cancel.is_cancelled() {
            if let Some(bar) = bar.take() {
                bar.finish_and_clear();
            }
            return Err(Error::new(ErrorCode::Cancelled, "cancelled; nothing is loaded"));
        }
        if shows && started.elapsed() > SILENCE {
            draw(bar.get_or_insert_with(new_bar), advance, started);
        }
        Ok(())
    })
}

fn new_bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn draw(bar: &ProgressBar, advance: &Advance, started: Instant) {
    let template = match advance.distance.total {
        Some(_) => "{prefix} {bar:24} {percent}% {msg}, {eta} left",
        None => "{prefix} {spinner} {bytes} {msg}",
    };
    if let (Ok(style), true) =
        (ProgressStyle::with_template(template), bar.prefix() != advance.file)
    {
        bar.reset_eta();
        bar.set_style(style);
        bar.set_prefix(advance.file.clone());
    }
    if let Some(total) = advance.distance.total {
        bar.set_length(total);
    }
    bar.set_position(advance.distance.read());
    bar.set_message(rate(advance.rows, started.elapsed()));
}

fn rate(rows: usize, elapsed: Duration) -> String {
    let rows = f64::from(u32::try_from(rows).unwrap_or(u32::MAX));
    let rate = rows / elapsed.as_secs_f64().max(0.001);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
    let whole = rate as usize;
    format!("{}/s", counted(whole, "row"))
}

/// What a load did, line by line.
pub(super) fn report(imported: &Imported, elapsed: Option<Duration>) -> Vec<String> {
    let mut summary = format!(
        "{}, {} new, {} merged",
        counted(imported.nodes, "node"),
        counted(imported.relationships, "relationship"),
        imported.merged,
    );
    if let Some(elapsed) = elapsed {
        let rows = imported.nodes + imported.relationships + imported.merged;
        summary = format!("{summary} ({}, {})", readable(elapsed), rate(rows, elapsed));
    }
    let mut lines = vec![summary];
    lines.extend(imported.notes.iter().map(|note| format!("note: {note}")));
    lines.extend(rejections(imported));
    lines
}

fn rejections(imported: &Imported) -> Vec<String> {
    let rejected = &imported.rejected;
    if rejected.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("{}:", counted(rejected.len(), "fault"))];
    lines.extend(rejected.iter().take(TOLD).map(|one| format!("  {one}")));
    if rejected.len() > TOLD {
        lines.push("all by their reasons:".to_owned());
        let reasons = rejected.reasons();
        let told = reasons.iter().take(REASONS);
        lines.extend(told.map(|(reason, count)| format!("  {count} × {reason}")));
        if reasons.len() > REASONS {
            lines.push(format!("  and {} more", counted(reasons.len() - REASONS, "reason")));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_load_without_faults_is_one_line() {
        let imported = Imported { nodes: 1, relationships: 1204, ..Imported::default() };
        assert_eq!(report(&imported, None), ["1 node, 1,204 relationships new, 0 merged"]);
    }
}
