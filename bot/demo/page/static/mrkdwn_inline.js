/** One line of Slack's mrkdwn: emphasis, code, mentions, links, dates, emoji. */

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { link, linked, safe } from "./links.js";
import { broadcastNode, channelNode, dateNode, userNode } from "./mentions.js";

const TAGS = { "*": "strong", _: "em", "~": "s" };
const TOKENS = /<[^<>\n]+>|`[^`\n]+`/g;
const SPECIAL = /[*_~]/g;
const WORD = /[\p{L}\p{N}]/u;
const SPACE = /\s/;
/** Stands for each character of a token while emphasis is looked for. */
const COVER = "\ufffc";

/**
 * The nodes of one line.
 * @param {string} line with `&amp;`, `&lt;`, `&gt;` for what is no markup
 * @param {object} context see blocks.js
 * @param {boolean} verbatim whether bare addresses stay text
 */
export function inline(line, context, verbatim = false) {
  const cover = line.replaceAll(TOKENS, (token) => COVER.repeat(token.length));
  return emphasised(line, cover, (text) => unmarked(text, context, verbatim));
}

/** The three characters that Slack escapes, as they were. */
export function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** What stands between `<` and `>`, as a node. */
export function entity(token, context) {
  const [target, ...labels] = token.slice(1, -1).split("|");
  const label = labels.length ? unescaped(labels.join("|")) : undefined;
  const rest = target.slice(1);
  if (target.startsWith("@")) return userNode(rest, context, label?.replace(/^@/, ""));
  if (target.startsWith("#")) return channelNode(rest, context, label?.replace(/^#/, ""));
  if (target.startsWith("!")) return special(rest, context, label);
  const url = unescaped(target);
  return safe(url) ? link(url, withEmoji(label ?? url.replace(/^mailto:/, ""))) : document.createTextNode(unescaped(token));
}

function special(name, context, label) {
  if (name.startsWith("date^")) {
    const [, epoch, format, url] = name.split("^");
    return dateNode(epoch, unescaped(format ?? "{date}"), context, { url: url && unescaped(url), fallback: label });
  }
  if (name.startsWith("subteam^")) return el("span", { class: "b-mention" }, label ?? `@${name.slice(8)}`);
  return broadcastNode(name, label);
}

function emphasised(line, cover, plain) {
  const nodes = [];
  const endless = new Set();
  let end = 0;
  SPECIAL.lastIndex = 0;
  for (let at = next(cover, 0); at >= 0; at = next(cover, Math.max(at + 1, end))) {
    const mark = cover[at];
    if (endless.has(mark) || !opens(cover, at)) continue;
    const close = closing(cover, at);
    if (close < 0) {
      // Whatever opens later has no end either: a hostile line costs no more than its length.
      endless.add(mark);
      continue;
    }
    const inner = emphasised(line.slice(at + 1, close), cover.slice(at + 1, close), plain);
    nodes.push(...plain(line.slice(end, at)), el(TAGS[mark], {}, inner));
    end = close + 1;
  }
  return [...nodes, ...plain(line.slice(end))];
}

function next(cover, from) {
  SPECIAL.lastIndex = from;
  return SPECIAL.exec(cover)?.index ?? -1;
}

function opens(cover, at) {
  const before = cover[at - 1] ?? " ";
  const after = cover[at + 1] ?? " ";
  return !WORD.test(before) && before !== cover[at] && !SPACE.test(after) && after !== cover[at];
}

function closing(cover, open) {
  const mark = cover[open];
  for (let at = cover.indexOf(mark, open + 2); at >= 0; at = cover.indexOf(mark, at + 1)) {
    if (!SPACE.test(cover[at - 1]) && !WORD.test(cover[at + 1] ?? " ")) return at;
  }
  return -1;
}

function unmarked(text, context, verbatim) {
  const nodes = [];
  const plain = (part) => (verbatim ? withEmoji(unescaped(part)) : linked(unescaped(part), withEmoji));
  let end = 0;
  for (const found of text.matchAll(TOKENS)) {
    nodes.push(...plain(text.slice(end, found.index)));
    nodes.push(found[0][0] === "<" ? entity(found[0], context) : el("code", {}, unescaped(found[0].slice(1, -1))));
    end = found.index + found[0].length;
  }
  return [...nodes, ...plain(text.slice(end))];
}
