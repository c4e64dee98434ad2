// The canvas: nodes as boxes, facts as curves, and where the eye is.

const canvas = $("graph");
const context = canvas.getContext("2d");
const FONT = 'system-ui, "Noto Sans", "Noto Sans CJK JP", sans-serif';
const view = { x: 0, y: 0, scale: 1 };
const MOST_LABELS = 350;
let isDirty = true;

function redraw() {
  isDirty = true;
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

const palette = {};
function readColours() {
  for (const name of ["ground", "text", "soft", "edge", "line", "strong", "found"]) palette[name] = colour(name);
}

function resize() {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(canvas.clientWidth * ratio);
  canvas.height = Math.round(canvas.clientHeight * ratio);
  redraw();
}

function extent(list) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const node of list) {
    box.left = Math.min(box.left, node.x - node.w / 2);
    box.right = Math.max(box.right, node.x + node.w / 2);
    box.top = Math.min(box.top, node.y - node.h / 2);
    box.bottom = Math.max(box.bottom, node.y + node.h / 2);
  }
  return list.length ? box : { left: -100, top: -100, right: 100, bottom: 100 };
}

function fit() {
  const box = extent(visible.nodes);
  const width = canvas.clientWidth, height = canvas.clientHeight;
  const scale = Math.min(width / (box.right - box.left + 60), height / (box.bottom - box.top + 60), 1.4);
  view.scale = Math.max(scale, 0.02);
  view.x = width / 2 - view.scale * (box.left + box.right) / 2;
  view.y = height / 2 - view.scale * (box.top + box.bottom) / 2;
  redraw();
}

function centre(node) {
  view.scale = Math.max(view.scale, 0.8);
  view.x = canvas.clientWidth / 2 - view.scale * node.x;
  view.y = canvas.clientHeight / 2 - view.scale * node.y;
  redraw();
}

function zoom(factor, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) {
  const scale = Math.min(6, Math.max(0.02, view.scale * factor));
  view.x = x - (x - view.x) * scale / view.scale;
  view.y = y - (y - view.y) * scale / view.scale;
  view.scale = scale;
  redraw();
}

// The place in the graph of a place on the screen.
function under(x, y) {
  return { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale };
}

// Where a line from a node's middle towards a place leaves its box.
function border(node, x, y) {
  const dx = x - node.x, dy = y - node.y;
  if (dx === 0 && dy === 0) return { x: node.x, y: node.y };
  const reach = 1 / Math.max(Math.abs(dx) / (node.w / 2 + 2), Math.abs(dy) / (node.h / 2 + 2));
  return { x: node.x + dx * Math.min(1, reach), y: node.y + dy * Math.min(1, reach) };
}

// The points of a fact's course: a start, and three for each cubic curve.
function course(fact) {
  if (fact.isRouted) return fact.route;
  const { source, target } = fact;
  if (source === target) {
    const x = source.x, top = source.y - source.h / 2, size = 34 + 16 * fact.place;
    return [x - 14, top, x - size, top - size, x + size, top - size, x + 14, top];
  }
  const dx = target.x - source.x, dy = target.y - source.y, length = Math.hypot(dx, dy) || 1;
  const middle = {
    x: (source.x + target.x) / 2 - (dy / length) * fact.bend,
    y: (source.y + target.y) / 2 + (dx / length) * fact.bend,
  };
  const start = border(source, middle.x, middle.y), end = border(target, middle.x, middle.y);
  const control = { x: 2 * middle.x - (start.x + end.x) / 2, y: 2 * middle.y - (start.y + end.y) / 2 };
  const towards = (from) => [from.x + (control.x - from.x) * 2 / 3, from.y + (control.y - from.y) * 2 / 3];
  return [start.x, start.y, ...towards(start), ...towards(end), end.x, end.y];
}

function pointOn(curve, part) {
  const curves = (curve.length - 2) / 6;
  const at = Math.min(curves - 1, Math.floor(part * curves));
  const t = part * curves - at, s = 1 - t, p = curve.slice(at * 6, at * 6 + 8);
  const mix = (a, b, c, d) => s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
  return { x: mix(p[0], p[2], p[4], p[6]), y: mix(p[1], p[3], p[5], p[7]) };
}

// The places along its course where a fact's label may stand, the best one first.
function labelPlaces(fact, curve) {
  if (fact.isRouted) return [{ x: fact.middle[0], y: fact.middle[1] }];
  return [0.5, 0.38, 0.62, 0.28, 0.72].map((part) => pointOn(curve, part));
}

function inView(curve, box) {
  let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
  for (let at = 0; at < curve.length; at += 2) {
    left = Math.min(left, curve[at]); right = Math.max(right, curve[at]);
    top = Math.min(top, curve[at + 1]); bottom = Math.max(bottom, curve[at + 1]);
  }
  return right > box.left && left < box.right && bottom > box.top && top < box.bottom;
}

// What is near to the chosen node or fact, or nothing if all is equally near.
function near() {
  const chosen = state.hovered ?? state.selected;
  if (!chosen) return null;
  if (chosen.facts) {
    return new Set([chosen, ...chosen.facts, ...chosen.facts.flatMap((fact) => [fact.source, fact.target])]);
  }
  return new Set([chosen, chosen.source, chosen.target]);
}

function drawFact(pen, fact, curve, scale, isStrong) {
  pen.strokeStyle = pen.fillStyle = isStrong ? palette.strong : palette.line;
  pen.lineWidth = Math.max(isStrong ? 2 : 1.1, 0.5 / scale);
  pen.beginPath();
  pen.moveTo(curve[0], curve[1]);
  for (let at = 2; at < curve.length; at += 6) pen.bezierCurveTo(...curve.slice(at, at + 6));
  pen.stroke();
  const end = curve.length - 2, tip = { x: curve[end], y: curve[end + 1] };
  const before = pointOn(curve, 1 - 0.06 / ((curve.length - 2) / 6));
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x), size = isStrong ? 10 : 8;
  pen.beginPath();
  pen.moveTo(tip.x, tip.y);
  pen.lineTo(tip.x - size * Math.cos(angle - 0.4), tip.y - size * Math.sin(angle - 0.4));
  pen.lineTo(tip.x - size * Math.cos(angle + 0.4), tip.y - size * Math.sin(angle + 0.4));
  pen.fill();
}

function drawFactLabel(pen, fact, place) {
  pen.textAlign = "center";
  pen.lineWidth = 3;
  pen.lineJoin = "round";
  pen.strokeStyle = palette.ground;
  pen.font = `11px ${FONT}`;
  pen.fillStyle = palette.text;
  pen.strokeText(fact.short, place.x, place.y - 4);
  pen.fillText(fact.short, place.x, place.y - 4);
  if (!fact.when) return;
  pen.font = `10px ${FONT}`;
  pen.fillStyle = palette.soft;
  pen.strokeText(fact.when, place.x, place.y + 12);
  pen.fillText(fact.when, place.x, place.y + 12);
}

function drawNode(pen, node, scale) {
  const left = node.x - node.w / 2, top = node.y - node.h / 2;
  pen.fillStyle = node.colour;
  pen.beginPath();
  pen.roundRect(left, top, node.w, node.h, 7);
  pen.fill();
  const isChosen = node === state.selected, isFound = state.found.has(node);
  pen.strokeStyle = isFound ? palette.found : isChosen ? palette.strong : "#0006";
  pen.lineWidth = isChosen || isFound ? 3 / Math.min(1, scale) : 0.8;
  pen.stroke();
  if (scale < 0.28) return;
  pen.fillStyle = "#111";
  pen.textAlign = "center";
  pen.font = `13px ${FONT}`;
  node.lines.forEach((line, place) => {
    pen.fillText(line, node.x, node.y + 4.7 + 17 * (place - (node.lines.length - 1) / 2), node.w - 6);
  });
}

// Where boxes are too small to be read, the names of those with most facts stand above them all.
function drawLandmarks(pen, list, scale) {
  if (scale >= 0.28) return;
  const size = 12 / scale;
  pen.font = `600 ${size}px ${FONT}`;
  pen.textAlign = "center";
  pen.lineWidth = 4 / scale;
  pen.strokeStyle = palette.ground;
  pen.fillStyle = palette.text;
  const chosen = list.filter((node) => state.found.has(node) || node === state.selected);
  const taken = [];
  for (const node of [...chosen, ...landmarks]) {
    const width = (node.lines[0].length * size) / 1.8;
    const isTaken = taken.some((other) =>
      Math.abs(other.x - node.x) < (other.width + width) / 2 && Math.abs(other.y - node.y) < size * 1.4);
    if (isTaken || !labelIsOn(node)) continue;
    taken.push({ x: node.x, y: node.y, width });
    pen.strokeText(node.lines[0], node.x, node.y + size / 3);
    pen.fillText(node.lines[0], node.x, node.y + size / 3);
    if (taken.length > 40) break;
  }
}

let landmarks = [];

// From afar: all arrows as one line each in one stroke, all boxes of a colour in one fill.
const FAR = 0.22;

function drawFar(pen, scale, box, close) {
  pen.strokeStyle = palette.line;
  pen.lineWidth = 0.7 / scale;
  pen.globalAlpha = close ? 0.15 : 0.5;
  pen.beginPath();
  for (const { source, target } of visible.facts) {
    if (Math.max(source.x, target.x) < box.left || Math.min(source.x, target.x) > box.right) continue;
    if (Math.max(source.y, target.y) < box.top || Math.min(source.y, target.y) > box.bottom) continue;
    pen.moveTo(source.x, source.y);
    pen.lineTo(target.x, target.y);
  }
  pen.stroke();
  for (const fact of visible.facts) {
    if (!close?.has(fact)) continue;
    pen.globalAlpha = 1;
    drawFact(pen, fact, course(fact), scale, true);
  }
}

function drawFarNodes(pen, scale, inside, close) {
  const groups = new Map();
  for (const node of inside) {
    const alpha = visible.quiet.has(node) ? 0.25 : close && !close.has(node) ? 0.35 : 1;
    const style = `${node.colour} ${alpha}`;
    if (!groups.has(style)) groups.set(style, { colour: node.colour, alpha, boxes: [] });
    groups.get(style).boxes.push(node);
  }
  for (const { colour, alpha, boxes } of groups.values()) {
    pen.fillStyle = colour;
    pen.globalAlpha = alpha;
    for (const { x, y, w, h } of boxes) pen.fillRect(x - w / 2, y - h / 2, w, h);
  }
  pen.globalAlpha = 1;
  for (const node of inside) {
    if (node === state.selected || state.found.has(node)) drawNode(pen, node, scale);
  }
}

// Close by: every arrow with its course and its label, every box with its name.
function drawNear(pen, scale, box, close) {
  const seen = [];
  for (const fact of visible.facts) {
    const curve = course(fact);
    if (!inView(curve, box)) continue;
    const isStrong = Boolean(close?.has(fact));
    pen.globalAlpha = close && !isStrong ? 0.12 : 1;
    drawFact(pen, fact, curve, scale, isStrong);
    seen.push([fact, curve, isStrong]);
  }
  return seen;
}

// Labels where there is room for them; the others show as soon as one comes closer.
function drawLabels(pen, scale, seen, close, inside) {
  pen.globalAlpha = 1;
  const areNamed = !close && seen.length < MOST_LABELS && scale > 0.45;
  const taken = inside.filter((node) => !close || close.has(node));
  const isFree = (one) => !taken.some((other) =>
    Math.abs(one.x - other.x) < (one.w + other.w) / 2 && Math.abs(one.y - other.y) < (one.h + other.h) / 2);
  for (const [fact, curve, isStrong] of seen) {
    if (!isStrong && !areNamed) continue;
    const w = Math.max(fact.short.length * 6, (fact.when ?? "").length * 5.4), h = fact.when ? 30 : 18;
    const place = labelPlaces(fact, curve).map((one) => ({ ...one, w, h })).find((one) => fact.isRouted || isFree(one));
    if (!place) continue;
    taken.push(place);
    drawFactLabel(pen, fact, place);
  }
}

function drawAll(pen, scale, box) {
  const close = near();
  const inside = visible.nodes.filter((node) =>
    node.x + node.w > box.left && node.x - node.w < box.right && node.y + node.h > box.top && node.y - node.h < box.bottom);
  if (scale < FAR) {
    drawFar(pen, scale, box, close);
    drawFarNodes(pen, scale, inside, close);
  } else {
    const seen = drawNear(pen, scale, box, close);
    for (const node of inside) {
      pen.globalAlpha = visible.quiet.has(node) ? 0.25 : close && !close.has(node) ? 0.35 : 1;
      drawNode(pen, node, scale);
    }
    drawLabels(pen, scale, seen, close, inside);
  }
  pen.globalAlpha = 1;
  drawLandmarks(pen, inside, scale);
}

function frame() {
  if (move()) redraw();
  if (isDirty) {
    isDirty = false;
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = palette.ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.setTransform(ratio * view.scale, 0, 0, ratio * view.scale, ratio * view.x, ratio * view.y);
    const start = under(0, 0), end = under(canvas.clientWidth, canvas.clientHeight);
    drawAll(context, view.scale, { left: start.x, top: start.y, right: end.x, bottom: end.y });
  }
  requestAnimationFrame(frame);
}

// Everything that is to be seen, as a file.
function exportPng() {
  const box = extent(visible.nodes);
  const room = { left: box.left - 40, top: box.top - 60, right: box.right + 40, bottom: box.bottom + 40 };
  const width = room.right - room.left, height = room.bottom - room.top;
  const scale = Math.min(2, 8192 / width, 8192 / height);
  const sheet = document.createElement("canvas");
  sheet.width = Math.ceil(width * scale);
  sheet.height = Math.ceil(height * scale);
  const pen = sheet.getContext("2d");
  pen.fillStyle = palette.ground;
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.setTransform(scale, 0, 0, scale, -room.left * scale, -room.top * scale);
  drawAll(pen, scale, room);
  const link = document.createElement("a");
  link.download = "graph.png";
  link.href = sheet.toDataURL("image/png");
  link.click();
}
