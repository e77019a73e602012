/** The page's own words, by language. Every text a person reads comes from messages/, or is data. */
import en from "./messages/en.json";
import es from "./messages/es.json";

export type Key = keyof typeof en.page;
interface Catalogue {
  name: string;
  page: Record<Key, string>;
  fields: Record<string, string>;
  codes: Record<string, Record<string, string>>;
}
export const catalogues: Record<string, Catalogue> = { en, es };
const FALLBACK = "en";
const STORED = "riobravo.language";

let language = FALLBACK;

/** The language in use, an ISO 639-1 code. */
export const current = (): string => language;

/** What the reader chose before, else what the address asks for, else the first language of the browser that we have. */
export function begin(): void {
  const asked = new URLSearchParams(location.search).get("lang");
  const wanted = [asked, stored(), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  choose(wanted.find((one): one is string => one !== null && one in catalogues) ?? FALLBACK, false);
}

export function choose(next: string, isRemembered = true): void {
  language = next in catalogues ? next : FALLBACK;
  document.documentElement.lang = language;
  if (isRemembered) {
    try {
      localStorage.setItem(STORED, language);
    } catch {
      // a browser that keeps nothing still shows the page
    }
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

/** A text of the page, with {names} filled in. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return catalogues[language]!.page[key].replace(/\{(\w+)\}/g, (_, name: string) =>
    typeof values[name] === "number" ? number(values[name]) : String(values[name] ?? ""),
  );
}

/** A code of a list as a person reads it. */
export function label(list: string, code: string | null | undefined): string {
  if (code === null || code === undefined) return "";
  return catalogues[language]!.codes[list]?.[code] ?? spoken(code);
}

/** A unit beside a number: one person, two persons. */
export const unit = (code: string | null, n: number): string =>
  code === null ? "" : ((n === 1 && catalogues[language]!.codes.units_one?.[code]) || label("units", code));

/** The name of a column as a person reads it. */
export const fieldLabel = (name: string): string => catalogues[language]!.fields[name] ?? spoken(name);

export const spoken = (name: string): string => name.replaceAll("_", " ");
export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase(language) + text.slice(1);

export const number = (value: number): string => value.toLocaleString(language, { maximumFractionDigits: 2 });

/** Bytes as kB or MB, as disks and downloads are told: by thousands. */
export function size(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${value.toLocaleString(language, { maximumFractionDigits: value < 10 ? 1 : 0 })} ${unit}`;
}

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

/** A month, YYYY-MM. */
export const month = (text: string, style: "short" | "long" = "long"): string =>
  day(`${text}-01`).toLocaleDateString(language, { month: style, year: "numeric", timeZone: "UTC" });

/** A day, YYYY-MM-DD. */
export const date = (text: string): string =>
  day(text).toLocaleDateString(language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** The time of an event, as finely as it is known. */
export function period(start: string | null | undefined, end: string | null | undefined, precision: string): string {
  if (!start) return t("explore.undated");
  if (precision === "year") return start.slice(0, 4);
  if (precision === "month") return month(start.slice(0, 7), "short");
  if (!end || end === start) return date(start);
  const format = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  return format.formatRange(day(start), day(end));
}
