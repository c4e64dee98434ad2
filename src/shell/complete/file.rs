//! Names of files.

use std::fs;
use std::path::{MAIN_SEPARATOR, Path};

use super::{Candidate, Offer};

/// The files that a begun path may mean; folders end in a separator, so that one can go on.
pub(super) fn complete(typed: &str) -> Offer {
    let split = typed.rfind(['/', MAIN_SEPARATOR]).map_or(0, |at| at + 1);
    let (folder, begun) = typed.split_at(split);
    let mut candidates: Vec<Candidate> = entries(folder)
        .into_iter()
        .filter(|name| {
            name.starts_with(begun) && (begun.starts_with('.') || !name.starts_with('.'))
        })
        .map(|name| Candidate::shown_as(format!("{folder}{name}"), name))
        .collect();
    candidates.sort();
    (0, candidates)
}

fn entries(folder: &str) -> Vec<String> {
    let under_home = folder.strip_prefix("~/").zip(std::env::var_os("HOME"));
    let path = match &under_home {
        Some((rest, home)) => Path::new(home).join(rest),
        None if folder.is_empty() => Path::new(".").to_owned(),
        None => Path::new(folder).to_owned(),
    };
    let Ok(entries) = fs::read_dir(path) else { return Vec::new() };
    let name = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().ok()?;
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        Some(if is_folder { format!("{name}{MAIN_SEPARATOR}") } else { name })
    };
    entries.flatten().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_are_offered() {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        fs::write(folder.path().join("graph.json"), "").expect("the folder can be written");
        fs::create_dir(folder.path().join("graphs")).expect("the folder can be written");
        let typed = format!("{}/gra", folder.path().display());
        let (_, candidates) = complete(&typed);
        let shown: Vec<_> = candidates.iter().map(|candidate| candidate.shown.as_str()).collect();
        assert_eq!(shown, ["graph.json", "graphs/"]);
    }
}
