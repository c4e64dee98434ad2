// Mouse, fingers and keys.

const pointers = new Map();
let held = null;
let pinch = 0;

function nodeAt(place) {
  for (let at = visible.nodes.length - 1; at >= 0; at--) {
    const node = visible.nodes[at];
    if (Math.abs(place.x - node.x) <= node.w / 2 && Math.abs(place.y - node.y) <= node.h / 2) return node;
  }
  return null;
}

function factAt(place) {
  const reach = 6 / view.scale;
  const box = { left: place.x - reach, right: place.x + reach, top: place.y - reach, bottom: place.y + reach };
  let best = null, least = reach;
  for (const fact of visible.facts) {
    const curve = course(fact);
    if (!inView(curve, box)) continue;
    const steps = 8 * (curve.length - 2) / 2;
    for (let step = 0; step <= steps; step++) {
      const point = pointOn(curve, Math.min(0.9999, step / steps));
      const away = Math.hypot(point.x - place.x, point.y - place.y);
      if (away < least) [best, least] = [fact, away];
    }
  }
  return best;
}

function at(event) {
  const box = canvas.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function pressed(event) {
  canvas.setPointerCapture(event.pointerId);
  const place = at(event);
  pointers.set(event.pointerId, place);
  held = { node: nodeAt(under(place.x, place.y)), start: place, isMoved: false };
  canvas.classList.add("holding");
}

function moved(event) {
  const place = at(event), before = pointers.get(event.pointerId);
  if (!before) return hover(place);
  pointers.set(event.pointerId, place);
  if (pointers.size === 2) return pinched();
  if (!held) return;
  held.isMoved ||= Math.hypot(place.x - held.start.x, place.y - held.start.y) > 4;
  if (!held.isMoved) return;
  if (held.node) drag(held.node, under(place.x, place.y));
  else [view.x, view.y] = [view.x + place.x - before.x, view.y + place.y - before.y];
  redraw();
}

function drag(node, place) {
  [node.x, node.y] = [place.x, place.y];
  [node.fx, node.fy] = [place.x, place.y];
  node.facts.forEach((fact) => (fact.isRouted = false));
}

function pinched() {
  const [one, other] = [...pointers.values()];
  const distance = Math.hypot(one.x - other.x, one.y - other.y);
  if (pinch > 0) zoom(distance / pinch, (one.x + other.x) / 2, (one.y + other.y) / 2);
  pinch = distance;
  held = null;
}

function released(event) {
  const place = at(event);
  pointers.delete(event.pointerId);
  pinch = 0;
  canvas.classList.remove("holding");
  if (held?.node) delete held.node.fx, delete held.node.fy;
  if (held && !held.isMoved && event.type === "pointerup") select(held.node ?? factAt(under(place.x, place.y)));
  held = null;
}

function hover(screen) {
  const place = under(screen.x, screen.y);
  const node = nodeAt(place);
  const chosen = node ?? (view.scale > 0.2 && visible.facts.length < 3000 ? factAt(place) : null);
  if (chosen !== state.hovered) {
    state.hovered = chosen;
    redraw();
  }
  $("tip").hidden = !chosen;
  if (!chosen) return;
  $("tip").textContent = chosen.facts
    ? [chosen.name, chosen.labels.map((label) => `:${label}`).join(" "), `${chosen.facts.length} facts`].filter(Boolean).join("\n")
    : [`${chosen.source.name} ${chosen.verb} ${chosen.target.name}`, chosen.when, ...chosen.sources].filter(Boolean).join("\n");
  const stage = $("stage").getBoundingClientRect(), tip = $("tip").getBoundingClientRect();
  $("tip").style.left = `${Math.min(screen.x + 14, stage.width - tip.width - 4)}px`;
  $("tip").style.top = `${Math.min(screen.y + 14, stage.height - tip.height - 4)}px`;
}

// Chooses the nearest node in a direction.
function go(dx, dy) {
  const from = state.selected?.facts ? state.selected : null;
  if (!from) return select(visible.nodes[0] ?? null, true);
  let best = null, least = Infinity;
  for (const node of visible.nodes) {
    const along = (node.x - from.x) * dx + (node.y - from.y) * dy;
    const aside = Math.abs((node.x - from.x) * dy) + Math.abs((node.y - from.y) * dx);
    if (node !== from && along > 1 && along + 2 * aside < least) [best, least] = [node, along + 2 * aside];
  }
  if (best) select(best, true);
}

function pan(dx, dy) {
  view.x -= 80 * dx;
  view.y -= 80 * dy;
  redraw();
}

const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const keys = {
  "/": ["search", () => $("search").focus()],
  "+": ["zoom in", () => zoom(1.25)],
  "-": ["zoom out", () => zoom(0.8)],
  "0": ["show everything", fit],
  "d": ["dark or light", () => $("theme").click()],
  "t": ["timeline", () => showTab($("timeline").hidden ? "timeline" : "card")],
  "Escape": ["choose nothing", () => { state.found = new Set(); select(null); }],
  "?": ["these keys", () => showKeys()],
};

function showKeys() {
  const rows = Object.entries(keys).map(([key, [meaning]]) => [key, meaning]);
  rows.push(["arrows", "go from node to node"], ["Shift and arrows", "move the picture"]);
  $("keys").replaceChildren(element("h2", {}, "Keys"), propertyList(rows),
    element("button", { onclick: () => $("keys").close() }, "Close"));
  $("keys").showModal();
}

function typed(event) {
  const isField = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (isField || event.ctrlKey || event.metaKey || event.altKey || $("keys").open) return;
  const arrow = arrows[event.key];
  if (arrow && event.target === canvas) {
    (event.shiftKey ? pan : go)(...arrow);
    event.preventDefault();
  } else if (keys[event.key]) {
    keys[event.key][1]();
    event.preventDefault();
  }
}

function searchTyped(event) {
  const todo = {
    Enter: takeHit, ArrowDown: () => moveHit(1), ArrowUp: () => moveHit(-1),
    Escape: () => { $("search").value = ""; search(); canvas.focus(); },
  }[event.key];
  if (!todo) return;
  todo();
  event.preventDefault();
}
