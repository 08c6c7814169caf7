/** The rich_text block: sections, lists, quotes, preformatted text, and what stands in them. */

import { el } from "./dom.js";
import { emojiNode } from "./emoji.js";
import { link } from "./links.js";
import { broadcastNode, channelNode, dateNode, userNode } from "./mentions.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", underline: "u", highlight: "mark", code: "code" };

const PARTS = {
  rich_text_section: (part, context) => el("div", { class: "b-lines" }, inner(part, context)),
  rich_text_quote: (part, context) => el("blockquote", {}, inner(part, context)),
  rich_text_preformatted: (part, context) => el("pre", {}, inner(part, context)),
  rich_text_list: list,
};

const INLINE = {
  text: (one) => document.createTextNode(one.text),
  link: (one) => link(one.url, one.text ?? one.url),
  user: (one, context) => userNode(one.user_id, context),
  usergroup: (one) => el("span", { class: "b-mention" }, `@${one.usergroup_id}`),
  channel: (one, context) => channelNode(one.channel_id, context),
  emoji: (one) => emojiNode(one.skin_tone ? `${one.name}::skin-tone-${one.skin_tone}` : one.name),
  broadcast: (one) => broadcastNode(one.range),
  color: (one) => colour(one.value),
  date: (one, context) => dateNode(one.timestamp, one.format, context, one),
};

/** The nodes of a rich_text block. */
export function richText(block, context) {
  return block.elements.map((part) => PARTS[part.type]?.(part, context) ?? null);
}

function inner(part, context) {
  return part.elements.map((one) => styled(INLINE[one.type]?.(one, context) ?? null, one.style));
}

function styled(node, style) {
  if (!node) return null;
  const tags = Object.keys(STYLES).filter((name) => style?.[name]);
  return tags.reduceRight((within, name) => el(STYLES[name], {}, within), node);
}

function list(part, context) {
  const ordered = part.style === "ordered";
  const level = Math.min(8, part.indent ?? 0);
  const props = { class: "b-list", "data-level": level, "data-border": part.border ? "1" : null };
  const items = part.elements.map((item) => el("li", {}, inner(item, context)));
  return el(ordered ? "ol" : "ul", ordered ? { ...props, start: (part.offset ?? 0) + 1 } : props, items);
}

function colour(value) {
  const swatch = el("span", { class: "b-swatch", "aria-hidden": "true" });
  if (CSS.supports("color", value)) swatch.style.backgroundColor = value;
  return el("span", {}, swatch, value);
}
