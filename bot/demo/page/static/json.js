/** JSON to look at: coloured, to be copied, and to be opened in Slack's Block Kit Builder. */

import { el } from "./dom.js";

const BUILDER = "https://app.slack.com/block-kit-builder/#";
const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const COPIED = 1500;

/**
 * A value as JSON with its buttons.
 * @param {*} value
 * @param {string} label what it is, for the screen reader.
 */
export function jsonView(value, label) {
  const text = JSON.stringify(value, null, 2) ?? "null";
  const address = builderAddress(value);
  const copy = el("button", { class: "button small", type: "button", onclick: () => copied(copy, text) }, "Copy");
  const link =
    address &&
    el(
      "a",
      { class: "button small", href: address, target: "_blank", rel: "noopener noreferrer" },
      "Open in Block Kit Builder",
    );
  return el(
    "div",
    { class: "json" },
    el("div", { class: "json-buttons" }, copy, link),
    el("pre", { class: "json-text", tabindex: "0", role: "region", "aria-label": `JSON of ${label}` }, coloured(text)),
  );
}

/** Where Slack shows the blocks of a message or view; null where there are none. */
export function builderAddress(value) {
  const shown = content(value);
  return shown && BUILDER + encodeURIComponent(JSON.stringify(shown));
}

function content(value) {
  if (value?.view?.blocks) return value.view;
  if (value?.blocks?.length) return value.type === "modal" || value.type === "home" ? value : { blocks: value.blocks };
  if (value?.type === "message" && value.text)
    return { blocks: [{ type: "section", text: { type: "mrkdwn", text: value.text } }] };
  return null;
}

async function copied(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not allowed";
  }
  setTimeout(() => {
    button.textContent = "Copy";
  }, COPIED);
}

function coloured(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    nodes.push(
      text.slice(end, found.index),
      el("span", { class: kindOf(found) }, found[1] ?? found[0]),
      found[2] ?? "",
    );
    end = found.index + found[0].length;
  }
  return [...nodes, text.slice(end)];
}

function kindOf([, string, colon]) {
  if (!string) return "json-value";
  return colon ? "json-name" : "json-string";
}
