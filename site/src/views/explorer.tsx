/** The events, filtered by what the address says, as a table or on a map. */
import { useMemo } from "preact/hooks";
import { type Brief, events, type Index, type Site, site } from "../data";
import { FILTERS, select, sorted, SORTS } from "../filters";
import * as route from "../route";
import { useLoaded, Waiting } from "../shell";
import { saved } from "../sql/csv";
import { capital, current, label, month as monthName, number, period, t, unit } from "../words";
import { EventMap } from "./map";

const PER_PAGE = 50;

export type Change = (name: string, value: string) => void;

export function Explorer(props: { query: URLSearchParams }) {
  const found = useLoaded(() => Promise.all([site(), events()]), []);
  return (
    <>
      <h1>{t("explore.title")}</h1>
      {found.value ? <Found query={props.query} site={found.value[0]} index={found.value[1]} /> : <Waiting of={found} />}
    </>
  );
}

function Found(props: { query: URLSearchParams; site: Site; index: Index }) {
  const { query, index } = props;
  const asked = query.toString();
  const chosen = useMemo(() => sorted(select(index.events, query), query.get("sort") ?? "-date_start"), [asked, index]);
  const change: Change = (name, value) => {
    const next = new URLSearchParams(query);
    if (value) next.set(name, value);
    else next.delete(name);
    if (name === "type") next.delete("subtype");
    if (name !== "page") next.delete("page");
    route.replace("events", next);
  };
  const isMap = query.get("view") === "map";
  return (
    <div class="explorer">
      <Filters {...props} change={change} />
      <div class="found">
        <div class="above">
          <p role="status" class="n-found">
            {t("explore.found", { n: chosen.length, all: index.events.length })}
          </p>
          <div role="group" aria-label={t("explore.view")} class="views">
            <button type="button" aria-pressed={!isMap} onClick={() => change("view", "")}>
              {t("explore.table")}
            </button>
            <button type="button" aria-pressed={isMap} onClick={() => change("view", "map")}>
              {t("explore.map")}
            </button>
          </div>
          <button type="button" disabled={chosen.length === 0} onClick={() => download(chosen)}>
            {t("explore.csv")}
          </button>
        </div>
        <Chips query={query} change={change} />
        <Definition site={props.site} type={query.get("type")} subtype={query.get("subtype")} />
        {isMap ? (
          <EventMap events={chosen} query={query} />
        ) : chosen.length === 0 ? (
          <p>{t("explore.found_none")}</p>
        ) : (
          <Table events={chosen} query={query} change={change} />
        )}
      </div>
    </div>
  );
}

function download(chosen: Brief[]): void {
  const columns = Object.keys(chosen[0]!) as (keyof Brief)[];
  saved("riobravo-events.csv", columns, chosen.map((event) => columns.map((name) => event[name])));
}

export const country = (of: Site, code: string | null): string =>
  code === null ? "" : (of.countries[code]?.[current()] ?? label("countries", code));

function Filters(props: { query: URLSearchParams; site: Site; index: Index; change: Change }) {
  const { query, change, site: of, index } = props;
  const type = of.types.find((one) => one.name === query.get("type"));
  const counted = useMemo(() => counts(index), [index]);
  const choice = (name: string, title: string, options: [value: string, text: string][]) => (
    <label>
      {title}
      <select name={name} value={query.get(name) ?? ""} onChange={(event) => change(name, event.currentTarget.value)}>
        <option value="">{t("explore.any")}</option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
  const day = (name: "from" | "to", title: string) => (
    <label>
      {title}
      <input type="date" name={name} value={query.get(name) ?? ""} max={of.data_through} onChange={(event) => change(name, event.currentTarget.value)} />
    </label>
  );
  const countries = (column: "source_country" | "target_country" | "place_country") =>
    [...counted[column]].sort((a, b) => b[1] - a[1]).map(([code, n]): [string, string] => [code, `${country(of, code)} (${number(n)})`]);
  const several = (query.get("type") ?? "").includes(",")
    ? [[query.get("type")!, query.get("type")!.split(",").map((one) => label("event_types", one)).join(", ")] as [string, string]]
    : [];
  return (
    <details class="filters" open={matchMedia("(min-width: 60em)").matches}>
      <summary>{t("explore.filters")}</summary>
      <form onSubmit={(event) => event.preventDefault()}>
        <label class="long">
          {t("explore.search")}
          <input type="search" name="q" value={query.get("q") ?? ""} onInput={(event) => change("q", event.currentTarget.value)} />
        </label>
        {choice("type", t("explore.type"), [
          ...several,
          ...of.types.map((one): [string, string] => [
            one.name,
            `${capital(label("event_types", one.name))} (${number(counted.event_type.get(one.name) ?? 0)})`,
          ]),
        ])}
        {type && choice("subtype", t("explore.subtype"), Object.keys(type.subtypes).map((one) => [one, capital(label("event_subtypes", one))]))}
        {choice("status", t("explore.status"), Object.keys(of.codes.statuses!).map((one) => [one, capital(label("statuses", one))]))}
        <label class="check">
          <input type="checkbox" name="counted" checked={query.has("counted")} onChange={(event) => change("counted", event.currentTarget.checked ? "1" : "")} />
          <span>
            {t("explore.counted")} <small class="quiet">{t("explore.counted_hint")}</small>
          </span>
        </label>
        {choice("actor", t("explore.actor"), Object.entries(index.actors).map(([id, name]) => [id, `${name} (${number(counted.actor.get(id) ?? 0)})`]))}
        {choice("source", t("explore.source_country"), countries("source_country"))}
        {choice("target", t("explore.target_country"), countries("target_country"))}
        {choice("place", t("explore.place_country"), countries("place_country"))}
        {day("from", t("explore.from"))}
        {day("to", t("explore.to"))}
      </form>
    </details>
  );
}

const COUNTED = ["event_type", "source_country", "target_country", "place_country"] as const;

function counts(index: Index): Record<(typeof COUNTED)[number] | "actor", Map<string, number>> {
  const found = Object.fromEntries([...COUNTED, "actor"].map((name) => [name, new Map<string, number>()]));
  const add = (name: string, value: string | null) =>
    value !== null && found[name]!.set(value, (found[name]!.get(value) ?? 0) + 1);
  for (const event of index.events) {
    for (const name of COUNTED) add(name, event[name]);
    for (const actor of new Set([event.source_actor_id, event.target_actor_id])) add("actor", actor);
  }
  return found as ReturnType<typeof counts>;
}

/** Filters that no control shows, and a way out of all of them. */
function Chips(props: { query: URLSearchParams; change: Change }) {
  const { query, change } = props;
  const shown: [name: string, what: string][] = [];
  const month = query.get("month");
  if (month) shown.push(["month", t("explore.month", { month: /^\d{4}-\d{2}$/.test(month) ? monthName(month) : month })]);
  if (query.get("at")) shown.push(["at", t("explore.place", { place: query.get("at")! })]);
  const isFiltered = FILTERS.some((name) => query.get(name));
  if (!isFiltered) return null;
  const rest = new URLSearchParams([...query].filter(([name]) => !(FILTERS as readonly string[]).includes(name)));
  return (
    <p class="chips">
      {shown.map(([name, what]) => (
        <button key={name} type="button" class="chip-button" aria-label={t("explore.remove", { what })} onClick={() => change(name, "")}>
          {what} ×
        </button>
      ))}
      <button type="button" class="chip-button" onClick={() => route.replace("events", rest)}>
        {t("explore.clear")}
      </button>
    </p>
  );
}

/** What the codebook says a type, and a subtype of it, is; the codebook is in English. */
export function Definition(props: { site: Site; type: string | null; subtype: string | null }) {
  const type = props.site.types.find((one) => one.name === props.type);
  if (!type) return null;
  return (
    <p class="quiet" lang="en">
      {type.definition} {type.subtypes[props.subtype ?? ""]}{" "}
      <a href={`codebook.html#${type.name}`} lang={current()}>
        {t("nav.codebook")}
      </a>
    </p>
  );
}

const TITLES = { date_start: "explore.date", n_mentions: "explore.n_mentions", quantity_best: "explore.quantity" } as const;

function Table(props: { events: Brief[]; query: URLSearchParams; change: Change }) {
  const { events: chosen, query, change } = props;
  const pages = Math.ceil(chosen.length / PER_PAGE);
  const page = Math.min(pages, Math.max(1, Number(query.get("page")) || 1));
  const shown = chosen.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  const by = query.get("sort") ?? "-date_start";
  const head = (column: (typeof SORTS)[number], isNumber = false) => {
    const is = by.replace("-", "") === column;
    const title = t(TITLES[column]);
    return (
      <th scope="col" class={isNumber ? `number ${column}` : column} aria-sort={is ? (by.startsWith("-") ? "descending" : "ascending") : undefined}>
        <button type="button" class="sort" aria-label={t("explore.sort", { column: title })} onClick={() => change("sort", by === `-${column}` ? column : `-${column}`)}>
          {title} <span aria-hidden="true">{is ? (by.startsWith("-") ? "▾" : "▴") : "↕"}</span>
        </button>
      </th>
    );
  };
  return (
    <>
      <table class="events">
        <thead>
          <tr>
            {head("date_start")}
            <th scope="col">{t("explore.event")}</th>
            <th scope="col" class="who">{t("explore.who")}</th>
            <th scope="col" class="where">{t("explore.where")}</th>
            {head("quantity_best", true)}
            {head("n_mentions", true)}
          </tr>
        </thead>
        <tbody>
          {shown.map((event) => (
            <tr key={event.event_id}>
              <td class="date_start">{period(event.date_start, event.date_end, event.date_precision)}</td>
              <td class="what">
                <Kind event={event} />
                <a href={route.href(`events/${event.event_id}`)}>{event.headline}</a>
              </td>
              <td class="who">
                {event.source_name ?? event.source_country ?? "–"} → {event.target_name ?? event.target_country ?? "–"}
              </td>
              <td class="where">{event.place_name ?? ""}</td>
              <td class="number quantity_best">{quantity(event)}</td>
              <td class="number n_mentions">{number(event.n_mentions)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pages > 1 && (
        <nav class="pages" aria-label={t("explore.pages")}>
          <button type="button" disabled={page === 1} onClick={() => change("page", page === 2 ? "" : String(page - 1))}>
            {t("explore.previous")}
          </button>
          <span role="status">{t("explore.page", { page, pages })}</span>
          <button type="button" disabled={page === pages} onClick={() => change("page", String(page + 1))}>
            {t("explore.next")}
          </button>
        </nav>
      )}
    </>
  );
}

/** Type and subtype, and the status where the event is not one that counts. */
export function Kind(props: { event: Pick<Brief, "event_type" | "event_subtype" | "status" | "is_aggregate"> }) {
  const { event_type, event_subtype, status, is_aggregate } = props.event;
  const words = [label("event_types", event_type), label("event_subtypes", event_subtype)].filter(Boolean).join(", ");
  return (
    <span class="kind">
      {capital(words)}
      {status !== "actual" && <em> · {label("statuses", status)}</em>}
      {is_aggregate && <em> · {t("event.aggregate")}</em>}
    </span>
  );
}

const quantity = (event: Brief): string =>
  event.quantity_best === null ? "" : `${number(event.quantity_best)} ${unit(event.quantity_unit, event.quantity_best)}`;

