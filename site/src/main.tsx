/** The page: reads the address and shows the view it names. */
import { render } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import * as route from "./route";
import { paint, Shell, theme } from "./shell";
import "./style.css";
import { Cite } from "./views/cite";
import { Console } from "./views/console";
import { EventPage } from "./views/event";
import { Explorer } from "./views/explorer";
import { Home } from "./views/home";
import { begin, type Key, t } from "./words";

const TITLES: Record<string, Key> = { events: "nav.events", sql: "nav.sql", cite: "nav.cite" };

function App() {
  const [at, setAt] = useState(route.read());
  const [, retell] = useState(0);
  const [view = "", id] = at.path;
  useEffect(() => {
    const changed = () => setAt(route.read());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  useEffect(() => {
    const title = TITLES[view];
    document.title = [id, title && t(title), t("site.title")].filter(Boolean).join(" · ");
  });
  const isFirst = useRef(true);
  useLayoutEffect(() => {
    // a reader who listens is led to the new view with its first sight, as one who looks is
    if (!isFirst.current) document.getElementById("main")?.focus({ preventScroll: true });
    isFirst.current = false;
    scrollTo(0, 0);
  }, [view, id]);
  return (
    <Shell here={view} onLanguage={() => retell((n) => n + 1)}>
      {view === "events" && id ? (
        <EventPage key={id} id={id} />
      ) : view === "events" ? (
        <Explorer query={at.query} />
      ) : view === "sql" ? (
        <Console query={at.query} />
      ) : view === "cite" ? (
        <Cite />
      ) : (
        <Home query={at.query} />
      )}
    </Shell>
  );
}

begin();
paint(theme());
const root = document.getElementById("app")!;
root.replaceChildren();
render(<App />, root);
