/** The codebook and the quality report: text made at build time, with the page's frame around it. */
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { paint, Shell, theme } from "./shell";
import "./style.css";
import { begin, type Key, t } from "./words";

const root = document.getElementById("app")!;
const here = root.dataset.page!;
const text = root.querySelector("article")!;

function Document() {
  const [, retell] = useState(0);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.append(text);
    if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }, []);
  useEffect(() => {
    document.title = `${t(`nav.${here}` as Key)} · ${t("site.title")}`;
  });
  const note = t("document.english");
  return (
    <Shell here={here} onLanguage={() => retell((n) => n + 1)}>
      {note && <p class="quiet">{note}</p>}
      <div ref={place} />
    </Shell>
  );
}

begin();
paint(theme());
text.remove();
root.replaceChildren();
render(<Document />, root);
