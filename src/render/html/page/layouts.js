// Where nodes stand: one function for each layout, and the simulation that pushes them apart.

const simulation = d3.forceSimulation(nodes).stop();

const layouts = {
  force: { title: "Forces", place: placeByForces },
  layers: { title: "Layers", place: placeInLayers },
  circle: { title: "Circle", place: placeInCircle },
  labels: { title: "By label", place: placeByLabel },
  time: { title: "By time", place: placeByTime },
};

const SMALL = 400;
const MILLISECONDS = 12;

function placeByForces() {
  const large = nodes.length > SMALL;
  for (const node of nodes) delete node.x, delete node.y, delete node.vx, delete node.vy;
  simulation.nodes(nodes)
    .force("link", d3.forceLink(facts).distance((fact) => 90 + fact.source.w / 2 + fact.target.w / 2)
      .strength((fact) => 1 / Math.min(fact.source.facts.length, fact.target.facts.length)))
    .force("charge", d3.forceManyBody().strength(large ? -260 : -700).theta(large ? 1.2 : 0.9).distanceMax(1500))
    .force("apart", d3.forceCollide((node) => Math.max(node.w * 0.52, node.h) + 4).iterations(large ? 1 : 2))
    .force("x", d3.forceX().strength(0.04))
    .force("y", d3.forceY().strength(0.07))
    .alpha(1).alphaDecay(large ? 0.04 : 0.0228);
  if (!large) while (simulation.alpha() > simulation.alphaMin()) simulation.tick();
}

// Lets a large graph go on moving, as long as a frame has time for it; says whether it moved.
function move() {
  if (current !== "force" || simulation.alpha() <= simulation.alphaMin()) return false;
  const end = performance.now() + MILLISECONDS;
  do simulation.tick(); while (performance.now() < end && simulation.alpha() > simulation.alphaMin());
  return true;
}

function placeInLayers() {
  nodes.forEach((node) => {
    [node.x, node.y] = node.layer.at;
    node.h = node.layer.h;
  });
  facts.forEach((fact) => (fact.isRouted = Boolean(fact.route)));
}

function placeInCircle() {
  const radius = Math.max(160, nodes.length * 24 / Math.PI);
  nodes.forEach((node, place) => {
    const angle = (place / nodes.length) * 2 * Math.PI - Math.PI / 2;
    node.x = 1.7 * radius * Math.cos(angle);
    node.y = radius * Math.sin(angle);
  });
}

function placeByLabel() {
  const groups = grouped((node) => node.labels[0] ?? "");
  const names = [...groups.keys()].sort();
  let x = 0;
  for (const name of names) {
    const group = groups.get(name);
    const columns = Math.ceil(Math.sqrt(group.length / 4));
    const width = Math.max(...group.map((node) => node.w)) + 40;
    group.forEach((node, place) => {
      node.x = x + (place % columns) * width + width / 2;
      node.y = Math.floor(place / columns) * 64;
    });
    x += columns * width + 120;
  }
}

function grouped(key) {
  const groups = new Map();
  for (const node of nodes) {
    if (!groups.has(key(node))) groups.set(key(node), []);
    groups.get(key(node)).push(node);
  }
  return groups;
}

// From left to right by the first date among a node's facts; what has none stands at the left.
function placeByTime() {
  const first = (node) => Math.min(...node.facts.map((fact) => fact.first ?? Infinity));
  const order = [...nodes].sort((one, other) => first(one) - first(other) || one.id - other.id);
  const undated = order.filter((node) => first(node) === Infinity);
  const dated = order.filter((node) => first(node) !== Infinity);
  const rows = Math.max(6, Math.ceil(Math.sqrt(nodes.length)));
  const place = (list, start) => list.forEach((node, at) => {
    node.x = start + Math.floor(at / rows) * 280;
    node.y = (at % rows) * 70 + (Math.floor(at / rows) % 2) * 35;
  });
  place(dated, 0);
  place(undated, -280 * Math.ceil(undated.length / rows) - 60);
}

let current = null;

function arrange(name) {
  current = name;
  facts.forEach((fact) => (fact.isRouted = false));
  nodes.forEach((node) => (node.h = node.low));
  layouts[name].place();
  fit();
}
