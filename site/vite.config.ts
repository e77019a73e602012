import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { rendered } from "./markdown.ts";

const here = import.meta.dirname;
const engine = resolve(here, "node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm");

/** Only this page's own folder is asked for anything, and no text becomes HTML or script: the browser holds us to it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types riobravo-worker",
].join("; ");

const policy: Plugin = {
  name: "riobravo-policy",
  apply: "build",
  transformIndexHtml: () => [
    { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: POLICY }, injectTo: "head-prepend" },
  ],
};

/** The documents of the repository, put where their pages say <!-- document: PATH -->. */
const documents: Plugin = {
  name: "riobravo-documents",
  transformIndexHtml: {
    order: "pre",
    handler: (html) =>
      html.replace(/<!-- document: (\S+) -->/, (_, path: string) => rendered(readFileSync(resolve(here, "..", path), "utf-8"))),
  },
};

export default defineConfig({
  root: here,
  base: "./",
  define: { __ENGINE_BYTES__: String(statSync(engine).size) },
  plugins: [policy, documents],
  build: {
    target: "es2022",
    license: { fileName: "libraries.txt" },
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      input: ["index.html", "codebook.html", "quality.html"].map((page) => resolve(here, page)),
    },
  },
});
