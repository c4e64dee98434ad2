// The words around the picture: cards, timeline, filters, search. All text goes in as text.

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "style") made.style.cssText = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function nameButton(node) {
  return element("button", { class: "name", onclick: () => select(node, true) }, node.name);
}

function propertyList(entries) {
  return element("dl", {}, ...entries.flatMap(([key, value]) => [element("dt", {}, key), element("dd", {}, value)]));
}

function labelChips(node) {
  const colours = new Map(data.labels.map((label) => [label.name, label.colour]));
  return element("div", { class: "labels" }, ...node.labels.map((label) =>
    element("span", { style: `background:${colours.get(label) ?? "#ddd"}` }, label)));
}

function factRow(fact, other) {
  return element("li", holds(fact) ? {} : { class: "off" },
    other ? nameButton(other) : element("span", {}, nameButton(fact.source), ` ${fact.verb} `, nameButton(fact.target)),
    fact.when ? element("span", { class: "when" }, fact.when) : null,
    ...fact.sources.map((source) => element("span", { class: "source" }, source)),
    ...fact.properties.map(([key, value]) => element("span", { class: "when" }, `${key}: ${value}`)));
}

function nodeCard(node) {
  const groups = new Map();
  for (const fact of node.facts) {
    const isOut = fact.source === node;
    const title = isOut ? `${fact.verb} →` : `← ${fact.verb}`;
    if (!groups.has(title)) groups.set(title, []);
    groups.get(title).push([fact, isOut ? fact.target : fact.source]);
  }
  const byTime = ([one], [other]) => (one.first ?? Infinity) - (other.first ?? Infinity);
  const sections = [...groups].sort().flatMap(([title, rows]) => [
    element("h3", {}, title),
    element("ul", { class: "facts" }, ...rows.sort(byTime).map(([fact, other]) => factRow(fact, other))),
  ]);
  const sources = node.sources.length
    ? [element("h3", {}, "Sources"), element("ul", { class: "facts" }, ...node.sources.map((one) => element("li", {}, one)))]
    : [];
  return [element("h2", {}, node.name), labelChips(node), propertyList(node.properties), ...sections, ...sources];
}

function factCard(fact) {
  return [element("h2", {}, `${fact.source.name} ${fact.verb} ${fact.target.name}`),
    element("ul", { class: "facts" }, factRow(fact))];
}

function showCard() {
  const chosen = state.selected;
  const hint = [element("p", {}, "Click a node or an arrow to see what is known of it, and where from.")];
  $("card").replaceChildren(...(!chosen ? hint : chosen.facts ? nodeCard(chosen) : factCard(chosen)));
}

let eventsShown = 200;

function showTimeline() {
  if ($("timeline").hidden) return;
  const events = visible.facts.filter((fact) => fact.dated)
    .sort((one, other) => (one.first ?? -Infinity) - (other.first ?? -Infinity) || one.id - other.id);
  const [first, last] = data.time ?? [0, 1];
  const part = (day, open) => 100 * ((day ?? open) - first) / Math.max(1, last - first);
  const rows = events.slice(0, eventsShown).map((fact) => {
    const start = part(fact.first, first), end = part(fact.last, last);
    return element("li", {},
      element("strong", {}, fact.when), " ",
      element("button", { class: "name", onclick: () => select(fact, true) },
        `${fact.source.name} ${fact.verb} ${fact.target.name}`),
      element("span", { class: "bar" }, element("i", { style: `left:${start}%;width:${Math.max(0.5, end - start)}%` })));
  });
  const more = () => { eventsShown += 500; showTimeline(); };
  $("timeline").replaceChildren(
    element("ul", { class: "facts" }, ...rows),
    events.length === 0 ? element("p", {}, "No dated fact is shown.") : "",
    events.length > eventsShown ? element("button", { onclick: more }, `${events.length - eventsShown} more`) : "");
}

function showTab(name) {
  for (const one of ["card", "timeline"]) {
    $(one).hidden = one !== name;
    $(`tab-${one}`).setAttribute("aria-selected", String(one === name));
  }
  showTimeline();
}

function select(chosen, isShown = false) {
  state.selected = chosen;
  if (chosen && isShown) centre(chosen.facts ? chosen : chosen.source);
  if (chosen) showTab("card");
  showCard();
  $("said").textContent = !chosen ? "" : chosen.facts
    ? `${chosen.name}, ${chosen.labels.join(", ")}, ${chosen.facts.length} facts`
    : `${chosen.source.name} ${chosen.verb} ${chosen.target.name}`;
  redraw();
}

function filterRow(set, name, count, chipColour) {
  const box = element("input", { type: "checkbox" });
  box.checked = set.has(name);
  box.addEventListener("change", () => {
    if (box.checked) set.add(name); else set.delete(name);
    changed();
  });
  const chip = chipColour ? element("span", { class: "chip", style: `background:${chipColour}` }) : null;
  return element("label", {}, box, chip, name, element("span", { class: "many" }, String(count)));
}

function showFilters() {
  $("labels").replaceChildren(...data.labels.map((label) =>
    filterRow(state.labels, label.name, label.count, label.colour)));
  const counts = new Map();
  for (const fact of facts) counts.set(fact.verb, (counts.get(fact.verb) ?? 0) + 1);
  $("verbs").replaceChildren(...[...counts].sort().map(([verb, count]) => filterRow(state.verbs, verb, count)));
}

function setAll(which, isOn) {
  const all = which === "labels" ? data.labels.map((label) => label.name) : facts.map((fact) => fact.verb);
  state[which] = new Set(isOn ? all : []);
  showFilters();
  changed();
}

// What a filter or the slider changed is drawn and listed anew.
function changed() {
  refilter();
  showCard();
  showTimeline();
}

function search() {
  const wanted = fold($("search").value.trim());
  const found = wanted ? nodes.filter((node) => node.folded.includes(wanted)) : [];
  found.sort((one, other) => one.folded.indexOf(wanted) - other.folded.indexOf(wanted) || one.name.length - other.name.length);
  state.found = new Set(found);
  $("hits").replaceChildren(...found.slice(0, 30).map((node, place) => element("li", {
    role: "option", id: `hit-${place}`, "aria-selected": String(place === 0), onmousedown: (event) => { event.preventDefault(); take(node); },
  }, node.name)));
  $("hits").hidden = found.length === 0;
  $("search").setAttribute("aria-expanded", String(found.length > 0));
  $("said").textContent = wanted ? `${found.length} found` : "";
  redraw();
  return found;
}

function take(node) {
  $("hits").hidden = true;
  $("search").setAttribute("aria-expanded", "false");
  select(node, true);
}

// Goes up or down in what was found.
function moveHit(by) {
  const hits = [...$("hits").children];
  const at = hits.findIndex((hit) => hit.getAttribute("aria-selected") === "true");
  const next = Math.min(hits.length - 1, Math.max(0, at + by));
  hits.forEach((hit, place) => hit.setAttribute("aria-selected", String(place === next)));
  hits[next]?.scrollIntoView({ block: "nearest" });
  $("search").setAttribute("aria-activedescendant", hits[next]?.id ?? "");
}

function takeHit() {
  const at = [...$("hits").children].findIndex((hit) => hit.getAttribute("aria-selected") === "true");
  const found = [...state.found];
  if (found.length > 0) take(found[Math.max(0, at)]);
}
