/** The built page on loopback, in Debian's Chromium, watched: what it asks for and what it complains of. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { chromium } from "playwright-core";
import { preview } from "vite";

const ROOT = resolve(import.meta.dirname, "..");
const BROWSER = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

export async function start() {
  const server = await preview({ root: ROOT, logLevel: "silent", preview: { port: 0, host: "127.0.0.1" } });
  const origin = `http://127.0.0.1:${server.httpServer.address().port}`;
  const browser = await chromium.launch({ executablePath: BROWSER, args: FLAGS }); // with a fresh user-data-dir
  return {
    origin,
    /** A fresh page at an address; `complaints` and `asked` fill while it lives. */
    async open(path, options = {}) {
      const context = await browser.newContext({ viewport: DESKTOP, locale: "en-US", ...options });
      const page = await context.newPage();
      const complaints = [];
      const asked = [];
      page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      context.on("request", (request) => asked.push(request.url()));
      if (options.before) await options.before(page);
      await page.goto(`${origin}/${path}`);
      return { page, context, complaints, asked };
    },
    async close() {
      await browser.close();
      await new Promise((done) => server.httpServer.close(done));
      server.httpServer.closeAllConnections?.();
    },
  };
}

/** Requests that went anywhere but to the page's own origin; blob: and data: never leave the browser. */
export const strangers = (asked, origin) => asked.filter((url) => !url.startsWith(`${origin}/`) && !/^(blob|data):/.test(url));
