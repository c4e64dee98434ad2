//! The algorithms reproduce the expected outputs of LDBC Graphalytics' validation graphs.
//!
//! The data are not part of this repository. `AMUR_DATASETS` names the folder that holds
//! `graphalytics/validation-graphs`; without it `../shared/datasets` is tried. Where there is neither,
//! the tests say so and pass.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use amur::algorithms::{
    NONE, PageRank, Projection, Tick, breadth_first, cheapest, clustering, label_propagation,
    page_rank, weak_components,
};

const QUIET: Tick<'static> = &|| Ok(());

/// A graph of the suite; vertices are numbered in the order of their identities.
struct Input {
    vertices: Vec<u64>,
    projection: Projection,
}

#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn folder() -> Option<PathBuf> {
    let root =
        env::var_os("AMUR_DATASETS").map_or_else(|| "../shared/datasets".into(), PathBuf::from);
    let folder = root.join("graphalytics/validation-graphs");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: `{}` is not there; AMUR_DATASETS names its folder", folder.display());
    None
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| unreachable!("{}: {error}", path.display()))
}

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

fn identity(word: &str) -> u64 {
    word.parse().expect("identities are whole numbers")
}

/// `vertex neighbour…` on each line.
fn adjacency(path: &Path, is_symmetric: bool) -> Input {
    let text = read(path);
    let rows: Vec<Vec<u64>> =
        text.lines().map(|line| words(line).into_iter().map(identity).collect()).collect();
    let edges = rows.iter().filter_map(|row| row.split_first());
    let edges = edges.flat_map(|(from, to)| to.iter().map(|to| (*from, *to, 1.0))).collect();
    let vertices = rows.iter().flatten().copied().collect();
    input(vertices, edges, is_symmetric)
}

/// `source target weight` on each line, and the vertices in a file of their own.
fn weighted(vertices: &Path, edges: &Path, is_symmetric: bool) -> Input {
    let list = read(edges);
    let edges = list.lines().map(words).filter(|row| row.len() == 3).map(|row| {
        (identity(row[0]), identity(row[1]), row[2].parse().expect("weights are numbers"))
    });
    let vertices = read(vertices).lines().map(|line| identity(line.trim())).collect();
    input(vertices, edges.collect(), is_symmetric)
}

/// An undirected input may list an edge from both of its ends; it is one.
fn input(vertices: BTreeSet<u64>, edges: Vec<(u64, u64, f64)>, is_symmetric: bool) -> Input {
    let vertices: Vec<u64> = vertices.into_iter().collect();
    let number = |vertex: u64| {
        let place = vertices.binary_search(&vertex).expect("edges join vertices");
        u32::try_from(place).expect("validation graphs are small")
    };
    let mut seen = BTreeSet::new();
    let edges: Vec<_> = edges
        .into_iter()
        .filter(|(from, to, _)| !is_symmetric || seen.insert((*from.min(to), *from.max(to))))
        .map(|(from, to, weight)| (number(from), number(to), weight))
        .collect();
    let count = u32::try_from(vertices.len()).expect("validation graphs are small");
    let projection = Projection::from_edges(count, &edges, is_symmetric);
    Input { vertices, projection }
}

impl Input {
    fn number(&self, vertex: u64) -> u32 {
        let place = self.vertices.binary_search(&vertex).expect("the vertex is there");
        u32::try_from(place).expect("validation graphs are small")
    }

    /// The expected value of each vertex, in the order of vertices.
    fn expected(&self, path: &Path) -> Vec<String> {
        let text = read(path);
        let values: BTreeMap<u64, String> =
            text.lines().map(words).map(|row| (identity(row[0]), row[1].to_owned())).collect();
        assert_eq!(values.len(), self.vertices.len(), "{}", path.display());
        values.into_values().collect()
    }

    /// The suite allows a relative error of 1e-4; its ranks are rounded after about 1e-6.
    #[track_caller]
    fn check_numbers(&self, found: &[f64], path: &Path) {
        for ((vertex, found), expected) in self.vertices.iter().zip(found).zip(self.expected(path))
        {
            let expected: f64 = expected.parse().expect("a number is expected");
            let is_near = (found - expected).abs() <= 1e-5 * expected.abs();
            assert!(
                is_near || found.total_cmp(&expected).is_eq(),
                "{}: {vertex}: {found} is not {expected}",
                path.display()
            );
        }
    }

    #[track_caller]
    fn check_depths(&self, source: u64, path: &Path) {
        let from = self.number(source);
        let reached = breadth_first(&self.projection, &[from], NONE, |_| false, QUIET);
        let depth = reached.expect("nothing interrupts it").depth;
        for (found, expected) in depth.into_iter().zip(self.expected(path)) {
            let found = if found == NONE { i64::MAX } else { i64::from(found) };
            assert_eq!(found.to_string(), expected, "{}", path.display());
        }
    }

    #[track_caller]
    fn check_costs(&self, source: u64, path: &Path) {
        let costs = cheapest(&self.projection, self.number(source), None, QUIET);
        self.check_numbers(&costs.expect("nothing interrupts it").cost, path);
    }

    #[track_caller]
    fn check_ranks(&self, iterations: usize, path: &Path) {
        let how = PageRank { iterations, tolerance: 0.0, ..PageRank::default() };
        let ranks = page_rank(&self.projection, how, QUIET).expect("nothing interrupts it");
        self.check_numbers(&ranks, path);
    }

    #[track_caller]
    fn check_clustering(&self, path: &Path) {
        let found = clustering(&self.projection, QUIET).expect("nothing interrupts it");
        self.check_numbers(&found, path);
    }

    /// Groups are the same if vertices are together in the one as they are in the other.
    #[track_caller]
    fn check_groups(&self, found: &[u32], path: &Path) {
        let expected = self.expected(path);
        let (mut there, mut back) = (BTreeMap::new(), BTreeMap::new());
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(there.entry(found).or_insert(expected), &expected, "{}", path.display());
            assert_eq!(back.entry(expected).or_insert(found), &found, "{}", path.display());
        }
    }

    #[track_caller]
    fn check_labels(&self, rounds: usize, path: &Path) {
        let found =
            label_propagation(&self.projection, rounds, QUIET).expect("nothing interrupts it");
        for (label, expected) in found.iter().zip(self.expected(path)) {
            assert_eq!(self.vertices[*label as usize].to_string(), expected, "{}", path.display());
        }
    }

    #[track_caller]
    fn check_components(&self, path: &Path) {
        let found = weak_components(&self.projection, QUIET).expect("nothing interrupts it");
        self.check_groups(&found, path);
    }
}

const KINDS: [(&str, bool); 2] = [("dir", false), ("undir", true)];

#[test]
fn searches() {
    let Some(folder) = folder() else { return };
    for (kind, is_symmetric) in KINDS {
        let graph = adjacency(&folder.join(format!("bfs/{kind}-input")), is_symmetric);
        graph.check_depths(1, &folder.join(format!("bfs/{kind}-output")));
        let file = |name: &str| folder.join(format!("sssp/{kind}-{name}"));
        let graph = weighted(&file("input.v"), &file("input.e"), is_symmetric);
        graph.check_costs(1, &file("output"));
    }
}

#[test]
fn ranks_and_clustering() {
    let Some(folder) = folder() else { return };
    for ((kind, is_symmetric), iterations) in KINDS.into_iter().zip([14, 26]) {
        let graph = adjacency(&folder.join(format!("pr/{kind}-input")), is_symmetric);
        graph.check_ranks(iterations, &folder.join(format!("pr/{kind}-output")));
        let graph = adjacency(&folder.join(format!("lcc/{kind}-input")), is_symmetric);
        graph.check_clustering(&folder.join(format!("lcc/{kind}-output")));
    }
}

#[test]
fn groups() {
    let Some(folder) = folder() else { return };
    for (kind, is_symmetric) in KINDS {
        let graph = adjacency(&folder.join(format!("wcc/{kind}-input")), is_symmetric);
        graph.check_components(&folder.join(format!("wcc/{kind}-output")));
        let graph = adjacency(&folder.join(format!("cdlp/{kind}-input")), is_symmetric);
        graph.check_labels(5, &folder.join(format!("cdlp/{kind}-output")));
    }
}

#[test]
fn the_examples_with_all_algorithms() {
    let Some(folder) = folder() else { return };
    for (kind, is_symmetric, source) in [("directed", false, 1), ("undirected", true, 2)] {
        let file = |ending: &str| folder.join(format!("example/example-{kind}{ending}"));
        let graph = weighted(&file(".v"), &file(".e"), is_symmetric);
        graph.check_depths(source, &file("-BFS"));
        graph.check_costs(source, &file("-SSSP"));
        graph.check_clustering(&file("-LCC"));
        graph.check_components(&file("-WCC"));
        let graph = adjacency(&file("-input"), is_symmetric);
        graph.check_ranks(2, &file("-PR"));
        graph.check_labels(2, &file("-CDLP"));
    }
}
