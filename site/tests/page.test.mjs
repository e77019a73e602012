/** What a reader does on the built page, and what must hold while it is done. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, start, strangers } from "./browser.mjs";

const DIST = resolve(import.meta.dirname, "../dist");
const read = (name) => JSON.parse(readFileSync(resolve(DIST, "data", name), "utf-8"));
const site = read("site.json");
const index = read("events.json").columns;
const { views } = read("schema.json");
const words = (language) => JSON.parse(readFileSync(resolve(import.meta.dirname, `../src/messages/${language}.json`), "utf-8"));
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const FIRST_VIEW_BYTES = 1_500_000;
const INTERACTIVE_MS = 2_000;

const headline = Object.keys(site.months);
const fullest = (type) => site.months[type].indexOf(Math.max(...site.months[type]));
const monthOf = (i) => {
  const [year, month] = site.covers_from.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + i)).toISOString().slice(0, 7);
};
const some = (test) => index.event_id[index.event_id.findIndex((_, i) => test(i))];

let site_at;
before(async () => {
  site_at = await start();
});
after(async () => {
  await site_at.close();
});

/** Opens a page, does something, and holds it to what every page keeps: no complaint, no stranger, no overflow. */
async function visit(path, act, options) {
  const opened = await site_at.open(path, options);
  try {
    await act(opened.page, opened);
    const over = await opened.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${path} is ${over} pixels wider than the window`);
    assert.deepEqual(opened.complaints, []);
    assert.deepEqual(strangers(opened.asked, site_at.origin), []);
  } finally {
    await opened.context.close();
  }
}

const found = async (page) => Number((await page.locator(".n-found").textContent()).match(/[\d,.]+/)[0].replace(/\D/g, ""));
const waitFor = async (page, n) =>
  page.waitForFunction((n) => document.querySelector(".n-found")?.textContent.replace(/[,.]/g, "").startsWith(`${n} `), n);

test("the chart draws a panel for each headline type, with a bar for each month that has events", () =>
  visit("", async (page) => {
    await page.waitForSelector(".chart svg");
    for (const [row, type] of headline.entries()) {
      assert.equal(await page.locator(`.chart g.series-${row} .bar`).count(), site.months[type].filter(Boolean).length);
    }
  }));

test("the first view is small and soon of use, and fetches nothing of the console", () =>
  visit("", async (page, { asked }) => {
    await page.waitForSelector(".chart svg");
    const ready = await page.evaluate(() => performance.now());
    await page.waitForLoadState("networkidle");
    const bytes = await page.evaluate(() =>
      [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].reduce(
        (sum, one) => sum + Math.max(one.transferSize, one.decodedBodySize),
        0,
      ),
    );
    assert.ok(ready < INTERACTIVE_MS, `${Math.round(ready)} ms`);
    assert.ok(bytes > 50_000 && bytes < FIRST_VIEW_BYTES, `${bytes} bytes`);
    assert.deepEqual(asked.filter((url) => /wasm|worker|engine|\.duckdb/.test(url)), []);
    console.log(`# first view: ${bytes} bytes, chart after ${Math.round(ready)} ms`);
  }));

test("hovering tells the numbers of a month; clicking a bar opens just its events", () =>
  visit("", async (page) => {
    const type = headline[0];
    const i = fullest(type);
    const bars = page.locator(".chart g.series-0 .bar");
    const place = site.months[type].slice(0, i).filter(Boolean).length;
    const box = await bars.nth(place).boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + 3);
    assert.equal(await page.locator(".readout .series-0 b").textContent(), String(site.months[type][i]));
    await page.mouse.click(box.x + box.width / 2, box.y + 3);
    await page.waitForSelector(".events tbody tr");
    assert.equal(await found(page), site.months[type][i]);
    const query = new URLSearchParams(new URL(page.url()).hash.split("?")[1]);
    assert.deepEqual([query.get("type"), query.get("month")], [type, monthOf(i)]);
  }));

test("every bar's month holds as many events as the bar says", () => {
  const told = new Map();
  for (const [row, month] of index.month.entries()) {
    if (!index.is_counted[row]) continue;
    const key = `${index.event_type[row]} ${month}`;
    told.set(key, (told.get(key) ?? 0) + 1);
  }
  for (const type of headline) {
    assert.deepEqual(site.months[type].map((_, i) => told.get(`${type} ${monthOf(i)}`) ?? 0), site.months[type]);
  }
});

test("dragging zooms, the address keeps the zoom, and the whole period comes back", () =>
  visit("", async (page) => {
    const box = await page.locator(".chart svg").boundingBox();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, box.y + 60, { steps: 5 });
    await page.mouse.up();
    await page.waitForFunction(() => location.hash.includes("from="));
    const few = await page.locator(".bar").count();
    await page.reload();
    await page.waitForSelector(".chart svg");
    assert.equal(await page.locator(".bar").count(), few);
    await page.getByRole("button", { name: words("en").page["home.whole"] }).click();
    await page.waitForFunction((n) => document.querySelectorAll(".bar").length > n, few);
  }));

test("the chart is told and used by keyboard", () =>
  visit("", async (page) => {
    const slider = page.getByRole("slider");
    await slider.focus();
    const first = await slider.getAttribute("aria-valuetext");
    await page.keyboard.press("PageDown");
    await page.keyboard.press("ArrowLeft");
    assert.notEqual(await slider.getAttribute("aria-valuetext"), first);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".n-found");
    assert.match(page.url(), /month=\d{4}-\d{2}/);
  }));

test("on a touch screen a tap shows a month, and a type in it opens its events", () =>
  visit(
    "",
    async (page) => {
      const i = fullest(headline[0]);
      const bar = page.locator(".chart g.series-0 .bar").nth(site.months[headline[0]].slice(0, i).filter(Boolean).length);
      await bar.scrollIntoViewIfNeeded();
      const box = await bar.boundingBox();
      await page.touchscreen.tap(box.x + box.width / 2, box.y + 40);
      await page.locator(".readout a").first().tap();
      await page.waitForSelector(".events tbody tr");
      assert.match(page.url(), /type=\w+&month=/);
    },
    { viewport: PHONE, hasTouch: true, isMobile: true },
  ));

test("filters change the table, and the address carries them", () =>
  visit("#/events", async (page) => {
    await page.waitForSelector(".events tbody tr");
    assert.equal(await found(page), index.event_id.length);
    const type = headline[0];
    await page.locator("select[name=type]").selectOption(type);
    const n = index.event_type.filter((one) => one === type).length;
    await waitFor(page, n);
    await page.locator("input[name=counted]").check();
    const fewer = index.event_type.filter((one, i) => one === type && index.is_counted[i]).length;
    assert.ok(fewer < n);
    await waitFor(page, fewer);
    await page.reload();
    await page.waitForSelector(".n-found");
    assert.equal(await found(page), fewer);
    await page.locator("input[name=from]").fill("2025-01-01");
    const recent = index.event_type.filter((one, i) => one === type && index.is_counted[i] && index.date_end[i] >= "2025-01-01").length;
    await waitFor(page, recent);
    await page.locator("input[name=q]").fill("zzzz no such word");
    await waitFor(page, 0);
  }));

test("the actor and country filters give the events of that actor and country", () =>
  visit("#/events", async (page) => {
    await page.waitForSelector(".events tbody tr");
    const actor = index.source_actor_id.find(Boolean);
    await page.locator("select[name=actor]").selectOption(actor);
    await waitFor(page, index.event_id.filter((_, i) => [index.source_actor_id[i], index.target_actor_id[i]].includes(actor)).length);
    await page.locator("select[name=actor]").selectOption("");
    await page.locator("select[name=source]").selectOption("USA");
    await waitFor(page, index.source_country.filter((one) => one === "USA").length);
  }));

test("the table turns its pages and sorts", () =>
  visit("#/events", async (page) => {
    const first = () => page.locator(".events tbody .what a").first().textContent();
    await page.waitForSelector(".events tbody tr");
    const before = await first();
    await page.getByRole("button", { name: words("en").page["explore.next"] }).click();
    assert.notEqual(await first(), before);
    await page.locator("th.n_mentions button").click();
    const most = String(Math.max(...index.n_mentions));
    assert.equal(await page.locator(".events tbody .n_mentions").first().textContent(), most);
  }));

test("the map draws the land and places, and a place leads to its events", () =>
  visit("#/events?view=map", async (page) => {
    await page.waitForSelector(".map svg circle");
    assert.ok((await page.locator(".map .land").getAttribute("d")).length > 10_000);
    const place = page.locator(".places li").first();
    const n = Number(await place.locator(".quiet").textContent());
    await place.locator("a").click();
    await page.waitForSelector(".events tbody tr");
    const name = new URLSearchParams(new URL(page.url()).hash.split("?")[1]).get("at");
    assert.equal(await found(page), index.place_name.filter((one) => one === name).length);
    assert.ok(n > 5);
  }));

test("an event's page opens by its link, with evidence, its place in the text, sources and the events it is linked to", () => {
  const files = new Set(index.event_id.map((id) => id.slice(-2)));
  const [id, whole] = [...files].flatMap((file) => Object.entries(read(`events/${file}.json`))).find(
    ([, one]) => one.links?.length && one.mentions.some((mention) => mention.evidence_in === "text"),
  );
  return visit(`#/events/${id}`, async (page) => {
    await page.waitForSelector("blockquote");
    assert.equal(await page.locator("h1").textContent(), whole.event.headline);
    assert.equal(await page.locator("blockquote").count(), whole.mentions.length);
    assert.equal(await page.locator(".links a").count(), whole.links.length);
    const sources = Object.values(whole.articles).flatMap((article) => article.sources ?? []);
    assert.equal(await page.locator(".sources a[rel~=noreferrer]").count(), sources.length);
    const told = whole.mentions.find((mention) => mention.evidence_in === "text");
    const brief = page.locator(".brief", { hasText: told.evidence }).first();
    await brief.locator("button[aria-expanded]").click();
    await page.waitForSelector(".brief-text mark");
    assert.ok((await brief.locator("mark").allTextContents()).join("|").includes(told.evidence));
    await page.locator(".links a").first().click();
    await page.waitForFunction((title) => document.querySelector("h1")?.textContent !== title, whole.event.headline);
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  });
});

test("an id that no event has is told kindly", () =>
  visit("#/events/rb-nosuchid%3Cb%3E", async (page) => {
    await page.waitForSelector("[role=alert]");
    assert.match(await page.locator("[role=alert]").textContent(), /rb-nosuchid<b>/);
  }));

test("the page of an id that was retired shows the event it became, and says so", () => {
  const [old, living] = ["rb-00000000zz", some((i) => index.n_mentions[i] > 1)];
  return visit(`#/events/${old}`, async (page) => {
    await page.waitForSelector("blockquote");
    assert.match(await page.locator(".note").textContent(), new RegExp(old));
    assert.equal(await page.locator("code").first().textContent(), living);
  }, { before: (page) => page.route("**/data/events/zz.json", (route) => route.fulfill({ json: { [old]: { retired_into: living } } })) });
});

test("nothing on a page is written in the colour of what is under it", async () => {
  // axe takes such text for hidden on purpose
  for (const colorScheme of ["light", "dark"]) {
    for (const path of ["", "#/events", "#/sql"]) {
      await visit(path, async (page) => {
        await page.waitForSelector("main h1");
        await page.waitForLoadState("networkidle");
        const lost = await page.evaluate(() =>
          [...document.querySelectorAll("a, button")]
            .filter((one) => getComputedStyle(one).color === getComputedStyle(one).backgroundColor)
            .map((one) => one.textContent),
        );
        assert.deepEqual(lost, []);
      }, { colorScheme });
    }
  }
});

test("text of articles is data: a hostile title stays text, on every page that shows it", async () => {
  const hostile = '<img src=x onerror="window.hacked=1"><script>window.hacked=2</script>{{7*7}}';
  const id = some((i) => index.n_mentions[i] > 1);
  const poison = (value) => {
    if (Array.isArray(value)) return value.map(poison);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, poisoned.has(key) ? hostile : poison(one)]));
    return value;
  };
  const poisoned = new Set(["evidence", "title", "source_name", "target_name", "place_name", "publisher", "attribution", "condition"]);
  const options = {
    before: async (page) => {
      await page.route("**/data/events.json", async (route) => {
        const body = await (await route.fetch()).json();
        for (const name of ["headline", "source_name", "place_name"]) body.columns[name] = body.columns[name].map(() => hostile);
        await route.fulfill({ json: body });
      });
      await page.route("**/data/events/*.json", async (route) => {
        const body = poison(await (await route.fetch()).json());
        for (const one of Object.values(body)) {
          if (one.event) one.event.headline = hostile;
          for (const article of Object.values(one.articles ?? {})) article.sources = [{ url: "javascript:window.hacked=3", publisher: hostile }];
        }
        await route.fulfill({ json: body });
      });
    },
  };
  const harmless = async (page) => {
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.equal(await page.locator("main img, main script, main a[href^=javascript]").count(), 0);
  };
  await visit("#/events", async (page) => {
    await page.waitForSelector(".events tbody tr");
    assert.equal(await page.locator(".events .what a").first().textContent(), hostile);
    await harmless(page);
  }, options);
  await visit(`#/events/${id}`, async (page) => {
    await page.waitForSelector("blockquote");
    assert.equal(await page.locator("h1").textContent(), hostile);
    assert.equal(await page.locator("blockquote").first().textContent(), hostile);
    await harmless(page);
  }, options);
  await visit(`#/sql?${new URLSearchParams({ q: `select '${hostile}' as title` })}`, async (page) => {
    await page.getByRole("button", { name: words("en").page["sql.run"], exact: true }).click();
    await page.waitForSelector("#result", { timeout: 60_000 });
    assert.equal(await page.locator(".console td").first().textContent(), hostile);
    await harmless(page);
  });
});

test("the browser itself refuses a string as HTML and a request to another host", () =>
  visit("", async (page, { complaints }) => {
    await page.waitForSelector(".chart svg");
    const refused = await page.evaluate(async () => {
      const tried = [];
      try {
        document.body.innerHTML += "<b>x</b>";
      } catch (error) {
        tried.push(error.name);
      }
      await fetch("http://127.0.0.2:9/").catch((error) => tried.push(error.name));
      return tried;
    });
    assert.deepEqual(refused, ["TypeError", "TypeError"]);
    assert.ok(complaints.some((text) => /Content Security Policy/.test(text)));
    complaints.length = 0;
  }));

test("the console answers the example of every view and macro, survives a wrong query, reaches nothing, and keeps its query in the link", () =>
  visit("#/sql", async (page, { asked }) => {
    const run = page.getByRole("button", { name: words("en").page["sql.run"], exact: true });
    const ask = async (sql) => {
      await page.locator("textarea").fill(sql);
      await run.click();
      await page.waitForFunction(() => document.querySelector("#result, .ask .error") && !document.querySelector(".ask button:disabled"), null, { timeout: 60_000 });
      const error = page.locator(".ask .error pre");
      return (await error.count()) ? { error: await error.textContent() } : { text: await page.locator(".console table").textContent() };
    };
    await page.waitForSelector("textarea");
    assert.deepEqual(asked.filter((url) => /wasm|\.duckdb/.test(url)), []);
    assert.match((await ask("select count(*) as n from events")).text, new RegExp(`n${index.event_id.length.toLocaleString("en")}`));
    for (const view of views) {
      assert.ok(view.example, view.name);
      await page.locator("select[name=example]").selectOption(view.name);
      assert.equal(await page.locator("textarea").inputValue(), view.example);
      assert.equal((await ask(view.example)).error, undefined, view.name);
    }
    assert.match((await ask("selec 1")).error, /syntax error/i);
    assert.match((await ask("select * from no_such_table")).error, /no_such_table/);
    for (const sql of [
      "select * from 'http://127.0.0.2:9/x.parquet'",
      "load json",
      "load parquet",
      "set enable_external_access = true",
      "delete from events",
      "copy events to 'x.csv'",
    ]) {
      assert.ok((await ask(sql)).error, sql);
    }
    await ask("install json from 'http://127.0.0.2:9'"); // taken without a word, and done nothing for
    assert.ok((await ask("load json")).error);
    assert.match((await ask("select 40 + 2 as answer")).text, /answer42/);
    assert.match((await ask("select sources from articles limit 1")).text, /publisher/);
    assert.match((await ask("select date '2025-02-28' as day, null as none, 1e9 as big")).text, /2025-02-28null1,000,000,000/);
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: words("en").page["sql.csv"] }).click();
    assert.equal(readFileSync(await (await saved).path(), "utf-8"), "day,none,big\r\n2025-02-28,,1000000000\r\n");
    assert.equal(new URLSearchParams(new URL(page.url()).hash.split("?")[1]).get("q"), "select date '2025-02-28' as day, null as none, 1e9 as big");
    await page.reload();
    await page.waitForSelector("textarea");
    assert.match(await page.locator("textarea").inputValue(), /2025-02-28/);
  }));

test("a query that takes too long can be stopped, and the next one is answered", () =>
  visit("#/sql", async (page) => {
    const run = page.getByRole("button", { name: words("en").page["sql.run"], exact: true });
    await page.locator("textarea").fill("select sum(a.range * b.range) from range(1000000) as a, range(1000000) as b");
    await run.click();
    await page.getByRole("button", { name: words("en").page["sql.stop"], exact: true }).click({ timeout: 60_000 });
    await page.getByText(words("en").page["sql.stopped"]).waitFor();
    await page.locator("textarea").fill("select 6 * 7 as answer");
    await run.click();
    await page.waitForSelector("#result", { timeout: 60_000 });
    assert.equal(await page.locator(".console td").textContent(), "42");
  }));

test("the downloads are there, with the sizes and checksums that are told", async () => {
  const { createHash } = await import("node:crypto");
  for (const file of site.downloads) {
    const answer = await fetch(`${site_at.origin}/data/downloads/${file.path}`);
    const body = new Uint8Array(await answer.arrayBuffer());
    assert.deepEqual([body.length, createHash("sha256").update(body).digest("hex")], [file.bytes, file.sha256], file.path);
  }
  const tables = site.downloads.filter((file) => file.path.endsWith(".parquet"));
  assert.ok(tables.length > 5 && tables.every((file) => file.rows !== null));
});

test("the table of the events can be saved, and no cell of it is a formula", () =>
  visit("#/events", async (page) => {
    await page.waitForSelector(".events tbody tr");
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: words("en").page["explore.csv"] }).click();
    const text = readFileSync(await (await saved).path(), "utf-8");
    assert.equal(text.split("\r\n").length, index.event_id.length + 2);
    assert.doesNotMatch(text, /(^|,|\n)"?[=+@]/);
  }));

test("Spanish and dark are asked for, kept, and change every word", () =>
  visit("", async (page) => {
    await page.waitForSelector(".chart svg");
    await page.getByRole("button", { name: words("es").name }).click();
    assert.equal(await page.locator("h1").textContent(), words("es").page["site.tagline"]);
    assert.equal(await page.evaluate(() => document.documentElement.lang), "es");
    const light = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.locator("button.theme").click();
    await page.locator("button.theme").click();
    await page.goto(`${site_at.origin}/codebook.html`);
    await page.waitForSelector("nav");
    assert.equal(await page.locator("nav a[aria-current]").textContent(), words("es").page["nav.codebook"]);
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), light);
  }));

test("the codebook's and the quality page's own links lead somewhere", async () => {
  for (const path of ["codebook.html", "quality.html"]) {
    await visit(path, async (page) => {
      await page.waitForSelector("main article h2");
      const dead = await page.evaluate(() =>
        [...document.querySelectorAll("main a[href^='#']")].map((a) => a.getAttribute("href").slice(1)).filter((id) => !document.getElementById(decodeURIComponent(id))),
      );
      assert.deepEqual(dead, []);
    });
  }
});

const VIEWS = ["", "#/events", "#/events?view=map&type=arrest", `#/events/${some((i) => index.n_mentions[i] > 3)}`, "#/sql", "#/cite", "codebook.html", "quality.html"];
for (const [name, options] of Object.entries({
  desktop: { viewport: DESKTOP },
  "phone, dark, Spanish": { viewport: PHONE, colorScheme: "dark", locale: "es-MX" },
})) {
  test(`axe finds no serious fault: ${name}`, async () => {
    for (const path of VIEWS) {
      await visit(path, async (page) => {
        await page.waitForSelector("main h1");
        await page.waitForLoadState("networkidle");
        // through the debugger, which the page's policy does not bind
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        const serious = violations.filter((one) => ["serious", "critical"].includes(one.impact));
        assert.deepEqual(serious.map((one) => `${path} ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`), []);
      }, options);
    }
  });
}
