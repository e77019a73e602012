/** Markdown of the repository as HTML, at build time. HTML inside the Markdown stays text. */
import MarkdownIt from "markdown-it";
import anchor from "markdown-it-anchor";

/** Documents that are pages here; links to other files of the repository lead nowhere on this page and become text. */
const PAGES: Record<string, string> = { "CODEBOOK.md": "codebook.html", "quality.md": "quality.html" };

/** As the Markdown's own tables of contents have it: lower case, hyphens for spaces, no punctuation. */
const slug = (title: string): string => title.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-");

export function rendered(text: string): string {
  const markdown = new MarkdownIt({ html: false, linkify: false }).use(anchor, { slugify: slug, tabIndex: false });
  const usual = markdown.renderer.renderToken.bind(markdown.renderer);
  markdown.renderer.rules.link_open = (tokens, index, options) => {
    const token = tokens[index]!;
    const href = String(token.attrGet("href") ?? "");
    const page = PAGES[href.split("#")[0]!.split("/").pop()!];
    const target = page ? href.replace(/^[^#]*/, page) : href;
    if (target.startsWith("#") || page || /^https?:/.test(target)) token.attrSet("href", target);
    else token.attrs = [];
    return usual(tokens, index, options);
  };
  // a wide table scrolls by itself, also by keyboard
  markdown.renderer.rules.table_open = () => '<div class="wide" tabindex="0" role="region" aria-label="table"><table>\n';
  markdown.renderer.rules.table_close = () => "</table></div>\n";
  return markdown.render(text.replace(/<!--[\s\S]*?-->\n*/g, ""));
}
