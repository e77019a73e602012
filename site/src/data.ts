/** The files that `riobravo site` writes, and their forms. Each is fetched once, from the page's own folder. */

export interface Download {
  path: string;
  bytes: number;
  sha256: string;
  rows: number | null;
}
export interface EventType {
  name: string;
  is_headline: boolean;
  definition: string;
  subtypes: Record<string, string>;
}
export interface Site {
  version: string;
  covers_from: string;
  data_through: string;
  totals: Record<string, number>;
  n_counted: number;
  n_sources: number;
  languages: Record<string, number>;
  types: EventType[];
  codes: Record<string, Record<string, string>>;
  countries: Record<string, Record<string, string>>;
  months: Record<string, number[]>;
  downloads: Download[];
  citation: { title: string; version: string; authors: { name: string }[] };
}

/** One event as far as it can be searched, sorted and drawn. */
export interface Brief {
  event_id: string;
  event_type: string;
  event_subtype: string | null;
  status: string;
  is_aggregate: boolean;
  is_counted: boolean;
  month: string | null;
  headline: string;
  source_name: string | null;
  source_actor_id: string | null;
  source_country: string | null;
  target_name: string | null;
  target_actor_id: string | null;
  target_country: string | null;
  date_start: string | null;
  date_end: string | null;
  date_precision: string;
  place_name: string | null;
  place_country: string | null;
  place_precision: string | null;
  place_lat: number | null;
  place_lon: number | null;
  quantity_best: number | null;
  quantity_unit: string | null;
  n_mentions: number;
  n_articles: number;
}
export interface Index {
  events: Brief[];
  actors: Record<string, string>;
}

export type Row = Record<string, unknown>;
export interface Source {
  url: string | null;
  publisher: string | null;
  published_on: string | null;
  language: string | null;
}
export interface Article {
  article_id: string;
  title: string;
  language: string;
  published_on: string;
  text_sha256: string;
  sources?: Source[];
}
export interface Mention {
  mention_id: string;
  article_id: string;
  evidence: string;
  evidence_in: string;
  evidence_start: number;
  evidence_end: number;
  reason: string;
}
export interface Link {
  direction: "earlier" | "later";
  relation: string;
  event_id: string;
  event_type: string;
  status: string;
  headline: string;
  date_start?: string;
  date_end?: string;
  date_precision: string;
}
export interface Whole {
  event: Row;
  is_counted: boolean;
  mentions: Mention[];
  articles: Record<string, Article>;
  links: Link[];
}
export interface Column {
  name: string;
  type: string;
  description: string;
  codes: string | null;
}
export interface Schema {
  tables: { name: string; description: string; grain: string; columns: Column[] }[];
  views: { name: string; title: string; grain: string; counts: string; example: string; columns: string[] }[];
}

const fetched = new Map<string, Promise<unknown>>();

/** Where a file of the data lies. */
export const address = (name: string): string => new URL(`data/${name}`, document.baseURI.replace(/[?#].*$/, "")).href;

function get<T>(name: string): Promise<T> {
  const known = fetched.get(name) as Promise<T> | undefined;
  if (known) return known;
  const asked = fetch(address(name)).then((answer) => {
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.json() as Promise<T>;
  });
  fetched.set(name, asked);
  asked.catch(() => fetched.delete(name));
  return asked;
}

export const site = (): Promise<Site> => get("site.json");
export const schema = (): Promise<Schema> => get("schema.json");
export const outline = (): Promise<unknown> => get("outline.json");

let index: Promise<Index> | undefined;
export function events(): Promise<Index> {
  index ??= get<{ columns: Record<string, unknown[]>; actors: Record<string, string> }>("events.json").then(
    ({ columns, actors }) => ({ events: rows(columns) as unknown as Brief[], actors }),
  );
  index.catch(() => (index = undefined));
  return index;
}

function rows(columns: Record<string, unknown[]>): Row[] {
  const names = Object.keys(columns);
  const n = columns[names[0]!]!.length;
  return Array.from({ length: n }, (_, i) => Object.fromEntries(names.map((name) => [name, columns[name]![i]])));
}

/** All behind one event, or the id it was retired into, or undefined where there is no such event. */
export async function whole(id: string): Promise<Whole | { retired_into: string } | undefined> {
  const shard = id.slice(-2);
  if (!/^[\w-]{4,}$/.test(id)) return undefined;
  const page = await get<Record<string, Whole | { retired_into: string }>>(`events/${shard}.json`).catch((error) => {
    if (String(error).includes("404")) return {};
    throw error;
  });
  return Object.hasOwn(page, id) ? (page as Record<string, Whole>)[id] : undefined;
}

/** The text of an article; empty where its licence does not let us show it. */
export async function text(article: Article): Promise<string> {
  const page = await get<Record<string, string>>(`texts/${article.text_sha256.slice(-2)}.json`);
  return page[article.article_id] ?? "";
}
