/** Which events a query asks for; pure functions of the index. */
import type { Brief } from "./data";

/** Parameters that hold one value of a column. */
export const EQUAL = {
  type: "event_type",
  subtype: "event_subtype",
  status: "status",
  source: "source_country",
  target: "target_country",
  place: "place_country",
  month: "month",
  at: "place_name",
} as const satisfies Record<string, keyof Brief>;

export const FILTERS = [...Object.keys(EQUAL), "q", "actor", "from", "to", "counted"] as const;

/** The headline types stand for themselves in several: type=a,b. */
export function select(events: Brief[], query: URLSearchParams): Brief[] {
  const tests: ((event: Brief) => boolean)[] = [];
  for (const [name, column] of Object.entries(EQUAL)) {
    const wanted = query.get(name)?.split(name === "at" ? "\n" : ",");
    if (wanted?.[0]) tests.push((event) => wanted.includes(String(event[column])));
  }
  const actor = query.get("actor");
  if (actor) tests.push((event) => event.source_actor_id === actor || event.target_actor_id === actor);
  if (query.get("counted")) tests.push((event) => event.is_counted);
  const from = query.get("from");
  const to = query.get("to");
  if (from) tests.push((event) => event.date_end !== null && event.date_end >= from);
  if (to) tests.push((event) => event.date_start !== null && event.date_start.slice(0, to.length) <= to);
  const words = folded(query.get("q") ?? "").split(/\s+/).filter(Boolean);
  if (words.length > 0) {
    tests.push((event) => {
      const text = folded([event.headline, event.source_name, event.target_name, event.place_name, event.event_id].join(" "));
      return words.every((word) => text.includes(word));
    });
  }
  return events.filter((event) => tests.every((test) => test(event)));
}

export const SORTS = ["date_start", "n_mentions", "quantity_best"] as const;

/** Sorted by sort=column or sort=-column (falling, as where nothing is asked); what lacks the value comes last. */
export function sorted(events: Brief[], by: string): Brief[] {
  const falls = by.startsWith("-");
  const column = SORTS.find((name) => name === by.replace("-", "")) ?? "date_start";
  return events.toSorted((a, b) => {
    const [left, right] = [a[column], b[column]];
    if (left === right) return a.event_id < b.event_id ? -1 : 1;
    if (left === null) return 1;
    if (right === null) return -1;
    return left < right === falls ? 1 : -1;
  });
}

/** Without accents and case: a reader types mexico for México. */
const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
