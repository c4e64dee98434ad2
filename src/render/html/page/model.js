// What the page knows: nodes and facts out of the data, and what of them is to be seen.

const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);

const nodes = data.nodes.map((node, id) => ({ ...node, id, low: node.h, facts: [], folded: fold(node.name) }));
const facts = data.facts.map((fact, id) => ({
  ...fact, id, source: nodes[fact.from], target: nodes[fact.to], bend: 0,
}));

const state = {
  labels: new Set(data.labels.map((label) => label.name)),
  verbs: new Set(facts.map((fact) => fact.verb)),
  day: null, possible: false, undated: true,
  selected: null, hovered: null, found: new Set(),
};

const visible = { nodes, facts, quiet: new Set() };

// A text as it is searched for: without case and accents.
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// Gives each fact between the same two nodes a bend of its own.
function bendFacts() {
  const pairs = new Map();
  for (const fact of facts) {
    fact.source.facts.push(fact);
    if (fact.source !== fact.target) fact.target.facts.push(fact);
    const pair = [fact.from, fact.to].sort((one, other) => one - other).join(" ");
    if (!pairs.has(pair)) pairs.set(pair, []);
    pairs.get(pair).push(fact);
  }
  for (const pair of pairs.values()) {
    pair.forEach((fact, place) => {
      const offset = (place - (pair.length - 1) / 2) * 34;
      fact.bend = fact.from <= fact.to ? offset : -offset;
      fact.place = place;
    });
  }
}

// Whether a fact is known to hold on the chosen day, or may hold if that is enough.
function holds(fact) {
  if (state.day === null) return true;
  if (!fact.dated) return state.undated;
  const span = state.possible ? fact.maybe : fact.sure;
  if (!span) return false;
  return (span[0] === null || span[0] <= state.day) && (span[1] === null || state.day <= span[1]);
}

function labelIsOn(node) {
  return node.labels.length === 0 || node.labels.some((label) => state.labels.has(label));
}

// Finds out anew what is to be seen.
function refilter() {
  visible.nodes = nodes.filter(labelIsOn);
  const shown = new Set(visible.nodes);
  visible.facts = facts.filter((fact) =>
    state.verbs.has(fact.verb) && shown.has(fact.source) && shown.has(fact.target) && holds(fact));
  // A node none of whose facts holds then steps back; without a date, all stand alike.
  const held = new Set(visible.facts.flatMap((fact) => [fact.source, fact.target]));
  visible.quiet = new Set(
    state.day === null ? [] : visible.nodes.filter((node) => node.facts.length > 0 && !held.has(node)));
  $("count").textContent =
    `${visible.nodes.length} of ${nodes.length} nodes, ${visible.facts.length} of ${facts.length} facts`;
  redraw();
}
