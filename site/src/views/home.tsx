/** The first screen: what it is, the headline types by month, totals, downloads. */
import { useState } from "preact/hooks";
import { address, type Download, type Site, site } from "../data";
import * as route from "../route";
import { useLoaded, Waiting } from "../shell";
import { current, date, number, size, t } from "../words";
import { Timeline } from "./timeline";

const SHOWN = ["riobravo.duckdb", "events.parquet", "mentions.parquet", "articles.parquet"];

export function Home(props: { query: URLSearchParams }) {
  const found = useLoaded(site, []);
  if (!found.value) return <Waiting of={found} />;
  const of = found.value;
  return (
    <>
      <section class="lead">
        <h1>{t("site.tagline")}</h1>
        <p>{t("home.lead")}</p>
        <Totals site={of} />
      </section>
      <Timeline key={current()} site={of} query={props.query} />
      <section aria-labelledby="read">
        <h2 id="read">{t("home.read")}</h2>
        <p class="actions">
          <a class="button" href={route.href("events")}>
            {t("home.read_events", { n: of.totals.events! })}
          </a>
          <a class="button second" href={route.href("sql")}>
            {t("home.read_sql")}
          </a>
        </p>
      </section>
      <Downloads files={of.downloads} />
    </>
  );
}

function Totals(props: { site: Site }) {
  const { totals, n_sources, covers_from, data_through } = props.site;
  const told: [string, number][] = [
    [t("home.events"), totals.events!],
    [t("home.mentions"), totals.mentions!],
    [t("home.briefs"), totals.articles!],
    [t("home.sources"), n_sources],
  ];
  return (
    <div>
      <dl class="totals">
        {told.map(([name, n]) => (
          <div key={name}>
            <dd>{number(n)}</dd>
            <dt>{name}</dt>
          </div>
        ))}
      </dl>
      <p class="quiet">
        {date(covers_from)} – {date(data_through)}
      </p>
    </div>
  );
}

function Downloads(props: { files: Download[] }) {
  const isFirst = (file: Download) => SHOWN.some((name) => file.path.endsWith(name) && !file.path.includes("_machine"));
  const first = SHOWN.flatMap((name) => props.files.filter((file) => isFirst(file) && file.path.split("/").pop() === name));
  return (
    <section aria-labelledby="downloads">
      <h2 id="downloads">{t("home.downloads")}</h2>
      <p>{t("home.downloads_lead")}</p>
      <p class="actions">
        {first.map((file) => (
          <a key={file.path} class="button second" href={address(`downloads/${file.path}`)} download>
            {file.path.split("/").pop()} <small>{size(file.bytes)}</small>
          </a>
        ))}
        <a class="button second" href={address("downloads/SHA256SUMS")} download>
          SHA256SUMS
        </a>
      </p>
      <details>
        <summary>{t("home.all_files", { n: props.files.length })}</summary>
        <div class="wide" tabIndex={0} role="region" aria-label={t("home.downloads")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("home.file")}</th>
                <th scope="col" class="number">{t("home.rows")}</th>
                <th scope="col" class="number">{t("home.size")}</th>
                <th scope="col">{t("home.sha256")}</th>
              </tr>
            </thead>
            <tbody>
              {props.files.map((file) => (
                <tr key={file.path}>
                  <th scope="row">
                    <a href={address(`downloads/${file.path}`)} download>
                      {file.path}
                    </a>
                  </th>
                  <td class="number">{file.rows === null ? "" : number(file.rows)}</td>
                  <td class="number">{size(file.bytes)}</td>
                  <td>
                    <Checksum file={file} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

function Checksum(props: { file: Download }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <span class="checksum">
      <code title={props.file.sha256}>{props.file.sha256.slice(0, 16)}…</code>{" "}
      <button
        type="button"
        class="plain"
        aria-label={t("home.copy", { file: props.file.path })}
        onClick={() => void navigator.clipboard.writeText(props.file.sha256).then(() => setCopied(true))}
      >
        {isCopied ? t("home.copied") : t("cite.copy")}
      </button>
    </span>
  );
}
