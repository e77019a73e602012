/** How to cite: made of CITATION.cff. */
import { useState } from "preact/hooks";
import { type Site, site } from "../data";
import { useLoaded, Waiting } from "../shell";
import { t } from "../words";

export function Cite() {
  const found = useLoaded(site, []);
  return (
    <>
      <h1>{t("cite.title")}</h1>
      {found.value ? <References site={found.value} /> : <Waiting of={found} />}
    </>
  );
}

function References(props: { site: Site }) {
  const { citation, data_through, version } = props.site;
  const authors = citation.authors.map((one) => one.name).join(", ");
  const year = data_through.slice(0, 4);
  const plain = `${authors} (${year}). ${citation.title} (${version}) [data set]. CC BY 4.0.`;
  const bibtex = [
    `@misc{riobravo${year},`,
    `  title        = {{${citation.title}}},`,
    `  author       = {{${authors}}},`,
    `  year         = {${year}},`,
    `  version      = {${version}},`,
    `  note         = {Data set, CC BY 4.0}`,
    "}",
  ].join("\n");
  return (
    <div class="prose">
      <Copied title={t("cite.data")} text={plain} />
      <Copied title={t("cite.bibtex")} text={bibtex} />
      <p>{t("cite.one")}</p>
      <p>{t("cite.licence")}</p>
    </div>
  );
}

function Copied(props: { title: string; text: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <section>
      <h2>{props.title}</h2>
      <pre tabIndex={0}>{props.text}</pre>
      <button type="button" onClick={() => void navigator.clipboard.writeText(props.text).then(() => setCopied(true))}>
        {t(isCopied ? "cite.copied" : "cite.copy")}
      </button>
    </section>
  );
}
