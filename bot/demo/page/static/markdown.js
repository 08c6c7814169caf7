/** The markdown block: marked's lexer reads it, the nodes are made here, and HTML in it stays text. */

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { link } from "./links.js";
import { entity } from "./mrkdwn_inline.js";
import { scrolled } from "./tables.js";
import { Lexer } from "./vendor/marked.js";

/** Marks of emphasis up to which a text is read: marked takes the square of their number. */
const MOST_MARKS = 2000;
const SLACK = /<[@#!][^<>\n]+>/g;
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };

const TOKENS = {
  space: () => null,
  def: () => null,
  hr: () => el("hr", {}),
  br: () => el("br", {}),
  heading: (token, context) => el("p", { class: "b-heading", "data-depth": token.depth }, children(token, context)),
  paragraph: (token, context) => el("p", {}, children(token, context)),
  blockquote: (token, context) => el("blockquote", {}, children(token, context)),
  code: (token) => el("pre", {}, token.text),
  codespan: (token) => el("code", {}, token.text),
  strong: (token, context) => el("strong", {}, children(token, context)),
  em: (token, context) => el("em", {}, children(token, context)),
  del: (token, context) => el("s", {}, children(token, context)),
  link: (token, context) => link(decoded(token.href), children(token, context)),
  image: (token) => link(decoded(token.href), token.text || token.href),
  escape: (token) => document.createTextNode(token.text),
  text: (token, context) => (token.tokens ? children(token, context) : texts(token.text, context)),
  checkbox: (token) => (token.checked ? "☑ " : "☐ "),
  list: (token, context) => list(token, context),
  table: (token, context) => table(token, context),
};

/** The nodes of a markdown block; the bare text where marked gives up on it, or would take long. */
export function markdown(text, context) {
  if (text.split(/[*_~]/).length > MOST_MARKS) return [el("p", {}, text)];
  try {
    return nodes(new Lexer({ gfm: true, breaks: true }).lex(text), context);
  } catch {
    return [el("p", {}, text)];
  }
}

function nodes(tokens, context) {
  return tokens.flatMap((token) => (TOKENS[token.type] ? TOKENS[token.type](token, context) : texts(token.raw, context)));
}

function children(token, context) {
  return token.tokens ? nodes(token.tokens, context) : texts(token.text ?? "", context);
}

function texts(text, context) {
  const made = [];
  let end = 0;
  for (const found of text.matchAll(SLACK)) {
    made.push(...withEmoji(decoded(text.slice(end, found.index))), entity(found[0], context));
    end = found.index + found[0].length;
  }
  return [...made, ...withEmoji(decoded(text.slice(end)))];
}

function decoded(text) {
  return text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entityName) => ENTITIES[entityName]);
}

function list(token, context) {
  const props = token.ordered ? { start: token.start } : {};
  const items = token.items.map((item) => {
    const marked = item.task && !item.tokens.some((one) => one.type === "checkbox");
    return el("li", { "data-task": item.task }, marked ? TOKENS.checkbox(item) : null, nodes(item.tokens, context));
  });
  return el(token.ordered ? "ol" : "ul", { class: "b-list", ...props }, items);
}

function table(token, context) {
  const cells = (tag, row) =>
    row.map((cell) => el(tag, { "data-align": cell.align, scope: tag === "th" ? "col" : null }, children(cell, context)));
  return scrolled(
    el(
      "table",
      { class: "b-table" },
      el("thead", {}, el("tr", {}, cells("th", token.header))),
      el("tbody", {}, token.rows.map((row) => el("tr", {}, cells("td", row)))),
    ),
    "Table",
  );
}
