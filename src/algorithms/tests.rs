//! Algorithms against petgraph's, or against a definition, on small random graphs.

use std::collections::BTreeMap;

use petgraph::algo::{connected_components, dijkstra, kosaraju_scc, min_spanning_tree};
use petgraph::data::FromElements;
use petgraph::graph::DiGraph;
use petgraph::visit::EdgeRef;
use proptest::collection::vec;
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};

use super::*;
use crate::error::{Error, ErrorCode};

const QUIET: Tick<'static> = &|| Ok(());

/// Up to nine nodes and thirty edges with small weights, parallel ones and loops included.
fn graphs() -> impl Strategy<Value = (u32, Vec<(u32, u32, f64)>)> {
    (1_u32..10).prop_flat_map(|count| {
        let edge = (0..count, 0..count, 1_u8..5).prop_map(|(from, to, w)| (from, to, f64::from(w)));
        vec(edge, 0..30).prop_map(move |edges| (count, edges))
    })
}

fn ran<T>(result: Result<T>) -> T {
    result.expect("nothing interrupts it")
}

fn is_near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9 || one.to_bits() == other.to_bits()
}

/// All loopless ways by trying every edge, as sorted costs.
fn all_ways(
    projection: &Projection,
    at: u32,
    target: u32,
    seen: &mut Vec<u32>,
    cost: f64,
) -> Vec<f64> {
    if at == target {
        return vec![cost];
    }
    seen.push(at);
    let mut found = Vec::new();
    for edge in projection.edges(at) {
        if !seen.contains(&edge.target) {
            found.extend(all_ways(projection, edge.target, target, seen, cost + edge.weight));
        }
    }
    seen.pop();
    found.sort_by(f64::total_cmp);
    found
}

proptest! {
    #[test]
    fn both_directions_hold_the_same_edges((count, edges) in graphs()) {
        let projection = Projection::from_edges(count, &edges, false);
        let mut out: Vec<_> = projection.indexes().flat_map(|n| projection.edges(n))
            .map(|e| (e.source, e.target, e.relationship)).collect();
        let mut back: Vec<_> = projection.indexes().flat_map(|n| projection.edges_back(n))
            .map(|e| (e.target, e.source, e.relationship)).collect();
        prop_assert!(projection.indexes().all(|n| projection.outgoing(n).is_sorted()));
        out.sort_unstable();
        back.sort_unstable();
        prop_assert_eq!(out.len(), edges.len());
        prop_assert_eq!(out, back);
    }

    #[test]
    fn components_are_petgraphs((count, edges) in graphs()) {
        let projection = Projection::from_edges(count, &edges, false);
        let weak = ran(weak_components(&projection, QUIET));
        let lowest = projection.indexes().filter(|node| weak[*node as usize] == *node).count();
        prop_assert_eq!(lowest, connected_components(&projection));
        let strong = ran(strong_components(&projection, QUIET));
        for component in kosaraju_scc(&projection) {
            let lowest = component.iter().min().copied().unwrap_or(NONE);
            prop_assert!(component.iter().all(|node| strong[*node as usize] == lowest));
        }
    }

    #[test]
    fn cheapest_ways_are_petgraphs((count, edges) in graphs(), symmetric: bool) {
        let projection = Projection::from_edges(count, &edges, symmetric);
        let costs = ran(cheapest(&projection, 0, None, QUIET));
        let expected = dijkstra(&projection, 0, None, |edge| *edge.weight());
        for node in projection.indexes() {
            let cost = expected.get(&node).copied().unwrap_or(f64::INFINITY);
            prop_assert!(is_near(costs.cost[node as usize], cost));
            let route = costs.route(node);
            prop_assert_eq!(route.is_some(), cost.is_finite());
            if let Some(route) = route {
                prop_assert_eq!(route.nodes.len(), route.relationships.len() + 1);
                prop_assert_eq!((route.nodes[0], route.nodes.last()), (0, Some(&node)));
            }
        }
    }

    #[test]
    fn the_k_shortest_ways_are_the_first_of_all((count, edges) in graphs(), symmetric: bool) {
        let projection = Projection::from_edges(count.min(6), &edges, symmetric);
        let target = number(projection.count()) - 1;
        let found = ran(k_shortest(&projection, 0, target, 8, QUIET));
        let expected = all_ways(&projection, 0, target, &mut Vec::new(), 0.0);
        prop_assert_eq!(found.len(), expected.len().min(8));
        for (way, cost) in found.iter().zip(expected) {
            prop_assert!(is_near(way.cost, cost));
            let mut nodes = way.nodes.clone();
            nodes.sort_unstable();
            nodes.dedup();
            prop_assert_eq!(nodes.len(), way.nodes.len());
        }
        let mut ways: Vec<_> = found.iter().map(|way| way.relationships.clone()).collect();
        ways.sort();
        ways.dedup();
        prop_assert_eq!(ways.len(), found.len());
    }

    #[test]
    fn spanning_trees_weigh_what_petgraphs_do((count, edges) in graphs()) {
        let projection = Projection::from_edges(count, &edges, true);
        let tree = ran(spanning_forest(&projection, QUIET));
        let mut graph = DiGraph::<(), f64>::new();
        let nodes: Vec<_> = (0..count).map(|_| graph.add_node(())).collect();
        for (from, to, weight) in &edges {
            graph.add_edge(nodes[*from as usize], nodes[*to as usize], *weight);
        }
        let expected = DiGraph::<(), f64>::from_elements(min_spanning_tree(&graph));
        prop_assert_eq!(tree.len(), expected.edge_count());
        let weight: f64 = tree.iter().map(|edge| edge.weight).sum();
        prop_assert!(is_near(weight, expected.edge_weights().sum()));
    }

    #[test]
    fn page_ranks_add_up_to_one_and_stay((count, edges) in graphs()) {
        let projection = Projection::from_edges(count, &edges, false);
        let how = PageRank { iterations: 300, tolerance: 1e-12, ..PageRank::default() };
        let ranks = ran(page_rank(&projection, how, QUIET));
        prop_assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        prop_assert!(ranks.iter().all(|rank| *rank > 0.0));
    }

    #[test]
    fn betweenness_is_the_share_of_shortest_ways((count, edges) in graphs(), symmetric: bool) {
        let simple: BTreeMap<(u32, u32), f64> = edges.iter().filter(|e| e.0 != e.1)
            .map(|e| if symmetric { (e.0.min(e.1), e.0.max(e.1)) } else { (e.0, e.1) })
            .map(|pair| (pair, 1.0)).collect();
        let simple: Vec<_> = simple.into_keys().map(|(from, to)| (from, to, 1.0)).collect();
        let projection = Projection::from_edges(count.min(6), &simple, symmetric);
        let mut expected = vec![0.0; projection.count()];
        for from in projection.indexes() {
            for to in projection.indexes().filter(|to| *to != from) {
                let ways = ran(k_shortest(&projection, from, to, 2_000, QUIET));
                let least = ways.first().map_or(0.0, |way| way.cost);
                let best: Vec<_> = ways.iter().filter(|way| is_near(way.cost, least)).collect();
                for way in &best {
                    for node in &way.nodes[1..way.nodes.len() - 1] {
                        let share = if symmetric { 0.5 } else { 1.0 };
                        expected[*node as usize] += share / float(best.len());
                    }
                }
            }
        }
        let found = ran(betweenness(&projection, QUIET));
        prop_assert!(found.iter().zip(&expected).all(|(one, other)| is_near(*one, *other)));
    }

    #[test]
    fn triangles_are_those_of_three_linked_nodes((count, edges) in graphs(), symmetric: bool) {
        let projection = Projection::from_edges(count, &edges, symmetric);
        let linked = |a: u32, b: u32| {
            a != b && edges.iter().any(|e| (e.0, e.1) == (a, b) || (e.0, e.1) == (b, a))
        };
        let found = ran(triangles(&projection, QUIET));
        for a in projection.indexes() {
            let pairs = projection.indexes().flat_map(|b| (0..b).map(move |c| (b, c)));
            let expected = pairs.filter(|(b, c)| linked(a, *b) && linked(a, *c) && linked(*b, *c));
            prop_assert_eq!(found[a as usize], expected.count() as u64);
        }
    }

    #[test]
    fn communities_are_connected_and_no_worse_than_one((count, edges) in graphs()) {
        let projection = Projection::from_edges(count, &edges, true);
        let communities = ran(louvain(&projection, QUIET));
        prop_assert!(communities.modularity >= -1e-9 && communities.modularity < 1.0);
        let weak = ran(weak_components(&projection, QUIET));
        for node in projection.indexes() {
            let lowest = communities.of[node as usize];
            prop_assert_eq!(weak[node as usize], weak[lowest as usize]);
        }
    }

    #[test]
    fn three_nodes_are_connected_by_the_smallest_tree((count, edges) in graphs()) {
        let projection = Projection::from_edges(count, &edges, true);
        let wanted = [0, count / 2, count - 1];
        let tree = ran(connect(&projection, &wanted, QUIET));
        let weak = ran(weak_components(&projection, QUIET));
        let is_connected = wanted.iter().all(|node| weak[*node as usize] == weak[0]);
        prop_assert_eq!(!tree.is_empty(), is_connected);
        let size: usize = tree.iter().map(|way| way.relationships.len()).sum();
        let best = (0..1_u32 << count).filter(|set| wanted.iter().all(|node| set >> node & 1 == 1))
            .filter(|set| spans(&projection, *set)).map(|set| set.count_ones() as usize - 1).min();
        prop_assert_eq!(best, is_connected.then_some(size));
    }
}

/// Whether the nodes of a bit set are connected among themselves.
fn spans(projection: &Projection, set: u32) -> bool {
    let mut reached = set & set.wrapping_neg();
    loop {
        let mut next = reached;
        for node in projection.indexes().filter(|node| reached >> node & 1 == 1) {
            next = projection.outgoing(node).iter().fold(next, |next, end| next | (set & 1 << end));
        }
        if next == reached {
            return reached == set;
        }
        reached = next;
    }
}

#[test]
fn long_chains_do_not_overflow_the_stack() {
    let count = 300_000;
    let edges: Vec<_> = (1..count).map(|node| (node - 1, node, 1.0)).collect();
    let chain = Projection::from_edges(count, &edges, false);
    let strong = ran(strong_components(&chain, QUIET));
    assert!(strong.iter().enumerate().all(|(node, component)| node == *component as usize));
    let reached = ran(breadth_first(&chain, &[0], NONE, |_| false, QUIET));
    assert_eq!(reached.route(count - 1).map(|way| way.relationships.len()), Some(299_999));
}

#[test]
fn a_tick_ends_the_work() {
    let edges: Vec<_> = (1..50_000).map(|node| (node - 1, node, 1.0)).collect();
    let chain = Projection::from_edges(50_000, &edges, true);
    let stop: Tick<'_> = &|| Err(Error::new(ErrorCode::Cancelled, "enough"));
    let ends = [
        betweenness(&chain, stop).map(|_| ()),
        closeness(&chain, stop).map(|_| ()),
        page_rank(&chain, PageRank::default(), stop).map(|_| ()),
        louvain(&chain, stop).map(|_| ()),
        label_propagation(&chain, 10, stop).map(|_| ()),
        k_shortest(&chain, 0, 9, 3, stop).map(|_| ()),
    ];
    for end in ends {
        assert_eq!(end.map_err(|error| error.code()), Err(ErrorCode::Cancelled));
    }
}
