/** One event: what is coded, the sentences that assert it, their sources, and the events it is linked to. */
import { Fragment } from "preact";
import { useState } from "preact/hooks";
import { type Article, type Column, type Link, type Mention, type Row, schema, type Site, site, text, whole, type Whole } from "../data";
import * as route from "../route";
import { useLoaded, Waiting } from "../shell";
import { capital, current, date, fieldLabel, label, number, period, t } from "../words";
import { country, Definition, Kind } from "./explorer";

/** Shown elsewhere on the page, or said by another column. */
const APART = ["event_id", "event_type", "event_subtype", "status", "headline", "disagreements", "source_actor_id", "target_actor_id"];

export function EventPage(props: { id: string }) {
  const found = useLoaded(async () => {
    const [of, declared, first] = await Promise.all([site(), schema(), whole(props.id)]);
    const isRetired = first !== undefined && "retired_into" in first;
    const event = isRetired ? await whole(first.retired_into) : first;
    const columns = declared.tables.find((table) => table.name === "events")!.columns;
    return { of, columns, isRetired, event: event as Whole | undefined };
  }, [props.id]);
  if (!found.value) return <Waiting of={found} />;
  const { of, columns, event, isRetired } = found.value;
  return (
    <article class="event">
      <p>
        <a href={route.href("events")}>← {t("event.back")}</a>
      </p>
      {event ? (
        <>
          {isRetired && <p class="note">{t("event.retired", { id: props.id })}</p>}
          <Told whole={event} columns={columns} site={of} />
        </>
      ) : (
        <p role="alert">{t("event.unknown", { id: props.id })}</p>
      )}
    </article>
  );
}

function Told(props: { whole: Whole; columns: Column[]; site: Site }) {
  const { event, mentions, articles, links } = props.whole;
  const said = (name: string) => event[name] as string | undefined;
  const id = said("event_id")!;
  const sql = `select *\nfrom events\nwhere event_id = '${id}'`;
  const caveats = (event.caveats as string[] | undefined) ?? [];
  return (
    <>
      <Kind event={{ event_type: said("event_type")!, event_subtype: said("event_subtype") ?? null, status: said("status")!, is_aggregate: event.is_aggregate === true }} />
      <h1>{said("headline")}</h1>
      <p class="facts-line">
        <strong>{period(said("date_start"), said("date_end"), said("date_precision")!)}</strong>
        {said("place_name") && <span> · {said("place_name")}</span>}
        <span> · {t(props.whole.is_counted ? "event.counts" : "event.counts_not")}</span>
        {caveats.map((one) => (
          <span key={one} class="caveat" title={props.site.codes.caveats![one]}>
            {label("caveats", one)}
          </span>
        ))}
      </p>
      <p class="quiet">
        {t("event.id")} <code>{id}</code> · <a href={route.href("sql", { q: sql })}>{t("event.in_sql")}</a>
      </p>
      <Definition site={props.site} type={said("event_type")!} subtype={said("event_subtype") ?? null} />
      <div class="told">
        <section aria-labelledby="mentions">
          <h2 id="mentions">{t("event.mentions")}</h2>
          <p>{t("event.mentions_lead", { mentions: mentions.length, articles: Object.keys(articles).length })}</p>
          {Object.values(articles).map((article) => (
            <Brief key={article.article_id} article={article} mentions={mentions.filter((one) => one.article_id === article.article_id)} />
          ))}
        </section>
        {links.length > 0 && <Links links={links} />}
        <section class="coded" aria-labelledby="facts">
          <h2 id="facts">{t("event.facts")}</h2>
          <dl class="facts">
            {props.columns
              .filter((column) => event[column.name] !== undefined && !APART.includes(column.name))
              .map((column) => (
                <Fragment key={column.name}>
                  <dt title={column.description}>{capital(fieldLabel(column.name))}</dt>
                  <dd>{value(column, event[column.name], props.site)}</dd>
                </Fragment>
              ))}
          </dl>
          <Disagreements of={(event.disagreements as Row[] | undefined) ?? []} />
        </section>
      </div>
    </>
  );
}

function value(column: Column, given: unknown, of: Site): string {
  if (Array.isArray(given)) return given.map((one) => value(column, one, of)).join(", ");
  if (typeof given === "object" && given !== null) return Object.values(given).filter((one) => one !== null).join(" ");
  if (typeof given === "boolean") return label("booleans", String(given));
  if (column.name.endsWith("_country")) return country(of, String(given));
  if (column.codes) return label(column.codes, String(given));
  if (column.type === "date") return date(String(given));
  if (typeof given === "number" && column.type === "number") return number(given);
  return String(given);
}

function Disagreements(props: { of: Row[] }) {
  if (props.of.length === 0) return null;
  return (
    <>
      <h3>{t("event.disagreements")}</h3>
      <ul>
        {props.of.map((one) => (
          <li key={String(one.field)}>
            {capital(fieldLabel(String(one.field)))}: {[one.values].flat().join("; ")}
          </li>
        ))}
      </ul>
    </>
  );
}

/** One brief that tells the event: its sentences, in their text on demand, and the sources it rests on. */
function Brief(props: { article: Article; mentions: Mention[] }) {
  const { article, mentions } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <section class="brief" aria-label={article.title}>
      <h3 lang={article.language}>{article.title}</h3>
      <p class="quiet">
        {date(article.published_on)} · {label("languages", article.language)}
      </p>
      {mentions.map((mention) => (
        <blockquote key={mention.mention_id} lang={article.language} title={t("event.reason", { reason: mention.reason })}>
          {mention.evidence}
        </blockquote>
      ))}
      <button type="button" class="plain" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t(isOpen ? "event.hide_text" : "event.show_text")}
      </button>
      {isOpen && <InText article={article} mentions={mentions.filter((one) => one.evidence_in === "text")} />}
      {article.sources && (
        <>
          <h4>{t("event.sources")}</h4>
          <ul class="sources">
            {article.sources.map((source, i) => (
              <li key={i}>
                <Outside href={source.url} text={source.publisher ?? source.url ?? ""} />
                {source.published_on && <span class="quiet"> {date(source.published_on)}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** A link to another host, which only a reader's click follows; an address of another kind stays text. */
function Outside(props: { href: string | null; text: string }) {
  return props.href && /^https?:\/\//i.test(props.href) ? (
    <a href={props.href} rel="noopener noreferrer external nofollow">
      {props.text}
    </a>
  ) : (
    <>{props.text}</>
  );
}

function InText(props: { article: Article; mentions: Mention[] }) {
  const found = useLoaded(() => text(props.article), [props.article.article_id]);
  if (found.value === undefined) return <Waiting of={found} />;
  return (
    <div class="brief-text" lang={props.article.language}>
      {marked(found.value, props.mentions).map((piece, i) => (piece.isMarked ? <mark key={i}>{piece.text}</mark> : <Fragment key={i}>{piece.text}</Fragment>))}
    </div>
  );
}

/** A text cut where evidence begins and ends. Offsets count code points, as everywhere in the data. */
function marked(text: string, mentions: Mention[]): { text: string; isMarked: boolean }[] {
  const points = Array.from(text);
  const pieces: { text: string; isMarked: boolean }[] = [];
  let at = 0;
  for (const { evidence_start: start, evidence_end: end } of mentions.toSorted((a, b) => a.evidence_start - b.evidence_start)) {
    if (end <= at) continue;
    pieces.push({ text: points.slice(at, Math.max(at, start)).join(""), isMarked: false });
    pieces.push({ text: points.slice(Math.max(at, start), end).join(""), isMarked: true });
    at = end;
  }
  return [...pieces, { text: points.slice(at).join(""), isMarked: false }];
}

function Links(props: { links: Link[] }) {
  const sides = ["earlier", "later"] as const;
  return (
    <section aria-labelledby="links">
      <h2 id="links">{t("event.links")}</h2>
      {sides.map((side) => {
        const found = props.links.filter((link) => link.direction === side);
        return (
          found.length > 0 && (
            <Fragment key={side}>
              <h3>{t(`event.${side}`)}</h3>
              <ul class="links" lang={current()}>
                {found.map((link) => (
                  <li key={`${link.relation} ${link.event_id}`}>
                    <span class="kind">
                      {capital(label("relations", link.relation))} · {label("event_types", link.event_type)} · {period(link.date_start, link.date_end, link.date_precision)}
                    </span>
                    <a href={route.href(`events/${link.event_id}`)}>{link.headline}</a>
                  </li>
                ))}
              </ul>
            </Fragment>
          )
        );
      })}
    </section>
  );
}
