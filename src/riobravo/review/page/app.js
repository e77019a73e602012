/** The review: which mention is shown, what a key does, what comes next. */
import * as api from "./api.js";
import * as card from "./card.js";
import { byId, el, fill } from "./dom.js";
import { Form } from "./form.js";
import { find, marked, selection } from "./text.js";
import { LANGUAGES, codeName, name as languageName, preferred, speak, t } from "./words.js";

const FEW = 20; // mentions in hand below which more are fetched
const THEMES = ["auto", "light", "dark"];

const state = {
  start: null, articles: new Map(), ahead: [], behind: [], shown: null, mode: "card", form: null, candidates: [],
  n_decided: 0, n: 0, waiting: 0, sent: new Set(), decided_at: [], failed: 0, parts: null,
};

const keyOf = ({ article_id, line_id }) => `${article_id}\n${line_id}`;
const same = (one, other) => one && other && keyOf(one) === keyOf(other);

/** A mention with its event and article; null where it is no more. */
function lineOf(item) {
  const article = state.articles.get(item?.article_id);
  for (const entry of article?.entries ?? []) {
    const line = entry.lines.find((one) => one.line_id === item.line_id);
    if (line) return { article, entry, line };
  }
  return null;
}

const current = () => lineOf(state.shown);


// ── what is next ─────────────────────────────────────────────────────────────────────────────────────────────────────

async function fetchMore() {
  const from = state.ahead.at(-1)?.position ?? state.shown?.position ?? -1;
  const found = await api.get("queue", { from: from + 1 });
  for (const article of found.articles) keep(article);
  const known = new Set([...state.ahead, ...state.behind, state.shown].filter(Boolean).map(keyOf));
  state.ahead.push(...found.items.filter((item) => !known.has(keyOf(item)) && isOpen(item)));
}

/** Keeps an article as it is told, unless it is here already in this state (with what is not answered yet) or a later one. */
function keep(article) {
  const known = state.articles.get(article.article_id);
  if (!known || known.version < article.version) state.articles.set(article.article_id, article);
}

async function next() {
  if (state.shown) state.behind.push(state.shown);
  state.shown = state.ahead.shift() ?? null;
  if (!state.shown) {
    state.behind = []; // round again: what was passed over is asked once more
    await fetchMore();
    state.shown ??= state.ahead.shift() ?? null;
  } else if (state.ahead.length < FEW) fetchMore().catch(gone);
  state.mode = "card";
  draw();
}

function isOpen(item) {
  const found = lineOf(item);
  return found !== null && !found.line.decision;
}

function previous() {
  const back = state.behind.pop();
  if (!back) return;
  if (state.shown) state.ahead.unshift(state.shown);
  state.shown = back;
  state.mode = "card";
  draw();
}

async function go(article_id, line_id) {
  if (!line_id || same(state.shown, { article_id, line_id })) return;
  if (!state.articles.has(article_id)) keep(await api.get("articles", { id: article_id }));
  if (state.shown) state.ahead.unshift(state.shown);
  state.ahead = state.ahead.filter((item) => keyOf(item) !== `${article_id}\n${line_id}`);
  state.shown = { article_id, line_id, position: state.shown?.position ?? 0 };
  state.mode = "card";
  draw();
}

// ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Sends a decision and shows the next mention at once; where it is refused, the page comes back to it. */
async function decide(kind, more = {}) {
  const { article_id, line_id } = state.shown;
  const at = state.shown;
  const sent = api.post("decisions", () => ({
    article_id, line_id, kind, version: state.articles.get(article_id).version, ...more,
  }), told);
  const moves = kind !== "add";
  say(t(`said.${kind}`));
  message("");
  const waiting = { at, kind };
  if (moves) {
    state.sent.add(waiting);
    mark(at, kind);
  }
  const moved = moves ? next() : null;
  try {
    await sent;
    state.decided_at.push(Date.now());
    if (more.with_article) keep(await api.get("articles", { id: more.with_article }));
    if (!moves) state.mode = "card";
  } catch (error) {
    await moved;
    await refused(error, at, kind, more);
  } finally {
    state.sent.delete(waiting);
  }
  draw();
}

/** A mention as it will be, until the server says how it is. */
function mark(at, kind) {
  const found = lineOf(at);
  if (found) found.line.decision = kind;
}

function told({ article, n_decided, n }) {
  keep(article);
  for (const { at, kind } of state.sent) mark(at, kind);
  Object.assign(state, { n_decided, n });
}

async function refused(error, at, kind, more) {
  if (!(error instanceof api.Refused)) {
    state.failed += 1;
    return gone(error);
  }
  const fresh = await api.get("articles", { id: at.article_id });
  state.articles.set(at.article_id, fresh);
  state.ahead = state.ahead.filter((item) => !same(item, at));
  state.behind = state.behind.filter((item) => !same(item, at));
  if (state.shown && !same(state.shown, at)) state.ahead.unshift(state.shown);
  state.shown = at;
  state.mode = "card";
  if (error.status === 422 && more.columns) openForm(kind, more);
  message(error.status === 409 ? t("said.conflict") : t("said.refused", { reason: error.message }));
}

async function undo() {
  try {
    const found = await api.post("undo", () => ({}), told);
    state.decided_at.pop();
    say(t("said.undo"));
    message("");
    if (found.line_id) await go(found.article.article_id, found.line_id);
    state.mode = "card";
    draw();
  } catch (error) {
    if (error instanceof api.Refused) message(t("said.nothing"));
    else gone(error);
  }
}

function gone(error) {
  console.warn(error);
  message(t("said.gone"));
  draw();
}

function openForm(kind, given) {
  const found = current();
  const blank = { event_type: Object.keys(state.start.types)[0], status: state.start.fields.find((field) => field.name === "status").codes[0] };
  const columns = given?.columns ?? (kind === "add" ? blank : card.saidOf(found.entry, found.line));
  state.mode = "form";
  state.adding = kind === "add" ? given : null;
  state.form = new Form({
    start: state.start,
    columns,
    title: t(kind === "add" ? "add.title" : "correct.title"),
    note: kind === "correct" && found.entry.lines.length > 1 ? t("shared") : null,
    save: (values) => decide(kind, kind === "add" ? { ...given, line_id: null, columns: values } : { columns: values }),
    cancel: () => leave(),
  });
  draw();
  const disputed = kind === "correct" ? Object.keys(Object.values(found.line.others).find(Boolean) ?? found.line.contradictions)[0] : null;
  (state.form.node.elements[disputed] ?? state.form.node.elements.event_type).focus();
}

function startAdding() {
  const chosen = state.parts && selection(state.parts);
  if (!chosen) return message(t("add.select"));
  const { part, start, end } = chosen;
  getSelection().removeAllRanges();
  openForm("add", { part, start, end });
}

async function startMerging() {
  const { article_id, line_id } = state.shown;
  const { events } = await api.get("events", { id: article_id, line: line_id });
  state.candidates = events.map((one) => ({ ...one, here: one.article_id === article_id }));
  state.mode = "merge";
  draw();
  byId("card").focus();
}

const choose = ({ article_id, entry_id, here }) => decide("merge", here ? { into: entry_id } : { into: entry_id, with_article: article_id });

function leave() {
  state.mode = "card";
  message("");
  draw();
  byId("card").focus();
}

const ACTIONS = {
  accept: () => current() && decide("accept"),
  reject: () => current() && decide("reject"),
  correct: () => current() && openForm("correct"),
  merge: () => current() && startMerging().catch(gone),
  add: startAdding,
  undo,
  next: () => next().catch(gone),
  previous,
  help: () => byId("help").showModal(),
};
const KEYS = {
  a: "accept", c: "correct", r: "reject", m: "merge", n: "add", u: "undo", ArrowRight: "next", ArrowLeft: "previous", j: "next", k: "previous", "?": "help",
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
  if (event.key === "Escape" && state.mode !== "card") return leave();
  if (event.target.matches("input, select, textarea") || state.mode === "form") return;
  if (state.mode === "merge") {
    const chosen = state.candidates[Number(event.key) - 1];
    if (chosen) choose(chosen);
    return;
  }
  const action = KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
  if (!action || event.repeat) return;
  event.preventDefault();
  ACTIONS[action]();
});

// ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function draw() {
  drawTop();
  drawHelp();
  document.title = `${t("title")} · Río Bravo`;
  document.querySelector(".skip").textContent = t("skip");
  const found = current();
  document.body.classList.toggle("is-done", !found);
  if (!found) return drawDone();
  drawArticle(found);
  const { article, line } = found;
  if (state.mode === "form") fill(byId("card"), state.form.node);
  else if (state.mode === "merge") fill(byId("card"), ...card.choice({ start: state.start, found: state.candidates, choose, cancel: leave }));
  else fill(byId("card"), ...card.mention({ start: state.start, ...found, act: (action) => ACTIONS[action]() }));
  fill(byId("events"), ...card.events({ article, current: line.line_id, go: (line_id) => go(article.article_id, line_id) }));
}

function drawTop() {
  const rate = perMinute();
  const { n_decided: n, n: m } = state;
  const status = state.failed ? t("unsaved", { n: state.failed }) : state.waiting ? t("saving", { n: state.waiting }) : t("saved");
  const theme = localStorage.getItem("theme") ?? THEMES[0];
  const number = (value) => value.toLocaleString(document.documentElement.lang);
  fill(byId("top"),
    el("span", { class: "brand" }, "Río Bravo ", el("small", {}, t("title"))),
    el("div", { class: "progress" },
      el("progress", { max: m, value: n, "aria-label": t("progress.label") }),
      el("span", {}, t("progress", { n: number(n), m: number(m) }), rate ? ` · ${t("rate", { n: rate })}` : "")),
    el("span", { class: `saved ${state.failed ? "bad" : state.waiting ? "busy" : ""}` }, status),
    el("span", { class: "coder" }, state.start.coder),
    el("span", { class: "choices", role: "group", "aria-label": t("language") }, ...LANGUAGES.map((one) =>
      el("button", { type: "button", class: "plain", lang: one, "aria-pressed": String(one === document.documentElement.lang), click: () => speak(one).then(redraw) }, one.toUpperCase()))),
    el("button", { type: "button", class: "plain", "aria-label": t("theme", { theme: t(`theme.${theme}`) }), title: t("theme", { theme: t(`theme.${theme}`) }), click: () => repaint(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]) }, "◐"),
    el("button", { type: "button", class: "plain", "aria-keyshortcuts": "?", click: ACTIONS.help }, t("help"), el("kbd", {}, "?")));
}

function perMinute() {
  const [first] = state.decided_at;
  if (state.decided_at.length < 3) return 0;
  return Math.round(((state.decided_at.length - 1) * 60_000) / (state.decided_at.at(-1) - first || 1));
}

/** A form keeps what was filled in: it is made anew in the other language. */
function redraw() {
  if (state.mode === "form") {
    const columns = state.form.read();
    openForm(state.adding ? "add" : "correct", { ...state.adding, columns });
  } else draw();
}

function repaint(theme) {
  localStorage.setItem("theme", theme);
  document.documentElement.dataset.theme = theme;
  drawTop();
}

function drawArticle({ article, entry, line }) {
  const open = article.entries.flatMap((one) => one.lines).filter((one) => !one.decision).length;
  const all = article.entries.flatMap((one) => one.lines).length;
  const title = el("h1", { lang: article.language }, marked(article.title, spans("title", article, entry, line)));
  const text = el("div", { class: "text", lang: article.language }, marked(article.text, spans("text", article, entry, line)));
  state.parts = { title, text };
  fill(byId("article"),
    el("p", { class: "quiet meta" },
      [article.published_on, article.publisher, codeName("languages", article.language), t("article.left", { n: open, m: all })].filter(Boolean).join(" · "),
      article.is_coded ? el("span", { class: "chip" }, t("article.coded")) : null),
    title, text);
  byId("article").querySelector(".now")?.scrollIntoView({ block: "nearest" });
}

/** The spans of a part: every line, the current one (or the words that are being added) above them, its fields on top. */
function spans(part, article, entry, line) {
  const adding = state.mode === "form" && state.adding;
  const lines = article.entries.flatMap((one) => one.lines).filter((one) => one.part === part);
  const found = lines.filter((one) => adding || one.line_id !== line.line_id).map((one) => ({ start: one.start, end: one.end, line: one.line_id, classes: ["line", `d-${one.decision ?? "open"}`] }));
  if (adding) return adding.part === part ? [...found, { start: adding.start, end: adding.end, classes: ["now"] }] : found;
  if (line.part !== part) return found;
  const said = card.saidOf(entry, line);
  found.push({ start: line.start, end: line.end, line: line.line_id, classes: ["now"] });
  for (const [name, colour] of card.coloured) {
    const place = said[name] && find(article[part], String(said[name]), line);
    if (place) found.push({ ...place, classes: ["word", colour] });
  }
  return found;
}

function drawDone() {
  state.parts = null;
  fill(byId("article"));
  fill(byId("events"));
  fill(byId("card"), el("h2", {}, t("done")), el("p", {}, t("done.text", { m: state.n, folder: state.start.folder })),
    el("p", { class: "actions" }, el("button", { type: "button", "data-do": "undo", click: undo }, t("do.undo"), el("kbd", {}, "U"))));
}

function drawHelp() {
  const keys = [["A", "accept"], ["C", "correct"], ["R", "reject"], ["M", "merge"], ["N", "add"], ["U", "undo"], ["→", "next"], ["←", "previous"], ["⏎", "save"], ["Esc", "escape"], ["?", "help"]];
  const { problems } = state.start;
  fill(byId("help"),
    el("h2", {}, t("help")), el("p", {}, t("help.text")),
    el("dl", {}, ...keys.flatMap(([key, action]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, t(`key.${action}`))])),
    problems.length ? el("h3", {}, t("problems")) : null,
    problems.length ? el("ul", {}, ...problems.map((words) => el("li", {}, words))) : null,
    el("form", { method: "dialog" }, el("button", { class: "main", autofocus: true }, t("close"))));
}

function say(words) {
  byId("said").textContent = words;
}

function message(words) {
  byId("message").textContent = words;
  byId("message").hidden = !words;
}

document.addEventListener("mouseup", () => {
  if (state.mode !== "form" || !state.parts) return;
  const chosen = selection(state.parts);
  if (chosen) state.form.take(chosen.words);
});
document.addEventListener("click", ({ target }) => {
  const line = target.closest?.("#article [data-line]")?.dataset.line;
  if (line && state.mode === "card" && getSelection().isCollapsed) go(state.shown.article_id, line);
});
api.onWaiting((n) => {
  state.waiting = n;
  if (state.start) drawTop();
});
addEventListener("beforeunload", (event) => state.waiting && event.preventDefault());

document.documentElement.dataset.theme = localStorage.getItem("theme") ?? THEMES[0];
await speak(preferred());
state.start = await api.get("start", { language: document.documentElement.lang });
Object.assign(state, { n_decided: state.start.n_decided, n: state.start.n });
await fetchMore();
await next();
