/** The text of an article as nodes with its spans marked, and selections in it. Offsets count code points, as everywhere. */
import { el } from "./dom.js";

/** Nodes of a text: each stretch between two bounds of spans is one node, with the classes of all spans over it. */
export function marked(text, spans) {
  const points = Array.from(text);
  const bounds = [...new Set([0, points.length, ...spans.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  const nodes = [];
  for (let i = 0; i + 1 < bounds.length; i += 1) {
    const [from, to] = [bounds[i], bounds[i + 1]];
    const over = spans.filter(({ start, end }) => start <= from && to <= end);
    const words = points.slice(from, to).join("");
    if (!over.length) {
      nodes.push(document.createTextNode(words));
      continue;
    }
    const line = over.findLast((span) => span.line)?.line;
    nodes.push(el("span", { class: over.flatMap((span) => span.classes).join(" "), "data-line": line ?? null }, words));
  }
  return nodes;
}

/** Where words stand in a text, within a stretch of it first and anywhere else; null where they do not. */
export function find(text, words, within) {
  const points = Array.from(text);
  const sought = Array.from(words);
  const at = (from, to) => {
    for (let i = from; i + sought.length <= to; i += 1) {
      if (sought.every((point, n) => points[i + n] === point)) return { start: i, end: i + sought.length };
    }
    return null;
  };
  return sought.length ? (at(within.start, within.end) ?? at(0, points.length)) : null;
}

/** The selection as a span of title or text, white space at its ends left out; null where there is none in the article. */
export function selection(parts) {
  const chosen = getSelection();
  if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
  const range = chosen.getRangeAt(0);
  for (const [part, node] of Object.entries(parts)) {
    if (!node.contains(range.startContainer) || !node.contains(range.endContainer)) continue;
    const before = document.createRange();
    before.setStart(node, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const words = range.toString();
    const lead = words.length - words.trimStart().length;
    const start = Array.from(before.toString() + words.slice(0, lead)).length;
    const length = Array.from(words.trim()).length;
    return length ? { part, start, end: start + length, words: words.trim() } : null;
  }
  return null;
}
