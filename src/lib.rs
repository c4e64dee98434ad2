//! Amur: an embedded knowledge graph that you ask, in sentences and in openCypher.
