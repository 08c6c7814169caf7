/** Links that lead out of the page: only to addresses that cannot run anything in it. */

import { el } from "./dom.js";

const SAFE = new Set(["http:", "https:", "mailto:", "tel:"]);
const BARE = /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)\]}'"]/g;

/** The address if a link may lead there, or null. */
export function safe(url) {
  try {
    return SAFE.has(new URL(url).protocol) ? url : null;
  } catch {
    return null;
  }
}

/** A link that opens a new tab; its bare label where the address is not safe. */
export function link(url, ...label) {
  const href = safe(url);
  if (!href) return el("span", { class: "b-nolink" }, label);
  return el("a", { class: "b-link", href, target: "_blank", rel: "noopener noreferrer" }, label);
}

/** A text whose bare addresses are links; `plain` makes nodes of the rest. */
export function linked(text, plain) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(BARE)) {
    nodes.push(...plain(text.slice(end, found.index)), link(found[0], found[0]));
    end = found.index + found[0].length;
  }
  return [...nodes, ...plain(text.slice(end))];
}
