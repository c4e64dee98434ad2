//! The subgraph of a result in the formats of files, for `--format` and pipes.

use std::io::{self, Write};

use super::{Content, Rendering, Subgraph, SubgraphRenderer};
use crate::formats;

macro_rules! renderings {
    ($($constant:ident = $name:literal, $summary:literal;)+) => {
        $(pub(super) const $constant: Rendering = Rendering {
            name: $name,
            // Files of these kinds go through the format itself.
            endings: &[],
            summary: $summary,
            content: Content::Subgraph,
            make: |out, _look| {
                SubgraphRenderer::boxed(out, |subgraph, out| write($name, subgraph, out))
            },
        };)+
    };
}

renderings! {
    PG = "pg", "the subgraph in PG, one fact a line";
    PG_JSON = "pg-json", "the subgraph in PG-JSON";
    PG_JSONL = "pg-jsonl", "the subgraph in PG-JSONL, a node or edge a line";
    GRAPHML = "graphml", "the subgraph in GraphML, for Gephi, yEd, NetworkX";
    GEXF = "gexf", "the subgraph in GEXF, for Gephi";
    JSON_GRAPH = "json-graph", "the subgraph in JSON Graph";
    NODE_LINK = "node-link", "the subgraph in node-link, the JSON of NetworkX and d3";
    N_TRIPLES = "n-triples", "the subgraph in RDF, a triple a line";
    TURTLE = "turtle", "the subgraph in RDF, in Turtle";
}

/// Writes the subgraph of a whole result in the format of this name.
fn write(format: &str, subgraph: &Subgraph, out: &mut dyn Write) -> io::Result<()> {
    let unknown = || io::Error::other(format!("there is no format `{format}`"));
    let write = formats::find_format(format).and_then(|format| format.write).ok_or_else(unknown)?;
    let graph = subgraph.to_graph().map_err(io::Error::other)?;
    write(graph.view(), out).map(|_| ()).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use crate::database::Database;
    use crate::render::{Look, RENDERERS, render};

    #[test]
    fn the_subgraph_of_a_result_can_be_had_in_every_format() {
        let mut session = Database::in_memory().session();
        let text = "CREATE (:A {id: 'a'})-[r:R {on: '1918'}]->(:B {id: 'b'}) RETURN r";
        let result = session.run(text, ()).expect("it can be made");
        for (name, part) in [
            ("pg", "a -> b :R on:\"1918\""),
            ("pg-json", "\"from\": \"a\""),
            ("graphml", "target=\"b\""),
            ("gexf", "target=\"b\""),
            ("json-graph", "\"relation\":\"R\""),
            ("node-link", "\"target\":\"b\""),
            ("n-triples", "<urn:amur:node:a> <urn:amur:type:R> <urn:amur:node:b> ."),
            ("turtle", "type:R"),
        ] {
            let rendering = RENDERERS.iter().find(|rendering| rendering.name == name);
            let rendering = rendering.expect("it is in the table");
            let mut out = Vec::new();
            render(&result, rendering, Look::default(), &mut out).expect("there is room");
            let text = String::from_utf8(out).expect("it is UTF-8");
            assert!(text.contains(part), "{name}: {text}");
        }
    }
}
