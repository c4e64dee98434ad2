//! Stores under fire: processes that are killed at any moment, disks that are full, several processes
//! at once. What was acknowledged is there afterwards, nothing is there by half, and every file opens.
//!
//! `AMUR_KILLS=5000 cargo test --test crash` kills more often; `AMUR_SECONDS=60` lets the processes
//! that write and read at once go on for longer.

#![cfg(unix)]

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use amur::storage::check;
use amur::{Database, ErrorCode, Session};

/// A folder with room for a store.
fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = folder.path().join("a.amur");
    (folder, path)
}

/// A number that the environment may change.
fn setting(name: &str, otherwise: u64) -> u64 {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Numbers that look random and are the same in each run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// A process that serves a store.
struct Served {
    child: Child,
    requests: ChildStdin,
    replies: BufReader<ChildStdout>,
}

impl Served {
    fn start(store: &Path) -> Self {
        Self::of(Command::new(env!("CARGO_BIN_EXE_amur")).args(["serve", "--stdio"]).arg(store))
    }

    /// A process whose files can't grow beyond so many blocks of 1024 bytes.
    fn with_room(store: &Path, blocks: u64) -> Self {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" serve --stdio \"$1\"");
        let amur = env!("CARGO_BIN_EXE_amur");
        Self::of(Command::new("bash").arg("-c").arg(script).arg(amur).arg(store))
    }

    fn of(command: &mut Command) -> Self {
        let streams = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = streams.spawn().expect("the command can be started");
        let requests = child.stdin.take().expect("standard input is a pipe");
        let replies = child.stdout.take().expect("standard output is a pipe");
        Self { child, requests, replies: BufReader::new(replies) }
    }

    /// Sends a statement without waiting for its reply.
    fn send(&mut self, statement: &str) {
        let statement = statement.replace('\\', "\\\\").replace('"', "\\\"");
        // A process that is gone reads nothing more, which its missing reply tells.
        let _ = writeln!(self.requests, "{{\"statement\": \"{statement}\"}}");
    }

    /// The next reply; nothing if the process is gone.
    fn reply(&mut self) -> Option<String> {
        let mut line = String::new();
        self.replies.read_line(&mut line).ok().filter(|_| line.ends_with('\n')).map(|_| line)
    }

    /// Whether a statement was done.
    fn run(&mut self, statement: &str) -> Result<(), String> {
        self.send(statement);
        match self.reply() {
            Some(reply) if !reply.contains("\"errors\"") => Ok(()),
            Some(reply) => Err(reply),
            None => Err("the process is gone".to_owned()),
        }
    }

    fn kill(mut self) {
        self.child.kill().expect("the process is one of ours");
        self.child.wait().expect("the process is one of ours");
    }

    fn end(mut self) {
        drop(self.requests);
        self.child.wait().expect("the process is one of ours");
    }
}

fn open(store: &Path) -> Session {
    let opened = Database::open(store);
    opened.unwrap_or_else(|error| unreachable!("every store opens: {error}")).session()
}

fn numbers(session: &mut Session, statement: &str) -> Vec<i64> {
    let result = session.run(statement, ()).expect("the statement is right");
    result.deserialize().expect("these are numbers")
}

/// A transaction that has three parts, so that half of it could be seen.
fn numbered(number: i64) -> String {
    format!(
        "CREATE (a:Part {{number: {number}}})-[:OF]->(b:Part {{number: {number}}}) \
         MERGE (c:Count) SET c.value = {number}"
    )
}

/// Checks that exactly the first so many transactions are there, and gives their number.
fn verified(store: &Path) -> i64 {
    let mut session = open(store);
    let parts = numbers(&mut session, "MATCH (p:Part) RETURN p.number ORDER BY p.number");
    let pairs = numbers(
        &mut session,
        "MATCH (a:Part)-[:OF]->(b:Part) WHERE a.number = b.number RETURN a.number ORDER BY a.number",
    );
    let expected: Vec<i64> = (1..).take(pairs.len()).collect();
    assert_eq!(pairs, expected, "no transaction is missing in between");
    assert_eq!(parts, pairs.iter().flat_map(|n| [*n, *n]).collect::<Vec<_>>(), "none is half");
    let count = numbers(&mut session, "MATCH (c:Count) RETURN c.value");
    assert_eq!(count, pairs.last().copied().into_iter().collect::<Vec<_>>());
    i64::try_from(pairs.len()).expect("there are few")
}

#[test]
fn a_killed_process_loses_nothing_that_it_acknowledged() {
    let (_folder, store) = place();
    let mut random = Random(0x5eed_1918);
    let (mut done, mut sent) = (0, 0);
    for _ in 0..setting("AMUR_KILLS", 200) {
        let mut served = Served::start(&store);
        let wanted = random.below(12);
        for _ in 0..wanted {
            sent += 1;
            served.run(&numbered(sent)).expect("nothing keeps it from its work");
            done = sent;
        }
        // The last one is killed on its way.
        served.send(&numbered(sent + 1));
        thread::sleep(Duration::from_micros(random.below(3000)));
        served.kill();
        let found = verified(&store);
        assert!(found == done || found == done + 1, "{done} were acknowledged, {found} are there");
        (done, sent) = (found, found);
    }
    assert_eq!(check(&store).expect("it can be read").damage, Vec::<String>::new());
}

#[test]
fn a_disk_without_room_is_an_error_and_no_loss() {
    let (_folder, store) = place();
    // As many as are needed for the store to be made at all, then more and more.
    for blocks in [1, 8, 20, 33, 40, 48, 64, 80, 96, 128, 160, 200, 260, 320] {
        let mut served = Served::with_room(&store, blocks);
        let before = if store.exists() { verified_or_empty(&store) } else { 0 };
        let (mut done, mut failed) = (before, 0);
        for number in before + 1..before + 60 {
            match served.run(&numbered(number)) {
                Ok(()) => done = number,
                Err(reply) => {
                    assert!(!reply.contains("panicked"), "{reply}");
                    failed += 1;
                }
            }
            if failed > 0 {
                break;
            }
        }
        served.end();
        assert_eq!(verified_or_empty(&store), done, "with {blocks} blocks");
    }
    let before = verified(&store);
    let mut served = Served::start(&store);
    served.run(&numbered(before + 1)).expect("there is room again");
    served.end();
    assert_eq!(verified(&store), before + 1);
}

/// As [`verified`], where perhaps nothing was ever written.
fn verified_or_empty(store: &Path) -> i64 {
    verified(store)
}

#[test]
fn a_transaction_too_large_for_the_disk_leaves_the_process_alive() {
    let (_folder, store) = place();
    let mut served = Served::start(&store);
    served.run(&numbered(1)).expect("there is room");
    served.end();
    let mut served = Served::with_room(&store, 600);
    let large = "UNWIND range(1, 200000) AS x CREATE (:Large {x: x, y: 'some text'})";
    let error = served.run(large).expect_err("there is no room");
    assert!(error.contains("can't be written"), "{error}");
    served.run(&numbered(2)).expect("there is room for a small one");
    served.end();
    assert_eq!(verified(&store), 2);
    assert_eq!(numbers(&mut open(&store), "MATCH (n:Large) RETURN count(n)"), [0]);
}

/// Moves an amount between two of ten accounts; the sum of all stays.
fn transfer(session: &mut Session, random: &mut Random, writer: u64) -> bool {
    let (from, to) = (random.below(10), random.below(10));
    let text = format!(
        "MATCH (a:Account {{n: {from}}}), (b:Account {{n: {to}}}), (w:Writer {{n: {writer}}}) \
         SET a.sum = a.sum - 1 SET b.sum = b.sum + 1 SET w.commits = w.commits + 1"
    );
    match session.run(&text, ()) {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.code(), ErrorCode::Locked, "{error}");
            false
        }
    }
}

#[test]
fn writers_and_readers_agree() {
    let (_folder, store) = place();
    let setup = "UNWIND range(0, 9) AS n CREATE (:Account {n: n, sum: 100}) \
                 WITH DISTINCT 1 AS one UNWIND [0, 1] AS n CREATE (:Writer {n: n, commits: 0})";
    open(&store).run(setup, ()).expect("there is room");
    let until = Instant::now() + Duration::from_secs(setting("AMUR_SECONDS", 2));
    let commits: Vec<i64> = thread::scope(|scope| {
        let readers: Vec<_> = (0..3).map(|_| scope.spawn(|| read_until(&store, until))).collect();
        let writers: Vec<_> = (0..2)
            .map(|writer| {
                let store = &store;
                scope.spawn(move || {
                    let (mut session, mut random) = (open(store), Random(writer + 77));
                    let mut commits = 0;
                    while Instant::now() < until {
                        commits += i64::from(transfer(&mut session, &mut random, writer));
                    }
                    commits
                })
            })
            .collect();
        for reader in readers {
            assert!(reader.join().expect("the reader finds no fault") > 0);
        }
        writers.into_iter().map(|writer| writer.join().expect("the writer goes on")).collect()
    });
    let mut session = open(&store);
    let kept = numbers(&mut session, "MATCH (w:Writer) RETURN w.commits ORDER BY w.n");
    assert_eq!(kept, commits);
    assert!(commits.iter().all(|count| *count > 0), "{commits:?}");
    assert_eq!(numbers(&mut session, "MATCH (a:Account) RETURN sum(a.sum)"), [1000]);
}

/// Reads the sum of all accounts over and over, each time with the number of commits, which never
/// goes down; gives how often.
fn read_until(store: &Path, until: Instant) -> usize {
    let mut session = open(store);
    let (mut last, mut times) = (0, 0);
    while Instant::now() < until {
        let sums = "MATCH (a:Account) WITH sum(a.sum) AS sum MATCH (w:Writer) \
                    RETURN sum, sum(w.commits)";
        let result = session.run(sums, ()).expect("readers are never shut out");
        let rows: Vec<(i64, i64)> = result.deserialize().expect("these are numbers");
        let &[(sum, commits)] = rows.as_slice() else { unreachable!("there is one row") };
        assert_eq!(sum, 1000, "a transaction is seen by half");
        assert!(commits >= last, "a reader goes back in time");
        (last, times) = (commits, times + 1);
    }
    times
}

#[test]
fn every_store_that_a_version_wrote_opens() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/storage");
    let (copies, _) = place();
    let mut seen = 0;
    for entry in fs::read_dir(folder).expect("the folder is part of the project") {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_none_or(|ending| ending != "amur") {
            continue;
        }
        let copy = copies.path().join(path.file_name().expect("a file has a name"));
        fs::copy(&path, &copy).expect("there is room");
        let checked = check(&copy).expect("it can be read");
        assert_eq!(checked.damage, Vec::<String>::new(), "{}", path.display());
        let mut session = open(&copy);
        assert_eq!(numbers(&mut session, "MATCH (n:Golden) RETURN count(n)"), [3]);
        assert_eq!(
            numbers(
                &mut session,
                "MATCH (:Golden)-[r:NEXT]->(:Golden) RETURN r.step ORDER BY r.step"
            ),
            [1, 2]
        );
        let found = session.run("MATCH (n:Golden {name: 'b'}) RETURN n.born, n.place, n.list", ());
        let found = found.expect("the statement is right");
        let row: Vec<String> =
            found.rows().flat_map(|row| row.values().to_vec()).map(|v| format!("{v:?}")).collect();
        assert!(row.iter().all(|value| value != "Null"), "{row:?}");
        session.run("CREATE (:Golden {name: 'b'})", ()).expect_err("names are unique");
        session.run("CREATE (:Golden {name: 'd'})", ()).expect("it can be written");
        seen += 1;
    }
    assert!(seen > 0, "there is a store of each version");
}
