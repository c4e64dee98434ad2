// Opens a page that Amur wrote in a headless Chromium and does with it what people do:
//   node html.mjs NAME PAGE [FOLDER]
// runs the check NAME on the file PAGE, and puts pictures of what it saw into FOLDER.
// Anything that is fetched, and anything that the console complains of, is a failure.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [, , name, file, folder] = process.argv;
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find((one) => fs.existsSync(one));
if (!executablePath) {
  console.log("skipped: there is no Chromium");
  process.exit(0);
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1400, height: 850 }, acceptDownloads: true });
const faults = [];
page.on("console", (message) => faults.push(`console: ${message.text()}`));
page.on("pageerror", (error) => faults.push(`error: ${error.stack}`));
page.on("dialog", (dialog) => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
page.on("request", (request) => {
  if (!/^(file|data|blob):/.test(request.url())) faults.push(`fetched: ${request.url()}`);
});

const look = async (as) => {
  await page.waitForTimeout(100);
  if (folder) await page.screenshot({ path: path.join(folder, `${name}-${as}.png`) });
};
const counts = async () => page.textContent("#count");
const card = async () => page.textContent("#card");

// Where a node is drawn on the screen.
const placeOf = async (node) => page.evaluate((wanted) => {
  const found = nodes.find((one) => one.name === wanted);
  const box = canvas.getBoundingClientRect();
  return { x: box.left + view.x + view.scale * found.x, y: box.top + view.y + view.scale * found.y };
}, node);

const clickNode = async (node) => {
  const { x, y } = await placeOf(node);
  await page.mouse.click(x, y);
};

const checks = {
  // The neighbourhood of Otani in the built-in graph.
  async otani() {
    assert.match(await counts(), /^14 of 14 nodes, 17 of 17 facts$/);
    await look("loaded");
    await clickNode("Kikuzo Otani");
    const shown = await card();
    for (const part of ["Kikuzo Otani", "Person", "aliases", "commanded →", "Japanese Forces in Siberia",
      "Article on the Japanese intervention in Siberia, participation.p4.s2"]) assert.ok(shown.includes(part), part);
    await look("card");
    await page.click("#card button.name");
    assert.match(await card(), /^General|^Japanese Forces/);
    await page.keyboard.press("Escape");
  },

  async filter() {
    const verb = page.locator("#verbs label", { hasText: /^commanded/ }).locator("input");
    await verb.uncheck();
    assert.match(await counts(), /15 of 17 facts/);
    await page.click('button.none[data-of="labels"]');
    assert.match(await counts(), /^0 of 14 nodes, 0 of 17 facts/);
    await page.locator("#labels label", { hasText: /^Person/ }).locator("input").check();
    assert.match(await counts(), /^1 of 14 nodes/);
    await page.click('button.all[data-of="labels"]');
    await page.click('button.all[data-of="verbs"]');
    assert.match(await counts(), /^14 of 14 nodes, 17 of 17 facts$/);
    await look("all");
  },

  async slide() {
    const slide = async (date) => page.evaluate((text) => {
      const slider = document.getElementById("day");
      slider.value = Date.parse(text) / 86400000;
      slider.dispatchEvent(new Event("input"));
    }, date);
    await page.uncheck("#undated");
    await slide("1918-08-01");
    assert.equal(await page.textContent("#date"), "1918-08-01");
    // Until the end of 1918 nobody knows whether what began "in 1918" had begun.
    const known = async () => page.evaluate(() => visible.facts.map((fact) => fact.verb).sort().join());
    assert.equal(await known(), "");
    await page.check("#possible");
    assert.equal(await known(), "agreed to send,commanded,dispatched to,sent,took part in");
    await page.uncheck("#possible");
    await slide("1919-06-01");
    assert.equal(await known(), "agreed to send,commanded,dispatched to,sent,took part in");
    await look("1919");
    await page.uncheck("#timed");
    assert.match(await counts(), /17 of 17 facts/);
    await page.click("#tab-timeline");
    assert.equal(await page.locator("#timeline li").count(), 5);
    await page.locator("#timeline button.name").first().click();
    assert.match(await card(), /1918/);
  },

  async keyboard() {
    await page.keyboard.press("/");
    await page.keyboard.type("SIBERIÁ");
    assert.equal(await page.locator("#hits li").count() > 1, true);
    await page.keyboard.press("Enter");
    assert.match(await card(), /^Siberia/);
    await look("search");
    await page.focus("#graph");
    const before = await card();
    await page.keyboard.press("ArrowLeft");
    assert.notEqual(await card(), before);
    await page.keyboard.press("?");
    assert.ok(await page.locator("#keys").evaluate((dialog) => dialog.open));
    await page.keyboard.press("Escape");
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    const was = await theme();
    await page.keyboard.press("d");
    assert.notEqual(await theme(), was);
    await look("dark");
    const scale = await page.evaluate(() => view.scale);
    await page.keyboard.press("+");
    assert.ok((await page.evaluate(() => view.scale)) > scale);
    await page.keyboard.press("0");
  },

  async hands() {
    for (const layout of ["force", "circle", "labels", "time", "layers"]) {
      await page.selectOption("#layout", layout);
      await look(layout);
      const places = await page.evaluate(() => nodes.every((node) => Number.isFinite(node.x + node.y)));
      assert.ok(places, layout);
    }
    const from = await placeOf("General");
    await page.mouse.move(from.x, from.y);
    assert.match(await page.textContent("#tip"), /^General/);
    await page.mouse.down();
    await page.mouse.move(from.x + 40, from.y + 60, { steps: 4 });
    await page.mouse.up();
    const to = await placeOf("General");
    assert.ok(Math.abs(to.y - from.y - 60) < 3, "the node follows the mouse");
    const view = () => page.evaluate(() => ({ ...globalThis.eval("view") }));
    const before = await view();
    await page.mouse.move(250, 120);
    await page.mouse.wheel(0, -400);
    assert.ok((await view()).scale > before.scale);
    const download = page.waitForEvent("download");
    await page.click("#export");
    const picture = fs.readFileSync(await (await download).path());
    assert.equal(picture.subarray(1, 4).toString(), "PNG");
  },

  // Names that would be code, were they not text.
  async hostile() {
    await look("loaded");
    assert.equal(await page.evaluate(() => globalThis.broken), undefined);
    const names = await page.evaluate(() => nodes.map((node) => node.name));
    assert.ok(names.some((one) => one.includes("</script><script>")), names.join());
    for (const one of names) {
      await page.evaluate((wanted) => select(nodes.find((node) => node.name === wanted), true), one);
      assert.ok((await card()).startsWith(one), one);
    }
    await page.click("#tab-timeline");
    await look("timeline");
    assert.equal(await page.locator("img, iframe, object").count(), 0);
  },

  // Several thousand nodes: the picture keeps up with a hand that moves it.
  async large() {
    await page.waitForFunction(() => simulation.alpha() <= simulation.alphaMin(), null, { timeout: 120000 });
    await page.click("#fit");
    await look("settled");
    const times = await page.evaluate(async () => {
      const next = () => new Promise((done) => requestAnimationFrame(done));
      const taken = [];
      for (let step = 0; step < 20; step++) {
        const start = performance.now();
        zoom(1.05);
        drawAll(context, view.scale, { left: -1e9, top: -1e9, right: 1e9, bottom: 1e9 });
        taken.push(performance.now() - start);
        await next();
      }
      return taken.sort((one, other) => one - other);
    });
    console.log(`drawing all takes ${times[10].toFixed(1)} ms`);
    await page.fill("#search", "node 4999");
    await page.keyboard.press("Enter");
    assert.match(await card(), /^node 4999/);
    await look("found");
  },
};

try {
  await page.goto(pathToFileURL(path.resolve(file)).href);
  await page.waitForFunction(() => document.getElementById("count").textContent !== "");
  await checks[name]();
  assert.deepEqual(faults, []);
  console.log(`${name}: passed`);
} finally {
  await browser.close();
}
