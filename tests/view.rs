//! `:view` in a pseudo-terminal: a picture where the terminal can show one, else the browser.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use expectrl::session::OsSession;
use expectrl::{Expect, Session};

/// A shell that has answered a question, in a terminal of a kind, where `xdg-open` notes what it opens.
fn shell(home: &Path, images: &str) -> OsSession {
    let opener = home.join("xdg-open");
    std::fs::write(&opener, "#!/bin/sh\ncp \"$1\" \"$HOME/opened.html\"\n").expect("it is written");
    let may_run = std::fs::Permissions::from_mode(0o700);
    std::fs::set_permissions(&opener, may_run).expect("it may run");
    let mut command = Command::new(env!("CARGO_BIN_EXE_amur"));
    command.args(["--no-init", "-c", "about Otani", "-c", ":view"]).current_dir(home);
    let path = format!("{}:/usr/bin:/bin", home.display());
    command.env("HOME", home).env("TMPDIR", home).env("PATH", path);
    command.env("TERM", "xterm-256color").env("NO_COLOR", "1").env("AMUR_IMAGES", images);
    let mut session = Session::spawn(command).expect("a terminal can be opened");
    session.set_expect_timeout(Some(Duration::from_mins(1)));
    session
}

#[test]
fn a_terminal_that_can_show_pictures_shows_one() {
    for (images, seen) in [
        ("kitty", "\u{1b}_Ga=T,f=100,m=1;iVBORw0KGgo"),
        ("iterm", "\u{1b}]1337;File=inline=1;size="),
        ("sixel", "\u{1b}Pq\"1;1;"),
    ] {
        let home = tempfile::tempdir().expect("there is room for a folder");
        let found = shell(home.path(), images).expect(seen);
        assert!(found.is_ok(), "{images}: {found:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn elsewhere_a_page_opens_in_the_browser() {
    let home = tempfile::tempdir().expect("there is room for a folder");
    let mut session = shell(home.path(), "off");
    let found = session.expect("opened in the browser");
    assert!(found.is_ok(), "{found:?}");
    let opened = home.path().join("opened.html");
    let has_come =
        || std::fs::read_to_string(&opened).is_ok_and(|page| page.ends_with("</html>\n"));
    let begun = std::time::Instant::now();
    while !has_come() && begun.elapsed() < Duration::from_secs(30) {
        std::thread::yield_now();
    }
    let page = std::fs::read_to_string(&opened).expect("the page was opened");
    assert!(page.starts_with("<!doctype html>") && page.contains("Kikuzo Otani"));
}
