//! RDF as N-Triples and Turtle.
//!
//! Reading: the subject and object of a triple are nodes, whose id is the IRI; `rdf:type` gives a label,
//! `rdfs:label` the name, a literal a property, an IRI or blank node as object a relationship. Labels,
//! types and keys are the last part of their IRIs, after `#` or `/`; where two end alike, the second
//! one keeps its whole IRI. A node without a name has the last part of its IRI for one. A literal in a
//! language has the language at its key, `motto@fr`; the English one of `rdfs:label`, or else the first,
//! becomes the name where there is none without. Several literals of one key are a list.
//!
//! Writing: what is no IRI becomes one that begins with [`BASE`], and comes back as it was. A
//! relationship with properties, or one of several of the same kind between the same nodes, is a
//! `rdf:Statement` beside its triple. Values that RDF has no literals for are of the datatype
//! `urn:amur:value`, whose texts are Cypher literals; so nothing is lost.

mod name;
mod read;
mod term;
mod write;

use super::Format;

/// What the IRIs begin with that stand for what has no IRI.
const BASE: &str = "urn:amur:";

/// The datatype of literals in Cypher.
const VALUE: &str = "urn:amur:value";

/// The namespaces of RDF, of its schema, and of the datatypes of XML.
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const RDFS_LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
const RDFS_RESOURCE: &str = "http://www.w3.org/2000/01/rdf-schema#Resource";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

/// The row of the table for N-Triples.
pub(super) const N_TRIPLES: Format = Format {
    name: "n-triples",
    endings: &["nt"],
    summary: "RDF, a triple a line",
    loses: "",
    sniff: Some(|head| first(head).is_some_and(is_triple)),
    read: Some(read::read_n_triples),
    write: Some(write::write_n_triples),
};

/// The row of the table for Turtle.
pub(super) const TURTLE: Format = Format {
    name: "turtle",
    endings: &["ttl", "turtle"],
    summary: "RDF in Turtle, with short names",
    loses: "",
    sniff: Some(|head| first(head).is_some_and(is_directive)),
    read: Some(read::read_turtle),
    write: Some(write::write_turtle),
};

/// The first line that says something.
fn first(head: &str) -> Option<&str> {
    head.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))
}

fn is_triple(line: &str) -> bool {
    let starts_well = line.starts_with('<') && line.contains("> <") || line.starts_with("_:");
    starts_well && line.contains(" <") && line.contains(':')
}

fn is_directive(line: &str) -> bool {
    let word = line.split_whitespace().next().unwrap_or_default();
    matches!(word, "@prefix" | "@base") || word.eq_ignore_ascii_case("prefix") && line.contains('<')
}

#[cfg(test)]
mod tests {
    use super::{N_TRIPLES, TURTLE};
    use crate::formats::{Format, OnFault, pg, read_text};
    use crate::graph::Graph;

    fn write(graph: &Graph, format: &Format) -> String {
        let mut out = Vec::new();
        let write = format.write.expect("it is written");
        let exported = write(graph.view(), &mut out).expect("memory has room");
        assert_eq!(exported.warnings, [""; 0]);
        String::from_utf8(out).expect("it is UTF-8")
    }

    fn read(text: &str, format: &Format) -> Graph {
        let mut graph = Graph::new();
        read_text(&mut graph, format, "t", text, OnFault::Stop).expect("it is right");
        graph.commit();
        graph
    }

    #[test]
    fn triples_become_a_graph() {
        let text = "@prefix s: <http://e.org/s#> . @prefix t: <http://e.org/t/> .\n\
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\
            s:omsk a s:City ; rdfs:label \"Omsk\", \"Омск\"@ru ; s:pop \"7\"^^xsd:long ; s:on \"1918-11-18\"^^xsd:date ;\n\
              s:tag \"a\", \"b\" ; t:tag \"c\" ; s:in s:Siberia_West ; s:at [ s:x 1.5 ; s:ok true ] .\n\
            s:motto rdfs:label \"Eins\"@de, \"One\"@en ; s:year \"1918\"^^xsd:gYear .";
        assert_eq!(
            write(&read(text, &TURTLE), &pg::FORMAT),
            "\"http://e.org/s#Siberia_West\" name:\"Siberia West\"\n\
             \"http://e.org/s#motto\" \"name@de\":\"Eins\" \"name@en\":\"One\" name:\"One\" year:\"1918\"\n\
             \"http://e.org/s#omsk\" :City \"http://e.org/t/tag\":\"c\" \"name@ru\":\"Омск\" name:\"Omsk\" on:\"=date('1918-11-18')\" pop:7 tag:\"a\",\"b\"\n\
             _:1 ok:true x:1.5\n\
             \"http://e.org/s#omsk\" -> \"http://e.org/s#Siberia_West\" :in\n\
             \"http://e.org/s#omsk\" -> _:1 :at\n"
        );
    }

    #[test]
    fn what_is_written_is_read() {
        let text = "a/b :A :\"B C\" aliases:\"x\" d:\"=date('0044-03-15')\" far:\"=date('-0044-03-15')\" name:\"<&\\\"\\n\\r\\t>\" t:true\n\
                    b e:\"=[]\" f:\"=NaN\",1.0 g:\"=[1, 1]\" \"name@fr\":\"B\" p:\"=point({x: 1.0, y: 2.0, crs: 'cartesian'})\" z:\"=duration('P1Y-3D')\"\n\
                    w :Q l:\"=localdatetime('1918-11-11T11:00:00')\" name:7 s:\"=datetime('1984-07-06T05:04:03+02:00[Europe/Stockholm]')\"\n\
                    _:1 :Q\n\
                    \"a/b\" -> b :\"KNOWS WELL\" source:\"s#1\"\n\"a/b\" -> b :\"KNOWS WELL\"\n\"a/b\" -> b :\"KNOWS WELL\"\nx: b -> b :R\n5: b -> b :R id:5\n_:1 -> b :R\n_:1 -> b :R on:\"1918\"\n";
        let graph = read(text, &pg::FORMAT);
        let expected = write(&graph, &pg::FORMAT);
        for format in [&N_TRIPLES, &TURTLE] {
            let rdf = write(&graph, format);
            assert_eq!(write(&read(&rdf, format), &pg::FORMAT), expected, "{rdf}");
        }
    }

    #[test]
    fn faults_have_their_places_and_the_rest_counts() {
        let text = "<http://e/a> <http://e/p> <http://e/b> .\n<http://e/a> nonsense .\n<http://e/a> <http://e/p> \"x\" .\n";
        let mut graph = Graph::new();
        let imported = read_text(&mut graph, &N_TRIPLES, "t.nt", text, OnFault::Reject)
            .expect("faults are left out");
        assert_eq!((imported.nodes, imported.relationships, imported.rejected.len()), (2, 1, 1));
        let fault = imported.rejected.iter().map(ToString::to_string).collect::<String>();
        assert!(fault.starts_with("t.nt:2:"), "{fault}");
        assert!(write(&graph, &pg::FORMAT).contains("p:\"x\""));
    }
}
