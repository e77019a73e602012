/** DuckDB in a worker, with riobravo.duckdb attached read-only and no way to any file, host or extension. */
import * as duckdb from "@duckdb/duckdb-wasm";
import workerUrl from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
import moduleUrl from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
import { type DataType, Type } from "apache-arrow";
import { address } from "../data";

export interface Answer {
  columns: { name: string; isNumber: boolean }[];
  rows: unknown[][];
  ms: number;
}
export interface Engine {
  version: string;
  ask: (sql: string) => Promise<Answer>;
  /** Ends the engine with what it is at; what was asked fails with `StoppedError`, and `start` makes a new one. */
  stop: () => void;
}

export class StoppedError extends Error {
  override name = "StoppedError";
}

const FILE = "riobravo.duckdb";

/** What is settled before a reader's query runs. The npm build has no parquet, json or icu inside and would fetch them. */
const SETTLED = [
  "set autoinstall_known_extensions = false",
  "set autoload_known_extensions = false",
  `attach '${FILE}' as riobravo (read_only)`,
  "use riobravo",
  "set enable_external_access = false",
  "set lock_configuration = true",
];

let started: Promise<Engine> | undefined;

/** The engine, started on the first call. */
export function start(): Promise<Engine> {
  started ??= begin();
  started.catch(() => (started = undefined));
  return started;
}

async function begin(): Promise<Engine> {
  const file = await fetch(address(`downloads/${FILE}`));
  if (!file.ok) throw new Error(`${FILE}: ${file.status}`);
  const worker = new Worker(trusted(workerUrl));
  const db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
  await db.instantiate(new URL(moduleUrl, document.baseURI).href);
  await db.open({ path: ":memory:", query: { castBigIntToDouble: true, castDecimalToDouble: true, castTimestampToDate: true } });
  await db.registerFileBuffer(FILE, new Uint8Array(await file.arrayBuffer()));
  const connection = await db.connect();
  for (const sql of SETTLED) await connection.query(sql);
  let end: (reason: Error) => void = () => undefined;
  const ended = new Promise<never>((_, reject) => (end = reject));
  ended.catch(() => undefined);
  return {
    version: await db.getVersion(),
    stop: () => {
      worker.terminate();
      started = undefined;
      end(new StoppedError());
    },
    ask: async (sql) => {
      const began = performance.now();
      const table = await Promise.race([connection.query(sql), ended]);
      const fields = table.schema.fields;
      const parts = fields.map((_, i) => table.getChildAt(i)!);
      const rows = Array.from({ length: table.numRows }, (_, row) => fields.map((field, i) => plain(parts[i]!.get(row), field.type)));
      return {
        columns: fields.map((field) => ({ name: field.name, isNumber: isNumber(field.type) })),
        rows,
        ms: Math.round(performance.now() - began),
      };
    },
  };
}

interface Policy {
  createScriptURL(url: string): string;
}
const types = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }).trustedTypes;

/** Lets addresses of the page's own origin become scripts, and no others; a browser without trusted types asks for none. */
const policy = types?.createPolicy("riobravo-worker", {
  createScriptURL: (url) => {
    if (new URL(url).origin !== location.origin) throw new TypeError(url);
    return url;
  },
});

function trusted(url: string): string {
  const full = new URL(url, document.baseURI).href;
  return policy ? policy.createScriptURL(full) : full;
}

const isNumber = (type: DataType): boolean => [Type.Int, Type.Float, Type.Decimal].includes(type.typeId);

/** A value of Arrow as JSON has it; days as YYYY-MM-DD. */
function plain(value: unknown, type: DataType): unknown {
  if (value === null || value === undefined) return null;
  if (type.typeId === Type.Date || type.typeId === Type.Timestamp) {
    const text = new Date(Number(value)).toISOString();
    return type.typeId === Type.Date || text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.slice(0, 19).replace("T", " ");
  }
  if (type.typeId === Type.List) return [...(value as Iterable<unknown>)].map((item) => plain(item, type.children[0]!.type));
  if (type.typeId === Type.Struct) {
    const row = value as Record<string, unknown>;
    return Object.fromEntries(type.children.map((part) => [part.name, plain(row[part.name], part.type)]));
  }
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return typeof value === "object" ? String(value) : value;
}
