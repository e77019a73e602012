/** Debian's Chromium on a page, for tests in Python: commands come as JSON lines, answers go as JSON lines. */
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [site, executablePath] = process.argv.slice(2);
const require = createRequire(`${site}/package.json`);
const { chromium } = require("playwright-core");
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];
const browser = await chromium.launch({ executablePath, args: FLAGS });
const pages = new Map();

const COMMANDS = {
  async open({ name, url, options = {} }) {
    const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, locale: "en-US", ...options });
    const page = await context.newPage();
    const complaints = [];
    const asked = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    context.on("request", (request) => asked.push(request.url()));
    pages.set(name, { page, complaints, asked });
    await page.goto(url);
    await page.waitForSelector("#card h2");
  },
  press: async ({ name, keys }) => {
    for (const key of keys) await pages.get(name).page.keyboard.press(key);
  },
  click: ({ name, selector }) => pages.get(name).page.click(selector),
  fill: ({ name, selector, value }) => pages.get(name).page.fill(selector, value),
  choose: ({ name, selector, value }) => pages.get(name).page.selectOption(selector, value),
  wait: ({ name, selector }) => pages.get(name).page.waitForSelector(selector),
  text: ({ name, selector }) => pages.get(name).page.locator(selector).first().innerText(),
  evaluate: ({ name, code }) => pages.get(name).page.evaluate(code),
  shoot: ({ name, path }) => pages.get(name).page.screenshot({ path }),
  watched: ({ name }) => ({ complaints: pages.get(name).complaints, asked: pages.get(name).asked }),
  async idle({ name }) {
    await pages.get(name).page.waitForFunction(() => !document.querySelector(".saved.busy"));
  },
  async axe({ name }) {
    const { page } = pages.get(name);
    const source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
    await page.evaluate(source); // the policy of the page forbids to add a script to it
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...rest } = JSON.parse(line);
  try {
    const answer = await COMMANDS[command](rest);
    console.log(JSON.stringify({ answer: answer ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error.message ?? error) }));
  }
}
await browser.close();
