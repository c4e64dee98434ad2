// Three inputs, of which the second one fails.
CREATE (:A {x: 1});
MATCH (n)
RETURN m;
MATCH (n) RETURN count(n) AS n;
