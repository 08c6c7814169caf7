/** Emoji by Slack's names: `:wave:`, `:wave::skin-tone-3:`. */

import { el } from "./dom.js";
import { EMOJI } from "./vendor/emoji-names.js";

const NAMED = /:([a-z0-9_+'-]+):(?::(skin-tone-[2-6]):)?/g;
const NAMES = Object.keys(EMOJI).filter((name) => !name.startsWith("skin-tone-"));

/** The characters of an emoji, or null where there is none of that name; `wave::skin-tone-3` has its tone. */
export function emojiCharacters(name) {
  const [base, tone] = String(name).split("::");
  if (!Object.hasOwn(EMOJI, base)) return null;
  return EMOJI[base] + (tone && Object.hasOwn(EMOJI, tone) ? EMOJI[tone] : "");
}

/** An emoji's characters; the name between colons where there is none. */
export function emojiText(name) {
  return emojiCharacters(name) ?? `:${name}:`;
}

/** An emoji as a node that says its name; the name between colons where there is none. */
export function emojiNode(name) {
  const characters = emojiCharacters(name);
  if (!characters) return document.createTextNode(`:${name}:`);
  const label = String(name).replaceAll("_", " ");
  return el("span", { class: "b-emoji", role: "img", "aria-label": label, title: `:${name}:` }, characters);
}

/** A text with its emoji, as nodes. */
export function withEmoji(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(NAMED)) {
    const name = found[2] ? `${found[1]}::${found[2]}` : found[1];
    if (!emojiCharacters(name)) continue;
    nodes.push(text.slice(end, found.index), emojiNode(name));
    end = found.index + found[0].length;
  }
  return [...nodes, text.slice(end)].filter((node) => node !== "");
}

/** Names that hold what was typed, those that begin with it first. */
export function findEmoji(query, most = 60) {
  const wanted = query.toLowerCase().replaceAll(":", "").replaceAll(" ", "_");
  const found = NAMES.filter((name) => name.includes(wanted));
  const rank = (name) => (name.startsWith(wanted) ? 0 : 1);
  return found.sort((one, other) => rank(one) - rank(other)).slice(0, most);
}
