/** What stands around every page: the way to the others, the language, the colours, the licence. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Site, site } from "./data";
import { catalogues, choose, current, date, type Key, t } from "./words";

const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];
const STORED = "riobravo.theme";

const PAGES: [key: Key, href: string, path: string][] = [
  ["nav.home", "index.html#/", ""],
  ["nav.events", "index.html#/events", "events"],
  ["nav.sql", "index.html#/sql", "sql"],
  ["nav.codebook", "codebook.html", "codebook"],
  ["nav.quality", "quality.html", "quality"],
  ["nav.cite", "index.html#/cite", "cite"],
];

export function theme(): Theme {
  try {
    return THEMES.find((one) => one === localStorage.getItem(STORED)) ?? "auto";
  } catch {
    return "auto";
  }
}

export function paint(chosen: Theme): void {
  if (chosen === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  try {
    localStorage.setItem(STORED, chosen);
  } catch {
    // a browser that keeps nothing still shows the page
  }
}

export function Shell(props: { here: string; onLanguage: () => void; children: ComponentChildren }) {
  const [chosen, setChosen] = useState(theme());
  const next = THEMES[(THEMES.indexOf(chosen) + 1) % THEMES.length]!;
  const name = t(`theme.${chosen}`);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), document.getElementById("main")?.focus())}>
        {t("site.skip")}
      </a>
      <header class="top">
        <a class="brand" href="index.html#/">
          {t("site.title")}
        </a>
        <nav aria-label={t("nav.label")}>
          {PAGES.map(([key, href, path]) => (
            <a key={key} href={href} aria-current={props.here === path ? "page" : undefined}>
              {t(key)}
            </a>
          ))}
        </nav>
        <div class="choices">
          {Object.entries(catalogues).map(([code, catalogue]) => (
            <button
              key={code}
              type="button"
              lang={code}
              class="plain"
              aria-pressed={code === current()}
              onClick={() => (choose(code), props.onLanguage())}
            >
              {catalogue.name}
            </button>
          ))}
          <button
            type="button"
            class="plain theme"
            aria-label={t("nav.theme", { theme: name })}
            title={t("nav.theme", { theme: name })}
            onClick={() => (paint(next), setChosen(next))}
          >
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" data-theme-icon={chosen}>
              <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6" />
              {chosen !== "light" && <path d={chosen === "dark" ? "M8 1.8a6.2 6.2 0 1 0 0 12.4 6.2 6.2 0 1 0 0-12.4" : "M8 1.8a6.2 6.2 0 0 1 0 12.4z"} fill="currentColor" />}
            </svg>
          </button>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {props.children}
      </main>
      <Foot />
    </>
  );
}

function Foot() {
  const found = useLoaded(site, []);
  const of = found.value as Site | undefined;
  return (
    <footer>
      <p>{of && t("foot.licence", { version: of.version, through: date(of.data_through) })}</p>
      <p>{t("foot.private")}</p>
      <p>
        <a href="libraries.txt">{t("foot.libraries")}</a>
      </p>
    </footer>
  );
}

export interface Loaded<T> {
  value?: T | undefined;
  error?: string;
}

/** What a promise gave, once it is there; a new one is asked for when what it depends on changes. */
export function useLoaded<T>(ask: () => Promise<T>, on: unknown[]): Loaded<T> {
  const [state, setState] = useState<Loaded<T>>({});
  useEffect(() => {
    let isWanted = true;
    setState({});
    ask().then(
      (value) => isWanted && setState({ value }),
      (error: unknown) => isWanted && setState({ error: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, on);
  return state;
}

/** Says that something is under way, or why it did not come. */
export function Waiting(props: { of: Loaded<unknown> }) {
  return props.of.error ? (
    <p class="error" role="alert">
      {t("site.failed", { reason: props.of.error })}
    </p>
  ) : (
    <p class="quiet" role="status">
      {t("site.loading")}
    </p>
  );
}
