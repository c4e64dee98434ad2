// Everything is joined here, and begins.

function dayText(day) {
  const date = new Date(day * 86400000);
  return Number.isNaN(date.getTime()) ? String(day) : date.toISOString().slice(0, -14).replace(/^\+0*/, "");
}

function startTime() {
  if (!data.time) return;
  const [first, last] = data.time;
  Object.assign($("day"), { min: first, max: last, value: last });
  $("time").hidden = false;
  const told = () => {
    state.day = $("timed").checked ? Number($("day").value) : null;
    state.possible = $("possible").checked;
    state.undated = $("undated").checked;
    $("date").textContent = state.day === null ? "all times" : dayText(state.day);
    $("day").setAttribute("aria-valuetext", dayText(Number($("day").value)));
    changed();
  };
  $("day").addEventListener("input", () => { $("timed").checked = true; told(); });
  for (const id of ["timed", "possible", "undated"]) $(id).addEventListener("change", told);
  told();
}

function startTheme() {
  const set = (theme) => {
    document.documentElement.dataset.theme = theme;
    $("theme").textContent = theme === "dark" ? "Light" : "Dark";
    readColours();
    redraw();
  };
  $("theme").addEventListener("click", () =>
    set(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  set(window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

function startLayouts() {
  for (const [name, { title }] of Object.entries(layouts)) {
    const isThere = name !== "layers" || nodes.every((node) => node.layer);
    if (isThere) $("layout").append(element("option", { value: name }, title));
  }
  $("layout").addEventListener("change", () => arrange($("layout").value));
  $("layout").value = nodes.length <= 60 && nodes.every((node) => node.layer) ? "layers" : "force";
  arrange($("layout").value);
}

function startHands() {
  canvas.addEventListener("pointerdown", pressed);
  canvas.addEventListener("pointermove", moved);
  canvas.addEventListener("pointerup", released);
  canvas.addEventListener("pointercancel", released);
  canvas.addEventListener("pointerleave", () => { state.hovered = null; $("tip").hidden = true; redraw(); });
  canvas.addEventListener("dblclick", fit);
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const place = at(event);
    zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015)), place.x, place.y);
  }, { passive: false });
  document.addEventListener("keydown", typed);
  $("search").addEventListener("input", search);
  $("search").addEventListener("keydown", searchTyped);
  $("search").addEventListener("blur", () => ($("hits").hidden = true));
  for (const [id, todo] of Object.entries({
    larger: () => zoom(1.25), smaller: () => zoom(0.8), fit, export: exportPng, help: showKeys,
    "tab-card": () => showTab("card"), "tab-timeline": () => showTab("timeline"),
  })) $(id).addEventListener("click", todo);
  for (const button of document.querySelectorAll("button[data-of]")) {
    button.addEventListener("click", () => setAll(button.dataset.of, button.className === "all"));
  }
  new ResizeObserver(resize).observe(canvas);
}

document.title = data.title;
$("title").textContent = data.title;
bendFacts();
landmarks = [...nodes].sort((one, other) => other.facts.length - one.facts.length).slice(0, 200);
readColours();
showFilters();
resize();
startTheme();
startLayouts();
startTime();
startHands();
refilter();
showCard();
requestAnimationFrame(frame);
