"""Opens a graph with other people's programs and prints how many nodes and edges they find.

    count.py JUDGE FILE

Ends with 77 where the program is not installed.
"""

import sys


def networkx(path):
    import networkx

    read = networkx.read_gexf if path.endswith(".gexf") else networkx.read_graphml
    graph = read(path)
    return graph.number_of_nodes(), graph.number_of_edges()


def node_link(path):
    import json
    import networkx

    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    graph = networkx.node_link_graph(data, edges="edges")
    return graph.number_of_nodes(), graph.number_of_edges()


def igraph(path):
    import igraph

    graph = igraph.Graph.Read_GraphML(path)
    return graph.vcount(), graph.ecount()


def rdflib(path):
    """Nodes are ours and the blank ones; edges are statements, and triples that no statement is about."""
    import rdflib

    graph = rdflib.Graph()
    graph.parse(path, format="nt" if path.endswith(".nt") else "turtle")
    edges = set(graph.subjects(rdflib.RDF.type, rdflib.RDF.Statement))
    is_node = lambda one: isinstance(one, rdflib.BNode) or str(one).startswith("urn:amur:node:")
    nodes = {one for one in graph.all_nodes() if is_node(one) and one not in edges}
    parts = ("subject", "predicate", "object")
    told = {tuple(graph.value(one, rdflib.RDF[part]) for part in parts) for one in edges}
    is_edge = lambda triple: str(triple[1]).startswith("urn:amur:type:") and triple not in told
    return len(nodes), len(edges) + len([triple for triple in graph if is_edge(triple)])


def pgformat(path):
    from pgformat import parseGraph

    with open(path, encoding="utf-8") as file:
        graph = parseGraph(file.read())
    graph = graph if isinstance(graph, dict) else graph.__dict__
    return len(graph["nodes"]), len(graph["edges"])


def schema(path):
    """The published schema of PG-JSON, whose rules are few enough to stand here."""
    import json
    import jsonschema

    name = {"type": "string", "minLength": 1}
    labels = {"type": "array", "items": name, "uniqueItems": True}
    scalar = {"type": ["string", "number", "boolean"]}
    values = {"type": "array", "minItems": 1, "items": scalar}
    properties = {"type": "object", "propertyNames": {"minLength": 1}, "additionalProperties": values}

    def exactly(required, more):
        known = {**required, **more}
        return {"type": "object", "properties": known, "required": list(required), "additionalProperties": False}

    own = {"labels": labels, "properties": properties}
    node = exactly({"id": name, **own}, {})
    edge = exactly({"from": name, "to": name, **own}, {"id": name, "undirected": {"type": "boolean"}})
    lists = {"nodes": {"type": "array", "items": node}, "edges": {"type": "array", "items": edge}}
    with open(path, encoding="utf-8") as file:
        graph = json.load(file)
    jsonschema.validate(graph, exactly(lists, {}))
    return len(graph["nodes"]), len(graph["edges"])


JUDGES = {
    "networkx": networkx,
    "node-link": node_link,
    "igraph": igraph,
    "rdflib": rdflib,
    "pgformat": pgformat,
    "schema": schema,
}

if __name__ == "__main__":
    try:
        print(*JUDGES[sys.argv[1]](sys.argv[2]))
    except ImportError as error:
        print(error, file=sys.stderr)
        sys.exit(77)
