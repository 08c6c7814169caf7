/** Slack's mrkdwn as nodes: preformatted text, quotes, and the lines between them. */

import { el } from "./dom.js";
import { inline, unescaped } from "./mrkdwn_inline.js";

const FENCE = /```\n?([^]*?)\n?```/g;
const QUOTE = /^(?:&gt;|>) ?/;
const QUOTE_ALL = /^(?:&gt;|>){3} ?/;

/**
 * The nodes of a text.
 * @param {string} text mrkdwn, escaped as Slack escapes it
 * @param {object} context see blocks.js
 * @param {{verbatim?: boolean}} options whether bare addresses stay text
 */
export function mrkdwn(text, context, { verbatim = false } = {}) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(FENCE)) {
    nodes.push(...lines(trimmed(text.slice(end, found.index), end > 0, true), context, verbatim));
    nodes.push(el("pre", {}, unescaped(found[1])));
    end = found.index + found[0].length;
  }
  return [...nodes, ...lines(trimmed(text.slice(end), end > 0, false), context, verbatim)];
}

/** Without the line breaks that only part a text from what stands in lines of its own. */
function trimmed(text, start, end) {
  const without = start ? text.replace(/^\n/, "") : text;
  return end ? without.replace(/\n$/, "") : without;
}

function lines(text, context, verbatim) {
  if (text === "") return [];
  const nodes = [];
  const all = text.split("\n");
  while (all.length) {
    const quoted = taken(all);
    const some = quoted.length ? quoted : unquoted(all);
    const inner = joined(some.map((line) => inline(line, context, verbatim)));
    nodes.push(quoted.length ? el("blockquote", {}, inner) : el("span", { class: "b-lines" }, inner));
  }
  return nodes;
}

function taken(all) {
  if (QUOTE_ALL.test(all[0])) return all.splice(0).map((line, index) => (index ? line : line.replace(QUOTE_ALL, "")));
  const end = all.findIndex((line) => !QUOTE.test(line));
  return all.splice(0, end < 0 ? all.length : end).map((line) => line.replace(QUOTE, ""));
}

function unquoted(all) {
  const end = all.findIndex((line) => QUOTE.test(line));
  return all.splice(0, end < 0 ? all.length : end);
}

function joined(some) {
  return some.flatMap((nodes, index) => (index ? ["\n", ...nodes] : nodes));
}
