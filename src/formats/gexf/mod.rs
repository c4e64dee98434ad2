//! GEXF 1.2 and 1.3, as Gephi and `NetworkX` write it.
//!
//! - A node's `label` is its property `name`, an edge's `label` its type; without one it is
//!   `RELATED_TO`, or what its attribute `kind` says. Labels of nodes are the attribute `labels`.
//! - Of dynamic graphs the times of nodes and edges become `from` and `until`; where the values of
//!   attributes change with time, all of them are kept in a list, without their times.
//! - A `weight` other than 1 is the property `weight`. Colours, sizes and positions are passed over.
//! - Ids of edges mean something in their file only, unless the attribute `id` repeats them.
//! - An undirected edge has the property `undirected: true`.

mod element;
mod read;
mod write;

use super::Format;

/// The property of a relationship that stands for an edge without direction.
const UNDIRECTED: &str = "undirected";

/// The type of a relationship that has none in its file.
const NO_LABEL: &str = "RELATED_TO";

/// The row of the table.
pub(super) const FORMAT: Format = Format {
    name: "gexf",
    endings: &["gexf"],
    summary: "GEXF, for Gephi and NetworkX",
    loses: "dates, times, durations, points, maps and mixed lists become texts",
    sniff: Some(|head| head.trim_start().starts_with('<') && head.contains("<gexf")),
    read: Some(read::read),
    write: Some(write::write),
};

#[cfg(test)]
mod tests {
    use super::FORMAT;
    use crate::formats::testing::{self, as_pg};
    use crate::formats::{OnFault, pg, read_text};
    use crate::graph::Graph;

    fn read(text: &str) -> Graph {
        testing::read(&FORMAT, text)
    }

    #[test]
    fn files_of_other_programs_are_read() {
        let text = "<gexf version='1.3'><graph mode='dynamic' timeformat='date' defaultedgetype='undirected'>\
            <attributes class='node' mode='static'><attribute id='0' title='age' type='integer'><default>7</default></attribute>\
            <attribute id='1' title='tags' type='liststring'/></attributes>\
            <attributes class='edge' mode='dynamic'><attribute id='0' title='w' type='double'/></attributes>\
            <nodes count='2'><node id='a' label='Omsk' start='1918-11-18' end='1919'><attvalues><attvalue for='1' value='x|y'/></attvalues>\
            <viz:color r='1'/><nodes><node id='c' label='c' pid='a'/></nodes></node>\
            <node id='b' label='B'><spells><spell start='1918'/><spell end='1920'/></spells><attvalues><attvalue id='0' value='9'/></attvalues></node></nodes>\
            <edges><edge id='0' source='a' target='b' label='near' type='directed' weight='2.5'>\
            <attvalues><attvalue for='0' value='1' start='1918'/><attvalue for='0' value='2' start='1919'/></attvalues></edge>\
            <edge id='1' source='b' target='a' weight='1.0' kind='far'/></edges></graph></gexf>";
        assert_eq!(
            as_pg(&read(text)),
            "a age:7 from:\"1918-11-18\" name:\"Omsk\" tags:\"x\",\"y\" until:\"1919\"\n\
             b age:9 from:\"1918\" name:\"B\" until:\"1920\"\n\
             c age:7 name:\"c\"\n\
             a -> b :near w:1.0,2.0 weight:2.5\n\
             b -- a :far\n"
        );
    }

    #[test]
    fn what_is_written_is_read() {
        let text = "a :A :\"B C\" aliases:\"x\" label:\"l\" name:\"<&\\\"\\n\\r\\t>\" tags:\"=['x|y']\" t:true\n\
                    b :labels empty:\"\" n:1.0,2.5 none:\"=[]\" z:-7\n_:1 name:5\n\
                    x: a -> b :KNOWS label:\"l\" n:1.0 source:\"s#1\" weight:1.0\n5: a -> b :KNOWS id:5 n:\"one\"\na -- b :R\n";
        let mut graph = Graph::new();
        read_text(&mut graph, &pg::FORMAT, "t.pg", text, OnFault::Stop).expect("it is right");
        graph.commit();
        let mut out = Vec::new();
        let exported =
            FORMAT.write.expect("it is written")(graph.view(), &mut out).expect("memory has room");
        assert_eq!(exported.warnings, [""; 0]);
        let xml = String::from_utf8(out).expect("it is UTF-8");
        assert_eq!(as_pg(&read(&xml)), as_pg(&graph), "{xml}");
    }

    #[test]
    fn faults_have_their_places_and_the_rest_counts() {
        let text = "<gexf><graph><attributes class='node'><attribute id='0' title='n' type='integer'/></attributes>\n<nodes>\n<node/>\n\
            <node id='a'><attvalues><attvalue for='0' value='x'/><attvalue for='9' value='x'/></attvalues></node></nodes>\n<edges><edge source='a'/></edges></graph></gexf>";
        let mut graph = Graph::new();
        let imported = read_text(&mut graph, &FORMAT, "t.gexf", text, OnFault::Reject)
            .expect("faults are left out");
        let faults: Vec<_> = imported.rejected.iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            [
                "t.gexf:3:1: the node has no `id`",
                "t.gexf:4:25: `n`: expected a whole number of 64 bits, but found `x`",
                "t.gexf:4:54: the value is of the attribute `9`, which is nowhere defined",
                "t.gexf:5:8: the edge has no `target`",
            ]
        );
    }
}
