/** The SQL console. DuckDB is fetched when a reader opens it, not before. */
import { useEffect, useState } from "preact/hooks";
import { type Schema, schema, type Site, site } from "../data";
import * as route from "../route";
import { useLoaded, Waiting } from "../shell";
import { saved } from "../sql/csv";
import type { Answer, Engine } from "../sql/engine";
import { number, size, t } from "../words";

const SHOWN = 500;
const SHORT = 32;
/** Bytes of DuckDB itself, told before it is fetched. */
const ENGINE = __ENGINE_BYTES__;

type State = { is: "closed" | "starting" } | { is: "ready"; engine: Engine } | { is: "failed"; reason: string };
type Result = { answer: Answer } | { error: string } | { isRunning: true } | { isStopped: true };

export function Console(props: { query: URLSearchParams }) {
  const found = useLoaded(() => Promise.all([site(), schema()]), []);
  return (
    <>
      <h1>{t("sql.title")}</h1>
      {found.value ? <Opened query={props.query} site={found.value[0]} schema={found.value[1]} /> : <Waiting of={found} />}
    </>
  );
}

function Opened(props: { query: URLSearchParams; site: Site; schema: Schema }) {
  const { views } = props.schema;
  const examples = views.filter((view) => view.example);
  const asked = props.query.get("q");
  const [sql, setSql] = useState(asked ?? examples.find((view) => view.name === "extraditions_by_year")?.example ?? examples[0]!.example);
  const [state, setState] = useState<State>({ is: "closed" });
  const [result, setResult] = useState<Result>();
  useEffect(() => {
    if (asked !== null) setSql(asked);
  }, [asked]);

  const file = props.site.downloads.find((one) => one.path.endsWith(".duckdb"))!;
  const open = async (): Promise<Engine | undefined> => {
    if (state.is === "ready") return state.engine;
    setState({ is: "starting" });
    try {
      const engine = await (await import("../sql/engine")).start();
      setState({ is: "ready", engine });
      return engine;
    } catch (error) {
      setState({ is: "failed", reason: told(error) });
      return undefined;
    }
  };
  const run = async (text = sql) => {
    route.replace("sql", { q: text });
    setResult({ isRunning: true });
    const engine = await open();
    if (!engine) return setResult(undefined);
    try {
      setResult({ answer: await engine.ask(text) });
    } catch (error) {
      if (isStopped(error)) {
        setState({ is: "closed" });
        setResult({ isStopped: true });
      } else setResult({ error: told(error) });
    }
  };
  const isBusy = state.is === "starting" || (result !== undefined && "isRunning" in result);
  return (
    <div class="console">
      <div class="ask">
        <p>{t("sql.lead", { size: size(ENGINE + file.bytes) })}</p>
        <label class="long">
          {t("sql.examples")}
          <select
            name="example"
            value=""
            onChange={(event) => {
              const view = examples.find((one) => one.name === event.currentTarget.value);
              if (view) setSql(view.example);
            }}
          >
            <option value="">{t("sql.choose")}</option>
            {examples.map((view) => (
              <option key={view.name} value={view.name}>
                {view.title} ({view.name})
              </option>
            ))}
          </select>
        </label>
        <label class="long">
          {t("sql.query")}
          <textarea
            name="sql"
            rows={5}
            spellcheck={false}
            autocapitalize="off"
            autocomplete="off"
            value={sql}
            onInput={(event) => setSql(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                void run();
              }
            }}
          />
        </label>
        <p class="actions">
          <button type="button" class="button" disabled={isBusy} onClick={() => void run()}>
            {t("sql.run")}
          </button>
          {state.is === "ready" && isBusy ? (
            <button type="button" onClick={state.engine.stop}>
              {t("sql.stop")}
            </button>
          ) : (
            <span class="quiet">{t("sql.run_hint")}</span>
          )}
          <CopyLink sql={sql} />
        </p>
        <p role="status" class="quiet">
          {state.is === "starting" ? t("sql.starting") : state.is === "ready" ? t("sql.ready", { version: state.engine.version }) : ""}
        </p>
        {state.is === "failed" && (
          <p role="alert" class="error">
            {t("sql.failed", { reason: state.reason })}
          </p>
        )}
        {result && <Shown result={result} />}
      </div>
      <Shelf schema={props.schema} onExample={setSql} />
    </div>
  );
}

function Shown(props: { result: Result }) {
  const { result } = props;
  if ("isRunning" in result) return <p class="quiet">{t("sql.running")}</p>;
  if ("isStopped" in result) return <p role="status">{t("sql.stopped")}</p>;
  if ("error" in result) {
    return (
      <div role="alert" class="error">
        <strong>{t("sql.error")}</strong>
        <pre tabIndex={0}>{result.error}</pre>
        <p>{t("sql.error_hint")}</p>
      </div>
    );
  }
  const { columns, rows, ms } = result.answer;
  const names = columns.map((column) => column.name);
  return (
    <section aria-labelledby="result">
      <h2 id="result">{t("sql.result")}</h2>
      <div class="above">
        <p role="status">
          {rows.length > SHOWN ? t("sql.rows_shown", { n: rows.length, ms, shown: SHOWN }) : t("sql.rows", { n: rows.length, ms })}
        </p>
        <button type="button" onClick={() => saved("riobravo-query.csv", names, rows)}>
          {t("sql.csv")}
        </button>
      </div>
      <div class="wide" tabIndex={0} role="region" aria-label={t("sql.result")}>
        <table>
          <thead>
            <tr>
              {columns.map((column, i) => (
                <th key={i} scope="col" class={column.isNumber ? "number" : ""}>
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row, i) => (
              <tr key={i}>
                {row.map((value, j) => (
                  <td key={j} class={columns[j]!.isNumber ? "number" : typeof value === "string" && value.length < SHORT ? "short" : ""}>
                    <Cell value={value} isPlain={/year|_id$/.test(columns[j]!.name)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** An event's id leads to its page. */
function Cell(props: { value: unknown; isPlain: boolean }) {
  const { value } = props;
  if (value === null) return <span class="quiet">null</span>;
  if (typeof value === "number") return <>{props.isPlain ? value : number(value)}</>;
  if (typeof value === "string") return /^rb-[0-9a-f]{10}$/.test(value) ? <a href={route.href(`events/${value}`)}>{value}</a> : <>{value}</>;
  return <>{JSON.stringify(value)}</>;
}

function CopyLink(props: { sql: string }) {
  const [copied, setCopied] = useState("");
  const link = new URL(route.href("sql", { q: props.sql }), location.href).href;
  return (
    <button type="button" onClick={() => void navigator.clipboard.writeText(link).then(() => setCopied(props.sql))}>
      {t(copied === props.sql ? "sql.linked" : "sql.link")}
    </button>
  );
}

function Shelf(props: { schema: Schema; onExample: (sql: string) => void }) {
  const { tables, views } = props.schema;
  return (
    <aside aria-labelledby="shelf">
      <h2 id="shelf">{t("sql.schema")}</h2>
      <p class="quiet">{t("sql.readonly")}</p>
      <h3>{t("sql.tables")}</h3>
      {tables.map((table) => (
        <details key={table.name}>
          <summary>
            <code>{table.name}</code>
          </summary>
          <p>{table.description}</p>
          <ul class="columns">
            {table.columns.map((column) => (
              <li key={column.name} title={column.description}>
                <code>{column.name}</code> <span class="quiet">{column.type}</span>
              </li>
            ))}
          </ul>
        </details>
      ))}
      <h3>{t("sql.views")}</h3>
      {views.map((view) => (
        <details key={view.name}>
          <summary>
            <code>{view.name}</code>
          </summary>
          <p>
            {view.title}: {view.grain}. {view.counts}
          </p>
          <ul class="columns">
            {view.columns.map((column) => (
              <li key={column}>
                <code>{column}</code>
              </li>
            ))}
          </ul>
          {view.example && (
            <button type="button" class="plain" onClick={() => props.onExample(view.example)}>
              <code>{view.example}</code>
            </button>
          )}
        </details>
      ))}
    </aside>
  );
}

/** Told by name: the class itself comes with the engine, which is fetched late. */
const isStopped = (error: unknown): boolean => error instanceof Error && error.name === "StoppedError";
const told = (error: unknown): string => (error instanceof Error ? error.message : String(error));
