/** The address is the state: #/events?type=threat can be kept, sent, and gone back to. */

export interface Route {
  path: string[];
  query: URLSearchParams;
}

export function read(hash: string = location.hash): Route {
  const [path = "", query = ""] = splitOnce(hash.replace(/^#\/?/, ""), "?");
  return { path: path.split("/").filter(Boolean).map(decode), query: new URLSearchParams(query) };
}

export function href(path: string, query: URLSearchParams | Record<string, string> = {}): string {
  const text = new URLSearchParams(query).toString();
  return `#/${path}${text ? `?${text}` : ""}`;
}

/** Changes the address in place: the button "back" leaves the view instead of undoing each letter typed. */
export function replace(path: string, query: URLSearchParams | Record<string, string>): void {
  try {
    history.replaceState(null, "", href(path, query));
  } catch {
    location.replace(href(path, query)); // Safari allows 100 calls in half a minute, which fast typing passes
  }
  dispatchEvent(new HashChangeEvent("hashchange"));
}

export function open(path: string, query: URLSearchParams | Record<string, string> = {}): void {
  location.hash = href(path, query);
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
