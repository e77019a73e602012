/** What is shown beside an article: one mention with its doubts and fields, the choice of an event, the events of the article. */
import { el } from "./dom.js";
import { grouped, longName } from "./form.js";
import { codeName, coderName, fieldName, t } from "./words.js";

/** Column → class of its colour, in the table of fields and in the text. */
const COLOURS = {
  trigger: "c-act", source_name: "c-source", target_name: "c-target", object_name: "c-object", acting_name: "c-source",
  date_text: "c-date", quantity_text: "c-quantity", place_name: "c-place", condition: "c-words", attribution: "c-words",
  status_cue: "c-words",
};

export const coloured = Object.entries(COLOURS);

export const saidOf = (entry, line) => ({ ...entry.columns, ...line.own });

/** A value in words, by its column. */
export function shown(fields, name, value) {
  const field = fields.find((one) => one.name === name);
  if (value === "" || value === null || value === undefined) return t("nothing");
  if (value === true || value === "true") return t("yes");
  if (Array.isArray(value)) return value.map((item) => [item.best ?? item.low ?? item.high, codeName("units", item.unit)].join(" ")).join(", ");
  if (field?.list) return codeName(field.list, value);
  return String(value);
}

export function kind(columns) {
  const subtype = columns.event_subtype ? codeName("event_subtypes", columns.event_subtype) : null;
  return [codeName("event_types", columns.event_type), subtype].filter(Boolean).join(" · ");
}

export function mention({ start, article, entry, line, act }) {
  const said = saidOf(entry, line);
  const percent = Math.round(line.doubt * 100);
  return [
    el("header", { class: "head" },
      el("h2", {}, kind(said)),
      el("p", { class: "chips" },
        el("span", { class: `chip s-${said.status}` }, codeName("statuses", said.status)),
        said.is_hedged ? el("span", { class: "chip" }, fieldName("is_hedged")) : null,
        said.is_aggregate ? el("span", { class: "chip" }, fieldName("is_aggregate")) : null,
        line.decision ? el("span", { class: `chip d-${line.decision}` }, t(`decision.${line.decision}`)) : null),
      el("div", { class: "doubt", role: "img", "aria-label": t("doubt.of", { n: percent }), title: t("doubt.of", { n: percent }) },
        el("i", { "data-tenths": Math.round(percent / 10) }), el("small", {}, `${t("doubt")} ${percent}`))),
    actions(act, line),
    el("div", { class: "why" }, el("h3", {}, t("why")), el("ul", {}, ...reasons(start, line))),
    table(start, said, line),
    el("p", { class: "quiet" }, t("found.by", { who: coderName(line.by) })),
  ];
}

function actions(act, line) {
  const button = (name, key, kinds = "") =>
    el("button", { type: "button", class: kinds, "data-do": name, "aria-keyshortcuts": key, click: () => act(name) }, t(`do.${name}`), el("kbd", {}, key));
  return el("p", { class: "actions" },
    button("accept", "A", "main"), button("correct", "C"), button("reject", "R", "bad"), button("merge", "M"),
    button("add", "N"), button("undo", "U"), button("previous", "←"), button("next", "→"));
}

function* reasonsOf(start, line) {
  if (line.by !== "people" && line.confidence !== null) yield t("why.confidence", { who: coderName(line.by), n: Math.round(line.confidence * 100) });
  for (const [who, differs] of Object.entries(line.others)) {
    if (differs === null) yield t("why.alone", { who: coderName(who) });
    else for (const [name, value] of Object.entries(differs)) yield t("why.other", { who: coderName(who), field: longName(name), value: shown(start.fields, name, value) });
  }
  for (const [name, values] of Object.entries(line.contradictions)) {
    yield t("why.contradiction", { field: longName(name), values: values.map((value) => shown(start.fields, name, value)).join(" / ") });
  }
}

function reasons(start, line) {
  const found = [...reasonsOf(start, line)];
  return (found.length ? found : [t("why.none")]).map((words) => el("li", {}, words));
}

/** The coded fields, group by group; what has words in the article carries their colour. */
function table(start, said, line) {
  const disputed = new Set(Object.values(line.others).flatMap((found) => Object.keys(found ?? {})).concat(Object.keys(line.contradictions)));
  const rows = [];
  for (const [group, fields] of grouped(start.fields)) {
    const filled = fields.filter(({ name }) => said[name] !== undefined && said[name] !== false && !["event_type", "event_subtype", "status", "is_hedged", "is_aggregate"].includes(name));
    if (!filled.length) continue;
    rows.push(el("tr", { class: "group" }, el("th", { colspan: 2, scope: "rowgroup" }, t(`group.${group}`))));
    for (const { name } of filled) {
      rows.push(el("tr", { class: disputed.has(name) ? "disputed" : null },
        el("th", { scope: "row" }, COLOURS[name] ? el("i", { class: `dot ${COLOURS[name]}` }) : null, fieldName(name)),
        el("td", { title: name }, shown(start.fields, name, said[name]))));
    }
  }
  return el("table", { class: "fields" }, el("tbody", {}, ...rows));
}

export function choice({ start, found, choose, cancel }) {
  return [
    el("h2", { class: "asks" }, t("merge.title")),
    found.length ? null : el("p", { class: "quiet" }, t("merge.none")),
    el("ol", { class: "choice" }, ...found.map((one, n) =>
      el("li", {}, el("button", { type: "button", click: () => choose(one), "aria-keyshortcuts": n + 1 },
        el("kbd", {}, String(n + 1)),
        el("span", {},
          el("b", {}, kind(one.columns)), " ", el("small", {}, [one.columns.date_start, one.columns.quantity_text, one.columns.place_name].filter(Boolean).join(" · ")),
          el("q", {}, one.words), el("small", {}, one.here ? t("merge.here") : `${one.published_on} · ${one.title}`)))))),
    el("p", { class: "actions" }, el("button", { type: "button", click: cancel }, t("do.cancel"), el("kbd", {}, "Esc"))),
  ];
}

export function events({ article, current, go }) {
  const points = { title: Array.from(article.title), text: Array.from(article.text) };
  return [
    el("h2", {}, t("events")),
    el("ol", { class: "events" }, ...article.entries.map((entry) =>
      el("li", {}, el("b", {}, kind(entry.columns)), el("ul", {}, ...entry.lines.map((line) =>
        el("li", {}, el("button", { type: "button", class: `plain line d-${line.decision ?? "open"}`, "aria-current": line.line_id === current ? "true" : null, click: () => go(line.line_id) },
          el("span", { class: "mark", "aria-hidden": "true" }, { reject: "✕", open: line.by === "people" ? "•" : "?" }[line.decision ?? "open"] ?? "✓"),
          el("span", { class: "clip" }, points[line.part].slice(line.start, line.end).join("")),
          el("span", { class: "hidden" }, line.decision ? t(`decision.${line.decision}`) : ""))))))))
  ];
}
